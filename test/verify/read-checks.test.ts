import { expect, it } from "vitest";
import { readCheck } from "../../src/verify/read-checks.ts";

/** Conditions as people and servers write them, and what they say of single columns. */
const rows: readonly (readonly [condition: string, limits: Readonly<Record<string, object>>])[] = [
  ["age >= 18", { age: { min: 18 } }],
  ["age > 18 AND age < 100", { age: { min: 19, max: 99 } }],
  ["((age >= 18) AND (age < 100))", { age: { min: 18, max: 99 } }],
  ["(`age` >= 18 and `age` < 100)", { age: { min: 18, max: 99 } }],
  ["18 <= age", { age: { min: 18 } }],
  ['0 < "odd ""name"', { 'odd "name': { min: 1 } }],
  ["age BETWEEN -5 AND 10 AND weight >= 0.5", { age: { min: -5, max: 10 }, weight: { min: 0.5 } }],
  ["age IS NULL OR age > 3", { age: { min: 4 } }],
  ["age > 3 OR name = 'x'", {}],
  ["age <> 3", {}],
  ["age > other", {}],
  ["status IN ('new', 'it''s')", { status: { only: ["'new'", "'it''s'"] } }],
  ["grade in (1, -2)", { grade: { only: ["1", "-2"] } }],
  ["status = 'new'", { status: { only: ["'new'"] } }],
  [
    "((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
    { status: { only: ["'a'", "'b'"] } },
  ],
  ["(`status` in (_utf8mb4\\'a\\',_utf8mb4\\'b\\'))", { status: { only: ["'a'", "'b'"] } }],
  ["(total >= '10'::numeric)", { total: { min: 10 } }],
  ["length(name) <= 5 AND char_length(name) > 1", { name: { minLength: 2, maxLength: 5 } }],
  ["json_valid(`doc`)", { doc: { json: true } }],
  ["lower(name) = name", {}],
  ["name LIKE '%@%'", {}],
];

it.each(rows)("%s", (condition, limits) => {
  expect(Object.fromEntries(readCheck(condition))).toEqual(limits);
});

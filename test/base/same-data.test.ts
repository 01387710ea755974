import fc from "fast-check";
import { expect, test } from "vitest";
import { stableJson } from "../../src/base/hash.ts";
import { sameData } from "../../src/base/same-data.ts";

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(null, undefined, true, 0, 1, "", "a"),
    fc.array(
      tie("value").map((item) => item ?? null),
      { maxLength: 2 },
    ),
    fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

test("data is the same where its text is", () => {
  fc.assert(
    fc.property(value, value, (one, other) => {
      expect(sameData(one, other)).toBe(
        stableJson([one ?? null]) === stableJson([other ?? null]) && (one === undefined) === (other === undefined),
      );
      expect(sameData(one, structuredClone(one))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

const rows: readonly (readonly [claim: string, one: unknown, other: unknown, isSame: boolean])[] = [
  ["keys in another order", { a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 }, true],
  ["an absent value and no value", { a: 1, b: undefined }, { a: 1 }, true],
  ["no value and NULL", { a: 1 }, { a: 1, b: null }, false],
  ["one key more", { a: 1 }, { a: 1, b: 2 }, false],
  ["a list and a record", [], {}, false],
  ["lists of which one is longer", [1], [1, 2], false],
];
test.each(rows)("%s", (_claim, one, other, isSame) => {
  expect([sameData(one, other), sameData(other, one)]).toEqual([isSame, isSame]);
});

import { describe, expect, it } from "vitest";
import { type FilterOptions, filterOf, filterSchema } from "../../src/diff/filter.ts";
import { trigger } from "../../src/schema/object-builders.ts";
import { policy } from "../../src/schema/policy-builder.ts";
import type { Schema } from "../../src/schema/schema.ts";
import { table } from "../../src/schema/table-builders.ts";
import { view } from "../../src/schema/view-builder.ts";
import { schemaOf } from "./helpers.ts";

const schema = schemaOf(
  [
    table("users", []),
    table("user_roles", []),
    table("tmp_1", []),
    table("tmp_2", [], { schema: "audit" }),
    table("log", [], { schema: "audit" }),
    table("a.b", []),
    table("axb", []),
  ],
  {
    views: [view("user_names", "SELECT 1")],
    triggers: [trigger("t1", "users", "CREATE TRIGGER t1"), trigger("t2", "user_names", "CREATE TRIGGER t2")],
  },
);

const rows: readonly (readonly [claim: string, options: FilterOptions, left: readonly string[]])[] = [
  ["no pattern lets all through", {}, ["users", "user_roles", "tmp_1", "tmp_2", "log", "a.b", "axb", "user_names"]],
  ["a name is itself alone", { include: ["users"] }, ["users"]],
  ["* is any text", { include: ["user*"] }, ["users", "user_roles", "user_names"]],
  ["? is one character", { include: ["tmp_?", "user?"] }, ["users", "tmp_1", "tmp_2"]],
  ["a namespace is a part of the name", { include: ["audit.*"] }, ["tmp_2", "log"]],
  ["exclude wins", { include: ["user*"], exclude: ["*_*"] }, ["users"]],
  ["a dot is a dot", { include: ["a.b"] }, ["a.b"]],
  ["a namespace may be a pattern", { include: ["a?dit.t*"] }, ["tmp_2"]],
  ["a pattern without a dot is for the name alone", { include: ["aud*"] }, []],
  ["names without a namespace are of the home", { include: ["public.users"], home: "public" }, ["users"]],
  ["and of no other", { exclude: ["public.*"], home: "public" }, ["tmp_2", "log"]],
  ["case counts", { include: ["Users"] }, []],
];

describe("filterSchema", () => {
  it.each(rows)("%s", (_claim, options, left) => {
    const { tables, views } = filterSchema(schema, filterOf(options));
    expect([...tables, ...views].map(({ name }) => name)).toEqual(left);
  });

  it("sequences go with the table that owns them, others stay; an extension is left out by its name alone", () => {
    const more: Schema = {
      ...schema,
      sequences: [{ name: "s1", ownedBy: { table: "users", column: "id" } }, { name: "s2" }],
      extensions: [{ name: "pg_trgm" }, { name: "citext" }],
    };
    const left = filterSchema(more, filterOf({ include: ["log"], exclude: ["pg_*"] }));
    expect(left.sequences.map(({ name }) => name)).toEqual(["s2"]);
    expect(left.extensions.map(({ name }) => name)).toEqual(["citext"]);
  });

  it("policies go with their table", () => {
    const more: Schema = { ...schema, policies: [policy("own", "users"), policy("own", "log", { schema: "audit" })] };
    expect(filterSchema(more, filterOf({ exclude: ["users"] })).policies.map(({ table }) => table)).toEqual(["log"]);
  });

  it("triggers go with their table or view", () => {
    expect(filterSchema(schema, filterOf({ exclude: ["users"] })).triggers.map(({ name }) => name)).toEqual(["t2"]);
  });

  const kinds: readonly (readonly [claim: string, options: FilterOptions, left: readonly string[]])[] = [
    ["exclude is for objects of every kind", { exclude: ["audit.*", "citext", "mood"] }, ["app", "f"]],
    [
      "exclude of a part of a namespace leaves the namespace",
      { exclude: ["audit.l*"] },
      ["app", "audit", "citext", "mood", "f"],
    ],
    ["include of names keeps other kinds", { include: ["users"] }, ["app", "audit", "citext", "mood", "level", "f"]],
    [
      "include of a namespace keeps those of it, and extensions",
      { include: ["audit.log"] },
      ["audit", "citext", "level"],
    ],
  ];
  it.each(kinds)("%s", (_claim, options, left) => {
    const more: Schema = {
      ...schema,
      namespaces: ["app", "audit"],
      extensions: [{ name: "citext" }],
      enums: [
        { name: "mood", values: [] },
        { name: "level", schema: "audit", values: [] },
      ],
      routines: [{ name: "f", kind: "function", arguments: "", definition: "" }],
    };
    const { namespaces, extensions, enums, routines } = filterSchema(more, filterOf({ home: "public", ...options }));
    expect([...namespaces, ...[...extensions, ...enums, ...routines].map(({ name }) => name)]).toEqual(left);
  });
});

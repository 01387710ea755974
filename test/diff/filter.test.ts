import { describe, expect, it } from "vitest";
import { type FilterOptions, filterSchema } from "../../src/diff/filter.ts";
import { trigger, view } from "../../src/schema/object-builders.ts";
import { policy } from "../../src/schema/policy-builder.ts";
import type { Schema } from "../../src/schema/schema.ts";
import { table } from "../../src/schema/table-builders.ts";
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
  ["case counts", { include: ["Users"] }, []],
];

describe("filterSchema", () => {
  it.each(rows)("%s", (_claim, options, left) => {
    const { tables, views } = filterSchema(schema, options);
    expect([...tables, ...views].map(({ name }) => name)).toEqual(left);
  });

  it("sequences go with the table that owns them, others stay; an extension is left out by its name alone", () => {
    const more: Schema = {
      ...schema,
      sequences: [{ name: "s1", ownedBy: { table: "users", column: "id" } }, { name: "s2" }],
      extensions: [{ name: "pg_trgm" }, { name: "citext" }],
    };
    const left = filterSchema(more, { include: ["log"], exclude: ["pg_*"] });
    expect(left.sequences.map(({ name }) => name)).toEqual(["s2"]);
    expect(left.extensions.map(({ name }) => name)).toEqual(["citext"]);
  });

  it("policies go with their table", () => {
    const more: Schema = { ...schema, policies: [policy("own", "users"), policy("own", "log", { schema: "audit" })] };
    expect(filterSchema(more, { exclude: ["users"] }).policies.map(({ table }) => table)).toEqual(["log"]);
  });

  it("triggers go with their table or view", () => {
    expect(filterSchema(schema, { exclude: ["users"] }).triggers.map(({ name }) => name)).toEqual(["t2"]);
  });
});

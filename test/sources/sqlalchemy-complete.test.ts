import { expect, it } from "vitest";
import { column } from "../../src/schema/column-builder.ts";
import { check, foreignKey, primaryKey, unique } from "../../src/schema/constraint-builders.ts";
import { extension } from "../../src/schema/extension-builder.ts";
import { index } from "../../src/schema/index-builder.ts";
import { enumType, sequence } from "../../src/schema/object-builders.ts";
import { domain } from "../../src/schema/own-type-builders.ts";
import { policy } from "../../src/schema/policy-builder.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import { sql } from "../../src/schema/sql.ts";
import { table } from "../../src/schema/table-builders.ts";
import { integer, text } from "../../src/schema/type-builders.ts";
import { completeModels } from "../../src/sources/sqlalchemy-complete.ts";

const owned = sequence("t_id_seq", { increment: 50, ownedBy: { table: "t", column: "id" } });
const drawn = column("id", integer(), { default: sql`nextval('t_id_seq'::regclass)` });
const have: Schema = {
  ...emptySchema,
  extensions: [extension("citext", { version: "1.6" })],
  domains: [domain("email", text())],
  sequences: [owned, sequence("free")],
  tables: [table("t", [drawn]), table("u", [drawn])],
  policies: [policy("own", "t"), policy("own", "u")],
};
const models = (parts: Partial<Schema>): Schema =>
  completeModels({ schema: { ...emptySchema, ...parts }, serverDefaults: [], leftAlone: [] }, have, undefined);

it("extensions and domains, which SQLAlchemy's models don't have, stay as they are", () => {
  const { extensions, domains } = models({ tables: [table("t", [drawn])] });
  expect({ extensions, domains }).toEqual({ extensions: have.extensions, domains: have.domains });
});

it("a column that the server numbers draws from the sequence that it owns, options and all", () => {
  const complete = models({ tables: [table("t", [column("id", integer(), { autoincrement: true })])] });
  expect(complete.tables[0]?.columns[0]).toEqual(have.tables[0]?.columns[0]);
  expect(complete.sequences).toEqual(have.sequences);
});

it("a sequence goes with the column that owns it, and with its table", () => {
  expect(models({ tables: [table("t", [column("n", integer())])] }).sequences).toEqual([{ name: "free" }]);
  expect(models({}).sequences).toEqual([{ name: "free" }]);
});

it("a sequence of the models keeps the owner that the database says", () => {
  const complete = models({ sequences: [sequence("t_id_seq")], tables: [table("t", [drawn])] });
  expect(complete.sequences[0]).toEqual({ name: "t_id_seq", ownedBy: { table: "t", column: "id" } });
});

it("a policy stays with its table", () => {
  const { policies } = models({ tables: [table("t", [drawn])] });
  expect(policies).toEqual([policy("own", "t")]);
});

it("comments that the models don't say stay as they are", () => {
  const parts = (comment: object) => [
    ...[column("id", integer()), primaryKey("pk", ["id"], comment), unique("uq", ["id"], comment)],
    ...[
      check("ck", sql`id > 0`, comment),
      foreignKey("fk", ["id"], "t", ["id"], comment),
      index("ix", ["id"], comment),
    ],
  ];
  const of = (comment: object): Schema => ({
    ...emptySchema,
    enums: [enumType("mood", ["sad"], comment)],
    sequences: [sequence("free", comment)],
    tables: [table("t", parts(comment))],
  });
  const complete = (comment: object) =>
    completeModels({ schema: of(comment), serverDefaults: [], leftAlone: [] }, of({ comment: "old" }), undefined);
  expect(complete({})).toEqual(of({ comment: "old" }));
  expect(complete({ comment: "new" })).toEqual(of({ comment: "new" }));
});

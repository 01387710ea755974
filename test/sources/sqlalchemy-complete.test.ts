import { expect, it } from "vitest";
import { applyOps } from "../../src/ops/behaviours.ts";
import { column } from "../../src/schema/column-builder.ts";
import { check, foreignKey, primaryKey, unique } from "../../src/schema/constraint-builders.ts";
import { extension } from "../../src/schema/extension-builder.ts";
import { index } from "../../src/schema/index-builder.ts";
import { enumType, rule, sequence, trigger } from "../../src/schema/object-builders.ts";
import { domain } from "../../src/schema/own-type-builders.ts";
import { policy } from "../../src/schema/policy-builder.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import { sql } from "../../src/schema/sql.ts";
import { statistics } from "../../src/schema/statistics-builder.ts";
import { type TablePart, table } from "../../src/schema/table-builders.ts";
import { integer, text } from "../../src/schema/type-builders.ts";
import { view } from "../../src/schema/view-builder.ts";
import { beforeOf, completeModels, completeTables } from "../../src/sources/sqlalchemy-complete.ts";

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

/** These models beside this database. */
function completed(schema: Schema, old: Schema, unorderedKeys: readonly { readonly table: string }[] = []): Schema {
  const tables = completeTables({ tables: schema.tables, serverDefaults: [], unorderedKeys }, beforeOf(old));
  return completeModels({ schema: { ...schema, tables }, leftAlone: [] }, old, undefined);
}
const models = (parts: Partial<Schema>): Schema => completed({ ...emptySchema, ...parts }, have);

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

it.each([
  { from: "env.py", claim: "includes no other namespace: they all stay", rules: false, stay: ["a.gone", "b.gone"] },
  { from: "env.py", claim: "includes all of them: none stays", rules: true, stay: [] },
  { from: "a place in Python", claim: "where a model is, none stays", rules: undefined, stay: ["b.gone"] },
])("tables of other namespaces that no model has: $from, $claim", ({ rules, stay }) => {
  const [ours, gone, other] = [
    { ...table("t", []), schema: "a" },
    { ...table("gone", []), schema: "a" },
    { ...table("gone", []), schema: "b" },
  ];
  const schema = { ...emptySchema, namespaces: ["a"], tables: [ours] };
  const environment =
    rules === undefined ? undefined : { compareType: true, compareServerDefault: true, includeSchemas: rules };
  const complete = completeModels(
    { schema, leftAlone: [] },
    { ...emptySchema, tables: [ours, gone, other] },
    environment,
  );
  expect(complete.tables.map((each) => `${each.schema}.${each.name}`)).toEqual(["a.t", ...stay]);
});

it("a policy stays with its table", () => {
  const { policies } = models({ tables: [table("t", [drawn])] });
  expect(policies).toEqual([policy("own", "t")]);
});

it("statistics stay with their table and its columns, and a rule with its table", () => {
  const columns = ["a", "b", "c"].map((name) => column(name, text()));
  const known = [
    statistics("s", "t", ["a", "b"]),
    statistics("e", "t", [sql`lower(c)`]),
    statistics("x", "gone", ["a"]),
  ];
  const keep = (owner: string) => rule("keep", owner, `CREATE RULE keep AS ON DELETE TO ${owner} DO INSTEAD NOTHING`);
  const old: Schema = {
    ...emptySchema,
    ...{ tables: [table("t", columns), table("gone", columns)], statistics: known, rules: [keep("t"), keep("gone")] },
  };
  const left = (...names: readonly string[]) => {
    const tables = [
      table(
        "t",
        columns.filter((each) => names.includes(each.column.name)),
      ),
    ];
    const complete = completed({ ...emptySchema, tables }, old);
    expect(complete.rules).toEqual([keep("t")]);
    return complete.statistics.map(({ name }) => name);
  };
  expect([left("a", "b", "c"), left("a", "c"), left("a", "b"), left("a")]).toEqual([["s", "e"], ["e"], ["s"], []]);
});

it("what goes with a table goes on under its new name, and those of its columns", () => {
  const old: Schema = {
    ...emptySchema,
    tables: [table("t", [column("a", text()), column("b", text())])],
    triggers: [trigger("g", "t", "CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f()")],
    policies: [policy("own", "t", { using: sql`a > b` })],
    statistics: [statistics("s", "t", ["a", "b"])],
  };
  const asked = { ...emptySchema, tables: [table("u", [column("z", text()), column("b", text())])] };
  const said = completed(asked, old);
  expect([said.triggers, said.policies, said.statistics]).toEqual([[], [], []]);
  const renamed = applyOps(old, [
    { kind: "renameTable", table: "t", to: "u" },
    { kind: "renameColumn", table: "u", column: "a", to: "z" },
  ]);
  expect(completed(asked, renamed)).toMatchObject({
    triggers: [{ table: "u", definition: "CREATE TRIGGER g BEFORE INSERT ON u EXECUTE FUNCTION f()" }],
    policies: [{ table: "u", using: "z > b" }],
    statistics: [{ table: { name: "u" }, parts: [{ column: "z" }, { column: "b" }] }],
  });
});

it("what the models don't say of views stays as it is, and indexes and options where they say none", () => {
  const indexes = [index("ix", ["a"], { comment: "why" })];
  const old = [
    view("v", sql`SELECT 1`, { barrier: true, columnDefaults: { a: sql`1` }, columnComments: { a: "one" } }),
    view("m", sql`SELECT 2`, { materialized: true, indexes, storage: { fillfactor: "70" } }),
  ];
  const views = (...said: Schema["views"]) => completed({ ...emptySchema, views: said }, { ...have, views: old }).views;
  expect(views(view("v", sql`SELECT 3`), view("m", sql`SELECT 4`, { materialized: true }))).toEqual([
    { ...old[0], definition: "SELECT 3" },
    { ...old[1], definition: "SELECT 4" },
  ]);
  const own = [index("ix", ["b"]), index("iy", ["a"])];
  expect(
    views(
      view("v", sql`SELECT 1`, { security: "invoker" }),
      view("m", sql`SELECT 2`, { materialized: true, indexes: own }),
    ),
  ).toEqual([
    view("v", sql`SELECT 1`, {
      ...{ security: "invoker", columnDefaults: { a: sql`1` }, columnComments: { a: "one" } },
    }),
    view("m", sql`SELECT 2`, {
      ...{ materialized: true, storage: { fillfactor: "70" } },
      indexes: [index("ix", ["b"], { comment: "why" }), index("iy", ["a"])],
    }),
  ]);
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
  const complete = (comment: object) => completed(of(comment), of({ comment: "old" }));
  expect(complete({})).toEqual(of({ comment: "old" }));
  expect(complete({ comment: "new" })).toEqual(of({ comment: "new" }));
});

it("domains and views that the models name are theirs, and others stay", () => {
  const old = { ...have, views: [view("v", sql`SELECT 1`, { comment: "old" }), view("w", sql`SELECT 2`)] };
  const named = { ...emptySchema, domains: [domain("email", integer())], views: [view("v", sql`SELECT 3`)] };
  const { domains, views } = completed(named, { ...old, domains: [...old.domains, domain("d", text())] });
  expect(domains).toEqual([domain("email", integer()), domain("d", text())]);
  expect(views).toEqual([view("v", sql`SELECT 3`, { comment: "old" }), view("w", sql`SELECT 2`)]);
});

it("a key that is said by its columns has them in the database's order", () => {
  const of = (columns: readonly string[]) =>
    table("t", [column("a", integer()), column("b", integer()), primaryKey("pk", columns)]);
  const complete = (wanted: readonly string[], unorderedKeys: readonly { readonly table: string }[]) =>
    completed({ ...emptySchema, tables: [of(wanted)] }, { ...emptySchema, tables: [of(["a", "b"])] }, unorderedKeys)
      .tables[0]?.primaryKey?.columns;
  expect(complete(["b", "a"], [{ table: "t" }])).toEqual(["a", "b"]);
  expect(complete(["b", "a"], [])).toEqual(["b", "a"]);
  expect(complete(["b"], [{ table: "t" }])).toEqual(["b"]);
});

it("NOT VALID says how a constraint is added to rows: what is there, or in a new table, is as the server has it", () => {
  const parts = (notValid: object) => [
    check("ck", sql`id > 0`, notValid),
    foreignKey("fk", ["id"], "t", ["id"], notValid),
  ];
  const of = (name: string, parts_: readonly TablePart[]) => table(name, [column("id", integer()), ...parts_]);
  const complete = (old: readonly TablePart[] | undefined) =>
    completed(
      { ...emptySchema, tables: [of("t", parts({ notValid: true }))] },
      { ...emptySchema, tables: old === undefined ? [] : [of("t", old)] },
    ).tables;
  expect(complete(undefined)).toEqual([of("t", parts({}))]);
  expect(complete(parts({}))).toEqual([of("t", parts({}))]);
  expect(complete(parts({ notValid: true }))).toEqual([of("t", parts({ notValid: true }))]);
  expect(complete([])).toEqual([of("t", parts({ notValid: true }))]);
});

it("what the models say as the database has it is the very same, and nothing else is", () => {
  const of = (name: string): Schema => ({
    ...emptySchema,
    tables: [table("t", [column("a", integer()), index(name, ["a"])])],
  });
  const old = of("ix");
  const [same, other] = [completed(of("ix"), old), completed(of("iy"), old)];
  expect(same.tables[0]).toBe(old.tables[0]);
  expect(other.tables).toEqual(of("iy").tables);
  expect(other.tables[0]?.columns).toBe(old.tables[0]?.columns);
});

import { describe, expect, it } from "vitest";
import { column } from "../../src/schema/column-builder.ts";
import { check, foreignKey, primaryKey, unique } from "../../src/schema/constraint-builders.ts";
import { index } from "../../src/schema/index-builder.ts";
import { enumType, routine, sequence, trigger } from "../../src/schema/object-builders.ts";
import type { Schema } from "../../src/schema/schema.ts";
import { sql } from "../../src/schema/sql.ts";
import { table } from "../../src/schema/table-builders.ts";
import { bigint, integer, text, varchar } from "../../src/schema/type-builders.ts";
import { view } from "../../src/schema/view-builder.ts";
import { brief, compare, laxTraits, schemaOf } from "./helpers.ts";

const id = column("id", integer(), { primaryKey: true });
const name = column("name", text());
const users = table("users", [id, name]);
const withUsers = (...parts: Parameters<typeof table>[1][number][]) => schemaOf([table("users", [id, name, ...parts])]);

interface Row {
  readonly claim: string;
  readonly have: Schema;
  readonly want: Schema;
  readonly ops: readonly string[];
  /** On a server that takes references to what isn't there yet, where it differs. */
  readonly lax?: readonly string[];
}

const tables: readonly Row[] = [
  {
    claim: "a new table's key to a new column of an old one is made when that is there, for the way back",
    have: schemaOf([users]),
    want: schemaOf([
      table("users", [id, name, column("code", text()), unique("uq_code", ["code"])]),
      table("notes", [column("code", text()), foreignKey("fk_code", ["code"], "users", ["code"])]),
    ]),
    ops: ["createTable notes", "addColumn users code", "createUnique users uq_code", "createForeignKey notes fk_code"],
    lax: ["addColumn users code", "createUnique users uq_code", "createTable notes"],
  },
  {
    claim: "extensions that aren't wanted stay, and the namespace that they are in",
    have: {
      ...schemaOf([]),
      namespaces: ["gone", "own"],
      extensions: [{ name: "citext" }, { name: "hstore", schema: "own" }],
    },
    want: { ...schemaOf([]), extensions: [{ name: "citext" }] },
    ops: ["dropNamespace gone"],
  },
  { claim: "equal schemas need nothing", have: schemaOf([users]), want: schemaOf([users]), ops: [] },
  {
    claim: "a new table comes with its indexes after it, in the order of their names",
    have: schemaOf([]),
    want: withUsers(index("ix_b", ["name"]), index("ix_a", ["name"])),
    ops: ["createTable users", "createIndex users ix_a", "createIndex users ix_b"],
  },
  {
    claim: "tables are made after those that they refer to, else in the order of their names",
    have: schemaOf([]),
    want: schemaOf([
      table("zoo", [id]),
      table("a", [id, foreignKey(["id"], "m", ["id"])]),
      table("m", [id, foreignKey(["id"], "zoo", ["id"])]),
      table("b", [id]),
    ]),
    ops: ["createTable zoo", "createTable m", "createTable a", "createTable b"],
  },
  {
    claim: "tables are dropped before those that they refer to",
    have: schemaOf([table("a", [id]), table("b", [id, foreignKey(["id"], "a", [])])]),
    want: schemaOf([]),
    ops: ["dropTable b", "dropTable a"],
  },
  {
    claim: "a circle of references is closed after the tables",
    have: schemaOf([]),
    want: schemaOf([
      table("a", [id, foreignKey("fk_a", ["id"], "b", ["id"])]),
      table("b", [id, foreignKey("fk_b", ["id"], "a", ["id"])]),
    ]),
    ops: ["createTable b", "createTable a", "createForeignKey b fk_b"],
  },
  {
    claim: "a circle of references is opened before the tables are dropped",
    have: schemaOf([
      table("a", [id, foreignKey("fk_a", ["id"], "b", ["id"])]),
      table("b", [id, foreignKey(["id"], "a", ["id"])]),
    ]),
    want: schemaOf([]),
    ops: ["dropConstraint b foreignkey (id)", "dropTable a", "dropTable b"],
  },
  {
    claim: "a reference to the table itself is no circle",
    have: schemaOf([]),
    want: withUsers(foreignKey(["id"], "users", ["id"])),
    ops: ["createTable users"],
  },
  {
    claim: "foreign keys of tables that stay are dropped first and made last",
    have: schemaOf([table("a", [id, name, foreignKey("fk_old", ["id"], "gone", ["id"])]), table("gone", [id])]),
    want: schemaOf([table("a", [id, foreignKey("fk_new", ["id"], "new", ["id"])]), table("new", [id])]),
    ops: [
      "dropConstraint a foreignkey fk_old",
      "createTable new",
      "dropColumn a name",
      "createForeignKey a fk_new",
      "dropTable gone",
    ],
    lax: [
      "createTable new",
      "dropConstraint a foreignkey fk_old",
      "dropColumn a name",
      "createForeignKey a fk_new",
      "dropTable gone",
    ],
  },
  {
    claim: "a new table's reference to a key that is yet to be made waits for it",
    have: schemaOf([users]),
    want: schemaOf([
      table("users", [id, name, unique("uq", ["name"])]),
      table("a", [id, column("u", text()), foreignKey("fk", ["u"], "users", ["name"])]),
    ]),
    ops: ["createTable a", "createUnique users uq", "createForeignKey a fk"],
    lax: ["createTable a", "createUnique users uq"],
  },
  {
    claim: "a key of another table goes before the column that it refers to, and comes after its successor",
    have: schemaOf([
      table("a", [id, foreignKey("fk", ["id"], "b", ["old"])]),
      table("b", [id, column("old", integer(), { unique: "uq_old" })]),
    ]),
    want: schemaOf([
      table("a", [id, foreignKey("fk", ["id"], "b", ["new"])]),
      table("b", [id, column("new", integer(), { unique: "uq_new" })]),
    ]),
    ops: [
      "dropConstraint a foreignkey fk",
      "dropConstraint b unique uq_old",
      "addColumn b new",
      "dropColumn b old",
      "createUnique b uq_new",
      "createForeignKey a fk",
    ],
  },
  {
    claim: "tables that change are in an order in which the keys between them can stay in place",
    have: schemaOf([
      table("a", [id, foreignKey("fk_ab", ["id"], "b", ["id"])]),
      table("b", [id, column("old", integer())]),
      table("c", [id, foreignKey("fk_cb", ["id"], "b", ["old"])]),
    ]),
    want: schemaOf([
      table("a", [id, foreignKey("fk_ab", ["id"], "b", ["new"])]),
      table("b", [id, column("new", integer())]),
      table("c", [id]),
    ]),
    ops: [
      ...["dropConstraint a foreignkey fk_ab", "dropConstraint c foreignkey fk_cb"],
      ...["addColumn b new", "dropColumn b old", "createForeignKey a fk_ab"],
    ],
    lax: [
      ...["dropConstraint c foreignkey fk_cb", "addColumn b new", "dropColumn b old"],
      ...["dropConstraint a foreignkey fk_ab", "createForeignKey a fk_ab"],
    ],
  },
  {
    claim: "a key of a dropped table goes before the column that it refers to",
    have: schemaOf([
      table("a", [id, column("old", integer(), { unique: "uq" })]),
      table("gone", [id, foreignKey("fk", ["id"], "a", ["old"])]),
    ]),
    want: schemaOf([table("a", [id])]),
    ops: [...["dropConstraint gone foreignkey fk", "dropConstraint a unique uq", "dropColumn a old"], "dropTable gone"],
    lax: ["dropTable gone", "dropConstraint a unique uq", "dropColumn a old"],
  },
  {
    claim: "a table whose name an index takes is dropped before, and first a table that refers to it",
    have: schemaOf([table("ix", [id]), table("gone", [id, foreignKey("fk", ["id"], "ix", ["id"])]), table("z", [id])]),
    want: schemaOf([table("z", [id, index("ix", ["id"])])]),
    ops: ["dropTable gone", "dropTable ix", "createIndex z ix"],
  },
  {
    claim: "an index whose name a table takes is dropped before",
    have: schemaOf([table("z", [id, index("ix", ["id"])])]),
    want: schemaOf([table("z", [id]), table("ix", [id])]),
    ops: ["dropIndex z ix", "createTable ix"],
  },
  {
    claim: "an index that gets a name before it is free is made anew",
    have: schemaOf([table("a", [id, index("ix_a", ["id"])]), table("b", [id, index("ix_b", ["id"])])]),
    want: schemaOf([table("a", [id, index("ix_b", ["id"])]), table("b", [id, index("ix_a", ["id"])])]),
    ops: ["dropIndex a ix_a", "dropIndex b ix_b", "createIndex a ix_b", "createIndex b ix_a"],
  },
  {
    claim: "a table that becomes a module's is made anew",
    have: schemaOf([table("docs", [id])]),
    want: schemaOf([table("docs", [], { virtual: "fts5(body)" })]),
    ops: ["dropTable docs", "createTable docs"],
  },
  {
    claim: "options and comment of a table",
    have: schemaOf([table("users", [id], { comment: "people" })]),
    want: schemaOf([table("users", [id], { strict: true })]),
    ops: ["setTableOptions users ()", "setTableComment users"],
  },
  {
    claim: "an index whose name another table takes is dropped before",
    have: schemaOf([table("z", [id, index("ix", ["id"])]), table("gone", [id, index("ix_gone", ["id"])])]),
    want: schemaOf([table("z", [id]), table("a", [id, index("ix", ["id"]), index("ix_gone", ["id"])])]),
    ops: [
      "dropIndex gone ix_gone",
      "dropIndex z ix",
      "createTable a",
      "createIndex a ix",
      "createIndex a ix_gone",
      "dropTable gone",
    ],
  },
];

const columns: readonly Row[] = [
  {
    claim: "the order of columns is not compared",
    have: schemaOf([table("users", [name, id])]),
    want: schemaOf([users]),
    ops: [],
  },
  {
    claim: "columns are added in the model's order, then altered, then dropped",
    have: schemaOf([table("users", [id, name, column("old", text())])]),
    want: schemaOf([table("users", [id, column("z", text()), column("name", varchar(9)), column("a", text())])]),
    ops: ["addColumn users z", "addColumn users a", "alterColumn users name {type: varchar}", "dropColumn users old"],
  },
  {
    claim: "only what changed is among the changes, and null takes a property away",
    have: schemaOf([table("users", [id, column("n", integer(), { default: 1, comment: "c" })])]),
    want: schemaOf([table("users", [id, column("n", bigint(), { nullable: false, comment: "c" })])]),
    ops: ["alterColumn users n {default: null,nullable: false,type: bigint}"],
  },
  {
    claim: "a generated column is added after its source and dropped before it",
    have: withUsers(column("a", integer()), column("twice_a", integer(), { generated: { as: "a * 2" } })),
    want: withUsers(column("twice", integer(), { generated: { as: "b * 2" } }), column("b", integer())),
    ops: ["addColumn users b", "addColumn users twice", "dropColumn users twice_a", "dropColumn users a"],
  },
  {
    claim: "an index of a dropped column is dropped before it",
    have: withUsers(column("a", integer()), index("ix", ["a"])),
    want: withUsers(),
    ops: ["dropIndex users ix", "dropColumn users a"],
  },
  {
    claim: "what a dropped column would take along by its name comes back",
    have: withUsers(column("size", integer()), check("ck", sql`name <> size`)),
    want: withUsers(check("ck", sql`name <> size`)),
    ops: ["dropConstraint users check ck", "dropColumn users size", "createCheck users ck"],
  },
  {
    claim: "a function with the name of a dropped column is no mention of it",
    have: withUsers(column("length", integer()), check("ck", sql`length(name) > 1`)),
    want: withUsers(check("ck", sql`length(name) > 1`)),
    ops: ["dropColumn users length"],
  },
];

const constraints: readonly Row[] = [
  {
    claim: "a constraint that changed under its name is dropped and created",
    have: withUsers(check("ck", sql`id > 0`), unique("uq", ["name"])),
    want: withUsers(check("ck", sql`id > 1`), unique("uq", ["name", "id"])),
    ops: [
      "dropConstraint users unique uq",
      "dropConstraint users check ck",
      "createUnique users uq",
      "createCheck users ck",
    ],
  },
  {
    claim: "a constraint without a name in the models is the server's named one that says the same",
    have: withUsers(unique("users_name_key", ["name"]), foreignKey("f", ["id"], "users", ["id"])),
    want: withUsers(unique(["name"]), foreignKey(["id"], "users", ["id"])),
    ops: [],
  },
  {
    claim: "and so the other way round",
    have: withUsers(unique(["name"]), check(sql`id > 0`)),
    want: withUsers(unique("uq_users_name", ["name"]), check("ck_users_id", sql`id > 0`)),
    ops: [],
  },
  {
    claim: "another name for a named constraint is a change",
    have: withUsers(unique("a", ["name"])),
    want: withUsers(unique("b", ["name"])),
    ops: ["dropConstraint users unique a", "createUnique users b"],
  },
  {
    claim: "unnamed constraints are dropped by what they say",
    have: withUsers(unique(["name"]), check(sql`id > 0`), foreignKey(["id"], "users", ["id"])),
    want: withUsers(),
    ops: [
      "dropConstraint users foreignkey (id)",
      "dropConstraint users unique (name)",
      "dropConstraint users check id > 0",
    ],
  },
  {
    claim: "an unnamed constraint that can't be told from a dropped one is made again",
    have: schemaOf([
      users,
      table("a", [id]),
      table("b", [id, foreignKey(["id"], "a", ["id"]), foreignKey(["id"], "users", ["id"])]),
    ]),
    want: schemaOf([users, table("a", [id]), table("b", [id, foreignKey(["id"], "users", ["id"])])]),
    ops: ["dropConstraint b foreignkey (id)", "dropConstraint b foreignkey (id)", "createForeignKey b (id)"],
  },
  {
    claim: "one of two equal constraints goes when the models have one",
    have: withUsers(unique("a", ["name"]), unique("b", ["name"])),
    want: withUsers(unique("b", ["name"])),
    ops: ["dropConstraint users unique a"],
  },
  {
    claim: "the order of a unique constraint's columns counts",
    have: withUsers(unique("u", ["id", "name"])),
    want: withUsers(unique("u", ["name", "id"])),
    ops: ["dropConstraint users unique u", "createUnique users u"],
  },
  {
    claim: "when a constraint is checked counts",
    have: withUsers(unique("u", ["name"])),
    want: withUsers(unique("u", ["name"], { deferrable: "initially deferred" })),
    ops: ["dropConstraint users unique u", "createUnique users u"],
  },
  {
    claim: "a primary key changes around the columns",
    have: schemaOf([table("t", [column("a", integer()), primaryKey(["a"])])]),
    want: schemaOf([table("t", [column("b", integer()), primaryKey("pk", ["b"])])]),
    ops: ["dropConstraint t primary", "addColumn t b", "dropColumn t a", "createPrimaryKey t pk"],
  },
  {
    claim: "a primary key without a name is the same under any",
    have: schemaOf([table("t", [column("a", integer()), primaryKey("t_pkey", ["a"])])]),
    want: schemaOf([table("t", [column("a", integer()), primaryKey(["a"])])]),
    ops: [],
  },
];

const indexes: readonly Row[] = [
  {
    claim: "a changed index is dropped and created",
    have: withUsers(index("ix", ["name"])),
    want: withUsers(index("ix", ["name"], { where: "id > 0" })),
    ops: ["dropIndex users ix", "createIndex users ix"],
  },
  {
    claim: "an equal index under another name is renamed",
    have: withUsers(index("old", ["name"], { unique: true })),
    want: withUsers(index("new", ["name"], { unique: true })),
    ops: ["renameIndex users old new"],
  },
  {
    claim: "a unique index isn't a unique constraint",
    have: withUsers(index("u", ["name"], { unique: true })),
    want: withUsers(unique("u", ["name"])),
    ops: ["dropIndex users u", "createUnique users u"],
  },
];

const seen = view("seen", sql`SELECT id FROM users`);
const overSeen = view("twice", sql`SELECT id FROM seen`);
const twice = view("twice", sql`SELECT id FROM seen`);
const audit = trigger("audit", "users", sql`CREATE TRIGGER audit AFTER INSERT ON users BEGIN SELECT 1; END`);
const onView = trigger("t", "seen", sql`CREATE TRIGGER t INSTEAD OF INSERT ON seen BEGIN SELECT 1; END`);
const mood = (...values: string[]) => schemaOf([], { enums: [enumType("mood", values)] });
const moody = (values: string[], fallback?: string) =>
  schemaOf(
    [table("t", [column("m", { kind: "named", name: "mood" }, fallback === undefined ? {} : { default: fallback })])],
    { enums: [enumType("mood", values)] },
  );

const objects: readonly Row[] = [
  {
    claim: "views and triggers come after the tables, views after those that they speak of",
    have: schemaOf([]),
    want: schemaOf([users], {
      views: [view("again", sql`SELECT * FROM twice`), twice, seen],
      triggers: [audit, onView],
    }),
    ops: [
      "createTable users",
      "createView seen",
      "createView twice",
      "createView again",
      "createTrigger audit",
      "createTrigger t",
    ],
  },
  {
    claim: "and go before them",
    have: schemaOf([users], { views: [seen, twice], triggers: [audit, onView] }),
    want: schemaOf([]),
    ops: ["dropTrigger seen t", "dropTrigger users audit", "dropView twice", "dropView seen", "dropTable users"],
  },
  {
    claim: "a changed view takes along its triggers and the views on it",
    have: schemaOf([users], { views: [seen, twice], triggers: [audit, onView] }),
    want: schemaOf([users], {
      views: [view("seen", sql`SELECT name AS id FROM users`), twice],
      triggers: [audit, onView],
    }),
    ops: [
      "dropTrigger seen t",
      "dropView twice",
      "dropView seen",
      "createView seen",
      "createView twice",
      "createTrigger t",
    ],
  },
  {
    claim: "a view stays when a table that it speaks of gets another column",
    have: schemaOf([table("users", [id])], { views: [seen] }),
    want: schemaOf([users], { views: [seen] }),
    ops: ["addColumn users name"],
  },
  {
    claim: "a view whose text follows a dropped column goes before and comes after",
    have: schemaOf([users], { views: [view("names", sql`SELECT id, name FROM users`)] }),
    want: schemaOf([table("users", [id])], { views: [view("names", sql`SELECT id FROM users`)] }),
    ops: ["dropView names", "dropColumn users name", "createView names"],
  },
  {
    claim: "a view over a column whose type changes goes before and comes after, and so does one over it",
    have: schemaOf([table("users", [column("id", integer(), { primaryKey: true })])], { views: [seen, overSeen] }),
    want: schemaOf([table("users", [column("id", bigint(), { primaryKey: true })])], { views: [seen, overSeen] }),
    ops: [
      "dropView twice",
      "dropView seen",
      "alterColumn users id {type: bigint}",
      "createView seen",
      "createView twice",
    ],
    lax: ["alterColumn users id {type: bigint}"],
  },
  {
    claim: "a foreign key goes before its columns change their type on both sides, and comes after",
    have: schemaOf([table("users", [id]), table("notes", [column("by", integer(), { references: "users.id" })])]),
    want: schemaOf([
      table("users", [column("id", text(), { primaryKey: true })]),
      table("notes", [column("by", text(), { references: "users.id" })]),
    ]),
    ops: [
      "dropConstraint notes foreignkey (by)",
      "alterColumn notes by {type: text}",
      "alterColumn users id {type: text}",
      "createForeignKey notes (by)",
    ],
    lax: ["alterColumn notes by {type: text}", "alterColumn users id {type: text}"],
  },
  {
    claim: "a view takes the name of a dropped table, and a table that of a dropped view",
    have: schemaOf([users], { views: [view("people", sql`SELECT 1 AS id`)] }),
    want: schemaOf([table("people", [id])], { views: [view("users", sql`SELECT id FROM people`)] }),
    ops: ["dropView people", "createTable people", "dropTable users", "createView users"],
  },
  {
    claim: "enum values are put in where they belong",
    have: mood("sad", "happy"),
    want: mood("awful", "sad", "ok", "happy", "elated"),
    ops: ["addEnumValue mood awful sad", "addEnumValue mood ok happy", "addEnumValue mood elated"],
  },
  {
    claim: "an enum that loses a value gets its new ones whole, after a default that goes",
    have: moody(["sad", "ok", "happy"], "ok"),
    want: moody(["sad", "happy"], "sad"),
    ops: ["alterColumn t m {default: null}", "alterEnum mood (sad, happy)", 'alterColumn t m {default: "sad"}'],
  },
  {
    claim: "namespaces, enums and sequences come before the tables",
    have: schemaOf([]),
    want: schemaOf([users], {
      namespaces: ["audit"],
      enums: [enumType("mood", ["ok"])],
      sequences: [sequence("numbers")],
    }),
    ops: ["createNamespace audit", "createEnum mood", "createSequence numbers", "createTable users"],
  },
  {
    claim: "and go after them",
    have: schemaOf([users], {
      namespaces: ["audit"],
      enums: [enumType("mood", ["ok"])],
      sequences: [sequence("numbers")],
    }),
    want: schemaOf([]),
    ops: ["dropTable users", "dropSequence numbers", "dropEnum mood", "dropNamespace audit"],
  },
  {
    claim: "a sequence is altered",
    have: schemaOf([], { sequences: [sequence("numbers", { start: 1 })] }),
    want: schemaOf([], { sequences: [sequence("numbers", { start: 5 })] }),
    ops: ["alterSequence numbers ()"],
  },
  {
    claim: "a changed routine takes the place of the old, one that speaks of a new table after it",
    have: schemaOf([], { routines: [routine("function", "f", "integer", "CREATE FUNCTION f AS 1")] }),
    want: schemaOf([users], {
      routines: [
        routine("function", "f", "integer", "CREATE FUNCTION f AS 2"),
        routine("function", "g", "", "CREATE FUNCTION g AS SELECT * FROM users"),
      ],
    }),
    ops: ["createRoutine f replace", "createTable users", "createRoutine g"],
  },
  {
    claim: "a function that becomes a procedure makes room first",
    have: schemaOf([], { routines: [routine("function", "f", "", "CREATE FUNCTION f")] }),
    want: schemaOf([], { routines: [routine("procedure", "f", "", "CREATE PROCEDURE f")] }),
    ops: ["dropRoutine f function ", "createRoutine f"],
  },
];

describe.each([
  ["tables", tables],
  ["columns", columns],
  ["constraints", constraints],
  ["indexes", indexes],
  ["other objects", objects],
])("%s", (_family, rows) => {
  it.each(rows)("$claim", ({ have, want, ops, lax }) => {
    expect(brief(compare(have, want).ops)).toEqual(ops.map((op) => op.trim()));
    if (lax !== undefined) expect(brief(compare(have, want, { traits: laxTraits }).ops)).toEqual(lax);
  });
});

describe("canonical forms", () => {
  const spelt = withUsers(column("n", { kind: "raw", sql: "INT4" }, { default: sql`(1)` }));
  const plain = withUsers(column("n", integer(), { default: 1 }));

  it("are what is compared", () => {
    expect(compare(plain, spelt, { canonical: { have: plain, want: plain } }).ops).toEqual([]);
  });

  it("don't show in the ops, which have the model's spelling", () => {
    const before = withUsers();
    const { ops } = compare(before, spelt, { canonical: { have: before, want: plain } });
    expect(ops).toEqual([
      {
        kind: "addColumn",
        table: "users",
        column: { name: "n", type: { kind: "raw", sql: "INT4" }, nullable: true, default: { sql: "(1)" } },
      },
    ]);
  });
});

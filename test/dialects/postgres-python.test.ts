import { expect, test } from "vitest";
import { plan } from "../../src/dialects/postgres/plan.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import type { Op } from "../../src/ops/op.ts";
import { printPython } from "../../src/ops/print-python.ts";
import type { PythonDialect } from "../../src/ops/python-dialect.ts";
import { type Column, emptySchema, type Schema, type Table } from "../../src/schema/schema.ts";

const bare = { uniques: [], checks: [], foreignKeys: [], exclusions: [], indexes: [], options: {} };
const id: Column = { name: "id", type: { kind: "integer" }, nullable: false };
const note: Column = { name: "note", type: { kind: "varchar", length: 20 }, nullable: true, default: "x" };
const notes: Table = { ...bare, name: "notes", columns: [id, note], primaryKey: { columns: ["id"] } };
const before: Schema = {
  ...emptySchema,
  tables: [
    notes,
    { ...bare, name: "keyless", columns: [note] },
    { ...bare, name: "counted", columns: [{ ...id, autoincrement: true }], primaryKey: { columns: ["id"] } },
  ],
  enums: [{ name: "mood", values: ["sad", "it's ok", "happy", "very happy", "beside oneself"] }],
};
const made = (more: Partial<Table>): Op => ({
  kind: "createTable",
  table: { ...bare, name: "t", columns: [], ...more },
});
const on = { table: "notes" } as const;

const rows: readonly (readonly [claim: string, op: Op, expected: string | RegExp])[] = [
  [
    "a serial key needs no word",
    made({ columns: [{ ...id, autoincrement: true }], primaryKey: { columns: ["id"] } }),
    'op.create_table(\n    "t",\n    sa.Column("id", sa.Integer(), nullable=False),\n    sa.PrimaryKeyConstraint("id"),\n)',
  ],
  [
    "a key that isn't serial needs one",
    made({ columns: [id], primaryKey: { columns: ["id"] } }),
    /autoincrement=False/,
  ],
  [
    "so does a key with digits behind the point",
    made({
      columns: [{ ...id, type: { kind: "numeric", precision: 9, scale: 2 } }],
      primaryKey: { columns: ["id"] },
    }),
    /autoincrement=False/,
  ],
  [
    "a serial part of a longer key is said to be one",
    made({ columns: [{ ...id, autoincrement: true }, note], primaryKey: { columns: ["id", "note"] } }),
    /autoincrement=True/,
  ],
  [
    "the sequence of a serial key gets the new type of its column",
    { kind: "alterColumn", table: "counted", column: "id", changes: { type: { kind: "bigint" } } },
    /^op\.alter_column\(\n {4}"counted",\n {4}"id",[^()]*sa\.Integer\(\),\n {4}type_=sa\.BigInteger\(\),[^()]*\)\nop\.execute\([^)]*ALTER SEQUENCE %s AS bigint/,
  ],
  [
    "a key that begins with a word before parentheses is no call",
    {
      ...{ kind: "createIndex", ...on },
      index: { name: "ix", parts: [{ expression: "NOT (note IS NULL)" }, { expression: "lower(note)" }] },
    },
    /sa\.text\("\(NOT \(note IS NULL\)\)"\), sa\.text\("lower\(note\)"\)/,
  ],
  [
    "SQL with quotes of both kinds needs no escapes",
    { kind: "createEnum", enum: { name: "size", values: ["s", "m"] } },
    `op.execute("""CREATE TYPE "size" AS ENUM ('s', 'm')""")`,
  ],
  ["a serial column that is no key is SQL", made({ columns: [{ ...id, autoincrement: true }] }), /^op\.execute\(\n/],
  [
    "an enum isn't made with its table, and a long type is laid out",
    { kind: "addColumn", ...on, column: { name: "m", type: { kind: "named", name: "mood" }, nullable: true } },
    `op.add_column(
    "notes",
    sa.Column(
        "m",
        postgresql.ENUM(
            "sad",
            "it's ok",
            "happy",
            "very happy",
            "beside oneself",
            name="mood",
            create_type=False,
        ),
        nullable=True,
    ),
)`,
  ],
  [
    "a default that would be in the way of a new type goes first",
    {
      kind: "alterColumn",
      ...on,
      column: "note",
      changes: { type: { kind: "integer" }, default: 1 },
      using: "length(note)",
    },
    /server_default=None[\s\S]*server_default=sa.text\("1"\),\n {4}type_=sa.Integer\(\)[\s\S]*postgresql_using="length\(note\)"/,
  ],
  [
    "an index has its keywords",
    {
      kind: "createIndex",
      ...on,
      index: { name: "ix", parts: [{ column: "note", opclass: "text_pattern_ops" }], include: ["id"], where: "id > 1" },
      concurrently: true,
    },
    `with op.get_context().autocommit_block():
    op.create_index(
        op.f("ix"),
        "notes",
        ["note"],
        unique=False,
        postgresql_ops={"note": "text_pattern_ops"},
        postgresql_include=["id"],
        postgresql_where=sa.text("id > 1"),
        postgresql_concurrently=True,
    )`,
  ],
  [
    "an expression is a call where it is one",
    { kind: "createIndex", ...on, index: { name: "ix", parts: [{ expression: "lower(note)" }] } },
    'op.create_index(op.f("ix"), "notes", [sa.text("lower(note)")], unique=False)',
  ],
  [
    "a foreign key that isn't valid yet says so",
    {
      kind: "createForeignKey",
      ...on,
      foreignKey: { name: "fk", columns: ["id"], references: { table: "notes", columns: ["id"] }, notValid: true },
    },
    /postgresql_not_valid=True/,
  ],
  [
    "in a new table it is SQL, for it would be taken for valid",
    made({ columns: [id], checks: [{ name: "ck", expression: "id > 0", notValid: true }] }),
    /NOT VALID/,
  ],
  [
    "an exclusion constraint has its directive",
    {
      kind: "createExclusion",
      ...on,
      exclusion: { name: "ex", method: "gist", elements: [{ expression: "lower(note)", operator: "=" }] },
    },
    'op.create_exclude_constraint(\n    op.f("ex"), "notes", (sa.literal_column("lower(note)"), "="), using="gist"\n)',
  ],
  [
    "a key that Alembic's directive has no keyword for is SQL",
    { kind: "createPrimaryKey", table: "keyless", primaryKey: { columns: ["note"], deferrable: "initially deferred" } },
    /ADD PRIMARY KEY .*DEFERRABLE INITIALLY DEFERRED/,
  ],
  [
    "what is said of a column and has no word in SQLAlchemy isn't left out",
    made({ columns: [{ ...note, storage: "external" }] }),
    /STORAGE external/i,
  ],
  [
    "nor is it of a foreign key",
    {
      kind: "createForeignKey",
      ...on,
      foreignKey: {
        ...{ name: "fk", columns: ["id"], references: { table: "notes", columns: ["id"] } },
        ...{ onDelete: "set null", setColumns: ["id"] },
      },
    },
    /SET NULL \("id"\)/,
  ],
];

const statements = (ops: readonly Op[], schema: Schema, later: readonly Op[] = []) =>
  plan([...ops, ...later], schema, { version: "18" })
    .filter(({ op }) => ops.includes(op))
    .map(({ sql, facts }) => ({ sql, transactional: facts.transactional }));
const options = { dialect: postgres.python as PythonDialect, statements };

test("a value of an enum stands outside of the transaction in which it is used, and only then", () => {
  const add: Op = { kind: "addEnumValue", name: "mood", value: "new" };
  const column: Column = { name: "m", type: { kind: "named", name: "mood" }, nullable: true };
  const use: Op = { kind: "addColumn", ...on, column: { ...column, default: "new" } };
  const added = `op.execute("""ALTER TYPE "mood" ADD VALUE 'new'""")`;
  expect(printPython([add, use], before, options).body).toContain(
    `with op.get_context().autocommit_block():\n    ${added}`,
  );
  expect(printPython([add, { ...use, column }], before, options).body).toMatch(/^op\.execute/);
});

test.each(rows)("%s", (_claim, op, expected) => {
  const { body } = printPython([op], before, options);
  if (typeof expected === "string") expect(body).toBe(expected);
  else expect(body).toMatch(expected);
});

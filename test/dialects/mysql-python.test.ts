import { expect, test } from "vitest";
import { mariadb, mysql } from "../../src/dialects/mysql/mysql.ts";
import { plan } from "../../src/dialects/mysql/plan.ts";
import type { Op } from "../../src/ops/op.ts";
import { printPython } from "../../src/ops/print-python.ts";
import type { PythonDialect } from "../../src/ops/python-dialect.ts";
import { type Column, emptySchema, type Index, type Schema, type Table } from "../../src/schema/schema.ts";
import type { ColumnType } from "../../src/schema/types.ts";

const bare = { uniques: [], checks: [], foreignKeys: [], exclusions: [], indexes: [], options: {} };
const id: Column = { name: "id", type: { kind: "integer" }, nullable: false, autoincrement: true };
const note: Column = { name: "note", type: { kind: "varchar", length: 20 }, nullable: true, default: "it's" };
const owner: Column = { name: "owner", type: { kind: "integer" }, nullable: true };
const key = { name: "fk", columns: ["owner"], references: { table: "people", columns: ["id"] } };
const people: Table = { ...bare, name: "people", columns: [id], primaryKey: { columns: ["id"] } };
const notes: Table = {
  ...{ ...bare, name: "notes", columns: [id, note, owner], primaryKey: { columns: ["id"] } },
  foreignKeys: [key],
  indexes: [{ name: "ix_owner", parts: [{ column: "owner" }, { column: "note" }] }],
};
const before: Schema = { ...emptySchema, tables: [people, notes] };
const own: Index = { name: "fk3", parts: [{ column: "owner" }] };
const on = { table: "notes" } as const;
const made = (more: Partial<Table>): Op => ({
  kind: "createTable",
  table: { ...bare, name: "t", columns: [], ...more },
});
const added = (type: ColumnType, more: Partial<Column> = {}): Op => ({
  ...{ kind: "addColumn", ...on, column: { name: "c", type, nullable: true, ...more } },
});
const altered = (changes: Extract<Op, { kind: "alterColumn" }>["changes"]): Op => ({
  ...{ kind: "alterColumn", ...on, column: "note", changes },
});

const rows: readonly (readonly [claim: string, ops: Op | readonly Op[], expected: string | RegExp])[] = [
  [
    "a table has its options, and a key that numbers itself needs no word",
    made({
      columns: [id],
      primaryKey: { columns: ["id"] },
      options: { engine: "InnoDB", charset: "utf8mb4", collation: "utf8mb4_bin", rowFormat: "dynamic" },
      comment: "it's",
    }),
    `op.create_table(
    "t",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint("id"),
    comment="it's",
    mysql_engine="InnoDB",
    mysql_charset="utf8mb4",
    mysql_collate="utf8mb4_bin",
    mysql_row_format="DYNAMIC",
)`,
  ],
  [
    "a key that doesn't number itself needs one",
    made({
      columns: [{ ...note, name: "id", type: { kind: "bigint" }, nullable: false }],
      primaryKey: { columns: ["id"] },
    }),
    /sa\.Column\("id", sa\.BigInteger\(\), server_default="it's", nullable=False\)/,
  ],
  [
    "what SQLAlchemy has no word for makes the whole table SQL",
    made({ columns: [{ ...owner, invisible: true }] }),
    /^op\.execute\(\n.*INVISIBLE/s,
  ],
  [
    "a type of MySQL's own, with its digits and its sign",
    added({ kind: "bigint", unsigned: true, zerofill: true, width: 12 }),
    /mysql\.BIGINT\(display_width=12, unsigned=True, zerofill=True\)/,
  ],
  ["a moment has its digits", added({ kind: "datetime", precision: 6 }), /mysql\.DATETIME\(fsp=6\)/],
  [
    "a text has its character set and collation",
    { ...added({ kind: "varchar", length: 9, charset: "latin1" }, { collation: "latin1_bin" }) },
    /mysql\.VARCHAR\(length=9, charset="latin1", collation="latin1_bin"\)/,
  ],
  ["values stand in the type", added({ kind: "enum", values: ["a", "it's"] }), /sa\.Enum\("a", "it's"\)/],
  ["so do those of a set", added({ kind: "set", values: ["a", "b"] }), /mysql\.SET\("a", "b"\)/],
  [
    "values that SQLAlchemy would write wrongly are SQL",
    added({ kind: "enum", values: ["a\\b"] }),
    /^op\.execute\(.*ADD COLUMN/s,
  ],
  [
    "what is set on each update stands behind the default",
    added({ kind: "timestamp" }, { default: { sql: "CURRENT_TIMESTAMP" }, onUpdate: "CURRENT_TIMESTAMP" }),
    /server_default=sa\.text\("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"\)/,
  ],
  [
    "a number with a point stays a constant",
    added({ kind: "numeric", precision: 8, scale: 2 }, { default: 1.5 }),
    /server_default="1\.5"/,
  ],
  [
    "an expression stays one",
    added({ kind: "numeric", precision: 8, scale: 2 }, { default: { sql: "(1.5)" } }),
    /server_default=sa\.text\("\(1\.5\)"\)/,
  ],
  [
    "a generated column",
    added({ kind: "integer" }, { generated: { expression: "`id` + 1", stored: false } }),
    /sa\.Computed\("`id` \+ 1", persisted=False\)/,
  ],
  [
    "a column that changes is said whole",
    altered({ nullable: false }),
    `op.alter_column(
    "notes",
    "note",
    existing_type=sa.String(length=20),
    nullable=False,
    existing_server_default="it's",
)`,
  ],
  [
    "a default that goes takes the column's NULL along",
    altered({ default: null }),
    `op.alter_column(
    "notes",
    "note",
    existing_type=sa.String(length=20),
    server_default=None,
    nullable=True,
)`,
  ],
  [
    "a column that gets another name is said whole",
    { kind: "renameColumn", ...on, column: "note", to: "text" },
    `op.alter_column(
    "notes",
    "note",
    new_column_name="text",
    existing_type=sa.String(length=20),
    existing_nullable=True,
    existing_server_default="it's",
)`,
  ],
  [
    "one that becomes a generated one is SQL",
    altered({ generated: { expression: "'x'", stored: true }, default: null }),
    /^op\.execute\(/,
  ],
  [
    "with a foreign key goes the index that the server made for it",
    { kind: "dropConstraint", table: "refers", type: "foreignkey", name: "fk2" },
    `op.drop_constraint(op.f("fk2"), "refers", type_="foreignkey")
op.drop_index(op.f("fk2"), table_name="refers")`,
  ],
  [
    "an index that is to stay is not mentioned when its foreign key goes",
    [
      { kind: "dropConstraint", table: "indexed", type: "foreignkey", name: "fk3" },
      { kind: "createIndex", table: "indexed", index: own, ifNotExists: true },
    ],
    'op.drop_constraint(op.f("fk3"), "indexed", type_="foreignkey")',
  ],
  [
    "an index that a foreign key can't be without gets a follower first",
    { kind: "dropIndex", ...on, index: "ix_owner" },
    `op.create_index(op.f("fk"), "notes", ["owner"], unique=False)
op.drop_index(op.f("ix_owner"), table_name="notes")`,
  ],
  [
    "another key of the rows takes one statement",
    [
      { kind: "dropConstraint", ...on, type: "primary" },
      altered({ nullable: false }),
      { kind: "createPrimaryKey", ...on, primaryKey: { columns: ["id", "note"] } },
    ],
    /^op\.execute\(\n(?! *op\.).*DROP PRIMARY KEY.*ADD PRIMARY KEY/s,
  ],
  [
    "an index has its lengths and its kind",
    {
      kind: "createIndex",
      ...on,
      index: { name: "ix", parts: [{ column: "note", length: 5 }, { column: "owner" }] },
    },
    'op.create_index(\n    op.f("ix"), "notes", ["note", "owner"], unique=False, mysql_length={"note": 5}\n)',
  ],
  [
    "where a key goes down its length is SQL, too",
    {
      kind: "createIndex",
      ...on,
      index: {
        name: "ix",
        parts: [
          { column: "note", length: 5 },
          { column: "owner", descending: true },
        ],
      },
    },
    /\[sa\.text\("`note`\(5\)"\), sa\.text\("`owner` DESC"\)\]/,
  ],
  [
    "a fulltext index has its parser",
    {
      kind: "createIndex",
      ...on,
      index: { name: "ix", parts: [{ column: "note" }], method: "fulltext", storage: { "with parser": "ngram" } },
    },
    /mysql_prefix="FULLTEXT",\n {4}mysql_with_parser="ngram"/,
  ],
];

const refers: Table = {
  ...{ ...people, name: "refers", columns: [id, owner] },
  foreignKeys: [{ ...key, name: "fk2" }],
};
const indexed: Table = { ...refers, name: "indexed", foreignKeys: [{ ...key, name: "fk3" }], indexes: [own] };
const schema: Schema = { ...before, tables: [...before.tables, refers, indexed] };

test.each(rows)("%s", (_claim, ops, expected) => {
  const body = printed([ops].flat(), mysql.python as PythonDialect);
  if (typeof expected === "string") expect(body).toBe(expected);
  else expect(body).toMatch(expected);
});

test("under a URL of MariaDB's keywords are MariaDB's", () => {
  const op = made({ columns: [id], primaryKey: { columns: ["id"] }, options: { engine: "Aria" } });
  expect(printed([op], mariadb.python as PythonDialect)).toContain('mariadb_engine="Aria"');
});

function printed(ops: readonly Op[], dialect: PythonDialect): string {
  const statements = (group: readonly Op[], at: Schema) =>
    plan(group, at, { version: "9.7.0" })
      .filter(({ check }) => check === undefined)
      .map(({ sql }) => ({ sql, transactional: true }));
  return printPython(ops, schema, { dialect, statements }).body;
}

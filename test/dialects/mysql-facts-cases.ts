import type { Op } from "../../src/ops/op.ts";
import type { Column } from "../../src/schema/schema.ts";
import type { ColumnType } from "../../src/schema/types.ts";

/** A change of the table `t`, as raw SQL makes it. */
export interface FactsCase {
  readonly claim: string;
  readonly made: string;
  readonly op: Op | readonly Op[];
}

const on = { table: "t" } as const;
const integer: ColumnType = { kind: "integer" };
const plain = "CREATE TABLE t (id INT PRIMARY KEY, a INT, b VARCHAR(20), c INT NOT NULL, KEY k (c))";
const column = (name: string, more: Partial<Column> = {}): Column => ({ name, type: integer, nullable: true, ...more });
const add = (more: Partial<Column> = {}, position?: "first"): Op => ({
  ...{ kind: "addColumn", ...on, column: column("n", more) },
  ...(position === undefined ? {} : { position }),
});
const alter = (name: string, changes: Extract<Op, { kind: "alterColumn" }>["changes"]): Op => ({
  ...{ kind: "alterColumn", ...on, column: name, changes },
});
const varchar = (length: number): ColumnType => ({ kind: "varchar", length });
const list = (kind: "enum" | "set", ...values: readonly string[]): ColumnType => ({ kind, values });
const key = (method?: string): Op => ({
  ...{ kind: "createIndex", ...on },
  index: { name: "i", parts: [{ column: "b" }], ...(method === undefined ? {} : { method }) },
});

/** Each planned statement runs, and the server refuses each better way than the one that its facts state. */
export const factsCases: readonly FactsCase[] = [
  { claim: "a column at the end", made: plain, op: add() },
  { claim: "a NOT NULL column with a constant", made: plain, op: add({ nullable: false, default: 5 }) },
  {
    claim: "a column with the moment",
    made: plain,
    op: add({ type: { kind: "datetime" }, nullable: false, default: { sql: "CURRENT_TIMESTAMP" } }),
  },
  { claim: "a column at the beginning", made: plain, op: add({}, "first") },
  {
    claim: "a column at the beginning, beside a virtual one",
    made: "CREATE TABLE t (a INT, v INT AS (a + 1) VIRTUAL)",
    op: add({}, "first"),
  },
  { claim: "a column beside a fulltext index", made: "CREATE TABLE t (a TEXT, FULLTEXT KEY f (a))", op: add() },
  { claim: "a column of a compressed table", made: "CREATE TABLE t (a TEXT) ROW_FORMAT=COMPRESSED", op: add() },
  {
    claim: "a virtual column",
    made: plain,
    op: add({ generated: { expression: "a + 1", stored: false } }),
  },
  { claim: "a stored generated column", made: plain, op: add({ generated: { expression: "a + 1", stored: true } }) },
  {
    claim: "a column with its own number, and its key",
    made: "CREATE TABLE t (a INT)",
    op: [
      add({ nullable: false, autoincrement: true }),
      { kind: "createPrimaryKey", ...on, primaryKey: { columns: ["n"] } },
    ],
  },
  { claim: "a column goes", made: plain, op: { kind: "dropColumn", ...on, column: "a" } },
  { claim: "a column goes with its index", made: plain, op: { kind: "dropColumn", ...on, column: "c" } },
  {
    claim: "a column goes beside a virtual one",
    made: "CREATE TABLE t (a INT, b INT, v INT AS (a + 1) VIRTUAL)",
    op: { kind: "dropColumn", ...on, column: "b" },
  },
  {
    claim: "a virtual column goes",
    made: "CREATE TABLE t (a INT, v INT AS (a + 1) VIRTUAL)",
    op: { kind: "dropColumn", ...on, column: "v" },
  },
  {
    claim: "a column goes beside a fulltext index",
    made: "CREATE TABLE t (a TEXT, b INT, FULLTEXT KEY f (a))",
    op: { kind: "dropColumn", ...on, column: "b" },
  },
  { claim: "a column has another name", made: plain, op: { kind: "renameColumn", ...on, column: "a", to: "z" } },
  { claim: "a default", made: plain, op: alter("a", { default: 3 }) },
  { claim: "a comment of a column", made: plain, op: alter("a", { comment: "it's" }) },
  { claim: "an invisible column", made: plain, op: alter("a", { invisible: true }) },
  { claim: "NULL is forbidden", made: plain, op: alter("a", { nullable: false }) },
  { claim: "NULL is allowed", made: plain, op: alter("c", { nullable: true }) },
  {
    claim: "NULL is forbidden in what a generated column reads",
    made: "CREATE TABLE t (a INT, v INT AS (a + 1) VIRTUAL)",
    op: alter("a", { nullable: false }),
  },
  { claim: "a wider number", made: plain, op: alter("a", { type: { kind: "bigint" } }) },
  { claim: "a longer text, still with one byte for its length", made: plain, op: alter("b", { type: varchar(60) }) },
  {
    claim: "a longer text, with two bytes for its length before and after",
    made: "CREATE TABLE t (b VARCHAR(300))",
    op: alter("b", { type: varchar(500) }),
  },
  { claim: "a shorter text", made: plain, op: alter("b", { type: varchar(5) }) },
  {
    claim: "one more value of an enum",
    made: "CREATE TABLE t (e ENUM('x', 'y'))",
    op: alter("e", { type: list("enum", "x", "y", "z") }),
  },
  {
    claim: "a value of an enum between others",
    made: "CREATE TABLE t (e ENUM('x', 'y'))",
    op: alter("e", { type: list("enum", "x", "w", "y") }),
  },
  {
    claim: "one more value of a set",
    made: "CREATE TABLE t (e SET('x', 'y'))",
    op: alter("e", { type: list("set", "x", "y", "z") }),
  },
  {
    claim: "the ninth value of a set",
    made: "CREATE TABLE t (e SET('1', '2', '3', '4', '5', '6', '7', '8'))",
    op: alter("e", { type: list("set", "1", "2", "3", "4", "5", "6", "7", "8", "9") }),
  },
  { claim: "an index", made: plain, op: key() },
  { claim: "an index beside a fulltext one", made: "CREATE TABLE t (a TEXT, b INT, FULLTEXT KEY f (a))", op: key() },
  { claim: "a unique key", made: plain, op: { kind: "createUnique", ...on, unique: { name: "u", columns: ["a"] } } },
  { claim: "the first fulltext index", made: plain, op: key("fulltext") },
  {
    claim: "another fulltext index",
    made: "CREATE TABLE t (a TEXT, b TEXT, FULLTEXT KEY f (a))",
    op: key("fulltext"),
  },
  { claim: "a spatial index", made: "CREATE TABLE t (b POINT NOT NULL)", op: key("spatial") },
  { claim: "an index goes", made: plain, op: { kind: "dropIndex", ...on, index: "k" } },
  { claim: "an index has another name", made: plain, op: { kind: "renameIndex", ...on, index: "k", to: "z" } },
  {
    claim: "a primary key",
    made: "CREATE TABLE t (a INT NOT NULL)",
    op: { kind: "createPrimaryKey", ...on, primaryKey: { columns: ["a"] } },
  },
  { claim: "a primary key goes", made: plain, op: { kind: "dropConstraint", ...on, type: "primary" } },
  {
    claim: "another primary key",
    made: plain,
    op: [
      { kind: "dropConstraint", ...on, type: "primary" },
      { kind: "createPrimaryKey", ...on, primaryKey: { columns: ["c", "id"] } },
    ],
  },
  {
    claim: "a foreign key",
    made: plain,
    op: {
      ...{ kind: "createForeignKey", ...on },
      foreignKey: { name: "f", columns: ["a"], references: { table: "t", columns: ["id"] } },
    },
  },
  {
    claim: "a foreign key goes, with the index that the server made for it",
    made: "CREATE TABLE t (id INT PRIMARY KEY, a INT, CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id))",
    op: { kind: "dropConstraint", ...on, type: "foreignkey", name: "f" },
  },
  { claim: "a check", made: plain, op: { kind: "createCheck", ...on, check: { name: "k1", expression: "a > 0" } } },
  {
    claim: "a check goes",
    made: "CREATE TABLE t (a INT, CONSTRAINT k1 CHECK (a > 0))",
    op: { kind: "dropConstraint", ...on, type: "check", name: "k1" },
  },
  { claim: "a comment of the table", made: plain, op: { kind: "setTableComment", ...on, comment: "it's" } },
  { claim: "a row format", made: plain, op: { kind: "setTableOptions", ...on, options: { rowFormat: "compressed" } } },
  {
    claim: "another engine's table",
    made: "CREATE TABLE t (a INT) ENGINE=MyISAM",
    op: { kind: "addColumn", ...on, column: column("n") },
  },
];

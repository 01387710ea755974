import type { Op } from "../../src/ops/op.ts";
import type { Column } from "../../src/schema/schema.ts";
import type { ColumnType } from "../../src/schema/types.ts";

/** A change of the table `t`, which is made first. */
export interface FactsCase {
  readonly claim: string;
  readonly made: string;
  readonly op: Op | readonly Op[];
}

const on = { table: "t" } as const;
const integer: ColumnType = { kind: "integer" };
const plain = "CREATE TABLE t (id INT PRIMARY KEY, a INT, b VARCHAR(20), c INT NOT NULL, KEY k (c))";
const keyedVirtual = "CREATE TABLE t (id INT PRIMARY KEY, a INT, v INT AS (a + 1) VIRTUAL, b INT, KEY k (v))";
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
  {
    claim: "a text of unlimited length with a constant",
    made: plain,
    op: add({ type: { kind: "text" }, nullable: false, default: "" }, "first"),
  },
  {
    claim: "a column with an expression",
    made: plain,
    op: add({ type: varchar(9), nullable: false, default: { sql: "(concat(b, 'x'))" } }),
  },
  { claim: "a column at the beginning", made: plain, op: add({}, "first") },
  {
    claim: "a column at the beginning, beside a virtual one",
    made: "CREATE TABLE t (a INT, v INT AS (a + 1) VIRTUAL)",
    op: add({}, "first"),
  },
  { claim: "a column beside a fulltext index", made: "CREATE TABLE t (a TEXT, FULLTEXT KEY f (a))", op: add() },
  { claim: "a column beside a key of a virtual one", made: keyedVirtual, op: add() },
  {
    claim: "a column goes beside a key of a virtual one",
    made: keyedVirtual,
    op: { kind: "dropColumn", ...on, column: "b" },
  },
  { claim: "NOT NULL beside a key of a virtual one", made: keyedVirtual, op: alter("b", { nullable: false }) },
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
  {
    claim: "a virtual column at the beginning, beside another one",
    made: "CREATE TABLE t (a INT, v INT AS (a + 1) VIRTUAL)",
    op: add({ generated: { expression: "a + 2", stored: false } }, "first"),
  },
  {
    claim: "a stored generated column goes",
    made: "CREATE TABLE t (a INT, g INT AS (a + 1) STORED)",
    op: { kind: "dropColumn", ...on, column: "g" },
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
  {
    claim: "a comment of a stored generated column",
    made: "CREATE TABLE t (a INT, g INT AS (a + 1) STORED)",
    op: alter("g", { comment: "it's" }),
  },
  { claim: "an invisible column", made: plain, op: alter("a", { invisible: true }) },
  { claim: "NULL is forbidden", made: plain, op: alter("a", { nullable: false }) },
  {
    claim: "NULL is forbidden to a timestamp",
    made: "CREATE TABLE t (id INT PRIMARY KEY, a TIMESTAMP NULL)",
    op: alter("a", { nullable: false }),
  },
  { claim: "NULL is allowed", made: plain, op: alter("c", { nullable: true }) },
  {
    claim: "NULL is allowed beside a spatial index",
    made: "CREATE TABLE t (id INT PRIMARY KEY, c INT NOT NULL, p POINT NOT NULL, SPATIAL KEY s (p))",
    op: alter("c", { nullable: true }),
  },
  {
    claim: "NULL is allowed beside a fulltext index",
    made: "CREATE TABLE t (id INT PRIMARY KEY, c INT NOT NULL, p TEXT, FULLTEXT KEY f (p))",
    op: alter("c", { nullable: true }),
  },
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
  {
    claim: "a virtual column goes beside another one",
    made: "CREATE TABLE t (a INT, v INT AS (a + 1) VIRTUAL, w INT AS (a + 2) VIRTUAL)",
    op: { kind: "dropColumn", ...on, column: "v" },
  },
  {
    claim: "a date that is never NULL",
    made: plain,
    op: add({ type: { kind: "date" }, nullable: false }),
  },
  {
    claim: "a unique key by which rows are kept",
    made: "CREATE TABLE t (a INT NOT NULL)",
    op: { kind: "createUnique", ...on, unique: { name: "u", columns: ["a"] } },
  },
  {
    claim: "a unique key goes by which rows are kept",
    made: "CREATE TABLE t (a INT NOT NULL, UNIQUE KEY u (a))",
    op: { kind: "dropConstraint", ...on, type: "unique", name: "u" },
  },
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
    claim: "what the server reads when it counts",
    made: plain,
    op: { kind: "setTableOptions", ...on, options: { storage: { stats_persistent: "1", max_rows: "1000" } } },
  },
  {
    claim: "how the pages are written",
    made: "CREATE TABLE t (a INT) ROW_FORMAT=COMPRESSED",
    op: { kind: "setTableOptions", ...on, options: { rowFormat: "compressed", storage: { key_block_size: "4" } } },
  },
  {
    claim: "the character set of columns to come",
    made: "CREATE TABLE t (a INT, b VARCHAR(9) CHARACTER SET ascii)",
    op: { kind: "setTableOptions", ...on, options: { charset: "latin1" } },
  },
  {
    claim: "a collation",
    made: "CREATE TABLE t (a INT, b VARCHAR(9) COLLATE utf8mb4_bin)",
    op: alter("b", { collation: "utf8mb4_unicode_ci" }),
  },
  {
    claim: "a collation that an index is in the order of",
    made: "CREATE TABLE t (a INT, b VARCHAR(9) COLLATE utf8mb4_bin, KEY k (a, b))",
    op: alter("b", { collation: "utf8mb4_unicode_ci" }),
  },
  {
    claim: "a collation that a fulltext index is in the order of",
    made: "CREATE TABLE t (a INT, b VARCHAR(9) COLLATE utf8mb4_bin, FULLTEXT KEY k (b))",
    op: alter("b", { collation: "utf8mb4_unicode_ci" }),
  },
  {
    claim: "a character set of more characters",
    made: "CREATE TABLE t (b VARCHAR(9) CHARACTER SET utf8mb3)",
    op: alter("b", { type: { kind: "varchar", length: 9, charset: "utf8mb4" } }),
  },
  {
    claim: "a character set of more characters, with one byte more for the length",
    made: "CREATE TABLE t (b VARCHAR(70) CHARACTER SET utf8mb3)",
    op: alter("b", { type: { kind: "varchar", length: 70, charset: "utf8mb4" } }),
  },
  {
    claim: "a longer text of one byte each",
    made: "CREATE TABLE t (b VARCHAR(100) CHARACTER SET latin1)",
    op: alter("b", { type: { kind: "varchar", length: 200, charset: "latin1" } }),
  },
  {
    claim: "a longer text of one byte each, with one byte more for the length",
    made: "CREATE TABLE t (b VARCHAR(200) CHARACTER SET latin1)",
    op: alter("b", { type: { kind: "varchar", length: 300, charset: "latin1" } }),
  },
  {
    claim: "a longer text, with two bytes for its length in four bytes each",
    made: "CREATE TABLE t (b VARCHAR(64))",
    op: alter("b", { type: varchar(100) }),
  },
  {
    claim: "longer bytes",
    made: "CREATE TABLE t (b VARBINARY(10))",
    op: alter("b", { type: { kind: "varbinary", length: 200 } }),
  },
  {
    claim: "longer bytes, with one byte more for the length",
    made: "CREATE TABLE t (b VARBINARY(200))",
    op: alter("b", { type: { kind: "varbinary", length: 300 } }),
  },
  {
    claim: "NULL is allowed in a longer text",
    made: "CREATE TABLE t (b VARCHAR(20) NOT NULL)",
    op: alter("b", { type: varchar(40), nullable: true }),
  },
  {
    claim: "zeros in front",
    made: "CREATE TABLE t (a INT UNSIGNED)",
    op: alter("a", { type: { kind: "integer", unsigned: true, zerofill: true } }),
  },
  {
    claim: "numbers are no longer the server's",
    made: "CREATE TABLE t (a INT PRIMARY KEY AUTO_INCREMENT)",
    op: alter("a", { autoincrement: null }),
  },
  {
    claim: "a virtual column is computed in another way",
    made: "CREATE TABLE t (a INT, v INT AS (a + 1) VIRTUAL)",
    op: alter("v", { generated: { expression: "a + 2", stored: false } }),
  },
  {
    claim: "a virtual column with an index is computed in another way",
    made: "CREATE TABLE t (a INT, v INT AS (a + 1) VIRTUAL, KEY k (v))",
    op: alter("v", { generated: { expression: "a + 2", stored: false } }),
  },
  {
    claim: "another engine's table",
    made: "CREATE TABLE t (a INT) ENGINE=MyISAM",
    op: { kind: "addColumn", ...on, column: column("n") },
  },
];

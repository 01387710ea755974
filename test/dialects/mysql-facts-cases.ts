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

/** The same as raw SQL, which says by itself how it is to be carried out, or doesn't. */
export interface RawFactsCase {
  readonly claim: string;
  readonly made: string;
  readonly sql: string;
  /** MariaDB alone, or MySQL alone, takes it. */
  readonly only?: "mariadb" | "mysql";
  /** MariaDB 10.11 takes any demand here, and copies all the same. */
  readonly isAlwaysCopied?: true;
}

const wide = "CREATE TABLE t (id INT PRIMARY KEY, a INT, b VARCHAR(20) DEFAULT 'x', c INT NOT NULL, KEY k (c))";
const raw = (claim: string, sql: string, more: Partial<RawFactsCase> = {}): RawFactsCase => ({
  ...{ claim, sql: `ALTER TABLE t ${sql}`, made: wide },
  ...more,
});

/** Each runs, the server takes it in the way that its facts state, and refuses each better way. */
export const rawFactsCases: readonly RawFactsCase[] = [
  raw("a column", "ADD COLUMN n INT NOT NULL DEFAULT 5"),
  raw("a column between others", "ADD COLUMN n INT AFTER a"),
  raw("columns in parentheses", "ADD (n INT, m VARCHAR(5))"),
  raw("a stored generated column", "ADD n INT AS (a + 1) STORED"),
  raw("a virtual column", "ADD n INT AS (a + 1) VIRTUAL"),
  raw("a column and an index", "ADD COLUMN n INT, ADD INDEX ix (a)"),
  raw("a column that is a key", "ADD COLUMN n INT UNIQUE"),
  raw("two indexes", "ADD INDEX ix (a), ADD INDEX iy (b)"),
  raw("a column goes", "DROP COLUMN a"),
  raw("a column of a key goes", "DROP c"),
  raw("two columns go", "DROP a, DROP b"),
  raw("a column goes and another comes", "DROP a, ADD a BIGINT"),
  raw("a column has another name", "RENAME COLUMN a TO z"),
  raw("a column has another name, and is said to be what it was", "CHANGE a z INT"),
  raw("a column as it was", "MODIFY b VARCHAR(20) DEFAULT 'x'"),
  raw("a default", "ALTER COLUMN a SET DEFAULT 3"),
  raw("a default goes, by its absence", "MODIFY b VARCHAR(20)"),
  raw("a comment of a column", "MODIFY a INT COMMENT 'it''s'"),
  raw("a longer text", "MODIFY b VARCHAR(40) DEFAULT 'x'"),
  raw("a longer text that needs one byte more", "MODIFY b VARCHAR(400) DEFAULT 'x'"),
  raw("a shorter text", "MODIFY b VARCHAR(5) DEFAULT 'x'"),
  raw("a wider number", "MODIFY a BIGINT"),
  raw("NULL is forbidden", "MODIFY a INT NOT NULL"),
  raw("NULL is allowed", "MODIFY c INT"),
  raw("another place", "MODIFY b VARCHAR(20) DEFAULT 'x' FIRST"),
  raw("another character set", "MODIFY b VARCHAR(20) CHARACTER SET latin1 DEFAULT 'x'"),
  raw("a unique key", "ADD UNIQUE KEY u (a)"),
  raw("an index goes", "DROP INDEX k"),
  raw("an index takes the place of another", "DROP INDEX k, ADD INDEX k (c, a)"),
  raw("an index has another name", "RENAME INDEX k TO z"),
  raw("an index is invisible", "ALTER INDEX k INVISIBLE", { only: "mysql" }),
  raw("an index is ignored", "ALTER INDEX k IGNORED", { only: "mariadb" }),
  raw("a primary key goes", "DROP PRIMARY KEY"),
  raw("another primary key", "DROP PRIMARY KEY, ADD PRIMARY KEY (c, id)"),
  raw("a foreign key", "ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES t (id)"),
  raw("a foreign key goes", "DROP FOREIGN KEY fk", {
    made: "CREATE TABLE t (id INT PRIMARY KEY, a INT, KEY ka (a), CONSTRAINT fk FOREIGN KEY (a) REFERENCES t (id))",
  }),
  raw("a check", "ADD CONSTRAINT ck CHECK (a > 0)"),
  raw("a check goes", "DROP CONSTRAINT ck", { made: "CREATE TABLE t (a INT, CONSTRAINT ck CHECK (a > 0))" }),
  raw("the engine that it has", "ENGINE=InnoDB"),
  raw("another engine", "ENGINE=MyISAM", { isAlwaysCopied: true }),
  raw("all rows anew", "FORCE"),
  raw("a comment of the table", "COMMENT='x'"),
  raw("the next number", "AUTO_INCREMENT=1000", { made: "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT)" }),
  raw("another row format", "ROW_FORMAT=COMPRESSED"),
  raw("the character set of all columns", "CONVERT TO CHARACTER SET latin1"),
  raw("the character set of columns to come", "DEFAULT CHARACTER SET latin1"),
  raw("partitions", "PARTITION BY HASH(id) PARTITIONS 2", { isAlwaysCopied: true }),
  raw("no partitions", "REMOVE PARTITIONING", {
    made: "CREATE TABLE t (id INT PRIMARY KEY) PARTITION BY HASH(id) PARTITIONS 2",
    isAlwaysCopied: true,
  }),
  raw("another order of the rows", "ORDER BY a", { made: "CREATE TABLE t (a INT)", isAlwaysCopied: true }),
  raw("another name of the table", "RENAME TO u"),
  raw("a table of another engine", "ADD COLUMN n INT", { made: "CREATE TABLE t (a INT) ENGINE=MyISAM" }),
  raw("a copy that is asked for", "ADD COLUMN n INT, ALGORITHM=COPY"),
  raw("work in place that is asked for", "ADD COLUMN n INT, ALGORITHM=INPLACE, LOCK=NONE"),
  raw("a column in an instant, which is asked for", "ADD COLUMN n INT, ALGORITHM=INSTANT"),
  raw("readers alone, as it is asked for", "ADD INDEX ix (a), LOCK=SHARED"),
  { claim: "an index by its own statement", made: wide, sql: "CREATE INDEX ix ON t (a)" },
  { claim: "a fulltext index", made: wide, sql: "CREATE FULLTEXT INDEX ix ON t (b)" },
  { claim: "an index goes by its own statement", made: wide, sql: "DROP INDEX k ON t", only: "mysql" },
];

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
  {
    claim: "a comment of a stored generated column",
    made: "CREATE TABLE t (a INT, g INT AS (a + 1) STORED)",
    op: alter("g", { comment: "it's" }),
  },
  { claim: "an invisible column", made: plain, op: alter("a", { invisible: true }) },
  { claim: "NULL is forbidden", made: plain, op: alter("a", { nullable: false }) },
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
    claim: "another engine's table",
    made: "CREATE TABLE t (a INT) ENGINE=MyISAM",
    op: { kind: "addColumn", ...on, column: column("n") },
  },
];

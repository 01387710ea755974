/** A change of the table `t` as raw SQL, which says by itself how it is to be carried out, or doesn't. */
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
  raw("a check that doesn't hold", "ADD CONSTRAINT ck CHECK (a > 0) NOT ENFORCED", { only: "mysql" }),
  raw("an index of an expression", "ADD KEY ke ((a + 1))", { only: "mysql" }),
  raw("an index of an expression goes", "DROP INDEX ke", {
    made: "CREATE TABLE t (a INT, v INT AS (a + 1) VIRTUAL, KEY ke ((a + 2)))",
    only: "mysql",
  }),
  raw("shapes of any reference system", "MODIFY p POINT NOT NULL", {
    made: "CREATE TABLE t (p POINT NOT NULL SRID 4326)",
    only: "mysql",
  }),
  raw("pages that are compressed", "COMPRESSION='zlib'", { only: "mysql" }),
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

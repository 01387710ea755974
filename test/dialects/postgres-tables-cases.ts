/** Two states of a database, as scripts. Each is made of nothing, turned into the other, and back. */
export interface PairCase {
  readonly claim: string;
  readonly from: string;
  readonly to: string;
  /** The first version that has it. */
  readonly since?: number;
  /** What the ops must be, in words; absent is whatever they are. */
  readonly ops?: readonly string[];
  /** True where what partitions call their parts of indexes and foreign keys comes back, too. */
  readonly partNames?: true;
}

const heap2 = "CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;";
const function_ = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';";
const roles = 'CREATE ROLE one; CREATE ROLE "Two";';
const periods = "CREATE EXTENSION btree_gist SCHEMA pg_catalog;";
const partitioned = `CREATE TABLE r (n int PRIMARY KEY); CREATE TABLE e (id int, n int CONSTRAINT e_r REFERENCES r, m int, PRIMARY KEY (id), UNIQUE (id, m)) PARTITION BY RANGE (id);
  CREATE INDEX e_n ON e (n); CREATE INDEX e_low ON e (lower(m::text));`;
const alone = `CREATE TABLE e1 (id int NOT NULL, n int, m int, CONSTRAINT my_pk PRIMARY KEY (id), CONSTRAINT my_uq UNIQUE (id, m), CONSTRAINT my_fk FOREIGN KEY (n) REFERENCES r);
  CREATE INDEX my_ix ON e1 (n); CREATE INDEX my_low ON e1 (lower(m::text));`;
const attached = `${partitioned} ${alone} ALTER TABLE e ATTACH PARTITION e1 FOR VALUES FROM (1) TO (10)`;

export const pairs: readonly PairCase[] = [
  // How a table and its columns are kept.
  {
    claim: "the access method of a new table",
    from: heap2,
    to: `${heap2} CREATE TABLE t (a int) USING heap2 WITH (fillfactor = 70)`,
  },
  {
    claim: "an access method that changes",
    from: `${heap2} CREATE TABLE t (a int)`,
    to: `${heap2} CREATE TABLE t (a int) USING heap2`,
    since: 15,
    ops: ["Set the options of table t"],
  },
  {
    claim: "replica identities",
    from: "CREATE TABLE t (a int); CREATE TABLE u (a int); ALTER TABLE u REPLICA IDENTITY NOTHING",
    to: "CREATE TABLE t (a int); ALTER TABLE t REPLICA IDENTITY FULL; CREATE TABLE u (a int)",
  },
  {
    claim: "storage and statistics of a column",
    from: "CREATE TABLE t (a text, b text, c text); ALTER TABLE t ALTER c SET STATISTICS 0",
    to: "CREATE TABLE t (a text, b text, c text); ALTER TABLE t ALTER a SET STORAGE EXTERNAL, ALTER b SET STATISTICS 500",
    since: 16,
  },
  {
    claim: "storage and statistics of a new column",
    from: "CREATE TABLE t (b text)",
    to: "CREATE TABLE t (b text, a text); ALTER TABLE t ALTER a SET STORAGE MAIN, ALTER a SET STATISTICS 5",
  },
  {
    claim: "the storage of a column whose type changes",
    from: "CREATE TABLE t (a varchar(5)); ALTER TABLE t ALTER a SET STORAGE EXTERNAL",
    to: "CREATE TABLE t (a text); ALTER TABLE t ALTER a SET STORAGE EXTERNAL",
  },
  {
    claim: "compression of a column",
    from: "CREATE TABLE t (a text COMPRESSION pglz, b text)",
    to: "CREATE TABLE t (a text, b text COMPRESSION pglz, c text COMPRESSION pglz)",
    since: 14,
  },
  {
    claim: "compression of a column that other tables have from there",
    from: `CREATE TABLE a (x text, y text COMPRESSION pglz, z varchar COMPRESSION pglz); CREATE TABLE b () INHERITS (a); CREATE TABLE c () INHERITS (b);
      CREATE TABLE p (k int, x text) PARTITION BY LIST (k); CREATE TABLE q PARTITION OF p DEFAULT`,
    to: `CREATE TABLE a (x text COMPRESSION pglz, y text, z text COMPRESSION pglz); CREATE TABLE b () INHERITS (a); CREATE TABLE c () INHERITS (b);
      CREATE TABLE p (k int, x text COMPRESSION pglz) PARTITION BY LIST (k); CREATE TABLE q PARTITION OF p DEFAULT`,
    since: 14,
  },
  {
    claim: "typed tables go, with their type and without it",
    from: `CREATE SCHEMA s; CREATE TYPE s.c AS (a int, b varchar(5)); CREATE TABLE t OF s.c (a WITH OPTIONS DEFAULT 5, b NOT NULL, PRIMARY KEY (a)); CREATE INDEX i ON t (b);
      CREATE TYPE d AS (n numeric(5, 2)[], z text COLLATE "C"); CREATE TABLE s.u OF d (CHECK (z > '')) PARTITION BY LIST (z); CREATE TABLE u1 PARTITION OF s.u DEFAULT`,
    to: "CREATE SCHEMA s; CREATE TYPE s.c AS (a int, b varchar(5))",
  },
  {
    claim: "a table becomes a typed one, one of another type, and a plain one",
    from: `CREATE TYPE c AS (a int); CREATE TYPE d AS (a int); CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE u OF c; CREATE TABLE v OF d`,
    to: `CREATE TYPE c AS (a int); CREATE TYPE d AS (a int); CREATE TABLE t OF c (PRIMARY KEY (a)); CREATE TABLE u OF d; CREATE TABLE v (a int)`,
    ops: ["t", "u", "v"].map((name) => `Set the options of table ${name}`),
  },
  // Constraints of 15 and 18.
  {
    claim: "columns that ON DELETE sets",
    from: "CREATE TABLE a (x int, y int, PRIMARY KEY (x, y)); CREATE TABLE b (x int, y int, FOREIGN KEY (x, y) REFERENCES a ON DELETE SET NULL)",
    to: "CREATE TABLE a (x int, y int, PRIMARY KEY (x, y)); CREATE TABLE b (x int, y int, FOREIGN KEY (x, y) REFERENCES a ON DELETE SET NULL (y))",
    since: 15,
  },
  {
    claim: "a foreign key that isn't enforced",
    from: "CREATE TABLE a (x int PRIMARY KEY); CREATE TABLE b (x int REFERENCES a)",
    to: "CREATE TABLE a (x int PRIMARY KEY); CREATE TABLE b (x int REFERENCES a NOT ENFORCED)",
    since: 18,
  },
  {
    claim: "keys without overlaps, and the periods that refer to them",
    from: `${periods} CREATE TABLE a (x int, d daterange)`,
    to: `${periods} CREATE TABLE a (x int, d daterange, PRIMARY KEY (x, d WITHOUT OVERLAPS)); CREATE TABLE b (x int, d daterange, UNIQUE (d, x), UNIQUE (x, d WITHOUT OVERLAPS), FOREIGN KEY (x, PERIOD d) REFERENCES a)`,
    since: 18,
  },
  {
    claim: "a NOT NULL that isn't valid is validated",
    from: "CREATE TABLE t (a int); ALTER TABLE t ADD NOT NULL a NOT VALID",
    to: "CREATE TABLE t (a int NOT NULL)",
    since: 18,
    ops: ["Alter column t.a: notNull"],
  },
  {
    claim: "a NOT NULL that isn't valid comes",
    from: "CREATE TABLE t (a int, b int NOT NULL)",
    to: "CREATE TABLE t (a int, b int); ALTER TABLE t ADD CONSTRAINT nn NOT NULL a NOT VALID, ADD NOT NULL b NOT VALID",
    since: 18,
  },
  {
    claim: "names and inheritance of NOT NULL",
    from: "CREATE TABLE t (a int CONSTRAINT one NOT NULL, b int NOT NULL, c int NOT NULL NO INHERIT)",
    to: "CREATE TABLE t (a int CONSTRAINT two NOT NULL, b int NOT NULL NO INHERIT, c int NOT NULL, d int GENERATED ALWAYS AS IDENTITY CONSTRAINT three NOT NULL)",
    since: 18,
  },
  {
    claim: "virtual columns",
    from: "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2))",
    to: "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 3), c int GENERATED ALWAYS AS (a + 1) NOT NULL)",
    since: 18,
  },
  // Partitions.
  {
    claim: "partitions by range, list and hash, a default one, partitions of partitions",
    from: "CREATE TABLE e (at date, n int, k text) PARTITION BY RANGE (at)",
    to: `CREATE TABLE e (at date, n int, k text) PARTITION BY RANGE (at);
      CREATE TABLE e1 PARTITION OF e FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
      CREATE TABLE e2 PARTITION OF e FOR VALUES FROM ('2025-01-01') TO (MAXVALUE) PARTITION BY LIST (k);
      CREATE TABLE e2a PARTITION OF e2 FOR VALUES IN ('a', NULL) PARTITION BY HASH (n);
      CREATE TABLE e2a0 PARTITION OF e2a FOR VALUES WITH (modulus 2, remainder 0);
      CREATE TABLE e2a1 PARTITION OF e2a FOR VALUES WITH (modulus 2, remainder 1);
      CREATE TABLE e0 PARTITION OF e DEFAULT`,
    ops: [...["e0", "e1", "e2", "e2a", "e2a0", "e2a1"].map((name) => `Create table ${name}`)],
  },
  {
    claim: "what a partition has from its table isn't its own, what else it has is",
    from: "CREATE TABLE e (id int, n int, CHECK (n > 0)) PARTITION BY LIST (n)",
    to: `CREATE SCHEMA s; CREATE TABLE q (id int PRIMARY KEY);
      CREATE TABLE e (id int REFERENCES q, n int, CHECK (n > 0), PRIMARY KEY (id, n)) PARTITION BY LIST (n);
      CREATE INDEX e_n ON e (n);
      CREATE TABLE s.e1 PARTITION OF e (CONSTRAINT small CHECK (id < 100), UNIQUE (id)) FOR VALUES IN (1) WITH (fillfactor = 70);
      CREATE INDEX own ON s.e1 (id, n);
      CREATE INDEX later ON e (id);`,
  },
  {
    claim: "columns of a partitioned table",
    from: `CREATE TABLE e (id bigserial, n int, gone text, kept text, t int NOT NULL DEFAULT 5) PARTITION BY LIST (n);
      CREATE TABLE e1 PARTITION OF e FOR VALUES IN (1); CREATE INDEX e1_gone ON e1 (gone); CREATE INDEX e1_kept ON e1 (kept)`,
    to: `CREATE TABLE e (id bigserial, n int, kept text, t bigint DEFAULT 6, more text NOT NULL DEFAULT 'x') PARTITION BY LIST (n);
      CREATE TABLE e1 PARTITION OF e FOR VALUES IN (1); CREATE INDEX e1_kept ON e1 (kept)`,
  },
  {
    claim: "a table becomes a partition",
    from: `CREATE TABLE e (id int, n int, CHECK (n > 0), PRIMARY KEY (id, n)) PARTITION BY LIST (n); CREATE INDEX e_n ON e (n);
      CREATE TABLE e1 (id int, n int, other text)`,
    to: `CREATE TABLE e (id int, n int, CHECK (n > 0), PRIMARY KEY (id, n)) PARTITION BY LIST (n); CREATE INDEX e_n ON e (n);
      CREATE TABLE e1 PARTITION OF e FOR VALUES IN (1)`,
  },
  {
    claim: "a partition gets other rows",
    from: `CREATE TABLE e (id int PRIMARY KEY, n int) PARTITION BY RANGE (id); CREATE INDEX e_n ON e (n);
      CREATE TABLE e1 PARTITION OF e FOR VALUES FROM (1) TO (10)`,
    to: `CREATE TABLE e (id int PRIMARY KEY, n int) PARTITION BY RANGE (id); CREATE INDEX e_n ON e (n);
      CREATE TABLE e1 PARTITION OF e FOR VALUES FROM (1) TO (20)`,
    ops: ["Detach partition e1 from e", "Attach partition e1 to e"],
  },
  {
    claim: "foreign keys to a partitioned table",
    from: "CREATE TABLE e (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE e1 PARTITION OF e FOR VALUES FROM (1) TO (10); CREATE TABLE r (e int)",
    to: "CREATE TABLE e (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE e1 PARTITION OF e FOR VALUES FROM (1) TO (10); CREATE TABLE r (e int REFERENCES e)",
  },
  {
    claim: "partitions that foreign keys refer to, of the table itself and of another",
    from: `CREATE TABLE e (id int PRIMARY KEY, up int REFERENCES e) PARTITION BY RANGE (id); CREATE TABLE e1 PARTITION OF e FOR VALUES FROM (1) TO (10);
      CREATE TABLE r (e int REFERENCES e); INSERT INTO e VALUES (1, NULL); INSERT INTO r VALUES (1)`,
    to: `CREATE TABLE e (id int PRIMARY KEY, up int REFERENCES e) PARTITION BY RANGE (id); CREATE TABLE e1 PARTITION OF e FOR VALUES FROM (1) TO (10);
      CREATE TABLE e2 PARTITION OF e FOR VALUES FROM (10) TO (20) PARTITION BY LIST (id); CREATE TABLE e2a PARTITION OF e2 DEFAULT;
      CREATE TABLE r (e int REFERENCES e); INSERT INTO e VALUES (1, NULL), (10, 1); INSERT INTO r VALUES (1)`,
    ops: ["Create table e2", "Create table e2a"],
  },
  {
    claim: "partitions of a table that refers to itself go while rows refer to each other",
    from: `CREATE TABLE e (id int PRIMARY KEY, up int REFERENCES e) PARTITION BY RANGE (id); CREATE TABLE e1 PARTITION OF e FOR VALUES FROM (1) TO (10);
      CREATE TABLE e2 PARTITION OF e DEFAULT; INSERT INTO e VALUES (1, NULL), (10, 1); INSERT INTO e VALUES (2, 10)`,
    to: "CREATE TABLE r (e int)",
  },
  {
    claim: "triggers of a partitioned table",
    from: `${function_} CREATE TABLE e (id int) PARTITION BY RANGE (id); CREATE TABLE e1 PARTITION OF e FOR VALUES FROM (1) TO (10)`,
    to: `${function_} CREATE TABLE e (id int) PARTITION BY RANGE (id); CREATE TABLE e1 PARTITION OF e FOR VALUES FROM (1) TO (10);
      CREATE TRIGGER g AFTER INSERT ON e FOR EACH ROW EXECUTE FUNCTION f(); CREATE TRIGGER own AFTER INSERT ON e1 FOR EACH ROW EXECUTE FUNCTION f()`,
  },
  {
    claim: "indexes of a partition that stands by itself, and goes to another table",
    from: `CREATE TABLE e (id int, n int, m int) PARTITION BY RANGE (id); CREATE TABLE e1 PARTITION OF e FOR VALUES FROM (1) TO (10);
      CREATE INDEX ie ON e (n) INCLUDE (m); CREATE INDEX il ON e (n, n); CREATE INDEX iv ON e (n) INCLUDE (m) WHERE m > 0;
      CREATE TABLE g (id int, n int, m int) PARTITION BY RANGE (id)`,
    to: `CREATE TABLE e (id int, n int, m int) PARTITION BY RANGE (id); CREATE INDEX ie ON e (n) INCLUDE (m); CREATE INDEX il ON e (n, n);
      CREATE INDEX iv ON e (n) INCLUDE (m) WHERE m > 0; CREATE TABLE g (id int, n int, m int) PARTITION BY RANGE (id);
      CREATE TABLE e1 PARTITION OF g FOR VALUES FROM (1) TO (10)`,
  },
  {
    claim: "a partition that was attached with names of its own stands by itself without what has them",
    from: attached,
    to: `${partitioned} CREATE TABLE e1 (id int NOT NULL, n int, m int)`,
    partNames: true,
  },
  {
    claim: "a partition that was attached with names of its own stands by itself under others",
    from: attached,
    to: `${partitioned} CREATE TABLE e1 (id int, n int, m int, CONSTRAINT a PRIMARY KEY (id), CONSTRAINT b UNIQUE (id, m), CONSTRAINT c FOREIGN KEY (n) REFERENCES r);
      CREATE INDEX d ON e1 (n); CREATE INDEX my_ix ON e1 (lower(m::text))`,
    partNames: true,
  },
  {
    claim: "a partition that was attached with names of its own stands by itself as it is",
    from: attached,
    to: `${partitioned} ${alone}`,
    ops: ["Detach partition e1 from e"],
    partNames: true,
  },
  {
    claim: "a partition stands by itself under another name of its key",
    from: `${partitioned} CREATE TABLE e1 PARTITION OF e FOR VALUES FROM (1) TO (10)`,
    to: `${partitioned} CREATE TABLE e1 (id int, n int REFERENCES r, m int, CONSTRAINT other PRIMARY KEY (id), UNIQUE (id, m)); CREATE INDEX e1_n_idx ON e1 (n); CREATE INDEX e1_lower_idx ON e1 (lower(m::text))`,
    partNames: true,
  },
  {
    claim: "a partition that was attached with names of its own gets other rows, and another name of a column",
    from: attached,
    to: attached.replace("FROM (1) TO (10)", "FROM (1) TO (20)"),
    ops: ["Detach partition e1 from e", "Attach partition e1 to e"],
    partNames: true,
  },
  {
    claim: "a partition that was attached with names of its own is dropped",
    from: attached,
    to: partitioned,
    ops: ["Drop table e1"],
    partNames: true,
  },
  {
    claim: "a partition's names of its parts that are those of others, or go round",
    from: `CREATE TABLE e (a int, b int) PARTITION BY LIST (a); CREATE INDEX i ON e (a); CREATE INDEX j ON e (b); CREATE TABLE k (e1_b_idx1 int); CREATE INDEX e1_b_idx2 ON k (e1_b_idx1);
      CREATE TABLE e1 PARTITION OF e DEFAULT; ALTER INDEX e1_a_idx RENAME TO x; ALTER INDEX e1_b_idx RENAME TO e1_a_idx; ALTER INDEX x RENAME TO e1_b_idx`,
    to: "CREATE TABLE k (e1_b_idx1 int); CREATE INDEX e1_b_idx2 ON k (e1_b_idx1)",
    partNames: true,
  },
  {
    claim: "names of the parts of partitions of a partition that goes to another table",
    from: `${partitioned} CREATE TABLE e1 (n int, m int, id int NOT NULL, CONSTRAINT my_pk PRIMARY KEY (id), CONSTRAINT my_fk FOREIGN KEY (n) REFERENCES r) PARTITION BY RANGE (id);
      CREATE INDEX my_ix ON e1 (n); CREATE TABLE e1a (n int, m int, id int NOT NULL, CONSTRAINT deep_pk PRIMARY KEY (id), CONSTRAINT deep_fk FOREIGN KEY (n) REFERENCES r); CREATE INDEX deep_ix ON e1a (n);
      ALTER TABLE e1 ATTACH PARTITION e1a FOR VALUES FROM (1) TO (5); CREATE TABLE e1b PARTITION OF e1 DEFAULT; ALTER TABLE e ATTACH PARTITION e1 FOR VALUES FROM (1) TO (10)`,
    to: `${partitioned} CREATE TABLE e1 (n int, m int, id int NOT NULL, CONSTRAINT my_pk PRIMARY KEY (id)) PARTITION BY RANGE (id); CREATE TABLE e1a (n int, m int, id int NOT NULL)`,
    partNames: true,
  },
  {
    claim: "a partition in another namespace, with names of its own",
    from: `CREATE SCHEMA s; CREATE TABLE e (id int, n int, UNIQUE (id)) PARTITION BY RANGE (id); CREATE INDEX e_n ON e (n);
      CREATE TABLE s.e1 (id int, n int, CONSTRAINT uq UNIQUE (id)); CREATE INDEX e_n ON s.e1 (n); ALTER TABLE e ATTACH PARTITION s.e1 DEFAULT`,
    to: "CREATE SCHEMA s; CREATE TABLE e (id int, n int, UNIQUE (id)) PARTITION BY RANGE (id); CREATE INDEX e_n ON e (n); CREATE TABLE s.e1 (id int, n int)",
    partNames: true,
  },
  {
    claim: "the exclusion constraint of a partitioned table",
    from: `CREATE TABLE e (id int, d daterange, EXCLUDE USING gist (id WITH =, d WITH &&)) PARTITION BY LIST (id); CREATE TABLE e1 (id int, d daterange, CONSTRAINT mine EXCLUDE USING gist (id WITH =, d WITH &&));
      ALTER TABLE e ATTACH PARTITION e1 FOR VALUES IN (1); CREATE TABLE e2 PARTITION OF e FOR VALUES IN (2); CREATE TABLE e3 PARTITION OF e FOR VALUES IN (3)`.replace(
      /^/,
      periods,
    ),
    to: `CREATE TABLE e (id int, d daterange, EXCLUDE USING gist (id WITH =, d WITH &&)) PARTITION BY LIST (id); CREATE TABLE e1 (id int, d daterange); CREATE TABLE e2 (id int, d daterange, CONSTRAINT other EXCLUDE USING gist (id WITH =, d WITH &&))`.replace(
      /^/,
      periods,
    ),
    since: 17,
    partNames: true,
  },
  // Inheritance.
  {
    claim: "tables that inherit, with columns and checks of their own",
    from: "CREATE TABLE a (x int NOT NULL DEFAULT 1, CHECK (x > 0)); CREATE TABLE b (y int)",
    to: `CREATE TABLE a (x int NOT NULL DEFAULT 1, CHECK (x > 0)); CREATE TABLE b (y int);
      CREATE TABLE c (z int, CHECK (z > 0), CHECK (y > 0) NO INHERIT) INHERITS (a, b); CREATE INDEX c_y ON c (y, z)`,
  },
  {
    claim: "columns of a table that others inherit from",
    from: "CREATE TABLE a (x int, gone int); CREATE TABLE b (y int) INHERITS (a); CREATE INDEX b_gone ON b (gone, y)",
    to: "CREATE TABLE a (x bigint, more text); CREATE TABLE b (y int) INHERITS (a); CREATE INDEX b_more ON b (more, y)",
  },
  {
    claim: "a table begins to inherit",
    from: "CREATE TABLE a (x int, CONSTRAINT pos CHECK (x > 0)); CREATE TABLE b (y int)",
    to: "CREATE TABLE a (x int, CONSTRAINT pos CHECK (x > 0)); CREATE TABLE b (y int) INHERITS (a)",
  },
  {
    claim: "a table begins to inherit from tables that have a check from elsewhere",
    from: `CREATE TABLE a (x int CHECK (x > 0)); CREATE TABLE b () INHERITS (a); CREATE TABLE c () INHERITS (a);
      CREATE TABLE d (y int); CREATE TABLE e () INHERITS (b)`,
    to: `CREATE TABLE a (x int CHECK (x > 0)); CREATE TABLE b () INHERITS (a); CREATE TABLE c () INHERITS (a);
      CREATE TABLE d (y int) INHERITS (b, c); CREATE TABLE e () INHERITS (d)`,
  },
  {
    claim: "a table that stands by itself again has no comments of the other's",
    from: `CREATE TABLE a (x int, CONSTRAINT pos CHECK (x > 0)); COMMENT ON COLUMN a.x IS 'whose?'; COMMENT ON CONSTRAINT pos ON a IS 'above';
      CREATE TABLE b (y int) INHERITS (a)`,
    to: `CREATE TABLE a (x int, CONSTRAINT pos CHECK (x > 0)); COMMENT ON COLUMN a.x IS 'whose?'; COMMENT ON CONSTRAINT pos ON a IS 'above';
      CREATE TABLE b (x int, y int, CONSTRAINT pos CHECK (x > 0))`,
    ops: ["Let b no longer inherit from a"],
  },
  {
    claim: "defaults of their own of columns that come from another table",
    from: `CREATE FUNCTION n() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE a (x int DEFAULT 1, y text, z date DEFAULT now());
      CREATE TABLE b (w int) INHERITS (a); ALTER TABLE b ALTER x SET DEFAULT 5; CREATE TABLE c () INHERITS (b);
      CREATE TABLE e (k int, n int DEFAULT 2, s text) PARTITION BY LIST (k); CREATE TABLE e1 PARTITION OF e (n DEFAULT 3) FOR VALUES IN (1)`,
    to: `CREATE FUNCTION n() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TABLE a (x int DEFAULT 1, y text, z date DEFAULT now());
      CREATE TABLE b (w int) INHERITS (a); ALTER TABLE b ALTER x DROP DEFAULT, ALTER y SET DEFAULT 'a' || 'b', ALTER z SET DEFAULT '2026-01-02';
      CREATE TABLE c () INHERITS (b); ALTER TABLE c ALTER x SET DEFAULT n();
      CREATE TABLE e (k int, n int DEFAULT 2, s text) PARTITION BY LIST (k); CREATE TABLE e1 PARTITION OF e (s DEFAULT 'one') FOR VALUES IN (1)`,
  },
  {
    claim: "new tables with defaults of their own of columns that come from another table",
    from: 'CREATE TABLE a (x int DEFAULT 1, "the y" text)',
    to: `CREATE TABLE a (x int DEFAULT 1, "the y" text); CREATE TABLE b () INHERITS (a);
      ALTER TABLE b ALTER x DROP DEFAULT, ALTER "the y" SET DEFAULT upper('b')`,
  },
  {
    claim: "a default that changes above leaves those below as they are",
    from: `CREATE TABLE a (x int DEFAULT 1, y text DEFAULT 'a', gone int DEFAULT 1, old int);
      CREATE TABLE b () INHERITS (a); ALTER TABLE b ALTER x SET DEFAULT 5, ALTER y DROP DEFAULT, ALTER gone SET DEFAULT 2; CREATE TABLE c () INHERITS (a)`,
    to: `CREATE TABLE a (x bigint, y text DEFAULT 'b', old int DEFAULT 3, new int DEFAULT 4);
      CREATE TABLE b () INHERITS (a); ALTER TABLE b ALTER x SET DEFAULT 5, ALTER y DROP DEFAULT, ALTER old DROP DEFAULT, ALTER new SET DEFAULT 6; CREATE TABLE c () INHERITS (a)`,
  },
  {
    claim: "NOT NULL and statistics of their own of columns that come from another table",
    from: `CREATE TABLE a (x int, y text, "the z" int); CREATE TABLE b () INHERITS (a); ALTER TABLE b ALTER x SET NOT NULL, ALTER y SET STATISTICS 7;
      CREATE TABLE p (x int, y int) PARTITION BY LIST (x); CREATE TABLE p1 PARTITION OF p DEFAULT; ALTER TABLE p1 ALTER y SET NOT NULL`,
    to: `CREATE TABLE a (x int, y text, "the z" int); CREATE TABLE b () INHERITS (a); ALTER TABLE b ALTER y SET NOT NULL, ALTER "the z" SET STATISTICS 40;
      CREATE TABLE p (x int, y int) PARTITION BY LIST (x); CREATE TABLE p1 PARTITION OF p DEFAULT`,
    ops: [
      "Alter column b.the z: statistics",
      "Alter column b.x: nullable",
      "Alter column b.y: nullable, statistics",
      "Alter column p1.y: nullable",
    ],
  },
  {
    claim: "NOT NULL of its own of a column that the key includes",
    from: "CREATE TABLE p (x int, y int, z int, PRIMARY KEY (x) INCLUDE (y)) PARTITION BY LIST (x); CREATE TABLE q PARTITION OF p DEFAULT; ALTER TABLE q ALTER y SET NOT NULL",
    to: "CREATE TABLE p (x int, y int, z int, PRIMARY KEY (x) INCLUDE (y)) PARTITION BY LIST (x); CREATE TABLE q PARTITION OF p DEFAULT; ALTER TABLE q ALTER z SET NOT NULL",
    ops: ["Alter column q.y: nullable", "Alter column q.z: nullable"],
  },
  {
    claim: "NOT NULL of its own, where the other table says so too for a while",
    from: "CREATE TABLE a (x int, y int); CREATE TABLE b () INHERITS (a); ALTER TABLE b ALTER x SET NOT NULL; CREATE TABLE c () INHERITS (b)",
    to: "CREATE TABLE a (x int NOT NULL, y int); CREATE TABLE b () INHERITS (a); CREATE TABLE c () INHERITS (b); ALTER TABLE c ALTER y SET NOT NULL",
  },
  {
    claim: "statistics of its own, where those of the other table change",
    from: "CREATE TABLE a (x int, y int); CREATE TABLE b () INHERITS (a); ALTER TABLE b ALTER x SET STATISTICS 7, ALTER y SET STATISTICS 9",
    to: `CREATE TABLE a (x int, y int); CREATE TABLE b () INHERITS (a); ALTER TABLE a ALTER x SET STATISTICS 50, ALTER y SET STATISTICS 9;
      ALTER TABLE b ALTER x SET STATISTICS 7`,
  },
  {
    claim: "new tables that say something of columns from elsewhere, and columns that go and come",
    from: "CREATE TABLE a (x int, gone text); CREATE TABLE b () INHERITS (a); ALTER TABLE b ALTER gone SET NOT NULL",
    to: `CREATE TABLE a (x int, y text); CREATE TABLE b () INHERITS (a); CREATE TABLE c () INHERITS (a); ALTER TABLE c ALTER y SET NOT NULL, ALTER x SET STATISTICS 8`,
  },
  {
    claim: "tables that join another one or leave it with NOT NULL of their own",
    from: `CREATE TABLE a (x int, y int); CREATE TABLE b (x int NOT NULL, y int); CREATE TABLE c () INHERITS (a); ALTER TABLE c ALTER y SET NOT NULL;
      CREATE TABLE p (x int, y int) PARTITION BY LIST (x); CREATE TABLE p1 (x int, y int NOT NULL)`,
    to: `CREATE TABLE a (x int, y int); CREATE TABLE b (x int NOT NULL, y int); ALTER TABLE b INHERIT a; CREATE TABLE c (x int, y int NOT NULL);
      CREATE TABLE p (x int, y int) PARTITION BY LIST (x); CREATE TABLE p1 (x int, y int NOT NULL); ALTER TABLE p ATTACH PARTITION p1 DEFAULT`,
  },
  {
    claim: "an index by an expression goes before its column in a table that was a partition",
    from: "CREATE TABLE p (x text, y int) PARTITION BY LIST (y); CREATE TABLE q PARTITION OF p DEFAULT; CREATE INDEX ix ON p (lower(x)); CREATE INDEX i2 ON p ((x::varchar)); CREATE INDEX i3 ON p ((x || '')); CREATE INDEX i4 ON p (coalesce(x, ''))",
    to: "CREATE TABLE p (x text, y int) PARTITION BY LIST (y); CREATE TABLE q (y int); CREATE INDEX ix ON p (lower(x)); CREATE INDEX i2 ON p ((x::varchar)); CREATE INDEX i3 ON p ((x || '')); CREATE INDEX i4 ON p (coalesce(x, ''))",
  },
  {
    claim: "a check of a partition's own that says the same as one of its table",
    from: "CREATE TABLE p (x int CHECK (x > 0)) PARTITION BY LIST (x); CREATE TABLE q (y int)",
    to: `CREATE TABLE p (x int CHECK (x > 0)) PARTITION BY LIST (x); CREATE TABLE q (x int, CONSTRAINT a CHECK (x > 0));
      ALTER TABLE q ADD CONSTRAINT p_x_check CHECK (x > 0); ALTER TABLE p ATTACH PARTITION q DEFAULT`,
  },
  {
    claim: "expressions of their own of generated columns that come from another table",
    from: `CREATE TABLE a (x int, y int GENERATED ALWAYS AS (x * 2) STORED); CREATE TABLE b (y int GENERATED ALWAYS AS (x * 3) STORED) INHERITS (a);
      CREATE TABLE p (x int, y int GENERATED ALWAYS AS (x * 2) STORED) PARTITION BY LIST (x); CREATE TABLE p1 PARTITION OF p DEFAULT`,
    to: `CREATE TABLE a (x int, y int GENERATED ALWAYS AS (x * 5) STORED); CREATE TABLE b (y int GENERATED ALWAYS AS (x * 4) STORED) INHERITS (a);
      CREATE TABLE c (y int GENERATED ALWAYS AS (x * 7) STORED) INHERITS (a);
      CREATE TABLE p (x int, y int GENERATED ALWAYS AS (x * 2) STORED) PARTITION BY LIST (x); CREATE TABLE p1 PARTITION OF p (y GENERATED ALWAYS AS (x * 9) STORED) DEFAULT`,
    since: 17,
  },
  {
    claim: "the constraints behind NOT NULL of their own",
    from: "CREATE TABLE a (x int, y int); CREATE TABLE b () INHERITS (a); ALTER TABLE b ADD CONSTRAINT mine NOT NULL x, ADD NOT NULL y NOT VALID",
    to: "CREATE TABLE a (x int, y int); CREATE TABLE b () INHERITS (a); ALTER TABLE b ADD CONSTRAINT yours NOT NULL x, ADD NOT NULL y",
    since: 18,
  },
  {
    claim: "tables that begin and cease to inherit numbers and defaults",
    from: `CREATE TABLE a (id serial, x int DEFAULT 1); CREATE TABLE b (id int NOT NULL, x int DEFAULT 2); CREATE TABLE c () INHERITS (a);
      CREATE TABLE d () INHERITS (a); ALTER TABLE d ALTER id DROP DEFAULT; CREATE TABLE f () INHERITS (a)`,
    to: `CREATE TABLE a (id serial, x int DEFAULT 1); CREATE TABLE b () INHERITS (a); CREATE TABLE c (id int NOT NULL, x int DEFAULT 1);
      CREATE TABLE d () INHERITS (a); CREATE TABLE f () INHERITS (a); ALTER TABLE f ALTER id SET DEFAULT 9`,
  },
  {
    claim: "a new table has the statistics of the columns that it has from elsewhere",
    from: "CREATE TABLE a (x int); ALTER TABLE a ALTER x SET STATISTICS 500; CREATE TABLE b () INHERITS (a); ALTER TABLE b ALTER x SET STATISTICS 500",
    to: "CREATE TABLE a (x int); ALTER TABLE a ALTER x SET STATISTICS 500; CREATE TABLE b (x int); ALTER TABLE b ALTER x SET STATISTICS 500",
    ops: ["Let b no longer inherit from a"],
  },
  {
    claim: "an attribute lets go of a type before another takes the name of that",
    from: "CREATE DOMAIN t AS varchar(40); CREATE TYPE c AS (id t)",
    to: "CREATE DOMAIN d AS text; CREATE TYPE t AS (n d); CREATE TYPE c AS (id text, m int)",
  },
  {
    claim: "tables that refer to each other, one to a row and one to a number, go in an order",
    from: `CREATE TABLE b (id int PRIMARY KEY, n int); CREATE SEQUENCE s; CREATE TABLE a (id bigint PRIMARY KEY DEFAULT nextval('s'));
      ALTER SEQUENCE s OWNED BY b.n; ALTER TABLE b ADD a bigint REFERENCES a`,
    to: "CREATE TABLE c (id int)",
  },
  {
    claim: "a computed column that is made anew above takes what those below say of it themselves",
    from: `CREATE TABLE a (x int, g int GENERATED ALWAYS AS (x * 2) STORED); CREATE TABLE b () INHERITS (a); ALTER TABLE b ALTER g SET NOT NULL, ALTER g SET STATISTICS 44;
      CREATE TABLE c () INHERITS (b); ALTER TABLE c ALTER g SET STATISTICS 9`,
    to: `CREATE TABLE a (x int, g int GENERATED ALWAYS AS (x * 3) STORED); CREATE TABLE b () INHERITS (a); ALTER TABLE b ALTER g SET NOT NULL, ALTER g SET STATISTICS 44;
      CREATE TABLE c () INHERITS (b); ALTER TABLE c ALTER g SET STATISTICS 9`,
  },
  {
    claim: "a plain column that becomes a computed one above takes what those below say of it themselves",
    from: `CREATE TABLE a (x int, g int); ALTER TABLE a ALTER g SET STATISTICS 7; CREATE TABLE b () INHERITS (a); ALTER TABLE b ALTER g SET STATISTICS 44;
      CREATE TABLE c () INHERITS (a); ALTER TABLE c ALTER g SET NOT NULL`,
    to: `CREATE TABLE a (x int, g int GENERATED ALWAYS AS (x * 3) STORED); ALTER TABLE a ALTER g SET STATISTICS 7; CREATE TABLE b () INHERITS (a); ALTER TABLE b ALTER g SET STATISTICS 44;
      CREATE TABLE c () INHERITS (a); ALTER TABLE c ALTER g SET NOT NULL`,
  },
  {
    claim: "a view over others that has the name of a column of theirs",
    from: "CREATE TABLE t (z int)",
    to: "CREATE TABLE t (z int); CREATE VIEW b AS SELECT z FROM t; CREATE VIEW c AS SELECT * FROM b; CREATE VIEW z AS SELECT * FROM c",
  },
  {
    claim: "a default goes with a value of its enum before its table does, whose name a type takes",
    from: "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e DEFAULT 'a'); CREATE TABLE k (x e)",
    to: "CREATE TYPE t AS ENUM ('z'); CREATE TYPE e AS ENUM ('b'); CREATE TABLE k (x e)",
  },
  {
    claim: "defaults of lists and of partitions go with a value of their enum, and come back",
    from: `CREATE TYPE e AS ENUM ('a', 'b', 'c, "d"'); CREATE TABLE t (x e[] DEFAULT '{a,"c, \\"d\\""}', y e[] DEFAULT ARRAY['a', 'b']::e[], z e[] DEFAULT '{b}', q e[] DEFAULT '{{"a"}}');
      CREATE TABLE p (k int, v e DEFAULT 'b') PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p (v DEFAULT 'a') FOR VALUES IN (1); CREATE TABLE h (w e[]) INHERITS (t); ALTER TABLE h ALTER z SET DEFAULT '{b,a}'`,
    to: `CREATE TYPE e AS ENUM ('b', 'c, "d"'); CREATE TABLE t (x e[] DEFAULT '{"c, \\"d\\""}', y e[] DEFAULT ARRAY['b']::e[], z e[] DEFAULT '{b}', q e[]);
      CREATE TABLE p (k int, v e DEFAULT 'b') PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p (v DEFAULT 'c, "d"') FOR VALUES IN (1); CREATE TABLE h (w e[]) INHERITS (t)`,
  },
  {
    claim: "defaults of domains, and of columns of these, go with a value of their enum, and come back",
    from: "CREATE TYPE e AS ENUM ('a', 'b'); CREATE DOMAIN d AS e DEFAULT 'a'; CREATE DOMAIN dd AS d DEFAULT 'b'; CREATE DOMAIN l AS e[] DEFAULT '{b,a}'; CREATE TABLE t (x d DEFAULT 'b', y d DEFAULT 'a', z dd, v d[] DEFAULT '{a}')",
    to: "CREATE TYPE e AS ENUM ('b', 'c'); CREATE DOMAIN d AS e DEFAULT 'c'; CREATE DOMAIN dd AS d DEFAULT 'b'; CREATE DOMAIN l AS e[] DEFAULT '{b}'; CREATE TABLE t (x d DEFAULT 'b', y d, z dd, v d[] DEFAULT '{c}')",
  },
  // Policies.
  {
    claim: "policies, whom they are about and what they ask",
    from: `${roles} CREATE TABLE m (who text, doc int); CREATE TABLE d (id int, owner text)`,
    to: `${roles} CREATE TABLE m (who text, doc int); CREATE TABLE d (id int, owner text); ALTER TABLE d ENABLE ROW LEVEL SECURITY;
      CREATE POLICY "all of it" ON d; CREATE POLICY own ON d FOR UPDATE TO one, "Two" USING (owner = current_user) WITH CHECK (id > 0);
      CREATE POLICY shared ON d AS RESTRICTIVE FOR SELECT USING (EXISTS (SELECT FROM m WHERE m.doc = d.id AND who = current_user));
      CREATE POLICY made ON d FOR INSERT WITH CHECK (true); CREATE POLICY gone ON d FOR DELETE USING (false)`,
  },
  {
    claim: "what changes of a policy in its place",
    from: `${roles} CREATE TABLE d (id int, owner text); CREATE POLICY a ON d TO one; CREATE POLICY b ON d USING (id > 0) WITH CHECK (id > 1); CREATE POLICY c ON d TO one USING (id > 0)`,
    to: `${roles} CREATE TABLE d (id int, owner text); CREATE POLICY a ON d USING (id > 5); CREATE POLICY b ON d USING (id > 2) WITH CHECK (id > 3); CREATE POLICY c ON d TO "Two" USING (id > 0)`,
    ops: ["Alter policy a of d: roles, using", "Alter policy b of d: using, check", "Alter policy c of d: roles"],
  },
  {
    claim: "what needs a policy made anew",
    from: "CREATE TABLE d (id int); CREATE POLICY a ON d USING (id > 0) WITH CHECK (id > 1); CREATE POLICY b ON d; CREATE POLICY c ON d FOR DELETE USING (true)",
    to: "CREATE TABLE d (id int); CREATE POLICY a ON d USING (id > 0); CREATE POLICY b ON d AS RESTRICTIVE; CREATE POLICY c ON d FOR UPDATE USING (true)",
    ops: [
      ...["a", "b", "c"].map((name) => `Drop policy ${name} of d`),
      ...["a", "b", "c"].map((name) => `Create policy ${name} on d`),
    ],
  },
  {
    claim: "policies around the columns, views, functions and types that they name",
    from: `CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE FUNCTION f(n int) RETURNS boolean LANGUAGE sql AS 'SELECT n > 0';
      CREATE TABLE q (id int, n int); CREATE VIEW v AS SELECT n FROM q; CREATE TABLE d (id int, m mood, g int, gone int);
      CREATE POLICY a ON d USING (id > 0); CREATE POLICY b ON d USING (m = 'ok'); CREATE POLICY c ON d USING (f(g));
      CREATE POLICY e ON d USING (id IN (SELECT n FROM v)); CREATE POLICY h ON d USING (gone > 0)`,
    to: `CREATE TYPE mood AS ENUM ('ok', 'sad'); CREATE FUNCTION f(m int) RETURNS boolean LANGUAGE sql AS 'SELECT m > 1';
      CREATE TABLE q (id int, n bigint); CREATE VIEW v AS SELECT n FROM q; CREATE TABLE d (id bigint, m mood, g int, new int);
      CREATE POLICY a ON d USING (id > 0); CREATE POLICY b ON d USING (m = 'ok'); CREATE POLICY c ON d USING (f(g));
      CREATE POLICY e ON d USING (id IN (SELECT n FROM v)); CREATE POLICY h ON d USING (new > 0)`,
  },
  {
    claim: "policies of partitions, of tables that inherit, and of a namespace",
    from: "CREATE SCHEMA s; CREATE TABLE s.e (id int, n int) PARTITION BY LIST (n); CREATE TABLE a (x int)",
    to: `CREATE SCHEMA s; CREATE TABLE s.e (id int, n int) PARTITION BY LIST (n); CREATE TABLE s.e1 PARTITION OF s.e FOR VALUES IN (1);
      CREATE TABLE a (x int); CREATE TABLE b (y int) INHERITS (a);
      CREATE POLICY p ON s.e USING (id > 0); CREATE POLICY p ON s.e1 USING (id > 1); CREATE POLICY p ON b USING (x > y AND x IN (SELECT id FROM s.e))`,
  },
  // Triggers.
  {
    claim: "when triggers fire",
    from: `${function_} CREATE TABLE t (a int); CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f(); CREATE TRIGGER h BEFORE INSERT ON t EXECUTE FUNCTION f(); ALTER TABLE t ENABLE ALWAYS TRIGGER h`,
    to: `${function_} CREATE TABLE t (a int); CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f(); CREATE TRIGGER h BEFORE INSERT ON t EXECUTE FUNCTION f(); ALTER TABLE t DISABLE TRIGGER g; CREATE TRIGGER i BEFORE INSERT ON t EXECUTE FUNCTION f(); ALTER TABLE t ENABLE REPLICA TRIGGER i`,
  },
  {
    claim: "constraint triggers",
    from: `${function_} CREATE TABLE t (a int); CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f()`,
    to: `${function_} CREATE TABLE t (a int); CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()`,
  },
  // Rules.
  {
    claim: "rules of tables and views, and when they hold",
    from: "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE TABLE log (a int, at timestamptz DEFAULT now())",
    to: `CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE TABLE log (a int, at timestamptz DEFAULT now());
      CREATE RULE "to log" AS ON UPDATE TO t WHERE NEW.a <> OLD.a DO ALSO INSERT INTO log (a) VALUES (OLD.a); CREATE RULE stay AS ON DELETE TO t DO INSTEAD NOTHING;
      CREATE RULE ins AS ON INSERT TO v DO INSTEAD (INSERT INTO t VALUES (NEW.a); NOTIFY v); CREATE RULE del AS ON DELETE TO v DO INSTEAD DELETE FROM t WHERE t.a = OLD.a;
      ALTER TABLE t DISABLE RULE stay; ALTER TABLE t ENABLE ALWAYS RULE "to log"`,
  },
  {
    claim: "what changes of a rule",
    from: `CREATE TABLE t (a int); CREATE RULE a AS ON DELETE TO t DO INSTEAD NOTHING; CREATE RULE b AS ON UPDATE TO t DO INSTEAD NOTHING; ALTER TABLE t DISABLE RULE b;
      CREATE RULE c AS ON INSERT TO t DO INSTEAD NOTHING`,
    to: `CREATE TABLE t (a int); CREATE RULE a AS ON DELETE TO t WHERE OLD.a > 0 DO INSTEAD NOTHING; CREATE RULE b AS ON UPDATE TO t DO INSTEAD NOTHING;
      CREATE RULE c AS ON INSERT TO t DO INSTEAD NOTHING; COMMENT ON RULE c ON t IS 'why'`,
    ops: ["Drop rule a of t", "Create rule a on t", "Enable rule b of t", "Set comment of rule c of t"],
  },
  {
    claim: "rules around the columns, tables, views, functions and types that they name",
    from: `CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE FUNCTION f(n int) RETURNS int LANGUAGE sql AS 'SELECT n';
      CREATE TABLE log (n int, m mood); CREATE TABLE gone (n int); CREATE TABLE t (n int, m mood, x int); CREATE VIEW v AS SELECT n, x FROM t;
      CREATE RULE a AS ON DELETE TO t DO ALSO INSERT INTO log (n) VALUES (OLD.n); CREATE RULE b AS ON UPDATE TO t WHERE NEW.m = 'ok' DO INSTEAD NOTHING;
      CREATE RULE c AS ON INSERT TO t DO ALSO INSERT INTO gone VALUES (NEW.x); CREATE RULE d AS ON INSERT TO v DO INSTEAD INSERT INTO log (n) VALUES (f(NEW.x));
      CREATE RULE e AS ON DELETE TO log DO ALSO INSERT INTO log (m) SELECT m FROM t WHERE f(t.n) > 0`,
    to: `CREATE TYPE mood AS ENUM ('ok', 'sad'); CREATE FUNCTION f(m int) RETURNS int LANGUAGE sql AS 'SELECT m + 1';
      CREATE TABLE log (n bigint, m mood); CREATE TABLE t (n int, m mood, y int); CREATE VIEW v AS SELECT n + 1 AS n, y FROM t;
      CREATE RULE a AS ON DELETE TO t DO ALSO INSERT INTO log (n) VALUES (OLD.n); CREATE RULE b AS ON UPDATE TO t WHERE NEW.m = 'ok' DO INSTEAD NOTHING;
      CREATE RULE c AS ON INSERT TO t DO ALSO INSERT INTO log (n) VALUES (NEW.y); CREATE RULE d AS ON INSERT TO v DO INSTEAD INSERT INTO log (n) VALUES (f(NEW.y));
      CREATE RULE e AS ON DELETE TO log DO ALSO INSERT INTO log (m) SELECT m FROM t WHERE f(t.n) > 0`,
  },
  {
    claim: "rules of partitions, of tables that inherit, and of a namespace, one named as a trigger of its table",
    from: `${function_} CREATE SCHEMA s; CREATE TABLE s.e (id int, n int) PARTITION BY LIST (n); CREATE TABLE a (x int)`,
    to: `${function_} CREATE SCHEMA s; CREATE TABLE s.e (id int, n int) PARTITION BY LIST (n); CREATE TABLE s.e1 PARTITION OF s.e FOR VALUES IN (1);
      CREATE TABLE a (x int); CREATE TABLE b (y int) INHERITS (a); CREATE TRIGGER r BEFORE INSERT ON a EXECUTE FUNCTION f();
      CREATE RULE r AS ON UPDATE TO s.e DO INSTEAD NOTHING; CREATE RULE r AS ON UPDATE TO s.e1 DO ALSO DELETE FROM a WHERE x = OLD.id; CREATE RULE r AS ON DELETE TO a DO INSTEAD NOTHING;
      CREATE RULE r AS ON DELETE TO b WHERE OLD.x > OLD.y DO INSTEAD NOTHING`,
  },
  // Statistics over several columns.
  {
    claim: "statistics over several columns, their kinds and targets",
    from: "CREATE SCHEMA s; CREATE TABLE t (a int, b text, c date); CREATE TABLE s.u (a int, b int)",
    to: `CREATE SCHEMA s; CREATE TABLE t (a int, b text, c date); CREATE TABLE s.u (a int, b int); CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
      CREATE STATISTICS "all of it" ON c, a, b FROM t; CREATE STATISTICS few (mcv, ndistinct) ON a, b FROM t; CREATE STATISTICS s.mine (dependencies) ON a, c FROM t;
      CREATE STATISTICS apart ON a, b FROM s.u; CREATE STATISTICS s.apart ON a, b FROM s.u; CREATE STATISTICS of_view ON a, b FROM m;
      ALTER STATISTICS few SET STATISTICS 0; ALTER STATISTICS apart SET STATISTICS 500; COMMENT ON STATISTICS s.mine IS 'why'`,
  },
  {
    claim: "what changes of statistics",
    from: `CREATE TABLE t (a int, b int, c int); CREATE STATISTICS a ON a, b FROM t; CREATE STATISTICS b (mcv) ON a, b FROM t; CREATE STATISTICS c ON a, b FROM t; CREATE STATISTICS d ON a, b FROM t;
      ALTER STATISTICS c SET STATISTICS 10`,
    to: `CREATE TABLE t (a int, b int, c int); CREATE STATISTICS a ON b, c FROM t; CREATE STATISTICS b ON a, b FROM t; CREATE STATISTICS c ON b, a FROM t; CREATE STATISTICS d (mcv, ndistinct, dependencies) ON a, b FROM t;
      ALTER STATISTICS d SET STATISTICS 20; COMMENT ON STATISTICS c IS 'why'`,
    ops: [
      ...["Drop statistics a", "Drop statistics b", "Create statistics a on t", "Create statistics b on t"],
      ...["Set the target of statistics c: that of the columns", "Set the target of statistics d: 20"],
      "Set comment of statistics c",
    ],
  },
  {
    claim: "statistics of expressions",
    from: "CREATE TABLE t (a int, b text)",
    to: `CREATE TABLE t (a int, b text); CREATE STATISTICS x ON (a % 7) FROM t; CREATE STATISTICS y (mcv) ON lower(b), a, (a + 1) FROM t; ALTER STATISTICS x SET STATISTICS 10`,
    since: 14,
  },
  {
    claim: "statistics of columns that go, of another type, and of computed ones that are made anew",
    from: `CREATE TABLE t (a int, b int, c text, gone int, g int GENERATED ALWAYS AS (a + 1) STORED); CREATE STATISTICS x ON a, gone FROM t; CREATE STATISTICS y ON a, c FROM t;
      CREATE STATISTICS z ON a, g FROM t; ALTER STATISTICS z SET STATISTICS 10; COMMENT ON STATISTICS z IS 'why'; CREATE STATISTICS w ON b, gone FROM t`,
    to: `CREATE TABLE t (a int, b bigint, c varchar(9), g int GENERATED ALWAYS AS (a + 2) STORED); CREATE STATISTICS x ON a, b FROM t; CREATE STATISTICS y ON a, c FROM t;
      CREATE STATISTICS z ON a, g FROM t; ALTER STATISTICS z SET STATISTICS 10; COMMENT ON STATISTICS z IS 'why'`,
  },
  {
    claim: "statistics of a column that becomes a computed one, here and below",
    from: `CREATE TABLE t (a int, g int); CREATE TABLE h () INHERITS (t); CREATE TABLE p (a int, g int, k int) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      CREATE STATISTICS x ON a, g FROM t; CREATE STATISTICS y ON a, g FROM h; CREATE STATISTICS z ON a, g FROM p; CREATE STATISTICS w ON a, g FROM p1`,
    to: `CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a * 2) STORED); CREATE TABLE h () INHERITS (t); CREATE TABLE p (a int, g int GENERATED ALWAYS AS (a * 2) STORED, k int) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      CREATE STATISTICS x ON a, g FROM t; CREATE STATISTICS y ON a, g FROM h; CREATE STATISTICS z ON a, g FROM p; CREATE STATISTICS w ON a, g FROM p1`,
  },
  {
    claim: "statistics around the types, functions and views that they name",
    from: `CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE FUNCTION f(n int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT n'; CREATE TABLE t (a int, m mood, s mood, g boolean GENERATED ALWAYS AS (s = 'ok') STORED);
      CREATE MATERIALIZED VIEW v AS SELECT a, m FROM t; CREATE STATISTICS x ON (m = 'ok'), a FROM t; CREATE STATISTICS y ON (f(a)) FROM t; CREATE STATISTICS z ON a, m FROM v; CREATE STATISTICS w ON a, g FROM t`,
    to: `CREATE TYPE mood AS ENUM ('ok', 'sad'); CREATE FUNCTION f(m int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT m + 1'; CREATE TABLE t (a int, m mood, s mood, g boolean GENERATED ALWAYS AS (s = 'ok') STORED);
      CREATE MATERIALIZED VIEW v AS SELECT a, m FROM t; CREATE STATISTICS x ON (m = 'ok'), a FROM t; CREATE STATISTICS y ON (f(a)) FROM t; CREATE STATISTICS z ON a, m FROM v; CREATE STATISTICS w ON a, g FROM t`,
    since: 14,
  },
  {
    claim: "a target of statistics stays when their columns change",
    from: `CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (a int, b int, m mood); CREATE TABLE h () INHERITS (t); CREATE STATISTICS x ON a, b FROM t; CREATE STATISTICS y ON a, m FROM t; CREATE STATISTICS z ON b, m FROM h;
      ALTER STATISTICS x SET STATISTICS 10; ALTER STATISTICS y SET STATISTICS 20; ALTER STATISTICS z SET STATISTICS 30`,
    to: `CREATE TYPE mood AS ENUM ('ok', 'sad'); CREATE TABLE t (a int, b bigint, m mood); CREATE TABLE h () INHERITS (t); CREATE STATISTICS x ON a, b FROM t; CREATE STATISTICS y ON a, m FROM t; CREATE STATISTICS z ON b, m FROM h;
      ALTER STATISTICS x SET STATISTICS 10; ALTER STATISTICS y SET STATISTICS 20; ALTER STATISTICS z SET STATISTICS 30`,
    ops: ['Alter enum mood: "ok", "sad"', "Alter column t.b: type"],
  },
  {
    claim: "statistics of an expression whose column gets another type, and of a table that goes",
    from: "CREATE TABLE t (a text, b int); CREATE TABLE u (a int, b int); CREATE STATISTICS x ON lower(a), b FROM t; CREATE STATISTICS y ON a, b FROM u",
    to: "CREATE TABLE t (a varchar(20), b int); CREATE STATISTICS x ON lower(a), b FROM t",
    since: 14,
  },
];

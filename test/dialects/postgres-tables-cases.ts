/** Two states of a database, as scripts. Each is made of nothing, turned into the other, and back. */
export interface PairCase {
  readonly claim: string;
  readonly from: string;
  readonly to: string;
  /** The first version that has it. */
  readonly since?: number;
  /** What the ops must be, in words; absent is whatever they are. */
  readonly ops?: readonly string[];
}

const heap2 = "CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;";
const function_ = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';";
const periods = "CREATE EXTENSION btree_gist SCHEMA pg_catalog;";

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
];

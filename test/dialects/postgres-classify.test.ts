import { beforeAll, describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import { classify } from "../../src/dialects/postgres/classify.ts";
import { loadParser } from "../../src/dialects/postgres/syntax-tree.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";

const Q = "unknown";
const server = { version: "18.4" };

beforeAll(loadParser);

type Truth = boolean | "unknown";

describe("the text of a statement tells", () => {
  /** Locks as `table MODE`, the modes shortened to their initials; "" is none. */
  type Row = readonly [sql: string, locks: string, scans: Truth, rewrites: Truth, loses?: string];
  const rows: readonly Row[] = [
    ["CREATE TABLE a (x int)", "", false, false],
    ["CREATE TABLE a (x int REFERENCES s.b (x))", "s.b SRE", false, false],
    ["CREATE TABLE a PARTITION OF p DEFAULT", "p AE", Q, false],
    ["CREATE UNLOGGED TABLE a AS SELECT * FROM b", "", Q, false],
    ["CREATE UNIQUE INDEX i ON s.a (x)", "s.a S", true, false],
    ["CREATE INDEX i ON ONLY s.a (x)", "s.a S", Q, false],
    ["CREATE INDEX CONCURRENTLY ON a (x)", "a SUE", true, false],
    ["DROP INDEX i", "i AE", false, false],
    ["CREATE OR REPLACE FUNCTION f() RETURNS int AS 'SELECT 1' LANGUAGE sql", "", false, false],
    ["CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()", "a SRE", false, false],
    ["CREATE CONSTRAINT TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()", "a SRE", false, false],
    ["CREATE RULE r AS ON INSERT TO a DO NOTHING", "a AE", false, false],
    ["CREATE POLICY p ON a", "a AE", false, false],
    ["CREATE TYPE mood AS ENUM ('a')", "", false, false],
    ["CREATE MATERIALIZED VIEW m AS SELECT 1", "", Q, false],
    ["CREATE MATERIALIZED VIEW m AS SELECT 1 WITH NO DATA", "", false, false],
    ['DROP TABLE IF EXISTS "A", s.b', "A AE, s.b AE", false, false, 'the rows of "A", "s.b"'],
    ["DROP SCHEMA s", "", false, false],
    ["DROP SCHEMA s CASCADE", Q, false, false, 'all that is in "s"'],
    ["ALTER TABLE a ADD x int", "a AE", false, false],
    ["ALTER TABLE a ADD COLUMN IF NOT EXISTS x int DEFAULT 1 NOT NULL", "a AE", false, false],
    ["ALTER TABLE a ADD x timestamptz DEFAULT now()", "a AE", false, false],
    ["ALTER TABLE a ADD x float8 DEFAULT random()", "a AE", true, true],
    ["ALTER TABLE a ADD x int DEFAULT my_function()", "a AE", Q, Q],
    ["ALTER TABLE a ADD x bigserial", "a AE", true, true],
    ["ALTER TABLE a ADD x int GENERATED ALWAYS AS IDENTITY", "a AE", true, true],
    ["ALTER TABLE a ADD x int GENERATED ALWAYS AS (y + 1) VIRTUAL", "a AE", false, false],
    ["ALTER TABLE a ADD x my_domain", "a AE", Q, Q],
    ["ALTER TABLE a ADD x int CHECK (x > 0)", "a AE", true, false],
    ["ALTER TABLE a ADD x int REFERENCES b", "a AE, b SRE", false, false],
    ["ALTER TABLE a ADD x int DEFAULT 1 REFERENCES b", "a AE, b SRE", true, false],
    [
      "ALTER TABLE IF EXISTS ONLY s.a DROP COLUMN IF EXISTS x",
      "s.a AE",
      false,
      false,
      'the values of column "x" of "s.a"',
    ],
    ["ALTER TABLE a ALTER x TYPE text", "a AE", Q, Q],
    ["ALTER TABLE a ALTER COLUMN x SET NOT NULL", "a AE", Q, false],
    ["ALTER TABLE a ALTER x SET DEFAULT 1", "a AE", false, false],
    ["ALTER TABLE a ALTER x SET STATISTICS 100", "a SUE", false, false],
    ["ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0)", "a AE", true, false],
    ["ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0) NOT VALID", "a AE", false, false],
    ["ALTER TABLE a VALIDATE CONSTRAINT c", "a SUE", true, false],
    ["ALTER TABLE a ADD UNIQUE USING INDEX i", "a AE", false, false],
    ["ALTER TABLE a ADD PRIMARY KEY (x)", "a AE", true, false],
    ["ALTER TABLE a ADD FOREIGN KEY (x) REFERENCES b", "a SRE, b SRE", true, false],
    ["ALTER TABLE a ADD FOREIGN KEY (x) REFERENCES b NOT VALID", "a SRE, b SRE", false, false],
    ["ALTER TABLE a DISABLE TRIGGER ALL", "a SRE", false, false],
    ["ALTER TABLE a ENABLE ROW LEVEL SECURITY", "a AE", false, false],
    ["ALTER TABLE a SET UNLOGGED", "a AE", true, true],
    ["ALTER TABLE a SET (fillfactor = 50)", "a SUE", false, false],
    ["ALTER TABLE a RENAME TO b", "a AE", false, false],
    ["ALTER TABLE a ATTACH PARTITION p DEFAULT", "a SUE, p AE", Q, false],
    [
      "ALTER TABLE a VALIDATE CONSTRAINT c, DROP x, ALTER y TYPE numeric(1, 2)",
      "a AE",
      true,
      Q,
      'the values of column "x" of "a"',
    ],
    ["ALTER TYPE mood ADD VALUE 'b'", "", false, false],
    ["ALTER DOMAIN d ADD CHECK (value > 0)", Q, true, false],
    ["INSERT INTO a VALUES (1)", "a RE", false, false],
    [
      "INSERT INTO a VALUES (1) ON CONFLICT (x) DO UPDATE SET y = 1",
      "a RE",
      false,
      false,
      'the old values in the rows of "a" that are there already',
    ],
    ["UPDATE ONLY a SET x = 1", "a RE", true, true, 'the old values in all rows of "a"'],
    ["UPDATE a SET x = 1 WHERE y", "a RE", Q, Q, 'the old values in the rows that it finds of "a"'],
    ["DELETE FROM a", "a RE", true, false, 'all rows of "a"'],
    ["DELETE FROM a USING b WHERE b.x = a.x", "a RE", Q, false, 'the rows that it finds of "a"'],
    [
      "WITH d AS (DELETE FROM b RETURNING *) INSERT INTO a SELECT * FROM d",
      "a RE, b RE",
      true,
      false,
      'all rows of "b"',
    ],
    ["WITH d AS (DELETE FROM b RETURNING *) SELECT * FROM d", Q, Q, Q, 'all rows of "b"'],
    ["EXPLAIN ANALYZE DELETE FROM b", Q, Q, Q, 'all rows of "b"'],
    ["CREATE SCHEMA s CREATE TABLE a (x int REFERENCES b)", "b SRE", false, false],
    ["TRUNCATE a, s.b", "a AE, s.b AE", false, false, 'all rows of "a", "s.b"'],
    ["TRUNCATE TABLE a CASCADE", Q, false, false, 'all rows of "a", and of all that refer to them'],
    ["VACUUM (FULL) a", "a AE", true, true],
    ["REFRESH MATERIALIZED VIEW CONCURRENTLY m", "m E", true, false],
    ["LOCK TABLE a IN SHARE ROW EXCLUSIVE MODE", "a SRE", false, false],
    ["LOCK a, b", "a AE, b AE", false, false],
    ["LOCK a IN ACCESS SHARE MODE", "", false, false],
    ["COMMENT ON TABLE s.a IS 'x'", "s.a SUE", false, false],
    ["COMMENT ON COLUMN s.a.x IS 'x'", "s.a SUE", false, false],
    ["COMMENT ON TYPE mood IS 'x'", "", false, false],
    ["SELECT do_all()", Q, Q, Q],
    ["DO $$ BEGIN END $$", Q, Q, Q],
    ["CALL p()", Q, Q, Q],
    ["", Q, Q, Q],
  ];
  it.each(rows.map((row) => ({ sql: row[0], row })))("$sql", ({ row: [sql, locks, scans, rewrites, loses] }) => {
    const found = classify(sql, server);
    const modes =
      found.locks === "unknown"
        ? Q
        : found.locks.map(({ relation, mode }) => `${relation} ${initials(mode)}`).join(", ");
    expect([modes, found.scans, found.rewrites, found.loses]).toEqual([locks, scans, rewrites, loses]);
  });

  it("a page of the manual for all that isn't unknown", () => {
    for (const [sql, locks] of rows) {
      if (locks !== Q)
        expect(classify(sql, server).source).toMatch(
          /^https:\/\/www\.postgresql\.org\/docs\/current\/sql-[a-z-]+\.html$/,
        );
    }
  });
});

describe("what the grammar doesn't take", () => {
  it.each([
    ["FLY TO moon", "1:1"],
    ["CREATE TABLE a (\n  é int,\n  y int,,\n)", "3:9"],
    ["SELECT 'a", "1:8"],
    ["ALTER TABLE a ADD COLUMN", "1:25"],
  ])("is refused with its place: %s", (sql, at) => {
    for (const version of ["14.1", "15.18", "18.4"]) {
      try {
        classify(sql, { version });
        expect.unreachable();
      } catch (error) {
        expect(isLimbeckError(error, "DIALECT_SYNTAX") && error.details["at"]).toBe(at);
        expect(String(error)).toContain(`at ${at}:\n`);
      }
    }
  });

  it.each(["13.23", "19.0", "15.12-YB-2025.1", "16.3.0", "0"])("may be something to a server %s", (version) => {
    expect(classify("FLY TO moon", { version })).toMatchObject({ locks: Q, transactional: true, source: Q });
  });
});

describe("the server says which statements it refuses in a transaction", () => {
  const outside = [
    ...["CREATE INDEX CONCURRENTLY i ON a (x)", "create unique index concurrently if not exists i on a (x)"],
    ...[
      "DROP INDEX CONCURRENTLY j",
      "REINDEX TABLE CONCURRENTLY a",
      "REINDEX (CONCURRENTLY) INDEX j",
      "REINDEX SCHEMA public",
    ],
    ...["VACUUM", "VACUUM FULL a", "VACUUM (ANALYZE) a", "CREATE DATABASE never", "DROP DATABASE never"],
    ...["CREATE TABLESPACE t LOCATION '/never'", "DROP TABLESPACE t", "ALTER SYSTEM SET work_mem = '4MB'", "CLUSTER"],
    ...[
      "ALTER DATABASE postgres SET TABLESPACE pg_default",
      "ALTER TABLE p DETACH PARTITION q CONCURRENTLY",
      "REINDEX (CONCURRENTLY off) SCHEMA public",
      "VACUUM (FULL false) a",
      "DISCARD ALL",
    ],
    ...["CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p"],
  ];
  const inside = [
    ...["CREATE INDEX i ON a (x)", "DROP INDEX j", "REINDEX TABLE a", "ANALYZE a", "CLUSTER a USING j", "ANALYZE"],
    ...["ALTER TYPE mood ADD VALUE 'b'", "ALTER TABLE p DETACH PARTITION q", "TRUNCATE a", "DISCARD TEMP"],
    ...["REFRESH MATERIALIZED VIEW m", "REFRESH MATERIALIZED VIEW CONCURRENTLY m", "SAVEPOINT s", "LOCK a"],
    ...[
      "ALTER DATABASE postgres SET work_mem = '4MB'",
      "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (connect = false)",
    ],
    ...[
      "DO $$ BEGIN PERFORM 1; END $$",
      "CREATE ROLE never_made",
      "SELECT 'CREATE INDEX CONCURRENTLY'",
      "GRANT SELECT ON a TO PUBLIC",
    ],
  ];

  it("as it is classified", async () => {
    const url = await freshDatabase();
    await administer(
      url,
      `CREATE TABLE a (x int); CREATE INDEX j ON a (x); CREATE TYPE mood AS ENUM ('a');
       CREATE TABLE p (x int) PARTITION BY LIST (x); CREATE TABLE q PARTITION OF p FOR VALUES IN (1);
       CREATE MATERIALIZED VIEW m AS SELECT 1 AS x; CREATE UNIQUE INDEX k ON m (x)`,
    );
    const said: Record<string, boolean> = {};
    const found: Record<string, boolean> = {};
    for (const sql of [...outside, ...inside]) {
      said[sql] = classify(sql, server).transactional;
      found[sql] = !((await refusesTransaction(url, sql)) ?? !said[sql]);
    }
    expect(said).toEqual(found);
    expect(outside.filter((sql) => said[sql])).toEqual([]);
  });
});

describe("a revision can't take the transaction out of Limbeck's hands:", () => {
  it.each([
    "BEGIN",
    "start transaction",
    "COMMIT",
    "END",
    "ROLLBACK",
    "ABORT",
    "PREPARE TRANSACTION 'x'",
    "/* a */ commit;",
  ])("%s", (sql) => {
    try {
      classify(sql, server);
    } catch (error) {
      expect(isLimbeckError(error, "DIALECT_UNSUPPORTED")).toBe(true);
      return;
    }
    expect.unreachable();
  });

  it.each(["SAVEPOINT a", "RELEASE a", "ROLLBACK TO a", "ROLLBACK TO SAVEPOINT a"])("but %s stays inside", (sql) => {
    expect(classify(sql, server).transactional).toBe(true);
  });
});

/** Undefined where the server is too old for the statement. */
async function refusesTransaction(url: string, sql: string): Promise<boolean | undefined> {
  try {
    await administer(url, `BEGIN; ${sql}; ROLLBACK`);
    return false;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "42601" ? undefined : code === "25001";
  }
}

function initials(mode: string): string {
  return mode
    .split(" ")
    .map((word) => word[0])
    .join("");
}

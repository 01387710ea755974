import { describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import { classify } from "../../src/dialects/sqlite/classify.ts";

const Q = "unknown";

describe("the text of a statement tells", () => {
  type Truth = boolean | "unknown";
  type Row = readonly [sql: string, scans: Truth, rewrites: Truth, transactional: boolean, loses?: string | undefined];
  const rows: readonly Row[] = [
    ["CREATE TABLE a (x)", false, false, true],
    ["CREATE TABLE a AS SELECT * FROM b", Q, false, true],
    ["CREATE TEMP TABLE a (x)", false, false, true],
    ["create virtual table f using fts5(x)", false, false, true],
    ["CREATE UNIQUE INDEX i ON a (x)", true, false, true],
    ["CREATE VIEW v AS SELECT 1", false, false, true],
    ["CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM a; END", false, false, true],
    ["DROP TABLE a", true, false, true, 'the rows of "a"'],
    ['DROP TABLE IF EXISTS main."a b"', true, false, true, 'the rows of "a b"'],
    ["DROP INDEX i", false, false, true],
    ["DROP VIEW v", false, false, true],
    ["ALTER TABLE a RENAME TO b", false, false, true],
    ["ALTER TABLE a RENAME COLUMN x TO y", false, false, true],
    ["ALTER TABLE a RENAME x TO y", false, false, true],
    ["ALTER TABLE a ADD COLUMN y INT", false, false, true],
    ["ALTER TABLE a ADD y INT CHECK (y > 0)", true, false, true],
    ["ALTER TABLE a ADD y AS (x + 1)", true, false, true],
    ["ALTER TABLE main.a DROP COLUMN x", true, true, true, 'the values of column "x" of "a"'],
    ["ALTER TABLE a DROP x", true, true, true, 'the values of column "x" of "a"'],
    ["ALTER TABLE a ALTER COLUMN x SET NOT NULL", true, false, true],
    ["ALTER TABLE a DROP CONSTRAINT c", false, false, true],
    ["DELETE FROM a", true, Q, true, 'all rows of "a"'],
    ["DELETE FROM main.a WHERE x = 1", Q, Q, true, 'the rows that it finds of "a"'],
    ["UPDATE a SET x = 1", true, true, true, 'the old values in all rows of "a"'],
    ["UPDATE OR IGNORE a SET x = 1 WHERE y", Q, Q, true, 'the old values in the rows that it finds of "a"'],
    ["WITH c AS (SELECT 1 FROM b WHERE x) DELETE FROM a", true, Q, true, 'all rows of "a"'],
    ["INSERT INTO a VALUES (1)", false, false, true],
    ["INSERT INTO a SELECT * FROM b", Q, false, true],
    ["REPLACE INTO a VALUES (1)", false, false, true, 'the rows of "a" that the new ones replace'],
    ["INSERT OR REPLACE INTO a VALUES (1)", false, false, true, 'the rows of "a" that the new ones replace'],
    [
      "INSERT INTO a VALUES (1) ON CONFLICT DO UPDATE SET x = 2",
      false,
      false,
      true,
      'the old values in the rows of "a" that are there already',
    ],
    ["VACUUM", true, true, false],
    ["VACUUM INTO 'b.db'", true, false, false],
    ["ATTACH 'b.db' AS b", false, false, false],
    ["DETACH b", false, false, false],
    ["PRAGMA journal_mode = WAL", Q, Q, false],
    ["PRAGMA foreign_keys = ON", Q, Q, false],
    ["PRAGMA main.synchronous(1)", Q, Q, false],
    ["PRAGMA foreign_keys", false, false, true],
    ["PRAGMA user_version = 3", false, false, true],
    ["PRAGMA foreign_key_check", true, false, true],
    ["SAVEPOINT s", false, false, true],
    ["ROLLBACK TO SAVEPOINT s", false, false, true],
    ["REINDEX", true, false, true],
    ["FROBNICATE a", Q, Q, true],
  ];
  it.each(
    rows.map(([sql, scans, rewrites, transactional, loses]) => [sql, scans, rewrites, transactional, loses] as const),
  )("%s", (sql, scans, rewrites, transactional, loses) => {
    const facts = classify(sql);
    expect(facts).toMatchObject({ scans, rewrites, transactional });
    expect(facts.loses).toBe(loses);
    expect(facts.source).toMatch(sql.startsWith("FROB") ? /^unknown$/ : /^https:\/\/www\.sqlite\.org\/\w+\.html/);
  });
});

describe("a transaction is Limbeck's own:", () => {
  it.each(["BEGIN", "begin immediate", "COMMIT", "END TRANSACTION", "ROLLBACK"])("%s is refused", (sql) => {
    try {
      classify(sql);
    } catch (error) {
      expect(isLimbeckError(error, "DIALECT_UNSUPPORTED")).toBe(true);
      return;
    }
    expect.unreachable();
  });
});

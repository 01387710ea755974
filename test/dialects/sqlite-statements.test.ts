import { describe, expect, it } from "vitest";
import { parseStatement } from "../../src/dialects/sqlite/parse.ts";
import { mariadbStatements, mysqlStatements } from "./mysql-statements.ts";
import { sqliteStatements } from "./sqlite-statements.ts";

describe("statements that SQLite takes are placed", () => {
  it.each(sqliteStatements)("%s", (sql) => {
    expect(parseStatement(sql)).not.toMatchObject({ kind: "unknown" });
  });

  it("as many as were tried on the servers, with those of MySQL and MariaDB", () => {
    expect(sqliteStatements.length + mysqlStatements.length + mariadbStatements.length).toBe(129);
  });
});

describe("what isn't understood is unknown, with the place", () => {
  it.each([
    ["FROBNICATE a", /no statement begins with "FROBNICATE"/],
    ["ALTER TABLE t FROB x", /expected ADD before "FROB x"/],
    ["ALTER TABLE t DROP COLUMN a, DROP COLUMN b", /expected the end before ", DROP COLUMN b"/],
    ["ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)", /expected CHECK before "UNIQUE/],
    ["CREATE TABLE t (a INT", /expected a constraint before its end/],
    ["CREATE FROB t", /expected TRIGGER before "FROB t"/],
    ["DROP TABLE a, b", /expected the end before ", b"/],
    ["SELECT 'a", /a string has no end/],
    ["SELECT 1 /* a", /a comment has no end/],
    ["", /no statement begins with ""/],
  ])("%s", (sql, reason) => {
    expect(parseStatement(sql)).toEqual({ kind: "unknown", reason: expect.stringMatching(reason) });
  });
});

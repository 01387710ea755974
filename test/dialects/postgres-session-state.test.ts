import { beforeAll, describe, expect, it } from "vitest";
import { sessionState } from "../../src/dialects/postgres/session-state.ts";
import { loadParser } from "../../src/dialects/postgres/syntax-tree.ts";

beforeAll(loadParser);

describe("what a statement leaves in its session", () => {
  it.each<readonly [string, string, readonly string[]]>([
    ["SET ROLE owner", "again", ["*"]],
    ["SET SESSION AUTHORIZATION bob", "again", ["*"]],
    ["SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "again", ["*"]],
    ["SET TIME ZONE 'UTC'", "again", ["*"]],
    ["SET app.tenant = '7'", "again", ["*"]],
    ["RESET ALL", "again", ["*"]],
    ["SELECT pg_catalog.set_config('search_path', '', false)", "again", ["*"]],
    ["SELECT set_config('app.n', max(id)::text, false) FROM t", "once", ["*"]],
    ["SELECT set_config('app.t', now()::text, false)", "once", ["*"]],
    ["DISCARD ALL", "once", ["*"]],
    ['CREATE TEMP TABLE "T" (a int)', "once", ["T"]],
    ["CREATE TABLE pg_temp.T (a int)", "once", ["t"]],
    ["CREATE TEMPORARY TABLE t AS SELECT 1", "once", ["t"]],
    ["SELECT 1 AS a INTO TEMP t", "once", ["t"]],
    ["CREATE TEMP VIEW v AS SELECT 1", "once", ["v"]],
    ["CREATE TEMP SEQUENCE s", "once", ["s"]],
    ["PREPARE p AS SELECT 1", "once", ["prepared p"]],
    ["DECLARE c CURSOR WITH HOLD FOR SELECT 1", "once", ["cursor c"]],
    ["DO $$ BEGIN CREATE TEMP TABLE IF NOT EXISTS t (a int); END $$", "perhaps", ["t"]],
    ["DO $$ BEGIN PERFORM set_config('app.n', '1', false); END $$", "perhaps", ["*"]],
    ["DROP TABLE IF EXISTS t", "gone", ["t"]],
    ["DROP VIEW pg_temp.v", "gone", ["v"]],
    ["DEALLOCATE p", "gone", ["prepared p"]],
    ["CLOSE c", "gone", ["cursor c"]],
  ])("%s: %s", (sql, how, names) => {
    expect(sessionState.leftBy(sql)).toEqual({ how, names });
  });

  it.each([
    "SET LOCAL ROLE owner",
    "SET TRANSACTION READ ONLY",
    "SELECT set_config('app.n', '1', true)",
    "CREATE TEMP TABLE t (a int) ON COMMIT DROP",
    "CREATE TABLE t (a int)",
    "DECLARE c CURSOR FOR SELECT 1",
    "DROP TABLE app.t",
    "DROP INDEX t",
    "DO $$ BEGIN UPDATE t SET role = 'x'; END $$",
    "SELECT 1",
    "INSERT INTO t VALUES (1)",
  ])("%s leaves nothing", (sql) => {
    expect(sessionState.leftBy(sql)).toBeUndefined();
  });

  it.each<readonly [string, readonly string[]]>([
    ["INSERT INTO s SELECT a FROM t", ["t"]],
    ["INSERT INTO s SELECT a FROM pg_temp.T", ["t"]],
    ["SELECT * FROM app.t", []],
    ["SELECT 't'", []],
    ['SELECT * FROM "T"', []],
    ["DO $$ BEGIN PERFORM 1 FROM t; END $$", ["t"]],
    ["CREATE TEMP TABLE IF NOT EXISTS t (a int)", []],
    ["CREATE TEMP TABLE t AS SELECT * FROM t", ["t"]],
    ["EXECUTE p(1)", ["prepared p"]],
    ["SELECT p FROM s", []],
    ["FETCH 1 FROM c", ["cursor c"]],
    ["DELETE FROM s WHERE CURRENT OF c", ["cursor c"]],
  ])("%s uses %j", (sql, used) => {
    expect(sessionState.used(sql, new Set(["t", "prepared p", "cursor c"]))).toEqual(used);
  });

  it("each statement uses the settings", () => {
    expect(sessionState.used("SELECT 1", new Set(["*"]))).toEqual(["*"]);
  });
});

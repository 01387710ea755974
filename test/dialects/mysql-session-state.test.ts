import { describe, expect, it } from "vitest";
import { sessionState } from "../../src/dialects/mysql/session-state.ts";

describe("what a statement leaves in its session", () => {
  it.each<readonly [string, string, readonly string[]]>([
    ["SET @A = 5, @`b` = 'x'", "again", ["@a", "@b"]],
    ["SET @a := @b + 1", "again", ["@a"]],
    ["SET @a = CONCAT(@@sql_mode, ',ANSI')", "again", ["@a"]],
    ["SET @a = (1, 2) = (1, @b), @c = 1", "again", ["@a", "@c"]],
    ["SET NAMES utf8mb4", "again", ["*"]],
    ["SET SESSION foreign_key_checks = 0, @@unique_checks = 0", "again", ["*"]],
    ["/*!40101 SET @OLD = @@CHARACTER_SET_CLIENT */", "again", ["@old"]],
    ["PREPARE p FROM @sql", "again", ["prepared p"]],
    ["SET @a = NOW()", "once", ["@a"]],
    ["SET @a = CURRENT_TIMESTAMP", "once", ["@a"]],
    ["SET @a = @@last_insert_id", "once", ["@a"]],
    ["SET @a = my_function(1)", "once", ["@a"]],
    ["SET @a = (SELECT 1)", "once", ["@a"]],
    ["SET sql_mode = (SELECT mode FROM modes)", "once", ["*"]],
    ["SELECT a, b INTO @a, @b FROM t", "once", ["@a", "@b"]],
    ["SELECT @a := 1", "once", ["@a"]],
    ["CREATE TEMPORARY TABLE `T` (a INT)", "once", ["t"]],
    ["CALL p(@a, 1)", "perhaps", ["@a"]],
    ["INSERT INTO t VALUES (1)", "perhaps", ["last_insert_id"]],
    ["UPDATE t SET a = (@n := @n + 1)", "perhaps", ["@n"]],
    ["DROP TEMPORARY TABLE IF EXISTS t", "gone", ["t"]],
    ["DEALLOCATE PREPARE p", "gone", ["prepared p"]],
  ])("%s: %s", (sql, how, names) => {
    expect(sessionState.leftBy(sql)).toEqual({ how, names });
  });

  it.each([
    "SET GLOBAL max_connections = 5",
    "SET PERSIST x = 1",
    "SET PASSWORD = 'x'",
    "SET TRANSACTION READ ONLY",
    "SELECT 1",
    "CREATE TABLE t (a INT)",
    "DELETE FROM t",
    "FLUSH TABLES",
  ])("%s leaves nothing", (sql) => {
    expect(sessionState.leftBy(sql)).toBeUndefined();
  });

  it.each<readonly [string, readonly string[]]>([
    ["INSERT INTO s VALUES (@A)", ["@a"]],
    ["SET @a = 5", []],
    ["SET @b = @a", ["@a"]],
    ["SET @a = @a + 1", ["@a"]],
    ["SELECT 1 INTO @a", []],
    ["SELECT '@a'", []],
    ["SELECT * FROM `T`", ["t"]],
    ["EXECUTE t", ["prepared t"]],
    ["SELECT LAST_INSERT_ID()", ["last_insert_id"]],
  ])("%s uses %j", (sql, used) => {
    expect(sessionState.used(sql, new Set(["@a", "t", "prepared t", "last_insert_id"]))).toEqual(used);
  });
});

import { describe, expect, it } from "vitest";
import { elsewhere } from "../../src/dialects/mysql/elsewhere.ts";

const server = { version: "9.7.4" };

describe("a script that is only read reaches nothing else", () => {
  it.each([
    ["INSERT INTO shop.users VALUES (1)", 'change "shop.users"'],
    ["INSERT IGNORE `shop`.`users` (id) SELECT 1", 'change "shop.users"'],
    ["REPLACE LOW_PRIORITY INTO shop.users VALUES (1)", 'change "shop.users"'],
    ["UPDATE shop.users SET a = 1", 'change "shop.users"'],
    ["UPDATE a JOIN shop.users ON a.id = users.id SET users.b = 1", 'change "shop.users"'],
    ["DELETE FROM shop.users", 'change "shop.users"'],
    ["DELETE a FROM a, shop.users WHERE a.id = 1", 'change "shop.users"'],
    ["DROP VIEW IF EXISTS shop.v", 'change "shop.v"'],
    ["DROP TABLE a, shop.users", 'change "shop.users"'],
    ["CREATE DEFINER=`a`@`10.0.0.1` PROCEDURE shop.p() SELECT 1", 'change "shop.p"'],
    ["CALL shop.p(1)", 'change "shop.p"'],
    ["OPTIMIZE TABLE shop.users", 'change "shop.users"'],
    ["LOCK TABLES shop.users WRITE", 'change "shop.users"'],
    ["/*!99999 SELECT 1 */ DROP TABLE shop.users", 'change "shop.users"'],
    ["SET @a = 1, GLOBAL max_connections = 2", "change the server"],
    ["SET @@global.max_connections = 2", "change the server"],
    ["KILL 5", "change the server"],
    ["CREATE USER u", 'create the user "u"'],
    ["GRANT ALL ON *.* TO u", "change accounts"],
    ["SHUTDOWN", "do what can't be told"],
    ["PURGE BINARY LOGS TO 'a'", "do what can't be told"],
    ["ALTER TABLE shop.users FROBNICATE", "do what can't be told"],
    ["ALTER TABLE users FROBNICATE", undefined],
    ["INSERT INTO users SELECT * FROM shop.users", undefined],
    ["UPDATE users a JOIN b ON a.id = b.id SET a.c = b.c", undefined],
    ["CREATE VIEW v AS SELECT * FROM shop.users", undefined],
    ["CREATE TRIGGER g BEFORE INSERT ON users FOR EACH ROW SET NEW.a = 1", undefined],
    ["CREATE TABLE a (id INT REFERENCES shop.users (id))", undefined],
    ["SET @a = 1, @@global.max_connections := 2", "change the server"],
    ["SET SESSION sql_mode = CONCAT(',', @@GLOBAL.sql_mode, ','), unique_checks = @@GLOBAL.unique_checks", undefined],
    ["SET NAMES utf8mb4", undefined],
    [
      "SET SESSION sql_mode = CONCAT(@@GLOBAL.sql_mode, ',ANSI'), foreign_key_checks = @@GLOBAL.foreign_key_checks",
      undefined,
    ],
    ["LOCK TABLES users WRITE", undefined],
  ])("%s", (sql, found) => {
    const told = elsewhere(sql, server);
    if (found === undefined) expect(told).toBeUndefined();
    else expect(told).toContain(found);
  });
});

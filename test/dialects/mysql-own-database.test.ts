import { describe, expect, it } from "vitest";
import { elsewhere } from "../../src/dialects/mysql/elsewhere.ts";
import { cutDatabase } from "../../src/dialects/mysql/own-database.ts";
import { parseStatement } from "../../src/dialects/mysql/parse.ts";

const server = { version: "9.7.4", database: "shop" };

describe("the name of the session's own database is taken away where it stands before another", () => {
  it.each([
    ["DROP TABLE shop.a, `shop`.`b`, audit.c", "DROP TABLE a, `b`, audit.c"],
    ["ALTER TABLE shop . a DROP COLUMN b", "ALTER TABLE a DROP COLUMN b"],
    ["UPDATE shop.a SET shop.a.b = %(b)s WHERE a.b = 'shop.a'", "UPDATE a SET a.b = %(b)s WHERE a.b = 'shop.a'"],
    ["INSERT INTO a SELECT * FROM shop.b -- shop.b", "INSERT INTO a SELECT * FROM b -- shop.b"],
    ["CREATE TABLE shop.shop (id INT REFERENCES shop.a (id))", "CREATE TABLE shop (id INT REFERENCES a (id))"],
    ["RENAME TABLE shop.a TO shop.shop", "RENAME TABLE a TO shop"],
    [
      "SELECT shop.id, shop.* FROM shop JOIN shop.b ON shop.id = b.id",
      "SELECT shop.id, shop.* FROM shop JOIN b ON shop.id = b.id",
    ],
    ["SELECT a.shop.id FROM Shop.a", "SELECT a.shop.id FROM Shop.a"],
  ])("%s", (sql, cut) => expect(cutDatabase(sql, server)).toBe(cut));
});

it("in any case where the server doesn't tell it", () => {
  expect(cutDatabase("DROP TABLE Shop.a", { ...server, tableNames: "folded" })).toBe("DROP TABLE a");
});

it("a statement about it is one about the database, read and in a scratch database", () => {
  expect(parseStatement("DROP TABLE shop.a", server)).toMatchObject({ names: [{ name: "a" }] });
  expect(elsewhere("DROP TABLE shop.a", server)).toBeUndefined();
  expect(elsewhere("DROP TABLE shop.a, audit.b", server)).toContain('"audit.b"');
});

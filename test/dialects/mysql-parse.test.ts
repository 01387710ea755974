import { describe, expect, it } from "vitest";
import { type Parsed, parseStatement } from "../../src/dialects/mysql/parse.ts";
import { split } from "../../src/dialects/mysql/split.ts";
import { tokenize } from "../../src/dialects/mysql/tokens.ts";
import { parseType, renderType } from "../../src/dialects/mysql/types.ts";
import type { ColumnType } from "../../src/schema/types.ts";
import { mariadbStatements, mysqlStatements } from "./mysql-statements.ts";

describe("statements that the servers take are placed", () => {
  it.each([...mysqlStatements, ...mariadbStatements])("%s", (sql) => {
    expect(parseStatement(sql)).not.toMatchObject({ kind: "unknown" });
  });
});

describe("what isn't understood is unknown, with the place", () => {
  it.each([
    ["FROBNICATE TABLE t", /no statement begins with "FROBNICATE"/],
    ["ALTER TABLE t FROB x", /expected an action before "FROB x"/],
    ["ALTER TABLE t ADD COLUMN c INT FROB", /expected an attribute of a column before "FROB"/],
    ["CREATE TABLE t (a INT", /expected "\)" before its end/],
    ["CREATE TABLE t (a INT) FROB", /expected an option of the table before "FROB"/],
    ["CREATE TABLE t (a INT) COMMENT", /expected a name before its end/],
    ["CREATE TABLE t (a INT) PARTITION BY", /expected a way to partition before its end/],
    ["ALTER TABLE t PARTITION", /expected an action before "PARTITION"/],
    ["SELECT 'a", /a string has no end/],
    ["", /no statement begins with ""/],
  ])("%s", (sql, reason) => {
    expect(parseStatement(sql)).toEqual({ kind: "unknown", reason: expect.stringMatching(reason) });
  });
});

const cases: readonly (readonly [claim: string, sql: string, parsed: object])[] = [
  [
    "a column with all that it can have",
    "ALTER TABLE `my db`.`t` ADD COLUMN IF NOT EXISTS `we``ird` VARCHAR(10) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'a\\'b' COMMENT 'it''s' AFTER id",
    {
      kind: "alterTable",
      name: { schema: "my db", name: "t" },
      actions: [
        {
          kind: "addColumn",
          ifNotExists: true,
          definition: {
            column: {
              name: "we`ird",
              type: { kind: "varchar", length: 10, charset: "latin1" },
              collation: "latin1_bin",
              nullable: false,
              default: "a'b",
              comment: "it's",
            },
            position: { after: "id" },
          },
        },
      ],
    },
  ],
  [
    "the demands on the server, wherever they stand",
    "ALTER TABLE t ALGORITHM=INPLACE, DROP COLUMN a, LOCK = none",
    {
      actions: [{ kind: "op", op: { kind: "dropColumn", table: "t", column: "a" } }],
      demands: { algorithm: "INPLACE", lock: "NONE" },
    },
  ],
  [
    "a change of a column says what it becomes",
    "ALTER TABLE t CHANGE a b BIGINT UNSIGNED NOT NULL AUTO_INCREMENT FIRST",
    {
      actions: [
        {
          kind: "redefine",
          column: "a",
          definition: {
            column: { name: "b", type: { kind: "bigint", unsigned: true }, nullable: false, autoincrement: true },
            position: "first",
          },
        },
      ],
    },
  ],
  [
    "keys and constraints in parentheses",
    "ALTER TABLE t ADD (a INT, UNIQUE u (a), KEY k (b(10) DESC, (lower(c))))",
    {
      actions: [
        { kind: "addColumn", definition: { column: { name: "a" } } },
        { kind: "op", op: { kind: "createUnique", table: "t", unique: { name: "u", columns: ["a"] } } },
        {
          kind: "op",
          op: {
            kind: "createIndex",
            index: {
              name: "k",
              parts: [{ column: "b", length: 10, descending: true }, { expression: "lower(c)" }],
            },
          },
        },
      ],
    },
  ],
  [
    "a unique key over a prefix is an index",
    "CREATE TABLE t (a TEXT, UNIQUE KEY u (a(10)))",
    {
      definition: {
        table: { uniques: [], indexes: [{ name: "u", unique: true, parts: [{ column: "a", length: 10 }] }] },
      },
    },
  ],
  [
    "a table with its options and partitions",
    "CREATE TABLE t (id INT PRIMARY KEY) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4, COMMENT='x' PARTITION BY HASH(id) PARTITIONS 4",
    {
      definition: {
        table: {
          primaryKey: { columns: ["id"] },
          comment: "x",
          options: { engine: "InnoDB", charset: "utf8mb4", partitionBy: "HASH(id) PARTITIONS 4" },
        },
        hasQuery: false,
      },
    },
  ],
  ["a table from a query", "CREATE TABLE t AS SELECT 1 AS a", { kind: "createTable", definition: { hasQuery: true } }],
  [
    "a default that is an expression without parentheses",
    "CREATE TABLE t (a TIMESTAMP(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6) NOT NULL, b INT DEFAULT -1)",
    {
      definition: {
        table: {
          columns: [
            {
              default: { sql: "CURRENT_TIMESTAMP(6)" },
              onUpdate: "CURRENT_TIMESTAMP(6)",
              nullable: false,
            },
            { default: -1 },
          ],
        },
      },
    },
  ],
  ["an update of every row", "UPDATE t SET a = 1", { kind: "write", verb: "update", table: "t", isBounded: false }],
  [
    "an update behind WITH",
    "WITH c AS (SELECT 1) UPDATE t JOIN c SET a = 1 WHERE b = 2",
    { kind: "write", verb: "update", table: "t", isBounded: true },
  ],
  [
    "a statement with settings of its own",
    "SET STATEMENT max_statement_time=5 FOR DROP TABLE t",
    { kind: "dropTable" },
  ],
  ["a conditional comment is read", "/*!50003 DROP TABLE t */", { kind: "dropTable", names: [{ name: "t" }] }],
  ["a hint is a comment", "SELECT /*+ MAX_EXECUTION_TIME(1) */ 1", { kind: "read" }],
];

describe("what a statement says", () => {
  it.each(cases)("%s: %s", (_, sql, parsed) => {
    expect(parseStatement(sql)).toMatchObject(parsed as Parsed);
  });
});

const servers = { mysql: "9.7.4", mariadb: "10.11.19-MariaDB" };

describe("a conditional comment counts where the server reads it", () => {
  it.each([
    { mark: "/*!", readBy: ["mysql", "mariadb"] },
    { mark: "/*!50699", readBy: ["mysql", "mariadb"] },
    { mark: "/*!50700", readBy: ["mysql"] },
    { mark: "/*!80023", readBy: ["mysql"] },
    { mark: "/*!99999", readBy: [] },
    { mark: "/*!100100", readBy: ["mariadb"] },
    { mark: "/*M!", readBy: ["mariadb"] },
    { mark: "/*M!50700", readBy: ["mariadb"] },
    { mark: "/*M!101200", readBy: [] },
  ])("$mark", ({ mark, readBy }) => {
    const sql = `DELETE FROM t ${mark} WHERE /* only */ id = 1 */`;
    const found = Object.entries(servers).filter(([, version]) => {
      const parsed = parseStatement(sql, { version });
      expect(parsed).toMatchObject({ kind: "write", verb: "delete" });
      return parsed.kind === "write" && parsed.isBounded;
    });
    expect(found.map(([name]) => name)).toEqual(readBy);
  });
});

describe("scripts are cut into statements", () => {
  it.each<readonly [claim: string, script: string, statements: readonly (readonly [string, number])[]]>([
    [
      "at semicolons",
      "SELECT 1;\n\nSELECT ';' -- ;\n;",
      [
        ["SELECT 1", 1],
        ["SELECT ';'", 3],
      ],
    ],
    [
      "not in the body of a routine",
      "CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; END; SELECT 2",
      [
        ["CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; END", 1],
        ["SELECT 2", 1],
      ],
    ],
    [
      "with CASE and IF as functions inside",
      "CREATE FUNCTION f() RETURNS INT BEGIN RETURN CASE WHEN 1 THEN IF(1,2,3) ELSE REPEAT('a',2) END; END; SELECT 3",
      [
        ["CREATE FUNCTION f() RETURNS INT BEGIN RETURN CASE WHEN 1 THEN IF(1,2,3) ELSE REPEAT('a',2) END; END", 1],
        ["SELECT 3", 1],
      ],
    ],
    [
      "a trigger of one statement",
      "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = IF(NEW.b, 1, 2); SELECT 1",
      [
        ["CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = IF(NEW.b, 1, 2)", 1],
        ["SELECT 1", 1],
      ],
    ],
    [
      "at the client's own delimiter",
      "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\nSELECT 2;",
      [
        ["CREATE PROCEDURE p() BEGIN SELECT 1; END", 2],
        ["SELECT 2", 4],
      ],
    ],
    [
      "with conditional comments whole",
      "/*!40101 SET NAMES utf8mb4 */;\nSELECT 1;",
      [
        ["/*!40101 SET NAMES utf8mb4 */", 1],
        ["SELECT 1", 2],
      ],
    ],
    [
      "without what a dump of MariaDB says to the shell",
      "/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19\n/*!40101 SET NAMES utf8mb4 */;",
      [["/*!40101 SET NAMES utf8mb4 */", 3]],
    ],
    [
      "MariaDB's block by itself",
      "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END; BEGIN; COMMIT",
      [
        ["BEGIN NOT ATOMIC SELECT 1; SELECT 2; END", 1],
        ["BEGIN", 1],
        ["COMMIT", 1],
      ],
    ],
  ])("%s", (_, script, statements) => {
    expect(split(script).map(({ sql, line }) => [sql, line])).toEqual(statements);
  });

  it.each([
    ["SELECT 'a", /inside a string that begins on line 1/],
    ["SELECT 1;\nCREATE PROCEDURE p() BEGIN SELECT 1;", /inside a block that begins on line 2/],
    ["\\. other.sql", /a command of the mysql shell/],
  ])("%s is refused", (script, message) => {
    expect(() => split(script)).toThrow(message);
  });
});

describe("types", () => {
  const types: readonly (readonly [declared: string, type: ColumnType, written?: string])[] = [
    ["tinyint(1)", { kind: "boolean" }],
    ["BOOL", { kind: "boolean" }, "tinyint(1)"],
    ["int(10) unsigned zerofill", { kind: "integer", unsigned: true, zerofill: true, width: 10 }],
    ["DEC(10,2)", { kind: "numeric", precision: 10, scale: 2 }, "decimal(10,2)"],
    ["double precision", { kind: "double" }, "double"],
    ["float(7,4)", { kind: "raw", sql: "float(7,4)" }],
    ["varchar(20) character set latin1", { kind: "varchar", length: 20, charset: "latin1" }],
    ["mediumtext", { kind: "text", size: "medium" }],
    ["enum('a','it''s')", { kind: "enum", values: ["a", "it's"] }],
    ["datetime(6)", { kind: "datetime", precision: 6 }],
    ["vector(3)", { kind: "raw", sql: "vector(3)" }],
    ["inet6", { kind: "raw", sql: "inet6" }],
  ];
  it.each(types.map(([declared, type, written]) => ({ declared, type, written: written ?? declared })))(
    "$declared",
    ({ declared, type, written }) => {
      expect(parseType(declared)).toEqual(type);
      expect(renderType(type)).toBe(written);
    },
  );
});

describe("tokens", () => {
  it.each([
    ["a--b", ["a", "-", "-", "b"]],
    ["a -- b\nc", ["a", "c"]],
    ["1e5 1abc 0x1F x'0a' .5", ["1e5", "1abc", "0x1F", "x'0a'", ".5"]],
    ["@a @@global.b ?", ["@a", "@@global.b", "?"]],
    ["\"it\\\"s\" 'a''b' `c``d`", ['"it\\"s"', "'a''b'", "`c``d`"]],
    ["a/*! b */c", ["a", "b", "c"]],
  ])("%s", (sql, texts) => {
    expect(tokenize(sql).map((token) => token.text)).toEqual(texts);
  });
});

import { beforeAll, describe, expect, test } from "vitest";
import type { Connection, InspectOptions } from "../../src/dialects/contract.ts";
import { columnNames } from "../../src/dialects/mysql/column-names.ts";
import { connect } from "../../src/dialects/mysql/connect.ts";
import { inspect } from "../../src/dialects/mysql/inspect.ts";
import { target } from "../../src/dialects/mysql/url.ts";
import type { Column, ObjectName, Schema, Table } from "../../src/schema/schema.ts";
import { administerMysql, freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";

/** What both products take. */
const SINK: readonly string[] = [
  "CREATE TABLE p (id INT PRIMARY KEY, b INT, UNIQUE KEY uq (b)) COMMENT='it''s'",
  `CREATE TABLE t (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, a VARCHAR(20) CHARACTER SET latin1 NOT NULL DEFAULT 'a\\'b"c',
  n DECIMAL(10,2) DEFAULT 1.50, m INT DEFAULT -5, nn VARCHAR(5) DEFAULT NULL, nt TEXT NOT NULL,
  ts TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3), dt DATETIME DEFAULT NOW(),
  e ENUM('x','it''s','a,b') DEFAULT 'x', j JSON, bb BIT(3) DEFAULT b'101', vb VARBINARY(9) DEFAULT 0x6162, u VARCHAR(40) DEFAULT (UUID()),
  g INT GENERATED ALWAYS AS (m * 2) STORED, v VARCHAR(30) AS (CONCAT(a, '-')) VIRTUAL, zz INT(8) ZEROFILL,
  bo BOOL NOT NULL DEFAULT TRUE, vis INT INVISIBLE, c CHAR(3) COLLATE utf8mb4_bin COMMENT 'com''ment', lb VARCHAR(9) COLLATE latin1_bin,
  geo POINT NOT NULL, y YEAR, ti TIME(2), num2 INT DEFAULT 0, s2 VARCHAR(10) DEFAULT '5', w INT(11), st SET('a','b') DEFAULT 'a,b',
  CONSTRAINT ck CHECK (m > 0), KEY k1 (a(5) DESC, m), FULLTEXT KEY ft (nt), SPATIAL KEY sp (geo), UNIQUE KEY u2 (m, n),
  UNIQUE KEY u3 (n, m DESC) COMMENT 'why', CONSTRAINT fk FOREIGN KEY (num2) REFERENCES p(id) ON DELETE CASCADE ON UPDATE SET NULL
) ROW_FORMAT=DYNAMIC MAX_ROWS=100`,
  "CREATE TABLE m1 (id INT AUTO_INCREMENT, KEY (id), KEY bt USING BTREE (id)) ENGINE=MEMORY CHARSET=latin1 COLLATE=latin1_bin",
  "CREATE TABLE pk (a INT, b INT, PRIMARY KEY (b, a)) PARTITION BY LINEAR KEY (a) PARTITIONS 3",
  `CREATE TABLE pt (id INT, d DATE NOT NULL) PARTITION BY RANGE COLUMNS(d) SUBPARTITION BY HASH(TO_DAYS(d)) SUBPARTITIONS 2
  (PARTITION p0 VALUES LESS THAN ('2020-01-01') COMMENT 'it''s', PARTITION p1 VALUES LESS THAN MAXVALUE)`,
  "CREATE TABLE pl (a INT) PARTITION BY LIST (a) (PARTITION x VALUES IN (1,2), PARTITION y VALUES IN (NULL))",
  "CREATE TABLE `odd ``name` (`a b` INT, `select` INT, KEY `k``k` (`a b`))",
  "CREATE TABLE `left out` (id INT)",
  "CREATE TRIGGER gone AFTER DELETE ON `left out` FOR EACH ROW SET @a = 1",
  "CREATE FUNCTION fn (a INT, b VARCHAR(5) CHARACTER SET latin1) RETURNS INT DETERMINISTIC COMMENT 'it''s' RETURN a + 1",
  "CREATE PROCEDURE pr (IN a INT, OUT b VARCHAR(5)) BEGIN\n-- 'why'\nSELECT 'it''s \\\\ x' INTO b; END",
  "CREATE DEFINER=`some`@`host` PROCEDURE theirs () SELECT 1",
  "CREATE VIEW v1 (x, y) AS SELECT id, a FROM t WHERE m > 1 WITH CASCADED CHECK OPTION",
  "CREATE SQL SECURITY INVOKER VIEW v2 AS SELECT fn(1, 'it''s') AS z FROM p",
  "CREATE ALGORITHM=MERGE VIEW v3 AS SELECT id FROM p",
  "CREATE TRIGGER t1 BEFORE UPDATE ON p FOR EACH ROW BEGIN IF NEW.id > 1 THEN SET @a = 'it''s'; END IF; END",
  "CREATE TRIGGER t0 BEFORE UPDATE ON p FOR EACH ROW PRECEDES t1 SET NEW.b = 1",
];

const ONLY_ON: Readonly<Record<"mariadb" | "mysql", readonly string[]>> = {
  mariadb: [
    "CREATE SEQUENCE sq START WITH 5 INCREMENT BY 2 CYCLE",
    "CREATE SEQUENCE down INCREMENT BY -1",
    "CREATE TABLE sv (a INT, n INT DEFAULT NEXTVAL(sq), k INT, x INT CHECK (x > 1), KEY ig (k) IGNORED) WITH SYSTEM VERSIONING",
    "CREATE TABLE ty (u UUID, i INET6, c VARCHAR(9) COMPRESSED, p INT DEFAULT (1 + 2))",
  ],
  mysql: [
    "CREATE TABLE sv (m INT, a VARCHAR(9), g GEOMETRY NOT NULL SRID 4326, x INT CHECK (x > 1) NOT ENFORCED)",
    "CREATE INDEX fx ON sv ((m + 1), (lower(a)) DESC) INVISIBLE COMMENT 'ic'",
    "CREATE TABLE ty (t TEXT, d DATE DEFAULT (CURRENT_DATE), s VARCHAR(9) DEFAULT (concat('it''s', t)), FULLTEXT KEY ng (t) WITH PARSER ngram)",
    "CREATE TABLE mv (j JSON, INDEX mvi ((CAST(j->'$[*]' AS UNSIGNED ARRAY))))",
  ],
};

const LEFT_OUT: InspectOptions = { exclude: [{ name: "left out" }] };

describe.each(wantedFlavors)("%s", (flavor) => {
  const product = flavor === "mysql-9" ? "mysql" : "mariadb";
  let connection: Connection;
  let schema: Schema;

  beforeAll(async () => {
    const url = await freshMysqlDatabase(flavor);
    for (const sql of [...SINK, ...ONLY_ON[product]]) await administerMysql(url, sql);
    connection = await connect(target(url, process.cwd()), { create: false });
    schema = await inspect(connection, LEFT_OUT);
    return () => connection.close();
  }, 120_000);

  const tableOf = (name: string): Table => {
    const found = schema.tables.find((table) => table.name === name);
    if (found === undefined) throw new Error(`no table ${name}`);
    return found;
  };
  const indexesOf = (name: string) => tableOf(name).indexes;

  const columns: readonly (readonly [
    claim: string,
    column: Omit<Column, "nullable"> & { readonly nullable?: false },
  ])[] = [
    [
      "AUTO_INCREMENT, unsigned",
      { name: "id", type: { kind: "bigint", unsigned: true }, nullable: false, autoincrement: true },
    ],
    [
      "a character set that isn't the table's, quotes in a default",
      { name: "a", type: { kind: "varchar", length: 20, charset: "latin1" }, nullable: false, default: "a'b\"c" },
    ],
    [
      "a collation that isn't the character set's",
      { name: "lb", type: { kind: "varchar", length: 9, charset: "latin1" }, collation: "latin1_bin" },
    ],
    [
      "a collation of the table's own character set, a comment",
      { name: "c", type: { kind: "char", length: 3 }, collation: "utf8mb4_bin", comment: "com'ment" },
    ],
    [
      "a fraction as a default, every digit of it",
      { name: "n", type: { kind: "numeric", precision: 10, scale: 2 }, default: { sql: "1.50" } },
    ],
    ["a negative default", { name: "m", type: { kind: "integer" }, default: -5 }],
    ["NULL as no default", { name: "nn", type: { kind: "varchar", length: 5 } }],
    [
      "the clock, in one spelling, with its precision",
      {
        name: "ts",
        type: { kind: "timestamp", precision: 3 },
        nullable: false,
        default: { sql: "CURRENT_TIMESTAMP(3)" },
        onUpdate: "CURRENT_TIMESTAMP(3)",
      },
    ],
    ["NOW() as the clock", { name: "dt", type: { kind: "datetime" }, default: { sql: "CURRENT_TIMESTAMP" } }],
    ["the values of an enum", { name: "e", type: { kind: "enum", values: ["x", "it's", "a,b"] }, default: "x" }],
    ["the values of a set", { name: "st", type: { kind: "set", values: ["a", "b"] }, default: "a,b" }],
    ["JSON, on MariaDB too", { name: "j", type: { kind: "json" } }],
    ["bits", { name: "bb", type: { kind: "bit", length: 3 }, default: { sql: "b'101'" } }],
    ["bytes that are a text", { name: "vb", type: { kind: "varbinary", length: 9 }, default: "ab" }],
    ["an expression as a default", { name: "u", type: { kind: "varchar", length: 40 }, default: { sql: "(uuid())" } }],
    [
      "a stored expression",
      {
        name: "g",
        type: { kind: "integer" },
        generated: { expression: product === "mysql" ? "(`m` * 2)" : "`m` * 2", stored: true },
      },
    ],
    [
      "a virtual expression",
      {
        name: "v",
        type: { kind: "varchar", length: 30 },
        generated: { expression: product === "mysql" ? "concat(`a`,_utf8mb4'-')" : "concat(`a`,'-')", stored: false },
      },
    ],
    ["ZEROFILL with its width", { name: "zz", type: { kind: "integer", unsigned: true, zerofill: true, width: 8 } }],
    ["no other width", { name: "w", type: { kind: "integer" } }],
    ["tinyint(1) as a boolean", { name: "bo", type: { kind: "boolean" }, nullable: false, default: true }],
    ["an invisible column", { name: "vis", type: { kind: "integer" }, invisible: true }],
    ["zero as a number, on a number", { name: "num2", type: { kind: "integer" }, default: 0 }],
    ["a digit as a text, on a text", { name: "s2", type: { kind: "varchar", length: 10 }, default: "5" }],
    ["a time with its precision", { name: "ti", type: { kind: "time", precision: 2 } }],
    ["a year", { name: "y", type: { kind: "year" } }],
    ["a point", { name: "geo", type: { kind: "point" }, nullable: false }],
  ];
  test.each(columns)("a column: %s", (_, column) => {
    expect(tableOf("t").columns.find(({ name }) => name === column.name)).toEqual({ nullable: true, ...column });
  });

  test("keys, with prefixes, directions and comments; an index for a foreign key is one like others", () => {
    const { primaryKey, uniques } = tableOf("t");
    expect(primaryKey).toEqual({ columns: ["id"] });
    expect(uniques).toEqual([{ name: "u2", columns: ["m", "n"] }]);
    expect(indexesOf("t")).toEqual([
      { name: "fk", parts: [{ column: "num2" }] },
      { name: "ft", method: "fulltext", parts: [{ column: "nt" }] },
      { name: "k1", parts: [{ column: "a", length: 5, descending: true }, { column: "m" }] },
      { name: "sp", method: "spatial", parts: [{ column: "geo" }] },
      { name: "u3", unique: true, parts: [{ column: "n" }, { column: "m", descending: true }], comment: "why" },
    ]);
    expect(indexesOf("odd `name")).toEqual([{ name: "k`k", parts: [{ column: "a b" }] }]);
  });

  test("foreign keys and checks", () => {
    const { foreignKeys, checks } = tableOf("t");
    expect(foreignKeys).toEqual([
      {
        name: "fk",
        columns: ["num2"],
        references: { table: "p", columns: ["id"] },
        onDelete: "cascade",
        onUpdate: "set null",
      },
    ]);
    expect(checks).toEqual([{ name: "ck", expression: product === "mysql" ? "(`m` > 0)" : "`m` > 0" }]);
  });

  test("options of tables, where they aren't the database's", () => {
    expect(tableOf("t").options).toEqual({ rowFormat: "dynamic", storage: { max_rows: "100" } });
    expect(tableOf("p")).toMatchObject({ comment: "it's", options: {} });
    expect(tableOf("m1").options).toEqual({ engine: "MEMORY", charset: "latin1", collation: "latin1_bin" });
    expect(indexesOf("m1")).toEqual([
      { name: "bt", parts: [{ column: "id" }], storage: { using: "btree" } },
      { name: "id", parts: [{ column: "id" }] },
    ]);
  });

  test("partitions", () => {
    expect(tableOf("pk").options.partitionBy).toBe("LINEAR KEY (`a`)\nPARTITIONS 3");
    expect(tableOf("pt").options.partitionBy).toBe(
      "RANGE COLUMNS (`d`)\nSUBPARTITION BY HASH (to_days(`d`))\nSUBPARTITIONS 2\n" +
        "(PARTITION `p0` VALUES LESS THAN ('2020-01-01') COMMENT = 'it''s',\n PARTITION `p1` VALUES LESS THAN MAXVALUE)",
    );
    expect(tableOf("pl").options.partitionBy).toBe(
      "LIST (`a`)\n(PARTITION `x` VALUES IN (1,2),\n PARTITION `y` VALUES IN (NULL))",
    );
  });

  test("views, without the database's name, with what they are made with", () => {
    const condition = product === "mysql" ? "(`t`.`m` > 1)" : "`t`.`m` > 1";
    const [first, second] = product === "mysql" ? ["id", "a"] : ["x", "y"];
    expect(schema.views).toEqual([
      {
        name: "v1",
        ...(product === "mysql" ? { columns: ["x", "y"] } : {}),
        definition: `select \`t\`.\`id\` AS \`${first}\`,\`t\`.\`a\` AS \`${second}\` from \`t\` where ${condition} WITH CASCADED CHECK OPTION`,
      },
      { name: "v2", definition: "select `fn`(1,'it\\'s') AS `z` from `p`", security: "invoker" },
      { name: "v3", definition: "select `p`.`id` AS `id` from `p`", algorithm: "merge" },
    ]);
  });

  test("triggers in the order in which they fire, with their own words", () => {
    expect(schema.triggers).toEqual([
      { name: "t0", table: "p", definition: "CREATE TRIGGER `t0` BEFORE UPDATE ON `p` FOR EACH ROW\nSET NEW.b = 1" },
      {
        name: "t1",
        table: "p",
        definition:
          "CREATE TRIGGER `t1` BEFORE UPDATE ON `p` FOR EACH ROW\nBEGIN IF NEW.id > 1 THEN SET @a = 'it''s'; END IF; END",
      },
    ]);
  });

  test("routines with their own words, and with a definer who is somebody else", () => {
    const int = product === "mysql" ? "int" : "int(11)";
    expect(schema.routines.map(({ definition, ...rest }) => [rest, definition])).toEqual([
      [
        { name: "fn", kind: "function", arguments: "" },
        `CREATE FUNCTION \`fn\`(a INT, b VARCHAR(5) CHARACTER SET latin1) RETURNS ${int}\n    DETERMINISTIC\n    COMMENT 'it''s'\nRETURN a + 1`,
      ],
      [
        { name: "pr", kind: "procedure", arguments: "" },
        "CREATE PROCEDURE `pr`(IN a INT, OUT b VARCHAR(5))\nBEGIN\n-- 'why'\nSELECT 'it''s \\\\ x' INTO b; END",
      ],
      [
        { name: "theirs", kind: "procedure", arguments: "" },
        "CREATE DEFINER=`some`@`host` PROCEDURE `theirs`()\nSELECT 1",
      ],
    ]);
  });

  test.runIf(product === "mariadb")("what MariaDB alone has", () => {
    expect(schema.sequences).toEqual([
      { name: "down", increment: "-1" },
      { name: "sq", start: "5", increment: "2", cycle: true },
    ]);
    expect(tableOf("sv")).toMatchObject({
      options: { systemVersioned: true },
      indexes: [{ name: "ig", parts: [{ column: "k" }], invisible: true }],
      checks: [{ expression: "`x` > 1" }],
    });
    expect(tableOf("sv").columns[1]).toMatchObject({ name: "n", default: { sql: "(nextval(`sq`))" } });
    expect(tableOf("ty").columns.map(({ type }) => type)).toEqual([
      { kind: "uuid" },
      { kind: "raw", sql: "inet6" },
      { kind: "raw", sql: "varchar(9) compressed" },
      { kind: "integer" },
    ]);
    expect(tableOf("ty").columns[3]?.default).toEqual({ sql: "(1 + 2)" });
  });

  test.runIf(product === "mysql")("what MySQL alone has", () => {
    expect(tableOf("sv")).toMatchObject({
      checks: [{ name: "sv_chk_1", expression: "(`x` > 1)", notEnforced: true }],
      indexes: [
        {
          name: "fx",
          parts: [{ expression: "(`m` + 1)" }, { expression: "lower(`a`)", descending: true }],
          comment: "ic",
          invisible: true,
        },
      ],
    });
    expect(tableOf("sv").columns[2]?.type).toEqual({ kind: "raw", sql: "geometry srid 4326" });
    expect(indexesOf("ty")).toEqual([
      { name: "ng", method: "fulltext", parts: [{ column: "t" }], storage: { "with parser": "ngram" } },
    ]);
    expect(tableOf("ty").columns.map((column) => column.default)).toEqual([
      undefined,
      { sql: "(curdate())" },
      { sql: "(concat(_utf8mb4'it\\'s',`t`))" },
    ]);
    expect(indexesOf("mv")[0]?.parts).toEqual([
      { expression: "cast(json_extract(`j`,_utf8mb4'$[*]') as unsigned array)" },
    ]);
  });

  test("what is excluded is left out, with its triggers", () => {
    expect(schema.tables.map(({ name }) => name)).not.toContain("left out");
    expect(schema.triggers.map(({ name }) => name)).not.toContain("gone");
  });

  test("tables alone", async () => {
    const { tables, views, triggers } = await inspect(connection, {
      exclude: [],
      only: [{ name: "p" }, { name: "absent" }],
    });
    expect([tables.map(({ name }) => name), views, triggers]).toEqual([["p"], [], []]);
  });

  test("names of columns, in order; of no view and of no table that isn't there", async () => {
    expect(await columnNames(connection, { name: "odd `name" })).toEqual(["a b", "select"]);
    expect(await columnNames(connection, { name: "v1" })).toBeUndefined();
    expect(await columnNames(connection, { name: "absent" })).toBeUndefined();
  });

  const unread: readonly (readonly [claim: string, sql: readonly string[], exclude: string, words: RegExp])[] = [
    [
      "an event of another time zone",
      ["SET time_zone = '+05:00'", "CREATE EVENT ev ON SCHEDULE EVERY 1 DAY DO SELECT 1"],
      "ev",
      /event "ev" .*\+05:00/,
    ],
    [
      "a routine of another sql_mode",
      ["SET sql_mode = 'ANSI_QUOTES'", 'CREATE PROCEDURE q () SELECT 1 AS "a"'],
      "q",
      /procedure "q" .*ANSI_QUOTES/,
    ],
    ...(product === "mariadb"
      ? ([
          [
            "a column out of the versions",
            ["CREATE TABLE w (a INT, b INT WITHOUT SYSTEM VERSIONING) WITH SYSTEM VERSIONING"],
            "w",
            /column without system versioning "b" of "w"/,
          ],
          [
            "the columns of a period",
            [
              "CREATE TABLE w (a INT, s TIMESTAMP(6) AS ROW START, e TIMESTAMP(6) AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING",
            ],
            "w",
            /period column "s" of "w", period column "e" of "w"/,
          ],
        ] as const)
      : []),
  ];
  test.each(unread)("%s has no place, and is refused by name unless it is excluded", async (_, sql, exclude, words) => {
    const url = await freshMysqlDatabase(flavor);
    await administerMysql(url, sql.join(";"));
    const other = await connect(target(url, process.cwd()), { create: false });
    try {
      await expect(inspect(other, { exclude: [] })).rejects.toThrow(words);
      expect((await inspect(other, { exclude: [{ name: exclude }] })).tables).toEqual([]);
      const overlooks = ({ name }: ObjectName) => name === exclude;
      const { tables, routines } = await inspect(other, { exclude: [], overlooks });
      expect({ tables: tables.map(({ name }) => name), routines }).toEqual({
        tables: exclude === "w" ? ["w"] : [],
        routines: [],
      });
    } finally {
      await other.close();
    }
  });
});

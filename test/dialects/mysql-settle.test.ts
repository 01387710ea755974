import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection, Settled } from "../../src/dialects/contract.ts";
import { asKept } from "../../src/dialects/mysql/as-kept.ts";
import { connect } from "../../src/dialects/mysql/connect.ts";
import { inspect } from "../../src/dialects/mysql/inspect.ts";
import { normalise } from "../../src/dialects/mysql/normalise.ts";
import { settle } from "../../src/dialects/mysql/settle.ts";
import { target } from "../../src/dialects/mysql/url.ts";
import { sameSchema } from "../../src/schema/canonical.ts";
import type { Column, Index, Schema, Table, View } from "../../src/schema/schema.ts";
import { administerMysql, freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";

const TABLES: readonly string[] = [
  "CREATE TABLE p (id INT PRIMARY KEY)",
  `CREATE TABLE t (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, a VARCHAR(20) NOT NULL DEFAULT 'x', b INT, d DATE DEFAULT '2020-01-02',
  g INT GENERATED ALWAYS AS ((b + 1) * 2) STORED, j JSON, v VARBINARY(3) DEFAULT 0x6162, u VARCHAR(40) DEFAULT (LOWER(UUID())),
  CONSTRAINT ck CHECK (b > 0 AND (a <> 'it''s' OR b BETWEEN 1 AND 9)), CHECK (b IN (1, 2, 3)),
  UNIQUE KEY (b), KEY ia (a(5)), CONSTRAINT fk FOREIGN KEY (b) REFERENCES p (id))`,
  "CREATE VIEW v AS SELECT t.id, count(*) AS n FROM t JOIN p ON t.b = p.id WHERE NOT (t.a = 'q') GROUP BY t.id HAVING n > 1",
  "CREATE VIEW w AS SELECT n FROM v",
  "CREATE FUNCTION f (a INT, b CHAR(3)) RETURNS VARCHAR(10) DETERMINISTIC RETURN concat(a, b)",
  "CREATE TRIGGER tg BEFORE INSERT ON t FOR EACH ROW SET NEW.b = coalesce(NEW.b, 1)",
];

describe.each(wantedFlavors)("%s", (flavor) => {
  const isMysql = flavor === "mysql-9";
  let url: string;
  let connection: Connection;
  let have: Schema;

  beforeAll(async () => {
    url = await freshMysqlDatabase(flavor);
    for (const sql of TABLES) await administerMysql(url, sql);
    connection = await connect(target(url, process.cwd()), { create: false });
    have = await inspect(connection, { exclude: [] });
  }, 120_000);
  afterAll(() => connection.close());

  interface Verdict extends Settled {
    readonly isSame: boolean;
    /** Whether the words alone are the same. */
    readonly wasSame: boolean;
  }

  /** What comes of comparing the database with the same schema in the words of `edit`. */
  async function verdict(edit: (schema: Schema) => Schema, on = connection): Promise<Verdict> {
    const want = asKept(edit(have), have, on.server);
    const canonical = { have: normalise(have), want: normalise(want) };
    const found = await settle(on, { have, want, canonical });
    return {
      ...found,
      isSame: sameSchema(found.have, found.want),
      wasSame: sameSchema(canonical.have, canonical.want),
    };
  }

  const onTable =
    (change: (table: Table) => Table) =>
    (schema: Schema): Schema => ({
      ...schema,
      tables: schema.tables.map((table) => (table.name === "t" ? change(table) : table)),
    });
  const column = (name: string, more: Partial<Column>) =>
    onTable((table) => ({
      ...table,
      columns: table.columns.map((one) => (one.name === name ? { ...one, ...more } : one)),
    }));
  const check = (expression: string) =>
    onTable((table) => ({
      ...table,
      checks: table.checks.map((one) => (one.name === "ck" ? { ...one, expression } : one)),
    }));
  const index = (more: Partial<Index>) =>
    onTable((table) => ({
      ...table,
      indexes: table.indexes.map((one) => (one.name === "ia" ? { ...one, ...more } : one)),
    }));
  const view =
    (more: Partial<View>, name = "v") =>
    (schema: Schema): Schema => ({
      ...schema,
      views: schema.views.map((one) => (one.name === name ? { ...one, ...more } : one)),
    });
  const routine =
    (definition: string) =>
    (schema: Schema): Schema => ({
      ...schema,
      routines: schema.routines.map((one) => ({ ...one, definition })),
    });
  const trigger =
    (definition: string) =>
    (schema: Schema): Schema => ({
      ...schema,
      triggers: schema.triggers.map((one) => ({ ...one, definition })),
    });

  type Case = readonly [claim: string, edit: (schema: Schema) => Schema];

  const same: readonly Case[] = [
    ["a check in other parentheses", check("b > 0 and (a != 'it\\'s' or (b between 1 and 9))")],
    ["an expression in other words", column("g", { generated: { expression: "(B+1)*2", stored: true } })],
    ["a default with a function in other letters", column("u", { default: { sql: "lower(uuid())" } })],
    ["a date in another spelling", column("d", { default: "2020-1-2" })],
    ["bytes as a text", column("v", { default: { sql: "x'6162'" } })],
    ["a national type", column("a", { type: { kind: "raw", sql: "character varying(20)" } })],
    [
      "the database's own engine and character set",
      onTable((table) => ({ ...table, options: { engine: "innodb", charset: "utf8mb4" } })),
    ],
    [
      "a column's own character set, which is the table's",
      column("a", { type: { kind: "varchar", length: 20, charset: "utf8mb4" } }),
    ],
    [
      "a view in the words of a person",
      view({
        definition:
          "SELECT t.id, COUNT(*) n FROM t INNER JOIN p ON (t.b = p.id) WHERE not (a = 'q') GROUP BY t.id HAVING n > 1",
      }),
    ],
    ["a view of a view", view({ definition: "select n from `v`" }, "w")],
    [
      "a function in other words",
      routine("create function `f` (a INT, b CHAR(3)) returns varchar(10) deterministic RETURN concat(a, b)"),
    ],
    [
      "a trigger in other words",
      trigger("create trigger tg before insert on t for each row SET NEW.b = coalesce(NEW.b, 1)"),
    ],
    [
      "constraints without names",
      onTable((table) => ({
        ...table,
        checks: table.checks.map(({ expression }) => ({ expression })),
        uniques: table.uniques.map(({ columns }) => ({ columns })),
      })),
    ],
    [
      "a unique index, and no index for the foreign key",
      onTable((table) => ({
        ...table,
        uniques: [],
        indexes: [
          ...table.indexes.filter(({ name }) => name !== "fk"),
          { name: table.uniques[0]?.name ?? "", unique: true, parts: [{ column: "b" }] },
        ],
      })),
    ],
  ];
  test.each(same)("same: %s", async (_, edit) => {
    const { isSame, unknown, ...sides } = await verdict(edit);
    expect(unknown).toEqual([]);
    // Constraints without a name are matched by what they say.
    const nameless = (schema: Schema): Schema => ({
      ...schema,
      tables: schema.tables.map((table) => ({
        ...table,
        checks: table.checks.map(({ name: _name, ...rest }) => rest),
        uniques: table.uniques.map(({ name: _name, ...rest }) => rest),
      })),
    });
    expect(nameless(sides.want)).toEqual(nameless(sides.have));
    expect(isSame || edit === same.find(([claim]) => claim === "constraints without names")?.[1]).toBe(true);
  });

  const different: readonly Case[] = [
    ["another bound", check("b > 1 and (a <> 'it''s' or b between 1 and 9)")],
    ["parentheses that count", check("(b > 0 and a <> 'it''s') or b between 1 and 9")],
    ["another date", column("d", { default: "2020-1-3" })],
    ["another character set", column("a", { type: { kind: "varchar", length: 20, charset: "latin1" } })],
    ["another collation of the table", onTable((table) => ({ ...table, options: { collation: "utf8mb4_bin" } }))],
    ["a shorter prefix", index({ parts: [{ column: "a", length: 4 }] })],
    [
      "another query",
      view({ definition: "SELECT t.id, count(*) AS n FROM t JOIN p ON t.b = p.id GROUP BY t.id HAVING n > 1" }),
    ],
    ["with the rights of who asks", view({ security: "invoker" })],
    [
      "a function that gives more",
      routine("CREATE FUNCTION f (a INT, b CHAR(3)) RETURNS VARCHAR(11) DETERMINISTIC RETURN concat(a, b)"),
    ],
    ["a trigger of another moment", trigger("CREATE TRIGGER tg AFTER INSERT ON t FOR EACH ROW SET @a = 1")],
  ];
  test.each(different)("differ: %s", async (_, edit) => {
    const { isSame, unknown } = await verdict(edit);
    expect([isSame, unknown]).toEqual([false, []]);
  });

  test("nothing is asked where the words are the same, and nothing is left behind", async () => {
    expect(await verdict((schema) => schema)).toMatchObject({ isSame: true, wasSame: true, unknown: [] });
    // Those of tests beside this one go, too.
    const left = () => administerMysql(url, "SHOW DATABASES LIKE 'limbeck\\_scratch\\_%'");
    await expect.poll(left, { timeout: 30_000 }).toEqual([]);
  });

  test("what the server refuses counts as different, and is said", async () => {
    const { isSame, unknown } = await verdict(check("no_such_column > 1"));
    expect(isSame).toBe(false);
    expect(unknown).toEqual([{ what: 'table "t"', reason: expect.stringMatching(/no_such_column/) }]);
  });

  test("an account that may make no database is told so", async () => {
    const name = new URL(url).pathname.slice(1);
    await administerMysql(url, "DROP USER IF EXISTS limbeck_reader");
    await administerMysql(url, "CREATE USER limbeck_reader IDENTIFIED BY 'x'");
    await administerMysql(url, `GRANT ALL ON ${name}.* TO limbeck_reader`);
    const theirs = new URL(url);
    [theirs.username, theirs.password] = ["limbeck_reader", "x"];
    const poor = await connect(target(theirs.href, process.cwd()), { create: false });
    try {
      const { isSame, unknown } = await verdict(check("0 < b"), poor);
      expect(isSame).toBe(false);
      expect(unknown).toEqual([{ what: "every expression", reason: expect.stringMatching(/scratch database/) }]);
    } finally {
      await poor.close();
      await administerMysql(url, "DROP USER limbeck_reader");
    }
  });

  test.runIf(isMysql)("an expression of an index", async () => {
    await administerMysql(url, "CREATE INDEX fx ON t ((b + 1), (lower(a)))");
    have = await inspect(connection, { exclude: [] });
    const parts = (list: Index["parts"]) =>
      onTable((table) => ({
        ...table,
        indexes: table.indexes.map((one) => (one.name === "fx" ? { ...one, parts: list } : one)),
      }));
    expect(await verdict(parts([{ expression: "(b)+1" }, { expression: "LCASE(a)" }]))).toMatchObject({ isSame: true });
    expect(await verdict(parts([{ expression: "b+2" }, { expression: "lower(a)" }]))).toMatchObject({ isSame: false });
  });
});

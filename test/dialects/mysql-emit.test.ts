import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { normalise } from "../../src/dialects/mysql/normalise.ts";
import { plan } from "../../src/dialects/mysql/plan.ts";
import type { Op } from "../../src/ops/op.ts";
import { type Column, emptySchema, type Table } from "../../src/schema/schema.ts";
import type { ColumnType } from "../../src/schema/types.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { carryOut, empty, openFresh, schemaOf } from "./mysql-writer.ts";

const on = { table: "t" } as const;
const integer: ColumnType = { kind: "integer" };
const text = (length: number): ColumnType => ({ kind: "varchar", length });
const column = (name: string, more: Partial<Column> = {}): Column => ({ name, type: integer, nullable: true, ...more });
const dropPrimary: Op = { kind: "dropConstraint", ...on, type: "primary" };
const primary = (...columns: readonly string[]): Op => ({
  ...{ kind: "createPrimaryKey", ...on, primaryKey: { columns } },
});
const alter = (name: string, changes: Extract<Op, { kind: "alterColumn" }>["changes"]): Op => ({
  ...{ kind: "alterColumn", ...on, column: name, changes },
});

describe.each(wantedFlavors)("ops on %s", (flavor) => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await openFresh(flavor);
  }, 90_000);
  afterAll(() => connection.close());
  beforeEach(() => empty(connection));

  it.each<{ readonly claim: string; readonly made: readonly string[]; readonly ops: readonly Op[]; readonly only?: 1 }>(
    [
      {
        claim: "a column that is changed keeps all that isn't changed",
        made: [
          "CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(9) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'it''s \\\\' COMMENT 'c''d', z INT)",
        ],
        ops: [alter("a", { type: { kind: "varchar", length: 12, charset: "latin1" } })],
      },
      {
        claim: "a moment keeps its digits, its default and its update",
        made: [
          "CREATE TABLE t (id INT PRIMARY KEY, a DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3))",
        ],
        ops: [alter("a", { comment: "when" })],
      },
      {
        claim: "a number of its own comes with its key",
        made: ["CREATE TABLE t (a INT)"],
        ops: [
          {
            ...{ kind: "addColumn", ...on, position: "first" },
            column: column("id", { nullable: false, autoincrement: true }),
          },
          primary("id"),
        ],
        only: 1,
      },
      {
        claim: "a number of its own goes, with its key",
        made: ["CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, a INT NOT NULL)"],
        ops: [dropPrimary, alter("id", { autoincrement: null }), primary("a")],
        only: 1,
      },
      {
        claim: "the key of the rows is another",
        made: ["CREATE TABLE t (id INT PRIMARY KEY, a INT NOT NULL)"],
        ops: [dropPrimary, primary("a", "id")],
        only: 1,
      },
      {
        claim: "a unique key has another name",
        made: ["CREATE TABLE t (id INT PRIMARY KEY, a INT, UNIQUE KEY u (a))"],
        ops: [
          { kind: "renameIndex", ...on, index: "u", to: "v" },
          { kind: "renameIndex", ...on, index: "v", to: "it's `w`" },
        ],
      },
      {
        claim: "a column goes with its foreign key and its index",
        made: [
          "CREATE TABLE p (id INT PRIMARY KEY)",
          "CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, KEY k (b, a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id))",
        ],
        ops: [{ kind: "dropColumn", ...on, column: "a" }],
      },
      {
        claim: "a column goes after its foreign key, with the server's index",
        made: [
          "CREATE TABLE p (id INT PRIMARY KEY)",
          "CREATE TABLE t (id INT PRIMARY KEY, a INT, CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id))",
        ],
        ops: [
          { kind: "dropConstraint", ...on, type: "foreignkey", name: "f" },
          { kind: "dropColumn", ...on, column: "a" },
        ],
      },
      {
        claim: "an index that a foreign key needs is replaced",
        made: [
          "CREATE TABLE p (id INT PRIMARY KEY)",
          "CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, KEY k (a), CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id))",
        ],
        ops: [
          { kind: "dropIndex", ...on, index: "k" },
          { kind: "createIndex", ...on, index: { name: "k2", parts: [{ column: "a" }, { column: "b" }] } },
        ],
        only: 1,
      },
      {
        claim: "keys of every kind come and go",
        made: [
          "CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(20), b INT, CONSTRAINT c CHECK (b > 0), UNIQUE KEY u (b))",
        ],
        ops: [
          { kind: "dropConstraint", ...on, type: "check", name: "c" },
          { kind: "dropConstraint", ...on, type: "unique", name: "u" },
          { kind: "createUnique", ...on, unique: { name: "u2", columns: ["a", "b"] } },
          { kind: "createCheck", ...on, check: { name: "c2", expression: "`b` > 1" } },
          {
            ...{ kind: "createIndex", ...on },
            index: {
              name: "i",
              parts: [
                { column: "a", length: 5 },
                { column: "b", descending: true },
              ],
              comment: "it's",
            },
          },
          { kind: "createIndex", ...on, index: { name: "j", parts: [{ column: "a" }], method: "fulltext" } },
          { kind: "setTableComment", ...on, comment: "of `t`" },
        ],
      },
      {
        claim: "names with quotes and spaces",
        made: ["CREATE TABLE t (id INT PRIMARY KEY)"],
        ops: [
          { kind: "addColumn", ...on, column: column("a `b", { type: text(5), default: "x'y" }) },
          { kind: "createIndex", ...on, index: { name: "i 'k", parts: [{ column: "a `b" }] } },
          { kind: "renameColumn", ...on, column: "a `b", to: "order" },
        ],
      },
    ],
  )("$claim", async ({ made, ops, only }) => {
    for (const sql of made) await connection.execute(sql);
    const { statements, after } = await carryOut(connection, ops, await schemaOf(connection));
    if (only !== undefined) expect(statements).toHaveLength(only);
    expect(normalise(await schemaOf(connection))).toEqual(normalise(after));
  });

  it("what the server makes for a foreign key goes with it", async () => {
    await connection.execute("CREATE TABLE p (id INT PRIMARY KEY)");
    await connection.execute("CREATE TABLE t (id INT PRIMARY KEY, a INT)");
    const before = await schemaOf(connection);
    const references = { table: "p", columns: ["id"] };
    await carryOut(
      connection,
      [{ kind: "createForeignKey", ...on, foreignKey: { name: "f", columns: ["a"], references } }],
      before,
    );
    await carryOut(
      connection,
      [{ kind: "dropConstraint", ...on, type: "foreignkey", name: "f" }],
      await schemaOf(connection),
    );
    expect(await schemaOf(connection)).toEqual(before);
  });

  it("a table is made with all that it has", async () => {
    const table: Table = {
      name: "t",
      columns: [
        column("id", { nullable: false, autoincrement: true }),
        column("a", { type: { kind: "text" }, comment: "x" }),
        column("b", { type: { kind: "numeric", precision: 8, scale: 2 }, nullable: false, default: 5 }),
        column("c", { generated: { expression: "`b` + 1", stored: false } }),
        column("d", { type: { kind: "enum", values: ["it's", "b"] }, nullable: false, default: "b" }),
      ],
      primaryKey: { columns: ["id"] },
      uniques: [{ name: "u", columns: ["b"] }],
      checks: [{ name: "k", expression: "`b` > 0" }],
      foreignKeys: [],
      exclusions: [],
      indexes: [{ name: "i", parts: [{ column: "a", length: 10 }] }],
      comment: "t's",
      options: {},
    };
    const made: Op = { kind: "createTable", table };
    if (flavor !== "mysql-9") {
      await carryOut(connection, [{ kind: "createSequence", sequence: { name: "s", increment: "2" } }]);
    }
    const { after } = await carryOut(connection, [made]);
    const found = await schemaOf(connection);
    expect(normalise({ ...after, tables: found.tables }).tables[0]?.columns).toEqual(
      normalise(after).tables[0]?.columns,
    );
    expect(found.tables[0]?.comment).toBe("t's");
    expect(found.sequences.map(({ name }) => name)).toEqual(flavor === "mysql-9" ? [] : ["s"]);
  });

  it.each<readonly [string, Op, RegExp]>([
    ["a counter without a key", alter("a", { autoincrement: true }), /AUTO_INCREMENT needs a key/],
    [
      "a part of the table",
      { kind: "createIndex", ...on, index: { name: "i", parts: [{ column: "a" }], where: "a > 0" } },
      /no partial indexes/,
    ],
    ["an identity", alter("a", { identity: { always: true } }), /no identity columns/],
    ["a shape that becomes a number", alter("p", { type: { kind: "integer" } }), /no way from type point to integer/],
    ["a namespace", { kind: "createNamespace", name: "n" }, /no namespaces/],
    ["a transaction in raw SQL", { kind: "execute", sql: "COMMIT" }, /can't begin or end a transaction/],
  ])("refuses %s", (_, op, words) => {
    const parts = { uniques: [], checks: [], foreignKeys: [], exclusions: [], indexes: [], options: {} };
    const before = {
      ...emptySchema,
      tables: [{ name: "t", columns: [column("a"), column("p", { type: { kind: "point" } })], ...parts }],
    };
    expect(() => plan([op], before, connection.server)).toThrow(words);
  });

  it.each<readonly [string, Op, "mariadb" | "mysql"]>([
    [
      "a default that is another one in each row",
      { kind: "addColumn", ...on, column: column("n", { default: { sql: "(rand())" } }) },
      "mysql",
    ],
    ["a number that becomes an address", alter("a", { type: { kind: "raw", sql: "inet6" } }), "mariadb"],
  ])("refuses %s where the server does", async (_, op, family) => {
    await connection.execute("CREATE TABLE t (a INT)");
    const before = await schemaOf(connection);
    const isRefused = (flavor === "mysql-9") === (family === "mysql");
    const planned = () => plan([op], before, connection.server);
    if (isRefused) expect(planned).toThrow(/DIALECT_UNSUPPORTED|adds no column|no way from/);
    else expect(planned()).toHaveLength(1);
  });
});

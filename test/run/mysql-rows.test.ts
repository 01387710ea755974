import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { mysql } from "../../src/dialects/mysql/mysql.ts";
import { wayBack } from "../../src/diff/way-back.ts";
import type { Op } from "../../src/ops/op.ts";
import { empty, schemaOf } from "../dialects/mysql-writer.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { failureOf } from "./failure.ts";
import { mysqlProject, openUrl } from "./mysql-project.ts";
import { addColumn, execute } from "./ops.ts";

const on = { table: "t" } as const;
const alter = (column: string, changes: Extract<Op, { kind: "alterColumn" }>["changes"]): Op => ({
  ...{ kind: "alterColumn", ...on, column, changes },
});
const integer = { kind: "integer" } as const;
const required = (name: string, more: object = {}) => addColumn("t", { name, type: integer, nullable: false, ...more });

const T = "CREATE TABLE t (id INT PRIMARY KEY, a INT, w VARCHAR(20), d DECIMAL(8,3), v INT AS (id + 1) VIRTUAL)";
const ROWS = "INSERT INTO t (id, a, w, d) VALUES (1, 300, 'a long text', 1.234), (2, NULL, 'x', 2)";

/** Each would have given rows values that nobody has said. */
const refused: readonly (readonly [claim: string, ops: readonly Op[], words: RegExp])[] = [
  ["a number that must be there", [required("n")], /column "t\.n" can't be added as NOT NULL without a default/],
  [
    "a text, an enum and a date that must be there",
    [
      addColumn("t", { name: "n", type: { kind: "varchar", length: 5 }, nullable: false }),
      addColumn("t", { name: "e", type: { kind: "enum", values: ["x", "y"] }, nullable: false }),
      addColumn("t", { name: "m", type: { kind: "timestamp" }, nullable: false }),
    ],
    /column "t\.n" can't be added/,
  ],
  ["a column with NULLs that must be there", [alter("a", { nullable: false })], /"t\.a" can't become NOT NULL while/],
  [
    "NULLs that would become the moment",
    [alter("a", { type: { kind: "timestamp" }, nullable: false })],
    /"t\.a" can't become NOT NULL/,
  ],
  [
    "NULLs in a key of the rows",
    [
      { kind: "dropConstraint", ...on, type: "primary" },
      { kind: "createPrimaryKey", ...on, primaryKey: { columns: ["a"] } },
    ],
    /"t\.a" can't become NOT NULL/,
  ],
  ["a computed column that must have values of its own", [alter("v", { generated: null, nullable: false })], /"t\.v"/],
  ["numbers that have no room", [alter("a", { type: { kind: "tinyint" } })], /Out of range value/],
  ["texts that are too long", [alter("w", { type: { kind: "varchar", length: 3 } })], /(?:Data truncated|too long)/],
  ["values that are none of an enum", [alter("w", { type: { kind: "enum", values: ["x"] } })], /Data truncated/],
  [
    "numbers that have no room, behind SQL that has taken the session's strictness",
    [execute("SET SESSION sql_mode = ''"), alter("a", { type: { kind: "tinyint" } })],
    /Out of range value/,
  ],
  [
    "references to nothing, behind SQL that has stopped their checks",
    [
      execute("SET foreign_key_checks = 0"),
      {
        ...{ kind: "createForeignKey", ...on },
        foreignKey: { name: "f", columns: ["a"], references: { table: "t", columns: ["id"] } },
      },
    ],
    /foreign key constraint fails/,
  ],
];

describe.each(wantedFlavors)("rows on %s", (flavor) => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await openUrl(await freshMysqlDatabase(flavor));
  }, 90_000);
  afterAll(() => connection.close());
  beforeEach(async () => {
    await empty(connection);
    await connection.execute(T);
  });

  /** Does what a revision would, with backups, and undoes it by its way back. */
  async function thereAndBack(up: readonly Op[]): Promise<void> {
    const back = wayBack(up, await schemaOf(connection), mysql, connection.server);
    if (back.kind === "irreversible") throw new Error(back.reason);
    const given = [{ id: "r1", up, down: back.ops }];
    const { upgrade, downgrade } = mysqlProject(connection, given, { backups: { maxRows: 10 } });
    await upgrade();
    await downgrade("base");
  }

  it.each(refused)("are not given values that nobody has said: %s", async (_, up, words) => {
    await connection.execute(ROWS);
    const before = await connection.query("SELECT * FROM t");
    const error = await failureOf(mysqlProject(connection, [{ id: "r1", up }]).upgrade());
    expect(error.message).toMatch(words);
    expect(await connection.query("SELECT * FROM t")).toEqual(before);
  });

  it.each(refused)("that aren't there are in nobody's way: %s", async (_, up) => {
    expect((await mysqlProject(connection, [{ id: "r1", up }]).upgrade()).heads).toEqual(["r1"]);
  });

  it("keep a 0 where the column is to count by itself", async () => {
    await connection.execute("INSERT INTO t (id) VALUES (0)");
    const { upgrade } = mysqlProject(connection, [{ id: "r1", up: [alter("id", { autoincrement: true })] }]);
    expect((await failureOf(upgrade())).message).toContain(`"t.id" can't get AUTO_INCREMENT while it has a 0`);
    expect(await connection.query("SELECT id FROM t")).toEqual([{ id: 0 }]);
  });

  it("what was kept comes back behind the key, where that and the numbers of its column are one statement", async () => {
    await connection.execute("ALTER TABLE t MODIFY COLUMN id INT NOT NULL AUTO_INCREMENT, DROP COLUMN v");
    await connection.execute(ROWS);
    const rows = await connection.query("SELECT id, a, w FROM t ORDER BY id");
    const up: readonly Op[] = [
      { kind: "dropColumn", ...on, column: "w" },
      { kind: "alterColumn", ...on, column: "id", changes: { autoincrement: null } },
      { kind: "dropConstraint", ...on, type: "primary" },
      { kind: "createUnique", ...on, unique: { name: "u", columns: ["id"] } },
    ];
    await thereAndBack(up);
    expect(await connection.query("SELECT id, a, w FROM t ORDER BY id")).toEqual(rows);
  });

  it("that refer to others of their table come back in any order, and what they refer to is looked up again then", async () => {
    await connection.execute(
      "CREATE TABLE tree (id INT PRIMARY KEY, up INT, CONSTRAINT f FOREIGN KEY (up) REFERENCES tree (id))",
    );
    await connection.execute("INSERT INTO tree VALUES (9, NULL), (5, 9), (1, 5)");
    const up: readonly Op[] = [{ kind: "dropTable", table: "tree" }];
    await thereAndBack(up);
    expect(await connection.query("SELECT id, up FROM tree ORDER BY id")).toEqual([
      { id: 1, up: 5 },
      { id: 5, up: 9 },
      { id: 9, up: null },
    ]);
    await expect(connection.execute("INSERT INTO tree VALUES (2, 77)")).rejects.toThrow(/foreign key constraint/);
  });

  it("that refer to others of their table come back where they refer to another one as well, and that is looked up", async () => {
    await connection.execute("CREATE TABLE kind (id INT PRIMARY KEY)");
    await connection.execute("INSERT INTO kind VALUES (1), (2)");
    await connection.execute(
      "CREATE TABLE tree (id INT PRIMARY KEY, up INT, kind INT, CONSTRAINT f FOREIGN KEY (up) REFERENCES tree (id), CONSTRAINT g FOREIGN KEY (kind) REFERENCES kind (id))",
    );
    await connection.execute("INSERT INTO tree VALUES (9, NULL, 1), (5, 9, NULL), (1, 5, 2)");
    const rows = await connection.query("SELECT id, up, kind FROM tree ORDER BY id");
    await thereAndBack([{ kind: "dropTable", table: "tree" }]);
    expect(await connection.query("SELECT id, up, kind FROM tree ORDER BY id")).toEqual(rows);
    const before = await schemaOf(connection);
    const again: readonly Op[] = [{ kind: "dropTable", table: "tree" }];
    const back = wayBack(again, before, mysql, connection.server);
    if (back.kind === "irreversible") throw new Error(back.reason);
    const { upgrade, downgrade } = mysqlProject(connection, [{ id: "r2", up: again, down: back.ops }], {
      backups: { maxRows: 10 },
    });
    await upgrade();
    await connection.execute("DELETE FROM kind WHERE id = 2");
    expect((await failureOf(downgrade("base"))).message).toContain("foreign key constraint fails");
  });

  it.each([
    ["is begun anew", []],
    ["goes on", [execute("CREATE TABLE made (id INT)")]],
  ])(
    "that came, went and changed while a revision was interrupted that %s come back as they were when it dropped them",
    async (_, first) => {
      await connection.execute("CREATE TABLE gone (id INT PRIMARY KEY, a INT)");
      await connection.execute("CREATE TABLE late (id INT PRIMARY KEY)");
      await connection.execute("INSERT INTO gone VALUES (1, 1), (2, 2)");
      await connection.execute("INSERT INTO t (id, a, w) VALUES (1, 5, 'old'), (2, 5, 'stays')");
      const up: readonly Op[] = [
        { kind: "createIndex", ...on, index: { name: "ux", unique: true, parts: [{ column: "a" }] } },
        { kind: "dropColumn", ...on, column: "w" },
        { kind: "dropTable", table: "gone" },
        { kind: "dropTable", table: "late" },
      ];
      const back = wayBack(up, await schemaOf(connection), mysql, connection.server);
      if (back.kind === "irreversible") throw new Error(back.reason);
      const down = first.length === 0 ? back.ops : [...back.ops, execute("DROP TABLE made")];
      const given = [{ id: "r1", up: [...first, ...up], down }];
      const { upgrade, downgrade } = mysqlProject(connection, given, { backups: { maxRows: 10 } });
      expect((await failureOf(upgrade())).message).toContain("Duplicate entry");
      await connection.execute("UPDATE t SET a = id, w = CONCAT('new', id)");
      await connection.execute("DELETE FROM gone WHERE id = 1");
      await connection.execute("INSERT INTO gone VALUES (3, 3)");
      await connection.execute("INSERT INTO late VALUES (7)");
      const tables = ["t", "gone", "late"];
      const rows = () => Promise.all(tables.map((name) => connection.query(`SELECT * FROM ${name} ORDER BY id`)));
      const before = await rows();
      await upgrade();
      await downgrade("base");
      expect(await rows()).toEqual(before);
      await upgrade();
      await connection.execute("DELETE FROM t WHERE id = 2");
      await downgrade("base");
      expect(await connection.query("SELECT id, w FROM t")).toEqual([{ id: 1, w: "new1" }]);
    },
  );

  it("moments that become numbers of fewer digits are kept before", async () => {
    await connection.execute("ALTER TABLE t ADD COLUMN m DATETIME, ADD COLUMN n DATETIME");
    await connection.execute("INSERT INTO t (id, m, n) VALUES (1, '2026-01-02 03:04:05', '2026-01-02 03:04:05')");
    const up = [alter("m", { type: { kind: "float" } }), alter("n", { type: { kind: "double" } })];
    const { upgrade, events } = mysqlProject(connection, [{ id: "r1", up }], { backups: { maxRows: 10 } });
    await upgrade();
    const kept = events.flatMap((event) => (event.kind === "kept" ? [event.backup] : []));
    expect(kept).toMatchObject([{ kind: "values", columns: [{ name: "m" }] }]);
    expect(await connection.query("SELECT CAST(n AS CHAR) AS n FROM t")).toEqual([{ n: "20260102030405" }]);
  });

  it("that are rounded in one statement with a change of their key are kept before", async () => {
    await connection.execute("ALTER TABLE t MODIFY COLUMN id INT NOT NULL AUTO_INCREMENT, DROP COLUMN v");
    await connection.execute("INSERT INTO t (id, a, d) VALUES (1, 300, 1.234)");
    const up: readonly Op[] = [
      { kind: "dropConstraint", ...on, type: "primary" },
      alter("d", { type: integer }),
      { kind: "createUnique", ...on, unique: { name: "u", columns: ["id"] } },
    ];
    const { upgrade, events } = mysqlProject(connection, [{ id: "r1", up }], { backups: { maxRows: 10 } });
    await upgrade();
    expect(events.flatMap((event) => (event.kind === "kept" ? [event.backup] : []))).toMatchObject([
      { kind: "values", table: { name: "t" }, columns: [{ name: "d" }], rows: 1 },
    ]);
  });

  it("what has a default, or counts by itself, is added to them", async () => {
    await connection.execute(ROWS);
    const up: readonly Op[] = [
      required("n", { default: 7 }),
      required("g", { generated: { expression: "`id` + 1", stored: true }, nullable: true }),
      { kind: "dropConstraint", ...on, type: "primary" },
      required("c", { autoincrement: true }),
      { kind: "createPrimaryKey", ...on, primaryKey: { columns: ["c"] } },
    ];
    await mysqlProject(connection, [{ id: "r1", up }]).upgrade();
    expect(await connection.query("SELECT id, n, c FROM t ORDER BY id")).toEqual([
      { id: 1, n: 7, c: 1 },
      { id: 2, n: 7, c: 2 },
    ]);
  });
});

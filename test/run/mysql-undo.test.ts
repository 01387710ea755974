import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { mysql } from "../../src/dialects/mysql/mysql.ts";
import type { Op } from "../../src/ops/op.ts";
import { conducted } from "../../src/run/execute.ts";
import { readJournal } from "../../src/run/journal.ts";
import { takeBack } from "../../src/run/take-back.ts";
import { empty, schemaOf } from "../dialects/mysql-writer.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { failureOf } from "./failure.ts";
import { mysqlProject, openUrl } from "./mysql-project.ts";
import { addCheck, addColumn, createTable, execute, rows, textColumn } from "./ops.ts";
import { names, runner } from "./project.ts";

const on = { table: "t" } as const;
const varchar = (length: number) => ({ kind: "varchar", length }) as const;

/** Six steps whose way back loses nothing. */
const steps: readonly Op[] = [
  createTable("made", textColumn("x")),
  rows("made", { id: 1, x: "a" }, { id: 2, x: "b" }),
  addColumn("t", { name: "n", type: varchar(20), nullable: true }),
  addColumn("t", { name: "m", type: { kind: "integer" }, nullable: false, default: 7 }),
  { kind: "createIndex", ...on, index: { name: "ix_a", parts: [{ column: "a", length: 3 }, { column: "n" }] } },
  { kind: "alterColumn", ...on, column: "a", changes: { type: varchar(60), comment: "longer" } },
  {
    kind: "createForeignKey",
    table: "made",
    foreignKey: { name: "f", columns: ["id"], references: { table: "t", columns: ["id"] } },
  },
  { kind: "renameColumn", ...on, column: "m", to: "z" },
  {
    kind: "createView",
    view: { name: "v", definition: "SELECT id FROM t" },
  },
];
/** Refused by the server, as long as there is the row. */
const failing = addCheck("t", "ck", "`id` > 1");

describe.each(wantedFlavors)("a revision that fails on %s", (flavor) => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await openUrl(await freshMysqlDatabase(flavor));
  }, 90_000);
  afterAll(() => connection.close());
  beforeEach(async () => {
    await empty(connection);
    await connection.execute("CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(20), KEY k (a))");
    await connection.execute("INSERT INTO t VALUES (1, 'one'), (2, NULL)");
  });

  const project = (up: readonly Op[]) => mysqlProject(connection, [{ id: "r1", up }]);
  const withoutBooks = async () => {
    const { tables, ...others } = await schemaOf(connection);
    return { ...others, tables: tables.filter(({ name }) => !/^(?:limbeck|alembic)_/.test(name)) };
  };

  it("is undone as far as the server has committed it, and can be corrected", async () => {
    const before = await withoutBooks();
    const data = await connection.query("SELECT * FROM t");
    const { upgrade, events } = project([...steps, failing, createTable("never")]);
    const error = await failureOf(upgrade());
    expect(error.message).toContain("failed at statement 10 of 11");
    expect(error.message).toContain(
      "The first 9 statements of this revision, which the server had committed, are undone; the database is at base.",
    );
    expect(error.details).toMatchObject({ committed: 0, undone: 9 });
    expect(events.some((event) => event.kind === "undoing")).toBe(true);
    expect(await withoutBooks()).toEqual(before);
    expect(await connection.query("SELECT * FROM t")).toEqual(data);
    const [row, ...others] = await readJournal(connection, mysql, names);
    expect(row).toMatchObject({ revision: "r1", outcome: "failed", statementsDone: 0, message: error.message });
    expect([row?.plan, others]).toEqual([undefined, []]);
    const { heads } = await project([...steps, createTable("never")]).upgrade();
    expect(heads).toEqual(["r1"]);
  });

  it("is undone where its first statements hang on what comes later, and the ops of the one that failed on each other", async () => {
    await connection.execute("CREATE TABLE p (id INT PRIMARY KEY)");
    await connection.execute("ALTER TABLE t MODIFY COLUMN id INT NOT NULL AUTO_INCREMENT, ADD COLUMN p INT");
    await connection.execute(
      "CREATE TABLE u (id INT PRIMARY KEY, p INT, CONSTRAINT f FOREIGN KEY (p) REFERENCES p (id))",
    );
    const before = await withoutBooks();
    const error = await failureOf(
      project([
        { kind: "dropConstraint", table: "u", type: "foreignkey", name: "f" },
        createTable("made"),
        { kind: "dropConstraint", ...on, type: "primary" },
        { kind: "alterColumn", ...on, column: "id", changes: { autoincrement: null } },
        { kind: "createPrimaryKey", ...on, primaryKey: { columns: ["a"] } },
        { kind: "dropIndex", table: "u", index: "f" },
      ]).upgrade(),
    );
    expect(error.message).toContain('column "t.a" can\'t become NOT NULL while it has NULLs');
    expect(error.message).toMatch(
      /The first \d statements of this revision, which the server had committed, are undone/,
    );
    expect(await withoutBooks()).toEqual(before);
  });

  it("at its first statement leaves nothing to settle", async () => {
    await failureOf(project([failing]).upgrade());
    expect((await project([createTable("u")]).upgrade()).heads).toEqual(["r1"]);
  });

  it.each<readonly [string, readonly Op[], RegExp]>([
    ["raw SQL", [execute("CREATE TABLE raw (x INT)")], /raw SQL or a function is among it/],
    ["rows of a table that was there", [rows("t", { id: 9 }), createTable("u")], /which rows were inserted into t/],
    ["values of a column that is gone", [{ kind: "dropColumn", ...on, column: "a" }], /has destroyed .*"t\.a"/],
    [
      "digits of values",
      [
        addColumn("t", { name: "d", type: { kind: "double" }, nullable: true }),
        { kind: "alterColumn", ...on, column: "d", changes: { type: { kind: "integer" } } },
      ],
      /has destroyed digits/,
    ],
  ])("stays where it is after %s, says so, and is gone on with", async (_, first, words) => {
    const up = [...first, failing, createTable("last")];
    const error = await failureOf(project(up).upgrade());
    expect(error.message).toMatch(words);
    expect(error.message).toMatch(/(?:is|are) committed, the others are not; the version table says base/);
    const [row] = await readJournal(connection, mysql, names);
    expect(row).toMatchObject({ outcome: "failed", message: error.message });
    expect(row?.plan).toBeDefined();
    await connection.execute("DELETE FROM t WHERE id = 1");
    expect((await project(up).upgrade()).heads).toEqual(["r1"]);
  });

  it("is not undone when others have written into what it made", async () => {
    const up: readonly Op[] = [...steps.slice(0, 3), { kind: "run", label: "others" }];
    const others = new Map([["others", () => Promise.reject(new Error("stop"))]]);
    const given = [{ id: "r1", up, functions: others }];
    const write = openUrl(connection.target.url);
    const { upgrade } = mysqlProject(connection, given, {
      onEvent: (event) => {
        if (event.kind !== "statement" || event.op.kind !== "run") return;
        others.set("others", async () => {
          await (await write).execute("UPDATE t SET n = 'theirs'");
          throw new Error("stop");
        });
      },
    });
    const error = await failureOf(upgrade());
    await (await write).close();
    expect(error.message).toContain('others have written values of the new column "t.n" meanwhile');
    expect(await connection.query("SELECT DISTINCT n FROM t")).toEqual([{ n: "theirs" }]);
  });

  it("goes on to be undone by the next run when it was killed while it was undone", async () => {
    const before = await withoutBooks();
    const dying = await openUrl(connection.target.url);
    let isUndoing = false;
    const mortal: Connection = {
      ...dying,
      execute: async (sql, parameters) => {
        if (isUndoing && /^ALTER TABLE .* DROP INDEX/.test(sql)) {
          await dying.execute(sql);
          await connection.execute(`KILL ${(await dying.query("SELECT CONNECTION_ID() AS id"))[0]?.["id"]}`);
        }
        return dying.execute(sql, parameters);
      },
    };
    const up = [...steps, failing];
    const error = await failureOf(
      mysqlProject(mortal, [{ id: "r1", up }], {
        onEvent: (event) => {
          isUndoing ||= event.kind === "undoing";
        },
      }).upgrade(),
    );
    expect(error.message).toContain("that failed in turn");
    await dying.close();
    const again = await failureOf(project(up).upgrade());
    expect(again.message).toContain("are undone");
    expect(await withoutBooks()).toEqual(before);
    expect((await readJournal(connection, mysql, names)).map(({ outcome }) => outcome)).toEqual(["undone", "failed"]);
  });

  it.each([
    ["that was carried out", true],
    ["that was not", false],
  ])(
    "is taken back as it is asked for, after the server lost the runner at a statement %s",
    async (_, isCarriedOut) => {
      const before = await withoutBooks();
      const data = await connection.query("SELECT * FROM t");
      const dying = await openUrl(connection.target.url);
      const mortal: Connection = {
        ...dying,
        execute: async (sql, parameters) => {
          if (!/^(?:ALTER TABLE|CREATE INDEX) .*`ix_a`/.test(sql)) return dying.execute(sql, parameters);
          const id = (await dying.query("SELECT CONNECTION_ID() AS id"))[0]?.["id"];
          if (isCarriedOut) await dying.execute(sql);
          await connection.execute(`KILL ${id}`);
          return dying.execute("SELECT 1");
        },
      };
      await failureOf(mysqlProject(mortal, [{ id: "r1", up: steps }]).upgrade());
      await dying.close();
      const [row] = await readJournal(connection, mysql, names);
      if (row === undefined) throw new Error("The journal knows nothing.");
      expect([row.outcome, row.statementsDone]).toEqual(["running", 4]);
      const half = { row, ops: steps, before, isEdited: false };
      const count = await conducted(
        { connection, dialect: mysql, names, lockTimeoutMs: 5_000, onEvent: () => undefined },
        (conduct) => takeBack(conduct, half, runner),
      );
      expect(count).toBeGreaterThan(0);
      expect(await withoutBooks()).toEqual(before);
      expect(await connection.query("SELECT * FROM t")).toEqual(data);
      expect(await readJournal(connection, mysql, names)).toMatchObject([{ outcome: "undone", user: runner.user }]);
      expect((await project(steps).upgrade()).heads).toEqual(["r1"]);
    },
  );
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import type { Op } from "../../src/ops/op.ts";
import { administerMysql, freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { failureOf } from "./failure.ts";
import { contentOf, sessionHistory } from "./mysql-kill-history.ts";
import { killProgram, moments, runProgram } from "./mysql-killing.ts";
import { mysqlProject, openUrl } from "./mysql-project.ts";
import { addColumn, execute, textColumn } from "./ops.ts";
import { column } from "./project.ts";

/** Every moment is tried with `LIMBECK_TEST_KILLS=all`; else each twelfth of the round trips, at the three in turn. */
const step = process.env["LIMBECK_TEST_KILLS"] === "all" ? 1 : 12;

describe.each(wantedFlavors)("a revision that stands on its session, on %s", (flavor) => {
  it("is completed as if it had never been cut off", async () => {
    const program = await killProgram();
    const first = await freshMysqlDatabase(flavor);
    const { trips = 0 } = await runProgram(program, first, "self", [0, "before"], "session");
    expect(trips).toBeGreaterThan(40);
    const wanted = await contentAt(first);
    for (let trip = step; trip <= trips; trip += step) {
      const kill = [trip, moments[(trip / step) % 3] ?? "before"] as const;
      const url = await freshMysqlDatabase(flavor);
      const ended = await runProgram(program, url, "self", kill, "session");
      expect({ kill, ended }).toEqual({ kill, ended: { signal: "SIGKILL", said: "" } });
      const connection = await openUrl(url);
      const { heads } = await mysqlProject(connection, sessionHistory, { lockTimeoutMs: 30_000 }).upgrade();
      await connection.close();
      expect({ kill, heads, found: await contentAt(url) }).toEqual({ kill, heads: ["r1"], found: wanted });
    }
  }, 600_000);

  describe("that is gone on with by another session", () => {
    let url: string;
    let connection: Connection;
    beforeAll(async () => {
      url = await freshMysqlDatabase(flavor);
    }, 90_000);
    beforeEach(async () => {
      await administerMysql(
        url,
        "DROP TABLE IF EXISTS alembic_version, limbeck_journal, s, missing, numbered; CREATE TABLE s (id INT PRIMARY KEY); INSERT INTO s VALUES (1), (2); CREATE TABLE numbered (id INT PRIMARY KEY AUTO_INCREMENT)",
      );
      connection = await openUrl(url);
    });
    afterAll(() => connection.close());

    /** The revision fails in its middle, at a table that isn't there; then it is, and another session goes on. */
    async function goesOn(before: readonly string[], after: readonly (string | Op)[]) {
      const op = (each: string | Op) => (typeof each === "string" ? execute(each) : each);
      const functions = new Map([["look", async () => undefined]]);
      const broken = "ALTER TABLE missing ADD x INT";
      const given = [{ id: "r1", up: [...before, broken, ...after].map(op), functions }];
      await failureOf(mysqlProject(connection, given).upgrade());
      await connection.close();
      await administerMysql(url, "CREATE TABLE missing (id INT)");
      connection = await openUrl(url);
      return mysqlProject(connection, given).upgrade();
    }

    const values = () => column(connection, "SELECT id FROM s ORDER BY id");

    it.each([
      ["a value that the text tells", ["SET @n = 7"], ["INSERT INTO s VALUES (@N)"], [1, 2, 7]],
      [
        "a value that is changed by the text",
        ["SET @n = 7", "SET @n := @n * 2"],
        ["INSERT INTO s VALUES (@n)"],
        [1, 2, 14],
      ],
      [
        "a value from the data that nobody needs any more",
        ["SET @n = (SELECT MAX(id) FROM s)"],
        ["INSERT INTO s VALUES (4)"],
        [1, 2, 4],
      ],
      [
        "a value from the data that is found again before it is needed",
        ["SELECT MAX(id) INTO @n FROM s"],
        ["SELECT COUNT(*) INTO @n FROM s", "INSERT INTO s VALUES (@n + 1)"],
        [1, 2, 3],
      ],
      [
        "a temporary table that only goes",
        ["CREATE TEMPORARY TABLE t AS SELECT id + 10 AS id FROM s", "INSERT INTO s SELECT id FROM t"],
        ["DROP TEMPORARY TABLE t"],
        [1, 2, 11, 12],
      ],
      [
        "a prepared statement",
        ["PREPARE put FROM 'INSERT INTO s VALUES (?)'", "SET @v = 8"],
        ["EXECUTE put USING @v", "DEALLOCATE PREPARE put"],
        [1, 2, 8],
      ],
      ["a setting", ["SET SESSION sql_mode = 'ANSI_QUOTES'"], ['INSERT INTO "s" VALUES (5)'], [1, 2, 5]],
      [
        "a temporary table that hides another, which stays",
        ["CREATE TEMPORARY TABLE numbered (id INT)"],
        ["DROP TABLE numbered", "INSERT INTO numbered VALUES (1)"],
        [1, 2],
      ],
    ])("%s", async (_, before, after, wanted) => {
      expect((await goesOn(before, after)).heads).toEqual(["r1"]);
      expect(await values()).toEqual(wanted);
    });

    it.each<readonly [string, readonly string[], readonly (string | Op)[], string, RegExp]>([
      [
        "a value from the data",
        ["SET @n = (SELECT MAX(id) FROM s)"],
        ["INSERT INTO s VALUES (@n + 1)"],
        "@n",
        /SET @n = \(SELECT/,
      ],
      ["a value from the clock", ["SET @t = NOW(6)"], ["UPDATE s SET id = id + 10 WHERE @t IS NULL"], "@t", /NOW/],
      [
        "a value made of such a one",
        ["SELECT 5 INTO @a", "SET @b = @a"],
        ["INSERT INTO s VALUES (@b)"],
        "@b",
        /SET @b = @a/,
      ],
      ["a variable of a query", ["SELECT @r := 1"], ["INSERT INTO s VALUES (@r + 8)"], "@r", /:= 1/],
      [
        "a temporary table",
        ["CREATE TEMPORARY TABLE t (id INT)"],
        ["INSERT INTO s SELECT id FROM t"],
        "t",
        /CREATE TEMPORARY/,
      ],
      [
        "the last number",
        ["INSERT INTO numbered VALUES ()"],
        ["INSERT INTO s VALUES (LAST_INSERT_ID() + 5)"],
        "last_insert_id",
        /numbered/,
      ],
      ["a value that a function may use", ["SELECT 5 INTO @a"], [{ kind: "run", label: "look" }], "@a", /INTO @a/],
    ])("%s is lost, which is said before anything is changed", async (_, before, after, name, maker) => {
      const error = await failureOf(goesOn(before, ["INSERT INTO s VALUES (99)", ...after]));
      expect(error.details["code"]).toBe("RUN_SESSION_LOST");
      expect(error.message).toContain(`"${name}" ended with the session of the run that was cut off`);
      expect(error.message).toMatch(maker);
      expect(await values()).not.toContain(99);
      expect(await column(connection, "SHOW COLUMNS FROM missing LIKE 'x'")).toEqual([]);
    });

    it("what Limbeck has made of the session meanwhile holds", async () => {
      const after = ["INSERT INTO s (id) VALUES ('')"];
      const error = await failureOf(goesOn(["SET sql_mode = ''"], [addColumn("s", textColumn("x")), ...after]));
      // Strict again behind the operation, as in one session.
      expect(error.message).toMatch(/Incorrect integer value/);
    });
  });
});

async function contentAt(url: string): Promise<unknown> {
  const connection = await openUrl(url);
  const content = await contentOf(connection);
  await connection.close();
  return content;
}

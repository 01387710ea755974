import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { mysql } from "../../src/dialects/mysql/mysql.ts";
import { administerMysql, freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { failureOf } from "./failure.ts";
import { mysqlProject, openUrl } from "./mysql-project.ts";
import { addColumn, execute, textColumn } from "./ops.ts";

describe.each(wantedFlavors)("demands on %s", (flavor) => {
  let url: string;
  let connection: Connection;
  beforeAll(async () => {
    url = await freshMysqlDatabase(flavor);
    connection = await openUrl(url);
    await administerMysql(url, "CREATE TABLE t (id INT PRIMARY KEY, a INT)");
  }, 90_000);
  afterAll(() => connection.close());

  const sqlOf = (run: ReturnType<typeof mysqlProject>) =>
    run.events.flatMap((event) => (event.kind === "statement" && event.sql !== undefined ? [event.sql] : []));

  it("are there by default, and left out where the config prefers", async () => {
    const run = mysqlProject(connection, [{ id: "r1", up: [addColumn("t", textColumn("n"))] }]);
    await run.upgrade();
    expect(sqlOf(run).join()).toContain("ALGORITHM=INSTANT");
    const target = { ...mysql.target(url, "/"), undemanding: true } as const;
    const quiet = await mysql.connect(target, { create: false });
    const given = [
      { id: "r1", up: [addColumn("t", textColumn("n"))] },
      { id: "r2", up: [addColumn("t", textColumn("m"))] },
    ];
    const other = mysqlProject(quiet, given);
    await other.upgrade();
    await quiet.close();
    expect(sqlOf(other).join()).toMatch(/ADD COLUMN `m` text$/);
  });

  it("that the server refuses say what to do, and change nothing", async () => {
    const sql = "ALTER TABLE t MODIFY a BIGINT, ALGORITHM=INSTANT";
    const given = [
      { id: "r1", up: [] },
      { id: "r2", up: [] },
      { id: "r3", up: [execute(sql)] },
    ];
    const error = await failureOf(mysqlProject(connection, given).upgrade());
    expect(error.details["code"]).toBe("DEMAND_REFUSED");
    expect(error.message).toMatch(
      /can't do this in the way that the statement demands: ALGORITHM=INSTANT is not supported/,
    );
    expect(error.hint).toContain('onlineDdl: "prefer"');
  });
});

it.runIf(wantedFlavors.includes("mysql-9"))(
  "a table that has had as many columns in an instant as it can is written anew in place, which is told; raw SQL is refused",
  async () => {
    const url = await freshMysqlDatabase("mysql-9");
    const changes = Array.from({ length: 255 }, (_, i) => (i % 2 === 0 ? "ADD COLUMN x INT" : "DROP COLUMN x"));
    const alters = changes.map((change) => `ALTER TABLE t ${change}, ALGORITHM=INSTANT`);
    await administerMysql(url, ["CREATE TABLE t (id INT PRIMARY KEY)", ...alters].join(";"));
    const connection = await openUrl(url);
    const raw = mysqlProject(connection, [{ id: "r1", up: [execute("ALTER TABLE t ADD n INT, ALGORITHM=INSTANT")] }]);
    const error = await failureOf(raw.upgrade());
    expect(error.details["code"]).toBe("DEMAND_REFUSED");
    expect(error.hint).toContain("ALGORITHM=INPLACE, LOCK=NONE");
    const versions = async () =>
      (
        await connection.query(
          "SELECT total_row_versions AS n FROM information_schema.innodb_tables WHERE NAME = CONCAT(DATABASE(), '/t')",
        )
      )[0]?.["n"];
    expect(await versions()).toBe(255);
    const own = mysqlProject(connection, [
      { id: "r1", up: [addColumn("t", textColumn("n")), addColumn("t", textColumn("m"))] },
    ]);
    expect((await own.upgrade()).heads).toEqual(["r1"]);
    expect(own.events.filter(({ kind }) => kind === "noted")).toEqual([
      {
        kind: "noted",
        message: expect.stringMatching(/^"t" has had columns .* its rows are written anew now, while others/),
      },
    ]);
    expect(await versions()).toBe(1);
    await connection.close();
  },
);

import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import { inspect } from "../../src/dialects/mysql/inspect.ts";
import type { Op } from "../../src/ops/op.ts";
import { administerMysql } from "../servers/mysql.ts";
import { mortalMysql, startAgain } from "../servers/mysql-embedded.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { failureOf } from "./failure.ts";
import { contentOf, history } from "./mysql-kill-history.ts";
import { killProgram, killsOver, runProgram } from "./mysql-killing.ts";
import { mysqlProject, openUrl } from "./mysql-project.ts";
import { addColumn, textColumn } from "./ops.ts";

/** How many moments are drawn, on MariaDB alone; `LIMBECK_TEST_KILLS=100` draws more on all servers, `all` takes each of them. */
const KILLS = process.env["LIMBECK_TEST_KILLS"];
const most = KILLS === "all" ? undefined : Number(KILLS ?? 4);
const flavors = KILLS === undefined ? (["mariadb-10.11"] as const) : wantedFlavors;

let program: string;
beforeAll(async () => {
  program = await killProgram();
});

it.each(flavors)(
  "%s: a server that is killed at any moment, and started again, leaves what the next upgrade completes",
  async (flavor) => {
    let server = await mortalMysql(flavor);
    let made = 0;
    const fresh = async () => {
      const name = `killed_${++made}`;
      await administerMysql(server.url, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
      return `${server.url}/${name}`;
    };
    const first = await fresh();
    const { trips = 0 } = await runProgram(program, first, "self", [0, "before"]);
    expect(trips).toBeGreaterThan(40);
    const wanted = await contentAt(first);
    for (const kill of killsOver(trips, most)) {
      const url = await fresh();
      const { said } = await runProgram(program, url, String(server.pid), kill);
      server = await startAgain(server);
      // After the last round trip nothing is left to fail.
      if (said !== undefined) expect({ kill, said }).toEqual({ kill, said: expect.stringMatching(/CONNECT_FAILED/) });
      const connection = await openUrl(url);
      const { heads } = await mysqlProject(connection, history, { lockTimeoutMs: 30_000 }).upgrade();
      await connection.close();
      expect({ kill, heads, found: await contentAt(url) }).toEqual({ kill, heads: ["r3"], found: wanted });
    }
  },
  3_600_000,
);

/** Changes by which the server writes all rows of a table anew, while the key by which it finds them is there. */
const written: readonly Op[] = [
  { kind: "alterColumn", table: "long", column: "n", changes: { type: { kind: "bigint" } } },
  {
    kind: "createForeignKey",
    table: "long",
    foreignKey: { columns: ["n"], references: { table: "numbers", columns: ["n"] } },
  },
];

it.each(wantedFlavors)(
  "%s: a server that is killed inside of a change of a long table, and started again, has the table as it was, and the next upgrade changes it",
  async (flavor) => {
    let server = await mortalMysql(flavor);
    const url = `${server.url}/long`;
    await administerMysql(server.url, `CREATE DATABASE \`long\` CHARACTER SET utf8mb4; USE \`long\`; ${LONG}`);
    const given = [{ id: "r1", up: [addColumn("long", textColumn("first")), ...written] }];
    for (const text of ["MODIFY", "FOREIGN KEY"]) {
      const connection = await openUrl(url);
      const run = failureOf(mysqlProject(connection, given).upgrade());
      await untilCopying(server.url, text);
      process.kill(server.pid, "SIGKILL");
      expect((await run).message).toMatch(/^ *The connection to .* broke while a statement ran/m);
      server = await startAgain(server);
    }
    const connection = await openUrl(url);
    const { heads } = await mysqlProject(connection, given, { lockTimeoutMs: 30_000 }).upgrade();
    const [table] = (await inspect(connection, { exclude: [], only: [{ name: "long" }] })).tables;
    const columns = table?.columns.map(({ name, type }) => [name, type.kind]);
    const keys = table?.foreignKeys.map((key) => [key.columns, key.references.table]);
    const [left] = await connection.query("SELECT COUNT(*) AS n, SUM(n) AS sum FROM `long`");
    await connection.close();
    expect({ heads, columns, keys, left }).toEqual({
      heads: ["r1"],
      columns: [
        ["id", "integer"],
        ["n", "bigint"],
        ["t", "varchar"],
        ["first", "text"],
      ],
      keys: [[["n"], "numbers"]],
      left: { n: ROWS, sum: String(ROWS) },
    });
  },
  300_000,
);

const ROWS = 2 ** 16;
const LONG = [
  "CREATE TABLE numbers (n BIGINT PRIMARY KEY)",
  "INSERT INTO numbers VALUES (1)",
  "CREATE TABLE `long` (id INT AUTO_INCREMENT PRIMARY KEY, n INT DEFAULT 1, t VARCHAR(200))",
  "INSERT INTO `long` (t) VALUES (REPEAT('t', 200))",
  ...Array.from({ length: 16 }, () => "INSERT INTO `long` (t) SELECT t FROM `long`"),
].join("; ");

/** Waits until the server is at work on a change that has this text. */
async function untilCopying(url: string, text: string): Promise<void> {
  const sql = `SELECT 1 FROM information_schema.PROCESSLIST WHERE INFO LIKE 'ALTER TABLE \`long\` %${text}%' AND STATE LIKE '%copy%'`;
  while ((await administerMysql(url, sql)).length === 0) await sleep(10);
}

async function contentAt(url: string): Promise<unknown> {
  const connection = await openUrl(url);
  const content = await contentOf(connection);
  await connection.close();
  return content;
}

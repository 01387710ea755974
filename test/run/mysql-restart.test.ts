import { beforeAll, expect, it } from "vitest";
import { administerMysql } from "../servers/mysql.ts";
import { mortalMysql, startAgain } from "../servers/mysql-embedded.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { contentOf, history } from "./mysql-kill-history.ts";
import { killProgram, killsOver, runProgram } from "./mysql-killing.ts";
import { mysqlProject, openUrl } from "./mysql-project.ts";

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

async function contentAt(url: string): Promise<unknown> {
  const connection = await openUrl(url);
  const content = await contentOf(connection);
  await connection.close();
  return content;
}

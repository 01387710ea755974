import { beforeAll, expect, it } from "vitest";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { contentOf, history } from "./mysql-kill-history.ts";
import { killProgram, killsOver, runProgram } from "./mysql-killing.ts";
import { mysqlProject, openUrl } from "./mysql-project.ts";

/** How many moments are drawn, on MariaDB alone; `LIMBECK_TEST_KILLS=100` draws more on all, `all` takes each moment of each round trip. */
const KILLS = process.env["LIMBECK_TEST_KILLS"];
const most = KILLS === "all" ? undefined : Number(KILLS ?? 10);
const flavors = KILLS === undefined ? (["mariadb-10.11"] as const) : wantedFlavors;

let program: string;
beforeAll(async () => {
  program = await killProgram();
});

it.each(flavors)(
  "%s: a process that is killed at any moment leaves what the next upgrade completes",
  async (flavor) => {
    const first = await freshMysqlDatabase(flavor);
    const { trips = 0 } = await runProgram(program, first, "self", [0, "before"]);
    expect(trips).toBeGreaterThan(40);
    const wanted = await wantedContent(first);
    for (const kill of killsOver(trips, most)) {
      const url = await freshMysqlDatabase(flavor);
      const ended = await runProgram(program, url, "self", kill);
      expect({ kill, ended }).toEqual({ kill, ended: { signal: "SIGKILL", said: "" } });
      const connection = await openUrl(url);
      const { heads } = await mysqlProject(connection, history, { lockTimeoutMs: 30_000 }).upgrade();
      expect({ kill, heads, found: await contentOf(connection) }).toEqual({ kill, heads: ["r3"], found: wanted });
      await connection.close();
    }
  },
  3_600_000,
);

async function wantedContent(url: string): Promise<unknown> {
  const connection = await openUrl(url);
  const content = await contentOf(connection);
  await connection.close();
  return content;
}

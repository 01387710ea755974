import { beforeAll, expect, it } from "vitest";
import { freshDatabase } from "../servers/postgres.ts";
import { type Kill, killProgram, killsOver, runProgram } from "./mysql-killing.ts";
import { contentOf, history } from "./postgres-kill-history.ts";
import { openUrl, postgresProject } from "./postgres-project.ts";

/** How many moments there are; `LIMBECK_TEST_KILLS=60` draws others, and more, `all` takes each moment of each round trip. */
const KILLS = process.env["LIMBECK_TEST_KILLS"];
const most = KILLS === "all" ? undefined : Number(KILLS ?? 12);
const draw = KILLS === undefined ? () => 0.5 : Math.random;
/** So many at once: each waits for the server most of the time. */
const ABREAST = 4;

let program: string;
beforeAll(async () => {
  program = await killProgram("./postgres-kill-child.ts");
});

it("a process that is killed at any moment leaves what the next upgrade completes", async () => {
  const first = await freshDatabase();
  const { trips = 0 } = await runProgram(program, first, "self", [0, "before"]);
  expect(trips).toBeGreaterThan(60);
  const wanted = await contentAt(first);
  const kills = killsOver(trips, most, draw);
  for (let done = 0; done < kills.length; done += ABREAST) {
    await Promise.all(kills.slice(done, done + ABREAST).map((kill) => killAndComplete(kill, wanted)));
  }
}, 3_600_000);

async function killAndComplete(kill: Kill, wanted: unknown): Promise<void> {
  const url = await freshDatabase();
  const ended = await runProgram(program, url, "self", kill);
  expect({ kill, ended }).toEqual({ kill, ended: { signal: "SIGKILL", said: "" } });
  const connection = await openUrl(url);
  const { heads } = await postgresProject(connection, history, { lockTimeoutMs: 30_000 }).upgrade();
  expect({ kill, heads }).toEqual({ kill, heads: ["m"] });
  await connection.close();
  expect({ kill, found: await contentAt(url) }).toEqual({ kill, found: wanted });
}

async function contentAt(url: string): Promise<unknown> {
  const connection = await openUrl(url);
  const content = await contentOf(connection);
  await connection.close();
  return content;
}

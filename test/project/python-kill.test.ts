import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import { testPython } from "../servers/python.ts";
import { thrownBy } from "./project-directory.ts";
import { type PythonRevision, pythonProject, rowsIn, tablesIn } from "./python-project.ts";

const KILLS = 8;
/** Beside `src`, as a build of Limbeck is, so that it finds its Python side. */
const directory = mkdtempSync(fileURLToPath(new URL("../../dist-test-", import.meta.url)));
const child = join(directory, "python-kill-child.mjs");

beforeAll(async () => {
  await testPython();
  await build({
    entryPoints: [fileURLToPath(new URL("./python-kill-child.ts", import.meta.url))],
    outfile: child,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
}, 300_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

type Options = Awaited<ReturnType<typeof pythonProject>>;

/** Kills a process in the middle of a revision if a file says so. */
const killing = (process: "getpid" | "getppid"): PythonRevision => ({
  down: "a1",
  up: `import os
op.execute("CREATE TABLE half (id INTEGER PRIMARY KEY)")
if os.path.exists("kill"):
    os.kill(os.${process}(), 9)
op.execute("CREATE TABLE whole (id INTEGER PRIMARY KEY)")`,
});
const FIRST: PythonRevision = { up: 'op.execute("CREATE TABLE first (id INTEGER PRIMARY KEY)")' };

describe("in the middle of a revision", () => {
  it("Python is killed: nothing of it is left, the failure is told, and the next run completes it", async () => {
    const options = await pythonProject({ a1: FIRST, a2: killing("getpid") }, { kill: "" });
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toMatch(/^RUN_REVISION_FAILED .*SIGKILL/s);
    expect(await tablesIn(options)).toEqual(["first"]);
    await complete(options);
    expect(await tablesIn(options)).toEqual(["first", "half", "whole"]);
  });

  it("Limbeck is killed: Python undoes it when it notices, and the next run completes it", async () => {
    const options = await pythonProject({ a1: FIRST, a2: killing("getppid") }, { kill: "" });
    expect(await finished(start(options))).toBeNull();
    await untilFree(options);
    expect(await tablesIn(options)).toEqual(["first"]);
    await complete(options);
    expect(await tablesIn(options)).toEqual(["first", "half", "whole"]);
  });
});

describe("Limbeck is killed", () => {
  it(`at any of ${KILLS} moments: each revision is done or not begun, and the next run completes it`, async () => {
    const full = await timeOfRun();
    for (let kills = 0; kills < KILLS; kills++) {
      const options = await longProject();
      const running = start(options);
      const end = finished(running);
      await once(running.stdout!, "data");
      // Most of the time goes into starting Python, where nothing can happen yet.
      const timer = setTimeout(() => running.kill("SIGKILL"), full * (0.3 + 0.7 * Math.random()));
      await end;
      clearTimeout(timer);
      if (existsSync(join(options.cwd, "app.db"))) await expectWhole(options);
      await upgrade(options, { target: "head" });
      await expectWhole(options);
      expect(await tablesIn(options)).toHaveLength(REVISIONS);
    }
  }, 120_000);
});

const REVISIONS = 8;

function longProject(): Promise<Options> {
  const numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n";
  const given = Array.from({ length: REVISIONS }, (_, i): readonly [string, PythonRevision] => [
    `r${i}`,
    {
      ...(i === 0 ? {} : { down: `r${i - 1}` }),
      up: `op.execute("CREATE TABLE t${i} (id INTEGER PRIMARY KEY)")\nop.execute("INSERT INTO t${i} ${numbers}")`,
    },
  ]);
  return pythonProject(Object.fromEntries(given));
}

/** The tables are those of the revisions up to the one in the version table, each with all of its rows. */
async function expectWhole(options: Options): Promise<void> {
  await untilFree(options);
  const tables = await tablesIn(options);
  expect(tables).toEqual(tables.map((_, i) => `t${i}`));
  for (const table of tables) expect(await rowsIn(options, `SELECT COUNT(*) FROM ${table}`)).toEqual([[20_000]]);
  const versions = tables.length === 0 ? [] : (await rowsIn(options, "SELECT version_num FROM alembic_version")).flat();
  expect(versions).toEqual(tables.length === 0 ? [] : [`r${tables.length - 1}`]);
  expect(await rowsIn(options, "PRAGMA integrity_check")).toEqual([["ok"]]);
}

/** Runs the rest, unkilled. */
async function complete(options: Options): Promise<void> {
  rmSync(join(options.cwd, "kill"));
  await upgrade(options, { target: "head" });
}

/** Until Python, which may outlive Limbeck for a moment, has let go of the database. */
async function untilFree({ cwd }: Options): Promise<void> {
  const connection = await sqlite.connect(sqlite.target(`sqlite:///${join(cwd, "app.db")}`, cwd), { create: false });
  await sqlite.begin(connection, [], { lockTimeoutMs: 20_000, onWait: () => undefined });
  await sqlite.rollback(connection);
  await connection.close();
}

/** Milliseconds from the first line of a child that isn't killed to its end. */
async function timeOfRun(): Promise<number> {
  const running = start(await longProject());
  const end = finished(running);
  await once(running.stdout!, "data");
  const begun = performance.now();
  expect(await end).toBe(0);
  return performance.now() - begun;
}

function start({ cwd, python }: Options): ChildProcess {
  return spawn(process.execPath, [child, cwd, python], { stdio: ["ignore", "pipe", "ignore"] });
}

async function finished(running: ChildProcess): Promise<number | null> {
  const [code] = (await once(running, "exit")) as [number | null];
  return code;
}

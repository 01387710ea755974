import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection, Dialect } from "../../src/dialects/contract.ts";
import { dialectFor } from "../../src/dialects/dialects.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import { freshDatabase } from "../servers/postgres.ts";
import { testPython } from "../servers/python.ts";
import { thrownBy } from "./project-directory.ts";
import { type PythonRevision, pythonProject, tablesIn } from "./python-project.ts";

const KILLS = 5;
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

describe.each(["SQLite", "PostgreSQL"] as const)("on %s Limbeck is killed", (server) => {
  it(`at any of ${KILLS} moments: each revision is done or not begun, and the next run completes it`, async () => {
    const full = await timeOfRun(server);
    for (let kills = 0; kills < KILLS; kills++) {
      const options = await longProject(server);
      const running = start(options);
      const end = finished(running);
      await once(running.stdout!, "data");
      // Most of the time goes into starting Python, where nothing can happen yet.
      const timer = setTimeout(() => running.kill("SIGKILL"), full * (0.3 + 0.7 * Math.random()));
      await end;
      clearTimeout(timer);
      if (options.url !== undefined || existsSync(join(options.cwd, "app.db"))) await expectWhole(options);
      await upgrade(options, { target: "head" });
      expect(await expectWhole(options)).toBe(REVISIONS);
    }
  }, 240_000);
});

const REVISIONS = 8;

async function longProject(server: "SQLite" | "PostgreSQL"): Promise<Options> {
  const numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n";
  const given = Array.from({ length: REVISIONS }, (_, i): readonly [string, PythonRevision] => [
    `r${i}`,
    {
      ...(i === 0 ? {} : { down: `r${i - 1}` }),
      up: `op.execute("CREATE TABLE t${i} (id INTEGER PRIMARY KEY)")\nop.execute("INSERT INTO t${i} ${numbers}")`,
    },
  ]);
  const options = await pythonProject(Object.fromEntries(given));
  if (server === "SQLite") return options;
  return { ...options, url: (await freshDatabase()).replace("postgresql:", "postgresql+psycopg2:") };
}

/** The tables are those of the revisions up to the one in the version table, each with all of its rows and a row of the journal; their number. */
async function expectWhole(options: Options): Promise<number> {
  await untilFree(options);
  return connected(options, async (connection, dialect) => {
    const column = async (sql: string) => (await connection.query(sql)).map((row) => Object.values(row)[0]);
    const schema = await dialect.inspect(connection, { exclude: [] });
    const names = schema.tables.map(({ name }) => name);
    const made = names.filter((name) => /^t\d$/.test(name)).sort();
    expect(made).toEqual(made.map((_, i) => `t${i}`));
    for (const table of made) expect((await column(`SELECT COUNT(*) FROM ${table}`)).map(Number)).toEqual([20_000]);
    const isBegun = names.includes("alembic_version");
    expect(isBegun ? await column("SELECT version_num FROM alembic_version") : []).toEqual(
      made.length === 0 ? [] : [`r${made.length - 1}`],
    );
    const journal = dialect.ownNamespace === undefined ? "limbeck_journal" : "limbeck.limbeck_journal";
    const told = isBegun ? await column(`SELECT revision FROM ${journal} WHERE outcome = 'done' ORDER BY id`) : [];
    expect(told).toEqual(made.map((_, i) => `r${i}`));
    if (options.url === undefined) expect(await column("PRAGMA integrity_check")).toEqual(["ok"]);
    return made.length;
  });
}

/** Runs the rest, unkilled. */
async function complete(options: Options): Promise<void> {
  rmSync(join(options.cwd, "kill"));
  await upgrade(options, { target: "head" });
}

/** Until Python, which may outlive Limbeck for a moment, has let go of the database. */
async function untilFree(options: Options): Promise<void> {
  await connected(options, async (connection, dialect) => {
    if (options.url === undefined) {
      await dialect.begin(connection, [], { lockTimeoutMs: 20_000, onWait: () => undefined });
      await dialect.rollback(connection);
      return;
    }
    const others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    for (const end = Date.now() + 20_000; (await connection.query(others)).length > 0; ) {
      if (Date.now() > end) throw new Error("A session of Python's is still there");
      await sleep(50);
    }
  });
}

async function connected<T>(
  { cwd, url = `sqlite:///${join(cwd, "app.db")}` }: Options,
  work: (connection: Connection, dialect: Dialect) => Promise<T>,
): Promise<T> {
  const dialect = await dialectFor(url);
  const connection = await dialect.connect(dialect.target(url, cwd), { create: false });
  try {
    return await work(connection, dialect);
  } finally {
    await connection.close();
  }
}

/** Milliseconds from the first line of a child that isn't killed to its end. */
async function timeOfRun(server: "SQLite" | "PostgreSQL"): Promise<number> {
  const running = start(await longProject(server));
  const end = finished(running);
  await once(running.stdout!, "data");
  const begun = performance.now();
  expect(await end).toBe(0);
  return performance.now() - begun;
}

function start({ cwd, python, url }: Options): ChildProcess {
  return spawn(process.execPath, [child, cwd, python, ...(url === undefined ? [] : [url])], {
    stdio: ["ignore", "pipe", "ignore"],
  });
}

async function finished(running: ChildProcess): Promise<number | null> {
  const [code] = (await once(running, "exit")) as [number | null];
  return code;
}

it("a process that ends before its Python has begun leaves no file behind", async () => {
  const options = await pythonProject({}, { slow: "#!/bin/sh\nexec sleep 60\n", "tmp/.keep": "" });
  const [slow, tmp] = [join(options.cwd, "slow"), join(options.cwd, "tmp")];
  chmodSync(slow, 0o755);
  const program = join(directory, "ends.mjs");
  const contents = `import { startBridge } from "../../src/bridge/bridge.ts";
await startBridge({ python: process.argv[2], directory: ".", env: process.env });
process.exit();`;
  await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "ts" },
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  const running = spawn(process.execPath, [program, slow], { env: { ...process.env, TMPDIR: tmp } });
  expect(await once(running, "exit")).toEqual([0, null]);
  expect(readdirSync(tmp)).toEqual([".keep"]);
});

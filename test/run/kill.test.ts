import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { readOpenRow } from "../../src/run/journal.ts";
import { readHeads } from "../../src/run/version-table.ts";
import { newDirectory, newFile } from "./files.ts";
import { history } from "./kill-history.ts";
import { column, dump, names, openFile, projectOn } from "./project.ts";

const KILLS = 26;

/** What the database holds after each revision, by the id of the revision; "" before the first. */
const reference = new Map<string, readonly string[]>();
let child: string;

beforeAll(async () => {
  child = join(newDirectory(), "child.mjs");
  const entry = fileURLToPath(new URL("./kill-child.ts", import.meta.url));
  await build({
    entryPoints: [entry],
    outfile: child,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  const db = await openFile(newFile());
  for (const { id } of history) {
    await projectOn(db, history).upgrade(id);
    reference.set(id, await dump(db));
  }
  await db.close();
});

describe("a process that is killed", () => {
  it(`at any of ${KILLS} moments leaves each revision done or not begun, and the next run completes it`, async () => {
    const full = await timeOfRun();
    for (let kills = 0, file = newFile(); kills < KILLS; ) {
      const isKilled = await runAndKill(file, Math.random() * full);
      if (isKilled) kills++;
      await expectWhole(file);
      if (!isKilled) file = newFile();
      else if (kills % 5 === 0) {
        await complete(file);
        file = newFile();
      }
    }
  }, 60_000);

  it.each([
    [1, undefined],
    [2, 1],
    [3, 2],
    [4, 2],
  ])("before statement %i of a revision in parts is gone on with after its committed part", async (index, done) => {
    const file = newFile();
    expect(await finished(start(file, "r06", String(index)))).toBeNull();
    await expectWhole(file);
    const db = await openFile(file);
    expect((await readOpenRow({ connection: db, dialect: sqlite, names }))?.statementsDone).toBe(done);
    await db.close();
    await complete(file);
  });
});

describe("three processes at once", () => {
  it("run each revision once", async () => {
    const file = newFile();
    const runs = [1, 2, 3].map(() => finished(start(file)));
    expect(await Promise.all(runs)).toEqual([0, 0, 0]);
    const db = await openFile(file);
    expect(await dump(db)).toEqual(reference.get("r12"));
    expect(await column(db, "SELECT revision FROM limbeck_journal ORDER BY id")).toEqual(history.map(({ id }) => id));
    await db.close();
  });
});

function start(file: string, ...more: readonly string[]): ChildProcess {
  return spawn(process.execPath, [child, file, ...more], { stdio: ["ignore", "pipe", "inherit"] });
}

async function finished(running: ChildProcess): Promise<number | null> {
  const [code] = (await once(running, "exit")) as [number | null];
  return code;
}

/** Milliseconds from the first line of a child that isn't killed to its end. */
async function timeOfRun(): Promise<number> {
  const running = start(newFile());
  const end = finished(running);
  await once(running.stdout!, "data");
  const begun = performance.now();
  expect(await end).toBe(0);
  return performance.now() - begun;
}

/** True when the process was killed, false when it had ended before. */
async function runAndKill(file: string, afterMs: number): Promise<boolean> {
  const running = start(file);
  const end = finished(running);
  await once(running.stdout!, "data");
  const timer = setTimeout(() => running.kill("SIGKILL"), afterMs);
  const code = await end;
  clearTimeout(timer);
  if (code !== null) expect(code).toBe(0);
  return code === null;
}

/** The file is sound, and holds exactly what the revision in its version table left, or is at a part of the one that has several. */
async function expectWhole(file: string): Promise<void> {
  const db = await openFile(file);
  expect(await column(db, "PRAGMA integrity_check")).toEqual(["ok"]);
  const { exists, heads } = await readHeads(db, sqlite, names);
  const open = exists ? await readOpenRow({ connection: db, dialect: sqlite, names }) : undefined;
  if (open === undefined) expect(await dump(db)).toEqual(heads.length === 0 ? [] : reference.get(heads[0]!));
  else expect([open.revision, heads]).toEqual(["r06", ["r05"]]);
  await db.close();
}

async function complete(file: string): Promise<void> {
  const db = await openFile(file);
  expect((await projectOn(db, history).upgrade()).heads).toEqual(["r12"]);
  expect(await dump(db)).toEqual(reference.get("r12"));
  expect(await column(db, "PRAGMA integrity_check")).toEqual(["ok"]);
  expect(await column(db, "PRAGMA foreign_key_check")).toEqual([]);
  await db.close();
}

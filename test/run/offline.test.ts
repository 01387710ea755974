import { describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { planDowngrade, planStamp, planUpgrade, type Step } from "../../src/revisions/path.ts";
import { bookTables } from "../../src/run/books.ts";
import { findEdited } from "../../src/run/edited.ts";
import { readJournal } from "../../src/run/journal.ts";
import { ensureVersionScript, offlineScript, type ScriptedStep, stampScript } from "../../src/run/offline.ts";
import { readHeads } from "../../src/run/version-table.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import { codeOf } from "./failure.ts";
import { newFile } from "./files.ts";
import { addCheck, addColumn, createTable, execute, rows, textColumn } from "./ops.ts";
import { column, dump, type Given, graphOf, loadedOf, names, openFile, projectOn, revisionsOf } from "./project.ts";
import { runScript, shellName } from "./shell.ts";

const given: readonly Given[] = [
  {
    id: "r1",
    up: [
      createTable("people", textColumn("name")),
      rows("people", { id: 1, name: "O'Hara;\n--x" }, { id: 2, name: "Bob" }),
    ],
    down: [{ kind: "dropTable", table: "people" }],
  },
  {
    id: "r2",
    up: [
      execute("CREATE TABLE pets (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES people (id)) -- made by hand"),
      execute("CREATE TRIGGER tr AFTER INSERT ON pets BEGIN UPDATE people SET name = name; SELECT 1; END"),
      addColumn("pets", textColumn("kind")),
      addCheck("pets", "ck_kind", "kind <> ''"),
      execute("INSERT INTO pets VALUES (1, 2, 'cat')"),
    ],
    down: [execute("DROP TABLE pets")],
  },
  {
    id: "r3",
    up: [execute("VACUUM"), { kind: "alterColumn", table: "people", column: "name", changes: { nullable: false } }],
    down: [{ kind: "alterColumn", table: "people", column: "name", changes: { nullable: true } }],
  },
];
const graph = graphOf(given);

describe(`a script, run by ${shellName}`, () => {
  it("leaves what a run leaves: schema, rows, version and checksums", async () => {
    const file = newFile();
    expect(await runScript(file, await upgradeScript([], "heads"))).toBe("");
    const [scripted, ran] = [await openFile(file), await openFile(newFile())];
    await projectOn(ran, given).upgrade();
    expect(await schemaOf(scripted)).toEqual(await schemaOf(ran));
    expect(await rowsOf(scripted)).toEqual(await rowsOf(ran));
    expect((await readHeads(scripted, sqlite, names)).heads).toEqual(["r3"]);
    const journal = await readJournal(scripted, sqlite, names);
    expect(journal.map(({ id, revision, outcome }) => [id, revision, outcome])).toEqual(
      [1, 2, 3].map((i) => [i, `r${i}`, "done"]),
    );
    expect(findEdited(revisionsOf(given), journal)).toEqual([]);
    expect(findEdited(revisionsOf(given.map((one) => ({ ...one, up: [] }))), journal)).toHaveLength(3);
    expect((await projectOn(scripted, given).upgrade()).steps).toEqual([]);
    await Promise.all([scripted.close(), ran.close()]);
  });

  it("of a range goes on from where the database is, and back", async () => {
    const file = newFile();
    const db = await openFile(file);
    await projectOn(db, given).upgrade("r1");
    const before = await dump(db);
    expect(await runScript(file, await upgradeScript(["r1"], "r3"))).toBe("");
    expect((await readHeads(db, sqlite, names)).heads).toEqual(["r3"]);
    expect(await runScript(file, await downgradeScript(["r3"], "r1"))).toBe("");
    expect(await rowsOf(db)).toEqual(before.filter((line) => line.includes(": {")));
    expect((await readHeads(db, sqlite, names)).heads).toEqual(["r1"]);
    await db.close();
  });

  it.each([
    ["again", "r2", [], "r2", "the database has run revisions of the script already"],
    ["from another revision", "r1", ["r2"], "r3", "the script starts at revision r2, and the database isn't there"],
  ])("that is run %s stops and changes nothing", async (_name, at, from, to, words) => {
    const file = newFile();
    const db = await openFile(file);
    await projectOn(db, given).upgrade(at);
    const before = await dump(db);
    expect(await runScript(file, await upgradeScript(from, to))).toContain(words);
    expect(await dump(db)).toEqual(before);
    await db.close();
  });

  it("that fails leaves the revisions before, and nothing of the one that failed", async () => {
    const file = newFile();
    const bad: Given = { id: "r2", up: [createTable("t"), execute("INSERT INTO people VALUES (1, 'again')")] };
    const script = await upgradeScript([], "heads", [given[0]!, bad]);
    expect(await runScript(file, script)).toMatch(/UNIQUE constraint failed/);
    const db = await openFile(file);
    expect((await readHeads(db, sqlite, names)).heads).toEqual(["r1"]);
    expect(await column(db, "SELECT count(*) FROM sqlite_master WHERE name = 't'")).toEqual([0]);
    await db.close();
  });

  it("works on a database of Alembic's, which has no journal", async () => {
    const file = newFile();
    const db = await openFile(file);
    await db.execute(
      "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))",
    );
    await db.execute("INSERT INTO alembic_version VALUES ('r1')");
    await db.execute("CREATE TABLE people (id INTEGER NOT NULL PRIMARY KEY, name TEXT)");
    await db.execute("INSERT INTO people VALUES (2, 'x')");
    expect(await runScript(file, await upgradeScript(["r1"], "r2"))).toBe("");
    expect((await readHeads(db, sqlite, names)).heads).toEqual(["r2"]);
    await db.close();
  });

  it("of a stamp moves the rows", async () => {
    const file = newFile();
    const stamp = (from: readonly string[], to: string): string =>
      stampScript({ ...target, from, ...planStamp(graph, from, [to], {}) });
    expect(await runScript(file, stamp([], "r2"))).toBe("");
    expect(await runScript(file, stamp(["r2"], "r1"))).toBe("");
    expect(await runScript(file, stamp(["r2"], "r3"))).toContain("the script starts at revision r2");
    const db = await openFile(file);
    expect((await readHeads(db, sqlite, names)).heads).toEqual(["r1"]);
    expect((await readJournal(db, sqlite, names)).map((row) => row.message)).toEqual([
      "stamped base -> r2",
      "stamped r2 -> r1",
    ]);
    await db.close();
  });

  it("of the version table can be run twice", async () => {
    const file = newFile();
    const script = ensureVersionScript(target);
    expect([await runScript(file, script), await runScript(file, script)]).toEqual(["", ""]);
    const db = await openFile(file);
    expect(await readHeads(db, sqlite, names)).toEqual({ exists: true, heads: [] });
    await db.close();
  });
});

describe("a script", () => {
  it("keeps a revision's message in its comment", async () => {
    const [first, ...others] = revisionsOf(given);
    const step = planUpgrade(graph, [], "r1").steps[0]!;
    const message = "one\nDROP TABLE people;\r\u2028.shell rm\ttwo";
    const steps = [{ step: { ...step, revision: { ...first!, message } }, ops: [] }];
    const script = await offlineScript({ ...target, from: [], steps, schemaAfter: async () => emptySchema });
    expect(others).toHaveLength(2);
    expect(script).toContain("\n-- Running upgrade -> r1, one DROP TABLE people; .shell rm two\n");
  });

  it("can't hold a function", async () => {
    const opaque: Given = { id: "r1", up: [{ kind: "run", label: "fill" }] };
    expect(await codeOf(upgradeScript([], "heads", [opaque]))).toBe("RUN_OFFLINE_OPAQUE");
  });

  it("is the same each time", async () => {
    expect(await upgradeScript([], "heads")).toBe(await upgradeScript([], "heads"));
  });
});

const target = { dialect: sqlite, server: { version: "3.37.0" }, names, tool: "1.2.3" };

function upgradeScript(from: readonly string[], to: string, list = given): Promise<string> {
  return scriptOf(from, planUpgrade(graphOf(list), from, to).steps, list);
}

function downgradeScript(from: readonly string[], to: string): Promise<string> {
  return scriptOf(from, planDowngrade(graph, from, to).steps, given);
}

function scriptOf(from: readonly string[], planned: readonly Step[], list: readonly Given[]): Promise<string> {
  const steps = planned.map((step) => ({ step, ops: loadedOf(list, step).ops }));
  return offlineScript({ ...target, from, steps, schemaAfter: (done) => replay(from, done, list) });
}

/** The schema at `from` after some ops, by running all of it. */
async function replay(from: readonly string[], done: readonly ScriptedStep[], list: readonly Given[]): Promise<Schema> {
  const db = await sqlite.scratch();
  await projectOn(db, list).upgrade(from[0] ?? "base");
  const id = "scratch";
  const ops = done.flatMap((step) => step.ops);
  await projectOn(db, [{ id, up: ops }], { names: { ...names, versionTable: { name: "other" } } }).upgrade();
  const schema = await sqlite.inspect(db, { exclude: [...bookTables(names), { name: "other" }] });
  await db.close();
  return schema;
}

/** Tables by name: a rebuild makes one the last, and a script rebuilds what a newer server alters. */
async function schemaOf(db: Connection): Promise<Schema> {
  const schema = await sqlite.inspect(db, { exclude: bookTables(names) });
  return { ...schema, tables: [...schema.tables].sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

async function rowsOf(db: Connection): Promise<readonly string[]> {
  return (await dump(db)).filter((line) => line.includes(": {"));
}

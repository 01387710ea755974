import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection } from "../../src/dialects/contract.ts";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { readJournal } from "../../src/run/journal.ts";
import { readHeads } from "../../src/run/version-table.ts";
import { failureOf } from "./failure.ts";
import { newFile } from "./files.ts";
import { addCheck, addColumn, createTable, execute, rows, textColumn } from "./ops.ts";
import { column, dump, type Given, names, openFile, projectOn, runner } from "./project.ts";

const people: Given = {
  id: "r1",
  up: [createTable("people", textColumn("name")), rows("people", { id: 1, name: "Ann" }, { id: 2, name: null })],
  down: [{ kind: "dropTable", table: "people" }],
};
const notes: Given = {
  id: "r2",
  up: [
    createTable("notes"),
    execute("INSERT INTO notes (id) VALUES (7)"),
    execute("INSERT INTO notes (id) VALUES (7)"),
  ],
};

let file: string;
let db: Connection;

beforeEach(async () => {
  file = newFile();
  db = await openFile(file);
});
afterEach(() => db.close());

describe("a run", () => {
  it("leaves the schema, the rows, the version row and a line of the journal", async () => {
    const { upgrade } = projectOn(db, [people]);
    const { from, heads, steps } = await upgrade();
    expect([from, heads, steps.length]).toEqual([[], ["r1"], 1]);
    expect(await column(db, "SELECT name FROM people ORDER BY id")).toEqual(["Ann", null]);
    expect(await readHeads(db, sqlite, names)).toEqual({ exists: true, heads: ["r1"] });
    const journal = await readJournal(db, sqlite, names);
    expect(journal).toMatchObject([
      { id: 1, revision: "r1", direction: "upgrade", outcome: "done", path: "r1.ts", ...runner, statementsDone: 2 },
    ]);
    expect(journal[0]?.checksum).toMatch(/^[0-9a-f]{64}$/);
    expect(journal[0]?.startedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(journal[0]?.plan).toBeUndefined();
  });

  it("tells what happens, in order", async () => {
    const { upgrade, events } = projectOn(db, [people, { id: "r2", up: [] }]);
    await upgrade();
    expect(
      events.map((event) => [
        event.kind,
        "revision" in event ? event.revision : "",
        "index" in event ? event.index : 0,
      ]),
    ).toEqual([
      ["started", "r1", 1],
      ["statement", "r1", 1],
      ["ended", "r1", 1],
      ["statement", "r1", 2],
      ["ended", "r1", 2],
      ["finished", "r1", 0],
      ["started", "r2", 2],
      ["finished", "r2", 0],
      ["done", "", 0],
    ]);
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
  });

  it("goes down again, to an empty database with its version table", async () => {
    const { upgrade, downgrade } = projectOn(db, [people]);
    await upgrade();
    expect((await downgrade("base")).heads).toEqual([]);
    expect(await column(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).toEqual([
      "alembic_version",
      "limbeck_journal",
    ]);
  });

  it("with nothing to do touches nothing", async () => {
    const { upgrade } = projectOn(db, []);
    expect((await upgrade()).steps).toEqual([]);
    expect(await column(db, "SELECT count(*) FROM sqlite_master")).toEqual([0]);
  });

  it("uses Alembic's table as it is", async () => {
    const ddl =
      "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))";
    await db.execute(ddl);
    await projectOn(db, [people]).upgrade();
    expect(await column(db, "SELECT sql FROM sqlite_master WHERE name = 'alembic_version'")).toEqual([ddl]);
  });

  it("plans on what raw SQL made", async () => {
    const given: Given[] = [
      {
        id: "r1",
        up: [
          execute("CREATE TABLE t (a TEXT, b INTEGER DEFAULT 3)"),
          addCheck("t", "ck_a", "a <> ''"),
          execute("INSERT INTO t (a) VALUES ('x')"),
        ],
      },
      { id: "r2", up: [execute("ALTER TABLE t ADD COLUMN c TEXT DEFAULT 'c'")] },
      { id: "r3", up: [addCheck("t", "ck_b", "b > 0")] },
    ];
    await projectOn(db, given).upgrade();
    expect(await db.query("SELECT a, b, c FROM t")).toEqual([{ a: "x", b: 3, c: "c" }]);
    expect(String(await column(db, "SELECT sql FROM sqlite_master WHERE name = 't'"))).toMatch(
      /ck_a[\s\S]*ck_b|ck_b[\s\S]*ck_a/,
    );
  });

  it("plans on what an earlier run's rename left of triggers", async () => {
    const given: Given[] = [
      {
        id: "r1",
        up: [
          createTable("t", textColumn("a")),
          execute("CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1 FROM t; END"),
        ],
      },
      { id: "r2", up: [{ kind: "renameTable", table: "t", to: "u" }] },
      {
        id: "r3",
        up: [{ kind: "alterColumn", table: "u", column: "a", changes: { type: { kind: "varchar", length: 9 } } }],
      },
    ];
    await projectOn(db, given).upgrade();
    expect(await column(db, "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'")).toEqual(["u"]);
  });

  it("calls the functions of a revision inside its transaction", async () => {
    const seen: unknown[] = [];
    const functions = new Map([
      [
        "fill",
        async (run: { query: Connection["query"]; execute: Connection["execute"] }) => {
          await run.execute("UPDATE people SET name = ? WHERE name IS NULL", ["Bob"]);
          seen.push(...(await run.query("SELECT name FROM people ORDER BY id")));
        },
      ],
    ]);
    const fill: Given = {
      id: "r2",
      up: [{ kind: "run", label: "fill" }, addColumn("people", textColumn("x"))],
      functions,
    };
    await projectOn(db, [people, fill]).upgrade();
    expect(seen).toEqual([{ name: "Ann" }, { name: "Bob" }]);
    expect(await column(db, "SELECT name FROM people WHERE x IS NULL ORDER BY id")).toEqual(["Ann", "Bob"]);
  });
});

describe("a revision that fails", () => {
  it("at its third statement leaves nothing of itself, and says so in the journal", async () => {
    const { upgrade, events } = projectOn(db, [people, notes]);
    const error = await failureOf(upgrade());
    expect(error.code).toBe("RUN_REVISION_FAILED");
    expect(error.message).toContain(
      'The upgrade of revision "r2" (/project/versions/r2.ts) failed at statement 3 of 3 (',
    );
    expect(error.message).toContain("UNIQUE constraint failed: notes.id");
    expect(error.message).toContain("\n    INSERT INTO notes (id) VALUES (7)\n");
    expect(error.message).toContain("Nothing of this revision was applied; the database is at r1.");
    expect(isLimbeckError(error.cause, "STATEMENT_FAILED")).toBe(true);
    expect(await column(db, "SELECT count(*) FROM sqlite_master WHERE name = 'notes'")).toEqual([0]);
    expect((await readHeads(db, sqlite, names)).heads).toEqual(["r1"]);
    const [, row] = await readJournal(db, sqlite, names);
    expect(row).toMatchObject({ revision: "r2", outcome: "failed", statementsDone: 0, statementsTotal: 3 });
    expect(row?.message).toBe(error.message);
    expect(events.at(-1)).toMatchObject({ kind: "failed", revision: "r2", code: "RUN_REVISION_FAILED" });
  });

  it("is tried again as a whole", async () => {
    await failureOf(projectOn(db, [people, notes]).upgrade());
    await projectOn(db, [people, { ...notes, up: notes.up.slice(0, 2) }]).upgrade();
    expect(await column(db, "SELECT id FROM notes")).toEqual([7]);
    expect((await readJournal(db, sqlite, names)).map((row) => row.outcome)).toEqual(["done", "failed", "done"]);
  });

  it("as the first of all leaves a journal and no version table", async () => {
    const error = await failureOf(projectOn(db, [{ ...notes, id: "r1" }]).upgrade());
    expect(error.message).toContain("the database is at base");
    expect((await readHeads(db, sqlite, names)).heads).toEqual([]);
    expect(await readJournal(db, sqlite, names)).toMatchObject([{ revision: "r1", outcome: "failed" }]);
  });

  const failures: readonly [string, Given, RegExp][] = [
    [
      "a check that finds rows",
      { id: "r2", up: [{ kind: "alterColumn", table: "people", column: "name", changes: { nullable: false } }] },
      /NULL/,
    ],
    [
      "rows that would point nowhere, at its commit",
      {
        id: "r2",
        up: [execute("CREATE TABLE c (p INTEGER REFERENCES people (id))"), execute("INSERT INTO c VALUES (9)")],
      },
      /in its last checks:\n.*"people"/,
    ],
    [
      "a function that throws",
      {
        id: "r2",
        up: [{ kind: "run", label: "f" }],
        functions: new Map([["f", () => Promise.reject(new RangeError("too far"))]]),
      },
      /too far/,
    ],
    [
      "a function that isn't there",
      { id: "r2", up: [{ kind: "run", label: "gone" }], functions: new Map([["f", async () => undefined]]) },
      /"gone".*"f"/,
    ],
    [
      "a function that would end the transaction",
      {
        id: "r2",
        up: [execute("DELETE FROM people"), { kind: "run", label: "f" }],
        functions: new Map([["f", async (run) => void (await run.execute("COMMIT"))]]),
      },
      /COMMIT/,
    ],
    ["raw SQL that would end the transaction", { id: "r2", up: [execute("DELETE FROM people; COMMIT")] }, /COMMIT/],
    ["an op that the schema contradicts", { id: "r2", up: [addColumn("nowhere", textColumn("x"))] }, /nowhere/],
  ];
  it.each(failures)("because of %s leaves the database as it was", async (_name, given, words) => {
    await projectOn(db, [people]).upgrade();
    const before = await dump(db);
    const error = await failureOf(projectOn(db, [people, given]).upgrade());
    expect(error.code).toBe("RUN_REVISION_FAILED");
    expect(error.message).toMatch(words);
    expect(await dump(db)).toEqual(before);
    expect(await column(db, "PRAGMA foreign_keys")).toEqual([1]);
  });

  it("because the version row is gone undoes its work", async () => {
    await projectOn(db, [people]).upgrade();
    await db.execute("CREATE TRIGGER keep BEFORE UPDATE ON alembic_version BEGIN SELECT raise(IGNORE); END");
    const error = await failureOf(projectOn(db, [people, { id: "r2", up: [createTable("notes")] }]).upgrade());
    expect(isLimbeckError(error.cause, "VERSION_ROW_MISSING")).toBe(true);
    expect(await column(db, "SELECT count(*) FROM sqlite_master WHERE name = 'notes'")).toEqual([0]);
  });
});

describe("a second runner", () => {
  it("waits, and then finds nothing to do", async () => {
    const other = await openFile(file);
    const given = [people, { id: "r2", up: [createTable("notes")] }];
    const [first, second] = [projectOn(db, given), projectOn(other, given)];
    await sqlite.begin(db, [], { lockTimeoutMs: 0, onWait: () => undefined });
    const waiting = second.upgrade();
    await new Promise((resolve) => setTimeout(resolve, 120));
    await sqlite.rollback(db);
    const outcomes = await Promise.all([first.upgrade(), waiting]);
    expect(outcomes.map((outcome) => outcome.heads)).toEqual([["r2"], ["r2"]]);
    expect(outcomes.flatMap((outcome) => outcome.steps.map(({ step }) => step.revision.id)).sort()).toEqual([
      "r1",
      "r2",
    ]);
    expect(second.events[0]?.kind).toBe("waiting");
    expect((await readJournal(db, sqlite, names)).map((row) => row.revision)).toEqual(["r1", "r2"]);
    await other.close();
  });

  it("that was overtaken between planning and its turn does only what is left", async () => {
    const other = await openFile(file);
    const given = [people, { id: "r2", up: [createTable("notes")] }];
    await sqlite.begin(db, [], { lockTimeoutMs: 0, onWait: () => undefined });
    const late = projectOn(other, given);
    const waiting = late.upgrade();
    await new Promise((resolve) => setTimeout(resolve, 120));
    await sqlite.rollback(db);
    await projectOn(db, given.slice(0, 1)).upgrade();
    expect((await waiting).heads).toEqual(["r2"]);
    expect((await readJournal(db, sqlite, names)).map((row) => row.revision)).toEqual(["r1", "r2"]);
    await other.close();
  });

  it("gives up at its limit, and has changed nothing", async () => {
    const other = await openFile(file);
    await sqlite.begin(db, [], { lockTimeoutMs: 0, onWait: () => undefined });
    const error = await failureOf(projectOn(other, [people], { lockTimeoutMs: 100 }).upgrade());
    expect([error.code, error.exit]).toEqual(["LOCK_TIMEOUT", 4]);
    await sqlite.rollback(db);
    expect(await column(db, "SELECT count(*) FROM sqlite_master")).toEqual([0]);
    await other.close();
  });
});

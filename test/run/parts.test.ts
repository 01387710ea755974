import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { readJournal } from "../../src/run/journal.ts";
import { settle } from "../../src/run/repair.ts";
import { readHeads } from "../../src/run/version-table.ts";
import { codeOf, failureOf } from "./failure.ts";
import { newFile } from "./files.ts";
import { createTable, execute } from "./ops.ts";
import { column, type Given, names, openFile, projectOn, runner, wait } from "./project.ts";

/** Committed in parts: VACUUM refuses a transaction. `twice` fails for as long as the table `open` isn't there. */
const inParts: Given = {
  id: "r2",
  up: [
    createTable("a"),
    execute("VACUUM"),
    execute("INSERT INTO a VALUES (1)"),
    execute("INSERT INTO open VALUES (1)"),
    createTable("b"),
  ],
};
const given: readonly Given[] = [{ id: "r1", up: [createTable("first")] }, inParts];

let db: Connection;

beforeEach(async () => {
  db = await openFile(newFile());
});
afterEach(() => db.close());

describe("a revision that is committed in parts", () => {
  it("runs to its end, with its version row in the last part", async () => {
    await db.execute("CREATE TABLE open (x)");
    const { upgrade, events } = projectOn(db, given);
    expect((await upgrade()).heads).toEqual(["r2"]);
    expect(events.filter((event) => event.kind === "statement" && event.revision === "r2")).toHaveLength(5);
    const [, row] = await readJournal(db, sqlite, names);
    expect(row).toMatchObject({ id: 2, outcome: "done", statementsDone: 5, statementsTotal: 5 });
    expect(row?.plan).toBeUndefined();
    expect(await column(db, "SELECT count(*) FROM limbeck_journal")).toEqual([2]);
  });

  it("stays at its last part when it fails, and says where", async () => {
    const error = await failureOf(projectOn(db, given).upgrade());
    expect(error.message).toContain("failed at statement 4 of 5");
    expect(error.message).toContain(
      "The first 2 statements of this revision are committed, the others are not; the version table says r1.",
    );
    expect(error.hint).toContain("limbeck repair");
    expect(await column(db, "SELECT count(*) FROM a")).toEqual([0]);
    const [, row] = await readJournal(db, sqlite, names);
    expect(row).toMatchObject({ revision: "r2", outcome: "failed", statementsDone: 2, statementsTotal: 5 });
  });

  it("is gone on with by the next run, which repeats nothing", async () => {
    await failureOf(projectOn(db, given).upgrade());
    await db.execute("CREATE TABLE open (x)");
    const { upgrade, events } = projectOn(db, given);
    expect((await upgrade()).heads).toEqual(["r2"]);
    expect(events[0]).toMatchObject({ kind: "started", revision: "r2", resumedAt: 2 });
    expect(events.filter((event) => event.kind === "statement").map((event) => event.index)).toEqual([3, 4, 5]);
    expect(await column(db, "SELECT id FROM a")).toEqual([1]);
    expect((await readJournal(db, sqlite, names)).map((row) => row.outcome)).toEqual(["done", "done"]);
  });

  it("refuses to go on when its file was changed", async () => {
    await failureOf(projectOn(db, given).upgrade());
    const error = await failureOf(
      projectOn(db, [given[0]!, { ...inParts, up: [...inParts.up, createTable("c")] }]).upgrade(),
    );
    expect([error.code, error.exit]).toEqual(["JOURNAL_DIRTY", 4]);
    expect(error.message).toContain('The upgrade of revision "r2" (r2.ts) ended after 2 of 5 statements');
    expect(error.hint).toContain("limbeck repair");
  });

  it.each(["downgrade", "upgrade to where it is"])("refuses a %s meanwhile", async (what) => {
    await failureOf(projectOn(db, given).upgrade());
    const { downgrade, upgrade } = projectOn(db, given);
    expect(await codeOf(what === "downgrade" ? downgrade("base") : upgrade("r1"))).toBe("JOURNAL_DIRTY");
  });

  it("is settled as done by hand", async () => {
    await failureOf(projectOn(db, given).upgrade());
    const rows = { delete: [], insert: [], update: [{ from: "r1", to: "r2" }] };
    const books = { connection: db, dialect: sqlite, names };
    await settle(books, "r2", { as: "done", rows }, { by: runner, wait });
    expect((await readHeads(db, sqlite, names)).heads).toEqual(["r2"]);
    expect((await projectOn(db, given).upgrade()).steps).toEqual([]);
  });

  it("is settled as undone by hand, and runs anew", async () => {
    await failureOf(projectOn(db, given).upgrade());
    await db.execute("DROP TABLE a");
    await db.execute("CREATE TABLE open (x)");
    const books = { connection: db, dialect: sqlite, names };
    expect(await settle(books, "r2", { as: "undone" }, { by: runner, wait })).toMatchObject({ statementsDone: 2 });
    expect((await projectOn(db, given).upgrade()).heads).toEqual(["r2"]);
    expect((await readJournal(db, sqlite, names)).map((row) => row.outcome)).toEqual(["done", "undone", "done"]);
  });

  it("can't be settled when it isn't half-applied", async () => {
    const books = { connection: db, dialect: sqlite, names };
    expect(await codeOf(settle(books, "r2", { as: "undone" }, { by: runner, wait }))).toBe("REPAIR_NOTHING");
    expect(await column(db, "SELECT count(*) FROM sqlite_master")).toEqual([0]);
  });
});

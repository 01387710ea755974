import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { planStamp } from "../../src/revisions/path.ts";
import { bookNames } from "../../src/run/books.ts";
import { acceptEdited, findEdited, refuseEdited } from "../../src/run/edited.ts";
import { appliedChecksums, readJournal } from "../../src/run/journal.ts";
import type { JournalRow } from "../../src/run/journal-table.ts";
import { runStamp } from "../../src/run/stamp.ts";
import { ensureVersionTable, readHeads } from "../../src/run/version-table.ts";
import { codeOf, failureOf } from "./failure.ts";
import { newFile } from "./files.ts";
import { createTable } from "./ops.ts";
import { column, type Given, graphOf, names, openFile, projectOn, revisionsOf, runner, wait } from "./project.ts";

let db: Connection;

beforeEach(async () => {
  db = await openFile(newFile());
});
afterEach(() => db.close());

describe("the version table", () => {
  it("is Alembic's, with room for longer ids", async () => {
    expect(await ensureVersionTable(db, sqlite, names)).toBe(true);
    expect(await ensureVersionTable(db, sqlite, names)).toBe(false);
    const [sql] = await column(db, "SELECT sql FROM sqlite_master WHERE name = 'alembic_version'");
    expect(String(sql).replaceAll(/["\s]+/g, " ")).toMatch(
      /version_num VARCHAR ?\(255\) NOT NULL,? CONSTRAINT alembic_version_pkc PRIMARY KEY/i,
    );
  });

  it("has the name that is asked for, and the journal one beside it", () => {
    expect(bookNames({ versionTable: "v", schema: "s" })).toMatchObject({
      versionTable: { name: "v", schema: "s" },
      journal: { name: "v_journal", schema: "s" },
    });
    expect(names.journal).toEqual({ name: "limbeck_journal" });
  });

  it("is made without a primary key where that is asked for", async () => {
    await ensureVersionTable(db, sqlite, bookNames({ primaryKey: false }));
    expect(String(await column(db, "SELECT sql FROM sqlite_master"))).not.toMatch(/primary key/i);
  });

  it("that isn't there holds nothing, and isn't made by reading", async () => {
    expect(await readHeads(db, sqlite, names)).toEqual({ exists: false, heads: [] });
    expect(await column(db, "SELECT count(*) FROM sqlite_master")).toEqual([0]);
  });

  const unreadable: readonly [string, readonly string[], string][] = [
    [
      "a row twice",
      ["CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('a'), ('b'), ('a')"],
      "VERSION_TABLE_DUPLICATE",
    ],
    [
      "a NULL",
      ["CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES (NULL)"],
      "VERSION_TABLE_VALUE",
    ],
    [
      "a number",
      ["CREATE TABLE alembic_version (version_num INTEGER)", "INSERT INTO alembic_version VALUES (7)"],
      "VERSION_TABLE_VALUE",
    ],
    [
      "an empty text",
      ["CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('')"],
      "VERSION_TABLE_VALUE",
    ],
    ["another column", ["CREATE TABLE alembic_version (version TEXT)"], "VERSION_TABLE_LAYOUT"],
  ];
  it.each(unreadable)("with %s is refused", async (_name, statements, code) => {
    for (const sql of statements) await db.execute(sql);
    expect(await codeOf(readHeads(db, sqlite, names))).toBe(code);
  });
});

describe("the journal", () => {
  it("that isn't there is empty", async () => {
    expect(await readJournal(db, sqlite, names)).toEqual([]);
  });

  it("of another make is refused, by reading and by running", async () => {
    await db.execute("CREATE TABLE limbeck_journal (id INTEGER PRIMARY KEY, revision TEXT)");
    expect(await codeOf(readJournal(db, sqlite, names))).toBe("JOURNAL_UNREADABLE");
    expect(await codeOf(projectOn(db, [{ id: "r1", up: [createTable("t")] }]).upgrade())).toBe("JOURNAL_UNREADABLE");
  });

  it("with a word that Limbeck never writes is refused", async () => {
    await projectOn(db, [{ id: "r1", up: [] }]).upgrade();
    await db.execute("UPDATE limbeck_journal SET outcome = 'perhaps'");
    expect((await failureOf(readJournal(db, sqlite, names))).message).toContain('column "outcome" is perhaps');
  });

  const row = (revision: string, checksum: string, more: Partial<JournalRow> = {}): JournalRow => ({
    ...{ id: 1, revision, direction: "upgrade", outcome: "done", checksum, statementsDone: 0 },
    ...more,
  });
  const checksums: readonly [string, readonly JournalRow[], readonly [string, string][]][] = [
    ["the last upgrade counts", [row("a", "1"), row("a", "2")], [["a", "2"]]],
    ["a failed upgrade doesn't", [row("a", "1"), row("a", "2", { outcome: "failed" })], [["a", "1"]]],
    [
      "a downgrade takes it away",
      [row("a", "1"), row("b", "1"), row("b", "1", { direction: "downgrade" })],
      [["a", "1"]],
    ],
    ["a stamp at base takes all away", [row("a", "1"), row("base", "", { direction: "stamp" })], []],
  ];
  it.each(checksums)("%s", (_name, rows, expected) => {
    expect([...appliedChecksums(rows)].map(([id, { checksum }]) => [id, checksum])).toEqual(expected);
  });
});

describe("an edited file", () => {
  const given: readonly Given[] = [
    { id: "r1", up: [createTable("a")] },
    { id: "r2", up: [createTable("b")] },
  ];
  const edited = revisionsOf([given[0]!, { id: "r2", up: [createTable("c")] }]);

  it("of an applied revision is refused, and named", async () => {
    await projectOn(db, given).upgrade();
    const journal = await readJournal(db, sqlite, names);
    expect(findEdited(revisionsOf(given), journal)).toEqual([]);
    const found = findEdited(edited, journal);
    expect(found.map((one) => one.revision)).toEqual(["r2"]);
    const error = await failureOf(Promise.resolve().then(() => refuseEdited(found)));
    expect([error.code, error.exit]).toEqual(["RUN_REVISION_EDITED", 4]);
    expect(error.message).toMatch(
      /^The file of revision "r2" \(\/project\/versions\/r2\.ts\) was changed after it was applied on 20\S+Z: its checksum was [0-9a-f]{12} and is [0-9a-f]{12}$/,
    );
    expect(error.hint).toContain("limbeck repair --accept r2");
  });

  it("of a revision that isn't applied any more is nobody's business", async () => {
    const { upgrade, downgrade } = projectOn(db, given);
    await upgrade();
    await downgrade("r1");
    expect(findEdited(edited, await readJournal(db, sqlite, names))).toEqual([]);
  });

  it("is accepted", async () => {
    await projectOn(db, given).upgrade();
    await acceptEdited({ connection: db, dialect: sqlite, names }, edited[1]!, runner, wait);
    const journal = await readJournal(db, sqlite, names);
    expect(findEdited(edited, journal)).toEqual([]);
    expect(findEdited(revisionsOf(given), journal).map((one) => one.revision)).toEqual(["r2"]);
  });

  it("that the journal never saw can't be accepted", async () => {
    const books = { connection: db, dialect: sqlite, names };
    expect(await codeOf(acceptEdited(books, edited[1]!, runner, wait))).toBe("REPAIR_NOTHING");
  });
});

describe("a stamp", () => {
  const graph = graphOf([
    { id: "r1", up: [] },
    { id: "r2", up: [] },
    { id: "x", parents: ["r1"], up: [] },
  ]);
  const stamp = (targets: readonly string[], purge = false) =>
    runStamp({
      ...{ connection: db, dialect: sqlite, names, runner, lockTimeoutMs: 1000, onEvent: () => undefined },
      purge,
      planFrom: (heads) => planStamp(graph, heads, targets, { purge }),
    });

  it("moves the rows and says so in the journal", async () => {
    expect(await stamp(["r2", "x"])).toEqual({ from: [], heads: ["r2", "x"] });
    expect(await stamp(["r1"])).toEqual({ from: ["r2", "x"], heads: ["r1"] });
    expect((await readHeads(db, sqlite, names)).heads).toEqual(["r1"]);
    expect((await readJournal(db, sqlite, names)).map((row) => [row.direction, row.revision, row.message])).toEqual([
      ["stamp", "r2, x", "stamped base -> r2, x"],
      ["stamp", "r1", "stamped r2, x -> r1"],
    ]);
  });

  it("where the database is writes no line", async () => {
    await stamp(["r1"]);
    await stamp(["r1"]);
    expect(await readJournal(db, sqlite, names)).toHaveLength(1);
  });

  it("purges rows that no file has, and rows that are no ids", async () => {
    await db.execute("CREATE TABLE alembic_version (version_num)");
    await db.execute("INSERT INTO alembic_version VALUES ('unknown'), ('other'), ('other'), (NULL)");
    expect(await codeOf(stamp(["r2"]))).toMatch(/^VERSION_TABLE_/);
    expect(await stamp(["r2"], true)).toEqual({ from: ["null", "other", "other", "unknown"], heads: ["r2"] });
    expect((await readHeads(db, sqlite, names)).heads).toEqual(["r2"]);
  });
});

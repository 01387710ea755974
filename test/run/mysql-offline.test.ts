import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { mysql } from "../../src/dialects/mysql/mysql.ts";
import { planUpgrade } from "../../src/revisions/path.ts";
import { bookTables } from "../../src/run/books.ts";
import { findEdited } from "../../src/run/edited.ts";
import { readJournal } from "../../src/run/journal.ts";
import { offlineScript, type ScriptedStep } from "../../src/run/offline.ts";
import { readHeads } from "../../src/run/version-table.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { runMysqlScript } from "../servers/mysql-shell.ts";
import { mysqlProject, openUrl } from "./mysql-project.ts";
import { addColumn, createTable, execute, rows, textColumn } from "./ops.ts";
import { column, type Given, graphOf, loadedOf, names, revisionsOf } from "./project.ts";

const given: readonly Given[] = [
  {
    id: "r1",
    up: [
      createTable("people", textColumn("name")),
      rows("people", { id: 1, name: "O'Hara;\n-- \\x" }, { id: 2, name: "Bob" }),
      addColumn("people", textColumn("nick")),
      { kind: "createIndex", table: "people", index: { name: "ix", parts: [{ column: "name", length: 10 }] } },
    ],
  },
  {
    id: "r2",
    up: [
      execute("CREATE TABLE log (id INT AUTO_INCREMENT PRIMARY KEY, what TEXT) -- made by hand"),
      execute(
        "CREATE TRIGGER tr AFTER INSERT ON people FOR EACH ROW BEGIN INSERT INTO log (what) VALUES ('a;//'); SET @x = 1; END",
      ),
      execute("CREATE PROCEDURE pr () BEGIN SELECT 1; SELECT 2; END"),
      execute("INSERT INTO people (id, name) VALUES (3, 'x')"),
      { kind: "alterColumn", table: "people", column: "name", changes: { nullable: false } },
    ],
  },
];

describe.each(wantedFlavors)("a script, run by the shell of %s", (flavor) => {
  let url: string;
  let scripted: Connection;
  let ran: Connection;
  beforeAll(async () => {
    url = await freshMysqlDatabase(flavor);
    [scripted, ran] = await Promise.all([openUrl(url), openUrl(await freshMysqlDatabase(flavor))]);
  }, 90_000);
  afterAll(() => Promise.all([scripted.close(), ran.close()]));

  it("leaves what a run leaves: schema, rows, version and checksums", async () => {
    expect(await runMysqlScript(flavor, url, await upgradeScript([], "heads"))).toBe("");
    await mysqlProject(ran, given).upgrade();
    const schemaOf = (one: Connection) => mysql.inspect(one, { exclude: bookTables(names) });
    expect(await schemaOf(scripted)).toEqual(await schemaOf(ran));
    for (const sql of ["SELECT name FROM people ORDER BY id", "SELECT what FROM log"])
      expect(await column(scripted, sql)).toEqual(await column(ran, sql));
    expect((await readHeads(scripted, mysql, names)).heads).toEqual(["r2"]);
    expect(findEdited(revisionsOf(given), await readJournal(scripted, mysql, names))).toEqual([]);
    expect((await mysqlProject(scripted, given).upgrade()).steps).toEqual([]);
  });

  it("that is run again stops with the reason, before anything is changed", async () => {
    const words = "the database has run revisions of the script already";
    expect(await runMysqlScript(flavor, url, await upgradeScript([], "heads"))).toContain(words);
    const next: Given = { id: "r3", up: [execute("CREATE TABLE late (id INT)")] };
    const wrong = await upgradeScript(["r0", "r2"], "r3", [...given, next]);
    expect(await runMysqlScript(flavor, url, wrong)).toContain("the database isn't there");
    expect(await column(scripted, "SHOW TABLES LIKE 'late'")).toEqual([]);
  });

  it("stops where rows would get values that nobody has said", async () => {
    const more = { ...textColumn("must"), type: { kind: "integer" }, nullable: false } as const;
    const next: Given = { id: "r3", up: [addColumn("people", more)] };
    expect(await runMysqlScript(flavor, url, await upgradeScript(["r2"], "r3", [...given, next]))).toMatch(
      /column "people.must" can't be added as NOT NULL without a default to a table that has rows/,
    );
    expect((await readHeads(scripted, mysql, names)).heads).toEqual(["r2"]);
    expect(await column(scripted, "SHOW COLUMNS FROM people LIKE 'must'")).toEqual([]);
  });

  function upgradeScript(from: readonly string[], to: string, list = given): Promise<string> {
    const { steps } = planUpgrade(graphOf(list), from.slice(-1), to);
    const toPlan = steps.map((step) => ({ step, ops: loadedOf(list, step).ops }));
    const target = { dialect: mysql, server: ran.server, names, tool: "1.2.3" };
    return offlineScript({ ...target, from, steps: toPlan, schemaAfter: (done) => replay(done, from) });
  }

  /** The schema where the script is, by running all before it. */
  async function replay(done: readonly ScriptedStep[], from: readonly string[]): Promise<Schema> {
    if (from.length === 0 && done.every(({ ops }) => ops.length === 0)) return emptySchema;
    const scratch = await openUrl(await freshMysqlDatabase(flavor));
    const id = "scratch";
    if (from.length > 0) await mysqlProject(scratch, given).upgrade(from.at(-1));
    const ops = done.flatMap((step) => step.ops);
    const other = { ...names, versionTable: { name: "other" } };
    await mysqlProject(scratch, [{ id, up: ops }], { names: other }).upgrade();
    const schema = await mysql.inspect(scratch, { exclude: [...bookTables(names), { name: "other" }] });
    await scratch.close();
    return schema;
  }
});

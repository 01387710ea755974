import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { dialectFor } from "../../src/dialects/dialects.ts";
import { loadParser } from "../../src/dialects/postgres/syntax-tree.ts";
import { emptyCatalogue } from "../../src/lint/catalogue.ts";
import { lint } from "../../src/lint/lint.ts";
import { liveIn } from "../../src/lint/live.ts";
import { readLoaded } from "../../src/project/lint-step.ts";
import { locksOf, relationsOf, stateOf, tableIn } from "../dialects/postgres-measure.ts";
import { openFresh } from "../dialects/postgres-writer.ts";
import { labelledChanges, labelledStatements, rows, setting } from "./labelled-statements.ts";

const dialect = await dialectFor("postgres");
const server = dialect.newest;
const place = { path: "a.sql", line: 1, column: 1, endLine: 1, endColumn: 2 };

/** The rules that speak of work on all rows while others wait. */
const OF_WORK = [
  ...["check-blocks", "foreign-key-blocks", "index-blocks-writes", "new-column-rewrites-table", "not-null-blocks"],
  ...["primary-key-blocks", "unique-blocks", "statement-blocks", "type-change-blocks", "type-change-rewrites-table"],
];

beforeAll(loadParser);

describe("lint tells what works on all rows while others wait", async () => {
  const before = await behind(setting);
  it.each(labelledStatements)("$sql", async ({ sql, works, isUnsure }) => {
    const found = await findingsOf(sql, before);
    if (isUnsure === true) expect(found.map(({ severity }) => severity)).toEqual(["warning"]);
    else expect({ works: found.some(({ severity }) => severity !== "note"), found }).toEqual({ works, found });
  });

  it.each(labelledChanges)("$from to $to: $does", async ({ from, to, does }) => {
    const sql = `ALTER TABLE x ALTER COLUMN c TYPE ${to}`;
    const table = [...setting, `CREATE TABLE x (c ${from})`];
    const found = await findingsOf(sql, await behind(table));
    expect({ works: found.some(({ severity }) => severity !== "note"), found }).toEqual({
      works: does === "rows" || does === "zone",
      found,
    });
    if (does === "zone") expect(found.map(({ severity }) => severity)).toEqual(["warning"]);
    if (does !== "index") return;
    const indexed = await findingsOf(sql, await behind([...table, "CREATE INDEX x_c ON x (c)"]));
    expect(indexed.map(({ rule }) => rule)).toEqual(["type-change-blocks"]);
  });
});

describe("the verdicts are those of PostgreSQL 18", () => {
  let connection: Connection;

  beforeAll(async () => {
    connection = await openFresh({ major: 18 });
    for (const sql of [...setting, ...rows]) await connection.execute(sql);
  }, 90_000);
  afterAll(() => connection.close());

  it.each(labelledStatements)("$sql", async ({ sql, works }) => {
    expect(await measured(connection, [], [sql])).toBe(works);
  });

  it.each(labelledChanges)("$from to $to: $does", async ({ from, to, does }) => {
    const before = [`CREATE TABLE x (c ${from})`, "INSERT INTO x VALUES (NULL)"];
    const change = `ALTER TABLE x ALTER COLUMN c TYPE ${to}`;
    const changes = [change, `${change} USING c::text::${to}`];
    expect(await measured(connection, before, changes)).toBe(does === "rows");
    if (does === "index")
      expect(await measured(connection, [...before, "CREATE INDEX x_c ON x (c)"], changes)).toBe(true);
  });
});

async function behind(sqls: readonly string[]) {
  const ops = sqls.map((sql) => ({ kind: "execute" as const, sql }));
  const read = { ops, dialect, server, before: emptyCatalogue, placeOf: () => place, transactions: "script" as const };
  return (await readLoaded(read)).after;
}

async function findingsOf(sql: string, before: Awaited<ReturnType<typeof behind>>) {
  const ops = [{ kind: "execute" as const, sql }];
  const read = await readLoaded({ ops, dialect, server, before, placeOf: () => place, transactions: "script" });
  const found = lint({
    ...{ dialect, server, place, before, levels: {}, limitsLockWait: true, isScript: true, format: "sql" },
    ...{
      direction: "upgrade",
      statements: read.statements,
      after: read.after,
      isLive: liveIn(before.schema, read.made),
    },
  });
  return found
    .filter(({ rule }) => OF_WORK.includes(rule))
    .map(({ rule, severity, message }) => ({ rule, severity, message }));
}

/** What the server does in a transaction that is turned back: the first of the forms that it takes. */
async function measured(connection: Connection, before: readonly string[], forms: readonly string[]): Promise<boolean> {
  await connection.execute("BEGIN");
  try {
    for (const sql of before) await connection.execute(sql);
    const relations = await relationsOf(connection);
    const start = await stateOf(connection);
    for (const [i, sql] of forms.entries()) {
      await connection.execute("SAVEPOINT form");
      try {
        await connection.execute(sql);
        break;
      } catch (error) {
        if (i === forms.length - 1) throw error;
        await connection.execute("ROLLBACK TO form");
      }
    }
    const end = await stateOf(connection);
    const worked = new Set([
      ...Object.entries(end.scans).flatMap(([table, n]) => (n > (start.scans[table] ?? n) ? [table] : [])),
      ...end.files.filter((file) => !start.files.includes(file) && start.tables.includes(tableIn(file))).map(tableIn),
    ]);
    const locks = await locksOf(connection, relations);
    const blocking = ["ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"];
    return [...worked].some((oid) => blocking.includes(locks[relations.get(oid)?.name ?? ""] ?? ""));
  } finally {
    await connection.execute("ROLLBACK");
  }
}

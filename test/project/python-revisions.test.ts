import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { dialectFor } from "../../src/dialects/dialects.ts";
import { diff } from "../../src/diff/diff.ts";
import { applyOps } from "../../src/ops/behaviours.ts";
import type { Op } from "../../src/ops/op.ts";
import { directionsOf } from "../../src/project/directions.ts";
import { revisionBody } from "../../src/project/revision-body.ts";
import { pythonText } from "../../src/revisions/python-file.ts";
import { canonicalSchema } from "../../src/schema/canonical.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import { brief, pairsOf } from "../diff/helpers.ts";
import { arbitrarySchema, type SchemaFeatures, sqliteFeatures } from "../schema/arbitraries.ts";
import { type Alembic, startAlembic } from "../servers/alembic.ts";
import { changedSchemas } from "./python-pairs.ts";

const sqlite = await dialectFor("sqlite");
const directory = mkdtempSync(join(tmpdir(), "limbeck-py-"));
let alembic: Alembic;
beforeAll(async () => {
  alembic = await startAlembic();
}, 300_000);
afterAll(() => {
  alembic.close();
  rmSync(directory, { recursive: true });
});

/** What batch mode keeps, and little else. */
const simple: SchemaFeatures = {
  ...sqliteFeatures,
  names: "plain",
  ...{ strictTypes: [], collations: [], generated: false, autoincrement: false, onConflict: false },
  ...{ keyOptions: false, expressionIndexes: false, withoutRowid: false, views: false, triggers: false },
  types: ["boolean", "date", "integer", "bigint", "numeric", "real", "varchar", "text", "blob", "datetime"],
};

let batches = 0;
let rebuilds = 0;

it("real Alembic makes any schema of any other, and restores it", async () => {
  const pairs = pairsOf(arbitrarySchema(sqliteFeatures));
  await fc.assert(
    fc.asyncProperty(pairs, async ([have, want]) => {
      fc.pre(namesAreApart(have, want));
      await withFile(async (url) => {
        const before = await made(url, have);
        const text = revisionFor(before, want);
        await alembic.run(url, text, "upgrade");
        expect(different(await schemaOf(url), want), text).toEqual([]);
        await alembic.run(url, text, "downgrade");
        expect(comparable(await schemaOf(url)), text).toEqual(comparable(before));
      });
    }),
    sample,
  );
}, 300_000);

it.each([
  ["any table", { ...sqliteFeatures, strictTypes: [] }],
  ["a table that batch mode keeps", simple],
])(
  "real Alembic changes %s, keeps its rows, and restores it",
  async (_what, features) => {
    await fc.assert(
      fc.asyncProperty(changedSchemas(features), async ([have, want]) => {
        await withFile(async (url) => {
          const before = await made(url, have);
          const text = revisionFor(before, want);
          batches += text.split("batch_alter_table").length - 1;
          rebuilds += text.split("RENAME TO").length - 1;
          await fill(url, before);
          const rows = await countsOf(url, before);
          await alembic.run(url, text, "upgrade");
          expect(different(await schemaOf(url), want), text).toEqual([]);
          expect(await countsOf(url, before), text).toEqual(rows);
          await alembic.run(url, text, "downgrade");
          expect(comparable(await schemaOf(url)), text).toEqual(comparable(before));
          expect(await countsOf(url, before), text).toEqual(rows);
        });
      }),
      sample,
    );
  },
  300_000,
);

it("batch mode and rebuilds both were among them", () => {
  expect(batches).toBeGreaterThan(5);
  expect(rebuilds).toBeGreaterThan(5);
});

const FULL = `
CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, email VARCHAR(50) COLLATE NOCASE NOT NULL ON CONFLICT IGNORE,
  age INTEGER, twice INTEGER GENERATED ALWAYS AS (age * 2) VIRTUAL, CHECK (age > 0), UNIQUE (email) ON CONFLICT REPLACE);
CREATE INDEX ix_down ON parent (email DESC);
CREATE INDEX ix_lower ON parent (lower(email)) WHERE age > 1;
CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id) ON DELETE CASCADE);
CREATE TABLE log (note TEXT);
CREATE VIEW adults AS SELECT email FROM parent WHERE age > 17;
CREATE TRIGGER trg AFTER INSERT ON parent BEGIN INSERT INTO log VALUES (new.email); END;
INSERT INTO parent (id, email, age) VALUES (1, 'a', 20), (7, 'b', 30);
DELETE FROM parent WHERE id = 7;
INSERT INTO child VALUES (1, 1);
`;

it("all that batch mode would lose of a table is there after its change by real Alembic", async () => {
  await withFile(async (url) => {
    await open(url, async (connection) => {
      for (const { sql } of sqlite.split(FULL)) await connection.execute(sql);
    });
    const before = await schemaOf(url);
    const want = applyOps(before, [
      { kind: "alterColumn", table: "parent", column: "age", changes: { type: { kind: "bigint" } } },
    ]);
    const text = revisionFor(before, want);
    for (const [direction, expected] of [
      ["upgrade", want],
      ["downgrade", before],
    ] as const) {
      await alembic.run(url, text, direction);
      expect(comparable(await schemaOf(url))).toEqual(comparable(expected));
    }
    await open(url, async (connection) => {
      expect(await connection.query("SELECT id, parent_id FROM child")).toEqual([{ id: 1, parent_id: 1 }]);
      await connection.execute("INSERT INTO parent (email, age) VALUES ('c', 5)");
      // The number 7 was given once.
      expect(await connection.query("SELECT id, email, twice FROM parent ORDER BY id")).toEqual([
        { id: 1, email: "a", twice: 40 },
        { id: 8, email: "c", twice: 10 },
      ]);
      expect(await connection.query("SELECT note FROM log")).toEqual([{ note: "a" }, { note: "b" }, { note: "c" }]);
    });
  });
});

it.each(["batch_alter_table", "limbeck_new"])(
  "with foreign keys on, a table with children is refused and keeps them: %s",
  async (way) => {
    await withFile(async (url) => {
      const collation = way === "limbeck_new" ? " COLLATE NOCASE" : "";
      await open(url, async (connection) => {
        await connection.execute(`CREATE TABLE parent (id INTEGER PRIMARY KEY, name VARCHAR(9)${collation})`);
        await connection.execute("CREATE TABLE child (parent_id INTEGER REFERENCES parent (id) ON DELETE CASCADE)");
        await connection.execute("INSERT INTO parent VALUES (1, 'a')");
        await connection.execute("INSERT INTO child VALUES (1)");
      });
      const before = await schemaOf(url);
      const want = applyOps(before, [
        { kind: "alterColumn", table: "parent", column: "name", changes: { nullable: false } },
      ]);
      const text = revisionFor(before, want);
      expect(text).toContain(way);
      await expect(alembic.run(url, text, "upgrade", ["PRAGMA foreign_keys = ON"])).rejects.toThrow(
        /foreign keys must be off/,
      );
      expect(comparable(await schemaOf(url))).toEqual(comparable(before));
      await alembic.run(url, text, "upgrade");
      expect(await countsOf(url, before)).toEqual({ parent: 1, child: 1 });
    });
  },
);

/** The same schemas each time; others, and as many as it says, with LIMBECK_RUNS. */
const runs = process.env["LIMBECK_RUNS"];
const numRuns = Number(runs ?? 25);
const sample = { numRuns, endOnFailure: true, ...(runs === undefined ? { seed: 4 } : {}) };

/** The text of the revision that makes `want` of what is there. */
function revisionFor(have: Schema, want: Schema): string {
  const manner = { dialect: sqlite, isBlocking: false };
  const directions = directionsOf(compare(have, want), have, manner);
  const { body } = revisionBody(directions, have, { ...manner, format: "py", server: { version: "0" } });
  const header = { id: "abc", downRevisions: [], dependsOn: [], labels: [], message: "m", createDate: undefined };
  return pythonText({ ...header, format: "py", ...body });
}

function compare(have: Schema, want: Schema): readonly Op[] {
  const canonical = { have: sqlite.normalise(have), want: sqlite.normalise(want) };
  return diff(have, want, { canonical, traits: sqlite.traits, renames: [] }).ops;
}

function different(have: Schema, want: Schema): readonly string[] {
  return brief(compare(have, want));
}

function comparable(schema: Schema): Schema {
  return canonicalSchema(sqlite.normalise(schema));
}

/** Whether no index of one has the name of a table or a view of the other. */
function namesAreApart(have: Schema, want: Schema): boolean {
  const indexes = [...have.tables, ...want.tables].flatMap((table) => table.indexes.map((index) => index.name));
  const others = new Set([...have.tables, ...want.tables, ...have.views, ...want.views].map(({ name }) => name));
  return !indexes.some((name) => others.has(name));
}

async function withFile(work: (url: string) => Promise<void>): Promise<void> {
  const path = join(directory, "app.db");
  try {
    await work(`sqlite:///${path}`);
  } finally {
    rmSync(path, { force: true });
  }
}

/** Makes a schema by a revision, and reads it back. */
async function made(url: string, schema: Schema): Promise<Schema> {
  await alembic.run(url, revisionFor(emptySchema, schema), "upgrade");
  const found = await schemaOf(url);
  expect(different(found, schema)).toEqual([]);
  return found;
}

function schemaOf(url: string): Promise<Schema> {
  return open(url, (connection) => sqlite.inspect(connection, { exclude: [] }));
}

/** A row of defaults in each table that takes one. */
function fill(url: string, { tables }: Schema): Promise<void> {
  return open(url, async (connection) => {
    await connection.execute("PRAGMA foreign_keys = OFF");
    for (const { name } of tables) {
      await Promise.allSettled([connection.execute(`INSERT INTO ${sqlite.quoteName(name)} DEFAULT VALUES`)]);
    }
  });
}

function countsOf(url: string, { tables }: Schema): Promise<Readonly<Record<string, unknown>>> {
  return open(url, async (connection) => {
    const counts: Record<string, unknown> = {};
    for (const { name } of tables) {
      const [row] = await connection.query(`SELECT count(*) AS n FROM ${sqlite.quoteName(name)}`);
      counts[name] = row?.["n"];
    }
    return counts;
  });
}

async function open<T>(url: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await sqlite.connect(sqlite.target(url, directory), { create: true });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

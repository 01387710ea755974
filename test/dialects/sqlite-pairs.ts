import type fc from "fast-check";
import { expect } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection } from "../../src/dialects/contract.ts";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { type DiffResult, diff } from "../../src/diff/diff.ts";
import { applyOp, applyOps, reverseOps } from "../../src/ops/behaviours.ts";
import type { Op } from "../../src/ops/op.ts";
import { canonicalSchema } from "../../src/schema/canonical.ts";
import { emptySchema, type Schema, type Table } from "../../src/schema/schema.ts";
import { brief } from "../diff/helpers.ts";
import { arbitraryOps } from "../ops/arbitraries.ts";
import type { SchemaFeatures } from "../schema/features.ts";
import { quoted } from "../schema/random-names.ts";
import { ask, CheckFault, catalogue, comparable, databaseOf, perform, schemaOf } from "./sqlite-writer.ts";

/** A schema and what a few changes make of it, which not every database can have. */
export function changedSchemas(features: SchemaFeatures): fc.Arbitrary<readonly [have: Schema, want: Schema]> {
  return arbitraryOps(6, features).map(({ schema, ops }) => {
    const want = ops.reduce((changed, op) => (isPlanned(op, changed) ? applyOp(changed, op) : changed), schema);
    return [schema, want] as const;
  });
}

/** True when SQLite can have this schema: takes its statements, finds what its views and foreign keys name. */
export async function isPossible(schema: Schema): Promise<boolean> {
  const connection = await databaseOf("");
  try {
    await perform(connection, sqlite.plan(compare(emptySchema, schema).ops, emptySchema, connection.server));
    for (const { name } of schema.views) await connection.query(`SELECT * FROM ${quoted(name)}`);
    await connection.query("PRAGMA foreign_key_check");
    return schema.tables.every(({ foreignKeys }) =>
      foreignKeys.every(({ references }) => schema.tables.some(({ name }) => name === references.table)),
    );
  } catch (error) {
    const codes = ["STATEMENT_FAILED", "CHECK_FAILED", "DIALECT_UNSUPPORTED"];
    if (codes.some((code) => isLimbeckError(error, code))) return false;
    throw error;
  } finally {
    await connection.close();
  }
}

/** How far a pair of schemas came with rows in its tables. */
export type Outcome = "there and back" | "refused on the way" | "refused on the way back";

/**
 * On a database in memory, planned for this version of SQLite: goes from `have` to `want` and back, first without rows and then with.
 * Each way the database must be what the ops say, to the order of the columns, and the second diff must be empty; rows that nothing
 * drops must be there after. Only rows may be a reason to refuse, and a refusal must leave everything as it was.
 */
export async function proveChange(have: Schema, want: Schema, version: string): Promise<Outcome> {
  const empty = await thereAndBack(have, want, version, async () => undefined);
  expect(empty).toBe("there and back");
  return thereAndBack(have, want, version, fill);
}

/** What leads from one schema to another, as autogenerate makes it. */
export function compare(have: Schema, want: Schema): DiffResult {
  const canonical = { have: sqlite.normalise(have), want: sqlite.normalise(want) };
  return diff(have, want, { canonical, traits: sqlite.traits, renames: [] });
}

function isPlanned(op: Op, before: Schema): boolean {
  try {
    sqlite.plan([op], before, { version: "3.53.0" });
    return true;
  } catch (error) {
    if (isLimbeckError(error)) return false;
    throw error;
  }
}

async function thereAndBack(
  have: Schema,
  want: Schema,
  version: string,
  fillTables: (connection: Connection, schema: Schema) => Promise<void>,
): Promise<Outcome> {
  const connection = await databaseOf("");
  try {
    await perform(connection, sqlite.plan(compare(emptySchema, have).ops, emptySchema, { version }));
    const before = await schemaOf(connection);
    expect(brief(compare(before, have).ops)).toEqual([]);
    await fillTables(connection, before);

    const { ops } = compare(before, want);
    if (!(await change(connection, ops, before, version))) return "refused on the way";
    const after = await schemaOf(connection);
    expect(brief(compare(after, want).ops)).toEqual([]);

    const reversal = reverseOps(ops, before);
    if (reversal.kind === "irreversible") throw new Error(reversal.reason);
    if (!(await change(connection, reversal.ops, after, version))) return "refused on the way back";
    expect(canonicalSchema(comparable(await schemaOf(connection)))).toEqual(canonicalSchema(comparable(before)));
    return "there and back";
  } finally {
    await connection.close();
  }
}

/** Carries out the ops; false when the rows don't allow it. */
async function change(connection: Connection, ops: readonly Op[], before: Schema, version: string): Promise<boolean> {
  const statements = sqlite.plan(ops, before, { version });
  const wanted = applyOps(before, ops);
  const [shape, rows] = [await catalogue(connection), await keptRows(connection, before, before, [])];
  const kept = await keptRows(connection, before, wanted, ops);
  try {
    await perform(connection, statements);
  } catch (error) {
    if (!isOnAccountOfRows(error) || rows.every((table) => table.length === 0)) throw error;
    expect(await catalogue(connection)).toEqual(shape);
    expect(await keptRows(connection, before, before, [])).toEqual(rows);
    return false;
  }
  expect(comparable(await schemaOf(connection))).toEqual(comparable(wanted));
  expect(await keptRows(connection, wanted, before, ops)).toEqual(kept);
  return true;
}

/** Not when a check of the rebuild finds that rows were lost. */
function isOnAccountOfRows(error: unknown): boolean {
  if (error instanceof CheckFault) return /has (rows|NULLs)/.test(error.message);
  if (isLimbeckError(error, "CHECK_FAILED")) return true;
  return isLimbeckError(error, "STATEMENT_FAILED") && rowFaults.test(error.message);
}

const rowFaults = /constraint failed|cannot store|datatype mismatch|type mismatch on DEFAULT/;

/** Rows in each table, each with its number in every column, so that most foreign keys find their parent and most types a value. */
async function fill(connection: Connection, schema: Schema): Promise<void> {
  await connection.execute("PRAGMA foreign_keys = OFF");
  for (const { name, columns, options } of schema.tables) {
    const written = columns.filter((column) => column.generated === undefined);
    const names = written.map((column) => quoted(column.name)).join(", ");
    for (const number of [1, 22, 333]) {
      const values = written.map(({ type }) =>
        options.strict && type.kind === "blob" ? `x'${number}${number}'` : number,
      );
      await connection.execute(`INSERT INTO ${quoted(name)} (${names}) VALUES (${values.join(", ")})`);
    }
  }
  await deleteDangling(connection);
  await connection.execute("PRAGMA foreign_keys = ON");
}

async function deleteDangling(connection: Connection): Promise<void> {
  const children = await ask(connection, 'SELECT DISTINCT "table" FROM pragma_foreign_key_check');
  if (children.length === 0) return;
  for (const [child] of children) await connection.execute(`DELETE FROM ${quoted(String(child))}`);
  await deleteDangling(connection);
}

/** The rows of the tables of `now` that the ops keep, with the columns that they keep and that `other` has too. */
function keptRows(connection: Connection, now: Schema, other: Schema, ops: readonly Op[]) {
  const kept = now.tables
    .filter((table) => !ops.some((op) => op.kind === "dropTable" && op.table === table.name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return Promise.all(
    kept.flatMap((table) => {
      const columns = keptColumns(
        table,
        other.tables.find(({ name }) => name === table.name),
        ops,
      );
      if (columns.length === 0) return [];
      return rowsOf(connection, `SELECT ${columns.map(quoted).join(", ")} FROM ${quoted(table.name)}`);
    }),
  );
}

function keptColumns(table: Table, other: Table | undefined, ops: readonly Op[]): readonly string[] {
  const isStored = (name: string, { columns }: Table) =>
    columns.some((column) => column.name === name && column.generated === undefined);
  const isDropped = (name: string) =>
    ops.some((op) => op.kind === "dropColumn" && op.table === table.name && op.column === name);
  return table.columns
    .map(({ name }) => name)
    .filter((name) => isStored(name, table) && other !== undefined && isStored(name, other) && !isDropped(name))
    .toSorted();
}

/** The rows in one order, numbers as numbers: another type of a column stores the same number in another way. */
async function rowsOf(connection: Connection, sql: string): Promise<readonly string[]> {
  const plain = (value: unknown) => (value === null || value instanceof Uint8Array ? value : Number(value));
  return (await ask(connection, sql)).map((row) => JSON.stringify(row.map(plain))).toSorted();
}

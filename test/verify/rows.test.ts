import fc from "fast-check";
import { expect, it } from "vitest";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { emptySchema, type Schema, type Table } from "../../src/schema/schema.ts";
import { compare, isPossible } from "../dialects/sqlite-pairs.ts";
import { databaseOf, perform } from "../dialects/sqlite-writer.ts";
import { arbitrarySchema, sqliteFeatures } from "../schema/arbitraries.ts";
import { fill } from "./fill.ts";

const schemas = arbitrarySchema(sqliteFeatures);

it("random tables on SQLite take rows, but where foreign keys ask for values of another type or for the same column twice", async () => {
  let [count, filled] = [0, 0];
  await fc.assert(
    fc.asyncProperty(schemas, async (schema) => {
      if (!(await isPossible(schema))) return;
      const connection = await databaseOf("");
      await perform(connection, sqlite.plan(compare(emptySchema, schema).ops, emptySchema, connection.server));
      const { notes, read } = await fill(connection, sqlite);
      const plain = read.tables.filter((table) => isPlain(table, read));
      expect(
        notes.filter((note) => plain.some(({ name }) => note.startsWith(`no row could be made for "${name}"`))),
      ).toEqual([]);
      count += read.tables.length;
      filled += read.tables.length - notes.length;
      await connection.close();
    }),
    { numRuns: 80 },
  );
  expect(count).toBeGreaterThan(60);
  expect(filled / count).toBeGreaterThan(0.85);
});

/** Each of its foreign keys has columns of its own, and refers to columns of the same types. */
function isPlain(table: Table, schema: Schema, seen: readonly Table[] = []): boolean {
  const columns = table.foreignKeys.flatMap((key) => key.columns);
  if (new Set(columns).size < columns.length) return false;
  return table.foreignKeys.every((key) => {
    const parent = schema.tables.find(({ name }) => name === key.references.table);
    if (parent === undefined || seen.includes(parent)) return false;
    const referred = key.references.columns.length > 0 ? key.references.columns : (parent.primaryKey?.columns ?? []);
    const fits = key.columns.every((name, i) => typeOf(table, name) === typeOf(parent, referred[i]));
    return fits && parent !== table && isPlain(parent, schema, [...seen, table]);
  });
}

function typeOf({ columns }: Table, name: string | undefined): string {
  return JSON.stringify(columns.find((column) => column.name === name)?.type);
}

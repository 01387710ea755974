import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plan } from "../../src/dialects/sqlite/plan.ts";
import { applyOp } from "../../src/ops/behaviours.ts";
import type { Op } from "../../src/ops/op.ts";
import { emptySchema, type Schema, type Table } from "../../src/schema/schema.ts";
import { arbitrarySchema, sqliteFeatures } from "../schema/arbitraries.ts";
import { ask, comparable, databaseOf, perform, rebuildsIn, schemaOf, versions } from "./sqlite-writer.ts";

const schemas = arbitrarySchema(sqliteFeatures);

function creates(schema: Schema): readonly Op[] {
  return [
    ...schema.tables.map((table): Op => ({ kind: "createTable", table })),
    ...schema.views.map((view): Op => ({ kind: "createView", view })),
    ...schema.triggers.map((trigger): Op => ({ kind: "createTrigger", trigger })),
  ];
}

/** Changes of one table that a rebuild does together. */
function changes(table: Table, pick: number): readonly Op[] {
  const on = { table: table.name };
  const column = table.columns[pick % table.columns.length];
  const name = "limbeck's own";
  return [
    {
      kind: "addColumn",
      ...on,
      column: { name, type: { kind: "integer" }, nullable: false, default: 1 },
      position: "first",
    },
    { kind: "createCheck", ...on, check: { name, expression: `"${name}" > 0` } },
    ...(column === undefined || column.generated !== undefined || column.autoincrement === true
      ? []
      : [{ kind: "alterColumn" as const, ...on, column: column.name, changes: { default: "it's" } }]),
    {
      kind: "createIndex",
      ...on,
      index: { name: `${table.name} ${name}`, parts: [{ column: name, descending: true }] },
    },
  ];
}

describe("random schemas", () => {
  it("made on an empty database are read back as they were", async () => {
    await fc.assert(
      fc.asyncProperty(schemas, async (schema) => {
        const connection = await databaseOf("");
        await perform(connection, plan(creates(schema), emptySchema, connection.server));
        expect(comparable(await schemaOf(connection))).toEqual(comparable(schema));
        await connection.close();
      }),
      { numRuns: 150 },
    );
  });

  it.each(versions)(
    "whose tables are rebuilt for SQLite %s change only where they should, and keep their rows",
    async (version) => {
      await fc.assert(
        fc.asyncProperty(schemas, fc.nat(100), async (schema, pick) => {
          const connection = await databaseOf("");
          await perform(connection, plan(creates(schema), emptySchema, connection.server));
          const rows = await fill(connection, schema);
          const ops = schema.tables.flatMap((table) => changes(table, pick));
          const statements = plan(ops, await schemaOf(connection), { version });
          await perform(connection, statements);
          expect(rebuildsIn(statements)).toBe(schema.tables.length);
          expect(comparable(await schemaOf(connection))).toEqual(comparable(ops.reduce(applyOp, schema)));
          expect(await rowsOf(connection, schema)).toEqual(rows);
          await connection.close();
        }),
        { numRuns: 60 },
      );
    },
  );
});

type Open = Awaited<ReturnType<typeof databaseOf>>;

/** A row of defaults in each table that takes one. */
async function fill(connection: Open, schema: Schema): Promise<unknown> {
  await connection.execute("PRAGMA foreign_keys = OFF");
  for (const { name } of schema.tables) {
    const numbers = Array.from({ length: 3 }, () => connection.execute(`INSERT INTO ${quoted(name)} DEFAULT VALUES`));
    await Promise.allSettled(numbers);
  }
  await connection.execute("PRAGMA foreign_keys = ON");
  return rowsOf(connection, schema);
}

function rowsOf(connection: Open, schema: Schema): Promise<unknown> {
  return Promise.all(
    schema.tables.map(({ name, columns, options }) => {
      const rowid = options.withoutRowid === true || columns.some((column) => column.name === "rowid") ? "0" : "rowid";
      const list = columns.map((column) => `quote(${quoted(column.name)})`).join(", ");
      return ask(connection, `SELECT ${rowid} AS "the rowid", ${list} FROM ${quoted(name)}`);
    }),
  );
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

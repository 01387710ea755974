import type { Connection, Row, Statement } from "../../src/dialects/contract.ts";
import { connect } from "../../src/dialects/sqlite/connect.ts";
import { inspect } from "../../src/dialects/sqlite/inspect.ts";
import { normalise } from "../../src/dialects/sqlite/normalise.ts";
import { plan } from "../../src/dialects/sqlite/plan.ts";
import { split } from "../../src/dialects/sqlite/split.ts";
import { begin, commit, rollback } from "../../src/dialects/sqlite/transaction.ts";
import type { Op } from "../../src/ops/op.ts";
import type { Schema } from "../../src/schema/schema.ts";

/** A version without the ALTERs of 3.53, and one with them. */
export const versions = ["3.40.1", "3.53.0"] as const;

/** An empty database in memory, foreign keys enforced, with what the script makes in it. */
export async function databaseOf(script: string): Promise<Connection> {
  const target = { dialect: "sqlite", url: "sqlite://", display: "sqlite://" };
  const connection = await connect(target, { create: true });
  await runScript(connection, script);
  return connection;
}

export async function runScript(connection: Connection, script: string): Promise<void> {
  for (const { sql } of split(script)) await connection.execute(sql);
}

export function schemaOf(connection: Connection): Promise<Schema> {
  return inspect(connection, { exclude: [] });
}

/** Plans the ops on what is in the database and carries them out as the runner does: one transaction, each check asked. */
export async function migrate(
  connection: Connection,
  ops: readonly Op[],
  version: string = connection.server.version,
): Promise<readonly Statement[]> {
  const statements = plan(ops, await schemaOf(connection), { version });
  await perform(connection, statements);
  return statements;
}

export async function perform(connection: Connection, statements: readonly Statement[]): Promise<void> {
  await begin(connection, statements, { lockTimeoutMs: 1000, onWait: () => undefined });
  try {
    for (const statement of statements) await performOne(connection, statement);
    await commit(connection);
  } catch (error) {
    await rollback(connection);
    throw error;
  }
}

async function performOne(connection: Connection, { sql, check }: Statement): Promise<void> {
  if (check === undefined) {
    await connection.execute(sql);
    return;
  }
  const faults = await connection.query(sql);
  if (faults.length > 0) throw new CheckFault(check.message, faults);
}

export class CheckFault extends Error {
  readonly faults: readonly Row[];
  constructor(message: string, faults: readonly Row[]) {
    super(message);
    this.faults = faults;
  }
}

/** The rows of a query as plain lists of values. */
export async function ask(connection: Connection, sql: string): Promise<readonly (readonly unknown[])[]> {
  return (await connection.query(sql)).map((row) => Object.values(row));
}

/** All that the catalogue says. */
export function catalogue(connection: Connection): Promise<readonly (readonly unknown[])[]> {
  return ask(connection, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name");
}

export function rebuildsIn(statements: readonly Statement[]): number {
  return statements.filter(({ sql }) => /^CREATE TABLE "limbeck_new_/.test(sql)).length;
}

/** The schema in the form in which two are compared, objects in the order of their names: a table made anew comes last. */
export function comparable(schema: Schema): Schema {
  const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);
  const normal = normalise(schema);
  return {
    ...normal,
    tables: normal.tables.map((table) => ({ ...table, indexes: table.indexes.toSorted(byName) })).toSorted(byName),
    triggers: normal.triggers.toSorted(byName),
    views: normal.views.toSorted(byName),
  };
}

import type { Connection, Statement } from "../../src/dialects/contract.ts";
import { connect } from "../../src/dialects/postgres/connect.ts";
import { inspect } from "../../src/dialects/postgres/inspect.ts";
import { plan } from "../../src/dialects/postgres/plan.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import { ready } from "../../src/dialects/postgres/ready.ts";
import { target } from "../../src/dialects/postgres/url.ts";
import { diff } from "../../src/diff/diff.ts";
import { applyOps } from "../../src/ops/behaviours.ts";
import type { Op } from "../../src/ops/op.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import { type DatabaseOptions, freshDatabase } from "../servers/postgres.ts";

/** An empty database, and a connection to it. */
export async function openFresh(options: DatabaseOptions = {}): Promise<Connection> {
  return connect(target(await freshDatabase(options), import.meta.dirname), { create: false });
}

/** Plans the ops on `before` and carries them out; returns the statements and the schema after them. */
export async function carryOut(
  connection: Connection,
  ops: readonly Op[],
  before: Schema = emptySchema,
): Promise<{ readonly statements: readonly Statement[]; readonly after: Schema }> {
  await ready(ops, connection.server);
  const statements = plan(ops, before, connection.server);
  await perform(connection, statements);
  return { statements, after: applyOps(before, ops) };
}

/** Runs statements as the runner does: in one transaction, cut where a statement takes none; batches as a script has them. */
export async function perform(connection: Connection, statements: readonly Statement[]): Promise<void> {
  await connection.execute("BEGIN");
  for (const { sql, facts, batches, script } of statements) {
    if (!facts.transactional) await connection.execute("COMMIT");
    try {
      await connection.execute(batches === undefined ? sql : (script ?? []).join("\n"));
    } catch (error) {
      await connection.execute("ROLLBACK");
      throw error;
    }
    if (!facts.transactional) await connection.execute("BEGIN");
  }
  await connection.execute("COMMIT");
}

export function schemaOf(connection: Connection): Promise<Schema> {
  return inspect(connection, { exclude: [] });
}

/** The rows of a query as plain lists of values. */
export async function ask(connection: Connection, sql: string): Promise<readonly (readonly unknown[])[]> {
  return (await connection.query(sql)).map((row) => Object.values(row));
}

/** Drops everything that is in the database. */
export async function empty(connection: Connection): Promise<void> {
  const rows = await connection.query(
    "SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'",
  );
  for (const { name } of rows) await connection.execute(`DROP SCHEMA "${String(name).replaceAll('"', '""')}" CASCADE`);
  await connection.execute("CREATE SCHEMA public");
}

/** The ops that lie between two schemas, as the server at hand compares them. */
export async function opsBetween(connection: Connection, have: Schema, want: Schema): Promise<readonly Op[]> {
  const canonical = { have: postgres.normalise(have), want: postgres.normalise(want) };
  const settled = await postgres.settle?.(connection, { have, want, canonical });
  return diff(have, want, { canonical: settled ?? canonical, traits: postgres.traits, renames: [] }).ops;
}

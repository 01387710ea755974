import type { Connection, Dialect } from "../../src/dialects/contract.ts";
import type { Schema } from "../../src/schema/schema.ts";
import { type Filled, fillTables } from "../../src/verify/fill.ts";

/** Fills all tables of a database, and returns what was filled. */
export async function fill(
  connection: Connection,
  dialect: Dialect,
  rows = 12,
): Promise<Filled & { readonly read: Schema }> {
  const read = await dialect.inspect(connection, { exclude: [] });
  const filled = await fillTables({ connection, dialect, seed: 1, rows, filled: new Map() }, read);
  return { ...filled, read };
}

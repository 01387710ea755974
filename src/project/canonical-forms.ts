import { sameData } from "../base/same-data.ts";
import type { Connection, Dialect, Unsettled } from "../dialects/contract.ts";
import { applyRenames, type Rename } from "../diff/renames.ts";
import { nameKey } from "../schema/names.ts";
import type { Schema, Table } from "../schema/schema.ts";

/** Two schemas in the form in which they are compared, object for object. */
export interface CanonicalForms {
  readonly have: Schema;
  readonly want: Schema;
  /** What the server could not be asked about, so that it counts as different. */
  readonly unsettled: readonly Unsettled[];
}

/**
 * The canonical forms of two schemas, in the server's words where it has some. What is renamed is put beside its new name for that, and
 * `have` stays under its old names. Errors: DIFF_RENAME_*, CONNECT_FAILED.
 */
export async function canonicalForms(
  { connection, dialect }: { readonly connection: Connection; readonly dialect: Dialect },
  sides: { readonly have: Schema; readonly want: Schema },
  renames: readonly Rename[],
): Promise<CanonicalForms> {
  const { have } = sides;
  const want = withShared(sides.want, have);
  const normal = { have: dialect.normalise(have), want: dialect.normalise(want) };
  const compared = { have: normal.have, want: withShared(normal.want, normal.have) };
  if (dialect.settle === undefined) return { ...compared, unsettled: [] };
  const renamed = applyRenames({ given: have, comparable: compared.have }, want, renames).have;
  const settled = await dialect.settle(connection, {
    have: renamed.given,
    want,
    canonical: { have: renamed.comparable, want: compared.want },
  });
  const old = renames.length === 0 ? settled.have : compared.have;
  return { have: old, want: withShared(settled.want, settled.have), unsettled: settled.unknown };
}

/** The schema with the very tables and parts of tables of the other one that say the same: what compares them later need not look into them. */
function withShared(schema: Schema, { tables }: Schema): Schema {
  const others = new Map(tables.map((table) => [nameKey(table), table]));
  return {
    ...schema,
    tables: schema.tables.map((table) => {
      const other = others.get(nameKey(table));
      return other === undefined || table === other ? table : sharedTable(table, other);
    }),
  };
}

function sharedTable(table: Table, other: Table): Table {
  const next: Table = {
    ...table,
    columns: sharedParts(table.columns, other.columns),
    uniques: sharedParts(table.uniques, other.uniques),
    checks: sharedParts(table.checks, other.checks),
    foreignKeys: sharedParts(table.foreignKeys, other.foreignKeys),
    indexes: sharedParts(table.indexes, other.indexes),
  };
  return sameData(next, other) ? other : next;
}

/** Parts at the same place are the same, mostly. */
function sharedParts<T>(list: readonly T[], others: readonly T[]): readonly T[] {
  const parts = list.map((item, i) => {
    const other = others[i];
    return other !== undefined && sameData(item, other) ? other : item;
  });
  return parts.length === others.length && parts.every((part, i) => part === others[i]) ? others : parts;
}

import type { Dialect } from "../dialects/contract.ts";
import { displayName, findTable, nameKey } from "../schema/names.ts";
import type { ForeignKey, Schema, Table } from "../schema/schema.ts";
import { nullableColumns, referredTable } from "./table-order.ts";

/** A foreign key, and the columns that it refers to. */
export interface Reference {
  readonly key: ForeignKey;
  readonly parent: Table;
  readonly referred: readonly string[];
  /** Rows that there are to refer to. */
  readonly rows: number;
  /** Its columns that may be NULL: one of them is enough to refer to nothing. */
  readonly nullable: readonly string[];
  readonly to: "nothing" | "a row" | "itself";
}

/** The reference; undefined where nothing is known of the table, in words why there can be none. */
export function referenceOf(
  table: Table,
  key: ForeignKey,
  {
    schema,
    counts,
    isLater,
  }: { readonly schema: Schema; readonly counts: ReadonlyMap<string, number>; readonly isLater: boolean },
): Reference | string | undefined {
  const name = referredTable(key);
  const parent = findTable(schema, name);
  const nullable = nullableColumns(table, key);
  if (parent === undefined) return nullable.length > 0 ? nothing(key, table, nullable) : undefined;
  const { columns } = key.references;
  const referred = columns.length > 0 ? columns : (parent.primaryKey?.columns ?? []);
  const rows = counts.get(nameKey(parent)) ?? 0;
  const isItself = nameKey(parent) === nameKey(table);
  const base = { key, parent, referred, rows, nullable } as const;
  if (isLater) {
    if (nullable.length > 0) return { ...base, to: "nothing" };
    if (isItself) return { ...base, to: "itself" };
    return `its rows and those of "${displayName(parent)}" refer to each other, and neither may be NULL`;
  }
  if (rows > 0) return { ...base, to: "a row" };
  if (nullable.length > 0) return { ...base, to: "nothing" };
  return isItself ? { ...base, to: "itself" } : `"${displayName(parent)}", which each row must refer to, has none`;
}

function nothing(key: ForeignKey, parent: Table, nullable: readonly string[]): Reference {
  return { key, parent, referred: [], rows: 0, nullable, to: "nothing" };
}

/** Puts the columns of a reference into a row: by a query, so that no value goes through this process. */
export function refer(
  values: Map<string, string>,
  { key, parent, referred, nullable, to }: Reference,
  { offset, isNull, dialect }: { readonly offset: number; readonly isNull: boolean; readonly dialect: Dialect },
): void {
  if (to === "itself") {
    for (const [i, name] of key.columns.entries()) values.set(name, values.get(referred[i] ?? "") ?? "NULL");
    return;
  }
  if (to === "nothing" || isNull) {
    for (const name of nullable) values.set(name, "NULL");
    return;
  }
  const quoted = referred.map((name) => dialect.quoteName(name));
  const conditions = quoted.map((name) => `${name} IS NOT NULL`);
  const from = `${dialect.quoteObject(parent)} WHERE ${conditions.join(" AND ")} ORDER BY ${quoted.join(", ")}`;
  for (const [i, name] of key.columns.entries()) {
    // A derived table, for MySQL reads no table in a statement that writes it but through one.
    values.set(name, `(SELECT made.v FROM (SELECT ${quoted[i]} AS v FROM ${from} LIMIT 1 OFFSET ${offset}) AS made)`);
  }
}

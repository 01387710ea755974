import { parameterName, storageSql } from "./table-sql.ts";

/** Storage parameters that one action of ALTER sets or takes away. */
export interface StorageChange {
  readonly sql: string;
  readonly names: readonly string[];
}

/** What makes the storage parameters of a table or view others. */
export function storageChanges({ storage: from = {} }: Stored, { storage: to = {} }: Stored): readonly StorageChange[] {
  const gone = Object.keys(from).filter((name) => !(name in to));
  const set = Object.entries(to).filter(([name, value]) => from[name] !== value);
  return [
    ...(gone.length === 0 ? [] : [{ sql: `RESET (${gone.map(parameterName).join(", ")})`, names: gone }]),
    ...(set.length === 0
      ? []
      : [{ sql: `SET ${storageSql(Object.fromEntries(set))}`, names: set.map(([name]) => name) }]),
  ];
}

interface Stored {
  readonly storage?: Readonly<Record<string, string>>;
}

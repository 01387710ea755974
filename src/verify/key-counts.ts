import type { Index, Table } from "../schema/schema.ts";
import { namesIn } from "../schema/sql-tokens.ts";
import type { ColumnSpace } from "./column-spaces.ts";
import { sizeOf } from "./made-value.ts";
import type { Reference } from "./references.ts";

/** Which value the row of a number has in a column of a key: the number divided by `divisor`, and again from 0 after `size`. */
export interface Counting {
  readonly divisor: number;
  readonly size: number;
}

export interface KeyCounts {
  readonly columns: ReadonlyMap<string, Counting>;
  readonly references: ReadonlyMap<Reference, Counting>;
}

/** A column with so many values makes a key different by itself. */
const LARGE = 5_000;

/** How the columns and references of a table's keys are counted so that no two rows have the same key. Pure. */
export function keyCounts(
  table: Table,
  {
    spaces,
    references,
  }: { readonly spaces: ReadonlyMap<string, ColumnSpace>; readonly references: readonly Reference[] },
): KeyCounts {
  const columns = new Map<string, Counting>();
  const counted = new Map<Reference, Counting>();
  const live = references.filter(({ to }) => to === "a row");
  const referring = new Set(live.flatMap(({ key }) => key.columns));
  for (const key of uniqueKeys(table)) {
    const own = key.filter((name) => spaces.has(name) && !referring.has(name));
    const sized = own.map((name) => ({ name, size: sizeOf(spaces.get(name)?.space ?? { kind: "unknown" }) }));
    const largest = sized.toSorted((a, b) => b.size - a.size)[0];
    if (sized.some(({ name }) => columns.get(name)?.divisor === 1 && (columns.get(name)?.size ?? 0) >= LARGE)) continue;
    if (largest !== undefined && largest.size >= LARGE) {
      if (!columns.has(largest.name)) columns.set(largest.name, { divisor: 1, size: Number.MAX_SAFE_INTEGER });
      continue;
    }
    let divisor = 1;
    for (const reference of live.filter(({ key: { columns: of } }) => of.some((name) => key.includes(name)))) {
      if (!counted.has(reference)) counted.set(reference, { divisor, size: Math.max(1, reference.rows) });
      divisor *= Math.max(1, reference.rows);
    }
    for (const { name, size } of sized) {
      if (size === 0) continue;
      if (!columns.has(name)) columns.set(name, { divisor, size });
      divisor *= size;
    }
  }
  return { columns, references: counted };
}

/** The columns of each key that no two rows may share; of an index of expressions, the columns in them. */
function uniqueKeys(table: Table): readonly (readonly string[])[] {
  const names = table.columns.map(({ name }) => name);
  const indexed = table.indexes.filter(({ unique }) => unique === true).map((index) => columnsOf(index, names));
  const primary = table.primaryKey === undefined ? [] : [table.primaryKey.columns];
  return [...primary, ...table.uniques.map(({ columns }) => columns), ...indexed];
}

function columnsOf({ parts }: Index, names: readonly string[]): readonly string[] {
  return parts.flatMap((part) =>
    "column" in part ? [part.column] : namesIn(part.expression).filter((name) => names.includes(name)),
  );
}

import type { Dialect } from "../dialects/contract.ts";
import { allColumns } from "../schema/inheritance.ts";
import { nameKey } from "../schema/names.ts";
import type { Column, ForeignKey, Schema, Table } from "../schema/schema.ts";
import { type ColumnSpace, columnSpaces } from "./column-spaces.ts";
import { type Counting, keyCounts } from "./key-counts.ts";
import { madeValue, type Wish } from "./made-value.ts";
import { randomFor } from "./random.ts";
import { type Reference, refer, referenceOf } from "./references.ts";

/** Makes rows of one table. */
export interface RowMaker {
  /** The columns that get values; those that the server makes itself aren't among them. */
  readonly columns: readonly string[];
  /** The values as SQL, in the order of the columns. */
  readonly row: (which: WhichRow) => readonly string[];
}

export interface WhichRow {
  /** 0-based, and counted on over the rows that are there already: no two rows of a table have the same. */
  readonly number: number;
  /** 0-based place among the rows that are made together: the second is full of NULLs, two more of extremes. */
  readonly place: number;
  /** Which try it is; the first is 0. */
  readonly variant: number;
}

/** What a table's rows are made from. */
export interface RowsOf {
  readonly schema: Schema;
  readonly dialect: Dialect;
  readonly seed: number;
  /** How many rows each table has now, by `nameKey`. */
  readonly counts: ReadonlyMap<string, number>;
  /** Foreign keys that refer to nothing this time. */
  readonly later: readonly ForeignKey[];
}

/** Makes rows for the table, or says in words why there can't be any. Pure. */
export function rowMaker(given: Table, about: RowsOf): RowMaker | string {
  const { schema, dialect, seed, counts, later } = about;
  const all = allColumns(given, schema);
  const table = { ...given, columns: all };
  const spaces = columnSpaces(table, all, { schema, dialect });
  const written = all.filter((column) => isWritten(column, spaces.get(column.name)));
  const references: Reference[] = [];
  for (const key of table.foreignKeys) {
    const made = referenceOf(table, key, { schema, counts, isLater: later.includes(key) });
    if (typeof made === "string") return made;
    if (made !== undefined) references.push(made);
  }
  const counting = keyCounts(table, { spaces, references });
  const row = (which: WhichRow): readonly string[] => {
    const purpose = `${nameKey(table)}/${which.number}/${which.variant}`;
    const random = randomFor(seed, purpose);
    const values = new Map<string, string>();
    for (const { name } of written) {
      const space = spaces.get(name);
      const count = counting.columns.get(name);
      const mayBe = space?.nullable === true;
      const isNull = mayBe && (which.variant % 2 === 1 ? random.oneIn(2) : which.place === 1 || random.oneIn(6));
      const value =
        space === undefined || (isNull && count === undefined)
          ? undefined
          : madeValue(space.space, wishFor(which, count), random, dialect);
      values.set(name, value ?? (mayBe ? "NULL" : "'1'"));
    }
    for (const reference of references) {
      const count = counting.references.get(reference);
      const isNull = reference.nullable.length > 0 && count === undefined && (which.place === 1 || random.oneIn(6));
      const offset = count === undefined ? random.below(reference.rows) : placed(which.number, count);
      refer(values, reference, { offset, isNull, dialect });
    }
    return written.map(({ name }) => values.get(name) ?? "NULL");
  };
  return { columns: written.map(({ name }) => name), row };
}

/** Columns that the server fills: generated ones, its own numbers, and defaults of types that nobody here knows. */
function isWritten(column: Column, space: ColumnSpace | undefined): boolean {
  if (column.generated !== undefined || column.identity?.always === true) return false;
  return !(space?.space.kind === "unknown" && column.default !== undefined);
}

function wishFor({ number, place, variant }: WhichRow, count: Counting | undefined): Wish {
  if (count !== undefined)
    return { kind: "numbered", number: placed(number, count), isLong: variant === 0 && place === 3 };
  if (variant === 0 && place === 2) return { kind: "low" };
  if (variant === 0 && place === 3) return { kind: "high" };
  return { kind: "any", variant };
}

function placed(number: number, { divisor, size }: Counting): number {
  return Math.floor(number / divisor) % size;
}

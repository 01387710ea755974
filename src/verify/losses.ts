import { nameKey } from "../schema/names.ts";
import type { ObjectName } from "../schema/schema.ts";
import { NULL, type Snapshot, type TableRows } from "./snapshot.ts";

/** What one moment had and a later one doesn't have. */
export type Loss =
  /** Rows, and those of a whole table that isn't there any more. */
  | {
      readonly kind: "rows";
      readonly table: ObjectName;
      readonly lost: number;
      readonly of: number;
      readonly examples: readonly string[];
    }
  /** Values of rows that are there still. */
  | {
      readonly kind: "values";
      readonly table: ObjectName;
      readonly column: string;
      readonly lost: number;
      readonly of: number;
      readonly examples: readonly string[];
      /** They are all the same now: the column was made anew. */
      readonly isBlank: boolean;
    };

const SHOWN = 3;

/**
 * What of `before` isn't in `after`. Rows are found again by their primary key, where both have the same; else all of a row must be there.
 * Values of columns of another type are not compared when `sameTypes` is true. Pure.
 */
export function lossesBetween(
  before: Snapshot,
  after: Snapshot,
  options: { readonly sameTypes?: boolean } = {},
): readonly Loss[] {
  return [...before.values()].flatMap((table): readonly Loss[] => {
    if (table.rows.length === 0) return [];
    const now = after.get(nameKey(table.name));
    const of = table.rows.length;
    if (now === undefined) return [{ kind: "rows", table: table.name, lost: of, of, examples: [] }];
    const isKeyed = table.key.length > 0 && table.key.every((name) => placeOf(now, name) !== -1);
    const key = isKeyed ? table.key : undefined;
    return key === undefined ? lossesByValue(table, now, options) : lossesByKey(table, now, { key, ...options });
  });
}

function lossesByKey(
  before: TableRows,
  after: TableRows,
  { key, sameTypes }: { readonly key: readonly string[]; readonly sameTypes?: boolean },
): readonly Loss[] {
  const now = new Map(after.rows.map((row) => [keyText(after, key, row), row]));
  const pairs = before.rows.map((row) => ({
    row,
    key: keyText(before, key, row),
    now: now.get(keyText(before, key, row)),
  }));
  const gone = pairs.filter((pair) => pair.now === undefined);
  const of = before.rows.length;
  const rows: readonly Loss[] =
    gone.length === 0
      ? []
      : [
          {
            kind: "rows",
            table: before.name,
            lost: gone.length,
            of,
            examples: gone.slice(0, SHOWN).map((pair) => pair.key),
          },
        ];
  const values = before.columns.flatMap(({ name, type }, place): readonly Loss[] => {
    const there = placeOf(after, name);
    if (sameTypes === true && (there === -1 || after.columns[there]?.type !== type)) return [];
    const isSame = there !== -1 && after.columns[there]?.type === type;
    const kept = pairs.filter((pair) => pair.now !== undefined);
    const lost = kept.filter(({ row, now }) => {
      const [had, has] = [row[place] ?? NULL, now?.[there] ?? NULL];
      return !isEqual(had, has, isSame);
    });
    if (lost.length === 0) return [];
    const examples = lost
      .slice(0, SHOWN)
      .map((pair) => `${pair.key}: ${show(pair.row[place])} became ${show(pair.now?.[there])}`);
    const isBlank = new Set(kept.map((pair) => pair.now?.[there] ?? NULL)).size === 1;
    return [{ kind: "values", table: before.name, column: name, lost: lost.length, of, examples, isBlank }];
  });
  return [...rows, ...values];
}

/** Without a key a row is there when all that both have of it is. */
function lossesByValue(
  before: TableRows,
  after: TableRows,
  { sameTypes }: { readonly sameTypes?: boolean },
): readonly Loss[] {
  const common = before.columns
    .map(({ name, type }, place) => ({ place, there: placeOf(after, name), type }))
    .filter(({ there, type }) => there !== -1 && (sameTypes !== true || after.columns[there]?.type === type));
  const counts = new Map<string, number>();
  for (const row of after.rows) {
    const text = common.map(({ there }) => plain(row[there])).join("\u0001");
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const gone = before.rows.filter((row) => {
    const text = common.map(({ place }) => plain(row[place])).join("\u0001");
    const left = counts.get(text) ?? 0;
    counts.set(text, left - 1);
    return left <= 0;
  });
  const of = before.rows.length;
  if (gone.length > 0) {
    const examples = gone.slice(0, SHOWN).map((row) => `(${row.map(show).join(", ")})`);
    return [{ kind: "rows", table: before.name, lost: gone.length, of, examples }];
  }
  return [];
}

function placeOf({ columns }: TableRows, name: string): number {
  return columns.findIndex((column) => column.name === name);
}

function keyText(table: TableRows, key: readonly string[], row: readonly string[]): string {
  return key.map((name) => `${name} ${show(plain(row[placeOf(table, name)]))}`).join(", ");
}

/** Numbers are equal by their value; of texts of two types the blanks at the end don't count. */
function isEqual(a: string, b: string, isSameType: boolean): boolean {
  if (a === b) return true;
  if (a === NULL || b === NULL) return false;
  return plain(a) === plain(b) || (!isSameType && a.trimEnd() === b.trimEnd());
}

/** One spelling for a number: without zeros that say nothing. */
function plain(text = NULL): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function show(text = NULL): string {
  if (text === NULL) return "NULL";
  const short = text.length > 40 ? `${text.slice(0, 40)}… (${text.length} characters)` : text;
  return /^-?\d+(?:\.\d+)?$/.test(text) ? text : JSON.stringify(short);
}

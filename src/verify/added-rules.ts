import type { Dialect } from "../dialects/contract.ts";
import { tableNameOf } from "../ops/edit.ts";
import { displayName, findTable } from "../schema/names.ts";
import type { ForeignKey, Schema, Table } from "../schema/schema.ts";
import { commonTable, isNew } from "./common-table.ts";

/** A rule that rows have to meet from a revision on, and a query for those that don't. */
export interface AddedRule {
  /** In words: `unique (email) of "users"`. */
  readonly what: string;
  readonly query: string;
}

/** The rules that the tables of one schema have gained in the other, for rows that were there before. Pure. */
export function addedRules(before: Schema, after: Schema, dialect: Dialect): readonly AddedRule[] {
  return after.tables.flatMap((table) => {
    const old = findTable(before, table);
    return old === undefined ? [] : rulesOf(table, old, dialect);
  });
}

/** The schema with rules that its tables gain in the other, as far as its own columns can have them. Pure. */
export function withRules(before: Schema, after: Schema): Schema {
  const tables = before.tables.map((table): Table => {
    const next = findTable(after, table);
    const both = next === undefined ? undefined : commonTable(table, next);
    if (next === undefined || both === undefined) return table;
    const { uniques, checks, foreignKeys } = both;
    const isRef = (key: ForeignKey) => findTable(before, tableNameOf(key.references)) !== undefined;
    const indexes = next.indexes.filter(
      (index) => isNew(table.indexes, index) && columnsOf(index, table) !== undefined,
    );
    return {
      ...{ ...table, uniques, checks },
      foreignKeys: foreignKeys.filter(isRef),
      indexes: [...table.indexes, ...indexes],
    };
  });
  return { ...before, tables };
}

function rulesOf(table: Table, old: Table, { quoteName, quoteObject }: Dialect): readonly AddedRule[] {
  const of = `of "${displayName(table)}"`;
  const from = quoteObject(table);
  const alike = (columns: readonly string[]): string => {
    const list = columns.map(quoteName).join(", ");
    return `SELECT ${list}, count(*) FROM ${from} GROUP BY ${list} HAVING count(*) > 1`;
  };
  const isOld = (columns: readonly string[]) => columns.every((name) => old.columns.some((each) => each.name === name));
  const uniques = table.uniques
    .filter((unique) => isNew(old.uniques, unique) && isOld(unique.columns))
    .map(({ columns }) => ({ what: `unique (${columns.join(", ")}) ${of}`, query: alike(columns) }));
  const indexes = table.indexes.flatMap((index): readonly AddedRule[] => {
    const columns = isNew(old.indexes, index) ? columnsOf(index, old) : undefined;
    return columns === undefined ? [] : [{ what: `unique index "${index.name}" ${of}`, query: `${alike(columns)}` }];
  });
  const checks = table.checks
    .filter((check) => isNew(old.checks, check) && check.notValid !== true)
    .map(({ name, expression }) => ({
      what: `check ${name === undefined ? `(${expression})` : `"${name}"`} ${of}`,
      query: `SELECT * FROM ${from} WHERE NOT (${expression})`,
    }));
  const foreignKeys = table.foreignKeys
    .filter((key) => isNew(old.foreignKeys, key) && isOld(key.columns) && key.notValid !== true)
    .map(({ columns, references }) => {
      const to = quoteObject(tableNameOf(references));
      const pairs = columns.map((name, i) => `p.${quoteName(references.columns[i] ?? name)} = c.${quoteName(name)}`);
      const filled = columns.map((name) => `c.${quoteName(name)} IS NOT NULL`);
      const without = `NOT EXISTS (SELECT 1 FROM ${to} p WHERE ${pairs.join(" AND ")})`;
      return {
        what: `foreign key (${columns.join(", ")}) ${of}`,
        query: `SELECT c.* FROM ${from} c WHERE ${[...filled, without].join(" AND ")}`,
      };
    });
  return [...uniques, ...indexes, ...checks, ...foreignKeys];
}

/** The columns of a unique index over plain columns of the table and all of its rows; undefined for any other. */
function columnsOf({ unique, parts, where }: Table["indexes"][number], table: Table): readonly string[] | undefined {
  if (unique !== true || where !== undefined) return undefined;
  const names = parts.flatMap((part) => ("column" in part ? [part.column] : []));
  const isWhole =
    names.length === parts.length && names.every((name) => table.columns.some((each) => each.name === name));
  return isWhole ? names : undefined;
}

import { didYouMean } from "../base/nearest.ts";
import { applyOps } from "../ops/behaviours.ts";
import { tableNameOf } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import { ancestorsOf } from "../schema/inheritance.ts";
import { displayName, findTable, sameName } from "../schema/names.ts";
import type { ObjectName, Schema } from "../schema/schema.ts";
import { fail } from "./errors.ts";
import type { Sided } from "./pairs.ts";

/** A rename that somebody has confirmed. */
export type Rename = TableRename | ColumnRename | ValueRename;

interface TableRename {
  readonly kind: "table";
  /** The namespace of both names. */
  readonly schema?: string;
  readonly from: string;
  readonly to: string;
}

interface ColumnRename {
  readonly kind: "column";
  /** The table, under its new name or, where it is renamed too, under either. */
  readonly table: string;
  readonly schema?: string;
  readonly from: string;
  readonly to: string;
}

interface ValueRename {
  readonly kind: "value";
  /** The enum. */
  readonly enum: string;
  readonly schema?: string;
  readonly from: string;
  readonly to: string;
}

/** The ops of confirmed renames, and the schema after them. */
export interface Renamed {
  readonly ops: readonly Op[];
  readonly have: Sided<Schema>;
}

/**
 * Carries the renames out on both forms of `have`; tables come first.
 * Errors: DIFF_RENAME_UNKNOWN when the old name isn't gone or the new one isn't new, DIFF_RENAME_TAKEN.
 */
export function applyRenames(have: Sided<Schema>, want: Schema, renames: readonly Rename[]): Renamed {
  const tableRenames = renames.filter((rename) => rename.kind === "table");
  const columnRenames = renames.filter((rename) => rename.kind === "column");
  const tableOps = inFreeOrder(tableRenames, (rename) => checkTable(rename, tableRenames, have.given, want)).map(
    ({ from, to, ...rename }): Op => ({ kind: "renameTable", ...tableNamed(rename, from), to }),
  );
  const between = applyTo(have, tableOps);
  const all = columnRenames.map((rename) => underNewName(rename, tableRenames, between.given));
  const placed = all.filter((rename) => !isDoneAbove(rename, all, between.given));
  const columnOps = [...groupBy(placed, (rename) => displayName(tableNameOf(rename))).values()].flatMap((group) =>
    inFreeOrder(group, (rename) => checkColumn(rename, group, between.given, want)).map(
      ({ from, to, ...rename }): Op => ({
        kind: "renameColumn",
        ...tableNamed(rename, rename.table),
        column: from,
        to,
      }),
    ),
  );
  const valueOps = valueRenames(renames, between.given, want);
  return { ops: [...tableOps, ...columnOps, ...valueOps], have: applyTo(between, [...columnOps, ...valueOps]) };
}

function valueRenames(renames: readonly Rename[], have: Schema, want: Schema): readonly Op[] {
  const ofValues = renames.filter((rename) => rename.kind === "value");
  return [...groupBy(ofValues, (rename) => displayName(enumNamed(rename))).values()].flatMap((group) =>
    inFreeOrder(group, (rename) => {
      const values = ({ enums }: Schema) => enums.find((each) => sameName(each, enumNamed(rename)))?.values ?? [];
      checkNames(rename, group, values(have), values(want));
    }).map((rename): Op => {
      return { kind: "renameEnumValue", ...enumNamed(rename), value: rename.from, to: rename.to };
    }),
  );
}

function enumNamed({ enum: name, schema }: ValueRename): ObjectName {
  return schema === undefined ? { name } : { name, schema };
}

function applyTo(have: Sided<Schema>, ops: readonly Op[]): Sided<Schema> {
  if (ops.length === 0) return have;
  return { given: applyOps(have.given, ops), comparable: applyOps(have.comparable, ops) };
}

/** Orders renames of one scope so that each finds its new name free: a to b comes after b to c. */
function inFreeOrder<R extends Rename>(renames: readonly R[], check: (rename: R) => void): readonly R[] {
  for (const rename of renames) check(rename);
  const ordered: R[] = [];
  let waiting = [...renames];
  while (waiting.length > 0) {
    const blocked = (rename: R) =>
      waiting.some((other) => other !== rename && other.from === rename.to && other.schema === rename.schema);
    const free = waiting.filter((rename) => !blocked(rename));
    const [first] = waiting;
    if (free.length === 0 && first !== undefined) throw taken(first, "the renames go round in a circle");
    ordered.push(...free);
    waiting = waiting.filter(blocked);
  }
  return ordered;
}

function checkTable(rename: TableRename, all: readonly TableRename[], have: Schema, want: Schema): void {
  const names = (schema: Schema) =>
    schema.tables.filter((table) => table.schema === rename.schema).map((table) => table.name);
  checkNames(
    rename,
    all.filter((other) => other.schema === rename.schema),
    names(have),
    names(want),
  );
}

function checkColumn(rename: ColumnRename, all: readonly ColumnRename[], have: Schema, want: Schema): void {
  const names = (schema: Schema) => findTable(schema, tableNameOf(rename))?.columns.map((column) => column.name);
  const [before, after] = [names(have), names(want)];
  if (before === undefined || after === undefined) {
    const both = have.tables.filter((table) => findTable(want, table) !== undefined).map(displayName);
    const table = displayName(tableNameOf(rename));
    throw fail(
      "DIFF_RENAME_UNKNOWN",
      unable(rename, `the database and the models have no table "${table}" in common${didYouMean(table, both)}`),
    );
  }
  checkNames(rename, all, before, after);
}

function checkNames(rename: Rename, all: readonly Rename[], have: readonly string[], want: readonly string[]): void {
  const isSource = (name: string) => all.some((other) => other.from === name);
  const isTarget = (name: string) => all.some((other) => other.to === name);
  const gone = have.filter((name) => !want.includes(name) || isTarget(name));
  const added = want.filter((name) => !have.includes(name) || isSource(name));
  if (!have.includes(rename.from)) {
    const near = didYouMean(rename.from, gone);
    throw fail("DIFF_RENAME_UNKNOWN", unable(rename, `the database has no "${rename.from}"${near}`));
  }
  if (!want.includes(rename.to)) {
    const near = didYouMean(rename.to, added);
    throw fail("DIFF_RENAME_UNKNOWN", unable(rename, `the models have no "${rename.to}"${near}`));
  }
  if (!gone.includes(rename.from)) {
    throw fail("DIFF_RENAME_UNKNOWN", unable(rename, `the models still have "${rename.from}"`));
  }
  if (!added.includes(rename.to)) throw taken(rename, `the database already has "${rename.to}"`);
  const twin = all.find((other) => other !== rename && (other.from === rename.from || other.to === rename.to));
  if (twin !== undefined) throw taken(rename, `it can't be together with the ${label(twin)}`);
}

function taken(rename: Rename, why: string) {
  return fail("DIFF_RENAME_TAKEN", unable(rename, why));
}

function unable(rename: Rename, why: string): string {
  return `The ${label(rename)} can't be done: ${why}.`;
}

function label(rename: Rename): string {
  const ofEnum = rename.kind === "value" ? ` of enum "${displayName(enumNamed(rename))}"` : "";
  const place = rename.kind === "column" ? ` of table "${displayName(tableNameOf(rename))}"` : ofEnum;
  return `rename of ${rename.kind} "${rename.from}" to "${rename.to}"${place}`;
}

/** True for a column that comes from a table where it gets the same name, which says it for all. */
function isDoneAbove(rename: ColumnRename, all: readonly ColumnRename[], have: Schema): boolean {
  const table = findTable(have, tableNameOf(rename));
  if (table === undefined || table.columns.some(({ name }) => name === rename.from)) return false;
  const same = all.filter(({ from, to }) => from === rename.from && to === rename.to);
  return ancestorsOf(table, have).some((above) => same.some((other) => sameName(tableNameOf(other), above)));
}

function underNewName(rename: ColumnRename, tables: readonly TableRename[], have: Schema): ColumnRename {
  if (findTable(have, tableNameOf(rename)) !== undefined) return rename;
  const moved = tables.find((table) => table.from === rename.table && table.schema === rename.schema);
  return moved === undefined ? rename : { ...rename, table: moved.to };
}

function tableNamed({ schema }: { readonly schema?: string }, table: string) {
  return schema === undefined ? { table } : { table, schema };
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

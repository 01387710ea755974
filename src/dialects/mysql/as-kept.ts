import { stableJson } from "../../base/hash.ts";
import type { ForeignKey, Index, Routine, Schema, Table, Unique } from "../../schema/schema.ts";
import type { Server } from "../contract.ts";
import { keptEvent } from "./event-text.ts";
import { withKeptNames } from "./kept-names.ts";
import { asGiven, foreignKeyIndex, isCovered } from "./key-cover.ts";
import { keptStart } from "./system-time.ts";

/**
 * The wanted schema as MySQL keeps it: a unique index of whole columns is a unique constraint, and one that needs more is an index; and
 * where `have` shows the index that a foreign key of `want` can't be without, it is there. Moments that were left to the server stay. Pure.
 * Errors: as `withKeptNames`.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/create-table-foreign-keys.html.
 */
export function asKept(said: Schema, have: Schema, server: Server): Schema {
  const want = withKeptNames(said, have, server);
  const found = new Map(have.tables.map((table) => [table.name, table]));
  return {
    ...want,
    tables: want.tables.map((table) => {
      const old = found.get(table.name);
      return withStart(withImplied(withoutMade(withoutServersNames(withUniques(table)), old), old), old);
    }),
    routines: want.routines.map((routine) => withMoments(routine, have)),
  };
}

function withStart(table: Table, have: Table | undefined): Table {
  const { partitionBy } = table.options;
  if (partitionBy === undefined) return table;
  return { ...table, options: { ...table.options, partitionBy: keptStart(partitionBy, have?.options.partitionBy) } };
}

/** An event whose moments the server has set stays as it is. */
function withMoments(routine: Routine, { routines }: Schema): Routine {
  if (routine.kind !== "event") return routine;
  const old = routines.find(({ kind, name }) => kind === "event" && name === routine.name);
  return old === undefined ? routine : { ...routine, definition: keptEvent(routine.definition, old.definition) };
}

/** MySQL has one thing where the standard has two. */
function withUniques(table: Table): Table {
  const plain = table.indexes.flatMap((index) => uniqueOf(index) ?? []);
  const special = table.uniques.flatMap((unique) => indexOf(unique) ?? []);
  if (plain.length === 0 && special.length === 0) return table;
  return {
    ...table,
    uniques: [...table.uniques.filter((unique) => indexOf(unique) === undefined), ...plain],
    indexes: [...table.indexes.filter((index) => uniqueOf(index) === undefined), ...special],
  };
}

function uniqueOf({ name, unique, parts, ...options }: Index): Unique | undefined {
  if (unique !== true || Object.keys(options).length > 0) return undefined;
  const columns = parts.flatMap((part) => ("column" in part && Object.keys(part).length === 1 ? [part.column] : []));
  return columns.length === parts.length ? { name, columns } : undefined;
}

function indexOf({ name, columns, keyOptions }: Unique): Index | undefined {
  const isDescending = columns.some((column) => keyOptions?.[column]?.descending === true);
  if (name === undefined || !isDescending) return undefined;
  const parts = columns.map((column) => {
    const isDown = keyOptions?.[column]?.descending === true;
    return isDown ? { column, descending: true as const } : { column };
  });
  return { name, unique: true, parts };
}

/** A foreign key that was read from a server, which has named it, bears whatever name the server gives it. */
function withoutServersNames(table: Table): Table {
  return { ...table, foreignKeys: table.foreignKeys.map((key) => asGiven(key, table)) };
}

/** The index that comes with its foreign key is nobody's to make. */
function withoutMade(want: Table, have: Table | undefined): Table {
  const isMade = (index: Index) =>
    have?.indexes.some(({ name }) => name === index.name) !== true &&
    want.foreignKeys.some(
      (key) =>
        have?.foreignKeys.some((other) => isSameKey(other, key)) !== true &&
        stableJson(index) === stableJson(foreignKeyIndex(key)) &&
        !isCovered(key, { ...want, indexes: want.indexes.filter((each) => each !== index) }),
    );
  const made = want.indexes.filter(isMade);
  return made.length === 0 ? want : { ...want, indexes: want.indexes.filter((index) => !made.includes(index)) };
}

function isSameKey(old: ForeignKey, { name, columns }: ForeignKey): boolean {
  return name === undefined ? stableJson(old.columns) === stableJson(columns) : old.name === name;
}

/** The index that a foreign key can't be without stays under whatever name it has; it goes when another key can take its place. */
function withImplied(want: Table, have: Table | undefined): Table {
  if (have === undefined) return want;
  const names = new Set(want.indexes.map(({ name }) => name));
  const bare = want.foreignKeys.filter((key) => !isCovered(key, want));
  const stays = (old: ForeignKey) => want.foreignKeys.some((key) => isSameKey(old, key));
  // With its own foreign key it goes, and another that comes brings its own.
  const goes = (index: Index) =>
    have.foreignKeys.some((key) => !stays(key) && stableJson(index) === stableJson(foreignKeyIndex(key))) &&
    !have.foreignKeys.some((key) => stays(key) && serves(index, key));
  const implied = have.indexes.filter(
    (index) => !names.has(index.name) && bare.some((key) => serves(index, key)) && !goes(index),
  );
  return implied.length === 0 ? want : { ...want, indexes: [...want.indexes, ...implied] };
}

function serves({ parts, unique, method }: Index, { columns }: ForeignKey): boolean {
  const isPlain = unique === undefined && method === undefined && parts.length === columns.length;
  return (
    isPlain && parts.every((part, i) => "column" in part && part.length === undefined && part.column === columns[i])
  );
}

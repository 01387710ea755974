import { given } from "../../base/given.ts";
import type { Table } from "../../schema/schema.ts";
import type { ProbeNames } from "./settle-scratch.ts";

/** The table with the server's own words, each part at its place and under its name. `read` is what the server made of it. */
export function withAnswers(table: Table, read: Table, names: ProbeNames): Table {
  const { comment: _, ...rest } = table;
  const find = <T extends { readonly name?: string }>(list: readonly T[], name: string) =>
    list.find((item) => item.name === name);
  return {
    ...rest,
    columns: table.columns.map((column) => find(read.columns, column.name) ?? column),
    ...given({ primaryKey: read.primaryKey }),
    uniques: table.uniques.map((unique, at) => {
      const found = find(read.uniques, unique.name ?? names.unique(table.name, at));
      return found === undefined ? unique : withName(found, unique.name);
    }),
    checks: table.checks.map((check, at) => {
      const found = find(read.checks, check.name ?? names.check(table.name, at));
      return found === undefined ? check : withName(found, check.name);
    }),
    indexes: table.indexes.map((index) => find(read.indexes, index.name) ?? index),
    ...given({ comment: read.comment }),
    options: read.options,
  };
}

/** The constraint under the name that it has in its schema, if it has one there. */
function withName<T extends { readonly name?: string }>(found: T, name: string | undefined): T {
  const { name: _, ...rest } = found;
  return { ...rest, ...given({ name }) } as T;
}

import { findTable } from "../../schema/names.ts";
import type { ForeignKey, Table } from "../../schema/schema.ts";
import { changesOf, saferSteps } from "../changes.ts";
import type { Hit } from "../finding.ts";
import type { LintedStatement, LintedStep, Rule } from "../rule.ts";

export const foreignKeyWithoutIndex: Rule = {
  id: "foreign-key-without-index",
  severity: "warning",
  title: "No index begins with the columns of a foreign key",
  why: "Whenever a row that is referred to is deleted, or its key changes, the server looks for the rows that refer to it: without an index it reads the whole table each time, under locks.",
  instead: "Build an index that begins with the key's columns.",
  weighsByRows: true,
  check(step) {
    if (step.direction === "downgrade" || !step.after.isWhole || step.dialect.traits.foreignKeyIndex) return [];
    const after = step.after.schema;
    const hit = (key: ForeignKey, table: Table, found: { at: number; statement: LintedStatement }) =>
      hitOf(step, { key, table: findTable(after, table), found });
    return [
      ...changesOf(step, "createForeignKey").flatMap((found) => {
        const { table: name, schema, foreignKey } = found.change;
        const table = findTable(after, schema === undefined ? { name } : { name, schema });
        return table === undefined ? [] : hit(foreignKey, table, found);
      }),
      ...changesOf(step, "createTable").flatMap((found) =>
        found.change.table.foreignKeys.flatMap((key) => hit(key, found.change.table, found)),
      ),
    ];
  },
};

interface Found {
  readonly key: ForeignKey;
  /** As it is after the step; undefined when it is gone again. */
  readonly table: Table | undefined;
  readonly found: { readonly at: number; readonly statement: LintedStatement };
}

function hitOf(step: LintedStep, { key, table, found }: Found): readonly Hit[] {
  if (table === undefined || isIndexed(key, table) || table.partitionOf !== undefined) return [];
  const columns = key.columns.join(", ");
  const on = { table: table.name, ...(table.schema === undefined ? {} : { schema: table.schema }) };
  const index = {
    name: ["ix", table.name, ...key.columns].join("_"),
    parts: key.columns.map((column) => ({ column })),
  };
  const op = { kind: "createIndex", ...on, index } as const;
  const isNew = !step.isLive(table.schema === undefined ? table.name : `${table.schema}.${table.name}`);
  return [
    {
      at: found.at,
      message: `The foreign key (${columns}) of "${table.name}" to "${key.references.table}" has no index`,
      before: step.after.schema,
      ops: (isNew ? undefined : saferSteps(op, step.after.schema, step)) ?? [op],
    },
  ];
}

/** True when an index or a key begins with the columns, in any order. */
function isIndexed({ columns }: ForeignKey, table: Table): boolean {
  const begins = (names: readonly (string | undefined)[]) =>
    columns.every((column) => names.slice(0, columns.length).includes(column));
  const indexes = table.indexes.filter(({ where }) => where === undefined);
  return (
    indexes.some(({ parts }) => begins(parts.map((part) => ("column" in part ? part.column : undefined)))) ||
    table.uniques.some((unique) => begins(unique.columns)) ||
    (table.primaryKey !== undefined && begins(table.primaryKey.columns))
  );
}

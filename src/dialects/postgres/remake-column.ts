import { onTable } from "../../ops/edit.ts";
import type { Op } from "../../ops/op.ts";
import { areOfColumn } from "../../ops/statistics-behaviours.ts";
import { dependentsOf } from "../../ops/table-parts.ts";
import { mentionsIdentifier } from "../../schema/identifiers.ts";
import { descendantsOf } from "../../schema/inheritance.ts";
import { displayName, nameOf } from "../../schema/names.ts";
import type { Check, Column, Exclusion, Index, Table } from "../../schema/schema.ts";
import type { Server } from "../contract.ts";
import type { Alteration } from "./alteration.ts";
import { type Draft, draft } from "./draft.ts";
import { type AnyConstraint, constraintNameOf } from "./dropped-constraint.ts";
import { factOfNew, finishColumn } from "./emit-column.ts";
import { addConstraint, dropConstraint } from "./emit-constraint.ts";
import { dropIndex, emitCreateIndex } from "./emit-index.ts";
import { makeStatistics, statisticsEmitters } from "./emit-statistics.ts";
import { facts, factsOf } from "./facts.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { refuse } from "./refuse.ts";
import { locked, referrers } from "./scene.ts";
import { atLeast } from "./server-version.ts";
import { columnSql } from "./table-sql.ts";

/** True when the server has no way from one definition of a column to the other but to make the column anew. */
export function mustRemake(from: Column, to: Column, server: Server): boolean {
  if (to.generated === undefined) return from.generated?.stored === false;
  if (from.generated === undefined || from.generated.stored !== to.generated.stored) return true;
  return from.generated.expression !== to.generated.expression && !atLeast(server, 17);
}

/**
 * Drops the column and adds it, with all of the table that speaks of it; it is the last one then. The values of a plain
 * column are lost. Errors: DIALECT_UNSUPPORTED when a foreign key of another table may refer to the column, or when the
 * values of a virtual column are to become plain ones.
 */
export function remakeColumn(change: Alteration): readonly Draft[] {
  const { op, table, to } = change;
  if (to.generated === undefined) {
    const hint = "Add a plain column, fill it, and drop the virtual one.";
    refuse(op, `column "${displayName(table)}.${op.column}"`, "way to keep the values of a virtual column", hint);
  }
  const { away, again } = remade(change, [to]);
  return [...away, ...again];
}

/** The generated columns that are made of this one: the server changes no type under them. */
export function generatedFrom(table: Table, column: string): readonly Column[] {
  return table.columns.filter(({ name, generated }) => name !== column && mentions(generated?.expression, column));
}

/** Takes columns away and makes them again, as they are in `columns`; what else changes has its place in between. */
export function remade(
  { op, table, scene }: Alteration,
  columns: readonly Column[],
): { readonly away: readonly Draft[]; readonly again: readonly Draft[] } {
  const names = columns.map(({ name }) => name);
  const { constraints, indexes } = partsWith(table, names);
  if (
    referrers(scene.before, table).length > 0 &&
    constraints.some(({ type }) => type === "primary" || type === "unique")
  ) {
    const hint = "Drop the foreign key first, and make it again afterwards.";
    refuse(
      op,
      `column "${displayName(table)}.${names.join(", ")}"`,
      "way to make a column anew whose key another table may refer to",
      hint,
    );
  }
  const on = onTable(table);
  const statistics = scene.before.statistics.filter((each) =>
    [table, ...descendantsOf(table, scene.before)].some((one) => names.some((name) => areOfColumn(each, one, name))),
  );
  const alter = `ALTER TABLE ${quoteObject(table)}`;
  const drop = ({ name }: Column) =>
    draft(
      `${alter} DROP COLUMN ${quoteName(name)}`,
      factsOf(facts.dropColumn, locked(scene, table)),
      lossOf(table, name),
    );
  const add = (column: Column) => [
    draft(`${alter} ADD COLUMN ${columnSql(column)}`, factsOf(factOfNew(column, scene.before), locked(scene, table))),
    ...finishColumn(table, column, scene),
  ];
  return {
    away: [
      // They would go with the column, unsaid.
      ...statistics.flatMap((each) =>
        statisticsEmitters.dropStatistics({ kind: "dropStatistics", ...nameOf(each) }, scene),
      ),
      ...indexes.flatMap(({ name }) => dropIndex({ kind: "dropIndex", ...on, index: name }, scene)),
      ...constraints.toReversed().flatMap((each) => {
        return dropConstraint(
          { kind: "dropConstraint", ...on, type: each.type, name: constraintNameOf(table, each) },
          scene,
        );
      }),
      ...columns.map(drop),
    ],
    again: [
      ...columns.flatMap(add),
      ...constraints.flatMap((each) => addConstraint({ ...on, ...creationOf(each) }, scene)),
      ...indexes.flatMap((index) => emitCreateIndex(table, index, {}, scene)),
      ...statistics.flatMap((each) => makeStatistics(each, scene)),
    ],
  };
}

function lossOf(table: Table, name: string): string | undefined {
  const computed = table.columns.find((column) => column.name === name)?.generated !== undefined;
  return computed ? undefined : `the values of "${displayName(table)}.${name}"`;
}

interface Parts {
  readonly constraints: readonly AnyConstraint[];
  readonly indexes: readonly Index[];
}

/** The constraints and indexes that speak of one of the columns, in the order in which they can be made. */
function partsWith(table: Table, columns: readonly string[]): Parts {
  const all = columns.map((column) => dependentsOf(table, column));
  const speaks = (texts: readonly (string | undefined)[]) =>
    texts.some((text) => columns.some((column) => mentions(text, column)));
  const { primaryKey } = table;
  return {
    constraints: [
      ...(primaryKey !== undefined && all.some((parts) => parts.primaryKey !== undefined)
        ? [{ type: "primary" as const, constraint: primaryKey }]
        : []),
      ...table.uniques
        .filter((unique) => all.some((parts) => parts.uniques.includes(unique)))
        .map((constraint) => ({ type: "unique" as const, constraint })),
      ...table.checks
        .filter((check: Check) => speaks([check.expression]))
        .map((constraint) => ({ type: "check" as const, constraint })),
      ...table.exclusions
        .filter(({ elements, where }: Exclusion) => speaks([where, ...elements.map((element) => element.expression)]))
        .map((constraint) => ({ type: "exclude" as const, constraint })),
      ...table.foreignKeys
        .filter((key) => all.some((parts) => parts.foreignKeys.includes(key)))
        .map((constraint) => ({ type: "foreignkey" as const, constraint })),
    ],
    indexes: table.indexes.filter(
      (index) =>
        all.some((parts) => parts.indexes.includes(index)) ||
        speaks([index.where, ...index.parts.map((part) => ("expression" in part ? part.expression : undefined))]),
    ),
  };
}

function mentions(text: string | undefined, column: string): boolean {
  return text !== undefined && mentionsIdentifier(text, column, { as: "column" });
}

type Creation = Extract<
  Op,
  { readonly kind: "createPrimaryKey" | "createUnique" | "createCheck" | "createForeignKey" | "createExclusion" }
>;
type WithoutTable<T> = T extends unknown ? Omit<T, "table" | "schema"> : never;

function creationOf(each: AnyConstraint): WithoutTable<Creation> {
  switch (each.type) {
    case "primary":
      return { kind: "createPrimaryKey", primaryKey: each.constraint };
    case "unique":
      return { kind: "createUnique", unique: each.constraint };
    case "check":
      return { kind: "createCheck", check: each.constraint };
    case "exclude":
      return { kind: "createExclusion", exclusion: each.constraint };
    case "foreignkey":
      return { kind: "createForeignKey", foreignKey: each.constraint };
  }
}

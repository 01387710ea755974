import { sameData } from "../base/same-data.ts";
import type { ColumnChanges } from "../ops/column-ops.ts";
import type { Op } from "../ops/op.ts";
import type { OnTable } from "../ops/table-ops.ts";
import { mentionsIdentifier } from "../schema/identifiers.ts";
import type { Column, NotNull, Table } from "../schema/schema.ts";
import { dependenciesFirst } from "./order.ts";
import { type Matching, matchBy, type Sided, sidedOf } from "./pairs.ts";

/** What happens to the columns of a table that both sides have. */
export interface ColumnDiff {
  readonly add: readonly Op[];
  readonly alter: readonly Op[];
  readonly drop: readonly Op[];
  /** Names of the added columns. */
  readonly added: readonly string[];
  /** Names of the dropped columns. */
  readonly dropped: readonly string[];
}

/** Columns by name. Their order in the table is not compared: a server moves none without writing the table anew. */
export function matchColumns(have: Sided<Table>, want: Sided<Table>): Matching<Sided<Column>> {
  const columns = (table: Table) => table.columns;
  return matchBy(sidedOf(have, columns), sidedOf(want, columns), (column) => column.given.name);
}

/** Additions and alterations in the order of `want`; generated columns come after those that they are made of. */
export function diffColumns(on: OnTable, have: Sided<Table>, want: Sided<Table>): ColumnDiff {
  const { both, removed, added } = matchColumns(have, want);
  const gone = sourcesFirst(removed.map((column) => column.given)).toReversed();
  return {
    add: sourcesFirst(added.map((column) => column.given)).map((column) => ({ kind: "addColumn", ...on, column })),
    alter: both.flatMap((pair) => alterColumn(on, pair.have, pair.want)),
    drop: gone.map((column) => ({ kind: "dropColumn", ...on, column: column.name })),
    added: added.map((column) => column.given.name),
    dropped: gone.map((column) => column.name),
  };
}

function alterColumn(on: OnTable, have: Sided<Column>, want: Sided<Column>): readonly Op[] {
  const changes = columnChanges(have, want);
  if (Object.keys(changes).length === 0) return [];
  return [{ kind: "alterColumn", ...on, column: want.given.name, changes }];
}

function columnChanges(have: Sided<Column>, want: Sided<Column>): ColumnChanges {
  const before: Readonly<Record<string, unknown>> = {
    ...have.comparable,
    ...notNullLike(have.comparable, want.comparable),
  };
  const after: Readonly<Record<string, unknown>> = { ...want.comparable };
  const written: Readonly<Record<string, unknown>> = { ...want.given };
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = keys.filter((key) => key !== "name" && !sameValue(before[key], after[key]));
  const isPartner = (key: string) => key === "type" && changed.includes("collation") && hasOtherSet(have, want);
  const spoken = keys.filter((key) => changed.includes(key) || isPartner(key));
  return Object.fromEntries(spoken.map((key) => [key, written[key] ?? null]));
}

/** A collation says the character set, too, so that the type's own one is not compared beside it, but changes with it. */
function hasOtherSet({ given: { type } }: Sided<Column>, { given: { type: wanted } }: Sided<Column>): boolean {
  const [set, other] = [type, wanted].map((each) => ("charset" in each ? each.charset : undefined));
  return set !== other;
}

/** The name of a NOT NULL counts where both sides have one. */
function notNullLike({ notNull }: Column, { notNull: wanted }: Column): { readonly notNull?: NotNull | undefined } {
  if (notNull?.name === undefined || wanted?.name !== undefined) return {};
  const { name: _, ...others } = notNull;
  return { notNull: Object.keys(others).length === 0 && wanted === undefined ? undefined : others };
}

function sameValue(a: unknown, b: unknown): boolean {
  return sameData(a, b);
}

function sourcesFirst(columns: readonly Column[]): readonly Column[] {
  const names = columns.map((column) => column.name);
  return dependenciesFirst(
    columns,
    (column) => column.name,
    ({ generated }) =>
      generated === undefined
        ? []
        : names.filter((name) => mentionsIdentifier(generated.expression, name, { as: "column" })),
  ).items;
}

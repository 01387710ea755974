import { sameData } from "../base/same-data.ts";
import type { Traits } from "../dialects/contract.ts";
import { omit, onTable } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import type { OnTable } from "../ops/table-ops.ts";
import { parentKeys } from "../schema/inheritance.ts";
import { nameOf } from "../schema/names.ts";
import type { ForeignKey, Index, ObjectName, Table } from "../schema/schema.ts";
import type { TableOptions } from "../schema/table-options.ts";
import { diffColumns } from "./columns.ts";
import { type ConstraintDiff, diffConstraints } from "./constraints.ts";
import { diffIndexes } from "./indexes.ts";
import { type Sided, sameObject, sidedOf } from "./pairs.ts";

/** What happens to a table that both sides have. Its foreign keys are apart, for other tables have a say in their time. */
export interface TableChange extends ObjectName {
  readonly dropForeignKeys: readonly ForeignKey[];
  /** Drops of what may stand on columns that come from other tables, and go there. */
  readonly early: readonly Op[];
  /** The tables that it has columns from, by their keys. */
  readonly parents: readonly string[];
  readonly ops: readonly Op[];
  readonly createForeignKeys: readonly ForeignKey[];
  readonly addedColumns: readonly string[];
  readonly droppedColumns: readonly string[];
}

/** What a table can't tell of its own change. */
export interface Around {
  /** What changes of the defaults of columns that come from other tables. */
  readonly ownDefaults: readonly Op[];
  /** As in `Traits`. */
  readonly foreignKeyIndex: Traits["foreignKeyIndex"];
  /** Tells of a foreign key that others disturb, though it is the same on both sides. */
  readonly isStirred?: (key: ForeignKey) => boolean;
}

/** What turns one table into the other, or undefined when there is nothing to do. */
export function changeTable(
  have: Sided<Table>,
  want: Sided<Table>,
  { ownDefaults, foreignKeyIndex, isStirred }: Around,
): TableChange | undefined {
  if (sameObject(have, want) && (isStirred === undefined || !have.given.foreignKeys.some(isStirred))) return undefined;
  const on = onTable(want.given);
  const columns = diffColumns(on, have, want);
  const indexes = diffIndexes(on, have, want, columns.dropped);
  const constraints = diffConstraints(on, have, want, { droppedColumns: columns.dropped, isStirred });
  const lift = liftOptions(on, have, want);
  const parents = parentKeys(want.given);
  const drops = [...indexes.drop, ...indexes.rename, ...constraints.drop];
  const early = parents.length === 0 ? [] : drops;
  const ops = [
    ...lift,
    ...(parents.length === 0 ? drops : []),
    ...columns.add,
    ...columns.alter,
    ...ownDefaults,
    ...columns.drop,
    ...constraints.create,
    ...indexes.create,
    ...keepIndexes(on, have, want, constraints, foreignKeyIndex),
    ...constraints.comment,
    ...indexes.comment,
    ...changeProperties(on, have, want),
  ];
  const { dropForeignKeys, createForeignKeys } = constraints;
  if (early.length + ops.length + dropForeignKeys.length + createForeignKeys.length === 0) return undefined;
  return {
    ...nameOf(want.given),
    dropForeignKeys,
    ...{ early, parents, ops },
    createForeignKeys,
    addedColumns: columns.added,
    droppedColumns: columns.dropped,
  };
}

/** An index that both sides have and that would go with a foreign key stays, for an op makes it unless it is there. */
function keepIndexes(
  on: OnTable,
  have: Sided<Table>,
  want: Sided<Table>,
  { dropForeignKeys, createForeignKeys }: ConstraintDiff,
  foreignKeyIndex: Traits["foreignKeyIndex"],
): readonly Op[] {
  if (foreignKeyIndex === undefined) return [];
  const coming = createForeignKeys.map(foreignKeyIndex);
  const going = dropForeignKeys.map(foreignKeyIndex);
  const isAmong = (list: readonly Index[], index: Index) => list.some((each) => sameData(each, index));
  const indexes = (table: Table) => table.indexes;
  const wanted = sidedOf(want, indexes);
  return sidedOf(have, indexes)
    .filter((index) => isAmong(going, index.given) && !isAmong(coming, index.given))
    .filter((index) => wanted.some((other) => sameObject(index, other)))
    .map(({ given: index }) => ({ kind: "createIndex", ...on, index, ifNotExists: true }));
}

/** Partitions and engines that go do so first: under them the table can't have all of the keys that it gets. */
function liftOptions(on: OnTable, have: Sided<Table>, want: Sided<Table>): readonly Op[] {
  const gone = liftedOptions(have, want);
  return gone.length === 0 ? [] : [{ kind: "setTableOptions", ...on, options: omit(have.given.options, ...gone) }];
}

function liftedOptions({ comparable: have }: Sided<Table>, { comparable: want }: Sided<Table>) {
  const options = ["partitionBy", "engine"] as const;
  return options.filter((name) => have.options[name] !== undefined && want.options[name] === undefined);
}

/** The wanted options, where those that say the same are spelt as the table has them: they don't change. */
function changedOptions(have: Sided<Table>, want: Sided<Table>): TableOptions {
  const names = new Set([...Object.keys(have.given.options), ...Object.keys(want.given.options)]);
  const entries = [...names].flatMap((name) => {
    const key = name as keyof TableOptions;
    const isKept = withPartner(key).every((each) =>
      sameData(have.comparable.options[each], want.comparable.options[each]),
    );
    const value = (isKept ? have : want).given.options[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}

/** A collation says the character set, too. */
function withPartner(key: keyof TableOptions): readonly (keyof TableOptions)[] {
  return key === "charset" || key === "collation" ? ["charset", "collation"] : [key];
}

function changeProperties(on: OnTable, have: Sided<Table>, want: Sided<Table>): readonly Op[] {
  const ops: Op[] = [];
  if (!sameData(omit(have.comparable.options, ...liftedOptions(have, want)), want.comparable.options)) {
    ops.push({ kind: "setTableOptions", ...on, options: changedOptions(have, want) });
  }
  if (have.comparable.comment !== want.comparable.comment) {
    const { comment } = want.given;
    ops.push({ kind: "setTableComment", ...on, ...(comment === undefined ? {} : { comment }) });
  }
  return ops;
}

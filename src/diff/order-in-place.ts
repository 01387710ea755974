import { onTable } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import { nameKey } from "../schema/names.ts";
import type { ForeignKey, ObjectName, Table } from "../schema/schema.ts";
import { createTable } from "./create-table.ts";
import { createForeignKeys, dropForeignKeys, inKeyOrder, referentKey, refersToAny, withAlike } from "./foreign-keys.ts";
import { dependenciesFirst } from "./order.ts";
import type { Sided } from "./pairs.ts";
import type { TableChange } from "./table-change.ts";

/** All that happens to the tables, each foreign key together with its table as far as that can be. */
export interface InPlace {
  /** Foreign keys that close a circle of tables, or refer to a table that goes before all else. */
  readonly dropForeignKeys: readonly Op[];
  readonly ops: readonly Op[];
  /** Foreign keys that close a circle of tables. */
  readonly createForeignKeys: readonly Op[];
}

/**
 * Puts the tables that come, change and go into one order, in which a foreign key is made with its table, after what it refers to,
 * and dropped with it, before that goes: so each step can be undone in its turn. `gone` are the keys of tables dropped before.
 */
export function orderInPlace(
  added: readonly Sided<Table>[],
  changed: readonly TableChange[],
  removed: readonly Sided<Table>[],
  gone: ReadonlySet<string>,
): InPlace {
  const steps = [...added.map(creation), ...changed.map(alteration), ...removed.map(removal)];
  const links = linksBetween(steps);
  const needs = new Map(steps.map((step) => [step, new Set<string>()]));
  for (const { waiting, needed } of links) needs.get(waiting)?.add(needed.id);
  const { items, unmet } = dependenciesFirst(
    steps,
    ({ id }) => id,
    (step) => [...(needs.get(step) ?? [])],
  );
  const circles = new Set(unmet.map(({ item, needs: id }) => `${item.id}\n${id}`));
  const apart = new Map(steps.map((step) => [step, step.drops.filter((key) => gone.has(referentKey(key)))]));
  for (const { key, owner, waiting, needed } of links) {
    if (circles.has(`${waiting.id}\n${needed.id}`)) apart.get(owner)?.push(key);
  }
  const isApart = (step: Step) => (key: ForeignKey) => apart.get(step)?.includes(key) === true;
  const first = (step: Step) => withAlike(step.drops, step.drops.filter(isApart(step)));
  return {
    dropForeignKeys: items.flatMap((step) => dropForeignKeys(step.table, first(step))),
    ops: items.flatMap((step) => {
      const earlier = first(step);
      return step.ops(
        step.drops.filter((key) => !earlier.includes(key)),
        (key) => !isApart(step)(key),
      );
    }),
    createForeignKeys: items.flatMap((step) => createForeignKeys(step.table, step.makes.filter(isApart(step)))),
  };
}

/** What happens to one table. */
interface Step {
  readonly id: string;
  readonly table: ObjectName;
  /** Foreign keys of the table that go with the step, and that come with it. */
  readonly drops: readonly ForeignKey[];
  readonly makes: readonly ForeignKey[];
  /** True when the step makes, or takes away, what this foreign key to the table refers to. */
  readonly provides: (key: ForeignKey) => boolean;
  readonly removes: (key: ForeignKey) => boolean;
  /** The ops of the step, with these drops of foreign keys and the new ones that `isInTime` picks. */
  readonly ops: (drops: readonly ForeignKey[], isInTime: (key: ForeignKey) => boolean) => readonly Op[];
}

function creation(table: Sided<Table>): Step {
  const { given } = table;
  return {
    ...{ id: `create ${nameKey(given)}`, table: given, drops: [], makes: inKeyOrder(given.foreignKeys) },
    provides: () => true,
    removes: () => false,
    ops: (_drops, isInTime) => createTable(table, isInTime),
  };
}

function alteration(change: TableChange): Step {
  return {
    ...{ id: `change ${nameKey(change)}`, table: change },
    ...{ drops: change.dropForeignKeys, makes: change.createForeignKeys },
    provides: (key) => refersToAny(key, change.addedColumns),
    removes: (key) => refersToAny(key, change.droppedColumns),
    ops: (drops, isInTime) => [
      ...dropForeignKeys(change, drops),
      ...[...change.early, ...change.ops],
      ...createForeignKeys(change, change.createForeignKeys.filter(isInTime)),
    ],
  };
}

function removal({ given }: Sided<Table>): Step {
  return {
    ...{ id: `drop ${nameKey(given)}`, table: given, drops: inKeyOrder(given.foreignKeys), makes: [] },
    provides: () => false,
    removes: () => true,
    ops: () => [{ kind: "dropTable", ...onTable(given) }],
  };
}

/** On account of a foreign key of `owner`, `waiting` comes after `needed`. */
interface Link {
  readonly key: ForeignKey;
  readonly owner: Step;
  readonly waiting: Step;
  readonly needed: Step;
}

function linksBetween(steps: readonly Step[]): readonly Link[] {
  const byTable = new Map<string, Step[]>();
  for (const step of steps) {
    const key = nameKey(step.table);
    byTable.set(key, [...(byTable.get(key) ?? []), step]);
  }
  const others = (owner: Step, key: ForeignKey) =>
    (byTable.get(referentKey(key)) ?? []).filter((step) => nameKey(step.table) !== nameKey(owner.table));
  return steps.flatMap((owner) => [
    ...owner.makes.flatMap((key) =>
      others(owner, key)
        .filter((step) => step.provides(key))
        .map((needed) => ({ key, owner, waiting: owner, needed })),
    ),
    ...owner.drops.flatMap((key) =>
      others(owner, key)
        .filter((step) => step.removes(key))
        .map((waiting) => ({ key, owner, waiting, needed: owner })),
    ),
  ]);
}

import { parentsOf } from "../schema/inheritance.ts";
import { displayName, findTable, nameOf, sameName } from "../schema/names.ts";
import type { ForeignKey, ObjectName, Policy, Schema, Table, Trigger } from "../schema/schema.ts";
import { renameTableIn } from "../schema/table-mentions.ts";
import { type Behaviours, exact, lossy } from "./behaviour.ts";
import { editTable, omit, onTable, refuseTaken, requireTable, tableNameOf } from "./edit.ts";
import { fail } from "./errors.ts";
import type { Op } from "./op.ts";
import { belongsTo, restoreParts, withoutParts } from "./owned-parts.ts";
import { restoreOwned, withOwner, withoutOwned } from "./owned-sequences.ts";
import type { TableOp } from "./table-ops.ts";
import { dropOfRule, dropOfTrigger } from "./trigger-behaviours.ts";

/** What the operations on whole tables mean. */
export const tableBehaviours: Behaviours<TableOp["kind"]> = {
  createTable: {
    apply(schema, op) {
      if (op.ifNotExists && findTable(schema, op.table) !== undefined) return schema;
      refuseTaken(schema, op.table);
      return { ...schema, tables: [...schema.tables, op.table] };
    },
    reverse(op, before) {
      if (op.ifNotExists && findTable(before, op.table) !== undefined) return exact();
      return exact({ kind: "dropTable", ...onTable(op.table) });
    },
    describe: (op) => `Create table ${displayName(op.table)}`,
  },

  dropTable: {
    apply(schema, op) {
      if (op.ifExists && findTable(schema, tableNameOf(op)) === undefined) return schema;
      const table = requireTable(schema, op);
      refuseReferred(schema, table);
      refuseInherited(schema, table);
      const tables = schema.tables.filter((each) => each !== table);
      return { ...withoutOwned(withoutParts(schema, table), table), tables };
    },
    reverse(op, before) {
      if (op.ifExists && findTable(before, tableNameOf(op)) === undefined) return exact();
      const table = requireTable(before, op);
      const sequences = restoreOwned(before, table);
      return lossy(
        `the rows of ${displayName(table)}`,
        ...sequences.first,
        { kind: "createTable", table },
        ...sequences.last,
        ...restoreParts(before, table),
      );
    },
    describe: (op) => `Drop table ${displayName(tableNameOf(op))}`,
  },

  renameTable: {
    apply(schema, op) {
      const table = requireTable(schema, op);
      const renamed = { ...nameOf(table), name: op.to };
      refuseTaken(schema, renamed);
      return renameEverywhere(schema, table, op.to);
    },
    reverse: (op, before) => exact({ ...op, table: op.to, to: op.table }, ...restoreDangling(before, op.to)),
    describe: (op) => `Rename table ${displayName(tableNameOf(op))} to ${op.to}`,
  },

  setTableOptions: {
    apply: (schema, op) => editTable(schema, op, (table) => ({ ...table, options: op.options })),
    reverse: (op, before) => exact({ ...op, options: requireTable(before, op).options }),
    describe: (op) => `Set the options of table ${displayName(tableNameOf(op))}`,
  },

  setTableComment: {
    apply: (schema, op) => editTable(schema, op, (table) => ({ ...omit(table, "comment"), ...commentOf(op) })),
    reverse(op, before) {
      return exact({ ...omit(op, "comment"), ...commentOf(requireTable(before, op)) });
    },
    describe(op) {
      const verb = op.comment === undefined ? "Drop" : "Set";
      return `${verb} the comment of table ${displayName(tableNameOf(op))}`;
    },
  },
};

/** True when a foreign key refers to this table. */
export function refersTo(key: ForeignKey, table: ObjectName): boolean {
  return key.references.table === table.name && key.references.schema === table.schema;
}

function refuseReferred(schema: Schema, table: Table): void {
  const other = schema.tables.find((each) => each !== table && each.foreignKeys.some((key) => refersTo(key, table)));
  if (other === undefined) return;
  const message = `The table "${displayName(table)}" can't be dropped: a foreign key of "${displayName(other)}" refers to it.`;
  throw fail("OP_TABLE_IN_USE", message, { details: { table: displayName(table), referredBy: displayName(other) } });
}

/** A server would drop the partitions with it, and all their rows. */
function refuseInherited(schema: Schema, table: Table): void {
  const child = schema.tables.find((each) => parentsOf(each).some((name) => sameName(name, table)));
  if (child === undefined) return;
  const [is, first] =
    child.partitionOf === undefined ? ["inherits from it", "Drop"] : ["is a partition of it", "Detach or drop"];
  const message = `The table "${displayName(table)}" can't be dropped: "${displayName(child)}" ${is}.`;
  const details = { table: displayName(table), child: displayName(child) };
  throw fail("OP_TABLE_IN_USE", message, { hint: `${first} "${displayName(child)}" first.`, details });
}

/** Servers keep foreign keys, triggers, rules and views on the renamed table; their texts are rewritten where it is clear which table they mean. */
function renameEverywhere(schema: Schema, table: Table, to: string): Schema {
  const namesakes = [...schema.tables, ...schema.views].filter((each) => each.name === table.name);
  const clear = namesakes.length === 1;
  const follow = (key: ForeignKey): ForeignKey =>
    refersTo(key, table) ? { ...key, references: { ...key.references, table: to } } : key;
  const rewrite = <T extends { readonly definition: string }>(object: T): T => ({
    ...object,
    definition: renameTableIn(object.definition, table.name, to),
  });
  const follows = <T extends Trigger>(trigger: T): T => {
    if (belongsTo(trigger, table)) return { ...rewrite(trigger), table: to };
    return clear ? rewrite(trigger) : trigger;
  };
  return {
    ...withOwner(schema, table, (owner) => ({ ...owner, table: to })),
    tables: schema.tables.map((each) => ({
      ...each,
      name: sameName(each, table) ? to : each.name,
      ...followInheritance(each, table, to),
      foreignKeys: each.foreignKeys.map(follow),
    })),
    views: clear ? schema.views.map(rewrite) : schema.views,
    triggers: schema.triggers.map(follows),
    rules: schema.rules.map(follows),
    policies: schema.policies.map((policy) => {
      const owned = belongsTo(policy, table);
      const written = owned || clear ? mapConditions(policy, (text) => renameTableIn(text, table.name, to)) : policy;
      return owned ? { ...written, table: to } : written;
    }),
    statistics: schema.statistics.map((each) =>
      sameName(each.table, table) ? { ...each, table: { ...each.table, name: to } } : each,
    ),
  };
}

/** The policy with its conditions rewritten. */
export function mapConditions(policy: Policy, rewrite: (text: string) => string): Policy {
  const { using, check } = policy;
  return {
    ...policy,
    ...(using === undefined ? {} : { using: rewrite(using) }),
    ...(check === undefined ? {} : { check: rewrite(check) }),
  };
}

function followInheritance(
  { partitionOf, inherits }: Table,
  table: Table,
  to: string,
): Pick<Table, "partitionOf" | "inherits"> {
  const isOf = partitionOf !== undefined && partitionOf.table === table.name && partitionOf.schema === table.schema;
  return {
    ...(isOf ? { partitionOf: { ...partitionOf, table: to } } : {}),
    ...(inherits === undefined
      ? {}
      : { inherits: inherits.map((name) => (sameName(name, table) ? { ...name, name: to } : name)) }),
  };
}

/** Texts that named the new name before there was a table of it would follow when that is renamed back. */
function restoreDangling(before: Schema, name: string): readonly Op[] {
  const follows = ({ definition }: { readonly definition: string }) =>
    renameTableIn(definition, name, `${name}_`) !== definition;
  return [
    ...before.views.filter(follows).map((view): Op => ({ kind: "createView", view, replace: true })),
    ...before.triggers
      .filter(follows)
      .flatMap((trigger): readonly Op[] => [dropOfTrigger(trigger), { kind: "createTrigger", trigger }]),
    ...before.rules.filter(follows).flatMap((rule): readonly Op[] => [dropOfRule(rule), { kind: "createRule", rule }]),
  ];
}

function commentOf(from: { readonly comment?: string }): { readonly comment?: string } {
  return from.comment === undefined ? {} : { comment: from.comment };
}

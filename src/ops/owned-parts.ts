import { sameName } from "../schema/names.ts";
import type { ObjectName, Schema } from "../schema/schema.ts";
import type { Op } from "./op.ts";
import { areOfColumn } from "./statistics-behaviours.ts";
import type { OnTable } from "./table-ops.ts";

/** True when a trigger, a rule or a policy is of this table or view. */
export function belongsTo(part: OnTable, owner: ObjectName): boolean {
  return part.table === owner.name && part.schema === owner.schema;
}

/** The schema without what goes with a table or view: its triggers, rules, policies and statistics. */
export function withoutParts(schema: Schema, owner: ObjectName): Schema {
  return {
    ...schema,
    triggers: schema.triggers.filter((each) => !belongsTo(each, owner)),
    rules: schema.rules.filter((each) => !belongsTo(each, owner)),
    policies: schema.policies.filter((each) => !belongsTo(each, owner)),
    statistics: schema.statistics.filter((each) => !sameName(each.table, owner)),
  };
}

/** What makes all of that again. */
export function restoreParts(before: Schema, owner: ObjectName): readonly Op[] {
  return [
    ...before.triggers
      .filter((each) => belongsTo(each, owner))
      .map((trigger): Op => ({ kind: "createTrigger", trigger })),
    ...before.rules.filter((each) => belongsTo(each, owner)).map((rule): Op => ({ kind: "createRule", rule })),
    ...before.policies.filter((each) => belongsTo(each, owner)).map((policy): Op => ({ kind: "createPolicy", policy })),
    ...before.statistics
      .filter((each) => sameName(each.table, owner))
      .map((statistics): Op => ({ kind: "createStatistics", statistics })),
  ];
}

/** What makes the statistics again that go with a column. */
export function restoreStatistics(before: Schema, table: ObjectName, column: string): readonly Op[] {
  return before.statistics
    .filter((each) => areOfColumn(each, table, column))
    .map((statistics) => ({ kind: "createStatistics", statistics }));
}

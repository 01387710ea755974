import { tableNameOf } from "../ops/edit.ts";
import type { OnTable } from "../ops/table-ops.ts";
import type { ObjectName } from "../schema/schema.ts";
import { keys } from "./keys.ts";

/** What an op is to others, in keys. */
export interface Effects {
  /** What it makes, or brings to its last form. */
  readonly makes: readonly string[];
  /** What has to be there for that. */
  readonly uses: readonly string[];
  /** What it takes away, or changes so that nothing may hold on to it. */
  readonly ruins: readonly string[];
  /** What nothing of it holds on to afterwards. */
  readonly ends: readonly string[];
  /** Names that have to be free. */
  readonly takes: readonly string[];
  readonly frees: readonly string[];
}

/** Of an op that is nothing to others. */
export const none: Effects = { makes: [], uses: [], ruins: [], ends: [], takes: [], frees: [] };

/** A trigger, a rule or a policy of a table. */
export function partOf(
  kind: "trigger" | "rule" | "policy",
  part: OnTable & { readonly name: string },
  used: readonly string[],
) {
  return { ...none, uses: used, takes: [keys.partName(kind, tableNameOf(part), part.name)] };
}

/** Of what stays, but may be another. */
export function changed(key: string): Effects {
  return { ...none, makes: [key], ruins: [key] };
}

/** A constraint by its name. */
export function constrained(table: ObjectName, name: string | undefined): Effects {
  return name === undefined ? none : { ...none, takes: [keys.constraintName(table, name)] };
}

/** A constraint with an index, which has its name. */
export function indexed(table: ObjectName, name: string | undefined): Effects {
  if (name === undefined) return none;
  return { ...none, takes: [keys.constraintName(table, name), keys.relationName(beside(table, name))] };
}

/** Another name in the namespace of an object. */
export function beside({ schema }: ObjectName, name: string): ObjectName {
  return schema === undefined ? { name } : { name, schema };
}

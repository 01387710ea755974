import { displayName } from "../schema/names.ts";
import type { Schema } from "../schema/schema.ts";

/** True for what somebody may be using: all but what was made anew and wasn't there before. By names for people. */
export function liveIn(before: Schema, made: ReadonlySet<string>): (relation: string) => boolean {
  const known = new Set([...before.tables, ...before.views, ...before.sequences].map(displayName));
  return (relation) => !made.has(relation) || known.has(relation);
}

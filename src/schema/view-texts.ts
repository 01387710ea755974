import type { Index, View } from "./schema.ts";

/** The SQL of a view beside its query: of its indexes, and of the defaults of its columns. */
export function textsBesideQuery({ indexes = [], columnDefaults = {} }: View): readonly string[] {
  return [...indexes.flatMap(textsOfIndex), ...Object.values(columnDefaults)];
}

/** The expressions of an index, its condition among them. */
export function textsOfIndex({ where, parts }: Index): readonly string[] {
  return [where ?? [], ...parts.map((part) => ("expression" in part ? part.expression : []))].flat();
}

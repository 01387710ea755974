import { stableJson } from "../base/hash.ts";
import { onTable, tableNameOf } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import { nameKey } from "../schema/names.ts";
import type { ForeignKey, ObjectName } from "../schema/schema.ts";
import { dropForeignKey } from "./constraints.ts";
import { compareTexts } from "./pairs.ts";

/** The ops that drop these foreign keys of a table, in the order given. */
export function dropForeignKeys(table: ObjectName, keys: readonly ForeignKey[]): readonly Op[] {
  return keys.map((key) => dropForeignKey(onTable(table), key));
}

/** The ops that make these foreign keys of a table, in the order given. */
export function createForeignKeys(table: ObjectName, keys: readonly ForeignKey[]): readonly Op[] {
  return keys.map((foreignKey) => ({ kind: "createForeignKey", ...onTable(table), foreignKey }));
}

/** The key of the table that a foreign key refers to. */
export function referentKey({ references }: ForeignKey): string {
  return nameKey(tableNameOf(references));
}

/** True when a foreign key names one of these columns of the table that it refers to. */
export function refersToAny(key: ForeignKey, columns: readonly string[] = []): boolean {
  return key.references.columns.some((column) => columns.includes(column));
}

/** A copy in the order of their names, then of what they say. */
export function inKeyOrder(keys: readonly ForeignKey[]): readonly ForeignKey[] {
  const text = (key: ForeignKey) => `${key.name ?? ""}\u0000${stableJson(key)}`;
  return [...keys].sort((a, b) => compareTexts(text(a), text(b)));
}

/** Those of a table's foreign keys that are among `picked`, and those that an op which drops one of these might find instead. */
export function withAlike(keys: readonly ForeignKey[], picked: readonly ForeignKey[]): readonly ForeignKey[] {
  return keys.filter((key) => picked.some((other) => other === key || areFoundAlike(other, key)));
}

function areFoundAlike(a: ForeignKey, b: ForeignKey): boolean {
  const columns = (key: ForeignKey) => key.columns.join("\u0000");
  return a.name === undefined && b.name === undefined && columns(a) === columns(b);
}

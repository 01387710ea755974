import { onTable } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import type { ForeignKey, Table } from "../schema/schema.ts";
import { createIndexes } from "./indexes.ts";
import { compareNames, type Sided } from "./pairs.ts";

/** The ops that make a table with those of its foreign keys that `isInline` picks, and its indexes after it. */
export function createTable(table: Sided<Table>, isInline: (foreignKey: ForeignKey) => boolean): readonly Op[] {
  const { given } = table;
  const bare: Table = { ...given, foreignKeys: given.foreignKeys.filter(isInline), indexes: [] };
  const indexes = createIndexes(onTable(given), [...given.indexes].sort(compareNames));
  return [{ kind: "createTable", table: bare }, ...indexes];
}

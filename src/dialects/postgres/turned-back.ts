import type { Op } from "../../ops/op.ts";
import { findTable, sameName } from "../../schema/names.ts";
import type { Schema } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import { conversionIn } from "./own-conversions.ts";
import { quoteName } from "./quote.ts";
import { tableOf } from "./scene.ts";
import { renderType } from "./types.ts";

/**
 * An op of a way back with the cast that makes of the values what they once were made from, where the server has it but doesn't apply it by
 * itself. A value that came since and is none of the old type fails.
 */
export function turnedBack(op: Op, before: Schema): Op {
  if (op.kind !== "alterColumn" || op.using !== undefined || op.changes.type === undefined) return op;
  const column = findTable(before, tableOf(op))?.columns.find(({ name }) => name === op.column);
  const { type } = op.changes;
  if (column === undefined || type === null || column.generated !== undefined) return op;
  if (conversionIn(before, column.type, type).way !== "none") return op;
  const middle = castBetween(column.type, type, before);
  if (middle === undefined) return op;
  return { ...op, using: `${quoteName(op.column)}${middle}::${renderType(type)}` };
}

/** What stands before the cast to the old type; undefined where there is no such cast. Source: `pg_cast` (13 to 18). */
function castBetween(from: ColumnType, to: ColumnType, before: Schema): string | undefined {
  const under = from.kind === "named" ? before.domains.find((each) => sameName(each, from))?.type : undefined;
  const { kind } = under ?? from;
  if (["text", "varchar", "char"].includes(kind)) return "";
  if (kind === "money") return "::numeric";
  return explicit[kind]?.includes(to.kind) === true ? "" : undefined;
}

/** Back from what the server casts by itself on the way there. */
const explicit: { readonly [from: string]: readonly string[] | undefined } = {
  polygon: ["box"],
  box: ["point"],
};

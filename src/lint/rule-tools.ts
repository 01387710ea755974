import { describeOp } from "../ops/behaviours.ts";
import type { OnTable } from "../ops/table-ops.ts";
import { displayName } from "../schema/names.ts";
import type { LintedStatement } from "./rule.ts";

/** The table of an op by its name for people. */
export function tableName({ table, schema }: OnTable): string {
  return displayName(schema === undefined ? { name: table } : { name: table, schema });
}

/** A statement for a message: what an op of the revision does, in words; the first line of raw SQL in quotes. */
export function quotedStart({ sql, op }: Pick<LintedStatement, "sql" | "op">): string {
  if (op.kind !== "execute") return `"${describeOp(op)}"`;
  const [first = "", ...more] = sql.trim().split(/\s*\n\s*/);
  const isLong = first.length > 60 || more.length > 0;
  return `"${isLong ? `${first.slice(0, 60).trimEnd()} …` : first}"`;
}

/** True for a statement that changes or takes away rows of tables, and no table. */
export function writesRows({ facts }: LintedStatement): boolean {
  return facts.writesRows !== undefined;
}

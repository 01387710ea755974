import { tableNameOf } from "../../ops/edit.ts";
import type { OpOf } from "../../ops/op.ts";
import { mentionsIdentifier } from "../../schema/identifiers.ts";
import { findTable } from "../../schema/names.ts";
import type { Index } from "../../schema/schema.ts";
import { columnsOfIndex } from "../../schema/table-builders.ts";
import { changesOf, goneBy, saferSteps } from "../changes.ts";
import { blockingLocks, whoWaits } from "../facts.ts";
import type { LintedStatement, LintedStep, Rule } from "../rule.ts";
import { tableName } from "../rule-tools.ts";

export const dropIndexBlocks: Rule = {
  id: "drop-index-blocks",
  severity: "warning",
  title: "An index is dropped under a lock that keeps others from its table",
  why: "The drop itself is quick, but it waits for every query that is running, and all that come later wait behind it.",
  instead: "Drop the index in the way of the server that waits without keeping others out.",
  weighsByRows: true,
  check: (step) => {
    const gone = goneBy(step);
    return changesOf(step, "dropIndex").flatMap(({ change, statement, at }) => {
      const kept = keptAnyway(change, statement, step);
      const locks = blockingLocks(statement, step).filter(({ relation }) => !gone.has(relation) && !kept.has(relation));
      const ops = saferSteps(change, statement.before, step);
      if (locks.length === 0 || ops === undefined) return [];
      return [{ at, message: `The index "${change.index}" is dropped: ${whoWaits(locks)} wait`, ops }];
    });
  },
};

/**
 * The relations that the index's transaction keeps from others in any case, for one of its columns goes or gets another type: the server
 * would make it anew under that lock, or take it away.
 */
function keptAnyway(
  drop: OpOf<"dropIndex">,
  { transaction, before }: LintedStatement,
  step: LintedStep,
): ReadonlySet<string> {
  const index = findTable(before, tableNameOf(drop))?.indexes.find(({ name }) => name === drop.index);
  if (index === undefined || transaction === undefined) return new Set();
  const changes = changesOf(step, "dropColumn", "alterColumn").filter(({ change, statement }) => {
    if (statement.transaction !== transaction || tableName(change) !== tableName(drop)) return false;
    const isOther = change.kind === "dropColumn" || change.changes.type !== undefined;
    return isOther && isOver(index, change.column);
  });
  return new Set(changes.flatMap(({ statement }) => blockingLocks(statement, step)).map(({ relation }) => relation));
}

function isOver(index: Index, column: string): boolean {
  const expressions = index.parts.flatMap((part) => ("expression" in part ? [part.expression] : []));
  const texts = index.where === undefined ? expressions : [...expressions, index.where];
  return (
    columnsOfIndex(index).includes(column) || texts.some((text) => mentionsIdentifier(text, column, { as: "column" }))
  );
}

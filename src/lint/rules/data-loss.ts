import { isOnTable } from "../../ops/edit.ts";
import type { Op, OpOf } from "../../ops/op.ts";
import { hitsOf } from "../changes.ts";
import type { Hit } from "../finding.ts";
import type { LintedStatement, LintedStep, Rule } from "../rule.ts";
import { quotedStart, tableName } from "../rule-tools.ts";
import { isUpdate } from "../update-text.ts";

export const dataLoss: Rule = {
  id: "data-loss",
  severity: "error",
  title: "Data is lost, and the revision doesn't say that it may be",
  why: "What is gone comes back from a backup only: no downgrade makes the values again.",
  instead: "Look whether anybody needs the data; keep a copy of it; then say in the revision why it may go.",
  check: (step) =>
    step.direction === "downgrade"
      ? []
      : hitsOf(step, (statement): Omit<Hit, "at"> | undefined => {
          const { facts, changes = [], sql } = statement;
          if (facts.loses === undefined || facts.writesRows === "some" || isUpdate(sql)) return undefined;
          const ops = changes.map(({ op }) => op);
          if (saysLoss(statement.op) || saysAll(ops) || !isOfLive(statement, step)) return undefined;
          const message = `${quotedStart(statement)} loses ${facts.loses}`;
          if (statement.op.kind !== "execute" && ops.some(takesWord)) return { message, ops: ops.map(withWord) };
          if (step.format === "ts") return { message, text: 'Say why it may go: `op.execute(…, { dataLoss: "…" })`.' };
          const mark = { py: "#", sql: "--" }[step.format];
          return {
            message,
            text: `Say why it may go, in a comment above the statement: \`${mark} limbeck-ignore data-loss: …\`.`,
          };
        }),
};

/** Each drop has the word; where nothing is dropped, one of the changes. */
function saysAll(ops: readonly Op[]): boolean {
  const drops = ops.filter(({ kind }) => kind === "dropColumn" || kind === "dropTable");
  return drops.length === 0 ? ops.some(saysLoss) : drops.every(saysLoss);
}

function saysLoss(op: Op): boolean {
  return "dataLoss" in op && op.dataLoss !== undefined;
}

/** The same op with the word, for the reviewer to fill in. */
function withWord(op: Op): Op {
  return takesWord(op) ? { ...op, dataLoss: "… why it may go …" } : op;
}

function takesWord(op: Op): op is OpOf<"dropTable" | "dropColumn" | "alterColumn"> {
  return op.kind === "dropTable" || op.kind === "dropColumn" || op.kind === "alterColumn";
}

/** False where all that it is about was made in the same step. */
function isOfLive({ facts, changes = [] }: LintedStatement, step: LintedStep): boolean {
  const tables = changes.flatMap(({ op }) => (isOnTable(op) ? [tableName(op)] : []));
  if (tables.length > 0) return tables.some(step.isLive);
  if (facts.locks === "unknown" || facts.locks.length === 0) return true;
  return facts.locks.some(({ relation }) => relation === "*" || step.isLive(relation));
}

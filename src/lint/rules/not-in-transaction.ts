import { hitsOf } from "../changes.ts";
import type { Rule } from "../rule.ts";
import { quotedStart } from "../rule-tools.ts";

export const notInTransaction: Rule = {
  id: "not-in-transaction",
  severity: "error",
  title: "A statement stands in a transaction that it can't be in",
  why: "The server refuses it there, so that the migration fails; or it commits what came before, so that nothing of that is undone when a later statement fails.",
  instead: "Give the statement a place outside of the transaction.",
  check: (step) =>
    hitsOf(step, (statement) => {
      const { facts, transaction, changes, refusal } = statement;
      if (facts.transactional || transaction === undefined || refusal !== undefined) return undefined;
      const ends = !step.dialect.traits.transactionalDdl;
      const message = `${quotedStart(statement)} ${ends ? "ends the transaction that it stands in" : "can't run inside a transaction"}`;
      if (ends) return { message, severity: "warning" };
      const isPython = step.format === "py";
      return {
        message,
        text: isPython
          ? "Leave the transaction for the statement: `with op.get_context().autocommit_block():`."
          : "End the transaction before the statement, or give it a file or revision of its own.",
        ...(isPython && changes !== undefined && changes.length > 0 ? { ops: changes.map(({ op }) => op) } : {}),
      };
    }),
};

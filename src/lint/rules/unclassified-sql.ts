import { hitsOf } from "../changes.ts";
import type { Rule } from "../rule.ts";
import { quotedStart } from "../rule-tools.ts";

export const unclassifiedSql: Rule = {
  id: "unclassified-sql",
  severity: "note",
  title: "Nobody knows what a statement does",
  why: "Its text doesn't tell which tables it locks, nor how much it reads and writes; what the other rules say of the revision holds without it.",
  instead: "Look at what it does yourself; write what can be written with operations as such.",
  check: (step) =>
    hitsOf(step, (statement) => {
      const { facts, op, changes, refusal } = statement;
      if (op.kind === "run") return { message: `The function "${op.label}" is looked at by nobody but you` };
      if (op.kind !== "execute" || refusal !== undefined || changes !== undefined) return undefined;
      if (facts.locks !== "unknown" || facts.scans !== "unknown") return undefined;
      return { message: `It isn't known what ${quotedStart(statement)} does` };
    }),
};

import type { Hit } from "../finding.ts";
import type { LintedStatement, LintedStep, Rule } from "../rule.ts";
import { backfillInstead } from "../update-text.ts";

export const serverRefuses: Rule = {
  id: "server-refuses",
  severity: "error",
  title: "The server can't take the statement",
  why: "The statement isn't in the server's grammar, names what isn't there, or asks for what this server doesn't have: the revision would fail when it runs.",
  instead: "Correct the statement.",
  check: (step) =>
    step.statements.flatMap((statement, at) => {
      // Further lines show the place in the statement, which the finding has itself.
      const [first = ""] = statement.refusal?.split("\n") ?? [];
      const message = first.replace(/(?:, at \d+:\d+)?[.:]?$/, "");
      return statement.refusal === undefined
        ? []
        : [{ at, message, ...(/\bLIMIT\b/.test(message) ? inBatches(statement, step) : {}) }];
    }),
};

/** What was meant by an UPDATE with a LIMIT, where the server has none. */
function inBatches({ sql }: LintedStatement, { format }: LintedStep): Pick<Hit, "text" | "ops"> {
  const backfill = backfillInstead(sql);
  if (backfill === undefined) return {};
  const text =
    "The server has no LIMIT there, and one batch isn't all: change the rows in batches by the key, each in a transaction of its own.";
  return { text, ...(format === "ts" ? { ops: [backfill] } : {}) };
}

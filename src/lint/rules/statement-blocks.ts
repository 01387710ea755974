import type { OpKind } from "../../ops/op.ts";
import { hitsOf } from "../changes.ts";
import { blockingLocks, whoWaits } from "../facts.ts";
import type { LintedStatement, Rule } from "../rule.ts";
import { quotedStart, writesRows } from "../rule-tools.ts";

/** A new column that is tested in each row, and written in none. */
function isReadForColumn({ facts, changes = [] }: LintedStatement): boolean {
  return facts.rewrites === false && changes.every(({ op }) => op.kind === "addColumn");
}

/** Kinds of op that have rules of their own. */
const OWN_RULES: ReadonlySet<OpKind> = new Set<OpKind>([
  ...(["createIndex", "createForeignKey", "createCheck", "createUnique", "createPrimaryKey"] as const),
  ...(["addColumn", "alterColumn", "dropColumn"] as const),
]);

export const statementBlocks: Rule = {
  id: "statement-blocks",
  severity: "error",
  title: "A statement works on all rows while others wait",
  why: "Each row of the table is read or written anew under a lock that keeps others from it until the end.",
  instead:
    "Do it in a form that lets others go on, or in a maintenance window with a limit on the time that it may take.",
  weighsByRows: true,
  check: (step) =>
    hitsOf(step, (statement) => {
      const { facts, changes = [] } = statement;
      const locks = blockingLocks(statement, step);
      const works = facts.rewrites === true || facts.scans === true;
      if (!works || locks.length === 0 || writesRows(statement)) return undefined;
      if (changes.some(({ op }) => OWN_RULES.has(op.kind)) && !isReadForColumn(statement)) return undefined;
      const verb = facts.rewrites === true ? "written anew" : "read";
      return { message: `${quotedStart(statement)}: each row is ${verb} while ${whoWaits(locks)} wait` };
    }),
};

import type { Wait } from "../dialects/contract.ts";
import { applyRowChange, type RowChange } from "../revisions/version-rows.ts";
import type { Books } from "./books.ts";
import { openRowOf } from "./half-applied.ts";
import { type Runner, writeEnd } from "./journal.ts";
import type { JournalRow } from "./journal-table.ts";
import { withBooks } from "./transaction.ts";
import { changeRows } from "./version-table.ts";

/** How a half-applied revision was brought to an end by hand. */
export type Settlement =
  /** All of its statements are done; `rows` is what its step does to the version table. */
  | { readonly as: "done"; readonly rows: RowChange }
  /** Those that were committed have been taken back. */
  | { readonly as: "undone" };

/**
 * Settles the revision that is half-applied, and returns the journal's row of it as it was. The database's own objects
 * are not touched. Errors: REPAIR_NOTHING when no revision is half-applied, or another one is.
 */
export async function settle(
  books: Books,
  revision: string,
  how: Settlement,
  more: { readonly by: Runner; readonly wait: Wait },
): Promise<JournalRow> {
  return withBooks(books, more.wait, async ({ open: found, heads }) => {
    const open = openRowOf(revision, found);
    if (how.as === "done") {
      applyRowChange(heads, how.rows);
      await changeRows(books, how.rows);
    }
    const { plan: _plan, id, ...kept } = open;
    const message = `settled by hand as ${how.as}, ${open.statementsDone} of ${open.statementsTotal ?? "its"} statements after it began`;
    await writeEnd(books, id, { ...kept, outcome: how.as, finishedAt: new Date().toISOString(), ...more.by, message });
    return open;
  });
}

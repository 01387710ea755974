import type { Step } from "../revisions/path.ts";
import { fail } from "./errors.ts";
import type { JournalRow } from "./journal-table.ts";

/** A half-applied revision is gone on with, and nothing else is done before: `next` is the first step. Errors: JOURNAL_DIRTY. */
export function refuseOthers(open: JournalRow, next: Step | undefined): void {
  const isNext = next?.revision.id === open.revision && next.direction === open.direction;
  if (isNext && next.revision.checksum === open.checksum) return;
  const file = open.path === undefined ? "" : ` (${open.path})`;
  const total = open.statementsTotal === undefined ? "" : ` of ${open.statementsTotal}`;
  const far = `The ${open.direction} of revision "${open.revision}"${file} ended after ${open.statementsDone}${total} statements`;
  const why = isNext
    ? "its file was changed since, so the rest of it isn't known any more"
    : `what was asked for doesn't begin with the ${open.direction} of it`;
  const again = "Run the command that was interrupted again";
  throw fail("JOURNAL_DIRTY", `${far}, and ${why}`, {
    ...(isNext ? {} : { hint: `${again}; or finish or undo the revision by hand and say so with \`limbeck repair\`.` }),
    details: {
      revision: open.revision,
      direction: open.direction,
      statementsDone: open.statementsDone,
      ...(open.statementsTotal === undefined ? {} : { statementsTotal: open.statementsTotal }),
      ...(open.checksum === undefined ? {} : { checksum: open.checksum }),
    },
  });
}

/** The row, if it is that of this revision. Errors: REPAIR_NOTHING. */
export function openRowOf<Row extends JournalRow>(revision: string, open: Row | undefined): Row {
  if (open?.revision === revision) return open;
  const other = open === undefined ? "none is" : `"${open.revision}" is`;
  throw fail("REPAIR_NOTHING", `Revision "${revision}" is not half-applied; ${other}`, { details: { revision } });
}

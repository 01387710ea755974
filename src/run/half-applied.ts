import { isLimbeckError } from "../base/error.ts";
import { given } from "../base/given.ts";
import type { Dialect, Server } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import type { Step } from "../revisions/path.ts";
import type { Schema } from "../schema/schema.ts";
import { fail } from "./errors.ts";
import type { JournalRow } from "./journal-table.ts";
import { countDone, hasPosition, isRefused, type Position, positionOf } from "./position.ts";
import { appliedAt, countApplied } from "./undo-plan.ts";

/** The row, if it is that of this revision. Errors: REPAIR_NOTHING. */
export function openRowOf<Row extends JournalRow>(revision: string, open: Row | undefined): Row {
  if (open?.revision === revision) return open;
  const other = open === undefined ? "none is" : `"${open.revision}" is`;
  throw fail("REPAIR_NOTHING", `Revision "${revision}" is not half-applied; ${other}`, { details: { revision } });
}

/** A half-applied revision is gone on with, and nothing else is done before: `next` is the first step. Errors: JOURNAL_DIRTY. */
export function refuseOthers(open: JournalRow, next: Step | undefined): asserts next is Step {
  if (next?.revision.id === open.revision && next.direction === open.direction) return;
  const why = `what was asked for doesn't begin with the ${open.direction} of it`;
  throw dirty(
    open,
    why,
    "Run the command that was interrupted again; or finish or undo the revision by hand and say so with `limbeck repair`.",
  );
}

/** True for a step whose file isn't the one that was begun. */
export function isEditedSince(open: JournalRow, { revision }: Step): boolean {
  return revision.checksum !== open.checksum;
}

/**
 * Where a revision is by its changed file, whose ops and the schema before them are given: behind the statements that are committed, where
 * these are the same as before. Errors: JOURNAL_DIRTY where they aren't, or nobody can tell. Pure.
 */
export function positionByNewFile(
  open: JournalRow,
  { ops, before }: { readonly ops: readonly Op[]; readonly before: Schema | undefined },
  dialect: Dialect,
  server: Server,
): Position {
  const at = hasPosition(open) ? positionOf(open) : undefined;
  const next = at?.statements[at.done];
  // Whether the next one was carried out is known from its text alone.
  const isCutOff = !isRefused(open) && next?.facts.transactional === false;
  if (
    before === undefined ||
    at === undefined ||
    at.earlier > 0 ||
    at.filled !== undefined ||
    at.undoes === true ||
    isCutOff
  )
    throw edited(open);
  const committed = at.statements.slice(0, at.done);
  const end = endOf(() =>
    countApplied(appliedAt({ ...at, end: ops.length }, { ops, before }, dialect, at.done), dialect, server),
  );
  if (end === undefined) throw edited(open);
  return { end, earlier: 0, statements: committed, done: at.done, ...given({ session: at.session }) };
}

/** What can't be planned on the schema of the history was begun on another one, or by another file. */
function endOf(count: () => number | string): number | undefined {
  try {
    const found = count();
    return typeof found === "number" ? found : undefined;
  } catch (error) {
    if (!isLimbeckError(error)) throw error;
    return undefined;
  }
}

/** What is said of a revision that goes on by its changed file. */
export function newFileNote(at: Position, { revision, direction }: Pick<JournalRow, "revision" | "direction">): string {
  const done = countDone(at);
  const first = done === 1 ? "its first statement, which is" : `its first ${done} statements, which are`;
  return `The file of revision "${revision}" was changed since its ${direction} began; ${first} committed, stayed the same: it goes on with the new rest.`;
}

function edited(open: JournalRow): Error {
  const why = "its file was changed since, and not only behind what is committed";
  return dirty(
    open,
    why,
    `Restore the file and run the command again; or \`limbeck repair --undo ${open.revision}\` takes back what is committed, where that loses nothing; or finish or undo it by hand and say so with \`limbeck repair\`.`,
  );
}

function dirty(open: JournalRow, why: string, hint: string): Error {
  const file = open.path === undefined ? "" : ` (${open.path})`;
  const total = open.statementsTotal === undefined ? "" : ` of ${open.statementsTotal}`;
  const far = `The ${open.direction} of revision "${open.revision}"${file} ended after ${open.statementsDone}${total} statements`;
  return fail("JOURNAL_DIRTY", `${far}, and ${why}`, {
    hint,
    details: {
      revision: open.revision,
      direction: open.direction,
      statementsDone: open.statementsDone,
      ...given({ statementsTotal: open.statementsTotal, checksum: open.checksum }),
    },
  });
}

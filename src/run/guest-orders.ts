import { given } from "../base/given.ts";
import type { Statement } from "../dialects/contract.ts";
import type { GuestOrders, OrderedStep } from "./guest.ts";
import { guestPlan } from "./guest-parts.ts";
import { closeForm, fileFields, openIdsSql, progressForm } from "./journal.ts";
import { type EntryField, insertForm, type JournalEntry, lastIdSql, literalOf, numberedForm } from "./journal-table.ts";
import type { Run } from "./run-input.ts";
import type { Follower } from "./stretch.ts";
import { type BookState, missingBooks } from "./transaction.ts";
import { rowsSql } from "./version-table.ts";

/** A guest begins no further step when it has been at work for so long: this process has a look at its own connection, which rests meanwhile. */
const LIMIT_MS = 1000;

/** A step with what only this process knows of it. */
export function orderedStep(
  { books: { dialect } }: Run,
  { step, empty }: Follower,
  more: Pick<OrderedStep, "back" | "resume"> = {},
): OrderedStep {
  const { id: revision } = step.revision;
  const fields = Object.entries({ revision, ...fileFields(step.revision) });
  const literals = Object.fromEntries(fields.map(([field, value]) => [field, literalOf(value, dialect)]));
  return { step, literals, empty: empty.map(({ sql }) => sql), ...more };
}

/** What a guest does around steps of one direction on a database in the state `before`; `keeping` are the statements that keep what the first drops. */
export function guestOrders(
  { books, input }: Run,
  before: BookState,
  { direction, keeping }: { readonly direction: "upgrade" | "downgrade"; readonly keeping: readonly Statement[] },
): GuestOrders {
  const { connection, dialect, names } = books;
  const isLocked = dialect.keepsLock?.(connection) === true;
  const entry = { revision: "", direction, ...input.runner, ...given({ message: input.remark }), statementsDone: 0 };
  const begun: JournalEntry = { ...entry, outcome: "running", plan: guestPlan() };
  const done: JournalEntry = { ...entry, outcome: "done" };
  return {
    heads: before.heads,
    limitMs: LIMIT_MS,
    checks: [
      ...(before.hasVersionTable ? [{ sql: rowsSql(books), values: before.heads }] : []),
      ...(before.hasJournal
        ? [{ sql: openIdsSql(books), values: before.open === undefined ? [] : [String(before.open.id)] }]
        : []),
    ],
    checksBetween: isLocked ? null : { heads: rowsSql(books), nothing: openIdsSql(books) },
    make: missingBooks(books, before).map(({ sql }) => sql),
    keep: keeping.map(({ sql }) => sql),
    journal: {
      begun: insertForm(begun, [...OF_STEP, "startedAt"], dialect, names),
      ended: closeForm(books, done, [...OF_STEP, ...OF_END]),
      done: insertForm(done, OF_ROW, dialect, names),
      ...given({
        numbered: isLocked
          ? { done: numberedForm(done, OF_ROW, dialect, names), lastId: lastIdSql(dialect, names) }
          : undefined,
      }),
    },
    progress: progressForm(books),
    ...given({ whoami: dialect.watch?.whoami }),
  };
}

const OF_STEP: readonly EntryField[] = ["revision", "checksum", "path"];
const OF_END: readonly EntryField[] = ["finishedAt", "durationMs", "statementsDone", "statementsTotal"];
const OF_ROW: readonly EntryField[] = [...OF_STEP, "startedAt", ...OF_END];

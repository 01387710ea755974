import type { Wait } from "../dialects/contract.ts";
import type { Revision } from "../revisions/revision.ts";
import type { Books } from "./books.ts";
import { fail } from "./errors.ts";
import { appliedChecksums, fileFields, type Runner, readJournal, writeEnd } from "./journal.ts";
import type { JournalRow } from "./journal-table.ts";
import { withBooks } from "./transaction.ts";

/** An applied revision whose file reads differently now. */
export interface Edited {
  readonly revision: string;
  /** Absolute path of the file. */
  readonly path: string;
  /** When it was applied, ISO 8601 in UTC; absent when a script did it. */
  readonly appliedAt?: string;
  /** Checksum of the file that was applied, and of the file that is there. */
  readonly applied: string;
  readonly now: string;
}

/**
 * Finds the applied revisions whose file was changed since, in the order in which they are given.
 * What the journal doesn't know (applied by Alembic, or stamped) can't be judged, and is not among them.
 */
export function findEdited(applied: readonly Revision[], journal: readonly JournalRow[]): readonly Edited[] {
  const checksums = appliedChecksums(journal);
  return applied.flatMap((revision) => {
    const known = checksums.get(revision.id);
    if (known === undefined || known.checksum === revision.checksum) return [];
    const when = known.appliedAt === undefined ? {} : { appliedAt: known.appliedAt };
    return { revision: revision.id, path: revision.path, ...when, applied: known.checksum, now: revision.checksum };
  });
}

/** Refuses to go on beside edited files. Errors: RUN_REVISION_EDITED. */
export function refuseEdited(edited: readonly Edited[]): void {
  const [first] = edited;
  if (first === undefined) return;
  const ids = edited.map(({ revision }) => revision);
  const those = edited.length === 1 ? "the file" : "the files";
  throw fail("RUN_REVISION_EDITED", edited.map(sentenceOf).join("\n"), {
    hint: `Restore ${those} and put the change into a new revision; or, if it means nothing to the database, run \`limbeck repair --accept ${ids.join(" --accept ")}\`.`,
    details: { edited },
  });
}

/**
 * Records that a revision's file as it is now is what was applied. Errors: REPAIR_NOTHING when the journal
 * doesn't have the revision as applied.
 */
export async function acceptEdited(books: Books, revision: Revision, by: Runner, wait: Wait): Promise<void> {
  await withBooks(books, wait, async () => {
    const known = appliedChecksums(await readJournal(books.connection, books.dialect, books.names)).get(revision.id);
    if (known === undefined) {
      const message = `The journal doesn't say that revision "${revision.id}" was applied, so it has no checksum to replace`;
      throw fail("REPAIR_NOTHING", message, { details: { revision: revision.id } });
    }
    const now = new Date().toISOString();
    await writeEnd(books, undefined, {
      revision: revision.id,
      direction: "stamp",
      outcome: "done",
      ...fileFields(revision),
      startedAt: now,
      finishedAt: known.appliedAt ?? now,
      ...by,
      statementsDone: 0,
      message: `accepted the edited file; it was ${short(known.checksum)} when it was applied`,
    });
  });
}

function sentenceOf({ revision, path, appliedAt, applied, now }: Edited): string {
  const when = appliedAt === undefined ? "" : ` on ${appliedAt}`;
  return `The file of revision "${revision}" (${path}) was changed after it was applied${when}: its checksum was ${short(applied)} and is ${short(now)}`;
}

function short(checksum: string): string {
  return checksum.slice(0, 12);
}

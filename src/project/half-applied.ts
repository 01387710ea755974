import { findNode } from "../revisions/lookup.ts";
import { readJournal } from "../run/journal.ts";
import type { JournalRow } from "../run/journal-table.ts";
import type { HalfApplied } from "../run/take-back.ts";
import { subjectOf } from "../run/undo.ts";
import { type Database, rowsOf } from "./database.ts";
import type { Project } from "./open.ts";
import { replay } from "./replay.ts";
import { loadedStep, loadSteps } from "./revision-ops.ts";
import { readingOf } from "./scope.ts";

/** The journal's row of the revision that is half-applied; undefined where none is. Errors: JOURNAL_UNREADABLE. */
export async function openRow({ connection, dialect, names }: Database): Promise<JournalRow | undefined> {
  return (await readJournal(connection, dialect, names)).findLast((row) => row.plan !== undefined);
}

/**
 * What the file of a half-applied revision says that it does, and the schema before it: worked out from the revisions that the version
 * table names. Errors: REVISION_UNKNOWN, and those of loading and replaying revisions.
 */
export async function halfApplied(project: Project, database: Database, row: JournalRow): Promise<HalfApplied> {
  const { revision: id, direction } = subjectOf(row);
  const { revision } = findNode(await project.graph(), id);
  const step = { revision, direction };
  const before = async () => {
    const reading = readingOf(project.settings, database.names);
    const from = await rowsOf(database);
    return (await replay(project, { dialect: database.dialect, reading }, { from, done: [] })).schema;
  };
  const { ops } = loadedStep(await loadSteps(project, [step], before), step);
  return { row, ops, before: await before(), isEdited: revision.checksum !== row.checksum };
}

import { given } from "../base/given.ts";
import type { InspectOptions } from "../dialects/contract.ts";
import { findNode } from "../revisions/lookup.ts";
import type { Step } from "../revisions/path.ts";
import { isEditedSince, positionByNewFile, refuseOthers } from "../run/half-applied.ts";
import type { JournalRow } from "../run/journal-table.ts";
import { hasPosition, type Position, positionOf } from "../run/position.ts";
import type { HalfApplied } from "../run/take-back.ts";
import { readState } from "../run/transaction.ts";
import { subjectOf } from "../run/undo.ts";
import type { Schema } from "../schema/schema.ts";
import { type Database, rowsOf } from "./database.ts";
import type { Project } from "./open.ts";
import { replay } from "./replay.ts";
import type { PlanStep } from "./results.ts";
import { loadedStep, loadSteps } from "./revision-ops.ts";
import { readingOf } from "./scope.ts";

/** The schema that the revisions lead to which the version table names: that before a half-applied one. Errors: those of loading and replaying revisions. */
export async function schemaOfHistory(project: Project, database: Database): Promise<Schema> {
  const { dialect, names } = database;
  const reading = readingOf(project.settings, names);
  return (await replay(project, { dialect, reading }, { from: await rowsOf(database), done: [] })).schema;
}

/**
 * The schema on which the revisions stand that the database doesn't have yet, with the row of one that is half-applied: then that of the
 * history, else that of the database. Errors: CONNECT_FAILED; VERSION_TABLE_*, JOURNAL_UNREADABLE; those of loading and replaying revisions.
 */
export async function schemaBeforePending(
  project: Project,
  database: Database,
  reading: InspectOptions,
): Promise<{ readonly schema: Schema; readonly open?: JournalRow }> {
  const { open } = await readState(database);
  if (open !== undefined) return { schema: await schemaOfHistory(project, database), open };
  return { schema: await database.dialect.inspect(database.connection, reading) };
}

/**
 * What the file of a half-applied revision says that it does, and the schema before it: worked out from the revisions that the version
 * table names. Errors: REVISION_UNKNOWN, and those of loading and replaying revisions.
 */
export async function halfApplied(project: Project, database: Database, row: JournalRow): Promise<HalfApplied> {
  const { revision: id, direction } = subjectOf(row);
  const { revision } = findNode(await project.graph(), id);
  const step = { revision, direction };
  const before = await schemaOfHistory(project, database);
  const { ops } = loadedStep(await loadSteps(project, [step], async () => before), step);
  return { row, ops, before, isEdited: revision.checksum !== row.checksum };
}

/** A half-applied revision that the first step goes on with. */
export interface Half {
  readonly info: NonNullable<PlanStep["halfApplied"]>;
  /** Where it is; absent where it is being undone, and where its file alone knows the rest. */
  readonly at?: Position;
}

/** The half-applied revision, if the first step goes on with it. Errors: JOURNAL_DIRTY where it doesn't, and those of `halfApplied`. */
export async function halfOfStep(
  project: Project,
  database: Database,
  row: JournalRow,
  next: Step | undefined,
): Promise<Half> {
  refuseOthers(row, next);
  const { connection, dialect } = database;
  if (!hasPosition(row)) {
    await (await import("../run/guest-resume.ts")).refuseUnknown(database, next, row);
    return { info: { done: row.statementsDone } };
  }
  const at = positionOf(row);
  const { statementsDone: done, statementsTotal: total } = row;
  if (at.undoes === true) return { info: { done, ...given({ total }), isUndoing: true } };
  if (!isEditedSince(row, next)) return { info: { done, ...given({ total }) }, at };
  const half = await halfApplied(project, database, row);
  await dialect.ready?.(half.ops, connection.server);
  return { info: { done }, at: positionByNewFile(row, half, dialect, connection.server) };
}

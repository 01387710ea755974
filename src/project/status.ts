import { headsOf, realHeadsOf } from "../revisions/graph.ts";
import { planUpgrade } from "../revisions/path.ts";
import { findEdited } from "../run/edited.ts";
import { readJournal } from "../run/journal.ts";
import type { JournalRow } from "../run/journal-table.ts";
import { appliedRevisions } from "./applied.ts";
import { rowsOf, withDatabase } from "./database.ts";
import { openProject } from "./open.ts";
import type { JournalInfo } from "./results.ts";
import { currentRevisions, infoOf } from "./revision-info.ts";
import type { UseCases } from "./use-cases.ts";

const SHOWN_RUNS = 10;

/** Where the database stands, what it lacks, and what is wrong with it. Unknown revisions are part of the answer, not an error. */
export const status: UseCases["status"] = async (options) => {
  const project = await openProject(options);
  const graph = await project.graph();
  return withDatabase(project, "read", async (database) => {
    const rows = await rowsOf(database);
    const journal = await readJournal(database.connection, database.dialect, database.names);
    const unknown = rows.filter((id) => !graph.byId.has(id));
    const known = rows.filter((id) => graph.byId.has(id));
    const current = currentRevisions(graph, known);
    const isEmpty = realHeadsOf(graph).length === 0;
    const pending = unknown.length > 0 || isEmpty ? [] : planUpgrade(graph, rows, "heads").steps;
    const edited = findEdited(appliedRevisions(graph, known), journal);
    const open = journal.findLast((row) => row.plan !== undefined);
    return {
      database: database.display,
      current: [...current].map((revision) => infoOf(graph, revision, current)),
      unknown,
      heads: headsOf(graph).map((revision) => infoOf(graph, revision, current)),
      pending: pending.map((step) => infoOf(graph, step.revision, current)),
      edited: edited.map(({ revision, path }) => ({ revision, path })),
      ...(open === undefined ? {} : { unfinished: journalInfo(open) }),
      lastRuns: journal.slice(-SHOWN_RUNS).toReversed().map(journalInfo),
      isClean: unknown.length + pending.length + edited.length === 0 && open === undefined,
    };
  });
};

function journalInfo(row: JournalRow): JournalInfo {
  const { revision, direction, outcome, startedAt, finishedAt, durationMs, user, host, message } = row;
  return {
    revision,
    direction,
    outcome,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(durationMs === undefined ? {} : { ms: durationMs }),
    ...(user === undefined ? {} : { user }),
    ...(host === undefined ? {} : { host }),
    ...(message === undefined ? {} : { message }),
  };
}

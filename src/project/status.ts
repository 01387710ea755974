import { setTimeout as sleep } from "node:timers/promises";
import { headsOf, realHeadsOf } from "../revisions/graph.ts";
import { planUpgrade } from "../revisions/path.ts";
import { findEdited } from "../run/edited.ts";
import { readJournal } from "../run/journal.ts";
import { readState } from "../run/transaction.ts";
import { displayName } from "../schema/names.ts";
import { appliedRevisions } from "./applied.ts";
import { type Database, rowsOf, withDatabase } from "./database.ts";
import { openProject } from "./open.ts";
import type { RunnerInfo } from "./results.ts";
import { currentRevisions, infoOf } from "./revision-info.ts";
import { journalInfo, unfinishedInfo } from "./unfinished.ts";
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
      ...(open === undefined ? {} : { unfinished: await unfinishedInfo(database, open) }),
      lastRuns: journal.slice(-SHOWN_RUNS).toReversed().map(journalInfo),
      running: await runnersOf(database),
      isClean: unknown.length + pending.length + edited.length === 0 && open === undefined,
    };
  });
};

/**
 * Looks at the database every second, until the signal: what is committed, and what the runners do. Errors: CONNECT_*, VERSION_TABLE_*.
 */
export const watch: UseCases["watch"] = async (options, { everyMs = 1_000, signal, onLook }) => {
  const project = await openProject(options);
  await withDatabase(project, "read", async (database) => {
    do {
      const { heads, open } = await readState(database);
      onLook({
        at: new Date().toISOString(),
        database: database.display,
        heads,
        ...(open === undefined ? {} : { unfinished: journalInfo(open) }),
        running: await runnersOf(database),
      });
    } while (await sleep(everyMs, true, { signal }).catch(() => false));
  });
};

async function runnersOf({ connection, dialect, names }: Database): Promise<readonly RunnerInfo[]> {
  const { watch: others } = dialect;
  if (others === undefined) return [];
  const running: RunnerInfo[] = [];
  for (const session of await others.runners(connection, displayName(names.versionTable))) {
    const view = await others.look(connection, session);
    // One that has just ended.
    if (view !== undefined) running.push({ session, view });
  }
  return running;
}

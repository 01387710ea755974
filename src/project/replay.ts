import type { Dialect, InspectOptions } from "../dialects/contract.ts";
import type { ScriptedStep } from "../run/offline.ts";
import { type Replayed, replayHistory } from "../sources/history.ts";
import { appliedRevisions } from "./applied.ts";
import { databaseTarget } from "./database.ts";
import type { Project } from "./open.ts";
import { loadSteps } from "./revision-ops.ts";

/**
 * The schema of a database that was made by the revisions up to the rows `from`, and then by the steps `done`: worked out from the
 * files, without looking at any database of the user's. Errors: BRIDGE_*, SOURCE_HISTORY_FAILED.
 */
export async function replay(
  project: Project,
  { dialect, reading }: { readonly dialect: Dialect; readonly reading: InspectOptions },
  { from, done }: { readonly from: readonly string[]; readonly done: readonly ScriptedStep[] },
): Promise<Replayed> {
  const revisions = appliedRevisions(await project.graph(), from);
  const loaded = await loadSteps(
    project,
    revisions.map((revision) => ({ revision, direction: "upgrade" })),
  );
  const before = revisions.map(({ id, path }) => ({ id, path, ops: loaded.get(id)?.ops ?? [] }));
  return replayHistory([...before, ...done], dialect, reading, (await databaseTarget(project)).target);
}

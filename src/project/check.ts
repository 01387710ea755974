import { headsOf } from "../revisions/graph.ts";
import { changesOf } from "./changes.ts";
import { compareWithModels } from "./compare.ts";
import { type Database, withDatabase } from "./database.ts";
import { directionsOf, type Manner } from "./directions.ts";
import { openProject, type Project } from "./open.ts";
import { whilePythonLoads } from "./python-models.ts";
import type { CheckResult } from "./results.ts";
import { revisedDraft } from "./revised-draft.ts";
import type { CompareInput, UseCases } from "./use-cases.ts";

/** Whether the database is as the models say, by what autogenerate would write. Writes nothing. */
export const check: UseCases["check"] = async (options, input) => {
  const project = await openProject(options);
  return whilePythonLoads(project, input, () =>
    withDatabase(project, "readOrEmpty", (database) => driftOf(project, database, input)),
  );
};

/** What lies between a database that is at the heads and the models. Errors: those of comparing them. */
export async function driftOf(project: Project, database: Database, input: CompareInput): Promise<CheckResult> {
  const { have, ops: found, undecided, warnings } = await compareWithModels(project, database, { input });
  const ops = await processed();
  if (ops.length === 0) return { kind: "same" };
  return { kind: "differs", changes: changesOf(ops, have), maybeRenames: undecided, warnings };

  /** What a hook of the config makes of them. */
  async function processed(): Promise<typeof found> {
    const { autogenerate: hooks, blocking: isBlocking } = project.settings;
    if (found.length === 0 || hooks?.functions.processRevision === undefined) return found;
    const { dialect, connection } = database;
    const manner: Manner = { dialect, server: connection.server, isBlocking };
    const parents = headsOf(await project.graph()).map(({ id }) => id);
    const header = { message: "", parents, branchLabels: [], dependsOn: [] };
    const directions = directionsOf(found, have, manner);
    const revised = await revisedDraft(hooks, { header, directions }, { ...manner, before: have });
    return revised.kind === "leftOut" ? [] : revised.directions.upgrade;
  }
}

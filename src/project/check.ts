import { compareWithModels } from "./compare.ts";
import { type Database, withDatabase } from "./database.ts";
import { openProject, type Project } from "./open.ts";
import { whilePythonLoads } from "./python-models.ts";
import type { CheckResult } from "./results.ts";
import type { CompareInput, UseCases } from "./use-cases.ts";

/** Whether the database is as the models say, by what autogenerate would write. Writes nothing. */
export const check: UseCases["check"] = async (options, input) => {
  const project = await openProject(options);
  return whilePythonLoads(project, input, () =>
    withDatabase(project, "readOrEmpty", (database) => driftOf(project, database, input), {
      meanwhile: () => import("./comparison.ts"),
    }),
  );
};

/** What lies between a database that is at the heads and the models. Errors: those of comparing them. */
export async function driftOf(project: Project, database: Database, input: CompareInput): Promise<CheckResult> {
  const { have, ops: found, undecided, warnings } = await compareWithModels(project, database, { input });
  if (found.length === 0) return { kind: "same" };
  const { changesOf, processed } = await import("./drift.ts");
  const ops = await processed(project, database, { ops: found, have });
  if (ops.length === 0) return { kind: "same" };
  return { kind: "differs", changes: changesOf(ops, have), maybeRenames: undecided, warnings };
}

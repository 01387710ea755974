import { changesOf } from "./changes.ts";
import { compareWithModels } from "./compare.ts";
import { withDatabase } from "./database.ts";
import { openProject } from "./open.ts";
import type { UseCases } from "./use-cases.ts";

/** Whether the database is as the models say, by what autogenerate would write. Writes nothing. */
export const check: UseCases["check"] = async (options, input) => {
  const project = await openProject(options);
  return withDatabase(project, "readOrEmpty", async (database) => {
    const { have, ops, undecided, warnings } = await compareWithModels(project, database, { input });
    if (ops.length === 0) return { kind: "same" };
    return { kind: "differs", changes: changesOf(ops, have), maybeRenames: undecided, warnings };
  });
};

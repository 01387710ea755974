import type { MovePlan, Step } from "../revisions/path.ts";
import type { Schema } from "../schema/schema.ts";
import { type Database, rowsOf, withDatabase } from "./database.ts";
import { planMove } from "./move-plan.ts";
import { openProject, type Project } from "./open.ts";
import type { PlanResult, PlanStep } from "./results.ts";
import type { UseCases } from "./use-cases.ts";

/**
 * What an upgrade or a downgrade would do, without doing it. A database that isn't there yet counts as empty.
 * Errors: REVISION_*, GRAPH_*; with `statements`, those of loading a revision, and DIALECT_UNSUPPORTED.
 */
export const plan: UseCases["plan"] = async (options, { direction, target, statements }) => {
  const project = await openProject(options);
  return withDatabase(project, "readOrEmpty", async (database) => {
    const rows = await rowsOf(database);
    if (statements !== true) {
      return project.answer({ name: "plan", about: [direction, target, rows] }, (graph) =>
        resultOf(planMove(graph, direction, rows, target), new Map()),
      );
    }
    const planned = planMove(await project.graph(), direction, rows, target);
    return resultOf(planned, await detailsOf(project, database, planned));
  });
};

function resultOf({ steps, current, heads }: MovePlan, details: ReadonlyMap<string, StepDetails>): PlanResult {
  return {
    steps: steps.map(({ revision, direction }) => ({
      revision: revision.id,
      direction,
      message: revision.message,
      path: revision.path,
      ...details.get(revision.id),
    })),
    current,
    heads,
  };
}

type StepDetails = Required<Pick<PlanStep, "changes" | "statements">>;

/** What each step would change and run, by revision. */
async function detailsOf(
  project: Project,
  { connection, dialect, names }: Database,
  { steps, current }: { readonly steps: readonly Step[]; readonly current: readonly string[] },
): Promise<ReadonlyMap<string, StepDetails>> {
  const [{ loadedStep, loadSteps }, { planSteps }, { readingOf }, { changesOf }, { replay }] = await Promise.all([
    import("./revision-ops.ts"),
    import("../run/offline.ts"),
    import("./scope.ts"),
    import("./changes.ts"),
    import("./replay.ts"),
  ]);
  const reading = readingOf(project.settings, names);
  const loaded = await loadSteps(project, steps, () => dialect.inspect(connection, reading));
  const planned = await planSteps({
    dialect,
    server: connection.server,
    steps: steps.map((step) => ({ step, ...loadedStep(loaded, step) })),
    // The database itself tells what it looks like now; after raw SQL only a replay does.
    schemaAfter: async (done): Promise<Schema> =>
      done.every((step) => step.ops.length === 0)
        ? dialect.inspect(connection, reading)
        : (await replay(project, { dialect, reading }, { from: current, done })).schema,
  });
  return new Map(
    planned.map(({ step, statements }) => [
      step.revision.id,
      {
        changes: changesOf(loadedStep(loaded, step).ops),
        statements: statements.map(({ sql, facts }) => ({ sql, facts })),
      },
    ]),
  );
}

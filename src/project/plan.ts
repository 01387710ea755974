import type { Step } from "../revisions/path.ts";
import type { Schema } from "../schema/schema.ts";
import { type Database, rowsOf, withDatabase } from "./database.ts";
import { planMove } from "./move-plan.ts";
import { openProject, type Project } from "./open.ts";
import type { PlanStep } from "./results.ts";
import type { UseCases } from "./use-cases.ts";

/**
 * What an upgrade or a downgrade would do, without doing it. A database that isn't there yet counts as empty.
 * Errors: REVISION_*, GRAPH_*; with `statements`, those of loading a revision, and DIALECT_UNSUPPORTED.
 */
export const plan: UseCases["plan"] = async (options, { direction, target, statements }) => {
  const project = await openProject(options);
  return withDatabase(project, "readOrEmpty", async (database) => {
    const planned = planMove(project.graph(), direction, await rowsOf(database), target);
    const details = statements === true ? await detailsOf(project, database, planned) : new Map<string, StepDetails>();
    return {
      steps: planned.steps.map(({ revision, direction: way }) => ({
        revision: revision.id,
        direction: way,
        message: revision.message,
        path: revision.path,
        ...details.get(revision.id),
      })),
      current: planned.current,
      heads: planned.heads,
    };
  });
};

type StepDetails = Required<Pick<PlanStep, "changes" | "statements">>;

/** What each step would change and run, by revision. */
async function detailsOf(
  project: Project,
  { connection, dialect, names }: Database,
  { steps, current }: { readonly steps: readonly Step[]; readonly current: readonly string[] },
): Promise<ReadonlyMap<string, StepDetails>> {
  const [{ loadSteps }, { planSteps }, { bookTables }, { changesOf }, { replay }] = await Promise.all([
    import("./revision-ops.ts"),
    import("../run/offline.ts"),
    import("../run/books.ts"),
    import("./changes.ts"),
    import("./replay.ts"),
  ]);
  const exclude = bookTables(names);
  const loaded = await loadSteps(project, steps, () => dialect.inspect(connection, { exclude }));
  const opsOf = (step: Step) => loaded.get(step.revision.id)?.ops ?? [];
  const planned = await planSteps({
    dialect,
    server: connection.server,
    steps: steps.map((step) => ({ step, ops: opsOf(step) })),
    // The database itself tells what it looks like now; after raw SQL only a replay does.
    schemaAfter: async (done): Promise<Schema> =>
      done.every((step) => step.ops.length === 0)
        ? dialect.inspect(connection, { exclude })
        : (await replay(project, { dialect, exclude }, { from: current, done })).schema,
  });
  return new Map(
    planned.map(({ step, statements }) => [
      step.revision.id,
      { changes: changesOf(opsOf(step)), statements: statements.map(({ sql, facts }) => ({ sql, facts })) },
    ]),
  );
}

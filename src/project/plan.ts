import { given } from "../base/given.ts";
import type { Statement } from "../dialects/contract.ts";
import type { MovePlan } from "../revisions/path.ts";
import type { JournalRow } from "../run/journal-table.ts";
import type { StepToPlan } from "../run/offline.ts";
import type { Position } from "../run/position.ts";
import { readState } from "../run/transaction.ts";
import type { Schema } from "../schema/schema.ts";
import { type Database, withDatabase } from "./database.ts";
import { planMove } from "./move-plan.ts";
import { openProject, type Project } from "./open.ts";
import type { PlannedStatement, PlanResult, PlanStep } from "./results.ts";
import type { UseCases } from "./use-cases.ts";

/**
 * What an upgrade or a downgrade would do, without doing it. A database that isn't there yet counts as empty.
 * Errors: REVISION_*, GRAPH_*; JOURNAL_DIRTY as the run itself; with `statements`, those of loading a revision, and DIALECT_UNSUPPORTED.
 */
export const plan: UseCases["plan"] = async (options, { direction, target, statements }) => {
  const project = await openProject(options);
  return withDatabase(project, "readOrEmpty", async (database) => {
    const { heads: rows, open } = await readState(database);
    if (statements !== true && open === undefined) {
      return project.answer({ name: "plan", about: [direction, target, rows] }, (graph) =>
        resultOf(planMove(graph, direction, rows, target), new Map()),
      );
    }
    const planned = planMove(await project.graph(), direction, rows, target);
    const half = open === undefined ? undefined : await halfOf(project, database, open, planned);
    const details = statements === true ? await detailsOf(project, database, planned, half) : new Map();
    return resultOf(planned, details, half);
  });
};

type Half = import("./half-applied.ts").Half;

async function halfOf(project: Project, database: Database, open: JournalRow, { steps }: MovePlan): Promise<Half> {
  const { halfOfStep } = await import("./half-applied.ts");
  return halfOfStep(project, database, open, steps[0]);
}

function resultOf(
  { steps, current, heads }: MovePlan,
  details: ReadonlyMap<string, StepDetails>,
  half?: Half,
): PlanResult {
  return {
    steps: steps.map(({ revision, direction }, i) => ({
      revision: revision.id,
      direction,
      message: revision.message,
      path: revision.path,
      ...details.get(revision.id),
      ...given({ halfApplied: i === 0 ? half?.info : undefined }),
    })),
    current,
    heads,
  };
}

type StepDetails = Required<Pick<PlanStep, "changes" | "statements">>;

/** What each step would change and run, by revision; of a half-applied one, the first, also what it has run. */
async function detailsOf(
  project: Project,
  { connection, dialect, names }: Database,
  { steps, current }: MovePlan,
  half: Half | undefined,
): Promise<ReadonlyMap<string, StepDetails>> {
  const [{ loadedStep, loadSteps }, { planSteps }, { readingOf }, { changesOf }, { replay }, { startOf }] =
    await Promise.all([
      import("./revision-ops.ts"),
      import("../run/offline.ts"),
      import("./scope.ts"),
      import("./changes.ts"),
      import("./replay.ts"),
      import("../run/undo-plan.ts"),
    ]);
  const reading = readingOf(project.settings, names);
  const schemaAfter = async (done: Parameters<typeof replay>[2]["done"]): Promise<Schema> =>
    // The database itself tells what it looks like now; after raw SQL, and within a revision, only a replay does.
    half === undefined && done.every((step) => step.ops.length === 0)
      ? dialect.inspect(connection, reading)
      : (await replay(project, { dialect, reading }, { from: current, done })).schema;
  const loaded = await loadSteps(project, steps, () => schemaAfter([]));
  const { server } = connection;
  const target = { dialect, server, schemaAfter };
  const [first] = steps;
  const done = new Map<string, readonly Statement[]>();
  if (half?.at !== undefined && first !== undefined) {
    const { ops } = loadedStep(loaded, first);
    const earlier = ops.slice(0, startOf(half.at, ops, dialect));
    const [before] = await planSteps({ ...target, steps: [{ step: first, ops: earlier }] });
    done.set(first.revision.id, [...(before?.statements ?? []), ...half.at.statements.slice(0, half.at.done)]);
  }
  const planned = await planSteps({
    ...target,
    steps: steps.map((step, i) => ({
      step,
      ...loadedStep(loaded, step),
      ...given({ begun: i === 0 && half?.at !== undefined ? begunAt(half.at) : undefined }),
    })),
  });
  return new Map(
    planned.map(({ step, statements }) => {
      const { id } = step.revision;
      const isDone = (done.get(id) ?? []).map((statement) => ({ ...shown(statement), isDone: true as const }));
      const changes = changesOf(loadedStep(loaded, step).ops);
      return [id, { changes, statements: [...isDone, ...statements.map(shown)] }];
    }),
  );
}

function begunAt({ end, statements, done }: Position): NonNullable<StepToPlan["begun"]> {
  return { end, left: statements.slice(done) };
}

function shown({ sql, facts }: Statement): PlannedStatement {
  return { sql, facts };
}

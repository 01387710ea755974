import type { RevisionGraph } from "../revisions/graph.ts";
import { type MovePlan, type Step, splitSqlRange } from "../revisions/path.ts";
import { findEdited, refuseEdited } from "../run/edited.ts";
import type { RunEvent } from "../run/event.ts";
import { runSteps } from "../run/execute.ts";
import { checkAhead } from "../run/guest-backup.ts";
import { readJournal } from "../run/journal.ts";
import type { GuestStep, LoadedStep, RunOutcome, RunInput as SteppedInput } from "../run/run-input.ts";
import { appliedRevisions } from "./applied.ts";
import { type Database, openObserver, withDatabase } from "./database.ts";
import { fail } from "./errors.ts";
import { isProtected } from "./is-protected.ts";
import { listenersOf } from "./listeners.ts";
import { isRelative, planMove } from "./move-plan.ts";
import { openProject, type Project } from "./open.ts";
import { progressOf } from "./progress.ts";
import type { PythonHost } from "./python-host.ts";
import type { PythonRecorder } from "./python-scripts.ts";
import { recordAhead, recordedPython } from "./recorded-python.ts";
import type { Direction, RunResult } from "./results.ts";
import { loadSteps, refusePython } from "./revision-ops.ts";
import { thisRunner } from "./runner.ts";
import { overlooked } from "./scope.ts";
import type { GlobalOptions, RunInput, Talk } from "./use-cases.ts";

/** Moves the database to a target, or writes the script that would. */
export async function move(
  direction: Direction,
  options: GlobalOptions,
  { input, talk }: { readonly input: RunInput; readonly talk: Talk },
): Promise<RunResult> {
  const project = await openProject(options);
  if (input.sql === true) {
    const { moveScript } = await import("./offline.ts");
    return moveScript(project, direction, splitSqlRange(input.target));
  }
  try {
    return await moved(project, direction, { input, talk });
  } finally {
    project.python.abandon();
  }
}

async function moved(
  project: Project,
  direction: Direction,
  { input, talk }: { readonly input: RunInput; readonly talk: Talk },
): Promise<RunResult> {
  startAhead(project);
  const graph = await project.graph();
  const use = direction === "upgrade" ? "write" : "writeExisting";
  const work = async (database: Database): Promise<RunResult> => {
    const started = performance.now();
    const listeners = await listenersOf(project, talk, database.display);
    const onProgress = progressOf(graph, talk.onProgress);
    const onEvent = (event: RunEvent): void => {
      onProgress(event);
      listeners.onEvent(event);
    };
    const onOutput = (line: string): void => talk.onProgress?.({ kind: "output", line });
    const way = wayTo(project, database, {
      graph,
      direction,
      target: input.target,
      isForced: input.force !== undefined,
      keepsBackups: backupsOf(project, input).backups !== undefined,
      onEvent,
      onOutput,
    });
    const { statementTimeouts } = project.settings;
    const outcome = await runWay(way, {
      ...database,
      history: async () => (await import("./half-applied.ts")).schemaOfHistory(project, database),
      runner: thisRunner(),
      ...overlooked(project.settings),
      lockTimeoutMs: project.settings.lockTimeoutMs,
      ...(statementTimeouts === undefined ? {} : { statementTimeouts }),
      retries: project.settings.retries,
      pace: project.settings.pace,
      ...backupsOf(project, input),
      ...remarkOf(input),
      watch: { open: () => openObserver(project), afterMs: WATCH_EVERY_MS, everyMs: WATCH_EVERY_MS },
      warnAfterMs: project.settings.warnAfterMs,
      onEvent,
    }).finally(listeners.finish);
    return {
      kind: "ran",
      database: database.display,
      from: outcome.from,
      heads: outcome.heads,
      steps: outcome.steps.map(({ step, durationMs }) => ({ revision: step.revision.id, direction, ms: durationMs })),
      ms: Math.round(performance.now() - started),
    };
  };
  return withDatabase(project, use, work, { beforeMaking: () => refuseUnreachable(project, input.target) });
}

function backupsOf({ settings: { backups } }: Project, { withoutBackup }: RunInput): Pick<SteppedInput, "backups"> {
  return withoutBackup !== undefined || backups === undefined ? {} : { backups };
}

function remarkOf({ withoutBackup, force }: RunInput): Pick<SteppedInput, "remark"> {
  const said = [
    ...(force === undefined ? [] : [`forced: ${force}`]),
    ...(withoutBackup === undefined ? [] : [`without a backup: ${withoutBackup}`]),
  ];
  return said.length === 0 ? {} : { remark: said.join("; ") };
}

/** A statement that takes no longer needs no second connection. */
const WATCH_EVERY_MS = 1_000;

/** No database is made for a target that can't be reached from an empty one, or for revisions that can't be loaded. */
async function refuseUnreachable(project: Project, target: string): Promise<void> {
  const { steps } = planMove(await project.graph(), "upgrade", [], target);
  refusePython(project, steps);
  await loadSteps(project, steps.filter(isRunHere));
}

/** Python takes its time to start, and has a core of its own; mostly there is something for it to do. */
function startAhead({ settings, python }: Project): void {
  if (settings.alembic?.hasEnv !== true) return;
  // Whoever asks for the place gets the same error.
  python.place().then(
    () => python.prepareFresh(1),
    () => undefined,
  );
}

/** Revisions in Python run in the project's Python, which loads them when it has connected. */
function isRunHere({ revision }: Step): boolean {
  return revision.format !== "py";
}

async function runWay(way: Way, input: Omit<SteppedInput, "next" | "opsOf">): Promise<RunOutcome> {
  try {
    const outcome = await runSteps({ ...input, next: way.next, opsOf: way.opsOf });
    await way.python()?.finish();
    return outcome;
  } finally {
    await way.close();
  }
}

interface Way {
  readonly next: (heads: readonly string[]) => Promise<readonly Step[]>;
  readonly opsOf: (step: Step) => Promise<LoadedStep | GuestStep>;
  /** env.py, if it runs. */
  readonly python: () => PythonHost | undefined;
  /** Ends what Python runs. */
  readonly close: () => Promise<void>;
}

/**
 * Plans the way, and once more when another process has moved the database meanwhile. All revisions of the way are loaded before the
 * first of them runs, so that a broken file is found while nothing has been changed.
 */
function wayTo(
  project: Project,
  database: Database,
  {
    graph,
    direction,
    target,
    isForced,
    keepsBackups,
    onEvent,
    onOutput,
  }: {
    readonly graph: RevisionGraph;
    readonly direction: Direction;
    readonly target: string;
    readonly isForced: boolean;
    readonly keepsBackups: boolean;
    readonly onEvent: (event: RunEvent) => void;
    readonly onOutput: (line: string) => void;
  },
): Way {
  const { connection, dialect, names } = database;
  let python: PythonHost | undefined;
  let first: MovePlan | undefined;
  let loaded: ReadonlyMap<string, LoadedStep> = new Map();
  let foreseen: ReturnType<typeof recordAhead> = async () => undefined;
  let recorder: PythonRecorder | undefined;
  const recorderOf = async (): Promise<PythonRecorder> => {
    const { loadReader, pythonRecorder } = await import("./python-scripts.ts");
    if (recorder === undefined) {
      recorder = pythonRecorder(project, connection.server);
      void project.python.prepareFresh(2).then(() => loadReader(dialect));
    }
    return recorder;
  };
  return {
    next: async (heads) => {
      const plan =
        first === undefined
          ? planMove(graph, direction, heads, target)
          : planAgain(graph, first, { direction, target, heads });
      first ??= plan;
      if (direction === "upgrade") {
        refuseEdited(findEdited(appliedRevisions(graph, heads), await readJournal(connection, dialect, names)));
      }
      if (direction === "upgrade" && !isForced && isProtected(project.settings, database)) {
        await (await import("./protection.ts")).refuseUnfit(project, database, plan.steps);
      }
      refusePython(project, plan.steps);
      loaded = await loadSteps(project, plan.steps.filter(isRunHere));
      const steps = plan.steps.filter((step) => !isRunHere(step));
      await python?.abandon();
      python = undefined;
      if (steps.length > 0) {
        const { startPythonHost } = await import("./python-host.ts");
        const onWaiting = (message: string): void => onEvent({ kind: "waiting", message });
        if (keepsBackups) foreseen = recordAhead(recorderOf, steps, (ops) => checkAhead(database, ops));
        python = await startPythonHost(project, database, { steps, target, onWaiting, onOutput });
      }
      return plan.steps;
    },
    opsOf: async (step) => {
      if (!isRunHere(step) && python !== undefined) {
        return {
          guest: python.guest,
          foreseen: () => foreseen(step),
          recorded: (before, extent) => recordedPython(recorderOf, step, before, extent),
        };
      }
      const found = loaded.get(step.revision.id);
      if (found === undefined) throw fail("TARGET_OVERTAKEN", `Revision "${step.revision.id}" was not loaded`);
      return found;
    },
    python: () => python,
    close: async () => {
      await python?.abandon();
      await recorder?.close();
    },
  };
}

/**
 * The way to where `first` led, from where another process has brought the database. A relative target such as `-1` is not
 * gone a second time: what is done already is left out.
 */
function planAgain(
  graph: RevisionGraph,
  first: MovePlan,
  {
    direction,
    target,
    heads,
  }: { readonly direction: Direction; readonly target: string; readonly heads: readonly string[] },
): MovePlan {
  if (!isRelative(graph, target)) return planMove(graph, direction, heads, target);
  if (heads.join("\n") === [...first.current].sort().join("\n")) return first;
  const applied = new Set(appliedRevisions(graph, heads).map((revision) => revision.id));
  const left = first.steps.filter((step) => applied.has(step.revision.id) !== (direction === "upgrade"));
  if (left.length === 0) return { steps: [], current: heads, heads };
  throw fail(
    "TARGET_OVERTAKEN",
    `Another process moved the database to ${heads.join(", ") || "base"} while this one waited for it`,
    {
      hint: `"${target}" would now lead elsewhere: see \`limbeck current\`, and name the revision.`,
      details: { target, heads },
    },
  );
}

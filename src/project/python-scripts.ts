import { given } from "../base/given.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { fail } from "../bridge/errors.ts";
import { openRecordSession, type RecordSession } from "../bridge/record-session.ts";
import type { PythonHeader, RecordedStep, SchemaQuestion, ScriptPart } from "../bridge/run-commands.ts";
import type { Dialect, Server } from "../dialects/contract.ts";
import { diff } from "../diff/diff.ts";
import type { Op } from "../ops/op.ts";
import type { LoadedStep } from "../run/run-input.ts";
import { emptySchema, type Schema } from "../schema/schema.ts";
import { replayHistory } from "../sources/history.ts";
import { databaseTarget, namesOf } from "./database.ts";
import { oldestServer } from "./oldest-server.ts";
import type { Project } from "./open.ts";
import { runPlace } from "./python.ts";
import { pythonHeaders, pythonStep } from "./python-guest.ts";
import type { StepToLoad } from "./record-step.ts";
import { readingOf } from "./scope.ts";

/** Steps in all languages, in their order. */
export interface MixedSteps {
  readonly steps: readonly StepToLoad[];
  /** What those of them do that aren't in Python, by id. */
  readonly loaded: ReadonlyMap<string, LoadedStep>;
  /** The schema before the first of them. */
  readonly start: () => Promise<Schema>;
  /** Whether the COMMIT and BEGIN around an `autocommit_block` are among the ops. Absent is no. */
  readonly withBlocks?: boolean;
  /** Ids of the revisions without which the others are told, where they fail. Absent is none. */
  readonly mayFail?: readonly string[];
  /** The rows of the version table where the script begins that is written; absent where none is. */
  readonly from?: readonly string[];
}

/**
 * The ops of the revisions in Python among the steps, by id, and where each stands: the SQL that Alembic's offline mode writes for each. Runs env.py, which
 * connects nowhere. Where Alembic would have to look at a table, it is shown one in memory. One that has failed, and might, is missing. Errors: BRIDGE_*, SOURCE_HISTORY_FAILED.
 */
export async function pythonScripts(
  project: Project,
  mixed: MixedSteps,
): Promise<ReadonlyMap<string, Pick<LoadedStep, "ops" | "lineOf">>> {
  const graph = await project.graph();
  const steps = mixed.steps.filter(isPython);
  const request = {
    ...(await runPlace(project)),
    target: steps.at(-1)?.revision.id ?? "heads",
    blocks: mixed.withBlocks ?? false,
    ...given({ start: mixed.from, mayFail: mixed.mayFail }),
    steps: steps.map((step) => pythonStep(graph, { ...step, rows: NO_ROWS })),
  };
  let start: Promise<Schema> | undefined;
  const onAsk = async (question: Readonly<Record<string, unknown>>): Promise<readonly (PythonHeader | string)[]> => {
    if (!isSchemaQuestion(question)) return pythonHeaders(graph);
    start ??= mixed.start();
    return creation(project, mixed, { start: await start, asked: question });
  };
  await project.python.prepareFresh(1);
  loadReader((await databaseTarget(project)).dialect);
  const bridge = await project.python.fresh();
  try {
    const scripts = await bridge.call("script", request, { onAsk });
    return new Map(
      steps.flatMap(({ revision }, i) => {
        const parts = scripts[i] ?? null;
        return parts === null ? [] : [[revision.id, opsIn(parts)] as const];
      }),
    );
  } finally {
    await bridge.close();
  }
}

/** Loads what reads SQL, while Python starts, which will write some. Whoever reads it gets the error. */
export function loadReader(dialect: Dialect): void {
  dialect.ready?.([{ kind: "execute", sql: "" }], dialect.newest).catch(() => undefined);
}

/** What revisions in Python would do, one by one, while others of them run. */
export interface PythonRecorder {
  /** The ops of a step by the SQL that Alembic's offline mode writes for it; `before` is the schema that it finds. Errors: BRIDGE_*. */
  readonly record: (step: StepToLoad, before: () => Promise<Schema>) => Promise<readonly Op[]>;
  /** The same before its turn; undefined where it would see something else then: it asks for the schema, or looks at a file or a database. Errors: BRIDGE_*. */
  readonly recordAhead: (step: StepToLoad) => Promise<readonly Op[] | undefined>;
  /** Ends its Python. */
  readonly close: () => Promise<void>;
}

/** A Python of its own, started by the first step, in which env.py runs once for all of them, and connects nowhere; it writes what this server would be sent. */
export function pythonRecorder(project: Project, server: Server): PythonRecorder {
  let opened: Promise<{ readonly bridge: Bridge; readonly session: RecordSession }> | undefined;
  let isClosed = false;
  const open = async () => {
    const graph = await project.graph();
    const request = { ...(await runPlace(project)), target: "heads", steps: [], blocks: false, server: server.version };
    const bridge = await project.python.fresh();
    return { bridge, session: openRecordSession(bridge, request, () => pythonHeaders(graph)) };
  };
  const record = async (step: StepToLoad, before: () => Promise<Schema>, place?: "first"): Promise<RecordedStep> => {
    if (isClosed) throw fail("BRIDGE_CRASHED", "Limbeck has ended the run that records revisions");
    opened ??= open();
    const { session } = await opened;
    const mixed = { steps: [step], loaded: new Map(), start: before };
    return session.record(
      pythonStep(await project.graph(), { ...step, rows: NO_ROWS }),
      async (asked) => creation(project, mixed, { start: await before(), asked }),
      place,
    );
  };
  return {
    record: async (step, before) => opsIn((await record(step, before, "first")).parts).ops,
    async recordAhead(step) {
      const unseen = fail("BRIDGE_PROTOCOL", "The schema is another one when the turn of the revision has come");
      try {
        const { parts, hasLooked } = await record(step, () => Promise.reject(unseen));
        return hasLooked ? undefined : opsIn(parts).ops;
      } catch (error) {
        if (error === unseen) return undefined;
        throw error;
      }
    },
    close: async () => {
      isClosed = true;
      const found = await opened?.catch(() => undefined);
      await found?.bridge.close();
    },
  };
}

/** Alembic's own change of the version table is not part of the text. */
const NO_ROWS = { delete: [], insert: [], update: [] } as const;

/** The statements that make the schema which there is when the running step has emitted its first part. */
async function creation(
  project: Project,
  { steps, loaded }: MixedSteps,
  { start, asked }: { readonly start: Schema; readonly asked: SchemaQuestion },
): Promise<readonly string[]> {
  const { dialect, target } = await databaseTarget(project);
  const names = await namesOf(project);
  const running = steps.filter(isPython)[asked.texts.length];
  const texts = [...asked.texts];
  const done = steps.slice(0, running === undefined ? 0 : steps.indexOf(running)).map((step) => ({
    ...step.revision,
    ops: isPython(step) ? opsOf(texts.shift() ?? "") : (loaded.get(step.revision.id)?.ops ?? []),
  }));
  const history = [
    { id: "base", path: project.settings.file, ops: creationOf(start, dialect) },
    ...done,
    ...(running === undefined ? [] : [{ ...running.revision, ops: opsOf(asked.partial) }]),
  ];
  const { schema } = await replayHistory(history, dialect, readingOf(project.settings, names), target);
  const statements = dialect.plan(creationOf(schema, dialect), emptySchema, oldestServer(dialect));
  return statements.filter(({ check }) => check === undefined).map(({ sql }) => sql);
}

function creationOf(schema: Schema, dialect: Dialect): readonly Op[] {
  const canonical = { have: emptySchema, want: dialect.normalise(schema) };
  return diff(emptySchema, schema, { canonical, traits: dialect.traits, renames: [] }).ops;
}

function isPython({ revision }: StepToLoad): boolean {
  return revision.format === "py";
}

function isSchemaQuestion(question: object): question is SchemaQuestion {
  return "kind" in question && question.kind === "schema";
}

/** An op for each part, and where that stands in the file. */
function opsIn(parts: readonly ScriptPart[]): Pick<LoadedStep, "ops" | "lineOf"> {
  const placed = parts.flatMap(({ sql, line }) => opsOf(sql).map((op) => [op, line ?? undefined] as const));
  const lines = new Map<Op, number | undefined>(placed);
  return { ops: placed.map(([op]) => op), lineOf: (op) => lines.get(op) };
}

function opsOf(text: string): readonly Op[] {
  const sql = text.trim();
  return sql === "" ? [] : [{ kind: "execute", sql }];
}

import { nodesOfRows } from "../revisions/lookup.ts";
import type { Step } from "../revisions/path.ts";
import type { Revision } from "../revisions/revision.ts";
import { rowState } from "../revisions/version-rows.ts";
import { bookTables } from "../run/books.ts";
import { runSteps } from "../run/execute.ts";
import { placeJournal } from "../run/place-journal.ts";
import { emptySchema } from "../schema/schema.ts";
import type { OpenGround } from "../verify/verify-revisions.ts";
import { type Database, databaseTarget, namesOf } from "./database.ts";
import { declaredLosses } from "./declared-losses.ts";
import { openProject, type Project } from "./open.ts";
import type { PythonHost } from "./python-host.ts";
import type { Direction } from "./results.ts";
import { loadedStep, loadSteps, refusePython } from "./revision-ops.ts";
import { thisRunner } from "./runner.ts";
import type { GlobalOptions } from "./use-cases.ts";

/** A scratch database in which the project's revisions run. */
export interface ScratchGround extends OpenGround {
  /** The project, as if this were its database. */
  readonly project: Project;
  readonly database: Database;
}

/**
 * A new scratch database on the server of the project's own, in which the revisions run as they do there. Those in Python run in the
 * project's Python, in one run of env.py, which must take the URL that it is given. Errors: CONNECT_*, BRIDGE_*.
 */
export async function openScratchGround(
  project: Project,
  options: GlobalOptions,
  revisions: readonly Revision[],
): Promise<ScratchGround> {
  const { dialect, target } = await databaseTarget(project);
  const inPython = revisions.filter(isPython);
  const connection = await dialect.scratch(target, { shared: inPython.length > 0 });
  try {
    const there = inPython.length > 0 ? await openProject({ ...options, url: connection.target.url }) : project;
    const base = await namesOf(project);
    const namespace = base.versionTable.schema;
    if (namespace !== undefined) {
      const op = { kind: "createNamespace", name: namespace } as const;
      for (const { sql } of dialect.plan([op], emptySchema, connection.server)) await connection.execute(sql);
    }
    const names = await placeJournal({ connection, dialect, names: base });
    const { display } = connection.target;
    const database: Database = { connection, dialect, names, display, isMissing: false };
    let host: PythonHost | undefined;
    const python = async (): Promise<PythonHost> => {
      host ??= await hostOf(there, database, inPython);
      return host;
    };
    return {
      connection,
      dialect,
      project: there,
      database,
      exclude: bookTables(names),
      declared: (revision, before) => declaredLosses(project, revision, before),
      move: (direction, moved) => move(there, database, { direction, revisions: moved, python }),
      close: async () => {
        await host?.abandon();
        await connection.close();
      },
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

interface Way {
  readonly direction: Direction;
  readonly revisions: readonly Revision[];
  readonly python: () => Promise<PythonHost>;
}

async function move(project: Project, database: Database, { direction, revisions, python }: Way): Promise<void> {
  const { connection, dialect, names } = database;
  const graph = await project.graph();
  const stepsFrom = (heads: readonly string[]): readonly Step[] => {
    const state = rowState(nodesOfRows(graph, heads));
    return revisions.flatMap(({ id }) => {
      const node = graph.byId.get(id);
      if (node === undefined) return [];
      const rows = direction === "upgrade" ? state.up(node) : state.down(node);
      return [{ revision: node.revision, direction, rows }];
    });
  };
  const here = revisions.filter((revision) => !isPython(revision)).map((revision) => ({ revision, direction }));
  const exclude = bookTables(names);
  const loaded = await loadSteps(project, here, () => dialect.inspect(connection, { exclude }));
  const { statementTimeouts, lockTimeoutMs, pace } = project.settings;
  await runSteps({
    ...database,
    next: async (heads) => stepsFrom(heads),
    opsOf: async (step) => (isPython(step.revision) ? { guest: (await python()).guest } : loadedStep(loaded, step)),
    runner: thisRunner(),
    lockTimeoutMs,
    ...(statementTimeouts === undefined ? {} : { statementTimeouts }),
    pace: { ...pace, pauseMs: 0 },
    onEvent: () => undefined,
  });
}

function isPython({ format }: Revision): boolean {
  return format === "py";
}

/** env.py with all of the revisions in Python loaded; each is carried out when its turn comes. */
async function hostOf(project: Project, database: Database, revisions: readonly Revision[]): Promise<PythonHost> {
  const rows = { delete: [], insert: [], update: [] };
  const steps = revisions.map((revision): Step => ({ revision, direction: "upgrade", rows }));
  refusePython(project, steps);
  const quiet = () => undefined;
  const { startPythonHost } = await import("./python-host.ts");
  return startPythonHost(project, database, { steps, target: "heads", onWaiting: quiet, onOutput: quiet });
}

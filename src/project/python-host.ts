import { realpathSync } from "node:fs";
import { given } from "../base/given.ts";
import { fail } from "../bridge/errors.ts";
import type { RunWord } from "../bridge/run-commands.ts";
import { openRunSession } from "../bridge/run-session.ts";
import type { ConnectionTarget } from "../dialects/contract.ts";
import type { Step } from "../revisions/path.ts";
import type { Guest } from "../run/guest.ts";
import { displayName } from "../schema/names.ts";
import type { ObjectName } from "../schema/schema.ts";
import type { Database } from "./database.ts";
import type { Project } from "./open.ts";
import { runPlace } from "./python.ts";
import { pythonGuest, pythonHeaders, pythonStep } from "./python-guest.ts";

/** One run of the project's env.py, while a command runs revisions. */
export interface PythonHost {
  readonly guest: Guest;
  /** Lets env.py come to its end. Errors: BRIDGE_CODE_FAILED. */
  readonly finish: () => Promise<void>;
  /** Ends env.py wherever it is, if it hasn't ended, and Python; what isn't committed is undone. */
  readonly abandon: () => Promise<void>;
}

/** What the command is about to do. */
interface Way {
  /** Revisions in Python, all of which are loaded at once. */
  readonly steps: readonly Step[];
  readonly target: string;
  readonly onWaiting: (message: string) => void;
  /** A line that the project's code printed. */
  readonly onOutput: (line: string) => void;
}

/**
 * Starts env.py in the project's Python, and loads the files of the steps.
 * Errors: BRIDGE_*; BRIDGE_ANOTHER_DATABASE when env.py connects to another database than the project's.
 */
export async function startPythonHost(
  project: Project,
  database: Database,
  { steps, target, onWaiting, onOutput }: Way,
): Promise<PythonHost> {
  const { dialect, display, names } = database;
  const graph = await project.graph();
  const { lockTimeoutMs } = project.settings;
  const seconds = Math.round(lockTimeoutMs / 100) / 10;
  const output = linesTo(onOutput);
  const home = dialect.ownNamespace?.home ?? null;
  const ourHome = home === null ? null : await homeOf(database, home);
  const bridge = await project.python.fresh(output.take);
  try {
    const session = await openRunSession(
      bridge,
      {
        ...(await runPlace(project)),
        target,
        steps: steps.map((step) => pythonStep(graph, step)),
        transactionalDdl: dialect.traits.transactionalDdl,
        lockTimeoutMs,
        limits: dialect.limits(project.settings.statementTimeouts ?? {}),
        home,
        journal: isApart(database) ? null : names.journal.name,
        databaseName: database.connection.server.database ?? null,
        admits: database.connection.admit !== undefined,
        guest: dialect.guest?.({ lockTimeoutMs }) ?? null,
      },
      {
        graph: () => pythonHeaders(graph),
        ...given({ admit: database.connection.admit }),
        onWaiting: () => onWaiting(`Another process has "${display}" locked; waiting up to ${seconds} s.`),
        check: (environment) => checkEnvironment(project, { ...database, home: ourHome }, environment),
      },
    );
    const abandon = async (): Promise<void> => {
      await session.cancel(fail("BRIDGE_CRASHED", "Limbeck has ended the run of env.py"));
      await bridge.close();
      output.end();
    };
    return { guest: pythonGuest(session, graph), finish: session.end, abandon };
  } catch (error) {
    await bridge.close();
    throw error;
  }
}

/** Whether the journal is in a namespace that no revision knows. */
function isApart({ dialect, names: { journal } }: Database): boolean {
  return journal.schema !== undefined && journal.schema === dialect.ownNamespace?.name;
}

/** Makes lines of pieces of text. */
function linesTo(onLine: (line: string) => void): { readonly take: (text: string) => void; readonly end: () => void } {
  let rest = "";
  return {
    take: (text) => {
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? "";
      for (const line of lines) onLine(line);
    },
    end: () => {
      if (rest !== "") onLine(rest);
      rest = "";
    },
  };
}

/** The namespace in which Limbeck's own session makes what has none. */
async function homeOf({ connection }: Database, query: string): Promise<string | null> {
  const [row] = await connection.query(query);
  const [home] = Object.values(row ?? {});
  return typeof home === "string" ? home : null;
}

/** Limbeck's books and lock are of use only in the database in which env.py runs the revisions. */
function checkEnvironment(
  project: Project,
  { connection, dialect, names, display, home: ourHome }: Database & { readonly home: string | null },
  { url, versionTable, versionTableSchema, home }: Extract<RunWord, { readonly kind: "ready" }>,
): void {
  const theirs = dialect.target(url, project.settings.directory);
  if (!isSamePlace(theirs, connection.target)) {
    const message = `env.py connects to "${theirs.display}", and Limbeck works on "${display}"`;
    throw fail("BRIDGE_ANOTHER_DATABASE", message, { details: { environment: theirs.display, database: display } });
  }
  const table: ObjectName =
    versionTableSchema === null ? { name: versionTable } : { schema: versionTableSchema, name: versionTable };
  if (versionTableSchema === null && home !== ourHome) {
    const message = `In the session of env.py names lead to ${namespaceText(home)}, and in Limbeck's to ${namespaceText(ourHome)}`;
    throw fail("BRIDGE_ANOTHER_DATABASE", message, {
      hint: "Let env.py say SET search_path, without LOCAL, on the connection that it gives to configure(), or name a `version_table_schema`.",
      details: { environment: home, database: ourHome },
    });
  }
  if (displayName(table) === displayName(names.versionTable)) return;
  const message = `env.py keeps the version table "${displayName(table)}", and Limbeck "${displayName(names.versionTable)}"`;
  throw fail("BRIDGE_ANOTHER_DATABASE", message, {
    hint: "Name the same table in the config (`versionTable`) and in env.py (`version_table`).",
    details: { environment: displayName(table), config: displayName(names.versionTable) },
  });
}

function namespaceText(name: string | null): string {
  return name === null ? "no namespace" : `the namespace "${name}"`;
}

/** The driver, the user and the options may differ: Python has its own. */
function isSamePlace(a: ConnectionTarget, b: ConnectionTarget): boolean {
  if (a.file !== undefined || b.file !== undefined) return realPath(a.file) === realPath(b.file);
  return a.dialect === b.dialect && placeOf(a) === placeOf(b);
}

function realPath(file: string | undefined): string | undefined {
  try {
    return file === undefined ? undefined : realpathSync(file);
  } catch {
    // It isn't there yet.
    return file;
  }
}

/** Host, port and database of a URL; the URL itself where it has no host. */
function placeOf({ display }: ConnectionTarget): string {
  const [, host, path] = /^[^:]+:\/\/(?:[^@/?#]*@)?([^/?#]+)(\/[^?#]*)?/.exec(display) ?? [];
  return host === undefined ? display.replace(/^[^:]+:/, "") : `${host.toLowerCase()}${path ?? "/"}`;
}

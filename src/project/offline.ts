import { isLimbeckError, type LimbeckError } from "../base/error.ts";
import { given } from "../base/given.ts";
import type { Server } from "../dialects/contract.ts";
import { planStamp } from "../revisions/path.ts";
import { resolveRevisions } from "../revisions/target.ts";
import { ensureVersionScript, offlineScript, type ScriptTarget, stampScript as stampLines } from "../run/offline.ts";
import { placeUnseenJournal } from "../run/place-journal.ts";
import { databaseTarget, demandsOf, namesOf } from "./database.ts";
import { fail } from "./errors.ts";
import { limbeckVersion } from "./limbeck-entry.ts";
import { planMove } from "./move-plan.ts";
import { oldestServer } from "./oldest-server.ts";
import type { Project } from "./open.ts";
import { replay } from "./replay.ts";
import type { Direction, ScriptResult } from "./results.ts";
import { loadedStep, loadSteps } from "./revision-ops.ts";
import { readingOf } from "./scope.ts";

/** A target of `--sql`: where the script starts, if that is said, and where it leads. */
export interface ScriptRange {
  readonly from?: string;
  readonly to: string;
}

/** The script of an upgrade or a downgrade. Errors: TARGET_RANGE_NEEDED, RUN_OFFLINE_OPAQUE, REVISION_*, GRAPH_*. */
export async function moveScript(project: Project, direction: Direction, range: ScriptRange): Promise<ScriptResult> {
  if (direction === "downgrade" && range.from === undefined) {
    throw fail("TARGET_RANGE_NEEDED", `downgrade with --sql requires <fromrev>:<torev>, not "${range.to}"`);
  }
  const graph = await project.graph();
  const target = await scriptTarget(project);
  const from = await startOf(project, range.from);
  const { steps } = planMove(graph, direction, from, range.to);
  const reading = readingOf(project.settings, target.names);
  const loaded = await loadSteps(
    project,
    steps,
    async () => (await replay(project, { ...target, reading }, { from, done: [] })).schema,
    { from },
  );
  const opaque = new Set<string>();
  const { sql, warnings } = await forOldest(target, (server) =>
    offlineScript({
      ...target,
      server,
      from,
      steps: steps.map((step) => ({ step, ...loadedStep(loaded, step) })),
      schemaAfter: async (done) => {
        const found = await replay(project, { ...target, reading }, { from, done });
        for (const id of found.opaque) opaque.add(id);
        return found.schema;
      },
    }),
  );
  const unreplayed = [...opaque].map(
    (id) =>
      `revision "${id}" calls a function, which can't be replayed: the script is right only if it leaves the schema as it is`,
  );
  return { kind: "script", sql, warnings: [...warnings, ...unreplayed] };
}

/** The script of a stamp; all ranges start at the same revision. Errors: STAMP_OPTION, REVISION_*, GRAPH_*. */
export async function stampScript(project: Project, ranges: readonly ScriptRange[]): Promise<ScriptResult> {
  const starts = [...new Set(ranges.map((range) => range.from))];
  if (starts.length > 1) {
    throw fail("STAMP_OPTION", "Stamp with --sql takes one starting revision for all ranges", {
      hint: "Begin every range with the same revision.",
    });
  }
  const from = await startOf(project, starts[0]);
  const targets = ranges.map((range) => range.to);
  const { heads, changes } = planStamp(await project.graph(), from, targets, {});
  return { kind: "script", sql: stampLines({ ...(await scriptTarget(project)), from, heads, changes }), warnings: [] };
}

/** The script that makes the version table and the journal where they aren't there. */
export async function versionTableScript(project: Project): Promise<ScriptResult> {
  return { kind: "script", sql: ensureVersionScript(await scriptTarget(project)), warnings: [] };
}

/** The script for this server, or for the first that has what the revisions ask for where this one lacks it, which the script then says. */
async function forOldest(
  { dialect, server }: Pick<ScriptTarget, "dialect" | "server">,
  write: (server: Server) => Promise<string>,
  lacking?: LimbeckError,
): Promise<Pick<ScriptResult, "sql" | "warnings">> {
  try {
    const sql = await write(server);
    if (lacking === undefined) return { sql, warnings: [] };
    const since = `${dialect.title} ${server.version} or newer`;
    return { sql: `-- For ${since}\n${sql}`, warnings: [`the script is for ${since}: ${lacking.message}`] };
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const since = isLimbeckError(cause, "DIALECT_UNSUPPORTED") ? cause.details["since"] : undefined;
    if (!isLimbeckError(cause) || typeof since !== "string") throw error;
    return forOldest({ dialect, server: { ...server, version: since } }, write, cause);
  }
}

/** The rows of the version table where a script starts; none is an empty database. */
async function startOf(project: Project, from: string | undefined): Promise<readonly string[]> {
  return from === undefined ? [] : resolveRevisions(await project.graph(), from).map((revision) => revision.id);
}

async function scriptTarget(project: Project): Promise<ScriptTarget> {
  const { dialect, target } = await databaseTarget(project);
  const { session } = target;
  const names = placeUnseenJournal({ dialect, names: await namesOf(project) }, session);
  const server = {
    ...oldestServer(dialect),
    ...demandsOf(project, dialect),
    ...given({ database: target.database }),
  };
  return { dialect, server, names, tool: limbeckVersion(), ...given({ session }) };
}

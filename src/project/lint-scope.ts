import { isLimbeckError } from "../base/error.ts";
import { given } from "../base/given.ts";
import type { Dialect, Server } from "../dialects/contract.ts";
import { headsOf, type RevisionGraph } from "../revisions/graph.ts";
import { inOrder, withNeeds } from "../revisions/graph-node.ts";
import { historyRange } from "../revisions/history-range.ts";
import { planUpgrade } from "../revisions/path.ts";
import type { Revision } from "../revisions/revision.ts";
import { resolveRevisions } from "../revisions/target.ts";
import { booksAside } from "../run/books-aside.ts";
import type { JournalRow } from "../run/journal-table.ts";
import { emptySchema, type Schema } from "../schema/schema.ts";
import { databaseTarget, rowsOf, withDatabase } from "./database.ts";
import { fail } from "./errors.ts";
import { schemaBeforePending } from "./half-applied.ts";
import type { Project } from "./open.ts";
import type { LintInput } from "./use-cases.ts";

/** Which revisions are linted, and what is known of the database before the first of them. */
export interface LintScope {
  readonly revisions: readonly Revision[];
  readonly wanted: ReadonlySet<string>;
  readonly dialect: Dialect;
  readonly server: Server;
  readonly start: Schema;
  readonly isOneRun: boolean;
  readonly rows?: ReadonlyMap<string, number>;
  readonly notes: readonly string[];
}

/** What the database says, where it can be asked. */
interface Asked {
  readonly server: Server;
  readonly rows: readonly string[];
  readonly schema: Schema;
  readonly estimates?: ReadonlyMap<string, number>;
  /** The revision that is half-applied. */
  readonly open?: JournalRow;
}

/**
 * The revisions that `input` means: those named, all, or those that the database doesn't have yet; all where it can't be asked.
 * Errors: REVISION_*, GRAPH_*, CONFIG_URL_MISSING.
 */
export async function lintScope(project: Project, { targets, all, live }: LintInput): Promise<LintScope> {
  const graph = await project.graph();
  const { dialect } = await databaseTarget(project);
  const asked = await askDatabase(project, live === true);
  if (live === true && typeof asked === "string")
    throw fail("LINT_NOT_LIVE", `${asked.split(":")[0]}, so that nobody knows how large its tables are`);
  const { server } = typeof asked === "string" ? { server: dialect.newest } : asked;
  const sizes = typeof asked === "string" || asked.estimates === undefined ? {} : { rows: asked.estimates };
  const rows = typeof asked === "string" ? [] : asked.rows.filter((id) => graph.byId.has(id));
  if (targets.length === 0 && all !== true && typeof asked !== "string" && rows.length > 0) {
    const revisions = planUpgrade(graph, rows, "heads").steps.map(({ revision }) => revision);
    const notes = [
      ...(revisions.length === 0 ? ["No revision is pending; `--all` looks at those that are applied, too."] : []),
      ...(asked.open === undefined ? [] : [halfNote(asked.open)]),
    ];
    const wanted = new Set(revisions.map(({ id }) => id));
    return { revisions, wanted, dialect, server, start: asked.schema, isOneRun: true, notes, ...sizes };
  }
  const named = targets.length === 0 ? allOf(graph) : targets.flatMap((target) => revisionsOf(graph, target, rows));
  const wanted = new Set(named.map(({ id }) => id));
  const nodes = [...graph.byId.values()].filter(({ revision }) => wanted.has(revision.id));
  const revisions = inOrder(withNeeds(nodes)).map((node) => node.revision);
  const notes = typeof asked === "string" && targets.length === 0 && all !== true ? [asked] : [];
  return { revisions, wanted, dialect, server, start: emptySchema, isOneRun: false, notes, ...sizes };
}

function halfNote({ revision, direction, statementsDone: done, statementsTotal: total }: JournalRow): string {
  const far = `${done}${total === undefined ? "" : ` of ${total}`} statements`;
  return `The ${direction} of revision "${revision}" is half-applied, ${far} are committed: all is looked at as if none were, on the schema that the revisions before lead to.`;
}

function allOf(graph: RevisionGraph): readonly Revision[] {
  return [...graph.byId.values()].map((node) => node.revision);
}

function revisionsOf(graph: RevisionGraph, target: string, rows: readonly string[]): readonly Revision[] {
  if (target.includes(":")) return historyRange(graph, target, rows);
  return target === "heads" ? headsOf(graph) : resolveRevisions(graph, target);
}

/** A database that isn't there, or that nobody can reach from here, is no obstacle: a sentence says so. */
async function askDatabase(project: Project, isLive: boolean): Promise<Asked | string> {
  try {
    return await withDatabase(project, "read", async (database) => {
      const { connection, dialect, names } = database;
      const { schema, open } = await schemaBeforePending(project, database, booksAside(names));
      const estimates = isLive ? { estimates: await dialect.rowEstimates(connection) } : {};
      return { server: connection.server, rows: await rowsOf(database), schema, ...estimates, ...given({ open }) };
    });
  } catch (error) {
    if (!isLimbeckError(error) || !error.code.startsWith("CONNECT_")) throw error;
    return `The database couldn't be asked what is pending (${error.code}): all revisions are looked at.`;
  }
}

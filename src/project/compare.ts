import { both } from "../base/both.ts";
import { type RevisionGraph, realHeadsOf } from "../revisions/graph.ts";
import { nodesOfRows } from "../revisions/lookup.ts";
import { bookTables } from "../run/books.ts";
import type { JournalRow } from "../run/journal-table.ts";
import { readState } from "../run/transaction.ts";
import type { Comparison } from "./comparison.ts";
import type { Database } from "./database.ts";
import { fail } from "./errors.ts";
import type { Project } from "./open.ts";
import type { RenameQuestion } from "./results.ts";
import { scopeOf } from "./scope.ts";
import type { CompareInput, Talk } from "./use-cases.ts";

export type { Comparison } from "./comparison.ts";

/**
 * Compares the database with the models. Asks about what may be a rename where somebody can answer. What reads the models and compares is
 * loaded while the server works.
 * Errors: TARGET_NOT_UP_TO_DATE, CONFIG_MODELS_MISSING, CONFIG_HOOK_*, DIFF_RENAME_*, and those of the source of the models.
 */
export async function compareWithModels(
  project: Project,
  database: Database,
  { input, ask }: { readonly input: CompareInput; readonly ask?: Talk["ask"] },
): Promise<Comparison> {
  const [{ heads, open }, graph] = await both(readState(database), project.graph());
  refuseBehind(graph, heads);
  if (open !== undefined) throw halfWay(open);
  const { connection, dialect, names } = database;
  const scope = await scopeOf(project.settings, database, input);
  const { wants, standsAlone, within } = scope;
  const inspected = dialect.inspect(connection, { exclude: bookTables(names), wants, standsAlone }).then(within);
  const compared = import("./comparison.ts").then(({ readModels }) =>
    readModels(project, database, { input, have: inspected, scope }),
  );
  const [found, models] = await both(inspected, compared);
  const { comparisonOf } = await import("./comparison.ts");
  return comparisonOf(project, database, { found, models, scope, input, ...(ask === undefined ? {} : { ask }) });
}

/** Refuses while somebody must say whether something is a rename. Errors: DIFF_RENAME_UNDECIDED. */
export function refuseUndecided(undecided: readonly RenameQuestion[]): void {
  if (undecided.length === 0) return;
  const pairs = undecided.map(({ what, from, to }) => `${what} "${from}" to "${to}"`).join(", ");
  const flags = undecided.map(({ from, to }) => `--rename ${from}=${to}`).join(" ");
  throw fail("DIFF_RENAME_UNDECIDED", `A drop and an addition may be a rename: ${pairs}`, {
    hint: `Say so with ${flags}, or --no-renames when they are different things.`,
    details: { maybeRenames: undecided },
  });
}

function refuseBehind(graph: RevisionGraph, rows: readonly string[]): void {
  const present = new Set(nodesOfRows(graph, rows).map((node) => node.revision));
  const missing = realHeadsOf(graph).filter((head) => !present.has(head));
  if (missing.length === 0) return;
  const at = rows.length === 0 ? "base" : rows.join(", ");
  const lacks = missing.map((head) => `"${head.id}"`).join(", ");
  throw fail("TARGET_NOT_UP_TO_DATE", `Target database is not up to date: it is at ${at}, without the head ${lacks}`, {
    details: { current: rows, missing: missing.map((head) => head.id) },
  });
}

/** At the heads by its version table, a database is half-way down from there. */
function halfWay({ revision, direction }: JournalRow): Error {
  const message = `Target database is not up to date: it is half-way into the ${direction} of revision "${revision}"`;
  return fail("TARGET_NOT_UP_TO_DATE", message, {
    hint: "Run the command that was interrupted again, or see `limbeck repair`.",
    details: { revision, direction },
  });
}

import type { Wait } from "../dialects/contract.ts";
import { nodesOfRows } from "../revisions/lookup.ts";
import { resolveRevisions } from "../revisions/target.ts";
import { rowState } from "../revisions/version-rows.ts";
import { acceptEdited, findEdited } from "../run/edited.ts";
import { goesOn, guestParts, partLines } from "../run/guest-parts.ts";
import { readJournal } from "../run/journal.ts";
import type { JournalRow } from "../run/journal-table.ts";
import { hasPosition } from "../run/position.ts";
import { type Settlement, settle } from "../run/repair.ts";
import { readState } from "../run/transaction.ts";
import { appliedRevisions } from "./applied.ts";
import { type Database, withDatabase } from "./database.ts";
import { fail } from "./errors.ts";
import { openProject, type Project } from "./open.ts";
import { thisRunner } from "./runner.ts";
import type { RepairInput, Talk, UseCases } from "./use-cases.ts";

/**
 * Settles by word of the user what Limbeck can't know: that a changed file of an applied revision is right, or how a half-applied
 * revision was brought to an end; or takes back itself what is committed of it. Without an option it says what there is to settle, and changes nothing.
 * Errors: REPAIR_OPTION, REPAIR_NOTHING, RUN_NOT_UNDOABLE, RUN_UNDO_FAILED, and what a target's lookup throws.
 */
export const repair: UseCases["repair"] = async (options, input, talk = {}) => {
  const { accept, done, undone, undo, dryRun } = input;
  const given = [accept, done, undone, undo].filter((value) => value !== undefined && value.length > 0);
  if (given.length > 1) throw fail("REPAIR_OPTION", "Only one of --accept, --done, --undone and --undo can be given");
  if (dryRun === true && undo === undefined) throw fail("REPAIR_OPTION", "--dry-run goes with --undo");
  const project = await openProject(options);
  if (undo !== undefined) {
    const { takeBackRevision } = await import("./take-back.ts");
    return takeBackRevision(project, undo, { isDry: dryRun === true, talk });
  }
  if (given.length === 0) return withDatabase(project, "read", (database) => openQuestions(project, database));
  return withDatabase(project, "write", async (database) => ({
    database: database.display,
    settled: await settleAll(project, database, { input, wait: waitOf(project, talk) }),
    open: [],
  }));
};

async function settleAll(
  project: Project,
  database: Database,
  { input, wait }: { readonly input: RepairInput; readonly wait: Wait },
): Promise<readonly string[]> {
  const graph = await project.graph();
  const by = thisRunner();
  if (input.done !== undefined || input.undone !== undefined) {
    const target = input.done ?? input.undone ?? "";
    const how =
      input.done === undefined ? ({ as: "undone" } as const) : await doneSettlement(project, database, target);
    const row = await settle(database, target, how, { by, wait });
    return [`${row.direction} of revision "${row.revision}" is settled as ${how.as}`];
  }
  const settled: string[] = [];
  for (const revision of (input.accept ?? []).flatMap((target) => resolveRevisions(graph, target))) {
    await acceptEdited(database, revision, by, wait);
    settled.push(`the file of revision "${revision.id}" is accepted as it is: ${revision.path}`);
  }
  return settled;
}

/** What finishing a half-applied revision by hand does to the version table. */
async function doneSettlement(project: Project, database: Database, id: string): Promise<Settlement> {
  const graph = await project.graph();
  const { heads, open } = await readState(database);
  const node = open?.revision === id ? graph.byId.get(id) : undefined;
  if (open === undefined || node === undefined) return { as: "done", rows: { delete: [], insert: [], update: [] } };
  const state = rowState(nodesOfRows(graph, heads));
  return { as: "done", rows: open.direction === "downgrade" ? state.down(node) : state.up(node) };
}

async function openQuestions(project: Project, database: Database): ReturnType<UseCases["repair"]> {
  const journal = await readJournal(database.connection, database.dialect, database.names);
  const { heads, open } = await readState(database);
  const edited = findEdited(appliedRevisions(await project.graph(), heads), journal);
  const parts = open === undefined ? undefined : guestParts(open);
  const committed = parts === undefined ? [] : await partLines(database, parts);
  const list = committed.length === 0 ? "" : `; committed are:\n    ${committed.join("\n    ")}`;
  return {
    database: database.display,
    settled: [],
    open: [
      ...(open === undefined
        ? []
        : [`the ${open.direction} of revision "${open.revision}" is half-applied: ${waysOut(open)}${list}`]),
      ...edited.map(
        ({ revision, path }) => `the file of revision "${revision}" was changed since: --accept ${revision} (${path})`,
      ),
    ],
  };
}

/** What a function in Python has done, Limbeck can't take back. */
function waysOut(open: JournalRow): string {
  const { revision } = open;
  const first = hasPosition(open)
    ? `--undo ${revision} takes it back; by hand: `
    : goesOn(guestParts(open))
      ? "the command that was interrupted goes on with it; by hand: "
      : "";
  return `${first}--done ${revision} or --undone ${revision}`;
}

function waitOf(project: Project, { onProgress }: Talk): Wait {
  return {
    lockTimeoutMs: project.settings.lockTimeoutMs,
    onWait: (message) => onProgress?.({ kind: "waiting", message }),
  };
}

import { readFile } from "node:fs/promises";
import type { Op } from "../ops/op.ts";
import type { Schema } from "../schema/schema.ts";
import type { Project } from "./open.ts";
import type { StepToLoad } from "./record-step.ts";
import { loadSteps } from "./revision-ops.ts";

/**
 * What a revision in Python would do, by Alembic's offline mode in a Python of its own; nothing, and no Python, where its text has no word of
 * anything that could drop data. Errors: BRIDGE_*, SOURCE_HISTORY_FAILED.
 */
export async function recordedPython(
  project: Project,
  step: StepToLoad,
  before: () => Promise<Schema>,
): Promise<readonly Op[]> {
  if (!mayDrop(await readFile(step.revision.path, "utf8"))) return [];
  return (await loadSteps(project, [step], before)).get(step.revision.id)?.ops ?? [];
}

/** Names of what drops and alters, raw SQL, and modules other than the usual ones, whose functions may do anything. */
function mayDrop(text: string): boolean {
  return (
    /drop_(?:table|column)|alter_column|batch_alter_table|\bexecute\b|\bdrop\b/i.test(text) || OTHER_MODULE.test(text)
  );
}

const OTHER_MODULE = /^[ \t]*(?:from|import)[ \t]+(?!(?:alembic|sqlalchemy|typing|collections|datetime|__future__)\b)/m;

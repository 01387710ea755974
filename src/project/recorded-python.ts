import { readFile } from "node:fs/promises";
import { isLimbeckError } from "../base/error.ts";
import type { Op } from "../ops/op.ts";
import type { Schema } from "../schema/schema.ts";
import type { PythonRecorder } from "./python-scripts.ts";
import type { StepToLoad } from "./record-step.ts";

/**
 * What a revision in Python would do, by Alembic's offline mode; nothing, and no Python, where its text has no word of
 * anything that could drop data. Errors: those of the offline mode, where the text has a word of dropping.
 */
export async function recordedPython(
  recorder: () => Promise<PythonRecorder>,
  step: StepToLoad,
  before: () => Promise<Schema>,
): Promise<readonly Op[]> {
  const text = await textOf(step);
  if (!mayDrop(text)) return [];
  try {
    return await (await recorder()).record(step, before);
  } catch (error) {
    if (!isLimbeckError(error) || /drop/i.test(text) || OTHER_MODULE.test(text)) throw error;
    return [];
  }
}

/** Whether its text has a word of anything that could drop data. */
export async function mayLose(step: StepToLoad): Promise<boolean> {
  return mayDrop(await textOf(step));
}

/** The text without the function of the other direction. */
async function textOf({ revision, direction }: StepToLoad): Promise<string> {
  const text = await readFile(revision.path, "utf8");
  const other = direction === "upgrade" ? "downgrade" : "upgrade";
  return text.replace(
    new RegExp(`^(?:async[ \\t]+)?def[ \\t]+${other}\\b[^\\n]*\\n(?:[ \\t]+[^\\n]*\\n|[ \\t\\r]*\\n)*`, "m"),
    "",
  );
}

/** Names of what drops and alters, raw SQL, and modules other than the usual ones, whose functions may do anything. */
function mayDrop(text: string): boolean {
  return /drop|alter_column|batch_alter_table|\bexecute\b/i.test(text) || OTHER_MODULE.test(text);
}

const OTHER_MODULE =
  /^[ \t]*(?:from|import)[ \t]+(?!(?:alembic|sqlalchemy|typing|collections|datetime|json|uuid|re|os|sys|__future__)\b)/m;

import { readFileSync } from "node:fs";
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
  const text = textOf(step);
  if (!mayDrop(text)) return [];
  try {
    return await (await recorder()).record(step, before);
  } catch (error) {
    if (!isLimbeckError(error) || /drop/i.test(text) || OTHER_MODULE.test(text)) throw error;
    return [];
  }
}

/** Those of the steps, by id, whose text has a word of anything that could drop data. */
export function losingSteps(steps: readonly StepToLoad[]): ReadonlySet<string> {
  return new Set(steps.filter((step) => mayDrop(textOf(step))).map(({ revision }) => revision.id));
}

/** The text without the function of the other direction. */
function textOf({ revision, direction }: StepToLoad): string {
  // A thousand promises of files take ten times as long.
  const text = readFileSync(revision.path, "utf8");
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

import { readFileSync } from "node:fs";
import { isLimbeckError } from "../base/error.ts";
import type { Op } from "../ops/op.ts";
import type { Schema } from "../schema/schema.ts";
import type { PythonRecorder } from "./python-scripts.ts";
import type { StepToLoad } from "./record-step.ts";

/**
 * What a revision in Python would do, by Alembic's offline mode; unless it is to be told wholly, nothing, and no Python, where its text has no
 * word of anything that could drop data. Errors: those of the offline mode, where the text has a word of dropping, or all is to be told.
 */
export async function recordedPython(
  recorder: () => Promise<PythonRecorder>,
  step: StepToLoad,
  before: () => Promise<Schema>,
  extent?: "whole",
): Promise<readonly Op[]> {
  if (extent === "whole") return (await recorder()).record(step, before);
  const text = textOf(step);
  if (!mayDrop(text)) return [];
  try {
    return await (await recorder()).record(step, before);
  } catch (error) {
    if (!isLimbeckError(error) || /drop/i.test(text) || OTHER_MODULE.test(text)) throw error;
    return [];
  }
}

/**
 * What revisions in Python would do, recorded while those before them run; undefined where only its turn can tell.
 * `onFound` comes before they are told.
 */
export function recordAhead(
  recorder: () => Promise<PythonRecorder>,
  steps: readonly StepToLoad[],
  onFound: (ops: readonly Op[]) => Promise<unknown>,
): (step: StepToLoad) => Promise<readonly Op[] | undefined> {
  const found = new Map<string, Promise<readonly Op[] | undefined>>();
  for (const step of steps) {
    const text = textOf(step);
    if (!mayDrop(text)) found.set(step.revision.id, Promise.resolve([]));
    if (!mayDrop(text) || PAST_ALEMBIC.test(text)) continue;
    const ops = recordUnseen(recorder, step).then(async (recorded) => {
      if (recorded !== undefined) await onFound(recorded);
      return recorded;
    });
    // Whoever asks for it gets the error.
    ops.catch(() => undefined);
    found.set(step.revision.id, ops);
  }
  return async ({ revision }) => found.get(revision.id);
}

/** Undefined also where it fails: when its turn has come it may not. */
async function recordUnseen(
  recorder: () => Promise<PythonRecorder>,
  step: StepToLoad,
): Promise<readonly Op[] | undefined> {
  try {
    return await (await recorder()).recordAhead(step);
  } catch (error) {
    if (!isLimbeckError(error)) throw error;
    return undefined;
  }
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

/**
 * Names of what drops and alters, which are words of raw SQL too; what gets raw SQL from elsewhere; and modules other than the usual ones,
 * whose functions may do anything.
 */
function mayDrop(text: string): boolean {
  if (OTHER_MODULE.test(text) || LOSES.test(text.replace(KEEPS, ""))) return true;
  return /\bexecute\b/.test(text) && (LOSES_IN_SQL.test(text) || PAST_ALEMBIC.test(text));
}

const LOSES = /drop|alter_column|batch_alter_table/i;

/** Operations that take no values away. */
const KEEPS = /\bdrop_(?:index|constraint|table_comment)\b/g;

/** Words by which a server's ALTER TABLE gives a column another type. */
const LOSES_IN_SQL = /\b(?:type|modify|change|convert)\b/i;

const OTHER_MODULE =
  /^[ \t]*(?:from|import)[ \t]+(?!(?:alembic|sqlalchemy|typing|collections|datetime|json|uuid|re|os|sys|__future__)\b)/m;

/** Words of what reads or does something past Alembic, which in offline mode shows it nothing that changes from one revision to the next. */
const PAST_ALEMBIC =
  /\bcreate_(?:async_)?engine\b|\bengine_from_config\b|\bconnect\b|\bopen\b|\bget_bind\b|\b(?:from|import)[ \t]+(?:os|sys)\b/;

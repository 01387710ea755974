import { isLimbeckError, LimbeckError, messageOf } from "../base/error.ts";
import { type Recorder, recordOps } from "../ops/recorder.ts";
import type { Step } from "../revisions/path.ts";
import type { Revision } from "../revisions/revision.ts";
import { stackPlace } from "../revisions/stack-place.ts";
import type { LoadedStep } from "../run/run-input.ts";
import { fail } from "./errors.ts";
import type { ModuleExports } from "./load-module.ts";

/** A revision in one of its two directions. */
export type StepToLoad = Pick<Step, "revision" | "direction">;

/**
 * Runs the function of a revision's direction, which touches no database, and returns what it recorded, and where.
 * Errors: REVISION_EXPORTS, REVISION_RECORDING; an error of Limbeck's own keeps its code and gains the place.
 */
export function recordStep({ revision, direction }: StepToLoad, exports: ModuleExports): LoadedStep {
  const directionFunction = exports[direction];
  if (!isRecordable(directionFunction)) {
    throw fail("REVISION_EXPORTS", `Revision "${revision.id}" exports no function "${direction}": ${revision.path}`, {
      details: { revision: revision.id, path: revision.path, direction },
    });
  }
  try {
    const { ops, functions, calls } = recordOps(directionFunction);
    const lineOf: LoadedStep["lineOf"] = (op) => stackPlace(calls.get(op), (file) => file === revision.path)?.line;
    return { ops, functions, lineOf };
  } catch (error) {
    throw recordingError(revision, direction, error);
  }
}

function isRecordable(value: unknown): value is (op: Recorder) => unknown {
  return typeof value === "function";
}

function recordingError({ id, path }: Revision, direction: string, error: unknown): Error {
  const place = stackPlace(error, (file) => file === path);
  const where = place === undefined ? path : `${path}:${place.line}:${place.column}`;
  const details = {
    revision: id,
    path,
    direction,
    ...(place === undefined ? {} : { line: place.line, column: place.column }),
  };
  if (!isLimbeckError(error)) {
    return fail("REVISION_RECORDING", `${where}: the ${direction} of revision "${id}" threw: ${messageOf(error)}`, {
      cause: error,
      details,
    });
  }
  const exit = error.exit === 2 || error.exit === 4 ? error.exit : 3;
  const page = { title: "", why: "", fix: error.hint, exit } as const;
  return new LimbeckError(error.code, page, `${where}: ${error.message}`, {
    cause: error,
    details: { ...error.details, ...details },
  });
}

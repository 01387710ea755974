import { expect } from "vitest";
import { isLimbeckError, type LimbeckError } from "../../src/base/error.ts";

/** The coded error that a run ends with; any other end fails the test. */
export async function failureOf(run: Promise<unknown>): Promise<LimbeckError> {
  const error = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (isLimbeckError(error)) return error;
  expect.fail(error instanceof Error ? `no coded error: ${error.stack}` : "nothing failed");
}

/** The code of that error. */
export async function codeOf(run: Promise<unknown>): Promise<string> {
  return (await failureOf(run)).code;
}

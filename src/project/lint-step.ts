import { isLimbeckError } from "../base/error.ts";
import type { Dialect, Server } from "../dialects/contract.ts";
import type { OpsToRead, ReadStep } from "../lint/read-step.ts";
import { readStep } from "../lint/read-step.ts";
import type { Op } from "../ops/op.ts";

/** The statements of a step's ops, when the dialect has loaded what it needs to read them. */
export async function readLoaded(input: OpsToRead): Promise<ReadStep> {
  await makeReady(input.dialect, input.ops, input.server);
  return readStep(input);
}

/** What the dialect can't read is found again, statement by statement. */
async function makeReady(dialect: Dialect, ops: readonly Op[], server: Server): Promise<void> {
  try {
    await dialect.ready?.(ops, server);
  } catch (error) {
    if (!isLimbeckError(error)) throw error;
  }
}

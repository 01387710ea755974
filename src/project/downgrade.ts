import { move } from "./move.ts";
import type { UseCases } from "./use-cases.ts";

/** Takes back what stands above the target. Errors: REVISION_*, GRAPH_*, RUN_*, CONNECT_*, LOCK_TIMEOUT. */
export const downgrade: UseCases["downgrade"] = (options, input, talk = {}) =>
  move("downgrade", options, { input, talk });

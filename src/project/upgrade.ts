import { move } from "./move.ts";
import type { UseCases } from "./use-cases.ts";

/** Runs what the target needs and the database lacks. Errors: REVISION_*, GRAPH_*, RUN_*, CONNECT_*, LOCK_TIMEOUT. */
export const upgrade: UseCases["upgrade"] = (options, input, talk = {}) => move("upgrade", options, { input, talk });

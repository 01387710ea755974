import type { Server } from "../dialects/contract.ts";

/** SQL that is written into a file may meet any server that the dialect knows, so it is planned for the oldest. */
export const OLDEST_SERVER: Server = { version: "0" };

import type { Dialect, Server } from "../dialects/contract.ts";

/** SQL that is written into a file may meet any server that the dialect knows, or of the kind of `near`, so it is planned for the oldest. */
export function oldestServer(dialect: Dialect, near?: Server): Server {
  return dialect.oldest?.(near) ?? { version: "0" };
}

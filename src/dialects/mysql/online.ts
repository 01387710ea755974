import type { Op } from "../../ops/op.ts";
import type { Facts } from "../contract.ts";
import { fail } from "../errors.ts";

/**
 * Refuses a statement that keeps writers out while it reads or writes rows, where one of its ops is not to. A table of a few bytes less is
 * no reason: what is demanded must hold for a large one. Errors: DIALECT_UNSUPPORTED.
 */
export function refuseBlocking(ops: readonly Op[], found: Facts): void {
  const op = ops.find((each) => "online" in each && each.online === true && each.kind !== "alterColumn");
  const isLong = found.scans !== false || found.rewrites !== false;
  const isClosed = found.locks === "unknown" || found.locks.some(({ blocks }) => blocks !== "schema changes");
  if (op === undefined || !isLong || !isClosed) return;
  throw fail(
    "DIALECT_UNSUPPORTED",
    `${op.kind}: the server has no online way to do this; it copies the table, and writers wait.`,
    {
      hint: "Take `online` away, and run it when few write.",
      details: { op: op.kind, lacking: `online ${op.kind}` },
    },
  );
}

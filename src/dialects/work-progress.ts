import type { Row, WorkProgress } from "./contract.ts";

/** The progress in a row with `phase`, `done`, `total` and `unit`; only the phase where the server counts nothing. */
export function progressOf({ phase, done, total, unit }: Row): WorkProgress {
  if (total === null || Number(total) === 0) return { phase: String(phase) };
  return { phase: String(phase), done: Number(done), total: Number(total), unit: String(unit) };
}

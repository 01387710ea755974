import { displayName, nameKey } from "../schema/names.ts";
import { type Loss, lossesBetween } from "./losses.ts";
import type { Snapshot } from "./snapshot.ts";
import type { StepName, VerifyFinding } from "./verified-revision.ts";

/** The rows at the moments of a round trip; later ones are absent where it ended before. */
export interface Moments {
  readonly before: Snapshot;
  readonly upgraded: Snapshot;
  readonly downgraded?: Snapshot;
  readonly again?: Snapshot;
}

export interface DataVerdict {
  readonly findings: readonly VerifyFinding[];
  readonly notes: readonly string[];
}

/**
 * What rows and values a round trip has lost. What the upgrade drops is said to be lost by the drop itself, if the way back brings nothing of
 * it; brings it back a part, the rest is missing. Pure.
 */
export function judgeData({ before, upgraded, downgraded, again }: Moments): DataVerdict {
  const byUpgrade = lossesBetween(before, upgraded, { sameTypes: true });
  if (downgraded === undefined) {
    // Without a way back nothing can return: what was dropped is said, what vanished else is not.
    const vanished = byUpgrade.filter((loss) => upgraded.has(nameKey(loss.table)));
    return { findings: vanished.map((loss) => findingOf(loss, "upgrade")), notes: [] };
  }
  const findings: VerifyFinding[] = [];
  const notes: string[] = [];
  for (const loss of lossesBetween(before, downgraded)) {
    if (isDropped(loss, upgraded))
      notes.push(`${whatOf(loss)} are gone after the round trip, as the drop in the upgrade says`);
    else findings.push(findingOf(loss, byUpgrade.some((other) => isSame(other, loss)) ? "upgrade" : "downgrade"));
  }
  if (again !== undefined) {
    const reached = lossesBetween(upgraded, again, { sameTypes: true }).filter((loss) => isOld(loss, before));
    const known = lossesBetween(before, downgraded);
    const fresh = reached.filter((loss) => !known.some((other) => isSame(other, loss)));
    findings.push(...fresh.map((loss) => findingOf(loss, "upgrade again")));
  }
  return { findings, notes };
}

/** The table or column isn't there after the upgrade, and comes back without anything in it. */
function isDropped(loss: Loss, upgraded: Snapshot): boolean {
  const table = upgraded.get(nameKey(loss.table));
  if (loss.kind === "rows") return table === undefined && loss.lost === loss.of;
  return table?.columns.some(({ name }) => name === loss.column) === false && loss.isBlank;
}

function isOld(loss: Loss, before: Snapshot): boolean {
  const table = before.get(nameKey(loss.table));
  if (table === undefined) return false;
  return loss.kind === "rows" || table.columns.some(({ name }) => name === loss.column);
}

function isSame(a: Loss, b: Loss): boolean {
  if (a.kind !== b.kind || nameKey(a.table) !== nameKey(b.table)) return false;
  return a.kind === "rows" || b.kind === "rows" || a.column === b.column;
}

const BY: Readonly<Record<StepName, string>> = {
  upgrade: "the upgrade",
  downgrade: "the downgrade",
  "upgrade again": "the second upgrade",
};

function findingOf(loss: Loss, step: StepName): VerifyFinding {
  const message =
    loss.kind === "rows"
      ? `${BY[step]} loses ${loss.lost} of ${loss.of} rows of "${displayName(loss.table)}"`
      : `${BY[step]} changes ${whatOf(loss)} in ${loss.lost} of ${loss.of} rows, and they don't come back`;
  return { kind: "data", step, message, details: loss.examples };
}

function whatOf(loss: Loss): string {
  const table = displayName(loss.table);
  return loss.kind === "rows" ? `the ${loss.lost} rows of "${table}"` : `the values of "${table}.${loss.column}"`;
}

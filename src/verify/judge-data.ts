import { displayName, nameKey } from "../schema/names.ts";
import { covers, type DeclaredLoss } from "./declared-loss.ts";
import { type Loss, lossesBetween } from "./losses.ts";
import { laterRows, type Snapshot } from "./snapshot.ts";
import type { StepName, VerifyFinding } from "./verified-revision.ts";

/** The rows at the moments of a round trip; later ones are absent where it ended before. */
export interface Moments {
  readonly before: Snapshot;
  readonly upgraded: Snapshot;
  /** With the rows that came after the upgrade; absent where none did. */
  readonly written?: Snapshot;
  readonly downgraded?: Snapshot;
  readonly again?: Snapshot;
}

export interface DataVerdict {
  readonly findings: readonly VerifyFinding[];
  readonly notes: readonly string[];
}

/**
 * What rows and values a round trip has lost. What the upgrade drops is said to be lost by the drop itself, if the way back brings nothing of
 * it; brings it back a part, the rest is missing. What the revision declares to be lost is a note. Pure.
 */
export function judgeData(moments: Moments, declared: readonly DeclaredLoss[] = []): DataVerdict {
  const { found, notes } = lossesOf(moments);
  const wordFor = ({ loss }: FoundLoss) => declared.find((each) => covers(each, loss));
  const said = found.flatMap((each) => {
    const word = wordFor(each);
    return word === undefined ? [] : [`${messageOf(each)}, as the revision says: ${word.reason}`];
  });
  const open = found.filter((each) => wordFor(each) === undefined);
  return { findings: open.map(findingOf), notes: [...notes, ...said] };
}

/** A loss, and the step that brought it. */
interface FoundLoss {
  readonly loss: Loss;
  readonly step: StepName;
  /** Of rows that were written after the upgrade. */
  readonly isOfLater?: true;
}

function lossesOf({ before, upgraded, written, downgraded, again }: Moments) {
  const byUpgrade = lossesBetween(before, upgraded, { sameTypes: true });
  if (downgraded === undefined) {
    // Without a way back nothing can return: what was dropped is said, what vanished else is not.
    const vanished = byUpgrade.filter((loss) => upgraded.has(nameKey(loss.table)));
    return { found: vanished.map((loss): FoundLoss => ({ loss, step: "upgrade" })), notes: [] };
  }
  const found: FoundLoss[] = [];
  const notes: string[] = [];
  for (const loss of lossesBetween(before, downgraded)) {
    if (isDropped(loss, upgraded))
      notes.push(`${whatOf(loss)} are gone after the round trip, as the drop in the upgrade says`);
    else found.push({ loss, step: byUpgrade.some((other) => isSame(other, loss)) ? "upgrade" : "downgrade" });
  }
  if (written !== undefined) {
    const later = lossesBetween(laterRows(upgraded, written), downgraded, { sameTypes: true });
    const fresh = later.filter((loss) => downgraded.has(nameKey(loss.table)) && before.has(nameKey(loss.table)));
    found.push(
      ...fresh
        .filter((loss) => !found.some((other) => isSame(other.loss, loss)))
        .map((loss): FoundLoss => ({ loss, step: "downgrade", isOfLater: true })),
    );
  }
  if (again !== undefined) {
    const reached = lossesBetween(upgraded, again, { sameTypes: true }).filter((loss) => isOld(loss, before));
    const known = lossesBetween(before, downgraded);
    const fresh = reached.filter((loss) => !known.some((other) => isSame(other, loss)));
    found.push(...fresh.map((loss): FoundLoss => ({ loss, step: "upgrade again" })));
  }
  return { found, notes };
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

function findingOf(found: FoundLoss): VerifyFinding {
  return { kind: "data", step: found.step, message: messageOf(found), details: found.loss.examples };
}

function messageOf({ loss, step, isOfLater }: FoundLoss): string {
  const which = isOfLater === true ? " that came after the upgrade" : "";
  return loss.kind === "rows"
    ? `${BY[step]} loses ${loss.lost} of ${loss.of} rows of "${displayName(loss.table)}"${which}`
    : `${BY[step]} changes ${whatOf(loss)} in ${loss.lost} of ${loss.of} rows${which}, and they don't come back`;
}

function whatOf(loss: Loss): string {
  const table = displayName(loss.table);
  return loss.kind === "rows" ? `the ${loss.lost} rows of "${table}"` : `the values of "${table}.${loss.column}"`;
}

import type { VerifyResult } from "../project/results.ts";
import type { Style } from "./style.ts";
import { lines, oneLine, timeText } from "./text.ts";

/** A line for each revision that was verified, with what was found and what is worth knowing under it. */
export function verifyText({ revisions }: VerifyResult, style: Style): string {
  return lines(
    revisions.flatMap(({ revision, ok, steps, findings, notes, rows }) => [
      `${ok ? style.good("ok   ") : style.bad("fault")} ${style.bold(revision)}  ${stepsText(steps, rows)}`,
      ...findings.flatMap(({ message, details }) => [
        `      ${style.bad(oneLine(message))}`,
        ...details.filter((line) => line.trim() !== "").map((line) => style.dim(`        ${oneLine(line)}`)),
      ]),
      ...notes.map((note) => style.dim(`      note: ${oneLine(note)}`)),
    ]),
  );
}

/** `3 revisions verified, 1 of them with findings; 2 were verified before`. */
export function verifySummary({ revisions, known }: VerifyResult): string {
  const faults = revisions.filter(({ ok }) => !ok).length;
  const before = known.length === 0 ? "" : `; ${known.length} ${known.length === 1 ? "was" : "were"} verified before`;
  if (revisions.length === 0) return known.length === 0 ? "Nothing to verify." : `Nothing new to verify${before}.`;
  const count = `${revisions.length} revision${revisions.length === 1 ? "" : "s"} verified`;
  return `${count}, ${faults === 0 ? "no findings" : `${faults} with findings`}${before}.`;
}

function stepsText(steps: VerifyResult["revisions"][number]["steps"], rows: number): string {
  const times = steps.map(({ name, ms }) => `${name} ${timeText(ms)}`).join(", ");
  return `${times}${times === "" ? "" : ", "}with ${rows} row${rows === 1 ? "" : "s"}`;
}

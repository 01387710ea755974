import type { ReviewedDirection, ReviewPage } from "../project/results.ts";
import { statementLines } from "./change-text.ts";
import { type Command, flag, textOption, variadic } from "./command.ts";
import type { Style } from "./style.ts";
import { lines, oneLine } from "./text.ts";

/** The verb that shows revisions before they are applied, and approves them. */
export const reviewCommand: Command = {
  name: "review",
  perDatabase: true,
  summary: "show what revisions would do on one page, and approve it",
  description:
    "For each revision: its changes, its statements with their locks, what it loses, what lint finds, the way back, whether it is verified, and who has approved it. An approval is written to limbeck.lock, by the checksum of the file: an edit voids it. Without arguments it takes what the database doesn't have yet. Exits with 1 while a revision isn't approved.",
  arguments: [
    {
      syntax: "[revisions...]",
      help: "ids, head, a range start:end, …; what is pending when left out",
      isRevision: true,
    },
  ],
  options: [
    { flags: "--approve", help: "write down that they may run" },
    { flags: "--by <name>", help: "who approves; the account that runs it when left out" },
    { flags: "--pending", help: "show only those that nobody has approved" },
  ],
  examples: [
    { line: "limbeck review", text: "read what the next upgrade would bring" },
    { line: "limbeck review 1975 --approve --by ann", text: "and say that it may run" },
  ],
  run: async (call) => {
    const { review } = await import("../project/review.ts");
    const result = await review(call.global, {
      targets: variadic(call, 0),
      approve: flag(call, "approve"),
      pending: flag(call, "pending"),
      ...textOption(call, "by", "by"),
    });
    const { notes, ...json } = result;
    const done = result.approved.length === 0 ? [] : [`Approved ${result.approved.join(", ")}.`];
    const text = result.approved.length > 0 ? "" : lines(result.pages.flatMap((page) => pageLines(page, call.style)));
    return { json, text, notes: [...notes, ...done], exit: result.isApproved ? 0 : 1 };
  },
};

function pageLines(page: ReviewPage, style: Style): readonly string[] {
  const { revision, message, path, upgrade, downgrade, findings, isVerified, approval } = page;
  return [
    `${style.bold(revision)}${message === "" ? "" : `, ${oneLine(message)}`}`,
    style.dim(path),
    ...directionLines("Upgrade", upgrade, style),
    ...(downgrade === undefined ? [style.bad("No way back")] : directionLines("Downgrade", downgrade, style)),
    ...(findings.length === 0 ? ["No findings"] : ["Findings:"]),
    ...findings.map(
      ({ severity, rule, message: text, place }) => `  ${severity} ${rule}, line ${place.line}: ${oneLine(text)}`,
    ),
    isVerified ? style.good("Verified") : style.warn(`Not verified: limbeck verify ${revision}`),
    approval === undefined
      ? style.warn(`Not approved: limbeck review ${revision} --approve`)
      : style.good(`Approved by ${approval.by}, ${approval.at}`),
    "",
  ];
}

function directionLines(
  title: string,
  { changes, statements, loses }: ReviewedDirection,
  style: Style,
): readonly string[] {
  return [
    `${title}:`,
    ...changes.map((change) => `  - ${oneLine(change)}`),
    ...statements.flatMap((statement) => statementLines(statement, style)),
    ...loses.map((what) => style.bad(`  loses ${what}`)),
  ];
}

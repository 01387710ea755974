import type { CiCheck, CiFinding, CiResult } from "../project/ci-result.ts";
import { shortPath } from "./lint-formats.ts";
import type { Style } from "./style.ts";
import { lines, oneLine, timeText } from "./text.ts";

/** A line for each check, its findings under it, and the summary. */
export function ciText(result: CiResult, style: Style, cwd: string): string {
  const said = `Looking at ${result.scope}.`;
  // A hook has something to say only now and then.
  if (result.checks.every(({ status }) => status === "notAsked")) return lines([said]);
  return lines([
    said,
    ...result.checks.flatMap((check) => [
      checkLine(check, style),
      ...check.findings.flatMap((finding) => findingLines(finding, { style, cwd })),
    ]),
    "",
    (result.ok ? style.good : style.bad)(ciSummary(result)),
  ]);
}

/** `4 checks passed, 1 failed: lint; 1 not asked: drift.` */
export function ciSummary({ checks }: CiResult): string {
  const of = (status: CiCheck["status"]) => checks.filter((check) => check.status === status);
  const [passed, failed, rest] = [of("passed"), of("failed"), of("notAsked")];
  const titles = (list: readonly CiCheck[]) => [...new Set(list.map(checkTitle))].join(", ");
  const parts = [
    `${passed.length} check${passed.length === 1 ? "" : "s"} passed`,
    ...(failed.length === 0 ? [] : [`${failed.length} failed: ${titles(failed)}`]),
    ...(rest.length === 0 ? [] : [`${rest.length} not asked: ${titles(rest)}`]),
  ];
  return `${parts.join("; ")}.`;
}

/** The check's name, with its database where there are several. */
export function checkTitle({ name, database }: Pick<CiCheck, "name" | "database">): string {
  return database === undefined ? name : `${name} (${database})`;
}

/** The words for how a check came out. */
export const statusWords: Readonly<Record<CiCheck["status"], string>> = {
  passed: "passed",
  failed: "failed",
  notAsked: "not asked",
};

/** What there is to say of a finding beside its message, a line each. */
export function detailLines({ why, details, instead }: CiFinding): readonly string[] {
  return [
    ...details.filter((line) => line.trim() !== ""),
    ...(why === undefined ? [] : [why]),
    ...(instead === undefined ? [] : [`Instead: ${instead.text}`]),
    ...(instead?.code === undefined ? [] : instead.code.split("\n")),
  ];
}

/** The message, which leads over to the details where there are any. */
export function sentence({ message, details }: CiFinding): string {
  return `${oneLine(message).replace(/[.:]$/, "")}${details.some((line) => line.trim() !== "") ? ":" : "."}`;
}

function checkLine(check: CiCheck, style: Style): string {
  const { status, about, ms } = check;
  const mark = { passed: style.good, failed: style.bad, notAsked: style.dim }[status];
  const time = status === "notAsked" ? "" : ` ${style.dim(`(${timeText(ms)})`)}`;
  return `${mark(statusWords[status].padEnd(9))} ${style.bold(checkTitle(check).padEnd(7))} ${oneLine(about)}${time}`;
}

function findingLines(
  finding: CiFinding,
  { style, cwd }: { readonly style: Style; readonly cwd: string },
): readonly string[] {
  const { severity, rule, place, why, details, instead, direction } = finding;
  const mark = { error: style.bad, warning: style.warn, note: style.dim }[severity];
  const where = place === undefined ? "" : `${style.bold(`${shortPath(place.path, cwd)}:${place.line}`)}: `;
  const back = direction === "downgrade" ? " (downgrade)" : "";
  return [
    `  ${where}${mark(severity)} ${rule}${back}`,
    `    ${sentence(finding)}`,
    ...details.filter((line) => line.trim() !== "").map((line) => `      ${oneLine(line)}`),
    ...(why === undefined ? [] : [`    ${oneLine(why)}`]),
    ...(instead === undefined ? [] : [`    Instead: ${oneLine(instead.text)}`]),
    ...(instead?.code === undefined ? [] : instead.code.split("\n").map((line) => style.good(`      ${line}`))),
  ];
}

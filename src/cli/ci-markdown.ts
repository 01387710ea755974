import type { CiCheck, CiFinding, CiResult } from "../project/ci-result.ts";
import { checkTitle, ciSummary, sentence, statusWords } from "./ci-text.ts";
import { fenced, plain, shortPath } from "./lint-formats.ts";
import { lines } from "./text.ts";

/**
 * What a comment may have, with room for what a pipeline writes around it. Source: GitHub refuses comments of more than 65536 characters;
 * a step summary may have 1 MiB (https://docs.github.com/actions/reference/workflow-commands-for-github-actions#step-isolation-and-limits).
 */
const MOST_CHARACTERS = 60_000;

/** A page for a comment on a change, or for the summary of a pipeline: a table of the checks, and the findings below it. */
export function ciMarkdown(result: CiResult): string {
  const { checks, ok, scope, root } = result;
  const head = lines([
    `## Migrations: ${ok ? "ready" : "not ready"}`,
    "",
    `${plain(ciSummary(result))} Looked at ${plain(scope)}.`,
    "",
    "| check | | |",
    "|---|---|---|",
    ...checks.map((check) => `| ${plain(checkTitle(check))} | ${mark(check)} | ${plain(check.about)} |`),
  ]);
  const blocks = checks.flatMap((check) => check.findings.map((finding) => findingBlock(check, finding, root)));
  let text = head;
  for (const [i, block] of blocks.entries()) {
    if (text.length + block.length > MOST_CHARACTERS) {
      const rest = blocks.length - i;
      return `${text}\n*${rest} more finding${rest === 1 ? " isn't" : "s aren't"} shown here: there is no room. \`limbeck ci\` shows all.*\n`;
    }
    text += `\n${block}`;
  }
  return text;
}

const MARKS: Readonly<Record<CiCheck["status"], string>> = { passed: "✅", failed: "❌", notAsked: "➖" };

function mark({ status, error }: CiCheck): string {
  return `${MARKS[status]} ${error === undefined ? statusWords[status] : "could not be carried out"}`;
}

function findingBlock(check: CiCheck, finding: CiFinding, root: string): string {
  const { severity, rule, place, why, details, instead, direction } = finding;
  const back = direction === "downgrade" ? " (downgrade)" : "";
  const where = place === undefined ? "" : `\`${shortPath(place.path, root)}:${place.line}\` `;
  const said = details.filter((line) => line.trim() !== "");
  return lines([
    `### ${severity}: ${plain(checkTitle(check))}, ${plain(rule)}${back}`,
    "",
    `${where}${plain(sentence(finding))}`,
    ...(said.length === 0 ? [] : ["", ...fenced(said.join("\n"))]),
    ...(why === undefined ? [] : ["", plain(why)]),
    ...(instead === undefined ? [] : ["", `**Instead:** ${plain(instead.text)}`]),
    ...(instead?.code === undefined ? [] : ["", ...fenced(instead.code)]),
  ]);
}

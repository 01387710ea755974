import { relative, sep } from "node:path";
import type { LintFinding, LintResult } from "../project/results.ts";
import { summary } from "./lint-text.ts";
import { lines, oneLine } from "./text.ts";

/** The path from `cwd` on, with slashes. */
function shortPath(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join("/");
}

function details({ why, instead }: LintFinding): string {
  return [why, `Instead: ${instead.text}`, ...(instead.code === undefined ? [] : [instead.code])].join("\n");
}

/** Annotations of GitHub Actions, a line each. Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions. */
export function lintGithub({ findings }: LintResult, cwd: string): string {
  const words = { error: "error", warning: "warning", note: "notice" } as const;
  return lines(
    findings.map((finding) => {
      const { place, severity, rule, message } = finding;
      const { line, endLine, column, endColumn } = place;
      // Columns are for a span within one line only.
      const columns = line === endLine ? `,col=${column},endColumn=${Math.max(column, endColumn - 1)}` : "";
      const file = escapedProperty(shortPath(place.path, cwd));
      const text = escapedData(`${message}.\n${details(finding)}`);
      return `::${words[severity]} file=${file},line=${line},endLine=${endLine}${columns},title=${rule}::${text}`;
    }),
  );
}

function escapedData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** A document of SARIF 2.1.0. Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. */
export function lintSarif(result: LintResult, cwd: string): unknown {
  const result_ = (finding: LintFinding, reason?: string) => ({
    ruleId: finding.rule,
    level: finding.severity,
    message: { text: `${finding.message}.\n${details(finding)}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(shortPath(finding.place.path, cwd)), uriBaseId: "%SRCROOT%" },
          region: {
            startLine: finding.place.line,
            startColumn: finding.place.column,
            endLine: finding.place.endLine,
            endColumn: finding.place.endColumn,
          },
        },
      },
    ],
    ...(reason === undefined ? {} : { suppressions: [{ kind: "inSource", justification: reason }] }),
  });
  const rules = result.rules.map(({ id, title, why, instead, severity }) => ({
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: instead },
    defaultConfiguration: { level: severity },
  }));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Limbeck", rules } },
        columnKind: "utf16CodeUnits",
        results: [
          ...result.findings.map((finding) => result_(finding)),
          ...result.accepted.map(({ finding, reason }) => result_(finding, reason)),
        ],
      },
    ],
  };
}

/** A page for a comment on a change. */
export function lintMarkdown(result: LintResult, cwd: string): string {
  const blocks = result.findings.map((finding) => {
    const { place, severity, rule, message, why, instead, direction } = finding;
    const back = direction === "downgrade" ? " (downgrade)" : "";
    const code = instead.code === undefined ? [] : ["", ...fenced(instead.code)];
    return lines([
      `### ${severity}: ${rule}${back}`,
      "",
      `\`${shortPath(place.path, cwd)}:${place.line}\` ${plain(message)}.`,
      "",
      plain(why),
      "",
      `**Instead:** ${plain(instead.text)}`,
      ...code,
    ]);
  });
  return [lines([`## Lint: ${summary(result)}`]), ...blocks].join("\n");
}

/** What Markdown would take for a mark of its own. */
function plain(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_<>|[\]]/g, "\\$&");
}

/** In more backticks than the code has in a row. */
function fenced(code: string): readonly string[] {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [fence, code, fence];
}

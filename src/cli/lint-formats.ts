import { relative, sep } from "node:path";
import type { LintFinding, LintResult } from "../project/results.ts";
import { summary } from "./lint-text.ts";
import { lines, oneLine } from "./text.ts";

/** The path from `cwd` on, with slashes. */
export function shortPath(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join("/");
}

function details({ why, instead }: LintFinding): string {
  return [why, `Instead: ${instead.text}`, ...(instead.code === undefined ? [] : [instead.code])].join("\n");
}

/** Annotations of GitHub Actions, a line each. */
export function lintGithub({ findings }: LintResult, cwd: string): string {
  return lines(
    findings.map((finding) => {
      const { place, severity, rule, message } = finding;
      return annotation({ place, severity, title: rule, text: `${message}.\n${details(finding)}` }, cwd);
    }),
  );
}

/** What an annotation says, and of which place. */
interface Annotation extends Pick<LintFinding, "severity"> {
  readonly place?: LintFinding["place"];
  readonly title: string;
  readonly text: string;
}

/** A line for the log of GitHub Actions. Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions. */
export function annotation({ place, severity, title, text }: Annotation, cwd: string): string {
  const word = { error: "error", warning: "warning", note: "notice" }[severity];
  const at = place === undefined ? "" : `${placeProperties(place, cwd)},`;
  return `::${word} ${at}title=${escapedProperty(title)}::${escapedData(text)}`;
}

function placeProperties({ path, line, endLine, column, endColumn }: LintFinding["place"], cwd: string): string {
  // Columns are for a span within one line only.
  const columns = line === endLine ? `,col=${column},endColumn=${Math.max(column, endColumn - 1)}` : "";
  return `file=${escapedProperty(shortPath(path, cwd))},line=${line},endLine=${endLine}${columns}`;
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
    locations: [sarifLocation(finding.place, cwd)],
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

/** A place as SARIF has it. */
export function sarifLocation({ path, line, column, endLine, endColumn }: LintFinding["place"], cwd: string): unknown {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(shortPath(path, cwd)), uriBaseId: "%SRCROOT%" },
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
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
export function plain(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_<>|[\]]/g, "\\$&");
}

/** In more backticks than the code has in a row. */
export function fenced(code: string): readonly string[] {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [fence, code, fence];
}

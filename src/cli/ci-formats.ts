import type { CiCheck, CiFinding, CiResult } from "../project/ci-result.ts";
import { checkTitle, ciText, detailLines, sentence } from "./ci-text.ts";
import { annotation, sarifLocation } from "./lint-formats.ts";
import type { Style } from "./style.ts";
import { lines } from "./text.ts";

/** Annotations of GitHub Actions, a line for each finding, and what the log says beside them. */
export function ciGithub(result: CiResult, style: Style, cwd: string): string {
  const found = result.checks.flatMap((check) =>
    check.findings.map((finding) => {
      const { severity, place, rule } = finding;
      const said = { severity, title: `${checkTitle(check)}: ${rule}`, text: textOf(finding) };
      return annotation(place === undefined ? said : { ...said, place }, result.root);
    }),
  );
  return `${lines(found)}${ciText(result, style, cwd)}`;
}

/** A document of SARIF 2.1.0: the findings of all checks. Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. */
export function ciSarif({ checks, isBroken, root }: CiResult): unknown {
  const results = checks.flatMap((check) => [
    ...check.findings.map((finding) => sarifResult(check, finding, root)),
    ...check.accepted.map(({ finding, reason }) => ({
      ...sarifResult(check, finding, root),
      suppressions: [{ kind: "inSource", justification: reason }],
    })),
  ]);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Limbeck", rules: sarifRules(checks) } },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: !isBroken }],
        results,
      },
    ],
  };
}

function sarifResult(check: CiCheck, finding: CiFinding, root: string) {
  const { rule, severity, place } = finding;
  return {
    ruleId: ruleId(check, rule),
    level: severity,
    message: { text: textOf(finding) },
    ...(place === undefined ? {} : { locations: [sarifLocation(place, root)] }),
  };
}

/** Rules of lint have the same ids as in what `lint` itself writes. */
function ruleId({ name }: CiCheck, rule: string): string {
  return name === "lint" ? rule : `${name}/${rule}`;
}

/** Each rule once, as lint describes it, or else with the name of its check. */
function sarifRules(checks: readonly CiCheck[]): readonly unknown[] {
  const known = new Map<string, unknown>();
  for (const check of checks) {
    for (const { id, title, why, instead, severity } of check.rules) {
      known.set(id, {
        id,
        shortDescription: { text: title },
        fullDescription: { text: why },
        help: { text: instead },
        defaultConfiguration: { level: severity },
      });
    }
    for (const { rule } of check.findings) {
      const id = ruleId(check, rule);
      if (!known.has(id)) known.set(id, { id, shortDescription: { text: `${check.name}: ${rule}` } });
    }
  }
  return [...known.values()];
}

function textOf(finding: CiFinding): string {
  return [sentence(finding), ...detailLines(finding)].join("\n");
}

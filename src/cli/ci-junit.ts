import type { CiCheck, CiFinding, CiResult } from "../project/ci-result.ts";
import { checkTitle, detailLines, sentence } from "./ci-text.ts";
import { shortPath } from "./lint-formats.ts";
import { lines } from "./text.ts";

/**
 * JUnit's XML: a suite for each check, in it a case for each revision and one for all else. Only errors fail a case; a check that could not be
 * carried out is an error of JUnit. Sources: https://github.com/jenkinsci/xunit-plugin (junit-10.xsd),
 * https://docs.gitlab.com/ci/testing/unit_test_reports/.
 */
export function ciJunit({ checks, root }: CiResult): string {
  const suites = checks.map((check) => suiteOf(check, root));
  const ms = checks.reduce((sum, check) => sum + check.ms, 0);
  // The schema of xunit has no count of skipped cases here, and no file of a case.
  const { skipped: _, ...totals } = countsOf(suites.flatMap(({ cases }) => cases));
  return lines([
    '<?xml version="1.0" encoding="UTF-8"?>',
    element("testsuites", { name: "limbeck ci", ...totals, time: seconds(ms) }),
    ...suites.flatMap(({ open, cases }) => [open, ...cases.flatMap((each) => each.lines), "  </testsuite>"]),
    "</testsuites>",
  ]);
}

interface Case {
  readonly kind: "passed" | "failure" | "error" | "skipped";
  readonly lines: readonly string[];
}

function suiteOf(check: CiCheck, root: string): { readonly open: string; readonly cases: readonly Case[] } {
  const named = new Set(check.revisions);
  const ofCheck = check.findings.filter(({ revision }) => revision === undefined || !named.has(revision));
  const cases = [
    caseOf(check, { name: checkTitle(check), findings: ofCheck, ms: check.ms }, root),
    ...check.revisions.map((id) => {
      const findings = check.findings.filter(({ revision }) => revision === id);
      return caseOf(check, { name: id, findings, ms: 0 }, root);
    }),
  ];
  const about = { name: checkTitle(check), ...countsOf(cases), time: seconds(check.ms) };
  return { open: `  ${element("testsuite", about)}`, cases };
}

interface CaseInput {
  readonly name: string;
  readonly findings: readonly CiFinding[];
  readonly ms: number;
}

function caseOf(check: CiCheck, { name, findings, ms }: CaseInput, root: string): Case {
  const open = element("testcase", { name, classname: `limbeck.${check.name}`, time: seconds(ms) });
  const close = "    </testcase>";
  const faults = findings.filter(({ severity }) => severity === "error");
  const others = findings.filter(({ severity }) => severity !== "error");
  const said =
    others.length === 0 ? [] : [`      <system-out>${escaped(others.map(textOf(root)).join("\n\n"))}</system-out>`];
  if (check.status === "notAsked") {
    const reason = `      ${element("skipped", { message: check.about }, true)}`;
    return { kind: "skipped", lines: [`    ${open}`, reason, close] };
  }
  if (faults.length === 0) return { kind: "passed", lines: [`    ${open}`, ...said, close] };
  const kind = check.error === undefined ? "failure" : "error";
  const [first] = faults;
  const start = element(kind, { message: first?.message ?? check.about, type: first?.rule ?? check.name });
  const text = `      ${start}${escaped(faults.map(textOf(root)).join("\n\n"))}</${kind}>`;
  return { kind, lines: [`    ${open}`, text, ...said, close] };
}

function countsOf(cases: readonly Case[]): Readonly<Record<string, string>> {
  const count = (kind: Case["kind"]) => String(cases.filter((each) => each.kind === kind).length);
  return { tests: String(cases.length), failures: count("failure"), errors: count("error"), skipped: count("skipped") };
}

function textOf(root: string): (finding: CiFinding) => string {
  return (finding) => {
    const { severity, rule, place } = finding;
    const where = place === undefined ? "" : `${shortPath(place.path, root)}:${place.line}: `;
    return [`${where}${severity} ${rule}`, sentence(finding), ...detailLines(finding)].join("\n");
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function element(name: string, attributes: Readonly<Record<string, string>>, isEmpty = false): string {
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return `<${name}${said.join("")}${isEmpty ? "/" : ""}>`;
}

/** Characters that XML 1.0 has no place for, or advises against. Source: https://www.w3.org/TR/xml/#charsets. */
const NOT_IN_XML = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

function escaped(text: string): string {
  return text
    .replaceAll(NOT_IN_XML, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

import { didYouMean } from "../base/nearest.ts";
import type { Severity } from "../lint/finding.ts";
import { rules } from "../lint/rules.ts";
import { fail } from "./errors.ts";
import { lintRevisions } from "./lint-revisions.ts";
import { lintScope } from "./lint-scope.ts";
import { openProject, type Project } from "./open.ts";
import type { LintResult } from "./results.ts";
import type { UseCases } from "./use-cases.ts";

/**
 * What the rules say of revisions, without carrying anything out. Errors: CONFIG_*, REVISION_*, GRAPH_*, those of loading a revision's
 * upgrade. What a server would refuse is a finding.
 */
export const lint: UseCases["lint"] = async (options, input) => {
  const project = await openProject(options);
  refuseUnknownRules(project);
  const scope = await lintScope(project, input);
  const { settings } = project;
  const findings = await lintRevisions(project, {
    ...scope,
    levels: settings.lint.rules,
    limitsLockWait: settings.statementTimeouts?.lockMs !== undefined,
  });
  const revisions = scope.revisions.map(({ id }) => id).filter((id) => scope.wanted.has(id));
  return lintResult(findings, { revisions, failOn: settings.lint.failOn, notes: scope.notes });
};

const WEIGHTS: readonly Severity[] = ["note", "warning", "error"];

function lintResult(
  findings: LintResult["findings"],
  { failOn, ...about }: Pick<LintResult, "revisions" | "notes"> & { readonly failOn: Severity },
): LintResult {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const failed = findings.some(({ severity }) => WEIGHTS.indexOf(severity) >= WEIGHTS.indexOf(failOn));
  return {
    findings,
    ...about,
    counts: { error: count("error"), warning: count("warning"), note: count("note") },
    failed,
  };
}

function refuseUnknownRules({ settings }: Project): void {
  const ids = rules.map(({ id }) => id);
  const unknown = Object.keys(settings.lint.rules).find((id) => !ids.includes(id));
  if (unknown === undefined) return;
  const message = `"${settings.file}" has the unknown rule "lint.rules.${unknown}"${didYouMean(unknown, ids)}`;
  throw fail("CONFIG_KEY_UNKNOWN", message, { details: { path: settings.file, key: `lint.rules.${unknown}` } });
}

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { isLimbeckError } from "../base/error.ts";
import { didYouMean } from "../base/nearest.ts";
import type { Finding, Severity } from "../lint/finding.ts";
import { rules } from "../lint/rules.ts";
import type { Suppressed } from "../lint/suppress.ts";
import type { Revision } from "../revisions/revision.ts";
import { fail } from "./errors.ts";
import { openProject, type Project } from "./open.ts";
import type { LintResult } from "./results.ts";
import { DEFAULT_LINT, type LintSettings } from "./settings.ts";
import type { GlobalOptions, LintInput, UseCases } from "./use-cases.ts";

/**
 * What the rules say of revisions, or of SQL files, for which there needn't be a project. Nothing is carried out. What a server would refuse
 * is a finding. Errors: CONFIG_*, REVISION_*, GRAPH_*, those of loading a revision's upgrade; LINT_*.
 */
export const lint: UseCases["lint"] = async (options, input) => {
  const project = await projectFor(options, input);
  const settings = project?.settings.lint ?? DEFAULT_LINT;
  if (project !== undefined) refuseUnknownRules(project);
  const { revisions, files } = await splitTargets(project, options, input);
  const parts: Part[] = [];
  if (project !== undefined && (files.length === 0 || revisions.length > 0)) {
    parts.push(await ofRevisions(project, { ...input, targets: revisions }));
  }
  if (files.length > 0) parts.push(await ofFiles(files, { project, settings, options, input }));
  return lintResult(parts, settings.failOn);
};

/** What the rules say of revisions of a project that is open: of those named, all, or those that the database doesn't have yet. */
export async function lintIn(project: Project, input: LintInput): Promise<LintResult> {
  refuseUnknownRules(project);
  return lintResult([await ofRevisions(project, input)], project.settings.lint.failOn);
}

interface Part extends Suppressed, Pick<LintResult, "revisions" | "files" | "notes"> {}

async function ofRevisions(project: Project, input: LintInput): Promise<Part> {
  const [{ lintScope }, { lintRevisions }] = await Promise.all([
    import("./lint-scope.ts"),
    import("./lint-revisions.ts"),
  ]);
  const scope = await lintScope(project, input);
  const { settings } = project;
  const found = await lintRevisions(project, {
    ...scope,
    levels: settings.lint.rules,
    limitsLockWait: settings.statementTimeouts?.lockMs !== undefined,
  });
  const revisions = scope.revisions.map(({ id }) => id).filter((id) => scope.wanted.has(id));
  return { ...found, revisions, files: [], notes: [...scope.notes, ...unreadNotes(found.unread)] };
}

function unreadNotes(unread: readonly Revision[]): readonly string[] {
  if (unread.length === 0) return [];
  const named = unread.length === 1 ? `The revision "${unread[0]?.id}"` : `${unread.length} revisions`;
  const why = "can't be read without a database, so that not all tables are known as they are by then";
  return [`${named} before what is looked at ${why}.`];
}

interface FilesContext {
  readonly project: Project | undefined;
  readonly settings: LintSettings;
  readonly options: GlobalOptions;
  readonly input: LintInput;
}

async function ofFiles(specs: readonly string[], { project, settings, options, input }: FilesContext): Promise<Part> {
  const [{ lintFiles, sqlFiles }, { dialectFor, dialects }, { databaseTarget }] = await Promise.all([
    import("./lint-files.ts"),
    import("../dialects/dialects.ts"),
    import("./database.ts"),
  ]);
  const files = sqlFiles(specs, options.cwd);
  const said = input.dialect ?? options.url;
  if (said === undefined && project === undefined) {
    throw fail("LINT_DIALECT_NEEDED", "It isn't said for which server these files are, and there is no project here", {
      hint: `Say one of ${dialects.map(({ name }) => `\`--dialect ${name}\``).join(", ")}.`,
    });
  }
  const dialect =
    said === undefined && project !== undefined
      ? (await databaseTarget(project)).dialect
      : await dialectFor(said ?? "");
  const found = await lintFiles({ files, dialect, server: dialect.newest, levels: settings.rules });
  return { ...found, revisions: [], files, notes: [] };
}

/** The project, which SQL files can do without. */
async function projectFor(options: GlobalOptions, { targets }: LintInput): Promise<Project | undefined> {
  try {
    return await openProject(options);
  } catch (error) {
    if (
      isLimbeckError(error, "CONFIG_MISSING") &&
      targets.length > 0 &&
      targets.every((each) => isFile(each, options.cwd))
    )
      return undefined;
    throw error;
  }
}

/** Revisions may be named by their files; all other paths are SQL files. */
async function splitTargets(
  project: Project | undefined,
  { cwd }: GlobalOptions,
  { targets }: LintInput,
): Promise<{ readonly revisions: readonly string[]; readonly files: readonly string[] }> {
  if (!targets.some((target) => isFile(target, cwd))) return { revisions: targets, files: [] };
  const known = project === undefined ? [] : [...(await project.graph()).byId.values()].map((node) => node.revision);
  const revisions: string[] = [];
  const files: string[] = [];
  for (const target of targets) {
    const revision = known.find(({ path }) => path === resolve(cwd, target));
    if (revision !== undefined) revisions.push(revision.id);
    else (isFile(target, cwd) ? files : revisions).push(target);
  }
  return { revisions, files };
}

function isFile(target: string, cwd: string): boolean {
  return /[*?]|\.sql$/.test(target) || existsSync(resolve(cwd, target));
}

const WEIGHTS: readonly Severity[] = ["note", "warning", "error"];

function lintResult(parts: readonly Part[], failOn: Severity): LintResult {
  const findings: readonly Finding[] = parts.flatMap((part) => part.findings);
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const found = new Set(findings.map(({ rule }) => rule));
  return {
    findings,
    revisions: parts.flatMap((part) => part.revisions),
    files: parts.flatMap((part) => part.files),
    accepted: parts.flatMap((part) => part.accepted),
    rules: rules
      .filter(({ id }) => found.has(id))
      .map(({ id, severity, title, why, instead }) => ({ id, severity, title, why, instead })),
    counts: { error: count("error"), warning: count("warning"), note: count("note") },
    failed: findings.some(({ severity }) => WEIGHTS.indexOf(severity) >= WEIGHTS.indexOf(failOn)),
    notes: parts.flatMap((part) => part.notes),
  };
}

function refuseUnknownRules({ settings }: Project): void {
  const ids = rules.map(({ id }) => id);
  const unknown = Object.keys(settings.lint.rules).find((id) => !ids.includes(id));
  if (unknown === undefined) return;
  const message = `"${settings.file}" has the unknown rule "lint.rules.${unknown}"${didYouMean(unknown, ids)}`;
  throw fail("CONFIG_KEY_UNKNOWN", message, { details: { path: settings.file, key: `lint.rules.${unknown}` } });
}

import { describeOp } from "../ops/behaviours.ts";
import type { Revision } from "../revisions/revision.ts";
import { fail } from "./errors.ts";
import { hasEvidence } from "./evidence.ts";
import { limbeckVersion } from "./limbeck-entry.ts";
import { lintRevisions, type ReadRevision } from "./lint-revisions.ts";
import { lintScope } from "./lint-scope.ts";
import { type LockFile, lockPath, readLockFile, writeLockFile } from "./lock-file.ts";
import { openProject } from "./open.ts";
import { databaseName } from "./python.ts";
import type { ReviewedDirection, ReviewPage } from "./results.ts";
import { thisRunner } from "./runner.ts";
import type { UseCases } from "./use-cases.ts";

/**
 * What revisions would do, on one page for each, and whether somebody has approved it; with `approve` that is written down.
 * Errors: CONFIG_*, REVISION_*, GRAPH_*, LOCK_FILE_*; REVIEW_FINDINGS where a revision that is to be approved has a finding of weight `error`.
 */
export const review: UseCases["review"] = async (options, input) => {
  const project = await openProject(options);
  const graph = await project.graph();
  const path = lockPath(project.settings);
  const file = readLockFile(path);
  const { settings } = project;
  const scope = await lintScope(project, { targets: input.targets, all: false });
  const found = await lintRevisions(project, {
    ...scope,
    levels: settings.lint.rules,
    limitsLockWait: settings.statementTimeouts?.lockMs !== undefined,
  });
  const proving = {
    dialect: scope.dialect,
    server: scope.server,
    limbeck: limbeckVersion(),
    database: await databaseName(project),
  };
  const pages = found.read.map((read): ReviewPage => {
    const { id, message, path: place } = read.revision;
    const approval = approvalOf(file, read.revision);
    return {
      revision: id,
      message,
      path: place,
      upgrade: directionOf(read.upgrade),
      ...(read.downgrade === undefined ? {} : { downgrade: directionOf(read.downgrade) }),
      findings: found.findings.filter((finding) => finding.revision === id),
      isVerified: hasEvidence(file, graph, read.revision, proving),
      ...(approval === undefined ? {} : { approval }),
    };
  });
  if (input.approve === true) {
    refuseErrors(pages);
    writeLockFile(path, approved(file, found.read, input.by ?? thisRunner().user));
  }
  const after = input.approve === true ? readLockFile(path) : file;
  const shown = input.pending === true ? pages.filter(({ approval }) => approval === undefined) : pages;
  const isApproved = found.read.every(({ revision }) => approvalOf(after, revision) !== undefined);
  return {
    pages: shown,
    isApproved,
    approved: input.approve === true ? pages.map(({ revision }) => revision) : [],
    notes: scope.notes,
  };
};

/** Who has approved the revision as its file is now, and when; undefined where nobody has. */
export function approvalOf(file: LockFile, { id, checksum }: Revision): ReviewPage["approval"] {
  const record = file.reviewed[id];
  if (record === undefined || record["checksum"] !== checksum) return undefined;
  return { by: String(record["by"]), at: String(record["at"]) };
}

function directionOf(statements: ReadRevision["upgrade"]): ReviewedDirection {
  const ops = [...new Set(statements.map(({ op }) => op))];
  return {
    changes: ops.map(describeOp),
    statements: statements.map(({ sql, facts }) => ({ sql, facts })),
    loses: [...new Set(statements.flatMap(({ facts }) => facts.loses ?? []))],
  };
}

function refuseErrors(pages: readonly ReviewPage[]): void {
  const faulty = pages.filter(({ findings }) => findings.some(({ severity }) => severity === "error"));
  if (faulty.length === 0) return;
  const names = faulty.map(({ revision }) => `"${revision}"`).join(", ");
  throw fail("REVIEW_FINDINGS", `What lint calls an error can't be approved: revision ${names}`, {
    details: { revisions: faulty.map(({ revision }) => revision) },
  });
}

function approved(file: LockFile, read: readonly ReadRevision[], by: string): LockFile {
  const at = new Date().toISOString();
  const records = read.map(({ revision: { id, checksum } }) => [id, { at, by, checksum }] as const);
  return { ...file, reviewed: { ...file.reviewed, ...Object.fromEntries(records) } };
}

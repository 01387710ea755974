import type { Step } from "../revisions/path.ts";
import type { Database } from "./database.ts";
import { fail } from "./errors.ts";
import { hasEvidence } from "./evidence.ts";
import { isCommitted } from "./git.ts";
import { schemaBeforePending } from "./half-applied.ts";
import { limbeckVersion } from "./limbeck-entry.ts";
import { lintRevisions } from "./lint-revisions.ts";
import { lockPath, readLockFile } from "./lock-file.ts";
import type { Project } from "./open.ts";
import { databaseName } from "./python.ts";
import { approvalOf } from "./review.ts";

/**
 * Refuses an upgrade of a protected database by revisions that nobody has reviewed, that weren't verified, that lint calls an error, or whose
 * files are not committed; says of each what settles it. Errors: PROTECTED_UNFIT.
 */
export async function refuseUnfit(project: Project, database: Database, steps: readonly Step[]): Promise<void> {
  const revisions = steps.map(({ revision }) => revision);
  if (revisions.length === 0) return;
  const { connection, dialect, names, display } = database;
  const { booksAside } = await import("../run/books-aside.ts");
  const graph = await project.graph();
  const file = readLockFile(lockPath(project.settings));
  const { findings } = await lintRevisions(project, {
    ...{
      revisions,
      wanted: new Set(revisions.map(({ id }) => id)),
      dialect,
      server: connection.server,
      isOneRun: true,
    },
    start: (await schemaBeforePending(project, database, booksAside(names))).schema,
    levels: project.settings.lint.rules,
    limitsLockWait: project.settings.statementTimeouts?.lockMs !== undefined,
  });
  const proving = {
    dialect,
    server: connection.server,
    limbeck: limbeckVersion(),
    database: await databaseName(project),
  };
  const lines: string[] = [];
  for (const revision of revisions) {
    const { id, path } = revision;
    const of = findings.filter((finding) => finding.revision === id && finding.severity === "error");
    const faults = [
      ...(of.length > 0 ? [`has ${of.length} findings that are errors: limbeck lint ${id}`] : []),
      ...(hasEvidence(file, graph, revision, proving) ? [] : [`is not verified: limbeck verify ${id}`]),
      ...(approvalOf(file, revision) === undefined ? [`is not reviewed: limbeck review ${id} --approve`] : []),
      ...((await isCommitted(path)) ? [] : [`is not committed: git add "${path}" && git commit`]),
    ];
    lines.push(...faults.map((fault) => `revision "${id}" ${fault}`));
  }
  if (lines.length === 0) return;
  throw fail("PROTECTED_UNFIT", [`"${display}" is protected, and takes none of this yet:`, ...lines].join("\n  "), {
    details: { database: display, faults: lines },
  });
}

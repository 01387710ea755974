import { readFile } from "node:fs/promises";
import type { LintedStatement } from "../lint/rule.ts";
import { acceptedBy } from "../lint/suppress.ts";
import type { Revision } from "../revisions/revision.ts";
import type { Schema } from "../schema/schema.ts";
import { type DeclaredLoss, declaredBy } from "../verify/declared-loss.ts";
import { databaseTarget } from "./database.ts";
import { lintRevisions } from "./lint-revisions.ts";
import type { Project } from "./open.ts";

/**
 * What a revision says may be lost, in either direction: by `dataLoss` of an operation, or by a comment `limbeck-ignore data-loss: why` at the
 * statement, in any language. `before` is the schema that the upgrade meets.
 */
export async function declaredLosses(
  project: Project,
  revision: Revision,
  before: Schema,
): Promise<readonly DeclaredLoss[]> {
  const { dialect } = await databaseTarget(project);
  const wanted = new Set([revision.id]);
  const rules = { levels: {}, limitsLockWait: true };
  const { read } = await lintRevisions(project, {
    ...{ revisions: [revision], wanted, dialect, server: dialect.newest, start: before, isOneRun: false, ...rules },
  });
  const text = (await readFile(revision.path, "utf8")).replace(/^\ufeff/, "");
  const commentAt = acceptedBy({ path: revision.path, text }, "data-loss");
  const wordOf = ({ op, place }: LintedStatement) => ("dataLoss" in op ? op.dataLoss : undefined) ?? commentAt(place);
  return read
    .flatMap(({ upgrade, downgrade = [] }) => [...upgrade, ...downgrade])
    .flatMap((statement) => {
      const word = wordOf(statement);
      return word === undefined ? [] : [declaredBy(statement, word)];
    });
}

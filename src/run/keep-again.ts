import { given } from "../base/given.ts";
import type { Statement } from "../dialects/contract.ts";
import { backupStatements, isAtRisk } from "./backup.ts";
import { keeping, readSchema } from "./plan-stage.ts";
import { subject, type Work } from "./work.ts";

/**
 * Has a revision that goes on keep what it is still to drop once more, right before that: while it was interrupted, rows may have come, gone
 * and changed. What an earlier run kept stays, and isn't put back. Errors: BACKUP_TOO_LARGE; of dumps DUMP_FAILED, BACKUP_DIRECTORY.
 */
export async function keepAgain(work: Work): Promise<void> {
  const { run, at } = work;
  const { books, input } = run;
  const left = at.statements.slice(at.done).filter(({ keeps }) => keeps !== true);
  if (input.backups === undefined || left.length === 0) return;
  const before = await readSchema(run);
  const first = left.findIndex((statement) => isAtRisk(statement, books, before));
  if (first === -1) return;
  const { revision, direction } = subject(work);
  const kept = await backupStatements(books, opsOf(left), before, {
    ...{ revision, direction, policy: input.backups, ...given({ dumps: run.dumps }) },
    tell: (backup) => input.onEvent({ kind: "kept", revision, direction, backup }),
  });
  const statements = [...left.slice(0, first), ...kept.map(keeping), ...left.slice(first)];
  work.at = { ...at, statements: [...at.statements.slice(0, at.done), ...statements] };
  work.kept = { ...work.kept, at: work.at };
}

/** The ops of statements, each once: of raw SQL the statements themselves. */
function opsOf(statements: readonly Statement[]): readonly Statement["op"][] {
  const found: Statement["op"][] = [];
  let last = "";
  for (const { op, sql } of statements) {
    const text = JSON.stringify(op);
    if (op.kind === "execute") found.push({ ...op, sql });
    else if (text !== last) found.push(op);
    last = text;
  }
  return found;
}

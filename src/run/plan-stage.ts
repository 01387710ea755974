import { isLimbeckError } from "../base/error.ts";
import { given } from "../base/given.ts";
import type { Statement } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import { emptySchema, type Schema } from "../schema/schema.ts";
import { backupStatements, statementsIn, tablesAtRisk } from "./backup.ts";
import { type Backup, readUnrestored } from "./backup-registry.ts";
import { booksAside } from "./books-aside.ts";
import { statementOf } from "./own-statement.ts";
import { putBack, type RestoringPart, withoutRules } from "./put-back.ts";
import { rawPutBack } from "./put-back-raw.ts";
import { makesPart } from "./row-place.ts";
import type { Run } from "./run-input.ts";
import { opaqueStatement, type Stage } from "./stage.ts";
import { endsOf, stageDumps } from "./stage-dump.ts";

/** Whose ops are planned. */
interface Subject {
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
  /** Whether the revision's transaction is open. */
  readonly isBegun: boolean;
}

/**
 * The statements of a stage: those of its ops, behind them that keep what is dropped, and with those of a downgrade that put it back.
 * with the schema before it. `plan` is called with the ops that the dialect is to plan. Errors: what the dialect refuses; BACKUP_TOO_LARGE.
 */
export async function planStage(
  run: Run,
  stage: Stage,
  subject: Subject,
  refused: (plan: (ops: readonly Op[]) => unknown, error: unknown) => void,
): Promise<{ readonly statements: readonly Statement[]; readonly before: Schema; readonly isRestored: boolean }> {
  const { connection, dialect } = run.books;
  const { backups } = run.input;
  const isLossy = backups !== undefined && tablesAtRisk(stage.ops, run.books).length > 0;
  const unrestored =
    backups !== undefined && isRestorable(stage, subject) ? await readUnrestored(run.books, subject.revision) : [];
  const isPlace = unrestored.length > 0 && stage.ops.some((op) => makesPart(op) || op.kind === "execute");
  // To read the schema the session is made what it was.
  const isRestored = (stage.needsSchema || isLossy || isPlace) && run.schema === undefined;
  if (isRestored) run.schema = await readSchema(run);
  const before = run.schema ?? emptySchema;
  const plan = (ops: readonly Op[], from = before) => {
    if (stage.isFunction) return ops.map(opaqueStatement);
    const statements = dialect.plan(ops, from, connection.server);
    dialect.checkPlan?.(connection, statements);
    return statements;
  };
  let planned: readonly Statement[];
  let after: Schema | undefined;
  try {
    planned =
      unrestored.length > 0
        ? await withRowsBack(run, stage, { ...subject, backups: unrestored }, plan)
        : plan(stage.ops);
    after = stage.hidesSchema || run.schema === undefined ? undefined : dialect.resolve(stage.ops, before).after;
  } catch (error) {
    refused(plan, error);
    throw error;
  }
  // Nothing is copied for what can't be carried out.
  const kept =
    backups === undefined || stage.isFunction
      ? []
      : await backupStatements(run.books, stage.ops, before, {
          ...{ revision: subject.revision, direction: subject.direction },
          policy: backups,
          ...given({ dumps: run.dumps }),
          tell: (backup) =>
            run.input.onEvent({ kind: "kept", revision: subject.revision, direction: subject.direction, backup }),
        });
  run.schema = after;
  return { statements: [...kept.map(keeping), ...planned], before, isRestored };
}

/** The statement as one that keeps what others drop. */
export function keeping(statement: Statement): Statement {
  return { ...statement, keeps: true };
}

/** The schema that there is now, in a session that is as it was made. */
export async function readSchema({ books, input: { overlooks } }: Pick<Run, "books" | "input">): Promise<Schema> {
  const { connection, dialect, names } = books;
  await dialect.restore?.(connection, true);
  return dialect.inspect(connection, { ...booksAside(names), ...given({ overlooks }) });
}

/** Kinds of ops that may make a place for rows. */
const MAKING: ReadonlySet<Op["kind"]> = new Set(["createTable", "addColumn", "execute"]);

function isRestorable({ ops, isFunction }: Stage, { direction }: Subject): boolean {
  return !isFunction && direction === "downgrade" && ops.some(({ kind }) => MAKING.has(kind));
}

async function withRowsBack(
  run: Run,
  stage: Stage,
  { revision, direction, isBegun, backups }: Subject & { readonly backups: readonly Backup[] },
  plan: (ops: readonly Op[], from?: Schema) => readonly Statement[],
): Promise<readonly Statement[]> {
  const { books } = run;
  const { dialect } = books;
  const before = run.schema ?? emptySchema;
  const { after } = dialect.resolve(stage.ops, before);
  const raw = rawPutBack(statementsIn(stage.ops, dialect), after, backups, books);
  const { parts, restored } = putBack(
    stage.ops,
    before,
    backups.filter((backup) => !raw.used.includes(backup)),
    dialect,
  );
  const used = [...restored, ...raw.used];
  const directory = run.input.backups?.dump?.directory;
  await stageDumps(books, used, raw.after, { ...given({ directory }), ...(isBegun ? {} : { wait: run.wait }) });
  const sql = (texts: readonly string[]) => Promise.all(texts.map((text) => statementOf(books, text)));
  const waiting = [...raw.statements];
  const around = async (statement: Statement): Promise<readonly Statement[]> => {
    if (statement.op.kind !== "execute" || statement.sql !== waiting[0]?.sql) return [statement];
    const { instead } = waiting.shift() ?? { instead: [] };
    const [first, ...fills] = instead;
    return first === statement.sql ? [statement, ...(await sql(fills))] : sql(instead);
  };
  const statements: Statement[] = [];
  let from = before;
  let open: RestoringPart = { ops: [], sql: [] };
  for (const [i, part] of parts.entries()) {
    open = { ops: [...open.ops, ...part.ops], sql: [...open.sql, ...part.sql] };
    const planned = i === parts.length - 1 ? plan(open.ops, from) : plannedAlone(() => plan(open.ops, from));
    if (planned === undefined) continue;
    from = dialect.resolve(open.ops, from).after;
    const tables = restored.map(({ table }) => table);
    for (const statement of planned) statements.push(...(await around(statement)));
    statements.push(...(await sql(withoutRules(open.sql, tables, { rules: from.rules, dialect }))));
    open = { ops: [], sql: [] };
  }
  // Where a statement was planned in other words than it has, it is put back behind the revision.
  const back = waiting.length === 0 ? [...restored, ...raw.restored] : restored;
  statements.push(...(await sql(endsOf(books, { used, restored: back }))));
  for (const backup of back) run.input.onEvent({ kind: "restored", revision, direction, backup });
  return statements;
}

/** Undefined where the ops can't be without those that follow: what comes back waits for these, then. */
function plannedAlone(plan: () => readonly Statement[]): readonly Statement[] | undefined {
  try {
    return plan();
  } catch (error) {
    if (isLimbeckError(error, "DIALECT_UNSUPPORTED")) return undefined;
    throw error;
  }
}

import type { Dialect, Server, SessionWish, Statement } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import type { Step } from "../revisions/path.ts";
import type { RowChange } from "../revisions/version-rows.ts";
import { emptySchema, type Schema } from "../schema/schema.ts";
import type { BookNames } from "./books.ts";
import { fail } from "./errors.ts";
import { planningFailed } from "./failure.ts";
import { fileFields } from "./journal.ts";
import { insertSql, type JournalEntry, journalTable } from "./journal-table.ts";
import type { LoadedStep } from "./run-input.ts";
import { nextStage, refusedOp } from "./stage.ts";
import { placeOf, stampEntry } from "./stamp.ts";
import { creationOf, namespaceOf, presenceChecks, rowStatements, versionTable } from "./version-table.ts";

/** What scripts are written for. */
export interface ScriptTarget {
  readonly dialect: Dialect;
  /** The oldest server that shall understand the script. */
  readonly server: Server;
  readonly names: BookNames;
  /** As whom and where it is run. */
  readonly session?: SessionWish;
  /** Limbeck's version. */
  readonly tool: string;
}

/** A revision, or the first ops of one. */
export interface ScriptedStep {
  /** The revision's id and file, for messages. */
  readonly id: string;
  readonly path: string;
  readonly ops: readonly Op[];
}

/** A step with what it does, as its file says. */
export interface StepToPlan extends Pick<LoadedStep, "ops" | "lineOf"> {
  readonly step: Step;
  /** Of a half-applied revision: how many of its ops are planned, and what of that is left to run. */
  readonly begun?: { readonly end: number; readonly left: readonly Statement[] };
}

export interface OfflineInput extends ScriptTarget {
  readonly steps: readonly StepToPlan[];
  /** Rows of the version table where the script starts; empty for an empty database. */
  readonly from: readonly string[];
  /** The schema where the script starts, with these steps carried out: asked for where raw SQL may have changed it. */
  readonly schemaAfter: (done: readonly ScriptedStep[]) => Promise<Schema>;
}

/**
 * Returns the steps as one script for the server's own shell: each revision in its transaction, with its row of the
 * version table and of the journal, so that Limbeck and Alembic go on from where the script ends. The script stops on a
 * database that isn't at `from`. It says nothing of when it runs and who runs it, for SQL has no portable words for that.
 * Errors: RUN_OFFLINE_OPAQUE; RUN_REVISION_FAILED for what the dialect refuses; what `schemaAfter` throws.
 */
export async function offlineScript(input: OfflineInput): Promise<string> {
  const opaque = input.steps.find(({ ops }) => ops.some((op) => op.kind === "run"));
  if (opaque !== undefined) throw opaqueError(opaque);
  const planned = await planSteps(input);
  const blocks = planned.map(({ step, statements }, i) => {
    const lines = i === 0 ? [...bookLines(input), ...startChecks(input)] : [];
    const said = step.direction === "upgrade" ? statements.map(withLoss) : statements;
    return [comment(step), ...transactions(input, lines, said, endLines(input, step, statements.length))];
  });
  return script(input, blocks);
}

/** Returns the changes of a stamp as a script for the server's own shell. */
export function stampScript(
  input: ScriptTarget & {
    readonly from: readonly string[];
    readonly heads: readonly string[];
    readonly changes: readonly RowChange[];
  },
): string {
  const { dialect, names, from, heads, changes, tool } = input;
  const rows = changes.flatMap((change) => rowStatements(change, dialect, names).map(({ sql }) => terminated(sql)));
  const entry = terminated(insertSql({ ...stampEntry(from, heads), tool }, dialect, names));
  const lines = [...bookLines(input), ...checkLines(input, { present: from, absent: [] }), ...rows, entry];
  return script(input, [[`-- Stamping ${placeOf(from)} -> ${placeOf(heads)}`, ...transactions(input, lines, [], [])]]);
}

/** Returns a script that makes the version table and the journal where they aren't there. */
export function ensureVersionScript(input: ScriptTarget): string {
  return script(input, [transactions(input, bookLines(input), [], [])]);
}

/** A step and what it would run, or still would. */
export interface PlannedStep {
  readonly step: Step;
  readonly statements: readonly Statement[];
}

/**
 * The statements of the steps, without any database: where raw SQL hides the schema, `schemaAfter` is asked for it.
 * Errors: RUN_REVISION_FAILED for what the dialect refuses; what `schemaAfter` throws.
 */
export async function planSteps({
  dialect,
  server,
  steps,
  schemaAfter,
}: Pick<OfflineInput, "dialect" | "server" | "steps" | "schemaAfter">): Promise<readonly PlannedStep[]> {
  const planned: PlannedStep[] = [];
  const done: ScriptedStep[] = [];
  let schema: Schema | undefined;
  for (const toPlan of steps) {
    const { step, ops, begun } = toPlan;
    const { id, path } = step.revision;
    const statements: Statement[] = [...(begun?.left ?? [])];
    await dialect.ready?.(ops, server);
    for (let at = begun?.end ?? 0; at < ops.length; ) {
      const stage = nextStage(ops, at, dialect);
      if (stage.needsSchema) schema ??= await schemaAfter([...done, { id, path, ops: ops.slice(0, at) }]);
      const before = schema;
      const made = withPlace(toPlan, stage.ops, (part) => ({
        statements: dialect.plan(part, before ?? emptySchema, server),
        after: stage.hidesSchema || before === undefined ? undefined : dialect.resolve(part, before).after,
      }));
      statements.push(...made.statements);
      schema = made.after;
      at = stage.end;
    }
    planned.push({ step, statements });
    if (begun !== undefined) schema = undefined;
    done.push({ id, path, ops });
  }
  return planned;
}

/** What `plan` makes of the ops; its errors with the revision, and the line that asks for what is refused. */
function withPlace<Planned>(
  { step, lineOf }: StepToPlan,
  ops: readonly Op[],
  plan: (ops: readonly Op[]) => Planned,
): Planned {
  try {
    return plan(ops);
  } catch (cause) {
    const refused = refusedOp(ops, plan, cause);
    const line = refused === undefined ? undefined : lineOf?.(refused);
    throw planningFailed({ step, cause, ...(line === undefined ? {} : { line }) });
  }
}

/** Lines of a revision's transactions: one, unless statements stand that refuse one. */
function transactions(
  { dialect }: ScriptTarget,
  first: readonly string[],
  statements: readonly Statement[],
  last: readonly string[],
): readonly string[] {
  const { begin, commit } = dialect.offline;
  const between = statements.flatMap((statement) => {
    const lines = statementLines(statement, dialect);
    return statement.facts.transactional ? lines : [...commit, ...lines, ...begin];
  });
  return [...begin, ...first, ...between, ...last, ...commit];
}

function statementLines(
  { sql, check, script: lines, warning }: Statement & { readonly warning?: string },
  dialect: Dialect,
): readonly string[] {
  const said = warning === undefined ? [] : [warning];
  if (lines !== undefined) return [...said, ...lines];
  if (check !== undefined) return [...said, ...dialect.offline.check(sql, check.message)];
  return [...said, ...(dialect.offline.statement?.(sql) ?? [terminated(sql)])];
}

/** Whoever runs the script is told what goes: a run of Limbeck's own would keep it. */
function withLoss(statement: Statement): Statement & { readonly warning?: string } {
  const { loses } = statement.facts;
  if (loses === undefined) return statement;
  return { ...statement, warning: oneLine(`-- This loses ${loses}; the script keeps no backup of it.`) };
}

/** The script may be for a database that Alembic made, which has a version table and no journal. */
function bookLines({ dialect, names, server }: ScriptTarget): readonly string[] {
  const tables = [versionTable(names), journalTable(names, dialect)];
  const namespace = namespaceOf(names, dialect, server).map(({ sql }) => sql);
  const made = tables.flatMap((table) => creationOf(table, dialect, server, { ifNotExists: true }));
  return [...namespace, ...made.map(({ sql }) => sql)].map(terminated);
}

function startChecks(input: OfflineInput): readonly string[] {
  const absent = input.steps.flatMap(({ step }) => (step.direction === "upgrade" ? [step.revision.id] : []));
  return checkLines(input, { present: input.from, absent });
}

function checkLines(
  { dialect, names }: ScriptTarget,
  ids: { readonly present: readonly string[]; readonly absent: readonly string[] },
): readonly string[] {
  return presenceChecks(ids, dialect, names).flatMap(({ sql, message }) => dialect.offline.check(sql, message));
}

function endLines({ dialect, names, tool }: OfflineInput, step: Step, statementsTotal: number): readonly string[] {
  const entry: JournalEntry = {
    revision: step.revision.id,
    direction: step.direction,
    outcome: "done",
    ...fileFields(step.revision),
    tool,
    statementsDone: statementsTotal,
    statementsTotal,
    message: "applied by a script",
  };
  const rows = rowStatements(step.rows, dialect, names).map(({ sql }) => terminated(sql));
  return [...rows, terminated(insertSql(entry, dialect, names))];
}

function script({ dialect, session }: ScriptTarget, blocks: readonly (readonly string[])[]): string {
  const { header, footer } = dialect.offline;
  const settings = session === undefined ? [] : (dialect.offline.session?.(session) ?? []);
  return [[...header, ...settings], ...blocks, footer]
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

/** A comment of one line, whatever the message holds. */
function comment({ revision, direction }: Step): string {
  const [below, above] = [revision.downRevisions.join(", "), revision.id];
  const way = direction === "upgrade" ? `${below} -> ${above}` : `${above} -> ${below}`;
  const message = revision.message === "" ? "" : `, ${revision.message}`;
  return oneLine(`-- Running ${direction} ${way}${message}`);
}

function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, " ");
}

/** A statement with its semicolon, which must not become part of a comment at its end. */
function terminated(sql: string): string {
  const lastLine = sql.slice(sql.lastIndexOf("\n") + 1);
  return /--|#/.test(lastLine) ? `${sql}\n;` : `${sql};`;
}

function opaqueError({ step, ops }: OfflineInput["steps"][number]): Error {
  const labels = ops.flatMap((op) => (op.kind === "run" ? [op.label] : []));
  const { id, path } = step.revision;
  const names = labels.map((label) => `"${label}"`).join(", ");
  const message = `The ${step.direction} of revision "${id}" (${path}) calls a function, ${names}, which a script can't hold`;
  return fail("RUN_OFFLINE_OPAQUE", message, { details: { revision: id, path, labels } });
}

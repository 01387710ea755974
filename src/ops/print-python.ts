import { findTable } from "../schema/names.ts";
import { emptySchema, type Schema, type Table } from "../schema/schema.ts";
import { applyOp } from "./behaviours.ts";
import { onTable, tableNameOf } from "./edit.ts";
import { fail } from "./errors.ts";
import type { Op, OpOf } from "./op.ts";
import { directivesOf, outsideTransaction } from "./print-python-ops.ts";
import { type PythonContext, spelled } from "./print-python-parts.ts";
import { type PythonKeywords, type PythonLine, pyCall, pySqlText, pyText, pyWord } from "./python-code.ts";
import { withCommentsApart } from "./python-comments.ts";
import type { PythonBatch, PythonOptions } from "./python-dialect.ts";
import { layOutPython } from "./python-layout.ts";

/** Operations as the body of a Python function of an Alembic revision. */
export interface PrintedPython {
  /** Lines without the indentation of the function; empty for no operations. No string in it spans lines. */
  readonly body: string;
  /** Lines of imports beside `from alembic import op` and `import sqlalchemy as sa`, sorted. */
  readonly imports: readonly string[];
}

/**
 * Operations, on a database that looks like `before`, as directives of Alembic's (1.20): plain ones; batch mode where the dialect's
 * ALTER TABLE is too small; and SQL where Alembic would lose something or has no word for it.
 * Errors: OP_NOT_PRINTABLE for `run`, the function of which has no text.
 */
export function printPython(ops: readonly Op[], before: Schema, options: PythonOptions): PrintedPython {
  const lines: PythonLine[] = [];
  const imports = new Set<string>();
  let schema = before;
  let isGuarded = false;
  const apart = ops.flatMap(withIndexesApart);
  if (options.dialect.step !== undefined) {
    const directives = printSteps(apart, { ...options, schema, imports, on: "op" }, options.dialect.step);
    return { body: layOutPython(directives), imports: [...imports].sort() };
  }
  const groups = groupsOf(apart.flatMap(withCommentsApart));
  for (const [i, group] of groups.entries()) {
    const steps = stepsOf(group, schema, options.dialect.batch);
    // A value can't be used in the transaction that adds it.
    const later = group.some(({ kind }) => kind === "addEnumValue") ? groups.slice(i + 1).flat() : [];
    const context: PythonContext = { ...options, schema, imports, on: "op", later };
    const own = ownLines(steps, context);
    isGuarded ||= own === undefined && needsGuard(steps, options.dialect.batch);
    lines.push(...(own ?? printGroup(steps, context)));
    schema = group.reduce(applyOp, schema);
  }
  const guard = isGuarded ? guardLines(options.dialect.batch) : [];
  return { body: layOutPython([...guard, ...inFewBlocks(lines)]), imports: [...imports].sort() };
}

/** The group with those of its ops that somebody writes otherwise, each of the others by itself; undefined where nobody does. */
function ownLines(steps: readonly Step[], context: PythonContext): readonly PythonLine[] | undefined {
  const own = steps.map(({ op }) => spelled({ kind: "operation", item: op }, context));
  if (own.every((code) => code === undefined)) return undefined;
  return steps.flatMap((step, i) => {
    const code = own[i];
    if (code === undefined) return printGroup([step], { ...context, schema: step.before });
    return code === null ? [] : [code];
  });
}

/** Neighbours that stand outside of a transaction share a block. */
function inFewBlocks(lines: readonly PythonLine[]): readonly PythonLine[] {
  const blocks: PythonLine[] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    if (last === undefined || !isOutside(last) || !isOutside(line)) blocks.push(line);
    else blocks[blocks.length - 1] = outsideTransaction([...last.body, ...line.body]);
  }
  return blocks;
}

/** A block of batch mode has a name for what it changes. */
function isOutside(line: PythonLine): line is Extract<PythonLine, { readonly kind: "with" }> {
  return line.kind === "with" && line.as === undefined;
}

/** The ops in the steps that the dialect cuts them into. */
function printSteps(
  ops: readonly Op[],
  context: PythonContext,
  cut: NonNullable<PythonOptions["dialect"]["step"]>,
): readonly PythonLine[] {
  const lines: PythonLine[] = [];
  let before = context.schema;
  for (let at = 0; at < ops.length; ) {
    const { count, ops: directives, after } = cut(ops.slice(at), before);
    const here = { ...context, schema: before };
    const part = ops.slice(at, at + count);
    lines.push(...(ownLines(stepsOf(part, before, undefined), here) ?? printStep(part, directives, here)));
    before = after;
    at += Math.max(count, 1);
  }
  return lines;
}

/** By the directives, if there is one for all that is to be done; else as SQL. */
function printStep(
  ops: readonly Op[],
  directives: readonly Op[] | undefined,
  context: PythonContext,
): readonly PythonLine[] {
  const printed = directives?.map((op) => directivesOf(op, context)) ?? [undefined];
  return printed.every((each) => each !== undefined) ? printed.flat() : statementLines(ops, context);
}

/** The indexes of a new table or materialized view have directives of their own. */
function withIndexesApart(op: Op): readonly Op[] {
  if (op.kind === "createView") {
    const { indexes = [], ...view } = op.view;
    return [{ ...op, view }, ...indexes.map((index) => ({ kind: "createIndex" as const, ...onTable(view), index }))];
  }
  if (op.kind !== "createTable") return [op];
  const { table, ...create } = op;
  const { kind: _, ...guard } = create;
  const indexes = table.indexes.map((index) => ({ kind: "createIndex" as const, ...onTable(table), index, ...guard }));
  return [{ ...create, table: { ...table, indexes: [] } }, ...indexes];
}

/** An op in the middle of its group. */
interface Step {
  readonly op: Op;
  readonly before: Schema;
  readonly isDirect: boolean;
}

type TableChange = OpOf<
  | "addColumn"
  | "dropColumn"
  | "alterColumn"
  | "createPrimaryKey"
  | "createUnique"
  | "createCheck"
  | "createForeignKey"
  | "createExclusion"
  | "validateConstraint"
  | "dropConstraint"
  | "setTableOptions"
  | "setTableComment"
  | "createIndex"
  | "dropIndex"
  | "renameIndex"
>;

const tableChanges: { readonly [K in TableChange["kind"]]: true } = {
  ...{ addColumn: true, dropColumn: true, alterColumn: true, dropConstraint: true },
  ...{ createPrimaryKey: true, createUnique: true, createCheck: true, createForeignKey: true, createExclusion: true },
  validateConstraint: true,
  ...{ setTableOptions: true, setTableComment: true, createIndex: true, dropIndex: true, renameIndex: true },
};

/** Runs of neighbouring changes of one table; every other op stands alone. */
function groupsOf(ops: readonly Op[]): readonly (readonly Op[])[] {
  const groups: Op[][] = [];
  for (const op of ops) {
    const last = groups.at(-1);
    const first = last?.[0];
    if (
      last !== undefined &&
      first !== undefined &&
      isTableChange(op) &&
      isTableChange(first) &&
      sameTable(op, first)
    ) {
      last.push(op);
    } else groups.push([op]);
  }
  return groups;
}

function isTableChange(op: Op): op is TableChange {
  return op.kind in tableChanges;
}

function sameTable(a: TableChange, b: TableChange): boolean {
  return a.table === b.table && a.schema === b.schema;
}

function stepsOf(group: readonly Op[], before: Schema, batch: PythonBatch | undefined): readonly Step[] {
  const steps: Step[] = [];
  let schema = before;
  for (const op of group) {
    const isDirect = batch === undefined || !isTableChange(op) || batch.isDirect(op, schema);
    steps.push({ op, before: schema, isDirect });
    schema = applyOp(schema, op);
  }
  return steps;
}

function needsGuard(steps: readonly Step[], batch: PythonBatch | undefined): boolean {
  const remade = steps.find((step) => !step.isDirect);
  const table = remade && tableOf(remade);
  return table !== undefined && batch?.isGuarded(table, remade?.before ?? emptySchema) === true;
}

function guardLines(batch: PythonBatch | undefined): readonly PythonLine[] {
  if (batch === undefined) return [];
  return [{ kind: "comment", text: batch.guard.why }, ...batch.guard.statements.map(executeLine)];
}

/** The table that a step changes, as it is before it. */
function tableOf({ op, before }: Step): Table | undefined {
  return isTableChange(op) ? findTable(before, tableNameOf(op)) : undefined;
}

/** The table is made anew once, from the first op that needs it to the last one. */
function printGroup(steps: readonly Step[], context: PythonContext): readonly PythonLine[] {
  const start = steps.findIndex((step) => !step.isDirect);
  if (start < 0) return steps.flatMap((step) => printAlone(step, context));
  const end = steps.findLastIndex((step) => !step.isDirect) + 1;
  return [
    ...steps.slice(0, start).flatMap((step) => printAlone(step, context)),
    ...printRemade(steps.slice(start, end), context),
    ...steps.slice(end).flatMap((step) => printAlone(step, context)),
  ];
}

/** An op by its own directive, or as SQL. */
function printAlone({ op, before }: Step, context: PythonContext): readonly PythonLine[] {
  const here = { ...context, schema: before };
  return directivesOf(op, here) ?? statementLines([op], here);
}

/** Changes that need the table made anew: batch mode where it loses nothing, else the dialect's own statements. */
function printRemade(steps: readonly Step[], context: PythonContext): readonly PythonLine[] {
  const schema = steps[0]?.before ?? context.schema;
  const ops = steps.map(({ op }) => op);
  return batchBlocks(steps, context) ?? statementLines(ops, { ...context, schema });
}

/** `with op.batch_alter_table(…)` for each part that can be done at once; undefined when one of them can't be done so at all. */
function batchBlocks(steps: readonly Step[], context: PythonContext): readonly PythonLine[] | undefined {
  const { batch } = context.dialect;
  const lines: PythonLine[] = [];
  for (const part of partsOf(steps)) {
    const [first] = part;
    const table = first && tableOf(first);
    if (table === undefined || first === undefined || batch?.keeps(table, first.before) !== true) return undefined;
    if (context.isMisread?.(table) === true) return undefined;
    const body: PythonLine[] = [];
    for (const { op, before } of part) {
      const owner = findTable(before, table);
      if (owner === undefined || !batch.carries(op, owner)) return undefined;
      const printed = directivesOf(op, { ...context, schema: before, on: "batch_op" });
      if (printed === undefined) return undefined;
      body.push(...printed);
    }
    const head = pyCall("op.batch_alter_table", [pyText(table.name)], batchKeywords(part, table.schema));
    lines.push({ kind: "with", head, as: "batch_op", body });
  }
  return lines;
}

/** Alembic doesn't see by itself that a column which only a new table can have needs one. */
function batchKeywords(part: readonly Step[], schema: string | undefined): PythonKeywords {
  const hidden = ["addColumn", "createIndex", "dropIndex"];
  const needsForce = part.every(({ op }) => hidden.includes(op.kind)) || part.some(({ op }) => isPlaced(op));
  return {
    schema: schema === undefined ? pyWord(null) : pyText(schema),
    ...(needsForce ? { recreate: pyText("always") } : {}),
  };
}

function isPlaced(op: Op): boolean {
  return op.kind === "addColumn" && op.position !== undefined;
}

/** A change of a column that is new in the same batch begins another one, for rows get their values between the two. */
function partsOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const parts: Step[][] = [];
  for (const step of steps) {
    const last = parts.at(-1);
    const added = last?.flatMap(({ op }) => (op.kind === "addColumn" ? [op.column.name] : [])) ?? [];
    const hasPlaced = last?.some(({ op }) => isPlaced(op)) ?? false;
    const clashes =
      (step.op.kind === "alterColumn" && added.includes(step.op.column)) || (hasPlaced && step.op.kind === "addColumn");
    if (last === undefined || clashes) parts.push([step]);
    else last.push(step);
  }
  return parts;
}

/** `op.execute("…")` for each statement; what can't run in a transaction stands outside of it. */
function statementLines(ops: readonly Op[], { statements, schema, later }: PythonContext): readonly PythonLine[] {
  for (const op of ops) {
    if (op.kind !== "run") continue;
    throw fail("OP_NOT_PRINTABLE", `The function of the step "${op.label}" can't be written as text.`);
  }
  return statements(ops, schema, later).map(({ sql, transactional }) =>
    transactional ? executeLine(sql) : outsideTransaction([executeLine(sql)]),
  );
}

function executeLine(sql: string): PythonLine {
  return pyCall("op.execute", [pySqlText(sql)]);
}

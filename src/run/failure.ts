import { isLimbeckError, type LimbeckError, messageOf } from "../base/error.ts";
import type { Statement } from "../dialects/contract.ts";
import { describeOp } from "../ops/behaviours.ts";
import type { Step } from "../revisions/path.ts";
import { fail } from "./errors.ts";

/** Where a revision failed, and what that left behind. */
export interface Failure {
  readonly step: Step;
  readonly cause: unknown;
  /** Absent when it failed before its first statement or after its last. */
  readonly statement?: Statement;
  /** 1-based place of the statement in the revision; 0 where nobody counts them. */
  readonly number: number;
  /** Absent while it isn't known. */
  readonly total?: number;
  /** Statements that an earlier part of the revision has committed. */
  readonly committed: number;
  /** Batches of the statement that are committed; absent where it has none. */
  readonly batches?: number;
  /** What the revision has committed by itself, a line each, as far as it is known; absent where it hasn't. */
  readonly parts?: readonly string[];
  /** Whether the same command goes on behind those. */
  readonly goesOn?: true;
  /** What became of the committed statements where the server undoes none: they were undone, or a text says why not. */
  readonly undone?: true | string | undefined;
  /** Whether `repair --undo` may take back what is committed. */
  readonly mayBeTakenBack?: boolean;
  /** 1-based line of the revision's file, where it is known. */
  readonly line?: number;
  /** What to do next, where nothing is half-applied; the cause's own hint when absent. */
  readonly hint?: string;
  /** Rows of the version table, as they are after the failure. */
  readonly heads: readonly string[];
}

const SHOWN_LINES = 20;

/** The error for a revision that failed: which, where, in whose words, and where the database stands. */
export function revisionFailed(failure: Failure): LimbeckError {
  const { step, cause, statement, number, total, heads, line, parts, batches = 0, undone } = failure;
  const committed = undone === true ? 0 : failure.committed;
  const { id, path } = step.revision;
  const lines = [
    `The ${step.direction} of revision "${id}" (${path}${line === undefined ? "" : `:${line}`}) failed${placeOf(failure)}:`,
    `    ${messageOf(cause).replaceAll("\n", "\n    ")}`,
    ...(statement === undefined ? [] : shownSql(statement.sql)),
    standing(failure),
  ];
  const hint =
    parts !== undefined
      ? inParts(failure)
      : committed > 0 || batches > 0
        ? halfApplied(failure)
        : (failure.hint ?? (isLimbeckError(cause) ? cause.hint : undefined));
  return fail("RUN_REVISION_FAILED", lines.join("\n"), {
    ...(hint === undefined ? {} : { hint }),
    cause,
    details: {
      revision: id,
      path,
      direction: step.direction,
      heads,
      committed,
      ...(undone === true ? { undone: failure.committed } : {}),
      ...(isLimbeckError(cause) ? { code: cause.code } : {}),
      ...(statement === undefined ? {} : { statement: number, sql: statement.sql, op: statement.op }),
      ...(total === undefined ? {} : { total }),
      ...(line === undefined ? {} : { line }),
    },
  });
}

/** The error for a revision that can't be planned, where none is run. */
export function planningFailed({ step, cause, line }: Pick<Failure, "step" | "cause" | "line">): LimbeckError {
  const { id, path } = step.revision;
  const message = `The ${step.direction} of revision "${id}" (${path}${line === undefined ? "" : `:${line}`}) can't be planned:
    ${messageOf(cause).replaceAll("\n", "\n    ")}`;
  return fail("RUN_REVISION_FAILED", message, {
    ...(isLimbeckError(cause) ? { hint: cause.hint } : {}),
    cause,
    details: {
      revision: id,
      path,
      direction: step.direction,
      ...(isLimbeckError(cause) ? { code: cause.code } : {}),
      ...(line === undefined ? {} : { line }),
    },
  });
}

function halfApplied({ step, mayBeTakenBack }: Failure): string {
  const undo =
    mayBeTakenBack === true
      ? `take back what is committed with \`limbeck repair --undo ${step.revision.id}\`, where that loses nothing; or `
      : "";
  return `Run the same command again to go on with the statement that failed; or ${undo}finish or undo the revision by hand and say so with \`limbeck repair\`.`;
}

function inParts({ step, goesOn }: Failure): string {
  if (goesOn !== true) return "Finish or undo the revision by hand, and say so with `limbeck repair`.";
  return `Run the same command again to go on behind what is committed; or take that back by hand and say so with \`limbeck repair --undone ${step.revision.id}\`.`;
}

function placeOf({ statement, number, total }: Failure): string {
  if (number === 0) return "";
  if (statement === undefined) return total !== undefined && number > total ? " in its last checks" : " in planning";
  return ` at statement ${number}${total === undefined ? "" : ` of ${total}`} (${describeOp(statement.op)})`;
}

function shownSql(sql: string): readonly string[] {
  if (sql === "") return [];
  const lines = sql.split("\n");
  const more = lines.length - SHOWN_LINES;
  const shown = lines.slice(0, SHOWN_LINES).map((line) => `    ${line}`);
  return ["The statement:", ...shown, ...(more > 0 ? [`    … ${more} more line${more === 1 ? "" : "s"}`] : [])];
}

function standing(failure: Failure): string {
  const { committed, heads, parts, batches = 0, undone } = failure;
  const place = heads.length === 0 ? "base" : heads.join(", ");
  if (parts !== undefined) {
    const list = parts.map((line) => `\n    ${line}`).join("");
    const listed = list === "" ? "" : `\nCommitted are:${list}`;
    return `What this revision committed by itself stays; the rest is undone, and the version table says ${place}.${listed}`;
  }
  if (batches > 0) {
    const before = committed === 0 ? "" : `${statementsText(committed)} of this revision, and `;
    const count = `${batches} batch${batches === 1 ? "" : "es"}`;
    return `${before}${count} of statement ${committed + 1} are committed; the version table says ${place}.`;
  }
  if (isCutOff(failure)) {
    const first = committed === 0 ? "" : `${statementsText(committed)} of this revision ${are(committed)} committed. `;
    return `${first}Whether the server has carried out the statement at which the connection broke, the next run asks it; the version table says ${place}.`;
  }
  if (committed === 0) return `Nothing of this revision was applied; the database is at ${place}.`;
  if (undone === true)
    return `${statementsText(committed)} of this revision, which the server had committed, ${are(committed)} undone; the database is at ${place}.`;
  const why = undone === undefined ? "" : `\nWhat is committed is not undone: ${undone}.`;
  return `${statementsText(committed)} of this revision ${are(committed)} committed, the others are not; the version table says ${place}.${why}`;
}

/** True where the connection broke while a statement ran that commits by itself. */
function isCutOff({ cause, statement }: Failure): boolean {
  return statement?.facts.transactional === false && isLimbeckError(cause, "CONNECT_FAILED");
}

function are(committed: number): string {
  return committed === 1 ? "is" : "are";
}

function statementsText(committed: number): string {
  return committed === 1 ? "The first statement" : `The first ${committed} statements`;
}

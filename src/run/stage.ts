import { messageOf } from "../base/error.ts";
import type { Dialect, Facts, Statement } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";

/** Ops that can be planned together, because nothing among them hides what the next one stands on. */
export interface Stage {
  readonly ops: readonly Op[];
  /** Index of the first op of the revision that comes after the stage. */
  readonly end: number;
  /** One op of a function, which has no SQL. */
  readonly isFunction: boolean;
  /** Planning must know the schema: not every op is plain SQL or a function. */
  readonly needsSchema: boolean;
  /** Only the database knows the schema afterwards. */
  readonly hidesSchema: boolean;
}

/**
 * Returns the stage of a revision's ops that begins at `start`. It ends where an op needs the schema that raw SQL before
 * it may have changed: that schema is read from the database when the SQL has run. A function is a stage by itself.
 */
export function nextStage(ops: readonly Op[], start: number, dialect: Dialect): Stage {
  if (ops[start]?.kind === "run") {
    return {
      ops: ops.slice(start, start + 1),
      end: start + 1,
      isFunction: true,
      needsSchema: false,
      hidesSchema: true,
    };
  }
  let end = start;
  let needsSchema = false;
  let hadSql = false;
  for (const op of ops.slice(start)) {
    if (op.kind === "run" || (hadSql && op.kind !== "execute")) break;
    if (op.kind === "execute") hadSql ||= mayChangeSchema(op.sql, dialect);
    else needsSchema = true;
    end++;
  }
  const stage = ops.slice(start, end);
  return { ops: stage, end, isFunction: false, needsSchema, hidesSchema: hadSql || stage.some(rewritesTexts) };
}

/** The first op of the stage that ends before `end`; of one that ends earlier, for its file was changed, that of the whole of it. */
export function stageStart(end: number, ops: readonly Op[], dialect: Dialect): number {
  for (let start = 0; start < ops.length; ) {
    const stage = nextStage(ops, start, dialect);
    if (stage.end >= end) return start;
    start = stage.end;
  }
  return 0;
}

/** At a rename the server changes the texts of views, triggers and checks in a way of its own. */
function rewritesTexts(op: Op): boolean {
  return op.kind === "renameTable" || op.kind === "renameColumn";
}

/** What stands for an op that has no SQL, or none that is known yet. */
export function opaqueStatement(op: Op): Statement {
  return { sql: "", op, facts: UNKNOWN };
}

/** True unless every statement only writes rows or tidies up: even a SELECT may call a function that does more. */
function mayChangeSchema(script: string, dialect: Dialect): boolean {
  return dialect.split(script).some(({ sql }) => !ROWS_ONLY.test(withoutComments(sql)));
}

const ROWS_ONLY = /^\s*(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|VACUUM|ANALYZE|REINDEX)\b/i;

const UNKNOWN: Facts = {
  locks: "unknown",
  scans: "unknown",
  rewrites: "unknown",
  transactional: true,
  source: "unknown",
};

function withoutComments(sql: string): string {
  return sql.replace(/^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/, "");
}

/** The op on account of which planning failed as it did: the last of the first few that fail alike; undefined when none do. */
export function refusedOp(ops: readonly Op[], plan: (ops: readonly Op[]) => unknown, error: unknown): Op | undefined {
  return ops.find((_, i) => {
    try {
      plan(ops.slice(0, i + 1));
      return false;
    } catch (again) {
      return messageOf(again) === messageOf(error);
    }
  });
}

import { messageOf } from "../base/error.ts";
import type { Connection, ConnectionTarget, Dialect, InspectOptions, Statement } from "../dialects/contract.ts";
import { applyOps } from "../ops/behaviours.ts";
import type { Op } from "../ops/op.ts";
import { emptySchema, type Schema } from "../schema/schema.ts";
import { fail } from "./errors.ts";

/** The upgrade of one revision. */
export interface ReplayStep {
  /** The revision's id. */
  readonly id: string;
  /** The revision's file, for messages. */
  readonly path: string;
  readonly ops: readonly Op[];
}

/** The schema that a history leads to. */
export interface Replayed {
  readonly schema: Schema;
  /** Ids of the revisions with a function that can't be replayed: the schema is right only if those change data alone. */
  readonly opaque: readonly string[];
}

/**
 * Replays revisions from an empty database, in the given order. Ops alone are applied to a schema; raw SQL among them
 * is known only to a server, so then all of it runs in a scratch database, `near` the project's own, which is read. Errors: SOURCE_HISTORY_FAILED.
 */
export async function replayHistory(
  steps: readonly ReplayStep[],
  dialect: Dialect,
  reading: InspectOptions,
  near?: ConnectionTarget,
): Promise<Replayed> {
  const opaque = steps.filter((step) => step.ops.some((op) => op.kind === "run")).map((step) => step.id);
  const ops = steps.flatMap((step) => step.ops);
  if (!ops.some((op) => op.kind === "execute")) return { schema: applyOps(emptySchema, ops), opaque };
  const connection = await dialect.scratch(near);
  try {
    return { schema: await replayOn(connection, steps, dialect, reading), opaque };
  } finally {
    await connection.close();
  }
}

async function replayOn(
  connection: Connection,
  steps: readonly ReplayStep[],
  dialect: Dialect,
  reading: InspectOptions,
): Promise<Schema> {
  let schema = emptySchema;
  for (const step of steps) {
    try {
      await dialect.ready?.(step.ops, connection.server);
      for (const ops of runs(step.ops)) {
        await carryOut(dialect, connection, dialect.plan(ops, schema, connection.server));
        await dialect.restore?.(connection, true);
        schema = isRawSql(ops[0]) ? await dialect.inspect(connection, reading) : dialect.resolve(ops, schema).after;
      }
    } catch (error) {
      throw fail(
        "SOURCE_HISTORY_FAILED",
        `Revision "${step.id}" (${step.path}) can't be replayed: ${messageOf(error)}`,
        {
          details: { revision: step.id, path: step.path },
          cause: error,
        },
      );
    }
  }
  return dialect.inspect(connection, reading);
}

/** Cuts ops into runs of raw SQL and of everything else; functions are left out. */
function runs(ops: readonly Op[]): readonly (readonly Op[])[] {
  const groups: Op[][] = [];
  for (const op of ops) {
    const last = groups.at(-1);
    if (op.kind === "run") continue;
    if (last !== undefined && isRawSql(last[0]) === isRawSql(op)) last.push(op);
    else groups.push([op]);
  }
  return groups;
}

function isRawSql(op: Op | undefined): boolean {
  return op?.kind === "execute";
}

async function carryOut(dialect: Dialect, connection: Connection, statements: readonly Statement[]): Promise<void> {
  if (!statements.every((statement) => statement.facts.transactional)) return runAll(connection, statements);
  await dialect.begin(connection, statements, { lockTimeoutMs: 0, onWait: () => undefined });
  await runAll(connection, statements);
  await dialect.commit(connection);
}

async function runAll(connection: Connection, statements: readonly Statement[]): Promise<void> {
  for (const { sql, check } of statements) {
    if (check === undefined) await connection.execute(sql);
    else if ((await connection.query(sql)).length > 0) throw fail("SOURCE_HISTORY_FAILED", check.message);
  }
}

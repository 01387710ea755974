import type { LeftInSession, SessionState, Statement } from "../dialects/contract.ts";
import { fail } from "./errors.ts";
import type { Position, SessionPart } from "./position.ts";
import type { Work } from "./work.ts";

/** What is lost, by its names, each with the statement that made it. */
export type Lost = Map<string, string>;

/** The position behind a statement, with what it has left in the session. */
export function withLeft(at: Position, { op, sql }: Statement, state: SessionState | undefined): Position {
  const left = op.kind === "execute" ? state?.leftBy(sql) : undefined;
  const { session = [] } = at;
  if (left === undefined || (isLost(left) && left.names.every((name) => isOnce(name, session)))) return at;
  // Nobody runs it again.
  const text = isLost(left) ? sql.slice(0, 200) : sql;
  return { ...at, session: [...session, { ...left, sql: text }] };
}

function isOnce(name: string, session: readonly SessionPart[]): boolean {
  const last = session.findLast((part) => part !== "restored" && part.names.includes(name));
  return last !== undefined && last !== "restored" && isLost(last);
}

function isLost({ how }: LeftInSession): boolean {
  return how === "once" || how === "perhaps";
}

/** The position behind the moment at which the session was made what it was when it was opened, as far as raw SQL can change that. */
export function withRestored(at: Position): Position {
  const { session = [] } = at;
  return session.length === 0 || session.at(-1) === "restored" ? at : { ...at, session: [...session, "restored"] };
}

/**
 * Makes the session what an earlier run of the revision had made of its own, before what is left of it runs. Errors: RUN_SESSION_LOST where
 * that can't be, and something of what is left needs it; what the server says.
 */
export async function renewSession(work: Work): Promise<void> {
  const { run, at, loaded } = work;
  const { connection, dialect } = run.books;
  const { sessionState: state } = dialect;
  if (work.lost !== undefined || work.resumedAt === undefined || state === undefined) return;
  const lost: Lost = new Map();
  work.lost = lost;
  work.isRenewing = true;
  for (const part of at.session ?? []) {
    if (part === "restored") await dialect.restore?.(connection, true);
    else if (isMadeAgain(part, lost, state)) await connection.execute(part.sql);
  }
  // What the earlier run may have done of the next statement shows when it is its turn.
  const isMaybeDone = at.statements[at.done]?.facts.transactional === false;
  const planned = at.statements.slice(isMaybeDone ? at.done + 1 : at.done);
  const later = loaded.ops.slice(at.end);
  const coming = [
    ...planned.flatMap(({ op, sql }) => (op.kind === "execute" ? [sql] : [])),
    ...later.flatMap((op) => (op.kind === "execute" ? dialect.split(op.sql).map(({ sql }) => sql) : [])),
  ];
  const left: Lost = new Map(lost);
  for (const sql of coming) {
    refuseLost(work, sql, left);
    for (const name of madeBy(sql, state)) left.delete(name);
  }
  const [made] = [...lost].filter(([name]) => name !== "last_insert_id");
  if (made !== undefined && [...planned.map(({ op }) => op), ...later].some(({ kind }) => kind === "run"))
    throw sessionLost(work, made, "a function of the revision may use it.");
}

/** The names of which a statement makes what they stand for now, or which it takes away. */
export function madeBy(sql: string, state: SessionState | undefined): readonly string[] {
  const left = state?.leftBy(sql);
  return left === undefined || left.how === "perhaps" ? [] : left.names;
}

/** True for a part that the same statement makes again; what that is no more, or can't be, is taken down. */
function isMadeAgain({ names, how, sql }: Exclude<SessionPart, "restored">, lost: Lost, state: SessionState): boolean {
  const isThere = names.every((name) => !lost.has(name));
  const isWhole = how === "again" && state.used(sql, new Set(lost.keys())).length === 0;
  for (const name of names) {
    if (isWhole || how === "gone") lost.delete(name);
    else lost.set(name, sql);
  }
  return isWhole || (how === "gone" && isThere);
}

/** Errors: RUN_SESSION_LOST for a statement that uses what is lost, and doesn't only take it away. */
export function refuseLost(work: Work, sql: string, lost: ReadonlyMap<string, string> = work.lost ?? new Map()): void {
  const { sessionState: state } = work.run.books.dialect;
  if (state === undefined || lost.size === 0 || takesAway(sql, state, lost)) return;
  const [name] = state.used(sql, new Set(lost.keys()));
  const maker = name === undefined ? undefined : lost.get(name);
  if (name !== undefined && maker !== undefined) throw sessionLost(work, [name, maker], `a statement needs it: ${sql}`);
}

/** True for a statement that would only take away what is lost: it has nothing to do, and might find something else of the name. */
export function isIdle({ run, lost }: Work, { op, sql }: Statement): boolean {
  const { sessionState: state } = run.books.dialect;
  return op.kind === "execute" && state !== undefined && lost !== undefined && takesAway(sql, state, lost);
}

function takesAway(sql: string, state: SessionState, lost: ReadonlyMap<string, string>): boolean {
  const left = state.leftBy(sql);
  return left?.how === "gone" && left.names.every((name) => lost.has(name));
}

function sessionLost({ placed }: Work, [name, maker]: readonly [string, string], who: string): Error {
  const { id, path } = placed.step.revision;
  const what = name === "*" ? "a setting" : `"${name}"`;
  const message = `Revision "${id}" (${path}) can't go on: ${what} ended with the session of the run that was cut off, and ${who}\nIt was made by: ${maker}`;
  return fail("RUN_SESSION_LOST", message, { details: { revision: id, name, maker } });
}

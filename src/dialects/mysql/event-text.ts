import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { normaliseExpression, normaliseStatement } from "./expression-text.ts";
import { tokenize } from "./tokens.ts";

/** The statement with an event that doesn't happen: ENABLE, which is also what it is without a word, is DISABLE. */
export function asleep(sql: string): string {
  const tokens = tokenize(sql);
  const end = doOf(tokens);
  const head = tokens.slice(0, end);
  const enabled = head.find((token) => isKeyword(token, "ENABLE"));
  if (enabled !== undefined) return `${sql.slice(0, enabled.start)}DISABLE${sql.slice(enabled.end)}`;
  const isSaid = head.some((token) => isKeyword(token, "DISABLE"));
  if (isSaid || !isKeyword(tokens[0], "CREATE")) return sql;
  const next = head.find((token) => isKeyword(token, "COMMENT")) ?? tokens[end];
  return next === undefined ? sql : `${sql.slice(0, next.start)}DISABLE ${sql.slice(next.start)}`;
}

/** The statement that the server shows of an event that `asleep` has put to sleep. */
export function awake(sql: string): string {
  const tokens = tokenize(sql);
  const found = tokens.slice(0, doOf(tokens)).find((token) => isKeyword(token, "DISABLE"));
  return found === undefined ? sql : `${sql.slice(0, found.start)}ENABLE${sql.slice(found.end)}`;
}

/** True for a statement that leaves its event asleep. */
export function isAsleep(sql: string): boolean {
  const tokens = tokenize(sql);
  return tokens.slice(0, doOf(tokens)).some((token) => isKeyword(token, "DISABLE"));
}

/** The statement without the beginning of what happens every so often. */
export function withoutStart(sql: string): string {
  const tokens = tokenize(sql);
  const at = tokens.slice(0, doOf(tokens)).findIndex((token) => isKeyword(token, "STARTS"));
  const [from, to] = [tokens[at], tokens[at + 1]];
  return at === -1 || from === undefined || to === undefined
    ? sql
    : `${sql.slice(0, from.start).trimEnd()}${sql.slice(to.end)}`;
}

/** The statement that makes an event, as two are compared: without what an event is when nothing is said. */
export function normaliseEvent(definition: string): string {
  const tokens = tokenize(definition);
  const [end, body] = [doOf(tokens), tokens[doOf(tokens)]];
  const last = tokens[end - 1];
  const head = normaliseExpression(last === undefined ? "" : definition.slice(0, last.end))
    .replace(/^create or replace\b/, "create")
    .replace(/^create definer = current_user(?: \( \))?/, "create")
    .replace(/ event if not exists\b/, " event")
    .replace(/ on completion not preserve\b/, "")
    .replace(/ enable(?= comment\b|$)/, "")
    .replace(/ on replica\b/, " on slave");
  return body === undefined ? head : `${head} do ${normaliseStatement(definition.slice(body.end))}`;
}

/**
 * The event as the models say it, in the words of the database where they differ in moments that the models leave to the server alone: the
 * beginning of what is said to happen EVERY so often, and moments that hang on when the statement is carried out.
 */
export function keptEvent(want: string, have: string): string {
  return timeless(want) === timeless(have, want) ? have : want;
}

/** `STARTS`, `ENDS` and `AT` are left out where `like`, or the text itself, says no constant there. */
function timeless(definition: string, like = definition): string {
  const said = clauses(like);
  const normal = normaliseEvent(definition);
  return (["starts", "ends", "at"] as const).reduce((text, clause) => {
    const isConstant = said[clause] !== undefined && /^'[^']*'$/.test(said[clause] ?? "");
    return isConstant ? text : text.replace(CLAUSES[clause], "");
  }, normal);
}

const UNTIL = String.raw`(?= (?:starts|ends|on completion|disable|comment|do)\b)`;
const CLAUSES = {
  starts: new RegExp(` starts (.*?)${UNTIL}`, "is"),
  ends: new RegExp(` ends (.*?)${UNTIL}`, "is"),
  at: new RegExp(`(?<=schedule) at (.*?)${UNTIL}`, "is"),
} as const;

function clauses(definition: string): { readonly [K in keyof typeof CLAUSES]?: string } {
  const normal = normaliseEvent(definition);
  return Object.fromEntries(
    Object.entries(CLAUSES).flatMap(([name, pattern]) => {
      const found = pattern.exec(normal)?.[1];
      return found === undefined ? [] : [[name, found.trim()]];
    }),
  );
}

/** Where the body begins, behind all that is said of the event; the end where there is none. */
function doOf(tokens: readonly Token[]): number {
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    if (isOperator(token, "(")) depth++;
    if (isOperator(token, ")")) depth--;
    if (depth === 0 && isKeyword(token, "DO")) return i;
  }
  return tokens.length;
}

import type { LeftInSession, SessionState } from "../contract.ts";
import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { type Parsed, parseStatement } from "./parse.ts";
import { tokenize } from "./tokens.ts";

/**
 * What ends with a session of MySQL and MariaDB: its settings, user variables, temporary tables, prepared statements, and the last number
 * that it was given. Source: https://dev.mysql.com/doc/refman/9.7/en/user-variables.html, …/set-variable.html, …/create-temporary-table.html,
 * …/information-functions.html#function_last-insert-id.
 */
export const sessionState: SessionState = {
  leftBy: (sql) => leftBy(parseStatement(sql), tokenize(sql)),
  used(sql, names) {
    const tokens = tokenize(sql);
    const { kind } = parseStatement(sql);
    const targets = new Set(kind === "session" ? targetsOf(tokens) : kind === "read" ? intoVariables(tokens) : []);
    const found = tokens.flatMap((token, i) => (targets.has(token) ? [] : namesIn(token, tokens[i - 1])));
    return [...new Set(names.has("*") ? ["*", ...found] : found)].filter((name) => names.has(name));
  },
};

const LAST_NUMBER = "last_insert_id";

function namesIn(token: Token, before: Token | undefined): readonly string[] {
  const text = token.value.toLowerCase();
  if (token.kind === "parameter") return [variableName(token)];
  if (token.kind !== "word" && token.kind !== "quoted") return [];
  return isKeyword(before, "EXECUTE") ? [`prepared ${text}`] : [text];
}

/** `@x`, also where it is written @'x'. */
function variableName({ text }: Token): string {
  return text.toLowerCase().replaceAll(/['"`]/g, "");
}

function leftBy(parsed: Parsed, tokens: readonly Token[]): LeftInSession | undefined {
  switch (parsed.kind) {
    case "session":
      return parsed.verb === "SET" ? leftBySet(tokens) : leftByPrepare(parsed.verb, tokens);
    case "createTable":
      return parsed.temporary ? once([parsed.name.name.toLowerCase()]) : undefined;
    case "dropTable":
      return { names: parsed.names.map(({ name }) => name.toLowerCase()), how: "gone" };
    case "write": {
      const isNumbered = parsed.verb !== "update" && parsed.verb !== "delete";
      // What it numbers, and whether it comes to an assignment, the text doesn't tell.
      return once([...assigned(tokens), ...(isNumbered ? [LAST_NUMBER] : [])], "perhaps");
    }
    case "read":
      return once([...assigned(tokens), ...intoVariables(tokens).map(variableName)]);
    case "call":
    case "unknown":
      return once(variablesOf(tokens).map(variableName), "perhaps");
    default:
      return undefined;
  }
}

function once(names: readonly string[], how: "once" | "perhaps" = "once"): LeftInSession | undefined {
  return names.length === 0 ? undefined : { names, how };
}

function variablesOf(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter(({ kind, text }) => kind === "parameter" && text.startsWith("@") && !text.startsWith("@@"));
}

/** `@x := …`, within another statement. */
function assigned(tokens: readonly Token[]): readonly string[] {
  return variablesOf(tokens.filter((_, i) => isOperator(tokens[i + 1], ":="))).map(variableName);
}

/** `SELECT … INTO @x, @y`. */
function intoVariables(tokens: readonly Token[]): readonly Token[] {
  const into = tokens.findIndex((token) => isKeyword(token, "INTO"));
  if (into === -1) return [];
  const end = tokens.findIndex((token, i) => i > into && token.kind !== "parameter" && !isOperator(token, ","));
  return variablesOf(tokens.slice(into, end === -1 ? undefined : end));
}

/** Settings of the server, and of the next transaction alone, are not the session's. */
const ELSEWHERE = ["GLOBAL", "PERSIST", "PERSIST_ONLY", "PASSWORD", "DEFAULT", "RESOURCE", "TRANSACTION"];

/** `SET a = 1, @b = 2`: settings are all of them used by every statement. */
function leftBySet(tokens: readonly Token[]): LeftInSession | undefined {
  if (ELSEWHERE.some((word) => isKeyword(tokens[1], word))) return undefined;
  const isVariable = ({ kind, text }: Token) => kind === "parameter" && !text.startsWith("@@");
  const names = targetsOf(tokens).map((token) => (isVariable(token) ? variableName(token) : "*"));
  return { names: [...new Set(names)], how: tokens.slice(1).every(isTold) ? "again" : "once" };

  /** False for what another moment, another session or other data would make another value. */
  function isTold(token: Token, at: number): boolean {
    const text = token.text.toUpperCase();
    if (token.kind === "parameter" && text.startsWith("@@"))
      return !MOMENTARY.has(text.replace(/^@@(?:SESSION\.)?/, ""));
    if (token.kind !== "word") return true;
    if (text === "SELECT" || CLOCKS.has(text)) return false;
    return !isOperator(tokens[at + 2], "(") || PURE.has(text);
  }
}

const MOMENTARY: ReadonlySet<string> = new Set([
  ...["LAST_INSERT_ID", "IDENTITY", "INSERT_ID", "TIMESTAMP", "WARNING_COUNT", "ERROR_COUNT", "PSEUDO_THREAD_ID"],
  ...["RAND_SEED1", "RAND_SEED2", "LAST_GTID", "STATEMENT_ID"],
]);
const CLOCKS: ReadonlySet<string> = new Set([
  ...["CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIME", "LOCALTIMESTAMP"],
  ...["UTC_TIMESTAMP", "UTC_DATE", "UTC_TIME"],
]);
/** Functions of their arguments alone. */
const PURE: ReadonlySet<string> = new Set([
  ...[
    "CONCAT",
    "CONCAT_WS",
    "REPLACE",
    "LOWER",
    "UPPER",
    "TRIM",
    "IF",
    "IFNULL",
    "COALESCE",
    "NULLIF",
    "CAST",
    "CONVERT",
  ],
  ...["LEFT", "RIGHT", "SUBSTRING", "HEX", "UNHEX", "ABS", "ROUND", "JSON_OBJECT", "JSON_ARRAY", "DATE", "TIME"],
]);

/** What a SET gives a value to: the first token of each assignment. */
export function targetsOf(tokens: readonly Token[]): readonly Token[] {
  let depth = 0;
  return tokens.filter((_, i) => {
    const before = tokens[i - 1];
    if (isOperator(before, "(")) depth++;
    if (isOperator(before, ")")) depth--;
    return i === 1 || (depth === 0 && isOperator(before, ","));
  });
}

/** `PREPARE name FROM …`, and its end. */
function leftByPrepare(verb: string, tokens: readonly Token[]): LeftInSession | undefined {
  const name = tokens.find((token, i) => i > 0 && !isKeyword(token, "PREPARE"))?.value.toLowerCase();
  if (name === undefined || (verb !== "PREPARE" && verb !== "DEALLOCATE")) return undefined;
  return { names: [`prepared ${name}`], how: verb === "PREPARE" ? "again" : "gone" };
}

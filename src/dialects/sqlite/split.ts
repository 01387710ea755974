import type { ScriptStatement } from "../contract.ts";
import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { fail } from "../errors.ts";
import { tokenize } from "./tokens.ts";

/**
 * Cuts a script into its statements, without their semicolons and without the comments between them; empty statements are
 * left out. The body of a trigger stays whole.
 * Errors: DIALECT_SCRIPT_UNTERMINATED, DIALECT_SCRIPT_SHELL_COMMAND.
 */
export function split(script: string): readonly ScriptStatement[] {
  const statements: ScriptStatement[] = [];
  const lines = lineCounter(script);
  let current: Token[] = [];
  const finish = () => {
    const [first, last] = [current[0], current.at(-1)];
    if (first !== undefined && last !== undefined) {
      statements.push({ sql: script.slice(first.start, last.end), line: lines(first.start) });
    }
    current = [];
  };
  for (const token of tokenize(script)) {
    if (token.kind === "unterminated") throw unterminated(`a ${token.value}`, lines(token.start));
    if (current.length === 0 && token.text.startsWith(".")) throw shellCommand(script, token, lines(token.start));
    if (isOperator(token, ";") && !isInsideTrigger(current)) finish();
    else current.push(token);
  }
  if (isInsideTrigger(current)) throw unterminated("the body of a trigger", lines(current[0]?.start ?? 0));
  finish();
  return statements;
}

/**
 * True for the tokens of a `CREATE TRIGGER` from its BEGIN on and before the END that closes it. That END stands where a statement
 * would begin, as no other END can (source: https://www.sqlite.org/c3ref/complete.html, which splits in the same way).
 */
function isInsideTrigger(tokens: readonly Token[]): boolean {
  if (!isTrigger(tokens) || !tokens.some((token) => isKeyword(token, "BEGIN"))) return false;
  const beforeLast = tokens.at(-2);
  return !(isKeyword(tokens.at(-1), "END") && (isOperator(beforeLast, ";") || isKeyword(beforeLast, "BEGIN")));
}

function isTrigger(tokens: readonly Token[]): boolean {
  let at = 0;
  if (isKeyword(tokens[at], "EXPLAIN")) at = isKeyword(tokens[1], "QUERY") ? 3 : 1;
  if (!isKeyword(tokens[at++], "CREATE")) return false;
  if (isKeyword(tokens[at], "TEMP") || isKeyword(tokens[at], "TEMPORARY")) at++;
  return isKeyword(tokens[at], "TRIGGER");
}

function unterminated(what: string, line: number): Error {
  return fail("DIALECT_SCRIPT_UNTERMINATED", `The script ends inside ${what} that begins on line ${line}.`, {
    details: { line },
  });
}

function shellCommand(script: string, token: Token, line: number): Error {
  const command = script.slice(token.start).split("\n", 1)[0]?.trim() ?? "";
  return fail("DIALECT_SCRIPT_SHELL_COMMAND", `Line ${line} is a command of the sqlite3 shell, not SQL: ${command}`, {
    details: { line, command },
  });
}

/** The 1-based line of an offset; offsets must come in ascending order. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let counted = 0;
  return (offset) => {
    for (let at = text.indexOf("\n", counted); at !== -1 && at < offset; at = text.indexOf("\n", counted)) {
      line++;
      counted = at + 1;
    }
    return line;
  };
}

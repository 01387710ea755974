import type { ScriptStatement } from "../contract.ts";
import { fail } from "../errors.ts";
import { readsRows } from "./shell-lines.ts";
import { isKeyword, isOperator, scan, type Token } from "./tokens.ts";

/**
 * Cuts a script into its statements, without their semicolons and without the comments between them; empty statements are left
 * out. Parentheses and the SQL body of a function (`BEGIN ATOMIC … END`, PostgreSQL 14) stay whole.
 * Errors: DIALECT_SCRIPT_UNTERMINATED, DIALECT_SCRIPT_SHELL_COMMAND for psql's own commands and for rows behind a COPY.
 */
export function split(script: string): readonly ScriptStatement[] {
  const statements: ScriptStatement[] = [];
  const lines = lineCounter(script);
  let nesting = new Nesting();
  let current: Token[] = [];
  const finish = () => {
    const [first, last] = [current[0], current.at(-1)];
    if (first !== undefined && last !== undefined) {
      const statement = { sql: script.slice(first.start, last.end), line: lines(first.start) };
      if (readsRows(current)) throw rowsFollow(statement);
      statements.push(statement);
    }
    current = [];
    nesting = new Nesting();
  };
  let passed = 0;
  for (const token of scan(script)) {
    if (token.start < passed) continue;
    if (token.kind === "unterminated") throw unterminated(`a ${token.value}`, lines(token.start));
    if (isOperator(token, "\\") && current.length === 0) passed = behindMark(script, token.start);
    if (token.start < passed) continue;
    if (isOperator(token, "\\")) throw shellCommand(script, token, lines(token.start));
    if (isOperator(token, ";") && nesting.isOutside()) finish();
    else {
      nesting.enter(token, current);
      current.push(token);
    }
  }
  if (nesting.isInBody()) throw unterminated("the body of a function", lines(current[0]?.start ?? 0));
  finish();
  return statements;
}

/**
 * Where in a statement the scanner is. A semicolon ends the statement only outside of parentheses (`CREATE RULE … DO (…; …)`) and of
 * the SQL body of a function; that body begins with BEGIN, and each CASE or BEGIN in it needs an END of its own.
 * Source: psql's own rules, https://www.postgresql.org/docs/18/app-psql.html and src/fe_utils/psqlscan.l (18).
 */
class Nesting {
  #parentheses = 0;
  #blocks = 0;

  isOutside(): boolean {
    return this.#parentheses === 0 && this.#blocks === 0;
  }

  isInBody(): boolean {
    return this.#blocks > 0;
  }

  enter(token: Token, before: readonly Token[]): void {
    if (isOperator(token, "(")) this.#parentheses++;
    else if (isOperator(token, ")")) this.#parentheses = Math.max(0, this.#parentheses - 1);
    else if (this.#parentheses > 0 || token.kind !== "word" || !makesRoutine(before)) return;
    else if (isKeyword(token, "BEGIN")) this.#blocks++;
    else if (isKeyword(token, "CASE") && this.#blocks > 0) this.#blocks++;
    else if (isKeyword(token, "END") && this.#blocks > 0) this.#blocks--;
  }
}

/** `CREATE [OR REPLACE] FUNCTION` or `PROCEDURE`. */
function makesRoutine(tokens: readonly Token[]): boolean {
  if (!isKeyword(tokens[0], "CREATE")) return false;
  const at = isKeyword(tokens[1], "OR") && isKeyword(tokens[2], "REPLACE") ? 3 : 1;
  return isKeyword(tokens[at], "FUNCTION") || isKeyword(tokens[at], "PROCEDURE");
}

/**
 * The end of the line of a `\\restrict` or `\\unrestrict`, by which pg_dump marks its scripts: they keep psql from carrying out other
 * commands of its own, and mean nothing to the server. Else the offset itself.
 * Source: https://www.postgresql.org/docs/current/app-psql.html (18; and the last minor versions of 13 to 17).
 */
function behindMark(script: string, at: number): number {
  return at + (/^\\(?:un)?restrict[ \t]+\w+[ \t]*(?=\r?\n|$)/.exec(script.slice(at, at + 200))?.[0].length ?? 0);
}

function unterminated(what: string, line: number): Error {
  return fail("DIALECT_SCRIPT_UNTERMINATED", `The script ends inside ${what} that begins on line ${line}.`, {
    details: { line },
  });
}

function shellCommand(script: string, token: Token, line: number): Error {
  const command = script.slice(token.start).split("\n", 1)[0]?.trim() ?? "";
  return fail("DIALECT_SCRIPT_SHELL_COMMAND", `Line ${line} is a command of the psql shell, not SQL: ${command}`, {
    details: { line, command },
  });
}

function rowsFollow({ sql, line }: ScriptStatement): Error {
  const message = `Line ${line} takes rows from the shell's input, which a driver can't give: ${sql.split("\n", 1)[0]}`;
  return fail("DIALECT_SCRIPT_SHELL_COMMAND", message, {
    hint: "Write the rows as INSERT; pg_dump does so with --inserts, and leaves them out with --schema-only.",
    details: { line, command: sql },
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

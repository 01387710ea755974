import type { ScriptStatement } from "../contract.ts";
import { type Blocks, type ScriptGrammar, splitScript, unterminated } from "../ddl-splitter.ts";
import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { tokenize } from "./tokens.ts";

/**
 * Cuts a script into its statements, without their semicolons and without the comments between them; empty statements are left out.
 * The body of a routine, trigger or event stays whole, with or without the client's DELIMITER around it.
 * Errors: DIALECT_SCRIPT_UNTERMINATED, DIALECT_SCRIPT_SHELL_COMMAND.
 */
export function split(script: string): readonly ScriptStatement[] {
  const statements: ScriptStatement[] = [];
  let line = 1;
  for (const { text, delimiter } of sections(script)) {
    statements.push(...(delimiter === ";" ? splitScript(text, grammar, line) : splitAt(text, delimiter, line)));
    line += text.split("\n").length - 1;
  }
  return statements;
}

const grammar: ScriptGrammar = {
  tokenize,
  blocks: blocksOf,
  blockName: "a block",
  shell: { name: "mysql", mark: "\\" },
  span: (script, first, last) => [startOf(script, first), endOf(script, last)],
};

interface Section {
  readonly text: string;
  readonly delimiter: string;
}

/** The parts of a script between the client's DELIMITER lines, each of which counts with the part before it. */
function sections(script: string): readonly Section[] {
  const found: Section[] = [];
  let delimiter = ";";
  let start = 0;
  for (const match of script.matchAll(/^[ \t]*DELIMITER[ \t]+(\S+)[ \t]*\r?$/gim)) {
    // The line itself becomes blank, so that the lines behind it keep their numbers.
    found.push({ text: script.slice(start, match.index), delimiter });
    start = match.index + match[0].length;
    delimiter = match[1] ?? ";";
  }
  return [...found, { text: script.slice(start), delimiter }];
}

/** The mark of a conditional comment in front of a statement belongs to it: the server reads it. */
function startOf(script: string, first: Token): number {
  const mark = /\/\*M?!\d*\s*$/.exec(script.slice(Math.max(0, first.start - 16), first.start));
  return mark === null ? first.start : first.start - mark[0].length;
}

/** The other mark, behind the last token. */
function endOf(script: string, last: Token): number {
  return last.end + (/^\s*\*\//.exec(script.slice(last.end))?.[0].length ?? 0);
}

function splitAt(script: string, delimiter: string, firstLine: number): readonly ScriptStatement[] {
  const statements: ScriptStatement[] = [];
  let line = firstLine;
  for (const piece of script.split(delimiter)) {
    const tokens = tokenize(piece);
    const open = tokens.find((token) => token.kind === "unterminated");
    const [first, last] = [tokens[0], tokens.at(-1)];
    const lineOf = (offset: number) => line + piece.slice(0, offset).split("\n").length - 1;
    if (open !== undefined) throw unterminated(`a ${open.value}`, lineOf(open.start));
    if (first !== undefined && last !== undefined) {
      const sql = piece.slice(startOf(piece, first), endOf(piece, last)).replace(/;\s*$/, "");
      statements.push({ sql, line: lineOf(first.start) });
    }
    line += piece.split("\n").length - 1;
  }
  return statements;
}

/**
 * The blocks of one statement. Only what defines a routine, trigger or event has them, and MariaDB's BEGIN NOT ATOMIC.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/sql-compound-statements.html, https://mariadb.com/kb/en/begin-end/.
 */
function blocksOf(): Blocks {
  const open: ("block" | "expression")[] = [];
  let isProgram = false;
  let count = 0;
  let previous: Token | undefined;
  const is = (token: Token | undefined, words: readonly string[]) => words.some((word) => isKeyword(token, word));
  const take = (token: Token): void => {
    count++;
    if (count <= LONGEST_HEAD && is(token, PROGRAMS)) isProgram = true;
    if (count === 2 && isKeyword(previous, "BEGIN") && isKeyword(token, "NOT")) {
      isProgram = true;
      open.push("block");
    }
    if (!isProgram || isKeyword(previous, "END")) return;
    if (isKeyword(token, "END")) open.pop();
    else if (isKeyword(token, "CASE")) open.push(isAtStart(previous) ? "block" : "expression");
    else if (open.at(-1) === "expression") return;
    else if (isKeyword(token, "BEGIN") || (is(token, OPENERS) && isAtStart(previous))) open.push("block");
  };
  return {
    take(token) {
      take(token);
      previous = token;
    },
    isOpen: () => open.length > 0,
  };

  /** True behind what a statement of a block follows: these words are functions and clauses elsewhere. */
  function isAtStart(before: Token | undefined): boolean {
    return isOperator(before, ";") || isOperator(before, ":") || is(before, STARTS);
  }
}

const PROGRAMS = ["PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE"];
/** `CREATE OR REPLACE DEFINER = user @ host AGGREGATE FUNCTION`: as far as the word that says what it is. */
const LONGEST_HEAD = 10;
const OPENERS = ["IF", "LOOP", "WHILE", "REPEAT", "FOR"];
const STARTS = ["THEN", "ELSE", "BEGIN", "DO", "LOOP", "REPEAT"];

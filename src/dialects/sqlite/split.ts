import type { ScriptStatement } from "../contract.ts";
import { type Blocks, type ScriptGrammar, splitScript } from "../ddl-splitter.ts";
import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { tokenize } from "./tokens.ts";

const grammar: ScriptGrammar = {
  tokenize,
  blocks: triggerBody,
  blockName: "the body of a trigger",
  shell: { name: "sqlite3", mark: "." },
};

/**
 * Cuts a script into its statements, without their semicolons and without the comments between them; empty statements are
 * left out. The body of a trigger stays whole.
 * Errors: DIALECT_SCRIPT_UNTERMINATED, DIALECT_SCRIPT_SHELL_COMMAND.
 */
export function split(script: string): readonly ScriptStatement[] {
  return splitScript(script, grammar);
}

/**
 * Open from the BEGIN of a `CREATE TRIGGER` on, and until the END that closes it. That END stands where a statement would begin, as no
 * other END can (source: https://www.sqlite.org/c3ref/complete.html, which splits in the same way).
 */
function triggerBody(): Blocks {
  const head: Token[] = [];
  let isOpen = false;
  let previous: Token | undefined;
  return {
    take(token) {
      if (head.length <= LONGEST_HEAD) head.push(token);
      if (isOpen) isOpen = !(isKeyword(token, "END") && (isOperator(previous, ";") || isKeyword(previous, "BEGIN")));
      else if (isKeyword(token, "BEGIN")) isOpen = isTrigger(head);
      previous = token;
    },
    isOpen: () => isOpen,
  };
}

/** `EXPLAIN QUERY PLAN CREATE TEMP TRIGGER`. */
const LONGEST_HEAD = 6;

function isTrigger(tokens: readonly Token[]): boolean {
  let at = 0;
  if (isKeyword(tokens[at], "EXPLAIN")) at = isKeyword(tokens[1], "QUERY") ? 3 : 1;
  if (!isKeyword(tokens[at++], "CREATE")) return false;
  if (isKeyword(tokens[at], "TEMP") || isKeyword(tokens[at], "TEMPORARY")) at++;
  return isKeyword(tokens[at], "TRIGGER");
}

import type { ScriptStatement } from "./contract.ts";
import { isOperator, type Token } from "./ddl-token.ts";
import { fail } from "./errors.ts";

/** How a dialect's scripts are cut. */
export interface ScriptGrammar {
  readonly tokenize: (sql: string) => readonly Token[];
  /** Follows the tokens of a statement from its first one. */
  readonly blocks: () => Blocks;
  /** What a block that may stand open is called: `the body of a trigger`. */
  readonly blockName: string;
  /** The server's own shell, and how each of its commands begins. */
  readonly shell: { readonly name: string; readonly mark: string };
  /** Where the text of a statement begins and ends, which has these tokens at its ends; absent is where they do. */
  readonly span?: (script: string, first: Token, last: Token) => readonly [start: number, end: number];
}

/** Tells, token by token, whether a statement stands open in a block that has statements of its own. */
export interface Blocks {
  take(token: Token): void;
  isOpen(): boolean;
}

/**
 * Cuts a script into its statements, without their semicolons and without the comments between them; empty statements are left out, and
 * blocks stay whole. Errors: DIALECT_SCRIPT_UNTERMINATED, DIALECT_SCRIPT_SHELL_COMMAND.
 */
export function splitScript(script: string, grammar: ScriptGrammar, firstLine = 1): readonly ScriptStatement[] {
  const statements: ScriptStatement[] = [];
  const lineOf = lineCounter(script, firstLine);
  let first: Token | undefined;
  let last: Token | undefined;
  let line = firstLine;
  let blocks = grammar.blocks();
  const finish = () => {
    if (first !== undefined && last !== undefined) {
      const [start, end] = grammar.span?.(script, first, last) ?? [first.start, last.end];
      statements.push({ sql: script.slice(start, end), line });
    }
    first = undefined;
    blocks = grammar.blocks();
  };
  for (const token of grammar.tokenize(script)) {
    if (token.kind === "unterminated") throw unterminated(`a ${token.value}`, lineOf(token.start));
    if (first === undefined && token.text.startsWith(grammar.shell.mark)) {
      throw shellCommand(script, token, grammar, lineOf(token.start));
    }
    if (isOperator(token, ";") && !blocks.isOpen()) {
      finish();
      continue;
    }
    if (first === undefined) {
      first = token;
      line = lineOf(token.start);
    }
    last = token;
    blocks.take(token);
  }
  if (first !== undefined && blocks.isOpen()) throw unterminated(grammar.blockName, line);
  finish();
  return statements;
}

/** The error for a script that ends in the middle of something. */
export function unterminated(what: string, line: number): Error {
  return fail("DIALECT_SCRIPT_UNTERMINATED", `The script ends inside ${what} that begins on line ${line}.`, {
    details: { line },
  });
}

function shellCommand(script: string, token: Token, { shell }: ScriptGrammar, line: number): Error {
  const command = script.slice(token.start).split("\n", 1)[0]?.trim() ?? "";
  return fail(
    "DIALECT_SCRIPT_SHELL_COMMAND",
    `Line ${line} is a command of the ${shell.name} shell, not SQL: ${command}`,
    {
      details: { line, command },
    },
  );
}

/** The 1-based line of an offset; offsets must come in ascending order. */
function lineCounter(text: string, firstLine = 1): (offset: number) => number {
  let line = firstLine;
  let counted = 0;
  return (offset) => {
    for (let at = text.indexOf("\n", counted); at !== -1 && at < offset; at = text.indexOf("\n", counted)) {
      line++;
      counted = at + 1;
    }
    return line;
  };
}

import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { normaliseStatement } from "./expression-text.ts";
import { tokenize } from "./tokens.ts";

/**
 * The statement that makes a trigger or a routine, as two are compared: the words in front of what it makes say how, not what, and are
 * left out where they are OR REPLACE, IF NOT EXISTS and the session's own account; so is a trigger's place among others.
 */
export function normaliseProgram(definition: string): string {
  const tokens = tokenize(definition);
  const left = HEADS.reduce<readonly Token[]>(without, tokens.slice(0, LONGEST_HEAD));
  const head = [...left, ...tokens.slice(LONGEST_HEAD)];
  const row = head.findIndex((token, i) => isKeyword(token, "ROW") && isKeyword(head[i - 1], "EACH"));
  const follows = head[row + 1];
  const isOrdered = row !== -1 && (isKeyword(follows, "FOLLOWS") || isKeyword(follows, "PRECEDES"));
  const body = isOrdered ? head.filter((_, i) => i !== row + 1 && i !== row + 2) : head;
  return normaliseStatement(body.map(({ text }) => text).join(" "));
}

/** `CREATE OR REPLACE DEFINER = CURRENT_USER ( ) PROCEDURE IF NOT EXISTS` and some more. */
const LONGEST_HEAD = 16;
/** What is left out behind which words. */
const HEADS: readonly (readonly [after: readonly string[], words: readonly string[]])[] = [
  [["CREATE"], ["OR", "REPLACE"]],
  [["CREATE"], ["DEFINER", "=", "CURRENT_USER", "(", ")"]],
  [["CREATE"], ["DEFINER", "=", "CURRENT_USER"]],
  [
    ["PROCEDURE", "FUNCTION", "TRIGGER"],
    ["IF", "NOT", "EXISTS"],
  ],
];

function without(
  tokens: readonly Token[],
  [after, words]: readonly [after: readonly string[], words: readonly string[]],
): readonly Token[] {
  const at = 1 + tokens.findIndex((token) => after.some((word) => isKeyword(token, word)));
  const isThere = at > 0 && words.every((word, j) => is(tokens[at + j], word));
  return isThere ? [...tokens.slice(0, at), ...tokens.slice(at + words.length)] : tokens;
}

function is(token: Token | undefined, word: string): boolean {
  return isKeyword(token, word) || isOperator(token, word);
}

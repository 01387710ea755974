import { type Token, tokenize } from "./tokens.ts";

/** True for an expression that the grammar takes where only a simple one may stand: a constant, a name, a call, with casts. */
export function isSimple(expression: string): boolean {
  return /^-?(?:s|n|w(?:\.w)*\(?|\()(?::w+(?:\.w)*\(?w*(?:\[n?\])*)*$/.test(shapeOf(expression));
}

/** True for a key of an index as the grammar takes it bare: a name, a call or something in parentheses, with options behind it. */
export function isIndexKey(text: string): boolean {
  return !NO_CALL.test(text) && /^(?:w(?:\.w)*\(?|\()(?:w|\.|\()*$/.test(shapeOf(text));
}

/** Words that begin an expression, and stand before parentheses without being called. Source: `index_elem` of the server's grammar, 13 to 18. */
const NO_CALL = /^\s*(?:not|case|row|exists|array|any|all|some|interval|grouping)\b/i;

/**
 * A letter for each token outside of parentheses: `s`tring, `n`umber, `w`ord; `(` for a whole pair, `:` for a cast, operators
 * as they are. A text that may have a comment is never simple, for what comes behind it would be swallowed.
 */
function shapeOf(expression: string): string {
  if (expression.includes("--")) return "?";
  let depth = 0;
  let shape = "";
  for (const token of tokenize(expression)) {
    if (token.text === "(" && depth++ === 0) shape += "(";
    if (depth === 0) shape += letterOf(token);
    if (token.text === ")") depth--;
  }
  return depth === 0 ? shape : "?";
}

function letterOf(token: Token): string {
  if (token.kind === "operator") return token.text === "::" ? ":" : token.text;
  return letters[token.kind];
}

const letters: { readonly [K in Exclude<Token["kind"], "operator">]: string } = {
  ...{ word: "w", quoted: "w", string: "s", bits: "s", number: "n", parameter: "?", unterminated: "?" },
};

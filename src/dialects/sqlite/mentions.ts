import { isOperator } from "../ddl-token.ts";
import { sameFolded } from "./fold.ts";
import { tokenize } from "./tokens.ts";

/** True when SQL text has this name as a word or in quotes. It may be another object's: a claim that there is no mention is sure, that there is one isn't. */
export function mentions(text: string, name: string): boolean {
  return tokenize(text).some((token) => token.kind !== "operator" && sameFolded(token.value, name));
}

/** SQL text with `owner.column` written `column`. */
export function withoutOwners(text: string): string {
  const tokens = tokenize(text);
  let result = "";
  let at = 0;
  for (const [i, token] of tokens.entries()) {
    const isOwner = (token.kind === "word" || token.kind === "quoted") && isOperator(tokens[i + 1], ".");
    if (!isOwner) continue;
    result += text.slice(at, token.start);
    at = tokens[i + 2]?.start ?? token.end;
  }
  return result + text.slice(at);
}

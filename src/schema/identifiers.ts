import { renamedToken, type SqlToken, sqlTokens, tokenIs } from "./sql-tokens.ts";

/** What counts as a mention of a name. */
export interface MentionOptions {
  /** `column` leaves out what can't be one: a name that is called, the type of a cast, a collation. */
  readonly as?: "column";
}

/**
 * True when an SQL text mentions a name, bare (in any case) or quoted; strings and comments don't count.
 * The text isn't understood: a name that means something else there counts too.
 */
export function mentionsIdentifier(sqlText: string, name: string, options: MentionOptions = {}): boolean {
  const tokens = sqlTokens(sqlText);
  return tokens.some((_token, i) => isMention(tokens, i, name, options));
}

/**
 * The text with a name in the place of another, wherever `mentionsIdentifier` finds it. Quoted names keep their quotes;
 * a bare one gets the standard's double quotes where the new name needs them.
 */
export function renameIdentifier(sqlText: string, from: string, to: string, options: MentionOptions = {}): string {
  const tokens = sqlTokens(sqlText);
  return tokens
    .map((token, i) => (isMention(tokens, i, from, options) ? renamedToken(token, to) : token))
    .map((token) => token.text)
    .join("");
}

function isMention(tokens: readonly SqlToken[], at: number, name: string, options: MentionOptions): boolean {
  const token = tokens[at];
  if (token === undefined || !tokenIs(token, name)) return false;
  return options.as === undefined || canBeColumn(tokens, at);
}

function canBeColumn(tokens: readonly SqlToken[], at: number): boolean {
  const [last, beforeLast] = tokens.slice(0, at).filter(isSolid).toReversed();
  const isCast = /^as$/i.test(last?.text ?? "") || (last?.text === ":" && beforeLast?.text === ":");
  const isCollation = /^collate$/i.test(last?.text ?? "");
  return !isCast && !isCollation && tokens.slice(at + 1).find(isSolid)?.text !== "(";
}

function isSolid(token: SqlToken): boolean {
  return token.kind !== "blank";
}

/** One token of SQL, by the rules of the dialect that cut it. Space and comments are no tokens. */
export interface Token {
  /**
   * `word`: a keyword or a bare name. `quoted`: a name in the quotes of names. `string`: a text.
   * `unterminated`: a string, name or comment without its end; `value` says which. `end`: behind the last token.
   */
  readonly kind: "word" | "quoted" | "string" | "number" | "blob" | "parameter" | "operator" | "unterminated" | "end";
  /** As it is written. */
  readonly text: string;
  /** The text without its quotes; a word as it is written. */
  readonly value: string;
  /** Offsets in the SQL. */
  readonly start: number;
  readonly end: number;
}

/** True for a bare word that is this keyword, given in capitals. */
export function isKeyword(token: Token | undefined, keyword: string): boolean {
  return token?.kind === "word" && token.text.length === keyword.length && token.text.toUpperCase() === keyword;
}

/** True for this operator or punctuation mark. */
export function isOperator(token: Token | undefined, text: string): boolean {
  return token?.kind === "operator" && token.text === text;
}

import type { Facts, Lock } from "../contract.ts";
import { opaque } from "./facts.ts";
import { isKeyword, isOperator, nameIn, type Token, tokenize } from "./tokens.ts";

/** Nothing is told by the text. */
export const UNKNOWN: Facts = opaque;

/** The page of the manual. */
export function docs(page: string): string {
  return `https://www.postgresql.org/docs/current/${page}.html`;
}

/** A change of the catalogue alone. */
export function quick(page: string, ...locks: readonly Lock[]): Facts {
  return { locks, scans: false, rewrites: false, transactional: true, source: docs(page) };
}

/** A change that reads each row of a table. */
export function scanning(page: string, ...locks: readonly Lock[]): Facts {
  return { ...quick(page, ...locks), scans: true };
}

/** The same, for a form that the server refuses inside a transaction. */
export function outside(facts: Facts): Facts {
  return { ...facts, transactional: false };
}

/** True when the words stand one behind the other somewhere. */
export function has(words: Words, sequence: string): boolean {
  const wanted = sequence.split(" ");
  return words.tokens.some((_, at) => wanted.every((word, i) => isKeyword(words.tokens[at + i], word)));
}

/** Questions about the tokens of one statement; positions are 0-based, and a name of two parts counts as its first token. */
export interface Words {
  readonly tokens: readonly Token[];
  /** The first word, in capitals; empty when there is none. */
  readonly verb: string;
  readonly is: (at: number, keyword: string) => boolean;
  readonly isSign: (at: number, sign: string) => boolean;
  /** Whether the keyword stands anywhere at or behind a position. */
  readonly has: (keyword: string, from?: number) => boolean;
  readonly hasPair: (first: string, second: string) => boolean;
  /** The name at a position as people read it, with its namespace; `?` when there is none. */
  readonly nameAt: (at: number) => string;
  /** The names of a list, separated by commas. */
  readonly namesAt: (at: number) => readonly string[];
  /** The name with which the statement ends. */
  readonly lastName: () => string | undefined;
  readonly behindParentheses: (at: number) => number;
  /** From the verb behind the queries that WITH names. */
  readonly behindWith: () => Words;
  readonly from: (at: number) => Words;
  /** The parts between commas outside of parentheses, from a position on. */
  readonly parts: (at: number) => readonly Words[];
}

/** The words of a statement; a name of two parts is made one token. */
export function wordsOf(sql: string): Words {
  return words(joined(tokenize(sql)));
}

function words(tokens: readonly Token[]): Words {
  const self: Words = {
    tokens,
    verb: tokens[0]?.kind === "word" ? tokens[0].text.toUpperCase() : "",
    is: (at, keyword) => isKeyword(tokens[at], keyword),
    isSign: (at, sign) => isOperator(tokens[at], sign),
    has: (keyword, from = 0) => tokens.slice(from).some((token) => isKeyword(token, keyword)),
    hasPair: (first, second) => has(self, `${first} ${second}`),
    nameAt: (at) => nameIn(tokens[at]) ?? "?",
    namesAt: (at) => self.parts(at).map((part) => part.nameAt(part.is(0, "ONLY") ? 1 : 0)),
    lastName: () => (tokens.length > 2 ? nameIn(tokens.at(-1)) : undefined),
    behindParentheses: (at) => closing(tokens, at) + 1,
    behindWith: () => words(tokens.slice(verbBehindWith(tokens))),
    from: (at) => words(tokens.slice(at)),
    parts: (at) => partsOf(tokens.slice(at)).map(words),
  };
  return self;
}

/** Makes one token of `schema.name`, so that positions don't depend on the way in which a name is written. */
function joined(tokens: readonly Token[]): readonly Token[] {
  const result: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const last = result.at(-1);
    const next = tokens[i + 1];
    const isDot = token !== undefined && isOperator(token, ".");
    if (isDot && last !== undefined && next !== undefined && isName(last) && isName(next)) {
      const value = `${nameIn(last)}.${nameIn(next)}`;
      result[result.length - 1] = { ...last, kind: "quoted", text: `${last.text}.${next.text}`, value, end: next.end };
      i++;
    } else if (token !== undefined) result.push(token);
  }
  return result;
}

function isName({ kind }: Token): boolean {
  return kind === "word" || kind === "quoted";
}

function closing(tokens: readonly Token[], opening: number): number {
  let depth = 0;
  for (let at = opening; at < tokens.length; at++) {
    if (isOperator(tokens[at], "(")) depth++;
    else if (isOperator(tokens[at], ")") && --depth === 0) return at;
  }
  return tokens.length;
}

function verbBehindWith(tokens: readonly Token[]): number {
  for (let at = 0; at < tokens.length; at++) {
    if (isOperator(tokens[at], "(")) at = closing(tokens, at);
    else if (MAIN_VERBS.some((verb) => isKeyword(tokens[at], verb))) return at;
  }
  return tokens.length;
}

const MAIN_VERBS = ["INSERT", "UPDATE", "DELETE", "MERGE", "SELECT", "VALUES", "TABLE"];

function partsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isOperator(token, "(")) depth++;
    else if (isOperator(token, ")")) depth--;
    if (depth === 0 && isOperator(token, ",")) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

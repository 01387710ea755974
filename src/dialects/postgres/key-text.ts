import { fail } from "../errors.ts";
import { isKeyword, isOperator, nameIn, type Token, tokenize } from "./tokens.ts";

/** What stands behind the column or expression of a key. */
export interface KeyOptions {
  readonly collation?: string;
  readonly opclass?: string;
  readonly descending?: true;
  readonly nulls?: "first" | "last";
}

/** The texts between the commas of the parentheses after `USING method`. Errors: DIALECT_DDL_UNREADABLE. */
export function keysOf(definition: string): readonly string[] {
  const tokens = tokenize(definition);
  const open = tokens.findIndex((token) => isKeyword(token, "USING")) + 2;
  const keys: string[] = [];
  let depth = 0;
  let start = tokens[open]?.end ?? 0;
  for (const token of tokens.slice(open)) {
    if (isOperator(token, "(") || isOperator(token, "[")) depth++;
    else if (isOperator(token, ")") || isOperator(token, "]")) depth--;
    if (depth === 0 || (depth === 1 && isOperator(token, ","))) {
      keys.push(definition.slice(start, token.start).trim());
      start = token.end;
    }
    if (depth === 0) return keys;
  }
  throw unreadable(definition);
}

/** The options behind `key`, the column or expression that the text begins with. Errors: DIALECT_DDL_UNREADABLE. */
export function keyOptions(text: string, key: string): KeyOptions {
  if (!text.startsWith(key)) throw unreadable(text);
  const rest = text.slice(key.length);
  const tokens = tokenize(rest);
  let at = 0;
  const take = (...words: readonly string[]) => {
    if (!words.every((word, i) => isKeyword(tokens[at + i], word))) return false;
    at += words.length;
    return true;
  };
  const collation = take("COLLATE") ? takeName(tokens, at) : undefined;
  at = collation?.end ?? at;
  const opclass = isOrder(tokens[at]) ? undefined : takeName(tokens, at);
  const opclassStart = tokens[at]?.start;
  at = opclass === undefined ? at : afterParameters(tokens, opclass.end);
  const opclassEnd = tokens[at - 1]?.end;
  const descending = take("DESC");
  const nulls = take("NULLS", "FIRST") ? "first" : take("NULLS", "LAST") ? "last" : undefined;
  if (at !== tokens.length) throw unreadable(text);
  return {
    ...(collation === undefined ? {} : { collation: collation.name }),
    ...(opclass === undefined ? {} : { opclass: rest.slice(opclassStart, opclassEnd) }),
    ...(descending ? { descending } : {}),
    ...(nulls === undefined ? {} : { nulls }),
  };
}

function isOrder(token: Token | undefined): boolean {
  return ["DESC", "NULLS"].some((word) => isKeyword(token, word));
}

/** A name of one part or two; without the system's namespace. */
function takeName(tokens: readonly Token[], at: number): { readonly name: string; readonly end: number } | undefined {
  const first = nameIn(tokens[at]);
  if (first === undefined) return undefined;
  const second = isOperator(tokens[at + 1], ".") ? nameIn(tokens[at + 2]) : undefined;
  if (second === undefined) return { name: first, end: at + 1 };
  return { name: first === "pg_catalog" ? second : `${first}.${second}`, end: at + 3 };
}

function afterParameters(tokens: readonly Token[], at: number): number {
  if (!isOperator(tokens[at], "(")) return at;
  return tokens.findIndex((token, i) => i > at && isOperator(token, ")")) + 1;
}

function unreadable(definition: string) {
  return fail("DIALECT_DDL_UNREADABLE", `Limbeck can't read the keys of this definition: ${definition}`, {
    details: { definition },
  });
}

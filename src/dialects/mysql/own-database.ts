import type { Server } from "../contract.ts";
import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { tokenizeFor } from "./tokens.ts";

/** The tokens without the name of the session's own database before another name, which says what is meant without it. Pure. */
export function withoutDatabase(tokens: readonly Token[], server: Server): readonly Token[] {
  const places = qualifiersIn(tokens, server);
  return places.size === 0 ? tokens : tokens.filter((_, i) => !places.has(i) && !places.has(i - 1));
}

/** The statement without it. Pure. */
export function cutDatabase(sql: string, server: Server): string {
  const tokens = tokenizeFor(server)(sql);
  let cut = sql;
  for (const at of [...qualifiersIn(tokens, server)].reverse()) {
    const [from, to] = [tokens[at]?.start, tokens[at + 2]?.start];
    cut = cut.slice(0, from) + cut.slice(to);
  }
  return cut;
}

/** Where the name of the database stands, and not that of a table or an alias called the same. */
function qualifiersIn(tokens: readonly Token[], { database, tableNames }: Server): ReadonlySet<number> {
  if (database === undefined) return new Set();
  const isOwn = (token: Token | undefined): boolean =>
    isName(token) &&
    (token.value === database || (tableNames !== undefined && token.value.toLowerCase() === database.toLowerCase()));
  const names = [...tokens.keys()].filter((i) => isOwn(tokens[i]));
  const places = names.filter(
    (i) => isOperator(tokens[i + 1], ".") && isName(tokens[i + 2]) && !isOperator(tokens[i - 1], "."),
  );
  if (places.length === names.length || hasNoColumns(tokens)) return new Set(places);
  return new Set(places.filter((i) => isOperator(tokens[i + 3], ".") || isObjectNext(tokens[i - 1])));
}

function isName(token: Token | undefined): token is Token {
  return token?.kind === "word" || token?.kind === "quoted";
}

function hasNoColumns([first]: readonly Token[]): boolean {
  return ["DROP", "RENAME", "TRUNCATE"].some((verb) => isKeyword(first, verb));
}

function isObjectNext(before: Token | undefined): boolean {
  return BEFORE_OBJECTS.some((word) => isKeyword(before, word));
}

const BEFORE_OBJECTS = ["TABLE", "EXISTS", "INTO", "UPDATE", "FROM", "JOIN", "REFERENCES", "VIEW", "TRIGGER", "LIKE"];

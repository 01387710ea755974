import type { ObjectName } from "../../schema/schema.ts";
import { isKeyword, isOperator, nameIn, type Token, tokenize } from "./tokens.ts";

/** The name that a `CREATE` statement gives to its object, and the table of a trigger or a rule. */
export interface StatedName extends ObjectName {
  readonly table?: ObjectName;
}

/** What a statement names, or undefined when it doesn't create an object of this kind. */
export function statedName(sql: string, kind: "trigger" | "rule" | "function" | "procedure"): StatedName | undefined {
  const tokens = tokenize(sql);
  const at = kindAt(tokens, kind);
  const found = at === undefined ? undefined : nameAt(tokens, at + 1);
  if (found === undefined || kind === "function" || kind === "procedure") return found?.name;
  const on = tokens.findIndex((token, i) => i >= found.end && isKeyword(token, kind === "rule" ? "TO" : "ON"));
  const table = on === -1 ? undefined : nameAt(tokens, on + 1);
  return table === undefined ? undefined : { ...found.name, table: table.name };
}

/** The statement with `OR REPLACE` behind its first word, or without. */
export function withReplace(sql: string, replace: boolean): string {
  const [create, or, word] = tokenize(sql);
  if (create === undefined || !isKeyword(create, "CREATE")) return sql;
  const replaces = isKeyword(or, "OR") && isKeyword(word, "REPLACE");
  if (replaces === replace) return sql;
  if (replace) return `${sql.slice(0, create.end)} OR REPLACE${sql.slice(create.end)}`;
  return sql.slice(0, create.end) + sql.slice(word?.end ?? create.end);
}

/** Index of the word that says the kind. */
function kindAt(tokens: readonly Token[], kind: string): number | undefined {
  if (!isKeyword(tokens[0], "CREATE")) return undefined;
  let at = 1;
  if (isKeyword(tokens[at], "OR") && isKeyword(tokens[at + 1], "REPLACE")) at += 2;
  if (isKeyword(tokens[at], "CONSTRAINT")) at++;
  return isKeyword(tokens[at], kind.toUpperCase()) ? at : undefined;
}

function nameAt(tokens: readonly Token[], at: number): { readonly name: ObjectName; readonly end: number } | undefined {
  const first = nameIn(tokens[at]);
  if (first === undefined) return undefined;
  if (!isOperator(tokens[at + 1], ".")) return { name: { name: first }, end: at + 1 };
  const second = nameIn(tokens[at + 2]);
  return second === undefined ? undefined : { name: { name: second, schema: first }, end: at + 3 };
}

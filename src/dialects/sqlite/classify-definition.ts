import type { Facts } from "../contract.ts";
import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { facts } from "./facts.ts";

/** The facts of a statement, by its tokens; undefined when the text doesn't tell. */
export type FactsOf = (tokens: readonly Token[], sql: string) => Facts | undefined;

/** What a CREATE, ALTER or DROP does. */
export function factsOfDefinition(tokens: readonly Token[]): Facts | undefined {
  const verb = tokens[0]?.text.toUpperCase();
  if (verb === "ALTER") return factsOfAlter(tokens);
  const words = tokens.slice(1).filter((token) => !MODIFIERS.has(token.text.toUpperCase()));
  const object = words[0]?.text.toUpperCase() ?? "";
  const isVirtual = isKeyword(tokens[1], "VIRTUAL");
  if (verb === "CREATE" && object === "TABLE") {
    if (isVirtual) return facts.createVirtualTable;
    // A table made from a query reads what the query reads.
    return tokens.some((token) => isKeyword(token, "SELECT"))
      ? { ...facts.createTable, scans: "unknown" }
      : facts.createTable;
  }
  if (verb === "CREATE") return CREATED[object];
  const isGuarded = isKeyword(tokens[2], "IF");
  const name = nameAt(tokens, isGuarded ? 4 : 2);
  return object === "TABLE" ? { ...facts.dropTable, loses: `the rows of "${name}"` } : DROPPED[object];
}

const MODIFIERS: ReadonlySet<string> = new Set(["TEMP", "TEMPORARY", "UNIQUE", "VIRTUAL"]);

const CREATED: Readonly<Record<string, Facts>> = {
  INDEX: facts.createIndex,
  VIEW: facts.createView,
  TRIGGER: facts.createTrigger,
};

const DROPPED: Readonly<Record<string, Facts>> = {
  INDEX: facts.dropIndex,
  VIEW: facts.dropView,
  TRIGGER: facts.dropTrigger,
};

/** `ALTER TABLE [schema.]name …`. */
function factsOfAlter(tokens: readonly Token[]): Facts | undefined {
  const table = nameAt(tokens, 2);
  const action = tokens.slice(isOperator(tokens[3], ".") ? 5 : 3);
  const is = (at: number, keyword: string) => isKeyword(action[at], keyword);
  const has = (keyword: string) => action.some((token) => isKeyword(token, keyword));
  if (is(0, "RENAME")) return is(1, "TO") ? facts.renameTable : facts.renameColumn;
  if (is(0, "ADD") && is(1, "CONSTRAINT")) return facts.addCheck;
  if (is(0, "ADD") && is(1, "CHECK")) return facts.addCheck;
  if (is(0, "ADD")) {
    if (has("AS") || has("GENERATED")) return facts.addGeneratedColumn;
    return has("CHECK") ? { ...facts.addColumn, scans: true } : facts.addColumn;
  }
  if (is(0, "DROP") && is(1, "CONSTRAINT")) return facts.dropCheck;
  if (is(0, "DROP")) {
    const column = action[is(1, "COLUMN") ? 2 : 1]?.value;
    return { ...facts.dropColumn, loses: `the values of column "${column}" of "${table}"` };
  }
  if (is(0, "ALTER")) return has("SET") ? facts.setNotNull : facts.dropNotNull;
  return undefined;
}

function nameAt(tokens: readonly Token[], at: number): string {
  return (isOperator(tokens[at + 1], ".") ? tokens[at + 2]?.value : tokens[at]?.value) ?? "?";
}

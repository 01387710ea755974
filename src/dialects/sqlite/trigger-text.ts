import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { tokenize } from "./tokens.ts";

/** The text that `sqlite_master` keeps of a trigger: from its name on, behind `CREATE TRIGGER`. */
export function storedTrigger(definition: string): string {
  const tokens = statementTokens(definition);
  const name = tokens[nameIndex(tokens)];
  const last = tokens.at(-1);
  return name === undefined || last === undefined
    ? definition
    : `CREATE TRIGGER ${definition.slice(name.start, last.end)}`;
}

/** The kind of change at which a trigger fires, and the columns of `UPDATE OF`. */
export function triggerEvent(definition: string): {
  readonly event: "insert" | "update" | "delete";
  readonly columns: readonly string[];
} {
  const tokens = statementTokens(definition);
  const header = tokens.slice(nameIndex(tokens) + 1);
  const at = header.findIndex((token) => ["INSERT", "UPDATE", "DELETE"].some((word) => isKeyword(token, word)));
  const event = header[at]?.text.toLowerCase();
  if (event !== "update") return { event: event === "insert" ? "insert" : "delete", columns: [] };
  const on = header.findIndex((token) => isKeyword(token, "ON"));
  const named = isKeyword(header[at + 1], "OF") ? header.slice(at + 2, on) : [];
  return { event, columns: named.filter((token) => !isOperator(token, ",")).map((token) => token.value) };
}

/** What the definition itself calls the trigger and its table or view; undefined where it is no plain `CREATE TRIGGER`. */
export function triggerNames(definition: string): { readonly name: string; readonly table: string } | undefined {
  const tokens = statementTokens(definition);
  if (!isKeyword(tokens[0], "CREATE") || !isKeyword(tokens[1], "TRIGGER")) return undefined;
  const at = nameIndex(tokens);
  const on = tokens.findIndex((token, i) => i > at && isKeyword(token, "ON"));
  const [name, table] = [tokens[at], on === -1 ? undefined : tokens[on + 1]];
  return name === undefined || table === undefined ? undefined : { name: name.value, table: table.value };
}

function statementTokens(definition: string): readonly Token[] {
  const tokens = tokenize(definition);
  return isOperator(tokens.at(-1), ";") ? tokens.slice(0, -1) : tokens;
}

/** Where the name stands: behind TRIGGER, IF NOT EXISTS and the name of the database. */
function nameIndex(tokens: readonly Token[]): number {
  const trigger = tokens.findIndex((token) => isKeyword(token, "TRIGGER"));
  const named =
    isKeyword(tokens[trigger + 1], "IF") && isKeyword(tokens[trigger + 2], "NOT") ? trigger + 4 : trigger + 1;
  return isOperator(tokens[named + 1], ".") ? named + 2 : named;
}

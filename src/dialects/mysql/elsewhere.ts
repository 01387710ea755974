import { displayName } from "../../schema/names.ts";
import type { ObjectName } from "../../schema/schema.ts";
import type { Server } from "../contract.ts";
import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { withoutDatabase } from "./own-database.ts";
import { type Parsed, parseStatement } from "./parse.ts";
import { targetsOf } from "./session-state.ts";
import { tokenizeFor } from "./tokens.ts";

/**
 * What a statement would do outside of its session's database, in words; undefined where it stays in it, as far as its text tells.
 * A script that is only read must not reach what else the server has.
 */
export function elsewhere(sql: string, server: Server): string | undefined {
  const parsed = parseStatement(sql, server);
  const tokens = withoutDatabase(tokenizeFor(server)(sql), server);
  switch (parsed.kind) {
    case "session":
      if (parsed.verb === "USE") return "go to another database";
      return SERVERS.has(parsed.verb) || targetsOf(tokens).some(isOfServer) ? "change the server" : undefined;
    case "account":
      return "change accounts";
    case "define":
      if (parsed.what === "database") return `${parsed.verb} the database "${parsed.name}"`;
      if (WHOLE_SERVER.has(parsed.what)) return `${parsed.verb} the ${parsed.what} "${parsed.name}"`;
      return toOther(targetOf(tokens));
    case "write":
    case "maintain":
    case "call":
    case "lockTables":
      return toOther(targetOf(tokens));
    case "unknown":
      return isOwnTable(tokens) ? undefined : `do what can't be told (${parsed.reason})`;
    default:
      return toOther(tablesOf(parsed).find(({ schema }) => schema !== undefined));
  }
}

const SERVERS: ReadonlySet<string> = new Set(["FLUSH", "RESET", "KILL", "INSTALL", "UNINSTALL"]);
const WHOLE_SERVER: ReadonlySet<string> = new Set(["user", "role", "server", "tablespace"]);

/** The beginning of `GLOBAL x = …`, `@@global.x = …`, `PASSWORD = …`. */
function isOfServer(token: Token): boolean {
  const isWord = ["GLOBAL", "PERSIST", "PERSIST_ONLY", "PASSWORD"].some((word) => isKeyword(token, word));
  return isWord || (token.kind === "parameter" && /^@@(?:global|persist)/i.test(token.text));
}

function toOther(other: ObjectName | undefined): string | undefined {
  return other === undefined ? undefined : `change "${displayName(other)}"`;
}

/** The first object of a named database that the statement writes or defines: behind a word that such an object follows. */
function targetOf(tokens: readonly Token[]): ObjectName | undefined {
  const end = tokens.findIndex((token) => isOperator(token, "(") || ENDS.some((word) => isKeyword(token, word)));
  const head = end === -1 ? tokens : tokens.slice(0, end);
  const at = head.findIndex((_, i) => isQualified(tokens, i) && isBehindVerb(head[i - 1]));
  const [schema, name] = [tokens[at]?.value, tokens[at + 2]?.value];
  return at === -1 || schema === undefined || name === undefined ? undefined : { schema, name };
}

const ENDS = ["SELECT", "SET", "VALUES", "VALUE", "WHERE", "AS", "BEGIN", "DO", "RETURNS"];

function isQualified(tokens: readonly Token[], at: number): boolean {
  const isName = (token: Token | undefined) => token?.kind === "word" || token?.kind === "quoted";
  return isName(tokens[at]) && isOperator(tokens[at + 1], ".") && isName(tokens[at + 2]);
}

/** False for the columns of a condition. */
function isBehindVerb(before: Token | undefined): boolean {
  if (before?.kind === "operator") return before.text === ",";
  return before?.kind === "word" && !["ON", "AND", "OR", "NOT"].some((word) => isKeyword(before, word));
}

/** CREATE TABLE, ALTER TABLE and CREATE INDEX of this database, of which a part isn't understood. */
function isOwnTable(tokens: readonly Token[]): boolean {
  const head = tokens.slice(0, 9);
  const makes = ["CREATE", "ALTER"].some((word) => isKeyword(head[0], word));
  const isTable = head.some((token) => isKeyword(token, "TABLE") || isKeyword(token, "INDEX"));
  return makes && isTable && !head.some((_, i) => isQualified(tokens, i));
}

function tablesOf(parsed: Parsed): readonly ObjectName[] {
  switch (parsed.kind) {
    case "createTable":
    case "alterTable":
    case "truncate":
      return [parsed.name];
    case "createIndex":
    case "dropIndex":
      return [parsed.table];
    case "dropTable":
      return parsed.names;
    case "renameTable":
      return parsed.names.flat();
    default:
      return [];
  }
}

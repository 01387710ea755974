import { displayName } from "../../schema/names.ts";
import type { ObjectName } from "../../schema/schema.ts";
import type { Server } from "../contract.ts";
import { type Parsed, parseStatement } from "./parse.ts";

/**
 * What a statement would do outside of its session's database, in words; undefined where it stays in it, as far as its text tells.
 * A script that is only read must not reach what else the server has.
 */
export function elsewhere(sql: string, server: Server): string | undefined {
  const parsed = parseStatement(sql, server);
  if (parsed.kind === "session" && parsed.verb === "USE") return "go to another database";
  if (parsed.kind === "session" && /^\s*SET\s+(?:@@)?(?:GLOBAL|PERSIST)\b/i.test(sql)) return "change the server";
  if (parsed.kind === "account") return "change accounts";
  if (parsed.kind === "define" && parsed.what === "database") return `${parsed.verb} the database "${parsed.name}"`;
  const other = tablesOf(parsed).find(({ schema }) => schema !== undefined);
  return other === undefined ? undefined : `change "${displayName(other)}"`;
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

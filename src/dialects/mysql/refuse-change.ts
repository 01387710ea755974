import type { Op, OpOf } from "../../ops/op.ts";
import type { Column, DefaultValue, Table } from "../../schema/schema.ts";
import { isSql } from "../../schema/sql.ts";
import type { Server } from "../contract.ts";
import { isOperator } from "../ddl-token.ts";
import { fail } from "../errors.ts";
import { isMariadb } from "./server.ts";
import { tokenize } from "./tokens.ts";
import { isShape, typeName } from "./types.ts";

/** MariaDB's types of 4, 12 and 16 bytes that are written as texts, and vectors. */
const WRITTEN: ReadonlySet<string> = new Set(["uuid", "inet4", "inet6", "vector"]);
const STRINGS: ReadonlySet<string> = new Set([
  ...["char", "varchar", "text", "enum", "set", "json", "binary", "varbinary", "blob"],
]);

/**
 * Neither server makes a shape of something else; MariaDB makes a UUID, an address or a vector of texts and bytes alone, and those alone
 * of them. Found out on MariaDB 10.11 and 11.8. Source: https://mariadb.com/kb/en/uuid-data-type/. Errors: DIALECT_UNSUPPORTED.
 */
export function refuseConversion(
  op: OpOf<"alterColumn">,
  { type: from }: Column,
  { type: to }: Column,
  server: Server,
): void {
  const [old, next] = [typeName(from), typeName(to)];
  const isWritten = isMariadb(server) && (WRITTEN.has(old) ? !isOf(next, old) : WRITTEN.has(next) && !isOf(old, next));
  if (isShape(from) === isShape(to) && !isWritten) return;
  const message = `alterColumn, column "${op.table}.${op.column}": there is no way from type ${old} to ${next}.`;
  throw fail("DIALECT_UNSUPPORTED", message, {
    hint: "Drop the column and add it anew; or add another one, fill it with op.execute, and drop the old one.",
    details: { op: op.kind, table: op.table, column: op.column },
  });
}

function isOf(type: string, written: string): boolean {
  return type === written || STRINGS.has(type);
}

const UNSAFE: ReadonlySet<string> = new Set([
  ...["uuid", "uuid_short", "rand", "random_bytes", "sysdate"],
  ...["user", "current_user", "session_user", "system_user"],
]);

/**
 * MySQL adds no column whose default is another one on each server that repeats the statement. Measured on 9.7, without a binary log too.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/data-type-defaults.html. Errors: DIALECT_UNSUPPORTED.
 */
export function refuseUnsafe(
  op: OpOf<"addColumn" | "alterColumn">,
  { name, default: value }: Column,
  server: Server,
): void {
  const call = unsafeCall(value, server);
  if (call === undefined) return;
  const message = `${op.kind}, column "${op.table}.${name}": MySQL adds no column whose default calls ${call}().`;
  throw fail("DIALECT_UNSUPPORTED", message, {
    hint: "Add it without a default, give the rows their values with op.execute, then set the default with op.alterColumn.",
    details: { op: op.kind, table: op.table, column: name },
  });
}

/** MySQL changes no column with such a default in the statement that adds another one. Errors: DIALECT_UNSUPPORTED. */
export function refuseUnsafeBeside(ops: readonly Op[], { name: table, columns }: Table, server: Server): void {
  if (!ops.some(({ kind }) => kind === "addColumn")) return;
  for (const op of ops) {
    if (op.kind !== "alterColumn") continue;
    const call = unsafeCall(columns.find(({ name }) => name === op.column)?.default, server);
    if (call === undefined) continue;
    const message = `${op.kind}, column "${table}.${op.column}": MySQL changes no column whose default calls ${call}() in a statement that adds another one.`;
    throw fail("DIALECT_UNSUPPORTED", message, {
      hint: "Change the column, and add the others, in revisions of their own, before the one that changes the keys of the table.",
      details: { op: op.kind, table, column: op.column },
    });
  }
}

function unsafeCall(value: DefaultValue | undefined, server: Server): string | undefined {
  if (isMariadb(server) || value === undefined || !isSql(value)) return undefined;
  const tokens = tokenize(value.sql);
  return tokens.find(({ text }, i) => UNSAFE.has(text.toLowerCase()) && isOperator(tokens[i + 1], "("))?.text;
}

import { isLimbeckError, LimbeckError, messageOf } from "../../base/error.ts";
import { given } from "../../base/given.ts";
import type { ConnectionTarget } from "../contract.ts";
import { fail } from "../errors.ts";
import { firstLine } from "../first-line.ts";
import { pointedAt } from "./place-in-text.ts";

/** The fields of a server's error that are used. Source: https://www.postgresql.org/docs/18/protocol-error-fields.html */
interface ServerError extends Error {
  /** SQLSTATE. */
  readonly code: string;
  readonly detail?: string;
  readonly hint?: string;
  /** 1-based, in characters of the statement. */
  readonly position?: string;
  /** Where in a function or a check it happened. */
  readonly where?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
}

/** True when the server itself refused the statement; other errors mean that it can't be talked to. */
export function isStatementFault(error: unknown): error is ServerError | LimbeckError {
  if (error instanceof LimbeckError) return true;
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return false;
  // Class 08 and 57P0x end the connection. Source: https://www.postgresql.org/docs/18/errcodes-appendix.html
  return /^[0-9A-Z]{5}$/.test(error.code) && "severity" in error && !/^(?:08(?!P01)|57P)/.test(error.code);
}

/**
 * True for a lock that wasn't got in time, a deadlock and a serialization failure. A statement that took too long isn't one: it would
 * again. Source: https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
export function mayPass(error: unknown): boolean {
  return isLimbeckError(error) && ["55P03", "40P01", "40001"].includes(String(error.details["sqlState"]));
}

const RIGHTS =
  "Let the owner GRANT the right, connect as a role that has it, or name that one as `role` in the config.";

/** The server's own advice for what others depend on is CASCADE, which takes these away without a word. */
const DEPENDENTS =
  "Drop or change what depends on it first, by operations of this revision, so that the way back makes it again.";

/** Rows are written anew with the values that the enum will have. */
const VALUE_IN_USE =
  "Something still has this value: in this revision, give the rows another one by op.execute(…) before the enum loses it.";

function hintOf({ code, hint, message }: ServerError, sql: string): string | undefined {
  if (code === "2BP01") return DEPENDENTS;
  if (/^invalid input value for enum/.test(message) && /^ALTER TABLE .* TYPE /.test(sql)) return VALUE_IN_USE;
  return code === "42501" ? (hint ?? RIGHTS) : hint;
}

/** The coded error for a statement that the server refused. */
export function statementError(error: ServerError | LimbeckError, sql: string, target: ConnectionTarget): LimbeckError {
  if (error instanceof LimbeckError) return error;
  const { code, detail, hint, where, schema, table, column, constraint } = error;
  const place = error.position === undefined ? undefined : pointedAt(sql, Number(error.position));
  const facts = { sqlState: code, sql, database: target.display, detail, schema, table, column, constraint };
  const details = Object.fromEntries(
    Object.entries({ ...facts, at: place?.where }).filter(([, value]) => value !== undefined),
  );
  const more = { cause: error, details, ...(hint === undefined ? {} : { hint }) };
  if (code === "55P03" || code === "40P01")
    return fail(
      "LOCK_TIMEOUT",
      `Another session keeps a lock that a statement needs: ${messageOf(error)}, in: ${firstLine(sql)}`,
      more,
    );
  if (code === "25006")
    return fail("CONNECT_READ_ONLY", `"${target.display}" can't be written to: ${messageOf(error)}.`, {
      ...more,
      hint: "Give the URL of the primary where this is a standby; else look for `default_transaction_read_only` of the role and the database.",
    });
  if (code === "08P01" && error.message.includes("statement pooling"))
    return fail("CONNECT_FAILED", `A pooler before "${target.display}" has no transactions: ${messageOf(error)}.`, {
      ...more,
      hint: "Give the server's own URL, or one of the pooler whose pool_mode is session or transaction.",
    });
  const lines = [
    `PostgreSQL refused a statement: ${messageOf(error)} (${code}), ${place === undefined ? `in: ${firstLine(sql)}` : `at ${place.where}:`}`,
    ...(place?.lines ?? []),
    ...(detail === undefined ? [] : [`  ${detail}`]),
    ...(where === undefined ? [] : [`  ${where.replaceAll("\n", "\n  ")}`]),
  ];
  return fail("STATEMENT_FAILED", lines.join("\n"), { ...more, ...given({ hint: hintOf(error, sql) }) });
}

import type { Row, Statement, Wait } from "../dialects/contract.ts";
import type { Books } from "./books.ts";
import { fail } from "./errors.ts";
import type { LoadedStep } from "./run-input.ts";

const SHOWN_ROWS = 5;

/**
 * Carries out one statement: runs it, asks its question, or calls the function of its `run` op.
 * Errors: RUN_CHECK_FAILED, RUN_FUNCTION_MISSING; what the server and the function say, and what the dialect refuses in raw SQL.
 */
export async function perform(
  books: Books,
  statement: Statement,
  { functions, wait }: { readonly functions: LoadedStep["functions"]; readonly wait: Pick<Wait, "onWait" | "onNote"> },
): Promise<void> {
  const { connection, dialect } = books;
  const { sql, op, facts, check } = statement;
  if (op.kind === "run") return callFunction(books, op.label, functions);
  if (!facts.transactional && dialect.apart !== undefined) {
    const { onWait, onNote = () => undefined } = wait;
    return dialect.apart(connection, statement, { onWait, onNote });
  }
  if (check === undefined) {
    await connection.execute(sql);
    return;
  }
  const rows = await connection.query(sql);
  if (rows.length > 0) throw checkFailed(check.message, rows);
}

async function callFunction(
  { connection, dialect }: Books,
  label: string,
  functions: LoadedStep["functions"],
): Promise<void> {
  const run = functions.get(label);
  if (run === undefined) {
    const known = [...functions.keys()].map((name) => `"${name}"`).join(", ");
    const message = `There is no function "${label}" in the revision${known === "" ? "" : `, which has ${known}`}`;
    throw fail("RUN_FUNCTION_MISSING", message, { details: { label, known: [...functions.keys()] } });
  }
  await run({
    // Asked of the dialect first, which refuses what would end the revision's transaction.
    query: async (text, parameters) => {
      dialect.classify(text, connection.server);
      return connection.query(text, parameters);
    },
    execute: async (text, parameters) => {
      dialect.classify(text, connection.server);
      return connection.execute(text, parameters);
    },
  });
}

function checkFailed(message: string, rows: readonly Row[]): Error {
  const shown = rows.slice(0, SHOWN_ROWS).map((row) => JSON.stringify(row, asText));
  const more = rows.length - shown.length;
  const lines = [message, ...shown, ...(more > 0 ? [`… and ${more} more`] : [])];
  return fail("RUN_CHECK_FAILED", lines.join("\n"), { details: { rows: shown, count: rows.length } });
}

/** JSON has no words for big integers and bytes. */
function asText(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  return value instanceof Uint8Array ? `<${value.length} bytes>` : value;
}

import type { Schema } from "../../schema/schema.ts";
import type { Connection } from "../contract.ts";
import { doBlock } from "./do-block.ts";
import { inspect } from "./inspect.ts";
import { inStableSession, type Reading } from "./inspect-session.ts";
import { quoteName, quoteString } from "./quote.ts";

/** Statements for the scratch namespace, run together; one that fails leaves the others. */
export interface Batch {
  /** The namespace that there is for the time of the batch. */
  readonly namespace: string;
  /** Adds a statement about an object and returns its number. */
  add(sql: string, about: string): number;
  /** Adds a table that is to be read afterwards. */
  read(table: string): void;
}

/** What the server made of a batch. */
export interface Answers {
  readonly namespace: string;
  /** The tables of the scratch namespace that were to be read. */
  readonly tables: Schema["tables"];
  /** The statements that it refused, by number. */
  readonly faults: ReadonlyMap<number, Fault>;
  /** Reads more, while what the batch made is still there. */
  readonly reading: Reading;
}

export interface Fault {
  /** What the statement was about. */
  readonly about: string;
  /** The server's words. */
  readonly reason: string;
  readonly sqlState: string;
}

/** Nobody shall wait long for a mere comparison. */
const LOCK_TIMEOUT_MS = 2000;

/**
 * Runs the statements that `fill` adds, hands what came of them to `use`, and undoes all of it. Nothing of it is ever visible to other
 * sessions. Errors: STATEMENT_FAILED, CONNECT_READ_ONLY where no scratch namespace may be made.
 */
export async function askServer<T>(
  connection: Connection,
  fill: (batch: Batch) => void,
  use: (answers: Answers) => Promise<T>,
): Promise<T> {
  await connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
  try {
    await connection.execute(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
    const namespace = await makeNamespace(connection);
    const statements: string[] = [];
    const about: string[] = [];
    const tables: string[] = [];
    fill({
      namespace,
      add(sql, what) {
        statements.push(sql);
        return about.push(what) - 1;
      },
      read: (table) => void tables.push(table),
    });
    const faults = await runAll(connection, namespace, { statements, about });
    const only = tables.map((name) => ({ schema: namespace, name }));
    const found = only.length === 0 ? undefined : await inspect(connection, { exclude: [], only });
    return await inStableSession(connection, { exclude: [] }, (reading) =>
      use({ namespace, tables: found?.tables ?? [], faults, reading }),
    );
  } finally {
    await connection.execute("ROLLBACK");
  }
}

/** Its name is the session's own, so two comparisons at a time don't wait for each other. */
async function makeNamespace(connection: Connection): Promise<string> {
  const [row] = await connection.query("SELECT 'limbeck_scratch_' || pg_backend_pid() AS name");
  const namespace = String(row?.["name"]);
  await connection.execute(`CREATE SCHEMA ${quoteName(namespace)}`);
  return namespace;
}

/** One round trip for all statements; each in a block that catches what goes wrong in it. */
async function runAll(
  connection: Connection,
  namespace: string,
  { statements, about }: { readonly statements: readonly string[]; readonly about: readonly string[] },
): Promise<ReadonlyMap<number, Fault>> {
  if (statements.length === 0) return new Map();
  const faults = `${quoteName(namespace)}."limbeck faults"`;
  await connection.execute(`CREATE TABLE ${faults} (statement int, state text, reason text)`);
  const blocks = statements.map(
    (sql, i) =>
      `BEGIN EXECUTE ${quoteString(sql)}; EXCEPTION WHEN OTHERS THEN INSERT INTO ${faults} VALUES (${i}, SQLSTATE, SQLERRM); END;`,
  );
  await connection.execute(doBlock(blocks.join("\n")));
  const rows = await connection.query(`SELECT statement, state, reason FROM ${faults}`);
  return new Map(
    rows.map(({ statement, state, reason }) => [
      Number(statement),
      { about: about[Number(statement)] ?? "", reason: String(reason), sqlState: String(state) },
    ]),
  );
}

import type { Schema } from "../../schema/schema.ts";
import type { Connection } from "../contract.ts";
import { doBlock } from "./do-block.ts";
import { inspect } from "./inspect.ts";
import { inStableSession, type Reading } from "./inspect-session.ts";
import { quoteName, quoteString } from "./quote.ts";

/** A statement, and what it is about. */
export interface Part {
  readonly sql: string;
  readonly about: string;
}

/** A table of the scratch namespace, and the numbers of the statements that make it. */
export interface MadeTable {
  readonly name: string;
  readonly numbers: readonly number[];
}

/** Statements for the scratch namespace, run together; one that fails leaves the others. */
export interface Batch {
  /** The namespace that there is for the time of the batch. */
  readonly namespace: string;
  /** Tables by what makes them: what would be made of the same words is made once. */
  readonly made: Map<string, MadeTable>;
  /** Adds a statement about an object and returns its number. */
  add(sql: string, about: string): number;
  /** Adds statements, and fewer ones that do the same: those are tried, and where one of them fails the many in their place. */
  addAll(parts: readonly Part[], instead: readonly string[]): readonly number[];
  /** Says that a statement is about this as well. */
  alsoAbout(number: number, about: () => string): void;
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
  /** What the statement was about: one object, or several alike. */
  readonly about: readonly string[];
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
    const steps: Step[] = [];
    const about: (() => string)[][] = [];
    const tables: string[] = [];
    const numbered = ({ sql, about: what }: Part) => ({ sql, number: about.push([() => what]) - 1 });
    fill({
      namespace,
      made: new Map(),
      add(sql, what) {
        const part = numbered({ sql, about: what });
        steps.push({ parts: [part], instead: [] });
        return part.number;
      },
      addAll(list, instead) {
        const parts = list.map(numbered);
        steps.push({ parts, instead });
        return parts.map(({ number }) => number);
      },
      alsoAbout: (number, what) => void about[number]?.push(what),
      read: (table) => void tables.push(table),
    });
    const faults = await runAll(connection, namespace, { steps, about });
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

interface Step {
  readonly parts: readonly { readonly sql: string; readonly number: number }[];
  /** Empty where there is nothing shorter than the parts. */
  readonly instead: readonly string[];
}

/** One round trip for all statements; each in a block that catches what goes wrong in it. */
async function runAll(
  connection: Connection,
  namespace: string,
  { steps, about }: { readonly steps: readonly Step[]; readonly about: readonly (readonly (() => string)[])[] },
): Promise<ReadonlyMap<number, Fault>> {
  if (steps.length === 0) return new Map();
  const faults = `${quoteName(namespace)}."limbeck faults"`;
  await connection.execute(`CREATE TABLE ${faults} (statement int, state text, reason text)`);
  const block = (sqls: readonly string[], otherwise: string) =>
    `BEGIN ${sqls.map((sql) => `EXECUTE ${quoteString(sql)};`).join(" ")} EXCEPTION WHEN OTHERS THEN ${otherwise} END;`;
  const blocks = steps.map(({ parts, instead }) => {
    const each = parts.map(({ sql, number }) =>
      block([sql], `INSERT INTO ${faults} VALUES (${number}, SQLSTATE, SQLERRM);`),
    );
    return instead.length === 0 ? each.join("\n") : block(instead, each.join("\n"));
  });
  await connection.execute(doBlock(blocks.join("\n")));
  const rows = await connection.query(`SELECT statement, state, reason FROM ${faults}`);
  return new Map(
    rows.map(({ statement, state, reason }) => [
      Number(statement),
      {
        about: (about[Number(statement)] ?? []).map((what) => what()),
        reason: String(reason),
        sqlState: String(state),
      },
    ]),
  );
}

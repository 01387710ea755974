import type { Connection, Statement } from "../contract.ts";
import { fail } from "../errors.ts";
import { serverProcess } from "./server-process.ts";

/**
 * Refuses what can't be carried out outside of transactions: behind a pooler each of those may meet another session, which knows nothing of
 * the role and the search_path of the config, and can be told of neither. Errors: DIALECT_UNSUPPORTED.
 */
export function refuseApart(connection: Connection, sql: string): void {
  const { role, searchPath } = connection.target.session ?? {};
  if (!serverProcess(connection).isPooled || (role === undefined && searchPath === undefined)) return;
  const what = [...(role === undefined ? [] : ["role"]), ...(searchPath === undefined ? [] : ["search path"])];
  throw fail(
    "DIALECT_UNSUPPORTED",
    `Behind a pooler a statement outside of transactions can't be given the ${what.join(" and the ")} of the config: ${sql}`,
    { hint: "Give the URL of the server itself for migrations; the application can go on through the pooler." },
  );
}

/** The same of a plan, before any of it has run. Batches are transactions. */
export function refuseAnyApart(connection: Connection, statements: readonly Statement[]): void {
  const apart = statements.find(({ facts, batches }) => !facts.transactional && batches === undefined);
  if (apart !== undefined) refuseApart(connection, apart.sql);
}

import type { Statement } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import type { Books } from "./books.ts";

/** Statements of Limbeck's own SQL, with what it does. */
export async function statementOf({ connection, dialect }: Books, sql: string): Promise<Statement> {
  const op: Op = { kind: "execute", sql };
  await dialect.ready?.([op], connection.server);
  return { sql, op, facts: dialect.classify(sql, connection.server) };
}

import type { Wait } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import { displayName } from "../schema/names.ts";
import { emptySchema, type Schema } from "../schema/schema.ts";
import type { Books } from "./books.ts";
import { fail } from "./errors.ts";
import { journalTable } from "./journal-table.ts";
import { beginAlone, readState, rollbackAfter } from "./transaction.ts";

/**
 * Drops the journal, and the namespace that is Limbeck's own when nothing else is in it; the version table stays. Returns the name of the
 * table, or undefined when there was none. Errors: JOURNAL_DIRTY while a revision is half-applied.
 */
export async function forgetBooks(books: Books, wait: Wait): Promise<string | undefined> {
  const { connection, dialect, names } = books;
  await beginAlone(books, [], wait);
  try {
    const { hasJournal, open } = await readState(books);
    if (open !== undefined) throw halfApplied(open.revision);
    if (hasJournal) {
      const { name: table, schema } = names.journal;
      const drop: Op = { kind: "dropTable", table, ...(schema === undefined ? {} : { schema }) };
      await carryOut(books, drop, { ...emptySchema, tables: [journalTable(names, dialect)] });
      await dropNamespace(books);
    }
    await dialect.commit(connection);
    return hasJournal ? displayName(names.journal) : undefined;
  } catch (error) {
    await rollbackAfter(books, error);
    throw error;
  }
}

async function dropNamespace(books: Books): Promise<void> {
  const { connection, dialect, names } = books;
  const own = dialect.ownNamespace;
  if (own === undefined) return;
  const { exists, isOwned, tables } = await own.look(connection, names);
  if (!exists || !isOwned || tables.length > 0) return;
  await carryOut(books, { kind: "dropNamespace", name: own.name }, { ...emptySchema, namespaces: [own.name] });
}

async function carryOut({ connection, dialect }: Books, op: Op, before: Schema): Promise<void> {
  for (const { sql } of dialect.plan([op], before, connection.server)) await connection.execute(sql);
}

function halfApplied(revision: string): Error {
  return fail("JOURNAL_DIRTY", `Revision "${revision}" is half-applied, and only the journal knows how far it is`, {
    hint: "Run the command that was interrupted again; or finish or undo the revision by hand and say so with `limbeck repair`.",
    details: { revision },
  });
}

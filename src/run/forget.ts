import type { Wait } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import { displayName } from "../schema/names.ts";
import { emptySchema, type ObjectName, type Schema } from "../schema/schema.ts";
import { readBackups, registryName, registryTable } from "./backup-registry.ts";
import type { Books } from "./books.ts";
import { fail } from "./errors.ts";
import { journalTable } from "./journal-table.ts";
import { beginAlone, readState, rollbackAfter } from "./transaction.ts";

/**
 * Drops the journal, and the namespace that is Limbeck's own when nothing else is in it; the version table stays. Returns the name of the
 * table, or undefined when there was none. Errors: JOURNAL_DIRTY while a revision is half-applied; BACKUPS_LEFT.
 */
export async function forgetBooks(books: Books, wait: Wait): Promise<string | undefined> {
  const { connection, dialect, names } = books;
  await beginAlone(books, [], wait);
  try {
    const { hasJournal, open } = await readState(books);
    if (open !== undefined) throw halfApplied(open.revision);
    const kept = await readBackups(books);
    if (kept.length > 0) throw backupsLeft(kept.map(({ id }) => id));
    const registry = registryName(names);
    if ((await dialect.columnNames(connection, registry)) !== undefined) {
      await carryOut(books, dropOf(registry), { ...emptySchema, tables: [registryTable(names, dialect)] });
    }
    if (hasJournal) {
      await carryOut(books, dropOf(names.journal), { ...emptySchema, tables: [journalTable(names, dialect)] });
      await dropNamespace(books);
    }
    await dialect.commit(connection);
    return hasJournal ? displayName(names.journal) : undefined;
  } catch (error) {
    await rollbackAfter(books, error);
    throw error;
  }
}

function dropOf({ name: table, schema }: ObjectName): Op {
  return { kind: "dropTable", table, ...(schema === undefined ? {} : { schema }) };
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

function backupsLeft(ids: readonly number[]): Error {
  const message = `There are backups of what revisions dropped (${ids.join(", ")}), and only Limbeck's list knows whose they are`;
  return fail("BACKUPS_LEFT", message, { details: { ids } });
}

function halfApplied(revision: string): Error {
  return fail("JOURNAL_DIRTY", `Revision "${revision}" is half-applied, and only the journal knows how far it is`, {
    hint: "Run the command that was interrupted again; or finish or undo the revision by hand and say so with `limbeck repair`.",
    details: { revision },
  });
}

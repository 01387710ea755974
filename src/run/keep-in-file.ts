import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { DumpProgram, Statement } from "../dialects/contract.ts";
import { displayName } from "../schema/names.ts";
import { type Backup, listedSql, type NewBackup, readBackups } from "./backup-registry.ts";
import type { Books } from "./books.ts";
import { readyDirectory, writeDump } from "./dump-file.ts";
import { type Loss, rowsLost } from "./losses.ts";
import { statementOf } from "./own-statement.ts";

/** Where dumps go. */
export interface DumpPolicy {
  /** Absolute. */
  readonly directory: string;
  /** A path or a name in PATH in place of the server's usual program. */
  readonly program?: string;
}

/** What writes the dumps of one run. */
export interface Dumps {
  readonly program: DumpProgram;
  readonly directory: string;
  /** Paths of the files that this run has made. */
  readonly written: Set<string>;
}

/** Sees that dumps can be made, before anything runs. Errors: DUMP_PROGRAM_*, BACKUP_DIRECTORY. */
export async function readyDumps({ connection, dialect }: Books, { directory, program }: DumpPolicy): Promise<Dumps> {
  const way = await dialect.dump();
  const found = await way.program(connection, program);
  await readyDirectory(directory);
  return { program: found, directory, written: new Set() };
}

/**
 * Writes the whole table of a loss to a file, now; returns the statements that list it, and see first that a table that goes has as many rows
 * as were counted. Errors: DUMP_FAILED, BACKUP_DIRECTORY.
 */
export async function dumpStatements(
  books: Books,
  { program, directory, written }: Dumps,
  { backup, loss, rows }: { readonly backup: NewBackup; readonly loss: Loss; readonly rows: number },
): Promise<readonly Statement[]> {
  const path = join(directory, fileName(backup));
  written.add(path);
  const checksum = await writeDump(path, (into) => program.write(loss.table, into, loss));
  const { dialect, names } = books;
  const listed = listedSql({ ...backup, file: { path, checksum } }, dialect, names, String(rows));
  return [...(loss.kind === "table" ? [await sameCount(books, loss, rows)] : []), await statementOf(books, listed)];
}

/** Deletes the files that this run has made for what was undone then; none that the list of backups has, or that may be on a list that can't be read. */
export async function dropUnlisted({ books, dumps }: { readonly books: Books; readonly dumps?: Dumps }): Promise<void> {
  if (dumps === undefined || dumps.written.size === 0) return;
  let listed: readonly Backup[];
  try {
    listed = await readBackups(books);
  } catch {
    // The error of the run itself is what is told. The list says which files are backups.
    return;
  }
  const paths = new Set(listed.map(({ file }) => file?.path));
  for (const path of dumps.written) if (!paths.has(path)) await rm(path, { force: true });
}

/** Whatever comes to a table, or goes from it, after its dump was begun isn't in the file. */
async function sameCount(books: Books, loss: Loss, rows: number): Promise<Statement> {
  const { table } = loss;
  const counted = `SELECT COUNT(*) AS n FROM ${rowsLost(loss, books.dialect)}`;
  const statement = await statementOf(books, `SELECT n FROM (${counted}) counted WHERE n <> ${rows}`);
  const message = `"${displayName(table)}" had ${rows} rows when its backup was written, and has another number now: somebody writes to it. Nothing was dropped. Have the application leave the table alone, and run the command again.`;
  return { ...statement, check: { message } };
}

/** `20261129T134502123Z-1975ea83b712-users-3.sql`: files are listed in the order in which they were made. */
function fileName({ madeAt, revision, table, id }: NewBackup): string {
  const words = [madeAt.replaceAll(/[-:.]/g, ""), revision, displayName(table), String(id)];
  return `${words.map((word) => word.replaceAll(/[^\w.-]+/g, "_").slice(0, 60)).join("-")}.sql`;
}

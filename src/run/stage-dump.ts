import type { Wait } from "../dialects/contract.ts";
import { displayName, findTable } from "../schema/names.ts";
import { emptySchema, type Schema, type Table } from "../schema/schema.ts";
import { type Backup, type KeptColumn, readBackups, restoredSql } from "./backup-registry.ts";
import type { Books } from "./books.ts";
import { soundDump } from "./dump-file.ts";
import { insertsOf } from "./dump-inserts.ts";
import { fail } from "./errors.ts";
import { rowPlace } from "./row-place.ts";
import { withBooks } from "./transaction.ts";

/** How a file is read. */
export interface Staging {
  /** Where it is looked for besides its own path. */
  readonly directory?: string;
  /** Has it read in a transaction of its own; absent in the open one. */
  readonly wait?: Wait;
}

/**
 * Reads the file of a backup into the table that a backup in the database has, from where it is put back. `table` is the one that it goes
 * back to, as it will be then. Errors: BACKUP_FILE_*; what the server says.
 */
export async function stageDump(
  books: Books,
  backup: Backup,
  table: Table,
  { directory, wait }: Staging,
): Promise<void> {
  if (backup.file === undefined) return;
  const path = await soundDump(backup.id, backup.file, directory);
  if (wait === undefined) return fill(books, backup, table, path);
  await withBooks(books, wait, () => fill(books, backup, table, path));
}

/** Does it for all of them, whose tables will be as in this schema. Errors: as of `stageDump`. */
export async function stageDumps(
  books: Books,
  backups: readonly Backup[],
  schema: Schema,
  staging: Staging,
): Promise<void> {
  for (const backup of backups) {
    const table = findTable(schema, backup.table);
    if (table !== undefined) await stageDump(books, backup, rowPlace(table, schema).table, staging);
  }
}

/** SQL behind all that is put back: of `used` nothing is staged any more, and the list says of `restored` that it is back. */
export function endsOf(
  books: Books,
  { used, restored }: { readonly used: readonly Backup[]; readonly restored: readonly Backup[] },
): readonly string[] {
  const { dialect, names } = books;
  const at = new Date().toISOString();
  return [
    ...used.flatMap((backup) => unstagedSql(books, backup)),
    ...restored.map(({ id }) => restoredSql(id, at, dialect, names)),
  ];
}

/** Sees, before anything runs, that the files are sound from which the downgrades of these revisions are to put rows back. Errors: BACKUP_FILE_*. */
export async function refuseUnsound(books: Books, revisions: readonly string[], directory?: string): Promise<void> {
  if (revisions.length === 0) return;
  for (const { id, file, revision, direction, restoredAt } of await readBackups(books)) {
    const isNeeded = direction === "upgrade" && restoredAt === undefined && revisions.includes(revision);
    if (isNeeded && file !== undefined) await soundDump(id, file, directory);
  }
}

/** SQL that takes away the table that the file of a backup was read into; none for a backup that is kept in the database. */
export function unstagedSql({ dialect }: Books, { side, file }: Backup): readonly string[] {
  return file === undefined ? [] : [`DROP TABLE IF EXISTS ${dialect.quoteObject(side)}`];
}

async function fill(books: Books, backup: Backup, table: Table, path: string): Promise<void> {
  const { connection, dialect } = books;
  const { side } = backup;
  const target = dialect.quoteObject(side);
  const staged = stagedTable(backup, table, books);
  for (const sql of unstagedSql(books, backup)) await connection.execute(sql);
  const made = dialect.plan([{ kind: "createTable", table: staged }], emptySchema, connection.server);
  for (const { sql } of made) await connection.execute(sql);
  const way = await dialect.dump();
  const has = new Set(staged.columns.map(({ name }) => name));
  for (const sql of way.before) await connection.execute(sql);
  try {
    for await (const insert of insertsOf(path, way.escapes)) {
      if (insert === undefined) throw notUnderstood(backup, path);
      for (const name of insert.columns.filter((column) => !has.has(column))) {
        // A column that nothing is to be made of.
        const type = dialect.writeType(dialect.unlimitedText ?? { kind: "text" });
        await connection.execute(`ALTER TABLE ${target} ADD COLUMN ${dialect.quoteName(name)} ${type}`);
        has.add(name);
      }
      await connection.execute(`INSERT INTO ${target}${insert.rest}`);
    }
  } finally {
    for (const sql of way.after) await connection.execute(sql);
  }
  await refuseLess(books, backup, path);
  // Of columns without a default only what wasn't NULL was lost.
  const { key, kind, columns } = backup;
  const comesAlone = table.columns.some(
    ({ name, default: byDefault }) => byDefault !== undefined && columns.some((column) => column.name === name),
  );
  const blank = columns.map(({ name }) => `${dialect.quoteName(name)} IS NULL`).join(" AND ");
  if (kind !== "table" && !comesAlone) await connection.execute(`DELETE FROM ${target} WHERE ${blank}`);
  const list = key.map(({ name }) => dialect.quoteName(name)).join(", ");
  if (list !== "")
    await connection.execute(`CREATE INDEX ${dialect.quoteName(`${side.name}_key`)} ON ${target} (${list})`);
}

/** Columns of the types that the values go back to. */
function stagedTable({ side, columns, key }: Backup, table: Table, { dialect }: Books): Table {
  const { charset, collation } = table.options;
  const wanted = new Map([...key, ...columns].map((column): [string, KeptColumn] => [column.name, column]));
  return {
    ...side,
    columns: [...wanted.values()].map(({ name, isText }) => {
      const own = table.columns.find((column) => column.name === name);
      const text = { name, type: dialect.unlimitedText ?? { kind: "text" as const }, nullable: true };
      if (own === undefined || isText === true) return text;
      return {
        name,
        type: own.type,
        nullable: true,
        ...(own.collation === undefined ? {} : { collation: own.collation }),
      };
    }),
    ...{ uniques: [], checks: [], foreignKeys: [], exclusions: [], indexes: [] },
    options: { ...(charset === undefined ? {} : { charset }), ...(collation === undefined ? {} : { collation }) },
  };
}

/** The whole of a table that was dropped must have come out of its file. */
async function refuseLess(
  { connection, dialect }: Books,
  { kind, rows, side, id }: Backup,
  path: string,
): Promise<void> {
  const [row] = await connection.query(`SELECT COUNT(*) AS n FROM ${dialect.quoteObject(side)}`);
  const found = Number(row?.["n"]);
  if (kind === "table" ? found === rows : found > 0) return;
  const message = `The file of backup ${id} has ${found} rows, where ${rows} were kept: "${path}"`;
  throw fail("BACKUP_FILE_CHANGED", message, { details: { id, path, expected: rows, found } });
}

function notUnderstood({ id, table }: Backup, path: string): Error {
  const message = `The file of backup ${id} has an INSERT that can't be understood: "${path}"`;
  return fail("BACKUP_FILE_CHANGED", message, { details: { id, path, table: displayName(table) } });
}

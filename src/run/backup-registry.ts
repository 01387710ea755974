import type { Dialect, Row } from "../dialects/contract.ts";
import { displayName, nameOf, sameName } from "../schema/names.ts";
import type { Column, ObjectName, Table } from "../schema/schema.ts";
import type { ColumnType } from "../schema/types.ts";
import { type BookNames, type Books, selectFrom } from "./books.ts";
import type { DumpFile } from "./dump-file.ts";
import { fail } from "./errors.ts";

/** Rows or values that a revision would have lost, kept in a table of their own. */
export interface Backup {
  readonly id: number;
  readonly revision: string;
  readonly direction: "upgrade" | "downgrade";
  /** Whether the table went, or columns of it, or values of columns that stay, and are put back only when it is asked for. */
  readonly kind: "table" | "columns" | "values";
  /** The table that had them. */
  readonly table: ObjectName;
  /** The columns that went; of a table all. */
  readonly columns: readonly KeptColumn[];
  /** The columns by which a row is found again; empty where there are none. */
  readonly key: readonly KeptColumn[];
  /** The file that has them now; absent where it is a table. */
  readonly file?: DumpFile;
  /** The table that has them now, or that the file is read into. */
  readonly side: ObjectName;
  readonly rows: number;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly restoredAt?: string;
}

/** A column of a backup; one of a type that the schema itself defines is kept as text, or the type could not go. */
export interface KeptColumn {
  readonly name: string;
  readonly isText?: true;
}

/** A row of the registry as it is written, but for the number of rows. */
export type NewBackup = Omit<Backup, "rows" | "restoredAt" | "side">;

const COLUMNS: {
  readonly [F in keyof Omit<Backup, "table" | "side" | "file"> | "schema" | "name" | keyof DumpFile]-?: ColumnType;
} = {
  id: { kind: "integer" },
  revision: { kind: "text" },
  direction: { kind: "varchar", length: 16 },
  kind: { kind: "varchar", length: 16 },
  schema: { kind: "text" },
  name: { kind: "text" },
  columns: { kind: "text" },
  key: { kind: "text" },
  rows: { kind: "bigint" },
  madeAt: { kind: "varchar", length: 32 },
  restoredAt: { kind: "varchar", length: 32 },
  path: { kind: "text" },
  checksum: { kind: "varchar", length: 64 },
};

const SQL_NAMES = {
  id: "id",
  revision: "revision",
  direction: "direction",
  kind: "kind",
  schema: "table_schema",
  name: "table_name",
  columns: "kept_columns",
  key: "key_columns",
  rows: "kept_rows",
  madeAt: "made_at",
  restoredAt: "restored_at",
  path: "file_path",
  checksum: "file_checksum",
} as const satisfies { readonly [F in keyof typeof COLUMNS]: string };

/** The name of the table that lists the backups: beside the journal, `limbeck_backups` for `limbeck_journal`. */
export function registryName({ journal }: BookNames): ObjectName {
  return { ...nameOf(journal), name: journal.name.replace(/journal$/, "backups") };
}

/** The name of the table with the rows of a backup. */
export function sideName(names: BookNames, id: number): ObjectName {
  const registry = registryName(names);
  return { ...registry, name: registry.name.replace(/s$/, `_${id}`) };
}

/** True for the tables of all backups, which no comparison, plan or model may see. */
export function isOfBackups(names: BookNames, { name, schema }: ObjectName): boolean {
  const registry = registryName(names);
  if (schema !== registry.schema) return false;
  const start = registry.name.replace(/s$/, "_");
  return name === registry.name || (name.startsWith(start) && /^\d+$/.test(name.slice(start.length)));
}

/** The registry as Limbeck makes it. */
export function registryTable(names: BookNames, { unlimitedText }: Pick<Dialect, "unlimitedText">): Table {
  const nullable = new Set<string>([SQL_NAMES.schema, SQL_NAMES.restoredAt, SQL_NAMES.path, SQL_NAMES.checksum]);
  const long = new Set<string>([SQL_NAMES.columns, SQL_NAMES.key]);
  return {
    ...registryName(names),
    columns: (Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).map((field): Column => {
      const name = SQL_NAMES[field];
      return {
        name,
        type: long.has(name) ? (unlimitedText ?? COLUMNS[field]) : COLUMNS[field],
        nullable: nullable.has(name),
      };
    }),
    primaryKey: { name: `${registryName(names).name}_pkc`, columns: [SQL_NAMES.id] },
    uniques: [],
    checks: [],
    foreignKeys: [],
    exclusions: [],
    indexes: [],
    options: {},
  };
}

/** SQL that lists a backup whose rows are kept already; `rows` is SQL for how many there are. */
export function listedSql(backup: NewBackup, dialect: Dialect, names: BookNames, rows: string): string {
  const { table, columns, key, file, ...plain } = backup;
  const values: { readonly [F in keyof typeof SQL_NAMES]?: string } = {
    id: String(plain.id),
    revision: dialect.literal(plain.revision),
    direction: dialect.literal(plain.direction),
    kind: dialect.literal(plain.kind),
    schema: dialect.literal(table.schema ?? null),
    name: dialect.literal(table.name),
    columns: dialect.literal(JSON.stringify(columns)),
    key: dialect.literal(JSON.stringify(key)),
    rows,
    madeAt: dialect.literal(plain.madeAt),
    ...(file === undefined ? {} : { path: dialect.literal(file.path), checksum: dialect.literal(file.checksum) }),
  };
  const fields = Object.keys(values) as (keyof typeof values)[];
  const list = fields.map((field) => dialect.quoteName(SQL_NAMES[field])).join(", ");
  const row = fields.map((field) => values[field]).join(", ");
  return `INSERT INTO ${dialect.quoteObject(registryName(names))} (${list}) VALUES (${row})`;
}

/**
 * What an upgrade of the revision dropped, or that of any where none is given, and its downgrade hasn't put back yet. Of what was kept more
 * than once, since an upgrade went on or was begun anew, it is what was kept last.
 */
export async function readUnrestored(books: Books, revision?: string): Promise<readonly Backup[]> {
  const upgrades = (await readBackups(books)).filter(
    ({ direction, ...backup }) => direction === "upgrade" && (revision === undefined || backup.revision === revision),
  );
  return upgrades.flatMap((backup, i) => {
    const again = upgrades.slice(i + 1).filter((later) => isSamePlace(later, backup));
    const columns = backup.columns.filter(({ name }) => !again.some((later) => hasColumn(later, name)));
    return backup.restoredAt !== undefined || backup.kind === "values" || columns.length === 0
      ? []
      : [{ ...backup, columns }];
  });
}

/** True for backups of one revision that are of the same table, or of columns of it. */
export function isSamePlace(
  a: Pick<Backup, "revision" | "direction" | "kind" | "table">,
  b: Pick<Backup, "revision" | "direction" | "kind" | "table">,
): boolean {
  return a.revision === b.revision && a.direction === b.direction && a.kind === b.kind && sameName(a.table, b.table);
}

function hasColumn({ columns }: Backup, name: string): boolean {
  return columns.some((column) => column.name === name);
}

/** SQL that says that a backup was put back. */
export function restoredSql(id: number, at: string, dialect: Dialect, names: BookNames): string {
  const set = `${dialect.quoteName(SQL_NAMES.restoredAt)} = ${dialect.literal(at)}`;
  return `UPDATE ${dialect.quoteObject(registryName(names))} SET ${set} WHERE ${dialect.quoteName(SQL_NAMES.id)} = ${id}`;
}

/** SQL that takes a backup from the list. */
export function unlistedSql(id: number, dialect: Dialect, names: BookNames): string {
  return `DELETE FROM ${dialect.quoteObject(registryName(names))} WHERE ${dialect.quoteName(SQL_NAMES.id)} = ${id}`;
}

/** The backups in the database, the oldest first; none where there is no list. Errors: BACKUP_UNREADABLE. */
export async function readBackups(books: Books): Promise<readonly Backup[]> {
  const registry = registryName(books.names);
  if ((await books.dialect.columnNames(books.connection, registry)) === undefined) return [];
  const order = ` ORDER BY ${books.dialect.quoteName(SQL_NAMES.id)}`;
  const rows = await selectFrom(books, registry, Object.values(SQL_NAMES), order);
  return rows.map((row) => backupFrom(row, books.names));
}

const KINDS = ["table", "columns", "values"] as const;

function backupFrom(row: Row, names: BookNames): Backup {
  const text = (name: string): string => String(row[name]);
  const id = Number(row[SQL_NAMES.id]);
  const columns = (name: string): readonly KeptColumn[] => {
    try {
      return JSON.parse(text(name)) as readonly KeptColumn[];
    } catch (cause) {
      const message = `Backup ${id} in "${displayName(registryName(names))}" can't be understood: column "${name}" isn't JSON`;
      throw fail("BACKUP_UNREADABLE", message, { cause, details: { id } });
    }
  };
  const schema = row[SQL_NAMES.schema];
  const restoredAt = row[SQL_NAMES.restoredAt];
  const path = row[SQL_NAMES.path];
  return {
    id,
    revision: text(SQL_NAMES.revision),
    direction: text(SQL_NAMES.direction) === "downgrade" ? "downgrade" : "upgrade",
    kind: KINDS.find((kind) => kind === text(SQL_NAMES.kind)) ?? "columns",
    table: { name: text(SQL_NAMES.name), ...(typeof schema === "string" ? { schema } : {}) },
    columns: columns(SQL_NAMES.columns),
    key: columns(SQL_NAMES.key),
    ...(typeof path === "string" ? { file: { path, checksum: text(SQL_NAMES.checksum) } } : {}),
    side: sideName(names, id),
    rows: Number(row[SQL_NAMES.rows]),
    madeAt: text(SQL_NAMES.madeAt),
    ...(typeof restoredAt === "string" ? { restoredAt } : {}),
  };
}

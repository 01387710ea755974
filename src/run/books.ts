import type { Connection, Dialect, Row } from "../dialects/contract.ts";
import { nameOf } from "../schema/names.ts";
import type { ObjectName } from "../schema/schema.ts";

/** The names of the two tables in which a database remembers what was run in it. */
export interface BookNames {
  readonly versionTable: ObjectName;
  /** False makes the version table without its primary key, as Alembic's `version_table_pk`. */
  readonly versionPrimaryKey: boolean;
  readonly journal: ObjectName;
  /** Namespace that the journal is to be made in, and that must be made before. */
  readonly newNamespace?: string;
}

/** An open database, and where its books are. */
export interface Books {
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly names: BookNames;
}

/**
 * Returns the names of the books, with the journal beside the version table: `limbeck_journal` for `alembic_version`,
 * for any other `NAME_journal`, so that two histories in one database keep apart. `placeJournal` knows a better place for it.
 */
export function bookNames(options: {
  /** `alembic_version` when absent. */
  readonly versionTable?: string;
  /** Namespace of both tables; the default one when absent. */
  readonly schema?: string;
  readonly primaryKey?: boolean;
}): BookNames {
  const name = options.versionTable ?? "alembic_version";
  const journal = name === "alembic_version" ? "limbeck_journal" : `${name}_journal`;
  const place = options.schema === undefined ? {} : { schema: options.schema };
  return {
    versionTable: { name, ...place },
    versionPrimaryKey: options.primaryKey ?? true,
    journal: { name: journal, ...place },
  };
}

/** The version table and the journal. */
export function bookTables(names: BookNames): readonly ObjectName[] {
  return [nameOf(names.versionTable), nameOf(names.journal)];
}

/** The two tables as the database has them; a key is absent where there is no such table. */
export interface FoundBooks {
  readonly versionTable?: FoundTable;
  readonly journal?: FoundTable;
}

/** A table that is there, with the names of its columns. */
export interface FoundTable extends ObjectName {
  readonly columns: readonly string[];
}

/** Looks for the two tables, and makes neither. */
export async function findBooks({ connection, dialect, names }: Books): Promise<FoundBooks> {
  const find = async (table: ObjectName): Promise<FoundTable | undefined> => {
    const columns = await dialect.columnNames(connection, table);
    return columns === undefined ? undefined : { ...nameOf(table), columns };
  };
  const versionTable = await find(names.versionTable);
  const journal = await find(names.journal);
  return { ...(versionTable === undefined ? {} : { versionTable }), ...(journal === undefined ? {} : { journal }) };
}

/** The rows of a table's columns. */
export function selectFrom(
  books: Books,
  table: ObjectName,
  columns: readonly string[],
  clauses = "",
): Promise<readonly Row[]> {
  return books.connection.query(selectSql(books, table, columns, clauses));
}

/** The query of `selectFrom`. */
export function selectSql({ dialect }: Books, table: ObjectName, columns: readonly string[], clauses = ""): string {
  const list = columns.map((column) => dialect.quoteName(column)).join(", ");
  return `SELECT ${list} FROM ${dialect.quoteObject(table)}${clauses}`;
}

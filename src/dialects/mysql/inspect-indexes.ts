import { given } from "../../base/given.ts";
import type { Index, IndexPart, KeyColumnOptions, PrimaryKey, Unique } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { expressionOf, groupBy, maybeText, textOf } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { parseStatement } from "./parse.ts";
import { quoteName } from "./quote.ts";

/** The keys of a table. */
export interface Keys {
  readonly primaryKey?: PrimaryKey;
  readonly uniques: readonly Unique[];
  readonly indexes: readonly Index[];
}

/** Source: https://dev.mysql.com/doc/refman/9.7/en/information-schema-statistics-table.html; MariaDB's is without expressions. */
const query = (isMariadb: boolean) => `
SELECT TABLE_NAME AS \`table\`, INDEX_NAME AS name, NON_UNIQUE = 0 AS is_unique, COLUMN_NAME AS \`column\`, COLLATION = 'D' AS descending,
  SUB_PART AS length, INDEX_TYPE AS type, INDEX_COMMENT AS comment,
  ${isMariadb ? "NULL AS expression" : "EXPRESSION AS expression"}, ${isMariadb ? "IGNORED = 'YES'" : "IS_VISIBLE = 'NO'"} AS invisible
FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, INDEX_NAME = 'PRIMARY' DESC, INDEX_NAME, SEQ_IN_INDEX`;

/** The keys of the tables with these engines, by the table's name. */
export async function readKeys(
  reading: Reading,
  engines: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Keys>> {
  const tables = groupBy(await reading.rows(query(reading.isMariadb)), "table");
  const found = [...tables].filter(([table]) => engines.has(table));
  const parsers = await readParsers(
    reading,
    found.filter(([, rows]) => rows.some((row) => row["type"] === "FULLTEXT")).map(([table]) => table),
  );
  return new Map(
    found.map(([table, rows]) => {
      const { isMariadb } = reading;
      const context = { isMariadb, engine: engines.get(table) ?? "", parsers: parsers.get(table) ?? new Map() };
      return [table, keysOf([...groupBy(rows, "name").values()], context)];
    }),
  );
}

interface Context {
  readonly isMariadb: boolean;
  readonly engine: string;
  /** Names of the parsers of fulltext indexes, by the index's name. */
  readonly parsers: ReadonlyMap<string, string>;
}

/** No catalogue has the parser of a fulltext index: the whole statement of its table is asked for. */
async function readParsers(
  reading: Reading,
  tables: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const found = new Map<string, ReadonlyMap<string, string>>();
  for (const table of tables) {
    const [row = {}] = await reading.rows(`SHOW CREATE TABLE ${quoteName(table)}`);
    const parsed = parseStatement(textOf(row, "Create Table"));
    const indexes = parsed.kind === "createTable" ? parsed.definition.table.indexes : [];
    const parsers = indexes.flatMap(({ name, storage }) => {
      const parser = storage?.["with parser"];
      return parser === undefined ? [] : [[name, parser] as const];
    });
    found.set(table, new Map(parsers));
  }
  return found;
}

function keysOf(groups: readonly (readonly Row[])[], context: Context): Keys {
  let primaryKey: PrimaryKey | undefined;
  const uniques: Unique[] = [];
  const indexes: Index[] = [];
  for (const rows of groups) {
    const index = indexOf(rows, context);
    const key = keyOf(index);
    if (index.name === "PRIMARY") primaryKey = { ...(key ?? { columns: [] }) };
    else if (index.unique === true && key !== undefined && key.keyOptions === undefined && isPlain(index)) {
      uniques.push({ name: index.name, columns: key.columns });
    } else indexes.push(index);
  }
  return { ...given({ primaryKey }), uniques, indexes };
}

function isPlain({ comment, invisible, method, storage }: Index): boolean {
  return [comment, invisible, method, storage].every((option) => option === undefined);
}

function indexOf(rows: readonly Row[], { isMariadb, engine, parsers }: Context): Index {
  const first = rows[0] ?? {};
  const type = textOf(first, "type");
  const method = type === "FULLTEXT" ? "fulltext" : type === "SPATIAL" ? "spatial" : undefined;
  const name = textOf(first, "name");
  const parser = parsers.get(name);
  // Only MEMORY has two kinds; what was written counts for nothing elsewhere. Without a word it makes hashes.
  const using = engine === "MEMORY" && type === "BTREE" ? { using: "btree" } : undefined;
  return {
    name,
    ...given({ unique: Number(first["is_unique"]) === 1 ? (true as const) : undefined }),
    // The length that a spatial index shows is that of the rectangle it keeps.
    parts: rows.map((row) => partOf(row, isMariadb, method === "spatial")),
    ...given({
      method,
      comment: maybeText(first, "comment"),
      invisible: Number(first["invisible"]) === 1 ? (true as const) : undefined,
      storage: parser === undefined ? using : { "with parser": parser },
    }),
  };
}

function partOf(row: Row, isMariadb: boolean, isSpatial: boolean): IndexPart {
  const descending = Number(row["descending"]) === 1 ? (true as const) : undefined;
  const length = row["length"] === null || row["length"] === undefined || isSpatial ? undefined : Number(row["length"]);
  const expression = maybeText(row, "expression");
  if (expression !== undefined) return { expression: expressionOf(expression, isMariadb), ...given({ descending }) };
  return { column: textOf(row, "column"), ...given({ descending, length }) };
}

/** The columns of an index over nothing but whole columns. */
function keyOf({
  parts,
}: Index):
  | { readonly columns: readonly string[]; readonly keyOptions?: Readonly<Record<string, KeyColumnOptions>> }
  | undefined {
  const columns: string[] = [];
  const keyOptions: Record<string, KeyColumnOptions> = {};
  for (const part of parts) {
    if (!("column" in part) || part.length !== undefined) return undefined;
    columns.push(part.column);
    if (part.descending === true) keyOptions[part.column] = { descending: true };
  }
  return { columns, ...(Object.keys(keyOptions).length === 0 ? {} : { keyOptions }) };
}

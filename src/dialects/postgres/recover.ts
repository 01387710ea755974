import type { Connection, Row, Statement } from "../contract.ts";
import { quoteObject } from "./quote.ts";
import { isKeyword, nameIn, type Token, tokenize } from "./tokens.ts";

/**
 * Takes away what a failed `CREATE INDEX CONCURRENTLY` left: an index that isn't valid, which is kept up to date and used by nobody, and
 * whose name is in the way of the next try (with IF NOT EXISTS it would stay for good). One that a session is at work on is left alone.
 * With `mayBeDone` returns true when the statement needn't run again: the valid index is there, the dropped one or the partition is gone,
 * the value is in the enum.
 * Source: https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export async function recover(connection: Connection, { sql, op }: Statement, mayBeDone: boolean): Promise<boolean> {
  const tokens = tokenize(sql);
  const index = newIndex(sql, tokens);
  if (index !== undefined) return recoverIndex(connection, index, mayBeDone);
  if (!mayBeDone) return false;
  if (op.kind === "addEnumValue") {
    return isThere(connection, "SELECT 1 FROM pg_catalog.pg_enum WHERE enumtypid = to_regtype($1) AND enumlabel = $2", [
      quoteObject({ name: op.name, ...(op.schema === undefined ? {} : { schema: op.schema }) }),
      op.value,
    ]);
  }
  const dropped = droppedIndex(sql, tokens);
  if (dropped === undefined) return false;
  return !(await isThere(connection, "SELECT 1 WHERE to_regclass($1) IS NOT NULL", [dropped]));
}

/** The name of an index, and its table as the statement writes it. */
interface NewIndex {
  readonly name: string;
  readonly table: string;
}

async function recoverIndex(connection: Connection, index: NewIndex, mayBeDone: boolean): Promise<boolean> {
  const [found] = await connection.query(FIND_INDEX, [index.table, index.name]);
  if (found === undefined) return false;
  if (found["valid"] === true) return mayBeDone;
  if (found["busy"] !== true) await connection.execute(`DROP INDEX CONCURRENTLY ${indexName(found)}`);
  return false;
}

const FIND_INDEX = `
SELECT n.nspname AS schema, c.relname AS name, i.indisvalid AND i.indisready AS valid,
  EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = c.oid OR p.relid = i.indrelid AND p.index_relid = 0) AS busy
FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE i.indrelid = to_regclass($1) AND c.relname = $2`;

function indexName(row: Row): string {
  return quoteObject({ schema: String(row["schema"]), name: String(row["name"]) });
}

async function isThere(connection: Connection, sql: string, parameters: readonly string[]): Promise<boolean> {
  return (await connection.query(sql, parameters)).length > 0;
}

/** `CREATE [UNIQUE] INDEX CONCURRENTLY [IF NOT EXISTS] name ON [ONLY] table …`; undefined for another statement, or without a name. */
function newIndex(sql: string, tokens: readonly Token[]): NewIndex | undefined {
  const is = (i: number, keyword: string) => isKeyword(tokens[i], keyword);
  let at = is(1, "UNIQUE") ? 2 : 1;
  if (!is(0, "CREATE") || !is(at, "INDEX") || !is(at + 1, "CONCURRENTLY")) return undefined;
  at += is(at + 2, "IF") ? 5 : 2;
  const name = nameIn(tokens[at]);
  if (name === undefined || !is(at + 1, "ON")) return undefined;
  return { name, table: objectText(sql, tokens, is(at + 2, "ONLY") ? at + 3 : at + 2) };
}

/** `DROP INDEX CONCURRENTLY [IF EXISTS] name`. */
function droppedIndex(sql: string, tokens: readonly Token[]): string | undefined {
  const is = (i: number, keyword: string) => isKeyword(tokens[i], keyword);
  if (!is(0, "DROP") || !is(1, "INDEX") || !is(2, "CONCURRENTLY")) return undefined;
  return objectText(sql, tokens, is(3, "IF") ? 5 : 3);
}

/** A name of one part or of several, as it is written. */
function objectText(sql: string, tokens: readonly Token[], start: number): string {
  let end = start;
  while (tokens[end + 1]?.text === ".") end += 2;
  return sql.slice(tokens[start]?.start, tokens[end]?.end);
}

import type { Connection } from "../contract.ts";

/**
 * What VACUUM and ANALYZE have counted last; a table that neither has seen is left out (-1).
 * Source: https://www.postgresql.org/docs/current/catalog-pg-class.html (14; before it such a table has 0 like an empty one).
 */
export async function rowEstimates(connection: Connection): Promise<ReadonlyMap<string, number>> {
  const rows = await connection.query(
    `SELECT CASE WHEN n.nspname = current_schema() THEN c.relname ELSE n.nspname || '.' || c.relname END AS name,
       c.reltuples::float8 AS found, c.relpages AS pages
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const known = rows.filter(({ found, pages }) => Number(found) > 0 || (Number(found) === 0 && Number(pages) > 0));
  return new Map(known.map(({ name, found }) => [String(name), Number(found)]));
}

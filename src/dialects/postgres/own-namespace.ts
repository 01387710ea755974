import type { OwnNamespace } from "../contract.ts";
import { HOME } from "./home.ts";

/** The schema of Limbeck's own tables. */
export const ownNamespace: OwnNamespace = {
  name: "limbeck",
  usual: "public",
  home: HOME,
  firstOf: (searchPath) => {
    const [, quote = "", inside, bare] = /^\s*(?:(["'])((?:(?!\1).|\1\1)*)\1|([^\s,"']+))/s.exec(searchPath) ?? [];
    return inside?.replaceAll(quote + quote, quote) ?? bare?.toLowerCase();
  },
  look: async (connection, { journal, versionTable }) => {
    const [row] = await connection.query(QUERY, [
      ownNamespace.name,
      journal.schema ?? null,
      journal.name,
      versionTable.name,
    ]);
    const exists = row?.["exists"] === true;
    const places: readonly string[] = JSON.parse(String(row?.["version_places"] ?? "[]"));
    const isPlaced = versionTable.schema !== undefined || row?.["is_chosen"] === true;
    return {
      exists,
      isOwned: row?.["is_owned"] === true,
      isWritable: row?.[exists ? "may_use" : "may_make"] === true,
      tables: JSON.parse(String(row?.["tables"] ?? "[]")),
      elsewhere: isPlaced || places.some((place) => place === row?.["current"]) ? [] : places,
      isBeside: row?.["is_beside"] === true,
      ...(typeof row?.["current"] === "string" ? { current: row["current"] } : {}),
    };
  },
};

/**
 * Catalogues and privileges are the same from 13 to 18. A search_path is chosen when the connection or a SET has said it, and not the
 * account, the database or the server. Source: https://www.postgresql.org/docs/18/view-pg-settings.html and https://www.postgresql.org/docs/18/functions-info.html#FUNCTIONS-INFO-ACCESS
 */
const QUERY = `
SELECT own.oid IS NOT NULL AS exists, current_schema()::text AS current,
  has_database_privilege(current_database(), 'CREATE') AS may_make,
  has_schema_privilege(own.oid, 'CREATE') AND has_schema_privilege(own.oid, 'USAGE') AS may_use,
  pg_has_role(own.nspowner, 'USAGE') AS is_owned,
  (SELECT json_agg(relname)::text FROM pg_class WHERE relnamespace = own.oid AND relkind IN ('r', 'p')) AS tables,
  (SELECT json_agg(n.nspname ORDER BY n.nspname)::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relname = $4 AND c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'
    AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'version_num')) AS version_places,
  (SELECT source IN ('client', 'session') FROM pg_settings WHERE name = 'search_path') AS is_chosen,
  EXISTS (
    SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = COALESCE($2, current_schema()::text) AND c.relname = $3 AND c.relkind IN ('r', 'p')
  ) AS is_beside
FROM (SELECT) AS session LEFT JOIN pg_namespace own ON own.nspname = $1`;

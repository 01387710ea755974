import type { OwnNamespace } from "../contract.ts";

/** The schema of Limbeck's own tables. */
export const ownNamespace: OwnNamespace = {
  name: "limbeck",
  usual: "public",
  look: async (connection, beside) => {
    const [row] = await connection.query(QUERY, [ownNamespace.name, beside.schema ?? null, beside.name]);
    const exists = row?.["exists"] === true;
    return {
      exists,
      isOwned: row?.["is_owned"] === true,
      isWritable: row?.[exists ? "may_use" : "may_make"] === true,
      tables: JSON.parse(String(row?.["tables"] ?? "[]")),
      isBeside: row?.["is_beside"] === true,
      ...(typeof row?.["current"] === "string" ? { current: row["current"] } : {}),
    };
  },
};

/** Catalogues and privileges are the same from 13 to 18. Source: https://www.postgresql.org/docs/18/functions-info.html#FUNCTIONS-INFO-ACCESS */
const QUERY = `
SELECT own.oid IS NOT NULL AS exists, current_schema()::text AS current,
  has_database_privilege(current_database(), 'CREATE') AS may_make,
  has_schema_privilege(own.oid, 'CREATE') AND has_schema_privilege(own.oid, 'USAGE') AS may_use,
  pg_has_role(own.nspowner, 'USAGE') AS is_owned,
  (SELECT json_agg(relname)::text FROM pg_class WHERE relnamespace = own.oid AND relkind IN ('r', 'p')) AS tables,
  EXISTS (
    SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = COALESCE($2, current_schema()::text) AND c.relname = $3 AND c.relkind IN ('r', 'p')
  ) AS is_beside
FROM (SELECT) AS session LEFT JOIN pg_namespace own ON own.nspname = $1`;

import type { View } from "../../schema/schema.ts";
import { commentOf, notOfExtension, objectOf, textOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";

/** Catalogue: pg_class, the same from 13 to 18. The server writes the names of the columns into the query. */
const QUERY = `
SELECT NULLIF(n.nspname, $1::text) AS schema, c.relname AS name, c.relkind = 'm' AS materialized,
  pg_get_viewdef(c.oid) AS definition, obj_description(c.oid, 'pg_class') AS comment,
  (SELECT json_object_agg(a.attname, note.description ORDER BY a.attnum) FROM pg_description note
    JOIN pg_attribute a ON a.attrelid = note.objoid AND a.attnum = note.objsubid
    WHERE note.objoid = c.oid AND note.classoid = 'pg_class'::regclass AND note.objsubid > 0) AS column_comments
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND ${USER_NAMESPACE} AND ${notOfExtension("pg_class", "c.oid")}
ORDER BY c.oid`;

/** Views and materialized views, in the order in which they were made. */
export async function readViews(reading: Reading): Promise<readonly View[]> {
  const rows = await reading.rows(QUERY);
  return rows
    .map((row): View => {
      const columnComments = row["column_comments"] as Readonly<Record<string, string>> | null;
      return {
        ...objectOf(row),
        definition: textOf(row, "definition").trim().replace(/;$/, ""),
        ...(row["materialized"] === true ? { materialized: true } : {}),
        ...commentOf(row),
        ...(columnComments === null ? {} : { columnComments }),
      };
    })
    .filter((view) => reading.isWanted("view", view));
}

import type { View } from "../../schema/schema.ts";
import { maybeText, notOfExtension, objectOf, textOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";

/** Catalogue: pg_class, the same from 13 to 18. The server writes the names of the columns into the query. */
const QUERY = `
SELECT NULLIF(n.nspname, $1::text) AS schema, c.relname AS name, c.relkind = 'm' AS materialized,
  pg_get_viewdef(c.oid) AS definition, obj_description(c.oid, 'pg_class') AS comment
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND ${USER_NAMESPACE} AND ${notOfExtension("pg_class", "c.oid")}
ORDER BY c.oid`;

/** Views and materialized views, in the order in which they were made. */
export async function readViews(reading: Reading): Promise<readonly View[]> {
  const rows = await reading.rows(QUERY);
  return rows
    .map((row): View => {
      const comment = maybeText(row, "comment");
      return {
        ...objectOf(row),
        definition: textOf(row, "definition").trim().replace(/;$/, ""),
        ...(row["materialized"] === true ? { materialized: true } : {}),
        ...(comment === undefined ? {} : { comment }),
      };
    })
    .filter((view) => reading.isWanted("view", view));
}

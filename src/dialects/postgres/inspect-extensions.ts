import type { Extension } from "../../schema/schema.ts";
import { commentOf, objectOf, textOf } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";

/** Catalogue: pg_extension, the same from 13 to 18. The language that every database has is left out, and so is the comment that an extension brings. */
const QUERY = `
SELECT e.extname AS name, NULLIF(n.nspname, $1::text) AS schema, e.extversion AS version,
  NULLIF(obj_description(e.oid, 'pg_extension'), brought.comment) AS comment
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace LEFT JOIN pg_available_extensions() brought ON brought.name = e.extname
WHERE e.extname <> 'plpgsql'
ORDER BY e.oid`;

/** Extensions, in the order in which they were made; their objects are read nowhere. */
export async function readExtensions(reading: Reading): Promise<readonly Extension[]> {
  const rows = await reading.rows(QUERY);
  return rows
    .map((row): Extension => ({ ...objectOf(row), version: textOf(row, "version"), ...commentOf(row) }))
    .filter(({ name }) => reading.isWanted("extension", { name }));
}

import type { EnumType } from "../../schema/schema.ts";
import { maybeText, notOfExtension, objectOf, textsOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";

/** Catalogues: pg_type, pg_enum, the same from 13 to 18. */
const QUERY = `
SELECT NULLIF(n.nspname, $1::text) AS schema, t.typname AS name, obj_description(t.oid, 'pg_type') AS comment,
  ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS values
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND ${USER_NAMESPACE} AND ${notOfExtension("pg_type", "t.oid")}
ORDER BY t.oid`;

/** Enum types, in the order in which they were made. */
export async function readEnums(reading: Reading): Promise<readonly EnumType[]> {
  const rows = await reading.rows(QUERY);
  return rows
    .map((row): EnumType => {
      const comment = maybeText(row, "comment");
      return { ...objectOf(row), values: textsOf(row, "values"), ...(comment === undefined ? {} : { comment }) };
    })
    .filter((type) => reading.isWanted("enum", type));
}

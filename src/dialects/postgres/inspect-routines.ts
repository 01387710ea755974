import type { Routine } from "../../schema/schema.ts";
import { commentOf, notOfExtension, objectOf, textOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { quoteName } from "./quote.ts";

/** Catalogue: pg_proc, the same from 13 to 18. What a range type makes for itself depends on it internally ('i'). */
const QUERY = `
SELECT NULLIF(n.nspname, $1::text) AS schema, p.proname AS name, p.prokind = 'p' AS is_procedure,
  oidvectortypes(p.proargtypes) AS arguments, pg_get_functiondef(p.oid) AS definition,
  obj_description(p.oid, 'pg_proc') AS comment
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prokind IN ('f', 'p', 'w') AND ${USER_NAMESPACE} AND ${notOfExtension("pg_proc", "p.oid")}
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'i')
ORDER BY p.oid`;

/** Functions and procedures, in the order in which they were made. */
export async function readRoutines(reading: Reading): Promise<readonly Routine[]> {
  const rows = await reading.rows(QUERY);
  return rows
    .map(
      (row): Routine => ({
        ...objectOf(row),
        kind: row["is_procedure"] === true ? "procedure" : "function",
        arguments: textOf(row, "arguments"),
        definition: withoutNamespace(textOf(row, "definition").trimEnd(), reading.defaultNamespace()),
        ...commentOf(row),
      }),
    )
    .filter((routine) => reading.isWanted("routine", routine));
}

/** The server qualifies the routine's own name whatever the search_path is. */
function withoutNamespace(definition: string, namespace: string | undefined): string {
  if (namespace === undefined) return definition;
  const head = /^CREATE OR REPLACE (?:FUNCTION|PROCEDURE) /.exec(definition)?.[0] ?? "";
  const prefix = [`${namespace}.`, `${quoteName(namespace)}.`].find((text) => definition.startsWith(text, head.length));
  return prefix === undefined ? definition : head + definition.slice(head.length + prefix.length);
}

import { given } from "../../base/given.ts";
import type { Trigger, TriggerState } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { commentOf, maybeText, notOfExtension, objectOf, textOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { quoteName } from "./quote.ts";

/** Catalogue: pg_trigger, without the triggers of constraints and those that a partition has from its table (`tgparentid`, 13). */
const QUERY = `
SELECT NULLIF(n.nspname, $1::text) AS schema, t.tgname AS name, c.relname AS table, pg_get_triggerdef(t.oid) AS definition,
  CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END AS state,
  obj_description(t.oid, 'pg_trigger') AS comment
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND ${USER_NAMESPACE}
  AND ${notOfExtension("pg_trigger", "t.oid")} AND ${notOfExtension("pg_class", "c.oid")}
ORDER BY t.oid`;

/** Triggers of all tables and views, in the order in which they were made. */
export async function readTriggers(reading: Reading): Promise<readonly Trigger[]> {
  const rows = await reading.rows(QUERY);
  return rows.map((row) => triggerOf(row, reading));
}

function triggerOf(row: Row, { defaultNamespace }: Reading): Trigger {
  const definition = textOf(row, "definition");
  return {
    ...objectOf(row),
    table: textOf(row, "table"),
    definition: maybeText(row, "schema") === undefined ? withoutNamespace(definition, defaultNamespace) : definition,
    ...given({ state: maybeText(row, "state") as TriggerState | undefined }),
    ...commentOf(row),
  };
}

/** The server qualifies the table whatever the search_path is. Before it only names in quotes can hold the word ON. */
function withoutNamespace(definition: string, namespace: string | undefined): string {
  if (namespace === undefined) return definition;
  const before = /^(?:"(?:[^"]|"")*"|[^"])*? ON /.exec(definition)?.[0] ?? "";
  const prefix = [`${namespace}.`, `${quoteName(namespace)}.`].find((text) =>
    definition.startsWith(text, before.length),
  );
  return prefix === undefined ? definition : before + definition.slice(before.length + prefix.length);
}

import { given } from "../../base/given.ts";
import type { Rule, Trigger, TriggerState } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { commentOf, maybeText, notOfExtension, objectOf, textOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { quoteName } from "./quote.ts";

/** Catalogue: pg_trigger, without the triggers of constraints and those that a partition has from its table (`tgparentid`, 13). */
const TRIGGERS = `
SELECT NULLIF(n.nspname, $1::text) AS schema, t.tgname AS name, c.relname AS table, pg_get_triggerdef(t.oid) AS definition,
  ${stateIn("t.tgenabled")} AS state, obj_description(t.oid, 'pg_trigger') AS comment
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND ${USER_NAMESPACE}
  AND ${notOfExtension("pg_trigger", "t.oid")} AND ${notOfExtension("pg_class", "c.oid")}
ORDER BY t.oid`;

/** Catalogue: pg_rewrite, without the rules that views are. */
const RULES = `
SELECT NULLIF(n.nspname, $1::text) AS schema, r.rulename AS name, c.relname AS table,
  rtrim(pg_get_ruledef(r.oid), E'; \\n') AS definition,
  ${stateIn("r.ev_enabled")} AS state, obj_description(r.oid, 'pg_rewrite') AS comment
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN' AND ${USER_NAMESPACE}
  AND ${notOfExtension("pg_rewrite", "r.oid")} AND ${notOfExtension("pg_class", "c.oid")}
ORDER BY n.nspname, c.relname, r.rulename`;

function stateIn(column: string): string {
  return `CASE ${column} WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END`;
}

/** Triggers of all tables and views, in the order in which they were made. */
export async function readTriggers(reading: Reading): Promise<readonly Trigger[]> {
  const rows = await reading.rows(TRIGGERS);
  return rows.map((row) => triggerOf(row, "ON", reading));
}

/** Rules of all tables and views, by their tables and names. */
export async function readRules(reading: Reading): Promise<readonly Rule[]> {
  const rows = await reading.rows(RULES);
  return rows.map((row) => triggerOf(row, "TO", reading));
}

/** The word stands before the name of the table. */
function triggerOf(row: Row, word: "ON" | "TO", { defaultNamespace }: Reading): Trigger & Rule {
  const definition = textOf(row, "definition");
  return {
    ...objectOf(row),
    table: textOf(row, "table"),
    definition:
      maybeText(row, "schema") === undefined ? withoutNamespace(definition, word, defaultNamespace()) : definition,
    ...given({ state: maybeText(row, "state") as TriggerState | undefined }),
    ...commentOf(row),
  };
}

/** The server qualifies the table whatever the search_path is. Before it only names in quotes can hold the word. */
function withoutNamespace(definition: string, word: "ON" | "TO", namespace: string | undefined): string {
  if (namespace === undefined) return definition;
  const before = new RegExp(`^(?:"(?:[^"]|"")*"|[^"])*? ${word} `).exec(definition)?.[0] ?? "";
  const prefix = [`${namespace}.`, `${quoteName(namespace)}.`].find((text) =>
    definition.startsWith(text, before.length),
  );
  return prefix === undefined ? definition : before + definition.slice(before.length + prefix.length);
}

import type { ColumnType } from "../../schema/types.ts";
import type { Row } from "../contract.ts";
import { maybeText, notOfExtension, objectOf, textOf } from "./inspect-rows.ts";
import { FIRST_OWN } from "./server-state.ts";
import { parseType } from "./types.ts";

/**
 * SQL: the type that the schema itself defines and that the type `t` is, or is a list of, with its namespace: an enum, a domain, a
 * range type, the lists of its ranges (14), or a composite type that no table has. Those of extensions and of the system are none.
 */
export const NAMED_TYPE_JOIN = `
LEFT JOIN pg_type e ON e.oid = CASE WHEN t.oid < ${FIRST_OWN} THEN NULL WHEN t.typcategory = 'A' AND t.typtype = 'b' THEN t.typelem ELSE t.oid END
  AND (e.typtype IN ('e', 'd', 'r', 'm') OR e.typtype = 'c' AND EXISTS (SELECT FROM pg_class WHERE oid = e.typrelid AND relkind = 'c'))
  AND e.typnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
  AND ${notOfExtension("pg_type", "e.oid")}
LEFT JOIN pg_namespace en ON en.oid = e.typnamespace`;

/** SQL: the fields of what `NAMED_TYPE_JOIN` finds, by their names. */
export const NAMED_TYPE_FIELDS = {
  type_schema: "CASE WHEN e.oid IS NOT NULL THEN NULLIF(en.nspname, $1::text) END",
  type_name: "e.typname",
} as const;

/** SQL: the same as columns of a query. */
export const NAMED_TYPE = Object.entries(NAMED_TYPE_FIELDS)
  .map(([name, sql]) => `${sql} AS ${name}`)
  .join(", ");

/** The type of a row: its text `type`, the `dimensions` of a list, and the fields of `NAMED_TYPE`. */
export function typeOf(row: Row): ColumnType {
  const text = textOf(row, "type");
  const dimensions = Number(row["dimensions"] ?? 0);
  const isArray = text.endsWith("[]");
  const element: ColumnType =
    maybeText(row, "type_name") === undefined
      ? parseType(isArray ? text.slice(0, -2) : text)
      : { kind: "named", ...objectOf(row, "type_schema", "type_name") };
  if (!isArray) return element;
  return { kind: "array", of: element, ...(dimensions > 1 ? { dimensions } : {}) };
}

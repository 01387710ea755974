import type { OwnColumn } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { withoutOuterParentheses } from "./expression-text.ts";
import { notNullOf } from "./inspect-columns.ts";
import { groupBy, maybeText, textOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";

/** What tables say themselves of columns that come from other tables, by the oids of the tables and the names of the columns. */
export type OwnColumns = ReadonlyMap<unknown, Readonly<Record<string, OwnColumn>>>;

/** Reads what isn't as in the first table that a column comes from. */
export async function readOwnColumns(reading: Reading): Promise<OwnColumns> {
  const tables = groupBy(await reading.rows(query(reading.versionNumber)), (row) => row["relation"]);
  return new Map(
    [...tables].map(([relation, rows]) => [
      relation,
      Object.fromEntries(rows.map((row) => [textOf(row, "name"), ownColumnOf(row)])),
    ]),
  );
}

function ownColumnOf(row: Row): OwnColumn {
  const notNull = row["required"] === true ? notNullOf(row, textOf(row, "table")) : undefined;
  const expression = maybeText(row, "expression");
  const statistics = maybeText(row, "statistics");
  return {
    ...(row["required"] === true ? { nullable: false } : {}),
    ...(notNull === undefined ? {} : { notNull }),
    ...(expression === undefined
      ? {}
      : { generated: { expression: withoutOuterParentheses(expression), stored: row["stored"] === true } }),
    ...(row["has_statistics"] === true ? { statistics: statistics === undefined ? null : Number(statistics) } : {}),
  };
}

/**
 * Where no table inherits, no column is looked at. A column of the primary key is never NULL by that, one that is merely included may be. Catalogues as for the columns of a
 * table's own; an expression of its own a column has since 16, and before where the column above isn't computed.
 * Source: https://www.postgresql.org/docs/current/ddl-inherit.html, …/ddl-generated-columns.html.
 */
const query = (versionNumber: number) => `
SELECT relation, "table", name, required, stored, has_statistics, statistics, not_null, not_null_valid, not_null_alone,
  CASE WHEN expression IS DISTINCT FROM other THEN expression END AS expression
FROM (
  SELECT a.attrelid AS relation, a.attnum AS number, c.relname AS "table", a.attname AS name,
    a.attnotnull AND NOT pa.attnotnull AND NOT EXISTS (
      SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p' AND a.attnum = ANY (k.conkey)) AS required,
    a.attgenerated = 's' AS stored,
    CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END AS expression,
    CASE WHEN a.attgenerated <> '' AND pa.attgenerated <> '' THEN pg_get_expr(pd.adbin, pd.adrelid) END AS other,
    COALESCE(a.attstattarget, -1) <> COALESCE(pa.attstattarget, -1) AS has_statistics, NULLIF(a.attstattarget, -1) AS statistics,
    ${
      versionNumber >= 180000
        ? "nn.conname AS not_null, NULLIF(nn.convalidated, true) AS not_null_valid, NULLIF(nn.connoinherit, false) AS not_null_alone"
        : "NULL AS not_null, NULL AS not_null_valid, NULL AS not_null_alone"
    }
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN LATERAL (SELECT p.* FROM pg_inherits i JOIN pg_attribute p ON p.attrelid = i.inhparent AND p.attname = a.attname
    WHERE i.inhrelid = c.oid ORDER BY i.inhseqno LIMIT 1) pa ON true
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_attrdef pd ON pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum
  ${versionNumber >= 180000 ? "LEFT JOIN pg_constraint nn ON nn.conrelid = a.attrelid AND nn.contype = 'n' AND nn.conkey[1] = a.attnum" : ""}
  WHERE EXISTS (SELECT FROM pg_inherits) AND c.relkind IN ('r', 'p') AND a.attinhcount > 0 AND NOT a.attisdropped AND ${USER_NAMESPACE}
) found
WHERE required OR has_statistics OR expression IS DISTINCT FROM other
ORDER BY relation, number`;

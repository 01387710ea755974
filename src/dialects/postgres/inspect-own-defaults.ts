import type { DefaultValue } from "../../schema/schema.ts";
import { readDefault } from "./default-value.ts";
import { groupBy, maybeText, textOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { NAMED_TYPE, NAMED_TYPE_JOIN, typeOf } from "./named-type.ts";

/** Defaults of their own of columns that come from other tables, by the oids of the tables and the names of the columns; null is none. */
export type OwnDefaults = ReadonlyMap<unknown, Readonly<Record<string, DefaultValue | null>>>;

/** Reads the defaults that aren't those of the first table that a column comes from. */
export async function readOwnDefaults(reading: Reading): Promise<OwnDefaults> {
  const tables = groupBy(await reading.rows(OWN_DEFAULTS), (row) => row["relation"]);
  return new Map(
    [...tables].map(([relation, rows]) => {
      const entries = rows.map((row): [string, DefaultValue | null] => {
        const expression = maybeText(row, "expression");
        const value = expression === undefined ? undefined : readDefault(expression, typeOf(row));
        return [textOf(row, "name"), value ?? null];
      });
      return [relation, Object.fromEntries(entries)];
    }),
  );
}

/** Where no table inherits, no column is looked at. */
const OWN_DEFAULTS = `
SELECT a.attrelid AS relation, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attndims AS dimensions,
  pg_get_expr(d.adbin, d.adrelid) AS expression, ${NAMED_TYPE}
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum${NAMED_TYPE_JOIN}
WHERE EXISTS (SELECT FROM pg_inherits) AND c.relkind IN ('r', 'p') AND a.attinhcount > 0 AND NOT a.attisdropped
  AND a.attgenerated = '' AND ${USER_NAMESPACE}
  AND NOT (SELECT pa.attgenerated <> '' OR pg_get_expr(pd.adbin, pd.adrelid) IS NOT DISTINCT FROM pg_get_expr(d.adbin, d.adrelid)
    FROM pg_inherits i JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname
    LEFT JOIN pg_attrdef pd ON pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum
    WHERE i.inhrelid = c.oid ORDER BY i.inhseqno LIMIT 1)
ORDER BY a.attrelid, a.attnum`;

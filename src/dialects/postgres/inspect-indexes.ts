import type { Index, IndexPart } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { withoutOuterParentheses } from "./expression-text.ts";
import { groupBy, maybeText, notOfExtension, storageOf, textOf, textsOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { keyOptions, keysOf } from "./key-text.ts";

/** Indexes of tables by the table's oid, without those of constraints. */
export type Indexes = ReadonlyMap<unknown, readonly Index[]>;

/**
 * Catalogues: pg_index, pg_class, the same from 13 to 18 but for `indnullsnotdistinct`, which came with 15. An index that isn't
 * valid enforces and speeds up nothing until it is made anew, so it counts as not there. A part of the index of a partitioned table
 * belongs to that.
 */
const query = (versionNumber: number) => `
SELECT i.indrelid AS relation, x.relname AS name, i.indisunique AS unique, am.amname AS method,
  pg_get_indexdef(i.indexrelid) AS definition, i.indnkeyatts AS key_count,
  ARRAY(SELECT pg_get_indexdef(i.indexrelid, k, false) FROM generate_series(1, i.indnkeyatts) k) AS keys,
  ARRAY(SELECT a.attname::text FROM generate_series(1, i.indnatts) k
    LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1] AND a.attnum <> 0 ORDER BY k) AS columns,
  pg_get_expr(i.indpred, i.indrelid) AS predicate,
  ${versionNumber >= 150000 ? "i.indnullsnotdistinct" : "false"} AS nulls_not_distinct,
  x.reloptions AS storage, ts.spcname AS tablespace, obj_description(x.oid, 'pg_class') AS comment
FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_am am ON am.oid = x.relam
LEFT JOIN pg_tablespace ts ON ts.oid = x.reltablespace
WHERE c.relkind IN ('r', 'p') AND i.indisvalid AND NOT x.relispartition AND ${USER_NAMESPACE} AND ${notOfExtension("pg_class", "c.oid")}
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u', 'x'))
ORDER BY x.oid`;

/** Indexes of tables, each table's in the order in which they were made. Errors: DIALECT_DDL_UNREADABLE. */
export async function readIndexes(reading: Reading): Promise<Indexes> {
  const rows = await reading.rows(query(reading.versionNumber));
  const groups = groupBy(rows, (row) => row["relation"]);
  return new Map([...groups].map(([relation, group]) => [relation, group.map(indexOf)]));
}

function indexOf(row: Row): Index {
  const keyCount = Number(row["key_count"]);
  const columns = row["columns"] as readonly (string | null)[];
  const keys = textsOf(row, "keys");
  const include = columns.slice(keyCount).map(String);
  const method = textOf(row, "method");
  const predicate = maybeText(row, "predicate");
  const storage = storageOf(textsOf(row, "storage"));
  const tablespace = maybeText(row, "tablespace");
  const comment = maybeText(row, "comment");
  return {
    name: textOf(row, "name"),
    ...(row["unique"] === true ? { unique: true } : {}),
    parts: partsOf(textOf(row, "definition"), keys, columns),
    ...(predicate === undefined ? {} : { where: withoutOuterParentheses(predicate) }),
    ...(method === "btree" ? {} : { method }),
    ...(include.length === 0 ? {} : { include }),
    ...(row["nulls_not_distinct"] === true ? { nullsNotDistinct: true } : {}),
    ...(storage === undefined ? {} : { storage }),
    ...(tablespace === undefined ? {} : { tablespace }),
    ...(comment === undefined ? {} : { comment }),
  };
}

/** Most indexes end with columns alone, and nothing is said of those. */
function partsOf(definition: string, keys: readonly string[], columns: readonly (string | null)[]): Index["parts"] {
  const plain = columns.slice(0, keys.length).flatMap((column) => (column === null ? [] : [{ column }]));
  if (plain.length === keys.length && definition.endsWith(` (${keys.join(", ")})`)) {
    const before = definition.slice(0, -keys.join(", ").length - 3);
    if (/ USING \w+$/.test(before)) return plain;
  }
  const texts = keysOf(definition);
  return keys.map((key, i) => partOf(texts[i] ?? "", key, columns[i] ?? undefined));
}

function partOf(text: string, key: string, column: string | undefined): IndexPart {
  const options = keyOptions(text, key);
  return column === undefined ? { expression: withoutOuterParentheses(key), ...options } : { column, ...options };
}

import { given } from "../../base/given.ts";
import type { View } from "../../schema/schema.ts";
import type { ViewCheckOption } from "../../schema/view-properties.ts";
import type { Row } from "../contract.ts";
import type { Indexes } from "./inspect-indexes.ts";
import {
  COLUMN_STORAGE,
  COMPRESSION,
  commentOf,
  maybeText,
  notOfExtension,
  objectOf,
  STORAGE,
  storageOf,
  textOf,
  textsOf,
  USER_NAMESPACE,
} from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";

/**
 * Catalogues: pg_class, the same from 13 to 18, and pg_attribute, as for the columns of tables. The server writes the names of the columns into the query. Whether a materialized view is
 * filled is no part of a schema.
 */
const query = (versionNumber: number) => `
SELECT c.oid AS relation, NULLIF(n.nspname, $1::text) AS schema, c.relname AS name, c.relkind = 'm' AS materialized,
  ${STORAGE} AS storage, ts.spcname AS tablespace, NULLIF(am.amname, 'heap') AS access_method,
  pg_get_viewdef(c.oid) AS definition, obj_description(c.oid, 'pg_class') AS comment,
  (SELECT json_object_agg(a.attname, pg_get_expr(d.adbin, d.adrelid) ORDER BY a.attnum) FROM pg_attrdef d
    JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE d.adrelid = c.oid) AS column_defaults,
  CASE WHEN c.relkind = 'm' THEN (SELECT json_object_agg(a.attname, json_strip_nulls(json_build_object(
      'compression', ${versionNumber >= 140000 ? COMPRESSION : "NULL"}, 'storage', ${COLUMN_STORAGE}, 'statistics', NULLIF(a.attstattarget, -1))) ORDER BY a.attnum)
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = c.oid AND a.attnum > 0
      AND (a.attstorage <> t.typstorage OR a.attstattarget <> -1${versionNumber >= 140000 ? " OR a.attcompression <> ''" : ""})) END AS column_options,
  (SELECT json_object_agg(a.attname, note.description ORDER BY a.attnum) FROM pg_description note
    JOIN pg_attribute a ON a.attrelid = note.objoid AND a.attnum = note.objsubid
    WHERE note.objoid = c.oid AND note.classoid = 'pg_class'::regclass AND note.objsubid > 0) AS column_comments
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
LEFT JOIN pg_am am ON am.oid = c.relam
WHERE c.relkind IN ('v', 'm') AND ${USER_NAMESPACE} AND ${notOfExtension("pg_class", "c.oid")}
ORDER BY c.oid`;

/** Views and materialized views, in the order in which they were made. */
export async function readViews(reading: Reading, indexes: Promise<Indexes>): Promise<readonly View[]> {
  const [rows, known] = await Promise.all([reading.rows(query(reading.versionNumber)), indexes]);
  return rows
    .filter((row) => reading.isWanted("view", objectOf(row)))
    .map((row): View => {
      const columnComments = row["column_comments"] as Readonly<Record<string, string>> | null;
      return {
        ...objectOf(row),
        definition: textOf(row, "definition").trim().replace(/;$/, ""),
        ...(row["materialized"] === true ? ofMaterialized(row, known) : ofPlain(row)),
        ...commentOf(row),
        ...(columnComments === null ? {} : { columnComments }),
      };
    });
}

function ofPlain(row: Row): Partial<View> {
  const options = storageOf(textsOf(row, "storage")) ?? {};
  const columnDefaults = (row["column_defaults"] ?? undefined) as View["columnDefaults"];
  return given({
    security: isOn(options["security_invoker"]) ? "invoker" : undefined,
    barrier: isOn(options["security_barrier"]) ? true : undefined,
    checkOption: options["check_option"]?.toLowerCase() as ViewCheckOption | undefined,
    columnDefaults,
  });
}

/** An option is kept in the words in which it was given. Source: https://www.postgresql.org/docs/current/config-setting.html. */
function isOn(value: string | undefined): boolean {
  return value !== undefined && /^(?:on|1|t(?:rue?|r)?|y(?:es?)?)$/i.test(value);
}

function ofMaterialized(row: Row, indexes: Indexes): Partial<View> {
  return {
    materialized: true,
    ...given({
      indexes: indexes.get(row["relation"]),
      storage: storageOf(textsOf(row, "storage")),
      tablespace: maybeText(row, "tablespace"),
      columnOptions: (row["column_options"] ?? undefined) as View["columnOptions"],
      accessMethod: maybeText(row, "access_method"),
    }),
  };
}

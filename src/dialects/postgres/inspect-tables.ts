import { given } from "../../base/given.ts";
import type { Column, NotNull, ObjectName, ReplicaIdentity, Table, TableOptions } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import type { Row } from "../contract.ts";
import { notNullName } from "./constraint-names.ts";
import { readDefault } from "./default-value.ts";
import { withoutOuterParentheses } from "./expression-text.ts";
import type { Constraints } from "./inspect-constraints.ts";
import type { Indexes } from "./inspect-indexes.ts";
import {
  groupBy,
  maybeText,
  notOfExtension,
  objectOf,
  storageOf,
  textOf,
  textsOf,
  USER_NAMESPACE,
} from "./inspect-rows.ts";
import { columnKey, type OwnedSequence, type Sequences } from "./inspect-sequences.ts";
import type { Reading } from "./inspect-session.ts";
import { NAMED_TYPE, NAMED_TYPE_JOIN, typeOf } from "./named-type.ts";
import { statedOptions } from "./sequence-options.ts";

/** What belongs to tables, by their oids. */
type Parts = readonly [sequences: Sequences, constraints: Constraints, indexes: Indexes];

/** Catalogue: pg_class, the same from 13 to 18. Parameters of the TOAST table are the table's, with a prefix. */
const TABLES = `
SELECT c.oid AS relation, NULLIF(n.nspname, $1::text) AS schema, c.relname AS name, c.relpersistence = 'u' AS unlogged,
  c.reloptions || ARRAY(SELECT 'toast.' || o FROM unnest(toast.reloptions) o) AS storage, ts.spcname AS tablespace,
  CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_by, obj_description(c.oid, 'pg_class') AS comment,
  NULLIF(am.amname, 'heap') AS access_method, c.relrowsecurity AS row_security, c.relforcerowsecurity AS force_row_security,
  CASE c.relreplident WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing' END AS replica_identity,
  CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound,
  ARRAY(SELECT p.relname::text FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
    WHERE i.inhrelid = c.oid ORDER BY i.inhseqno) AS parents,
  ARRAY(SELECT NULLIF(pn.nspname, $1::text)::text FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
    JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid ORDER BY i.inhseqno) AS parent_schemas
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
LEFT JOIN pg_am am ON am.oid = c.relam
WHERE c.relkind IN ('r', 'p') AND ${USER_NAMESPACE} AND ${notOfExtension("pg_class", "c.oid")}
ORDER BY c.oid`;

/**
 * Catalogues: pg_attribute, pg_attrdef, pg_type, pg_collation, the same from 13 to 18 but for `attcompression`, which came with 14, and
 * NOT NULL constraints, with 18; `attgenerated` is 'v' since 18, and `attstattarget` NULL instead of -1 since 17. The
 * types that the schema defines itself are told from others.
 */
const columnsQuery = (versionNumber: number) => `
SELECT a.attrelid AS relation, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attndims AS dimensions,
  NOT a.attnotnull AS nullable, a.attidentity AS identity, a.attgenerated AS generated,
  pg_get_expr(d.adbin, d.adrelid) AS expression,
  CASE WHEN a.attcollation <> t.typcollation THEN co.collname END AS collation,
  ${NAMED_TYPE},
  col_description(a.attrelid, a.attnum) AS comment,
  CASE WHEN a.attstorage <> t.typstorage THEN
    CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' ELSE 'main' END END AS storage,
  NULLIF(a.attstattarget, -1) AS statistics,
  ${versionNumber >= 140000 ? "CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END" : "NULL"} AS compression,
  ${versionNumber >= 180000 ? "nn.conname" : "NULL"} AS not_null, ${versionNumber >= 180000 ? "nn.convalidated" : "true"} AS not_null_valid,
  ${versionNumber >= 180000 ? "nn.connoinherit" : "false"} AS not_null_alone
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_collation co ON co.oid = a.attcollation${NAMED_TYPE_JOIN}
${versionNumber >= 180000 ? "LEFT JOIN pg_constraint nn ON nn.conrelid = a.attrelid AND nn.contype = 'n' AND nn.conkey[1] = a.attnum" : ""}
WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.attinhcount = 0 AND ${USER_NAMESPACE}
ORDER BY a.attrelid, a.attnum`;

/** Tables with all that belongs to them, in the order in which they were made. */
export async function readTables(reading: Reading, read: Promise<Parts>): Promise<readonly Table[]> {
  const [rows, columnRows, parts] = await Promise.all([
    reading.rows(TABLES),
    reading.rows(columnsQuery(reading.versionNumber)),
    read,
  ]);
  const columns = groupBy(columnRows, (row) => row["relation"]);
  return rows
    .filter((row) => reading.isWanted("table", objectOf(row)))
    .map((row) => tableOf(row, columns.get(row["relation"]) ?? [], parts));
}

function tableOf(row: Row, columns: readonly Row[], [sequences, constraints, indexes]: Parts): Table {
  const relation = row["relation"];
  const comment = maybeText(row, "comment");
  return {
    ...objectOf(row),
    ...parentsIn(row),
    columns: columns.map((column) =>
      columnOf(column, textOf(row, "name"), sequences.owned.get(columnKey(relation, textOf(column, "name")))),
    ),
    ...(constraints.get(relation) ?? { uniques: [], checks: [], foreignKeys: [], exclusions: [] }),
    indexes: indexes.get(relation) ?? [],
    ...(comment === undefined ? {} : { comment }),
    options: optionsOf(row),
  };
}

function parentsIn(row: Row): Pick<Table, "partitionOf" | "inherits"> {
  const schemas = row["parent_schemas"] as readonly (string | null)[];
  const names = textsOf(row, "parents").map((name, i): ObjectName => {
    const schema = schemas[i] ?? undefined;
    return schema === undefined ? { name } : { name, schema };
  });
  const [first] = names;
  if (first === undefined) return {};
  const bound = maybeText(row, "bound");
  if (bound === undefined) return { inherits: names };
  return { partitionOf: { table: first.name, ...given({ schema: first.schema }), bound } };
}

function optionsOf(row: Row): TableOptions {
  const tablespace = maybeText(row, "tablespace");
  const partitionBy = maybeText(row, "partition_by");
  const storage = storageOf(textsOf(row, "storage"));
  return {
    ...(row["unlogged"] === true ? { unlogged: true } : {}),
    ...(tablespace === undefined ? {} : { tablespace }),
    ...(partitionBy === undefined ? {} : { partitionBy }),
    ...(storage === undefined ? {} : { storage }),
    ...given({ accessMethod: maybeText(row, "access_method") }),
    ...(row["row_security"] === true ? { rowSecurity: true } : {}),
    ...(row["force_row_security"] === true ? { forceRowSecurity: true } : {}),
    ...given({ replicaIdentity: maybeText(row, "replica_identity") as ReplicaIdentity | undefined }),
  };
}

function columnOf(row: Row, table: string, sequence: OwnedSequence | undefined): Column {
  const type = typeOf(row);
  const collation = maybeText(row, "collation");
  const comment = maybeText(row, "comment");
  const notNull = notNullOf(row, table);
  const statistics = maybeText(row, "statistics");
  return {
    name: textOf(row, "name"),
    type,
    nullable: row["nullable"] === true,
    ...given({ notNull }),
    ...sourceOf(row, type, sequence),
    ...(collation === undefined ? {} : { collation }),
    ...given({ compression: maybeText(row, "compression"), storage: maybeText(row, "storage") as Column["storage"] }),
    ...(statistics === undefined ? {} : { statistics: Number(statistics) }),
    ...(comment === undefined ? {} : { comment }),
  };
}

/** The usual name, with or without a number behind it, says nothing. */
function notNullOf(row: Row, table: string): NotNull | undefined {
  const name = maybeText(row, "not_null");
  if (name === undefined) return undefined;
  const usual = notNullName(table, textOf(row, "name"));
  const isUsual = name.startsWith(usual) && /^\d*$/.test(name.slice(usual.length));
  const notNull: NotNull = {
    ...(isUsual ? {} : { name }),
    ...(row["not_null_valid"] === false ? { notValid: true } : {}),
    ...(row["not_null_alone"] === true ? { noInherit: true } : {}),
  };
  return Object.keys(notNull).length === 0 ? undefined : notNull;
}

/** Where the value of a column comes from when a row doesn't give it. */
function sourceOf(
  row: Row,
  type: ColumnType,
  sequence: OwnedSequence | undefined,
): Pick<Column, "default" | "generated" | "identity" | "autoincrement"> {
  const identity = maybeText(row, "identity") ?? "";
  if (identity !== "") {
    const options = sequence === undefined ? {} : statedOptions(sequence.options);
    return { identity: { always: identity === "a", ...(Object.keys(options).length === 0 ? {} : { options }) } };
  }
  const expression = maybeText(row, "expression");
  if (expression === undefined) return {};
  const generated = maybeText(row, "generated") ?? "";
  if (generated !== "") {
    return { generated: { expression: withoutOuterParentheses(expression), stored: generated === "s" } };
  }
  if (sequence?.use === "serial") return { autoincrement: true };
  const value = readDefault(expression, type);
  return value === undefined ? {} : { default: value };
}

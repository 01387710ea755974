import { both } from "../../base/both.ts";
import { given } from "../../base/given.ts";
import type { Column, ObjectName, Table } from "../../schema/schema.ts";
import type { ReplicaIdentity, TableOptions } from "../../schema/table-options.ts";
import type { Row } from "../contract.ts";
import type { ColumnRows } from "./inspect-column-rows.ts";
import { columnOf } from "./inspect-columns.ts";
import type { Constraints } from "./inspect-constraints.ts";
import type { Indexes } from "./inspect-indexes.ts";
import type { OwnColumns } from "./inspect-own-columns.ts";
import type { OwnDefaults } from "./inspect-own-defaults.ts";
import { type ReadPartNames, withUnusualNames } from "./inspect-part-names.ts";
import {
  INHERITS,
  maybeText,
  noteJoin,
  notOfExtension,
  objectOf,
  STORAGE,
  storageOf,
  textOf,
  textsOf,
  USER_NAMESPACE,
} from "./inspect-rows.ts";
import { columnKey, type Sequences } from "./inspect-sequences.ts";
import type { Reading } from "./inspect-session.ts";

/** What belongs to tables, by their oids, each as soon as it is known. */
interface Parts {
  readonly rows: Promise<readonly Row[]>;
  readonly columns: Promise<ColumnRows>;
  readonly sequences: Promise<Sequences>;
  readonly indexes: Promise<Indexes>;
  readonly ownDefaults: Promise<OwnDefaults>;
  readonly ownColumns: Promise<OwnColumns>;
  readonly constraints: Promise<Constraints>;
  readonly partNames: Promise<ReadPartNames>;
}

/** Catalogue: pg_class, the same from 13 to 18. */
const TABLES = `
SELECT c.oid AS relation, NULLIF(n.nspname, $1::text) AS schema, c.relname AS name, NULLIF(c.relpersistence = 'u', false) AS unlogged,
  ${STORAGE} AS storage, ts.spcname AS tablespace,
  CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS partition_by, note.description AS comment,
  NULLIF(am.amname, 'heap') AS access_method, NULLIF(c.relrowsecurity, false) AS row_security,
  NULLIF(c.relforcerowsecurity, false) AS force_row_security,
  CASE c.relreplident WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing' END AS replica_identity,
  CASE WHEN c.reloftype <> 0 THEN (SELECT of.relname FROM pg_class of WHERE of.reltype = c.reloftype) END AS of_type,
  CASE WHEN c.reloftype <> 0 THEN (SELECT NULLIF(ofn.nspname, $1::text) FROM pg_class of JOIN pg_namespace ofn ON ofn.oid = of.relnamespace
    WHERE of.reltype = c.reloftype) END AS of_schema,
  CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound,
  CASE WHEN ${INHERITS} THEN ARRAY(SELECT p.relname::text FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
    WHERE i.inhrelid = c.oid ORDER BY i.inhseqno) END AS parents,
  CASE WHEN ${INHERITS} THEN ARRAY(SELECT NULLIF(pn.nspname, $1::text)::text FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
    JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid ORDER BY i.inhseqno) END AS parent_schemas
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
LEFT JOIN pg_am am ON am.oid = c.relam${noteJoin("pg_class", "c.oid")}
WHERE c.relkind IN ('r', 'p') AND ${USER_NAMESPACE} AND ${notOfExtension("pg_class", "c.oid")}
ORDER BY c.oid`;

/** What pg_class says of tables, in the order in which they were made. */
export function readTableRows(reading: Reading): Promise<readonly Row[]> {
  return reading.rows(TABLES);
}

/** Tables with all that belongs to them, in that order. Columns are made while the server works on the rest. */
export async function readTables(reading: Reading, parts: Parts): Promise<readonly Table[]> {
  const begun = Promise.all([parts.rows, parts.columns, parts.sequences]).then(([rows, columns, sequences]) =>
    rows
      .filter((row) => reading.isWanted("table", objectOf(row)))
      .map((row) => ({ row, columns: columnsOf(row, columns, sequences) })),
  );
  const { indexes, ownDefaults, ownColumns, constraints, partNames } = parts;
  const [tables, others] = await both(begun, Promise.all([indexes, ownDefaults, ownColumns, constraints, partNames]));
  return withUnusualNames(tables.map((table) => tableOf(table, others)));
}

interface BegunTable {
  readonly row: Row;
  readonly columns: readonly Column[];
}

function columnsOf(row: Row, columns: ColumnRows, { owned }: Sequences): readonly Column[] {
  const { relation } = row;
  const rows = columns.get(relation) ?? [];
  return rows.map((column) => columnOf(column, textOf(row, "name"), owned.get(columnKey(relation, column["number"]))));
}

function tableOf(
  { row, columns }: BegunTable,
  [indexes, ownDefaults, ownColumns, constraints, partNames]: readonly [
    ...[Indexes, OwnDefaults, OwnColumns, Constraints],
    ReadPartNames,
  ],
): Table {
  const { relation } = row;
  const comment = maybeText(row, "comment");
  return {
    ...objectOf(row),
    ...parentsIn(row),
    ...given({ ownDefaults: ownDefaults.get(relation), ownColumns: ownColumns.get(relation) }),
    ...given({ partNames: partNames.get(relation) }),
    columns,
    ...(constraints.get(relation) ?? { uniques: [], checks: [], foreignKeys: [], exclusions: [] }),
    indexes: indexes.get(relation) ?? [],
    ...(comment === undefined ? {} : { comment }),
    options: optionsOf(row),
  };
}

function parentsIn(row: Row): Pick<Table, "partitionOf" | "inherits"> {
  const schemas = (row["parent_schemas"] ?? []) as readonly (string | null)[];
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
    ...(maybeText(row, "of_type") === undefined ? {} : { ofType: objectOf(row, "of_schema", "of_type") }),
  };
}

import type { Index, IndexPart } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { withoutOuterParentheses } from "./expression-text.ts";
import { type ColumnRows, columnAt, namesAt, numbersIn } from "./inspect-column-rows.ts";
import { listing } from "./inspect-lists.ts";
import {
  INHERITS,
  maybeText,
  noteJoin,
  notOfExtension,
  storageOf,
  textOf,
  textsOf,
  USER_NAMESPACE,
} from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { keyOptions, keysOf } from "./key-text.ts";

/** Indexes of tables and materialized views by the oid of what they are on, without those of constraints. */
export type Indexes = ReadonlyMap<unknown, readonly Index[]>;

/**
 * Catalogues: pg_index, pg_class, the same from 13 to 18 but for `indnullsnotdistinct`, which came with 15. An index that isn't
 * valid enforces and speeds up nothing until it is made anew, so it counts as not there. A part of the index of a partitioned table
 * belongs to that.
 */
const listed = (versionNumber: number) =>
  listing({
    usual: {
      id: "i.indexrelid::int8",
      name: "x.relname",
      key_count: "i.indnkeyatts",
      numbers: "i.indkey::text",
      classes: "i.indclass::text",
      collations: "i.indcollation::text",
      options: "i.indoption::text",
    },
    rare: {
      unique: "NULLIF(i.indisunique, false)",
      method: "NULLIF(am.amname, 'btree')",
      is_involved: `NULLIF(i.indexprs IS NOT NULL OR ${INHERITS} OR x.oid IN (SELECT attrelid FROM pg_attribute WHERE attoptions IS NOT NULL), false)`,
      predicate: "CASE WHEN i.indpred IS NOT NULL THEN pg_get_expr(i.indpred, i.indrelid) END",
      ...(versionNumber >= 150000 ? { nulls_not_distinct: "NULLIF(i.indnullsnotdistinct, false)" } : {}),
      storage: "x.reloptions",
      tablespace: "ts.spcname",
      comment: "note.description",
    },
    order: "x.oid",
  });

const query = (list: string) => `
SELECT i.indrelid AS relation, ${list} AS list
FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_am am ON am.oid = x.relam
LEFT JOIN pg_tablespace ts ON ts.oid = x.reltablespace${noteJoin("pg_class", "x.oid")}
WHERE c.relkind IN ('r', 'p', 'm') AND i.indisvalid AND NOT x.relispartition AND ${USER_NAMESPACE} AND ${notOfExtension("pg_class", "c.oid")}
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u', 'x'))
GROUP BY i.indrelid`;

/** The operator classes that an index has where it names none, and the types that they are for. */
const CLASSES = "SELECT oid, opcintype AS type FROM pg_opclass WHERE opcdefault";

/** Printing the definition of an index opens its table, so it is asked only where the catalogue says more than columns. */
const definitions = (ids: readonly unknown[]) => `
SELECT i.indexrelid AS id, pg_get_indexdef(i.indexrelid) AS definition,
  ARRAY(SELECT pg_get_indexdef(i.indexrelid, k, false) FROM generate_series(1, i.indnkeyatts) k) AS keys,
  ARRAY(SELECT a.attname::text FROM generate_series(1, i.indnatts) k
    LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1] AND a.attnum <> 0 ORDER BY k) AS columns
FROM pg_index i WHERE i.indexrelid = ANY ('{${ids.map(Number).join(",")}}'::oid[])`;

/**
 * Indexes of tables and materialized views, each one's in the order in which they were made; `columns` may be those of some tables alone.
 * Errors: DIALECT_DDL_UNREADABLE, CATALOGUE_CHANGED.
 */
export async function readIndexes(reading: Reading, columns: Promise<ColumnRows>): Promise<Indexes> {
  const { sql, rowsOf } = listed(reading.versionNumber);
  const [tables, classes, known] = await Promise.all([reading.rows(query(sql)), reading.rows(CLASSES), columns]);
  const groups = tables.map((row) => [row["relation"], rowsOf(row)] as const);
  const isUsual = usualClasses(classes);
  const involved = groups.flatMap(([, rows]) =>
    rows.filter((row) => row["is_involved"] === true || !isPlain(row, known, isUsual)),
  );
  const defined = involved.length === 0 ? [] : await reading.rows(definitions(involved.map((row) => row["id"])));
  const byId = new Map(defined.map((row) => [row["id"], row]));
  return new Map(
    groups.map(([relation, rows]) => [relation, rows.map((row) => indexOf(row, byId.get(row["id"]), known))]),
  );
}

/** Whether an operator class is the one that a column of the type gets: its own type's, or that of `text` where it is a varchar. */
function usualClasses(rows: readonly Row[]): (opclass: number, type: unknown) => boolean {
  const known = new Set(rows.map(({ oid, type }) => `${oid} ${type}`));
  const hasOwn = rows.some(({ type }) => type === VARCHAR);
  return (opclass, type) =>
    known.has(`${opclass} ${type}`) || (type === VARCHAR && !hasOwn && known.has(`${opclass} ${TEXT}`));
}

/** Numbers of these types, the same on every server. Source: src/include/catalog/pg_type.dat. */
const [TEXT, VARCHAR] = [25, 1043];

/** True where the keys are columns, in their own collation, with the usual operator classes, ascending. */
function isPlain(row: Row, known: ColumnRows, isUsual: ReturnType<typeof usualClasses>): boolean {
  const [numbers, classes] = [numbersIn(textOf(row, "numbers")), numbersIn(textOf(row, "classes"))];
  const [collations, options] = [numbersIn(textOf(row, "collations")), numbersIn(textOf(row, "options"))];
  return classes.every((opclass, i) => {
    const column = columnAt(known, row["relation"], numbers[i] ?? 0);
    if (column === undefined || options[i] !== 0 || !isUsual(opclass, column["type_id"])) return false;
    return (column["collation_id"] ?? 0) === collations[i];
  });
}

/** `defined` has the definition of an index that isn't plain. */
function indexOf(row: Row, defined: Row | undefined, known: ColumnRows): Index {
  const columns =
    defined === undefined
      ? namesAt(known, row["relation"], numbersIn(textOf(row, "numbers")))
      : (defined["columns"] as readonly (string | null)[]);
  const keyCount = Number(row["key_count"]);
  const include = columns.slice(keyCount).map(String);
  const method = maybeText(row, "method");
  const predicate = maybeText(row, "predicate");
  const storage = storageOf(textsOf(row, "storage"));
  const tablespace = maybeText(row, "tablespace");
  const comment = maybeText(row, "comment");
  return {
    name: textOf(row, "name"),
    ...(row["unique"] === true ? { unique: true } : {}),
    parts:
      defined === undefined
        ? columns.slice(0, keyCount).map((column) => ({ column: String(column) }))
        : partsOf(textOf(defined, "definition"), textsOf(defined, "keys"), columns),
    ...(predicate === undefined ? {} : { where: withoutOuterParentheses(predicate) }),
    ...(method === undefined ? {} : { method }),
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

import { remembered } from "../../base/remember.ts";
import type { Sequence } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { type ColumnRows, columnAt } from "./inspect-column-rows.ts";
import { commentOf, maybeText, noteJoin, notOfExtension, objectOf, textOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { quoteString } from "./quote.ts";
import { type FullSequenceOptions, statedOptions } from "./sequence-options.ts";

/** Sequences of their own, and those that are a part of a column. */
export interface Sequences {
  readonly free: readonly Sequence[];
  /** By `columnKey`. */
  readonly owned: ReadonlyMap<string, OwnedSequence>;
}

export interface OwnedSequence {
  /** `serial` is what the word `serial` makes: a sequence without options that gives the column its default. */
  readonly use: "identity" | "serial";
  readonly options: FullSequenceOptions;
}

/**
 * Catalogues: pg_class, pg_sequence, pg_depend, the same from 13 to 18. Numbers stay text, for they may exceed 2^53. What gives its
 * default to a column is known from the columns, but for one that comes from another table.
 */
const QUERY = `
SELECT NULLIF(n.nspname, $1::text) AS schema, c.relname AS name, c.oid::regclass::text AS written,
  concat_ws(' ', format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle) AS options,
  d.deptype AS ownership, d.refobjid AS relation, a.attnum AS number, a.attname AS column,
  a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) AS is_whole,
  CASE WHEN a.attinhcount > 0 THEN (SELECT pg_get_expr(adbin, 0) FROM pg_attrdef WHERE adrelid = a.attrelid AND adnum = a.attnum)
    END AS expression,
  NULLIF(tn.nspname, $1::text) AS table_schema, t.relname AS table_name, note.description AS comment
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
  AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
LEFT JOIN pg_class t ON t.oid = d.refobjid
LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace${noteJoin("pg_class", "c.oid")}
WHERE c.relkind = 'S' AND ${USER_NAMESPACE} AND ${notOfExtension("pg_class", "c.oid")}
ORDER BY c.oid`;

/** All sequences, in the order in which they were made. */
export async function readSequences(reading: Reading, columns: Promise<ColumnRows>): Promise<Sequences> {
  const free: Sequence[] = [];
  const owned = new Map<string, OwnedSequence>();
  const [rows, known] = await Promise.all([reading.rows(QUERY), columns]);
  for (const row of rows) {
    const { relation, number } = row;
    const expression = (columnAt(known, relation, Number(number)) ?? row)["expression"];
    const use = useOf(row, expression);
    if (use === "free") free.push(sequenceOf(row));
    else owned.set(columnKey(relation, number), { use, options: optionsOf(row) });
  }
  return { free, owned };
}

/** The key of a column: its table's oid and its number. */
export function columnKey(relation: unknown, number: unknown): string {
  return `${relation} ${number}`;
}

function sequenceOf(row: Row): Sequence {
  const options = optionsOf(row);
  const table = maybeText(row, "table_name");
  return {
    ...objectOf(row),
    ...(options.type === "bigint" ? {} : { type: options.type }),
    ...statedOptions(options),
    ...(table === undefined ? {} : { ownedBy: { table, column: textOf(row, "column") } }),
    ...commentOf(row),
  };
}

/** What `serial` doesn't make is a sequence of its own that a column owns. `expression` is the column's default. */
function useOf(row: Row, expression: unknown): OwnedSequence["use"] | "free" {
  if (row["relation"] === null) return "free";
  return maybeText(row, "ownership") === "i" ? "identity" : isSerial(row, expression) ? "serial" : "free";
}

function isSerial(row: Row, expression: unknown): boolean {
  const drawsFrom = `nextval(${quoteString(textOf(row, "written"))}::regclass)`;
  return row["is_whole"] === true && expression === drawsFrom && isPlain(textOf(row, "options"));
}

function optionsOf(row: Row): FullSequenceOptions {
  return optionsIn(textOf(row, "options"));
}

/** Most sequences have the same. */
const optionsIn = remembered((text): FullSequenceOptions => {
  const [type = "", start = "", increment = "", min = "", max = "", cache = "", cycle] = text.split(" ");
  return { type: type as FullSequenceOptions["type"], start, increment, min, max, cache, cycle: cycle === "t" };
});

const isPlain = remembered((text) => Object.keys(statedOptions(optionsIn(text))).length === 0);

import { displayName } from "../../schema/names.ts";
import type { ObjectName } from "../../schema/schema.ts";
import { fail } from "../errors.ts";
import { notOfExtension, objectOf, textOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";

/** An object that a Schema has no place for. Nothing that is done to others takes it along unsaid. */
interface Unread {
  readonly kind: "table" | "other";
  readonly name: ObjectName;
  /** What it is, in words: `collation "german"`. */
  readonly words: string;
}

const SHOWN = 10;

/** Refuses a schema with objects that would be lost. Errors: DIALECT_UNREAD, which names the objects. */
export async function refuseUnread(reading: Reading, tablesAlone: boolean): Promise<void> {
  const rows = await reading.rows(query());
  const inCatalogue = rows.map((row): Unread => {
    const name = objectOf(row);
    const kind = row["is_table"] === true ? "table" : "other";
    return { kind, name, words: `${textOf(row, "what")} "${displayName(name)}"` };
  });
  const found = inCatalogue.filter(
    ({ kind, name }) =>
      !(tablesAlone && kind === "other") &&
      reading.isWanted(kind, name) &&
      !reading.isOverlooked(kind, name) &&
      !reading.isLeftAlone(name),
  );
  if (found.length === 0) return;
  const shown = found.slice(0, SHOWN).map(({ words }) => words);
  const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : "";
  throw fail("DIALECT_UNREAD", `The database has what Limbeck has no place for yet: ${shown.join(", ")}${more}.`, {
    details: { objects: found.map(({ words }) => words) },
  });
}

/** One part for each kind of object: what it is, its namespace, its name and whether it is a table. Catalogues are the same from 13 to 18. */
function query(): string {
  const parts = [RELATIONS, ...TYPES.map(ofType), ...OTHERS];
  return `SELECT what, NULLIF(nspname, $1::text) AS schema, name, is_table FROM (${parts.join("\nUNION ALL ")}) found ORDER BY what, nspname, name`;
}

/** A foreign partition goes with its table, which isn't dropped while it has partitions that nobody knows. */
const RELATIONS = `SELECT 'foreign table' AS what,
    n.nspname, c.relname AS name, true AS is_table
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'f' AND ${USER_NAMESPACE} AND ${notOfExtension("pg_class", "c.oid")}`;

/** Of a row of pg_type `t`. Each table and each type has a type of its own beside, for rows and for arrays. */
const TYPES: readonly (readonly [what: string, condition: string])[] = [
  [
    "range type with a canonical function",
    "EXISTS (SELECT FROM pg_range WHERE rngtypid = t.oid AND rngcanonical <> 0)",
  ],
  ["base type", "t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type WHERE typarray = t.oid)"],
];

function ofType([what, condition]: (typeof TYPES)[number]): string {
  return `SELECT '${what}', n.nspname, t.typname, false FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE ${condition} AND ${USER_NAMESPACE} AND ${notOfExtension("pg_type", "t.oid")}`;
}

/** Objects of a namespace that have a catalogue of their own, by the prefix of its columns. */
const OTHERS: readonly string[] = [
  ...(
    [
      ["collation", "pg_collation", "coll"],
      ["operator", "pg_operator", "opr"],
      ["operator class", "pg_opclass", "opc"],
      ["conversion", "pg_conversion", "con"],
      ["text search configuration", "pg_ts_config", "cfg"],
      ["text search dictionary", "pg_ts_dict", "dict"],
      ["text search parser", "pg_ts_parser", "prs"],
      ["text search template", "pg_ts_template", "tmpl"],
    ] as const
  ).map(
    ([what, catalogue, prefix]) => `SELECT '${what}', n.nspname, o.${prefix}name, false
    FROM ${catalogue} o JOIN pg_namespace n ON n.oid = o.${prefix}namespace
    WHERE ${USER_NAMESPACE} AND ${notOfExtension(catalogue, "o.oid")}`,
  ),
  `SELECT 'aggregate', n.nspname, p.proname, false FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.prokind = 'a' AND ${USER_NAMESPACE} AND ${notOfExtension("pg_proc", "p.oid")}`,
];

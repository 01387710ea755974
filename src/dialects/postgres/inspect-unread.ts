import { displayName, nameKey } from "../../schema/names.ts";
import type { ObjectName } from "../../schema/schema.ts";
import { fail } from "../errors.ts";
import { maybeText, notOfExtension, objectOf, textOf, USER_NAMESPACE } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";

/** An object that a Schema has no place for. */
interface Unread {
  /** What it is, in words: `collation "german"`. */
  readonly words: string;
  readonly name: ObjectName;
  /** The table that it belongs to, or is. */
  readonly owner?: ObjectName;
  /** Nothing that is done to others takes it along unsaid: the server refuses to, or it goes with its table. */
  readonly isAlone: boolean;
}

const SHOWN = 10;

/** Refuses a schema with objects that would be lost. Errors: DIALECT_UNREAD, which names the objects. */
export async function refuseUnread(reading: Reading, tablesAlone: boolean): Promise<void> {
  const rows = await reading.rows(query());
  const inCatalogue = rows.map((row): Unread => {
    const object = objectOf(row);
    const table = maybeText(row, "relation");
    const owner = table === undefined ? undefined : objectOf(row, "schema", "relation");
    const of = owner === undefined || table === object.name ? "" : ` of "${displayName(owner)}"`;
    const words = `${textOf(row, "what")} "${of === "" ? displayName(object) : object.name}"${of}`;
    const isAlone = row["is_alone"] === true;
    if (owner === undefined) return { words, name: object, isAlone };
    return { words, name: object, owner, isAlone };
  });
  const wanted = inCatalogue.filter(({ name, owner }) => {
    if (owner === undefined) return !tablesAlone && reading.isWanted("other", name);
    return !reading.excluded.has(nameKey(name)) && reading.isWanted("table", owner);
  });
  const isOverlooked = ({ name, owner }: Unread) =>
    reading.isOverlooked(owner === undefined ? "other" : "table", owner ?? name);
  const isLeft = ({ isAlone, name }: Unread) => isAlone && reading.isLeftAlone(name);
  const found = wanted.filter((unread) => !isOverlooked(unread) && !isLeft(unread));
  if (found.length === 0) return;
  const shown = found.slice(0, SHOWN).map(({ words }) => words);
  const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : "";
  throw fail("DIALECT_UNREAD", `The database has what Limbeck has no place for yet: ${shown.join(", ")}${more}.`, {
    details: { objects: found.map(({ words }) => words) },
  });
}

/**
 * One part for each kind of object: what it is, its namespace, its name and the table that it belongs to. Catalogues are the
 * same from 13 to 18.
 */
function query(): string {
  const parts = [ofRelations(), ...TYPES.map(ofType), ...OTHERS];
  return `SELECT what, NULLIF(nspname, $1::text) AS schema, name, relation, is_alone FROM (${parts.join("\nUNION ALL ")}) found ORDER BY what, nspname, name`;
}

/** Of a row of pg_class `c`: what it is, when, and when it stands alone. A foreign partition goes with its table, and has a part of its rows. */
const RELATIONS: readonly (readonly [what: string, condition: string, isAlone: string])[] = [
  ["foreign table", "c.relkind = 'f'", "NOT c.relispartition"],
  ["typed table", "c.relkind IN ('r', 'p') AND c.reloftype <> 0", "false"],
];

/** All in one scan of pg_class. */
function ofRelations(): string {
  const rows = RELATIONS.map(([what, condition, isAlone]) => `('${what}', ${condition}, ${isAlone})`);
  return `SELECT found.what, n.nspname, c.relname AS name, c.relname AS relation, found.is_alone
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL (VALUES ${rows.join(", ")}) found(what, is_so, is_alone)
    WHERE (c.relkind = 'f' OR c.reloftype <> 0) AND found.is_so
      AND ${USER_NAMESPACE} AND ${notOfExtension("pg_class", "c.oid")}`;
}

/** Of a row of pg_type `t`. Each table and each type has a type of its own beside, for rows and for arrays. */
const TYPES: readonly (readonly [what: string, condition: string, isAlone: boolean])[] = [
  [
    "canonical function of range type",
    "EXISTS (SELECT FROM pg_range WHERE rngtypid = t.oid AND rngcanonical <> 0)",
    false,
  ],
  ["base type", "t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type WHERE typarray = t.oid)", true],
];

function ofType([what, condition, isAlone]: (typeof TYPES)[number]): string {
  return `SELECT '${what}', n.nspname, t.typname, NULL, ${isAlone} FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE ${condition} AND ${USER_NAMESPACE} AND ${notOfExtension("pg_type", "t.oid")}`;
}

/** Found out once: where no table inherits, no column is looked at. */
const SOME_INHERIT = "EXISTS (SELECT FROM pg_inherits)";

/** Objects of a namespace that have a catalogue of their own, by the prefix of its columns, and what belongs to a table. */
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
    ([what, catalogue, prefix]) => `SELECT '${what}', n.nspname, o.${prefix}name, NULL, true
    FROM ${catalogue} o JOIN pg_namespace n ON n.oid = o.${prefix}namespace
    WHERE ${USER_NAMESPACE} AND ${notOfExtension(catalogue, "o.oid")}`,
  ),
  `SELECT 'aggregate', n.nspname, p.proname, NULL, true FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.prokind = 'a' AND ${USER_NAMESPACE} AND ${notOfExtension("pg_proc", "p.oid")}`,
  // A generated column of a plain one, which servers before 16 took.
  `SELECT 'expression of its own of inherited column', n.nspname, a.attname, c.relname, false
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE ${SOME_INHERIT} AND c.relkind IN ('r', 'p') AND a.attinhcount > 0 AND a.attgenerated <> '' AND NOT a.attisdropped AND NOT EXISTS (
      SELECT FROM pg_inherits i JOIN pg_attribute pa ON pa.attrelid = i.inhparent AND pa.attname = a.attname
      WHERE i.inhrelid = c.oid AND pa.attgenerated <> '')
      AND ${USER_NAMESPACE} AND ${notOfExtension("pg_class", "c.oid")}`,
];

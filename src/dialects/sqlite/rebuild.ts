import { stableJson } from "../../base/hash.ts";
import type { Op } from "../../ops/op.ts";
import type { Column, Schema, Table, Trigger } from "../../schema/schema.ts";
import type { Facts } from "../contract.ts";
import { childCounts } from "./child-rows.ts";
import { checkDraft, type Draft, draft } from "./draft.ts";
import { facts } from "./facts.ts";
import { fold } from "./fold.ts";
import { withoutOwners } from "./mentions.ts";
import { literal, quoteName, quoteString } from "./quote.ts";
import { rebuiltName } from "./rebuilt-name.ts";
import { nullCheck, rowsCheck } from "./row-checks.ts";
import { rowidAliasOf } from "./rowid-alias.ts";
import { soundnessDrafts } from "./soundness.ts";
import { createIndexSql, createTableSql, inParentheses } from "./table-sql.ts";
import { storedTrigger } from "./trigger-text.ts";

/** A table before and after a run of ops, and the schema that it is part of. */
export interface Rebuild {
  readonly from: Table;
  readonly to: Table;
  /** The ops between the two, none of which renames. */
  readonly ops: readonly Op[];
  readonly before: Schema;
}

/**
 * Makes a table anew with another definition and its rows: SQLite's own procedure for changes that ALTER TABLE doesn't have.
 * Everything that the table had is written from its record, rows keep their rowids and the AUTOINCREMENT counter its value;
 * views, other tables and their triggers aren't touched, since `legacy_alter_table` keeps the last RENAME from looking at them.
 * Counts and comparisons before, between and after make the run fail rather than lose something.
 * Source: https://www.sqlite.org/lang_altertable.html#otheralter (3.26 to 3.53).
 */
export function rebuildTable(rebuild: Rebuild): readonly Draft[] {
  const { from, to, before } = rebuild;
  const children = childCounts(before, from.name);
  const triggers = before.triggers.filter((trigger) => fold(trigger.table) === fold(from.name));
  return [
    foreignKeysCheck(`rebuilding table "${from.name}"`),
    leftoverCheck(rebuiltName(from.name)),
    ...driftChecks(from, triggers),
    ...valueChecks(rebuild),
    ...children.before,
    draft(createTableSql(unqualified(to), rebuiltName(from.name)), facts.rebuild),
    ...copyRows(rebuild),
    rowCountCheck(from),
    ...keepSequence(from, to),
    draft(`DROP TABLE ${quoteName(from.name)}`, facts.rebuildScan, lossOf(rebuild)),
    draft("PRAGMA legacy_alter_table = ON", facts.pragma),
    draft(`ALTER TABLE ${quoteName(rebuiltName(from.name))} RENAME TO ${quoteName(from.name)}`, facts.rebuild),
    draft("PRAGMA legacy_alter_table = OFF", facts.pragma),
    ...to.indexes.map((index) => draft(createIndexSql(to.name, index), facts.createIndex)),
    ...triggers.map((trigger) => draft(storedTrigger(trigger.definition), facts.createTrigger)),
    ...children.after,
    ...(isSubset(from, to) ? [] : soundnessDrafts(withTable(before, from, to), from.name)),
  ];
}

/** Foreign keys must be off: with them on, DROP TABLE deletes the rows first, and what refers to them goes or changes with them. */
export function foreignKeysCheck(doing: string): Draft {
  return checkDraft(
    `SELECT "foreign_keys" FROM pragma_foreign_keys WHERE "foreign_keys" <> 0`,
    { ...facts.look, source: "https://www.sqlite.org/foreignkeys.html#fk_schemacommands" } satisfies Facts,
    `foreign keys are enforced while ${doing}, so that rows of other tables could be deleted with it: they must be off before the transaction begins (PRAGMA foreign_keys = OFF)`,
  );
}

/** A check may name its columns with their table, which has another name while it is made; nothing else can stand there. */
function unqualified(table: Table): Table {
  return { ...table, checks: table.checks.map((check) => ({ ...check, expression: withoutOwners(check.expression) })) };
}

function leftoverCheck(name: string): Draft {
  return checkDraft(
    `SELECT "type", "name" FROM sqlite_master WHERE "name" = ${quoteString(name)} COLLATE NOCASE`,
    facts.look,
    `"${name}" is already there, left by something else than this run: look at it, then drop or rename it`,
  );
}

/** What the database has on the table and the record hasn't would be lost without a word. */
function driftChecks(table: Table, triggers: readonly Trigger[]): readonly Draft[] {
  const name = quoteString(table.name);
  const on = `"tbl_name" = ${name} COLLATE NOCASE`;
  const columns = list(table.columns.map((column) => column.name));
  const indexes = list(table.indexes.map((index) => index.name));
  const known = list(triggers.map((trigger) => storedTrigger(trigger.definition)));
  const advice = "rebuilding the table would lose it. Bring the revisions and the database together first";
  return [
    checkDraft(
      [
        `SELECT 'column' AS "type", "name" FROM pragma_table_xinfo(${name}) WHERE "name" COLLATE NOCASE NOT IN (${columns})`,
        `UNION ALL SELECT 'index', "name" FROM sqlite_master WHERE "type" = 'index' AND ${on} AND "sql" IS NOT NULL AND "name" COLLATE NOCASE NOT IN (${indexes})`,
      ].join("\n"),
      facts.look,
      `table "${table.name}" has something that the revisions don't know of; ${advice}`,
    ),
    checkDraft(
      `SELECT "name", "sql" FROM sqlite_master WHERE "type" = 'trigger' AND ${on} AND "sql" NOT IN (${known})`,
      facts.look,
      `table "${table.name}" has a trigger that the revisions don't know of, or that they know in other words; ${advice}, or drop the trigger before this change and create it after`,
    ),
  ];
}

function list(texts: readonly string[]): string {
  return texts.map(quoteString).join(", ");
}

/** Rows that the new definition has no place for, found before they fail one by one with the server's terse words. */
function valueChecks(rebuild: Rebuild): readonly Draft[] {
  const { from, to } = rebuild;
  const sources = sourcesOf(rebuild);
  const numbered = rowidAliasOf(to);
  return to.columns.flatMap((column) => {
    if (column.nullable || column.generated !== undefined || column.name === numbered) return [];
    const source = sources.get(column.name);
    if (source === undefined) return column.default === undefined ? [emptyCheck(from.name, column)] : [];
    const was = from.columns.find((candidate) => candidate.name === column.name);
    if (source !== quoteName(column.name)) return [usingCheck(from.name, column, source)];
    return was?.nullable === false || column.name === rowidAliasOf(from) ? [] : [nullCheck(from.name, column.name)];
  });
}

function emptyCheck(table: string, column: Column): Draft {
  return rowsCheck(
    table,
    "TRUE",
    `table "${table}" has rows, which have no value for its new column "${column.name}": give the column a default, or add it nullable, fill it and make it NOT NULL then`,
  );
}

function usingCheck(table: string, column: Column, expression: string): Draft {
  return rowsCheck(
    table,
    `${expression} IS NULL`,
    `the expression for the new values of "${table}.${column.name}" gives NULL for rows of the table, and the column is NOT NULL`,
  );
}

/** The SQL, over the old table, of each column's value; a new column has none where its own default serves. */
function sourcesOf({ from, to, ops }: Rebuild): ReadonlyMap<string, string> {
  const sources = new Map(from.columns.map((column) => [column.name, quoteName(column.name)]));
  for (const op of ops) {
    if (op.kind === "dropColumn") sources.delete(op.column);
    // A column that is there already, which ifNotExists allows, keeps its values.
    if (op.kind === "addColumn" && !sources.has(op.column.name)) {
      const first = firstDefault(op.column, to);
      if (first !== undefined) sources.set(op.column.name, first);
    }
    if (op.kind === "alterColumn" && op.using !== undefined) sources.set(op.column, inParentheses(op.using));
  }
  return sources;
}

/** The default that rows got with a new column, where an op after it gave the column another one. */
function firstDefault(added: Column, to: Table): string | undefined {
  const last = to.columns.find((column) => column.name === added.name)?.default;
  if (added.default === undefined || stableJson([added.default]) === stableJson([last])) return undefined;
  return inParentheses(literal(added.default));
}

/** OR ABORT: an ON CONFLICT clause of the new definition must not leave rows out or put them in the place of others. */
function copyRows(rebuild: Rebuild): readonly Draft[] {
  const { from, to } = rebuild;
  const sources = sourcesOf(rebuild);
  const copied = to.columns.filter((column) => column.generated === undefined && sources.has(column.name));
  const rowid = rowidNames(from, to, copied);
  const values: readonly (readonly [into: string, from: string | undefined])[] = [
    ...(rowid === undefined ? [] : [[rowid.into, rowid.from] as const]),
    ...copied.map((column) => [quoteName(column.name), sources.get(column.name)] as const),
  ];
  const written = values.length > 0 ? values : [valueOfNewRow(to)];
  const [into, select] = [0, 1].map((side) => written.map((value) => value[side]).join(", "));
  return [
    draft(
      `INSERT OR ABORT INTO ${quoteName(rebuiltName(from.name))} (${into})\nSELECT ${select} FROM ${quoteName(from.name)}`,
      facts.rebuildCopy,
    ),
  ];
}

/** A column and its default, for rows that keep nothing but their number; NULL gives the rowid its next value. */
function valueOfNewRow(to: Table): readonly [into: string, from: string] {
  const [column] = to.columns.filter(({ generated }) => generated === undefined);
  const value = column?.default === undefined ? "NULL" : inParentheses(literal(column.default));
  return [quoteName(column?.name ?? "rowid"), value];
}

/**
 * How the rowid is named on either side, or undefined where it needs no copying or has no name left.
 * Source: https://www.sqlite.org/rowidtable.html (3.53).
 */
function rowidNames(
  from: Table,
  to: Table,
  copied: readonly Column[],
): { readonly from: string; readonly into: string } | undefined {
  if (from.options.withoutRowid === true || to.options.withoutRowid === true) return undefined;
  const alias = rowidAliasOf(to);
  if (copied.some((column) => column.name === alias)) return undefined;
  const [fromName, intoName] = [freeRowidName(from), freeRowidName(to)];
  return fromName === undefined || intoName === undefined ? undefined : { from: fromName, into: intoName };
}

function freeRowidName(table: Table): string | undefined {
  const taken = new Set(table.columns.map((column) => fold(column.name)));
  return ["rowid", "_rowid_", "oid"].find((name) => !taken.has(name));
}

function rowCountCheck(table: Table): Draft {
  const [old, copy] = [quoteName(table.name), quoteName(rebuiltName(table.name))];
  return checkDraft(
    `SELECT * FROM (SELECT (SELECT count(*) FROM ${old}) AS "rows", (SELECT count(*) FROM ${copy}) AS "copied") WHERE "rows" <> "copied"`,
    facts.count,
    `not every row of table "${table.name}" was copied`,
  );
}

/** Numbers of rows that are gone must not be given again. Source: https://www.sqlite.org/autoinc.html (3.53). */
function keepSequence(from: Table, to: Table): readonly Draft[] {
  if (!isNumbered(from) || !isNumbered(to)) return [];
  const [old, copy] = [quoteString(from.name), quoteString(rebuiltName(from.name))];
  return [
    draft(`DELETE FROM sqlite_sequence WHERE "name" = ${copy}`, facts.rebuild),
    draft(
      `INSERT INTO sqlite_sequence ("name", "seq") SELECT ${copy}, "seq" FROM sqlite_sequence WHERE "name" = ${old}`,
      facts.rebuild,
    ),
  ];
}

function isNumbered(table: Table): boolean {
  return table.columns.some((column) => column.autoincrement === true);
}

function lossOf({ from, ops }: Rebuild): string | undefined {
  const dropped = ops.flatMap((op) => (op.kind === "dropColumn" ? [op.column] : []));
  const lost = from.columns.filter((column) => dropped.includes(column.name) && column.generated === undefined);
  return lost.length === 0 ? undefined : `the values of ${lost.map(({ name }) => `"${from.name}.${name}"`).join(", ")}`;
}

function withTable(schema: Schema, from: Table, to: Table): Schema {
  return { ...schema, tables: schema.tables.map((table) => (table === from ? to : table)) };
}

function isSubset(from: Table, to: Table): boolean {
  return from.columns.every((column) => to.columns.some((kept) => kept.name === column.name));
}

import type { Op, OpKind } from "../../ops/op.ts";
import type { Facts } from "../contract.ts";
import { fail } from "../errors.ts";
import { facts } from "./facts.ts";
import { type Parsed, parseStatement } from "./parse.ts";

/**
 * What one statement of raw SQL does to the server, as far as its text tells; what the text doesn't tell is "unknown".
 * `transactional` is false for what SQLite refuses, or ignores, inside a transaction, and for what a rollback doesn't undo.
 * Errors: DIALECT_UNSUPPORTED for BEGIN, COMMIT, END and ROLLBACK, which would take the transaction out of Limbeck's hands.
 */
export function classify(sql: string): Facts {
  const parsed = parseStatement(sql);
  const read = READERS[parsed.kind] as (parsed: Parsed, sql: string) => Facts;
  return read(parsed, sql);
}

type ParsedOf<K extends Parsed["kind"]> = Extract<Parsed, { readonly kind: K }>;

const page = (name: string) => `https://www.sqlite.org/${name}`;
const outside = (name: string, rest: Partial<Facts> = {}): Facts => ({
  ...{ ...facts.opaque, transactional: false, source: page(name) },
  ...rest,
});
const SAVEPOINT: Facts = { ...facts.look, source: page("lang_savepoint.html") };
const WHOLE_FILE: Facts["locks"] = [{ relation: "*", mode: "EXCLUSIVE", blocks: "reads and writes" }];

const READERS: { readonly [K in Parsed["kind"]]: (parsed: ParsedOf<K>, sql: string) => Facts } = {
  createTable({ table }) {
    if (table?.options.virtual !== undefined) return facts.createVirtualTable;
    // A table made from a query reads what the query reads.
    return table === undefined ? { ...facts.createTable, scans: "unknown" } : facts.createTable;
  },
  createIndex: () => facts.createIndex,
  alterTable({ table, ops }) {
    const [op] = ops;
    if (op === undefined) return facts.opaque;
    const found = ALTERED[op.kind]?.(op) ?? facts.opaque;
    const isChecked = op.kind === "addColumn" && ops.some(({ kind }) => kind === "createCheck");
    const loses = op.kind === "dropColumn" ? { loses: `the values of column "${op.column}" of "${table}"` } : {};
    return { ...found, ...(isChecked ? { scans: true } : {}), ...loses };
  },
  create: ({ what }) => (what === "view" ? facts.createView : facts.createTrigger),
  drop({ what, name }) {
    if (what === "table") return { ...facts.dropTable, loses: `the rows of "${name}"` };
    return { index: facts.dropIndex, view: facts.dropView, trigger: facts.dropTrigger }[what];
  },
  write: factsOfWrite,
  read({ verb }) {
    if (verb === "select") return facts.count;
    return { ...facts.look, source: page(verb === "values" ? "lang_select.html" : "lang_explain.html") };
  },
  maintain: ({ verb }) => ({ ...facts.createIndex, source: page(`lang_${verb.toLowerCase()}.html`) }),
  vacuum: ({ isCopy }) =>
    outside("lang_vacuum.html", { locks: isCopy ? [] : WHOLE_FILE, scans: true, rewrites: !isCopy }),
  attach: ({ verb }) => outside(`lang_${verb}.html`, { locks: [], scans: false, rewrites: false }),
  pragma: factsOfPragma,
  savepoint: () => SAVEPOINT,
  transaction: (_, sql) => refuseControl(sql),
  unknown: () => facts.opaque,
};

const ALTERED: { readonly [K in OpKind]?: (op: Op) => Facts } = {
  renameTable: () => facts.renameTable,
  renameColumn: () => facts.renameColumn,
  addColumn: (op) =>
    op.kind === "addColumn" && op.column.generated !== undefined ? facts.addGeneratedColumn : facts.addColumn,
  dropColumn: () => facts.dropColumn,
  createCheck: () => facts.addCheck,
  dropConstraint: () => facts.dropCheck,
  alterColumn: (op) =>
    op.kind === "alterColumn" && op.changes.nullable === false ? facts.setNotNull : facts.dropNotNull,
};

function factsOfWrite({ verb, table, isBounded, readsQuery, overwrites }: ParsedOf<"write">): Facts {
  const rows = `${isBounded ? "the rows that it finds" : "all rows"} of "${table}"`;
  const scans = !isBounded || "unknown";
  const writesRows = isBounded ? "some" : "all";
  if (verb === "delete") {
    return { ...facts.insert, scans, rewrites: "unknown", writesRows, loses: rows, source: page("lang_delete.html") };
  }
  if (verb === "update") {
    const loses = `the old values in ${rows}`;
    return { ...facts.insert, scans, rewrites: scans, writesRows, loses, source: page("lang_update.html") };
  }
  const inserted: Facts = { ...facts.insert, scans: readsQuery ? "unknown" : false };
  if (overwrites === "replaced") return { ...inserted, loses: `the rows of "${table}" that the new ones replace` };
  if (overwrites === undefined) return inserted;
  return { ...inserted, loses: `the old values in the rows of "${table}" that are there already` };
}

function refuseControl(sql: string): never {
  throw fail("DIALECT_UNSUPPORTED", `A revision can't begin or end a transaction: ${sql.trim().split("\n", 1)[0]}`, {
    hint: "Take the statement out: Limbeck runs a revision in one transaction. SAVEPOINT and RELEASE are allowed.",
    details: { sql },
  });
}

/** Settings that SQLite refuses or ignores to change inside a transaction. Source: https://www.sqlite.org/pragma.html, for each of them. */
const OUTSIDE_PRAGMAS: ReadonlySet<string> = new Set([
  ...["auto_vacuum", "foreign_keys", "incremental_vacuum", "journal_mode", "locking_mode", "page_size", "synchronous"],
  ...["temp_store", "temp_store_directory", "wal_autocheckpoint", "wal_checkpoint"],
]);

/** Questions about the database that read all of it. */
const SCANNING_PRAGMAS: ReadonlySet<string> = new Set([
  "foreign_key_check",
  "integrity_check",
  "quick_check",
  "optimize",
]);

function factsOfPragma({ name, isSet, isCalled }: ParsedOf<"pragma">): Facts {
  const source = `pragma.html#pragma_${name}`;
  if (name === "wal_checkpoint" || name === "incremental_vacuum") return outside(source);
  if (OUTSIDE_PRAGMAS.has(name) && (isSet || isCalled)) return outside(source);
  if (name === "writable_schema" && (isSet || isCalled)) return { ...facts.opaque, source: page(source) };
  return { ...facts.look, scans: SCANNING_PRAGMAS.has(name), source: page(source) };
}

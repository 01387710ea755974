import type { Facts } from "../contract.ts";
import { isKeyword, isOperator, type Token } from "../ddl-token.ts";
import { fail } from "../errors.ts";
import { type FactsOf, factsOfDefinition } from "./classify-definition.ts";
import { facts } from "./facts.ts";
import { tokenize } from "./tokens.ts";

const UNKNOWN: Facts = facts.opaque;
const outside = (page: string, rest: Partial<Facts> = {}): Facts => ({
  ...UNKNOWN,
  transactional: false,
  source: `https://www.sqlite.org/${page}`,
  ...rest,
});

/**
 * What one statement of raw SQL does to the server, as far as its text tells; what the text doesn't tell is "unknown".
 * `transactional` is false for what SQLite refuses, or ignores, inside a transaction, and for what a rollback doesn't undo.
 * Errors: DIALECT_UNSUPPORTED for BEGIN, COMMIT, END and ROLLBACK, which would take the transaction out of Limbeck's hands.
 */
export function classify(sql: string): Facts {
  const tokens = tokenize(sql);
  const verb = tokens[0]?.kind === "word" ? tokens[0].text.toUpperCase() : "";
  return VERBS[verb]?.(tokens, sql) ?? UNKNOWN;
}

const VERBS: Readonly<Record<string, FactsOf>> = {
  CREATE: factsOfDefinition,
  DROP: factsOfDefinition,
  ALTER: factsOfDefinition,
  SELECT: () => facts.count,
  VALUES: () => ({ ...facts.look, source: "https://www.sqlite.org/lang_select.html" }),
  EXPLAIN: () => ({ ...facts.look, source: "https://www.sqlite.org/lang_explain.html" }),
  INSERT: factsOfRows,
  REPLACE: factsOfRows,
  UPDATE: factsOfRows,
  DELETE: factsOfRows,
  WITH: (tokens) => factsOfRows(withoutWith(tokens)),
  REINDEX: () => ({ ...facts.createIndex, source: "https://www.sqlite.org/lang_reindex.html" }),
  ANALYZE: () => ({ ...facts.createIndex, source: "https://www.sqlite.org/lang_analyze.html" }),
  VACUUM: (tokens) =>
    tokens.some((token) => isKeyword(token, "INTO"))
      ? outside("lang_vacuum.html", { locks: [], scans: true, rewrites: false })
      : outside("lang_vacuum.html", { locks: WHOLE_FILE, scans: true, rewrites: true }),
  ATTACH: () => outside("lang_attach.html", { locks: [], scans: false, rewrites: false }),
  DETACH: () => outside("lang_detach.html", { locks: [], scans: false, rewrites: false }),
  PRAGMA: factsOfPragma,
  SAVEPOINT: () => SAVEPOINT,
  RELEASE: () => SAVEPOINT,
  BEGIN: refuseControl,
  COMMIT: refuseControl,
  END: refuseControl,
  ROLLBACK: (tokens, sql) => (tokens.some((token) => isKeyword(token, "TO")) ? SAVEPOINT : refuseControl(tokens, sql)),
};

const SAVEPOINT: Facts = { ...facts.look, source: "https://www.sqlite.org/lang_savepoint.html" };
const WHOLE_FILE: Facts["locks"] = [{ relation: "*", mode: "EXCLUSIVE", blocks: "reads and writes" }];

function refuseControl(_: readonly Token[], sql: string): never {
  throw fail("DIALECT_UNSUPPORTED", `A revision can't begin or end a transaction: ${sql.trim().split("\n", 1)[0]}`, {
    hint: "Take the statement out: Limbeck runs a revision in one transaction. SAVEPOINT and RELEASE are allowed.",
    details: { sql },
  });
}

/** From the INSERT, UPDATE, DELETE or SELECT behind the tables that WITH defines: the first one outside of parentheses. */
function withoutWith(tokens: readonly Token[]): readonly Token[] {
  let depth = 0;
  const at = tokens.findIndex((token) => {
    if (isOperator(token, "(")) depth++;
    if (isOperator(token, ")")) depth--;
    return (
      depth === 0 &&
      ["INSERT", "REPLACE", "UPDATE", "DELETE", "SELECT", "VALUES"].some((verb) => isKeyword(token, verb))
    );
  });
  return at === -1 ? [] : tokens.slice(at);
}

function factsOfRows(tokens: readonly Token[]): Facts {
  const verb = tokens[0]?.text.toUpperCase() ?? "";
  const has = (...words: readonly string[]) =>
    tokens.some((_, i) => words.every((word, j) => isKeyword(tokens[i + j], word)));
  const everyRow = !has("WHERE") && !has("LIMIT");
  const rows = (name: string | undefined) => `${everyRow ? "all rows" : "the rows that it finds"} of "${name ?? "?"}"`;
  if (verb === "SELECT") return facts.count;
  if (verb === "VALUES") return facts.look;
  if (verb === "DELETE") {
    return {
      ...{ ...DML, scans: everyRow || "unknown", source: page("delete") },
      ...{ writesRows: everyRow ? "all" : "some", loses: rows(nameAfter(tokens, "FROM")) },
    };
  }
  if (verb === "UPDATE") {
    const target = isKeyword(tokens[1], "OR") ? nameAt(tokens, 3) : nameAt(tokens, 1);
    const loses = `the old values in ${rows(target)}`;
    return {
      ...{ ...DML, scans: everyRow || "unknown", rewrites: everyRow || "unknown", source: page("update") },
      ...{ writesRows: everyRow ? "all" : "some", loses },
    };
  }
  if (verb !== "INSERT" && verb !== "REPLACE") return UNKNOWN;
  const scans = has("SELECT") ? "unknown" : false;
  const into = nameAfter(tokens, "INTO") ?? "?";
  const inserted: Facts = { ...DML, scans, rewrites: false, source: page("insert") };
  if (verb === "REPLACE" || (isKeyword(tokens[1], "OR") && isKeyword(tokens[2], "REPLACE"))) {
    return { ...inserted, loses: `the rows of "${into}" that the new ones replace` };
  }
  if (has("DO", "UPDATE"))
    return { ...inserted, loses: `the old values in the rows of "${into}" that are there already` };
  return inserted;
}

const DML: Facts = { ...facts.insert, scans: "unknown", rewrites: "unknown" };
const page = (verb: string) => `https://www.sqlite.org/lang_${verb}.html`;

function nameAfter(tokens: readonly Token[], keyword: string): string | undefined {
  const at = tokens.findIndex((token) => isKeyword(token, keyword));
  return at === -1 ? undefined : nameAt(tokens, at + 1);
}

function nameAt(tokens: readonly Token[], at: number): string | undefined {
  return isOperator(tokens[at + 1], ".") ? tokens[at + 2]?.value : tokens[at]?.value;
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

function factsOfPragma(tokens: readonly Token[]): Facts {
  const name = (nameAt(tokens, 1) ?? "").toLowerCase();
  const source = `pragma.html#pragma_${name}`;
  const sets = tokens.some((token) => isOperator(token, "="));
  const calls = tokens.some((token) => isOperator(token, "("));
  if (name === "wal_checkpoint" || name === "incremental_vacuum") return outside(source);
  if (OUTSIDE_PRAGMAS.has(name) && (sets || calls)) return outside(source);
  const isUnknown = name === "writable_schema" && (sets || calls);
  if (isUnknown) return { ...UNKNOWN, source: `https://www.sqlite.org/${source}` };
  return { ...facts.look, scans: SCANNING_PRAGMAS.has(name), source: `https://www.sqlite.org/${source}` };
}

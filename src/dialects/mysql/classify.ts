import type { ObjectName } from "../../schema/schema.ts";
import type { Facts, Server } from "../contract.ts";
import { fail } from "../errors.ts";
import { exclusively, facts, MANUAL, MARIADB } from "./facts.ts";
import { type Parsed, parseStatement } from "./parse.ts";
import type { AlterAction } from "./parse-alter.ts";
import { isMariadb } from "./server.ts";

/**
 * What one statement of raw SQL does to such a server, as far as its text tells; what the text doesn't tell is "unknown", and a statement
 * that can't be placed is kept apart from all others, for it may commit. `transactional` is false for what commits.
 * Errors: DIALECT_UNSUPPORTED for BEGIN, COMMIT and their like, which would take the transaction out of Limbeck's hands, and for USE.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/implicit-commit.html, https://mariadb.com/kb/en/sql-statements-that-cause-an-implicit-commit/.
 */
export function classify(sql: string, server: Server): Facts {
  const parsed = parseStatement(sql, server);
  const read = READERS[parsed.kind] as (parsed: Parsed, sql: string, server: Server) => Facts;
  return read(parsed, sql, server);
}

type ParsedOf<K extends Parsed["kind"]> = Extract<Parsed, { readonly kind: K }>;

/** A change of a definition, of which the text doesn't tell how much of the table it reads and writes. */
const changed = (page: string, ...names: readonly { readonly name: string }[]): Facts => ({
  ...facts.unknown,
  locks: exclusively(...names),
  source: page,
});

const READERS: { readonly [K in Parsed["kind"]]: (parsed: ParsedOf<K>, sql: string, server: Server) => Facts } = {
  createTable: ({ name, definition, temporary, replace }) =>
    temporary
      ? { ...facts.createTable, transactional: !definition.hasQuery }
      : {
          ...{ ...facts.createTable, scans: definition.hasQuery },
          ...(replace ? { locks: exclusively(name), loses: `the rows of "${name.name}", if there is one` } : {}),
        },
  alterTable({ name, actions, demands }, _, server) {
    const page = isMariadb(server) ? `${MARIADB}/alter-table/` : `${MANUAL}/alter-table.html`;
    const { algorithm, lock } = demands;
    const known: Partial<Facts> =
      algorithm === "INSTANT"
        ? { scans: false, rewrites: false }
        : lock === "NONE"
          ? { locks: [{ relation: name.name, mode: "NONE", blocks: "schema changes" }] }
          : {};
    return { ...changed(page, name), ...known, ...losing(lossesOf(actions, name)) };
  },
  createIndex({ table, demands }) {
    const isFree = demands.lock === "NONE";
    const locks = [
      { relation: table.name, mode: isFree ? "NONE" : "SHARED", blocks: isFree ? "schema changes" : "writes" } as const,
    ];
    return { ...facts.unknown, locks, scans: true, rewrites: "unknown", source: `${MANUAL}/create-index.html` };
  },
  dropIndex: ({ table }) => changed(`${MANUAL}/drop-index.html`, table),
  dropTable: ({ names, temporary }) =>
    temporary
      ? { ...facts.dropTable, transactional: true }
      : {
          ...{ ...facts.dropTable, locks: exclusively(...names) },
          ...losing(names.map(({ name }) => `the rows of "${name}"`)),
        },
  renameTable: ({ names }) => ({ ...facts.renameTable, locks: exclusively(...names.map(([from]) => from)) }),
  truncate: ({ name }) => ({
    ...{ ...facts.dropTable, locks: exclusively(name), source: `${MANUAL}/truncate-table.html` },
    ...{ writesRows: "all", ...losing([`the rows of "${name.name}"`]) },
  }),
  define: ({ verb, what, name }) => ({
    ...{ ...facts.createView, source: `${MANUAL}/sql-data-definition-statements.html` },
    ...losing(
      verb === "drop" && what === "database"
        ? [`the database "${name}"`]
        : verb === "drop" && what === "sequence"
          ? [`the current number of the sequence "${name}"`]
          : [],
    ),
  }),
  write({ verb, table, isBounded, readsQuery, overwrites }) {
    const every = verb === "update" || verb === "delete";
    const rows = `${isBounded ? "the rows that it finds" : "all rows"} of "${table ?? "?"}"`;
    const found = `the old values in the rows of "${table ?? "?"}" that are there already`;
    return {
      ...facts.insert,
      locks: "unknown",
      scans: every ? !isBounded || "unknown" : readsQuery ? "unknown" : false,
      rewrites: every && !isBounded ? true : "unknown",
      ...(every || overwrites ? { writesRows: isBounded || overwrites ? ("some" as const) : ("all" as const) } : {}),
      source: `${MANUAL}/${verb === "load" ? "load-data" : verb}.html`,
      ...losing(verb === "delete" ? [rows] : verb === "update" ? [`old values in ${rows}`] : overwrites ? [found] : []),
    };
  },
  read: () => ({ ...facts.opaque, locks: [], scans: "unknown", rewrites: false, source: `${MANUAL}/select.html` }),
  /** Each but CHECKSUM commits. */
  maintain: ({ verb, tables }) =>
    changed(
      `${MANUAL}/table-maintenance-statements.html`,
      ...(verb === "OPTIMIZE" ? tables.map((name) => ({ name })) : []),
    ),
  session({ verb }, sql) {
    if (verb === "USE") refuseControl(sql, "go to another database, away from its version table");
    return {
      ...{ ...facts.createTable, source: `${MANUAL}/sql-server-administration-statements.html` },
      transactional: !["FLUSH", "RESET", "INSTALL", "UNINSTALL"].includes(verb),
    };
  },
  lockTables: (_, sql) => refuseControl(sql, "lock tables, which ends the transaction"),
  transaction: (_, sql) => refuseControl(sql, "begin or end a transaction"),
  account: () => ({ ...facts.createTable, source: `${MANUAL}/account-management-statements.html` }),
  call: () => facts.unknown,
  unknown: () => facts.unknown,
};

/** What the actions of an ALTER TABLE take away for good, in words. */
export function lossesOf(actions: readonly AlterAction[], { name }: ObjectName): readonly string[] {
  return actions.flatMap((action): readonly string[] => {
    if (action.kind === "op" && action.op.kind === "dropColumn") return [`the values of "${name}.${action.op.column}"`];
    if (action.kind !== "other") return [];
    const { words, of = "?" } = action;
    if (words === "DROP PARTITION" || words === "TRUNCATE PARTITION" || words === "DISCARD PARTITION")
      return [`the rows of "${name}" in the partitions ${of}`];
    if (words === "DISCARD TABLESPACE") return [`the rows of "${name}"`];
    return words === "DROP SYSTEM VERSIONING" ? [`the old versions of the rows of "${name}"`] : [];
  });
}

function losing(what: readonly string[]): Pick<Facts, "loses"> {
  return what.length === 0 ? {} : { loses: what.join(", ") };
}

function refuseControl(sql: string, what: string): never {
  throw fail("DIALECT_UNSUPPORTED", `A revision can't ${what}: ${sql.trim().split("\n", 1)[0]}`, {
    hint: "Take the statement out: Limbeck opens the database, and begins and ends transactions itself. SAVEPOINT and RELEASE are allowed.",
    details: { sql },
  });
}

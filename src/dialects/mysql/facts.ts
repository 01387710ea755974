import { displayName } from "../../schema/names.ts";
import type { ObjectName } from "../../schema/schema.ts";
import type { Facts, Lock, Server } from "../contract.ts";
import { isMariadb } from "./server.ts";
import type { Verdict } from "./verdict.ts";

/** The manuals. */
export const MANUAL = "https://dev.mysql.com/doc/refman/9.7/en";
export const MARIADB = "https://mariadb.com/kb/en";

/** A change of the definition that nobody may use meanwhile, done as soon as it has its lock. */
export function exclusively(...names: readonly ObjectName[]): readonly Lock[] {
  return names.map((name) => ({ relation: displayName(name), mode: "EXCLUSIVE", blocks: "reads and writes" }));
}

/** Every statement that changes a definition commits. Source: https://dev.mysql.com/doc/refman/9.7/en/implicit-commit.html. */
const quick = { locks: [], scans: false, rewrites: false, transactional: false } as const;

/** Facts by kind of statement, beside those of ALTER TABLE. */
export const facts = {
  createTable: { ...quick, source: `${MANUAL}/create-table.html` },
  dropTable: { ...quick, source: `${MANUAL}/drop-table.html` },
  renameTable: { ...quick, source: `${MANUAL}/rename-table.html` },
  createView: { ...quick, source: `${MANUAL}/create-view.html` },
  dropView: { ...quick, source: `${MANUAL}/drop-view.html` },
  createTrigger: { ...quick, source: `${MANUAL}/create-trigger.html` },
  dropTrigger: { ...quick, source: `${MANUAL}/drop-trigger.html` },
  createRoutine: { ...quick, source: `${MANUAL}/create-procedure.html` },
  dropRoutine: { ...quick, source: `${MANUAL}/drop-procedure.html` },
  createEvent: { ...quick, source: `${MANUAL}/create-event.html` },
  dropEvent: { ...quick, source: `${MANUAL}/drop-event.html` },
  createSequence: { ...quick, source: `${MARIADB}/create-sequence/` },
  dropSequence: { ...quick, source: `${MARIADB}/drop-sequence/` },
  alterSequence: { ...quick, source: `${MARIADB}/alter-sequence/` },
  insert: { ...quick, transactional: true, source: `${MANUAL}/insert.html` },
  /** Each batch locks its rows, until its own end. */
  backfill: { ...quick, source: `${MANUAL}/update.html` },
  /** A look at the rows of a table before it is changed. */
  check: { ...quick, scans: true, transactional: true, source: `${MANUAL}/select.html` },
  /** Nothing is known of what it does; what a commit in it would do to the transaction neither. */
  unknown: { locks: "unknown", scans: "unknown", rewrites: "unknown", transactional: false, source: "unknown" },
  /** A function of the revision. */
  opaque: { locks: "unknown", scans: "unknown", rewrites: "unknown", transactional: true, source: "unknown" },
} as const satisfies Readonly<Record<string, Facts>>;

/**
 * What an ALTER TABLE of a verdict does to its table: the algorithm says how much is read and written, the lock who waits. Also in an
 * instant and at the beginning and end of all others the table is nobody else's for a moment.
 */
export function factsOfVerdict({ algorithm, lock, rebuilds }: Verdict, table: ObjectName, server: Server): Facts {
  const source = isMariadb(server)
    ? `${MARIADB}/innodb-online-ddl-overview/`
    : `${MANUAL}/innodb-online-ddl-operations.html`;
  if (algorithm === "INSTANT") return { ...quick, locks: exclusively(table), source };
  const held: Lock = {
    relation: displayName(table),
    mode: lock,
    blocks: lock === "NONE" ? "schema changes" : "writes",
  };
  return { ...quick, locks: [held], scans: true, rewrites: rebuilds, source };
}

/**
 * What makes the server refuse a statement rather than carry it out in a worse way than its facts say: MySQL takes no LOCK beside INSTANT.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/alter-table.html, https://mariadb.com/kb/en/alter-table/.
 */
export function demandOf({ algorithm, lock, isSure }: Verdict, { undemanding }: Server): string {
  if (!isSure || undemanding === true) return "";
  if (algorithm === "COPY") return `, LOCK=${lock}`;
  return algorithm === "INSTANT" ? ", ALGORITHM=INSTANT" : `, ALGORITHM=${algorithm}, LOCK=${lock}`;
}

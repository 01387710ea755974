import type { Facts, Lock } from "../contract.ts";

/**
 * What SQLite does at a statement of each kind, and the page that says so.
 * Any write holds the one write lock of the database; readers go on until the commit.
 * Source: https://www.sqlite.org/lockingv3.html §3 and https://www.sqlite.org/lang_transaction.html (3.53).
 */
const writeLock: readonly Lock[] = [{ relation: "*", mode: "RESERVED", blocks: "writes" }];

const altertable = "https://www.sqlite.org/lang_altertable.html";

/** A change of the catalogue alone. */
const quick = { locks: writeLock, scans: false, rewrites: false, transactional: true } as const;
/** A change that reads each row of a table. */
const scan = { ...quick, scans: true } as const;
/** A change that writes each row of a table anew. */
const rewrite = { ...scan, rewrites: true } as const;

/** Facts by kind of statement. Each holds for SQLite 3.26 to 3.53 unless `since` says otherwise. */
export const facts = {
  createTable: { ...quick, source: "https://www.sqlite.org/lang_createtable.html" },
  createVirtualTable: { ...quick, source: "https://www.sqlite.org/lang_createvtab.html" },
  /** Its pages go to the free list one by one. */
  dropTable: { ...scan, source: "https://www.sqlite.org/lang_droptable.html" },
  renameTable: { ...quick, source: altertable },
  /** A column at the end; a CHECK or NOT NULL generated column is tested against each row. */
  addColumn: { ...quick, source: `${altertable}#altertabaddcol` },
  addGeneratedColumn: { ...scan, source: `${altertable}#altertabaddcol`, since: "3.31.0" },
  renameColumn: { ...quick, source: `${altertable}#altertabrename`, since: "3.25.0" },
  dropColumn: { ...rewrite, source: `${altertable}#altertabdropcol`, since: "3.35.0" },
  setNotNull: { ...scan, source: altertable, since: "3.53.0" },
  dropNotNull: { ...quick, source: altertable, since: "3.53.0" },
  addCheck: { ...scan, source: altertable, since: "3.53.0" },
  dropCheck: { ...quick, source: altertable, since: "3.53.0" },
  createIndex: { ...scan, source: "https://www.sqlite.org/lang_createindex.html" },
  dropIndex: { ...quick, source: "https://www.sqlite.org/lang_dropindex.html" },
  createView: { ...quick, source: "https://www.sqlite.org/lang_createview.html" },
  dropView: { ...quick, source: "https://www.sqlite.org/lang_dropview.html" },
  createTrigger: { ...quick, source: "https://www.sqlite.org/lang_createtrigger.html" },
  dropTrigger: { ...quick, source: "https://www.sqlite.org/lang_droptrigger.html" },
  insert: { ...quick, source: "https://www.sqlite.org/lang_insert.html" },
  update: { ...rewrite, source: "https://www.sqlite.org/lang_update.html" },
  /** The lock is held for one batch at a time. */
  backfill: { ...quick, transactional: false, source: "https://www.sqlite.org/lang_update.html" },
  /** A step of the rebuild: sqlite.org's twelve steps. */
  rebuild: { ...quick, source: `${altertable}#otheralter` },
  rebuildScan: { ...scan, source: `${altertable}#otheralter` },
  rebuildCopy: { ...rewrite, source: `${altertable}#otheralter` },
  pragma: { ...quick, locks: [], source: "https://www.sqlite.org/pragma.html#pragma_legacy_alter_table" },
  /** A query of the catalogue. */
  look: { ...quick, locks: [], source: "https://www.sqlite.org/schematab.html" },
  /** A query of each row of a table. */
  count: { ...scan, locks: [], source: "https://www.sqlite.org/lang_select.html" },
  /** A function of the revision: nothing is known of what it does. */
  opaque: { locks: "unknown", scans: "unknown", rewrites: "unknown", transactional: true, source: "unknown" },
} as const satisfies Readonly<Record<string, Facts>>;

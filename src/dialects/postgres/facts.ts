import { displayName } from "../../schema/names.ts";
import type { ObjectName } from "../../schema/schema.ts";
import type { Facts, Lock } from "../contract.ts";

/** The locks on tables that Limbeck states. ACCESS SHARE, which any SELECT takes, is left out. */
export type LockMode = keyof typeof blocks;

/** Source: https://www.postgresql.org/docs/current/explicit-locking.html, table 13.2 (13 to 18). */
const blocks = {
  "ROW SHARE": "schema changes",
  "ROW EXCLUSIVE": "schema changes",
  "SHARE UPDATE EXCLUSIVE": "schema changes",
  SHARE: "writes",
  "SHARE ROW EXCLUSIVE": "writes",
  EXCLUSIVE: "writes",
  "ACCESS EXCLUSIVE": "reads and writes",
} as const satisfies Readonly<Record<string, Lock["blocks"]>>;

/** What a kind of statement does, whichever its objects. */
export interface Fact {
  /** The lock on the table, view, sequence or index that the statement is about; absent is none. */
  readonly mode?: LockMode;
  /** The lock on the tables at the other end of foreign keys. */
  readonly others?: LockMode;
  readonly scans: Facts["scans"];
  readonly rewrites: Facts["rewrites"];
  readonly transactional: boolean;
  readonly since?: string;
  readonly source: string;
}

const manual = "https://www.postgresql.org/docs/current";
const alterTable = `${manual}/sql-altertable.html`;

/** A change of the catalogue alone, which locks no table. */
const quick = { scans: false, rewrites: false, transactional: true } as const;
/** A change of the catalogue that nobody may look at meanwhile. */
const exclusive = { ...quick, mode: "ACCESS EXCLUSIVE" } as const;
/** A change that reads each row. */
const scan = { ...exclusive, scans: true } as const;
/** A change that writes each row and each index anew. */
const rewrite = { ...scan, rewrites: true } as const;
/** A change of the catalogue beside which rows are read and written. */
const beside = { ...quick, mode: "SHARE UPDATE EXCLUSIVE" } as const;

/**
 * Facts by kind of statement, measured on 13, 15 and 18 by test/dialects/postgres-facts.test.ts: locks in `pg_locks`, the
 * table's file before and after, its count of sequential scans. Each holds from 13 to 18 unless `since` says otherwise. The
 * sequence of an identity or serial column counts as a part of its table.
 */
export const facts = {
  /** A look at the catalogue. */
  look: { ...quick, source: `${manual}/catalogs.html` },
  createTable: { ...quick, others: "SHARE ROW EXCLUSIVE", source: `${manual}/sql-createtable.html` },
  /** The lock is on the partitioned table, and on its default partition, which is read. */
  createPartition: {
    ...exclusive,
    others: "SHARE ROW EXCLUSIVE",
    source: `${manual}/sql-createtable.html#SQL-CREATETABLE-PARTITION`,
  },
  createPartitionBesideDefault: {
    ...scan,
    others: "SHARE ROW EXCLUSIVE",
    source: `${manual}/sql-createtable.html#SQL-CREATETABLE-PARTITION`,
  },
  /** The lock is on the tables that it inherits from. */
  createHeir: {
    ...beside,
    others: "SHARE UPDATE EXCLUSIVE",
    source: `${manual}/sql-createtable.html#SQL-CREATETABLE-PARMS-INHERITS`,
  },
  /** The new partition is read unless a check proves that its rows fit. */
  attachPartition: {
    ...{ ...beside, others: "ACCESS EXCLUSIVE", scans: true },
    source: `${alterTable}#SQL-ALTERTABLE-ATTACH-PARTITION`,
  },
  /** Before 14 the partition itself has a weaker lock. */
  detachPartition: {
    ...exclusive,
    others: "SHARE UPDATE EXCLUSIVE",
    source: `${alterTable}#SQL-ALTERTABLE-DETACH-PARTITION`,
  },
  detachPartitionConcurrently: {
    ...{ ...beside, others: "ACCESS EXCLUSIVE", since: "14", transactional: false },
    source: `${alterTable}#SQL-ALTERTABLE-DETACH-PARTITION`,
  },
  inherit: { ...exclusive, others: "SHARE UPDATE EXCLUSIVE", source: alterTable },
  noInherit: { ...exclusive, source: alterTable },
  /** The lock is on the index of the partitioned table, the other one on that of the partition, which no query can use meanwhile. */
  attachIndex: { ...beside, others: "ACCESS EXCLUSIVE", source: `${manual}/sql-alterindex.html` },
  createIndexOnly: { ...quick, mode: "SHARE", source: `${manual}/sql-createindex.html` },
  dropTable: { ...exclusive, others: "ACCESS EXCLUSIVE", source: `${manual}/sql-droptable.html` },
  renameTable: { ...exclusive, source: alterTable },
  setLogged: { ...rewrite, source: alterTable },
  setAccessMethod: { ...rewrite, since: "15", source: alterTable },
  rowSecurity: { ...exclusive, source: alterTable },
  ofType: { ...exclusive, source: `${alterTable}#SQL-ALTERTABLE-DESC-OF` },
  replicaIdentity: { ...exclusive, source: `${alterTable}#SQL-ALTERTABLE-REPLICA-IDENTITY` },
  setTablespace: { ...exclusive, rewrites: true, source: alterTable },
  setStorage: { ...beside, source: alterTable },
  /** `user_catalog_table` is looked at by every plan. */
  setCatalogStorage: { ...exclusive, source: alterTable },
  comment: { ...beside, source: `${manual}/sql-comment.html` },
  /** A comment on what is no table: nobody waits for it. */
  objectComment: { ...quick, source: `${manual}/sql-comment.html` },

  /** Without a default, or with one that is the same for each row. */
  addColumn: { ...exclusive, source: `${alterTable}#SQL-ALTERTABLE-NOTES` },
  /** A default that differs from row to row: serial, identity, a volatile function; or a stored generated column. */
  addColumnRewrite: { ...rewrite, source: `${alterTable}#SQL-ALTERTABLE-NOTES` },
  addVirtualColumn: { ...exclusive, since: "18", source: alterTable },
  addVirtualColumnNotNull: { ...scan, since: "18", source: alterTable },
  dropColumn: { ...exclusive, others: "ACCESS EXCLUSIVE", source: alterTable },
  renameColumn: { ...exclusive, source: alterTable },
  setType: { ...exclusive, others: "ACCESS EXCLUSIVE", source: alterTable },
  setDefault: { ...exclusive, source: alterTable },
  setNotNull: { ...scan, source: alterTable },
  /** A valid check proves that there is no NULL. */
  setNotNullProven: { ...exclusive, source: alterTable },
  dropNotNull: { ...exclusive, source: alterTable },
  addNotNullNotValid: { ...exclusive, since: "18", source: alterTable },
  validateNotNull: { ...beside, scans: true, since: "18", source: alterTable },
  /** Outside a transaction, as of a check: the one that made it has a lock that would keep everybody out meanwhile. */
  validateNotNullApart: { ...{ ...beside, scans: true, since: "18", transactional: false }, source: alterTable },
  alterNotNull: { ...exclusive, since: "18", source: alterTable },
  renameConstraint: { ...exclusive, source: alterTable },
  setColumnStorage: { ...exclusive, source: alterTable },
  setCompression: { ...exclusive, since: "14", source: alterTable },
  setStatistics: { ...beside, source: alterTable },
  dropExpression: { ...exclusive, since: "13", source: alterTable },
  setExpression: { ...rewrite, since: "17", source: alterTable },
  setVirtualExpression: { ...exclusive, since: "18", source: alterTable },
  identity: { ...exclusive, source: alterTable },

  addPrimaryKey: { ...scan, source: alterTable },
  addUnique: { ...scan, source: alterTable },
  /** The index is there already. */
  addConstraintUsingIndex: { ...exclusive, source: alterTable },
  addExclusion: { ...scan, source: alterTable },
  addCheck: { ...scan, source: alterTable },
  addCheckNotValid: { ...exclusive, source: alterTable },
  addCheckNotEnforced: { ...exclusive, since: "18", source: alterTable },
  addForeignKey: {
    ...{ ...scan, mode: "SHARE ROW EXCLUSIVE", others: "SHARE ROW EXCLUSIVE" },
    source: alterTable,
  },
  addForeignKeyNotValid: {
    ...{ ...quick, mode: "SHARE ROW EXCLUSIVE", others: "SHARE ROW EXCLUSIVE" },
    source: alterTable,
  },
  addForeignKeyNotEnforced: {
    ...{ ...quick, mode: "SHARE ROW EXCLUSIVE", others: "SHARE ROW EXCLUSIVE" },
    ...{ since: "18", source: alterTable },
  },
  validateConstraint: { ...beside, others: "ROW SHARE", scans: true, source: alterTable },
  /** Outside a transaction, because the one that made the constraint has a lock that would keep everybody out meanwhile. */
  validateConstraintApart: {
    ...{ ...beside, others: "ROW SHARE", scans: true, transactional: false },
    source: `${alterTable}#SQL-ALTERTABLE-NOTES`,
  },
  dropConstraint: { ...exclusive, source: alterTable },
  dropForeignKey: { ...exclusive, others: "ACCESS EXCLUSIVE", source: alterTable },

  createIndex: { ...scan, mode: "SHARE", source: `${manual}/sql-createindex.html` },
  createIndexConcurrently: {
    ...{ ...beside, scans: true, transactional: false },
    source: `${manual}/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY`,
  },
  dropIndex: { ...exclusive, source: `${manual}/sql-dropindex.html` },
  dropIndexConcurrently: { ...beside, transactional: false, source: `${manual}/sql-dropindex.html` },
  /** The lock is on the index alone. */
  renameIndex: { ...beside, source: `${manual}/sql-alterindex.html` },

  createNamespace: { ...quick, source: `${manual}/sql-createschema.html` },
  dropNamespace: { ...quick, source: `${manual}/sql-dropschema.html` },
  createView: { ...quick, source: `${manual}/sql-createview.html` },
  setViewOptions: { ...exclusive, source: `${manual}/sql-alterview.html` },
  replaceView: { ...exclusive, source: `${manual}/sql-createview.html` },
  /** Its query runs: it may read each row of the tables that it names, beside readers and writers. */
  createMaterializedView: { ...quick, scans: true, source: `${manual}/sql-creatematerializedview.html` },
  /** WITH NO DATA. */
  createEmptyMaterializedView: { ...quick, source: `${manual}/sql-creatematerializedview.html` },
  setViewTablespace: { ...exclusive, rewrites: true, source: `${manual}/sql-altermaterializedview.html` },
  setViewAccessMethod: { ...rewrite, since: "15", source: `${manual}/sql-altermaterializedview.html` },
  setViewStorage: { ...beside, source: `${manual}/sql-altermaterializedview.html` },
  dropView: { ...exclusive, source: `${manual}/sql-dropview.html` },
  dropMaterializedView: { ...exclusive, source: `${manual}/sql-dropmaterializedview.html` },
  createTrigger: { ...quick, mode: "SHARE ROW EXCLUSIVE", source: `${manual}/sql-createtrigger.html` },
  setTriggerState: { ...quick, mode: "SHARE ROW EXCLUSIVE", source: alterTable },
  dropTrigger: { ...exclusive, source: `${manual}/sql-droptrigger.html` },
  /** The other tables are those that its actions write to. */
  createRule: { ...exclusive, others: "ROW EXCLUSIVE", source: `${manual}/sql-createrule.html` },
  setRuleState: { ...exclusive, source: alterTable },
  dropRule: { ...exclusive, source: `${manual}/sql-droprule.html` },
  createStatistics: { ...beside, source: `${manual}/sql-createstatistics.html` },
  dropStatistics: { ...beside, source: `${manual}/sql-dropstatistics.html` },
  setStatisticsTarget: { ...quick, source: `${manual}/sql-alterstatistics.html` },
  createPolicy: { ...exclusive, source: `${manual}/sql-createpolicy.html` },
  alterPolicy: { ...exclusive, source: `${manual}/sql-alterpolicy.html` },
  dropPolicy: { ...exclusive, source: `${manual}/sql-droppolicy.html` },
  createRoutine: { ...quick, source: `${manual}/sql-createfunction.html` },
  dropRoutine: { ...quick, source: `${manual}/sql-dropfunction.html` },
  createEnum: { ...quick, source: `${manual}/sql-createtype.html` },
  dropEnum: { ...quick, source: `${manual}/sql-droptype.html` },
  addEnumValue: { ...quick, source: `${manual}/sql-altertype.html#id-1.9.3.42.7` },
  /** Outside a transaction, because what follows uses the value: a new one can't be used before it is committed. */
  addEnumValueApart: { ...quick, transactional: false, source: `${manual}/sql-altertype.html#id-1.9.3.42.7` },
  createDomain: { ...quick, source: `${manual}/sql-createdomain.html` },
  dropDomain: { ...quick, source: `${manual}/sql-dropdomain.html` },
  alterDomain: { ...quick, source: `${manual}/sql-alterdomain.html` },
  /** Each column of the domain is read, its table closed to writers. */
  testDomain: { ...quick, others: "SHARE", scans: true, source: `${manual}/sql-alterdomain.html` },
  /** A composite type is locked as a table is; nobody else waits for it but those who make one with it. */
  alterComposite: { ...exclusive, source: `${manual}/sql-altertype.html` },
  dropComposite: { ...exclusive, source: `${manual}/sql-droptype.html` },
  createExtension: { ...quick, source: `${manual}/sql-createextension.html` },
  dropExtension: { ...quick, source: `${manual}/sql-dropextension.html` },
  /** Its script may do anything. */
  updateExtension: { ...quick, scans: "unknown", rewrites: "unknown", source: `${manual}/sql-alterextension.html` },
  moveExtension: { ...quick, source: `${manual}/sql-alterextension.html` },
  renameEnum: { ...quick, source: `${manual}/sql-altertype.html` },
  renameEnumValue: { ...quick, source: `${manual}/sql-altertype.html` },
  createSequence: { ...quick, source: `${manual}/sql-createsequence.html` },
  dropSequence: { ...exclusive, source: `${manual}/sql-dropsequence.html` },
  /** The column's table is only looked at. */
  setSequenceOwner: { ...exclusive, source: `${manual}/sql-altersequence.html` },
  alterSequence: { ...quick, mode: "SHARE ROW EXCLUSIVE", source: `${manual}/sql-altersequence.html` },
  /** Reads where a sequence is. */
  readSequence: { ...quick, source: `${manual}/sql-createsequence.html` },
  /** Moves a sequence, without looking at any table. A rollback doesn't move it back. */
  moveSequence: { ...quick, mode: "ROW EXCLUSIVE", source: `${manual}/functions-sequence.html` },
  /** Moves a sequence behind the greatest number of its column. */
  setSequence: { ...quick, scans: true, source: `${manual}/functions-sequence.html` },

  /** Each batch by itself, outside of the revision's transaction. */
  backfill: { ...quick, mode: "ROW EXCLUSIVE", transactional: false, source: `${manual}/sql-update.html` },
  insert: { ...quick, mode: "ROW EXCLUSIVE", others: "ROW SHARE", source: `${manual}/sql-insert.html` },
} as const satisfies Readonly<Record<string, Fact>>;

/** A function of the revision: nothing is known of what it does. */
export const opaque: Facts = {
  locks: "unknown",
  scans: "unknown",
  rewrites: "unknown",
  transactional: true,
  source: "unknown",
};

/** The objects that a statement locks. */
export interface LockedObjects {
  /** What the statement is about; absent where nobody else can use it yet. */
  readonly own?: ObjectName;
  /** What gets the same lock: partitions, and tables that inherit. */
  readonly alike?: readonly ObjectName[];
  /** Tables at the other end of foreign keys. */
  readonly others?: readonly ObjectName[];
}

/** What a statement does to these objects. Each is named once, with its strongest lock. */
export function factsOf(fact: Fact, { own, alike = [], others = [] }: LockedObjects = {}): Facts {
  const { mode, others: otherMode, ...rest } = fact;
  const locks = new Map<string, LockMode>();
  if (otherMode !== undefined) for (const other of others) locks.set(displayName(other), otherMode);
  const owned = own === undefined ? alike : [...alike, own];
  if (mode !== undefined) for (const each of owned) locks.set(displayName(each), mode);
  return { locks: Array.from(locks, ([relation, each]) => lock(relation, each)), ...rest };
}

/** A lock by the server's name of its mode. */
export function lock(relation: string, mode: LockMode): Lock {
  return { relation, mode, blocks: blocks[mode] };
}

import { describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import { plan } from "../../src/dialects/sqlite/plan.ts";
import type { Op, OpKind, OpOf } from "../../src/ops/op.ts";
import type {
  Check,
  Column,
  ForeignKey,
  Index,
  IndexPart,
  KeyColumnOptions,
  PrimaryKey,
  Schema,
  Table,
  Trigger,
  Unique,
  View,
} from "../../src/schema/schema.ts";
import { emptySchema } from "../../src/schema/schema.ts";
import type { TableOptions } from "../../src/schema/table-options.ts";

/** Each field of a record with values that say something else than the base does. A field that is added to a record must be added here. */
type Others<T> = { readonly [F in keyof T]-?: readonly Exclude<T[F], undefined>[] };

const text = { kind: "text" } as const;
const no: readonly never[] = [];

const keyOptions: Others<KeyColumnOptions> = { descending: [true], collation: ["NOCASE"] };

const column: Column = { name: "z", type: text, nullable: true };
const columns: Others<Column> = {
  name: ["y"],
  type: [{ kind: "integer" }, { kind: "varchar", length: 5 }, { kind: "tsvector" }],
  nullable: [false],
  default: ["x", 0, true, { sql: "CURRENT_TIMESTAMP" }],
  generated: [
    { expression: "1", stored: false },
    { expression: "1", stored: true },
  ],
  identity: [{ always: true }],
  autoincrement: [true],
  collation: ["NOCASE"],
  onUpdate: ["now()"],
  invisible: [true],
  comment: ["why"],
  onNullConflict: no,
  notNull: [{ name: "nn" }],
  compression: ["lz4"],
  storage: ["external"],
  statistics: [0, 500],
};

const primaryKey: PrimaryKey = { columns: ["a"] };
const primaryKeys: Others<PrimaryKey> = {
  name: ["pk"],
  columns: [["a", "b"], ["b"]],
  keyOptions: variants({}, keyOptions).map((options) => ({ a: options })),
  onConflict: ["replace"],
  deferrable: ["initially deferred"],
  include: [["b"]],
  withoutOverlaps: [true],
  comment: ["why"],
};

const unique: Unique = { columns: ["a"] };
const uniques: Others<Unique> = { ...primaryKeys, nullsNotDistinct: [true] };

const check: Check = { expression: "a > 0" };
const checks: Others<Check> = {
  name: ["ck"],
  expression: ["a > 1"],
  notValid: [true],
  notEnforced: [true],
  noInherit: [true],
  comment: ["why"],
};

const foreignKey: ForeignKey = { columns: ["a"], references: { table: "p", columns: [] } };
const foreignKeys: Others<ForeignKey> = {
  name: ["fk"],
  columns: [["b"]],
  references: [
    { table: "q", columns: [] },
    { table: "p", columns: ["id"] },
    { table: "p", schema: "other", columns: [] },
  ],
  onDelete: ["cascade", "set null", "set default", "restrict", "no action"],
  onUpdate: ["cascade"],
  match: ["full", "partial"],
  deferrable: ["initially deferred", "initially immediate"],
  notValid: [true],
  setColumns: [["a"]],
  notEnforced: [true],
  period: [true],
  comment: ["why"],
};

type AnyPart = IndexPart & { readonly column?: string; readonly expression?: string };

const parts: Others<AnyPart> = {
  column: ["b"],
  expression: no,
  descending: [true],
  nulls: ["first", "last"],
  collation: ["NOCASE"],
  opclass: ["text_pattern_ops"],
  length: [10],
};

const index: Index = { name: "new_ix", parts: [{ column: "a" }] };
const indexes: Others<Index> = {
  name: ["other_ix"],
  unique: [true],
  parts: [
    ...variants<AnyPart>({ column: "a" }, parts).map((part) => [part]),
    [{ expression: "lower(a)" }],
    [{ column: "a" }, { column: "b" }],
  ],
  where: ["a > 0"],
  method: ["hash"],
  include: [["b"]],
  nullsNotDistinct: [true],
  storage: [{ fillfactor: "70" }],
  tablespace: ["fast"],
  comment: ["why"],
  invisible: [true],
};

const options: Others<TableOptions> = {
  strict: [true],
  withoutRowid: [true],
  virtual: ["fts5(a)"],
  engine: ["InnoDB"],
  charset: ["utf8mb4"],
  collation: ["utf8mb4_bin"],
  rowFormat: ["COMPRESSED"],
  systemVersioned: [true],
  unlogged: [true],
  tablespace: ["fast"],
  partitionBy: ["RANGE (a)"],
  storage: [{ fillfactor: "70" }],
  accessMethod: ["heap2"],
  rowSecurity: [true],
  forceRowSecurity: [true],
  replicaIdentity: ["full"],
  ofType: [{ name: "c" }],
};

function tableOf(name: string, more: Partial<Table> = {}): Table {
  return {
    name,
    columns: [
      { name: "a", type: { kind: "integer" }, nullable: false },
      { name: "b", type: text, nullable: true },
    ],
    uniques: [],
    checks: [],
    foreignKeys: [],
    exclusions: [],
    indexes: [],
    options: {},
    ...more,
  };
}

const created = tableOf("n", { primaryKey: { columns: ["a"] } });
const tables: Others<Table> = {
  name: ["m"],
  schema: ["other"],
  columns: [created.columns.slice(0, 1), ...variants(column, columns).map((other) => [...created.columns, other])],
  primaryKey: variants(primaryKey, primaryKeys),
  uniques: variants(unique, uniques).map((other) => [other]),
  checks: variants(check, checks).map((other) => [other]),
  foreignKeys: variants(foreignKey, foreignKeys).map((other) => [other]),
  exclusions: [[{ elements: [{ expression: "a", operator: "=" }] }]],
  indexes: variants(index, indexes).map((other) => [other]),
  comment: ["why"],
  options: variants({}, options),
  partitionOf: [{ table: "p", bound: "DEFAULT" }],
  partNames: [{ indexes: { p_pkey: "n_key" } }],
  inherits: [[{ name: "p" }]],
  ownDefaults: [{ a: 1 }],
  ownColumns: [{ a: { nullable: false } }],
};

const view: View = { name: "new_v", definition: "SELECT a FROM t" };
const views: Others<View> = {
  name: ["w"],
  schema: ["other"],
  columns: [["x"]],
  definition: ["SELECT b FROM t"],
  materialized: [true],
  security: ["invoker"],
  algorithm: ["merge", "temptable"],
  comment: ["why"],
  columnComments: [{ a: "why" }],
  indexes: [[index]],
  storage: [{ fillfactor: "70" }],
  tablespace: ["fast"],
  accessMethod: ["heap2"],
  barrier: [true],
  checkOption: ["local"],
  columnDefaults: [{ a: "1" }],
  columnOptions: [{ a: { statistics: 50 } }],
};

const trigger: Trigger = {
  name: "new_tr",
  table: "t",
  definition: "CREATE TRIGGER new_tr AFTER INSERT ON t BEGIN SELECT 1; END",
};

const before: Schema = {
  ...emptySchema,
  tables: [
    tableOf("t", {
      uniques: [{ name: "u", columns: ["b"] }, { columns: ["a", "b"] }],
      checks: [{ name: "k", expression: "a > 0" }, { expression: "a < 9" }],
      foreignKeys: [{ name: "f", columns: ["a"], references: { table: "p", columns: ["id"] } }],
      indexes: [{ name: "ix", parts: [{ column: "b" }] }],
    }),
    tableOf("p"),
    tableOf("empty", { columns: [{ name: "a", type: { kind: "integer" }, nullable: true }] }),
  ],
  views: [{ name: "v", definition: "SELECT a FROM t" }],
  triggers: [{ ...trigger, name: "tr", definition: trigger.definition.replaceAll("new_tr", "tr") }],
};

const onTable = { table: ["p"], schema: ["other"] } as const;

/** The base op of each kind, and for each of its fields what else it may say; `ifExists` and its like are tried on what isn't, or is, there. */
type Cases = {
  readonly [K in OpKind]: {
    readonly base: OpOf<K>;
    readonly others: Others<Omit<OpOf<K>, "kind">>;
    /** The base for a field that says nothing with the other one. */
    readonly bases?: { readonly [F in keyof OpOf<K>]?: OpOf<K> };
  };
};

const cases: Cases = {
  createTable: {
    base: { kind: "createTable", table: created },
    others: { table: variants(created, tables), ifNotExists: [true] },
  },
  dropTable: {
    base: { kind: "dropTable", table: "t" },
    others: { ...onTable, ifExists: [true], dataLoss: no },
  },
  renameTable: { base: { kind: "renameTable", table: "t", to: "s" }, others: { ...onTable, to: ["r"] } },
  setTableOptions: {
    base: { kind: "setTableOptions", table: "t", options: {} },
    others: { table: no, schema: ["other"], options: variants({}, options) },
  },
  setTableComment: {
    base: { kind: "setTableComment", table: "t" },
    others: { table: no, schema: ["other"], comment: ["why"] },
  },
  addColumn: {
    base: { kind: "addColumn", table: "t", column },
    others: {
      joined: no,
      ...onTable,
      column: variants(column, columns),
      position: ["first", { after: "a" }],
      ifNotExists: [true],
    },
    bases: { ifNotExists: { kind: "addColumn", table: "t", column: { ...column, name: "a" } } },
  },
  dropColumn: {
    base: { kind: "dropColumn", table: "t", column: "a" },
    others: { joined: no, ...onTable, column: ["b"], ifExists: [true], dataLoss: no },
    bases: { ifExists: { kind: "dropColumn", table: "t", column: "absent" } },
  },
  renameColumn: {
    base: { kind: "renameColumn", table: "t", column: "a", to: "x" },
    others: { ...onTable, column: ["b"], to: ["y"] },
  },
  alterColumn: {
    base: { kind: "alterColumn", table: "t", column: "b", changes: { type: { kind: "blob" } } },
    others: {
      joined: no,
      ...onTable,
      column: ["a"],
      changes: variants({}, { ...columns, name: no, onNullConflict: no }),
      using: ["upper(b)"],
      dataLoss: no,
      // Nobody writes beside the one writer.
      online: no,
    },
  },
  createPrimaryKey: {
    base: { kind: "createPrimaryKey", table: "t", primaryKey },
    others: {
      joined: no,
      ...onTable,
      primaryKey: variants(primaryKey, primaryKeys),
      usingIndex: ["ix"],
      online: [true],
    },
  },
  createUnique: {
    base: { kind: "createUnique", table: "t", unique },
    others: { joined: no, ...onTable, unique: variants(unique, uniques), usingIndex: ["ix"], online: [true] },
  },
  createCheck: {
    base: { kind: "createCheck", table: "t", check: { expression: "a <> 5" } },
    others: { joined: no, ...onTable, check: variants({ expression: "a <> 5" }, checks), online: [true] },
  },
  createForeignKey: {
    base: { kind: "createForeignKey", table: "t", foreignKey },
    others: { joined: no, ...onTable, foreignKey: variants(foreignKey, foreignKeys), online: [true] },
  },
  createExclusion: {
    base: { kind: "createExclusion", table: "t", exclusion: { elements: [{ expression: "a", operator: "=" }] } },
    others: { table: no, schema: no, exclusion: no },
  },
  validateConstraint: {
    base: { kind: "validateConstraint", table: "t", type: "check", name: "k" },
    others: { table: no, schema: no, type: no, name: no, columns: no, expression: no },
  },
  dropConstraint: {
    base: { kind: "dropConstraint", table: "t", type: "unique", name: "u" },
    others: {
      joined: no,
      ...onTable,
      type: ["check", "exclude"],
      name: ["absent"],
      columns: [["a", "b"]],
      expression: ["a < 9"],
      ifExists: [true],
    },
    bases: {
      columns: { kind: "dropConstraint", table: "t", type: "unique" },
      expression: { kind: "dropConstraint", table: "t", type: "check" },
      ifExists: { kind: "dropConstraint", table: "t", type: "unique", name: "absent" },
    },
  },
  createIndex: {
    base: { kind: "createIndex", table: "t", index },
    others: { joined: no, ...onTable, index: variants(index, indexes), concurrently: [true], ifNotExists: [true] },
  },
  dropIndex: {
    base: { kind: "dropIndex", table: "t", index: "ix" },
    others: { joined: no, ...onTable, index: ["absent"], concurrently: [true], ifExists: [true] },
  },
  renameIndex: {
    base: { kind: "renameIndex", table: "t", index: "ix", to: "iy" },
    others: { ...onTable, index: ["absent"], to: ["iz"] },
  },
  createNamespace: { base: { kind: "createNamespace", name: "s" }, others: { name: no, ifNotExists: no, comment: no } },
  dropNamespace: { base: { kind: "dropNamespace", name: "s" }, others: { name: no, ifExists: no } },
  createView: {
    base: { kind: "createView", view },
    others: { view: variants(view, views), replace: [true], withoutData: no },
  },
  setViewOptions: {
    base: { kind: "setViewOptions", name: "v", options: {} },
    others: { name: no, schema: no, options: no },
  },
  dropView: {
    base: { kind: "dropView", name: "v" },
    others: { name: ["absent"], schema: ["other"], materialized: [true], ifExists: [true] },
  },
  createTrigger: {
    base: { kind: "createTrigger", trigger },
    others: {
      trigger: [
        { ...trigger, schema: "other" },
        { ...trigger, definition: `${trigger.definition} ` },
        { ...trigger, state: "disabled" },
        { ...trigger, comment: "why" },
      ],
    },
  },
  dropTrigger: {
    base: { kind: "dropTrigger", table: "t", name: "tr" },
    others: { table: no, schema: ["other"], name: ["absent"], ifExists: [true] },
  },
  attachPartition: {
    base: { kind: "attachPartition", table: "t", partition: { name: "p" }, bound: "DEFAULT" },
    others: { table: no, schema: no, partition: no, bound: no },
  },
  detachPartition: {
    base: { kind: "detachPartition", table: "t", partition: { name: "p" } },
    others: { table: no, schema: no, partition: no, concurrently: no },
  },
  addInheritance: {
    base: { kind: "addInheritance", table: "t", parent: { name: "p" } },
    others: { table: no, schema: no, parent: no },
  },
  dropInheritance: {
    base: { kind: "dropInheritance", table: "t", parent: { name: "p" } },
    others: { table: no, schema: no, parent: no },
  },
  setTriggerState: {
    base: { kind: "setTriggerState", table: "t", name: "tr" },
    others: { table: no, schema: no, name: no, state: no },
  },
  createRule: {
    base: {
      kind: "createRule",
      rule: { name: "ru", table: "t", definition: "CREATE RULE ru AS ON INSERT TO t DO NOTHING" },
    },
    others: { rule: no },
  },
  dropRule: {
    base: { kind: "dropRule", table: "t", name: "ru" },
    others: { table: no, schema: no, name: no, ifExists: no },
  },
  setRuleState: {
    base: { kind: "setRuleState", table: "t", name: "ru" },
    others: { table: no, schema: no, name: no, state: no },
  },
  createStatistics: {
    base: { kind: "createStatistics", statistics: { name: "st", table: { name: "t" }, parts: [{ column: "a" }] } },
    others: { statistics: no },
  },
  dropStatistics: { base: { kind: "dropStatistics", name: "st" }, others: { name: no, schema: no, ifExists: no } },
  setStatisticsTarget: {
    base: { kind: "setStatisticsTarget", name: "st" },
    others: { name: no, schema: no, target: no },
  },
  createPolicy: {
    base: { kind: "createPolicy", policy: { name: "po", table: "t" } },
    others: { policy: no },
  },
  dropPolicy: {
    base: { kind: "dropPolicy", table: "t", name: "po" },
    others: { table: no, schema: no, name: no, ifExists: no },
  },
  alterPolicy: {
    base: { kind: "alterPolicy", table: "t", name: "po", changes: { using: "a > 0" } },
    others: { table: no, schema: no, name: no, changes: no },
  },
  createRoutine: {
    base: { kind: "createRoutine", routine: { kind: "function", name: "f", arguments: "", definition: "" } },
    others: { routine: no, replace: no },
  },
  dropRoutine: {
    base: { kind: "dropRoutine", name: "f", routine: "function", arguments: "" },
    others: { name: no, schema: no, routine: no, arguments: no, ifExists: no },
  },
  createEnum: {
    base: { kind: "createEnum", enum: { name: "e", values: ["a"] } },
    others: { enum: no, ifNotExists: no },
  },
  dropEnum: { base: { kind: "dropEnum", name: "e" }, others: { name: no, schema: no, ifExists: no } },
  addEnumValue: {
    base: { kind: "addEnumValue", name: "e", value: "b" },
    others: { name: no, schema: no, value: no, before: no },
  },
  alterEnum: {
    base: { kind: "alterEnum", name: "e", values: ["b"] },
    others: { name: no, schema: no, values: no, comment: no },
  },
  renameEnumValue: {
    base: { kind: "renameEnumValue", name: "e", value: "a", to: "b" },
    others: { name: no, schema: no, value: no, to: no },
  },
  createDomain: {
    base: { kind: "createDomain", domain: { name: "d", type: { kind: "text" }, nullable: true, checks: [] } },
    others: { domain: no },
  },
  dropDomain: { base: { kind: "dropDomain", name: "d" }, others: { name: no, schema: no, ifExists: no } },
  alterDomain: {
    base: { kind: "alterDomain", name: "d", changes: {} },
    others: { name: no, schema: no, changes: no },
  },
  createDomainCheck: {
    base: { kind: "createDomainCheck", name: "d", check: { expression: "VALUE > 0" } },
    others: { name: no, schema: no, check: no },
  },
  dropDomainCheck: {
    base: { kind: "dropDomainCheck", name: "d", check: "c" },
    others: { name: no, schema: no, check: no, ifExists: no },
  },
  createComposite: {
    base: { kind: "createComposite", composite: { name: "c", attributes: [] } },
    others: { composite: no },
  },
  dropComposite: { base: { kind: "dropComposite", name: "c" }, others: { name: no, schema: no, ifExists: no } },
  addAttribute: {
    base: { kind: "addAttribute", name: "c", attribute: { name: "a", type: { kind: "text" } } },
    others: { name: no, schema: no, attribute: no },
  },
  dropAttribute: {
    base: { kind: "dropAttribute", name: "c", attribute: "a" },
    others: { name: no, schema: no, attribute: no, ifExists: no },
  },
  alterAttribute: {
    base: { kind: "alterAttribute", name: "c", attribute: "a", type: { kind: "text" } },
    others: { name: no, schema: no, attribute: no, type: no, collation: no },
  },
  createRange: {
    base: { kind: "createRange", range: { name: "r", subtype: { kind: "text" } } },
    others: { range: no },
  },
  dropRange: { base: { kind: "dropRange", name: "r" }, others: { name: no, schema: no, ifExists: no } },
  replaceRange: {
    base: { kind: "replaceRange", range: { name: "r", subtype: { kind: "text" } } },
    others: { range: no },
  },
  createExtension: {
    base: { kind: "createExtension", extension: { name: "x" } },
    others: { extension: no, ifNotExists: no },
  },
  dropExtension: { base: { kind: "dropExtension", name: "x" }, others: { name: no, ifExists: no } },
  alterExtension: {
    base: { kind: "alterExtension", name: "x" },
    others: { name: no, schema: no, version: no },
  },
  setComment: {
    base: { kind: "setComment", on: { kind: "type", name: "e" } },
    others: { on: no, comment: no },
  },
  createSequence: {
    base: { kind: "createSequence", sequence: { name: "s" } },
    others: { sequence: no, ifNotExists: no },
  },
  dropSequence: { base: { kind: "dropSequence", name: "s" }, others: { name: no, schema: no, ifExists: no } },
  setSequenceOwner: {
    base: { kind: "setSequenceOwner", name: "s" },
    others: { name: no, schema: no, ownedBy: no },
  },
  alterSequence: {
    base: { kind: "alterSequence", name: "s", options: {} },
    others: { name: no, schema: no, options: no },
  },
  bulkInsert: {
    base: { kind: "bulkInsert", table: "t", rows: [{ a: 1 }] },
    others: {
      ...onTable,
      rows: [[{ a: 2 }], [{ b: 1 }], [{ a: 1 }, { a: 1 }], [{ a: null }], [{ a: { sql: "1 + 1" } }], [{}], []],
    },
  },
  backfill: {
    base: { kind: "backfill", table: "t", set: { b: 1 } },
    others: {
      ...onTable,
      set: [{ b: 2 }, { b: null }, { b: { sql: "1 + 1" } }],
      where: ["b IS NULL"],
      batchSize: [5],
      pauseMs: [5],
      dataLoss: no,
    },
  },
  execute: { base: { kind: "execute", sql: "SELECT 1" }, others: { sql: ["SELECT 2"], dataLoss: no } },
  run: { base: { kind: "run", label: "f" }, others: { label: no, dataLoss: no } },
};

/** `base` with one field changed, in every way that `others` has. */
function variants<T extends object>(base: T, others: Others<T>): T[] {
  return Object.entries(others as Readonly<Record<string, readonly unknown[]>>).flatMap(([field, values]) =>
    values.map((value) => ({ ...base, [field]: value })),
  );
}

/** The SQL of an op, or the code that refuses it. */
function outcome(op: Op): string {
  try {
    return plan([op], before, { version: "3.53.0" })
      .map(({ sql }) => sql)
      .join(";\n");
  } catch (error) {
    if (isLimbeckError(error)) return error.code;
    throw error;
  }
}

const flips = Object.values(cases).flatMap(
  ({
    base,
    others,
    bases = {},
  }: {
    readonly base: Op;
    readonly others: Readonly<Record<string, readonly unknown[]>>;
    readonly bases?: Readonly<Record<string, Op | undefined>>;
  }) =>
    Object.entries(others).flatMap(([field, values]) =>
      values.map((value) => {
        const from = bases[field] ?? base;
        return { claim: `${base.kind}.${field} ${JSON.stringify(value)}`, from, to: { ...from, [field]: value } as Op };
      }),
    ),
);

describe("every option of every op changes the SQL or is refused", () => {
  it.each(flips)("$claim", ({ from, to }) => {
    expect(outcome(to)).not.toBe(outcome(from));
  });

  it("ON CONFLICT of NOT NULL", () => {
    const strict: Column = { ...column, nullable: false, default: "" };
    const plain: Op = { kind: "addColumn", table: "t", column: strict };
    expect(outcome({ ...plain, column: { ...strict, onNullConflict: "replace" } })).toContain("ON CONFLICT REPLACE");
    expect(outcome(plain)).not.toContain("CONFLICT");
  });
});

const lacking = Object.values(cases)
  .filter(({ others }) => Object.values(others).every((values) => values.length === 0))
  .map(({ base }) => base)
  .filter((op) => op.kind !== "run");

describe("SQLite has no", () => {
  it.each(lacking.map((op) => ({ kind: op.kind, op })))("$kind", ({ op }) => {
    expect(() => plan([op], before, { version: "3.53.0" })).toThrow(`${op.kind}, `);
    expect(outcome(op)).toBe("DIALECT_UNSUPPORTED");
  });
});

describe("an option that would be left out is refused:", () => {
  const numbered: Column = { name: "z", type: { kind: "integer" }, nullable: false, autoincrement: true };
  const on = { table: "t" } as const;
  it.each<{ readonly claim: string; readonly ops: readonly Op[] }>([
    { claim: "AUTOINCREMENT of a column that is no key", ops: [{ kind: "addColumn", ...on, column: numbered }] },
    {
      claim: "AUTOINCREMENT of a new table's column that is no key",
      ops: [{ kind: "createTable", table: tableOf("n", { columns: [numbered] }) }],
    },
    {
      claim: "AUTOINCREMENT of a second column, beside the key that is numbered",
      ops: [
        {
          kind: "createTable",
          table: tableOf("n", { columns: [numbered, { ...numbered, name: "y" }], primaryKey: { columns: ["z"] } }),
        },
      ],
    },
    {
      claim: "AUTOINCREMENT of one column of several of the key",
      ops: [
        { kind: "addColumn", ...on, column: numbered },
        { kind: "createPrimaryKey", ...on, primaryKey: { columns: ["z", "a"] } },
      ],
    },
    {
      claim: "AUTOINCREMENT of a key that isn't INTEGER",
      ops: [
        { kind: "addColumn", ...on, column: { ...numbered, type: { kind: "bigint" } } },
        { kind: "createPrimaryKey", ...on, primaryKey: { columns: ["z"] } },
      ],
    },
    {
      claim: "ON CONFLICT of a new column that may be NULL",
      ops: [{ kind: "addColumn", ...on, column: { ...column, onNullConflict: "replace" } }],
    },
    {
      claim: "ON CONFLICT of a column that may be NULL",
      ops: [{ kind: "alterColumn", ...on, column: "b", changes: { onNullConflict: "replace" } }],
    },
    {
      claim: "a type that SQLite doesn't have",
      ops: [{ kind: "addColumn", ...on, column: { ...column, type: { kind: "jsonb" } } }],
    },
    {
      claim: "a new type that SQLite doesn't have",
      ops: [{ kind: "alterColumn", ...on, column: "b", changes: { type: { kind: "integer", unsigned: true } } }],
    },
    { claim: "a table without columns", ops: [{ kind: "createTable", table: tableOf("n", { columns: [] }) }] },
    {
      claim: "columns of a virtual table",
      ops: [{ kind: "createTable", table: tableOf("n", { options: { virtual: "fts5(a)" } }) }],
    },
    {
      claim: "the name of a trigger that its definition calls otherwise",
      ops: [{ kind: "createTrigger", trigger: { ...trigger, name: "other" } }],
    },
    {
      claim: "the table of a trigger whose definition is of another",
      ops: [{ kind: "createTrigger", trigger: { ...trigger, table: "p" } }],
    },
    {
      claim: "a trigger that is gone with the connection",
      ops: [{ kind: "createTrigger", trigger: { ...trigger, definition: trigger.definition.replace(" ", " TEMP ") } }],
    },
  ])("$claim", ({ ops }) => {
    expect(() => plan(ops, before, { version: "3.53.0" })).toThrow(/SQLite has no|its definition is/);
  });
});

describe("the default namespace by SQLite's own name", () => {
  it.each<Op>([
    { kind: "addColumn", table: "t", schema: "main", column },
    { kind: "createTable", table: { ...created, schema: "main" } },
    { kind: "createView", view: { ...view, schema: "main" } },
    {
      kind: "createForeignKey",
      table: "t",
      foreignKey: { columns: ["a"], references: { table: "p", schema: "main", columns: [] } },
    },
  ])("is taken in $kind", (op) => {
    expect(outcome(op)).toMatch(/^[^;]*"/);
    expect(outcome(op)).not.toContain("main");
  });
});

import { describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import { plan } from "../../src/dialects/postgres/plan.ts";
import { loadParser } from "../../src/dialects/postgres/syntax-tree.ts";
import type { Op, OpKind, OpOf } from "../../src/ops/op.ts";
import type { SequenceOptions } from "../../src/schema/numbering.ts";
import type {
  Attribute,
  Check,
  Column,
  CompositeType,
  Domain,
  EnumType,
  Exclusion,
  Extension,
  ForeignKey,
  Index,
  IndexPart,
  KeyColumnOptions,
  Policy,
  PrimaryKey,
  RangeType,
  Routine,
  Rule,
  Schema,
  Sequence,
  Statistics,
  Table,
  Trigger,
  Unique,
  View,
} from "../../src/schema/schema.ts";
import { emptySchema } from "../../src/schema/schema.ts";
import type { TableOptions } from "../../src/schema/table-options.ts";
import type { ViewProperties } from "../../src/schema/view-properties.ts";

await loadParser();

/** Each field of a record with values that say something else than the base does. A field that is added to a record must be added here. */
type Others<T> = { readonly [F in keyof T]-?: readonly Exclude<T[F], undefined>[] };

const text = { kind: "text" } as const;
const no: readonly never[] = [];

const keyOptions: Others<KeyColumnOptions> = { descending: [true], collation: ["C"] };
const sequenceOptions: Others<SequenceOptions> = {
  type: ["smallint", "integer"],
  start: ["5"],
  increment: ["-1"],
  min: ["-7"],
  max: ["7"],
  cache: ["20"],
  cycle: [true],
};

const column: Column = { name: "z", type: text, nullable: true };
const number: Column = { name: "z", type: { kind: "integer" }, nullable: false };
const columns: Others<Column> = {
  name: ["y"],
  type: [{ kind: "integer" }, { kind: "varchar", length: 5 }, { kind: "tsvector" }, { kind: "tinyint" }],
  nullable: [false],
  default: ["x", 0, true, { sql: "CURRENT_TIMESTAMP" }],
  generated: [
    { expression: "1", stored: false },
    { expression: "1", stored: true },
  ],
  identity: no,
  autoincrement: no,
  collation: ["C"],
  onUpdate: ["now()"],
  invisible: [true],
  comment: ["why"],
  onNullConflict: ["replace"],
  notNull: no,
  compression: ["lz4"],
  storage: ["external", "main"],
  statistics: [0, 500],
};

const numbers: Others<Pick<Column, "identity" | "autoincrement" | "notNull">> = {
  identity: [
    { always: true },
    { always: false },
    ...variants({}, sequenceOptions).map((options) => ({ always: true, options })),
  ],
  autoincrement: [true],
  notNull: [{ name: "nn" }, { notValid: true }, { noInherit: true }],
};
const allColumns = [...variants(column, columns), ...variants(number, numbers as Others<Column>)];

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

const exclusion: Exclusion = { elements: [{ expression: "a", operator: "=" }] };
const exclusions: Others<Exclusion> = {
  name: ["ex"],
  method: ["gist"],
  elements: [
    [],
    [{ expression: "b", operator: "=" }],
    [{ expression: "a", operator: "&&" }],
    [{ expression: "a + 1", operator: "=" }],
    [...exclusion.elements, { expression: "b", operator: "=" }],
  ],
  where: ["a > 0"],
  deferrable: ["initially deferred", "initially immediate"],
  comment: ["why"],
};

type AnyPart = IndexPart & { readonly column?: string; readonly expression?: string };

const parts: Others<AnyPart> = {
  column: ["b"],
  expression: no,
  descending: [true],
  nulls: ["first", "last"],
  collation: ["C"],
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
  method: ["hash", "fulltext", "spatial"],
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
  replicaIdentity: ["full", "nothing"],
  ofType: [{ name: "c" }, { name: "c", schema: "other" }],
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
  columns: [created.columns.slice(0, 1), ...allColumns.map((other) => [...created.columns, other])],
  primaryKey: variants(primaryKey, primaryKeys),
  uniques: variants(unique, uniques).map((other) => [other]),
  checks: variants(check, checks).map((other) => [other]),
  foreignKeys: variants(foreignKey, foreignKeys).map((other) => [other]),
  exclusions: variants(exclusion, exclusions).map((other) => [other]),
  indexes: variants(index, indexes).map((other) => [other]),
  comment: ["why"],
  options: variants({}, options),
  partitionOf: [{ table: "p", bound: "DEFAULT" }],
  partNames: [{ indexes: { p_pkey: "n_key" } }],
  inherits: [[{ name: "p" }]],
  ownDefaults: [{ a: 1 }],
  ownColumns: [{ a: { nullable: false } }, { a: { statistics: 50 } }],
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
  indexes: variants(index, indexes).map((other) => [other]),
  barrier: [true],
  checkOption: ["local", "cascaded"],
  columnDefaults: [{ a: "1" }],
  storage: [{ fillfactor: "70" }],
  tablespace: ["fast"],
  accessMethod: ["heap2"],
  columnOptions: [{ a: { statistics: 50 } }],
};
const totals: View = { ...view, materialized: true };
const properties: Others<ViewProperties> = {
  security: ["invoker"],
  algorithm: ["merge", "temptable"],
  barrier: [true],
  checkOption: ["local", "cascaded"],
  columnDefaults: [{ a: "1" }],
  storage: [{ fillfactor: "70" }],
  tablespace: ["fast"],
  accessMethod: ["heap2"],
  columnOptions: [{ a: { statistics: 50 } }],
};

const trigger: Trigger = {
  name: "new_tr",
  table: "t",
  definition: "CREATE TRIGGER new_tr AFTER INSERT ON t EXECUTE FUNCTION f()",
};

const rule: Rule = {
  name: "new_ru",
  table: "t",
  definition: "CREATE RULE new_ru AS ON INSERT TO t DO INSTEAD NOTHING",
};

const statistics: Statistics = { name: "new_st", table: { name: "t" }, parts: [{ column: "a" }, { column: "b" }] };
const allStatistics: Others<Statistics> = {
  name: ["x"],
  schema: ["other"],
  table: [{ name: "p" }, { name: "t", schema: "other" }],
  parts: [[{ column: "b" }, { column: "a" }], [{ expression: "lower(b)" }], [{ column: "a" }, { expression: "a + 1" }]],
  kinds: [["mcv"], ["ndistinct", "dependencies"]],
  target: [0, 100],
  comment: ["why"],
};

const routine: Routine = {
  name: "new_f",
  kind: "function",
  arguments: "integer",
  definition: "CREATE FUNCTION new_f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
};
const routines: Others<Routine> = {
  name: ["g"],
  schema: ["other"],
  kind: ["procedure"],
  arguments: no,
  definition: [`${routine.definition} `, routine.definition.replace("new_f", "g")],
  comment: ["why"],
};

const mood: EnumType = { name: "new_e", values: ["a", "b"] };
const enums: Others<EnumType> = { name: ["f"], schema: ["other"], values: [["b", "a"], ["a"]], comment: ["why"] };

const sequence: Sequence = { name: "new_s" };
const sequences: Others<Sequence> = {
  ...sequenceOptions,
  name: ["r"],
  schema: ["other"],
  ownedBy: [{ table: "t", column: "a" }],
  comment: ["why"],
};

const domain: Domain = { name: "new_d", type: { kind: "integer" }, nullable: true, checks: [] };
const domains: Others<Domain> = {
  name: ["other_d"],
  schema: ["other"],
  type: [text, { kind: "named", name: "dd" }, { kind: "tinyint" }],
  collation: ["C"],
  default: [1, { sql: "1 + 1" }],
  nullable: [false],
  checks: [
    [{ name: "k", expression: "VALUE > 0" }],
    [{ name: "k", expression: "VALUE > 0", notValid: true }],
    [{ name: "k", expression: "VALUE > 0", noInherit: true }],
    [{ name: "k", expression: "VALUE > 0", notEnforced: true }],
  ],
  comment: ["why"],
};

const attributes: Others<Attribute> = {
  name: ["y"],
  type: [{ kind: "integer" }, { kind: "tinyint" }],
  collation: ["C"],
  comment: ["why"],
};
const composite: CompositeType = { name: "new_c", attributes: [{ name: "x", type: text }] };
const composites: Others<CompositeType> = {
  name: ["other_c"],
  schema: ["other"],
  attributes: [[], ...variants({ name: "x", type: text }, attributes).map((each) => [each])],
  comment: ["why"],
};

const range: RangeType = { name: "new_r", subtype: text };
const ranges: Others<RangeType> = {
  name: ["other_r"],
  schema: ["other"],
  subtype: [{ kind: "integer" }, { kind: "tinyint" }],
  opclass: ["text_pattern_ops"],
  collation: ["C"],
  difference: ["apart"],
  multirange: ["new_rs"],
  comment: ["why"],
};

const before: Schema = {
  ...emptySchema,
  extensions: [{ name: "ltree" }],
  domains: [{ ...domain, name: "dd", default: 3, checks: [{ name: "k", expression: "VALUE > 0" }] }],
  composites: [{ name: "cc", attributes: [{ name: "x", type: { kind: "integer" } }] }],
  ranges: [{ ...range, name: "rr" }],
  namespaces: ["other", "s"],
  enums: [
    { name: "e", values: ["a", "b"] },
    { name: "d", values: ["a", "b"] },
    { name: "e", schema: "other", values: ["a", "b"] },
  ],
  sequences: [{ name: "q" }, { name: "r" }, { name: "q", schema: "other" }],
  routines: [
    { ...routine, name: "f" },
    { ...routine, name: "f", kind: "procedure" },
    { ...routine, name: "f", schema: "other" },
    { ...routine, name: "g" },
  ],
  tables: [
    tableOf("t", {
      uniques: [{ name: "u", columns: ["b"] }, { columns: ["a", "b"] }],
      checks: [{ name: "k", expression: "a > 0" }, { expression: "a < 9" }],
      foreignKeys: [{ name: "f", columns: ["a"], references: { table: "p", columns: ["id"] } }],
      indexes: [{ name: "ix", parts: [{ column: "b" }] }],
      comment: "old",
      options: { storage: { autovacuum_enabled: "false" } },
    }),
    tableOf("p"),
    tableOf("t", { schema: "other" }),
    tableOf("keyed", { primaryKey: { columns: ["a"] } }),
    tableOf("parted", { options: { partitionBy: "LIST (a)" } }),
    tableOf("part", { columns: [], partitionOf: { table: "parted", bound: "DEFAULT" } }),
    tableOf("heir", { columns: [], inherits: [{ name: "p" }] }),
    tableOf("empty", { columns: [{ name: "a", type: { kind: "integer" }, nullable: true }] }),
  ],
  views: [
    { name: "v", definition: "SELECT a FROM t" },
    { name: "v", schema: "other", definition: "SELECT a FROM t" },
    { name: "mv", materialized: true, definition: "SELECT a FROM t" },
    { name: "mv", schema: "other", materialized: true, definition: "SELECT a FROM t" },
    { name: "mv", definition: "SELECT a FROM t", materialized: true },
  ],
  triggers: [{ ...trigger, name: "tr", definition: trigger.definition.replaceAll("new_tr", "tr") }],
  rules: [{ ...rule, name: "ru", definition: rule.definition.replaceAll("new_ru", "ru") }],
  statistics: [
    { ...statistics, name: "st", target: 10 },
    { ...statistics, name: "st", schema: "other" },
  ],
  policies: [
    { name: "po", table: "t" },
    { name: "other", table: "t" },
    { name: "po", table: "p" },
    { name: "po", schema: "other", table: "t" },
  ],
};

const policy: Policy = { name: "new_po", table: "t", using: "a > 0" };
const policies: Others<Policy> = {
  name: ["x"],
  schema: ["other"],
  table: ["p"],
  command: ["select", "update", "delete"],
  roles: [["app"], ["app", "other"]],
  using: ["a > 1"],
  check: ["a > 2"],
  restrictive: [true],
  comment: ["why"],
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
    others: { table: ["p"], schema: ["other"], options: variants({}, options) },
  },
  setTableComment: {
    base: { kind: "setTableComment", table: "t" },
    others: { table: ["p"], schema: ["other"], comment: ["why"] },
  },
  addColumn: {
    base: { kind: "addColumn", table: "t", column },
    others: { joined: no, ...onTable, column: allColumns, position: ["first", { after: "a" }], ifNotExists: [true] },
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
    base: { kind: "alterColumn", table: "t", column: "b", changes: { type: { kind: "varchar" } } },
    others: {
      joined: no,
      ...onTable,
      column: ["a"],
      changes: variants({}, { ...columns, name: no }),
      using: ["upper(b)"],
      dataLoss: no,
      online: [true],
    },
    bases: { online: { kind: "alterColumn", table: "t", column: "b", changes: { nullable: false } } },
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
    base: { kind: "createExclusion", table: "t", exclusion },
    others: { ...onTable, exclusion: variants(exclusion, exclusions) },
  },
  validateConstraint: {
    base: { kind: "validateConstraint", table: "t", type: "check", name: "k" },
    others: { ...onTable, type: ["foreignkey"], name: ["absent"], columns: [["a"]], expression: ["a < 9"] },
    bases: {
      columns: { kind: "validateConstraint", table: "t", type: "foreignkey" },
      expression: { kind: "validateConstraint", table: "t", type: "check" },
    },
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
  createNamespace: {
    base: { kind: "createNamespace", name: "n" },
    others: { name: ["m"], ifNotExists: [true], comment: ["why"] },
  },
  dropNamespace: { base: { kind: "dropNamespace", name: "s" }, others: { name: ["absent"], ifExists: [true] } },
  createView: {
    base: { kind: "createView", view },
    others: { view: variants(view, views), replace: [true], withoutData: [true] },
    bases: { withoutData: { kind: "createView", view: totals } },
  },
  setViewOptions: {
    base: { kind: "setViewOptions", name: "mv", options: {} },
    others: { name: ["absent"], schema: ["other"], options: variants({}, properties) },
    bases: {
      name: { kind: "setViewOptions", name: "mv", options: { tablespace: "fast" } },
      schema: { kind: "setViewOptions", name: "mv", options: { tablespace: "fast" } },
    },
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
        { ...trigger, name: "other" },
        { ...trigger, table: "p" },
        { ...trigger, comment: "why" },
        { ...trigger, definition: `${trigger.definition} ` },
        { ...trigger, state: "disabled" },
      ],
    },
  },
  dropTrigger: {
    base: { kind: "dropTrigger", table: "t", name: "tr" },
    others: { ...onTable, name: ["absent"], ifExists: [true] },
  },
  attachPartition: {
    base: { kind: "attachPartition", table: "t", partition: { name: "p" }, bound: "DEFAULT" },
    others: { ...onTable, partition: [{ name: "empty" }], bound: ["FOR VALUES IN (1)"] },
  },
  detachPartition: {
    base: { kind: "detachPartition", table: "parted", partition: { name: "part" } },
    others: { ...onTable, partition: [{ name: "p" }], concurrently: [true] },
  },
  addInheritance: {
    base: { kind: "addInheritance", table: "t", parent: { name: "p" } },
    others: { ...onTable, table: ["empty"], parent: [{ name: "empty" }] },
  },
  dropInheritance: {
    base: { kind: "dropInheritance", table: "heir", parent: { name: "p" } },
    others: { ...onTable, parent: [{ name: "t" }] },
  },
  setTriggerState: {
    base: { kind: "setTriggerState", table: "t", name: "tr" },
    others: { ...onTable, name: ["absent"], state: ["disabled", "replica", "always"] },
  },
  createRule: {
    base: { kind: "createRule", rule },
    others: {
      rule: [
        { ...rule, schema: "other" },
        { ...rule, name: "other" },
        { ...rule, table: "p" },
        { ...rule, comment: "why" },
        { ...rule, definition: `${rule.definition} ` },
        { ...rule, state: "disabled" },
      ],
    },
  },
  dropRule: {
    base: { kind: "dropRule", table: "t", name: "ru" },
    others: { ...onTable, name: ["absent"], ifExists: [true] },
  },
  setRuleState: {
    base: { kind: "setRuleState", table: "t", name: "ru" },
    others: { ...onTable, name: ["absent"], state: ["disabled", "replica", "always"] },
  },
  createStatistics: {
    base: { kind: "createStatistics", statistics },
    others: { statistics: [...variants(statistics, allStatistics), { ...statistics, parts: [{ column: "a" }] }] },
  },
  dropStatistics: {
    base: { kind: "dropStatistics", name: "st" },
    others: { name: ["absent"], schema: ["other"], ifExists: [true] },
  },
  setStatisticsTarget: {
    base: { kind: "setStatisticsTarget", name: "st" },
    others: { name: ["absent"], schema: ["other"], target: [0, 100] },
  },
  createPolicy: {
    base: { kind: "createPolicy", policy },
    others: { policy: variants(policy, policies) },
  },
  dropPolicy: {
    base: { kind: "dropPolicy", table: "t", name: "po" },
    others: { ...onTable, name: ["other"], ifExists: [true] },
  },
  alterPolicy: {
    base: { kind: "alterPolicy", table: "t", name: "po", changes: { using: "a > 0" } },
    others: {
      ...onTable,
      name: ["other"],
      changes: [{ using: "a > 1" }, { check: "a > 0" }, { roles: null }, { roles: ["app"] }],
    },
  },
  createRoutine: {
    base: { kind: "createRoutine", routine },
    others: { routine: variants(routine, routines), replace: [true] },
  },
  dropRoutine: {
    base: { kind: "dropRoutine", name: "f", routine: "function", arguments: "integer" },
    others: { name: ["g"], schema: ["other"], routine: ["procedure"], arguments: ["text"], ifExists: [true] },
  },
  createEnum: {
    base: { kind: "createEnum", enum: mood },
    others: { enum: variants(mood, enums), ifNotExists: [true] },
  },
  dropEnum: {
    base: { kind: "dropEnum", name: "e" },
    others: { name: ["d"], schema: ["other"], ifExists: [true] },
  },
  addEnumValue: {
    base: { kind: "addEnumValue", name: "e", value: "c" },
    others: { name: ["d"], schema: ["other"], value: ["d"], before: ["a"] },
  },
  alterEnum: {
    base: { kind: "alterEnum", name: "e", values: ["b", "a"] },
    others: { name: ["d"], schema: ["other"], values: [["a"], ["a", "c", "b"]], comment: ["why?"] },
  },
  renameEnumValue: {
    base: { kind: "renameEnumValue", name: "e", value: "a", to: "c" },
    others: { name: ["d"], schema: ["other"], value: ["b"], to: ["d"] },
  },
  createDomain: { base: { kind: "createDomain", domain }, others: { domain: variants(domain, domains) } },
  dropDomain: {
    base: { kind: "dropDomain", name: "dd" },
    others: { name: ["absent"], schema: ["other"], ifExists: [true] },
    bases: { ifExists: { kind: "dropDomain", name: "absent" } },
  },
  alterDomain: {
    base: { kind: "alterDomain", name: "dd", changes: { nullable: false } },
    others: {
      name: ["absent"],
      schema: ["other"],
      changes: [
        { type: { kind: "bigint" } },
        { collation: "C" },
        { default: null },
        { default: 5 },
        { nullable: true },
        { checks: [{ name: "z", expression: "VALUE > 1" }] },
      ],
    },
  },
  createDomainCheck: {
    base: { kind: "createDomainCheck", name: "dd", check: { name: "k2", expression: "VALUE > 2" } },
    others: {
      name: ["absent"],
      schema: ["other"],
      check: variants({ name: "k2", expression: "VALUE > 2" }, { ...checks, expression: ["VALUE > 3"] }),
    },
  },
  dropDomainCheck: {
    base: { kind: "dropDomainCheck", name: "dd", check: "k" },
    others: { name: ["absent"], schema: ["other"], check: ["absent"], ifExists: [true] },
  },
  createComposite: {
    base: { kind: "createComposite", composite },
    others: { composite: variants(composite, composites) },
  },
  dropComposite: {
    base: { kind: "dropComposite", name: "cc" },
    others: { name: ["absent"], schema: ["other"], ifExists: [true] },
    bases: { ifExists: { kind: "dropComposite", name: "absent" } },
  },
  addAttribute: {
    base: { kind: "addAttribute", name: "cc", attribute: { name: "z", type: text } },
    others: { name: ["absent"], schema: ["other"], attribute: variants({ name: "z", type: text }, attributes) },
  },
  dropAttribute: {
    base: { kind: "dropAttribute", name: "cc", attribute: "x" },
    others: { name: ["absent"], schema: ["other"], attribute: ["absent"], ifExists: [true] },
  },
  alterAttribute: {
    base: { kind: "alterAttribute", name: "cc", attribute: "x", type: { kind: "bigint" } },
    others: { name: ["absent"], schema: ["other"], attribute: ["absent"], type: [text], collation: ["C"] },
  },
  createRange: { base: { kind: "createRange", range }, others: { range: variants(range, ranges) } },
  dropRange: {
    base: { kind: "dropRange", name: "rr" },
    others: { name: ["absent"], schema: ["other"], ifExists: [true] },
    bases: { ifExists: { kind: "dropRange", name: "absent" } },
  },
  replaceRange: {
    base: { kind: "replaceRange", range: { ...range, name: "rr" } },
    others: { range: variants({ ...range, name: "rr" }, { ...ranges, name: ["absent"] }) },
  },
  createExtension: {
    base: { kind: "createExtension", extension: { name: "citext" } },
    others: {
      extension: variants<Extension>(
        { name: "citext" },
        { name: ["hstore"], schema: ["other"], version: ["1.5"], comment: ["why"] },
      ),
      ifNotExists: [true],
    },
  },
  dropExtension: {
    base: { kind: "dropExtension", name: "ltree" },
    others: { name: ["absent"], ifExists: [true] },
    bases: { ifExists: { kind: "dropExtension", name: "absent" } },
  },
  alterExtension: {
    base: { kind: "alterExtension", name: "ltree" },
    others: { name: ["absent"], schema: ["other"], version: ["1.2"] },
  },
  setComment: {
    base: { kind: "setComment", on: { kind: "type", name: "cc" } },
    others: {
      on: [
        { kind: "type", name: "e" },
        { kind: "type", name: "absent" },
        { kind: "attribute", name: "cc", attribute: "x" },
        { kind: "attribute", name: "cc", attribute: "absent" },
        { kind: "index", name: "ix", table: "t" },
        { kind: "index", name: "absent", table: "t" },
        { kind: "view", name: "v" },
        { kind: "view", name: "mv" },
        { kind: "view", name: "absent" },
        { kind: "viewColumn", name: "v", column: "a" },
        { kind: "constraint", name: "u", table: "t" },
        { kind: "constraint", name: "absent", table: "t" },
        { kind: "domainCheck", name: "k", domain: "dd" },
        { kind: "sequence", name: "q" },
        { kind: "trigger", name: "tr", table: "t" },
        { kind: "rule", name: "ru", table: "t" },
        { kind: "policy", name: "po", table: "t" },
        { kind: "statistics", name: "st" },
        { kind: "function", name: "f", arguments: "integer" },
        { kind: "procedure", name: "f", arguments: "integer" },
        { kind: "namespace", name: "s" },
        { kind: "extension", name: "ltree" },
      ],
      comment: ["why"],
    },
  },
  createSequence: {
    base: { kind: "createSequence", sequence },
    others: { sequence: variants(sequence, sequences), ifNotExists: [true] },
  },
  dropSequence: {
    base: { kind: "dropSequence", name: "q" },
    others: { name: ["r"], schema: ["other"], ifExists: [true] },
  },
  setSequenceOwner: {
    base: { kind: "setSequenceOwner", name: "q" },
    others: {
      name: ["r"],
      schema: ["other"],
      ownedBy: [
        { table: "t", column: "a" },
        { table: "t", column: "absent" },
      ],
    },
  },
  alterSequence: {
    base: { kind: "alterSequence", name: "q", options: {} },
    others: { name: ["r"], schema: ["other"], options: variants({}, sequenceOptions) },
  },
  bulkInsert: {
    base: { kind: "bulkInsert", table: "t", rows: [{ a: 1 }] },
    others: {
      ...onTable,
      rows: [[{ a: 2 }], [{ b: 1 }], [{ a: 1 }, { a: 1 }], [{ a: null }], [{ a: { sql: "1 + 1" } }], [{}], []],
    },
  },
  backfill: {
    base: { kind: "backfill", table: "keyed", set: { b: 1 } },
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
    return plan([op], before, { version: "18.4" })
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

  it.each(variants<ViewProperties>({}, properties))("setViewOptions of a view %j", (options) => {
    const plain: Op = { kind: "setViewOptions", name: "v", options: {} };
    expect(outcome({ ...plain, options })).not.toBe(outcome(plain));
  });

  const { materialized: _, ...ofTotals } = views;
  it.each(variants(totals, ofTotals as Others<View>))("a materialized view's %j", (other) => {
    expect(outcome({ kind: "createView", view: other })).not.toBe(outcome({ kind: "createView", view: totals }));
  });

  it.each([...variants(number, numbers as Others<Column>)])("a column's %j", (other) => {
    const plain: Op = { kind: "addColumn", table: "t", column: number };
    expect(outcome({ ...plain, column: other })).not.toBe(outcome(plain));
  });

  it.each(variants<Pick<Column, "identity" | "autoincrement" | "notNull">>({}, numbers))(
    "alterColumn.changes of a number %j",
    (changes) => {
      const plain: Op = { kind: "alterColumn", table: "t", column: "a", changes: {} };
      expect(outcome({ ...plain, changes })).not.toBe(outcome(plain));
    },
  );
});

/** What a refusal says PostgreSQL doesn't have, or undefined for what it does. */
function lacking(op: Op): string | undefined {
  try {
    plan([op], before, { version: "18.4" });
    return undefined;
  } catch (error) {
    if (isLimbeckError(error) && error.code === "DIALECT_UNSUPPORTED")
      return String(error.details?.["lacking"] ?? error.message);
    if (isLimbeckError(error)) return undefined;
    throw error;
  }
}

describe("what is refused", () => {
  it("is this, and nothing else", () => {
    const refused = new Set(flips.map(({ to }) => lacking(to)).filter((what) => what !== undefined));
    expect([...refused].sort()).toMatchInlineSnapshot(`
      [
        "MATCH PARTIAL",
        "NO INHERIT of a domain's check",
        "NOT ENFORCED of a domain's check",
        "ON CONFLICT of NOT NULL",
        "ON CONFLICT of a constraint",
        "ON UPDATE of a column (use a trigger)",
        "PostgreSQL has no type for {"kind":"tinyint"}.",
        "STRICT tables (its types are always enforced)",
        "algorithms of a view",
        "alterColumn, column "t.b": PostgreSQL doesn't turn text into integer by itself.",
        "alterColumn, column "t.b": PostgreSQL doesn't turn text into tsvector by itself.",
        "character sets of a table",
        "collations and directions in a key (use a unique index)",
        "collations of a table (give them to its columns)",
        "createRoutine, function "g": its definition is of "new_f".",
        "createRoutine, function "new_f": its definition is of "g".",
        "createRoutine, function "other.new_f": its definition is of "new_f".",
        "createRoutine, procedure "new_f": its definition is no plain CREATE PROCEDURE.",
        "createRule, rule "new_ru" on "p": its definition is of "new_ru".",
        "createRule, rule "new_ru" on "t": its definition is of "new_ru".",
        "createRule, rule "other" on "t": its definition is of "new_ru".",
        "createTrigger, trigger "new_tr" on "p": its definition is of "new_tr".",
        "createTrigger, trigger "new_tr" on "t": its definition is of "new_tr".",
        "createTrigger, trigger "other" on "t": its definition is of "new_tr".",
        "exclusion constraint without elements",
        "identity whose sequence has another type than the column",
        "index method fulltext (use gin on a tsvector)",
        "index method spatial (use gist)",
        "indexes of a view that isn't materialized",
        "indexes of the beginning of a column (index an expression such as left(name, 10))",
        "invisible columns",
        "invisible indexes",
        "part of index "p_pkey", which its table doesn't have",
        "place for a new column but the last",
        "row formats",
        "security options, check options and defaults of a materialized view",
        "statistics of a single column",
        "storage engines by that name",
        "storage of a view that isn't materialized",
        "system versioning",
        "tables without a rowid",
        "virtual tables",
        "way to change how a table is partitioned",
      ]
    `);
  });

  it.each<{ readonly claim: string; readonly op: Op; readonly since: number }>([
    {
      claim: "NULLS NOT DISTINCT of a constraint",
      op: { kind: "createUnique", table: "t", unique: { ...unique, nullsNotDistinct: true } },
      since: 15,
    },
    {
      claim: "NULLS NOT DISTINCT of an index",
      op: { kind: "createIndex", table: "t", index: { ...index, nullsNotDistinct: true } },
      since: 15,
    },
    {
      claim: "a virtual column",
      op: { kind: "addColumn", table: "t", column: { ...column, generated: { expression: "b", stored: false } } },
      since: 18,
    },
    {
      claim: "a virtual column of a new table",
      op: {
        kind: "createTable",
        table: tableOf("n", { columns: [{ ...column, generated: { expression: "'b'", stored: false } }] }),
      },
      since: 18,
    },
    {
      claim: "NOT ENFORCED",
      op: { kind: "createCheck", table: "t", check: { ...check, notEnforced: true } },
      since: 18,
    },
    {
      claim: "NOT ENFORCED of a foreign key",
      op: { kind: "createForeignKey", table: "t", foreignKey: { ...foreignKey, notEnforced: true } },
      since: 18,
    },
    {
      claim: "PERIOD",
      op: { kind: "createForeignKey", table: "t", foreignKey: { ...foreignKey, period: true } },
      since: 18,
    },
    {
      claim: "WITHOUT OVERLAPS",
      op: { kind: "createUnique", table: "t", unique: { ...unique, withoutOverlaps: true } },
      since: 18,
    },
    {
      claim: "a NOT NULL with a name",
      op: { kind: "addColumn", table: "t", column: { ...column, nullable: false, notNull: { name: "nn" } } },
      since: 18,
    },
    {
      claim: "columns that ON DELETE sets",
      op: { kind: "createForeignKey", table: "t", foreignKey: { ...foreignKey, setColumns: ["a"] } },
      since: 15,
    },
    {
      claim: "compression of a column",
      op: { kind: "addColumn", table: "t", column: { ...column, compression: "lz4" } },
      since: 14,
    },
    {
      claim: "a multirange",
      op: { kind: "addColumn", table: "t", column: { ...column, type: { kind: "nummultirange" } } },
      since: 14,
    },
    {
      claim: "security_invoker",
      op: { kind: "createView", view: { ...view, security: "invoker" } },
      since: 15,
    },
    {
      claim: "statistics of an expression",
      op: { kind: "createStatistics", statistics: { ...statistics, parts: [{ expression: "a + 1" }] } },
      since: 14,
    },
    {
      claim: "the name of lists of ranges",
      op: { kind: "createRange", range: { ...range, multirange: "new_rs" } },
      since: 14,
    },
  ])("$claim before PostgreSQL $since", ({ op, since }) => {
    expect(plan([op], before, { version: `${since}.1` })).not.toEqual([]);
    expect(() => plan([op], before, { version: `${since - 1}.9` })).toThrow(`PostgreSQL ${since - 1}.9 has no `);
  });

  it.each<{ readonly claim: string; readonly column: Column }>([
    { claim: "an identity with a default", column: { ...number, identity: { always: true }, default: 1 } },
    { claim: "autoincrement with a default", column: { ...number, autoincrement: true, default: 1 } },
    {
      claim: "a generated column with a default",
      column: { ...column, generated: { expression: "b", stored: true }, default: "" },
    },
    { claim: "a NOT NULL with a name that may be NULL", column: { ...column, notNull: { name: "nn" } } },
    { claim: "autoincrement of a text", column: { ...column, autoincrement: true } },
    { claim: "an identity of a text", column: { ...column, identity: { always: true } } },
    {
      claim: "an identity with a sequence of another type",
      column: { ...number, identity: { always: true, options: { type: "bigint" } } },
    },
  ])("$claim", ({ column: odd }) => {
    expect(lacking({ kind: "addColumn", table: "t", column: odd })).toBeDefined();
    expect(lacking({ kind: "createTable", table: tableOf("n", { columns: [odd] }) })).toBeDefined();
  });
});

describe("the default namespace by its usual name", () => {
  it.each<Op>([
    { kind: "addColumn", table: "t", schema: "public", column },
    { kind: "createTable", table: { ...created, schema: "public" } },
    { kind: "createView", view: { ...view, schema: "public" } },
    {
      kind: "createRule",
      rule: { ...rule, schema: "public", definition: rule.definition.replace("TO t", "TO public.t") },
    },
    {
      kind: "createStatistics",
      statistics: { ...statistics, schema: "public", table: { name: "t", schema: "public" } },
    },
    { kind: "createEnum", enum: { ...mood, schema: "public" } },
    { kind: "createSequence", sequence: { ...sequence, schema: "public" } },
    {
      kind: "createRoutine",
      routine: { ...routine, schema: "public", definition: routine.definition.replace("new_f", "public.new_f") },
    },
    {
      kind: "createForeignKey",
      table: "t",
      foreignKey: { columns: ["a"], references: { table: "p", schema: "public", columns: [] } },
    },
  ])("is the default one in $kind", (op) => {
    expect(outcome(op)).toMatch(/^(?:CREATE|ALTER)/);
    expect(outcome(op)).not.toContain('"public"');
  });

  it("is another one where the schema has it beside the default one", () => {
    const state: Schema = {
      ...before,
      namespaces: ["public"],
      tables: [...before.tables, tableOf("t", { schema: "public" })],
    };
    const [statement] = plan([{ kind: "dropTable", table: "t", schema: "public" }], state, { version: "18.4" });
    expect(statement?.sql).toBe('DROP TABLE "public"."t"');
  });
});

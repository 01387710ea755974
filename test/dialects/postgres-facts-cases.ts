import type { ColumnChanges } from "../../src/ops/column-ops.ts";
import type { Op } from "../../src/ops/op.ts";
import type { DomainChanges } from "../../src/ops/own-type-ops.ts";
import type { Column, Table } from "../../src/schema/schema.ts";
import type { ColumnType } from "../../src/schema/types.ts";

const text = { kind: "text" } as const;
const integer = { kind: "integer" } as const;
const plain = { uniques: [], checks: [], foreignKeys: [], exclusions: [], indexes: [], options: {} };

export function column(name: string, type: ColumnType = integer, more: Partial<Column> = {}): Column {
  return { name, type, nullable: true, ...more };
}

/** A table whose columns take part in all that a table can have. */
const big: Table = {
  ...plain,
  name: "t",
  columns: [
    column("id", integer, { nullable: false }),
    column("a"),
    column("other"),
    column("b", text),
    column("checked"),
    column("proven"),
    column("keyed"),
    column("doubled", integer, { generated: { expression: "a * 2", stored: true } }),
    column("numbered", integer, { nullable: false, identity: { always: true } }),
    column("serial", integer, { nullable: false, autoincrement: true }),
    column("mood", { kind: "named", name: "mood" }, { default: "sad" }),
    column("p_id"),
    column("commented", text, { comment: "why" }),
  ],
  primaryKey: { columns: ["id"] },
  uniques: [{ name: "t_keyed", columns: ["keyed"] }],
  checks: [
    { name: "t_checked", expression: "checked > 0" },
    { name: "t_proven", expression: "(proven IS NOT NULL) AND (proven > 0)" },
  ],
  foreignKeys: [{ name: "t_p", columns: ["p_id"], references: { table: "p", columns: ["id"] } }],
  indexes: [
    { name: "t_b", parts: [{ column: "b" }] },
    { name: "t_upper", parts: [{ expression: "upper(commented)" }] },
  ],
};

const routine = { name: "f", kind: "function", arguments: "" } as const;
const body = "() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'";
const ofColumns = (table: string, ...names: readonly string[]) => ({
  table: { name: table },
  parts: names.map((name) => ({ column: name })),
});
const triggerText = (name: string, table = "p") =>
  `CREATE TRIGGER ${name} AFTER INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION f()`;

/** What is there before each case. */
export const fixture: readonly Op[] = [
  { kind: "createExtension", extension: { name: "hstore", version: "1.4" } },
  { kind: "createDomain", domain: { name: "d", type: integer, nullable: true, checks: [] } },
  { kind: "createComposite", composite: { name: "single", attributes: [{ name: "a", type: integer }] } },
  { kind: "createTable", table: { ...plain, name: "singles", columns: [column("a")] } },
  {
    kind: "createDomain",
    domain: {
      name: "dd",
      type: { kind: "named", name: "d" },
      nullable: true,
      checks: [{ name: "k", expression: "VALUE > 0" }],
    },
  },
  {
    kind: "createComposite",
    composite: {
      name: "pair",
      attributes: [
        { name: "a", type: integer },
        { name: "b", type: text },
      ],
    },
  },
  { kind: "createComposite", composite: { name: "unused", attributes: [{ name: "a", type: integer }] } },
  { kind: "createRange", range: { name: "span", subtype: text } },
  {
    kind: "createTable",
    table: {
      ...plain,
      name: "own",
      columns: [
        column("d", { kind: "named", name: "d" }, { default: 1 }),
        column("dd", { kind: "named", name: "dd" }),
        column("pair", { kind: "named", name: "pair" }),
        column("span", { kind: "named", name: "span" }),
      ],
    },
  },
  { kind: "execute", sql: "CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler" },
  { kind: "createEnum", enum: { name: "mood", values: ["sad", "ok"] } },
  { kind: "createNamespace", name: "n" },
  { kind: "createSequence", sequence: { name: "s" } },
  { kind: "createRoutine", routine: { ...routine, definition: `CREATE FUNCTION f${body}` } },
  {
    kind: "createTable",
    table: {
      ...plain,
      name: "p",
      columns: [column("id", integer, { nullable: false }), column("code", text, { nullable: false })],
      primaryKey: { columns: ["id"] },
      uniques: [{ name: "p_code", columns: ["code"] }],
    },
  },
  { kind: "createTable", table: big },
  {
    kind: "createTable",
    table: {
      ...plain,
      name: "child",
      columns: [column("t_id", integer), column("code", text)],
      foreignKeys: [{ name: "child_t", columns: ["t_id"], references: { table: "t", columns: [] } }],
    },
  },
  {
    kind: "createTable",
    table: {
      ...plain,
      name: "u",
      columns: [column("n"), column("m", integer, { nullable: false }), column("unproven", integer, { default: 1 })],
    },
  },
  {
    kind: "createTable",
    table: { ...plain, name: "parted", columns: [column("n"), column("m")], options: { partitionBy: "RANGE (n)" } },
  },
  {
    kind: "createTable",
    table: {
      ...plain,
      name: "part",
      columns: [],
      partitionOf: { table: "parted", bound: "FOR VALUES FROM (1) TO (5000)" },
    },
  },
  { kind: "createTable", table: { ...plain, name: "loose", columns: [column("n"), column("m")] } },
  { kind: "createTable", table: { ...plain, name: "apart", columns: [column("n"), column("m")] } },
  { kind: "createTable", table: { ...plain, name: "heir", columns: [], inherits: [{ name: "loose" }] } },
  {
    kind: "createTable",
    table: {
      ...plain,
      name: "doubtful",
      columns: [column("n", integer, { nullable: false }), column("m")],
      checks: [{ name: "doubtful_check", expression: "m > 0", notValid: true }],
      foreignKeys: [
        { name: "doubtful_p", columns: ["m"], references: { table: "p", columns: ["id"] }, notValid: true },
      ],
      indexes: [{ name: "doubtful_n", unique: true, parts: [{ column: "n" }] }],
    },
  },
  {
    kind: "createTable",
    table: {
      ...plain,
      name: "whole",
      columns: [column("n", integer, { nullable: false }), column("m"), column("p_id")],
      primaryKey: { name: "whole_pkey", columns: ["n"] },
      uniques: [{ name: "whole_u", columns: ["n", "m"] }],
      checks: [{ name: "whole_c", expression: "m > 0" }],
      foreignKeys: [{ name: "whole_p", columns: ["p_id"], references: { table: "p", columns: ["id"] } }],
      options: { partitionBy: "RANGE (n)" },
    },
  },
  {
    kind: "createTable",
    table: { ...plain, name: "whole_1", columns: [], partitionOf: { table: "whole", bound: "DEFAULT" } },
  },
  {
    kind: "createTable",
    table: {
      ...plain,
      name: "pointed",
      columns: [column("n", integer, { nullable: false })],
      primaryKey: { name: "pointed_pkey", columns: ["n"] },
      options: { partitionBy: "RANGE (n)" },
    },
  },
  {
    kind: "createTable",
    table: {
      ...plain,
      name: "pointed_1",
      columns: [],
      partitionOf: { table: "pointed", bound: "FOR VALUES FROM (1) TO (5000)" },
    },
  },
  {
    kind: "createTable",
    table: {
      ...plain,
      name: "pointer",
      columns: [column("n")],
      foreignKeys: [{ name: "pointer_n", columns: ["n"], references: { table: "pointed", columns: ["n"] } }],
    },
  },
  {
    kind: "createTable",
    table: {
      ...plain,
      name: "elder",
      columns: [column("n")],
      checks: [{ name: "elder_c", expression: "n > 0" }],
      uniques: [{ name: "elder_u", columns: ["n"] }],
    },
  },
  { kind: "createTable", table: { ...plain, name: "younger", columns: [], inherits: [{ name: "elder" }] } },
  { kind: "createView", view: { name: "v", definition: "SELECT id FROM p" } },
  { kind: "createView", view: { name: "mv", definition: "SELECT id FROM p", materialized: true } },
  { kind: "createIndex", table: "mv", index: { name: "mv_id", parts: [{ column: "id" }] } },
  { kind: "createTrigger", trigger: { name: "tr", table: "p", definition: triggerText("tr") } },
  { kind: "createTrigger", trigger: { name: "tr", table: "whole", definition: triggerText("tr", "whole") } },
  {
    kind: "createTrigger",
    trigger: { name: "st", table: "whole", definition: triggerText("st", "whole").replace("FOR EACH ROW ", "") },
  },
  {
    kind: "createRule",
    rule: { name: "ru", table: "u", definition: "CREATE RULE ru AS ON DELETE TO u DO INSTEAD NOTHING" },
  },
  {
    kind: "createRule",
    rule: { name: "ru", table: "v", definition: "CREATE RULE ru AS ON DELETE TO v DO INSTEAD NOTHING" },
  },
  {
    kind: "createRule",
    rule: { name: "ru", table: "whole", definition: "CREATE RULE ru AS ON DELETE TO whole DO INSTEAD NOTHING" },
  },
  { kind: "createStatistics", statistics: { name: "st", ...ofColumns("p", "id", "code") } },
  { kind: "createStatistics", statistics: { name: "st_whole", ...ofColumns("whole", "n", "m") } },
  { kind: "createPolicy", policy: { name: "po", table: "p", using: "id IN (SELECT numbered FROM t)" } },
];

/** What is there as well, where the server has it. */
export const laterFixture: readonly { readonly op: Op; readonly since: number }[] = [
  {
    op: {
      ...{ kind: "alterColumn", table: "u", column: "unproven" },
      changes: { nullable: false, notNull: { notValid: true } },
    },
    since: 18,
  },
];

/** Rows for the fixture. */
export const rows: readonly string[] = [
  "INSERT INTO p SELECT i, 'c' || i FROM generate_series(1, 2000) i",
  "INSERT INTO t (id, a, b, checked, proven, keyed, p_id, commented) SELECT i, i, 'b' || i, i, i, i, i, 'c' FROM generate_series(1, 2000) i",
  "INSERT INTO child SELECT i, 'c' || i FROM generate_series(1, 2000) i",
  "INSERT INTO own SELECT i, i, ROW(i, 'x')::pair, textrange FROM generate_series(1, 2000) i, (VALUES ('[a,b]'::span)) s(textrange)",
  "INSERT INTO u SELECT i, i FROM generate_series(1, 2000) i",
  "INSERT INTO doubtful SELECT i, i FROM generate_series(1, 2000) i",
  "INSERT INTO parted SELECT i, i FROM generate_series(1, 2000) i",
  "INSERT INTO apart SELECT i + 5000, i FROM generate_series(1, 2000) i",
  ...["p", "t", "child", "u", "own", "doubtful"].map((table) => `ANALYZE ${table}`),
];

export interface FactsCase {
  readonly claim: string;
  readonly op: Op;
  /** The first version that has it. */
  readonly since?: number;
}

const onT = { table: "t" } as const;
const add = (claim: string, added: Column, since = 13): FactsCase => ({
  claim: `add a column ${claim}`,
  op: { kind: "addColumn", ...onT, column: added },
  since,
});
const alter = (claim: string, name: string, changes: ColumnChanges, since = 13): FactsCase => ({
  claim: `alter a column: ${claim}`,
  op: { kind: "alterColumn", ...onT, column: name, changes },
  since,
});
const now = (sql: string) => ({ default: { sql } });

const onDomain = (claim: string, changes: DomainChanges): FactsCase => ({
  claim: `alter a domain: ${claim}`,
  op: { kind: "alterDomain", name: "d", changes },
});

/** Each with what the plan says of it, against what the server does. */
export const cases: readonly FactsCase[] = [
  add("without a default", column("x")),
  add("with a constant", column("x", integer, { default: 1, nullable: false })),
  add("with the time of the statement", column("x", { kind: "timestamp" }, now("now()"))),
  add("with CURRENT_DATE", column("x", { kind: "date" }, now("CURRENT_DATE"))),
  add("with a cast", column("x", text, now("'a'::character varying(5)"))),
  add("of an enum", column("x", { kind: "named", name: "mood" }, { default: "ok" })),
  add("with the time of the clock", column("x", { kind: "timestamp" }, now("clock_timestamp()"))),
  add("with random()", column("x", { kind: "double" }, now("random()"))),
  add("with gen_random_uuid()", column("x", { kind: "uuid" }, now("gen_random_uuid()"))),
  add("that is serial", column("x", integer, { nullable: false, autoincrement: true })),
  add("that is serial and may be NULL", column("x", integer, { autoincrement: true })),
  add("with an identity", column("x", integer, { nullable: false, identity: { always: false } })),
  add("that is stored and generated", column("x", integer, { generated: { expression: "a + 1", stored: true } })),
  add("that is virtual", column("x", integer, { generated: { expression: "a + 1", stored: false } }), 18),
  add(
    "that is virtual and not NULL",
    column("x", integer, { nullable: false, generated: { expression: "a + 1", stored: false } }),
    18,
  ),
  add("with a comment", column("x", integer, { comment: "why" })),
  { claim: "drop a column", op: { kind: "dropColumn", ...onT, column: "b" } },
  { claim: "drop a column with a foreign key", op: { kind: "dropColumn", ...onT, column: "p_id" } },
  { claim: "rename a column", op: { kind: "renameColumn", ...onT, column: "b", to: "bb" } },
  alter("SET NOT NULL", "a", { nullable: false }),
  alter("SET NOT NULL that a check proves", "proven", { nullable: false }),
  {
    claim: "alter a column: DROP NOT NULL",
    op: { kind: "alterColumn", table: "u", column: "m", changes: { nullable: true } },
  },
  alter("SET DEFAULT", "a", { default: 1 }),
  alter("DROP DEFAULT", "mood", { default: null }),
  alter("a comment", "a", { comment: "why" }),
  alter("int to bigint", "other", { type: { kind: "bigint" } }),
  alter("text to varchar, indexed", "b", { type: { kind: "varchar" } }),
  alter("text to varchar with a length, indexed", "b", { type: { kind: "varchar", length: 90 } }),
  alter("text to varchar, in the expression of an index", "commented", { type: { kind: "varchar" } }),
  alter("the type of a checked column", "checked", { type: { kind: "bigint" } }),
  alter("the type of a key", "id", { type: { kind: "bigint" } }),
  alter("the type of a foreign key", "p_id", { type: { kind: "bigint" } }),
  alter("int to oid, in a key", "keyed", { type: { kind: "oid" } }),
  alter("a collation, indexed", "b", { collation: "C" }),
  alter("a collation, without an index", "commented", { collation: "C" }),
  alter("an enum to text", "mood", { type: text }),
  alter("DROP EXPRESSION", "doubled", { generated: null }),
  alter("SET EXPRESSION", "doubled", { generated: { expression: "a * 3", stored: true } }, 17),
  alter("an expression, by making the column anew", "doubled", { generated: { expression: "a * 3", stored: true } }),
  alter("a plain column that becomes a generated one", "p_id", { generated: { expression: "a", stored: true } }),
  {
    claim: "alter a column: ADD GENERATED",
    op: { kind: "alterColumn", table: "u", column: "m", changes: { identity: { always: true } } },
  },
  alter("SET GENERATED", "numbered", { identity: { always: false, options: { increment: "5" } } }),
  alter("DROP IDENTITY", "numbered", { identity: null }),
  alter("serial to identity", "serial", { autoincrement: null, identity: { always: true } }),
  alter("serial to bigserial", "serial", { type: { kind: "bigint" } }),
  alter("to serial", "a", { autoincrement: true }),
  alter("from serial", "serial", { autoincrement: null }),
  { claim: "create a table", op: { kind: "createTable", table: { ...plain, name: "x", columns: [column("a")] } } },
  {
    claim: "create a table that refers to another",
    op: {
      kind: "createTable",
      table: {
        ...plain,
        name: "x",
        columns: [column("a"), column("b", text, { comment: "why" })],
        foreignKeys: [
          { columns: ["a"], references: { table: "p", columns: [] } },
          { name: "n", columns: ["a"], references: { table: "t", columns: [] }, notValid: true },
        ],
        checks: [{ expression: "a > 0", notValid: true }],
        indexes: [{ name: "x_a", parts: [{ column: "a" }], comment: "why" }],
      },
    },
  },
  {
    claim: "create a partition",
    op: {
      kind: "createTable",
      table: {
        ...plain,
        name: "x",
        columns: [],
        partitionOf: { table: "parted", bound: "FOR VALUES FROM (9000) TO (9001)" },
      },
    },
  },
  {
    claim: "create a table that inherits",
    op: { kind: "createTable", table: { ...plain, name: "x", columns: [], inherits: [{ name: "loose" }] } },
  },
  {
    claim: "attach a partition",
    op: {
      ...{ kind: "attachPartition", table: "parted", partition: { name: "apart" } },
      bound: "FOR VALUES FROM (5000) TO (9000)",
    },
  },
  { claim: "detach a partition", op: { kind: "detachPartition", table: "parted", partition: { name: "part" } } },
  {
    claim: "detach a partition that a foreign key refers to",
    op: { kind: "detachPartition", table: "pointed", partition: { name: "pointed_1" } },
  },
  { claim: "drop a partition", op: { kind: "dropTable", table: "part" } },
  { claim: "drop a partition that a foreign key refers to", op: { kind: "dropTable", table: "pointed_1" } },
  {
    claim: "add a column to a partitioned table",
    op: { kind: "addColumn", table: "parted", column: column("x") },
  },
  {
    claim: "add a column to a table that another inherits from",
    op: { kind: "addColumn", table: "loose", column: column("x") },
  },
  {
    claim: "create an index of a partitioned table",
    op: { kind: "createIndex", table: "parted", index: { name: "x", parts: [{ column: "m" }] } },
  },
  {
    claim: "create a check of a partitioned table",
    op: { kind: "createCheck", table: "parted", check: { expression: "m > 0" } },
  },
  {
    claim: "create a unique constraint of a partitioned table",
    op: { kind: "createUnique", table: "parted", unique: { columns: ["n"] } },
  },
  {
    claim: "create a primary key of a partitioned table",
    op: { kind: "createPrimaryKey", table: "parted", primaryKey: { columns: ["n"] } },
  },
  {
    claim: "create a foreign key of a partitioned table",
    op: {
      ...{ kind: "createForeignKey", table: "parted" },
      foreignKey: { columns: ["n"], references: { table: "p", columns: ["id"] } },
    },
  },
  {
    claim: "create a unique constraint of a table that another inherits from",
    op: { kind: "createUnique", table: "loose", unique: { columns: ["n"] } },
  },
  {
    claim: "create a primary key of a table that another inherits from",
    op: { kind: "createPrimaryKey", table: "loose", primaryKey: { columns: ["n"] } },
  },
  {
    claim: "create an exclusion constraint of a table that another inherits from",
    op: {
      ...{ kind: "createExclusion", table: "loose" },
      exclusion: { method: "btree", elements: [{ expression: "n", operator: "=" }] },
    },
  },
  {
    claim: "create an index of a table that another inherits from",
    op: { kind: "createIndex", table: "loose", index: { name: "x", parts: [{ column: "n" }] } },
  },
  {
    claim: "create a foreign key of a table that another inherits from",
    op: {
      ...{ kind: "createForeignKey", table: "loose" },
      foreignKey: { columns: ["n"], references: { table: "p", columns: ["id"] } },
    },
  },
  {
    claim: "alter the type of a column of a partitioned table",
    op: { kind: "alterColumn", table: "parted", column: "m", changes: { type: { kind: "bigint" } } },
  },
  {
    claim: "SET NOT NULL of a column of a partitioned table",
    op: { kind: "alterColumn", table: "parted", column: "m", changes: { nullable: false } },
  },
  {
    claim: "SET DEFAULT of a column of a partitioned table",
    op: { kind: "alterColumn", table: "parted", column: "m", changes: { default: 5 } },
  },
  {
    claim: "row security of a partitioned table",
    op: { kind: "setTableOptions", table: "parted", options: { partitionBy: "RANGE (n)", rowSecurity: true } },
  },
  ...(
    [
      ["whole", "primary", "whole_pkey"],
      ["whole", "unique", "whole_u"],
      ["whole", "check", "whole_c"],
      ["whole", "foreignkey", "whole_p"],
      ["elder", "check", "elder_c"],
      ["elder", "unique", "elder_u"],
    ] as const
  ).map(
    ([table, type, name]): FactsCase => ({
      claim: `drop the constraint ${name} of a table with others below it`,
      op: { kind: "dropConstraint", table, type, name },
    }),
  ),
  {
    claim: "create a trigger of a partitioned table",
    op: { kind: "createTrigger", trigger: { name: "x", table: "whole", definition: triggerText("x", "whole") } },
  },
  { claim: "drop a trigger of a partitioned table", op: { kind: "dropTrigger", table: "whole", name: "tr" } },
  {
    claim: "create a trigger of a partitioned table for statements",
    op: {
      kind: "createTrigger",
      trigger: { name: "x", table: "whole", definition: triggerText("x", "whole").replace("EACH ROW", "STATEMENT") },
    },
  },
  {
    claim: "drop a trigger of a partitioned table for statements",
    op: { kind: "dropTrigger", table: "whole", name: "st" },
  },
  {
    claim: "disable a trigger of a partitioned table for statements",
    op: { kind: "setTriggerState", table: "whole", name: "st", state: "disabled" },
  },
  {
    claim: "disable a trigger of a partitioned table",
    op: { kind: "setTriggerState", table: "whole", name: "tr", state: "disabled" },
  },
  { claim: "rename a partitioned table", op: { kind: "renameTable", table: "parted", to: "x" } },
  { claim: "begin inheritance", op: { kind: "addInheritance", table: "apart", parent: { name: "loose" } } },
  { claim: "end inheritance", op: { kind: "dropInheritance", table: "heir", parent: { name: "loose" } } },
  { claim: "drop a table", op: { kind: "dropTable", table: "u" } },
  { claim: "drop a table that refers to another", op: { kind: "dropTable", table: "child" } },
  { claim: "rename a table", op: { kind: "renameTable", table: "t", to: "tt" } },
  { claim: "SET UNLOGGED", op: { kind: "setTableOptions", table: "child", options: { unlogged: true } } },
  {
    claim: "storage parameters",
    op: { kind: "setTableOptions", ...onT, options: { storage: { fillfactor: "70", autovacuum_enabled: "false" } } },
  },
  { claim: "a comment", op: { kind: "setTableComment", ...onT, comment: "why" } },
  {
    claim: "row security",
    op: { kind: "setTableOptions", ...onT, options: { rowSecurity: true, forceRowSecurity: true } },
  },
  {
    claim: "the type of a table",
    op: { kind: "setTableOptions", table: "singles", options: { ofType: { name: "single" } } },
  },
  { claim: "a replica identity", op: { kind: "setTableOptions", ...onT, options: { replicaIdentity: "full" } } },
  {
    claim: "an access method",
    op: { kind: "setTableOptions", table: "u", options: { accessMethod: "heap2" } },
    since: 15,
  },
  alter("storage", "b", { storage: "external" }),
  alter("compression", "b", { compression: "pglz" }, 14),
  alter("statistics", "b", { statistics: 5 }),
  alter("a NOT NULL that isn't valid", "a", { nullable: false, notNull: { notValid: true } }, 18),
  alter("the name of a NOT NULL", "id", { notNull: { name: "nn" } }, 18),
  alter("a NOT NULL of its own words", "a", { nullable: false, notNull: { name: "nn" } }, 18),
  {
    claim: "validate a NOT NULL",
    op: { kind: "alterColumn", table: "u", column: "unproven", changes: { notNull: null } },
    since: 18,
  },
  { claim: "create a primary key", op: { kind: "createPrimaryKey", table: "u", primaryKey: { columns: ["m"] } } },
  {
    claim: "create a primary key over what may be NULL",
    op: { kind: "createPrimaryKey", table: "u", primaryKey: { columns: ["n"] } },
  },
  { claim: "create a unique constraint", op: { kind: "createUnique", ...onT, unique: { columns: ["a"] } } },
  {
    claim: "make an index the primary key",
    op: { kind: "createPrimaryKey", table: "doubtful", primaryKey: { columns: ["n"] }, usingIndex: "doubtful_n" },
  },
  {
    claim: "make an index a unique constraint",
    op: { kind: "createUnique", table: "doubtful", unique: { name: "x", columns: ["n"] }, usingIndex: "doubtful_n" },
  },
  {
    claim: "validate a check",
    op: { kind: "validateConstraint", table: "doubtful", type: "check", name: "doubtful_check" },
  },
  {
    claim: "validate a foreign key",
    op: { kind: "validateConstraint", table: "doubtful", type: "foreignkey", name: "doubtful_p" },
  },
  {
    claim: "create an exclusion constraint",
    op: {
      kind: "createExclusion",
      ...onT,
      exclusion: { method: "btree", elements: [{ expression: "a", operator: "=" }] },
    },
  },
  { claim: "create a check", op: { kind: "createCheck", ...onT, check: { expression: "a > 0" } } },
  {
    claim: "create a check NOT VALID",
    op: { kind: "createCheck", ...onT, check: { expression: "a > 0", notValid: true } },
  },
  {
    claim: "create a check NOT ENFORCED",
    op: { kind: "createCheck", ...onT, check: { expression: "a > 0", notEnforced: true } },
    since: 18,
  },
  {
    claim: "create a foreign key",
    op: {
      kind: "createForeignKey",
      table: "child",
      foreignKey: { columns: ["code"], references: { table: "p", columns: ["code"] } },
    },
  },
  {
    claim: "create a foreign key NOT VALID",
    op: {
      kind: "createForeignKey",
      table: "child",
      foreignKey: { columns: ["code"], references: { table: "p", columns: ["code"] }, notValid: true },
    },
  },
  {
    claim: "create a foreign key to the table itself",
    op: {
      kind: "createForeignKey",
      ...onT,
      foreignKey: { columns: ["keyed"], references: { table: "t", columns: [] } },
    },
  },
  {
    claim: "create a foreign key NOT ENFORCED",
    op: {
      kind: "createForeignKey",
      table: "child",
      foreignKey: { columns: ["code"], references: { table: "p", columns: ["code"] }, notEnforced: true },
    },
    since: 18,
  },
  { claim: "drop a check", op: { kind: "dropConstraint", ...onT, type: "check", name: "t_checked" } },
  { claim: "drop a unique constraint", op: { kind: "dropConstraint", ...onT, type: "unique", name: "t_keyed" } },
  { claim: "drop a foreign key", op: { kind: "dropConstraint", ...onT, type: "foreignkey", name: "t_p" } },
  {
    claim: "create an index",
    op: { kind: "createIndex", ...onT, index: { name: "x", parts: [{ column: "a" }], comment: "why" } },
  },
  { claim: "drop an index", op: { kind: "dropIndex", ...onT, index: "t_b" } },
  { claim: "rename an index", op: { kind: "renameIndex", ...onT, index: "t_b", to: "t_bb" } },
  {
    claim: "create a domain",
    op: {
      kind: "createDomain",
      domain: {
        ...{ name: "x", type: integer, nullable: false, default: 1, comment: "why" },
        checks: [
          { name: "k", expression: "VALUE > 0" },
          { name: "l", expression: "VALUE > 1", notValid: true },
        ],
      },
    },
  },
  onDomain("a default", { default: 5 }),
  onDomain("NOT NULL", { nullable: false }),
  onDomain("another type, under columns", { type: { kind: "bigint" } }),
  {
    claim: "a check of a domain",
    op: { kind: "createDomainCheck", name: "d", check: { name: "x", expression: "VALUE > 0" } },
  },
  {
    claim: "a check of a domain NOT VALID",
    op: { kind: "createDomainCheck", name: "d", check: { name: "x", expression: "VALUE > 0", notValid: true } },
  },
  { claim: "drop the check of a domain", op: { kind: "dropDomainCheck", name: "dd", check: "k" } },
  add("of a domain with a check", column("x", { kind: "named", name: "dd" })),
  add("of a domain without one", column("x", { kind: "named", name: "d" })),
  {
    claim: "add an attribute",
    op: { kind: "addAttribute", name: "pair", attribute: { name: "x", type: text, comment: "why" } },
  },
  { claim: "drop an attribute", op: { kind: "dropAttribute", name: "pair", attribute: "a" } },
  {
    claim: "alter an attribute under a column",
    op: { kind: "alterAttribute", name: "pair", attribute: "a", type: text },
  },
  {
    claim: "alter an attribute that no column has",
    op: { kind: "alterAttribute", name: "unused", attribute: "a", type: text },
  },
  { claim: "drop a composite type", op: { kind: "dropComposite", name: "unused" } },
  {
    claim: "replace a range under a column",
    op: { kind: "replaceRange", range: { name: "span", subtype: text, collation: "C" } },
  },
  { claim: "create an extension", op: { kind: "createExtension", extension: { name: "citext" } } },
  { claim: "move an extension", op: { kind: "alterExtension", name: "hstore", schema: "n" } },
  { claim: "drop an extension", op: { kind: "dropExtension", name: "hstore" } },
  { claim: "a comment on a type", op: { kind: "setComment", on: { kind: "type", name: "pair" }, comment: "why" } },
  {
    claim: "a comment on an attribute",
    op: { kind: "setComment", on: { kind: "attribute", name: "pair", attribute: "a" }, comment: "why" },
  },
  {
    claim: "another comment on an index",
    op: { kind: "setComment", on: { kind: "index", name: "t_b", table: "t" }, comment: "why" },
  },
  {
    claim: "another comment on a view",
    op: { kind: "setComment", on: { kind: "view", name: "v" }, comment: "why" },
  },
  {
    claim: "a comment on a constraint",
    op: { kind: "setComment", on: { kind: "constraint", name: "t_p", table: "t" }, comment: "why" },
  },
  {
    claim: "a comment on a check of a domain",
    op: { kind: "setComment", on: { kind: "domainCheck", name: "k", domain: "dd" }, comment: "why" },
  },
  {
    claim: "a comment on a column of a view",
    op: { kind: "setComment", on: { kind: "viewColumn", name: "v", column: "id" }, comment: "why" },
  },
  {
    claim: "a comment on a namespace",
    op: { kind: "setComment", on: { kind: "namespace", name: "n" }, comment: "why" },
  },
  {
    claim: "a comment on an extension",
    op: { kind: "setComment", on: { kind: "extension", name: "hstore" }, comment: "why" },
  },
  {
    claim: "the comment that an extension brings",
    op: { kind: "setComment", on: { kind: "extension", name: "hstore" } },
  },
  {
    claim: "a constraint with a comment",
    op: { kind: "createCheck", table: "t", check: { name: "x", expression: "a > 0", comment: "why" } },
  },
  { claim: "create a namespace", op: { kind: "createNamespace", name: "x" } },
  { claim: "drop a namespace", op: { kind: "dropNamespace", name: "n" } },
  {
    claim: "create a view",
    op: { kind: "createView", view: { name: "x", definition: "SELECT id FROM t", comment: "why" } },
  },
  {
    claim: "replace a view",
    op: { kind: "createView", view: { name: "v", definition: "SELECT id FROM t" }, replace: true },
  },
  {
    claim: "create a materialised view",
    op: { kind: "createView", view: { name: "x", definition: "SELECT id FROM t", materialized: true } },
  },
  {
    claim: "replace a materialised view",
    op: { kind: "createView", view: { name: "mv", definition: "SELECT id FROM t", materialized: true }, replace: true },
  },
  {
    claim: "create a materialised view without data",
    op: {
      kind: "createView",
      view: {
        name: "x",
        definition: "SELECT id FROM t",
        materialized: true,
        indexes: [{ name: "x_id", unique: true, parts: [{ column: "id" }] }],
      },
      withoutData: true,
    },
  },
  {
    claim: "create an index on a materialised view",
    op: { kind: "createIndex", table: "mv", index: { name: "x", unique: true, parts: [{ column: "id" }] } },
  },
  { claim: "drop an index of a materialised view", op: { kind: "dropIndex", table: "mv", index: "mv_id" } },
  {
    claim: "rename an index of a materialised view",
    op: { kind: "renameIndex", table: "mv", index: "mv_id", to: "x" },
  },
  {
    claim: "options of a view",
    op: { kind: "setViewOptions", name: "v", options: { barrier: true, checkOption: "local" } },
  },
  {
    claim: "a view that is read with the rights of who asks",
    op: { kind: "setViewOptions", name: "v", options: { security: "invoker" } },
    since: 15,
  },
  {
    claim: "a default of a column of a view",
    op: { kind: "setViewOptions", name: "v", options: { columnDefaults: { id: "1 + 1" } } },
  },
  {
    claim: "replace a view by one with options and defaults",
    op: {
      kind: "createView",
      view: { name: "v", definition: "SELECT id FROM p", barrier: true, columnDefaults: { id: "1" } },
      replace: true,
    },
  },
  {
    claim: "storage parameters of a materialised view",
    op: { kind: "setViewOptions", name: "mv", options: { storage: { fillfactor: "70" } } },
  },
  {
    claim: "how a column of a materialised view is kept",
    op: { kind: "setViewOptions", name: "mv", options: { columnOptions: { id: { statistics: 500 } } } },
  },
  {
    claim: "an access method of a materialised view",
    op: { kind: "setViewOptions", name: "mv", options: { accessMethod: "heap2" } },
    since: 15,
  },
  { claim: "drop a view", op: { kind: "dropView", name: "v" } },
  { claim: "drop a materialised view", op: { kind: "dropView", name: "mv", materialized: true } },
  {
    claim: "create a trigger",
    op: { kind: "createTrigger", trigger: { name: "x", table: "p", definition: triggerText("x") } },
  },
  { claim: "drop a trigger", op: { kind: "dropTrigger", table: "p", name: "tr" } },
  {
    claim: "disable a trigger",
    op: { kind: "setTriggerState", table: "p", name: "tr", state: "disabled" },
  },
  {
    claim: "create a policy that asks another table",
    op: { kind: "createPolicy", policy: { name: "x", table: "p", using: "id IN (SELECT numbered FROM t)" } },
  },
  {
    claim: "create a policy of a partitioned table",
    op: { kind: "createPolicy", policy: { name: "x", table: "parted", command: "insert", check: "true" } },
  },
  {
    claim: "alter a policy",
    op: { kind: "alterPolicy", table: "p", name: "po", changes: { using: "id IN (SELECT id FROM t)" } },
  },
  {
    claim: "create a rule",
    op: {
      kind: "createRule",
      rule: {
        name: "x",
        table: "u",
        definition: "CREATE RULE x AS ON UPDATE TO u DO ALSO DELETE FROM child",
        state: "always",
      },
    },
  },
  {
    claim: "create a rule of a view",
    op: {
      kind: "createRule",
      rule: { name: "x", table: "v", definition: "CREATE RULE x AS ON INSERT TO v DO INSTEAD NOTHING", comment: "why" },
    },
  },
  {
    claim: "create a rule of a partitioned table",
    op: {
      kind: "createRule",
      rule: { name: "x", table: "whole", definition: "CREATE RULE x AS ON INSERT TO whole DO NOTHING" },
    },
  },
  { claim: "drop a rule", op: { kind: "dropRule", table: "u", name: "ru" } },
  { claim: "drop a rule of a view", op: { kind: "dropRule", table: "v", name: "ru" } },
  { claim: "drop a rule of a partitioned table", op: { kind: "dropRule", table: "whole", name: "ru" } },
  { claim: "disable a rule", op: { kind: "setRuleState", table: "u", name: "ru", state: "disabled" } },
  {
    claim: "enable a rule of a partitioned table",
    op: { kind: "setRuleState", table: "whole", name: "ru", state: "always" },
  },
  {
    claim: "create statistics",
    op: {
      kind: "createStatistics",
      statistics: { name: "x", ...ofColumns("u", "n", "m"), target: 10, comment: "why" },
    },
  },
  {
    claim: "create statistics of a partitioned table",
    op: { kind: "createStatistics", statistics: { name: "x", ...ofColumns("whole", "n", "m") } },
  },
  { claim: "drop statistics", op: { kind: "dropStatistics", name: "st" } },
  { claim: "drop statistics of a partitioned table", op: { kind: "dropStatistics", name: "st_whole" } },
  { claim: "a target of statistics", op: { kind: "setStatisticsTarget", name: "st", target: 10 } },
  { claim: "drop a policy", op: { kind: "dropPolicy", table: "p", name: "po" } },
  {
    claim: "create a routine",
    op: { kind: "createRoutine", routine: { ...routine, name: "g", definition: `CREATE FUNCTION g${body}` } },
  },
  {
    claim: "replace a routine that a trigger calls",
    op: { kind: "createRoutine", routine: { ...routine, definition: `CREATE FUNCTION f${body}` }, replace: true },
  },
  { claim: "create an enum", op: { kind: "createEnum", enum: { name: "x", values: ["a"], comment: "why" } } },
  {
    claim: "create an enum if it isn't there",
    op: { kind: "createEnum", enum: { name: "x", values: ["a"] }, ifNotExists: true },
  },
  { claim: "add a value to an enum", op: { kind: "addEnumValue", name: "mood", value: "great" } },
  { claim: "make an enum anew", op: { kind: "alterEnum", name: "mood", values: ["ok", "sad"] } },
  { claim: "rename a value of an enum", op: { kind: "renameEnumValue", name: "mood", value: "ok", to: "fine" } },
  { claim: "create a sequence", op: { kind: "createSequence", sequence: { name: "x", start: "5" } } },
  { claim: "alter a sequence", op: { kind: "alterSequence", name: "s", options: { increment: "5" } } },
  {
    claim: "alter a sequence that stands before its new bounds",
    op: { kind: "alterSequence", name: "s", options: { min: "5" } },
  },
  alter("the bounds of an identity", "numbered", { identity: { always: true, options: { min: "5" } } }),
  alter("the type of a column that a generated one is made of", "a", { type: { kind: "bigint" } }),
  { claim: "drop a sequence", op: { kind: "dropSequence", name: "s" } },
  { claim: "insert rows", op: { kind: "bulkInsert", table: "u", rows: [{ n: 1, m: 1 }] } },
  { claim: "insert rows that refer to others", op: { kind: "bulkInsert", table: "child", rows: [{ t_id: 1 }] } },
];

/** An op that a transaction doesn't take. */
export interface ApartCase extends FactsCase {
  /** A statement of another session that its statements outside of transactions have to wait for, each for the next. */
  readonly writes: readonly string[];
}

const writeT = "UPDATE t SET b = b WHERE id = 1";

/** Each is undone by the next one. */
export const apart: readonly ApartCase[] = [
  {
    claim: "create an index concurrently",
    op: { kind: "createIndex", ...onT, index: { name: "x", parts: [{ column: "a" }] }, concurrently: true },
    writes: [writeT],
  },
  {
    claim: "drop an index concurrently",
    op: { kind: "dropIndex", ...onT, index: "x", concurrently: true },
    writes: [writeT],
  },
  {
    claim: "create an index of a partitioned table concurrently",
    op: { kind: "createIndex", table: "parted", index: { name: "x", parts: [{ column: "m" }] }, concurrently: true },
    writes: ["UPDATE part SET m = m WHERE n = 1"],
  },
  { claim: "drop an index of a partitioned table", op: { kind: "dropIndex", table: "parted", index: "x" }, writes: [] },
  {
    claim: "detach a partition concurrently",
    op: { kind: "detachPartition", table: "parted", partition: { name: "part" }, concurrently: true },
    // A writer would have the partitioned table as well, and be waited for without any lock.
    writes: ["LOCK TABLE part IN ROW EXCLUSIVE MODE"],
    since: 14,
  },
  {
    claim: "attach it again",
    op: {
      ...{ kind: "attachPartition", table: "parted", partition: { name: "part" } },
      bound: "FOR VALUES FROM (1) TO (5000)",
    },
    writes: [],
    since: 14,
  },
];

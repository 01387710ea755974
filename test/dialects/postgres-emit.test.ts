import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection } from "../../src/dialects/contract.ts";
import { offline } from "../../src/dialects/postgres/offline.ts";
import { plan } from "../../src/dialects/postgres/plan.ts";
import { split } from "../../src/dialects/postgres/split.ts";
import { reverseOps } from "../../src/ops/behaviours.ts";
import { exclusionText } from "../../src/ops/constraint-behaviours.ts";
import { onTable } from "../../src/ops/edit.ts";
import type { Op } from "../../src/ops/op.ts";
import { canonicalSchema } from "../../src/schema/canonical.ts";
import type { SequenceOptions } from "../../src/schema/numbering.ts";
import { type Column, emptySchema, type Schema, type Table } from "../../src/schema/schema.ts";
import type { ColumnType } from "../../src/schema/types.ts";
import { wantedMajors } from "../servers/postgres.ts";
import { postgresSchemas } from "./postgres-schemas.ts";
import { ask, carryOut, empty, openFresh, perform, schemaOf } from "./postgres-writer.ts";

const text = { kind: "text" } as const;
const integer = { kind: "integer" } as const;
const on = { table: "t" } as const;

function column(name: string, type: ColumnType = integer, more: Partial<Column> = {}): Column {
  return { name, type, nullable: true, ...more };
}

function tableOf(columns: readonly Column[], more: Partial<Table> = {}): Op {
  const parts = { uniques: [], checks: [], foreignKeys: [], exclusions: [], indexes: [], options: {} };
  return { kind: "createTable", table: { name: "t", columns, ...parts, ...more } };
}

function alter(name: string, changes: Extract<Op, { kind: "alterColumn" }>["changes"], using?: string): Op {
  return { kind: "alterColumn", ...on, column: name, changes, ...(using === undefined ? {} : { using }) };
}

describe.each(wantedMajors)("ops on PostgreSQL %i", (major) => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await openFresh({ major });
  }, 90_000);
  afterAll(() => connection.close());
  beforeEach(() => empty(connection));

  /** Makes what `before` says, puts rows in, carries the ops out on what inspect finds, and returns the rows. */
  async function change(before: readonly Op[], rows: string, ops: readonly Op[], query = "TABLE t"): Promise<unknown> {
    await carryOut(connection, before);
    if (rows !== "") await connection.execute(rows);
    await carryOut(connection, ops, await schemaOf(connection));
    return ask(connection, query);
  }

  const mood: Op = { kind: "createEnum", enum: { name: "mood", values: ["sad", "ok"] } };
  const named = { kind: "named", name: "mood" } as const;

  it.each<{
    readonly claim: string;
    readonly from: Column;
    readonly rows: string;
    readonly op: Op;
    readonly to: unknown;
  }>([
    {
      claim: "a type, by the server's own cast",
      from: column("a", integer, { default: 1 }),
      rows: "VALUES (5), (DEFAULT)",
      op: alter("a", { type: { kind: "numeric", precision: 6, scale: 2 } }),
      to: [["5.00"], ["1.00"]],
    },
    {
      claim: "a type, by an expression",
      from: column("a", text),
      rows: "VALUES ('12 m'), (NULL)",
      op: alter("a", { type: integer }, "split_part(a, ' ', 1)::integer"),
      to: [[12], [null]],
    },
    {
      claim: "values, by an expression alone",
      from: column("a", text),
      rows: "VALUES ('x')",
      op: alter("a", {}, "upper(a)"),
      to: [["X"]],
    },
    {
      claim: "text to an enum, with its default",
      from: column("a", text, { default: "sad" }),
      rows: "VALUES ('ok'), (DEFAULT)",
      op: alter("a", { type: named }),
      to: [["ok"], ["sad"]],
    },
    {
      claim: "an enum to text, with its default",
      from: column("a", named, { default: "sad" }),
      rows: "VALUES ('ok'), (DEFAULT)",
      op: alter("a", { type: text }),
      to: [["ok"], ["sad"]],
    },
    {
      claim: "a type and a default that only the new one has",
      from: column("a", integer, { default: 7 }),
      rows: "VALUES (1)",
      op: alter("a", { type: text, default: "seven" }),
      to: [["1"]],
    },
    {
      claim: "a column that was computed, with its values",
      from: column("a", integer, { generated: { expression: "6 * 7", stored: true } }),
      rows: "DEFAULT VALUES",
      op: alter("a", { generated: null }),
      to: [[42]],
    },
  ])("changes $claim", async ({ from, rows, op, to }) => {
    expect(await change([mood, tableOf([from])], `INSERT INTO t ${rows}`, [op])).toEqual(to);
    if (from.default !== undefined && to !== undefined) await connection.execute("INSERT INTO t DEFAULT VALUES");
  });

  it("says what a change of type needs, and loses nothing on a guess", () => {
    const before = { ...emptySchema, tables: [(tableOf([column("a", text)]) as { table: Table }).table] };
    expect(() => plan([alter("a", { type: integer })], before, connection.server)).toThrow(
      /column "t.a": PostgreSQL doesn't turn text into integer by itself/,
    );
    const hint = hintOf(() => plan([alter("a", { type: integer })], before, connection.server));
    expect(hint).toContain('`limbeck revision -m "…"`');
    expect(hint).toContain('op.alterColumn("t", "a", { type: integer(), using: sql`…` })');
    const numeric = {
      ...emptySchema,
      tables: [(tableOf([column("a", { kind: "numeric" })]) as { table: Table }).table],
    };
    const [statement] = plan([alter("a", { type: integer })], numeric, connection.server);
    expect(statement?.facts.loses).toMatch(/rounded or cut/);
  });

  it.each<{
    readonly claim: string;
    readonly from: Partial<Column>;
    readonly to: Extract<Op, { kind: "alterColumn" }>["changes"];
  }>([
    { claim: "plain to serial", from: {}, to: { autoincrement: true } },
    { claim: "plain to identity", from: {}, to: { identity: { always: false } } },
    {
      claim: "serial to identity",
      from: { autoincrement: true },
      to: { autoincrement: null, identity: { always: false } },
    },
    { claim: "identity to serial", from: { identity: { always: false } }, to: { identity: null, autoincrement: true } },
    { claim: "serial to bigserial", from: { autoincrement: true }, to: { type: { kind: "bigint" } } },
    { claim: "an identity to bigint", from: { identity: { always: false } }, to: { type: { kind: "bigint" } } },
  ])("goes on numbering behind what is there: $claim", async ({ from, to }) => {
    const before = tableOf([column("id", integer, { nullable: false, ...from }), column("n")]);
    // Rows with numbers of their own leave a sequence behind, which a default of its own then has to pass.
    const rows = "INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)";
    await change([before], rows, [alter("id", to)]);
    if (Object.keys(from).length === 0 || !("type" in to)) {
      await connection.execute("INSERT INTO t (n) VALUES (4)");
      expect(await ask(connection, "SELECT id::int FROM t WHERE n = 4")).toEqual([[4]]);
    }
    const [table] = (await schemaOf(connection)).tables;
    expect(table?.columns[0]).toMatchObject(
      Object.fromEntries(Object.entries(to).filter(([, value]) => value !== null)),
    );
  });

  it.each<{ readonly claim: string; readonly from: Partial<Column>; readonly to: Partial<Column> }>([
    { claim: "serial to identity", from: { autoincrement: true }, to: { identity: { always: true } } },
    { claim: "identity to serial", from: { identity: { always: true } }, to: { autoincrement: true } },
    {
      claim: "serial to a descending identity",
      from: { autoincrement: true },
      to: { identity: { always: true, options: { increment: "-1", min: "-9", max: "99", start: "50" } } },
    },
  ])("gives no number twice, though its row is gone: $claim", async ({ from, to }) => {
    const changes = { autoincrement: null, identity: null, ...to };
    await carryOut(connection, [tableOf([column("id", integer, { nullable: false, ...from }), column("n")])]);
    await connection.execute("INSERT INTO t (n) SELECT 1 FROM generate_series(1, 7)");
    await connection.execute("DELETE FROM t");
    await carryOut(connection, [alter("id", changes)], await schemaOf(connection));
    expect(await ask(connection, "INSERT INTO t (n) VALUES (8) RETURNING id")).toEqual([[8]]);
    const sequences = await ask(connection, "SELECT relname FROM pg_class WHERE relkind = 'S'");
    expect(sequences).toEqual([["t_id_seq"]]);
  });

  it.each<{ readonly claim: string; readonly rows: number; readonly to: SequenceOptions; readonly next: number }>([
    { claim: "at its start, where none is given", rows: 0, to: { start: "100" }, next: 100 },
    { claim: "at its bound, where none is given", rows: 0, to: { min: "2" }, next: 2 },
    { claim: "at its bound, where those that are given are before it", rows: 1, to: { min: "5" }, next: 5 },
    { claim: "behind those that are given", rows: 3, to: { min: "2" }, next: 4 },
  ])("an identity in the place of a serial column begins $claim", async ({ rows, to, next }) => {
    await carryOut(connection, [tableOf([column("id", integer, { autoincrement: true }), column("n")])]);
    await connection.execute(`INSERT INTO t (n) SELECT 1 FROM generate_series(1, ${rows})`);
    const identity = { always: true, options: to };
    await carryOut(connection, [alter("id", { autoincrement: null, identity })], await schemaOf(connection));
    expect(await ask(connection, "INSERT INTO t (n) VALUES (8) RETURNING id")).toEqual([[next]]);
  });

  it("makes a routine anew that gives back something else, with all that calls it", async () => {
    const routine = { name: "f", kind: "function", arguments: "integer" } as const;
    const text = (result: string, name = "a") =>
      `CREATE OR REPLACE FUNCTION f(${name} integer DEFAULT 1) RETURNS ${result} LANGUAGE sql IMMUTABLE AS 'SELECT 7'`;
    const make = (definition: string): Op => ({
      kind: "createRoutine",
      routine: { ...routine, definition },
      replace: true,
    });
    const table = tableOf(
      [
        column("n", integer, { default: { sql: "f(2)" } }),
        column("g", { kind: "boolean" }, { generated: { expression: "f(n) > 0", stored: true } }),
      ],
      {
        checks: [{ name: "k", expression: "f(n) > 1" }],
        indexes: [{ name: "i", parts: [{ expression: "f(n)" }] }],
      },
    );
    const views: readonly Op[] = [
      { kind: "createView", view: { name: "v", definition: "SELECT f(n) AS x FROM t" } },
      { kind: "createView", view: { name: "w", definition: "SELECT x FROM v" } },
    ];
    await change([make(text("integer")), table, ...views], "INSERT INTO t (n) VALUES (3)", [make(text("bigint", "b"))]);
    expect(await ask(connection, "SELECT pg_typeof(f(b => 1))::text, (SELECT g FROM t)")).toEqual([["bigint", true]]);
    const [after] = (await schemaOf(connection)).tables;
    expect(after).toMatchObject({ checks: [{ name: "k" }], indexes: [{ name: "i" }] });
    expect(after?.columns.map(({ default: value }) => value)).toEqual([{ sql: "f(2)" }, undefined]);
    expect((await schemaOf(connection)).views.map(({ name }) => name)).toEqual(["v", "w"]);
  });

  it("drops the sequence of a column that isn't serial any more", async () => {
    await change([tableOf([column("id", integer, { autoincrement: true, nullable: false })])], "", [
      alter("id", { autoincrement: null }),
    ]);
    expect(await ask(connection, "SELECT relname FROM pg_class WHERE relkind = 'S'")).toEqual([]);
  });

  it("moves an unused sequence into its new bounds, and never back", async () => {
    const create: Op = { kind: "createSequence", sequence: { name: "s" } };
    const narrow: Op = { kind: "alterSequence", name: "s", options: { min: "10" } };
    expect(await change([create], "", [narrow], "SELECT nextval('s')::int")).toEqual([[10]]);
    const [statement] = plan([narrow], { ...emptySchema, sequences: [{ name: "s", min: "20" }] }, connection.server);
    expect(statement?.sql).toMatch(/^ALTER SEQUENCE/);
  });

  it("makes a column anew with all that spoke of it, and says what is lost", async () => {
    const before = tableOf(
      [column("id", integer, { nullable: false }), column("a"), column("b", integer, { comment: "why" })],
      {
        primaryKey: { columns: ["id"] },
        uniques: [{ columns: ["a", "b"] }, { name: "u", columns: ["id", "a"] }],
        checks: [{ expression: "b > 0 AND a > 0" }, { expression: "a > 1" }],
        indexes: [
          { name: "i", parts: [{ column: "b", descending: true }] },
          { name: "j", parts: [{ column: "a" }], where: "b IS NOT NULL" },
          { name: "k", parts: [{ expression: "b + 1" }], comment: "key" },
        ],
      },
    );
    const op = alter("b", { generated: { expression: "a * 2", stored: true } });
    await carryOut(connection, [before]);
    await connection.execute("INSERT INTO t VALUES (1, 2, 3)");
    const found = await schemaOf(connection);
    const { statements } = await carryOut(connection, [op], found);
    expect(statements.flatMap(({ facts }) => facts.loses ?? [])).toEqual(['the values of "t.b"']);
    expect(await ask(connection, "SELECT id, a, b FROM t")).toEqual([[1, 2, 4]]);
    const sorted = (schema: Schema) => {
      const [table] = schema.tables;
      const byText = (list: readonly unknown[] = []) => list.map((each) => JSON.stringify(each)).sort();
      return [table?.uniques, table?.checks, table?.indexes].map(byText);
    };
    expect(sorted(await schemaOf(connection))).toEqual(sorted(found));
  });

  it("changes the type of a column that others are computed of", async () => {
    const before = tableOf([column("a"), column("b", integer, { generated: { expression: "a * 2", stored: true } })], {
      indexes: [{ name: "i", parts: [{ column: "b" }] }],
    });
    const ops = [alter("a", { type: { kind: "bigint" } })];
    expect(await change([before], "INSERT INTO t VALUES (3)", ops, "SELECT a::int, b FROM t")).toEqual([[3, 6]]);
    expect((await schemaOf(connection)).tables[0]?.indexes).toHaveLength(1);
  });

  it("uses a new value of an enum in the same revision", async () => {
    const ops: readonly Op[] = [
      { kind: "addEnumValue", name: "mood", value: "great", before: "ok" },
      alter("a", { default: "great" }),
    ];
    expect(
      await change([mood, tableOf([column("a", named)])], "", ops, "SELECT unnest(enum_range(NULL::mood))::text"),
    ).toEqual([["sad"], ["great"], ["ok"]]);
    const before = await schemaOf(connection);
    const alone: readonly Op[] = [{ kind: "addEnumValue", name: "mood", value: "best" }];
    expect(plan(alone, before, connection.server).map(({ facts }) => facts.transactional)).toEqual([true]);
  });

  it("makes an enum anew under all that is over its columns", async () => {
    await carryOut(connection, [
      mood,
      tableOf(
        [
          { ...column("a", named), default: "ok" },
          column("list", { kind: "array", of: named }),
          column(
            "label",
            { kind: "text" },
            { generated: { expression: "CASE a WHEN 'ok' THEN 'y' ELSE 'n' END", stored: true } },
          ),
        ],
        {
          uniques: [{ columns: ["a"] }],
          checks: [{ expression: "a <> 'sad'" }],
          indexes: [
            { name: "i", parts: [{ column: "list" }], where: "a = 'ok'" },
            { name: "j", parts: [{ column: "label" }] },
          ],
        },
      ),
      tableOf([column("a", named)], {
        name: "u",
        foreignKeys: [{ columns: ["a"], references: { table: "t", columns: ["a"] } }],
      }),
      { kind: "createView", view: { name: "v", definition: "SELECT a, label FROM t" } },
      { kind: "createView", view: { name: "w", definition: "SELECT count(*) AS n FROM v", materialized: true } },
      {
        kind: "createRoutine",
        routine: {
          name: "f",
          kind: "function",
          arguments: "mood",
          definition: "CREATE FUNCTION f(mood) RETURNS mood LANGUAGE sql AS 'SELECT $1'",
        },
      },
    ]);
    const found = await schemaOf(connection);
    await connection.execute("INSERT INTO t (a, list) VALUES ('ok', '{sad,ok}')");
    const add: Op = { kind: "addEnumValue", name: "mood", value: "great", before: "ok" };
    const { after } = await carryOut(connection, [add], found);
    const reversal = reverseOps([add], found);
    if (reversal.kind !== "exact") throw new Error(reversal.reason);
    await carryOut(connection, reversal.ops, after);
    expect(canonicalSchema(await schemaOf(connection), { columnOrder: false })).toEqual(
      canonicalSchema(found, { columnOrder: false }),
    );
    expect(await ask(connection, "SELECT a::text, list::text, label FROM t")).toEqual([["ok", "{sad,ok}", "y"]]);
    const refused = carryOut(connection, [{ kind: "alterEnum", name: "mood", values: ["ok"] }], found);
    await expect(refused).rejects.toThrow(/invalid input value for enum mood: "sad"/);
  });

  it("builds an index concurrently, but not on a table of the same plan", async () => {
    const create = tableOf([column("a")]);
    const index: Op = {
      kind: "createIndex",
      ...on,
      index: { name: "i", parts: [{ column: "a" }] },
      concurrently: true,
    };
    const drop: Op = { kind: "dropIndex", ...on, index: "i", concurrently: true };
    const sqlOf = (ops: readonly Op[], before: Schema) =>
      plan(ops, before, connection.server).map(({ sql, facts }) => [
        sql.slice(0, 25),
        facts.transactional,
        facts.locks,
      ]);
    expect(sqlOf([create, index, drop], emptySchema).slice(1)).toEqual([
      ['CREATE INDEX "i" ON "t" (', true, []],
      ['DROP INDEX "i"', true, []],
    ]);
    const { after } = await carryOut(connection, [create]);
    const { after: built, statements } = await carryOut(connection, [index], after);
    expect(statements.map(({ facts }) => facts.transactional)).toEqual([false]);
    await carryOut(connection, [drop], built);
  });

  it("validates apart from the transaction that made the constraint, and makes a constraint of an index", async () => {
    const create = tableOf([column("a")]);
    const { after } = await carryOut(connection, [create]);
    const check = { expression: "a > 0" };
    const ops: readonly Op[] = [
      { kind: "createCheck", ...on, check: { ...check, notValid: true } },
      { kind: "validateConstraint", ...on, type: "check", ...check },
      { kind: "createIndex", ...on, index: { name: "i", unique: true, parts: [{ column: "a" }] }, concurrently: true },
      { kind: "createUnique", ...on, unique: { name: "u", columns: ["a"] }, usingIndex: "i" },
    ];
    const { statements } = await carryOut(connection, ops, after);
    expect(statements.map(({ facts }) => facts.transactional)).toEqual([true, false, false, true]);
    const [table] = (await schemaOf(connection)).tables;
    expect(table).toMatchObject({
      checks: [{ name: "t_a_check", expression: "a > 0" }],
      uniques: [{ name: "u", columns: ["a"] }],
      indexes: [],
    });
    expect(table?.checks[0]?.notValid).toBeUndefined();
    const atOnce = plan([create, ...ops], emptySchema, connection.server);
    expect(atOnce.every(({ facts }) => facts.transactional)).toBe(true);
  });

  it("knows nobody waits for a new table until it is committed", () => {
    const concurrently: Op = {
      ...{ kind: "createIndex", table: "p", index: { name: "i", parts: [{ column: "a" }] }, concurrently: true },
    };
    const [p] = [(tableOf([column("a")]) as { table: Table }).table];
    const before: Schema = { ...emptySchema, tables: [{ ...p, name: "p" }] };
    const check: Op = { kind: "createCheck", ...on, check: { expression: "a > 0" } };
    const locks = plan([tableOf([column("a")]), check, concurrently, check], before, connection.server).map(
      ({ facts }) => facts.locks.length,
    );
    expect(locks).toEqual([0, 0, 1, 1]);
  });

  it("takes options and comments away", async () => {
    const before = tableOf([column("a", text, { comment: "why" })], {
      comment: "why",
      options: { unlogged: true, storage: { fillfactor: "70", "toast.autovacuum_enabled": "false" } },
    });
    await change([before], "", [
      { kind: "setTableOptions", ...on, options: { storage: { fillfactor: "80" } } },
      { kind: "setTableComment", ...on },
      alter("a", { comment: null }),
    ]);
    const [table] = (await schemaOf(connection)).tables;
    expect(table).toMatchObject({ options: { storage: { fillfactor: "80" } }, columns: [{ name: "a" }] });
    expect([table?.comment, table?.columns[0]?.comment, table?.options.unlogged]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("inserts rows in their order, numbers of an identity included", async () => {
    const before = tableOf([column("id", integer, { nullable: false, identity: { always: true } }), column("n", text)]);
    const rows = [{ n: "a" }, { n: "it's", id: 7 }, { id: 8, n: null }, {}, { n: { sql: "upper('x')" } }];
    expect(await change([before], "", [{ kind: "bulkInsert", ...on, rows }])).toEqual([
      [1, "a"],
      [7, "it's"],
      [8, null],
      [2, null],
      [3, "X"],
    ]);
  });

  it("leaves what is there as it is, where an op says so", async () => {
    const table = tableOf([column("a")], { comment: "new", indexes: [{ name: "i", parts: [{ column: "a" }] }] });
    const guarded = [table, mood].map((op): Op => ({ ...op, ifNotExists: true }) as Op);
    await carryOut(connection, [tableOf([column("a")]), mood]);
    await carryOut(connection, guarded, await schemaOf(connection));
    expect((await schemaOf(connection)).tables[0]).not.toHaveProperty("comment");
    await empty(connection);
    await carryOut(connection, guarded);
    expect((await schemaOf(connection)).tables[0]).toMatchObject({ comment: "new", indexes: [{ name: "i" }] });
  });

  it("replaces views of both kinds", async () => {
    const view = (definition: string, more: object): Op => {
      return { kind: "createView", view: { name: "v", definition, ...more }, replace: true };
    };
    await carryOut(connection, [view("SELECT 1 AS a", { comment: "old" })]);
    await carryOut(connection, [view("SELECT 2 AS a", {})], await schemaOf(connection));
    expect((await schemaOf(connection)).views).toEqual([{ name: "v", definition: expect.stringContaining("2 AS a") }]);
    await carryOut(connection, [view("SELECT 3 AS b", { materialized: true })], await schemaOf(connection));
    await carryOut(connection, [view("SELECT 4 AS c", { materialized: true })], await schemaOf(connection));
    expect(await ask(connection, "TABLE v")).toEqual([[4]]);
  });

  it("drops constraints without a name by the name that the server gave", async () => {
    await fc.assert(
      fc.asyncProperty(postgresSchemas({ major, names: "wild" }), async (schema) => {
        await empty(connection);
        const { after } = await carryOut(connection, creations(schema));
        await perform(connection, plan(drops(after), after, connection.server));
        expect(await ask(connection, unnamedLeft)).toEqual([]);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  }, 90_000);

  it.each([
    { table: "t".repeat(40), columns: ["c".repeat(30), "d"] },
    { table: "t", columns: ["c".repeat(40), "d".repeat(40)] },
    { table: "t".repeat(63), columns: ["c", "c_1"] },
    { table: "é".repeat(30), columns: ["名".repeat(20), "x"] },
    { table: "😀".repeat(15), columns: ["a😀".repeat(12), "x"] },
  ])("knows how the server cuts a name: $table $columns", async ({ table, columns: [a = "", b = ""] }) => {
    const create = tableOf([column(a, integer, { nullable: false }), column(b)], {
      name: table,
      primaryKey: { columns: [a] },
      uniques: [{ columns: [a, b] }, { columns: [b], include: [b] }],
      checks: [{ expression: `"${a}" > 0` }, { expression: `"${a}" > "${b}"` }, { expression: `"${a}" > 1` }],
      foreignKeys: [{ columns: [b], references: { table, columns: [] } }],
      exclusions: [
        { elements: [{ expression: `"${a}"`, operator: "=" }] },
        { elements: [{ expression: `("${a}" + 1)`, operator: "=" }] },
      ],
    });
    const { after } = await carryOut(connection, [create]);
    await perform(connection, plan(drops(after), after, connection.server));
    expect(await ask(connection, unnamedLeft)).toEqual([]);
  });

  it("refuses a name that the server would cut", () => {
    const long = "é".repeat(32);
    for (const op of [tableOf([column(long)]), { kind: "renameTable", table: "t", to: long } as const]) {
      expect(() => plan([op], emptySchema, connection.server)).toThrow(/names of more than 63 bytes/);
    }
  });

  it("writes checks that stop a script with their message", async () => {
    const message = 'it\'s "wrong": 100% of $limbeck$ rows';
    const [good, bad] = ["SELECT 1 WHERE false -- none", "SELECT 1"].map((sql) => offline.check(sql, message));
    for (const { sql } of split((good ?? []).join("\n"))) await connection.execute(sql);
    const sql = split((bad ?? []).join("\n"))
      .map((each) => each.sql)
      .join("");
    await expect(connection.execute(sql)).rejects.toThrow(message);
  });
});

/** Constraints of tables that aren't the keys that others refer to, nor NOT NULL, which PostgreSQL 18 lists too. */
const unnamedLeft = `SELECT conname FROM pg_constraint WHERE conrelid <> 0 AND contype IN ('u', 'c', 'x', 'f', 'p')
  AND connamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`;

function creations({ namespaces, enums, tables }: Schema): readonly Op[] {
  return [
    ...namespaces.map((name): Op => ({ kind: "createNamespace", name })),
    ...enums.map((each): Op => ({ kind: "createEnum", enum: each })),
    ...tables.map((table): Op => ({ kind: "createTable", table })),
  ];
}

/** All foreign keys, then all other constraints, found by what they say where they have no name. */
function drops({ tables }: Schema): readonly Op[] {
  const found = (name: string | undefined, how: object) => (name === undefined ? how : { name });
  const drop = (table: Table, type: string, how: object): Op => {
    return { kind: "dropConstraint", ...onTable(table), type, ...how } as Op;
  };
  return [
    ...tables.flatMap((table) =>
      table.foreignKeys.map(({ name, columns }) => drop(table, "foreignkey", found(name, { columns }))),
    ),
    ...tables.flatMap((table) => [
      ...table.uniques.map(({ name, columns }) => drop(table, "unique", found(name, { columns }))),
      ...table.checks.map(({ name, expression }) => drop(table, "check", found(name, { expression }))),
      ...table.exclusions.map((each) => drop(table, "exclude", found(each.name, { expression: exclusionText(each) }))),
      ...(table.primaryKey === undefined ? [] : [drop(table, "primary", found(table.primaryKey.name, {}))]),
    ]),
  ];
}

function hintOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (isLimbeckError(error)) return error.hint;
    throw error;
  }
  return "nothing";
}

import { describe, expect, test } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Op } from "../../src/ops/op.ts";
import { type Recorder, recordOps } from "../../src/ops/recorder.ts";
import { column } from "../../src/schema/column-builder.ts";
import { sql } from "../../src/schema/sql.ts";
import { bigint, integer, text } from "../../src/schema/type-builders.ts";

// Revisions run without type-checking, so some values here are what the types would forbid.
// biome-ignore lint/suspicious/noExplicitAny: wrong on purpose
type Wrong = any;
const wrong = (value: unknown): Wrong => value;

describe("what a revision records", () => {
  test.each<readonly [claim: string, upgrade: (op: Recorder) => void, ops: readonly Op[]]>([
    [
      "a column with constraints of its own is a column and constraints",
      (op) =>
        op.addColumn(
          "users",
          column("org_id", integer(), { unique: true, references: "orgs.id", check: sql`org_id > 0` }),
          { schema: "app" },
        ),
      [
        {
          kind: "addColumn",
          table: "users",
          schema: "app",
          column: { name: "org_id", type: { kind: "integer" }, nullable: true },
        },
        { kind: "createUnique", table: "users", schema: "app", unique: { columns: ["org_id"] } },
        { kind: "createCheck", table: "users", schema: "app", check: { expression: "org_id > 0" } },
        {
          kind: "createForeignKey",
          table: "users",
          schema: "app",
          foreignKey: { columns: ["org_id"], references: { table: "orgs", columns: ["id"] } },
        },
      ],
    ],
    [
      "a change of a column's name comes after its other changes",
      (op) =>
        op.alterColumn("users", "age", {
          newName: "years",
          type: bigint(),
          using: sql`age::bigint`,
          default: null,
          autoincrement: false,
        }),
      [
        {
          kind: "alterColumn",
          table: "users",
          column: "age",
          changes: { type: { kind: "bigint" }, default: null, autoincrement: null },
          using: "age::bigint",
        },
        { kind: "renameColumn", table: "users", column: "age", to: "years" },
      ],
    ],
    [
      "a change of the name alone",
      (op) => op.alterColumn("users", "age", { newName: "years" }),
      [{ kind: "renameColumn", table: "users", column: "age", to: "years" }],
    ],
    [
      "a foreign key between namespaces",
      (op) =>
        op.createForeignKey("fk", "users", "orgs", ["org_id"], ["id"], {
          schema: "a",
          referentSchema: "b",
          onDelete: "set null",
        }),
      [
        {
          kind: "createForeignKey",
          table: "users",
          schema: "a",
          foreignKey: {
            name: "fk",
            columns: ["org_id"],
            references: { table: "orgs", schema: "b", columns: ["id"] },
            onDelete: "set null",
          },
        },
      ],
    ],
    [
      "comments",
      (op) => {
        op.createTableComment("users", "who");
        op.dropTableComment("users");
      },
      [
        { kind: "setTableComment", table: "users", comment: "who" },
        { kind: "setTableComment", table: "users" },
      ],
    ],
    [
      "raw SQL with expressions in it",
      (op) => op.execute(sql`UPDATE t SET a = ${sql`now()`} WHERE b = ${1}`),
      [{ kind: "execute", sql: "UPDATE t SET a = now() WHERE b = 1" }],
    ],
    [
      "rows, of which an undefined value is absent",
      (op) => op.bulkInsert("t", [{ a: 1, b: sql`now()`, c: wrong(undefined) }]),
      [{ kind: "bulkInsert", table: "t", rows: [{ a: 1, b: { sql: "now()" } }] }],
    ],
    [
      "a flag that is false is absent",
      (op) => op.dropTable("users", { ifExists: false }),
      [{ kind: "dropTable", table: "users" }],
    ],
  ])("%s", (_claim, upgrade, ops) => {
    expect(recordOps(upgrade).ops).toEqual(ops);
  });

  test("functions are kept by their labels", async () => {
    const seen: string[] = [];
    const { ops, functions } = recordOps((op) =>
      op.run("fill", async (db) => void seen.push(...(await db.query("x")).map(String))),
    );
    expect(ops).toEqual([{ kind: "run", label: "fill" }]);
    await functions.get("fill")?.({ query: async () => [], execute: async () => 0 });
    expect([...functions.keys()]).toEqual(["fill"]);
  });

  test("directives can be taken out of the recorder", () => {
    expect(recordOps(({ dropTable }) => dropTable("users")).ops).toHaveLength(1);
  });

  test("what the function throws passes through", () => {
    const mine = new TypeError("mine");
    expect(() =>
      recordOps(() => {
        throw mine;
      }),
    ).toThrow(mine);
  });
});

describe("what can't be meant is refused", () => {
  test.each<readonly [claim: string, code: string, message: RegExp, upgrade: (op: Recorder) => unknown]>([
    ["an asynchronous function", "OP_ASYNC", /returned a promise/, async () => {}],
    ["a direction that can't be", "OP_IRREVERSIBLE", /can't be taken back: why/, (op) => op.irreversible("why")],
    ["no reason for that", "SCHEMA_VALUE_INVALID", /op.irreversible\(\): the reason/, (op) => op.irreversible(" ")],
    [
      "an asynchronous function that fails",
      "OP_ASYNC",
      /returned a promise/,
      async () => Promise.reject(new Error("later")),
    ],
    [
      "a misspelt option",
      "SCHEMA_OPTION_UNKNOWN",
      /op.createIndex\("ix"\) has no option "concurently" \(did you mean "concurrently"\?\)/,
      (op) => op.createIndex("ix", "t", ["a"], wrong({ concurently: true })),
    ],
    [
      "an option of Alembic's",
      "SCHEMA_OPTION_UNKNOWN",
      /no option "existingType"/,
      (op) => op.alterColumn("t", "a", wrong({ existingType: text(), nullable: false })),
    ],
    [
      "a flag that is a word",
      "SCHEMA_VALUE_INVALID",
      /"ifExists" must be true or false, not "yes"/,
      (op) => op.dropTable("t", wrong({ ifExists: "yes" })),
    ],
    [
      "options that are no object",
      "SCHEMA_VALUE_INVALID",
      /must be an object, not "app"/,
      (op) => op.dropTable("t", wrong("app")),
    ],
    ["no name", "SCHEMA_NAME_INVALID", /not undefined/, (op) => op.dropTable(wrong(undefined))],
    [
      "a column that isn't made by column()",
      "SCHEMA_VALUE_INVALID",
      /what column\(…\) makes/,
      (op) => op.addColumn("t", wrong("a")),
    ],
    [
      "columns that are a string",
      "SCHEMA_VALUE_INVALID",
      /must be a list, not "a"/,
      (op) => op.createIndex("ix", "t", wrong("a")),
    ],
    ["a change of nothing", "OP_NOTHING_TO_CHANGE", /the column "a"/, (op) => op.alterColumn("t", "a", {})],
    [
      "using without a type",
      "OP_COMBINATION",
      /"using"/,
      (op) => op.alterColumn("t", "a", { using: "1", nullable: true }),
    ],
    [
      "first and after",
      "OP_COMBINATION",
      /either "first" or "after"/,
      (op) => op.addColumn("t", column("a", text()), { first: true, after: "b" }),
    ],
    [
      "a column that may be there, with constraints",
      "OP_COMBINATION",
      /"ifNotExists"/,
      (op) => op.addColumn("t", column("a", text(), { unique: true }), { ifNotExists: true }),
    ],
    [
      "a dropped constraint of no kind",
      "SCHEMA_VALUE_INVALID",
      /"type" must be one of/,
      (op) => op.dropConstraint("uq", "t", wrong({})),
    ],
    [
      "a dropped constraint that isn't said",
      "OP_CONSTRAINT_UNIDENTIFIED",
      /which unique constraint/,
      (op) => op.dropConstraint(null, "t", { type: "unique" }),
    ],
    [
      "rows that are no list",
      "SCHEMA_VALUE_INVALID",
      /the rows must be a list/,
      (op) => op.bulkInsert("t", wrong({ a: 1 })),
    ],
    [
      "a row that is no record",
      "SCHEMA_VALUE_INVALID",
      /item 1 must be an object/,
      (op) => op.bulkInsert("t", wrong([1])),
    ],
    [
      "a date in a row",
      "SCHEMA_VALUE_INVALID",
      /column "a" must be a string/,
      (op) => op.bulkInsert("t", wrong([{ a: new Date(0) }])),
    ],
    [
      "a change of a table that changes nothing",
      "OP_NOTHING_TO_CHANGE",
      /op.alterTable\("users"\) says nothing/,
      (op) => op.alterTable("users", () => undefined),
    ],
    [
      "a rename among changes that share a statement",
      "OP_COMBINATION",
      /A column is renamed by a statement of its own/,
      (op) => op.alterTable("users", (t) => t.alterColumn("a", wrong({ newName: "b" }))),
    ],
    [
      "an online change among them",
      "OP_COMBINATION",
      /What keeps nobody waiting is done by a statement of its own/,
      (op) => op.alterTable("users", (t) => t.createCheckConstraint("c", "a > 0", wrong({ online: true }))),
    ],
    ["a backfill that sets nothing", "SCHEMA_VALUE_INVALID", /"set" must be/, (op) => op.backfill("t", { set: {} })],
    [
      "batches of no rows",
      "SCHEMA_VALUE_INVALID",
      /"batchSize" must be at least 1/,
      (op) => op.backfill("t", { set: { a: 1 }, batchSize: 0 }),
    ],
    ["an empty statement", "SCHEMA_VALUE_INVALID", /must be SQL/, (op) => op.execute("  ")],
    ["a step that is no function", "SCHEMA_VALUE_INVALID", /must be a function/, (op) => op.run("x", wrong("y"))],
    [
      "two steps of one label",
      "OP_LABEL_DUPLICATE",
      /"x"/,
      (op) => {
        op.run("x", async () => {});
        op.run("x", async () => {});
      },
    ],
  ])("%s", (_claim, code, message, upgrade) => {
    const error = thrownBy(() => recordOps(upgrade));
    expect(isLimbeckError(error, code), String(error)).toBe(true);
    expect(String(error)).toMatch(message);
  });

  test("an operation that comes when the recording is over", () => {
    let kept: Recorder | undefined;
    recordOps((op) => {
      kept = op;
    });
    expect(
      isLimbeckError(
        thrownBy(() => kept?.dropTable("users")),
        "OP_RECORDED_LATE",
      ),
    ).toBe(true);
  });
});

function thrownBy(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    return error;
  }
}

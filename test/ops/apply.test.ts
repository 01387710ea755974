import { describe, expect, test } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import { applyOps, describeOp, reverseOps } from "../../src/ops/behaviours.ts";
import type { Op, OpOf } from "../../src/ops/op.ts";
import { type Recorder, recordOps } from "../../src/ops/recorder.ts";
import { sameSchema } from "../../src/schema/canonical.ts";
import { column } from "../../src/schema/column-builder.ts";
import { check, foreignKey, unique } from "../../src/schema/constraint-builders.ts";
import { index } from "../../src/schema/index-builder.ts";
import { policy } from "../../src/schema/policy-builder.ts";
import { emptySchema, type Schema, type Table } from "../../src/schema/schema.ts";
import { sql } from "../../src/schema/sql.ts";
import { bigint, enumOf, integer, named, numeric, text, varchar } from "../../src/schema/type-builders.ts";

const record = (upgrade: (op: Recorder) => void): readonly Op[] => recordOps(upgrade).ops;

/** Organisations, users that belong to one, a view and a trigger of users. */
const start: Schema = applyOps(
  emptySchema,
  record((op) => {
    op.createEnum("mood", ["sad", "happy"]);
    op.createTable("orgs", [column("id", integer(), { primaryKey: true }), column("name", text(), { unique: true })]);
    op.createTable("users", [
      column("id", integer(), { primaryKey: true }),
      column("org_id", integer(), { references: "orgs.id", onDelete: "cascade" }),
      column("boss_id", integer(), { references: "users" }),
      column("email", varchar(255), { nullable: false }),
      column("age", integer()),
      column("label", text(), { generated: { as: sql`lower(label_source)` } }),
      column("label_source", text()),
      column("mood", named("mood"), { default: "sad" }),
      unique("uq_users_email", ["email", "org_id"]),
      check("ck_users_age", sql`age > 0`),
      index("ix_users_email", ["email"]),
      index("ix_users_mood", [sql`coalesce(mood, 'sad')`]),
    ]);
    op.createView("adults", sql`SELECT users.email FROM users WHERE age > 17`);
    op.createTrigger("users_log", "users", sql`CREATE TRIGGER users_log AFTER INSERT ON users BEGIN SELECT 1; END`);
    op.createSequence("numbers");
    op.createSchema("app");
  }),
);

const users = (schema: Schema, name = "users"): Table => {
  const found = schema.tables.find((table) => table.name === name);
  if (found === undefined) throw new Error(`no table ${name}`);
  return found;
};

const upgraded = (upgrade: (op: Recorder) => void): Schema => applyOps(start, record(upgrade));

describe("apply", () => {
  test("dropColumn takes the keys and indexes that name the column, and no others", () => {
    const table = users(upgraded((op) => op.dropColumn("users", "email")));
    expect(table.uniques).toEqual([]);
    expect(table.indexes.map((each) => each.name)).toEqual(["ix_users_mood"]);
    expect(table.foreignKeys).toHaveLength(2);
    expect(table.checks).toHaveLength(1);
  });

  test("dropColumn takes the table's own foreign keys on the column", () => {
    const table = users(upgraded((op) => op.dropColumn("users", "org_id")));
    expect(table.foreignKeys.map((key) => key.columns)).toEqual([["boss_id"]]);
  });

  test("dropColumn takes a foreign key of the table to itself with the key that it refers to", () => {
    const table = users(upgraded((op) => op.dropColumn("users", "id")));
    expect(table.primaryKey).toBeUndefined();
    expect(table.foreignKeys.map((key) => key.columns)).toEqual([["org_id"]]);
  });

  test("renameColumn is followed by keys, indexes and the table's expressions", () => {
    const table = users(
      upgraded((op) => {
        op.renameColumn("users", "email", "mail");
        op.renameColumn("users", "age", "Years");
        op.renameColumn("users", "label_source", "source");
      }),
    );
    expect(table.uniques[0]?.columns).toEqual(["mail", "org_id"]);
    expect(table.indexes[0]?.parts).toEqual([{ column: "mail" }]);
    expect(table.checks[0]?.expression).toBe('"Years" > 0');
    expect(table.columns.find((each) => each.name === "label")?.generated?.expression).toBe("lower(source)");
  });

  test("renameColumn is followed by foreign keys of other tables", () => {
    const table = users(upgraded((op) => op.renameColumn("orgs", "id", "org")));
    expect(table.foreignKeys[0]?.references).toEqual({ table: "orgs", columns: ["org"] });
  });

  test("renameTable is followed by foreign keys, triggers and views", () => {
    const schema = upgraded((op) => op.renameTable("users", "people"));
    expect(users(schema, "people").foreignKeys[1]?.references.table).toBe("people");
    expect(schema.triggers[0]).toEqual({
      name: "users_log",
      table: "people",
      definition: "CREATE TRIGGER users_log AFTER INSERT ON people BEGIN SELECT 1; END",
    });
    expect(schema.views[0]?.definition).toBe("SELECT people.email FROM people WHERE age > 17");
  });

  test("dropTable takes the policies of the table, and the way back brings them", () => {
    const own = policy("own", "users", { using: "true" });
    const before = { ...upgraded(() => undefined), policies: [own] };
    const drop = { kind: "dropTable", table: "users" } as const;
    const after = applyOps(before, [drop]);
    expect(after.policies).toEqual([]);
    const back = reverseOps([drop], before);
    expect(back.kind === "lossy" && applyOps(after, back.ops).policies).toEqual([own]);
  });

  test("what alterPolicy adds goes by making the policy anew", () => {
    const own = policy("own", "users", { roles: ["app"] });
    const before = { ...upgraded(() => undefined), policies: [own] };
    const kinds = (changes: OpOf<"alterPolicy">["changes"]) => {
      const back = reverseOps([{ kind: "alterPolicy", name: "own", table: "users", changes }], before);
      return back.kind === "exact" && back.ops.map(({ kind }) => kind);
    };
    expect(kinds({ roles: null })).toEqual(["alterPolicy"]);
    expect(kinds({ using: "true" })).toEqual(["dropPolicy", "createPolicy"]);
  });

  test("dropTable takes the triggers of the table", () => {
    expect(upgraded((op) => op.dropTable("users")).triggers).toEqual([]);
  });

  test("alterColumn changes what it names, and null takes away", () => {
    const table = users(
      upgraded((op) => op.alterColumn("users", "mood", { nullable: false, default: null, comment: "how" })),
    );
    const want = { name: "mood", type: { kind: "named", name: "mood" }, nullable: false, comment: "how" };
    expect(table.columns.at(-1)).toEqual(want);
  });

  test("addColumn puts a column where it is told to", () => {
    const names = (table: Table) => table.columns.map((each) => each.name);
    const schema = upgraded((op) => {
      op.addColumn("orgs", column("a", text()), { first: true });
      op.addColumn("orgs", column("b", text()), { after: "id" });
      op.addColumn("orgs", column("c", text()));
    });
    expect(names(users(schema, "orgs"))).toEqual(["a", "id", "b", "name", "c"]);
  });

  test("renameEnumValue is followed by defaults", () => {
    const schema = upgraded((op) => op.renameEnumValue("mood", "sad", "blue"));
    expect(schema.enums[0]?.values).toEqual(["blue", "happy"]);
    expect(users(schema).columns.at(-1)?.default).toBe("blue");
  });

  test("an unnamed constraint is dropped by its columns", () => {
    const schema = upgraded((op) => op.dropConstraint(null, "orgs", { type: "unique", columns: ["name"] }));
    expect(users(schema, "orgs").uniques).toEqual([]);
  });

  test.each<readonly [claim: string, upgrade: (op: Recorder) => void]>([
    ["a table that is there", (op) => op.createTable("users", [], { ifNotExists: true })],
    ["a table that isn't", (op) => op.dropTable("nobody", { ifExists: true })],
    ["a column that is there", (op) => op.addColumn("users", column("age", text()), { ifNotExists: true })],
    ["a column that isn't", (op) => op.dropColumn("users", "nothing", { ifExists: true })],
    ["an index that is there", (op) => op.createIndex("ix_users_email", "users", ["age"], { ifNotExists: true })],
    ["an index that isn't", (op) => op.dropIndex("ix", "users", { ifExists: true })],
    ["a constraint that isn't there", (op) => op.dropConstraint("uq", "users", { type: "unique", ifExists: true })],
    ["a view that isn't there", (op) => op.dropView("v", { ifExists: true })],
    ["a trigger that isn't there", (op) => op.dropTrigger("t", "users", { ifExists: true })],
    ["a routine that isn't there", (op) => op.dropRoutine("function", "f", "", { ifExists: true })],
    ["an enum that is there", (op) => op.createEnum("mood", [], { ifNotExists: true })],
    ["an enum that isn't", (op) => op.dropEnum("e", { ifExists: true })],
    ["a sequence that is there", (op) => op.createSequence("numbers", { ifNotExists: true })],
    ["a sequence that isn't", (op) => op.dropSequence("s", { ifExists: true })],
    ["a schema that is there", (op) => op.createSchema("app", { ifNotExists: true })],
    ["a schema that isn't", (op) => op.dropSchema("s", { ifExists: true })],
  ])("with ifExists and ifNotExists, nothing is done nor undone for %s", (_claim, upgrade) => {
    const ops = record(upgrade);
    expect(applyOps(start, ops)).toEqual(start);
    expect(reverseOps(ops, start)).toEqual({ kind: "exact", ops: [] });
  });
});

describe("what the schema doesn't allow is refused", () => {
  test.each<readonly [claim: string, code: string, message: RegExp, upgrade: (op: Recorder) => void]>([
    ["a table that isn't there", "OP_TABLE_MISSING", /"user" \(did you mean "users"\?\)/, (op) => op.dropTable("user")],
    [
      "a table of another namespace",
      "OP_TABLE_MISSING",
      /"app.users"/,
      (op) => op.dropTable("users", { schema: "app" }),
    ],
    ["a table that is there", "OP_TABLE_EXISTS", /a table "users"/, (op) => op.createTable("users", [])],
    [
      "a table with the name of a view",
      "OP_TABLE_EXISTS",
      /a view "adults"/,
      (op) => op.renameTable("users", "adults"),
    ],
    ["a table that others refer to", "OP_TABLE_IN_USE", /"users" refers to it/, (op) => op.dropTable("orgs")],
    ["a column that isn't there", "OP_COLUMN_MISSING", /did you mean "email"/, (op) => op.dropColumn("users", "emial")],
    [
      "a column that is there",
      "OP_COLUMN_EXISTS",
      /"age" already/,
      (op) => op.addColumn("users", column("age", text())),
    ],
    ["a name that is taken", "OP_COLUMN_EXISTS", /"age" already/, (op) => op.renameColumn("users", "email", "age")],
    [
      "a place behind nothing",
      "OP_COLUMN_MISSING",
      /"x"/,
      (op) => op.addColumn("users", column("y", text()), { after: "x" }),
    ],
    [
      "a column that a check needs",
      "OP_COLUMN_IN_USE",
      /the check "ck_users_age"/,
      (op) => op.dropColumn("users", "age"),
    ],
    [
      "a column that another is computed from",
      "OP_COLUMN_IN_USE",
      /column "label"/,
      (op) => op.dropColumn("users", "label_source"),
    ],
    [
      "a column that an expression of an index needs",
      "OP_COLUMN_IN_USE",
      /"ix_users_mood"/,
      (op) => op.dropColumn("users", "mood"),
    ],
    [
      "a column that another table refers to",
      "OP_COLUMN_IN_USE",
      /key of "users"/,
      (op) => op.dropColumn("orgs", "id"),
    ],
    [
      "a second primary key",
      "OP_CONSTRAINT_EXISTS",
      /primary key already/,
      (op) => op.createPrimaryKey(null, "users", ["age"]),
    ],
    [
      "a constraint's name twice",
      "OP_CONSTRAINT_EXISTS",
      /"ck_users_age"/,
      (op) => op.createCheckConstraint("ck_users_age", "users", "1"),
    ],
    [
      "a key of a column that isn't there",
      "OP_COLUMN_MISSING",
      /"emial"/,
      (op) => op.createUniqueConstraint(null, "users", ["emial"]),
    ],
    [
      "a foreign key to a column that isn't there",
      "OP_COLUMN_MISSING",
      /"orgs" has no column "ID"/,
      (op) => op.createForeignKey(null, "users", "orgs", ["age"], ["ID"]),
    ],
    [
      "a constraint that isn't there",
      "OP_CONSTRAINT_MISSING",
      /no unique constraint "uq"/,
      (op) => op.dropConstraint("uq", "users", { type: "unique" }),
    ],
    [
      "an unnamed constraint that isn't there",
      "OP_CONSTRAINT_MISSING",
      /\(age\)/,
      (op) => op.dropConstraint(null, "users", { type: "unique", columns: ["age"] }),
    ],
    [
      "an index that isn't there",
      "OP_INDEX_MISSING",
      /did you mean "ix_users_email"/,
      (op) => op.dropIndex("ix_user_email", "users"),
    ],
    [
      "an index that is there",
      "OP_INDEX_EXISTS",
      /"ix_users_email"/,
      (op) => op.createIndex("ix_users_email", "users", ["age"]),
    ],
    ["an enum in use", "OP_OBJECT_IN_USE", /"users.mood"/, (op) => op.dropEnum("mood")],
    [
      "a value of an enum that isn't there",
      "OP_OBJECT_MISSING",
      /did you mean "sad"/,
      (op) => op.addEnumValue("mood", "so", { before: "sat" }),
    ],
    [
      "a trigger on nothing",
      "OP_TABLE_MISSING",
      /"user"/,
      (op) => op.createTrigger("t", "user", sql`CREATE TRIGGER t`),
    ],
    ["a view that is there", "OP_TABLE_EXISTS", /a view "adults"/, (op) => op.createView("adults", sql`SELECT 1`)],
    [
      "a view of another kind",
      "OP_OBJECT_MISSING",
      /no materialized view/,
      (op) => op.dropView("adults", { materialized: true }),
    ],
    ["rows of an unknown column", "OP_COLUMN_MISSING", /"nam"/, (op) => op.bulkInsert("orgs", [{ nam: "x" }])],
  ])("%s", (_claim, code, message, upgrade) => {
    const ops = record(upgrade);
    const error = thrownBy(() => applyOps(start, ops));
    expect(isLimbeckError(error, code), String(error)).toBe(true);
    expect(String(error)).toMatch(message);
  });

  test("a namespace that isn't empty", () => {
    const ops = record((op) => {
      op.createTable("t", [column("a", text())], { schema: "app" });
      op.dropSchema("app");
    });
    expect(String(thrownBy(() => applyOps(start, ops)))).toMatch(/"app" can't be dropped: "t" is in it/);
  });
});

describe("reverse", () => {
  test.each<readonly [claim: string, lost: string, upgrade: (op: Recorder) => void]>([
    ["a dropped table", "lossy: the rows of users", (op) => op.dropTable("users")],
    [
      "a dropped column that may not be NULL",
      'lossy: the values of users.email, in whose place rows get ""',
      (op) => op.dropColumn("users", "email"),
    ],
    [
      "a dropped column that may be NULL",
      "lossy: the values of users.boss_id",
      (op) => op.dropColumn("users", "boss_id"),
    ],
    ["a dropped generated column", "exact", (op) => op.dropColumn("users", "label")],
    ["a wider type", "exact", (op) => op.alterColumn("users", "age", { type: bigint() })],
    ["a longer text", "exact", (op) => op.alterColumn("users", "email", { type: varchar(300) })],
    [
      "a shorter text",
      "lossy: the values of users.email, where the conversion of their type changed them",
      (op) => op.alterColumn("users", "email", { type: varchar(20) }),
    ],
    [
      "a text of a character set that has all letters",
      "exact",
      (op) => op.alterColumn("users", "email", { type: varchar(300, { charset: "utf8mb4" }) }),
    ],
    [
      "a text of another character set",
      "lossy: the values of users.email, where the conversion of their type changed them",
      (op) => op.alterColumn("users", "email", { type: varchar(300, { charset: "latin1" }) }),
    ],
    ...(["b", "c"] as const).map((kept): [string, string, (op: Recorder) => void] => [
      `a choice of other values, ${kept === "b" ? "with" : "without"} all of the old ones`,
      kept === "b" ? "exact" : "lossy: the values of users.m, where the conversion of their type changed them",
      (op) => {
        op.addColumn("users", column("m", enumOf(["a", "b"])));
        op.alterColumn("users", "m", { type: enumOf([kept, "new", "a"]) });
      },
    ]),
    [
      "another kind of type",
      "lossy: the values of users.age, where the conversion of their type changed them",
      (op) => op.alterColumn("users", "age", { type: numeric(10, 2) }),
    ],
    [
      "a column that becomes computed",
      "lossy: the values of users.age",
      (op) => op.alterColumn("users", "age", { generated: { as: sql`1` } }),
    ],
    ["a dropped sequence", "lossy: the current number of the sequence numbers", (op) => op.dropSequence("numbers")],
    ["a dropped view", "exact", (op) => op.dropView("adults")],
    ["a value added to an enum", "exact", (op) => op.addEnumValue("mood", "so")],
    [
      "inserted rows",
      "irreversible: which rows were inserted into orgs is not kept",
      (op) => op.bulkInsert("orgs", [{ id: 1 }]),
    ],
    [
      "raw SQL",
      'irreversible: what undoes the SQL "DELETE FROM users" is not known',
      (op) => op.execute("DELETE FROM users"),
    ],
    [
      "a function",
      'irreversible: what undoes the function "fill" is not known',
      (op) => op.run("fill", async () => {}),
    ],
    [
      "several that lose",
      'lossy: the values of users.email, in whose place rows get ""; the rows of users',
      (op) => {
        op.dropColumn("users", "email");
        op.dropTable("users");
      },
    ],
  ])("%s", (_claim, lost, upgrade) => {
    const ops = record(upgrade);
    const reversal = reverseOps(ops, start);
    expect(reversal.kind === "exact" ? "exact" : `${reversal.kind}: ${reversal.reason}`).toBe(lost);
    if (reversal.kind === "irreversible") return;
    expect(sameSchema(applyOps(applyOps(start, ops), reversal.ops), start)).toBe(true);
  });

  test("a dropped column comes back in its place, with what went with it", () => {
    const reversal = reverseOps(
      record((op) => op.dropColumn("users", "email")),
      start,
    );
    expect(reversal.kind === "irreversible" ? [] : reversal.ops.map(describeOp)).toEqual([
      "Add column users.email",
      "Alter column users.email: default",
      'Create unique constraint "uq_users_email" on users (email, org_id)',
      "Create index ix_users_email on users",
    ]);
    expect(reversal.kind !== "irreversible" && reversal.ops[0]).toMatchObject({
      position: { after: "boss_id" },
      column: { nullable: false, default: "" },
    });
  });

  test("a view that named a table before there was one is as it was when the renaming is undone", () => {
    const view = { name: "v", definition: "SELECT 1 FROM teams" };
    const before = { ...start, views: [view] };
    const ops = record((op) => op.renameTable("orgs", "teams"));
    const reversal = reverseOps(ops, before);
    expect(reversal.kind !== "irreversible" && applyOps(applyOps(before, ops), reversal.ops).views).toEqual([view]);
  });

  test("a foreign key in a new table is undone with the table", () => {
    const ops = record((op) => {
      op.createTable("a", [column("id", integer(), { primaryKey: true })]);
      op.createTable("b", [column("id", integer()), foreignKey(["id"], "a", ["id"])]);
    });
    const reversal = reverseOps(ops, start);
    expect(reversal).toEqual({
      kind: "exact",
      ops: [
        { kind: "dropTable", table: "b" },
        { kind: "dropTable", table: "a" },
      ],
    });
  });
});

function thrownBy(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    return error;
  }
}

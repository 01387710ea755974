import { describe, expect, test } from "vitest";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { printPython } from "../../src/ops/print-python.ts";
import type { PythonDialect, PythonOptions } from "../../src/ops/python-dialect.ts";
import { type Recorder, recordOps } from "../../src/ops/recorder.ts";
import { column } from "../../src/schema/column-builder.ts";
import { check, foreignKey, primaryKey, unique } from "../../src/schema/constraint-builders.ts";
import { desc, index } from "../../src/schema/index-builder.ts";
import { emptySchema, type Schema, type Table, type Trigger } from "../../src/schema/schema.ts";
import { sql } from "../../src/schema/sql.ts";
import { table } from "../../src/schema/table-builders.ts";
import {
  bigint,
  blob,
  boolean,
  integer,
  numeric,
  raw,
  text,
  timestamp,
  varchar,
} from "../../src/schema/type-builders.ts";

const users = table("users", [
  column("id", integer(), { primaryKey: true }),
  column("email", varchar(50), { nullable: false }),
  column("age", integer()),
  unique("uq_users_email", ["email"]),
  check("ck_users_age", sql`age > 0`),
  index("ix_users_age", ["age"]),
]);
const children = (onDelete?: "cascade"): Table =>
  table("posts", [
    column("id", integer(), { primaryKey: true }),
    column("user_id", integer()),
    foreignKey("fk_posts_user", ["user_id"], "users", ["id"], onDelete === undefined ? {} : { onDelete }),
  ]);
const trigger: Trigger = {
  name: "trg",
  table: "users",
  definition: 'CREATE TRIGGER "trg" AFTER INSERT ON "users"\nBEGIN\n  SELECT 1;\nEND',
};

/** SQLite's words, and a server that can alter whatever there is. */
const { batch, ...python } = sqlite.python as PythonDialect;
const altering: PythonDialect = { ...python, name: "made" };

function printed(
  upgrade: (op: Recorder) => void,
  { tables = [users], triggers = [], views = [], ...more }: Partial<Schema> & Partial<PythonOptions> = {},
) {
  const before = { ...emptySchema, tables, triggers, views };
  const statements: PythonOptions["statements"] = (ops, schema) =>
    sqlite
      .plan(ops, schema, { version: "0" })
      .filter((statement) => statement.check === undefined && statement.forChecks !== true)
      .map(({ sql: words }) => ({ sql: words, transactional: true }));
  const dialect = sqlite.python as PythonDialect;
  return printPython(recordOps(upgrade).ops, before, { dialect, statements, ...more });
}

function body(...given: Parameters<typeof printed>): string {
  return printed(...given).body;
}

describe("directives", () => {
  test.each<readonly [claim: string, upgrade: (op: Recorder) => void, expected: string]>([
    [
      "a table, a part on each line, its indexes behind it",
      (op) =>
        op.createTable("items", [
          column("id", integer(), { primaryKey: true }),
          column("price", numeric(10, 2), { nullable: false, default: 0 }),
          column("name", varchar(20, {}), { default: "it's" }),
          column("made_at", timestamp(), { default: sql`CURRENT_TIMESTAMP` }),
          column("total", integer(), { generated: { as: sql`price * 2`, stored: true } }),
          unique("uq_items_name", ["name"]),
          check("ck_items_price", sql`price >= 0`),
          foreignKey("fk_items_user", ["id"], "users", ["id"], {
            onDelete: "cascade",
            deferrable: "initially deferred",
          }),
          index("ix_items_name", ["name", desc("id"), sql`lower(name)`], { unique: true, where: sql`price > 1` }),
        ]),
      `op.create_table(
    "items",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column(
        "price",
        sa.Numeric(precision=10, scale=2),
        server_default=sa.text("0"),
        nullable=False,
    ),
    sa.Column("name", sa.String(length=20), server_default="it's", nullable=True),
    sa.Column(
        "made_at",
        sa.TIMESTAMP(),
        server_default=sa.text("CURRENT_TIMESTAMP"),
        nullable=True,
    ),
    sa.Column(
        "total",
        sa.Integer(),
        sa.Computed("price * 2", persisted=True),
        nullable=True,
    ),
    sa.CheckConstraint("price >= 0", name=op.f("ck_items_price")),
    sa.ForeignKeyConstraint(
        ["id"],
        ["users.id"],
        name=op.f("fk_items_user"),
        ondelete="CASCADE",
        deferrable=True,
        initially="DEFERRED",
    ),
    sa.PrimaryKeyConstraint("id"),
    sa.UniqueConstraint("name", name=op.f("uq_items_name")),
)
op.create_index(
    op.f("ix_items_name"),
    "items",
    ["name", sa.text('"id" DESC'), sa.text("lower(name)")],
    unique=True,
    sqlite_where=sa.text("price > 1"),
)`,
    ],
    [
      "what SQLite alone has, by SQLAlchemy's keywords",
      (op) =>
        op.createTable("t", [
          column("id", integer(), { primaryKey: true, autoincrement: true }),
          column("data", blob(), { nullable: false, onNullConflict: "replace" }),
        ]),
      `op.create_table(
    "t",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column(
        "data",
        sa.LargeBinary(),
        sqlite_on_conflict_not_null="REPLACE",
        nullable=False,
    ),
    sa.PrimaryKeyConstraint("id"),
    sqlite_autoincrement=True,
)`,
    ],
    [
      "a column that ALTER TABLE can add",
      (op) => op.addColumn("users", column("bio", text())),
      'op.add_column("users", sa.Column("bio", sa.Text(), nullable=True))',
    ],
    [
      "a new name",
      (op) => op.renameColumn("users", "age", "years"),
      'op.alter_column("users", "age", new_column_name="years")',
    ],
    ["a table's new name", (op) => op.renameTable("users", "people"), 'op.rename_table("users", "people")'],
    [
      "an index",
      (op) => op.dropIndex("ix_users_age", "users"),
      'op.drop_index(op.f("ix_users_age"), table_name="users")',
    ],
    ["a table that goes", (op) => op.dropTable("users", { ifExists: true }), 'op.drop_table("users", if_exists=True)'],
    [
      "SQL, in which a colon is no parameter",
      (op) => op.execute("UPDATE users SET email = ':x' || '12:30' WHERE age = 1\n  AND email <> '\\:y'"),
      `op.execute(
    "UPDATE users SET email = '\\\\:x' || '12:30' WHERE age = 1\\n"
    "  AND email <> '\\\\\\\\:y'"
)`,
    ],
  ])("%s", (_claim, upgrade, expected) => {
    expect(body(upgrade)).toBe(expected);
  });
});

describe("SQL in place of directives", () => {
  const cases: readonly { claim: string; upgrade: (op: Recorder) => void; more?: Parameters<typeof printed>[1] }[] = [
    {
      claim: "a table with a type that SQLAlchemy has no word for",
      upgrade: (op) => op.createTable("t", [column("a", raw("MONEY"))]),
    },
    { claim: "a STRICT table", upgrade: (op) => op.createTable("t", [column("a", integer())], { strict: true }) },
    {
      claim: "a key in descending order",
      upgrade: (op) => op.createTable("t", [column("a", integer()), primaryKey([desc("a")])]),
    },
    { claim: "a virtual table", upgrade: (op) => op.createTable("t", [], { virtual: "fts5(a)" }) },
    { claim: "a view", upgrade: (op) => op.createView("v", "SELECT 1 AS x") },
    { claim: "a trigger", upgrade: (op) => op.createTrigger("trg", "users", trigger.definition) },
    { claim: "an index's new name", upgrade: (op) => op.renameIndex("ix_users_age", "users", "ix_age") },
    {
      claim: "a table that has a trigger",
      upgrade: (op) => op.alterColumn("users", "age", { type: bigint() }),
      more: { triggers: [trigger] },
    },
    {
      claim: "a table that a view shows",
      upgrade: (op) => op.alterColumn("users", "age", { type: bigint() }),
      more: { views: [{ name: "v", definition: "SELECT id FROM users" }] },
    },
    {
      claim: "a change to a type to which batch mode would cast",
      upgrade: (op) => op.alterColumn("users", "email", { type: integer() }),
    },
    { claim: "an unnamed constraint", upgrade: (op) => op.createUniqueConstraint(null, "users", ["age"]) },
    { claim: "a primary key", upgrade: (op) => op.dropConstraint(null, "users", { type: "primary" }) },
  ];
  test.each(cases)("$claim", ({ upgrade, more = {} }) => {
    const found = body(upgrade, more);
    expect(found).toMatch(/^op\.execute\(/);
    expect(found).not.toContain("batch_alter_table");
  });

  test.each<readonly [claim: string, change: Partial<Table>]>([
    [
      "AUTOINCREMENT",
      { columns: users.columns.map((one) => (one.name === "id" ? { ...one, autoincrement: true as const } : one)) },
    ],
    [
      "a collation",
      { columns: users.columns.map((one) => (one.name === "email" ? { ...one, collation: "NOCASE" } : one)) },
    ],
    ["ON CONFLICT", { uniques: [{ name: "uq", columns: ["email"], onConflict: "ignore" }] }],
    [
      "a key in descending order",
      { uniques: [{ name: "uq", columns: ["email"], keyOptions: { email: { descending: true } } }] },
    ],
    ["an index in descending order", { indexes: [{ name: "ix", parts: [{ column: "email", descending: true }] }] }],
    ["an index of an expression", { indexes: [{ name: "ix", parts: [{ expression: "lower(email)" }] }] }],
    ["a check without a name", { checks: [{ expression: "age > 0" }] }],
    [
      "a generated column",
      {
        columns: [
          ...users.columns,
          { name: "g", type: { kind: "integer" }, nullable: true, generated: { expression: "age", stored: false } },
        ],
      },
    ],
    ["STRICT", { options: { strict: true } }],
    [
      "a type that SQLAlchemy reads as another",
      { columns: [...users.columns, { name: "m", type: { kind: "raw", sql: "MONEY" }, nullable: true }] },
    ],
    [
      "a default that begins with a constant",
      {
        columns: [
          ...users.columns,
          { name: "m", type: { kind: "text" }, nullable: true, default: { sql: "('a' || 'b')" } },
        ],
      },
    ],
    ["two constraints of one name", { checks: [{ name: "uq_users_email", expression: "age > 0" }] }],
  ])("a table with %s, which batch mode would lose", (_claim, change) => {
    const tables = [{ ...users, ...change }];
    expect(body((op) => op.alterColumn("users", "age", { nullable: false }), { tables })).toContain(
      "limbeck_new_users",
    );
  });

  test("a table that SQLAlchemy reads otherwise than it is", () => {
    const isMisread = () => true;
    expect(body((op) => op.alterColumn("users", "age", { type: bigint() }), { isMisread })).toContain(
      "limbeck_new_users",
    );
  });
});

describe("batch mode", () => {
  test("takes the changes from the first that needs it to the last", () => {
    const found = body((op) => {
      op.addColumn("users", column("bio", text()));
      op.alterColumn("users", "age", { type: bigint(), nullable: false, default: 7 });
      op.createIndex("ix_new", "users", ["email"]);
      op.dropConstraint("ck_users_age", "users", { type: "check" });
      op.createForeignKey("fk", "users", "users", ["age"], ["id"], { onDelete: "set null" });
      op.createIndex("ix_lower", "users", [sql`lower(email)`]);
    });
    expect(found).toBe(`op.add_column("users", sa.Column("bio", sa.Text(), nullable=True))
with op.batch_alter_table("users", schema=None) as batch_op:
    batch_op.alter_column(
        "age",
        existing_type=sa.Integer(),
        server_default=sa.text("7"),
        type_=sa.BigInteger(),
        nullable=False,
    )
    batch_op.create_index(batch_op.f("ix_new"), ["email"], unique=False)
    batch_op.drop_constraint(batch_op.f("ck_users_age"), type_="check")
    batch_op.create_foreign_key(
        batch_op.f("fk"), "users", ["age"], ["id"], ondelete="SET NULL"
    )
op.create_index(op.f("ix_lower"), "users", [sa.text("lower(email)")], unique=False)`);
  });

  test("is told to make the table anew for a column that it would only add, in its place", () => {
    expect(body((op) => op.addColumn("users", column("bio", text()), { after: "id" }))).toBe(
      `with op.batch_alter_table("users", schema=None, recreate="always") as batch_op:
    batch_op.add_column(
        sa.Column("bio", sa.Text(), nullable=True), insert_after="id"
    )`,
    );
  });

  test("begins anew for a default that only the first rows get", () => {
    const found = body((op) => {
      op.dropConstraint("ck_users_age", "users", { type: "check" });
      op.addColumn("users", column("flag", boolean(), { nullable: false, default: true }));
      op.alterColumn("users", "flag", { default: null });
    });
    expect(found.match(/batch_alter_table/g)).toHaveLength(2);
    expect(found).toContain('sa.Column("flag", sa.Boolean(), server_default=sa.text("1"), nullable=False)');
    expect(found).toContain("server_default=None");
  });

  test.each([
    ["rows that would be deleted with it are guarded", "cascade", true],
    ["rows that would stop it aren't", undefined, false],
  ] as const)("%s", (_claim, onDelete, isGuarded) => {
    const found = body((op) => op.dropConstraint("ck_users_age", "users", { type: "check" }), {
      tables: [users, children(onDelete)],
    });
    expect(found.includes("limbeck_guard")).toBe(isGuarded);
    expect(found).toContain("batch_op.drop_constraint");
  });
});

test("a server that can alter everything is given plain directives", () => {
  const found = body(
    (op) => {
      op.alterColumn("users", "email", { type: text(), default: null });
      op.createUniqueConstraint("uq_age", "users", ["age"]);
      op.dropConstraint("ck_users_age", "users", { type: "check" });
      op.createIndex("ix_new", "users", ["email"], { concurrently: true });
      op.dropColumn("users", "age");
    },
    { dialect: altering },
  );
  expect(found).toBe(`op.alter_column(
    "users",
    "email",
    existing_type=sa.String(length=50),
    server_default=None,
    type_=sa.Text(),
    existing_nullable=False,
)
op.create_unique_constraint(op.f("uq_age"), "users", ["age"])
op.drop_constraint(op.f("ck_users_age"), "users", type_="check")
with op.get_context().autocommit_block():
    op.create_index(
        op.f("ix_new"), "users", ["email"], unique=False, made_concurrently=True
    )
op.drop_column("users", "age")`);
});

test("a type of the models is spelt as they have it, with its imports", () => {
  const modelType = () => ({ code: "shop.Money('EUR')", imports: ["import shop"] });
  const found = printed((op) => op.addColumn("users", column("price", numeric(10, 2))), { modelType });
  expect(found).toEqual({
    body: 'op.add_column("users", sa.Column("price", shop.Money("EUR"), nullable=True))',
    imports: ["import shop"],
  });
});

test("a function of a revision can't be printed", () => {
  expect(() => body((op) => op.run("step", async () => undefined))).toThrowError(/can't be written as text/);
});

test("SQLite has batch mode", () => {
  expect(batch).toBeDefined();
});

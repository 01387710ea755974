import { expect, test } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import { printOps } from "../../src/ops/print-typescript.ts";
import { type Recorder, recordOps } from "../../src/ops/recorder.ts";
import { column } from "../../src/schema/column-builder.ts";
import { check, foreignKey, primaryKey, unique } from "../../src/schema/constraint-builders.ts";
import { desc, index } from "../../src/schema/index-builder.ts";
import { sql } from "../../src/schema/sql.ts";
import { enumOf, integer, numeric, text, timestamp, varchar } from "../../src/schema/type-builders.ts";

test.each<readonly [claim: string, upgrade: (op: Recorder) => void, body: string, imports: string]>([
  [
    "a table, opened, with its key beside the column",
    (op) =>
      op.createTable("users", [
        column("id", integer(), { primaryKey: true, autoincrement: true }),
        column("email", varchar(255), { nullable: false, unique: "uq_users_email" }),
        column("created_at", timestamp({ timezone: true }), { default: sql`now()` }),
        check(sql`length(email) > 3`),
        foreignKey("fk_users_org", ["id"], "orgs", ["id"], { onDelete: "cascade" }),
        index("ix_users_created", [desc("created_at"), sql`lower(email)`], { where: sql`email <> ''` }),
      ]),
    `  op.createTable("users", [
    column("id", integer(), { primaryKey: true, autoincrement: true }),
    column("email", varchar(255), { nullable: false }),
    column("created_at", timestamp({ timezone: true }), { default: sql\`now()\` }),
    unique("uq_users_email", ["email"]),
    check(sql\`length(email) > 3\`),
    foreignKey("fk_users_org", ["id"], "orgs", ["id"], { onDelete: "cascade" }),
    index("ix_users_created", [desc("created_at"), sql\`lower(email)\`], { where: sql\`email <> ''\` }),
  ]);`,
    "check column desc foreignKey index integer sql timestamp unique varchar",
  ],
  [
    "a key of several columns as a part, and options of the table",
    (op) =>
      op.createTable("seats", [column("room", integer()), column("row", integer()), primaryKey(["room", "row"])], {
        strict: true,
        withoutRowid: true,
        comment: "where people sit in the rooms",
        schema: "app",
      }),
    `  op.createTable("seats", [column("room", integer()), column("row", integer()), primaryKey(["room", "row"])], {
    schema: "app",
    strict: true,
    withoutRowid: true,
    comment: "where people sit in the rooms",
  });`,
    "column integer primaryKey",
  ],
  [
    "changes that share a statement",
    (op) =>
      op.alterTable(
        "users",
        (t) => {
          t.addColumn(column("age", integer()));
          t.dropColumn("old", { ifExists: true });
          t.createCheckConstraint("ck_age", sql`age > 0`);
          t.createIndex("ix_age", ["age"]);
          t.dropConstraint("uq", { type: "unique" });
        },
        { schema: "app" },
      ),
    `  op.alterTable("users", (t) => {
    t.addColumn(column("age", integer()));
    t.dropColumn("old", { ifExists: true });
    t.createCheckConstraint("ck_age", sql\`age > 0\`);
    t.createIndex("ix_age", ["age"]);
    t.dropConstraint("uq", { type: "unique" });
  }, { schema: "app" });`,
    "column integer sql",
  ],
  [
    "NOT NULL, and constraints that are made online",
    (op) => {
      op.setNotNull("users", "age");
      op.createCheckConstraint("ck_age", "users", sql`age > 0`, { online: true });
    },
    `  op.setNotNull("users", "age");
  op.createCheckConstraint("ck_age", "users", sql\`age > 0\`, { online: true });`,
    "sql",
  ],
  [
    "a backfill",
    (op) => op.backfill("users", { set: { age: 1, name: sql`lower(name)` }, where: sql`age IS NULL`, batchSize: 500 }),
    '  op.backfill("users", { set: { age: 1, name: sql`lower(name)` }, where: sql`age IS NULL`, batchSize: 500 });',
    "sql",
  ],
  [
    "a short call on one line",
    (op) => op.createIndex("ix_users_email", "users", ["email"], { concurrently: true }),
    '  op.createIndex("ix_users_email", "users", ["email"], { concurrently: true });',
    "",
  ],
  [
    "SQL of several lines, as it is",
    (op) => {
      op.createView("adults", "SELECT *\nFROM users");
      op.execute("UPDATE users\nSET age = 1");
    },
    '  op.createView(\n    "adults",\n    sql`SELECT *\nFROM users`,\n  );\n  op.execute(sql`UPDATE users\nSET age = 1`);',
    "sql",
  ],
  [
    "what a template could not hold, as a string",
    (op) => {
      op.execute("SELECT '\\`'");
      op.createCheckConstraint(null, "t", "a <> '\r\n'");
    },
    `  op.execute("SELECT '\\\\\`'");\n  op.createCheckConstraint(null, "t", { sql: "a <> '\\r\\n'" });`,
    "",
  ],
  [
    "backticks and placeholders, escaped",
    (op) => op.execute(`SELECT \`a\`, '$\{b}', '\\n'`),
    `  op.execute(sql\`SELECT \\\`a\\\`, '\\$\{b}', '\\n'\`);`,
    "sql",
  ],
  [
    "strings in the quotes that need fewer escapes",
    (op) => op.createTableComment("users", 'who "they" are'),
    '  op.createTableComment("users", \'who "they" are\');',
    "",
  ],
  [
    "rows, one on each line",
    (op) =>
      op.bulkInsert("kinds", [
        { id: 1, "full name": "a" },
        { id: 2, "full name": null },
      ]),
    '  op.bulkInsert("kinds", [\n    { id: 1, "full name": "a" },\n    { id: 2, "full name": null },\n  ]);',
    "",
  ],
  [
    "a column in its place",
    (op) => op.addColumn("users", column("price", numeric(10, 2), { default: 0 }), { after: "id" }),
    '  op.addColumn("users", column("price", numeric(10, 2), { default: 0 }), { after: "id" });',
    "column numeric",
  ],
  [
    "changes of a column",
    (op) => op.alterColumn("users", "age", { nullable: false, default: null, type: enumOf(["a"]), newName: "years" }),
    `  op.alterColumn("users", "age", { type: enumOf(["a"]), nullable: false, default: null });
  op.renameColumn("users", "age", "years");`,
    "enumOf",
  ],
  [
    "a constraint without a name",
    (op) => op.createUniqueConstraint(null, "users", ["email"], { schema: "app" }),
    '  op.createUniqueConstraint(null, "users", ["email"], { schema: "app" });',
    "",
  ],
  [
    "a constraint that is validated, and one made of an index",
    (op) => {
      op.validateConstraint("ck", "users", { type: "check", schema: "app" });
      op.validateConstraint(null, "users", { type: "foreignkey", columns: ["org_id"] });
      op.createUniqueConstraint("uq", "users", ["email"], { usingIndex: "ix" });
    },
    `  op.validateConstraint("ck", "users", { type: "check", schema: "app" });
  op.validateConstraint(null, "users", { type: "foreignkey", columns: ["org_id"] });
  op.createUniqueConstraint("uq", "users", ["email"], { usingIndex: "ix" });`,
    "",
  ],
  ["nothing", () => {}, "", ""],
])("prints %s", (_claim, upgrade, body, imports) => {
  const printed = printOps(recordOps(upgrade).ops);
  expect(printed.body).toBe(body);
  expect(printed.imports.join(" ")).toBe(imports);
});

test("a function of a revision has no text", () => {
  try {
    printOps([{ kind: "run", label: "fill" }]);
    expect.unreachable();
  } catch (error) {
    expect(isLimbeckError(error, "OP_NOT_PRINTABLE")).toBe(true);
  }
});

test("the names that a call takes from the package are those of its parts too", () => {
  const ops = recordOps((op) => op.createTable("t", [column("a", text()), unique(["a"])])).ops;
  expect(printOps(ops).imports).toEqual(["column", "text", "unique"]);
});

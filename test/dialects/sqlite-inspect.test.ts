import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection } from "../../src/dialects/contract.ts";
import { connect, scratch } from "../../src/dialects/sqlite/connect.ts";
import { inspect } from "../../src/dialects/sqlite/inspect.ts";
import { normalise } from "../../src/dialects/sqlite/normalise.ts";
import { split } from "../../src/dialects/sqlite/split.ts";
import { createIndexSql, createTableSql } from "../../src/dialects/sqlite/table-sql.ts";
import { target } from "../../src/dialects/sqlite/url.ts";
import { emptySchema, type Schema, type Table } from "../../src/schema/schema.ts";

const open: Connection[] = [];
const directories: string[] = [];
afterEach(async () => {
  for (const connection of open.splice(0)) await connection.close();
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

async function database(script: string): Promise<Connection> {
  const connection = await scratch();
  open.push(connection);
  for (const { sql } of split(script)) await connection.execute(sql);
  return connection;
}

/** A database made by somebody whose SQLite allows what the drivers don't: strings in double quotes, writing to the catalogue. */
async function laxDatabase(script: string): Promise<Connection> {
  const directory = mkdtempSync(join(tmpdir(), "limbeck-inspect-"));
  directories.push(directory);
  const file = join(directory, "lax.db");
  const made = new DatabaseSync(file, { defensive: false, enableDoubleQuotedStringLiterals: true });
  made.exec(script);
  made.close();
  const connection = await connect(target(`file:${file}`, directory), { create: false });
  open.push(connection);
  return connection;
}

async function schemaOf(script: string): Promise<Schema> {
  return inspect(await database(script), { exclude: [] });
}

function script(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}

/** A script that makes the tables again, with their indexes, in the words of the writing side. */
function rewritten(schema: Schema): string {
  const tables = schema.tables.flatMap((table) => [
    createTableSql(table, table.name),
    ...table.indexes.map((index) => createIndexSql(table.name, index)),
  ]);
  return tables.map((sql) => `${sql};`).join("\n");
}

describe("everything that SQLite has is read:", () => {
  const kitchenSink = () => schemaOf(script("./sqlite-kitchen-sink.sql"));
  const table = async (name: string) =>
    (await kitchenSink()).tables.find((candidate) => candidate.name === name) as Table;

  it("tables, views and triggers in the order in which they were made", async () => {
    const { tables, views, triggers } = await kitchenSink();
    expect(tables.map(({ name }) => name)).toEqual([
      "Users",
      "order lines",
      "strict one",
      "odd",
      "not_alias",
      "copy",
      "docs",
    ]);
    expect(views).toEqual([
      { name: "v_users", columns: ["uid", "mail"], definition: "SELECT id, email FROM users WHERE id IN (1, 2)" },
    ]);
    expect(triggers.map(({ name, table: owner }) => [name, owner])).toEqual([
      ["tr_users", "Users"],
      ["tr_view", "v_users"],
    ]);
    expect(triggers[0]?.definition).toMatch(/^CREATE TRIGGER tr_users AFTER UPDATE[\s\S]*END$/);
  });

  it("columns with defaults, collation, conflict clause, generated values", async () => {
    const { columns } = await table("Users");
    expect(columns.map(({ default: value }) => value)).toEqual([
      ...[undefined, undefined, 18, -1.5, "it's; ok", { sql: "CURRENT_TIMESTAMP" }],
      ...[{ sql: "(datetime('now', '+1 day'))" }, { sql: "TRUE" }, undefined, undefined, undefined],
    ]);
    expect(columns[0]).toEqual({ name: "id", type: { kind: "integer" }, nullable: true, autoincrement: true });
    expect(columns[1]).toMatchObject({ nullable: false, collation: "NOCASE", onNullConflict: "ignore" });
    expect(columns[8]?.generated).toEqual({ expression: "name || ' <' || email || '>'", stored: false });
    expect(columns[9]?.generated).toEqual({ expression: "age * 2", stored: true });
  });

  it("keys, uniques and checks, named and unnamed", async () => {
    const users = await table("Users");
    expect(users.uniques).toEqual([
      { name: "uq_email", columns: ["email"], onConflict: "replace" },
      { columns: ["name", "age"], keyOptions: { name: { collation: "RTRIM" }, age: { descending: true } } },
    ]);
    expect(users.checks).toEqual([
      { expression: "age >= 0 /* ever */ AND age < 200" },
      { name: "ck_name", expression: "length(name) > 0" },
    ]);
    expect((await table("order lines")).primaryKey).toEqual({
      name: "pk",
      columns: ["order_id", "line_no"],
      keyOptions: { line_no: { descending: true } },
    });
  });

  it("foreign keys, spelt as their parents are", async () => {
    expect((await table("order lines")).foreignKeys).toEqual([
      {
        name: "fk_user",
        columns: ["user_ID"],
        references: { table: "Users", columns: ["id"] },
        ...{ onDelete: "cascade", onUpdate: "set null", match: "full", deferrable: "initially deferred" },
      },
      {
        columns: ["parent_order", "parent_line"],
        references: { table: "order lines", columns: [] },
        onDelete: "set default",
      },
    ]);
  });

  it("indexes, descending, partial, of expressions", async () => {
    expect((await table("Users")).indexes).toEqual([
      {
        name: "ix_age",
        parts: [
          { column: "age", descending: true },
          { column: "name", collation: "NOCASE" },
        ],
      },
      {
        name: "ix_lower",
        unique: true,
        parts: [{ expression: "lower(email)", collation: "NOCASE", descending: true }, { expression: "(age + 1)" }],
        where: "is_active AND age > 18",
      },
    ]);
  });

  it("options of tables", async () => {
    const { tables } = await kitchenSink();
    expect(tables.map(({ options }) => options)).toEqual([
      ...[{}, { withoutRowid: true }, { strict: true }, {}, {}, {}],
      { virtual: "fts5(title, body, tokenize = 'porter ascii')" },
    ]);
  });

  it("as it would be read again after being written again", async () => {
    const first = await kitchenSink();
    const second = await schemaOf(rewritten(first));
    expect(normalise(second).tables).toEqual(normalise({ ...first, views: [], triggers: [] }).tables);
  });
});

describe("a schema of the world is the same when it is written again and read again:", () => {
  const directory = new URL("../cases/real/", import.meta.url);
  const names = readdirSync(directory).filter((name) => name.endsWith(".sql"));
  it.each(names)("%s", async (name) => {
    const first = await schemaOf(script(`../cases/real/${name}`));
    const second = await schemaOf(rewritten(first));
    expect(first.tables.length).toBeGreaterThan(1);
    expect(normalise(second).tables).toEqual(normalise({ ...first, views: [], triggers: [] }).tables);
  });
});

describe("left out are", () => {
  it("SQLite's own tables and the shadows of virtual ones", async () => {
    const { tables } = await schemaOf(`
      CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, b UNIQUE); INSERT INTO a (b) VALUES (1); ANALYZE;
      CREATE VIRTUAL TABLE search USING fts5(body); CREATE TABLE search_log (a);
      CREATE VIRTUAL TABLE places USING rtree(id, x0, x1);`);
    expect(tables.map(({ name, indexes }) => [name, indexes])).toEqual(
      ["a", "search", "search_log", "places"].map((name) => [name, []]),
    );
  });

  it("the shadows of a virtual table whose module isn't loaded, by their names", async () => {
    const connection = await laxDatabase(`
      CREATE TABLE vec_chunks (a); CREATE TABLE vector (a); PRAGMA writable_schema = ON;
      INSERT INTO sqlite_master VALUES ('table', 'vec', 'vec', 0, 'CREATE VIRTUAL TABLE vec USING nosuch(a)');`);
    const { tables } = await inspect(connection, { exclude: [] });
    expect(tables.map(({ name }) => name)).toEqual(["vector", "vec"]);
  });

  it("excluded tables, whatever the case, with their indexes and triggers", async () => {
    const connection = await database(`
      CREATE TABLE alembic_version (version_num); CREATE INDEX i ON alembic_version (version_num); CREATE TABLE a (b);
      CREATE TRIGGER t AFTER INSERT ON alembic_version BEGIN SELECT 1; END;`);
    const schema = await inspect(connection, { exclude: [{ name: "Alembic_Version" }] });
    expect(schema).toMatchObject({ tables: [{ name: "a" }], triggers: [] });
  });

  it("all but the tables asked for", async () => {
    const connection = await database(
      "CREATE TABLE a (x); CREATE TABLE b (x); CREATE INDEX i ON b (x); CREATE VIEW v AS SELECT 1 x;",
    );
    const only = [{ name: "B" }, { name: "missing" }, { name: "v" }];
    const schema = await inspect(connection, { exclude: [], only });
    expect(schema).toMatchObject({ tables: [{ name: "b", indexes: [{ name: "i" }] }], views: [] });
  });
});

it("an empty database has an empty schema", async () => {
  expect(await schemaOf("")).toEqual(emptySchema);
});

it("the number of queries doesn't grow with the schema", async () => {
  const counts: number[] = [];
  for (const size of [1, 40]) {
    const names = Array.from({ length: size }, (_, i) => `t${i}`);
    const connection = await database(
      names
        .map((name) => `CREATE TABLE ${name} (a UNIQUE REFERENCES t0, b); CREATE INDEX i_${name} ON ${name} (b);`)
        .join("\n"),
    );
    let count = 0;
    const counting: Connection = {
      ...connection,
      query: (sql, parameters) => {
        count++;
        return connection.query(sql, parameters);
      },
    };
    expect((await inspect(counting, { exclude: [] })).tables).toHaveLength(size);
    counts.push(count);
  }
  expect(counts[1]).toBe(counts[0]);
});

it("strings in double quotes, which only old definitions may have, come in single ones", async () => {
  const connection = await laxDatabase(`
    CREATE TABLE t (a CHECK ("a" IN ("x", "it's")), b AS ("a" || "z"));
    CREATE INDEX i ON t (a) WHERE "b" <> "q";`);
  const { tables } = await inspect(connection, { exclude: [] });
  expect(tables[0]?.indexes[0]?.where).toBe("\"b\" <> 'q'");
  expect(tables[0]?.checks).toEqual([{ expression: "\"a\" IN ('x', 'it''s')" }]);
  expect(tables[0]?.columns[1]?.generated?.expression).toBe("\"a\" || 'z'");
});

it("a definition that SQLite reads otherwise is refused, with the name of the table, unless nobody wants it", async () => {
  const connection = await database("CREATE TABLE t (a);");
  // Another column in the text than in the table that is loaded: as if the parser had got it wrong.
  const wrong: Connection = {
    ...connection,
    query: async (sql, parameters) =>
      (await connection.query(sql, parameters)).map((row) =>
        "sql" in row ? { ...row, sql: "CREATE TABLE t (b)" } : row,
      ),
  };
  const error = await inspect(wrong, { exclude: [] }).catch((caught: unknown) => caught);
  expect(isLimbeckError(error, "DIALECT_DDL_UNREADABLE")).toBe(true);
  expect(String(error)).toContain('"t"');
  const wants = ({ name }: { readonly name: string }) => name !== "t";
  expect(await inspect(wrong, { exclude: [], wants })).toEqual(emptySchema);
  const overlooks = ({ name }: { readonly name: string }) => name === "t";
  expect(await inspect(wrong, { exclude: [], overlooks })).toEqual(emptySchema);
});

describe("what is written is read back:", () => {
  const name = fc.constantFrom("a", "B c", 'd"e', "select", "ünï", "x'y", "to]p", "e`f");
  const names = fc.uniqueArray(name, { minLength: 1, maxLength: 5 });
  const option = <T>(value: T) => fc.option(fc.constant(value), { nil: undefined });
  const type = fc.constantFrom<Table["columns"][number]["type"]>(
    { kind: "integer" },
    { kind: "text" },
    { kind: "numeric", precision: 10, scale: 2 },
    { kind: "raw", sql: "unsigned big int" },
    { kind: "raw", sql: "" },
  );
  const value = fc.constantFrom<Table["columns"][number]["default"]>(
    ...[undefined, 0, -2.5, "", "it's", true, { sql: "CURRENT_TIMESTAMP" }, { sql: "(1 + (2))" }, { sql: "x'00'" }],
  );
  const table = names.chain((columnNames) =>
    fc.record({
      columns: fc.tuple(
        ...columnNames.map((column) =>
          fc.record({
            name: fc.constant(column),
            type,
            nullable: fc.boolean(),
            default: value,
            collation: option("NOCASE"),
          }),
        ),
      ),
      key: fc.subarray([...columnNames]),
      keyName: option("pk 1"),
      descending: fc.boolean(),
      unique: fc.subarray([...columnNames]),
      checks: fc.subarray(["1 > 0", "')' <> '('", "(1) + (2) > 0"]),
      action: fc.constantFrom(undefined, "cascade" as const, "set null" as const),
      deferrable: option("initially deferred" as const),
      withoutRowid: fc.boolean(),
    }),
  );

  it("any table", async () => {
    await fc.assert(
      fc.asyncProperty(table, async (made) => {
        const [first = "a"] = made.columns.map((column) => column.name);
        const written = withoutUndefined({
          name: "the table",
          columns: made.columns,
          primaryKey:
            made.key.length === 0
              ? undefined
              : {
                  name: made.keyName,
                  columns: made.key,
                  keyOptions: made.descending ? { [made.key[0] ?? ""]: { descending: true } } : undefined,
                },
          uniques: made.unique.length === 0 ? [] : [{ columns: made.unique, onConflict: "replace" }],
          checks: made.checks.map((expression) => ({ expression })),
          foreignKeys: [
            {
              columns: [first],
              references: { table: "parent", columns: ["id"] },
              onDelete: made.action,
              deferrable: made.deferrable,
            },
          ],
          exclusions: [],
          indexes: [
            {
              name: "ix 1",
              parts: [{ column: first, descending: true }, { expression: "1 + 1" }],
              where: `"${first.replaceAll('"', '""')}" > 0`,
            },
          ],
          options: made.withoutRowid && made.key.length > 0 ? { withoutRowid: true } : {},
        }) as unknown as Table;
        const wanted: Schema = { ...emptySchema, tables: [written] };
        expect(normalise(await schemaOf(rewritten(wanted)))).toEqual(normalise(wanted));
      }),
      { numRuns: 150 },
    );
  });
});

function withoutUndefined(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

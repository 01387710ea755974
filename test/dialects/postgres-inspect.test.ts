import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import type { Connection, InspectOptions } from "../../src/dialects/contract.ts";
import { connect } from "../../src/dialects/postgres/connect.ts";
import { inspect } from "../../src/dialects/postgres/inspect.ts";
import { split } from "../../src/dialects/postgres/split.ts";
import { target } from "../../src/dialects/postgres/url.ts";
import type { NamedObject } from "../../src/schema/object-kind.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import { administer, freshDatabase, wantedMajors } from "../servers/postgres.ts";

const SINK = readFileSync(fileURLToPath(new URL("postgres-kitchen-sink.sql", import.meta.url)), "utf8");
const BOOKS: InspectOptions = { exclude: [{ name: "alembic_version" }] };

function open(url: string): Promise<Connection> {
  return connect(target(url, process.cwd()), { create: false });
}

/** The schema of an empty database when these statements have run, which are undone again. */
async function schemaOf(sql: string, connection: Connection, options: InspectOptions = BOOKS): Promise<Schema> {
  await connection.execute("BEGIN");
  try {
    for (const statement of split(sql)) await connection.execute(statement.sql);
    return await inspect(connection, options);
  } finally {
    await connection.execute("ROLLBACK");
  }
}

/** The function is of the type, which is there without anything else until then. */
const CANONICAL = `CREATE TYPE days; CREATE FUNCTION days_canonical(days) RETURNS days LANGUAGE internal IMMUTABLE STRICT AS 'daterange_canonical';
  CREATE TYPE days AS RANGE (subtype = date, canonical = days_canonical)`;

describe.each(wantedMajors)("PostgreSQL %i", (major) => {
  let url: string;
  let schema: Schema;
  let empty: Connection;

  beforeAll(async () => {
    url = await freshDatabase({ major });
    await administer(url, SINK);
    const connection = await open(url);
    schema = await inspect(connection, BOOKS);
    await connection.close();
    empty = await open(await freshDatabase({ major }));
    return () => empty.close();
  }, 120_000);

  const tableOf = (name: string) => schema.tables.find((table) => table.name === name);
  const columnOf = (name: string) => tableOf("users")?.columns.find((column) => column.name === name);
  const indexOf = (name: string) => tableOf("users")?.indexes.find((index) => index.name === name);
  const constraintOf = (kind: "checks" | "uniques", name: string) =>
    tableOf("users")?.[kind].find((constraint) => constraint.name === name);

  test("objects come in the order in which they were made, without what is excluded", () => {
    expect(schema.namespaces).toEqual(["app"]);
    expect(schema.enums.map(({ name }) => name)).toEqual(["mood", "colour"]);
    expect(schema.tables.map(({ name }) => name)).toEqual([
      "users",
      "accounts_two",
      "accounts",
      "scratchpad",
      "measures",
      "empty",
      "bookings",
    ]);
    expect(schema.views.map(({ name }) => name)).toEqual(["adults", "totals"]);
    expect(schema.routines.map(({ name }) => name)).toEqual(["double_it", "stamp", "tidy"]);
    expect(schema.triggers.map(({ name }) => name)).toEqual(["stamp ON it", "late"]);
  });

  test("enums and their comments", () => {
    expect(schema.enums).toEqual([
      { name: "mood", values: ["sad", "ok", "it's fine"], comment: "how one feels" },
      { name: "colour", schema: "app", values: ["red"] },
    ]);
  });

  test("sequences of their own, with the options that aren't the server's anyway", () => {
    expect(schema.sequences).toEqual([
      { name: "order_numbers", start: "1000", increment: "5", max: "99999", cache: "20", cycle: true },
      { name: "small", schema: "app", type: "smallint" },
      { name: "countdown", increment: "-1" },
    ]);
  });

  test.each([
    ["serial", "id", { type: { kind: "integer" }, nullable: false, autoincrement: true }],
    ["bigserial", "big", { type: { kind: "bigint" }, nullable: false, autoincrement: true }],
    [
      "a text default of a varchar",
      "email",
      { type: { kind: "varchar", length: 120 }, nullable: false, default: "no@where", comment: "where to write" },
    ],
    ["a collation", "Full Name", { type: { kind: "text" }, nullable: true, default: "", collation: "C" }],
    ["an enum", "feeling", { type: { kind: "named", name: "mood" }, nullable: false, default: "ok" }],
    [
      "an enum of another namespace",
      "hue",
      { type: { kind: "named", name: "colour", schema: "app" }, nullable: true, default: "red" },
    ],
    [
      "an array of an enum",
      "feelings",
      { type: { kind: "array", of: { kind: "named", name: "mood" } }, nullable: true, default: "{sad,ok}" },
    ],
    [
      "a negative fraction",
      "score",
      { type: { kind: "numeric", precision: 10, scale: 2 }, nullable: true, default: -1.5 },
    ],
    ["a negative integer", "rank", { type: { kind: "integer" }, nullable: true, default: -1 }],
    ["an integer beyond four bytes", "huge", { type: { kind: "bigint" }, nullable: true, default: 5000000000 }],
    ["a fraction", "ratio", { type: { kind: "double" }, nullable: true, default: 0.5 }],
    ["a truth value", "active", { type: { kind: "boolean" }, nullable: false, default: true }],
    ["a text of a fixed length", "code", { type: { kind: "char", length: 3 }, nullable: true, default: "abc" }],
    ["a text with a backslash", "path", { type: { kind: "text" }, nullable: true, default: "C:\\temp" }],
    [
      "a call",
      "seen",
      { type: { kind: "timestamp", precision: 3, timezone: true }, nullable: true, default: { sql: "now()" } },
    ],
    ["a date", "born", { type: { kind: "date" }, nullable: true, default: "2000-02-29" }],
    [
      "a word of SQL",
      "changed",
      { type: { kind: "timestamp" }, nullable: true, default: { sql: "CURRENT_TIMESTAMP" } },
    ],
    [
      "a time in UTC, whatever the session's time zone is",
      "day",
      { type: { kind: "timestamp", timezone: true }, nullable: true, default: "2019-12-31 22:00:00+00" },
    ],
    ["a document", "meta", { type: { kind: "jsonb" }, nullable: true, default: "{}" }],
    ["an empty array", "tags", { type: { kind: "array", of: { kind: "text" } }, nullable: true, default: "{}" }],
    [
      "the dimensions of an array",
      "matrix",
      { type: { kind: "array", of: { kind: "integer" }, dimensions: 2 }, nullable: true },
    ],
    [
      "a number from a sequence of its own",
      "number",
      { type: { kind: "bigint" }, nullable: true, default: { sql: "nextval('order_numbers'::regclass)" } },
    ],
    [
      "a generated column",
      "label",
      {
        type: { kind: "text" },
        nullable: true,
        generated: { expression: "lower((email)::text) || 'x'::text", stored: true },
      },
    ],
    ["NULL, which is no default", "nothing", { type: { kind: "varchar", length: 5 }, nullable: true }],
  ])("column: %s", (_, name, expected) => {
    expect(columnOf(name)).toEqual({ name, ...expected });
  });

  test("identity columns", () => {
    expect(tableOf("accounts")?.columns.slice(0, 2)).toEqual([
      { name: "id", type: { kind: "bigint" }, nullable: false, identity: { always: true } },
      {
        name: "other",
        type: { kind: "integer" },
        nullable: false,
        identity: { always: false, options: { start: "100", increment: "10", cache: "5" } },
      },
    ]);
  });

  test.each([
    ["uniques", "users_email_key", { columns: ["email"] }],
    ["uniques", "deferred", { columns: ["rank", "score"], deferrable: "initially deferred" }],
    ["uniques", "covering", { columns: ["huge"], include: ["rank", "code"] }],
    ["checks", "users_check", { expression: "(rank > '-5'::integer) AND (score < (100)::numeric)" }],
    ["checks", "own", { expression: "active", noInherit: true }],
    ["checks", "later", { expression: "rank < 1000", notValid: true }],
  ] as const)("%s: %s", (kind, name, expected) => {
    expect(constraintOf(kind, name)).toEqual({ name, ...expected });
  });

  test("foreign keys", () => {
    expect(tableOf("accounts")?.foreignKeys).toEqual([
      {
        name: "accounts_owner_fkey",
        columns: ["owner"],
        references: { table: "users", columns: ["id"] },
        onDelete: "set default",
        onUpdate: "cascade",
        deferrable: "initially immediate",
      },
      {
        name: "accounts_a_b_fkey",
        columns: ["a", "b"],
        references: { table: "accounts_two", schema: "app", columns: ["a", "b"] },
        match: "full",
      },
    ]);
  });

  test("exclusions", () => {
    expect(tableOf("bookings")?.exclusions).toEqual([
      {
        name: "no_overlap",
        method: "gist",
        elements: [
          { expression: "room", operator: "=" },
          { expression: "during", operator: "&&" },
        ],
        where: "NOT isempty(during)",
        deferrable: "initially immediate",
      },
      { name: "bookings_expr_excl", method: "gist", elements: [{ expression: "room * room", operator: "&&" }] },
    ]);
  });

  test.each([
    ["ix_plain", { parts: [{ column: "rank" }], comment: "fast" }],
    [
      "ix_lower",
      {
        unique: true,
        parts: [
          { expression: "lower((email)::text)", opclass: "text_pattern_ops", descending: true, nulls: "last" },
          { expression: "rank + 1" },
          { column: "Full Name", collation: "POSIX", descending: true },
        ],
        where: "active AND (rank > 0)",
      },
    ],
    [
      "ix_gin",
      {
        parts: [{ column: "meta", opclass: "jsonb_path_ops" }, { column: "tags" }],
        method: "gin",
        storage: { fastupdate: "off" },
      },
    ],
    ["ix_cover", { parts: [{ column: "huge", nulls: "first" }], include: ["email", "Full Name"] }],
    [
      "ix_tsv",
      {
        parts: [
          { expression: "to_tsvector('english'::regconfig, (email)::text)", opclass: "tsvector_ops (siglen='100')" },
        ],
        method: "gist",
      },
    ],
  ])("index: %s", (name, expected) => {
    expect(indexOf(name)).toEqual({ name, ...expected });
  });

  test.each([
    ["b", { column: "b" }],
    ["t bpchar_ops", { column: "t", opclass: "bpchar_ops" }],
    ["b text_pattern_ops", { column: "b", opclass: "text_pattern_ops" }],
    ["n oid_ops", { column: "n", opclass: "oid_ops" }],
    ["t", { column: "t" }],
    ['t COLLATE "default"', { column: "t", collation: "default" }],
    ["d", { column: "d" }],
    ['d COLLATE "default"', { column: "d", collation: "default" }],
    ["m", { column: "m" }],
    ["n DESC", { column: "n", descending: true }],
    ["n NULLS FIRST", { column: "n", nulls: "first" }],
    ["(n)", { column: "n" }],
    ["(n + 1)", { expression: "n + 1" }],
  ])("a key that is read without its definition: %s", async (key, part) => {
    const { tables } = await schemaOf(
      `CREATE DOMAIN plain AS text COLLATE "C";
       CREATE TYPE mood AS ENUM ('sad');
       CREATE TABLE odd (gone int, b varchar(3), t text COLLATE "C", d plain, n int, m mood);
       ALTER TABLE odd DROP COLUMN gone;
       CREATE INDEX i ON odd (${key});`,
      empty,
    );
    expect(tables.map(({ indexes }) => indexes)).toEqual([[{ name: "i", parts: [part] }]]);
  });

  test("columns of constraints and indexes are named where they come from another table, or are another namespace's", async () => {
    const { tables } = await schemaOf(
      `CREATE TABLE parent (id int, v int);
       CREATE TABLE child (gone int, w int) INHERITS (parent);
       ALTER TABLE child DROP COLUMN gone, ADD CONSTRAINT k PRIMARY KEY (w, v);
       CREATE INDEX i ON child (v, w);
       CREATE SCHEMA app;
       CREATE TABLE app.user (w int, v int, CONSTRAINT f FOREIGN KEY (v, w) REFERENCES child (w, v));`,
      empty,
    );
    const [, child, user] = tables;
    expect(child?.primaryKey).toEqual({ name: "k", columns: ["w", "v"] });
    expect(child?.indexes).toEqual([{ name: "i", parts: [{ column: "v" }, { column: "w" }] }]);
    expect(user?.foreignKeys).toEqual([
      { name: "f", columns: ["v", "w"], references: { table: "child", columns: ["w", "v"] } },
    ]);
  });

  test("options of tables", () => {
    expect(tableOf("accounts")?.options).toEqual({ storage: { fillfactor: "70" } });
    expect(tableOf("scratchpad")?.options).toEqual({
      unlogged: true,
      storage: { "toast.autovacuum_enabled": "false" },
    });
    expect(tableOf("measures")?.options).toEqual({ partitionBy: "RANGE (at)" });
    expect(tableOf("users")?.comment).toBe("people");
  });

  test("views", () => {
    expect(schema.views).toEqual([
      {
        name: "adults",
        comment: "grown up",
        definition: expect.stringMatching(/^SELECT u\.email AS who,\s+double_it\(u\.rank\) AS much/),
      },
      {
        name: "totals",
        schema: "app",
        materialized: true,
        definition: expect.stringMatching(/^SELECT count\(\*\) AS n\s+FROM users$/),
      },
    ]);
  });

  test("routines, named without the default namespace", () => {
    expect(schema.routines.map(({ definition: _, ...rest }) => rest)).toEqual([
      { name: "double_it", kind: "function", arguments: "integer" },
      { name: "stamp", schema: "app", kind: "function", arguments: "" },
      { name: "tidy", kind: "procedure", arguments: "integer, integer" },
    ]);
    expect(schema.routines[0]?.definition).toMatch(/^CREATE OR REPLACE FUNCTION double_it\(n integer\)\n/);
    expect(schema.routines[1]?.definition).toMatch(/^CREATE OR REPLACE FUNCTION app\.stamp\(\)\n/);
    expect(schema.routines[2]?.definition).toMatch(/^CREATE OR REPLACE PROCEDURE tidy\(/);
  });

  test("triggers, on a table named without the default namespace", () => {
    expect(schema.triggers.map(({ definition }) => definition)).toEqual([
      expect.stringMatching(/^CREATE TRIGGER "stamp ON it" BEFORE UPDATE OF email ON users FOR EACH ROW WHEN/),
      expect.stringMatching(/^CREATE CONSTRAINT TRIGGER late AFTER INSERT ON app\.accounts DEFERRABLE/),
    ]);
  });

  test("only the wanted tables, those that aren't there left out", async () => {
    const connection = await open(url);
    const { tables, ...rest } = await inspect(connection, {
      exclude: [],
      only: [{ name: "empty" }, { name: "missing" }, { name: "accounts", schema: "app" }],
    });
    expect(tables.map(({ name }) => name)).toEqual(["accounts", "empty"]);
    expect({ ...rest, tables: [] }).toEqual(emptySchema);
    await connection.close();
  });

  test.each([
    ["the search_path", "SET search_path = public, app, pg_catalog"],
    [
      "the time zone and the ways to write dates",
      "SET timezone = 'Asia/Tokyo'; SET datestyle = 'German'; SET intervalstyle = 'iso_8601'",
    ],
    ["quotes around all names", "SET quote_all_identifiers = on"],
  ])("reads the same whatever the session says about %s, and leaves the session as it was", async (_, sets) => {
    const connection = await open(url);
    for (const set of sets.split("; ")) await connection.execute(set);
    const settings = "SELECT name, setting FROM pg_settings WHERE context = 'user' ORDER BY name";
    const before = await connection.query(settings);
    expect(await inspect(connection, BOOKS)).toEqual(schema);
    expect(await connection.query(settings)).toEqual(before);
    await connection.execute("BEGIN");
    expect(await inspect(connection, BOOKS)).toEqual(schema);
    expect(await connection.query(settings)).toEqual(before);
    await connection.execute("ROLLBACK");
    await connection.close();
  });

  test("a transaction's own changes are read, and the transaction stays open", async () => {
    const connection = await open(url);
    await connection.execute("BEGIN");
    await connection.execute("CREATE TABLE fresh (n integer)");
    const { tables } = await inspect(connection, { exclude: [], only: [{ name: "fresh" }] });
    expect(tables).toHaveLength(1);
    await connection.execute("ROLLBACK");
    expect((await inspect(connection, { exclude: [], only: [{ name: "fresh" }] })).tables).toEqual([]);
    await connection.close();
  });

  test("outside of a transaction all is of one snapshot, whatever others do meanwhile", async () => {
    const connection = await open(url);
    const other = await open(url);
    let hasMade = false;
    const disturbed: Connection = {
      ...connection,
      query: async (sql, parameters) => {
        const rows = await connection.query(sql, parameters);
        if (!hasMade && sql.includes("pg_sequence")) {
          hasMade = true;
          await other.execute("CREATE TABLE meanwhile (n integer)");
        }
        return rows;
      },
    };
    const read = await inspect(disturbed, BOOKS);
    await other.execute("DROP TABLE meanwhile");
    await Promise.all([connection.close(), other.close()]);
    expect([hasMade, read.tables.length]).toEqual([true, schema.tables.length]);
  });

  test("the default namespace is the session's own", async () => {
    const connection = await open(`${url}?schema=app`);
    const read = await inspect(connection, { exclude: [{ name: "alembic_version", schema: "public" }] });
    expect(read.namespaces).toEqual(["public"]);
    const accounts = read.tables.find(({ name }) => name === "accounts");
    expect(accounts).not.toHaveProperty("schema");
    expect(accounts?.foreignKeys.map(({ references }) => references.schema)).toEqual(["public", undefined]);
    expect(read.tables.find(({ name }) => name === "users")?.schema).toBe("public");
    const [stamp] = read.routines.filter(({ name }) => name === "stamp");
    expect(stamp?.definition).toMatch(/^CREATE OR REPLACE FUNCTION stamp\(\)/);
    await connection.close();
  });

  test("as many queries for two tables as for two hundred", async () => {
    const [few, many] = [await queriesFor(2, major), await queriesFor(200, major)];
    expect(many.tables).toBe(200);
    expect(many.queries).toBe(few.queries);
    expect(few.queries).toBeLessThanOrEqual(24);
  });

  test("what a failed CREATE INDEX CONCURRENTLY leaves counts as not there", async () => {
    const read = await schemaOf(
      "CREATE TABLE t (n integer); CREATE INDEX good ON t (n); CREATE INDEX bad ON t (n); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'bad'::regclass",
      empty,
    );
    expect(read.tables[0]?.indexes.map(({ name }) => name)).toEqual(["good"]);
  });

  test("objects of extensions are left out, and their types are named", async () => {
    const read = await schemaOf(
      "CREATE SCHEMA extensions; CREATE EXTENSION citext; CREATE EXTENSION hstore WITH SCHEMA extensions; CREATE TABLE t (a citext DEFAULT 'x', b extensions.hstore)",
      empty,
    );
    expect(read.routines).toEqual([]);
    expect(read.tables[0]?.columns).toEqual([
      { name: "a", type: { kind: "citext" }, nullable: true, default: "x" },
      { name: "b", type: { kind: "raw", sql: "extensions.hstore" }, nullable: true },
    ]);
  });

  test("extensions, with where their objects are", async () => {
    const read = await schemaOf(
      "CREATE SCHEMA extensions; CREATE EXTENSION citext VERSION '1.5'; CREATE EXTENSION hstore WITH SCHEMA extensions",
      empty,
    );
    expect(read.extensions).toEqual([
      { name: "citext", version: "1.5" },
      { name: "hstore", schema: "extensions", version: expect.any(String) },
    ]);
  });

  test("domains with all that they have, and the columns of their types", async () => {
    const read = await schemaOf(
      `CREATE SCHEMA app; CREATE TYPE mood AS ENUM ('sad', 'ok');
      CREATE DOMAIN email AS varchar(200) COLLATE "C" DEFAULT 'no@where' NOT NULL CONSTRAINT at CHECK (VALUE LIKE '%@%');
      ALTER DOMAIN email ADD CONSTRAINT short CHECK (length(VALUE) < 100) NOT VALID; COMMENT ON DOMAIN email IS 'where to write';
      CREATE DOMAIN app.moods AS mood[] DEFAULT '{sad}'; CREATE DOMAIN happy AS app.moods;
      CREATE TABLE t (a email, b email[], c app.moods NOT NULL, d happy)`,
      empty,
    );
    expect(read.domains).toEqual([
      {
        name: "email",
        type: { kind: "varchar", length: 200 },
        collation: "C",
        default: "no@where",
        nullable: false,
        checks: [
          { name: "at", expression: "(VALUE)::text ~~ '%@%'::text" },
          { name: "short", expression: "length((VALUE)::text) < 100", notValid: true },
        ],
        comment: "where to write",
      },
      {
        name: "moods",
        schema: "app",
        type: { kind: "array", of: { kind: "named", name: "mood" } },
        default: "{sad}",
        nullable: true,
        checks: [],
      },
      // A domain over a domain takes its default along.
      {
        name: "happy",
        type: { kind: "named", name: "moods", schema: "app" },
        default: { sql: "'{sad}'::mood[]" },
        nullable: true,
        checks: [],
      },
    ]);
    expect(read.tables[0]?.columns).toMatchObject([
      { name: "a", type: { kind: "named", name: "email" } },
      { name: "b", type: { kind: "array", of: { kind: "named", name: "email" } } },
      { name: "c", type: { kind: "named", name: "moods", schema: "app" } },
      { name: "d", type: { kind: "named", name: "happy" } },
    ]);
  });

  test("composite types, which aren't the rows of tables", async () => {
    const read = await schemaOf(
      `CREATE TYPE nothing AS (); CREATE TYPE address AS (street text COLLATE "C", "No" int, more text[]);
      COMMENT ON TYPE address IS 'a place'; COMMENT ON COLUMN address."No" IS 'of the house';
      ALTER TYPE address DROP ATTRIBUTE more; ALTER TYPE address ADD ATTRIBUTE tags varchar(3)[];
      CREATE TYPE pair AS (one address, two address); CREATE TABLE t (a pair)`,
      empty,
    );
    expect(read.composites).toEqual([
      { name: "nothing", attributes: [] },
      {
        name: "address",
        attributes: [
          { name: "street", type: { kind: "text" }, collation: "C" },
          { name: "No", type: { kind: "integer" }, comment: "of the house" },
          { name: "tags", type: { kind: "array", of: { kind: "varchar", length: 3 } } },
        ],
        comment: "a place",
      },
      {
        name: "pair",
        attributes: [
          { name: "one", type: { kind: "named", name: "address" } },
          { name: "two", type: { kind: "named", name: "address" } },
        ],
      },
    ]);
    expect(read.tables[0]?.columns[0]?.type).toEqual({ kind: "named", name: "pair" });
  });

  test("range types, and the types of their lists", async () => {
    const lists = major >= 14;
    const read = await schemaOf(
      `CREATE TYPE floats AS RANGE (subtype = float8, subtype_diff = float8mi); CREATE FUNCTION gap(text, text) RETURNS float8 IMMUTABLE LANGUAGE sql AS 'SELECT 1.0::float8';
      CREATE TYPE textrange AS RANGE (subtype = text, subtype_opclass = text_pattern_ops, collation = "C", subtype_diff = gap${lists ? ", multirange_type_name = texts" : ""});
      COMMENT ON TYPE floats IS 'from to'; CREATE TABLE t (a floats, b textrange[]${lists ? ", c texts, d floats_multirange" : ""})`,
      empty,
    );
    expect(read.ranges).toEqual([
      { name: "floats", subtype: { kind: "double" }, difference: "float8mi", comment: "from to" },
      {
        name: "textrange",
        subtype: { kind: "text" },
        opclass: "text_pattern_ops",
        collation: "C",
        difference: "gap",
        ...(lists ? { multirange: "texts" } : {}),
      },
    ]);
    expect(read.routines.map(({ name }) => name)).toEqual(["gap"]);
    expect(read.tables[0]?.columns.map(({ type }) => type)).toEqual([
      { kind: "named", name: "floats" },
      { kind: "array", of: { kind: "named", name: "textrange" } },
      ...(lists
        ? [
            { kind: "named", name: "texts" },
            { kind: "named", name: "floats_multirange" },
          ]
        : []),
    ]);
  });

  test("sequences that a column owns, and that aren't what `serial` makes", async () => {
    const sql =
      "CREATE TABLE t (id serial, n int); ALTER SEQUENCE t_id_seq INCREMENT 50; CREATE SEQUENCE s OWNED BY t.n";
    const read = await schemaOf(sql, empty);
    expect(read.sequences).toEqual([
      { name: "t_id_seq", type: "integer", increment: "50", ownedBy: { table: "t", column: "id" } },
      { name: "s", ownedBy: { table: "t", column: "n" } },
    ]);
    expect(read.tables[0]?.columns[0]?.default).toEqual({ sql: "nextval('t_id_seq'::regclass)" });
    expect((await schemaOf(sql, empty, { exclude: [{ name: "t" }] })).sequences).toEqual([]);
  });

  test("options of views, and defaults of their columns", async () => {
    const read = await schemaOf(
      `CREATE TABLE t (a int, b text); CREATE VIEW v WITH (security_barrier = off) AS SELECT a FROM t WITH CHECK OPTION;
       CREATE VIEW w WITH (security_barrier${major >= 15 ? ", security_invoker = yes" : ""}, check_option = local) AS SELECT b FROM t;
       ALTER VIEW w ALTER b SET DEFAULT 'x'`,
      empty,
    );
    expect(read.views.map(({ definition: _, ...view }) => view)).toEqual([
      { name: "v", checkOption: "cascaded" },
      {
        ...{ name: "w", barrier: true, checkOption: "local", columnDefaults: { b: "'x'::text" } },
        ...(major >= 15 ? { security: "invoker" } : {}),
      },
    ]);
  });

  test("materialized views with all that they have", async () => {
    const read = await schemaOf(
      `CREATE TABLE t (a int, b text); CREATE VIEW plain AS SELECT 1 AS n;
       CREATE MATERIALIZED VIEW v WITH (fillfactor = 70, toast.autovacuum_enabled = false) AS SELECT a, b FROM t WITH NO DATA;
       CREATE UNIQUE INDEX i ON v (a DESC, lower(b)) WHERE a > 0; CREATE INDEX j ON v USING hash (b); COMMENT ON INDEX j IS 'why'`,
      empty,
    );
    expect(read.views.map(({ definition: _, ...view }) => view)).toEqual([
      { name: "plain" },
      {
        name: "v",
        materialized: true,
        storage: { fillfactor: "70", "toast.autovacuum_enabled": "false" },
        indexes: [
          {
            name: "i",
            unique: true,
            parts: [{ column: "a", descending: true }, { expression: "lower(b)" }],
            where: "a > 0",
          },
          { name: "j", parts: [{ column: "b" }], method: "hash", comment: "why" },
        ],
      },
    ]);
  });

  test("defaults of their own of columns that come from another table", async () => {
    const read = await schemaOf(
      `CREATE TABLE p (n int DEFAULT 1, s text DEFAULT 'a', t date DEFAULT now()) PARTITION BY LIST (n);
       CREATE TABLE p1 PARTITION OF p (n DEFAULT 5, t DEFAULT CURRENT_DATE) FOR VALUES IN (1); ALTER TABLE p1 ALTER s DROP DEFAULT;
       CREATE TABLE a (id serial, n int); CREATE TABLE b () INHERITS (a); CREATE TABLE c () INHERITS (a); ALTER TABLE c ALTER id DROP DEFAULT`,
      empty,
    );
    expect(read.tables.map(({ name, ownDefaults }) => [name, ownDefaults])).toEqual([
      ["p", undefined],
      ["p1", { n: 5, s: null, t: { sql: "CURRENT_DATE" } }],
      ["a", undefined],
      ["b", undefined],
      ["c", { id: null }],
    ]);
  });

  test("what else tables say of columns that come from another table", async () => {
    const script = `CREATE TABLE p (n int, s text, k int NOT NULL) PARTITION BY LIST (n); ALTER TABLE ONLY p ALTER s SET STATISTICS 70;
       CREATE TABLE p1 PARTITION OF p (n PRIMARY KEY) FOR VALUES IN (1); ALTER TABLE p1 ALTER s SET NOT NULL;
       CREATE TABLE a (n int, s text); CREATE TABLE b () INHERITS (a);
       CREATE TABLE c (n int NOT NULL) INHERITS (a); ALTER TABLE c ALTER s SET STATISTICS 50`;
    const read = await schemaOf(script, empty);
    expect(read.tables.map(({ name, ownColumns }) => [name, ownColumns])).toEqual([
      ["p", undefined],
      ["p1", { s: { nullable: false, statistics: null } }],
      ["a", undefined],
      ["b", undefined],
      ["c", { n: { nullable: false }, s: { statistics: 50 } }],
    ]);
  });

  test("rules, on a table named without the default namespace, and statistics, whose columns have no order", async () => {
    const script = `CREATE SCHEMA s; CREATE TABLE "the ON TO" (a int, b int); CREATE TABLE s.t (a int, b int); CREATE VIEW v AS SELECT a FROM s.t;
       CREATE RULE "AS ON TO x" AS ON UPDATE TO "the ON TO" WHERE NEW.a > 1 DO ALSO (DELETE FROM s.t; DELETE FROM "the ON TO" WHERE b = OLD.b);
       CREATE RULE r AS ON INSERT TO s.t DO INSTEAD NOTHING; ALTER TABLE s.t DISABLE RULE r; CREATE RULE r AS ON DELETE TO v DO INSTEAD SELECT ';' AS x;
       CREATE STATISTICS "S" ON b, a FROM "the ON TO"; CREATE STATISTICS s.x (mcv) ON b, a FROM "the ON TO"; CREATE STATISTICS x ON b, a FROM s.t; ALTER STATISTICS x SET STATISTICS 7`;
    const read = await schemaOf(script, empty);
    expect(read.rules.map(({ definition, ...rule }) => [rule, definition.replaceAll(/\s+/g, " ")])).toEqual([
      [
        { name: "AS ON TO x", table: "the ON TO" },
        'CREATE RULE "AS ON TO x" AS ON UPDATE TO "the ON TO" WHERE (new.a > 1) DO ( DELETE FROM s.t; DELETE FROM "the ON TO" WHERE ("the ON TO".b = old.b); )',
      ],
      [{ name: "r", table: "v" }, "CREATE RULE r AS ON DELETE TO v DO INSTEAD SELECT ';'::text AS x"],
      [
        { name: "r", schema: "s", table: "t", state: "disabled" },
        "CREATE RULE r AS ON INSERT TO s.t DO INSTEAD NOTHING",
      ],
    ]);
    const parts = [{ column: "a" }, { column: "b" }];
    expect(read.statistics).toEqual([
      { name: "S", table: { name: "the ON TO" }, parts },
      { name: "x", table: { schema: "s", name: "t" }, parts, target: 7 },
      { name: "x", schema: "s", table: { name: "the ON TO" }, parts, kinds: ["mcv"] },
    ]);
  });

  test("an empty database", async () => {
    expect(await schemaOf("SELECT 1", empty)).toEqual(emptySchema);
  });

  test.each([
    ["an aggregate", "CREATE AGGREGATE total (integer) (SFUNC = int4pl, STYPE = integer)", 'aggregate "total"'],
    ["a collation", `CREATE COLLATION mine FROM "C"`, 'collation "mine"'],
    [
      "a foreign table",
      "CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw; CREATE FOREIGN TABLE f (n int) SERVER s",
      'foreign table "f"',
    ],
    ["a canonical function", CANONICAL, 'range type with a canonical function "days"'],
  ])("refused by name: %s", async (_, sql = "", words = "") => {
    await expect(schemaOf(sql, empty, { ...BOOKS, standsAlone: () => "refused" })).rejects.toMatchObject({
      code: "DIALECT_UNREAD",
      message: expect.stringContaining(words),
    });
  });

  test("what stands by itself is left alone, unless it is to be made elsewhere", async () => {
    const sql = `CREATE SCHEMA s; CREATE AGGREGATE s.total (integer) (SFUNC = int4pl, STYPE = integer); CREATE COLLATION mine FROM "C";
      CREATE OPERATOR @@@ (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4pl); CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple);
      CREATE TABLE t (a text COLLATE mine)`;
    const met: string[] = [];
    const standsAlone = ({ kind, name, schema }: NamedObject) => {
      met.push([kind, schema, name].join(" "));
      return "left" as const;
    };
    const read = await schemaOf(sql, empty, { ...BOOKS, standsAlone });
    expect(read).toEqual(await schemaOf(sql, empty));
    expect(read.tables[0]?.columns[0]?.collation).toBe("mine");
    expect(met.sort()).toEqual(["other  @@@", "other  d", "other  mine", "other s total"]);
  });

  test("a typed table is read with its type, and what stands by itself beside tables is left out", async () => {
    const read = await schemaOf(
      `${CANONICAL}; CREATE TYPE p AS (n int, m text); CREATE TABLE t OF p (n WITH OPTIONS PRIMARY KEY, CHECK (m <> '')); CREATE TABLE u (d days);
       CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw; CREATE TABLE h (n int) PARTITION BY LIST (n);
       CREATE FOREIGN TABLE h1 PARTITION OF h FOR VALUES IN (1) SERVER s; CREATE TABLE h2 PARTITION OF h FOR VALUES IN (2)`,
      empty,
    );
    expect(read.ranges).toEqual([]);
    expect(read.tables.map(({ name, columns }) => [name, columns.map((column) => column.name)])).toEqual([
      ["t", ["n", "m"]],
      ["u", ["d"]],
      ["h", ["n"]],
      ["h2", []],
    ]);
    expect(read.tables[0]).toMatchObject({
      ...{
        primaryKey: { columns: ["n"] },
        checks: [{ expression: "m <> ''::text" }],
        options: { ofType: { name: "p" } },
      },
    });
  });

  // Newer servers refuse it.
  test.runIf(major < 16)("a computed column of one that isn't in the table that it comes from", async () => {
    const read = await schemaOf(
      "CREATE TABLE a (x int, y int); CREATE TABLE b (x int GENERATED ALWAYS AS (y * 2) STORED) INHERITS (a)",
      empty,
    );
    expect(read.tables[1]).toMatchObject({ ownColumns: { x: { generated: { expression: "y * 2", stored: true } } } });
    expect(read.tables[1]?.ownDefaults).toBeUndefined();
  });

  test("what is excluded, or of a table that is, isn't refused", async () => {
    const sql = `CREATE COLLATION email FROM "C"; CREATE TABLE t (e text COLLATE email, id serial); CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING; CREATE TABLE u ()`;
    const read = await schemaOf(sql, empty, { exclude: [{ name: "email" }, { name: "t" }] });
    expect(read.tables.map(({ name }) => name)).toEqual(["u"]);
    expect(read.sequences).toEqual([]);
    const alone = await schemaOf(sql, empty, { exclude: [], only: [{ name: "u" }] });
    expect(alone.tables.map(({ name }) => name)).toEqual(["u"]);
  });

  test.runIf(major >= 15)("NULLS NOT DISTINCT", async () => {
    const read = await schemaOf(
      "CREATE TABLE t (a int UNIQUE NULLS NOT DISTINCT, b int); CREATE UNIQUE INDEX i ON t (b) NULLS NOT DISTINCT",
      empty,
    );
    expect(read.tables[0]?.uniques).toEqual([{ name: "t_a_key", columns: ["a"], nullsNotDistinct: true }]);
    expect(read.tables[0]?.indexes).toEqual([
      { name: "i", unique: true, parts: [{ column: "b" }], nullsNotDistinct: true },
    ]);
  });

  test.runIf(major >= 18)("virtual columns, and checks that aren't enforced", async () => {
    const read = await schemaOf(
      "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1), CONSTRAINT c CHECK (a > 0) NOT ENFORCED)",
      empty,
    );
    expect(read.tables[0]?.columns[1]?.generated).toEqual({ expression: "a + 1", stored: false });
    expect(read.tables[0]?.checks).toEqual([{ name: "c", expression: "a > 0", notEnforced: true }]);
  });
});

async function queriesFor(count: number, major: (typeof wantedMajors)[number]) {
  const url = await freshDatabase({ major });
  const tables = Array.from(
    { length: count },
    (_, i) =>
      `CREATE TABLE t${i} (id serial PRIMARY KEY, a text UNIQUE, b int CHECK (b > 0) REFERENCES t0); CREATE INDEX ON t${i} (b)`,
  );
  await administer(url, tables.join(";"));
  const connection = await open(url);
  let queries = 0;
  const counting: Connection = {
    ...connection,
    query: (sql, parameters) => {
      queries++;
      return connection.query(sql, parameters);
    },
  };
  const schema = await inspect(counting, { exclude: [] });
  await connection.close();
  return { queries, tables: schema.tables.length };
}

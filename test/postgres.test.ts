import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { main } from "../src/cli/cli.ts";
import { recordingIo } from "./cli/recording-io.ts";
import { projectDirectory, writeFiles } from "./project/project-directory.ts";
import { administer, freshDatabase, wantedMajors } from "./servers/postgres.ts";

const MODELS = `
import { attribute, bigint, boolean, check, column, compositeType, desc, domain, double, enumType, exclude, extension, foreignKey, index, inet, integer, jsonb, named, numeric, primaryKey,
  rangeType, routine, sequence, sql, table, text, timestamp, trigger, unique, uuid, varchar, view, array, raw } from "limbeck";

export const mood = enumType("mood", ["sad", "ok", "happy"], { comment: "how it is" });
export const numbers = sequence("order_numbers", { start: 1000, increment: 10 });
export const citext = extension("citext");
export const email = domain("email", varchar(200), { default: "no@where", checks: [check("at", sql\`value like '%@%'\`), check(sql\`length(VALUE)>3\`)], comment: "where to" });
export const address = compositeType("address", [attribute("street", text(), { collation: "C", comment: "it's" }), attribute("no", integer())]);
export const floats = rangeType("floats", double(), { difference: "float8mi" });
export const ticks = sequence("ticks", { increment: 50, ownedBy: { table: "users", column: "tick" } });
export const users = table("users", [
  column("second", named("email")),
  column("lives", named("address")),
  column("lived", array(named("address"))),
  column("span", named("floats"), { default: "[1,2)" }),
  column("handle", raw("citext")),
  column("tick", bigint(), { default: sql\`nextval('ticks')\` }),
  column("id", bigint(), { autoincrement: true }),
  column("email", varchar(200), { nullable: false }),
  column("state", varchar(10), { nullable: false, default: "new" }),
  column("mood", named("mood"), { default: "ok" }),
  column("tags", array(text()), { nullable: false, default: sql\`'{}'\` }),
  column("age", integer()),
  column("data", jsonb(), { default: sql\`'{"a": 1}'\` }),
  column("token", uuid(), { default: sql\`gen_random_uuid()\` }),
  column("made", timestamp({ timezone: true }), { nullable: false, default: sql\`CURRENT_TIMESTAMP\` }),
  primaryKey("users_pkey", ["id"]),
  unique("users_email_key", ["email"]),
  check("users_age", sql\`age BETWEEN 0 AND 150\`),
  check("users_state", sql\`state IN ('new', 'old')\`),
  check(undefined, sql\`lower(email) = email\`),
  index("users_lower", [sql\`lower(email)\`, desc("made")], { where: sql\`state!='old' and age is not null\` }),
  index("users_tags", ["tags"], { method: "gin" }),
], { comment: "who's there" });
export const orders = table("orders", [
  column("id", integer(), { identity: { always: true } }),
  column("number", bigint(), { nullable: false, default: sql\`nextval('order_numbers')\` }),
  column("user_id", bigint(), { nullable: false }),
  column("total", numeric(10, 2), { nullable: false }),
  column("tax", numeric(), { generated: { as: sql\`round(total*0.2, 2)\`, stored: true } }),
  column("paid", boolean(), { nullable: false, default: false }),
  column("from", inet(), { comment: "a keyword" }),
  primaryKey("orders_pkey", ["id"]),
  unique("orders_number_key", ["number"], { deferrable: "initially deferred" }),
  foreignKey("orders_user", ["user_id"], "users", ["id"], { onDelete: "cascade" }),
  exclude("orders_apart", [["user_id", "="], [sql\`"from"\`, "="]], { method: "btree", where: "NOT paid" }),
]);
export const adults = view("adults", sql\`select id, email from users where age>=18\`);
export const touch = routine("function", "touch", "", sql\`CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$\`);
export const touched = trigger("touched", "users", sql\`CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch()\`);
`;

const SCRIPT = `
CREATE SCHEMA "My Schema";
CREATE TYPE "My Schema"."The ""Mood""" AS ENUM ('a b', 'it''s', 'Ünï');
CREATE TABLE "Odd ""name""" ("Select" serial PRIMARY KEY, "a b" text DEFAULT 'it''s \\ so' CHECK ("a b" <> ';--'), "É" "My Schema"."The ""Mood""" DEFAULT 'Ünï');
CREATE TABLE "My Schema"."order" ("User" int REFERENCES "Odd ""name""" ON DELETE SET NULL, "from" int, UNIQUE ("User", "from"),
  "sum" int GENERATED ALWAYS AS ("User" + "from") STORED);
CREATE INDEX "an index, odd" ON "My Schema"."order" ("from" DESC NULLS LAST, ("User" + 1)) WHERE "from" > 0;
CREATE VIEW "My Schema"."V 1" AS SELECT "Select" AS "S", "a b" FROM "Odd ""name""";
CREATE EXTENSION hstore SCHEMA "My Schema";
CREATE DOMAIN "My Schema"."e ""mail""" AS text COLLATE "C" DEFAULT 'it''s' NOT NULL CONSTRAINT "at ""it""" CHECK (VALUE <> ';--');
CREATE TYPE "My Schema"."a b" AS ("Street" "My Schema"."e ""mail""", "no; --" int[]);
CREATE TYPE "My Schema"."r ""x""" AS RANGE (SUBTYPE = "My Schema"."e ""mail""", COLLATION = "C");
CREATE TABLE "My Schema".own ("a" "My Schema"."a b", "r" "My Schema"."r ""x"""[], h "My Schema".hstore, n int);
CREATE SEQUENCE "My Schema"."num bers" START 7 OWNED BY "My Schema".own.n;
ALTER TABLE "My Schema".own ALTER n SET DEFAULT nextval('"My Schema"."num bers"');
COMMENT ON TYPE "My Schema"."a b" IS 'it''s';
CREATE FUNCTION "My Schema"."f x"("a b" int, VARIADIC rest text[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
COMMENT ON COLUMN "Odd ""name"""."a b" IS 'it''s a $$ comment';
COMMENT ON TABLE "My Schema"."order" IS 'two
lines';
`;

const CHANGED = MODELS.replace(
  'column("age", integer())',
  'column("age", bigint()), column("nick", text(), { nullable: false, default: "none" })',
)
  .replace("age BETWEEN 0 AND 150", "age BETWEEN 0 AND 200")
  .replace('method: "gin"', 'method: "gin", where: sql`age > 1`')
  .replace("where age>=18", "where age>=21")
  .replace('onDelete: "cascade"', 'onDelete: "restrict"')
  .replace("BEGIN RETURN NEW", "BEGIN NEW.made = now(); RETURN NEW");

/** Nothing but what was changed, though every text was written in other words than the server's. */
const CHANGES: readonly string[] = [
  "  - Drop view adults",
  '  - Drop foreign key "orders_user" of orders',
  "  - Replace function touch()",
  "  - Drop index users_tags of users",
  '  - Drop check "users_age" of users',
  "  - Add column users.nick",
  "  - Alter column users.age: type",
  '  - Create check "users_age" on users: age BETWEEN 0 AND 200',
  "  - Create index users_tags on users",
  '  - Create foreign key "orders_user" from orders (user_id) to users (id)',
  "  - Create view adults",
];

interface Answer {
  readonly exit: number;
  readonly text: string;
}

/** A project with a database of its own, and its command line. */
interface Project {
  readonly directory: string;
  readonly url: string;
  run(...words: readonly string[]): Promise<Answer>;
  /** Runs a command line that must succeed, and returns all that it says. */
  ok(...words: readonly string[]): Promise<string>;
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  revisions(): readonly string[];
}

describe.each(wantedMajors)("PostgreSQL %i", { timeout: 60_000 }, (major) => {
  async function project(files: Readonly<Record<string, string>>, config: object = {}): Promise<Project> {
    const url = await freshDatabase({ major });
    const directory = projectDirectory(files);
    const versions = join(directory, "migrations", "versions");
    writeFiles(directory, { "limbeck.config.json": JSON.stringify({ url, ...config }) });
    writeFiles(directory, { "migrations/keep": "" });
    const run = async (...words: readonly string[]) => {
      const io = recordingIo(directory);
      const exit = await main(words, io);
      return { exit, text: io.stdout() + io.stderr() };
    };
    return {
      directory,
      url,
      run,
      async ok(...words) {
        const { exit, text } = await run(...words);
        expect({ words, exit, text }).toEqual({ words, exit: 0, text });
        return text;
      },
      rows: (sql) => administer(url, sql),
      revisions: () => readdirSync(versions).filter((name) => !name.startsWith(".")),
    };
  }

  /** A project with a revision of this body, behind one that makes the table `old`. */
  async function withRevision(upgrade: string, config: object = {}): Promise<Project> {
    const { ok, ...rest } = await project(
      {
        "migrations/versions/a0_old.sql": `-- revision: a0\n-- down revision: none\n-- limbeck:upgrade\nCREATE TABLE old (x int);\n-- limbeck:downgrade\nDROP TABLE old;\n`,
        "migrations/versions/a1_it.ts": `import { column, integer } from "limbeck";
export const revision = "a1";
export const downRevision = "a0";
export function upgrade(op) {
  ${upgrade}
}
export function downgrade(op) {
  op.dropTable("t");
}
`,
      },
      config,
    );
    await ok("upgrade", "a0");
    return { ok, ...rest };
  }

  it.each([
    { models: "models.ts", text: MODELS, format: "ts" },
    { models: "models.sql", text: SCRIPT, format: "ts" },
    { models: "models.sql", text: SCRIPT, format: "sql" },
  ])("$models to revisions in $format: up, nothing more, down, nothing left", async ({ models, text, format }) => {
    const { ok, rows, revisions } = await project({ [models]: text }, { models });
    await ok("revision", "--autogenerate", "-m", "all of it", "--format", format);
    await ok("upgrade", "head");
    expect(await ok("check")).toContain("No new upgrade operations detected");
    await ok("revision", "--autogenerate", "-m", "again");
    expect(revisions()).toHaveLength(1);
    await ok("downgrade", "base");
    expect(await rows(LEFT_OVER)).toEqual([]);
  });

  it("changed models come to a revision that leads there and back", async () => {
    const { directory, ok, rows, revisions } = await project({ "models.ts": MODELS }, { models: "models.ts" });
    await ok("revision", "--autogenerate", "-m", "first");
    await ok("upgrade", "head");
    await rows("INSERT INTO users (email, age) VALUES ('a@b', 30); INSERT INTO orders (user_id, total) VALUES (1, 10)");
    const before = await rows(CATALOGUE);
    writeFileSync(join(directory, "models.ts"), CHANGED);
    const said = await ok("revision", "--autogenerate", "-m", "second");
    expect(said.split("\n").filter((line) => line.startsWith("  - "))).toEqual(CHANGES);
    await ok("upgrade", "head");
    await ok("check");
    await ok("revision", "--autogenerate", "-m", "again");
    expect(revisions()).toHaveLength(2);
    await ok("downgrade", "-1");
    expect(await rows(CATALOGUE)).toEqual(before);
    expect(await rows("SELECT email, tax::float FROM users JOIN orders ON user_id = users.id")).toEqual([
      { email: "a@b", tax: 2 },
    ]);
    await ok("downgrade", "base");
    expect(await rows(LEFT_OVER)).toEqual([]);
  });

  it("a value that is added to an enum can be used by the same revision", async () => {
    const { directory, ok, rows } = await project({ "models.ts": MODELS }, { models: "models.ts" });
    await ok("revision", "--autogenerate", "-m", "first");
    await ok("upgrade", "head");
    const changed = MODELS.replace('["sad", "ok"', '["sad", "meh", "ok"').replace('default: "ok"', 'default: "meh"');
    writeFileSync(join(directory, "models.ts"), changed);
    await ok("revision", "--autogenerate", "-m", "second");
    await ok("upgrade", "head");
    expect(await ok("check")).toContain("No new upgrade operations detected");
    await rows("INSERT INTO users (email) VALUES ('a@b')");
    expect(await rows("SELECT mood FROM users WHERE mood < 'ok'")).toEqual([{ mood: "meh" }]);
  });

  it("renames that are confirmed keep the rows, and nothing else is taken for changed", async () => {
    const { directory, ok, rows } = await project({ "models.ts": MODELS }, { models: "models.ts" });
    await ok("revision", "--autogenerate", "-m", "first");
    await ok("upgrade", "head");
    await rows("INSERT INTO users (email, age) VALUES ('a@b', 30); INSERT INTO orders (user_id, total) VALUES (1, 10)");
    const renamed = MODELS.replace('table("orders"', 'table("sales"')
      .replace('column("age"', 'column("years"')
      .replace("age BETWEEN", "years BETWEEN")
      .replace("age is not null", "years is not null")
      .replace("age>=18", "years>=18");
    writeFileSync(join(directory, "models.ts"), renamed);
    const said = await ok(
      "revision",
      "--autogenerate",
      "-m",
      "second",
      "--rename",
      "orders=sales",
      "--rename",
      "users.age=years",
    );
    expect(said.split("\n").filter((line) => line.startsWith("  - "))).toEqual([
      "  - Drop view adults",
      "  - Rename table orders to sales",
      "  - Rename column users.age to years",
      "  - Create view adults",
    ]);
    await ok("upgrade", "head");
    expect(await ok("check")).toContain("No new upgrade operations detected");
    expect(await rows("SELECT years, total::int FROM users JOIN sales ON user_id = users.id")).toEqual([
      { years: 30, total: 10 },
    ]);
    await ok("downgrade", "-1");
    expect(await rows("SELECT age, total::int FROM users JOIN orders ON user_id = users.id")).toEqual([
      { age: 30, total: 10 },
    ]);
  });

  it("a column that is dropped from the middle comes back, as the last one, to a table with rows", async () => {
    const models = (middle: string): string =>
      `import { column, integer, table, text } from "limbeck";
export const t = table("t", [column("a", integer(), { primaryKey: true }), ${middle} column("c", text())]);\n`;
    const files = { "models.ts": models('column("b", integer(), { nullable: false }),') };
    const { directory, ok, rows } = await project(files, { models: "models.ts" });
    await ok("revision", "--autogenerate", "-m", "first");
    await ok("upgrade", "head");
    await rows("INSERT INTO t VALUES (1, 2, 'x')");
    writeFileSync(join(directory, "models.ts"), models(""));
    await ok("revision", "--autogenerate", "-m", "second");
    await ok("upgrade", "head");
    await ok("downgrade", "-1");
    expect(await rows("SELECT * FROM t")).toEqual([{ a: 1, c: "x", b: 2 }]);
  });

  it("a second runner waits for the first, and finds nothing left to do", async () => {
    const { run, rows } = await withRevision(
      'op.createTable("t", [column("x", integer())]);\nop.execute("SELECT pg_sleep(4)");',
    );
    const first = run("upgrade", "head");
    await until(async () => (await rows(SLEEPS))[0]);
    const answers = await Promise.all([first, run("upgrade", "head")]);
    expect(answers.map(({ exit }) => exit)).toEqual([0, 0]);
    expect(answers.map(({ text }) => text).join("")).toMatch(/Another runner works on .* \(process \d+, limbeck/);
    expect(await rows("SELECT outcome FROM limbeck.limbeck_journal WHERE revision = 'a1'")).toEqual([
      { outcome: "done" },
    ]);
  });

  it("a second runner gives up in time, naming the first", async () => {
    const { run, url } = await withRevision('op.execute("SELECT pg_advisory_xact_lock(7)");', { lockTimeoutMs: 200 });
    const holder = await blocker(url);
    await holder.query("SELECT pg_advisory_lock(7)");
    const first = run("upgrade", "head");
    await until(async () => (await holder.query(HELD_UP)).rows[0]);
    const second = await run("upgrade", "head");
    await holder.end();
    expect(second.exit).toBe(4);
    expect(second.text).toMatch(
      /Another runner kept ".*" locked for more than 0\.2 s \(process \d+, limbeck, .*pg_advisory_xact_lock/,
    );
    expect((await first).exit).toBe(0);
  });

  it("a revision that fails leaves nothing behind, and says where it failed", async () => {
    const { run, rows } = await withRevision(
      'op.createTable("t", [column("x", integer())]);\nop.execute("INSERT INTO t\\n  VALUES (1, 2)");',
    );
    const { exit, text } = await run("upgrade", "head");
    expect(exit).toBe(3);
    expect(text).toContain('The upgrade of revision "a1"');
    expect(text).toContain("INSERT has more expressions than target columns");
    expect(await rows("SELECT to_regclass('t') AS t, min(version_num) AS id FROM alembic_version")).toEqual([
      { t: null, id: "a0" },
    ]);
  });

  it("a deferred constraint that doesn't hold is found before the commit", async () => {
    const { run, rows } = await withRevision(`op.createTable("t", [column("x", integer())]);
      op.execute("ALTER TABLE t ADD CONSTRAINT once UNIQUE (x) DEFERRABLE INITIALLY DEFERRED");
      op.execute("INSERT INTO t VALUES (1), (1)");`);
    const { exit, text } = await run("upgrade", "head");
    expect(exit).toBe(3);
    expect(text).toContain("in its last checks");
    expect(text).toContain("Key (x)=(1) already exists");
    expect(await rows("SELECT to_regclass('t') AS t")).toEqual([{ t: null }]);
  });

  it("a lock that a statement doesn't get in time: the sessions that hold it are named, and nothing is done", async () => {
    const { url, run, rows } = await withRevision('op.addColumn("old", column("y", integer()));', {
      statementLockTimeoutMs: 100,
    });
    const guard = await blocker(url);
    try {
      await guard.query("BEGIN; SELECT * FROM old");
      const { exit, text } = await run("upgrade", "head");
      expect(exit).toBe(3);
      expect(text).toContain("canceling statement due to lock timeout");
      expect(text).toMatch(
        /process \d+, .*idle in transaction: BEGIN; SELECT \* FROM old; it has ACCESS SHARE on "old"/,
      );
    } finally {
      await guard.end();
    }
    expect((await run("upgrade", "head")).exit).toBe(0);
    expect(await rows("SELECT count(y)::int AS n FROM old")).toEqual([{ n: 0 }]);
  });

  const DUMP = `--
-- PostgreSQL database dump
--

\\restrict 8fQq3nN2b1

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SET check_function_bodies = false;
SELECT pg_catalog.set_config('search_path', '', false);
SET default_table_access_method = heap;

CREATE TABLE public.people (id integer NOT NULL, name text DEFAULT 'x'::text);
CREATE SEQUENCE public.people_id_seq AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.people_id_seq OWNED BY public.people.id;
ALTER TABLE ONLY public.people ALTER COLUMN id SET DEFAULT nextval('public.people_id_seq'::regclass);
ALTER TABLE ONLY public.people ADD CONSTRAINT people_pkey PRIMARY KEY (id);

\\unrestrict 8fQq3nN2b1
`;

  it("what pg_dump writes is a model and a revision, though it empties the search_path", async () => {
    const head = "-- revision: a1\n-- down revision: none\n-- limbeck:upgrade\n";
    const { ok, rows, revisions } = await project(
      {
        "models.sql": DUMP,
        "migrations/versions/a1_dump.sql": `${head}${DUMP}\n-- limbeck:downgrade\nDROP TABLE people;\n`,
      },
      { models: "models.sql" },
    );
    await ok("upgrade", "head");
    expect(await ok("check")).toContain("No new upgrade operations detected");
    await ok("revision", "--autogenerate", "-m", "nothing");
    expect(revisions()).toHaveLength(1);
    await ok("downgrade", "base");
    expect(await rows(LEFT_OVER)).toEqual([]);
  });

  const CONCURRENT = `op.createTable("t", [column("x", integer())]);
    op.createIndex("old one", "old", ["x"], { concurrently: true });
    op.addColumn("old", column("y", integer()));
    op.createIndex("old two", "old", ["y"], { unique: true, concurrently: true });
    op.execute("INSERT INTO old VALUES (1, 1)");`;

  it("indexes are built concurrently between the transactions of a revision", async () => {
    const { ok, rows } = await withRevision(CONCURRENT);
    await ok("upgrade", "head");
    expect(await rows("SELECT indisvalid FROM pg_index WHERE indrelid = 'old'::regclass")).toEqual([
      { indisvalid: true },
      { indisvalid: true },
    ]);
    expect(
      await rows("SELECT outcome, statements_done AS done FROM limbeck.limbeck_journal WHERE revision = 'a1'"),
    ).toEqual([{ outcome: "done", done: 5 }]);
    expect(await rows("SELECT * FROM alembic_version")).toEqual([{ version_num: "a1" }]);
  });

  it("an index that can't be built stops the revision there, is taken away, and is built by the next run", async () => {
    const { run, ok, rows } = await withRevision(`op.createTable("t", [column("x", integer())]);
      op.execute("INSERT INTO old VALUES (1), (1)");
      op.createIndex("old one", "old", ["x"], { unique: true, concurrently: true });`);
    const { exit, text } = await run("upgrade", "head");
    expect(exit).toBe(3);
    expect(text).toContain("could not create unique index");
    expect(text).toContain("The first 2 statements of this revision are committed");
    expect(await rows("SELECT * FROM pg_index WHERE indrelid = 'old'::regclass")).toEqual([]);
    await rows("DELETE FROM old");
    await ok("upgrade", "head");
    expect(await rows("SELECT indisvalid FROM pg_index WHERE indrelid = 'old'::regclass")).toEqual([
      { indisvalid: true },
    ]);
  });

  describe("a process that is killed", () => {
    it.each([
      { when: "and its server session too", endsSession: true },
      { when: "while its server session goes on", endsSession: false },
    ])("in the middle of an index, $when: the next run completes the revision", async ({ endsSession }) => {
      const { directory, url, ok, rows } = await withRevision(CONCURRENT);
      const guard = await blocker(url);
      try {
        // An index is not valid before every older transaction is at its end.
        await guard.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
        const child = started(directory, "upgrade", "head");
        const pid = await until(async () => (await rows(BUILDING))[0]?.["pid"]);
        child.kill("SIGKILL");
        if (endsSession) await rows(`SELECT pg_terminate_backend(${pid})`);
        await until(async () => child.exitCode ?? child.signalCode ?? undefined);
        expect(
          await rows("SELECT outcome, statements_done AS done FROM limbeck.limbeck_journal WHERE revision = 'a1'"),
        ).toEqual([{ outcome: "running", done: 1 }]);
      } finally {
        await guard.end();
      }
      await ok("upgrade", "head");
      expect(
        await rows(
          "SELECT relname, indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid WHERE indrelid = 'old'::regclass ORDER BY 1",
        ),
      ).toEqual([
        { relname: "old one", indisvalid: true },
        { relname: "old two", indisvalid: true },
      ]);
      expect(
        await rows("SELECT outcome, statements_done AS done FROM limbeck.limbeck_journal WHERE revision = 'a1'"),
      ).toEqual([{ outcome: "done", done: 5 }]);
    });
  });

  if (major <= PSQL_MAJOR) {
    it("the script of --sql does in psql what the run does", async () => {
      const { directory, url, ok, rows } = await project({ "models.ts": MODELS }, { models: "models.ts" });
      await ok("revision", "--autogenerate", "-m", "it's -- all\nof it");
      const script = join(directory, "up.sql");
      writeFileSync(script, await ok("upgrade", "head", "--sql"));
      await psql(url, script);
      expect(await ok("check")).toContain("No new upgrade operations detected");
      expect(await ok("current")).toContain("(head)");
      await expect(psql(url, script)).rejects.toThrow("has run revisions of the script already");
      const head = String((await rows("SELECT version_num AS id FROM alembic_version"))[0]?.["id"]);
      writeFileSync(script, await ok("downgrade", `${head}:base`, "--sql"));
      await psql(url, script);
      expect(await rows(LEFT_OVER)).toEqual([]);
    });

    it("a script with a concurrent index runs in psql, too", async () => {
      const { directory, url, ok, rows } = await withRevision(CONCURRENT);
      const script = join(directory, "up.sql");
      writeFileSync(script, await ok("upgrade", "a0:head", "--sql"));
      await psql(url, script);
      expect(await rows("SELECT indisvalid FROM pg_index WHERE indrelid = 'old'::regclass")).toHaveLength(2);
      expect(await ok("current")).toContain("a1 (head)");
    });
  }
});

/** The psql of Debian's stable release; a newer server is not for it. */
const PSQL_MAJOR = 15;

/** Everything of the user's that an empty database doesn't have. */
const LEFT_OVER = `
SELECT 'table ' || relname AS what FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
WHERE n.nspname !~ '^(pg_|information_schema)' AND n.nspname <> 'limbeck' AND relname NOT IN ('alembic_version', 'alembic_version_pkc', 'limbeck_journal', 'limbeck_journal_pkc')
UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema|public$|limbeck$)'
UNION ALL SELECT 'type ' || typname FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace WHERE n.nspname = 'public' AND typtype IN ('e', 'd', 'r')
UNION ALL SELECT 'extension ' || extname FROM pg_extension WHERE extname <> 'plpgsql'
UNION ALL SELECT 'function ' || proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE n.nspname !~ '^(pg_|information_schema)'`;

/** What users and orders are, in the server's words. */
const CATALOGUE = `
SELECT attrelid::regclass::text || '.' || attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull || ' ' || coalesce(pg_get_expr(adbin, adrelid), '') AS what
FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attrelid IN ('users'::regclass, 'orders'::regclass, 'adults'::regclass) AND attnum > 0 AND NOT attisdropped
UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid IN ('users'::regclass, 'orders'::regclass)
UNION ALL SELECT pg_get_viewdef('adults'::regclass)
UNION ALL SELECT enumlabel || ' ' || row_number() OVER (ORDER BY enumsortorder) FROM pg_enum
UNION ALL SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
ORDER BY 1`;

const SLEEPS =
  "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT pg_sleep(4)%' AND state = 'active'";

const HELD_UP =
  "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT pg_advisory_xact_lock(7)%' AND wait_event_type = 'Lock'";

const BUILDING =
  "SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'CREATE INDEX CONCURRENTLY%' AND wait_event_type = 'Lock'";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Inside the repository, for the packages that Limbeck uses are found from there. */
const built = mkdtempSync(join(root, "dist-test-"));
const children: ChildProcess[] = [];

beforeAll(async () => {
  await build({
    absWorkingDir: root,
    entryPoints: { limbeck: "src/limbeck.ts", cli: "src/cli/cli.ts" },
    outdir: built,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "warning",
  });
  writeFileSync(join(built, "limbeck.mjs"), 'import { runProcess } from "./cli.js";\nawait runProcess();\n');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

/** A command line in a process of its own. */
function started(directory: string, ...words: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [join(built, "limbeck.mjs"), ...words], { cwd: directory, stdio: "ignore" });
  children.push(child);
  return child;
}

async function blocker(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

/** What the question answers as soon as it answers something. */
async function until<T>(question: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(50)) {
    const answer = await question();
    if (answer !== undefined) return answer;
  }
  throw new Error("It did not happen in 20 s.");
}

async function psql(url: string, file: string): Promise<void> {
  await promisify(execFile)("psql", ["--no-psqlrc", "--quiet", "--dbname", url, "--file", file]);
}

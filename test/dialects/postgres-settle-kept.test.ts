import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Connection, KeptAnswers } from "../../src/dialects/contract.ts";
import { connect } from "../../src/dialects/postgres/connect.ts";
import { inspect } from "../../src/dialects/postgres/inspect.ts";
import { normalise } from "../../src/dialects/postgres/normalise.ts";
import { settle } from "../../src/dialects/postgres/settle.ts";
import { target } from "../../src/dialects/postgres/url.ts";
import { sameSchema } from "../../src/schema/canonical.ts";
import type { Column, Schema, Table } from "../../src/schema/schema.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";

const TABLES = `
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE person (name text);
CREATE TABLE t (
  id int, name varchar(20), made date, at timestamptz, n numeric(6, 2), "a person" text, m mood,
  CONSTRAINT c CHECK (n > 0), CONSTRAINT d CHECK (name IN ('a', 'b'))
);`;

/** The checks of TABLES in other words. */
const OTHER_WORDS = ["n>0", "name in ('a', 'b')"];

let url = "";
let connection: Connection;
let answers = new Map<string, Readonly<Record<string, unknown>>>();

const kept: KeptAnswers = {
  find: (state) => answers.get(state),
  keep: (state, found) => {
    answers = new Map([[state, JSON.parse(JSON.stringify(found))]]);
  },
};

beforeAll(async () => {
  url = await freshDatabase();
});

beforeEach(async () => {
  answers = new Map();
  await administer(
    url,
    `DROP SCHEMA IF EXISTS other CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${TABLES}`,
  );
  connection = await connect(target(url, process.cwd()), { create: false, readOnly: true });
});

afterEach(() => connection.close());

const withChecks = (...texts: readonly string[]) =>
  inTable(() => ({ checks: texts.map((expression, i) => ({ name: `${"cdef"[i]}`, expression })) }));

const withDefault = (name: string, value: Column["default"]) =>
  inTable(({ columns }) => ({
    columns: columns.map((column) =>
      column.name === name && value !== undefined ? { ...column, default: value } : column,
    ),
  }));

function inTable(change: (table: Table) => Partial<Table>): (schema: Schema) => Schema {
  return (schema) => ({
    ...schema,
    tables: schema.tables.map((table) => (table.name === "t" ? { ...table, ...change(table) } : table)),
  });
}

/**
 * Whether the database is the same as in the words of `edit`, and whether the server was asked to make something for that. `meanwhile` is what
 * another session does before it is.
 */
async function verdict(
  edit: (schema: Schema) => Schema,
  meanwhile?: string,
): Promise<{ readonly isSame: boolean; readonly asked: boolean }> {
  const have = await inspect(connection, { exclude: [] });
  const want = edit(have);
  let asked = false;
  const watched: Connection = {
    ...connection,
    execute: async (sql, values) => {
      if (sql.startsWith("CREATE") && meanwhile !== undefined) await administer(url, meanwhile);
      asked ||= sql.startsWith("CREATE");
      return connection.execute(sql, values);
    },
  };
  const canonical = { have: normalise(have), want: normalise(want) };
  const found = await settle(watched, { have, want, canonical, kept });
  return { isSame: sameSchema(found.have, found.want), asked };
}

/** What is kept, with a text in it in the place of another: only that can say so then. */
function tamper(text: string, other: string): void {
  const [[state, found] = []] = answers;
  if (state === undefined) throw new Error("nothing is kept");
  answers.set(state, JSON.parse(JSON.stringify(found).replace(text, other)) as Readonly<Record<string, unknown>>);
}

it("the server isn't asked the same again", async () => {
  expect(await verdict(withChecks(...OTHER_WORDS))).toEqual({ isSame: true, asked: true });
  expect(await verdict(withChecks(...OTHER_WORDS))).toEqual({ isSame: true, asked: false });
  tamper("(0)::numeric", "(7)::numeric");
  expect(await verdict(withChecks(...OTHER_WORDS))).toMatchObject({ isSame: false });
  // What the models say otherwise is asked.
  expect(await verdict(withChecks("n>1", "name in ('a', 'b')"))).toEqual({ isSame: false, asked: true });
});

it("an answer that is known and says another thing is no end: the server is asked whether it stays so", async () => {
  const edit = withChecks("n>1", "name in ('a', 'b')");
  for (const _ of [1, 2]) expect(await verdict(edit)).toEqual({ isSame: false, asked: true });
  await administer(url, "ALTER TABLE t DROP CONSTRAINT c; ALTER TABLE t ADD CONSTRAINT c CHECK (n > 1)");
  expect(await verdict(edit)).toMatchObject({ isSame: true });
});

it("a column with a time zone is no matter where no text is a time", async () => {
  await administer(
    url,
    "ALTER TABLE t DROP CONSTRAINT d, ALTER at SET DEFAULT timezone('utc', now()), ADD CONSTRAINT d CHECK (at > now() OR n > 5)",
  );
  const edit = (schema: Schema) =>
    withDefault("at", { sql: "timezone('utc', now() )" })(withChecks("n>0", "at>now() or n>5")(schema));
  for (const asked of [true, false]) expect(await verdict(edit)).toEqual({ isSame: true, asked });
});

describe("the server is asked anew when it has", () => {
  const changes: readonly (readonly [what: string, sql: string])[] = [
    ["a function", "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1'"],
    ["a type", "CREATE TYPE colour AS ENUM ('red')"],
    ["a value of an enum", "ALTER TYPE mood ADD VALUE 'glad'"],
    ["a composite type", "CREATE TYPE pair AS (a int, b int)"],
    ["a rule for a domain", "CREATE DOMAIN d AS int CHECK (VALUE > 0)"],
    [
      "a cast",
      "CREATE TYPE pair AS (a int); CREATE FUNCTION g(pair) RETURNS int LANGUAGE sql AS 'SELECT $1.a'; CREATE CAST (pair AS int) WITH FUNCTION g(pair)",
    ],
    ["a namespace", "CREATE SCHEMA other"],
    ["another time zone in the session", "SET timezone = 'Europe/Paris'"],
    ["another path in the session", "SET search_path = public, pg_catalog"],
  ];
  it.each(changes)("%s", async (_, sql) => {
    const edit = withChecks(...OTHER_WORDS);
    await verdict(edit);
    expect(await verdict(edit)).toMatchObject({ asked: false });
    await (sql.startsWith("SET") ? connection.execute(sql) : administer(url, sql));
    expect(await verdict(edit)).toMatchObject({ asked: true });
  });

  it("but not for a table more", async () => {
    const edit = withChecks(...OTHER_WORDS);
    await verdict(edit);
    await administer(url, "CREATE TABLE u (id int PRIMARY KEY)");
    expect(await verdict(edit)).toEqual({ isSame: true, asked: false });
  });
});

it("nothing is kept of a server that another session changes meanwhile", async () => {
  const edit = withChecks(...OTHER_WORDS);
  const change = "CREATE OR REPLACE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1'";
  expect(await verdict(edit, change)).toEqual({ isSame: true, asked: true });
  expect(answers.size).toBe(0);
  expect(await verdict(edit)).toEqual({ isSame: true, asked: true });
  expect(answers.size).toBe(1);
});

describe("nothing is kept of", () => {
  const texts: readonly (readonly [what: string, edit: (schema: Schema) => Schema])[] = [
    ["a literal that is the time of day", withDefault("made", { sql: "'today'::date" })],
    ["the same in other letters", withDefault("made", { sql: "' \nNOW '::date" })],
    ["the same as a constant", withDefault("made", "tomorrow")],
    ["the same in pieces", withDefault("made", { sql: "'to'\n'day'" })],
    ["the same by its characters' numbers", withDefault("made", { sql: "E'\\x74oday'" })],
    ["a time in the session's zone", withDefault("at", "2030-07-01 12:00")],
    ["the same in an expression", withDefault("at", { sql: "CAST('2030-07-01 12:00' AS timestamptz)" })],
    ["the same between dollars", withChecks("at > $$2030-07-01 12:00$$")],
    ["an object by its number", withDefault("name", { sql: "'t'::regclass" })],
    ["the row of a table", withChecks("(NULL::person).name IS NULL OR n>0")],
    ["the row of a table whose name comes behind a line", withChecks("n>0 AND (NULL::\nperson) IS NULL")],
    ["what the server refuses", withChecks("n>0 AND nowhere(n)")],
  ];
  it.each(texts)("%s", async (_, edit) => {
    for (const _time of [1, 2]) expect(await verdict(edit)).toMatchObject({ asked: true });
    expect(Object.values([...answers.values()][0] ?? {})).toEqual([]);
  });
});

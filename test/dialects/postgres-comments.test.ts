import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stableJson } from "../../src/base/hash.ts";
import type { Connection } from "../../src/dialects/contract.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import { diff } from "../../src/diff/diff.ts";
import { applyOps, reverseOps } from "../../src/ops/behaviours.ts";
import type { CommentTarget } from "../../src/ops/comment-ops.ts";
import type { Op } from "../../src/ops/op.ts";
import { directionsOf } from "../../src/project/directions.ts";
import { revisionBody } from "../../src/project/revision-body.ts";
import { pythonText } from "../../src/revisions/python-file.ts";
import { sameSchema } from "../../src/schema/canonical.ts";
import { type Check, emptySchema, type Schema } from "../../src/schema/schema.ts";
import { readBack } from "../ops/read-back.ts";
import { postgresCatalogueOf } from "../postgres-catalogue.ts";
import { postgresDumpOf } from "../postgres-dump.ts";
import { startAlembic } from "../servers/alembic.ts";
import { administer, freshDatabase, wantedMajors } from "../servers/postgres.ts";

const OBJECTS = `
CREATE SCHEMA "my app";
CREATE EXTENSION citext;
CREATE SEQUENCE "my app"."order numbers";
CREATE DOMAIN email AS text CONSTRAINT "has at" CHECK (VALUE LIKE '%@%');
CREATE FUNCTION twice(n integer, VARIADIC more text[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION "my app".stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE PROCEDURE tidy(INOUT n integer) LANGUAGE plpgsql AS $$ BEGIN n := 0; END $$;
CREATE TABLE "my app".t (
  id integer CONSTRAINT "the key" PRIMARY KEY, parent integer, code text, during tstzrange,
  CONSTRAINT uq UNIQUE (code), CONSTRAINT ck CHECK (id > 0), CONSTRAINT fk FOREIGN KEY (parent) REFERENCES "my app".t,
  CONSTRAINT ex EXCLUDE USING gist (during WITH &&)
);
CREATE INDEX ix ON "my app".t (parent);
CREATE TRIGGER "stamp it" BEFORE UPDATE ON "my app".t FOR EACH ROW EXECUTE FUNCTION "my app".stamp();
CREATE POLICY own ON "my app".t USING (id > 0);
CREATE RULE "keep it" AS ON DELETE TO "my app".t DO INSTEAD NOTHING;
CREATE STATISTICS "my app"."what is known" ON parent, code FROM "my app".t;
CREATE VIEW "my app".v AS SELECT id, code AS "the code" FROM "my app".t;
CREATE MATERIALIZED VIEW m AS SELECT 1 AS one;
CREATE INDEX "m one" ON m (one);
CREATE TYPE mood AS ENUM ('sad');
CREATE TYPE pair AS (a integer);
CREATE TYPE floats AS RANGE (SUBTYPE = double precision);`;

const t = { schema: "my app", table: "t" } as const;
/** Everything that can have a comment, with its name behind COMMENT ON. */
const TARGETS: readonly (readonly [words: string, on: CommentTarget])[] = [
  ['SCHEMA "my app"', { kind: "namespace", name: "my app" }],
  ["EXTENSION citext", { kind: "extension", name: "citext" }],
  ['SEQUENCE "my app"."order numbers"', { kind: "sequence", schema: "my app", name: "order numbers" }],
  ['CONSTRAINT "has at" ON DOMAIN email', { kind: "domainCheck", name: "has at", domain: "email" }],
  ["DOMAIN email", { kind: "type", name: "email" }],
  ["FUNCTION twice(integer, text[])", { kind: "function", name: "twice", arguments: "integer, text[]" }],
  ['FUNCTION "my app".stamp()', { kind: "function", schema: "my app", name: "stamp", arguments: "" }],
  ["PROCEDURE tidy(integer)", { kind: "procedure", name: "tidy", arguments: "integer" }],
  ['CONSTRAINT "the key" ON "my app".t', { kind: "constraint", name: "the key", ...t }],
  ['CONSTRAINT uq ON "my app".t', { kind: "constraint", name: "uq", ...t }],
  ['CONSTRAINT ck ON "my app".t', { kind: "constraint", name: "ck", ...t }],
  ['CONSTRAINT fk ON "my app".t', { kind: "constraint", name: "fk", ...t }],
  ['CONSTRAINT ex ON "my app".t', { kind: "constraint", name: "ex", ...t }],
  ['INDEX "my app".ix', { kind: "index", name: "ix", ...t }],
  ['TRIGGER "stamp it" ON "my app".t', { kind: "trigger", name: "stamp it", ...t }],
  ['POLICY own ON "my app".t', { kind: "policy", name: "own", ...t }],
  ['RULE "keep it" ON "my app".t', { kind: "rule", name: "keep it", ...t }],
  ['STATISTICS "my app"."what is known"', { kind: "statistics", schema: "my app", name: "what is known" }],
  ['VIEW "my app".v', { kind: "view", schema: "my app", name: "v" }],
  ['COLUMN "my app".v."the code"', { kind: "viewColumn", schema: "my app", name: "v", column: "the code" }],
  ["MATERIALIZED VIEW m", { kind: "view", name: "m" }],
  ['INDEX "m one"', { kind: "index", name: "m one", table: "m" }],
  ["COLUMN m.one", { kind: "viewColumn", name: "m", column: "one" }],
  ["TYPE mood", { kind: "type", name: "mood" }],
  ["TYPE pair", { kind: "type", name: "pair" }],
  ["COLUMN pair.a", { kind: "attribute", name: "pair", attribute: "a" }],
  ["TYPE floats", { kind: "type", name: "floats" }],
];
const COMMENTS = TARGETS.map(([words], i) => `COMMENT ON ${words} IS 'it''s number ${i}'`).join(";\n");

describe.each(wantedMajors)("comments on PostgreSQL %i", (major) => {
  let commented: Schema;
  let given: string;
  let bare: string;
  let connection: Connection;

  beforeAll(async () => {
    [given, bare] = [await freshDatabase({ major }), await freshDatabase({ major })];
    await administer(given, `${OBJECTS}; ${COMMENTS}`);
    commented = await read(given);
    connection = await open(bare);
  }, 60_000);
  afterAll(() => connection.close());

  test("all are read, and made with their objects", async () => {
    expect(JSON.stringify(commented).match(/it's number \d+/g)).toHaveLength(TARGETS.length);
    await carryOut(connection, emptySchema, opsBetween(emptySchema, commented));
    expect(sameSchema(await postgres.inspect(connection, { exclude: [] }), commented)).toBe(true);
    expect(await postgresCatalogueOf(bare)).toEqual(await postgresCatalogueOf(given));
    expect(postgresDumpOf(bare, major)).toEqual(postgresDumpOf(given, major));
  });

  test("another one of each, and none, is set in its place, and comes back", async () => {
    const before = await postgres.inspect(connection, { exclude: [] });
    const changes = TARGETS.map(([, on]): Op => ({ kind: "setComment", on, comment: 'more "of" it' }));
    const drops = TARGETS.map(([, on]): Op => ({ kind: "setComment", on }));
    const [changed, without] = [applyOps(before, changes), applyOps(before, drops)];
    expect(inOrder(opsBetween(before, changed))).toEqual(inOrder(changes));
    // That of an extension, if none is said, may be any.
    const isSaid = (op: Op) => op.kind === "setComment" && op.on.kind !== "extension";
    expect(inOrder(opsBetween(changed, without))).toEqual(inOrder(drops.filter(isSaid)));

    await carryOut(connection, before, changes);
    expect(sameSchema(await postgres.inspect(connection, { exclude: [] }), changed)).toBe(true);
    await carryOut(connection, changed, drops);
    expect(sameSchema(await postgres.inspect(connection, { exclude: [] }), without)).toBe(true);
    const back = reverseOps(changes, before);
    if (back.kind !== "exact") throw new Error(back.reason);
    await carryOut(connection, without, back.ops);
    expect(postgresDumpOf(bare, major)).toEqual(postgresDumpOf(given, major));
    expect(sameSchema(await postgres.inspect(connection, { exclude: [] }), commented)).toBe(true);
  });
});

test("a constraint without a name that has a comment gets the name that the server gives it among others", async () => {
  const connection = await open(await freshDatabase());
  const ofN = (expression: string, more: Partial<Check>): Check => ({ expression, ...more });
  const checks = [
    ofN("n > 1", { comment: "one", notValid: true }),
    ofN("n > 2", {}),
    ofN("n > 3", { comment: "three" }),
    ofN("n > 4", { notValid: true }),
  ];
  const columns = [{ name: "n", type: { kind: "integer" }, nullable: true }] as const;
  const none = { uniques: [], foreignKeys: [], exclusions: [], indexes: [], options: {} };
  const op: Op = { kind: "createTable", table: { name: "t", columns, checks, ...none } };
  await carryOut(connection, emptySchema, [op]);
  const [table] = (await postgres.inspect(connection, { exclude: [] })).tables;
  await connection.close();
  expect(table?.checks.map(({ name, comment }) => [name, comment])).toEqual([
    ["t_n_check", undefined],
    ["t_n_check1", "three"],
    ["t_n_check2", "one"],
    ["t_n_check3", undefined],
  ]);
});

describe("the text of a revision says all comments:", () => {
  let ops: readonly Op[];
  let commented: Schema;
  beforeAll(async () => {
    const given = await freshDatabase();
    await administer(given, `${OBJECTS}; ${COMMENTS}`);
    commented = await read(given);
    ops = opsBetween(emptySchema, commented);
  });

  test("in TypeScript", () => {
    const drops = TARGETS.map(([, on]): Op => ({ kind: "setComment", on }));
    expect(readBack([...ops, ...drops])).toEqual([...ops, ...drops]);
  });

  test("in Python, run by Alembic, where each table and index has a directive of its own", async () => {
    const alembic = await startAlembic();
    const url = await freshDatabase();
    const connection = await open(url);
    try {
      const manner = { dialect: postgres, isBlocking: false };
      const directions = directionsOf(ops, emptySchema, manner);
      const { body } = revisionBody(directions, emptySchema, { ...manner, format: "py", server: connection.server });
      const header = { id: "abc", downRevisions: [], dependsOn: [], labels: [], message: "m", createDate: undefined };
      const text = pythonText({ ...header, format: "py", ...body });
      expect(text).toMatch(/op\.create_table\(\n\s+"t"/);
      expect(text).toMatch(/op\.create_index\([^)]*"ix"/);
      await alembic.run(url.replace(/^postgres(?:ql)?:/, "postgresql+psycopg2:"), text, "upgrade");
      expect(
        opsBetween(await postgres.inspect(connection, { exclude: [{ name: "alembic_version" }] }), commented),
      ).toEqual([]);
    } finally {
      await connection.close();
      await alembic.close();
    }
  }, 300_000);
});

test("constraints without names get those that the server would give, for the sake of their comments", async () => {
  const url = await freshDatabase();
  const connection = await open(url);
  const columns = ["a", "b"].map((name) => ({ name, type: { kind: "integer" }, nullable: true }) as const);
  const table = {
    ...{ name: "t", columns, foreignKeys: [], exclusions: [], indexes: [], options: {} },
    primaryKey: { columns: ["a"], comment: "k" },
    uniques: [{ columns: ["a", "b"], comment: "u" }],
    checks: [
      { expression: "a > 0", comment: "c" },
      { expression: "a > 1", comment: "d" },
    ],
  };
  const added: Op = { kind: "createCheck", table: "t", check: { expression: "a > 2", comment: "e" } };
  await carryOut(connection, emptySchema, [{ kind: "createTable", table }, added]);
  const { tables } = await postgres.inspect(connection, { exclude: [] });
  expect(tables[0]).toMatchObject({
    primaryKey: { name: "t_pkey", comment: "k" },
    uniques: [{ name: "t_a_b_key", comment: "u" }],
    checks: [
      { name: "t_a_check", comment: "c" },
      { name: "t_a_check1", comment: "d" },
      { name: "t_a_check2", comment: "e" },
    ],
  });
  await connection.close();
});

function open(url: string): Promise<Connection> {
  return postgres.connect(postgres.target(url, process.cwd()), { create: false });
}

async function read(url: string): Promise<Schema> {
  const connection = await open(url);
  const schema = await postgres.inspect(connection, { exclude: [] });
  await connection.close();
  return schema;
}

async function carryOut(connection: Connection, have: Schema, ops: readonly Op[]): Promise<void> {
  for (const { sql } of postgres.plan(ops, have, connection.server)) await connection.execute(sql);
}

function inOrder(ops: readonly Op[]): readonly Op[] {
  return [...ops].sort((a, b) => (stableJson(a) < stableJson(b) ? -1 : 1));
}

function opsBetween(have: Schema, want: Schema): readonly Op[] {
  const canonical = { have: postgres.normalise(have), want: postgres.normalise(want) };
  return diff(have, want, { canonical, traits: postgres.traits, renames: [] }).ops;
}

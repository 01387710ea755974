import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import { diff } from "../../src/diff/diff.ts";
import { reverseOps } from "../../src/ops/behaviours.ts";
import type { Op } from "../../src/ops/op.ts";
import { sameSchema } from "../../src/schema/canonical.ts";
import { column } from "../../src/schema/column-builder.ts";
import { check, foreignKey, primaryKey, unique } from "../../src/schema/constraint-builders.ts";
import { extension } from "../../src/schema/extension-builder.ts";
import { index } from "../../src/schema/index-builder.ts";
import { enumType, routine, sequence } from "../../src/schema/object-builders.ts";
import { attribute, compositeType, domain, rangeType } from "../../src/schema/own-type-builders.ts";
import { emptySchema, type Schema, type Table } from "../../src/schema/schema.ts";
import { sql } from "../../src/schema/sql.ts";
import { table } from "../../src/schema/table-builders.ts";
import { array, boolean, double, integer, named, raw, text, varchar } from "../../src/schema/type-builders.ts";
import { view } from "../../src/schema/view-builder.ts";
import { wantedMajors } from "../servers/postgres.ts";
import { ask, carryOut, empty, openFresh, schemaOf } from "./postgres-writer.ts";

const positive = domain("positive", integer(), { checks: [check("above", sql`VALUE > 0`)] });
const address = compositeType("address", [attribute("street", text()), attribute("no", integer())]);
const floats = rangeType("floats", double());
const mood = enumType("mood", ["sad", "ok", "happy"]);
const t = (...columns: Parameters<typeof table>[1]) => table("t", columns);
const included = [
  t(
    ...[column("id", integer()), column("no", integer()), column("a", named("floats"))],
    primaryKey("t_pkey", ["id"], { include: ["a"] }),
    unique("no_and_more", ["no"], { include: ["a"] }),
  ),
  table("o", [
    ...[column("to_t", integer()), column("to_no", integer())],
    foreignKey("to_key", ["to_t"], "t", ["id"]),
    foreignKey("to_unique", ["to_no"], "t", ["no"]),
  ]),
];
const schema = (lists: Partial<Schema>, ...tables: readonly Table[]): Schema => ({ ...emptySchema, ...lists, tables });

interface Case {
  readonly claim: string;
  readonly have: Schema;
  readonly rows?: string;
  readonly want: Schema;
  /** The kinds of the ops. */
  readonly ops: readonly Op["kind"][];
  /** What the rows of `t` are afterwards. */
  readonly result?: readonly (readonly unknown[])[];
}

const cases: readonly Case[] = [
  {
    claim: "a domain, and a table that uses it",
    have: emptySchema,
    want: schema(
      {
        domains: [
          domain("email", varchar(200), {
            collation: "C",
            default: "a@b",
            nullable: false,
            checks: [check(sql`VALUE LIKE '%@%'`), check("short", sql`length(VALUE) < 100`, { notValid: true })],
            comment: "where to",
          }),
        ],
      },
      t(column("e", named("email"), { default: "x@y" }), column("all", array(named("email")))),
    ),
    ops: ["createDomain", "createTable"],
  },
  {
    claim: "domains over domains, a function in a check, a sequence in a default, each after what it needs",
    have: emptySchema,
    want: schema({
      sequences: [sequence("numbers")],
      domains: [
        domain("a_small", named("b_number"), { checks: [check(sql`is_small(VALUE)`)] }),
        domain("b_number", integer(), { default: sql`nextval('numbers'::regclass)` }),
      ],
      routines: [
        routine(
          "function",
          "is_small",
          "integer",
          "CREATE OR REPLACE FUNCTION is_small(integer)\n RETURNS boolean\n LANGUAGE sql\n IMMUTABLE\nAS $function$SELECT $1 < 10$function$",
        ),
        routine(
          "function",
          "twice",
          "a_small",
          "CREATE OR REPLACE FUNCTION twice(a_small)\n RETURNS integer\n LANGUAGE sql\nAS $function$SELECT $1 * 2$function$",
        ),
      ],
    }),
    ops: ["createSequence", "createDomain", "createRoutine", "createDomain", "createRoutine"],
  },
  {
    claim: "a domain's default, NOT NULL and checks, in place",
    have: schema({ domains: [positive] }, t(column("a", named("positive")))),
    rows: "(1), (2)",
    want: schema(
      {
        domains: [
          domain("positive", integer(), {
            default: 7,
            nullable: false,
            checks: [check("above", sql`VALUE > -1`), check("below", sql`VALUE < 99`)],
          }),
        ],
      },
      t(column("a", named("positive"))),
    ),
    ops: ["dropDomainCheck", "alterDomain", "createDomainCheck", "createDomainCheck"],
    result: [[1], [2]],
  },
  {
    claim: "the type below a domain, under columns, lists, defaults, checks, indexes, generated columns and views",
    have: schema(
      {
        domains: [positive, domain("small", named("positive"), { checks: [check("low", sql`VALUE IS NOT NULL`)] })],
        views: [view("v", sql`SELECT a, b FROM t`)],
      },
      t(
        column("a", named("positive"), { default: 3 }),
        column("b", named("small")),
        column("all", array(named("positive"))),
        column("known", boolean(), { generated: { as: sql`a IS NOT NULL`, stored: true } }),
        check("odd", sql`a IS NOT NULL`),
      ),
    ),
    rows: "(1, 2, '{3,4}')",
    want: schema(
      {
        domains: [
          domain("positive", raw("numeric"), { checks: [check("above", sql`VALUE > 0`)] }),
          domain("small", named("positive"), { checks: [check("low", sql`VALUE IS NOT NULL`)] }),
        ],
        views: [view("v", sql`SELECT a, b FROM t`)],
      },
      t(
        column("a", named("positive"), { default: 3 }),
        column("b", named("small")),
        column("all", array(named("positive"))),
        column("known", boolean(), { generated: { as: sql`a IS NOT NULL`, stored: true } }),
        check("odd", sql`a IS NOT NULL`),
      ),
    ),
    ops: ["alterDomain"],
    result: [["1", "2", "{3,4}", true]],
  },
  {
    claim: "a composite type that comes with a table",
    have: emptySchema,
    want: schema(
      { composites: [compositeType("pair", [attribute("a", named("address"))], { comment: "two" }), address] },
      t(column("p", named("pair")), column("ps", array(named("address")))),
    ),
    ops: ["createComposite", "createComposite", "createTable"],
  },
  {
    claim: "attributes that come, go and change their type and comment, under a column and a list",
    have: schema({ composites: [address] }, t(column("a", named("address")), column("b", array(named("address"))))),
    rows: `('("High Street",4)', '{"(x,1)"}')`,
    want: schema(
      {
        composites: [
          compositeType("address", [
            attribute("no", varchar(9), { comment: "of the house" }),
            attribute("town", text(), { collation: "C" }),
          ]),
        ],
      },
      t(column("a", named("address")), column("b", array(named("address")))),
    ),
    ops: ["dropAttribute", "alterAttribute", "addAttribute", "setComment"],
    result: [["(4,)", '{"(1,)"}']],
  },
  {
    claim: "a range type that comes with a table, and the type of its lists",
    have: emptySchema,
    want: schema(
      {
        ranges: [
          rangeType("texts", text(), { collation: "C", opclass: "text_pattern_ops", comment: "from to" }),
          floats,
        ],
      },
      t(column("a", named("floats"), { default: "[1,2)" }), column("b", array(named("texts")))),
    ),
    ops: ["createRange", "createRange", "createTable"],
  },
  {
    claim: "the subtype of a range, under a column and a domain",
    have: schema(
      { ranges: [floats], domains: [domain("wide", named("floats"))] },
      t(column("a", named("floats")), column("b", named("wide"))),
    ),
    rows: "('[1,2)', '[3,4]')",
    want: schema(
      { ranges: [rangeType("floats", raw("numeric"))], domains: [domain("wide", named("floats"))] },
      t(column("a", named("floats")), column("b", named("wide"))),
    ),
    ops: ["replaceRange"],
    result: [["[1,2)", "[3,4]"]],
  },
  {
    claim: "the subtype of a range that keys include to which foreign keys refer",
    have: schema({ ranges: [floats] }, ...included),
    rows: "(1, 2, '[1,2)')",
    want: schema({ ranges: [rangeType("floats", raw("numeric"))] }, ...included),
    ops: ["replaceRange"],
    result: [[1, 2, "[1,2)"]],
  },
  {
    claim: "an enum that loses a value, under a domain, a composite type, a range, a function and their columns",
    have: schema(
      {
        enums: [mood],
        domains: [domain("feeling", named("mood"), { default: "ok" })],
        composites: [compositeType("both", [attribute("one", named("mood")), attribute("two", named("feeling"))])],
        ranges: [rangeType("moods", named("mood"))],
        routines: [
          routine(
            "function",
            "worse",
            "mood",
            "CREATE OR REPLACE FUNCTION worse(mood)\n RETURNS boolean\n LANGUAGE sql\nAS $function$SELECT $1 < 'happy'$function$",
          ),
        ],
      },
      t(
        column("a", named("mood"), { default: "ok" }),
        column("b", named("feeling")),
        column("c", named("both")),
        column("d", named("moods")),
        column("e", array(named("feeling"))),
      ),
    ),
    rows: "('ok', 'happy', '(ok,happy)', '[ok,happy]', '{ok}')",
    want: schema(
      {
        enums: [enumType("mood", ["ok", "happy"])],
        domains: [domain("feeling", named("mood"), { default: "ok" })],
        composites: [compositeType("both", [attribute("one", named("mood")), attribute("two", named("feeling"))])],
        ranges: [rangeType("moods", named("mood"))],
        routines: [
          routine(
            "function",
            "worse",
            "mood",
            "CREATE OR REPLACE FUNCTION worse(mood)\n RETURNS boolean\n LANGUAGE sql\nAS $function$SELECT $1 < 'happy'$function$",
          ),
        ],
      },
      t(
        column("a", named("mood"), { default: "ok" }),
        column("b", named("feeling")),
        column("c", named("both")),
        column("d", named("moods")),
        column("e", array(named("feeling"))),
      ),
    ),
    ops: ["alterEnum"],
    result: [["ok", "happy", "(ok,happy)", "[ok,happy]", "{ok}"]],
  },
  {
    claim: "values of a domain over texts become those of an enum",
    have: schema({ domains: [domain("feeling", text())], enums: [mood] }, t(column("a", named("feeling")))),
    rows: "('ok')",
    want: schema({ domains: [domain("feeling", text())], enums: [mood] }, t(column("a", named("mood")))),
    ops: ["alterColumn"],
    result: [["ok"]],
  },
  {
    claim: "an extension before the column of its type, and after it",
    have: emptySchema,
    want: schema(
      { extensions: [extension("citext"), extension("hstore", { schema: "stores" })], namespaces: ["stores"] },
      t(column("a", raw("citext")), column("b", raw("stores.hstore"))),
    ),
    ops: ["createNamespace", "createExtension", "createExtension", "createTable"],
  },
  {
    claim: "an extension into another namespace",
    have: schema({ extensions: [extension("hstore")], namespaces: ["stores"] }),
    want: schema({ extensions: [extension("hstore", { schema: "stores" })], namespaces: ["stores"] }),
    ops: ["alterExtension"],
  },
];

const numbers = sequence("numbers", { increment: 50, ownedBy: { table: "t", column: "a" } });
const drawn = column("a", integer(), { default: sql`nextval('numbers'::regclass)` });
const plainA = column("a", integer());

const sequenceCases: readonly Case[] = [
  {
    claim: "a sequence of its own that a column owns, which comes with the table",
    have: emptySchema,
    want: schema({ sequences: [numbers] }, t(drawn)),
    ops: ["createSequence", "createTable", "setSequenceOwner"],
  },
  {
    claim: "comments of an index and of a view, in their places",
    have: schema(
      { views: [view("v", sql`SELECT a FROM t`, { comment: "old" }), view("w", sql`SELECT a FROM v`)] },
      t(plainA, index("t_a", ["a"])),
    ),
    want: schema(
      { views: [view("v", sql`SELECT a FROM t`), view("w", sql`SELECT a FROM v`, { comment: "it's" })] },
      t(plainA, index("t_a", ["a"], { comment: "why" })),
    ),
    ops: ["setComment", "setComment", "setComment"],
  },
  {
    claim: "an owned sequence that goes with its table",
    have: schema({ sequences: [numbers] }, t(drawn)),
    want: emptySchema,
    ops: ["setSequenceOwner", "dropTable", "dropSequence"],
  },
  {
    claim: "another owner, and other options",
    have: schema({ sequences: [numbers] }, t(plainA, column("b", integer()))),
    want: schema(
      { sequences: [sequence("numbers", { ownedBy: { table: "t", column: "b" } })] },
      t(plainA, column("b", integer())),
    ),
    ops: ["setSequenceOwner", "alterSequence", "setSequenceOwner"],
  },
  {
    claim: "no owner any more, while the column goes",
    have: schema({ sequences: [numbers] }, t(column("b", integer()), drawn)),
    want: schema({ sequences: [sequence("numbers", { increment: 50 })] }, t(column("b", integer()))),
    ops: ["setSequenceOwner", "dropColumn"],
  },
];

describe.each(wantedMajors)("types of a schema's own on PostgreSQL %i", (major) => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await openFresh({ major });
  }, 90_000);
  afterAll(() => connection.close());
  beforeEach(async () => {
    for (const name of ["citext", "hstore"]) await connection.execute(`DROP EXTENSION IF EXISTS ${name} CASCADE`);
    await empty(connection);
  });

  async function opsBetween(have: Schema, want: Schema): Promise<readonly Op[]> {
    const canonical = { have: postgres.normalise(have), want: postgres.normalise(want) };
    const settled = await postgres.settle?.(connection, { have, want, canonical });
    expect(settled?.unknown).toEqual([]);
    return diff(have, want, { canonical: settled ?? canonical, traits: postgres.traits, renames: [] }).ops;
  }

  it("how a domain over texts becomes a number has to be said", async () => {
    const domains = [domain("feeling", text())];
    const have = schema({ domains }, t(column("a", named("feeling"))));
    await carryOut(connection, await opsBetween(emptySchema, have));
    const before = await schemaOf(connection);
    const ops = await opsBetween(before, schema({ domains }, t(column("a", integer()))));
    await expect(carryOut(connection, ops, before)).rejects.toMatchObject({ code: "DIALECT_UNSUPPORTED" });
  });

  it.each([...cases, ...sequenceCases])("$claim, and back", async ({ have, rows, want, ops, result }) => {
    await carryOut(connection, await opsBetween(emptySchema, have));
    if (rows !== undefined) await connection.execute(`INSERT INTO t VALUES ${rows}`);
    const before = await schemaOf(connection);
    expect(await opsBetween(before, have)).toEqual([]);

    const found = await opsBetween(before, want);
    expect(found.map(({ kind }) => kind)).toEqual(ops);
    await carryOut(connection, found, before);
    const after = await schemaOf(connection);
    expect(await opsBetween(after, want)).toEqual([]);
    if (result !== undefined) expect(await ask(connection, "TABLE t")).toEqual(result);

    const back = reverseOps(found, before);
    if (back.kind === "irreversible") return;
    await carryOut(connection, back.ops, after);
    expect(sameSchema(await schemaOf(connection), before, { columnOrder: false })).toBe(true);
  });
});

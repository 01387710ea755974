import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Connection, InspectOptions } from "../../src/dialects/contract.ts";
import { connect } from "../../src/dialects/postgres/connect.ts";
import { readDefault } from "../../src/dialects/postgres/default-value.ts";
import { normaliseExpression } from "../../src/dialects/postgres/expression-text.ts";
import { inspect } from "../../src/dialects/postgres/inspect.ts";
import { normalise } from "../../src/dialects/postgres/normalise.ts";
import { literal } from "../../src/dialects/postgres/quote.ts";
import { split } from "../../src/dialects/postgres/split.ts";
import { parseType } from "../../src/dialects/postgres/types.ts";
import { target } from "../../src/dialects/postgres/url.ts";
import { type Column, emptySchema, type Schema, type Table } from "../../src/schema/schema.ts";
import type { ColumnType } from "../../src/schema/types.ts";
import { administer, freshDatabase, wantedMajors } from "../servers/postgres.ts";

const EMPTY: Omit<Table, "name"> = {
  columns: [],
  uniques: [],
  checks: [],
  foreignKeys: [],
  exclusions: [],
  indexes: [],
  options: {},
};

function schemaWith(table: Partial<Table>, more: Partial<Schema> = {}): Schema {
  return { ...emptySchema, ...more, tables: [{ ...EMPTY, name: "t", ...table }] };
}

function raw(sql: string): ColumnType {
  return { kind: "raw", sql };
}

/** What a model says of a column, and the definition in SQL for which the server holds it. */
const COLUMNS: readonly (readonly [
  claim: string,
  column: Omit<Column, "name" | "nullable"> & { readonly nullable?: boolean },
  sql: string,
])[] = [
  ["a text", { type: { kind: "varchar", length: 9 }, default: "x" }, "varchar(9) DEFAULT 'x'"],
  [
    "a text with a quote and a backslash",
    { type: { kind: "text" }, default: "it's C:\\" },
    "text DEFAULT E'it\\'s C:\\\\'",
  ],
  ["a text as SQL", { type: { kind: "varchar", length: 9 }, default: { sql: "'x'" } }, "varchar(9) DEFAULT 'x'"],
  [
    "a text as SQL with a cast",
    { type: { kind: "varchar", length: 9 }, default: { sql: "'x'::varchar" } },
    "varchar(9) DEFAULT 'x'",
  ],
  ["a text of a fixed length", { type: { kind: "char", length: 3 }, default: "abc" }, "char(3) DEFAULT 'abc'"],
  ["an integer", { type: { kind: "integer" }, default: 5 }, "integer DEFAULT 5"],
  ["an integer as text", { type: { kind: "integer" }, default: "5" }, "integer DEFAULT 5"],
  ["an integer in quotes", { type: { kind: "bigint" }, default: 5 }, "bigint DEFAULT '5'"],
  ["a negative integer", { type: { kind: "bigint" }, default: -5 }, "bigint DEFAULT -5"],
  ["a negative integer as SQL", { type: { kind: "smallint" }, default: { sql: "(-5)" } }, "smallint DEFAULT -5"],
  ["an integer beyond four bytes", { type: { kind: "bigint" }, default: 5000000000 }, "bigint DEFAULT 5000000000"],
  [
    "an integer beyond 2^53",
    { type: { kind: "bigint" }, default: "9223372036854775807" },
    "bigint DEFAULT '9223372036854775807'",
  ],
  ["a fraction", { type: { kind: "numeric", precision: 5, scale: 2 }, default: 1.5 }, "numeric(5,2) DEFAULT 1.5"],
  [
    "a fraction as text",
    { type: { kind: "numeric", precision: 5, scale: 2 }, default: "1.50" },
    "numeric(5,2) DEFAULT '1.50'",
  ],
  ["a number of a double", { type: { kind: "double" }, default: { sql: "0" } }, "double precision DEFAULT 0"],
  ["a truth value", { type: { kind: "boolean" }, default: true }, "boolean DEFAULT true"],
  [
    "a truth value as SQLAlchemy writes it",
    { type: { kind: "boolean" }, default: { sql: "'1'" } },
    "boolean DEFAULT '1'",
  ],
  ["a truth value in other letters", { type: { kind: "boolean" }, default: { sql: "FALSE" } }, "boolean DEFAULT 'no'"],
  ["NULL", { type: { kind: "varchar", length: 5 }, default: { sql: "NULL" } }, "varchar(5)"],
  ["NULL that the server keeps", { type: { kind: "varchar", length: 5 } }, "varchar(5) DEFAULT NULL"],
  [
    "a call in other letters",
    { type: { kind: "timestamp", timezone: true }, default: { sql: "NOW( )" } },
    "timestamptz DEFAULT now()",
  ],
  [
    "a word of SQL",
    { type: { kind: "timestamp" }, default: { sql: "current_timestamp" } },
    "timestamp DEFAULT CURRENT_TIMESTAMP",
  ],
  [
    "a sum in parentheses",
    { type: { kind: "timestamp", timezone: true }, default: { sql: "(now() + '1 day'::interval)" } },
    "timestamptz DEFAULT now() + interval '1 day'",
  ],
  ["a document", { type: { kind: "jsonb" }, default: { sql: "'{}'" } }, "jsonb DEFAULT '{}'"],
  [
    "an empty array",
    { type: { kind: "array", of: { kind: "varchar", length: 3 } }, default: { sql: "'{}'::varchar[]" } },
    "varchar(3)[] DEFAULT '{}'",
  ],
  ["bits", { type: { kind: "bit", length: 3 }, default: "101" }, "bit(3) DEFAULT '101'"],
  ["an enum by its bare name", { type: raw("Mood"), default: "ok" }, "mood DEFAULT 'ok'"],
  ["an array of an enum by its bare name", { type: raw("mood[]"), default: "{ok}" }, "mood[] DEFAULT '{ok}'"],
  [
    "a default of an enum as SQL",
    { type: { kind: "named", name: "mood" }, default: { sql: "'ok'::mood" } },
    "mood DEFAULT 'ok'",
  ],
  ["a type that is named though it is no enum", { type: { kind: "named", name: "point" } }, "point"],
  ["the fixed type of float", { type: { kind: "float", precision: 30 } }, "float(30)"],
  ["a numeric without a scale", { type: { kind: "numeric", precision: 8 } }, "numeric(8)"],
  ["a char without a length", { type: { kind: "char" } }, "char"],
  [
    "the dimensions of an array",
    { type: { kind: "array", of: { kind: "array", of: { kind: "integer" } } } },
    "integer[][]",
  ],
  [
    "identity with what the server does anyway",
    {
      type: { kind: "integer" },
      nullable: true,
      identity: { always: true, options: { start: "1", increment: "+1", max: "2147483647" } },
    },
    "integer GENERATED ALWAYS AS IDENTITY",
  ],
  ["serial is never NULL", { type: { kind: "integer" }, nullable: true, autoincrement: true }, "serial"],
  [
    "a generated column",
    { type: { kind: "integer" }, generated: { expression: "(1 + 2)", stored: true } },
    "integer GENERATED ALWAYS AS (1 + 2) STORED",
  ],
  ["an empty comment", { type: { kind: "text" }, comment: "" }, "text"],
];

describe.each(wantedMajors)("PostgreSQL %i holds for the same", (major) => {
  let connection: Connection;

  beforeAll(async () => {
    const url = await freshDatabase({ major });
    await administer(url, "CREATE TYPE mood AS ENUM ('sad', 'ok')");
    connection = await connect(target(url, process.cwd()), { create: false });
    return () => connection.close();
  }, 120_000);

  async function read(sql: string, exclude: InspectOptions["exclude"] = []): Promise<Schema> {
    await connection.execute("BEGIN");
    try {
      for (const statement of split(sql)) await connection.execute(statement.sql);
      return await inspect(connection, { exclude });
    } finally {
      await connection.execute("ROLLBACK");
    }
  }

  test.each(COLUMNS)("a column: %s", async (_, column, sql) => {
    const have = await read(`CREATE TABLE t (c ${sql})`);
    const want = schemaWith({ columns: [{ name: "c", nullable: true, ...column }] }, { enums: have.enums });
    expect(normalise(want)).toEqual(normalise(have));
  });

  test.each<readonly [claim: string, table: Partial<Table>, sql: string]>([
    [
      "a check in other letters and more parentheses",
      { checks: [{ name: "c", expression: "((A  >\n0)) -- so" }] },
      "CONSTRAINT c CHECK (a > 0)",
    ],
    [
      "a check with names in quotes",
      { checks: [{ name: "c", expression: '"a" != 0' }] },
      "CONSTRAINT c CHECK (a <> 0)",
    ],
    [
      "a foreign key without columns",
      {
        primaryKey: { name: "p", columns: ["a"] },
        foreignKeys: [{ name: "f", columns: ["b"], references: { table: "t", columns: [] }, onDelete: "no action" }],
      },
      "CONSTRAINT p PRIMARY KEY (a), CONSTRAINT f FOREIGN KEY (b) REFERENCES t",
    ],
  ])("a table: %s", async (_, table, sql) => {
    const have = await read(`CREATE TABLE t (a integer, b integer, ${sql})`);
    const columns = ["a", "b"].map((name): Column => ({ name, type: { kind: "integer" }, nullable: true }));
    expect(normalise(schemaWith({ columns, ...table }))).toEqual(normalise({ ...have, enums: [] }));
  });

  test("an index with what the server does anyway", async () => {
    const have = await read(
      "CREATE TABLE t (a text COLLATE \"C\"); CREATE INDEX i ON t (a DESC, lower(a)) WHERE a > 'x'",
    );
    const want = schemaWith({
      columns: [{ name: "a", type: { kind: "text" }, nullable: true, collation: "C" }],
      indexes: [
        {
          name: "i",
          method: "BTREE",
          parts: [
            { expression: '("a")', descending: true, nulls: "first", collation: "C" },
            { expression: "LOWER(a)", nulls: "last" },
          ],
          where: "(a > 'x'::text)",
          include: [],
          comment: "",
        },
      ],
    });
    expect(normalise(want)).toEqual(normalise({ ...have, enums: [] }));
  });

  test("routines, triggers and sequences", async () => {
    const have = await read(
      "CREATE TABLE t (); CREATE SEQUENCE s; CREATE FUNCTION f(a int4, b varchar) RETURNS int LANGUAGE plpgsql AS $x$ BEGIN END $x$; CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS ' BEGIN END '; CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE PROCEDURE g('execute procedure')",
    );
    const want: Schema = {
      ...schemaWith({}),
      sequences: [{ name: "s", type: "bigint", start: "1", min: "1", cache: "01" }],
      routines: [
        {
          name: "f",
          kind: "function",
          arguments: "int, varchar",
          definition:
            "create function F(a integer, b character varying) returns INTEGER\nLANGUAGE plpgsql as ' BEGIN END '",
        },
        {
          name: "g",
          kind: "function",
          arguments: " ",
          definition: "CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN END $$",
        },
      ],
      triggers: [
        {
          name: "r",
          table: "t",
          definition:
            "CREATE OR REPLACE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE PROCEDURE g('execute procedure')",
        },
      ],
    };
    expect(normalise(want)).toEqual(normalise({ ...have, enums: [] }));
  });

  test("any text that is a default is read as that text", async () => {
    const texts = fc.sample(
      fc.string({ unit: "grapheme", maxLength: 30 }).filter((text) => !text.includes("\0")),
      { seed: 7, numRuns: 60 },
    );
    const columns = texts.map(
      (text, i) => `c${i} ${["text", "varchar(99)", "char(99)"][i % 3]} DEFAULT ${literal(text)}`,
    );
    const have = await read(`CREATE TABLE t (${columns.join(", ")})`);
    expect(have.tables[0]?.columns.map((column) => column.default)).toEqual(texts);
  });

  test("a range type that is excluded takes its functions along", async () => {
    const have = await read("CREATE TYPE floats AS RANGE (subtype = float8)", [{ name: "floats" }]);
    expect(have.routines).toEqual([]);
  });

  test("normalising twice is normalising once, and changes no name and no order", async () => {
    const have = await read(
      readFileSync(fileURLToPath(new URL("postgres-kitchen-sink.sql", import.meta.url)), "utf8").replace(
        /^CREATE TYPE mood.*$/m,
        "",
      ),
    );
    const once = normalise(have);
    expect(normalise(once)).toEqual(once);
    const names = ({ tables, views }: Schema) => [
      tables.map(({ name, columns }) => [name, columns.map((column) => column.name)]),
      views.map(({ name }) => name),
    ];
    expect(names(once)).toEqual(names(have));
  });
});

test.each([
  ["'abc'::character varying(2)", "character varying(9)", { sql: "'abc'::character varying(2)" }],
  ["'0.1'::real", "double precision", { sql: "'0.1'::real" }],
  ["'x'::text", "character varying(9)", { sql: "'x'::text" }],
  ["('x'::text || 'y'::text)", "text", { sql: "'x'::text || 'y'::text" }],
  ["'x'::text || 'y'::text", "text", { sql: "'x'::text || 'y'::text" }],
  ["1.10", "numeric", "1.10"],
  ["1.10", "double precision", { sql: "1.10" }],
  ["9007199254740993", "bigint", "9007199254740993"],
  ["'NaN'::numeric", "numeric", "NaN"],
  ["'maybe'", "boolean", "maybe"],
  ["true", "text", { sql: "true" }],
  ["5", "text", 5],
  ["nextval('s'::regclass)", "bigint", { sql: "nextval('s'::regclass)" }],
  ["NULL::integer", "integer", undefined],
  ["NULLIF(1, 1)", "integer", { sql: "NULLIF(1, 1)" }],
])("the default %s of a column of type %s is %j", (expression, type, expected) => {
  expect(readDefault(expression, parseType(type))).toEqual(expected);
});

test.each([
  ["a > 0", "a >= 0"],
  ['"A" > 0', "a > 0"],
  ['"user" = 1', "user = 1"],
  ["a = 'X'", "a = 'x'"],
  ["(a + b) * c", "a + b * c"],
  ["(a) + (b)", "a + b)("],
  ["x IN (1, 2)", "x = ANY (ARRAY[1, 2])"],
])("%s and %s stay apart", (a, b) => {
  expect(normaliseExpression(a)).not.toBe(normaliseExpression(b));
});

test.each([
  ["text", { kind: "text" }],
  ["varchar", { kind: "varchar", length: 9 }],
  ["an enum", { kind: "named", name: "mood" }],
] satisfies readonly (readonly [string, ColumnType])[])("any constant of %s is read as itself", (_, type) => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !text.includes("\0")),
      (text) => {
        expect(readDefault(literal(text), type)).toBe(text);
      },
    ),
    { numRuns: 100 },
  );
});

test("the access method that tables have anyway is the one of a table that says none", () => {
  const optionsOf = (accessMethod: string) =>
    normalise(schemaWith({ options: { accessMethod, unlogged: true } })).tables[0]?.options;
  expect(optionsOf("heap")).toEqual({ unlogged: true });
  expect(optionsOf("columnar")).toEqual({ accessMethod: "columnar", unlogged: true });
});

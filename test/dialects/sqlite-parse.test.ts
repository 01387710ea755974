import { describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import { parseIndex } from "../../src/dialects/sqlite/parse-index.ts";
import { parseTable } from "../../src/dialects/sqlite/parse-table.ts";
import { parseView } from "../../src/dialects/sqlite/parse-view.ts";
import type { Column, ForeignKey, Index, Table } from "../../src/schema/schema.ts";

const bare: Omit<Table, "name" | "columns"> = {
  uniques: [],
  checks: [],
  foreignKeys: [],
  exclusions: [],
  indexes: [],
  options: {},
};
const untyped = { type: { kind: "raw", sql: "" }, nullable: true } as const;

describe("one column:", () => {
  type Row = readonly [definition: string, column: Partial<Column>, rest?: Partial<Table> | undefined];
  const rows: readonly Row[] = [
    ["a", {}],
    ['"a"', {}],
    ["[a]", {}],
    ["`a`", {}],
    ["'a'", {}],
    ["a INTEGER", { type: { kind: "integer" } }],
    ["a UNSIGNED BIG INT", { type: { kind: "raw", sql: "UNSIGNED BIG INT" } }],
    ["a VARCHAR ( 20 )", { type: { kind: "raw", sql: "VARCHAR ( 20 )" } }],
    ["a NUMERIC(10, 2)", { type: { kind: "numeric", precision: 10, scale: 2 } }],
    ["a NUMERIC(10 -- digits\n, 2)", { type: { kind: "raw", sql: "NUMERIC(10 -- digits\n, 2)" } }],
    ["a text NOT NULL", { type: { kind: "raw", sql: "text" }, nullable: false }],
    ["a NULL", {}],
    ["a NOT NULL ON CONFLICT FAIL", { nullable: false, onNullConflict: "fail" }],
    ["a CONSTRAINT nn NOT NULL", { nullable: false }],
    ["a CONSTRAINT dangling", {}],
    ["a COLLATE nocase", { collation: "nocase" }],
    ["a PRIMARY KEY", {}, { primaryKey: { columns: ["a"] } }],
    ["a PRIMARY KEY ASC ON CONFLICT REPLACE", {}, { primaryKey: { columns: ["a"], onConflict: "replace" } }],
    [
      "a TEXT PRIMARY KEY DESC",
      { type: { kind: "text" } },
      { primaryKey: { columns: ["a"], keyOptions: { a: { descending: true } } } },
    ],
    [
      "a INTEGER PRIMARY KEY DESC",
      { type: { kind: "integer" } },
      { primaryKey: { columns: ["a"], keyOptions: { a: { descending: true } } } },
    ],
    [
      "a INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT",
      { type: { kind: "integer" }, autoincrement: true },
      { primaryKey: { name: "pk", columns: ["a"] } },
    ],
    ["a UNIQUE", {}, { uniques: [{ columns: ["a"] }] }],
    [
      "a CONSTRAINT u UNIQUE ON CONFLICT IGNORE",
      {},
      { uniques: [{ name: "u", columns: ["a"], onConflict: "ignore" }] },
    ],
    ["a CHECK (a > 0)", {}, { checks: [{ expression: "a > 0" }] }],
    ["a CONSTRAINT c CHECK ( ( a > ')' ) -- why\n )", {}, { checks: [{ name: "c", expression: "( a > ')' )" }] }],
    ["a CHECK (a /* the one */ > -- zero\n 0)", {}, { checks: [{ expression: "a /* the one */ > -- zero\n 0" }] }],
    [
      "a CONSTRAINT c CHECK (a) CHECK (a < 9)",
      {},
      { checks: [{ name: "c", expression: "a" }, { expression: "a < 9" }] },
    ],
    ["a DEFAULT 1", { default: 1 }],
    ["a DEFAULT -1", { default: -1 }],
    ["a DEFAULT - 1", { default: { sql: "- 1" } }],
    ["a DEFAULT +1", { default: { sql: "+1" } }],
    ["a DEFAULT 1.50", { default: { sql: "1.50" } }],
    ["a DEFAULT 9007199254740993", { default: { sql: "9007199254740993" } }],
    ["a DEFAULT 'it''s'", { default: "it's" }],
    ["a DEFAULT ''", { default: "" }],
    ['a DEFAULT "word"', { default: { sql: '"word"' } }],
    ["a DEFAULT x'00ff'", { default: { sql: "x'00ff'" } }],
    ["a DEFAULT NULL", {}],
    ["a DEFAULT TRUE", { default: { sql: "TRUE" } }],
    ["a DEFAULT current_timestamp NOT NULL", { default: { sql: "current_timestamp" }, nullable: false }],
    ["a DEFAULT ( 1 + (2) )", { default: { sql: "(1 + (2))" } }],
    ["a DEFAULT (1) CHECK (a)", { default: { sql: "(1)" } }, { checks: [{ expression: "a" }] }],
    ["a AS (1 + 1)", { generated: { expression: "1 + 1", stored: false } }],
    [
      "a INTEGER GENERATED ALWAYS AS (1) STORED NOT NULL",
      { type: { kind: "integer" }, generated: { expression: "1", stored: true }, nullable: false },
    ],
    ["a generated always AS (1) VIRTUAL", { generated: { expression: "1", stored: false } }],
    ["a generated always", { type: { kind: "raw", sql: "generated always" } }],
    ["a /* x */ INTEGER -- y\n NOT /* z */ NULL", { type: { kind: "integer" }, nullable: false }],
  ];
  it.each(rows.map(([definition, column, rest = {}]) => [definition, column, rest] as const))(
    "%s",
    (definition, column, rest) => {
      const expected = { ...bare, name: "t", columns: [{ name: "a", ...untyped, ...column }], ...rest };
      expect(parseTable(`CREATE TABLE t (${definition})`)).toEqual(expected);
    },
  );
});

describe("a foreign key:", () => {
  const rows: readonly (readonly [clause: string, key: Partial<ForeignKey>])[] = [
    ["REFERENCES p", { references: { table: "p", columns: [] } }],
    ["REFERENCES p (x)", {}],
    ['REFERENCES "p q" ("x y")', { references: { table: "p q", columns: ["x y"] } }],
    ["REFERENCES p (x) ON DELETE CASCADE ON UPDATE SET NULL", { onDelete: "cascade", onUpdate: "set null" }],
    ["REFERENCES p (x) ON UPDATE SET DEFAULT ON DELETE RESTRICT", { onDelete: "restrict", onUpdate: "set default" }],
    ["REFERENCES p (x) ON DELETE NO ACTION", { onDelete: "no action" }],
    ["REFERENCES p (x) MATCH FULL", { match: "full" }],
    ["REFERENCES p (x) MATCH SIMPLE", {}],
    ["REFERENCES p (x) DEFERRABLE", { deferrable: "initially immediate" }],
    ["REFERENCES p (x) DEFERRABLE INITIALLY DEFERRED", { deferrable: "initially deferred" }],
    ["REFERENCES p (x) NOT DEFERRABLE INITIALLY DEFERRED", {}],
    [
      "REFERENCES p (x) MATCH PARTIAL ON DELETE SET NULL DEFERRABLE INITIALLY IMMEDIATE",
      { match: "partial", onDelete: "set null", deferrable: "initially immediate" },
    ],
  ];
  const expected = (key: Partial<ForeignKey>) => [
    { columns: ["a"], references: { table: "p", columns: ["x"] }, ...key },
  ];
  it.each(rows)("%s", (clause, key) => {
    expect(parseTable(`CREATE TABLE t (a ${clause})`).foreignKeys).toEqual(expected(key));
    expect(parseTable(`CREATE TABLE t (a, FOREIGN KEY (A) ${clause})`).foreignKeys).toEqual(expected(key));
    expect(parseTable(`CREATE TABLE t (a, CONSTRAINT f FOREIGN KEY (a) ${clause})`).foreignKeys).toEqual(
      expected({ name: "f", ...key }),
    );
  });

  it("DEFERRABLE may stand apart from its key", () => {
    const table = parseTable("CREATE TABLE t (a REFERENCES p (x) NOT NULL DEFERRABLE INITIALLY DEFERRED UNIQUE)");
    expect(table.foreignKeys).toEqual(expected({ deferrable: "initially deferred" }));
    expect(table.columns[0]?.nullable).toBe(false);
    expect(table.uniques).toEqual([{ columns: ["a"] }]);
  });
});

describe("a table:", () => {
  const columns = (...names: readonly string[]) => names.map((name) => ({ name, ...untyped }));
  const rows: readonly (readonly [sql: string, table: Partial<Table>])[] = [
    ["CREATE TABLE t (a, b)", { columns: columns("a", "b") }],
    ["create temp table if not exists main.t (a);", { columns: columns("a") }],
    [
      'CREATE TABLE "t"(a, b, PRIMARY KEY (B, a DESC))',
      { columns: columns("a", "b"), primaryKey: { columns: ["b", "a"], keyOptions: { a: { descending: true } } } },
    ],
    [
      "CREATE TABLE t (a, CONSTRAINT pk PRIMARY KEY (a COLLATE nocase) ON CONFLICT FAIL)",
      {
        columns: columns("a"),
        primaryKey: { name: "pk", columns: ["a"], keyOptions: { a: { collation: "nocase" } }, onConflict: "fail" },
      },
    ],
    [
      "CREATE TABLE t (a, UNIQUE (a), CONSTRAINT u UNIQUE ('a' DESC) ON CONFLICT REPLACE)",
      {
        columns: columns("a"),
        uniques: [
          { columns: ["a"] },
          { name: "u", columns: ["a"], keyOptions: { a: { descending: true } }, onConflict: "replace" },
        ],
      },
    ],
    [
      "CREATE TABLE t (a, CHECK (a) ON CONFLICT IGNORE CONSTRAINT c CHECK (a > 1))",
      { columns: columns("a"), checks: [{ expression: "a" }, { name: "c", expression: "a > 1" }] },
    ],
    [
      "CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID",
      { columns: columns("a"), primaryKey: { columns: ["a"] }, options: { withoutRowid: true } },
    ],
    [
      "CREATE TABLE t (a) strict, without rowid",
      { columns: columns("a"), options: { strict: true, withoutRowid: true } },
    ],
    ["CREATE TABLE t (a -- last\n, -- more\n /* none */ b)", { columns: columns("a", "b") }],
    [
      "CREATE VIRTUAL TABLE t USING fts5(a, tokenize = 'porter ascii');",
      { columns: [], options: { virtual: "fts5(a, tokenize = 'porter ascii')" } },
    ],
    ["CREATE VIRTUAL TABLE t USING stats", { columns: [], options: { virtual: "stats" } }],
  ];
  it.each(rows)("%s", (sql, table) => {
    expect(parseTable(sql)).toEqual({ ...bare, name: "t", columns: [], ...table });
  });

  it("an INTEGER key that is the rowid has no order when it stands apart", () => {
    expect(parseTable("CREATE TABLE t (a INTEGER, PRIMARY KEY (a DESC))").primaryKey).toEqual({ columns: ["a"] });
    const keyOptions = { a: { descending: true } };
    expect(parseTable("CREATE TABLE t (a INT, PRIMARY KEY (a DESC))").primaryKey).toEqual({
      columns: ["a"],
      keyOptions,
    });
    const withoutRowid = parseTable("CREATE TABLE t (a INTEGER, PRIMARY KEY (a DESC)) WITHOUT ROWID");
    expect(withoutRowid.primaryKey).toEqual({ columns: ["a"], keyOptions });
  });

  it("AUTOINCREMENT may stand in the parentheses of the key", () => {
    expect(parseTable("CREATE TABLE t (a INTEGER, PRIMARY KEY (A AUTOINCREMENT))").columns[0]?.autoincrement).toBe(
      true,
    );
  });
});

describe("an index:", () => {
  const rows: readonly (readonly [sql: string, index: Partial<Index>])[] = [
    ["CREATE INDEX i ON t (a)", { parts: [{ column: "a" }] }],
    [
      'create unique index if not exists main.i on t("a" collate nocase desc, [b] ASC)',
      { unique: true, parts: [{ column: "a", collation: "nocase", descending: true }, { column: "b" }] },
    ],
    [
      "CREATE INDEX i ON t (a) WHERE b > 1 AND c IN (1, 2);",
      { parts: [{ column: "a" }], where: "b > 1 AND c IN (1, 2)" },
    ],
    [
      "CREATE INDEX i ON t (lower(a, ','), (a + b) DESC)",
      { parts: [{ expression: "lower(a, ',')" }, { expression: "(a + b)", descending: true }] },
    ],
    ["CREATE INDEX i ON t (lower(a) COLLATE NOCASE)", { parts: [{ expression: "lower(a)", collation: "NOCASE" }] }],
    [
      "CREATE INDEX i ON t (a || b COLLATE NOCASE DESC)",
      { parts: [{ expression: "a || b COLLATE NOCASE", descending: true }] },
    ],
    ["CREATE INDEX i ON t ((a))", { parts: [{ column: "a" }] }],
    [
      'CREATE INDEX i ON t (((a COLLATE RTRIM)) COLLATE "NOCASE" DESC, ("b" COLLATE nocase))',
      {
        parts: [
          { column: "a", collation: "NOCASE", descending: true },
          { column: "b", collation: "nocase" },
        ],
      },
    ],
    ["CREATE INDEX i ON t (('a'), (NULL))", { parts: [{ expression: "('a')" }, { expression: "(NULL)" }] }],
    ["CREATE INDEX i ON t (-(a) COLLATE NOCASE)", { parts: [{ expression: "-(a) COLLATE NOCASE" }] }],
    ["CREATE INDEX i ON t (NOT (a) COLLATE NOCASE)", { parts: [{ expression: "NOT (a) COLLATE NOCASE" }] }],
    ["CREATE INDEX i ON t (CASE WHEN a THEN b END)", { parts: [{ expression: "CASE WHEN a THEN b END" }] }],
  ];
  it.each(rows)("%s", (sql, index) => expect(parseIndex(sql)).toEqual({ name: "i", ...index }));
});

describe("a view:", () => {
  const rows: readonly (readonly [sql: string, view: object])[] = [
    ["CREATE VIEW v AS SELECT 1 -- one\n;", { definition: "SELECT 1" }],
    [
      'CREATE TEMP VIEW IF NOT EXISTS v (a, "b c") AS WITH x AS (SELECT 1) SELECT * FROM x',
      { columns: ["a", "b c"], definition: "WITH x AS (SELECT 1) SELECT * FROM x" },
    ],
  ];
  it.each(rows)("%s", (sql, view) => expect(parseView(sql)).toEqual({ name: "v", ...view }));
});

describe("a definition that can't be read is refused, with its name and the place:", () => {
  const rows: readonly (readonly [sql: string, part: string])[] = [
    ["CREATE TABLE t", '"("'],
    ["CREATE TABLE t (a", "before its end"],
    ["CREATE TABLE t (a INTEGER FROBNICATED 3)", 'before "3)"'],
    ["CREATE TABLE t (a, b UNIQUE CONFLICT)", "a column constraint"],
    ["CREATE TABLE t (a NOT NULL ON CONFLICT EXPLODE)", "ROLLBACK"],
    ["CREATE TABLE t (a REFERENCES p ON DELETE EXPLODE)", "NO ACTION"],
    ["CREATE TABLE t (a DEFAULT )", "default"],
    ["CREATE TABLE t (a) WITH OIDS", "the end"],
    ["CREATE TABLE t (a CHECK (a > 0)", "before its end"],
    ["CREATE TABLE t (a CHECK (a > 0", '")"'],
    ["CREATE TABLE t (a, UNIQUE (a + 1))", '")"'],
    ["DROP TABLE t", "CREATE TABLE"],
  ];
  it.each(rows)("%s", (sql, part) => {
    try {
      parseTable(sql, 'table "t"');
    } catch (error) {
      expect(isLimbeckError(error, "DIALECT_DDL_UNREADABLE")).toBe(true);
      expect(String(error)).toContain('table "t"');
      expect(String(error)).toContain(part);
      return;
    }
    expect.unreachable();
  });
});

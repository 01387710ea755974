import { describe, expect, test } from "vitest";
import { asKept } from "../../src/dialects/mysql/as-kept.ts";
import { normalise } from "../../src/dialects/mysql/normalise.ts";
import { sameSchema } from "../../src/schema/canonical.ts";
import {
  type Column,
  emptySchema,
  type ForeignKey,
  type Index,
  type Schema,
  type Table,
} from "../../src/schema/schema.ts";
import type { TableOptions } from "../../src/schema/table-options.ts";
import type { ColumnType } from "../../src/schema/types.ts";

function table(more: Partial<Table> = {}): Table {
  return {
    name: "t",
    columns: [],
    uniques: [],
    checks: [],
    foreignKeys: [],
    exclusions: [],
    indexes: [],
    options: {},
    ...more,
  };
}

function schemaOf(...tables: readonly Table[]): Schema {
  return { ...emptySchema, tables };
}

const isSame = (one: Schema, other: Schema) => sameSchema(normalise(one), normalise(other));
const ofTable = (one: Partial<Table>, other: Partial<Table>) => isSame(schemaOf(table(one)), schemaOf(table(other)));
const integer: ColumnType = { kind: "integer" };
const text: ColumnType = { kind: "varchar", length: 20 };
const column = (type: ColumnType, more: Partial<Column> = {}): Column => ({ name: "c", type, nullable: true, ...more });
const ofColumn = (one: Column, other: Column, options: TableOptions = {}) =>
  ofTable({ columns: [one], options }, { columns: [other], options });

describe("types", () => {
  const same: readonly (readonly [claim: string, one: ColumnType, other: ColumnType])[] = [
    ["REAL is DOUBLE", { kind: "real" }, { kind: "double" }],
    ["a float of many digits is a double", { kind: "float", precision: 30 }, { kind: "double" }],
    ["a float of few digits is a float", { kind: "float", precision: 10 }, { kind: "float" }],
    [
      "a decimal has ten places unless it says otherwise",
      { kind: "numeric" },
      { kind: "numeric", precision: 10, scale: 0 },
    ],
    ["a width says nothing", { kind: "integer", width: 11 }, integer],
    [
      "but with ZEROFILL, where it has a usual one",
      { kind: "integer", zerofill: true, unsigned: true },
      { kind: "integer", zerofill: true, unsigned: true, width: 10 },
    ],
    ["ZEROFILL is unsigned", { kind: "integer", zerofill: true }, { kind: "integer", zerofill: true, unsigned: true }],
    ["tinyint(1) is a boolean", { kind: "tinyint", width: 1 }, { kind: "boolean" }],
    ["a char has one character", { kind: "char" }, { kind: "char", length: 1 }],
    ["bits are one", { kind: "bit" }, { kind: "bit", length: 1 }],
    [
      "utf8 is utf8mb3",
      { kind: "varchar", length: 9, charset: "UTF8" },
      { kind: "varchar", length: 9, charset: "utf8mb3" },
    ],
    ["SQL of a known type", { kind: "raw", sql: "INT UNSIGNED" }, { kind: "integer", unsigned: true }],
    ["SQL of another, in any letters", { kind: "raw", sql: "INET6" }, { kind: "raw", sql: "inet6" }],
    ["a precision of nothing", { kind: "datetime", precision: 0 }, { kind: "datetime" }],
  ];
  test.each(same)("%s", (_, one, other) => {
    expect(ofColumn(column(one), column(other))).toBe(true);
  });

  const different: readonly (readonly [claim: string, one: ColumnType, other: ColumnType])[] = [
    ["a tinyint is no boolean", { kind: "tinyint" }, { kind: "boolean" }],
    ["signs", integer, { kind: "integer", unsigned: true }],
    [
      "widths with ZEROFILL",
      { kind: "integer", zerofill: true, width: 3 },
      { kind: "integer", zerofill: true, width: 4 },
    ],
    ["values in other letters", { kind: "enum", values: ["a"] }, { kind: "enum", values: ["A"] }],
    ["a datetime is no timestamp", { kind: "datetime" }, { kind: "timestamp" }],
  ];
  test.each(different)("differ: %s", (_, one, other) => {
    expect(ofColumn(column(one), column(other))).toBe(false);
  });
});

describe("columns", () => {
  const same: readonly (readonly [claim: string, one: Column, other: Column, options?: TableOptions])[] = [
    ["'5' on a number is 5", column(integer, { default: "5" }), column(integer, { default: 5 })],
    [
      "TRUE is 1",
      column({ kind: "boolean" }, { default: true }),
      column({ kind: "boolean" }, { default: { sql: "1" } }),
    ],
    [
      "1.50 is 1.5",
      column({ kind: "numeric" }, { default: { sql: "1.50" } }),
      column({ kind: "numeric" }, { default: 1.5 }),
    ],
    [
      "'1.500' is 1.5",
      column({ kind: "numeric" }, { default: "1.500" }),
      column({ kind: "numeric" }, { default: 1.5 }),
    ],
    [
      "10.00 is 10",
      column({ kind: "numeric" }, { default: { sql: "10.00" } }),
      column({ kind: "numeric" }, { default: 10 }),
    ],
    ["100 keeps its zeros", column(integer, { default: "100" }), column(integer, { default: 100 })],
    ["5 on a text is '5'", column(text, { default: 5 }), column(text, { default: "5" })],
    ["SQL of a text", column(text, { default: { sql: "'it''s'" } }), column(text, { default: "it's" })],
    [
      "a text in parentheses, with its character set",
      column(text, { default: { sql: "(_utf8mb4'x')" } }),
      column(text, { default: "x" }),
    ],
    ["NULL is none", column(text, { default: { sql: "NULL" } }), column(text)],
    [
      "now() is the clock",
      column({ kind: "datetime" }, { default: { sql: "now()" } }),
      column({ kind: "datetime" }, { default: { sql: "CURRENT_TIMESTAMP" } }),
    ],
    [
      "current_timestamp() too",
      column({ kind: "datetime" }, { onUpdate: "current_timestamp()" }),
      column({ kind: "datetime" }, { onUpdate: "CURRENT_TIMESTAMP" }),
    ],
    [
      "with its precision",
      column({ kind: "datetime" }, { default: { sql: "NOW(3)" } }),
      column({ kind: "datetime" }, { default: { sql: "current_timestamp(3)" } }),
    ],
    [
      "parentheses around an expression",
      column(text, { default: { sql: "(UUID())" } }),
      column(text, { default: { sql: "uuid()" } }),
    ],
    [
      "the expression of a value",
      column(integer, { generated: { expression: "(`a` + 1)", stored: true } }),
      column(integer, { generated: { expression: "A+1", stored: true } }),
    ],
    ["the table's collation", column(text, { collation: "utf8mb4_bin" }), column(text), { collation: "utf8mb4_bin" }],
    ["the table's character set", column({ ...text, charset: "latin1" }), column(text), { charset: "latin1" }],
    [
      "a collation says the character set",
      column({ ...text, charset: "latin1" }, { collation: "latin1_bin" }),
      column(text, { collation: "LATIN1_BIN" }),
    ],
    [
      "a numbered column is never NULL",
      column(integer, { autoincrement: true }),
      column(integer, { autoincrement: true, nullable: false }),
    ],
    ["an empty comment", column(text, { comment: "" }), column(text)],
  ];
  test.each(same.map(([claim, one, other, options = {}]) => [claim, one, other, options] as const))(
    "%s",
    (_, one, other, options) => {
      expect(ofColumn(one, other, options)).toBe(true);
    },
  );

  const different: readonly (readonly [claim: string, one: Column, other: Column, options?: TableOptions])[] = [
    ["an empty text is a default", column(text, { default: "" }), column(text)],
    ["the text 'NULL' is one", column(text, { default: "NULL" }), column(text)],
    [
      "a clock of another precision",
      column({ kind: "datetime" }, { default: { sql: "now(3)" } }),
      column({ kind: "datetime" }, { default: { sql: "now()" } }),
    ],
    [
      "a character set that the table hasn't",
      column({ ...text, charset: "latin1" }),
      column(text),
      { charset: "utf8mb4" },
    ],
    ["letters in a text", column(text, { default: "a" }), column(text, { default: "A" })],
    [
      "stored or not",
      column(integer, { generated: { expression: "a", stored: true } }),
      column(integer, { generated: { expression: "a", stored: false } }),
    ],
    ["a sum is no constant", column(integer, { default: { sql: "(1 + 2)" } }), column(integer, { default: 1 })],
    [
      "a function of a name that begins with a number's sign",
      column(integer, { default: { sql: "(-a)" } }),
      column(integer, { default: { sql: "(a)" } }),
    ],
  ];
  test.each(different.map(([claim, one, other, options = {}]) => [claim, one, other, options] as const))(
    "differ: %s",
    (_, one, other, options) => {
      expect(ofColumn(one, other, options)).toBe(false);
    },
  );
});

describe("expressions", () => {
  const same: readonly (readonly [one: string, other: string])[] = [
    ["(`a` > 0)", "a>0"],
    ["((`a` > 0))", "A > 0 -- why"],
    ["(`a` <> _latin1'x')", 'a != "x"'],
    ["`a` <> _utf8mb4'ü'", "a <> 'ü'"],
    ["a = 'it''s'", "a = 'it\\'s'"],
    ["a > 0 && b", "a > 0 AND b"],
  ];
  test.each(same)("%s is %s", (one, other) => {
    expect(ofTable({ checks: [{ expression: one }] }, { checks: [{ expression: other }] })).toBe(true);
  });

  const different: readonly (readonly [one: string, other: string])[] = [
    ["a = 'x'", "a = 'X'"],
    ["a is null", "a is `null`"],
    ["(a) + (b)", "a) + (b"],
    ["a <> _latin1'ü'", "a <> 'ü'"],
  ];
  test.each(different)("%s isn't %s", (one, other) => {
    expect(ofTable({ checks: [{ expression: one }] }, { checks: [{ expression: other }] })).toBe(false);
  });
});

describe("keys and options", () => {
  const columns = [column(text, { name: "a" }), column(integer, { name: "b", nullable: false })];
  const key = (more: Partial<ForeignKey> = {}): ForeignKey => ({
    name: "fk",
    columns: ["b"],
    references: { table: "p", columns: ["id"] },
    ...more,
  });
  const index = (more: Partial<Index> = {}): Index => ({ name: "i", parts: [{ column: "a" }], ...more });
  const same: readonly (readonly [claim: string, one: Partial<Table>, other: Partial<Table>])[] = [
    ["a primary key has no name", { primaryKey: { name: "pk", columns: ["b"] } }, { primaryKey: { columns: ["b"] } }],
    [
      "its columns are never NULL",
      { columns: [column(integer)], primaryKey: { columns: ["c"] } },
      { columns: [column(integer, { nullable: false })], primaryKey: { columns: ["c"] } },
    ],
    [
      "RESTRICT is what is done anyway",
      { foreignKeys: [key({ onDelete: "restrict", onUpdate: "no action" })] },
      { foreignKeys: [key()] },
    ],
    ["MATCH is read and forgotten", { foreignKeys: [key({ match: "full" })] }, { foreignKeys: [key()] }],
    [
      "a prefix of the whole column",
      { columns, indexes: [index({ parts: [{ column: "a", length: 20 }] })] },
      { columns, indexes: [index()] },
    ],
    ["a tree, which is what there is", { indexes: [index({ method: "BTREE" })] }, { indexes: [index()] }],
    ["a hash, which InnoDB hasn't", { indexes: [index({ storage: { using: "hash" } })] }, { indexes: [index()] }],
    ["an empty comment", { comment: "", indexes: [index({ comment: "" })] }, { indexes: [index()] }],
    ["an engine in any letters", { options: { engine: "INNODB" } }, { options: { engine: "InnoDB" } }],
    ["the format that the server chooses", { options: { rowFormat: "DEFAULT" } }, { options: {} }],
    [
      "how it is partitioned",
      { options: { partitionBy: "HASH (`a`)\nPARTITIONS 3" } },
      { options: { partitionBy: "hash(a) partitions 3" } },
    ],
  ];
  test.each(same)("%s", (_, one, other) => {
    expect(ofTable(one, other)).toBe(true);
  });

  const different: readonly (readonly [claim: string, one: Partial<Table>, other: Partial<Table>])[] = [
    [
      "a shorter prefix",
      { columns, indexes: [index({ parts: [{ column: "a", length: 5 }] })] },
      { columns, indexes: [index()] },
    ],
    [
      "a tree of MEMORY",
      { options: { engine: "MEMORY" }, indexes: [index({ method: "btree" })] },
      { options: { engine: "MEMORY" }, indexes: [index()] },
    ],
    [
      "another parser",
      { indexes: [index({ method: "fulltext", storage: { "with parser": "ngram" } })] },
      { indexes: [index({ method: "fulltext" })] },
    ],
    ["CASCADE", { foreignKeys: [key({ onDelete: "cascade" })] }, { foreignKeys: [key()] }],
  ];
  test.each(different)("differ: %s", (_, one, other) => {
    expect(ofTable(one, other)).toBe(false);
  });

  test("a foreign key without columns refers to the primary key", () => {
    const parent = table({ name: "p", primaryKey: { columns: ["id"] } });
    const one = schemaOf(parent, table({ foreignKeys: [key({ references: { table: "p", columns: [] } })] }));
    expect(isSame(one, schemaOf(parent, table({ foreignKeys: [key()] })))).toBe(true);
  });
});

describe("programs and sequences", () => {
  const routine = (definition: string, args = ""): Schema => ({
    ...emptySchema,
    routines: [{ name: "p", kind: "procedure", arguments: args, definition }],
  });
  const trigger = (definition: string): Schema => ({
    ...emptySchema,
    triggers: [{ name: "t", table: "u", definition }],
  });

  test.each([
    [
      "arguments are no part of the name",
      routine("CREATE PROCEDURE p (a INT) SELECT 1", "int"),
      routine("CREATE PROCEDURE p (a INT) SELECT 1"),
    ],
    ["OR REPLACE", routine("CREATE OR REPLACE PROCEDURE p () SELECT 1"), routine("CREATE PROCEDURE `p`()\nSELECT 1")],
    [
      "IF NOT EXISTS",
      routine("CREATE PROCEDURE IF NOT EXISTS p () SELECT 1"),
      routine("CREATE PROCEDURE p() SELECT 1"),
    ],
    [
      "the session's own account",
      routine("CREATE DEFINER=CURRENT_USER() PROCEDURE p () SELECT 1"),
      routine("CREATE PROCEDURE p() SELECT 1"),
    ],
    [
      "a place among the triggers",
      trigger("CREATE TRIGGER t BEFORE INSERT ON u FOR EACH ROW FOLLOWS s SET @a = 1"),
      trigger("CREATE TRIGGER t BEFORE INSERT ON u FOR EACH ROW SET @a = 1"),
    ],
    [
      "bounds of a sequence",
      { ...emptySchema, sequences: [{ name: "s", start: "1", min: "1", cache: "1000" }] },
      { ...emptySchema, sequences: [{ name: "s" }] },
    ],
  ] as const)("same: %s", (_, one, other) => {
    expect(isSame(one, other)).toBe(true);
  });

  test.each([
    [
      "IF NOT EXISTS of the body",
      routine("CREATE PROCEDURE p () IF NOT EXISTS (SELECT 1) THEN SELECT 2; END IF"),
      routine("CREATE PROCEDURE p () IF EXISTS (SELECT 1) THEN SELECT 2; END IF"),
    ],
    [
      "another account",
      routine("CREATE DEFINER=a@b PROCEDURE p () SELECT 1"),
      routine("CREATE PROCEDURE p() SELECT 1"),
    ],
    [
      "letters of a table",
      routine("CREATE PROCEDURE p () SELECT 1 FROM T"),
      routine("CREATE PROCEDURE p () SELECT 1 FROM t"),
    ],
  ] as const)("differ: %s", (_, one, other) => {
    expect(isSame(one, other)).toBe(false);
  });
});

describe("what the server makes by itself", () => {
  const key: ForeignKey = { name: "fk", columns: ["b"], references: { table: "p", columns: ["id"] } };
  const implied: Index = { name: "fk", parts: [{ column: "b" }] };
  const names = (want: Partial<Table>, have: Partial<Table>) =>
    asKept(schemaOf(table(want)), schemaOf(table(have)), { version: "9.7.0" }).tables.map(({ uniques, indexes }) => [
      uniques.map(({ name }) => name),
      indexes.map(({ name }) => name),
    ])[0];

  test.each<readonly [claim: string, want: Partial<Table>, have: Partial<Table>, found: readonly [string[], string[]]]>(
    [
      ["the index of a foreign key is wanted", { foreignKeys: [key] }, { indexes: [implied] }, [[], ["fk"]]],
      ["under whatever name", { foreignKeys: [key] }, { indexes: [{ ...implied, name: "x" }] }, [[], ["x"]]],
      [
        "not one that goes with another key of that name",
        { foreignKeys: [key] },
        { foreignKeys: [{ ...key, name: "x" }], indexes: [{ ...implied, name: "x" }] },
        [[], []],
      ],
      ["not without the foreign key", {}, { indexes: [implied] }, [[], []]],
      [
        "not beside another that serves",
        { foreignKeys: [key], indexes: [{ name: "own", parts: [{ column: "b" }, { column: "a" }] }] },
        { indexes: [implied] },
        [[], ["own"]],
      ],
      ["not where it isn't there yet", { foreignKeys: [key] }, {}, [[], []]],
      [
        "not one of more columns",
        { foreignKeys: [key] },
        { indexes: [{ name: "x", parts: [{ column: "b" }, { column: "a" }] }] },
        [[], []],
      ],
      [
        "but not one that comes with its foreign key, under its name",
        {
          foreignKeys: [{ name: "f", columns: ["a"], references: { table: "p", columns: ["id"] } }],
          indexes: [{ name: "f", parts: [{ column: "a" }] }],
        },
        {},
        [[], []],
      ],
      [
        "nor one that comes with its foreign key, which the server has named",
        {
          foreignKeys: [{ name: "t_ibfk_1", columns: ["a"], references: { table: "p", columns: ["id"] } }],
          indexes: [{ name: "a", parts: [{ column: "a" }] }],
        },
        {},
        [[], []],
      ],
      [
        "but one of the foreign key's name that has more",
        { foreignKeys: [key], indexes: [{ ...implied, comment: "x" }] },
        {},
        [[], ["fk"]],
      ],
      [
        "a unique index is a constraint",
        { indexes: [{ name: "u", unique: true, parts: [{ column: "a" }] }] },
        {},
        [["u"], []],
      ],
      [
        "but one with a prefix, a direction or a comment",
        { indexes: [{ name: "u", unique: true, parts: [{ column: "a", length: 3 }] }] },
        {},
        [[], ["u"]],
      ],
      [
        "a constraint with a direction is an index",
        { uniques: [{ name: "u", columns: ["a"], keyOptions: { a: { descending: true } } }] },
        {},
        [[], ["u"]],
      ],
    ],
  )("%s", (_, want, have, found) => {
    expect(names(want, have)).toEqual(found);
  });
});

import { describe, expect, test } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import { column } from "../../src/schema/column-builder.ts";
import { check, exclude, foreignKey, primaryKey, unique } from "../../src/schema/constraint-builders.ts";
import { desc, index } from "../../src/schema/index-builder.ts";
import { enumType, sequence, trigger } from "../../src/schema/object-builders.ts";
import { sql } from "../../src/schema/sql.ts";
import { table } from "../../src/schema/table-builders.ts";
import * as types from "../../src/schema/type-builders.ts";
import { type PlainTypeName, plainTypes } from "../../src/schema/types.ts";
import { view } from "../../src/schema/view-builder.ts";

const { array, bigint, bit, enumOf, integer, interval, named, numeric, raw, text, timestamp, varchar } = types;

const builders: { readonly [K in PlainTypeName]: () => unknown } = { ...types };

describe("types", () => {
  test.each<readonly [claim: string, made: unknown, want: unknown]>([
    ["an integer of MySQL", bigint({ unsigned: true, width: 20 }), { kind: "bigint", unsigned: true, width: 20 }],
    ["flags that are false are absent", bigint({ unsigned: false }), { kind: "bigint" }],
    ["a numeric with both digits", numeric(10, 2), { kind: "numeric", precision: 10, scale: 2 }],
    ["a varchar without a length", varchar(), { kind: "varchar" }],
    ["a timestamp with its zone", timestamp({ timezone: true }), { kind: "timestamp", timezone: true }],
    ["bits", bit(4, { varying: true }), { kind: "bit", length: 4, varying: true }],
    ["an interval", interval({ fields: "day to second" }), { kind: "interval", fields: "day to second" }],
    ["an inline enum", enumOf(["a", "b"]), { kind: "enum", values: ["a", "b"] }],
    ["a named type", named("mood", { schema: "app" }), { kind: "named", name: "mood", schema: "app" }],
    ["a list", array(text(), { dimensions: 2 }), { kind: "array", of: { kind: "text" }, dimensions: 2 }],
    ["a raw type", raw("NVARCHAR(160)"), { kind: "raw", sql: "NVARCHAR(160)" }],
  ])("%s", (_claim, made, want) => {
    expect(made).toEqual(want);
  });

  test.each(plainTypes)("%s has a builder of its name", (kind) => {
    expect(builders[kind]()).toEqual({ kind });
  });
});

describe("tables", () => {
  test("a table with everything inline", () => {
    const made = table("users", [
      column("id", integer(), { primaryKey: true, autoincrement: true }),
      column("org_id", integer(), { references: "orgs.id", onDelete: "cascade" }),
      column("email", varchar(255), { nullable: false, unique: "uq_users_email", collation: "NOCASE" }),
      column("age", integer(), { default: 0, check: sql`age >= 0` }),
      column("name", text(), { generated: { as: sql`lower(email)`, stored: true } }),
    ]);
    expect(made).toEqual({
      name: "users",
      columns: [
        { name: "id", type: { kind: "integer" }, nullable: false, autoincrement: true },
        { name: "org_id", type: { kind: "integer" }, nullable: true },
        { name: "email", type: { kind: "varchar", length: 255 }, nullable: false, collation: "NOCASE" },
        { name: "age", type: { kind: "integer" }, nullable: true, default: 0 },
        {
          name: "name",
          type: { kind: "text" },
          nullable: true,
          generated: { expression: "lower(email)", stored: true },
        },
      ],
      primaryKey: { columns: ["id"] },
      uniques: [{ name: "uq_users_email", columns: ["email"] }],
      checks: [{ expression: "age >= 0" }],
      foreignKeys: [{ columns: ["org_id"], references: { table: "orgs", columns: ["id"] }, onDelete: "cascade" }],
      exclusions: [],
      indexes: [],
      options: {},
    });
  });

  test("a table with constraints of its own, and options", () => {
    const made = table(
      "seats",
      [
        column("room", integer()),
        column("row", integer(), { nullable: true }),
        primaryKey("pk_seats", [desc("room"), { column: "row", collation: "NOCASE" }], { onConflict: "fail" }),
        unique(["row"], { nullsNotDistinct: true }),
        check("ck_room", sql`room > 0`),
        foreignKey("fk_room", ["room"], "rooms", [], { schema: "app", deferrable: "initially deferred" }),
        exclude([[sql`room`, "="]], { method: "gist" }),
        index("ix_room", ["room", sql`room + 1`, { column: "row", nulls: "last" }], { where: sql`room > 1` }),
      ],
      { strict: true, withoutRowid: false, comment: "where people sit", schema: "app" },
    );
    expect(made).toEqual({
      name: "seats",
      schema: "app",
      columns: [
        { name: "room", type: { kind: "integer" }, nullable: false },
        { name: "row", type: { kind: "integer" }, nullable: true },
      ],
      primaryKey: {
        name: "pk_seats",
        columns: ["room", "row"],
        keyOptions: { room: { descending: true }, row: { collation: "NOCASE" } },
        onConflict: "fail",
      },
      uniques: [{ columns: ["row"], nullsNotDistinct: true }],
      checks: [{ name: "ck_room", expression: "room > 0" }],
      foreignKeys: [
        {
          name: "fk_room",
          columns: ["room"],
          references: { table: "rooms", schema: "app", columns: [] },
          deferrable: "initially deferred",
        },
      ],
      exclusions: [{ elements: [{ expression: "room", operator: "=" }], method: "gist" }],
      indexes: [
        {
          name: "ix_room",
          parts: [{ column: "room" }, { expression: "room + 1" }, { column: "row", nulls: "last" }],
          where: "room > 1",
        },
      ],
      comment: "where people sit",
      options: { strict: true },
    });
  });

  test("a reference with its namespace, and one to a primary key", () => {
    const made = table("t", [
      column("a", integer(), { references: "app.users.id" }),
      column("b", integer(), { references: { table: "x.y", name: "fk_b", onUpdate: "cascade" } }),
    ]);
    expect(made.foreignKeys).toEqual([
      { columns: ["a"], references: { table: "users", schema: "app", columns: ["id"] } },
      { name: "fk_b", columns: ["b"], references: { table: "x.y", columns: [] }, onUpdate: "cascade" },
    ]);
  });

  test("the objects beside tables lose a closing semicolon, which is not theirs", () => {
    expect(view("v", "SELECT 1 ;\n", { columns: ["x"] })).toEqual({
      name: "v",
      columns: ["x"],
      definition: "SELECT 1",
    });
    expect(trigger("t", "users", sql`CREATE TRIGGER t …; END;`).definition).toBe("CREATE TRIGGER t …; END");
    expect(sequence("s", { start: 9007199254740993n, cycle: true })).toEqual({
      name: "s",
      start: "9007199254740993",
      cycle: true,
    });
  });
});

describe("what can't be meant is refused", () => {
  // Revisions run without type-checking, so the values here are what the types would forbid.
  // biome-ignore lint/suspicious/noExplicitAny: wrong on purpose
  type Wrong = any;
  const wrong = (value: unknown): Wrong => value;

  test.each<readonly [claim: string, make: () => unknown, code: string, message: RegExp]>([
    [
      "a misspelt option",
      () => column("a", text(), wrong({ nulable: true })),
      "SCHEMA_OPTION_UNKNOWN",
      /"nulable" \(did you mean "nullable"\?\)/,
    ],
    [
      "an option of a type",
      () => timestamp(wrong({ timeZone: true })),
      "SCHEMA_OPTION_UNKNOWN",
      /did you mean "timezone"/,
    ],
    ["a type without its parentheses", () => column("a", wrong(text)), "SCHEMA_TYPE_INVALID", /not the function text/],
    ["a type as a string", () => column("a", wrong("varchar(20)")), "SCHEMA_TYPE_INVALID", /not "varchar\(20\)"/],
    ["a type that was made up", () => column("a", wrong({ kind: "int" })), "SCHEMA_TYPE_INVALID", /not "int"/],
    [
      "a length that is no number",
      () => varchar(wrong("20")),
      "SCHEMA_VALUE_INVALID",
      /"length" must be a whole number, not "20"/,
    ],
    ["an array of nothing", () => array(wrong(undefined)), "SCHEMA_TYPE_INVALID", /needs its of/],
    ["a column without a name", () => column("", text()), "SCHEMA_NAME_INVALID", /must be a name, not ""/],
    ["a default of null", () => column("a", text(), { default: wrong(null) }), "SCHEMA_VALUE_INVALID", /not null/],
    [
      "a default that is no number",
      () => column("a", text(), { default: Number.NaN }),
      "SCHEMA_VALUE_INVALID",
      /not NaN/,
    ],
    [
      "a default that is a date",
      () => column("a", text(), { default: wrong(new Date(0)) }),
      "SCHEMA_VALUE_INVALID",
      /not an object/,
    ],
    [
      "a wrong action",
      () => foreignKey(["a"], "b", ["c"], { onDelete: wrong("casade") }),
      "SCHEMA_VALUE_INVALID",
      /did you mean "cascade"/,
    ],
    [
      "an action in the place of an expression",
      () => column("a", text(), { onUpdate: "cascade" }),
      "SCHEMA_VALUE_INVALID",
      /an expression/,
    ],
    [
      "onDelete without references",
      () => column("a", text(), { onDelete: "cascade" }),
      "SCHEMA_VALUE_INVALID",
      /no "references"/,
    ],
    [
      "a reference of four words",
      () => column("a", text(), { references: "a.b.c.d" }),
      "SCHEMA_VALUE_INVALID",
      /like "users.id"/,
    ],
    ["a key of no columns", () => unique([]), "SCHEMA_VALUE_INVALID", /at least one/],
    [
      "fewer columns than the referent's",
      () => foreignKey(["a"], "b", ["c", "d"]),
      "SCHEMA_VALUE_INVALID",
      /as many as its own \(1\)/,
    ],
    ["a check that is a string alone", () => check(wrong("age > 0")), "SCHEMA_VALUE_INVALID", /must be SQL/],
    [
      "two columns of one name",
      () => table("t", [column("a", text()), column("a", text())]),
      "SCHEMA_COLUMN_DUPLICATE",
      /two columns "a"/,
    ],
    [
      "two primary keys",
      () => table("t", [column("a", text(), { primaryKey: true }), column("b", text(), { primaryKey: true })]),
      "SCHEMA_PRIMARY_KEY_DUPLICATE",
      /two primary keys/,
    ],
    [
      "a key of an unknown column",
      () => table("t", [column("email", text()), unique(["emial"])]),
      "SCHEMA_COLUMN_UNKNOWN",
      /"emial".*did you mean "email"/,
    ],
    [
      "an index of an unknown column",
      () => table("t", [column("a", text()), index("ix", ["b"])]),
      "SCHEMA_COLUMN_UNKNOWN",
      /the index "ix"/,
    ],
    [
      "two indexes of one name",
      () => table("t", [column("a", text()), index("ix", ["a"]), index("ix", ["a"])]),
      "SCHEMA_INDEX_DUPLICATE",
      /two indexes "ix"/,
    ],
    [
      "a type among the parts",
      () => table("t", wrong([text()])),
      "SCHEMA_VALUE_INVALID",
      /item 1 must be a part of a table/,
    ],
    ["parts that are no list", () => table("t", wrong(column("a", text()))), "SCHEMA_VALUE_INVALID", /must be a list/],
    [
      "an option of a table",
      () => table("t", [], wrong({ stict: true })),
      "SCHEMA_OPTION_UNKNOWN",
      /did you mean "strict"/,
    ],
    [
      "a key of an index that is both",
      () => index("ix", [wrong({ column: "a", expression: "b" })]),
      "SCHEMA_VALUE_INVALID",
      /and not both/,
    ],
    [
      "a value of an enum twice",
      () => enumType("mood", ["a", "a"]),
      "SCHEMA_VALUE_INVALID",
      /different from each other/,
    ],
    ["a view of nothing", () => view("v", " "), "SCHEMA_VALUE_INVALID", /must be SQL/],
  ])("%s", (_claim, make, code, message) => {
    const error = thrownBy(make);
    expect(isLimbeckError(error, code), String(error)).toBe(true);
    expect(String(error)).toMatch(message);
  });
});

function thrownBy(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    return error;
  }
}

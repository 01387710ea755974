import { describe, expect, it } from "vitest";
import type { Rename } from "../../src/diff/renames.ts";
import { column } from "../../src/schema/column-builder.ts";
import { check, foreignKey } from "../../src/schema/constraint-builders.ts";
import { index } from "../../src/schema/index-builder.ts";
import { enumType, rule, trigger } from "../../src/schema/object-builders.ts";
import { policy } from "../../src/schema/policy-builder.ts";
import type { Schema } from "../../src/schema/schema.ts";
import { sql } from "../../src/schema/sql.ts";
import { statistics } from "../../src/schema/statistics-builder.ts";
import { table } from "../../src/schema/table-builders.ts";
import { integer, text, varchar } from "../../src/schema/type-builders.ts";
import { view } from "../../src/schema/view-builder.ts";
import { brief, compare, schemaOf } from "./helpers.ts";

const id = column("id", integer(), { primaryKey: true });
const users = (...columns: string[]) => table("users", [id, ...columns.map((name) => column(name, text()))]);
const inUsers = (from: string, to: string): Rename => ({ kind: "column", table: "users", from, to });
const ofTable = (from: string, to: string): Rename => ({ kind: "table", from, to });

const mood = { kind: "named", name: "mood" } as const;
const moody = (one: string, list: string, checked: string) =>
  table("t", [
    id,
    column("m", mood, { default: one }),
    column("l", { kind: "array", of: mood }, { default: list }),
    check("ck", { sql: `m <> '${checked}' OR id > 0` }),
  ]);

interface Row {
  readonly claim: string;
  readonly have: Schema;
  readonly want: Schema;
  readonly renames: readonly Rename[];
  readonly ops: readonly string[];
}

const confirmed: readonly Row[] = [
  {
    claim: "a column is renamed, and what else changed about it is altered",
    have: schemaOf([users("mail")]),
    want: schemaOf([table("users", [id, column("email", varchar(99))])]),
    renames: [inUsers("mail", "email")],
    ops: ["renameColumn users mail email", "alterColumn users email {type: varchar}"],
  },
  {
    claim: "an index follows its column",
    have: schemaOf([table("users", [id, column("mail", text()), index("ix", ["mail"])])]),
    want: schemaOf([table("users", [id, column("email", text()), index("ix", ["email"])])]),
    renames: [inUsers("mail", "email")],
    ops: ["renameColumn users mail email"],
  },
  {
    claim: "a table is renamed, and foreign keys follow it",
    have: schemaOf([users("a"), table("posts", [id, foreignKey("fk", ["id"], "users", ["id"])])]),
    want: schemaOf([
      table("people", [id, column("a", text())]),
      table("posts", [id, foreignKey("fk", ["id"], "people", ["id"])]),
    ]),
    renames: [ofTable("users", "people")],
    ops: ["renameTable users people"],
  },
  {
    claim: "a column of a renamed table goes by either name of the table",
    have: schemaOf([users("a", "b")]),
    want: schemaOf([table("people", [id, column("x", text()), column("y", text())])]),
    renames: [inUsers("a", "x"), { kind: "column", table: "people", from: "b", to: "y" }, ofTable("users", "people")],
    ops: ["renameTable users people", "renameColumn people a x", "renameColumn people b y"],
  },
  {
    claim:
      "values of an enum are renamed, one to a name that another one leaves, with the defaults that are made of them",
    have: schemaOf([moody("b", '{a,"b",z}', "b")], { enums: [enumType("mood", ["a", "b", "z"])] }),
    want: schemaOf([moody("c d", '{b,"c d",z}', "c d")], { enums: [enumType("mood", ["b", "c d", "z"])] }),
    renames: [
      { kind: "value", enum: "mood", from: "a", to: "b" },
      { kind: "value", enum: "mood", from: "b", to: "c d" },
    ],
    ops: ["renameEnumValue mood b c d", "renameEnumValue mood a b"],
  },
  {
    claim: "a column of a partition that leaves is renamed with its table's, and may be named beside it",
    have: schemaOf([
      table("p", [column("k", integer()), column("n", integer())], { partitionBy: "LIST (k)" }),
      table("q", [], { partitionOf: { table: "p", bound: { sql: "DEFAULT" } } }),
    ]),
    want: schemaOf([
      table("p", [column("k", integer()), column("m", integer())], { partitionBy: "LIST (k)" }),
      table("q", [column("k", integer()), column("m", integer())]),
    ]),
    renames: ["q", "p"].map((name) => ({ kind: "column", table: name, from: "n", to: "m" })),
    ops: ["renameColumn p n m", "detachPartition p q"],
  },
  {
    claim: "a rename to a name that another one leaves comes after it",
    have: schemaOf([users("a", "b")]),
    want: schemaOf([users("b", "c")]),
    renames: [inUsers("a", "b"), inUsers("b", "c")],
    ops: ["renameColumn users b c", "renameColumn users a b"],
  },
  {
    claim: "triggers and views that speak of the old name go before the renames, so that they come back after them",
    have: {
      ...schemaOf([users("mail")]),
      triggers: [trigger("tr", "users", sql`CREATE TRIGGER tr DELETE ON users BEGIN SELECT old.mail; END`)],
      views: [view("v", sql`SELECT mail FROM users`)],
    },
    want: schemaOf([table("people", [id, column("email", text())])]),
    renames: [ofTable("users", "people"), inUsers("mail", "email")],
    ops: ["dropTrigger users tr", "dropView v", "renameTable users people", "renameColumn people mail email"],
  },
  {
    claim: "policies follow the renames that the server makes in them",
    have: {
      ...schemaOf([users("mail")]),
      policies: [
        policy("own", "users", {
          using: "users.mail = current_user",
          check: "EXISTS (SELECT 1 FROM users u WHERE mail = u.mail)",
        }),
      ],
    },
    want: {
      ...schemaOf([table("people", [id, column("email", text())])]),
      policies: [
        policy("own", "people", {
          using: "people.email = current_user",
          check: "EXISTS (SELECT 1 FROM people u WHERE email = u.email)",
        }),
      ],
    },
    renames: [ofTable("users", "people"), inUsers("mail", "email")],
    ops: ["renameTable users people", "renameColumn people mail email"],
  },
  {
    claim: "statistics follow the renames, and a rule that speaks of the table alone",
    have: {
      ...schemaOf([users("mail", "name")]),
      statistics: [statistics("known", "users", ["mail", "name", sql`lower(mail)`])],
      rules: [rule("keep", "users", "CREATE RULE keep AS ON DELETE TO users DO INSTEAD UPDATE users SET id = 0")],
    },
    want: {
      ...schemaOf([table("people", [id, column("the mail", text()), column("name", text())])]),
      statistics: [statistics("known", "people", [sql`lower("the mail")`, "name", "the mail"])],
      rules: [rule("keep", "people", "CREATE RULE keep AS ON DELETE TO people DO INSTEAD UPDATE people SET id = 0")],
    },
    renames: [ofTable("users", "people"), inUsers("mail", "the mail")],
    ops: ["renameTable users people", "renameColumn people mail the mail"],
  },
  {
    claim: "a rule that speaks of a column that is renamed goes under the old names and comes under the new ones",
    have: {
      ...schemaOf([users("mail")]),
      rules: [rule("keep", "users", "CREATE RULE keep AS ON DELETE TO users WHERE old.mail = 'x' DO INSTEAD NOTHING")],
    },
    want: {
      ...schemaOf([table("people", [id, column("email", text())])]),
      rules: [
        rule("keep", "people", "CREATE RULE keep AS ON DELETE TO people WHERE old.email = 'x' DO INSTEAD NOTHING"),
      ],
    },
    renames: [ofTable("users", "people"), inUsers("mail", "email")],
    ops: [...["dropRule users keep", "renameTable users people", "renameColumn people mail email"], "createRule keep"],
  },
];

describe("confirmed renames", () => {
  it.each(confirmed)("$claim", ({ have, want, renames, ops }) => {
    const result = compare(have, want, { renames });
    expect(brief(result.ops)).toEqual(ops);
    expect(result.maybeRenames).toEqual([]);
  });
});

const refused: readonly (readonly [claim: string, renames: readonly Rename[], code: string, says: RegExp])[] = [
  [
    "an old name that isn't there",
    [inUsers("oldd", "new")],
    "DIFF_RENAME_UNKNOWN",
    /no "oldd" \(did you mean "old"\?\)/,
  ],
  [
    "a new name that isn't there",
    [inUsers("old", "neww")],
    "DIFF_RENAME_UNKNOWN",
    /no "neww" \(did you mean "new"\?\)/,
  ],
  ["an old name that the models still have", [inUsers("stays", "new")], "DIFF_RENAME_UNKNOWN", /still have "stays"/],
  ["a new name that is in use", [inUsers("old", "stays")], "DIFF_RENAME_TAKEN", /already has "stays"/],
  ["two to one name", [inUsers("old", "new"), inUsers("other", "new")], "DIFF_RENAME_TAKEN", /together/],
  [
    "a table that isn't there",
    [{ kind: "column", table: "user", from: "a", to: "b" }],
    "DIFF_RENAME_UNKNOWN",
    /no table "user" in common \(did you mean "users"\?\)\.$/,
  ],
  [
    "a value of an enum that isn't there",
    [{ kind: "value", enum: "mood", from: "a", to: "b" }],
    "DIFF_RENAME_UNKNOWN",
    /of enum "mood" .* no "a"/,
  ],
  ["a table in the place of a column", [ofTable("old", "new")], "DIFF_RENAME_UNKNOWN", /no "old"/],
];

describe("renames that are refused", () => {
  it.each(refused)("%s", (_claim, renames, code, says) => {
    const have = schemaOf([users("old", "other", "stays")]);
    const want = schemaOf([users("new", "stays")]);
    expect(() => compare(have, want, { renames })).toThrow(expect.objectContaining({ code }));
    expect(() => compare(have, want, { renames })).toThrow(says);
  });

  it("a circle", () => {
    const renames = [inUsers("a", "b"), inUsers("b", "a")];
    const both = schemaOf([users("a", "b")]);
    expect(() => compare(both, both, { renames })).toThrow(expect.objectContaining({ code: "DIFF_RENAME_TAKEN" }));
  });
});

describe("possible renames", () => {
  const candidates = (have: Schema, want: Schema) =>
    compare(have, want).maybeRenames.map(({ rename, score }) => [rename.kind, rename.from, rename.to, score]);

  it("a column of the same type is asked about, the likeliest first", () => {
    expect(candidates(schemaOf([users("mail", "x")]), schemaOf([users("email", "x", "phone")]))).toEqual([
      ["column", "mail", "email", expect.closeTo(0.97)],
      ["column", "mail", "phone", 0.7],
    ]);
  });

  it("a place or a part of the name makes one likely, and the type alone doesn't", () => {
    const { maybeRenames } = compare(schemaOf([users("mail", "x")]), schemaOf([users("email", "x", "phone")]));
    expect(maybeRenames.map(({ rename, isLikely }) => [rename.to, isLikely])).toEqual([
      ["email", true],
      ["phone", false],
    ]);
  });

  it("a value of an enum is, where one goes and another comes in its place, and is never likely", () => {
    const [have, want] = [
      ["a", "mad", "b", "c"],
      ["a", "bad", "b", "d", "e"],
    ].map((values) => schemaOf([], { enums: [enumType("mood", values)] }));
    const { maybeRenames } = compare(have ?? schemaOf([]), want ?? schemaOf([]));
    expect(maybeRenames.map(({ rename, isLikely }) => [rename.kind, rename.from, rename.to, isLikely])).toEqual([
      ["value", "mad", "bad", false],
      ["value", "c", "d", false],
      ["value", "c", "e", false],
    ]);
  });

  it("says what two columns have in common", () => {
    const { maybeRenames } = compare(schemaOf([users("mail")]), schemaOf([users("email")]));
    expect(maybeRenames.map(({ why }) => why)).toEqual([
      "same type, same nullability, same place in the table, similar name",
    ]);
  });

  it("nothing of another type is", () => {
    const number = schemaOf([table("users", [id, column("email", integer())])]);
    expect(candidates(schemaOf([users("mail")]), number)).toEqual([]);
  });

  it("a table with most of its columns is", () => {
    expect(candidates(schemaOf([users("a", "b")]), schemaOf([{ ...users("a", "b", "c"), name: "people" }]))).toEqual([
      ["table", "users", "people", 0.75],
    ]);
  });

  it("a table with few of its columns isn't", () => {
    expect(candidates(schemaOf([users("a", "b")]), schemaOf([{ ...users("c", "d"), name: "people" }]))).toEqual([]);
  });

  it("are never acted upon", () => {
    expect(brief(compare(schemaOf([users("mail")]), schemaOf([users("email")])).ops)).toEqual([
      "addColumn users email",
      "dropColumn users mail",
    ]);
  });
});

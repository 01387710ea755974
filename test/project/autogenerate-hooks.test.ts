import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check } from "../../src/project/check.ts";
import { revision } from "../../src/project/revision.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";
import { inDirectory, projectDirectory, thrownBy, writeFiles } from "./project-directory.ts";

/** What the database has; the models say the rest. */
const DATABASE = `-- revision: a
-- down revision: none
-- limbeck:upgrade
CREATE TABLE users (id INTEGER NOT NULL, name VARCHAR(10), age INTEGER DEFAULT 1, note TEXT, CONSTRAINT grown CHECK (age > 3));
CREATE INDEX ix_note ON users (note);
CREATE INDEX ix_old ON users (age);
CREATE TABLE legacy (id INTEGER);
CREATE VIEW legacy_ids AS SELECT id FROM legacy;
CREATE TRIGGER legacy_touch AFTER UPDATE ON legacy BEGIN SELECT 1; END;
-- limbeck:downgrade
`;

const MODELS = `import { column, check, index, integer, sql, table, text, varchar } from "limbeck";
export const users = table("users", [
  column("id", integer(), { nullable: false }),
  column("name", varchar(20)),
  column("age", integer(), { default: 2 }),
  column("note", text()),
  column("email", text()),
  check("grown", sql\`age > 18\`),
  index("ix_note", ["note", "id"]),
]);
export const posts = table("posts", [column("id", integer())]);
`;

/** All that lies between them, without hooks. */
const ALL = [
  "Create table posts",
  "Drop view legacy_ids",
  "Drop trigger legacy_touch of legacy",
  "Drop index ix_note of users",
  "Drop index ix_old of users",
  'Drop check "grown" of users',
  "Add column users.email",
  "Alter column users.age: default",
  "Alter column users.name: type",
  'Create check "grown" on users: age > 18',
  "Create index ix_note on users",
  "Drop table legacy",
];

async function project(hooks: string, format = "ts"): Promise<GlobalOptions> {
  const options = inDirectory(
    projectDirectory({
      "limbeck.config.ts": `import { column, defineConfig, integer, operations, sql } from "limbeck";
export default defineConfig({ url: "sqlite:///app.db", models: "models.ts", format: "${format}",
${hooks}
});
`,
      "models.ts": MODELS,
      "migrations/versions/a.sql": DATABASE,
    }),
  );
  await upgrade(options, { target: "head" });
  return options;
}

async function changesOf(options: GlobalOptions): Promise<readonly string[]> {
  const found = await check(options, { noRenames: true });
  return found.kind === "same" ? [] : found.changes.map(({ text }) => text).toSorted();
}

/** The calls of both directions in the file that autogenerate writes, without imports; `unchanged` for none. */
async function written(options: GlobalOptions): Promise<string> {
  const result = await revision(options, { autogenerate: true, noRenames: true, message: "change" });
  if (result.kind === "unchanged") return "unchanged";
  return readFileSync(result.revision.path, "utf8").replace(/^[\s\S]*?(?=export const revision)/, "");
}

interface Case {
  readonly claim: string;
  readonly hooks: string;
  /** Which of all changes are left out. */
  readonly without: RegExp;
  /** And which come instead. */
  readonly more?: readonly string[];
}

const CASES: readonly Case[] = [
  { claim: "without hooks, everything is compared", hooks: "", without: /^$/ },
  {
    claim: "includeName leaves a table of the database alone, with its triggers, and a view by its kind",
    hooks: `includeName: (name, kind, parents) => kind !== "view" && name !== "legacy"`,
    without: /legacy/,
  },
  {
    claim: "includeName is asked about parts with their table",
    hooks: `includeName: (name, kind, { table }) => !(kind === "index" && table === "users" && name === "ix_old")`,
    without: /ix_old/,
  },
  {
    claim: "includeName holds for the models too, so that nothing is made that is there unseen",
    hooks: `includeName: (name) => name !== "posts" && name !== "email"`,
    without: /posts|email/,
  },
  {
    claim: "includeObject leaves what only the database has alone",
    hooks: `includeObject: (object, kind, reflected, compareTo) => !(reflected && compareTo === undefined)`,
    without: /legacy|ix_old/,
  },
  {
    claim: "includeObject sees the object of the models, and beside it the one of the database",
    hooks: `includeObject(object, kind, reflected, compareTo, { table }) {
      if (kind === "check") return object.expression !== "age > 18" || compareTo?.expression !== "age > 3" || table !== "users";
      if (kind === "index" && object.name === "ix_note") return object.parts.length !== 2 || compareTo?.parts.length !== 1;
      return !(kind === "table" && object.columns.length === 1 && !reflected);
    }`,
    without: /grown|ix_note|posts/,
  },
  {
    claim: "includeObject leaves a column alone, as it is on either side",
    hooks: `includeObject: (object, kind) => kind !== "column" || !["email", "name"].includes(object.name)`,
    without: /email|name/,
  },
  {
    claim: "compareType and compareDefault say what is the same",
    hooks: `compareType: (database, models, { table }) => (table === "users" && models.name === "name" && database.type.length === 10 ? false : undefined),
    compareDefault: (database, models) => (database.default === 1 && models.default === 2 ? false : undefined)`,
    without: /name: type|age: default/,
  },
  {
    claim: "compareType and compareDefault say what differs",
    hooks: `compareType: ({ name }) => (name === "note" ? true : undefined), compareDefault: ({ name }, models, { table }) => (name === "id" && table === "users" ? true : null)`,
    without: /^$/,
    more: ["Alter column users.note: type", "Alter column users.id: default"],
  },
];

describe("hooks of the config", () => {
  test.each(CASES)("$claim", async ({ hooks, without, more = [] }) => {
    const options = await project(hooks);
    const expected = [...ALL.filter((text) => !without.test(text)), ...more].toSorted();
    expect(await changesOf(options)).toEqual(expected);
    const result = await revision(options, { autogenerate: true, noRenames: true });
    expect(result.kind === "written" && result.changes.map(({ text }) => text).toSorted()).toEqual(expected);
    await upgrade(options, { target: "head" });
    const after = await changesOf(options);
    expect(after.filter((text) => !more.includes(text))).toEqual([]);
  });
});

describe("processRevision", () => {
  test("gives a revision that is left out", async () => {
    const options = await project("processRevision: () => null");
    expect(await changesOf(options)).toEqual([]);
    expect(await written(options)).toBe("unchanged");
  });

  test("empties a revision, which is then not written", async () => {
    const options = await project("processRevision: () => ({ upgrade: [], downgrade: [] })");
    expect(await changesOf(options)).toEqual([]);
    expect(await written(options)).toBe("unchanged");
    const result = await revision(options, { autogenerate: true, noRenames: true, emptyOk: true });
    expect(result.kind).toBe("written");
  });

  test("takes operations away; without a downgrade, that is made of what is left", async () => {
    const options = await project(
      `async processRevision({ upgrade }) { return { upgrade: upgrade.filter(({ kind }) => kind === "createTable") }; }`,
    );
    expect(await changesOf(options)).toEqual(["Create table posts"]);
    const text = await written(options);
    expect(text.match(/^ {2}op\..*$/gm)).toEqual([
      '  op.createTable("posts", [column("id", integer())]);',
      '  op.dropTable("posts");',
    ]);
  });

  test("adds operations to both directions, and changes the header", async () => {
    const options = await project(`processRevision(draft) {
      const number = String(Number(draft.parents[0] === "a" ? 1 : draft.parents[0]) + 1).padStart(4, "0");
      return {
        ...draft,
        id: number,
        message: draft.message + ", by the book",
        upgrade: operations((op) => { op.createTable("book", [column("id", integer())]); op.execute(sql\`SELECT 1\`); }),
        downgrade: operations((op) => op.dropTable("book")),
      };
    }`);
    const text = await written(options);
    expect(text).toContain('export const revision = "0002";');
    expect(text.match(/^ {2}op\..*$/gm)).toEqual([
      '  op.createTable("book", [column("id", integer())]);',
      "  op.execute(sql`SELECT 1`);",
      '  op.dropTable("book");',
    ]);
    expect(readdirSync(join(options.cwd, "migrations/versions"))).toContain("0002_change_by_the_book.ts");
  });

  test("is asked about a revision in SQL as well", async () => {
    const options = await project(
      `processRevision: () => ({ upgrade: operations((op) => op.dropTable("legacy")) })`,
      "sql",
    );
    expect(await written(options)).toMatch(
      /upgrade\nDROP TABLE "legacy";\n\n-- limbeck:downgrade\n-- loses: the rows of legacy\nCREATE TABLE/,
    );
  });
});

describe("renderItem", () => {
  const NEW_TABLE = `export const prices = table("prices", [column("id", integer()), column("sum", numeric(12, 2), { nullable: false, default: 0 })]);`;
  const RENDER = `renderItem(kind, item, format) {
    if (kind === "type" && item.kind === "numeric") {
      if (format === "py") return { code: "mine.Money(currency='EUR')", imports: ["import mine"] };
      return { code: "money()", imports: ['import { money } from "../../money.ts";'] };
    }
    if (kind === "default" && item === 0) return format === "py" ? "sa.text('free()')" : { code: "raw0", imports: ["raw"] };
    if (kind === "operation" && item.kind === "dropTable") return null;
    if (kind === "operation" && item.kind === "createIndex") return { py: "op.index_it()", ts: "indexIt(op);", sql: "CREATE INDEX mine ON x (y)" }[format];
    return kind === "column" ? false : undefined;
  }`;

  async function lines(format: string): Promise<string> {
    const options = await project(RENDER, format);
    const models = `import { column, index, integer, numeric, table } from "limbeck";\n${NEW_TABLE}
export const users = table("users", [column("id", integer(), { nullable: false }), index("ix_old", ["id"])]);`;
    writeFiles(options.cwd, { "models.ts": models });
    const result = await revision(options, { autogenerate: true, noRenames: true, message: "change" });
    return result.kind === "written" ? readFileSync(result.revision.path, "utf8") : "";
  }

  test("writes types, defaults and operations of a TypeScript revision, with their imports", async () => {
    const text = await lines("ts");
    expect(text).toMatch(/^import \{[^}]* raw,[^}]*\} from "limbeck";\nimport \{ money \} from "..\/..\/money.ts";$/m);
    expect(text).toContain('column("sum", money(), { nullable: false, default: raw0 })');
    expect(text).toContain("\n  indexIt(op);\n");
    expect(text).not.toContain('dropTable("legacy")');
  });

  test("writes those of a revision in Python", async () => {
    const text = await lines("py");
    expect(text).toContain("\nimport mine\n");
    expect(text).toMatch(/"sum",\s+mine.Money\(currency="EUR"\),\s+server_default=sa.text\("free\(\)"\)/);
    expect(text).toContain("    op.index_it()\n");
  });

  test("writes operations of a revision in SQL", async () => {
    const text = await lines("sql");
    expect(text).toContain("CREATE INDEX mine ON x (y);");
    expect(text).not.toContain('DROP TABLE "legacy"');
    expect(text).toContain('"sum" NUMERIC(12, 2) NOT NULL DEFAULT 0');
  });

  test.each([
    ["a number", "() => 3", "renderItem of"],
    ["nothing of a type", '(kind) => (kind === "type" ? null : undefined)', 'asked about the type "'],
    ["an empty text", '(kind) => (kind === "operation" ? " " : undefined)', 'asked about the operation "'],
  ])("refuses %s", async (_, hook, says) => {
    const said = await thrownBy(async () => written(await project(`renderItem: ${hook}`)));
    expect(said).toContain("CONFIG_HOOK_ANSWER");
    expect(said).toContain(says);
  });
});

const REFUSED: readonly (readonly [claim: string, hooks: string, says: string])[] = [
  [
    "a hook that is no function",
    "includeName: true",
    'CONFIG_VALUE_INVALID "*": "includeName" must be a function, not true',
  ],
  [
    "includeName that throws",
    'includeName() { throw new Error("no disk") }',
    'CONFIG_HOOK_THREW includeName of "*", asked about the table "users", threw: no disk',
  ],
  ["includeName that is async", "includeName: async () => true", "returned a promise, not true or false"],
  ["includeObject that forgets to return", "includeObject() {}", "returned undefined, not true or false"],
  [
    "compareType that says a word",
    'compareType: () => "no"',
    'CONFIG_HOOK_ANSWER compareType of "*", asked about the column "users.id", returned "no", not true, false or undefined',
  ],
  [
    "compareDefault that throws",
    "compareDefault: (a) => a.nothing.more",
    'compareDefault of "*", asked about the column "users.id", threw',
  ],
  [
    "processRevision that throws",
    'processRevision() { throw "x" }',
    'CONFIG_HOOK_THREW processRevision of "*", asked about the revision "", threw: x',
  ],
  [
    "processRevision that fails later",
    "processRevision: async () => { await 0; throw new Error('late') }",
    "threw: late",
  ],
  [
    "processRevision with a misspelt key",
    "processRevision: () => ({ upgrades: [] })",
    'a draft with "upgrades" (did you mean "upgrade"?)',
  ],
  [
    "processRevision with an unknown operation",
    'processRevision: () => ({ upgrade: [{ kind: "dropAll" }] })',
    'an operation of the kind "dropAll"',
  ],
  ["processRevision with no list", "processRevision: () => ({ upgrade: {} })", "an object as upgrade, not a list"],
  [
    "processRevision with an upgrade that can't be",
    'processRevision: () => ({ upgrade: operations((op) => op.dropTable("none")) })',
    'an upgrade that can\'t be (There is no table "none"',
  ],
  [
    "processRevision with the downgrade of another upgrade",
    "processRevision: (draft) => ({ ...draft, upgrade: [] })",
    "a downgrade that can't be",
  ],
];

describe("refused", () => {
  test.each(REFUSED)("%s", async (_, hooks, says) => {
    const made = await thrownBy(async () => check(await project(hooks), { noRenames: true }));
    for (const part of says.split("*")) expect(made).toContain(part);
  });
});

test("on PostgreSQL, types that a table left alone needs stay with it, and so does its sequence", async () => {
  const url = await freshDatabase();
  await administer(url, "CREATE TABLE legacy (id serial, n int); CREATE TABLE posts (id int, t text CHECK (t <> ''))");
  const options = inDirectory(
    projectDirectory({
      "limbeck.config.ts": `export default { url: "${url}", models: "models.ts",
  includeObject: (object, kind, reflected) => !(kind === "table" && reflected),
  includeName: (name, kind) => kind !== "check" };`,
      "models.ts": `import { column, check, integer, sql, table, text } from "limbeck";
export const posts = table("posts", [column("id", integer()), column("t", text()), check(sql\`t<>''\`)]);`,
      "migrations/README.md": "",
    }),
  );
  expect(await changesOf(options)).toEqual([]);
});

test("on PostgreSQL, namespaces that are left alone keep their comments, and others get those of the models", async () => {
  const url = await freshDatabase();
  await administer(
    url,
    "CREATE SCHEMA a; CREATE SCHEMA b; COMMENT ON SCHEMA a IS 'one'; COMMENT ON SCHEMA b IS 'two'; CREATE TABLE t ()",
  );
  const options = inDirectory(
    projectDirectory({
      "limbeck.config.ts": `export default { url: "${url}", models: "models.sql",
  includeObject: (object, kind) => !(kind === "namespace" && object.name === "a") };`,
      "models.sql": "CREATE TABLE t (); CREATE SCHEMA b; COMMENT ON SCHEMA b IS 'three';",
      "migrations/README.md": "",
    }),
  );
  expect(await changesOf(options)).toEqual(["Set comment of schema b"]);
});

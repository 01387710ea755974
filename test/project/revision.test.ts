import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dialectFor } from "../../src/dialects/dialects.ts";
import { check } from "../../src/project/check.ts";
import { downgrade } from "../../src/project/downgrade.ts";
import { merge } from "../../src/project/merge.ts";
import type { RenameQuestion } from "../../src/project/results.ts";
import { revision } from "../../src/project/revision.ts";
import { stamp } from "../../src/project/stamp.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import type { GlobalOptions, RevisionInput, Talk } from "../../src/project/use-cases.ts";
import { inDirectory, projectDirectory, thrownBy, writeFiles } from "./project-directory.ts";

const models = (columns: string): string =>
  `import { column, integer, table, text } from "limbeck";\nexport const users = table("users", [column("id", integer(), { primaryKey: true }), ${columns}]);\n`;
const CONFIG = { url: "sqlite:///app.db", models: "models.ts" };
const project = (config: object = {}, files: Readonly<Record<string, string>> = {}): GlobalOptions =>
  inDirectory(
    projectDirectory({
      "limbeck.config.json": JSON.stringify({ ...CONFIG, ...config }),
      "models.ts": models('column("email", text())'),
      "migrations/README.md": "",
      ...files,
    }),
  );

async function write(options: GlobalOptions, input: RevisionInput, talk?: Talk) {
  const result = await revision(options, input, talk);
  if (result.kind !== "written") throw new Error("no revision was written");
  return { ...result, text: readFileSync(result.revision.path, "utf8") };
}

describe("autogenerate", () => {
  test.each(["ts", "sql"] as const)("up, a change, up, down, down again, in %s", async (format) => {
    const options = project({ format });
    const first = await write(options, { autogenerate: true, message: "Add users" });
    expect(first.changes).toMatchObject([{ kind: "createTable" }]);
    expect(first.revision.path).toMatch(new RegExp(`[0-9a-f]{12}_add_users\\.${format}$`));
    expect(existsSync(join(options.cwd, "app.db"))).toBe(false);
    await upgrade(options, { target: "head" });
    expect(await check(options, {})).toEqual({ kind: "same" });
    expect(await revision(options, { autogenerate: true })).toEqual({ kind: "unchanged" });

    writeFiles(options.cwd, {
      "models.ts": models('column("email", text(), { nullable: false }), column("age", integer())'),
    });
    expect(await check(options, {})).toMatchObject({ kind: "differs", maybeRenames: [] });
    const second = await write(options, { autogenerate: true, message: "Age" });
    expect(second.revision.downRevisions).toEqual([first.revision.revision]);
    await upgrade(options, { target: "head" });
    expect(await check(options, {})).toEqual({ kind: "same" });
    expect(await downgrade(options, { target: "-1" })).toMatchObject({ heads: [first.revision.revision] });
    expect(await downgrade(options, { target: "base" })).toMatchObject({ heads: [] });
  });

  test("a dropped column that may not be NULL comes back to a table with rows", async () => {
    const options = project({}, { "models.ts": models('column("email", text(), { nullable: false })') });
    await write(options, { autogenerate: true });
    await upgrade(options, { target: "head" });
    const sqlite = await dialectFor("sqlite");
    const open = () => sqlite.connect(sqlite.target("sqlite:///app.db", options.cwd), { create: false });
    const before = await open();
    await before.execute("INSERT INTO users (email) VALUES ('a@example.com')");
    await before.close();
    writeFiles(options.cwd, { "models.ts": models("") });
    const { text } = await write(options, { autogenerate: true });
    expect(text).toContain('// loses: the values of users.email, in whose place rows get ""');
    await upgrade(options, { target: "head", withoutBackup: "as without any" });
    await downgrade(options, { target: "-1" });
    const after = await open();
    expect(await after.query("SELECT * FROM users")).toEqual([{ id: 1, email: "" }]);
    const columns = await after.query(
      `SELECT "notnull", dflt_value FROM pragma_table_info('users') WHERE name = 'email'`,
    );
    expect(columns).toEqual([{ notnull: 1, dflt_value: null }]);
    await after.close();
  });

  test("a drop says in the file what the way back loses", async () => {
    const options = project();
    await write(options, { autogenerate: true });
    await upgrade(options, { target: "head" });
    writeFiles(options.cwd, { "models.ts": models('column("n", integer())') });
    const { text, warnings } = await write(options, { autogenerate: true });
    expect(warnings).toHaveLength(1);
    expect(text).toMatch(/downgrade\(op: Op\) \{\n {2}\/\/ loses: /);
  });

  test("what the server doesn't have is refused before a file is written", async () => {
    const options = project(
      {},
      { "models.ts": models('column("tags", array(text()))').replace("text }", "array, text }") },
    );
    expect(await thrownBy(() => revision(options, { autogenerate: true }))).toMatch(
      /DIALECT_UNSUPPORTED .*column "users\.tags": SQLite has no type array\(text\(\)\)\./,
    );
    expect(existsSync(join(options.cwd, "migrations/versions"))).toBe(false);
  });

  test.each([
    ["user.id", "the foreign key (boss) of users refers to the table user, which isn't there"],
    ["users.no", "the foreign key (boss) of users refers to users.no, a column that isn't there"],
  ])("a key that refers to %s, which isn't there, is written with a warning", async (references, says) => {
    const options = project({}, { "models.ts": models(`column("boss", integer(), { references: "${references}" })`) });
    expect((await write(options, { autogenerate: true })).warnings).toEqual([says]);
  });

  test("a column that becomes NOT NULL is written with a warning, for rows may have none", async () => {
    const options = project();
    await write(options, { autogenerate: true });
    await upgrade(options, { target: "head" });
    writeFiles(options.cwd, { "models.ts": models('column("email", text(), { nullable: false })') });
    expect((await write(options, { autogenerate: true })).warnings).toEqual([
      "the column users.email becomes NOT NULL, which the server refuses while a row has none; where that may be, fill it first (op.backfill; in Python, an UPDATE)",
    ]);
  });

  test("a key that refers to a table by its schema and its name in one is told the name alone", async () => {
    const text = `import { column, foreignKey, integer, table } from "limbeck";
const id = column("id", integer(), { primaryKey: true });
export const all = [table("users", [id]), table("heads", [id, foreignKey(["id"], "main.users", ["id"])])];`;
    const { warnings } = await write(project({}, { "models.ts": text }), { autogenerate: true });
    const says = "the foreign key (id) of heads refers to the table main.users, which isn't there";
    expect(warnings).toEqual([`${says}; the name of the table alone is "users"`]);
  });

  test("refuses a database that isn't at the heads, and names them", async () => {
    const options = project();
    const { revision: first } = await write(options, { autogenerate: true });
    const said = await thrownBy(() => revision(options, { autogenerate: true }));
    expect(said).toContain("TARGET_NOT_UP_TO_DATE");
    expect(said).toContain(`"${first.revision}"`);
    expect(await thrownBy(() => check(options, {}))).toContain("TARGET_NOT_UP_TO_DATE");
  });

  test("the version table is nobody's model, and excluded tables are left alone", async () => {
    const options = project(
      { exclude: ["audit_*"] },
      { "schema.sql": "CREATE TABLE audit_log (id INTEGER); CREATE TABLE t (id INTEGER);" },
    );
    await stamp(options, { revisions: ["base"] });
    const { changes } = await write({ ...options }, { autogenerate: true });
    expect(changes.map((change) => change.text).join()).not.toMatch(/alembic_version|limbeck_journal|audit/);
  });

  test("models can be a schema file, and --from-url another database", async () => {
    const sql = project({ models: "schema.sql" }, { "schema.sql": "CREATE TABLE t (id INTEGER PRIMARY KEY);" });
    await write(sql, { autogenerate: true });
    await upgrade(sql, { target: "head" });
    const copy = project({ models: undefined });
    const { changes } = await write(copy, { autogenerate: true, fromUrl: `sqlite:///${sql.cwd}/app.db` });
    expect(changes).toMatchObject([{ kind: "createTable", text: expect.stringContaining("t") }]);
  });
});

describe("what may be a rename", () => {
  const renamed = async (input: RevisionInput, talk?: Talk, columns = 'column("mail", text())') => {
    const options = project();
    await write(options, { autogenerate: true });
    await upgrade(options, { target: "head" });
    writeFiles(options.cwd, { "models.ts": models(columns) });
    return { options, result: await write(options, { autogenerate: true, ...input }, talk) };
  };

  test("is refused where nobody can answer, with both flags", async () => {
    const said = await thrownBy(() => renamed({}));
    expect(said).toContain("DIFF_RENAME_UNDECIDED");
    expect(said).toContain('"users.email" to "mail"');
  });

  test("is a drop with a warning where nobody can answer and only the type speaks for it", async () => {
    const { result } = await renamed({}, undefined, 'column("age", integer()), column("phone", text())');
    expect(result.changes.map(({ kind }) => kind)).toContain("dropColumn");
    expect(result.warnings[0]).toMatch(/^the column "users.email" goes.*--rename users.email=phone$/);
  });

  test("is asked where somebody can", async () => {
    const asked: RenameQuestion[] = [];
    const answer = (yes: boolean): Talk => ({
      ask: async (question) => {
        asked.push(question);
        return yes;
      },
    });
    expect((await renamed({}, answer(true))).result.changes).toMatchObject([{ kind: "renameColumn" }]);
    expect((await renamed({}, answer(false))).result.changes.map((change) => change.kind).sort()).toEqual([
      "addColumn",
      "dropColumn",
    ]);
    expect(asked).toEqual(Array(2).fill({ what: "column", from: "users.email", to: "mail" }));
  });

  test("is one with --rename, and none with --no-renames", async () => {
    const { options, result } = await renamed({ renames: ["users.email=mail"] });
    expect(result.changes).toMatchObject([{ kind: "renameColumn" }]);
    await upgrade(options, { target: "head" });
    expect(await check(options, {})).toEqual({ kind: "same" });
    expect((await renamed({ noRenames: true })).result.changes).toHaveLength(2);
  });

  test.each(["email", "users.email=", "=x", "a=b=c"])("--rename %s is refused", async (rename) => {
    expect(await thrownBy(() => renamed({ renames: [rename] }))).toContain("DIFF_RENAME_INVALID");
  });
});

describe("an empty revision", () => {
  test("takes its id, message, parents, labels and dependencies", async () => {
    const options = project();
    await write(options, { revId: "a1", message: "One" });
    await write(options, { revId: "b1", branchLabels: ["side"], heads: ["base"] });
    const made = await write(options, { revId: "c1", heads: ["a1"], dependsOn: ["side"] });
    expect(made.revision).toMatchObject({ revision: "c1", downRevisions: ["a1"], dependsOn: ["b1"] });
    expect(made.text).toContain('export const dependsOn = "side";');
    await write(options, { revId: "d1", heads: ["a1"], splice: true });
    const merged = await merge(options, { revisions: ["c1", "d1"], message: "Join" });
    expect(merged).toMatchObject({ kind: "written", revision: { downRevisions: ["c1", "d1"], isMergePoint: true } });
  });

  test("goes into the version location of its parent", async () => {
    const options = project({ versionLocations: ["one", "two"] });
    await write(options, { revId: "a1", versionPath: "two" });
    expect((await write(options, { revId: "b1" })).revision.path).toBe(join(options.cwd, "two", "b1_.ts"));
    expect(await thrownBy(() => revision(options, { heads: ["base"] }))).toContain("REVISION_LOCATION");
    expect(await thrownBy(() => revision(options, { versionPath: "three" }))).toContain("REVISION_LOCATION");
  });

  test("is given to the hooks; one that fails, fails the command and leaves the file", async () => {
    const good = project({
      postWriteHooks: [{ name: "show", command: [process.execPath, "-e", "console.log('ran')"] }],
    });
    expect((await write(good, { revId: "a1" })).hooks).toEqual([{ name: "show", output: "ran\n" }]);
    const bad = project({ postWriteHooks: [{ name: "no", command: [process.execPath, "-e", "process.exit(3)"] }] });
    expect(await thrownBy(() => revision(bad, { revId: "a1" }))).toMatch(/HOOK_FAILED .*"no"/);
    expect(readdirSync(join(bad.cwd, "migrations/versions"))).toEqual(["a1_.ts"]);
  });
});

const REFUSED: readonly { claim: string; input: RevisionInput; says: string; config?: object }[] = [
  { claim: "an id that is taken", input: { heads: ["b1"], revId: "a1" }, says: "REVISION_ID_TAKEN" },
  { claim: "a label that is an id", input: { heads: ["b1"], branchLabels: ["a1"] }, says: "REVISION_ID_TAKEN" },
  {
    claim: "an id that no target could name",
    input: { heads: ["b1"], revId: "x-1" },
    says: "REVISION_FILE_ID_INVALID",
  },
  { claim: "a parent that isn't a head", input: { heads: ["a1"] }, says: "REVISION_NOT_A_HEAD" },
  { claim: "no --head while there are several", input: {}, says: "REVISION_HEADS_SEVERAL" },
  { claim: "an unknown head", input: { heads: ["zz"] }, says: "REVISION_UNKNOWN" },
  { claim: "--rename without --autogenerate", input: { heads: ["b1"], renames: ["a=b"] }, says: "REVISION_OPTION" },
  {
    claim: "an unknown token of the template",
    input: { heads: ["b1"] },
    says: "REVISION_FILE_TEMPLATE",
    config: { fileTemplate: "%(revision)s" },
  },
  {
    claim: "a subdirectory that isn't read",
    input: { heads: ["b1"] },
    says: "REVISION_LOCATION",
    config: { fileTemplate: "%(year)d/%(rev)s" },
  },
];

test.each(REFUSED)("refused, and no file is written: $claim", async ({ input, says, config }) => {
  const options = project();
  await write(options, { revId: "a1" });
  await write(options, { revId: "b1" });
  await write(options, { revId: "c1", heads: ["a1"], splice: true });
  writeFiles(options.cwd, { "limbeck.config.json": JSON.stringify({ ...CONFIG, ...config }) });
  expect(await thrownBy(() => revision(options, input))).toContain(says);
  expect(readdirSync(join(options.cwd, "migrations/versions"))).toHaveLength(3);
});

test.each([
  [["a1"], "REVISION_MERGE_TOO_FEW"],
  [["heads"], "REVISION_MERGE_TOO_FEW"],
  [["nope", "a1"], "REVISION_UNKNOWN"],
] as const)("merge %s is refused", async (revisions, says) => {
  const options = project();
  await write(options, { revId: "a1" });
  expect(await thrownBy(() => merge(options, { revisions }))).toContain(says);
});

test("an Alembic project gets a revision in another language when asked, and without Python", async () => {
  const options = inDirectory(projectDirectory({ "alembic.ini": "[alembic]\nscript_location = m\n", "m/env.py": "" }));
  expect(await revision({ ...options, python: "no-such-python" }, { format: "sql", revId: "a1" })).toMatchObject({
    kind: "written",
    revision: { format: "sql" },
  });
});

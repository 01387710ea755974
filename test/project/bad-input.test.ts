import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { LimbeckError } from "../../src/base/error.ts";
import { dialectFor } from "../../src/dialects/dialects.ts";
import { current } from "../../src/project/current.ts";
import { allErrorPages } from "../../src/project/error-pages.ts";
import { explain, explainAll } from "../../src/project/explain.ts";
import { heads } from "../../src/project/heads.ts";
import { repair } from "../../src/project/repair.ts";
import { revision } from "../../src/project/revision.ts";
import { show } from "../../src/project/show.ts";
import { stamp } from "../../src/project/stamp.ts";
import { status } from "../../src/project/status.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { asNobody } from "../as-nobody.ts";
import { inDirectory, projectDirectory, thrownBy } from "./project-directory.ts";

const HEADER = "export const branchLabels = null;\nexport const dependsOn = null;\n";
const sqlRevision = (id: string, down: string, up: string, back = ""): string =>
  `-- revision: ${id}\n-- down revision: ${down}\n\n-- limbeck:upgrade\n${up}\n\n-- limbeck:downgrade\n${back}\n`;
const FILES = {
  "limbeck.config.json": '{"url": "sqlite:///app.db", "lockTimeoutMs": 100}',
  "migrations/versions/a1.sql": sqlRevision("a1aaaa", "none", "CREATE TABLE t (id INTEGER);", "DROP TABLE t;"),
};
const project = (more: Readonly<Record<string, string>> = {}): GlobalOptions =>
  inDirectory(projectDirectory({ ...FILES, ...more }));

interface Bad {
  readonly claim: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly prepare?: (directory: string) => unknown;
  readonly ask: (options: GlobalOptions) => unknown;
  readonly code: string;
  readonly says: readonly string[];
  readonly exit: number;
}

const openDatabase = async (directory: string) => {
  const dialect = await dialectFor("sqlite");
  return dialect.connect(dialect.target("sqlite:///app.db", directory), { create: true });
};
const runSql = async (directory: string, ...statements: readonly string[]) => {
  const connection = await openDatabase(directory);
  for (const statement of statements) await connection.execute(statement);
  await connection.close();
};
const upgraded = (directory: string) => upgrade(inDirectory(directory), { target: "head" });
const toHead = (options: GlobalOptions) => upgrade(options, { target: "head" });
/** A superuser may write to what is read-only. */

const BAD: readonly Bad[] = [
  {
    claim: "an unreadable config",
    files: { "limbeck.config.json": '{"url": ' },
    ask: (options) => heads(options, {}),
    code: "CONFIG_UNREADABLE",
    says: ["limbeck.config.json"],
    exit: 2,
  },
  {
    claim: "no URL",
    files: { "limbeck.config.json": "{}" },
    ask: toHead,
    code: "CONFIG_URL_MISSING",
    says: ["DATABASE_URL", "limbeck.config.json"],
    exit: 2,
  },
  {
    claim: "a URL of no dialect",
    files: { "limbeck.config.json": '{"url": "orcale://u:secret@h/d"}' },
    ask: toHead,
    code: "CONNECT_URL_INVALID",
    says: ['"orcale:"'],
    exit: 2,
  },
  { claim: "no database to read", ask: current, code: "CONNECT_DATABASE_MISSING", says: ["app.db"], exit: 3 },
  {
    claim: "no directory for the database",
    files: { "limbeck.config.json": '{"url": "sqlite:///no/app.db"}' },
    ask: toHead,
    code: "CONNECT_FAILED",
    says: ["no"],
    exit: 3,
  },
  {
    claim: "not a database",
    files: { "app.db": "This is a letter to a friend, and long enough to be read.\n".repeat(20) },
    ask: toHead,
    code: "CONNECT_NOT_A_DATABASE",
    says: ["app.db"],
    exit: 3,
  },
  {
    claim: "a directory in the database's place",
    prepare: (directory) => mkdirSync(join(directory, "app.db")),
    ask: current,
    code: "CONNECT_NOT_A_DATABASE",
    says: ["app.db"],
    exit: 3,
  },
  {
    claim: "an unknown revision",
    ask: (options) => upgrade(options, { target: "a1aaab" }),
    code: "REVISION_UNKNOWN",
    says: ['did you mean "a1aaaa"'],
    exit: 3,
  },
  {
    claim: "a database ahead of the files",
    prepare: (directory) =>
      runSql(
        directory,
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
        "INSERT INTO alembic_version VALUES ('f00f00')",
      ),
    ask: toHead,
    code: "REVISION_NOT_IN_FILES",
    says: ['"f00f00"'],
    exit: 4,
  },
  {
    claim: "current of a database ahead of the files",
    prepare: (directory) =>
      runSql(
        directory,
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
        "INSERT INTO alembic_version VALUES ('f00f00')",
      ),
    ask: current,
    code: "REVISION_NOT_IN_FILES",
    says: ['"f00f00"'],
    exit: 4,
  },
  {
    claim: "a version table of something else",
    prepare: (directory) => runSql(directory, "CREATE TABLE alembic_version (id INTEGER)"),
    ask: current,
    code: "VERSION_TABLE_LAYOUT",
    says: ["alembic_version"],
    exit: 3,
  },
  {
    claim: "a NULL in the version table",
    prepare: (directory) =>
      runSql(directory, "CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES (NULL)"),
    ask: current,
    code: "VERSION_TABLE_VALUE",
    says: ["alembic_version"],
    exit: 3,
  },
  {
    claim: "a journal of something else",
    prepare: (directory) => runSql(directory, "CREATE TABLE limbeck_journal (id INTEGER)"),
    ask: status,
    code: "JOURNAL_UNREADABLE",
    says: ["limbeck_journal"],
    exit: 3,
  },
  {
    claim: "two files with one id",
    files: { "migrations/versions/a2.sql": sqlRevision("a1aaaa", "none", "") },
    ask: (options) => heads(options, {}),
    code: "REVISION_DUPLICATE",
    says: ["a1.sql", "a2.sql"],
    exit: 3,
  },
  {
    claim: "a parent that no file has",
    files: { "migrations/versions/b1.sql": sqlRevision("b1bbbb", "a1aaab", "") },
    ask: (options) => heads(options, {}),
    code: "REVISION_PARENT_MISSING",
    says: ['"a1aaab"', 'did you mean "a1aaaa"', "b1.sql"],
    exit: 3,
  },
  {
    claim: "a revision that exports no downgrade",
    files: {
      "migrations/versions/b1.ts": `export const revision = "b1bbbb";\nexport const downRevision = "a1aaaa";\n${HEADER}export function upgrade() {}\n`,
    },
    prepare: upgraded,
    ask: (options) =>
      import("../../src/project/downgrade.ts").then(({ downgrade }) => downgrade(options, { target: "-1" })),
    code: "REVISION_EXPORTS",
    says: ['"downgrade"', "b1.ts"],
    exit: 3,
  },
  {
    claim: "a revision that throws while it is recorded",
    files: {
      "migrations/versions/b1.ts": `export const revision = "b1bbbb";\nexport const downRevision = "a1aaaa";\n${HEADER}export function upgrade() {\n  throw new RangeError("oh no");\n}\nexport function downgrade() {}\n`,
    },
    ask: toHead,
    code: "REVISION_RECORDING",
    says: ["b1.ts", "oh no"],
    exit: 3,
  },
  {
    claim: "an option that no op has",
    files: {
      "migrations/versions/b1.ts": `export const revision = "b1bbbb";\nexport const downRevision = "a1aaaa";\n${HEADER}export function upgrade(op) {\n  op.dropTable("t", { ifExist: true });\n}\nexport function downgrade() {}\n`,
    },
    ask: toHead,
    code: "SCHEMA_OPTION_UNKNOWN",
    says: ["b1.ts", "ifExist"],
    exit: 2,
  },
  {
    claim: "a statement that the server refuses",
    files: { "migrations/versions/b1.sql": sqlRevision("b1bbbb", "a1aaaa", "CREATE TABLE t (id INTEGER);") },
    ask: toHead,
    code: "RUN_REVISION_FAILED",
    says: ["b1.sql", "already exists", "the database is at a1aaaa"],
    exit: 3,
  },
  {
    claim: "no models",
    ask: (options) => revision(options, { autogenerate: true, heads: ["a1aaaa"] }),
    prepare: upgraded,
    code: "CONFIG_MODELS_MISSING",
    says: ["limbeck.config.json"],
    exit: 2,
  },
  {
    claim: "models that aren't there",
    files: { "limbeck.config.json": '{"url": "sqlite:///app.db", "models": "modls.ts"}' },
    prepare: upgraded,
    ask: (options) => revision(options, { autogenerate: true }),
    code: "SOURCE_NOT_FOUND",
    says: ["modls.ts"],
    exit: 2,
  },
];

describe("bad input gets a coded error", () => {
  test.each(BAD)("$claim", async ({ files, prepare, ask, code, says, exit }) => {
    const options = project(files);
    await prepare?.(options.cwd);
    const error = await Promise.resolve()
      .then(() => ask(options))
      .then(
        () => expect.fail("nothing was thrown"),
        (caught: LimbeckError) => caught,
      );
    expect(error).toMatchObject({ code, exit });
    for (const word of says) expect(error.message).toContain(word);
    expect(error.hint).not.toBe("");
    expect(error.message).not.toContain("secret");
    if (code in allErrorPages()) expect(explain({ code })).toMatchObject({ code, exit });
  });

  test("a locked database: the wait is told, and then given up", async () => {
    const options = project();
    await upgraded(options.cwd);
    const connection = await openDatabase(options.cwd);
    await connection.execute("BEGIN IMMEDIATE");
    const said: string[] = [];
    const stamping = () =>
      stamp(options, { revisions: ["base"] }, { onProgress: (progress) => said.push(progress.kind) });
    expect(await thrownBy(stamping)).toMatch(/^LOCK_TIMEOUT .*app\.db/);
    expect(said).toEqual(["waiting"]);
    await connection.execute("ROLLBACK");
    await connection.close();
    expect(await stamp(options, { revisions: ["base"] })).toMatchObject({ heads: [] });
  });

  test("a read-only database", async () => {
    const options = project();
    await upgraded(options.cwd);
    chmodSync(options.cwd, 0o755);
    chmodSync(join(options.cwd, "app.db"), 0o444);
    const stamping = () => asNobody(() => stamp(options, { revisions: ["base"] }));
    expect(await thrownBy(stamping)).toContain("CONNECT_READ_ONLY");
  });

  test("a database that its URL calls read-only", async () => {
    const options = project();
    await upgraded(options.cwd);
    const readOnly = { ...options, url: "sqlite:///app.db?mode=ro" };
    expect(await thrownBy(() => stamp(readOnly, { revisions: ["base"] }))).toContain("CONNECT_READ_ONLY");
  });

  test("a half-applied revision is gone on with, or settled by hand", async () => {
    const half = sqlRevision(
      "b1bbbb",
      "a1aaaa",
      "CREATE TABLE u (id INTEGER);\nVACUUM;\nINSERT INTO missing VALUES (1);",
    );
    const options = project({ "migrations/versions/b1.sql": half });
    expect(await thrownBy(() => toHead(options))).toContain("RUN_REVISION_FAILED");
    expect(await status(options)).toMatchObject({
      isClean: false,
      unfinished: { revision: "b1bbbb" },
      current: [{ revision: "a1aaaa" }],
    });
    expect((await repair(options, {})).open).toEqual([expect.stringContaining("--done b1bbbb")]);
    writeFileSync(join(options.cwd, "migrations/versions/b1.sql"), half.replace("missing", "u"));
    expect(await thrownBy(() => toHead(options))).toMatch(/^JOURNAL_DIRTY .*b1bbbb/);
    expect((await repair(options, { done: "b1bbbb" })).settled).toHaveLength(1);
    expect(await current(options)).toMatchObject({ isAtHeads: true });
  });

  test("a wrong target or revision makes no database", async () => {
    const options = project();
    expect(await thrownBy(() => upgrade(options, { target: "nope" }))).toContain("REVISION_UNKNOWN");
    const broken = project({ "migrations/versions/b1.py": 'revision = "b1bbbb"\ndown_revision = "a1aaaa"\n' });
    expect(await thrownBy(() => toHead(broken))).toMatch(/^REVISION_PYTHON .*b1\.py/);
    for (const { cwd } of [options, broken]) expect(readdirSync(cwd)).not.toContain("app.db");
  });
});

describe("explain", () => {
  test("every code of every room has a page with all its parts, and none two", () => {
    const pages = explainAll();
    expect(pages.length).toBeGreaterThan(60);
    for (const page of pages) {
      expect(page.code).toMatch(/^[A-Z]+(_[A-Z]+)+$/);
      for (const part of [page.title, page.why, page.fix]) expect(part.trim()).not.toBe("");
      expect([2, 3, 4]).toContain(page.exit);
    }
  });

  test("no code stands in two rooms", () => {
    const source = (room: string) => readFileSync(new URL(`../../src/${room}/errors.ts`, import.meta.url), "utf8");
    const rooms = ["schema", "ops", "bridge", "dialects", "revisions", "diff", "sources", "run", "project"];
    const codes = rooms
      .flatMap((room) => source(room).match(/^ {2}[A-Z_]+(?=: \{)/gm) ?? [])
      .map((code) => code.trim());
    expect(codes.filter((code, i) => codes.indexOf(code) !== i)).toEqual([]);
    expect(codes.sort()).toEqual(explainAll().map((page) => page.code));
  });

  test("takes a code in any case, and says which one was meant", async () => {
    expect(explain({ code: "revision_unknown" })).toMatchObject({ code: "REVISION_UNKNOWN", exit: 3 });
    expect(await thrownBy(() => explain({ code: "REVISION_UNKNWN" }))).toMatch(/EXPLAIN_UNKNOWN .*"REVISION_UNKNOWN"/);
  });

  test("a code that no verb throws is not in the project's table", () => {
    const text = readdirSync(new URL("../../src/project", import.meta.url))
      .filter((name) => name !== "errors.ts")
      .map((name) => readFileSync(new URL(`../../src/project/${name}`, import.meta.url), "utf8"))
      .join("");
    const codes =
      readFileSync(new URL("../../src/project/errors.ts", import.meta.url), "utf8").match(/^ {2}[A-Z_]+(?=: \{)/gm) ??
      [];
    expect(codes.map((code) => code.trim()).filter((code) => !text.includes(`"${code}"`))).toEqual([]);
  });
});

test("show refuses nothing that heads shows", async () => {
  expect(await show(project(), { revision: "head" })).toMatchObject([{ revision: "a1aaaa", isHead: true }]);
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../src/cli/cli.ts";
import { recordingIo } from "./cli/recording-io.ts";
import { projectDirectory } from "./project/project-directory.ts";
import { type AlembicCli, startAlembicCli } from "./servers/alembic-cli.ts";
import { administer, freshDatabase } from "./servers/postgres.ts";
import { testPython } from "./servers/python.ts";

let cli: AlembicCli;
beforeAll(async () => {
  // Python keeps a module for the same second and size.
  cli = await startAlembicCli({ PYTHONDONTWRITEBYTECODE: "1" });
});
afterAll(() => cli.close());

const FIRST = `
a = sa.Table("a", one, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(30), nullable=False))
b = sa.Table("b", two, sa.Column("id", sa.Integer, primary_key=True), sa.Column("made", sa.Date))
`;
const SECOND = `
sa.Index("ix_a_name", a.c.name)
c = sa.Table("c", two, sa.Column("id", sa.Integer, primary_key=True), sa.Column("data", sa.JSON))
`;

/** One tool's command lines in a project: standard output, standard error and the exit code. */
type Tool = (
  ...words: readonly string[]
) => Promise<{ readonly out: string; readonly err: string; readonly exit: number }>;

interface Project {
  readonly directory: string;
  readonly limbeck: Tool;
  readonly alembic: Tool;
  readonly models: (text: string) => void;
}

/** A project that `alembic init` itself has made, with the edits that its documentation asks for. */
async function initialised(template: string, urls: readonly string[]): Promise<Project> {
  const directory = projectDirectory({});
  const python = await testPython();
  const alembic: Tool = async (...words) => {
    const { ok, output } = await cli.run(directory, ...words);
    return { out: output, err: "", exit: ok ? 0 : 1 };
  };
  const limbeck: Tool = async (...words) => {
    const io = recordingIo(directory, { env: process.env });
    const exit = await main([...words, "--python", python], io);
    return { out: io.stdout(), err: io.stderr(), exit };
  };
  const made = await alembic("init", "-t", template, "migrations");
  if (made.exit !== 0) throw new Error(made.out);
  const edit = (file: string, change: (text: string) => string): void =>
    writeFileSync(join(directory, file), change(readFileSync(join(directory, file), "utf8")));
  const left = [...urls];
  edit("alembic.ini", (text) => text.replaceAll(/^sqlalchemy\.url = .*$/gm, () => `sqlalchemy.url = ${left.shift()}`));
  edit("migrations/env.py", (text) =>
    text
      .replace(/^target_metadata = (None|\{\})$/m, "from models import target_metadata, include_name")
      // Limbeck's journal on SQLite, as docs/alembic.md has it.
      .replaceAll("context.configure(", "context.configure(include_name=include_name, "),
  );
  const models = (text: string): void =>
    writeFileSync(
      join(directory, "models.py"),
      `import sqlalchemy as sa
one, two = sa.MetaData(), sa.MetaData()
target_metadata = ${template === "multidb" ? '{"engine1": one, "engine2": two}' : "[one, two]"}
def include_name(name, type_, parent_names):
    return not (type_ == "table" and name == "limbeck_journal")
${text}`,
    );
  return { directory, limbeck, alembic, models };
}

/** Each template, and the driver of each of its databases. */
const TEMPLATES: readonly { readonly template: string; readonly drivers: readonly string[] }[] = [
  { template: "generic", drivers: ["postgresql+psycopg2"] },
  { template: "async", drivers: ["postgresql+asyncpg"] },
  { template: "pyproject", drivers: ["postgresql+psycopg"] },
  { template: "pyproject_async", drivers: ["sqlite+aiosqlite"] },
  { template: "multidb", drivers: ["sqlite", "postgresql+psycopg"] },
];

describe("a project of alembic init", () => {
  test.each(TEMPLATES)(
    "$template with $drivers: each tool goes on where the other one is",
    async ({ template, drivers }) => {
      const { limbeck, alembic, models } = await initialised(template, await urlsOf(drivers));
      const ok = async (answer: ReturnType<Tool>): Promise<string> => {
        const { out, err, exit } = await answer;
        expect(exit, out + err).toBe(0);
        return out;
      };
      models(FIRST);
      await ok(limbeck("revision", "--autogenerate", "-m", "first", "--rev-id", "aa11"));
      await ok(alembic("upgrade", "head"));
      expect(await ok(limbeck("current"))).toContain("aa11 (head)");
      expect(await ok(limbeck("check"))).toContain("No new upgrade operations detected.");
      models(FIRST + SECOND);
      expect((await limbeck("check")).exit).toBe(1);
      await ok(alembic("revision", "--autogenerate", "-m", "second", "--rev-id", "bb22"));
      expect(await ok(limbeck("plan", "upgrade", "head"))).toContain("upgrade bb22");
      await ok(limbeck("upgrade", "head"));
      expect(await ok(limbeck("check"))).not.toContain("New upgrade operations");
      expect(await ok(alembic("check"))).toContain("No new upgrade operations detected.");
      expect(await ok(alembic("current"))).toMatch(/^(bb22 \(head\)\s+)+$/);
      expect((await limbeck("status")).exit).toBe(0);
      expect(await ok(limbeck("history", "-i"))).toMatch(/aa11 -> bb22 \(head\) \(current\), second/);
      await ok(limbeck("downgrade", "-1"));
      expect(await ok(alembic("current"))).toMatch(/^(aa11\s+)+$/);
      await ok(limbeck("stamp", "head"));
      await ok(limbeck("stamp", "aa11"));
      await ok(alembic("downgrade", "base"));
      await ok(limbeck("revision", "-m", "third", "--rev-id", "cc33"));
      await ok(limbeck("upgrade", "heads"));
      const script = await limbeck(
        "upgrade",
        "base:head",
        "--sql",
        ...(drivers.length > 1 ? ["--database", "engine2"] : []),
      );
      expect(script.out).toContain("CREATE TABLE b");
      await ok(alembic("downgrade", "base"));
      await ok(limbeck("ensure-version"));
      await ok(limbeck("forget"));
    },
    240_000,
  );
});

describe("an env.py of several databases", () => {
  test("that fails on the second: the first stays done, and the next upgrade goes on", async () => {
    const [url = ""] = await urlsOf(["postgresql+psycopg2"]);
    const { directory, limbeck, models } = await initialised("multidb", ["sqlite:///one.db", url]);
    models(FIRST);
    await limbeck("revision", "--autogenerate", "-m", "first", "--rev-id", "aa11");
    const file = join(directory, "migrations/versions/aa11_first.py");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/"""Upgrade engine2 schema."""/, '$&\n    op.execute("SELECT nonsense")'));
    const failed = await limbeck("upgrade", "head");
    expect(failed.exit).toBe(3);
    expect(failed.err).toMatch(
      /RUN_REVISION_FAILED: On the database "engine2": .*column "nonsense" does not exist.*It is done on engine1/s,
    );
    expect((await limbeck("current", "--json")).out).toMatch(
      /"engine1": \[\s*\{\s*"revision": "aa11".*"engine2": \[\]/s,
    );
    // On the first it was applied with the text that it had; what was changed there is nothing that it ran.
    writeFileSync(file, text);
    expect((await limbeck("repair", "--accept", "aa11", "--database", "engine1")).exit).toBe(0);
    const second = await limbeck("upgrade", "head");
    expect(second.exit, second.err).toBe(0);
    expect((await limbeck("status")).exit).toBe(0);
    expect(await administer(url, "SELECT version_num FROM alembic_version")).toEqual([{ version_num: "aa11" }]);
  }, 120_000);

  test.each([
    { claim: "no script for all of them", words: ["upgrade", "head", "--sql"], says: /--database NAME/ },
    { claim: "a name that there isn't", words: ["current", "--database", "engin1"], says: /did you mean "engine1"/ },
    {
      claim: "no revision in a language without a part for each",
      words: ["revision", "--autogenerate", "-m", "x", "--format", "sql"],
      says: /BRIDGE_ENV_SEVERAL.*engine1, engine2/s,
    },
  ])("refuses: $claim", async ({ words, says }) => {
    const { limbeck, models } = await initialised("multidb", ["sqlite:///one.db", "sqlite:///two.db"]);
    models(FIRST);
    const { err, exit } = await limbeck(...words);
    expect(err).toMatch(says);
    expect(exit).toBe(2);
  });

  test("refuses a transaction that spans all of them, and one database twice", async () => {
    const { directory, limbeck, models } = await initialised(
      "multidb",
      await urlsOf(["postgresql+psycopg2", "postgresql+psycopg2"]),
    );
    models(FIRST);
    await limbeck("revision", "--autogenerate", "-m", "first");
    const env = join(directory, "migrations/env.py");
    const text = readFileSync(env, "utf8");
    writeFileSync(env, text.replace("USE_TWOPHASE = False", "USE_TWOPHASE = True"));
    expect((await limbeck("upgrade", "head")).err).toMatch(/BRIDGE_ENV_SEVERAL.*two-phase/s);
    writeFileSync(env, text);
    const ini = join(directory, "alembic.ini");
    writeFileSync(
      ini,
      readFileSync(ini, "utf8").replaceAll(/^sqlalchemy\.url = .*$/gm, "sqlalchemy.url = sqlite:///same.db"),
    );
    expect((await limbeck("upgrade", "head")).err).toMatch(/twice for the same database and version table/);
  }, 60_000);
});

async function urlsOf(drivers: readonly string[]): Promise<readonly string[]> {
  const urls: string[] = [];
  for (const [i, driver] of drivers.entries()) {
    urls.push(
      driver.startsWith("sqlite") ? `${driver}:///app${i}.db` : (await freshDatabase()).replace(/^\w+/, driver),
    );
  }
  return urls;
}

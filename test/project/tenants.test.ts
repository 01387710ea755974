import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check } from "../../src/project/check.ts";
import { current } from "../../src/project/current.ts";
import { downgrade } from "../../src/project/downgrade.ts";
import { openProject } from "../../src/project/open.ts";
import { plan } from "../../src/project/plan.ts";
import { revision } from "../../src/project/revision.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";
import { thrownBy } from "./project-directory.ts";
import { envPy, pythonProject } from "./python-project.ts";

const MODELS = `import sqlalchemy as sa
metadata = sa.MetaData()
sa.Table("t", metadata, sa.Column("id", sa.Integer, primary_key=True))
`;
const METADATA = "target_metadata=__import__('models').metadata";
const TABLES = `SELECT schemaname || '.' || tablename AS name FROM pg_tables
  WHERE schemaname IN ('public', 'one', 'two') ORDER BY 1`;

/** As in Alembic's cookbook: https://alembic.sqlalchemy.org/en/latest/cookbook.html#rudimental-schema-level-multi-tenancy-for-postgresql-databases */
const COOKBOOK = `tenant = context.get_x_argument(as_dictionary=True).get("tenant")
        connection.exec_driver_sql('set search_path to "%s"' % tenant)
        connection.commit()
        connection.dialect.default_schema_name = tenant`;

/** Tenants that are in the database, one after the other; offline one script for each of them. */
const LOOP = `from sqlalchemy import create_engine, inspect, pool, text
from alembic import context

url = context.config.get_main_option("sqlalchemy.url")
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True)
    context.run_migrations()
else:
    with create_engine(url, poolclass=pool.NullPool).connect() as connection:
        for schema in sorted(name for name in inspect(connection).get_schema_names() if name in ("one", "two")):
            connection.execute(text(f'SET search_path TO "{schema}"'))
            connection.commit()
            connection.dialect.default_schema_name = schema
            context.configure(connection=connection, ${METADATA})
            with context.begin_transaction():
                context.run_migrations()
`;

async function project(
  env: string,
  models: string,
): Promise<{ readonly options: GlobalOptions; readonly tables: () => Promise<readonly unknown[]> }> {
  const url = await freshDatabase();
  await administer(url, "CREATE SCHEMA one; CREATE SCHEMA two");
  const options = { ...(await pythonProject({}, { "migrations/env.py": env, "models.py": models })), url };
  return { options, tables: async () => (await administer(url, TABLES)).map((row) => row["name"]) };
}

describe("an env.py that says SET search_path", () => {
  test("is followed by every command, which work where its names lead", async () => {
    const { options: plain, tables } = await project(envPy({ before: COOKBOOK, options: METADATA }), MODELS);
    const options = { ...plain, x: ["tenant=two"] };
    await revision(options, { autogenerate: true, message: "first", revId: "aa11" });
    await upgrade(options, { target: "head" });
    expect(await tables()).toEqual(["two.alembic_version", "two.t"]);
    expect((await current(options)).revisions.map((each) => each.revision)).toEqual(["aa11"]);
    expect(await check(options, {})).toEqual({ kind: "same" });
    expect((await current({ ...options, x: ["tenant=one"] })).revisions).toEqual([]);
    const script = await upgrade(options, { target: "base:head", sql: true });
    expect(script.kind === "script" ? script.sql : "").toMatch(
      /^SET search_path = "two";\n[\s\S]*INSERT INTO "limbeck"."limbeck_two.journal"/m,
    );
  }, 300_000);

  test.each([
    { ends: "connection.commit()", has: "with op.get_context().autocommit_block():", warned: [] },
    {
      ends: "pass",
      has: "unique=False",
      warned: [expect.stringMatching(/before context.configure\(\).* autocommit_block/)],
    },
  ])(
    "gets revisions that Alembic can run in the transaction that it leaves behind: $ends",
    async ({ ends, has, warned }) => {
      const before = `connection.exec_driver_sql("SET search_path TO one")\n        ${ends}`;
      const { options } = await project(envPy({ before, options: METADATA }), MODELS);
      await revision(options, { autogenerate: true, message: "first", revId: "aa11" });
      await upgrade(options, { target: "head" });
      const indexed = MODELS.replace("primary_key=True", "primary_key=True, index=True");
      writeFileSync(join(options.cwd, "models.py"), indexed);
      const written = await revision(options, { autogenerate: true, message: "second", revId: "bb22" });
      if (written.kind !== "written") throw new Error(written.kind);
      expect(readFileSync(written.revision.path, "utf8")).toContain(has);
      expect(readFileSync(written.revision.path, "utf8").includes("autocommit_block")).toBe(warned.length === 0);
      expect(written.warnings).toEqual(warned);
      await upgrade(options, { target: "head" });
      expect(await check(options, {})).toEqual({ kind: "same" });
    },
    300_000,
  );

  test("where only Python has seen it, nothing is run in another place", async () => {
    const listening = `${MODELS}@sa.event.listens_for(sa.Engine, "connect")
def begun(connection, record):
    assert connection.server_version > 0
    connection.cursor().execute("SET search_path TO one")
    connection.commit()
`;
    const engine = `import models; engine = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.")`;
    const { options, tables } = await project(envPy({ engine, options: METADATA }), listening);
    await revision(options, { message: "first" });
    const said = await thrownBy(() => upgrade(options, { target: "head" }));
    expect(said).toContain(`names lead to the namespace "one", and in Limbeck's to the namespace "public"`);
    expect(await tables()).toEqual([]);
  }, 300_000);
});

describe("an env.py that makes the schemas of the models when it connects", () => {
  const making = `from sqlalchemy.schema import CreateSchema
        connection.execute(CreateSchema("shop", if_not_exists=True))
        connection.commit()`;
  const models = MODELS.replace("sa.MetaData()", 'sa.MetaData(schema="shop")');

  test.each([
    ["beside the version table", METADATA, "IF NOT EXISTS"],
    ["and in one of them the version table", `${METADATA}, version_table_schema="shop"`, undefined],
  ])(
    "and its revisions go up and down: %s",
    async (_where, more, made) => {
      const { options } = await project(envPy({ before: making, options: `${more}, include_schemas=True` }), models);
      const written = await revision(options, { autogenerate: true, message: "first", revId: "aa11" });
      const text = readFileSync(written.kind === "written" ? written.revision.path : "", "utf8");
      expect(/CREATE SCHEMA (.*?) \\?"shop/.exec(text)?.[1]).toBe(made);
      await upgrade(options, { target: "head" });
      expect(await check(options, {})).toEqual({ kind: "same" });
      await downgrade(options, { target: "base" });
      await upgrade(options, { target: "head" });
      expect(await check(options, {})).toEqual({ kind: "same" });
    },
    300_000,
  );
});

test("models that name the namespace of the session are those without a name", async () => {
  const models = `import sqlalchemy as sa
metadata = sa.MetaData(schema="public")
sa.Table("t", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("parent", sa.ForeignKey("public.t.id")),
  sa.Column("mood", sa.Enum("a", "b", name="mood", metadata=metadata)), sa.Column("n", sa.Integer, sa.Sequence("s", metadata=metadata)),
  sa.Column("skipped", sa.Integer), sa.Index("ix", "parent"))
`;
  const hook = "include_object=lambda obj, name, type_, reflected, other: name != 'skipped'";
  const { options, tables } = await project(envPy({ options: `${METADATA}, ${hook}` }), models);
  await revision(options, { autogenerate: true, message: "first", revId: "aa11" });
  await upgrade(options, { target: "head" });
  expect(await check(options, {})).toEqual({ kind: "same" });
  await administer(options.url ?? "", "ALTER TABLE public.t DROP COLUMN skipped, ADD COLUMN gone integer");
  expect(await check(options, {})).toMatchObject({ kind: "differs", changes: [{ kind: "dropColumn" }] });
  await downgrade(options, { target: "base" });
  expect(await tables()).toEqual(["public.alembic_version"]);
}, 300_000);

test("a version table whose place is the namespace of the session isn't compared, by that name or without one", async () => {
  const models = `${MODELS}sa.Table("alembic_version", metadata, sa.Column("version_num", sa.String(9), primary_key=True))\n`;
  const { options } = await project(envPy({ options: `${METADATA}, version_table_schema="public"` }), models);
  await revision(options, { autogenerate: true, message: "first", revId: "aa11" });
  await upgrade(options, { target: "head" });
  expect(await check(options, {})).toEqual({ kind: "same" });
}, 300_000);

describe("an env.py that goes through the tenants which it finds in the database", () => {
  test("works on each by the name of its schema, and one revision is written for all", async () => {
    const { options, tables } = await project(LOOP, MODELS);
    expect(await (await openProject(options)).python.databases()).toEqual(["one", "two"]);
    const written = await revision(options, { autogenerate: true, message: "first", revId: "aa11" });
    expect(readFileSync(written.kind === "written" ? written.revision.path : "", "utf8")).toContain("create_table");
    await upgrade({ ...options, database: "two" }, { target: "head" });
    expect(await tables()).toEqual(["two.alembic_version", "two.t"]);
    const planned = await plan(
      { ...options, database: "two" },
      { direction: "downgrade", target: "base", statements: true },
    );
    expect(planned.steps[0]?.statements?.map(({ sql }) => sql)).toEqual(["DROP TABLE t"]);
  }, 300_000);
});

import { describe, expect, test } from "vitest";
import { check } from "../../src/project/check.ts";
import { downgrade } from "../../src/project/downgrade.ts";
import { plan } from "../../src/project/plan.ts";
import { revision } from "../../src/project/revision.ts";
import { status } from "../../src/project/status.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import type { CompareInput, GlobalOptions } from "../../src/project/use-cases.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";
import { inDirectory, projectDirectory, thrownBy, writeFiles } from "./project-directory.ts";

const MODELS = `import { column, integer, table } from "limbeck";
export const users = table("users", [column("id", integer())]);
`;

function project(url: string, config: object = {}, files: Readonly<Record<string, string>> = {}): GlobalOptions {
  return inDirectory(
    projectDirectory({
      "limbeck.config.json": JSON.stringify({ url, models: "models.ts", ...config }),
      "models.ts": MODELS,
      "migrations/README.md": "",
      ...files,
    }),
  );
}

async function textsOf(options: GlobalOptions, input: CompareInput = {}): Promise<readonly string[]> {
  const found = await check(options, input);
  return found.kind === "same" ? [] : found.changes.map(({ text }) => text);
}

/** What a Schema has no place for, beside what it has; `app` and `audit` are two namespaces. */
const DATABASE = `
CREATE TABLE users (id int);
CREATE SCHEMA audit;
CREATE COLLATION audit.german FROM "C";
CREATE TYPE audit.level AS ENUM ('low');
CREATE TABLE audit.log (id serial, l audit.level);
CREATE RULE r AS ON DELETE TO audit.log DO INSTEAD NOTHING;
CREATE TYPE audit.shape AS (n int);
CREATE TABLE audit.shaped OF audit.shape;
CREATE FUNCTION audit.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW audit.v WITH (security_barrier) AS SELECT 1 AS one;
CREATE TRIGGER t BEFORE UPDATE ON audit.log FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();`;

const SAME: readonly (readonly [claim: string, config: object, input: CompareInput])[] = [
  ["exclude of a namespace leaves all of it alone, and itself", { exclude: ["audit.*"] }, {}],
  ["--exclude does it, too", {}, { exclude: ["audit.*"] }],
  ["include of the namespace of names that have none", { include: ["public.*"] }, {}],
  ["--include of it", {}, { include: ["public.*"] }],
  ["a flag narrows what the config lets through", { include: ["*.*"] }, { include: ["public.us?rs"] }],
];

describe("what isn't looked at is neither read nor refused, on PostgreSQL", () => {
  test.each(SAME)("%s", async (_, config, input) => {
    const url = await freshDatabase();
    await administer(url, DATABASE);
    expect(await check(project(url, config), input)).toEqual({ kind: "same" });
  });

  test("without a pattern all is compared but what a schema has no place for", async () => {
    const url = await freshDatabase();
    await administer(url, DATABASE);
    const texts = await textsOf(project(url));
    expect(texts).toEqual(
      expect.arrayContaining(["Drop table audit.log", "Drop table audit.shaped", "Drop view audit.v"]),
    );
    expect(texts.filter((text) => /german|schema audit/.test(text))).toEqual([]);
  });

  test("what stands by itself is left alone, and its namespace stays", async () => {
    const url = await freshDatabase();
    await administer(
      url,
      `CREATE TABLE users (id int); CREATE SCHEMA s; CREATE SCHEMA u; CREATE AGGREGATE s.total (int) (SFUNC = int4pl, STYPE = int);
       CREATE EXTENSION file_fdw; CREATE SERVER f FOREIGN DATA WRAPPER file_fdw; CREATE FOREIGN TABLE far (n int) SERVER f OPTIONS (filename 'x')`,
    );
    expect(await textsOf(project(url))).toEqual(["Drop schema u"]);
  });

  test("a namespace in which something is left alone stays; the rest of it goes", async () => {
    const url = await freshDatabase();
    await administer(url, 'CREATE TABLE users (id int); CREATE SCHEMA a; CREATE TABLE a.x (); CREATE TABLE a."y z" ()');
    expect(await textsOf(project(url), { exclude: ["y *"] })).toEqual(["Drop table a.x"]);
    expect(await textsOf(project(url))).toContain("Drop schema a");
  });

  test("--from-url reads no more of the other database", async () => {
    const [url, other] = [await freshDatabase(), await freshDatabase()];
    await administer(url, "CREATE TABLE users (id int)");
    await administer(other, DATABASE);
    expect(await textsOf(project(url), { fromUrl: other, exclude: ["audit.*"] })).toEqual([]);
  });
});

describe("what something uses that isn't looked at stays, on PostgreSQL", () => {
  /** `legacy` and what is made of it use all of the others but `free`, some by way of others. */
  const database = `CREATE TABLE users (id int); CREATE SCHEMA a; CREATE TYPE a.mood AS ENUM ('ok'); CREATE TYPE free AS ENUM ('ok');
    CREATE DOMAIN d AS text; CREATE TYPE pair AS (one d, two int); CREATE SEQUENCE s;
    CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TABLE people (id int PRIMARY KEY, k text); CREATE TRIGGER g BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION g();
    CREATE TABLE above (n int) PARTITION BY RANGE (n);
    CREATE TABLE legacy (m a.mood[], p pair, n int DEFAULT f(), q bigint DEFAULT nextval('s'), person int REFERENCES people);
    CREATE TABLE "legacy 2" PARTITION OF above DEFAULT`;
  const config = { exclude: ["legacy*"] };
  const WORDS = [
    "the enum a.mood stays, for the table legacy uses it",
    "the composite pair stays, for the table legacy uses it",
    "the domain d stays, for the composite pair uses it",
    "the sequence s stays, for the table legacy uses it",
    "the routine f stays, for the table legacy uses it",
    "the table people stays, for the table legacy uses it",
    "the table above stays, for the table legacy 2 uses it",
    "the routine g stays, for the table people uses it",
  ];

  test.each([
    ["exclude", config, ""],
    ["a hook", {}, 'includeObject: (object, kind) => !(kind === "table" && object.name.startsWith("legacy"))'],
    ["a hook about names", {}, 'includeName: (name, kind) => !(kind === "table" && name.startsWith("legacy"))'],
  ])("by %s", async (_, given, hook) => {
    const url = await freshDatabase();
    await administer(url, database);
    const options = inDirectory(
      projectDirectory({
        "limbeck.config.ts": `export default { ...${JSON.stringify({ url, models: "models.ts", ...given })}, ${hook} };`,
        "models.ts": MODELS,
        "migrations/README.md": "",
      }),
    );
    const found = await check(options, {});
    expect(found).toMatchObject({ kind: "differs", changes: [{ text: "Drop enum free" }] });
    expect(new Set(found.kind === "differs" ? found.warnings : [])).toEqual(new Set(WORDS));
    const { kind } = await revision(options, { autogenerate: true });
    expect(kind).toBe("written");
    await upgrade(options, { target: "head" }, {});
    expect(await check(options, {})).toEqual({ kind: "same" });
  });

  test("a table that is renamed is no table that goes", async () => {
    const url = await freshDatabase();
    await administer(
      url,
      "CREATE TABLE people (id int PRIMARY KEY); CREATE TABLE legacy (person int REFERENCES people)",
    );
    const models = `import { column, integer, table } from "limbeck";
export const users = table("users", [column("id", integer(), { primaryKey: true })]);`;
    const options = project(url, { exclude: ["legacy"] }, { "models.ts": models });
    expect(await textsOf(options, { renames: ["people=users"] })).toEqual(["Rename table people to users"]);
  });
});

test("a value of an enum that is renamed is all that changes, and one that isn't said to be is warned of", async () => {
  const script = (value: string) => `CREATE TYPE mood AS ENUM ('sad', '${value}');
    CREATE TABLE t (m mood DEFAULT '${value}', l mood[] DEFAULT '{ ${value} }', n int, CONSTRAINT ck CHECK (m <> '${value}' OR n > 0), g boolean GENERATED ALWAYS AS (m IN ('sad', '${value}')) STORED);
    CREATE INDEX ix ON t (n) WHERE m = '${value}'; CREATE VIEW v AS SELECT n FROM t WHERE m = '${value}'`;
  const url = await freshDatabase();
  await administer(url, script("meh"));
  const options = project(url, { models: "models.sql" }, { "models.sql": script("fine") });
  expect(await textsOf(options, { renames: ["mood.meh=fine"] })).toEqual(['Rename value "meh" of enum mood to "fine"']);
  expect(await check(options, {})).toMatchObject({
    warnings: [expect.stringContaining('say so with --rename "mood.meh=fine"')],
  });
});

/** What each revision needs of the schema: another order of an enum's values needs all that uses it. */
const REVISION = `import type { Op } from "limbeck";
export const revision = "a1"; export const downRevision = null; export const branchLabels = null; export const dependsOn = null;
export function upgrade(op: Op) { op.alterEnum("level", ["high", "low"]); }
export function downgrade(op: Op) { op.alterEnum("level", ["low", "high"]); }
`;

describe("a revision runs beside what can't be read, whether the config leaves it out or not,", () => {
  const database = `${DATABASE} CREATE TYPE level AS ENUM ('low', 'high'); ALTER TABLE users ADD l level; CREATE VIEW w AS SELECT l FROM users`;
  const kept = `SELECT reloptions::text, pg_get_viewdef(oid) FROM pg_class WHERE relname = 'v' UNION ALL SELECT polcmd::text, '' FROM pg_policy`;
  const withRevision = (url: string, config: object) =>
    project(url, config, { "migrations/versions/a1_level.ts": REVISION });

  test.each([[{}], [{ exclude: ["audit.*"] }], [{ include: ["public.*"] }]])("%j", async (config) => {
    const url = await freshDatabase();
    await administer(url, database);
    const options = withRevision(url, config);
    const before = await administer(url, kept);
    const planned = await plan(options, { direction: "upgrade", target: "head", statements: true });
    expect(planned.steps[0]?.statements?.length).toBeGreaterThan(3);
    await upgrade(options, { target: "head" }, {});
    expect(
      await administer(url, "SELECT enum_range(NULL::level)::text AS l, (SELECT count(*)::int FROM w) AS n"),
    ).toEqual([{ l: "{high,low}", n: 0 }]);
    await downgrade(options, { target: "base" }, {});
    expect(await administer(url, kept)).toEqual(before);
  });

  test("a view that is left out comes back with its rules", async () => {
    const url = await freshDatabase();
    await administer(
      url,
      `${database}; CREATE VIEW audit.l AS SELECT l FROM users; CREATE RULE r AS ON INSERT TO audit.l DO INSTEAD NOTHING`,
    );
    await upgrade(withRevision(url, { exclude: ["audit.*"] }), { target: "head" }, {});
    expect(await administer(url, "SELECT enum_range(NULL::level)::text AS l")).toEqual([{ l: "{high,low}" }]);
    expect(
      await administer(
        url,
        "SELECT pg_get_ruledef(oid) AS rule FROM pg_rewrite WHERE ev_class = 'audit.l'::regclass AND rulename = 'r'",
      ),
    ).toEqual([{ rule: expect.stringMatching(/^CREATE RULE r AS\s+ON INSERT TO audit\.l DO INSTEAD NOTHING;$/) }]);
  });
});

test("an extension that no model names stays, and is told of where models name others, unless it is excluded", async () => {
  const url = await freshDatabase();
  await administer(url, "CREATE SCHEMA own; CREATE EXTENSION hstore SCHEMA own; CREATE EXTENSION citext");
  const models = `import { extension } from "limbeck"; export const citext = extension("citext"); ${MODELS}`;
  const found = (config: object) => check(project(url, config, { "models.ts": models }), {});
  const warnings = [expect.stringContaining('"hstore" is in no model and stays')];
  expect(await found({})).toMatchObject({ changes: [{ text: "Create table users" }], warnings });
  expect(await found({ exclude: ["hstore"] })).toMatchObject({ warnings: [] });
});

describe("--include and --exclude", () => {
  test("--include that fits nothing is refused, not taken for no difference", async () => {
    const said = await thrownBy(() => check(project("sqlite:///app.db"), { include: ["user"] }));
    expect(said).toContain("DIFF_PATTERN_UNUSED");
    expect(said).toContain("--include user");
  });

  test.each(["include", "exclude"])("--%s without --autogenerate is refused", async (flag) => {
    const said = await thrownBy(() => revision(project("sqlite:///app.db"), { [flag]: ["x"] }));
    expect(said).toContain(`--${flag} has no effect`);
  });
});

describe("accounts with other search paths", () => {
  test("the namespace that every database has isn't dropped", async () => {
    const url = await freshDatabase();
    await administer(url, "CREATE SCHEMA app; CREATE TABLE app.users (id int)");
    expect(await textsOf(project(url, { searchPath: ["app"] }))).toEqual([]);
  });

  test("a version table in another namespace is not overlooked; naming the namespace settles it", async () => {
    const url = await freshDatabase();
    const options = project(url);
    await revision(options, { autogenerate: true });
    await upgrade(options, { target: "head" });
    const name = new URL(url).pathname.slice(1);
    await administer(url, `CREATE SCHEMA app; ALTER DATABASE "${name}" SET search_path = app`);
    for (const verb of [() => check(options, {}), () => status(options), () => upgrade(options, { target: "head" })]) {
      const said = await thrownBy(verb);
      expect(said).toContain("VERSION_TABLE_ELSEWHERE");
      expect(said).toContain('"alembic_version" in "public"');
    }
    const named = { ...options, config: "named.json" };
    writeFiles(options.cwd, {
      "named.json": JSON.stringify({ url, models: "models.ts", searchPath: ["public"], exclude: ["app.*"] }),
    });
    expect(await check(named, {})).toEqual({ kind: "same" });
    writeFiles(options.cwd, { "named.json": JSON.stringify({ url, models: "models.ts", searchPath: ["app"] }) });
    await upgrade(named, { target: "head" });
    expect(await administer(url, "SELECT count(*)::int AS n FROM app.alembic_version")).toEqual([{ n: 1 }]);
  });
});

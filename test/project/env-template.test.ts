import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { isTemplateEnv } from "../../src/project/env-template.ts";
import { testPython } from "../servers/python.ts";

let templates = "";
beforeAll(async () => {
  const run = promisify(execFile);
  const { stdout } = await run(await testPython(), ["-c", "import alembic; print(alembic.__file__)"]);
  templates = join(dirname(stdout.trim()), "templates");
}, 300_000);

const envOf = (name: string): string => readFileSync(join(templates, name, "env.py"), "utf8");

test.each([
  ["generic", true],
  ["async", true],
  ["pyproject", true],
  ["pyproject_async", true],
  ["multidb", false],
] as const)("the template %s as Alembic has it: %s", (name, expected) => {
  expect(isTemplateEnv(envOf(name))).toBe(expected);
});

const METADATA = "target_metadata = None";
const CONNECTED = "connection=connection, target_metadata=target_metadata";
const edits: readonly (readonly [string, string, string, boolean])[] = [
  ["models", METADATA, "from app.models import Base\nimport app.more as more\ntarget_metadata = Base.metadata", true],
  [
    "several models",
    METADATA,
    "from app import (\n    a,\n    b,\n)\ntarget_metadata = [a.metadata, b.metadata]",
    true,
  ],
  ["flags of comparing", CONNECTED, `${CONNECTED}, compare_type=True, render_as_batch=True,`, true],
  ["no types, no default", "config.config_ini_section, {}", "config.config_ini_section", true],
  ["the URL from elsewhere", METADATA, 'config.set_main_option("sqlalchemy.url", "sqlite:///x.db")', false],
  ["an import of the models under their name", METADATA, "from app.models import metadata as target_metadata", true],
  ["an import that binds a name of the template", METADATA, "from app import config", false],
  ["an import under a name of the template", METADATA, "import app.engine as engine_from_config", false],
  ["an import of everything", METADATA, "from app.models import *", false],
  ["a call for the models", METADATA, "target_metadata = load()", false],
  ["two statements on a line", METADATA, "import app; app.configure()", false],
  ["another version table", CONNECTED, `${CONNECTED}, version_table="v"`, false],
  ["another section", "config.config_ini_section, {}", '"other"', false],
  ["a URL in the call", CONNECTED, `${CONNECTED}, url="sqlite:///x.db"`, false],
  ["another prefix", 'prefix="sqlalchemy."', 'prefix="db."', false],
  ["another engine", "poolclass=pool.NullPool", "poolclass=pool.NullPool, url=URL", false],
  ["a string that isn't closed", METADATA, "'''", false],
];
test.each(edits)("the generic template with %s", (_claim, what, by, expected) => {
  const text = envOf("generic").replace(/connection=connection, target_metadata=target_metadata\s*/, CONNECTED);
  expect(text).toContain(what);
  expect(isTemplateEnv(text.replace(what, by))).toBe(expected);
});

test("an empty one", () => {
  expect(isTemplateEnv("")).toBe(false);
});

test.each([
  ["that names its models and does nothing", "from app import Base\n\ntarget_metadata = Base.metadata\n", true],
  ["that does something unknown", "target_metadata = None\nrun()\n", false],
])("an env.py %s", (_, text, expected) => {
  expect(isTemplateEnv(text)).toBe(expected);
});

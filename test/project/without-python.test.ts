import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { branches } from "../../src/project/branches.ts";
import { current } from "../../src/project/current.ts";
import { heads } from "../../src/project/heads.ts";
import { history } from "../../src/project/history.ts";
import { plan } from "../../src/project/plan.ts";
import { show } from "../../src/project/show.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { testPython } from "../servers/python.ts";
import { thrownBy } from "./project-directory.ts";
import { pythonProject } from "./python-project.ts";

const NOWHERE = "/nowhere/python";
const METADATA = "target_metadata = None";
const DATABASE = "sqlite:///app.db";
let template = "";
beforeAll(async () => {
  const where = execFileSync(await testPython(), ["-c", "import alembic; print(alembic.__file__)"], {
    encoding: "utf8",
  });
  const text = readFileSync(join(dirname(where.trim()), "templates", "generic", "env.py"), "utf8");
  // The projects of the tests set up no logging.
  template = text.replace(/^if config\.config_file_name.*\n.*\n/m, "");
}, 300_000);

const table = (name: string): string => `op.create_table("${name}", sa.Column("id", sa.Integer, primary_key=True))`;

/** A project whose database is at a1, with two heads before it, and no Python any more. */
async function projectOf(env: string, ini?: string): Promise<GlobalOptions> {
  const revisions = {
    a1: { up: table("one") },
    b1: { down: "a1", up: table("two") },
    b2: { down: "a1", up: table("three") },
  };
  const more = ini === undefined ? {} : { "alembic.ini": ini };
  const options = await pythonProject(revisions, { "migrations/env.py": env, ...more });
  await upgrade(options, { target: "a1" });
  return { ...options, python: NOWHERE };
}

const verbs: readonly (readonly [string, (options: GlobalOptions) => Promise<unknown>, RegExp])[] = [
  ["heads", (options) => heads(options, {}), /"b1".*"b2"/],
  ["history -i", (options) => history(options, { indicateCurrent: true }), /"isCurrent":true/],
  ["show current", (options) => show(options, { revision: "current" }), /"a1"/],
  ["branches", (options) => branches(options), /"b1"/],
  ["current", (options) => current(options), /"missingHeads":\["b1","b2"\]/],
  ["plan", (options) => plan(options, { direction: "upgrade", target: "heads" }), /"revision":"b1".*"revision":"b2"/],
];
test("an env.py that is a template of Alembic's is not run to find the database", async () => {
  const options = await projectOf(template);
  for (const [verb, run, says] of verbs) expect(JSON.stringify(await run(options)), verb).toMatch(says);
});

const INI = "[alembic]\nscript_location = migrations\nprepend_sys_path = .\n";
const asked: readonly (readonly [string, (env: string) => string, string])[] = [
  [
    "whose URL comes from elsewhere",
    (env) => env.replace(METADATA, `${METADATA}\nconfig.set_main_option("sqlalchemy.url", "${DATABASE}")`),
    `${INI}sqlalchemy.url = sqlite:///other.db\n`,
  ],
  ["with an escape in the URL", (env) => env, `${INI}sqlalchemy.url = sqlite:///a%%20pp.db\n`],
  ["with a parameter in the URL", (env) => env, `${INI}sqlalchemy.url = sqlite:///app.db?timeout=5\n`],
];
test.each(asked)("one %s is run", async (_claim, edit, ini) => {
  const options = await projectOf(
    edit(template).replace("target_metadata=target_metadata", "target_metadata=None"),
    ini,
  );
  expect(await thrownBy(() => current(options))).toMatch(/^BRIDGE_PYTHON_MISSING /);
});

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { check } from "../../src/project/check.ts";
import { current } from "../../src/project/current.ts";
import { downgrade } from "../../src/project/downgrade.ts";
import { history } from "../../src/project/history.ts";
import { revision } from "../../src/project/revision.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import { verify } from "../../src/project/verify.ts";
import { flaskPath } from "../servers/python.ts";
import { flaskProject } from "./flask-project.ts";
import { thrownBy } from "./project-directory.ts";
import { tablesIn } from "./python-project.ts";

// Made once on a machine.
beforeAll(flaskPath, 300_000);

it("a project of Flask-Migrate's is found by its migrations/alembic.ini, and its history read without Python", async () => {
  const options = { ...(await flaskProject()), python: "/nowhere/python" };
  expect((await history(options, {})).map((each) => each.revision)).toEqual(["r1"]);
});

it("env.py runs in the context of the application that `flask db` would make: upgrade, check, revision, downgrade", async () => {
  const options = await flaskProject();
  await upgrade(options, { target: "head" });
  expect(await tablesIn(options)).toEqual(["user"]);
  expect(await check(options, {})).toEqual({ kind: "same" });
  expect((await current(options)).revisions.map((each) => each.revision)).toEqual(["r1"]);
  await downgrade(options, { target: "base" });
  expect(await tablesIn(options)).toEqual([]);
});

it("the models are the application's, named by FLASK_APP, and configured by what it gives to Migrate", async () => {
  const app = readFileSync(join((await flaskProject()).cwd, "app.py"), "utf8");
  const wider = app.replace("String(80))", "String(90))\n    email = db.Column(db.String(20))");
  const options = await flaskProject({ "app.py": "raise RuntimeError", "shop.py": wider }, { FLASK_APP: "shop" });
  await upgrade(options, { target: "head" });
  const written = await revision(options, { message: "email", autogenerate: true });
  const text = readFileSync(written.kind === "written" ? written.revision.path : "", "utf8");
  expect(text).toContain('sa.Column("email", sa.String(length=20)');
  expect(text).toContain("type_=sa.String(length=90)");
});

it("a revision is verified on a scratch database, which goes in the place of the application's", async () => {
  const options = await flaskProject();
  const { revisions, ok } = await verify(options, { targets: [] });
  expect([revisions.map((each) => each.revision), ok]).toEqual([["r1"], true]);
  expect(existsSync(join(options.cwd, "app.db"))).toBe(false);
});

const lost: readonly (readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, RegExp])[] =
  [
    ["an application that isn't there", {}, { FLASK_APP: "nope" }, /nope/],
    ["no application where one is looked for", { "app.py": "x = 1\n" }, {}, /app/],
    [
      "an application without Flask-Migrate",
      { "app.py": "from flask import Flask\napp = Flask('bare')\n" },
      {},
      /"bare" has no Flask-Migrate/,
    ],
  ];
it.each(lost)("says what is missing: %s", async (_claim, files, env, words) => {
  const error = await thrownBy(async () => current(await flaskProject(files, env)));
  expect(error).toMatch(/^BRIDGE_FLASK_APP /);
  expect(error).toMatch(words);
});

it("an env.py that makes the application itself is run as it is", async () => {
  const own = "from app import create_app\ncreate_app().app_context().push()\n";
  const env = readFileSync(join((await flaskProject()).cwd, "migrations/env.py"), "utf8");
  const options = await flaskProject(
    {
      "alembic.ini": "[alembic]\nscript_location = migrations\nprepend_sys_path = .\npath_separator = os\n",
      "migrations/env.py": own + env.replace(/assert .*\n/, ""),
    },
    { FLASK_APP: "nope" },
  );
  await upgrade(options, { target: "head" });
  expect(await tablesIn(options)).toEqual(["user"]);
});

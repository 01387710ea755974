import { existsSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { check } from "../../src/project/check.ts";
import { revision } from "../../src/project/revision.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { testPython } from "../servers/python.ts";
import { alembicProject, genericEnv, INI, modelsOf } from "./alembic-project.ts";
import { inDirectory, projectDirectory, thrownBy } from "./project-directory.ts";

/** How long the server waits for the models, and then for nothing. */
const LIMIT_MS = 60_000;
const LOADED = "loaded.txt";
let directory = "";
let server: Server;
let url = "";

/** A server that says nothing until the models are loaded, and then goes. */
beforeAll(async () => {
  await testPython();
  server = createServer(async (socket) => {
    socket.on("error", () => undefined);
    for (const end = Date.now() + LIMIT_MS; Date.now() < end && !existsSync(join(directory, LOADED)); ) await sleep(20);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `postgresql://me@127.0.0.1:${(server.address() as AddressInfo).port}/app`;
}, 300_000);

afterAll(() => server.close());

const MODELS = `${modelsOf('sa.Table("a", metadata, sa.Column("id", sa.Integer, primary_key=True))')}open("${LOADED}", "w").close()\n`;
const models = (options: GlobalOptions): GlobalOptions => {
  directory = options.cwd;
  return options;
};
const config = (source: string) => JSON.stringify({ url, models: source });
const alembic = (files: Readonly<Record<string, string>>) =>
  alembicProject({ "alembic.ini": INI.replace("sqlite:///app.db", url), "models.py": MODELS, ...files });

test.each([
  ["check", "env.py", (options: GlobalOptions) => check(options, {})],
  ["check", "a place", (options: GlobalOptions) => check(options, {})],
  ["revision --autogenerate", "env.py", (options: GlobalOptions) => revision(options, { autogenerate: true })],
  ["revision --autogenerate", "a place", (options: GlobalOptions) => revision(options, { autogenerate: true })],
] as const)(
  "%s has the models of %s loaded while it connects",
  async (_, place, run) => {
    const options =
      place === "env.py"
        ? await alembic({ "migrations/env.py": genericEnv() })
        : inDirectory(
            projectDirectory({
              "limbeck.config.json": config("sqlalchemy:models:metadata"),
              "models.py": MODELS,
              "migrations/.keep": "",
            }),
            { env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" }, python: await testPython() },
          );
    expect(await thrownBy(() => run(models(options)))).toMatch(/^CONNECT_FAILED /);
    expect(existsSync(join(directory, LOADED))).toBe(true);
  },
  120_000,
);

test("an env.py of one's own is run before the models that --from-url names: it may say where they are", async () => {
  const options = await alembicProject({
    "migrations/env.py": `import sys\nsys.path.insert(0, "lib")\n${genericEnv()}`,
    "models.py": modelsOf(""),
    "lib/elsewhere.py": MODELS,
  });
  expect(await check(options, { fromUrl: "sqlalchemy:elsewhere:metadata" })).toMatchObject({ kind: "differs" });
});

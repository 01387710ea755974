import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { check } from "../../src/project/check.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { inDirectory, projectDirectory, writeFiles } from "../project/project-directory.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";

const TABLE = "CREATE TABLE t (id int PRIMARY KEY, n numeric(5, 2) DEFAULT 1.50 CHECK (n > 0));\n";

async function project(script = TABLE, config = ""): Promise<GlobalOptions> {
  const url = await freshDatabase();
  await administer(url, TABLE);
  return inDirectory(
    projectDirectory({
      "limbeck.config.ts": `export default { url: ${JSON.stringify(url)}, models: "models.sql", ${config} };`,
      "models.sql": script,
      "migrations/README.md": "",
    }),
  );
}

async function changesOf(options: GlobalOptions): Promise<readonly string[]> {
  const found = await check(options, {});
  return found.kind === "same" ? [] : found.changes.map(({ text }) => text);
}

function keptFiles({ cwd }: GlobalOptions): readonly string[] {
  const cache = join(cwd, "node_modules/.cache/limbeck");
  if (!existsSync(cache)) return [];
  return readdirSync(cache)
    .filter((name) => name.startsWith("schema-"))
    .map((name) => join(cache, name));
}

test("what models in SQL make on PostgreSQL is kept, and made anew when they change", async () => {
  const options = await project();
  expect(await changesOf(options)).toEqual([]);
  const [kept = ""] = keptFiles(options);
  // Only what is kept can say this.
  writeFileSync(kept, readFileSync(kept, "utf8").replace('"name":"n"', '"name":"m"'));
  expect(await changesOf(options)).toEqual(expect.arrayContaining(["Add column t.m"]));
  writeFiles(options.cwd, { "models.sql": `${TABLE}CREATE TABLE u ();\n` });
  expect(await changesOf(options)).toEqual(["Create table u"]);
  writeFiles(options.cwd, { "models.sql": TABLE });
  expect(await changesOf(options)).toEqual([]);
});

test("a damaged file is no matter, and what is left out is a part of the question", async () => {
  const options = await project(`${TABLE}CREATE TABLE left_out ();\n`, 'exclude: ["left_*"]');
  expect(await changesOf(options)).toEqual([]);
  for (const path of keptFiles(options)) writeFileSync(path, readFileSync(path, "utf8").slice(0, 60));
  expect(await changesOf(options)).toEqual([]);
  const config = join(options.cwd, "limbeck.config.ts");
  writeFileSync(config, readFileSync(config, "utf8").replace('exclude: ["left_*"]', ""));
  expect(await changesOf(options)).toEqual(["Create table left_out"]);
});

test("nothing is kept of a script that may look at what is there, nor where a function leaves things out", async () => {
  const looking = await project(`${TABLE}DO $$ BEGIN END $$;\n`);
  const filtered = await project(TABLE, "includeName: () => true");
  for (const options of [looking, filtered]) {
    expect(await changesOf(options)).toEqual([]);
    expect(keptFiles(options)).toEqual([]);
  }
});

const PARTS = 'export const names = ["n", "o"];\n';
const MODELS = `import { column, integer, table } from "limbeck";
import { names } from "./parts.ts";
export const tables = names.map((name) => table(name, [column("id", integer())]));\n`;

/** A project with models in TypeScript, for the built program: in the tests Limbeck itself is a part of what models import. */
function typescriptProject(): GlobalOptions {
  return inDirectory(
    projectDirectory({
      "limbeck.config.json": JSON.stringify({ url: "sqlite:///app.db", models: "models.ts" }),
      "models.ts": MODELS,
      "parts.ts": PARTS,
      "migrations/README.md": "",
    }),
  );
}

function tablesOf({ cwd }: GlobalOptions, env: Readonly<Record<string, string>> = {}): readonly string[] {
  const program = fileURLToPath(new URL("../../bin/limbeck.js", import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, [program, "-C", cwd, "check", "--json"], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  expect(stderr).toBe("");
  return JSON.parse(stdout).changes.map(({ text }: { readonly text: string }) => text.replace("Create table ", ""));
}

test("what models in TypeScript make is kept, until a file of theirs changes", () => {
  const options = typescriptProject();
  expect(tablesOf(options)).toEqual(["n", "o"]);
  const [kept = ""] = keptFiles(options);
  writeFileSync(kept, readFileSync(kept, "utf8").replace('"name":"n"', '"name":"m"'));
  expect(tablesOf(options)).toEqual(["m", "o"]);
  writeFiles(options.cwd, { "parts.ts": PARTS.replace('"o"', '"p"') });
  expect(tablesOf(options)).toEqual(["n", "p"]);
  writeFiles(options.cwd, { "parts.ts": PARTS });
  expect(tablesOf(options)).toEqual(["n", "o"]);
});

test("nothing is kept of models that look at the environment", () => {
  const options = typescriptProject();
  writeFiles(options.cwd, { "parts.ts": PARTS.replace('"n"', 'process.env["LIMBECK_TEST_NAME"] ?? "n"') });
  expect(tablesOf(options)).toEqual(["n", "o"]);
  expect(keptFiles(options)).toEqual([]);
  expect(tablesOf(options, { LIMBECK_TEST_NAME: "m" })).toEqual(["m", "o"]);
});

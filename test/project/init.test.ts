import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { edit } from "../../src/project/edit.ts";
import { heads } from "../../src/project/heads.ts";
import { init } from "../../src/project/init.ts";
import { listTemplates } from "../../src/project/list-templates.ts";
import { revision } from "../../src/project/revision.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import { inDirectory, projectDirectory, thrownBy, writeFiles } from "./project-directory.ts";

test.each(listTemplates().map(({ name }) => name))(
  "template %s gives a project in which the next commands work",
  async (template) => {
    const options = inDirectory(projectDirectory({}));
    const { created, kept, configPath } = await init(options, { template });
    expect(created).toContain(configPath);
    expect(kept).toEqual([]);
    expect(await heads(options, {})).toEqual([]);
    writeFiles(options.cwd, { "schema.sql": "CREATE TABLE users (id INTEGER PRIMARY KEY);" });
    if (!existsSync(join(options.cwd, "models.ts"))) {
      writeFiles(options.cwd, {
        "models.ts":
          'import { column, integer, table } from "limbeck";\nexport const users = table("users", [column("id", integer(), { primaryKey: true })]);\n',
      });
    }
    expect(await revision(options, { autogenerate: true, message: "Initial" })).toMatchObject({
      kind: "written",
      changes: [{ kind: "createTable" }],
    });
    expect(await upgrade(options, { target: "head" })).toMatchObject({ steps: [{ direction: "upgrade" }] });
  },
);

test("what is there stays as it is", async () => {
  const options = inDirectory(projectDirectory({ "limbeck.config.js": "export default {};" }));
  const first = await init(options, { directory: "db/migrations" });
  expect(first.kept).toEqual([join(options.cwd, "limbeck.config.js")]);
  expect(existsSync(join(options.cwd, "limbeck.config.ts"))).toBe(false);
  writeFileSync(join(options.cwd, "db/migrations/README.md"), "mine");
  expect((await init(options, { directory: "db/migrations" })).created).toEqual([]);
  expect(readFileSync(join(options.cwd, "db/migrations/README.md"), "utf8")).toBe("mine");
});

test("an Alembic project isn't hidden behind a second config", async () => {
  const options = inDirectory(projectDirectory({ "alembic.ini": "[alembic]\nscript_location = alembic\n" }));
  expect(await thrownBy(() => init(options, {}))).toMatch(/^INIT_ALEMBIC "[^"]*alembic\.ini"/);
  expect(existsSync(join(options.cwd, "limbeck.config.ts"))).toBe(false);
  writeFiles(options.cwd, { "limbeck.config.json": "{}" });
  expect((await init(options, {})).configPath).toBe(join(options.cwd, "limbeck.config.json"));
});

test("the config names the directory", async () => {
  const options = inDirectory(projectDirectory({}));
  const { configPath } = await init(options, { directory: "db/migrations" });
  expect(readFileSync(configPath, "utf8")).toContain('migrations: "db/migrations"');
});

test.each([
  [
    "an unknown template",
    { template: "sqll" },
    'INIT_TEMPLATE_UNKNOWN There is no template "sqll" (did you mean "sql"?)',
  ],
  ["a directory of something else", { directory: "src" }, "INIT_NOT_EMPTY"],
  ["a file in the directory's place", { directory: "file" }, "INIT_NOT_EMPTY"],
] as const)("refused: %s", async (_claim, input, says) => {
  const options = inDirectory(projectDirectory({ "src/index.ts": "", file: "x" }));
  expect(await thrownBy(() => init(options, input))).toContain(says);
  expect(existsSync(join(options.cwd, "limbeck.config.ts"))).toBe(false);
});

const editor = (program: string) => `${JSON.stringify(process.execPath)} -e ${JSON.stringify(program)}`;

test("edit gives the file to the editor and waits for it", async () => {
  const directory = projectDirectory({
    "limbeck.config.json": "{}",
    "write.cjs": "require('node:fs').appendFileSync(process.argv[2], '-- edited')",
  });
  mkdirSync(join(directory, "migrations"));
  const env = { VISUAL: `"${process.execPath}" ${directory}/write.cjs`, EDITOR: "not this one" };
  const options = inDirectory(directory, { env });
  await revision(options, { format: "sql", revId: "a1aaaa" });
  const { paths } = await edit(options, { revision: "head" });
  expect(readFileSync(paths[0] ?? "", "utf8")).toMatch(/-- edited$/);
  expect(await thrownBy(() => edit(options, { revision: "base" }))).toContain("EDIT_NOTHING");
  const failing = inDirectory(directory, { env: { EDITOR: editor("process.exit(2)") } });
  expect(await thrownBy(() => edit(failing, { revision: "head" }))).toMatch(/EDIT_NO_EDITOR .*exit code 2/);
  const missing = inDirectory(directory, { env: { EDITOR: "no-such-editor-anywhere" } });
  expect(await thrownBy(() => edit(missing, { revision: "head" }))).toContain("EDIT_NO_EDITOR");
  expect(await thrownBy(() => edit(inDirectory(directory), { revision: "head" }))).toContain("EDIT_NO_EDITOR");
});

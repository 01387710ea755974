import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadSettings } from "../../src/project/config-file.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { inDirectory, projectDirectory, thrownBy } from "./project-directory.ts";

type Files = Readonly<Record<string, string>>;
const URL_ONLY = JSON.stringify({ url: "sqlite:///a.db" });
const typescript = (body: string): string =>
  `import { defineConfig } from "limbeck";\nexport default defineConfig(${body});\n`;

const FOUND: readonly { claim: string; files: Files; at?: string; more?: Partial<GlobalOptions>; url: string }[] = [
  { claim: "limbeck.config.json", files: { "limbeck.config.json": URL_ONLY }, url: "sqlite:///a.db" },
  {
    claim: "limbeck.config.ts, without limbeck installed",
    files: { "limbeck.config.ts": typescript(URL_ONLY) },
    url: "sqlite:///a.db",
  },
  {
    claim: "limbeck.config.mjs",
    files: { "limbeck.config.mjs": `export default ${URL_ONLY};` },
    url: "sqlite:///a.db",
  },
  { claim: "a config in .config/", files: { ".config/limbeck.config.json": URL_ONLY }, url: "sqlite:///a.db" },
  { claim: "the key of package.json", files: { "package.json": `{"limbeck": ${URL_ONLY}}` }, url: "sqlite:///a.db" },
  {
    claim: "a config above",
    files: { "limbeck.config.json": URL_ONLY, "a/b/x.txt": "" },
    at: "a/b",
    url: "sqlite:///a.db",
  },
  {
    claim: "the nearest of two",
    files: { "limbeck.config.json": URL_ONLY, "a/limbeck.config.json": '{"url": "sqlite:///near.db"}' },
    at: "a",
    url: "sqlite:///near.db",
  },
  {
    claim: "--config before what is found",
    files: { "limbeck.config.json": URL_ONLY, "other.json": '{"url": "sqlite:///other.db"}' },
    more: { config: "other.json" },
    url: "sqlite:///other.db",
  },
  {
    claim: "a function is given the environment",
    files: {
      "limbeck.config.ts": typescript(
        "async ({ environment }) => ({ url: 'sqlite:///' + environment + '.db', environments: { ci: {} } })",
      ),
    },
    more: { environment: "ci" },
    url: "sqlite:///ci.db",
  },
  {
    claim: "-e replaces keys",
    files: { "limbeck.config.json": '{"url": "sqlite:///a.db", "environments": {"ci": {"url": "sqlite:///ci.db"}}}' },
    more: { environment: "ci" },
    url: "sqlite:///ci.db",
  },
  {
    claim: "LIMBECK_ENV is -e",
    files: { "limbeck.config.json": '{"url": "sqlite:///a.db", "environments": {"ci": {"url": "sqlite:///ci.db"}}}' },
    more: { env: { LIMBECK_ENV: "ci" } },
    url: "sqlite:///ci.db",
  },
  {
    claim: "--url before the config",
    files: { "limbeck.config.json": URL_ONLY },
    more: { url: "sqlite:///u.db" },
    url: "sqlite:///u.db",
  },
  {
    claim: "the config before DATABASE_URL",
    files: { "limbeck.config.json": URL_ONLY },
    more: { env: { DATABASE_URL: "sqlite:///env.db" } },
    url: "sqlite:///a.db",
  },
  {
    claim: "DATABASE_URL where the config has none",
    files: { "limbeck.config.json": "{}" },
    more: { env: { DATABASE_URL: "sqlite:///env.db" } },
    url: "sqlite:///env.db",
  },
  {
    claim: "a variable that the config names",
    files: { "limbeck.config.json": '{"url": {"env": "MY_DB"}}' },
    more: { env: { MY_DB: "sqlite:///my.db", DATABASE_URL: "sqlite:///env.db" } },
    url: "sqlite:///my.db",
  },
  {
    claim: "alembic.ini",
    files: { "alembic.ini": "[alembic]\nscript_location = m\nsqlalchemy.url = sqlite:///al.db\n" },
    url: "sqlite:///al.db",
  },
  {
    claim: "limbeck's own config before alembic.ini",
    files: {
      "limbeck.config.json": URL_ONLY,
      "alembic.ini": "[alembic]\nscript_location = m\nsqlalchemy.url = sqlite:///al.db\n",
    },
    url: "sqlite:///a.db",
  },
  {
    claim: "an undefined key counts as absent",
    files: { "limbeck.config.ts": typescript("{ url: undefined, models: undefined }") },
    more: { url: "sqlite:///x.db" },
    url: "sqlite:///x.db",
  },
  {
    claim: "$schema is allowed",
    files: { "limbeck.config.json": '{"$schema": "x", "url": "sqlite:///a.db"}' },
    url: "sqlite:///a.db",
  },
];

describe("the URL comes from", () => {
  test.each(FOUND)("$claim", async ({ files, at, more, url }) => {
    const directory = projectDirectory(files);
    const settings = await loadSettings(inDirectory(join(directory, at ?? ""), more));
    expect(settings.url).toMatchObject({ kind: "known", text: url });
  });
});

test("a named variable that isn't set is not replaced by DATABASE_URL", async () => {
  const directory = projectDirectory({ "limbeck.config.json": '{"url": {"env": "MY_DB"}}' });
  const { url } = await loadSettings(inDirectory(directory, { env: { DATABASE_URL: "sqlite:///env.db" } }));
  expect(url).toMatchObject({ kind: "missing", why: expect.stringContaining("MY_DB") });
});

test("paths are relative to the config, and to the directory above .config", async () => {
  const text = JSON.stringify({
    models: ["a.ts"],
    migrations: "db",
    postWriteHooks: [{ command: "fmt --write", cwd: "sub" }],
  });
  const directory = projectDirectory({ ".config/limbeck.config.json": text, "x/y.txt": "" });
  const settings = await loadSettings(inDirectory(join(directory, "x")));
  expect(settings).toMatchObject({
    directory,
    models: ["a.ts"],
    locations: [join(directory, "db/versions")],
    hooks: [{ name: "fmt", command: "fmt --write", cwd: join(directory, "sub") }],
    versionTable: { name: "alembic_version" },
    format: "ts",
    lockTimeoutMs: 60_000,
  });
});

const json = (value: unknown): Files => ({ "limbeck.config.json": JSON.stringify(value) });
const REFUSED: readonly { claim: string; files: Files; more?: Partial<GlobalOptions>; says: readonly string[] }[] = [
  { claim: "no config at all", files: {}, says: ["CONFIG_MISSING"] },
  {
    claim: "two configs in one directory",
    files: { ...json({}), "limbeck.config.ts": "export default {}" },
    says: ["CONFIG_AMBIGUOUS", "limbeck.config.ts", "limbeck.config.json"],
  },
  {
    claim: "a config and a key of package.json",
    files: { ...json({}), "package.json": '{"limbeck": {}}' },
    says: ["CONFIG_AMBIGUOUS", "package.json"],
  },
  { claim: "--config that isn't there", files: {}, more: { config: "no.ts" }, says: ["CONFIG_UNREADABLE", "no.ts"] },
  { claim: "broken JSON", files: { "limbeck.config.json": "{" }, says: ["CONFIG_UNREADABLE", "limbeck.config.json"] },
  {
    claim: "broken TypeScript",
    files: { "limbeck.config.ts": "export default {" },
    says: ["REVISION_FILE_SYNTAX", "limbeck.config.ts:1"],
  },
  {
    claim: "no default export",
    files: { "limbeck.config.ts": "export const url = 1;" },
    says: ["CONFIG_UNREADABLE", "no default export"],
  },
  {
    claim: "a function that throws",
    files: { "limbeck.config.ts": "export default () => { throw new Error('boom'); }" },
    says: ["CONFIG_UNREADABLE", "boom"],
  },
  { claim: "not an object", files: json(["a"]), says: ["CONFIG_VALUE_INVALID", "must be an object"] },
  {
    claim: "a misspelt key",
    files: json({ migration: "x" }),
    says: ["CONFIG_KEY_UNKNOWN", '"migration"', 'did you mean "migrations"?', "limbeck.config.json"],
  },
  { claim: "a key of Object.prototype", files: json({ constructor: 1 }), says: ["CONFIG_KEY_UNKNOWN", "constructor"] },
  {
    claim: "a misspelt key of an environment",
    files: json({ environments: { ci: { urll: "x" } } }),
    says: ["CONFIG_KEY_UNKNOWN", '"environments.ci.urll"', '"url"'],
  },
  {
    claim: "an environment inside an environment",
    files: json({ environments: { ci: { environments: {} } } }),
    says: ["CONFIG_KEY_UNKNOWN", "environments.ci.environments"],
  },
  {
    claim: "a misspelt key of a hook",
    files: json({ postWriteHooks: [{ comand: "x" }] }),
    says: ["CONFIG_KEY_UNKNOWN", '"postWriteHooks[0].comand"', '"command"'],
  },
  {
    claim: "a hook without a command",
    files: json({ postWriteHooks: [{ name: "x" }] }),
    says: ["CONFIG_VALUE_INVALID", "postWriteHooks[0].command"],
  },
  {
    claim: "a text for a number",
    files: json({ truncateSlugLength: "40" }),
    says: ["CONFIG_VALUE_INVALID", "truncateSlugLength", "whole number", '"40"'],
  },
  { claim: "a negative time", files: json({ lockTimeoutMs: -1 }), says: ["CONFIG_VALUE_INVALID", "lockTimeoutMs"] },
  { claim: "a format that isn't one", files: json({ format: "rb" }), says: ["CONFIG_VALUE_INVALID", "format"] },
  { claim: "an empty URL", files: json({ url: "" }), says: ["CONFIG_VALUE_INVALID", "url"] },
  {
    claim: "no version location",
    files: json({ versionLocations: [] }),
    says: ["CONFIG_VALUE_INVALID", "versionLocations"],
  },
  {
    claim: "an unknown environment",
    files: json({ environments: { production: {} } }),
    more: { environment: "prodction" },
    says: ["CONFIG_ENVIRONMENT_UNKNOWN", '"production"'],
  },
  {
    claim: "-n with a config of Limbeck's",
    files: json({}),
    more: { section: "x" },
    says: ["CONFIG_UNREADABLE", "-n/--name x"],
  },
  {
    claim: "-e with an alembic.ini",
    files: { "alembic.ini": "[alembic]\nscript_location=m" },
    more: { environment: "x" },
    says: ["CONFIG_UNREADABLE", "-e/--env x"],
  },
];

describe("refused", () => {
  test.each(REFUSED)("$claim", async ({ files, more, says }) => {
    const directory = projectDirectory(files);
    const said = await thrownBy(() => loadSettings(inDirectory(directory, more)));
    for (const word of says) expect(said).toContain(word);
  });
});

test("a wrong URL isn't quoted: it may hold a password", async () => {
  const directory = projectDirectory({ "limbeck.config.json": '{"url": ["postgresql://u:secret@h/d"]}' });
  const said = await thrownBy(() => loadSettings(inDirectory(directory)));
  expect(said).toContain("CONFIG_VALUE_INVALID");
  expect(said).not.toContain("secret");
});

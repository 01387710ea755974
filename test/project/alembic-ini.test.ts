import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { alembicSettings } from "../../src/project/alembic-settings.ts";
import { loadSettings } from "../../src/project/config-file.ts";
import { inDirectory, projectDirectory, thrownBy } from "./project-directory.ts";

const CWD = join("/", "app");
const PATH = join(CWD, "alembic.ini");
const read = (text: string, section = "alembic") =>
  alembicSettings({ ini: { path: PATH, text }, cwd: CWD, section, env: {}, x: [] });
const at = (...parts: readonly string[]) => join(CWD, ...parts);

const READ: readonly { claim: string; text: string; section?: string; gives: object }[] = [
  {
    claim: "script_location, relative to the directory",
    text: "[alembic]\nscript_location = m",
    gives: { locations: [at("m", "versions")] },
  },
  { claim: "%(here)s", text: "[alembic]\nscript_location = %(here)s/m", gives: { locations: [at("m", "versions")] } },
  {
    claim: "`:` after the key, comments, other sections",
    text: "; c\n[x]\na = 1\n[alembic]\n# c\nscript_location: m\n[loggers]\nkeys = root",
    gives: { locations: [at("m", "versions")] },
  },
  {
    claim: "a value of another section is not taken",
    text: "[alembic]\nscript_location = m\n[other]\ntimezone = UTC",
    gives: { timezone: undefined },
  },
  {
    claim: "a value of DEFAULT is taken",
    text: "[DEFAULT]\ntimezone = UTC\n[alembic]\nscript_location = m",
    gives: { timezone: "UTC" },
  },
  {
    claim: "a reference to another key",
    text: "[alembic]\nname = m\nscript_location = %(name)s/x",
    gives: { locations: [at("m", "x", "versions")] },
  },
  {
    claim: "%% is one %",
    text: "[alembic]\nscript_location = m\nfile_template = %%(rev)s_%%(slug)s",
    gives: { fileTemplate: "%(rev)s_%(slug)s" },
  },
  {
    claim: "a password with %%",
    text: "[alembic]\nscript_location = m\nsqlalchemy.url = x://u:a%%40b@h/d",
    gives: { url: { kind: "known", text: "x://u:a%40b@h/d", from: PATH } },
  },
  {
    claim: "an empty value counts as absent",
    text: "[alembic]\nscript_location = m\ntimezone =",
    gives: { timezone: undefined },
  },
  {
    claim: "lists by spaces and commas when no separator is named",
    text: "[alembic]\nscript_location = m\nversion_locations = a, b c",
    gives: { locations: [at("a"), at("b"), at("c")] },
  },
  {
    claim: "lists by newline",
    text: "[alembic]\nscript_location = m\npath_separator = newline\nversion_locations =\n    a b\n    c",
    gives: { locations: [at("a b"), at("c")] },
  },
  {
    claim: "lists by ;",
    text: "[alembic]\nscript_location = m\npath_separator = ;\nversion_locations = a;b",
    gives: { locations: [at("a"), at("b")] },
  },
  {
    claim: "Limbeck's own options, in a section that Alembic passes over",
    text: "[alembic]\nscript_location = m\n[limbeck]\nblocking = true\nlock_timeout_ms = 5",
    gives: { blocking: true, lockTimeoutMs: 5 },
  },
  {
    claim: "how lint counts, and what is kept and protected",
    text: "[alembic]\nscript_location = m\n[limbeck]\nlint_rules = no-downgrade=error,\n  check-blocks = off\nlint_fail_on = note\nprotected = true\nbackup_max_rows = 7\nwarn_after_ms = 9",
    gives: {
      lint: { rules: { "no-downgrade": "error", "check-blocks": "off" }, failOn: "note" },
      protects: true,
      backups: { maxRows: 7 },
      warnAfterMs: 9,
    },
  },
  {
    claim: "that nothing is kept",
    text: "[alembic]\nscript_location = m\n[limbeck]\nbackups = off",
    gives: { backups: undefined, lint: { rules: {}, failOn: "error" } },
  },
  {
    claim: "the safe forms, where nothing asks for others",
    text: "[alembic]\nscript_location = m\n[limbeck]\nblocking = false",
    gives: { blocking: false, lockTimeoutMs: 60_000 },
  },
  {
    claim: "the old name of the separator",
    text: "[alembic]\nscript_location = m\nversion_path_separator = space\nversion_locations = a b",
    gives: { locations: [at("a"), at("b")] },
  },
  {
    claim: "recursive and the length of slugs",
    text: "[alembic]\nscript_location = m\nrecursive_version_locations = true\ntruncate_slug_length = 20",
    gives: { recursive: true, truncateSlugLength: 20 },
  },
  {
    claim: "another section",
    text: "[alembic]\nscript_location = m\n[two]\nscript_location = n",
    section: "two",
    gives: { locations: [at("n", "versions")] },
  },
  {
    claim: "new files are in Python, as those that are there",
    text: "[alembic]\nscript_location = m",
    gives: { format: "py" },
  },
];

describe("read", () => {
  test.each(READ)("$claim", ({ text, section, gives }) => {
    const settings = read(text, section) as unknown as Record<string, unknown>;
    for (const [key, value] of Object.entries(gives)) expect(settings[key]).toEqual(value);
  });
});

const REFUSED: readonly { claim: string; text: string; section?: string; says: string }[] = [
  { claim: "no script_location", text: "[alembic]\nx = 1", says: "CONFIG_VALUE_INVALID" },
  { claim: "a location inside a package", text: "[alembic]\nscript_location = pkg:dir", says: "Python package" },
  { claim: "sourceless", text: "[alembic]\nscript_location = m\nsourceless = true", says: "sourceless" },
  {
    claim: "another encoding",
    text: "[alembic]\nscript_location = m\noutput_encoding = latin1",
    says: "output_encoding",
  },
  {
    claim: "an unknown section",
    text: "[alembic]\nscript_location = m",
    section: "alembc",
    says: 'did you mean "alembic"',
  },
  { claim: "a line without =", text: "[alembic]\nscript_location", says: `${PATH}:2` },
  { claim: "a line before any section", text: "x = 1", says: `${PATH}:1` },
  { claim: "a single %", text: "[alembic]\nscript_location = m%n", says: `${PATH}:2` },
  { claim: "a reference to nothing", text: "[alembic]\nscript_location = %(nope)s", says: "%(nope)s" },
  {
    claim: "a reference to itself",
    text: "[alembic]\nscript_location = %(script_location)s",
    says: "refers to itself",
  },
  {
    claim: "an unknown separator",
    text: "[alembic]\nscript_location = m\npath_separator = tab\nversion_locations = a",
    says: "path_separator",
  },
  {
    claim: "a length that is no number",
    text: "[alembic]\nscript_location = m\ntruncate_slug_length = x",
    says: "truncate_slug_length",
  },
];

describe("refused", () => {
  test.each(REFUSED)("$claim", async ({ text, section, says }) => {
    expect(await thrownBy(() => read(text, section))).toContain(says);
  });
});

const TOML = join(CWD, "pyproject.toml");

const BOTH: readonly { claim: string; ini?: string; toml: string; gives: object }[] = [
  {
    claim: "a pyproject.toml alone",
    toml: '[tool.alembic]\nscript_location = "m"\nrecursive_version_locations = true\ntruncate_slug_length = 20',
    gives: { file: TOML, locations: [at("m", "versions")], recursive: true, truncateSlugLength: 20 },
  },
  {
    claim: "%(here)s and %%, in lists too",
    toml: '[tool.alembic]\nscript_location = "%(here)s/m"\nfile_template = "%%(rev)s"\nversion_locations = ["%(here)s/a", "b"]',
    gives: { fileTemplate: "%(rev)s", locations: [at("a"), at("b")] },
  },
  {
    claim: "the ini goes before it, option by option",
    ini: "[alembic]\ntimezone = UTC\nsqlalchemy.url = x://h/d",
    toml: '[tool.alembic]\nscript_location = "m"\ntimezone = "CET"',
    gives: { file: PATH, timezone: "UTC", url: { kind: "known", text: "x://h/d", from: PATH } },
  },
];

describe("a pyproject.toml", () => {
  test.each(BOTH)("$claim", ({ ini, toml, gives }) => {
    const files = {
      ...(ini === undefined ? {} : { ini: { path: PATH, text: ini } }),
      toml: { path: TOML, text: toml },
    };
    const settings = alembicSettings({ ...files, cwd: CWD, section: "alembic", env: {}, x: [] });
    expect(settings).toMatchObject(gives);
  });

  test.each([
    ["a flag that is a text", 'recursive_version_locations = "true"', "true or false"],
    ["a list that is a text", 'version_locations = "a b"', "list of texts"],
    ["a text that is a list", 'timezone = ["UTC"]', "must be a text"],
  ])("%s is refused", async (_, line, says) => {
    const toml = { path: TOML, text: `[tool.alembic]\nscript_location = "m"\n${line}` };
    const said = await thrownBy(() => alembicSettings({ toml, cwd: CWD, section: "alembic", env: {}, x: [] }));
    expect(said).toContain("CONFIG_VALUE_INVALID");
    expect(said).toContain(TOML);
    expect(said).toContain(says);
  });
});

describe("found", () => {
  test.each([
    [
      "a pyproject.toml with a table of Alembic's",
      { "pyproject.toml": '[tool.alembic]\nscript_location = "m"' },
      {},
      "pyproject.toml",
    ],
    [
      "an alembic.ini before it",
      { "alembic.ini": "[alembic]\nscript_location = m", "pyproject.toml": "[tool.alembic]\n" },
      {},
      "alembic.ini",
    ],
    [
      "the file that ALEMBIC_CONFIG names",
      { "x/my.ini": "[alembic]\nscript_location = m" },
      { ALEMBIC_CONFIG: "x/my.ini" },
      "x/my.ini",
    ],
  ])("%s", async (_, files, env, path) => {
    const directory = projectDirectory(files);
    expect((await loadSettings(inDirectory(directory, { env }))).file).toBe(join(directory, path));
  });

  test("a pyproject.toml of other tools is no config", async () => {
    const directory = projectDirectory({ "pyproject.toml": '[project]\nname = "[tool.alembic]"' });
    expect(await thrownBy(() => loadSettings(inDirectory(directory)))).toContain("CONFIG_MISSING");
  });

  test.each<[string, string, Readonly<Record<string, string>>]>([
    ["prepend_sys_path", "prepend_sys_path = lib\nscript_location = shop.db:migrations", {}],
    ["PYTHONPATH", "script_location = shop:db/migrations", { PYTHONPATH: "other:lib" }],
    ["directories that colons part", "prepend_sys_path = lib\nscript_location = shop:db:migrations", {}],
  ])("a location inside of a Python package is looked for in %s", async (_, lines, env) => {
    const files = { "alembic.ini": `[alembic]\n${lines}`, "lib/shop/db/migrations/env.py": "" };
    const directory = projectDirectory(files);
    const { alembic } = await loadSettings(inDirectory(directory, { env }));
    expect(alembic).toMatchObject({ scripts: join(directory, "lib/shop/db/migrations"), hasEnv: true });
  });

  test("a location inside of the Python package in which the ini is needs no path to it", async () => {
    const ini = "[alembic]\nscript_location = shop:db/migrations";
    const directory = projectDirectory({ "app/shop/alembic.ini": ini, "app/shop/db/migrations/env.py": "" });
    const { alembic } = await loadSettings(inDirectory(join(directory, "app/shop")));
    expect(alembic).toMatchObject({ scripts: join(directory, "app/shop/db/migrations"), hasEnv: true });
  });
});

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findInterpreters } from "../../src/bridge/find-interpreter.ts";

let directory = "";

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "limbeck-interpreter-"));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const ROWS: readonly {
  claim: string;
  files: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
  at?: string;
  gives: readonly string[];
}[] = [
  { claim: "nothing there: what PATH has", files: {}, gives: [] },
  {
    claim: "an activated environment goes before the project's own",
    files: { "other/bin/python": "", ".venv/bin/python": "" },
    env: { VIRTUAL_ENV: "@/other" },
    gives: ["other/bin/python", ".venv/bin/python"],
  },
  {
    claim: "a conda environment has its interpreter in bin, or beside it on Windows",
    files: { "conda/python.exe": "" },
    env: { CONDA_PREFIX: "@/conda" },
    gives: ["conda/python.exe"],
  },
  {
    claim: ".venv before venv, and the layout of Windows",
    files: { "venv/bin/python": "", ".venv/Scripts/python.exe": "" },
    gives: [".venv/Scripts/python.exe", "venv/bin/python"],
  },
  {
    claim: "a directory of the project, up to the root of the repository and no further",
    files: { ".venv/bin/python": "", "repo/.git/x": "", "repo/.venv/bin/python": "", "repo/a/b/x": "" },
    at: "repo/a/b",
    gives: ["repo/.venv/bin/python"],
  },
  {
    claim: "outside of a repository only the directory itself is looked at",
    files: { ".venv/bin/python": "", "a/x": "" },
    at: "a",
    gives: [],
  },
  {
    claim: "what PDM noted",
    files: { ".pdm-python": "else/bin/python\n", "else/bin/python": "" },
    gives: ["else/bin/python"],
  },
  {
    claim: "uv's own variable",
    files: { "uv/bin/python": "" },
    env: { UV_PROJECT_ENVIRONMENT: "uv" },
    gives: ["uv/bin/python"],
  },
  {
    claim: "Poetry and Pipenv are asked where their files are",
    files: {
      "pyproject.toml": '[tool.poetry]\nname = "x"\n',
      Pipfile: "",
      "tools/poetry": "#!/bin/sh\necho a warning\necho $PWD/p/bin/python\n",
      "tools/pipenv": "#!/bin/sh\necho $PWD/gone/bin/python\n",
      "p/bin/python": "",
    },
    gives: ["p/bin/python"],
  },
  {
    claim: "tools are not asked where their files aren't",
    files: {
      "pyproject.toml": "[project]\n",
      "tools/poetry": "#!/bin/sh\necho $PWD/p/bin/python\n",
      "p/bin/python": "",
    },
    gives: [],
  },
];

test.each(ROWS)("$claim", ({ files, env = {}, at = ".", gives }) => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
    chmodSync(join(directory, name), 0o755);
  }
  const variables = Object.entries(env).map(([name, value]) => [name, value.replace("@", directory)]);
  const found = findInterpreters({
    directory: join(directory, at),
    env: { PATH: `${join(directory, "tools")}:/usr/bin:/bin`, ...Object.fromEntries(variables) },
  });
  const paths = [...found].map(({ python }) => (python.startsWith(directory) ? relative(directory, python) : python));
  expect(paths).toEqual([...gives, "python3", "python"]);
});

import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { sqlRevision } from "./cli/project.ts";
import { genericEnv, INI } from "./project/alembic-project.ts";
import { commitAll, git, repositoryIn } from "./project/git-project.ts";
import { projectDirectory, writeFiles } from "./project/project-directory.ts";
import { pythonRevision, versionFile } from "./project/python-project.ts";
import { freshMysqlDatabase } from "./servers/mysql.ts";
import { freshDatabase } from "./servers/postgres.ts";
import { testPython } from "./servers/python.ts";

/** The workflow files of docs/ci, their steps run in order on a clean clone of a project, with a branch that adds a revision. */

const root = fileURLToPath(new URL("..", import.meta.url));
const CONFIG = JSON.stringify({ url: { env: "DATABASE_URL" } });
const USERS = "CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80) NOT NULL);";

interface Project {
  readonly begin: Readonly<Record<string, string>>;
  readonly good: Readonly<Record<string, string>>;
  readonly bad: Readonly<Record<string, string>>;
  readonly url: () => Promise<string>;
}

const first = sqlRevision("a1a1", "none", { up: USERS, back: "DROP TABLE users;" });
const inSql: Omit<Project, "url"> = {
  begin: { "limbeck.config.json": CONFIG, "migrations/versions/a1.sql": first },
  good: {
    "migrations/versions/b2.sql": sqlRevision("b2b2", "a1a1", {
      up: "CREATE TABLE posts (id bigint PRIMARY KEY);",
      back: "DROP TABLE posts;",
    }),
  },
  bad: {
    "migrations/versions/b2.sql": sqlRevision("b2b2", "a1a1", {
      up: "ALTER TABLE users DROP COLUMN email;",
      back: "ALTER TABLE users ADD COLUMN email varchar(80);",
    }),
  },
};

const inPython: Omit<Project, "url"> = {
  begin: {
    "alembic.ini": INI,
    "migrations/env.py": genericEnv()
      .replaceAll("target_metadata=models.metadata", "target_metadata=None")
      .replace("import models\n", ""),
    [versionFile("a1")]: pythonRevision("a1", {
      up: 'op.create_table("users", sa.Column("id", sa.BigInteger, primary_key=True))',
      back: 'op.drop_table("users")',
    }),
  },
  good: {
    [versionFile("b2")]: pythonRevision("b2", {
      down: "a1",
      up: 'op.create_table("posts", sa.Column("id", sa.BigInteger, primary_key=True))',
      back: 'op.drop_table("posts")',
    }),
  },
  bad: {
    [versionFile("b2")]: pythonRevision("b2", { down: "a1", up: 'op.drop_table("users")', back: "pass" }),
  },
};

const postgres = () => freshDatabase();
const projects: Readonly<Record<string, Project>> = {
  "github-actions-postgres": { ...inSql, url: postgres },
  "github-actions-mysql": { ...inSql, url: () => freshMysqlDatabase("mysql-9") },
  "github-actions-alembic": {
    ...inPython,
    url: async () => (await freshDatabase()).replace("postgresql:", "postgresql+psycopg:"),
  },
  "gitlab-ci": { ...inSql, url: postgres },
};

/** A clone of the project's branch as a pipeline has it, with what `npm ci` and `pip install` would bring. */
async function cloneOf({ begin }: Project, change: Readonly<Record<string, string>>): Promise<string> {
  const origin = projectDirectory({
    ...begin,
    ".gitignore": "node_modules\n.venv\n__pycache__\nlimbeck.*\n!limbeck.config.json\n",
  });
  repositoryIn(origin);
  git(origin, "checkout", "--quiet", "-b", "change");
  writeFiles(origin, change);
  commitAll(origin, "change");
  const clone = join(projectDirectory({}), "clone");
  git(origin, "clone", "--quiet", "--branch", "change", origin, clone);
  mkdirSync(join(clone, "node_modules/.bin"), { recursive: true });
  symlinkSync(root, join(clone, "node_modules/limbeck"));
  symlinkSync("../limbeck/bin/limbeck.js", join(clone, "node_modules/.bin/limbeck"));
  symlinkSync(dirname(dirname(await testPython())), join(clone, ".venv"));
  return clone;
}

interface Shell {
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs a script as the runner of a pipeline does, and returns its exit code and what it said. */
function runIn({ directory, env }: Shell, script: string): Promise<{ readonly exit: number; readonly said: string }> {
  const PATH = `${join(directory, "../bin")}:${process.env["PATH"]}`;
  const options = { cwd: directory, env: { HOME: process.env["HOME"], ...env, PATH } };
  return new Promise((resolve) => {
    const child = execFile("bash", ["-e", "-c", script], options, (_, out, err) =>
      resolve({ exit: child.exitCode ?? -1, said: out + err }),
    );
  });
}

interface Step {
  readonly run?: string;
  readonly name?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const workflow = (name: string) => parse(readFileSync(join(root, "docs/ci", `${name}.yml`), "utf8"));
const IS_SETUP = /^(?:npm ci|npm install|python -m venv)\b/;
const github = Object.keys(projects).filter((name) => name.startsWith("github"));

describe.each(github)("docs/ci/%s.yml", { timeout: 120_000 }, (name) => {
  const project = projects[name];
  if (project === undefined) throw new Error(name);

  it.each([
    ["a sound revision passes", "good", 0, "ready"],
    ["a faulty one fails, and the report is there all the same", "bad", 1, "not ready"],
  ] as const)("%s", async (_, kind, exit, verdict) => {
    const directory = await cloneOf(project, project[kind]);
    // What the service brings to its runners.
    mkdirSync(join(directory, "../bin"));
    writeFileSync(join(directory, "../bin/gh"), '#!/bin/sh\necho "$@" > ../gh.txt\n', { mode: 0o755 });
    const env = {
      ...{ GITHUB_ACTIONS: "true", GITHUB_BASE_REF: "main", GITHUB_STEP_SUMMARY: "../summary.md" },
      DATABASE_URL: await project.url(),
    };
    const steps: readonly Step[] = workflow(name).jobs.migrations.steps;
    const exits: number[] = [];
    const scripts = steps.filter(({ run }) => run !== undefined && !IS_SETUP.test(run));
    for (const { run = "", if: condition, env: own } of scripts) {
      // A step without a condition isn't reached behind a failure.
      if (condition === undefined && exits.some((code) => code !== 0)) continue;
      const given = Object.keys(own ?? {}).map((key) => [key, "7"] as const);
      const done = await runIn({ directory, env: { ...env, ...Object.fromEntries(given) } }, run);
      exits.push(done.exit);
      if (condition !== undefined || exit === 0) expect(done.exit, done.said).toBe(0);
    }
    expect(exits[0]).toBe(exit);
    expect(readFileSync(join(directory, "../summary.md"), "utf8")).toMatch(new RegExp(`^## Migrations: ${verdict}\n`));
    const comment = scripts.find(({ name: step }) => step === "Comment");
    if (comment !== undefined)
      expect(readFileSync(join(directory, "../gh.txt"), "utf8")).toBe(
        "pr comment 7 --edit-last --create-if-none --body-file limbeck.md\n",
      );
    expect(git(directory, "status", "--porcelain")).toBe("");
  });
});

describe("docs/ci/gitlab-ci.yml", { timeout: 120_000 }, () => {
  const project = projects["gitlab-ci"];
  const job = workflow("gitlab-ci")[".migrations"];

  /** GitLab's notes of a merge request, as far as the job asks for them. Source: https://docs.gitlab.com/api/notes/. */
  async function notesServer() {
    const notes = [{ id: 5, author: { id: 2 }, body: "## Migrations: of somebody else" }];
    const asked: string[] = [];
    const server = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk) => {
        text += chunk;
      });
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        asked.push(`${method} ${url} ${headers["private-token"]}`);
        const { body = "" } = text === "" ? {} : JSON.parse(text);
        const put = /\/notes\/(\d+)$/.exec(url);
        if (method === "POST") notes.unshift({ id: 6, author: { id: 1 }, body });
        for (const note of notes) if (put !== null && note.id === Number(put[1])) note.body = body;
        response.end(JSON.stringify(url.endsWith("/user") ? { id: 1 } : method === "GET" ? notes : {}));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4`;
    return { url, notes, asked, close: () => server.close() };
  }

  it("judges the change, lists what failed, and keeps one comment up to date", async () => {
    if (project === undefined) throw new Error("no project");
    const server = await notesServer();
    try {
      const env = {
        ...{ GITLAB_CI: "true", CI: "true", CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main", CI_MERGE_REQUEST_IID: "3" },
        ...{ CI_API_V4_URL: server.url, CI_PROJECT_ID: "9", MIGRATIONS_TOKEN: "secret" },
        DATABASE_URL: await project.url(),
      };
      for (const kind of ["bad", "good"] as const) {
        const shell = { directory: await cloneOf(project, project[kind]), env };
        const { exit, said } = await runIn(shell, job.script.join("\n"));
        expect(exit, said).toBe(kind === "bad" ? 1 : 0);
        const after = await runIn(shell, job.after_script.join("\n"));
        expect(after.exit, after.said).toBe(0);
        for (const file of [...job.artifacts.paths, job.artifacts.reports.junit])
          expect(readFileSync(join(shell.directory, file), "utf8")).not.toBe("");
      }
    } finally {
      server.close();
    }
    expect(server.notes.map(({ id, body }) => `${id} ${body.split("\n")[0]}`)).toEqual([
      "6 ## Migrations: ready",
      "5 ## Migrations: of somebody else",
    ]);
    const place = "/api/v4/projects/9/merge_requests/3/notes";
    expect(server.asked.filter((line) => !line.startsWith("GET"))).toEqual([
      `POST ${place} secret`,
      `PUT ${place}/6 secret`,
    ]);
  });

  it("writes no comment without a token", async () => {
    const directory = projectDirectory({ "limbeck.md": "x" });
    const env = { CI_MERGE_REQUEST_IID: "3", CI_API_V4_URL: "http://127.0.0.1:1" };
    expect((await runIn({ directory, env }, job.after_script.join("\n"))).exit).toBe(0);
  });
});

import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { directoryWith, limbeck } from "./project.ts";

const files = {
  ".gitignore": "node_modules\napp.db*\n",
  "limbeck.config.json": JSON.stringify({ url: "sqlite:///app.db", protected: true }),
  "migrations/versions/a1.sql": `-- message: people
-- revision: a1aaaaaaaaaa
-- down revision: none
-- limbeck:upgrade
CREATE TABLE people (id integer PRIMARY KEY);
-- limbeck:downgrade
DROP TABLE people;
`,
};

let directory = "";

beforeEach(() => {
  directory = directoryWith(files);
  git("init", "-q");
});

function git(...words: readonly string[]): void {
  const author = ["-c", "user.name=ann", "-c", "user.email=ann@example.com"];
  execFileSync("git", [...author, ...words], { cwd: directory });
}

function commit(): void {
  git("add", "-A");
  git("commit", "-q", "-m", "revisions");
}

async function run(line: string): Promise<string> {
  const { exit, out, err } = await limbeck(directory, line);
  return `${exit} ${out}${err}`;
}

const revision = () => join(directory, "migrations/versions/a1.sql");
const lockFile = () => readFileSync(join(directory, "migrations/limbeck.lock"), "utf8");

describe("review", () => {
  it("shows what a revision does, and that nobody has approved it", async () => {
    const shown = await run("review");
    expect(shown).toMatch(/^1 a1aaaaaaaaaa, people\n/);
    expect(shown).toMatch(
      /Upgrade:[\s\S]*CREATE TABLE people[\s\S]*Downgrade:[\s\S]*DROP TABLE people[\s\S]*Not verified[\s\S]*Not approved/,
    );
  });

  it("an approval is written down by checksum, with who and when", async () => {
    expect(await run("review --approve --by ann")).toMatch(/^0 [\s\S]*Approved a1aaaaaaaaaa\.\n$/);
    expect(JSON.parse(lockFile())).toMatchObject({ reviewed: { a1aaaaaaaaaa: { by: "ann" } } });
    expect(await run("review")).toMatch(/^0 [\s\S]*Approved by ann, \d{4}-/);
    expect(await run("review --pending")).not.toContain("a1aaaaaaaaaa");
  });

  it("an edit voids it", async () => {
    await run("review --approve");
    appendFileSync(revision(), "-- a word more\n");
    expect(await run("review --pending")).toMatch(/^1 [\s\S]*Not approved/);
  });

  it("what lint calls an error can't be approved", async () => {
    directory = directoryWith({
      ...files,
      "limbeck.config.json": JSON.stringify({ url: "sqlite:///app.db", lint: { rules: { "no-downgrade": "error" } } }),
      "migrations/versions/b1.sql":
        "-- revision: b1bbbbbbbbbb\n-- down revision: a1aaaaaaaaaa\n-- limbeck:upgrade\nCREATE TABLE pets (id integer);\n",
    });
    expect(await run("review --approve")).toMatch(/^3 [\s\S]*REVIEW_FINDINGS/);
  });
});

describe("a protected database", () => {
  it("takes nothing that isn't reviewed, verified and committed, and says what settles each", async () => {
    const refused = await run("upgrade head");
    expect(refused).toMatch(/^3 error PROTECTED_UNFIT/);
    for (const way of [
      "limbeck verify a1aaaaaaaaaa",
      "limbeck review a1aaaaaaaaaa --approve",
      `git add "${join(directory, "migrations/versions/a1.sql")}" && git commit`,
    ]) {
      expect(refused).toContain(way);
    }
    expect(await run("current")).not.toContain("a1aaaaaaaaaa");
  });

  it("takes what is, and refuses it again when it was edited", async () => {
    expect(await run("verify")).toMatch(/^0 /);
    expect(await run("review --approve")).toMatch(/^0 /);
    commit();
    appendFileSync(revision(), "-- a word more\n");
    expect(await run("upgrade head")).toMatch(/is not verified[\s\S]*is not reviewed[\s\S]*is not committed/);
    git("checkout", "-q", ".");
    expect(await run("upgrade head")).toMatch(/^0 /);
  });

  it("--force goes past it, and the journal remembers why", async () => {
    expect(await run('upgrade head --force "the site is down"')).toMatch(/^0 /);
    expect(await run("status")).toContain("forced: the site is down");
  });

  it.each([
    [["*.example.com/*"], /^0 /],
    [["sqlite:*"], /PROTECTED_UNFIT/],
    [false, /^0 /],
  ])("protected: %j", async (value, expected) => {
    directory = directoryWith({
      ...files,
      "limbeck.config.json": JSON.stringify({ url: "sqlite:///app.db", protected: value }),
    });
    expect(await run("upgrade head")).toMatch(expected);
  });
});

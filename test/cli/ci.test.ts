import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CiResult } from "../../src/project/ci-result.ts";
import { commitAll, git, repositoryIn } from "../project/git-project.ts";
import { type Answer, directoryWith, inLine, limbeck, sqlRevision } from "./project.ts";

/** A project whose models, revisions and files are as they should be, on the branch `main`, with `change` on the branch `feature`. */
function project(change: (directory: string) => void = () => undefined, more: Record<string, string> = {}): string {
  const directory = directoryWith({ ...inLine, ".gitignore": "node_modules/\n.limbeck/\n", ...more });
  repositoryIn(directory);
  git(directory, "checkout", "--quiet", "-b", "feature");
  change(directory);
  return directory;
}

const versions = "migrations/versions";

/** Writes a file of the project. */
function write(directory: string, name: string, text: string): void {
  mkdirSync(join(directory, name, ".."), { recursive: true });
  writeFileSync(join(directory, name), text);
}

const addTags = {
  file: `${versions}/d4_tags.sql`,
  text: sqlRevision("d4d4", "c3c3", { up: "CREATE TABLE tags (id INTEGER PRIMARY KEY);", back: "DROP TABLE tags;" }),
};

/** Adds a revision without a fault, and its table to the models. */
function withTags(directory: string): void {
  write(directory, addTags.file, addTags.text);
  const models = readFileSync(join(directory, "models.sql"), "utf8");
  write(directory, "models.sql", `${models}\nCREATE TABLE tags (id INTEGER PRIMARY KEY);\n`);
}

const protects =
  '{ "url": "sqlite:///app.db", "models": "models.sql", "format": "sql", "environments": { "production": { "protected": true } } }';

interface Row {
  /** The command line behind `ci --json`; all that main hasn't when absent. */
  readonly line?: string;
  readonly more?: Record<string, string>;
  readonly change: (directory: string) => unknown;
  /** How each check comes out: its status, and the rules of what it found. Those that passed without a finding are left out. */
  readonly found: Readonly<Record<string, string>>;
  readonly exit: number;
}

const unasked = { reviews: "notAsked" };

const rows: Readonly<Record<string, Row>> = {
  "a change without a fault passes, and reviews are not asked where nobody has begun with them": {
    change: (directory) => {
      withTags(directory);
      commitAll(directory, "tags");
    },
    found: unasked,
    exit: 0,
  },
  "a second head": {
    change: (directory) => {
      withTags(directory);
      write(directory, `${versions}/e5.sql`, addTags.text.replaceAll("d4d4", "e5e5").replaceAll("tags", "marks"));
      write(
        directory,
        "models.sql",
        `${readFileSync(join(directory, "models.sql"), "utf8")}CREATE TABLE marks (id INTEGER PRIMARY KEY);`,
      );
      commitAll(directory, "two");
    },
    found: { ...unasked, heads: "failed several-heads" },
    exit: 1,
  },
  "a branch of its own label may have a head of its own": {
    change: (directory) => {
      withTags(directory);
      write(directory, `${versions}/e5.sql`, sqlRevision("e5e5", "none", { more: "-- branch labels: billing" }));
      commitAll(directory, "two");
    },
    line: "--only heads",
    found: allBut("heads"),
    exit: 0,
  },
  "two heads on one labelled branch": {
    change: (directory) => {
      write(directory, `${versions}/e5.sql`, sqlRevision("e5e5", "none", { more: "-- branch labels: billing" }));
      write(directory, `${versions}/e6.sql`, sqlRevision("e6e6", "e5e5"));
      write(directory, `${versions}/e7.sql`, sqlRevision("e7e7", "e5e5"));
    },
    line: "--only heads",
    found: { ...allBut("heads"), heads: "failed several-heads" },
    exit: 1,
  },
  "two files with one id make no history, and that is said once": {
    change: (directory) => write(directory, `${versions}/a1_again.sql`, sqlRevision("a1a1", "none")),
    found: { ...allBut("heads"), heads: "failed REVISION_DUPLICATE" },
    exit: 1,
  },
  "a parent that no file has": {
    change: (directory) => write(directory, `${versions}/x.sql`, sqlRevision("f6f6", "0000")),
    found: { ...allBut("heads"), heads: "failed REVISION_PARENT_MISSING" },
    exit: 1,
  },
  "a file that isn't under version control": {
    change: withTags,
    found: { ...unasked, files: "failed not-committed" },
    exit: 1,
  },
  "a file that git ignores": {
    change: (directory) => {
      withTags(directory);
      write(directory, ".gitignore", "node_modules/\n.limbeck/\nd4*\n");
      commitAll(directory, "tags");
    },
    found: { ...unasked, files: "failed not-committed" },
    exit: 1,
  },
  "an edit of a revision that main has": {
    change: (directory) => {
      write(directory, `${versions}/c3_index.sql`, `${inLine[`${versions}/c3_index.sql`]}-- more\n`);
      commitAll(directory, "an edit");
    },
    found: { ...unasked, files: "failed edited" },
    exit: 1,
  },
  "an edit that somebody has approved is worth a note": {
    change: async (directory) => {
      write(directory, `${versions}/c3_index.sql`, `${inLine[`${versions}/c3_index.sql`]}-- more\n`);
      await limbeck(directory, "review c3c3 --approve --by ann");
      commitAll(directory, "an edit");
    },
    found: { files: "passed edited" },
    exit: 0,
  },
  "a revision that main has and that is gone": {
    change: (directory) => {
      rmSync(join(directory, `${versions}/c3_index.sql`));
      write(directory, "models.sql", inLine["models.sql"]?.split("\n").slice(0, 2).join("\n") ?? "");
      commitAll(directory, "gone");
    },
    found: { ...unasked, files: "failed gone" },
    exit: 1,
  },
  "another name for a file is no edit": {
    change: (directory) => {
      renameSync(join(directory, `${versions}/c3_index.sql`), join(directory, `${versions}/c3c3.sql`));
      commitAll(directory, "a name");
    },
    found: unasked,
    exit: 0,
  },
  "what lint calls an error, with what verify finds of it": {
    change: (directory) => {
      write(
        directory,
        `${versions}/d4.sql`,
        sqlRevision("d4d4", "c3c3", { up: "ALTER TABLE people DROP COLUMN name;" }),
      );
      write(directory, "models.sql", inLine["models.sql"]?.replace(", name TEXT", "") ?? "");
      commitAll(directory, "a drop");
    },
    found: {
      ...unasked,
      lint: "failed data-loss downgrade-incomplete no-downgrade table-rebuild",
      verify: "failed verify-failed verify-schema",
    },
    exit: 1,
  },
  "only what main hasn't is judged": {
    more: { [`${versions}/b2_posts.sql`]: inLine[`${versions}/b2_posts.sql`]?.replace("DROP TABLE posts;", "") ?? "" },
    change: (directory) => {
      withTags(directory);
      commitAll(directory, "tags");
    },
    found: unasked,
    exit: 0,
  },
  "--all judges what main has, too": {
    line: "--all --only lint",
    more: { [`${versions}/b2_posts.sql`]: inLine[`${versions}/b2_posts.sql`]?.replace("DROP TABLE posts;", "") ?? "" },
    change: () => undefined,
    found: { ...allBut("lint"), lint: "passed downgrade-incomplete foreign-key-without-index no-downgrade" },
    exit: 0,
  },
  "models that say something else than the revisions": {
    change: (directory) => {
      write(directory, addTags.file, addTags.text);
      commitAll(directory, "tags");
    },
    found: { ...unasked, drift: "failed models-differ" },
    exit: 1,
  },
  "no models are not asked about": {
    more: { "limbeck.config.json": '{ "url": "sqlite:///app.db" }' },
    change: () => undefined,
    found: { ...unasked, drift: "notAsked" },
    exit: 0,
  },
  "a config that protects a database of any environment demands reviews, and evidence": {
    more: { "limbeck.config.json": protects },
    change: (directory) => {
      withTags(directory);
      commitAll(directory, "tags");
    },
    found: { reviews: "failed not-reviewed", verify: "passed evidence-not-kept" },
    exit: 1,
  },
  "what is verified, approved and committed passes": {
    more: { "limbeck.config.json": protects },
    change: async (directory) => {
      withTags(directory);
      await limbeck(directory, "verify d4d4");
      await limbeck(directory, "review d4d4 --approve --by ann");
      commitAll(directory, "tags");
    },
    found: {},
    exit: 0,
  },
  "an approval that isn't committed counts for nobody else": {
    change: async (directory) => {
      withTags(directory);
      commitAll(directory, "tags");
      await limbeck(directory, "review d4d4 --approve --by ann");
    },
    found: { files: "failed not-committed" },
    exit: 1,
  },
  "an edit voids the approval": {
    change: async (directory) => {
      withTags(directory);
      await limbeck(directory, "review d4d4 --approve --by ann");
      write(directory, addTags.file, `${addTags.text}-- more\n`);
      commitAll(directory, "tags");
    },
    found: { reviews: "failed edited-since-review" },
    exit: 1,
  },
  "--only reviews asks for approvals, whatever the project demands": {
    line: "--only reviews --base main",
    change: withTags,
    found: { ...allBut("reviews"), reviews: "failed not-reviewed" },
    exit: 1,
  },
  "a server that isn't there is no fault of the revisions, and no pass": {
    line: "--only verify --only drift --base main --url postgresql://nobody@127.0.0.1:1/app",
    change: (directory) => {
      withTags(directory);
      commitAll(directory, "tags");
    },
    found: { ...allBut("verify", "drift"), verify: "failed CONNECT_FAILED", drift: "failed CONNECT_FAILED" },
    exit: 3,
  },
  "staged: what is judged is what would be committed": {
    line: "--staged",
    change: (directory) => {
      withTags(directory);
      git(directory, "add", "--all");
    },
    found: { ...unasked, verify: "notAsked", drift: "notAsked" },
    exit: 0,
  },
  "staged: an edit after git add": {
    line: "--staged",
    change: (directory) => {
      withTags(directory);
      git(directory, "add", "--all");
      write(directory, addTags.file, `${addTags.text}-- more\n`);
    },
    found: { ...unasked, verify: "notAsked", drift: "notAsked", files: "failed otherwise-staged" },
    exit: 1,
  },
  "staged: a parent that is left out": {
    line: "--staged",
    change: (directory) => {
      withTags(directory);
      write(
        directory,
        `${versions}/e5.sql`,
        addTags.text.replaceAll("d4d4", "e5e5").replaceAll("c3c3", "d4d4").replaceAll("tags", "marks"),
      );
      git(directory, "add", `${versions}/e5.sql`);
    },
    found: { ...unasked, verify: "notAsked", drift: "notAsked", files: "failed parent-not-committed" },
    exit: 1,
  },
  "staged: what nobody has approved yet is no error, for others must be able to read it": {
    line: "--staged",
    more: { "limbeck.config.json": protects },
    change: (directory) => {
      withTags(directory);
      git(directory, "add", "--all");
    },
    found: { verify: "notAsked", drift: "notAsked", reviews: "passed not-reviewed" },
    exit: 0,
  },
  "staged: an approval that the commit leaves out": {
    line: "--staged",
    change: async (directory) => {
      withTags(directory);
      git(directory, "add", "--all");
      await limbeck(directory, "review d4d4 --approve --by ann");
    },
    found: { verify: "notAsked", drift: "notAsked", files: "passed lock-not-staged" },
    exit: 0,
  },
  "staged: nothing of ours": {
    line: "--staged",
    change: (directory) => {
      write(directory, "x.txt", "");
      git(directory, "add", "--all");
    },
    found: allBut(),
    exit: 0,
  },
};

function allBut(...names: readonly string[]): Readonly<Record<string, string>> {
  const all = ["heads", "files", "lint", "reviews", "verify", "drift"];
  return Object.fromEntries(all.filter((name) => !names.includes(name)).map((name) => [name, "notAsked"]));
}

describe("ci judges", () => {
  it.each(Object.entries(rows))("%s", async (_, { line = "--base main", more, change, found, exit }) => {
    let changed: unknown;
    const directory = project((made) => {
      changed = change(made);
    }, more);
    await changed;
    const answer = await limbeck(directory, `ci ${line} --json`);
    const { checks } = JSON.parse(answer.out) as CiResult;
    const said = checks.flatMap(({ name, status, findings }) => {
      const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
      return status === "passed" && rules.length === 0 ? [] : [[name, [status, ...rules].join(" ")]];
    });
    expect({ ...Object.fromEntries(said), exit: answer.exit }).toEqual({ ...found, exit });
    expect(checks.every(({ about }) => about !== "")).toBe(true);
  });
});

describe("the base", () => {
  const onBranch = (): string =>
    project((directory) => {
      withTags(directory);
      commitAll(directory, "tags");
    });

  it.each(["GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA"])("is what %s of the pipeline says", async (name) => {
    const directory = onBranch();
    git(directory, "update-ref", "refs/remotes/origin/main", "main");
    const value = name === "GITHUB_BASE_REF" ? "main" : git(directory, "rev-parse", "main").trim();
    const { out } = await limbeck(directory, "ci --only lint", { env: { [name]: value } });
    expect(out).toContain("Looking at 1 revision that ");
  });

  it("that a pipeline names isn't passed over where git can't be asked", async () => {
    const answer = await limbeck(directoryWith(inLine), "ci", { env: { GITHUB_BASE_REF: "main" } });
    expect(answer).toMatchObject({ exit: 2, err: expect.stringContaining("CI_NO_REPOSITORY") });
    expect(await limbeck(directoryWith(inLine), "ci --all", { env: { GITHUB_BASE_REF: "main" } })).toMatchObject({
      exit: 0,
    });
  });

  it("is asked for with a hint where the clone is too shallow for it", async () => {
    const { err, exit } = await limbeck(onBranch(), "ci", { env: { GITHUB_BASE_REF: "main" } });
    expect(exit).toBe(2);
    expect(err).toContain('CI_BASE_UNKNOWN: The base "origin/main" (GITHUB_BASE_REF)');
    expect(err).toContain("fetch-depth: 0");
  });

  it("can't be another thing at the same time", async () => {
    expect(await limbeck(onBranch(), "ci --base main --all")).toMatchObject({ exit: 2 });
  });

  it("needs a repository, and says so; without it all is judged, and the files are not", async () => {
    const directory = directoryWith(inLine);
    expect((await limbeck(directory, "ci --base main")).err).toContain("CI_NO_REPOSITORY");
    const { out, exit } = await limbeck(directory, "ci");
    expect(out).toContain("Looking at all revisions (3).");
    expect(out).toMatch(/not asked files +not a git repository/);
    expect(exit).toBe(0);
  });
});

/** A project in a directory of the repository, with a finding of lint, and names that every format must escape. */
async function faulty(line: string): Promise<Answer & { readonly directory: string }> {
  const root = directoryWith({});
  const directory = join(root, "data base");
  const drop = sqlRevision("d4d4", "c3c3", { up: 'ALTER TABLE people DROP COLUMN "a<b>&|`*";' });
  const files = {
    ...inLine,
    "models.sql": "CREATE TABLE people (id INTEGER PRIMARY KEY);",
    [`${versions}/a1_people.sql`]: inLine[`${versions}/a1_people.sql`]?.replace("name TEXT", '"a<b>&|`*" TEXT') ?? "",
    [`${versions}/d4, drop.sql`]: drop,
  };
  for (const [name, text] of Object.entries(files)) write(directory, name, text);
  mkdirSync(join(directory, "node_modules"));
  repositoryIn(root);
  return { ...(await limbeck(directory, line)), directory };
}

describe("the result", () => {
  it("as annotations of GitHub, whose files are named from the root of the repository", async () => {
    const { out, exit } = await faulty("ci --only lint --format github");
    expect(exit).toBe(1);
    const line = out.split("\n").find((each) => each.includes("data-loss"));
    expect(line).toMatch(
      /^::error file=data base\/migrations\/versions\/d4%2C drop\.sql,line=\d+,endLine=\d+,col=1,endColumn=\d+,title=lint%3A data-loss::/,
    );
    expect(line).toContain("%0AInstead: ");
  });

  it("as SARIF 2.1.0", async () => {
    const { out } = await faulty("ci --format sarif");
    const document = JSON.parse(out);
    expect(document.version).toBe("2.1.0");
    const [run] = document.runs;
    const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain("drift/models-differ");
    for (const { ruleId, level, message, locations } of run.results) {
      expect(ids).toContain(ruleId);
      expect(["error", "warning", "note"]).toContain(level);
      expect(message.text).not.toBe("");
      const [{ physicalLocation }] = locations;
      expect(physicalLocation.artifactLocation.uri).toMatch(/^data%20base\//);
      const { startLine, startColumn, endLine, endColumn } = physicalLocation.region;
      expect([startLine, startColumn].every((each) => each >= 1)).toBe(true);
      expect(endLine > startLine || endColumn > startColumn).toBe(true);
    }
  });

  it("as JUnit: well-formed, with counts that agree", async () => {
    const { out } = await faulty("ci --format junit");
    expect(wellFormed(out)).toEqual([]);
    const count = (pattern: RegExp) => [...out.matchAll(pattern)].length;
    const [, tests, failures, errors] =
      /<testsuites name="limbeck ci" tests="(\d+)" failures="(\d+)" errors="(\d+)" time="[\d.]+">/.exec(out) ?? [];
    expect(Number(tests)).toBe(count(/<testcase /g));
    expect(Number(failures)).toBe(count(/<failure /g));
    expect(Number(errors)).toBe(count(/<error /g));
    const skipped = [...out.matchAll(/<testsuite [^>]* skipped="(\d+)"/g)].map(([, number]) => Number(number));
    expect(skipped.reduce((sum, number) => sum + number, 0)).toBe(count(/<skipped /g));
    // What junit-10.xsd of Jenkins' xunit plugin has; it takes no other attribute.
    const attributes = (name: string) =>
      new Set(
        [...out.matchAll(new RegExp(`<${name}( [^>]*)>`, "g"))].flatMap(([, text = ""]) => text.match(/\w+(?==")/g)),
      );
    expect([...attributes("testcase")]).toEqual(["name", "classname", "time"]);
    expect([...attributes("testsuite")]).toEqual(["name", "tests", "failures", "errors", "skipped", "time"]);
    expect(Number(failures)).toBeGreaterThan(0);
    expect(out).toContain('<testcase name="d4d4" classname="limbeck.lint"');
    expect(out).toContain("a&lt;b&gt;&amp;|`*");
  });

  it("as Markdown, which the names in it can't break", async () => {
    const { out } = await faulty("ci --format markdown");
    expect(out).toMatch(/^## Migrations: not ready\n/);
    for (const row of out.split("\n").filter((line) => line.startsWith("|"))) {
      expect(row.replaceAll("\\|", "").split("|")).toHaveLength(5);
    }
    expect(out).toContain("a\\<b\\>&\\|\\`\\*");
  });

  it("as Markdown fits a comment, and says what it leaves out", async () => {
    const many = Array.from(
      { length: 150 },
      (_, i) => `ALTER TABLE people ADD COLUMN c${i} TEXT;\nALTER TABLE people DROP COLUMN c${i};`,
    );
    const directory = project((made) => {
      write(made, `${versions}/d4.sql`, sqlRevision("d4d4", "c3c3", { up: many.join("\n") }));
    });
    const { out } = await limbeck(directory, "ci --only lint --base main --format markdown");
    expect(out.length).toBeLessThan(65_536);
    expect(out).toMatch(/\*\d+ more findings aren't shown here/);
  });

  it("goes to several files at once, each in its own format, and to standard output in what is left", async () => {
    const { out, directory } = await faulty(
      "ci --only heads --format junit --output reports/a.xml --output b.sarif --output markdown=summary",
    );
    const read = (name: string) => readFileSync(join(directory, name), "utf8");
    expect(read("reports/a.xml")).toMatch(/^<\?xml/);
    expect(JSON.parse(read("b.sarif")).version).toBe("2.1.0");
    expect(read("summary")).toMatch(/^## Migrations: ready/);
    expect(out).toMatch(/^Looking at /);
  });

  it("that can't be written is a mistake of the command line", async () => {
    const { exit, err } = await faulty("ci --only heads --output limbeck.config.json/x.md");
    expect(exit).toBe(2);
    expect(err).toContain("--output can't write to");
  });

  it("isn't given by a command that was told to end", async () => {
    const answer = await limbeck(project(), "ci", { signal: AbortSignal.abort() });
    expect(answer).toMatchObject({ exit: 3, out: "", err: expect.stringContaining("CI_INTERRUPTED") });
  });

  it("of a run leaves limbeck.lock, and the database, as they are", async () => {
    const directory = project();
    await limbeck(directory, "ci --all");
    expect(existsSync(join(directory, "migrations/limbeck.lock"))).toBe(false);
    expect(existsSync(join(directory, "app.db"))).toBe(false);
  });
});

/** What is wrong with the tags of an XML document. */
function wellFormed(text: string): readonly string[] {
  const open: string[] = [];
  const faults: string[] = [];
  const body = text.replace(/^<\?xml[^>]*\?>\n/, "");
  for (const [, end, name = "", attributes = "", isEmpty] of body.matchAll(
    /<(\/?)([\w-]+)((?: \w+="[^"<]*")*)(\/?)>/g,
  )) {
    if (end === "/") {
      if (open.pop() !== name) faults.push(`</${name}>`);
    } else if (isEmpty !== "/") open.push(name);
    if (/&(?!amp;|lt;|gt;|quot;)/.test(attributes)) faults.push(attributes);
  }
  const rest = body.replaceAll(/<\/?[\w-]+(?: \w+="[^"<]*")*\/?>/g, "");
  if (/[<>]|&(?!amp;|lt;|gt;|quot;)/.test(rest)) faults.push(rest);
  return [...faults, ...open];
}

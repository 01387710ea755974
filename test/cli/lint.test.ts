import { describe, expect, it } from "vitest";
import { type Answer, directoryWith, inLine, limbeck, runSql, sqlRevision } from "./project.ts";

const config = '{ "url": "sqlite:///app.db" }';

/** A config in which a rule is switched off. */
function offFor(rule: string): string {
  return JSON.stringify({ ...JSON.parse(config), lint: { rules: { [rule]: "off" } } });
}

/** A revision with a syntax that the server doesn't have, and without a way back. */
const oneWay = `-- revision: d4d4\n-- down revision: c3c3\n\n-- limbeck:upgrade\nBEGIN;\n`;

/** Calls for one new project with these files. */
function project(files: Readonly<Record<string, string>>): { readonly call: (line: string) => Promise<Answer> } {
  const directory = directoryWith(files);
  return { call: (line) => limbeck(directory, line) };
}

describe("limbeck lint", () => {
  it("is quiet where there is nothing to say", async () => {
    const { call } = project({ ...inLine, "limbeck.config.json": offFor("foreign-key-without-index") });
    expect(await call("lint --all")).toEqual({ exit: 0, out: "", err: "3 revisions, no findings\n" });
  });

  it("shows the place, the line with carets, why, and what to do instead", async () => {
    const { call } = project({ ...inLine, "migrations/versions/d4_way.sql": oneWay });
    const { exit, out } = await call("lint d4d4");
    expect(exit).toBe(1);
    expect(out).toContain("migrations/versions/d4_way.sql:5:1: error server-refuses\n");
    expect(out).toContain("\n  5 | BEGIN\n".replace("BEGIN", "BEGIN;"));
    expect(out).toContain("\n    | ^^^^^\n");
    expect(out).toContain("warning no-downgrade");
    expect(out).toContain("1 revision: 1 error, 1 warning\n");
  });

  it("looks at what is pending, where the database can be asked", async () => {
    const { call } = project(inLine);
    await call("upgrade b2b2");
    const { out } = await call("lint --json");
    expect(JSON.parse(out)).toMatchObject({ revisions: ["c3c3"], findings: [], failed: false });
    await call("upgrade head");
    expect((await call("lint")).err).toContain("No revision is pending");
  });

  it("counts a rule as the config says, and fails on what it says", async () => {
    const files = {
      ...inLine,
      "migrations/versions/d4_way.sql": sqlRevision("d4d4", "c3c3", { up: "BEGIN;", back: "" }),
    };
    const lint = (rules: object, failOn?: string) =>
      project({ ...files, "limbeck.config.json": JSON.stringify({ ...JSON.parse(config), lint: { rules, failOn } }) })
        .call("lint d4d4")
        .then(({ exit }) => exit);
    expect(await lint({})).toBe(1);
    expect(await lint({ "server-refuses": "warning" })).toBe(0);
    expect(await lint({ "server-refuses": "warning" }, "warning")).toBe(1);
    expect(await lint({ "server-refuses": "off", "no-downgrade": "off" }, "note")).toBe(0);
  });

  it("refuses a rule that isn't there, and a weight that is none", async () => {
    const lint = (value: object) =>
      project({ ...inLine, "limbeck.config.json": JSON.stringify({ ...JSON.parse(config), lint: value }) }).call(
        "lint",
      );
    expect((await lint({ rules: { "server-refusses": "off" } })).err).toContain('did you mean "server-refuses"?');
    expect((await lint({ rules: { "server-refuses": "bad" } })).err).toContain("CONFIG_VALUE_INVALID");
    expect((await lint({ fail: "note" })).err).toContain("CONFIG_KEY_UNKNOWN");
  });

  it("reads SQL files of any tool, each with what those before it have made", async () => {
    const { call } = project({
      "db/V1__users.sql": "CREATE TABLE users (id bigint PRIMARY KEY, email text);\nCREATE INDEX a ON users (id);\n",
      "db/V2__index.sql": "SET lock_timeout = 5000; -- for the search\nCREATE INDEX b\n  ON users (email);\n",
      "db/V10__limit.sql": "UPDATE users SET email = '' WHERE email IS NULL LIMIT 10;\n",
      "db/other/x.down.sql": "SET lock_timeout = 1000; DROP INDEX b;\n",
    });
    const { out, exit } = await call("lint db/**/*.sql --dialect postgres --json");
    const found = JSON.parse(out);
    expect(exit).toBe(1);
    expect(found.files).toHaveLength(4);
    expect(
      found.findings.map(({ rule, place, instead, direction }: Record<string, unknown>) => ({
        rule,
        place,
        instead,
        direction,
      })),
    ).toMatchObject([
      {
        rule: "index-blocks-writes",
        place: { path: expect.stringMatching(/V2__index.sql$/), line: 2, column: 1, endLine: 3, endColumn: 19 },
        instead: { code: 'CREATE INDEX CONCURRENTLY "b" ON "users" ("email");' },
        direction: "upgrade",
      },
      { rule: "server-refuses", place: { path: expect.stringMatching(/V10__limit.sql$/) } },
    ]);
  });

  it("reads what the server's shell would send, and passes over what is for the shell alone", async () => {
    const rules = async (dialect: string, text: string) => {
      const { out } = await project({ "a.sql": text }).call(`lint a.sql --dialect ${dialect} --json`);
      return JSON.parse(out).findings.map(({ rule, place }: { rule: string; place: { line: number } }) => [
        rule,
        place.line,
      ]);
    };
    const psql = `\\set ON_ERROR_STOP on
\\set home 'app'
\\connect shop
\\i 'it''s.sql'
SET lock_timeout = '1s';
COPY public.users (id, note) FROM stdin;
1\tit's
2\t\\N; CREATE INDEX
\\.
CREATE INDEX b ON :home.users (email);
SELECT 'DROP TABLE ' || relname FROM pg_class \\gexec
CREATE INDEX c ON :"home".users (note);
`;
    expect(await rules("postgres", psql)).toEqual([
      ["index-blocks-writes", 10],
      ["index-blocks-writes", 12],
    ]);
    const shell = "use shop\nsource other's.sql\n\\. a.sql\nSET lock_wait_timeout = 1;\nDROP TABLE t;\n";
    expect(await rules("mysql", shell)).toEqual([["data-loss", 5]]);
    expect(await rules("sqlite", ".mode csv\n.import it's.csv t\nDROP TABLE t;\n")).toEqual([["data-loss", 3]]);
  });

  it("needs to know for which server SQL files are, and that there are some", async () => {
    const { call } = project({ "db/a.sql": "SELECT 1;" });
    expect((await call("lint db/a.sql")).err).toContain("LINT_DIALECT_NEEDED");
    expect((await call("lint nowhere/*.sql --dialect sqlite")).err).toContain("LINT_NO_FILES");
    expect((await call("lint db --dialect sqlite")).err).toBe("1 file, no findings\n");
  });

  it("takes a finding as accepted where a comment gives the reason", async () => {
    const lint = async (comment: string, behind = "") => {
      const files = { "a.sql": `SET lock_timeout = '5s';\n${comment}\nCREATE INDEX b ON users (email);${behind}\n` };
      const { out } = await project(files).call("lint a.sql --dialect postgres --json");
      const { findings, accepted } = JSON.parse(out);
      return { rules: findings.map(({ rule }: { rule: string }) => rule), accepted: accepted.length };
    };
    expect(await lint("-- limbeck-ignore index-blocks-writes: nobody works at night")).toEqual({
      rules: [],
      accepted: 1,
    });
    expect(await lint("-- limbeck-ignore-file index-blocks-writes: a small table\n\nSELECT 1;")).toEqual({
      rules: [],
      accepted: 1,
    });
    expect(await lint("", " -- limbeck-ignore index-blocks-writes: night")).toEqual({ rules: [], accepted: 1 });
    expect(await lint("/* limbeck-ignore index-blocks-writes, check-blocks: night */")).toEqual({
      rules: ["idle-suppression"],
      accepted: 1,
    });
    expect(await lint("-- limbeck-ignore index-blocks-writes")).toEqual({
      rules: ["idle-suppression", "index-blocks-writes"],
      accepted: 0,
    });
    expect(await lint("-- limbeck-ignore index-blocks-write: night")).toMatchObject({ accepted: 0 });
    expect(await lint("-- limbeck-ignore index-blocks-writes: night\nSELECT 1;")).toMatchObject({ accepted: 0 });
  });

  it("speaks as others want to hear it", async () => {
    const { call } = project({
      "a b.sql": "CREATE INDEX b ON users (email);\n-- limbeck-ignore-file no-lock-timeout: set elsewhere\n",
    });
    const lint = (format: string) =>
      call(`lint "a b.sql" --dialect postgres --format ${format}`).then(({ out }) => out);
    expect(JSON.parse(await lint("json")).findings).toHaveLength(1);
    expect(await lint("github")).toMatch(
      /^::error file=a b\.sql,line=1,endLine=1,col=1,endColumn=31,title=index-blocks-writes::The index "b" of "users" is built: .*%0AInstead: [^\n]*\n$/,
    );
    expect(await lint("markdown")).toMatch(
      /^## Lint: 1 file \(1 finding accepted\): 1 error\n\n### error: index-blocks-writes\n/,
    );
    const sarif = JSON.parse(await lint("sarif"));
    expect(sarif.runs[0].results[0]).toMatchObject({
      ruleId: "index-blocks-writes",
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "a%20b.sql" },
            region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 32 },
          },
        },
      ],
    });
    expect(sarif.runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(["index-blocks-writes"]);
  });

  it("weighs by the rows of the tables where it is to ask for them", async () => {
    const files = {
      ...inLine,
      "migrations/versions/d4_type.ts": `import { blob, type Op } from "limbeck";
export const revision = "d4d4";
export const downRevision = "c3c3";
export function upgrade(op: Op) {
  op.alterColumn("people", "name", { type: blob() });
}
export function downgrade(op: Op) {
  op.irreversible("a test");
}
`,
    };
    const directory = directoryWith(files);
    await limbeck(directory, "upgrade c3c3");
    const lint = async (line: string) =>
      JSON.parse((await limbeck(directory, line)).out).findings.map(
        ({ severity, message }: Record<string, string>) => `${severity}: ${message?.split("; ")[1] ?? ""}`,
      );
    await runSql(directory, "INSERT INTO people (name) VALUES ('Ada')");
    expect(await lint("lint --json")).toEqual(["note: ", "warning: "]);
    expect(await lint("lint --json --live")).toEqual(["note: ", 'note: "people" has about 1 rows']);
  });

  it("refuses --live where nobody can be asked", async () => {
    const { call } = project(inLine);
    expect(await call("lint --live")).toMatchObject({ exit: 3, err: expect.stringContaining("LINT_NOT_LIVE") });
  });

  it("corrects SQL about tables that nobody has seen", async () => {
    const { call } = project({
      "a.sql": "SET lock_timeout = '5s';\nALTER TABLE app.users ADD FOREIGN KEY (org_id) REFERENCES orgs (id);\n",
    });
    const { findings } = JSON.parse((await call("lint a.sql --dialect postgres --json")).out);
    expect(findings).toHaveLength(1);
    expect(findings[0].instead.code).toBe(
      'ALTER TABLE "app"."users" ADD CONSTRAINT "users_org_id_fkey" FOREIGN KEY ("org_id") REFERENCES "orgs" ("id") NOT VALID;\nALTER TABLE "app"."users" VALIDATE CONSTRAINT "users_org_id_fkey";',
    );
  });
});

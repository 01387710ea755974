import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reportError } from "../../src/cli/error-text.ts";
import { explanations } from "../../src/cli/explanations.ts";
import { styleFor } from "../../src/cli/style.ts";
import { asNobody } from "../as-nobody.ts";
import { directoryWith, inLine, limbeck, openDatabase, runSql, sqlRevision } from "./project.ts";
import { recordingIo } from "./recording-io.ts";

const style = styleFor(recordingIo("."), "err", false);
const codes = new Map(explanations().map((page) => [page.code, page]));
const versions = "migrations/versions";

interface Bad {
  readonly claim: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly prepare?: (directory: string) => Promise<unknown>;
  readonly line: string;
  readonly code: string;
  /** What the message says. */
  readonly says: readonly (string | RegExp)[];
}

const stored = (id: string) => (directory: string) =>
  runSql(
    directory,
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
    `INSERT INTO alembic_version VALUES ('${id}')`,
  );
const edited = async (directory: string) => {
  await limbeck(directory, "upgrade head");
  const path = join(directory, versions, "a1_people.sql");
  writeFileSync(path, readFileSync(path, "utf8").replace("name TEXT", "name TEXT NOT NULL"));
};
/** A revision whose first part is committed before its second one fails: VACUUM refuses a transaction. */
const half = sqlRevision("d4d4", "c3c3", {
  up: "CREATE TABLE tags (id INTEGER);\nVACUUM;\nINSERT INTO missing VALUES (1);",
  back: "DROP TABLE tags;",
});
const typescript = (body: string) =>
  `export const revision = "d4d4";
export const downRevision = "c3c3";
export const branchLabels = null;
export const dependsOn = null;

export function upgrade(op) {
  ${body}
}
export function downgrade() {}
`;

const table: readonly Bad[] = [
  { claim: "no config", files: {}, line: "heads", code: "CONFIG_MISSING", says: ["limbeck.config.ts"] },
  {
    claim: "a config that isn't JSON",
    files: { "limbeck.config.json": '{ "url": ' },
    line: "heads",
    code: "CONFIG_UNREADABLE",
    says: ["limbeck.config.json"],
  },
  {
    claim: "a config with a misspelt key",
    files: { "limbeck.config.json": '{ "modles": "models.sql" }' },
    line: "heads",
    code: "CONFIG_KEY_UNKNOWN",
    says: ['"modles" (did you mean "models"?)'],
  },
  {
    claim: "a config that throws",
    files: { "limbeck.config.mjs": 'export default () => { throw new RangeError("no luck"); };' },
    line: "heads",
    code: "CONFIG_UNREADABLE",
    says: ["limbeck.config.mjs", "no luck"],
  },
  {
    claim: "no URL",
    files: { ...inLine, "limbeck.config.json": "{}" },
    line: "upgrade head",
    code: "CONFIG_URL_MISSING",
    says: ["DATABASE_URL"],
  },
  {
    claim: "no database",
    line: "current",
    code: "CONNECT_DATABASE_MISSING",
    says: ["app.db"],
  },
  {
    claim: "not a database",
    files: { ...inLine, "app.db": "A letter to a friend, and long enough to be read.\n".repeat(20) },
    line: "upgrade head",
    code: "CONNECT_NOT_A_DATABASE",
    says: ["app.db"],
  },
  {
    claim: "a database that its URL calls read-only",
    prepare: (directory) => limbeck(directory, "upgrade b2b2"),
    line: "upgrade head --url sqlite:///app.db?mode=ro",
    code: "CONNECT_READ_ONLY",
    says: ["app.db"],
  },
  {
    claim: "a wrong scheme, with a password",
    line: "current --url orcale://me:secret@host/db",
    code: "CONNECT_URL_INVALID",
    says: ["orcale:"],
  },
  {
    claim: "a URL that can't be read, with a password",
    line: "current --url sqlite://me:secret@host/db",
    code: "CONNECT_URL_INVALID",
    says: ["host"],
  },
  {
    claim: "an unknown revision",
    line: "upgrade c3c4",
    code: "REVISION_UNKNOWN",
    says: ["c3c4", 'did you mean "c3c3"'],
  },
  {
    claim: "a database ahead of the files",
    prepare: stored("f00f00"),
    line: "upgrade head",
    code: "REVISION_NOT_IN_FILES",
    says: ['"f00f00"'],
  },
  {
    claim: "an unknown id in the version table",
    prepare: stored("c3c4"),
    line: "current",
    code: "REVISION_NOT_IN_FILES",
    says: ['"c3c4"'],
  },
  {
    claim: "an edited file that is applied",
    prepare: async (directory) => {
      await edited(directory);
      await limbeck(directory, "revision -m more --rev-id d4d4");
    },
    line: "upgrade head",
    code: "RUN_REVISION_EDITED",
    says: ["a1a1", "a1_people.sql"],
  },
  {
    claim: "a statement that the server refuses",
    files: {
      ...inLine,
      [`${versions}/d4.sql`]: sqlRevision("d4d4", "c3c3", { up: "INSERT INTO missing VALUES (1);" }),
    },
    line: "upgrade head",
    code: "RUN_REVISION_FAILED",
    says: ["d4.sql", "no such table: missing", "the database is at c3c3"],
  },
  {
    claim: "a journal of a run that did not end",
    files: { ...inLine, [`${versions}/d4.sql`]: half },
    prepare: async (directory) => {
      expect(await limbeck(directory, "upgrade head")).toMatchObject({ exit: 3 });
      writeFileSync(join(directory, versions, "d4.sql"), half.replace("missing", "tags"));
    },
    line: "upgrade head",
    code: "JOURNAL_DIRTY",
    says: ["d4d4"],
  },
  {
    claim: "two files with one id",
    files: { ...inLine, [`${versions}/z9.sql`]: sqlRevision("c3c3", "b2b2") },
    line: "heads",
    code: "REVISION_DUPLICATE",
    says: ["c3_index.sql", "z9.sql"],
  },
  {
    claim: "a parent that no file has",
    files: { ...inLine, [`${versions}/z9.sql`]: sqlRevision("d4d4", "c3c4") },
    line: "heads",
    code: "REVISION_PARENT_MISSING",
    says: ['"c3c4"', 'did you mean "c3c3"', "z9.sql"],
  },
  {
    claim: "a revision of the user's that throws",
    files: { ...inLine, [`${versions}/d4.ts`]: typescript('throw new RangeError("oh no");') },
    line: "upgrade head",
    code: "REVISION_RECORDING",
    says: [/versions\/d4\.ts.*: the upgrade of revision "d4d4" threw: oh no/],
  },
  {
    claim: "a revision that gives an option which no op has",
    files: { ...inLine, [`${versions}/d4.ts`]: typescript('op.dropTable("posts", { ifExist: true });') },
    line: "upgrade head",
    code: "SCHEMA_OPTION_UNKNOWN",
    says: ["d4.ts", "ifExist"],
  },
  {
    claim: "a revision that is no TypeScript",
    files: { ...inLine, [`${versions}/d4.ts`]: typescript("const = 1;") },
    line: "upgrade head",
    code: "REVISION_FILE_SYNTAX",
    says: [/d4\.ts:7:/],
  },
];

describe("bad input gets a coded error, with what to do", () => {
  it.each(table.map((row) => [row.claim, row] as const))("%s", async (_, { files, prepare, line, code, says }) => {
    const directory = directoryWith(files ?? inLine);
    await prepare?.(directory);
    const { exit, out, err } = await limbeck(directory, line);
    expect({ exit, out }).toEqual({ exit: codes.get(code)?.exit, out: "" });
    const [message = "", hint = ""] = err.slice(err.indexOf(`error ${code}: `)).split(/\n {2}hint: /);
    expect(message).toMatch(new RegExp(`^error ${code}: .`));
    for (const part of says) expect(message).toMatch(part);
    expect(hint).toMatch(new RegExp(`^\\S.*\\n  more: limbeck explain ${code}\\n$`));
    expect(err).not.toMatch(/\n\s+at |secret/);
    expect(await limbeck(directory, `explain ${code}`)).toMatchObject({ exit: 0 });
    const asked = await limbeck(directory, `${line} --json`);
    expect(JSON.parse(asked.out)).toMatchObject({ error: { code } });
    expect(asked.out).not.toContain("secret");
  });

  it("a locked database: waits, says so, and gives up after lockTimeoutMs", async () => {
    const directory = directoryWith(inLine);
    await limbeck(directory, "upgrade b2b2");
    const other = await openDatabase(directory);
    await other.execute("BEGIN IMMEDIATE");
    const { exit, err } = await limbeck(directory, "upgrade head");
    expect({ exit, err }).toEqual({
      exit: 4,
      err: expect.stringMatching(
        /^Another process has "sqlite:\/\/\/app.db" locked; waiting.*\nerror LOCK_TIMEOUT: .*app\.db/,
      ),
    });
    await other.execute("ROLLBACK");
    await other.close();
    expect(await limbeck(directory, "upgrade head")).toMatchObject({ exit: 0 });
  });

  it("a file that this user may only read", async () => {
    const directory = directoryWith(inLine);
    await limbeck(directory, "upgrade b2b2");
    chmodSync(join(directory, "app.db"), 0o444);
    const { exit, err } = await asNobody(() => limbeck(directory, "upgrade head"));
    expect({ exit, err }).toEqual({ exit: 3, err: expect.stringMatching(/\nerror CONNECT_READ_ONLY: .*app\.db/) });
    expect(await asNobody(() => limbeck(directory, "current"))).toMatchObject({ exit: 0, out: "b2b2, b2b2 is made\n" });
  });

  it("a directory that this user may not write into", async () => {
    const directory = directoryWith(inLine);
    chmodSync(directory, 0o555);
    const { exit, err } = await asNobody(() => limbeck(directory, "upgrade head"));
    chmodSync(directory, 0o755);
    expect({ exit, err }).toEqual({
      exit: 3,
      err: expect.stringMatching(/^error CONNECT_(READ_ONLY|FAILED): .*app\.db/),
    });
  });

  it("a wrong password: neither the message nor the script nor a note has it", async () => {
    const directory = directoryWith({ ...inLine, "limbeck.config.json": '{ "url": "mysqlx://me:secret@host/db" }' });
    for (const line of ["current", "upgrade head", "status --json", "upgrade head --sql"]) {
      const { exit, out, err } = await limbeck(directory, line, { env: { LIMBECK_DEBUG: "1" } });
      expect(exit).not.toBe(0);
      expect(`${out}${err}`).not.toContain("secret");
    }
  });
});

describe("the way out", () => {
  it("an edited file is shown, can be accepted, and then no longer stands in the way", async () => {
    const directory = directoryWith(inLine);
    await edited(directory);
    expect(await limbeck(directory, "status")).toMatchObject({
      exit: 1,
      out: expect.stringMatching(/Edited since they were applied:\n {2}a1a1 .*a1_people\.sql\n/),
    });
    expect(await limbeck(directory, "repair")).toMatchObject({ out: expect.stringContaining("--accept a1a1") });
    expect(await limbeck(directory, "repair --accept a1a1")).toMatchObject({ exit: 0 });
    expect(await limbeck(directory, "status")).toMatchObject({ exit: 0 });
  });

  it("a run that did not end is shown, and can be settled", async () => {
    const directory = directoryWith({ ...inLine, [`${versions}/d4.sql`]: half });
    await limbeck(directory, "upgrade head");
    expect(await limbeck(directory, "status")).toMatchObject({
      exit: 1,
      out: expect.stringMatching(/Never ended:\n {2}.*upgrade d4d4/),
    });
    expect(await limbeck(directory, "repair")).toMatchObject({ out: expect.stringMatching(/--done d4d4/) });
    expect(await limbeck(directory, "repair --done d4d4")).toMatchObject({ exit: 0 });
    expect(await limbeck(directory, "current -c")).toMatchObject({ exit: 0 });
  });

  it("an unknown id in the version table is shown, and can be purged", async () => {
    const directory = directoryWith(inLine);
    await stored("f00f00")(directory);
    expect(await limbeck(directory, "status")).toMatchObject({
      exit: 1,
      out: expect.stringMatching(/Unknown to the files:\n {2}f00f00\n/),
    });
    expect(await limbeck(directory, "stamp --purge base")).toMatchObject({ exit: 0 });
    expect(await limbeck(directory, "upgrade head")).toMatchObject({ exit: 0 });
  });
});

describe("an error without a code", () => {
  it("is shown with where it was thrown, and reported as JSON", () => {
    const { text, json, exit } = reportError(new TypeError("x is not a function"), style, false);
    expect(text).toMatch(/^error CLI_UNEXPECTED: x is not a function\n {4}at .*errors\.test\.ts:\d+/);
    expect(text).toMatch(/\n {2}hint: .*LIMBECK_DEBUG.*\n {2}more: limbeck explain CLI_UNEXPECTED\n$/);
    expect(json).toMatchObject({ error: { code: "CLI_UNEXPECTED", message: "x is not a function" } });
    expect(exit).toBe(3);
  });

  it.each([["a text"], [undefined], [{ odd: true }]])("may be anything: %j", (thrown) => {
    expect(reportError(thrown, style, false)).toMatchObject({
      exit: 3,
      text: expect.stringMatching(/^error CLI_UNEXPECTED: /),
    });
  });

  it("shows all stacks with LIMBECK_DEBUG", async () => {
    const directory = directoryWith({
      ...inLine,
      [`${versions}/d4.sql`]: sqlRevision("d4d4", "c3c3", { up: "SELEC 1;" }),
    });
    const { err } = await limbeck(directory, "upgrade head", { env: { LIMBECK_DEBUG: "1" } });
    expect(err).toMatch(/\n {4}at .*\n(.*\n)*caused by: .*\n {4}at /);
  });
});

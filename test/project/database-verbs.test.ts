import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { current } from "../../src/project/current.ts";
import { ensureVersion } from "../../src/project/ensure-version.ts";
import { history } from "../../src/project/history.ts";
import { plan } from "../../src/project/plan.ts";
import { stamp } from "../../src/project/stamp.ts";
import { status } from "../../src/project/status.ts";
import { inDirectory, projectDirectory, thrownBy } from "./project-directory.ts";

const revision = (id: string, down: string | null, more = ""): string =>
  `revision = "${id}"\ndown_revision = ${down === null ? "None" : `"${down}"`}\n${more}`;

/** a1 <- b1 <- c1, and e1 on its own. */
const ALEMBIC = {
  "alembic.ini": "[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite:///app.db\n",
  "migrations/versions/a1.py": revision("a1aaaa", null),
  "migrations/versions/b1.py": revision("b1bbbb", "a1aaaa"),
  "migrations/versions/c1.py": revision("c1cccc", "b1bbbb"),
  "migrations/versions/e1.py": revision("e1eeee", null),
};
const alembic = () => inDirectory(projectDirectory(ALEMBIC));

describe("stamp", () => {
  test("writes the rows, and makes the database", async () => {
    const options = alembic();
    expect(await stamp(options, { revisions: ["b1bb"] })).toMatchObject({
      kind: "stamped",
      from: [],
      heads: ["b1bbbb"],
    });
    expect(await stamp(options, { revisions: ["heads"] })).toMatchObject({
      from: ["b1bbbb"],
      heads: ["c1cccc", "e1eeee"],
    });
    expect(await stamp(options, { revisions: ["base"] })).toMatchObject({ heads: [] });
  });

  test("--purge forgets a revision that no file has", async () => {
    const options = alembic();
    await stamp(options, { revisions: ["c1cccc"] });
    const other = inDirectory(
      projectDirectory({
        "alembic.ini": ALEMBIC["alembic.ini"],
        "migrations/versions/z1.py": revision("z1zzzz", null),
      }),
      {
        url: `sqlite:///${options.cwd}/app.db`,
      },
    );
    expect(await thrownBy(() => stamp(other, { revisions: ["head"] }))).toContain("REVISION_NOT_IN_FILES");
    expect(await thrownBy(() => current(other))).toMatch(/REVISION_NOT_IN_FILES .*"c1cccc"/);
    expect(await status(other)).toMatchObject({ unknown: ["c1cccc"], pending: [], isClean: false });
    expect(await stamp(other, { revisions: ["head"], purge: true })).toMatchObject({ heads: ["z1zzzz"] });
  });

  test("--sql gives a script, and takes no --purge", async () => {
    const options = alembic();
    const script = await stamp(options, { revisions: ["a1aaaa:c1cccc"], sql: true });
    expect(script).toMatchObject({ kind: "script", sql: expect.stringContaining("UPDATE") });
    expect(existsSync(join(options.cwd, "app.db"))).toBe(false);
    expect(await thrownBy(() => stamp(options, { revisions: ["head"], sql: true, purge: true }))).toContain(
      "STAMP_OPTION",
    );
    expect(await thrownBy(() => stamp(options, { revisions: ["a1aaaa:b1bbbb", "base:e1eeee"], sql: true }))).toContain(
      "STAMP_OPTION",
    );
  });
});

describe("current", () => {
  test("says where the database is, and which heads it lacks", async () => {
    const options = alembic();
    await stamp(options, { revisions: ["b1bbbb", "e1eeee"] });
    const found = await current(options);
    expect(found.revisions.map((one) => one.revision)).toEqual(["b1bbbb", "e1eeee"]);
    expect(found).toMatchObject({
      isAtHeads: false,
      missingHeads: ["c1cccc"],
      database: expect.stringContaining("app.db"),
    });
    await stamp(options, { revisions: ["heads"] });
    expect(await current(options)).toMatchObject({ isAtHeads: true, missingHeads: [] });
  });

  test("refuses a database that isn't there, and makes none", async () => {
    const options = alembic();
    expect(await thrownBy(() => current(options))).toContain("CONNECT_DATABASE_MISSING");
    expect(existsSync(join(options.cwd, "app.db"))).toBe(false);
  });

  test("history -i marks the stored revisions", async () => {
    const options = alembic();
    await stamp(options, { revisions: ["b1bbbb"] });
    const marked = (await history(options, { indicateCurrent: true })).filter((one) => one.isCurrent === true);
    expect(marked.map((one) => one.revision)).toEqual(["b1bbbb"]);
    expect((await history(options, { range: "-1:current" })).map((one) => one.revision)).toEqual(["b1bbbb", "a1aaaa"]);
  });
});

describe("plan", () => {
  test("a database that isn't there counts as empty, and isn't made", async () => {
    const options = alembic();
    const planned = await plan(options, { direction: "upgrade", target: "c1cccc" });
    expect(planned).toMatchObject({ current: [], heads: ["c1cccc"] });
    expect(planned.steps.map((step) => `${step.direction} ${step.revision}`)).toEqual([
      "upgrade a1aaaa",
      "upgrade b1bbbb",
      "upgrade c1cccc",
    ]);
    expect(existsSync(join(options.cwd, "app.db"))).toBe(false);
  });

  test("the way down", async () => {
    const options = alembic();
    await stamp(options, { revisions: ["heads"] });
    const planned = await plan(options, { direction: "downgrade", target: "c1cccc-2" });
    expect(planned).toMatchObject({ current: ["c1cccc", "e1eeee"], heads: ["a1aaaa", "e1eeee"] });
    expect(planned.steps.map((step) => step.revision)).toEqual(["c1cccc", "b1bbbb"]);
  });

  test("what a Python revision would do can't be said", async () => {
    expect(
      await thrownBy(() => plan(alembic(), { direction: "upgrade", target: "heads", statements: true })),
    ).toContain("REVISION_PYTHON");
  });
});

test("ensure-version makes the table once", async () => {
  const options = alembic();
  expect(await ensureVersion(options, {})).toMatchObject({ kind: "ensured", table: "alembic_version", created: true });
  expect(await ensureVersion(options, {})).toMatchObject({ created: false });
  expect(await ensureVersion(options, { sql: true })).toMatchObject({
    sql: expect.stringContaining("CREATE TABLE IF NOT EXISTS"),
  });
});

test("status of a new database: everything is pending, in order", async () => {
  const options = alembic();
  await stamp(options, { revisions: ["a1aaaa"] });
  const found = await status(options);
  expect(found.pending.map((one) => one.revision)).toEqual(["b1bbbb", "c1cccc", "e1eeee"]);
  expect(found).toMatchObject({
    isClean: false,
    edited: [],
    lastRuns: [{ direction: "stamp", revision: "a1aaaa", outcome: "done" }],
  });
});

import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { downgrade } from "../../src/project/downgrade.ts";
import { plan } from "../../src/project/plan.ts";
import { repair } from "../../src/project/repair.ts";
import type { Progress } from "../../src/project/results.ts";
import { stamp } from "../../src/project/stamp.ts";
import { status } from "../../src/project/status.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import { inDirectory, projectDirectory, thrownBy } from "./project-directory.ts";

const header = (id: string, down: string | null): string =>
  `export const revision = "${id}";\nexport const downRevision = ${JSON.stringify(down)};\nexport const branchLabels = null;\nexport const dependsOn = null;\n`;

const USERS = `/** Add users */
import { column, integer, text, type Op } from "limbeck";
${header("a1aaaa", null)}
export function upgrade(op: Op) {
  op.createTable("users", [column("id", integer(), { primaryKey: true }), column("email", text())]);
}
export function downgrade(op: Op) {
  op.dropTable("users");
}
`;
const SLUG = `-- message: Add a slug
-- revision: b1bbbb
-- down revision: a1aaaa

-- limbeck:upgrade
ALTER TABLE users ADD COLUMN slug TEXT;
CREATE INDEX ix_users_slug ON users (slug);

-- limbeck:downgrade
DROP INDEX ix_users_slug;
ALTER TABLE users DROP COLUMN slug;
`;
const FILES = {
  "limbeck.config.json": '{"url": "sqlite:///app.db"}',
  "migrations/versions/a1.ts": USERS,
  "migrations/versions/b1.sql": SLUG,
};
const project = (more: Readonly<Record<string, string>> = {}) => inDirectory(projectDirectory({ ...FILES, ...more }));

describe("upgrade and downgrade", () => {
  test("run TypeScript and SQL revisions, with progress", async () => {
    const options = project();
    const seen: Progress[] = [];
    const result = await upgrade(options, { target: "head" }, { onProgress: (progress) => seen.push(progress) });
    expect(result).toMatchObject({
      kind: "ran",
      from: [],
      heads: ["b1bbbb"],
      steps: [{ revision: "a1aaaa" }, { revision: "b1bbbb" }],
    });
    expect(seen.map((one) => one.kind)).toEqual(["stepStarted", "stepDone", "stepStarted", "stepDone"]);
    expect(seen[2]).toMatchObject({
      revision: "b1bbbb",
      from: ["a1aaaa"],
      to: ["b1bbbb"],
      number: 2,
      total: 2,
      message: "Add a slug",
    });
    expect(await status(options)).toMatchObject({
      isClean: true,
      pending: [],
      lastRuns: [{ revision: "b1bbbb", outcome: "done" }, {}],
    });
    expect(await downgrade(options, { target: "-1" })).toMatchObject({
      heads: ["a1aaaa"],
      steps: [{ direction: "downgrade" }],
    });
    expect(await downgrade(options, { target: "base" })).toMatchObject({ heads: [] });
    expect(await upgrade(options, { target: "+1" })).toMatchObject({ heads: ["a1aaaa"] });
  });

  test("a second upgrade has nothing to do", async () => {
    const options = project();
    await upgrade(options, { target: "head" });
    expect(await upgrade(options, { target: "head" })).toMatchObject({
      from: ["b1bbbb"],
      heads: ["b1bbbb"],
      steps: [],
    });
  });

  test("a broken later revision is found before the first runs", async () => {
    const broken = USERS.replaceAll("a1aaaa", "c1cccc")
      .replace("downRevision = null", 'downRevision = "b1bbbb"')
      .replace('"users"', '"users", 7, 8, 9; nonsense(');
    const options = project({ "migrations/versions/c1.ts": broken });
    await stamp(options, { revisions: ["base"] });
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toContain("REVISION_FILE_SYNTAX");
    expect((await status(options)).current).toEqual([]);
  });

  test("two upgrades at once: one runs, the other waits and finds nothing to do", async () => {
    const options = project();
    const results = await Promise.all([upgrade(options, { target: "head" }), upgrade(options, { target: "head" })]);
    const steps = results.flatMap((result) => (result.kind === "ran" ? result.steps.map((step) => step.revision) : []));
    expect(steps.sort()).toEqual(["a1aaaa", "b1bbbb"]);
  });

  test("two downgrades by -1 at once go down once", async () => {
    const options = project();
    await upgrade(options, { target: "head" });
    const results = await Promise.all([downgrade(options, { target: "-1" }), downgrade(options, { target: "-1" })]);
    const steps = results.flatMap((result) => (result.kind === "ran" ? result.steps.map((step) => step.revision) : []));
    expect(steps).toEqual(["b1bbbb"]);
  });
});

describe("--sql", () => {
  test("upgrade gives a script without a database; downgrade wants a range", async () => {
    const options = project();
    const script = await upgrade(options, { target: "head", sql: true });
    expect(script).toMatchObject({
      kind: "script",
      sql: expect.stringMatching(/CREATE TABLE "users"[\s\S]*ix_users_slug/),
    });
    expect(await downgrade(options, { target: "head:base", sql: true })).toMatchObject({
      sql: expect.stringMatching(/DROP INDEX[\s\S]*DROP TABLE/),
    });
    expect(await thrownBy(() => downgrade(options, { target: "base", sql: true }))).toContain("TARGET_RANGE_NEEDED");
    expect(existsSync(join(options.cwd, "app.db"))).toBe(false);
  });

  test("online a range is refused", async () => {
    expect(await thrownBy(() => upgrade(project(), { target: "base:head" }))).toContain("GRAPH_RANGE_REFUSED");
  });
});

test("plan with statements says what each revision would do", async () => {
  const { steps } = await plan(project(), { direction: "upgrade", target: "head", statements: true });
  expect(steps[0]).toMatchObject({
    revision: "a1aaaa",
    changes: [{ kind: "createTable", text: expect.stringContaining("users") }],
  });
  expect(steps[0]?.statements?.[0]).toMatchObject({
    sql: expect.stringContaining("CREATE TABLE"),
    facts: { transactional: true },
  });
  expect(steps[1]?.statements?.map((one) => one.sql)).toHaveLength(2);
});

describe("an applied file that was changed", () => {
  test("is refused, said by status, and accepted by repair", async () => {
    const options = project();
    await upgrade(options, { target: "a1aaaa" });
    writeFileSync(join(options.cwd, "migrations/versions/a1.ts"), USERS.replace("email", "mail"));
    expect(await thrownBy(() => upgrade(options, { target: "head" }))).toMatch(/RUN_REVISION_EDITED .*a1aaaa/);
    expect(await status(options)).toMatchObject({ isClean: false, edited: [{ revision: "a1aaaa" }] });
    expect((await repair(options, {})).open).toEqual([expect.stringContaining("--accept a1aaaa")]);
    expect((await repair(options, { accept: ["a1aaaa"] })).settled).toHaveLength(1);
    expect(await upgrade(options, { target: "head" })).toMatchObject({ heads: ["b1bbbb"] });
  });

  test("repair has nothing to accept where nothing was applied", async () => {
    const options = project();
    await stamp(options, { revisions: ["a1aaaa"] });
    expect(await thrownBy(() => repair(options, { accept: ["a1aaaa"] }))).toContain("REPAIR_NOTHING");
    expect(await thrownBy(() => repair(options, { done: "a1aaaa" }))).toContain("REPAIR_NOTHING");
    expect(await thrownBy(() => repair(options, { done: "a", undone: "b" }))).toContain("REPAIR_OPTION");
  });
});

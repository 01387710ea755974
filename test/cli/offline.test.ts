import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogueOf } from "../catalogue.ts";
import { runScript, shellName } from "../run/shell.ts";
import { directoryWith, inBranches, limbeck, openDatabase, sqlRevision } from "./project.ts";

const files: Readonly<Record<string, string>> = {
  ...inBranches,
  "limbeck.config.json": '{ "url": "sqlite:///app.db", "format": "sql" }',
  // A rebuild: the column's type changes, the index and the rows stay.
  "migrations/versions/e5_change.ts": `import { text, type Op } from "limbeck";
export const revision = "e5e5";
export const downRevision = "c3c3";
export const branchLabels = null;
export const dependsOn = null;
export function upgrade(op: Op) {
  op.execute("INSERT INTO people (id, name) VALUES (1, 'O''Hara;')");
  op.alterColumn("people", "name", { nullable: false });
}
export function downgrade(op: Op) {
  op.alterColumn("people", "name", { nullable: true });
  op.execute("DELETE FROM people");
}
`,
  "migrations/versions/f6_join.sql": sqlRevision("f6f6", "e5e5, d4d4", {
    up: "CREATE VIEW names AS SELECT name FROM people;",
    back: "DROP VIEW names;",
  }),
};

/** The script that a line prints. */
async function scriptOf(directory: string, line: string): Promise<string> {
  const { exit, out, err } = await limbeck(directory, line);
  expect({ exit, err }).toEqual({ exit: 0, err: "" });
  return out;
}

/** A project with a database to which scripts and command lines were applied. */
async function projectAfter(...works: readonly (readonly ["run" | "script", string])[]): Promise<string> {
  const directory = directoryWith(files);
  const file = join(directory, "app.db");
  for (const [way, line] of works) {
    if (way === "run") expect(await limbeck(directory, line)).toMatchObject({ exit: 0 });
    else expect(await runScript(file, await scriptOf(directory, line))).toBe("");
  }
  return directory;
}

async function stateOf(directory: string): Promise<unknown> {
  const { out } = await limbeck(directory, "current --json");
  const rows: { readonly revision: string }[] = JSON.parse(out);
  return { current: rows.map(({ revision }) => revision), catalogue: await catalogueOf(join(directory, "app.db")) };
}

const rows: readonly (readonly [script: readonly string[], run: readonly string[]])[] = [
  [["upgrade base:head"], ["upgrade head"]],
  [["upgrade head"], ["upgrade head"]],
  [["upgrade b2b2", "upgrade b2b2:c3c3"], ["upgrade c3c3"]],
  [["upgrade b2b2", "upgrade b2b2:+2"], ["upgrade e5e5"]],
  [
    ["upgrade e5e5", "downgrade e5e5:b2b2"],
    ["upgrade e5e5", "downgrade b2b2"],
  ],
  [
    ["upgrade head", "downgrade head:base"],
    ["upgrade head", "downgrade base"],
  ],
  [["stamp c3c3"], ["stamp c3c3"]],
  [
    ["upgrade c3c3", "stamp c3c3:a1a1"],
    ["upgrade c3c3", "stamp a1a1"],
  ],
  [["ensure-version"], ["ensure-version"]],
];

describe(`the scripts, run by ${shellName}, leave what the command itself leaves`, () => {
  it.each(rows)("%j", async (scripts, lines) => {
    const scripted = await projectAfter(...scripts.map((line) => ["script", `${line} --sql`] as const));
    const ran = await projectAfter(...lines.map((line) => ["run", line] as const));
    expect(await stateOf(scripted)).toEqual(await stateOf(ran));
  });

  it("and the command goes on from there", async () => {
    const directory = await projectAfter(["script", "upgrade c3c3 --sql"], ["run", "upgrade head"]);
    expect(await stateOf(directory)).toEqual(await stateOf(await projectAfter(["run", "upgrade head"])));
    expect(await limbeck(directory, "status")).toMatchObject({ exit: 0 });
  });

  it("a script that is run where it doesn't belong stops before it changes anything", async () => {
    const directory = await projectAfter(["run", "upgrade b2b2"]);
    const before = await stateOf(directory);
    const said = await runScript(join(directory, "app.db"), await scriptOf(directory, "upgrade c3c3:e5e5 --sql"));
    expect(said).toContain("c3c3");
    expect(await stateOf(directory)).toEqual(before);
  });

  it("the rows are those of the command", async () => {
    const directory = await projectAfter(["script", "upgrade head --sql"]);
    const { execute, close } = await openDatabase(directory);
    expect(await execute("UPDATE people SET name = name WHERE name = 'O''Hara;'")).toBe(1);
    await close();
  });
});

describe("a script for PostgreSQL, which no server is asked about", () => {
  const projectOf = (made: string) =>
    directoryWith({
      "limbeck.config.json": '{ "url": "postgresql://nobody@localhost:1/nowhere", "format": "sql" }',
      "migrations/versions/a1_first.ts": `import { column, integer, sql, type Op } from "limbeck";
export const revision = "a1a1";
export const downRevision = null;
export const branchLabels = null;
export const dependsOn = null;
export function upgrade(op: Op) {
  op.createTable("t", [column("a", integer()), ${made}]);
}
export function downgrade(op: Op) {
  op.dropTable("t");
}
`,
    });

  it("is for the oldest one that is known", async () => {
    expect(await scriptOf(projectOf('column("b", integer())'), "upgrade head --sql")).not.toContain("or newer");
  });

  it("is for the oldest one that has what the revisions ask for, and says which", async () => {
    const virtual = projectOf('column("b", integer(), { generated: { as: sql`a * 2` } })');
    const { exit, out, err } = await limbeck(virtual, "upgrade head --sql");
    expect(exit).toBe(0);
    expect(out).toMatch(/^-- For PostgreSQL 18 or newer\n/);
    expect(out).toContain("GENERATED ALWAYS AS (a * 2) VIRTUAL");
    expect(err).toContain("PostgreSQL 13 has no virtual generated columns");
  });

  it("isn't written where no server has it", async () => {
    const fulltext = projectOf('column("b", integer(), { onUpdate: sql`1` })');
    const { exit, err } = await limbeck(fulltext, "upgrade head --sql");
    expect(exit).toBe(3);
    expect(err).toContain("PostgreSQL has no ");
  });
});

import { describe, expect, it } from "vitest";
import { type Answer, directoryWith, inLine, limbeck, sqlRevision } from "./project.ts";

const config = '{ "url": "sqlite:///app.db" }';

/** A revision with a syntax that the server doesn't have, and without a way back. */
const oneWay = `-- revision: d4d4\n-- down revision: c3c3\n\n-- limbeck:upgrade\nBEGIN;\n`;

/** Calls for one new project with these files. */
function project(files: Readonly<Record<string, string>>): { readonly call: (line: string) => Promise<Answer> } {
  const directory = directoryWith(files);
  return { call: (line) => limbeck(directory, line) };
}

describe("limbeck lint", () => {
  it("is quiet where there is nothing to say", async () => {
    const { call } = project(inLine);
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
    expect(await lint({ "server-refuses": "off" }, "note")).toBe(0);
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
});

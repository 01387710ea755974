import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { directoryWith, limbeck } from "./project.ts";

const config = 'export default { url: "sqlite:///app.db", warnAfterMs: 20 };\n';
const revision = `import { column, integer } from "limbeck";
export const revision = "a1aaaaaaaaaa";
export const downRevision = null;
export function upgrade(op) {
  op.createTable("people", [column("id", integer())]);
  op.run("think", () => new Promise((resolve) => setTimeout(resolve, 60)));
}
export function downgrade(op) {
  op.dropTable("people");
}
`;

const files = { "limbeck.config.ts": config, "migrations/versions/a1.ts": revision };

function parsed(text: string): readonly Readonly<Record<string, unknown>>[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

const kinds = (text: string) => parsed(text).map(({ kind }) => kind);
const RUN = ["started", "statement", "ended", "statement", "slow", "ended", "finished", "done"];

describe("the events of a run", () => {
  it("are appended to a file, an object a line, each with its time and the database", async () => {
    const directory = directoryWith(files);
    const up = await limbeck(directory, "upgrade head --events run.jsonl");
    expect(up).toMatchObject({ exit: 0, out: "" });
    await limbeck(directory, "downgrade base --events run.jsonl");
    const text = readFileSync(join(directory, "run.jsonl"), "utf8");
    // Whether there is something to keep is a statement of its own.
    expect(kinds(text)).toEqual([...RUN, "started", "statement", "ended", "statement", "ended", "finished", "done"]);
    for (const event of parsed(text)) {
      expect(event).toMatchObject({
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        database: expect.stringMatching(/app\.db$/),
      });
    }
  });

  it("are all that standard output has with -", async () => {
    const { exit, out, err } = await limbeck(directoryWith(files), "upgrade head --events -");
    expect({ exit, kinds: kinds(out) }).toEqual({ exit: 0, kinds: RUN });
    expect(err).toContain("Done: 1 revision");
  });

  it.each([
    ["--json", "--events - and --json both want standard output"],
    ["--sql", "--events - and --sql both want standard output"],
  ])("- doesn't go with %s", async (option, message) => {
    const { exit, err } = await limbeck(directoryWith(files), `upgrade head --events - ${option}`);
    expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining(message) });
  });

  it("a file that can't be written is refused before anything runs", async () => {
    const directory = directoryWith(files);
    const { exit, err } = await limbeck(directory, "upgrade head --events no/such/run.jsonl");
    expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining("--events can't write to") });
    expect((await limbeck(directory, "current")).exit).not.toBe(0);
  });

  it("end with the failure when a revision fails", async () => {
    const broken = revision.replace("setTimeout(resolve, 60)", 'resolve(op.nothing("x"))');
    const directory = directoryWith({ ...files, "migrations/versions/a1.ts": broken });
    const { exit } = await limbeck(directory, "upgrade head --events run.jsonl");
    const events = parsed(readFileSync(join(directory, "run.jsonl"), "utf8"));
    expect({ exit, last: events.at(-1) }).toMatchObject({
      exit: 3,
      last: { kind: "failed", code: "RUN_REVISION_FAILED" },
    });
  });
});

describe("a statement that takes longer than warnAfterMs", () => {
  it("is told of once", async () => {
    const { err } = await limbeck(directoryWith(files), "upgrade head");
    expect(err.match(/It takes longer than warnAfterMs allows/g)).toHaveLength(1);
  });
});

describe("the config's onEvent", () => {
  const hooked = (body: string) => `import { appendFileSync } from "node:fs";
export default { url: "sqlite:///app.db", async onEvent(event) { ${body} } };\n`;

  it("gets each event, and the command waits for it at its end", async () => {
    const body = `await new Promise((r) => setTimeout(r, 5)); appendFileSync("${"PLACE"}", event.kind + "\\n");`;
    const directory = directoryWith(files);
    const { exit } = await limbeck(
      directoryWith({
        ...files,
        "limbeck.config.ts": hooked(body.replace("PLACE", join(directory, "kinds"))),
      }),
      "upgrade head",
    );
    const told = readFileSync(join(directory, "kinds"), "utf8").trim().split("\n");
    expect({ exit, told: told.sort() }).toEqual({ exit: 0, told: RUN.filter((kind) => kind !== "slow").sort() });
  });

  it("stops nothing when it throws, which is said once", async () => {
    const directory = directoryWith({ ...files, "limbeck.config.ts": hooked('throw new Error("no network");') });
    const { exit, err } = await limbeck(directory, "upgrade head");
    expect(exit).toBe(0);
    expect(err.match(/warning: onEvent of .* failed.*no network/g)).toHaveLength(1);
  });

  it("must be a function", async () => {
    const directory = directoryWith({ ...files, "limbeck.config.ts": "export default { onEvent: 1 };\n" });
    const { exit, err } = await limbeck(directory, "upgrade head");
    expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining('"onEvent" must be a function') });
  });
});

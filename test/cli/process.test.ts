import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directoryWith, inLine } from "./project.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Inside the repository, for the packages that Limbeck uses are found from there. */
const built = mkdtempSync(join(root, "dist-test-"));
const program = join(built, "limbeck.mjs");

beforeAll(async () => {
  await build({
    absWorkingDir: root,
    entryPoints: { limbeck: "src/limbeck.ts", cli: "src/cli/cli.ts" },
    outdir: built,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "warning",
  });
  writeFileSync(program, 'import { runProcess } from "./cli.js";\nawait runProcess();\n');
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function limbeck(cwd: string, ...words: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...words], { cwd, encoding: "utf8" }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, stdout, stderr }),
    );
  });
}

const noisy = {
  ...inLine,
  "migrations/versions/d4.ts": `console.log("thinking");
process.stdout.write("aloud\\n");
export const revision = "d4d4";
export const downRevision = "c3c3";
export const branchLabels = null;
export const dependsOn = null;

interface Unused { readonly removed: "by the translation" }

export function upgrade() {
  if (process.env["FAIL"] !== "0") throw new RangeError("oh no");
}
export function downgrade() {}
`,
};

describe("the process", () => {
  it("ends with the exit code of the command, and prints all of a long result", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 1500 }, (_, i) => [
        `migrations/versions/${i}.sql`,
        `-- message: ${"long ".repeat(20)}\n-- revision: r${i}r\n-- down revision: ${i === 0 ? "none" : `r${i - 1}r`}\n\n-- limbeck:upgrade\n\n-- limbeck:downgrade\n`,
      ]),
    );
    const directory = directoryWith({ "limbeck.config.json": '{ "url": "sqlite:///app.db" }', ...files });
    const { status, stdout } = await limbeck(directory, "history", "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(1500);
    expect(await limbeck(directory, "upgrad")).toMatchObject({ status: 2, stdout: "" });
    const piped = spawnSync("sh", ["-c", '"$0" "$1" history | head -1', process.execPath, program], {
      cwd: directory,
      encoding: "utf8",
    });
    expect(piped).toMatchObject({
      status: 0,
      stderr: "",
      stdout: expect.stringMatching(/^r1498r -> r1499r \(head\).*\n$/),
    });
  });

  it("what a revision logs goes to standard error, and its own error has its own line", async () => {
    const directory = directoryWith(noisy);
    const { status, stdout, stderr } = await limbeck(directory, "upgrade", "head", "--json");
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "REVISION_RECORDING" } });
    expect(stderr).toMatch(/^thinking\naloud\nerror REVISION_RECORDING: /);
    expect(stderr).toMatch(/versions\/d4\.ts:11:\d+: the upgrade of revision "d4d4" threw: oh no\n/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it.each([
    ["the schema doesn't allow", 'op.dropColumn("people", "zz");', "in planning"],
    [
      "the server has not",
      'op.createView("v", "SELECT 1");\n  op.alterColumn("v", "a", { nullable: true });',
      "in planning",
    ],
    ["the server refuses", 'op.execute("SELECT nope");', "at statement 2 of 2"],
  ])("what %s is shown with the line that asks for it", async (_claim, call, where) => {
    const header = noisy["migrations/versions/d4.ts"].split("\n").slice(2, 6).join("\n");
    const before = 'export function upgrade(op) {\n  op.createIndex("ix", "people", ["name"]);';
    const revision = `${header}\n${before}\n  ${call}\n}\nexport function downgrade() {}\n`;
    const directory = directoryWith({ ...inLine, "migrations/versions/d4.ts": revision });
    const { status, stderr } = await limbeck(directory, "upgrade", "head");
    expect(status).toBe(3);
    const line = revision.slice(0, revision.indexOf(call.split("\n").at(-1) ?? "")).split("\n").length;
    expect(stderr).toContain(`versions/d4.ts:${line}) failed ${where}`);
    if (where !== "in planning") return;
    for (const words of [
      ["upgrade", "head", "--sql"],
      ["plan", "upgrade", "head", "--verbose"],
    ]) {
      const planned = await limbeck(directory, ...words);
      expect(planned).toMatchObject({ status: 3, stdout: "" });
      expect(planned.stderr).toContain(
        `The upgrade of revision "d4d4" (${directory}/migrations/versions/d4.ts:${line}) can't be planned:\n`,
      );
    }
  });

  it("a script on standard output holds nothing else", async () => {
    const directory = directoryWith({
      ...noisy,
      "migrations/versions/d4.ts": noisy["migrations/versions/d4.ts"].replace("throw", "return; throw"),
    });
    const { status, stdout, stderr } = await limbeck(directory, "upgrade", "head", "--sql");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "thinking\naloud\n" });
    expect(stdout).toMatch(/^\.bail on\n/);
    expect(stdout).not.toContain("thinking");
  });

  it.each([
    ["calls process.exit", "process.exit(0);"],
    ["calls it in a step", 'op.run("step", async () => process.exit(0));'],
    ["waits for ever", 'op.run("step", () => new Promise(() => {}));'],
  ])("a revision that %s fails the command, and nothing of it stays", async (_claim, line) => {
    const directory = directoryWith({
      ...noisy,
      "migrations/versions/d4.ts": noisy["migrations/versions/d4.ts"]
        .replace("upgrade()", "upgrade(op: any)")
        .replace(/ {2}if .*/, `  op.execute("CREATE TABLE half (a)"); ${line}`),
    });
    const { status, stderr } = await limbeck(directory, "upgrade", "head");
    expect({ status, stderr }).toEqual({ status: 3, stderr: expect.stringContaining("error CLI_CUT_SHORT: ") });
    const { stdout } = await limbeck(directory, "current");
    expect(stdout).not.toContain("d4d4");
  });

  it("does not wait for an answer where standard input is no terminal", async () => {
    const directory = directoryWith({
      ...inLine,
      "models.sql": inLine["models.sql"]?.replace("name TEXT", "title TEXT") ?? "",
    });
    await limbeck(directory, "upgrade", "head");
    expect(await limbeck(directory, "revision", "--autogenerate")).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^error DIFF_RENAME_UNDECIDED/),
    });
  });
});

describe("bin/limbeck.js", () => {
  it.each(["--version", "-V"])("%s costs nothing but Node", (flag) => {
    const { status, stdout } = spawnSync(process.execPath, [join(root, "bin/limbeck.js"), flag], { encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^limbeck \d+\.\d+\.\d+\n$/) });
  });
});

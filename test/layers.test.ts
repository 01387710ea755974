import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const source = fileURLToPath(new URL("../src", import.meta.url));

/** The floor of each room: a file may import its own room and rooms of lower floors. `entry` is a file of src itself. */
const floors: Readonly<Record<string, number>> = {
  base: 0,
  schema: 1,
  ops: 2,
  bridge: 3,
  dialects: 3,
  revisions: 3,
  diff: 4,
  lint: 4,
  run: 4,
  sources: 4,
  verify: 5,
  project: 6,
  cli: 7,
  studio: 7,
  entry: 7,
};

/** What the rooms on top may import beside the rule of the floors. */
const only: Readonly<Record<string, readonly string[]>> = { cli: ["project", "base"], studio: ["project", "base"] };

/** Files that only one room may import. */
const reserved: Readonly<Record<string, string>> = {
  "dialects/dialects.ts": "project",
  "sources/sources.ts": "project",
};

interface Line {
  readonly file: string;
  readonly target: string;
}

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.replaceAll("\\", "/"))
  .sort();
const texts = new Map(files.map((file) => [file, readFileSync(join(source, file), "utf8")]));
const lines = files.flatMap((file) => importsOf(file));

describe("the layers", () => {
  it("every room stands on a floor", () => {
    expect([...new Set(files.map(roomOf))].filter((room) => !(room in floors))).toEqual([]);
  });

  it("imports go strictly downwards, never sideways", () => {
    expect(lines.filter(({ file, target }) => !mayImport(file, target)).map(show)).toEqual([]);
  });

  it("a dialect is seen only by the list and by itself", () => {
    expect(
      lines.filter(({ file, target }) => /^dialects\/[^/]+\//.test(target) && !seesDialect(file, target)).map(show),
    ).toEqual([]);
  });

  it("the lists are imported by the project only", () => {
    const wrong = lines.filter(({ file, target }) => {
      const room = reserved[target];
      return room !== undefined && roomOf(file) !== room && roomOf(file) !== roomOf(target);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it("there is no cycle of files, not even of types", () => {
    expect(cycles()).toEqual([]);
  });

  it("no room has an index.ts", () => {
    expect(files.filter((file) => /(^|\/)index\.ts$/.test(file))).toEqual([]);
  });

  it("only the command line prints or exits", () => {
    expect(grep(/\bconsole\.|process\.(exit|exitCode|stdout|stderr)\b/, (file) => roomOf(file) !== "cli")).toEqual([]);
  });

  it("no dialect is named outside dialects/", () => {
    expect(grep(/sqlite|postgres|mysql|mariadb/i, (file) => roomOf(file) !== "dialects")).toEqual([]);
  });

  it("errors carry a code", () => {
    expect(grep(/throw new Error\(/, () => true)).toEqual([]);
  });

  it("no file is longer than 400 lines", () => {
    const long = files.filter((file) => (texts.get(file) ?? "").split("\n").length > 401);
    expect(long).toEqual([]);
  });
});

function roomOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.indexOf("/")) : "entry";
}

function importsOf(file: string): Line[] {
  const text = texts.get(file) ?? "";
  const found = text.matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)"(\.[^"]+)"/gm);
  return [...found].map((match) => ({
    file,
    target: relative(source, resolve(source, dirname(file), match[1] ?? "")).replaceAll("\\", "/"),
  }));
}

function mayImport(file: string, target: string): boolean {
  const [from, to] = [roomOf(file), roomOf(target)];
  if (from === to) return true;
  const allowed = only[from];
  if (allowed !== undefined) return allowed.includes(to);
  const [fromFloor, toFloor] = [floors[from], floors[to]];
  if (fromFloor === undefined || toFloor === undefined || toFloor >= fromFloor) return false;
  const upper = fromFloor === 4 || fromFloor === 5;
  return !(upper && to === "dialects") || target === "dialects/contract.ts";
}

function seesDialect(file: string, target: string): boolean {
  return file === "dialects/dialects.ts" || dirname(file) === dirname(target);
}

function cycles(): string[][] {
  const targets = new Map(
    files.map((file) => [file, lines.filter((line) => line.file === file).map((line) => line.target)]),
  );
  const state = new Map<string, "open" | "done">();
  const found: string[][] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (state.get(file) === "done") return;
    if (state.get(file) === "open") {
      found.push([...trail.slice(trail.indexOf(file)), file]);
      return;
    }
    state.set(file, "open");
    for (const target of targets.get(file) ?? []) visit(target, [...trail, file]);
    state.set(file, "done");
  };
  for (const file of files) visit(file, []);
  return found;
}

/** Lines of code that match, comments left out. */
function grep(pattern: RegExp, where: (file: string) => boolean): string[] {
  return files.filter(where).flatMap((file) =>
    code(texts.get(file) ?? "")
      .split("\n")
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  );
}

/** The text with comments blanked out; line numbers stay. */
function code(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "))
    .replace(/(^|\s)\/\/.*$/gm, "$1");
}

function show({ file, target }: Line): string {
  return `${file} -> ${target}`;
}

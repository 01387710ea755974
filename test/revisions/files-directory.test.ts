import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashText } from "../../src/base/hash.ts";
import { listFiles } from "../../src/revisions/list-files.ts";
import { readRevisions } from "../../src/revisions/read-directory.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "limbeck-directory-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A TypeScript revision without parents. */
function ts(id: string): string {
  return `export const revision = "${id}";\nexport const downRevision = null;\n`;
}

function write(name: string, text: string): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** Sets a file's times to long ago, so that a cache trusts them. */
function age(path: string): void {
  utimesSync(path, 1_700_000_000, 1_700_000_000);
}

async function read(recursive = false, cacheDirectory?: string) {
  const files = listFiles([{ directory: join(root, "v"), recursive }]);
  const { revisions } = await readRevisions(files, cacheDirectory === undefined ? {} : { cacheDirectory });
  return revisions;
}

describe("a directory of revisions", () => {
  it("is read in the order of the paths, all formats", async () => {
    write("v/c.sql", "-- revision: c3\n-- down revision: b2\n-- message: Third\n-- limbeck:upgrade\n");
    write("v/a.ts", ts("a1"));
    write("v/b.py", '"""Second"""\nrevision = "b2"\ndown_revision = "a1"\n');
    write("v/d.mjs", ts("d4"));
    const revisions = await read();
    expect(revisions.map(({ id, format, message }) => [id, format, message])).toEqual([
      ["a1", "ts", ""],
      ["b2", "py", "Second"],
      ["c3", "sql", "Third"],
      ["d4", "ts", ""],
    ]);
    expect(revisions[0]).toEqual({
      id: "a1",
      downRevisions: [],
      dependsOn: [],
      labels: [],
      message: "",
      path: join(root, "v/a.ts"),
      format: "ts",
      checksum: hashText(ts("a1")),
    });
  });

  const ignored = [
    ".#a.ts",
    ".hidden.ts",
    "__init__.py",
    "__init__.ts",
    "__pycache__/a.py",
    ".git/a.ts",
    "a.d.ts",
    "a.test.ts",
    "a.spec.js",
    "README.md",
    "a.pyc",
    "a.cjs",
    "data.sql",
    "sub.ts/inside.txt",
  ];
  it.each(ignored)("passes over %s", async (name) => {
    write(`v/${name}`, "SELECT 1;");
    write("v/a.ts", ts("a1"));
    expect((await read(true)).map(({ id }) => id)).toEqual(["a1"]);
  });

  it("is read with its subdirectories only where that is asked for", async () => {
    write("v/b/b.ts", ts("b"));
    write("v/a.ts", ts("a"));
    write("v/c/d/d.ts", ts("d"));
    expect((await read(false)).map(({ id }) => id)).toEqual(["a"]);
    expect((await read(true)).map(({ path }) => relative(root, path))).toEqual(["v/a.ts", "v/b/b.ts", "v/c/d/d.ts"]);
  });

  it("gives each file once where locations overlap, by a link too", async () => {
    write("v/b/b.ts", ts("b"));
    symlinkSync(join(root, "v/b"), join(root, "link"));
    const files = listFiles([
      { directory: join(root, "v"), recursive: true },
      { directory: join(root, "v/b"), recursive: false },
      { directory: join(root, "link"), recursive: false },
    ]);
    const { revisions } = await readRevisions(files, {});
    expect(revisions.map(({ path }) => path)).toEqual([join(root, "v/b/b.ts")]);
  });

  it("that doesn't exist has no revisions", async () => {
    expect(await read()).toEqual([]);
  });

  it("that is a file is refused", async () => {
    write("v", "");
    await expect(read()).rejects.toThrow(expect.objectContaining({ code: "REVISION_FILE_UNREADABLE" }));
  });

  it("with a link to nothing is refused", async () => {
    mkdirSync(join(root, "v"));
    symlinkSync("nowhere", join(root, "v/a.ts"));
    await expect(read()).rejects.toThrow(expect.objectContaining({ code: "REVISION_FILE_UNREADABLE" }));
  });

  it("with a file without an id is refused with its path", async () => {
    const path = write("v/x.ts", "export const a = 1;");
    await expect(read()).rejects.toThrow(expect.objectContaining({ code: "REVISION_FILE_NO_ID", details: { path } }));
  });
});

describe("the header cache", () => {
  let cache: string;
  beforeEach(() => {
    cache = join(root, "cache");
  });
  const cached = async () => (await read(false, cache)).map(({ id }) => id);
  const cacheFile = (): string => join(cache, readdirSync(cache)[0] ?? "");
  /** As if the cache had been filled long after the files were written. */
  const believe = (): void => {
    const kept = JSON.parse(readFileSync(cacheFile(), "utf8"));
    writeFileSync(cacheFile(), JSON.stringify({ ...kept, filledAt: kept.filledAt + 60_000 }));
  };

  it("gives what reading gives", async () => {
    for (const name of ["a", "b", "c"]) write(`v/${name}.ts`, `/** Make ${name} */\n${ts(name)}`);
    const fresh = await read();
    expect(await read(false, cache)).toEqual(fresh);
    expect(await read(false, cache)).toEqual(fresh);
    expect(readdirSync(cache)).toHaveLength(1);
  });

  it("is used: what it says of an unchanged old file is believed", async () => {
    write("v/a.ts", ts("a"));
    await cached();
    believe();
    writeFileSync(cacheFile(), readFileSync(cacheFile(), "utf8").replace('"id":["a"]', '"id":["kept"]'));
    expect(await cached()).toEqual(["kept"]);
  });

  it("notices an edit of the same size in the same moment", async () => {
    const path = write("v/a.ts", ts("a"));
    expect(await cached()).toEqual(["a"]);
    for (const id of ["b", "c", "d", "e"]) {
      writeFileSync(path, ts(id));
      expect(await cached()).toEqual([id]);
    }
  });

  it("notices an edit of the same size that keeps the time of the file", async () => {
    const path = write("v/a.ts", ts("a"));
    age(path);
    expect(await cached()).toEqual(["a"]);
    writeFileSync(path, ts("b"));
    age(path);
    expect(await cached()).toEqual(["b"]);
  });

  it("forgets files that are gone, and learns new ones", async () => {
    const path = write("v/a.ts", ts("a"));
    write("v/b.ts", ts("b"));
    await cached();
    rmSync(path);
    write("v/c.ts", ts("c"));
    expect(await cached()).toEqual(["b", "c"]);
    expect(JSON.parse(readFileSync(cacheFile(), "utf8")).columns.path.map((path: string) => basename(path))).toEqual([
      "b.ts",
      "c.ts",
    ]);
  });

  it("is read again for every file between files that come and go", async () => {
    const names = ["b", "d", "f", "h"];
    const [, second] = names.map((name) => write(`v/${name}.ts`, ts(name)));
    await cached();
    believe();
    if (second !== undefined) rmSync(second);
    for (const name of ["a", "c", "e", "i"]) write(`v/${name}.ts`, ts(name));
    expect(await read(false, cache)).toEqual(await read());
    expect(await read(false, cache)).toEqual(await read());
  });

  it("keeps lists of every length", async () => {
    write("v/a.ts", `${ts("a")}export const branchLabels = ["x", "y"];\nexport const dependsOn = "z";\n`);
    await cached();
    believe();
    expect(await read(false, cache)).toEqual(await read());
  });

  const damages: readonly (readonly [string, (text: string) => string])[] = [
    ["empty", () => ""],
    ["cut off", (text) => text.slice(0, -20)],
    ["null", () => "null"],
    ["of another version", (text) => text.replace('"version":2', '"version":1')],
    ["without a column", (text) => text.replace('"labels"', '"label"')],
    ["with a column that is too long", (text) => text.replace('"path":["', '"path":["other","')],
    ["with a path that is no text", (text) => text.replace('"path":["', '"path":[null,"')],
    ["with a parent that is no text", (text) => text.replace('"downRevisions":[null]', '"downRevisions":[1]')],
    ["with a list that holds no texts", (text) => text.replace('"labels":[null]', '"labels":[[1,2]]')],
  ];
  it.each(damages)("is rebuilt when it is %s", async (_name, damage) => {
    write("v/a.ts", ts("a"));
    await cached();
    const whole = readFileSync(cacheFile(), "utf8");
    expect(damage(whole)).not.toBe(whole);
    writeFileSync(cacheFile(), damage(whole));
    expect(await cached()).toEqual(["a"]);
    expect(JSON.parse(readFileSync(cacheFile(), "utf8")).columns.path).toHaveLength(1);
  });

  it("that can't be written is done without", async () => {
    write("v/a.ts", ts("a"));
    writeFileSync(cache, "a file where the directory should be");
    expect(await cached()).toEqual(["a"]);
    expect(await cached()).toEqual(["a"]);
  });

  it("leaves no temporary files", async () => {
    write("v/a.ts", ts("a"));
    await cached();
    expect(readdirSync(cache).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { answered, type Question } from "../../src/revisions/answer-cache.ts";
import { type FileList, listFiles } from "../../src/revisions/list-files.ts";

let root: string;
let asked: number;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "limbeck-answers-"));
  asked = 0;
  mkdirSync(join(root, "v"));
  for (const name of ["a", "b", "c"]) write(`${name}.ts`, `revision ${name}`);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const path = (name: string): string => join(root, "v", name);

/** Writes a file, with a time of long ago. */
function write(name: string, text: string): void {
  writeFileSync(path(name), text);
  utimesSync(path(name), 1_700_000_000, 1_700_000_000);
}

/** The files, as if they were listed long after they were written. */
function oldFiles(): FileList {
  return { ...listFiles([{ directory: join(root, "v"), recursive: true }]), listedAt: Date.now() + 60_000 };
}

function ask(about: Question["about"] = null, files = oldFiles(), isOfFiles = true): Promise<unknown> {
  const work = async () => ({ answer: [`answer ${++asked}`], isOfFiles });
  return answered(files, join(root, "cache"), { name: "heads", about }, work);
}

it("an answer is given again while nothing changes", async () => {
  expect([await ask(), await ask(), await ask()]).toEqual([["answer 1"], ["answer 1"], ["answer 1"]]);
});

const changes: Readonly<Record<string, () => void>> = {
  "a file's text is another of the same length and time": () => write("b.ts", "revision B"),
  "a file's text is longer": () => write("b.ts", "revision bb"),
  "a file is touched": () => utimesSync(path("b.ts"), 1_700_000_000, 1_700_000_001),
  "a file is gone": () => rmSync(path("c.ts")),
  "a file is new": () => write("d.ts", "revision d"),
  "a file has another name": () => renameSync(path("c.ts"), path("d.ts")),
  "two files have changed names": () => {
    renameSync(path("a.ts"), path("x.ts"));
    renameSync(path("b.ts"), path("a.ts"));
    renameSync(path("x.ts"), path("b.ts"));
  },
  "a directory is where a file was": () => {
    rmSync(path("c.ts"));
    mkdirSync(path("c.ts"));
  },
  "a file lies in a new directory": () => {
    mkdirSync(path("sub"));
    write("sub/d.ts", "revision d");
  },
};
it.each(Object.entries(changes))("it is found anew when %s", async (_claim, change) => {
  await ask();
  // The clock of ctime moves in ticks of up to 10 ms.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  change();
  expect(await ask()).toEqual(["answer 2"]);
  expect(await ask()).toEqual(["answer 2"]);
});

it("it is found anew for another question of the same name", async () => {
  expect([await ask(["a"]), await ask(["b"]), await ask(["b"]), await ask(["a"])].flat()).toEqual([
    "answer 1",
    "answer 2",
    "answer 2",
    "answer 3",
  ]);
});

it("it is not kept while a file is so new that it could change unseen", async () => {
  const files = listFiles([{ directory: join(root, "v"), recursive: true }]);
  expect([await ask(null, files), await ask(null, files)]).toEqual([["answer 1"], ["answer 2"]]);
  expect(readdirSync(root)).toEqual(["v"]);
});

const damages: Readonly<Record<string, (text: string) => string>> = {
  empty: () => "",
  "cut off": (text) => text.slice(0, -3),
  "cut off in its first line": (text) => text.slice(0, 20),
};
it.each(Object.entries(damages))("it is found anew when what was kept is %s", async (_claim, damage) => {
  await ask();
  const file = join(root, "cache", readdirSync(join(root, "cache"))[0] ?? "");
  writeFileSync(file, damage(readFileSync(file, "utf8")));
  expect(await ask()).toEqual(["answer 2"]);
  expect(await ask()).toEqual(["answer 2"]);
});

it("it is given where it can't be kept", async () => {
  writeFileSync(join(root, "cache"), "a file where the directory should be");
  expect([await ask(), await ask()]).toEqual([["answer 1"], ["answer 2"]]);
});

it("what fails is not kept", async () => {
  const failing = () =>
    answered(oldFiles(), join(root, "cache"), { name: "heads", about: null }, async () => {
      throw new Error("no graph");
    });
  await expect(failing()).rejects.toThrow("no graph");
  expect(await ask()).toEqual(["answer 1"]);
});

it("what comes from more than the files is not kept", async () => {
  expect([await ask(null, oldFiles(), false), await ask()]).toEqual([["answer 1"], ["answer 2"]]);
});

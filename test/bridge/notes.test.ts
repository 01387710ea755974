import { appendFileSync, existsSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { type Notes, openNotes } from "../../src/bridge/notes.ts";

let notes: Notes | undefined;
afterEach(() => notes?.close());

/** Their file, and a function that takes what is in it by now. */
function opened() {
  notes = openNotes();
  if (notes === undefined) throw new Error("There is no directory for temporary files");
  return notes;
}

test("whole lines are handed out once, and the beginning of one waits for its end", () => {
  const { path, read } = opened();
  expect(read()).toEqual([]);
  appendFileSync(path, "one\ntwo\nth");
  expect(read()).toEqual(["one", "two"]);
  expect(read()).toEqual([]);
  appendFileSync(path, "ree\n");
  expect(read()).toEqual(["three"]);
});

test("lines come whole however long they are, and wherever a character is cut", () => {
  const { path, read } = opened();
  const lines = [`a${"ß".repeat(40_000)}`, "", "€".repeat(5_461), "end"];
  appendFileSync(path, lines.map((line) => `${line}\n`).join(""));
  expect(read()).toEqual(lines);
});

test("nothing is left of them", () => {
  const { path, read, close } = opened();
  appendFileSync(path, "one\n");
  close();
  expect(existsSync(path)).toBe(false);
  expect(read()).toEqual([]);
});

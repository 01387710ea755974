import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const directories: string[] = [];

afterAll(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** A directory of its own, gone after the tests of the file. */
export function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "limbeck-run-"));
  directories.push(directory);
  return directory;
}

/** The path of a database file that isn't there yet. */
export function newFile(): string {
  return join(newDirectory(), "app.db");
}

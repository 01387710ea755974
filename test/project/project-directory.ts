import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import type { GlobalOptions } from "../../src/project/use-cases.ts";

const made: string[] = [];

afterEach(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** A new directory with these files in it, gone after the test. */
export function projectDirectory(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), "limbeck-project-"));
  made.push(directory);
  // The loader keeps what it translates in the nearest node_modules: here, not in that of Limbeck itself.
  mkdirSync(join(directory, "node_modules"));
  writeFiles(directory, files);
  return directory;
}

/** Writes files into a directory, by path relative to it. */
export function writeFiles(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** The options of a verb that is called in a directory. */
export function inDirectory(cwd: string, more: Partial<GlobalOptions> = {}): GlobalOptions {
  return { cwd, env: {}, ...more };
}

/** What a promise or function throws, as `CODE message`; `nothing` when it throws nothing. */
export async function thrownBy(work: () => unknown): Promise<string> {
  try {
    await work();
    return "nothing";
  } catch (error) {
    const { code = "", message } = error as { code?: string; message: string };
    return `${code} ${message}`;
  }
}

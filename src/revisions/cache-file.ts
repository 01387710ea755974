import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { quickHash } from "../base/hash.ts";
import type { FileList } from "./list-files.ts";

/** A name for what is cached about these locations: 16 hex digits. */
export function locationsKey({ locations }: FileList): string {
  const names = locations.map((location) => `${resolve(location.directory)}${location.recursive ? "/**" : ""}`);
  return quickHash(names.sort().join("\n")).slice(0, 16);
}

/** Writes a file of a cache, whole or not at all, and makes its directory. A cache that can't be written only costs time at the next start. */
export function writeCacheFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch {
    if (existsSync(temporary)) rmSync(temporary);
  }
}

import { dirname } from "node:path";
import type { ModulesMadeOf } from "../revisions/load-typescript.ts";
import { limbeckEntry } from "./limbeck-entry.ts";

/** The exports of a module of the user's. */
export type ModuleExports = Readonly<Record<string, unknown>>;

/** What the TypeScript or JavaScript module at `path` exports as its default; undefined when it exports none. Errors: REVISION_FILE_*. */
export async function loadDefault(path: string): Promise<unknown> {
  return (await loadModule(path, dirname(path)))["default"];
}

/** What a module of the user's exports. Errors: REVISION_FILE_*. */
export async function loadModule(path: string, projectDirectory: string): Promise<ModuleExports> {
  return (await loadModules([path], projectDirectory)).get(path) ?? {};
}

/** What several modules of the user's export, by path, all translated in one go. Errors: REVISION_FILE_*. */
export async function loadModules(
  paths: readonly string[],
  projectDirectory: string,
): Promise<ReadonlyMap<string, ModuleExports>> {
  if (paths.length === 0) return new Map();
  // The translator's room is imported only where there is something to translate.
  const loader = await import("../revisions/load-typescript.ts");
  return loader.loadModules(paths, { projectDirectory, limbeckEntry: limbeckEntry() });
}

/** What these modules of the user's are made of, where they were loaded before and nothing of it has changed. */
export async function modulesMadeOf(
  paths: readonly string[],
  projectDirectory: string,
): Promise<ModulesMadeOf | undefined> {
  const loader = await import("../revisions/load-typescript.ts");
  return loader.modulesMadeOf(paths, { projectDirectory, limbeckEntry: limbeckEntry() });
}

import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { quickHash } from "../base/hash.ts";
import { fail } from "./errors.ts";
import { findBuild, findInputs, keepBuild, moduleRoots, type StoredBuild } from "./module-cache.ts";

/** Where modules are loaded for. */
export interface LoadOptions {
  /** Absolute path of the project: its packages are the ones that the modules import. */
  readonly projectDirectory: string;
  /** Where translated modules are kept; without it `node_modules/.cache/limbeck`, or the user's cache directory. */
  readonly cacheDirectory?: string;
  /** Absolute path or file URL of what `import "limbeck"` means, so that an installation elsewhere (global, npx) serves too. */
  readonly limbeckEntry: string;
}

/**
 * Loads TypeScript or JavaScript modules and returns what each exports, by its path as given. All are translated in one go; a second load
 * of unchanged files starts no translator. Each call evaluates its modules' local imports once; `import.meta.url` and `__dirname` are those
 * of the source, stack traces name its lines (source maps are switched on for this process), packages are the project's own.
 * Errors: REVISION_FILE_UNREADABLE, REVISION_FILE_SYNTAX, REVISION_FILE_IMPORT, REVISION_FILE_THREW, REVISION_FILE_LOADER; an error of
 * Limbeck's own that a module throws keeps its code and gains the place.
 */
export async function loadModules(
  paths: readonly string[],
  options: LoadOptions,
): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const modules = new Map<string, Record<string, unknown>>();
  const files = [...new Set(paths.map((path) => resolve(path)))];
  if (files.length === 0) return modules;
  for (const path of files) {
    if (!existsSync(path)) throw fail("REVISION_FILE_UNREADABLE", `"${path}" doesn't exist`, { details: { path } });
  }
  const build = await translated(files, options);
  process.setSourceMapsEnabled(true);
  for (const path of paths) modules.set(path, await importModule(resolve(path), build, options));
  return modules;
}

/** What modules that were loaded before are made of. */
export interface ModulesMadeOf {
  /** All of it as one text: the same text, the same exports, where the modules stand alone. */
  readonly text: string;
  /** Whether nothing else has a say in what they export. Reads their sources. */
  readonly standAlone: () => Promise<boolean>;
}

/** What these modules are made of; undefined before they were loaded once, and when a file of them has changed since. */
export function modulesMadeOf(paths: readonly string[], options: LoadOptions): ModulesMadeOf | undefined {
  const files = [...new Set(paths.map((path) => resolve(path)))];
  const request = requestFor(files, options);
  const found = findInputs(moduleRoots(options.projectDirectory, options.cacheDirectory), request);
  if (found === undefined || found.packages.length > 0) return undefined;
  const { inputs, settings } = found;
  return {
    // The names of its chunks, which the entry imports, have hashes of what is in them.
    text: JSON.stringify([request, quickHash(readFileSync(request.limbeck, "utf8")), inputs, settings]),
    async standAlone() {
      const { standsAlone } = await import("./stands-alone.ts");
      return Object.entries(inputs).every(([path, hash]) => {
        const text = readFileSync(path, "utf8");
        return quickHash(text) === hash && standsAlone(path, text);
      });
    },
  };
}

function requestFor(files: readonly string[], options: LoadOptions) {
  return { files, limbeck: entryPath(options.limbeckEntry), node: process.versions.node };
}

/** The modules as JavaScript on the disk: those of an earlier run where nothing has changed. */
async function translated(files: readonly string[], options: LoadOptions): Promise<StoredBuild> {
  const roots = moduleRoots(options.projectDirectory, options.cacheDirectory);
  const request = requestFor(files, options);
  const found = findBuild(roots, request);
  if (found !== undefined) return found;
  // The translator is for what has changed, and the error's page for what failed: most starts need neither.
  const { buildModules } = await import("./module-build.ts");
  return keepBuild(roots, request, (root) =>
    buildModules(files, { root, projectDirectory: options.projectDirectory, limbeck: request.limbeck }),
  );
}

async function importModule(path: string, build: StoredBuild, options: LoadOptions): Promise<Record<string, unknown>> {
  const output = build.entries[path] ?? "";
  try {
    const module: Record<string, unknown> = await import(pathToFileURL(join(build.directory, output)).href);
    return module;
  } catch (error) {
    const { importError } = await import("./module-errors.ts");
    throw await importError(error, { path, build, limbeck: entryPath(options.limbeckEntry) });
  }
}

function entryPath(entry: string): string {
  return entry.startsWith("file:") ? fileURLToPath(entry) : resolve(entry);
}

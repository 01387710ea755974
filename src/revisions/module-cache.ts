import { randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { messageOf } from "../base/error.ts";
import { quickHash, stableJson } from "../base/hash.ts";
import { fail } from "./errors.ts";
import type { ModuleBuild } from "./module-build.ts";

/** Translated modules on the disk. */
export interface StoredBuild extends Omit<ModuleBuild, "outputs"> {
  /** Absolute path of the directory of the outputs. */
  readonly directory: string;
}

/** What a stored build was made of. */
export interface StoredInputs extends Pick<Manifest, "inputs" | "settings"> {
  /** Names and files of the packages that the modules import, without Limbeck itself. */
  readonly packages: readonly string[];
}

/** What a stored build is kept for: anything JSON-safe that changes the result beside the files' content. */
type BuildRequest = Readonly<Record<string, unknown>>;

/** What a `<request>.json` file says about its build. */
interface Manifest extends Omit<ModuleBuild, "outputs"> {
  readonly version: number;
  /** Name of the directory of the outputs: a hash of them. */
  readonly outputs: string;
  /** Hashes of the tsconfig.json and package.json files that the translation heeds, by path. */
  readonly settings: Readonly<Record<string, string>>;
}

/** To be raised whenever the translation itself changes. */
const VERSION = 2;

/** Builds kept when a new one is stored. */
const KEEP = 40;

/** No directory younger than this is removed: another process may be about to import from it. */
const IN_USE_MS = 60 * 60 * 1000;

/**
 * The directories in which translated modules may be kept, the best first: the one given, the nearest `node_modules/.cache/limbeck`,
 * the user's cache directory. All belong to this user: a shared temporary directory would let another user's code in.
 */
export function moduleRoots(projectDirectory: string, cacheDirectory: string | undefined): readonly string[] {
  const packages = nearest(projectDirectory, "node_modules");
  const project = quickHash(resolve(projectDirectory)).slice(0, 16);
  return [
    ...(cacheDirectory === undefined ? [] : [join(cacheDirectory, "modules")]),
    ...(packages === undefined ? [] : [join(packages, ".cache", "limbeck", "modules")]),
    join(userCacheDirectory(), "limbeck", project, "modules"),
  ];
}

/** The stored build for this request, if its inputs and outputs are all as they were; else undefined. */
export function findBuild(roots: readonly string[], request: BuildRequest): StoredBuild | undefined {
  for (const root of roots) {
    const path = manifestPath(root, request);
    const manifest = readManifest(path);
    if (manifest === undefined || !isCurrent(manifest, root)) continue;
    markUsed(path);
    return storedBuild(root, manifest);
  }
  return undefined;
}

/** What the build that is stored for this request was made of, where that is all as it was; else undefined. */
export function findInputs(roots: readonly string[], request: BuildRequest): StoredInputs | undefined {
  const stored = roots.map((root) => readManifest(manifestPath(root, request)));
  const manifest = stored.find((one) => one !== undefined && hasItsInputs(one));
  if (manifest === undefined) return undefined;
  const { inputs, settings, importers, packageFiles } = manifest;
  return { inputs, settings, packages: [...Object.keys(importers), ...packageFiles] };
}

/** Makes the build for the first directory that can be written, and keeps it there; for this run only where none can. */
export async function keepBuild(
  roots: readonly string[],
  request: BuildRequest,
  make: (root: string) => Promise<ModuleBuild>,
): Promise<StoredBuild> {
  const root = roots.find(isWritable) ?? temporaryRoot();
  const { outputs, ...build } = await make(root);
  const name = hashOutputs(outputs);
  const settings = settingsFor(Object.keys(build.inputs));
  const manifest: Manifest = { version: VERSION, outputs: name, settings, ...build };
  try {
    writeOutputs(join(root, name), outputs);
    writeWhole(manifestPath(root, request), JSON.stringify(manifest));
  } catch (cause) {
    throw fail("REVISION_FILE_UNWRITABLE", `"${root}" can't be written: ${messageOf(cause)}`, {
      cause,
      details: { path: root },
    });
  }
  prune(root);
  return storedBuild(root, manifest);
}

function storedBuild(root: string, { entries, inputs, importers, packageFiles, outputs }: Manifest): StoredBuild {
  return { entries, inputs, importers, packageFiles, directory: join(root, outputs) };
}

function manifestPath(root: string, request: BuildRequest): string {
  return join(root, `${quickHash(stableJson(request)).slice(0, 24)}.json`);
}

/** The manifest at a path; undefined when there is none, or none of this version. */
function readManifest(path: string): Manifest | undefined {
  try {
    const manifest: Manifest = JSON.parse(readFileSync(path, "utf8"));
    return manifest.version === VERSION ? manifest : undefined;
  } catch {
    // Not there yet, or damaged: the build is made again.
    return undefined;
  }
}

function isCurrent(manifest: Manifest, root: string): boolean {
  try {
    return (
      hasItsInputs(manifest) &&
      manifest.packageFiles.every((path) => existsSync(path)) &&
      hashOutputs(readOutputs(join(root, manifest.outputs))) === manifest.outputs
    );
  } catch {
    // A file of it is gone or unreadable, or the manifest isn't what it was: the build is made again, and says what is wrong.
    return false;
  }
}

function hasItsInputs({ inputs, settings }: Manifest): boolean {
  try {
    return (
      Object.entries(inputs).every(([path, hash]) => quickHash(readFileSync(path, "utf8")) === hash) &&
      stableJson(settingsFor(Object.keys(inputs))) === stableJson(settings)
    );
  } catch {
    // A file of it is gone or unreadable: the build is made again, and says what is wrong.
    return false;
  }
}

function hashOutputs(outputs: Readonly<Record<string, string>>): string {
  return quickHash(stableJson(outputs)).slice(0, 32);
}

function readOutputs(directory: string): Readonly<Record<string, string>> {
  return Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), "utf8")]));
}

/** Writes a directory of outputs whole or not at all. */
function writeOutputs(directory: string, outputs: Readonly<Record<string, string>>): void {
  const temporary = temporaryName(directory);
  mkdirSync(temporary, { recursive: true });
  for (const [name, text] of Object.entries(outputs)) writeFileSync(join(temporary, name), text);
  try {
    renameSync(temporary, directory);
    return;
  } catch (error) {
    if (!existsSync(directory)) throw error;
  }
  // It is there: from another process that built the same, or damaged, which is why it was built again.
  const same = hashOutputs(readOutputs(directory)) === hashOutputs(outputs);
  rmSync(same ? temporary : directory, { recursive: true });
  if (!same) renameSync(temporary, directory);
}

function writeWhole(path: string, text: string): void {
  const temporary = temporaryName(path);
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

function temporaryName(path: string): string {
  return `${path}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`;
}

function markUsed(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // A cache that is read-only can't be pruned either.
  }
}

/** Removes all but the builds used last, and what no build refers to. */
function prune(root: string): void {
  try {
    const age = (name: string): number => Date.now() - statSync(join(root, name)).mtimeMs;
    const names = readdirSync(root);
    const manifests = names.filter((name) => name.endsWith(".json")).sort((a, b) => age(a) - age(b));
    const kept = manifests.slice(0, KEEP).map((name) => readManifest(join(root, name))?.outputs);
    const old = manifests.slice(KEEP);
    const unused = names.filter((name) => !name.endsWith(".json") && !kept.includes(name) && age(name) > IN_USE_MS);
    for (const name of [...old, ...unused]) rmSync(join(root, name), { recursive: true, force: true });
  } catch {
    // Another process prunes at the same time; the next build tries again.
  }
}

function isWritable(root: string): boolean {
  try {
    mkdirSync(root, { recursive: true });
    const probe = temporaryName(join(root, "probe"));
    writeFileSync(probe, "");
    rmSync(probe);
    return true;
  } catch {
    // The next directory is tried.
    return false;
  }
}

/** A directory that only this process knows, removed when it ends. */
function temporaryRoot(): string {
  const root = mkdtempSync(join(tmpdir(), "limbeck-"));
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  return root;
}

function userCacheDirectory(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === "win32") return LOCALAPPDATA ?? join(homedir(), "AppData", "Local");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches");
  return XDG_CACHE_HOME ?? join(homedir(), ".cache");
}

/** Hashes of the settings files that hold for these sources: the nearest ones above, and what a tsconfig extends. */
function settingsFor(inputs: readonly string[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const note = (path: string | undefined): void => {
    if (path === undefined || path in found || !existsSync(path)) return;
    const text = readFileSync(path, "utf8");
    found[path] = quickHash(text);
    const [, base] = /"extends"\s*:\s*"(\.[^"]*)"/.exec(text) ?? [];
    if (base !== undefined) note(resolve(dirname(path), base.endsWith(".json") ? base : `${base}.json`));
  };
  for (const directory of new Set(inputs.map((path) => dirname(path)))) {
    for (const name of ["tsconfig.json", "jsconfig.json", "package.json"]) note(nearest(directory, name));
  }
  return found;
}

/** The path of `name` in this directory or the nearest one above that has it. */
function nearest(directory: string, name: string): string | undefined {
  const path = resolve(directory, name);
  if (existsSync(path)) return path;
  const parent = dirname(resolve(directory));
  return parent === resolve(directory) ? undefined : nearest(parent, name);
}

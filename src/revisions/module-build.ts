import { existsSync, readFileSync, realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { dirname, extname, isAbsolute, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { BuildOptions, BuildResult, Loader, OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";
import { messageOf } from "../base/error.ts";
import { quickHash } from "../base/hash.ts";
import { fail } from "./errors.ts";
import { buildError } from "./module-errors.ts";

/** Translated modules, before they are stored. */
export interface ModuleBuild {
  /** Text of each output by its file name. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Name of the output of each entry, by the entry's absolute path. */
  readonly entries: Readonly<Record<string, string>>;
  /** SHA-256 of each local file that went into it, by absolute path. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Which file imports a package, by the package's import specifier. */
  readonly importers: Readonly<Record<string, string>>;
  /** Absolute paths of package files that the outputs import by path. */
  readonly packageFiles: readonly string[];
}

interface BuildPlace {
  /** Where the outputs will stand, one directory below; what they import by name is looked up from there. */
  readonly root: string;
  readonly projectDirectory: string;
  /** Absolute path of what `import "limbeck"` means. */
  readonly limbeck: string;
}

/**
 * Translates all `files` in one run of esbuild, with the local files that they import. Packages stay imports.
 * Errors: REVISION_FILE_SYNTAX, REVISION_FILE_IMPORT, REVISION_FILE_LOADER.
 */
export async function buildModules(files: readonly string[], place: BuildPlace): Promise<ModuleBuild> {
  const directory = realpathSync(place.projectDirectory);
  const outdir = join(realpathSync(place.root), "build");
  const seen: Seen = { hashes: new Map(), importers: new Map(), packageFiles: new Set() };
  const result = await runEsbuild({
    absWorkingDir: directory,
    entryPoints: files.map((path, index) => ({ in: path, out: `m${index}` })),
    outdir,
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: `node${process.versions.node}`,
    outExtension: { ".js": ".mjs" },
    sourcemap: "inline",
    sourcesContent: false,
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
    // No "module" condition: packages are resolved as Node does.
    conditions: [],
    define: {
      "import.meta.url": "__limbeck_url",
      "import.meta.dirname": "__limbeck_dirname",
      "import.meta.filename": "__limbeck_filename",
      __dirname: "__limbeck_dirname",
      __filename: "__limbeck_filename",
    },
    banner: {
      js: 'import { createRequire as __limbeck_require } from "node:module"; const require = __limbeck_require(import.meta.url);',
    },
    plugins: [resolvePlugin(place, seen), sourcePlugin(seen)],
  });
  const names = Object.keys(result.metafile?.inputs ?? {});
  const inputs = names.map((name) => resolve(directory, name)).filter((path) => existsSync(path));
  return {
    outputs: Object.fromEntries(
      (result.outputFiles ?? []).map((file) => [file.path.slice(outdir.length + 1), file.text]),
    ),
    entries: Object.fromEntries(files.map((path, index) => [path, `m${index}.mjs`])),
    inputs: Object.fromEntries(
      inputs.map((path) => [path, seen.hashes.get(path) ?? quickHash(readFileSync(path, "utf8"))]),
    ),
    importers: Object.fromEntries(seen.importers),
    packageFiles: [...seen.packageFiles].sort(),
  };
}

/** What the plugins notice on the way. */
interface Seen {
  readonly hashes: Map<string, string>;
  readonly importers: Map<string, string>;
  readonly packageFiles: Set<string>;
}

async function runEsbuild(options: BuildOptions): Promise<BuildResult> {
  const { build } = await import("esbuild").catch((cause: unknown) => {
    throw fail("REVISION_FILE_LOADER", `esbuild can't be loaded: ${messageOf(cause)}`, { cause });
  });
  try {
    return await build(options);
  } catch (error) {
    throw buildError(error, options.absWorkingDir ?? "");
  }
}

/** Decides which imports become part of the output: local files and TypeScript of the same workspace; packages don't. */
function resolvePlugin(place: BuildPlace, seen: Seen): Plugin {
  return {
    name: "limbeck-resolve",
    setup(build) {
      const known = new Map<string, Promise<OnResolveResult | undefined>>();
      build.onResolve({ filter: /^limbeck$/ }, () => ({
        path: isTypescript(place.limbeck) ? place.limbeck : pathToFileURL(place.limbeck).href,
        external: !isTypescript(place.limbeck),
      }));
      build.onResolve({ filter: /^[^./#]/ }, (args) => {
        if (args.kind === "entry-point" || args.pluginData === ASKED || isAbsolute(args.path)) return undefined;
        if (isBuiltin(args.path)) return { path: args.path, external: true };
        const key = `${args.kind}\n${args.resolveDir}\n${args.path}`;
        const result = known.get(key) ?? resolvePackage(build, args, { place, seen });
        known.set(key, result);
        return result;
      });
    },
  };
}

/** Marks esbuild's own resolution, which the plugin asks for and must not answer itself. */
const ASKED = Symbol("asked");

async function resolvePackage(
  build: PluginBuild,
  args: OnResolveArgs,
  { place, seen }: { place: BuildPlace; seen: Seen },
): Promise<OnResolveResult | undefined> {
  const { kind, importer, resolveDir, namespace } = args;
  const found = await build.resolve(args.path, { kind, importer, resolveDir, namespace, pluginData: ASKED });
  // A path alias, or TypeScript in a package of the workspace, which Node couldn't load itself.
  const local = isTypescript(found.path) || !namesPackage(args.path, resolveDir);
  if (found.errors.length === 0 && local) return found;
  if (!seen.importers.has(args.path)) seen.importers.set(args.path, importer);
  if (found.errors.length > 0 || isReachable(args.path, found.path, place.root))
    return { path: args.path, external: true };
  seen.packageFiles.add(found.path);
  return { path: kind.startsWith("require") ? found.path : pathToFileURL(found.path).href, external: true };
}

/** Whether a directory above holds a package of the specifier's name, as against a path alias. */
function namesPackage(specifier: string, directory: string): boolean {
  return ancestors(directory).some((above) => existsSync(join(above, "node_modules", packageName(specifier))));
}

/** Whether a module below `root` that imports `specifier` by name gets the package that `file` is part of. */
function isReachable(specifier: string, file: string, root: string): boolean {
  const name = packageName(specifier);
  const above = ancestors(realpathSync(root)).find((directory) => existsSync(join(directory, "node_modules", name)));
  return above !== undefined && file.startsWith(realpathSync(join(above, "node_modules", name)) + sep);
}

function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function ancestors(directory: string): readonly string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...ancestors(parent)];
}

function isTypescript(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path);
}

const LOADERS: Readonly<Record<string, Loader>> = {
  ".tsx": "tsx",
  ".jsx": "jsx",
  ".js": "js",
  ".mjs": "js",
  ".cjs": "js",
};

/** Notes each source's hash, and tells it its own place: on its first line, so that the lines stay as they are. */
function sourcePlugin(seen: Seen): Plugin {
  return {
    name: "limbeck-source",
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: "file" }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        seen.hashes.set(path, quickHash(text));
        return { contents: withPlace(text, path), loader: LOADERS[extname(path)] ?? "ts" };
      });
    },
  };
}

function withPlace(text: string, path: string): string {
  if (!/\bimport\.meta\b|\b__dirname\b|\b__filename\b/.test(text)) return text;
  const values = { url: pathToFileURL(path).href, dirname: dirname(path), filename: path };
  const names = Object.entries(values).map(([name, value]) => `__limbeck_${name} = ${JSON.stringify(value)}`);
  return `const ${names.join(", ")}; ${text.replace(/^\ufeff?#!/, "//").replace(/^\ufeff/, "")}`;
}

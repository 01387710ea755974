import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { messageOf } from "../base/error.ts";
import { alembicFiles, findAlembicFile, isAlembicFile } from "./alembic-files.ts";
import { type ConfigPlace, configSettings } from "./config-keys.ts";
import { fail } from "./errors.ts";
import { literalConfig } from "./literal-config.ts";
import { loadDefault } from "./load-module.ts";
import type { Settings } from "./settings.ts";
import type { GlobalOptions } from "./use-cases.ts";

const EXTENSIONS = [".ts", ".mts", ".js", ".mjs", ".json"];
const NAMES = ["", ".config/"].flatMap((directory) => EXTENSIONS.map((end) => `${directory}limbeck.config${end}`));

/**
 * Finds the config, reads it and fills in what it leaves out.
 * Looked for from `cwd` upward: limbeck.config.ts/.mts/.js/.mjs/.json, the same in `.config/`, `limbeck` in package.json; and an
 * alembic.ini, or pyproject.toml with `[tool.alembic]`, in `cwd` itself. The nearest directory wins.
 * Errors: CONFIG_*, and those of the file's own code (REVISION_FILE_*).
 */
export async function loadSettings(options: GlobalOptions): Promise<Settings> {
  const path = options.config === undefined ? findConfig(options) : resolve(options.cwd, options.config);
  if (path === undefined) {
    throw fail("CONFIG_MISSING", `No limbeck.config.ts was found in "${options.cwd}" or above it`, {
      details: { directory: options.cwd },
    });
  }
  const settings = await readSettings(path, options);
  return {
    ...settings,
    ...(options.url === undefined ? {} : { url: { kind: "known", text: options.url, from: "--url" } }),
    ...(options.python === undefined ? {} : { python: resolvePython(options.python, options.cwd) }),
  };
}

/** A name is looked up in PATH; what has a slash is a path. */
function resolvePython(python: string, directory: string): string {
  return /[\\/]/.test(python) ? resolve(directory, python) : python;
}

async function readSettings(path: string, options: GlobalOptions): Promise<Settings> {
  const environment = options.environment ?? (options.env["LIMBECK_ENV"] || undefined);
  if (isAlembicFile(path)) {
    refuse(path, "-e/--env", options.environment);
    const { cwd, env, section = "alembic", x = [] } = options;
    const { alembicSettings } = await import("./alembic-settings.ts");
    return alembicSettings({ ...alembicFiles(path, cwd, readText), cwd, section, env, x });
  }
  refuse(path, "-n/--name", options.section);
  refuse(path, "-x", options.x?.[0]);
  const place: ConfigPlace = { path, environment, env: options.env };
  if (basename(path) === "package.json") return configSettings(record(parseJson(path))?.["limbeck"] ?? {}, place);
  if (extname(path) === ".json") return configSettings(parseJson(path), place);
  if (!existsSync(path)) throw unreadable(path, "there is no such file");
  if (!EXTENSIONS.includes(extname(path)))
    throw unreadable(path, `a config ends in .ini, ${EXTENSIONS.join(", ")}, or is a pyproject.toml`);
  return moduleSettings(place);
}

/** An option that this kind of config has no use for is refused. */
function refuse(path: string, option: string, value: string | undefined): void {
  if (value === undefined) return;
  throw unreadable(path, `${option} ${value} can't be used with this kind of config`);
}

async function moduleSettings(place: ConfigPlace): Promise<Settings> {
  const exported = literalConfig(readText(place.path), place.env) ?? (await loadDefault(place.path));
  if (exported === undefined) throw unreadable(place.path, "it has no default export");
  if (typeof exported !== "function") return configSettings(exported, place);
  let made: unknown;
  try {
    made = await exported({ environment: place.environment });
  } catch (cause) {
    throw unreadable(place.path, `its function threw: ${messageOf(cause)}`, cause);
  }
  return configSettings(made, place);
}

/** The path of the nearest config, from `directory` upward. Errors: CONFIG_AMBIGUOUS. */
function findConfig({ cwd: start, env }: GlobalOptions): string | undefined {
  for (let directory = start; ; directory = dirname(directory)) {
    const found = configsIn(directory);
    if (found.length > 1) {
      throw fail(
        "CONFIG_AMBIGUOUS",
        `"${directory}" has several configs: ${found.map((path) => `"${path}"`).join(", ")}`,
        {
          details: { paths: found },
        },
      );
    }
    const [only] = found;
    if (only !== undefined) return only;
    const alembic = directory === start ? alembicConfigIn(start, env) : undefined;
    if (alembic !== undefined) return alembic;
    if (dirname(directory) === directory) return undefined;
  }
}

/** The paths of all configs of one directory, other than an alembic.ini. */
export function configsIn(directory: string): readonly string[] {
  const files = NAMES.map((name) => join(directory, name)).filter((path) => existsSync(path));
  const manifest = join(directory, "package.json");
  return existsSync(manifest) && hasLimbeckKey(manifest) ? [...files, manifest] : files;
}

/** The path of the config by which `directory` is an Alembic project. A config of Limbeck's own beside it hides it. */
export function alembicConfigIn(directory: string, env: GlobalOptions["env"]): string | undefined {
  return findAlembicFile(directory, env["ALEMBIC_CONFIG"], readText);
}

/** A package.json that can't be read is another tool's affair, unless it was meant to hold the config. */
function hasLimbeckKey(path: string): boolean {
  const text = readText(path);
  return text.includes('"limbeck"') && record(parseJson(path))?.["limbeck"] !== undefined;
}

function parseJson(path: string): unknown {
  const text = readText(path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(path, messageOf(cause), cause);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\ufeff/, "");
  } catch (cause) {
    throw unreadable(path, messageOf(cause), cause);
  }
}

function unreadable(path: string, what: string, cause?: unknown): Error {
  return fail("CONFIG_UNREADABLE", `"${path}" can't be used as a config: ${what}`, { cause, details: { path } });
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
}

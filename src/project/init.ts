import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { isLimbeckError, messageOf } from "../base/error.ts";
import { didYouMean } from "../base/nearest.ts";
import { alembicConfigIn, configsIn, loadSettings } from "./config-file.ts";
import { fail } from "./errors.ts";
import { DEFAULT_MIGRATIONS } from "./settings.ts";
import { type Template, templates } from "./templates.ts";
import type { GlobalOptions, UseCases } from "./use-cases.ts";

/**
 * Starts a project in `cwd`: a config, and the directory of the revisions. Files that are there are left alone, whatever they hold.
 * With `hooks` a hook is put before commits, to which a project that is there already has nothing added.
 * Errors: INIT_ALEMBIC, INIT_TEMPLATE_UNKNOWN, INIT_NOT_EMPTY, INIT_UNWRITABLE, INIT_HOOK_*.
 */
export const init: UseCases["init"] = async (options, input) => {
  if (input.hooks !== true) return start(options, input);
  const { findHookPlace, writeHook } = await import("./git-hook.ts");
  const { cwd, config } = options;
  const isPlain = input.template === undefined && input.directory === undefined;
  const present = isPlain ? await configPathOf(options) : undefined;
  const name = present ?? join(cwd, templateOf(input.template ?? "ts").config);
  // What is refused is refused before anything is written.
  const place = await findHookPlace(cwd, { path: name, isNamed: config !== undefined });
  const made = present === undefined ? await start(options, input) : undefined;
  const isNew = writeHook(place);
  return {
    template: made?.template ?? "",
    created: [...(made?.created ?? []), ...(isNew ? [place.path] : [])],
    kept: [...(made?.kept ?? []), ...(isNew ? [] : [place.path])],
    configPath: name,
  };
};

/** The config of the project that `options` mean; undefined where there is none. */
async function configPathOf(options: GlobalOptions): Promise<string | undefined> {
  try {
    return (await loadSettings(options)).file;
  } catch (error) {
    if (isLimbeckError(error, "CONFIG_MISSING")) return undefined;
    throw error;
  }
}

const start: UseCases["init"] = async ({ cwd, env }, input) => {
  const [present] = configsIn(cwd);
  if (present === undefined) refuseAlembicProject(cwd, env);
  const template = templateOf(input.template ?? "ts");
  const { dialects } = await import("../dialects/dialects.ts");
  const directory = pathInConfig(cwd, input.directory ?? DEFAULT_MIGRATIONS);
  checkDirectory(resolve(cwd, directory));
  const url = dialects[0]?.exampleUrl ?? "";
  const created: string[] = [];
  const kept: string[] = [];
  for (const [name, text] of Object.entries(template.files({ directory, url }))) {
    const path = name === template.config ? (present ?? join(cwd, name)) : resolve(cwd, name);
    (writeIfAbsent(path, text) ? created : kept).push(path);
  }
  makeDirectory(resolve(cwd, directory, "versions"));
  return { template: template.name, created, kept, configPath: present ?? join(cwd, template.config) };
};

function refuseAlembicProject(cwd: string, env: GlobalOptions["env"]): void {
  const path = alembicConfigIn(cwd, env);
  if (path === undefined) return;
  const message = `"${path}" makes this an Alembic project already, and a config beside it would hide it`;
  throw fail("INIT_ALEMBIC", message, { details: { path } });
}

function templateOf(name: string): Template {
  const template = templates.find((other) => other.name === name);
  if (template !== undefined) return template;
  const names = templates.map((other) => other.name);
  throw fail("INIT_TEMPLATE_UNKNOWN", `There is no template "${name}"${didYouMean(name, names)}: ${names.join(", ")}`, {
    details: { template: name, templates: names },
  });
}

/** The directory as the config is to name it: relative where it lies in the project, with forward slashes. */
function pathInConfig(cwd: string, directory: string): string {
  const inside = relative(cwd, resolve(cwd, directory));
  return (isAbsolute(directory) && inside.startsWith("..") ? resolve(directory) : inside || ".").replaceAll("\\", "/");
}

function checkDirectory(directory: string): void {
  if (!existsSync(directory)) return;
  const isOurs =
    statSync(directory).isDirectory() &&
    (readdirSync(directory).length === 0 || existsSync(join(directory, "versions")));
  if (isOurs) return;
  throw fail("INIT_NOT_EMPTY", `"${directory}" is already there, and not empty`, { details: { path: directory } });
}

/** Writes a new file; false when there is one of this name. */
function writeIfAbsent(path: string, text: string): boolean {
  makeDirectory(dirname(path));
  try {
    writeFileSync(path, text, { flag: "wx" });
    return true;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") return false;
    throw unwritable(path, cause);
  }
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

function unwritable(path: string, cause: unknown): Error {
  return fail("INIT_UNWRITABLE", `"${path}" can't be written: ${messageOf(cause)}`, { cause, details: { path } });
}

import { basename, dirname, resolve } from "node:path";
import { given } from "../base/given.ts";
import { didYouMean } from "../base/nearest.ts";
import { USUAL_PACE } from "../run/pace.ts";
import type { AutogenerateHooks } from "./autogenerate-hooks.ts";
import { backupPolicy } from "./backup-settings.ts";
import type { Config, EnvironmentConfig, HookConfig, LintConfig } from "./config.ts";
import { fail } from "./errors.ts";
import {
  DEFAULT_LOCK_TIMEOUT_MS,
  DEFAULT_MIGRATIONS,
  DEFAULT_RETRIES,
  DEFAULT_VERSION_TABLE,
  DEFAULT_WARN_AFTER_MS,
  type HookSettings,
  type Settings,
} from "./settings.ts";
import { urlSetting } from "./url-setting.ts";

/** A kind of value: how it is called in a message, and whether a value is of it. */
interface Kind {
  readonly name: string;
  readonly holds: (value: unknown) => boolean;
}

const text: Kind = { name: "a text that isn't empty", holds: isText };
const texts: Kind = { name: "a list of texts", holds: isTexts };
const someTexts: Kind = { name: "a list of at least one text", holds: (value) => isTexts(value) && value.length > 0 };
const oneOrMore: Kind = { name: "a text or a list of texts", holds: (value) => isText(value) || isTexts(value) };
const flag: Kind = { name: "true or false", holds: (value) => typeof value === "boolean" };
const count: Kind = {
  name: "a whole number above 0",
  holds: (value) => Number.isSafeInteger(value) && Number(value) > 0,
};
const duration: Kind = {
  name: "a number of milliseconds, 0 or more",
  holds: (value) => typeof value === "number" && Number.isFinite(value) && value >= 0,
};
const format: Kind = {
  name: '"ts", "sql" or "py"',
  holds: (value) => value === "ts" || value === "sql" || value === "py",
};
const onlineDdl: Kind = {
  name: '"demand" or "prefer"',
  holds: (value) => value === "demand" || value === "prefer",
};
const url: Kind = {
  name: 'a text that isn\'t empty, or { env: "NAME" }',
  holds: (value) => isText(value) || (isRecord(value) && Object.keys(value).join() === "env" && isText(value["env"])),
};
const records: Kind = { name: "a list of objects", holds: (value) => Array.isArray(value) && value.every(isRecord) };
const record: Kind = { name: "an object", holds: isRecord };
const severity: Kind = { name: '"error", "warning" or "note"', holds: isSeverity };
const ruleLevels: Kind = {
  name: 'an object of rules, each "error", "warning", "note" or "off"',
  holds: (value) => isRecord(value) && Object.values(value).every((level) => level === "off" || isSeverity(level)),
};
const hook: Kind = { name: "a function", holds: (value) => typeof value === "function" };

const AUTOGENERATE_HOOKS: Readonly<Record<keyof AutogenerateHooks, Kind>> = {
  includeName: hook,
  includeObject: hook,
  compareType: hook,
  compareDefault: hook,
  renderItem: hook,
  processRevision: hook,
};

const ENVIRONMENT_KEYS: Readonly<Record<keyof EnvironmentConfig, Kind>> = {
  url,
  models: oneOrMore,
  python: text,
  migrations: text,
  versionLocations: someTexts,
  recursiveVersionLocations: flag,
  fileTemplate: text,
  timezone: text,
  truncateSlugLength: count,
  versionTable: text,
  versionTableSchema: text,
  format,
  postWriteHooks: records,
  lockTimeoutMs: duration,
  statementLockTimeoutMs: duration,
  statementTimeoutMs: duration,
  lockTries: count,
  lockRetryDelayMs: duration,
  backfillBatchMs: duration,
  backfillPauseMs: duration,
  protected: { name: "true, false or a list of texts", holds: (value) => typeof value === "boolean" || isTexts(value) },
  backups: { name: '"table", "dump" or "off"', holds: (value) => ["table", "dump", "off"].includes(String(value)) },
  backupDirectory: text,
  backupProgram: text,
  backupMaxRows: count,
  warnAfterMs: duration,
  onEvent: hook,
  onlineDdl,
  role: text,
  searchPath: someTexts,
  include: someTexts,
  exclude: texts,
  blocking: flag,
  lint: record,
  ...AUTOGENERATE_HOOKS,
};
const CONFIG_KEYS: Readonly<Record<keyof Config, Kind>> = { ...ENVIRONMENT_KEYS, environments: record };
const LINT_KEYS: Readonly<Record<keyof LintConfig, Kind>> = { rules: ruleLevels, failOn: severity };
const HOOK_KEYS: Readonly<Record<keyof HookConfig, Kind>> = { name: text, command: oneOrMore, cwd: text };

/** Where a config comes from, and what is chosen from it. */
export interface ConfigPlace {
  /** Absolute path of its file. */
  readonly path: string;
  /** The name of the environment that is wanted, if one is. */
  readonly environment: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The settings that a config gives, which may be any value.
 * Errors: CONFIG_UNREADABLE, CONFIG_KEY_UNKNOWN, CONFIG_VALUE_INVALID, CONFIG_ENVIRONMENT_UNKNOWN, CONFIG_URL_MISSING.
 */
export function configSettings(value: unknown, place: ConfigPlace): Settings {
  const whole = checked<Config>(value, { keys: CONFIG_KEYS, path: place.path, at: "" });
  const variants = new Map(
    Object.entries(whole.environments ?? {}).map(([name, variant]) => {
      const at = `environments.${name}.`;
      return [name, checked<EnvironmentConfig>(variant, { keys: ENVIRONMENT_KEYS, path: place.path, at })];
    }),
  );
  const config: EnvironmentConfig = { ...whole, ...chosen(variants, place) };
  const directory = homeOf(place.path);
  const migrations = config.migrations ?? DEFAULT_MIGRATIONS;
  const models = config.models ?? [];
  return {
    file: place.path,
    directory,
    url: urlSetting(config.url, place),
    models: typeof models === "string" ? [models] : models,
    locations: (config.versionLocations ?? [`${migrations}/versions`]).map((location) => resolve(directory, location)),
    recursive: config.recursiveVersionLocations ?? false,
    ...(config.fileTemplate === undefined ? {} : { fileTemplate: config.fileTemplate }),
    ...(config.timezone === undefined ? {} : { timezone: config.timezone }),
    ...(config.truncateSlugLength === undefined ? {} : { truncateSlugLength: config.truncateSlugLength }),
    versionTable: {
      name: config.versionTable ?? DEFAULT_VERSION_TABLE,
      ...(config.versionTableSchema === undefined ? {} : { schema: config.versionTableSchema }),
    },
    format: config.format ?? "ts",
    hooks: (config.postWriteHooks ?? []).map((hook, index) => hookOf(hook, { index, directory, path: place.path })),
    lockTimeoutMs: config.lockTimeoutMs ?? DEFAULT_LOCK_TIMEOUT_MS,
    ...statementTimeouts(config),
    retries: {
      tries: config.lockTries ?? DEFAULT_RETRIES.tries,
      firstDelayMs: config.lockRetryDelayMs ?? DEFAULT_RETRIES.firstDelayMs,
    },
    pace: {
      batchMs: config.backfillBatchMs ?? USUAL_PACE.batchMs,
      pauseMs: config.backfillPauseMs ?? USUAL_PACE.pauseMs,
    },
    protects: config.protected ?? false,
    ...([whole, ...variants.values()].some(protectsAny) ? { demandsReviews: true } : {}),
    ...given({ backups: backupPolicy(config, { path: place.path, directory, spelled: (key) => key }) }),
    warnAfterMs: config.warnAfterMs ?? DEFAULT_WARN_AFTER_MS,
    ...(config.onEvent === undefined ? {} : { onEvent: config.onEvent }),
    ...(config.role === undefined ? {} : { role: config.role }),
    ...given({ onlineDdl: config.onlineDdl }),
    ...(config.searchPath === undefined ? {} : { searchPath: config.searchPath }),
    ...(config.include === undefined ? {} : { include: config.include }),
    exclude: config.exclude ?? [],
    blocking: config.blocking ?? false,
    lint: lintSettings(config.lint, place.path),
    ...autogenerateHooks(config, place.path),
    ...(config.python === undefined
      ? {}
      : { python: /[\\/]/.test(config.python) ? resolve(directory, config.python) : config.python }),
  };
}

function protectsAny({ protected: said = false }: EnvironmentConfig): boolean {
  return typeof said === "boolean" ? said : said.length > 0;
}

function lintSettings(value: LintConfig | undefined, path: string): Settings["lint"] {
  const { rules = {}, failOn = "error" } = checked<LintConfig>(value ?? {}, { keys: LINT_KEYS, path, at: "lint." });
  return { rules, failOn };
}

function statementTimeouts(config: EnvironmentConfig): Pick<Settings, "statementTimeouts"> {
  const { statementLockTimeoutMs: lockMs, statementTimeoutMs: wholeMs } = config;
  if (lockMs === undefined && wholeMs === undefined) return {};
  const lock = lockMs === undefined ? {} : { lockMs };
  return { statementTimeouts: { ...lock, ...(wholeMs === undefined ? {} : { wholeMs }) } };
}

function autogenerateHooks(config: EnvironmentConfig, file: string): Pick<Settings, "autogenerate"> {
  const { includeName, includeObject, compareType, compareDefault, renderItem, processRevision } = config;
  const functions = given({ includeName, includeObject, compareType, compareDefault, renderItem, processRevision });
  return Object.keys(functions).length === 0 ? {} : { autogenerate: { functions, file } };
}

/** The value as a record whose keys are all known and of their kinds; keys that are undefined count as absent. */
function checked<Result>(
  value: unknown,
  { keys, path, at }: { keys: Readonly<Record<string, Kind>>; path: string; at: string },
): Result {
  if (!isRecord(value)) {
    const what = at === "" ? "the config" : `"${at.slice(0, -1)}"`;
    throw fail("CONFIG_VALUE_INVALID", `"${path}": ${what} must be an object, not ${shown(value)}`, {
      details: { path },
    });
  }
  const present = Object.entries(value).filter(
    ([key, inner]) => inner !== undefined && !(at === "" && key === "$schema"),
  );
  for (const [key, inner] of present) {
    const kind = Object.hasOwn(keys, key) ? keys[key] : undefined;
    const details = { path, key: at + key };
    if (kind === undefined) {
      const meant = didYouMean(key, Object.keys(keys));
      throw fail("CONFIG_KEY_UNKNOWN", `"${path}" has the unknown key "${at}${key}"${meant}`, { details });
    }
    if (!kind.holds(inner)) {
      const not = key === "url" ? "" : `, not ${shown(inner)}`;
      throw fail("CONFIG_VALUE_INVALID", `"${path}": "${at}${key}" must be ${kind.name}${not}`, { details });
    }
  }
  return Object.fromEntries(present) as Result;
}

function chosen(variants: ReadonlyMap<string, EnvironmentConfig>, place: ConfigPlace): EnvironmentConfig {
  const name = place.environment;
  if (name === undefined) return {};
  const variant = variants.get(name);
  if (variant !== undefined) return variant;
  const meant = didYouMean(name, variants.keys());
  const known = variants.size === 0 ? "it has none" : `it has ${[...variants.keys()].join(", ")}`;
  throw fail("CONFIG_ENVIRONMENT_UNKNOWN", `"${place.path}" has no environment "${name}"${meant}: ${known}`, {
    details: { path: place.path, environment: name },
  });
}

function hookOf(hook: HookConfig, where: { index: number; directory: string; path: string }): HookSettings {
  const { index, directory, path } = where;
  const at = `postWriteHooks[${index}].`;
  const { name, command, cwd } = checked<HookConfig>(hook, { keys: HOOK_KEYS, path, at });
  const first = typeof command === "string" ? command.trim().split(/\s+/)[0] : command?.[0];
  if (first === undefined) {
    throw fail("CONFIG_VALUE_INVALID", `"${path}": "${at}command" is missing`, {
      details: { path, key: `${at}command` },
    });
  }
  return { name: name ?? first, command, cwd: resolve(directory, cwd ?? ".") };
}

/** The directory that a config speaks of: its own, or the one above `.config`. */
function homeOf(path: string): string {
  const directory = dirname(path);
  return basename(directory) === ".config" ? dirname(directory) : directory;
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? typeof value;
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSeverity(value: unknown): boolean {
  return value === "error" || value === "warning" || value === "note";
}

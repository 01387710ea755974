import { existsSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { USUAL_PACE } from "../run/pace.ts";
import { type AlembicOptions, alembicOptions, type ConfigText } from "./alembic-options.ts";
import { backupPolicy } from "./backup-settings.ts";
import { isFlaskMigrate } from "./flask-migrate.ts";
import { count, flag, milliseconds, oneOf, ownOptions, words, wordsByName } from "./own-options.ts";
import {
  DEFAULT_LINT,
  DEFAULT_LOCK_TIMEOUT_MS,
  DEFAULT_RETRIES,
  DEFAULT_VERSION_TABLE,
  DEFAULT_WARN_AFTER_MS,
  type Settings,
} from "./settings.ts";
import { urlSetting } from "./url-setting.ts";

/** The files of an Alembic project, of which there is at least one, and what its command line is told. */
export interface AlembicPlace {
  readonly ini?: ConfigText;
  readonly toml?: ConfigText;
  readonly cwd: string;
  readonly section: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `-x`, in order. */
  readonly x: readonly string[];
}

/**
 * The settings that an `alembic.ini` or a `pyproject.toml` gives: where the revisions are, how a new one is named, and the URL. As with
 * Alembic, relative paths start at `cwd`, and `%(here)s` is the directory of the file (alembic.sqlalchemy.org/en/latest/tutorial.html, 1.20).
 * What `env.py` says is not read here. Errors: CONFIG_UNREADABLE, CONFIG_VALUE_INVALID.
 */
export function alembicSettings(place: AlembicPlace): Settings {
  const { ini, toml, cwd, section, env, x } = place;
  const options = alembicOptions(place, section);
  refuseUnknownForms(options);
  const file = ini?.path ?? toml?.path ?? cwd;
  const path = (text: string, key: string): string => placeOf(text, { cwd, file, key, options, env });
  const location = options.text("script_location");
  // Flask-Migrate's ini doesn't say where it is itself.
  const scripts = location === undefined ? dirname(file) : path(location, "script_location");
  const isFlask = isFlaskMigrate(join(scripts, "env.py"));
  if (location === undefined && !isFlask) {
    throw options.invalid("script_location", "is missing: it says where the revisions are");
  }
  const locations = options.list("version_locations")?.map((text) => path(text, "version_locations"));
  const fileTemplate = options.text("file_template");
  const timezone = options.text("timezone");
  const slug = options.text("truncate_slug_length");
  if (slug !== undefined && !/^[1-9]\d*$/.test(slug)) {
    throw options.invalid("truncate_slug_length", `must be a whole number above 0, not "${slug}"`);
  }
  return {
    file,
    directory: cwd,
    url: urlSetting(options.text("sqlalchemy.url"), { path: file, env }),
    models: [],
    locations: locations ?? [join(scripts, "versions")],
    recursive: options.flag("recursive_version_locations"),
    ...(fileTemplate === undefined ? {} : { fileTemplate }),
    ...(timezone === undefined ? {} : { timezone }),
    ...(slug === undefined ? {} : { truncateSlugLength: Number(slug) }),
    versionTable: { name: DEFAULT_VERSION_TABLE },
    format: "py",
    hooks: [],
    ...ownSettings(place),
    retries: DEFAULT_RETRIES,
    pace: USUAL_PACE,
    exclude: [],
    alembic: {
      ...(ini === undefined ? {} : { ini: ini.path }),
      ...(toml === undefined ? {} : { toml: toml.path }),
      section,
      x,
      scripts,
      runsEnv: options.truth("revision_environment"),
      hasEnv: existsSync(join(scripts, "env.py")),
      isFlask,
    },
  };
}

type OwnSetting =
  | ("lockTimeoutMs" | "statementTimeouts" | "blocking")
  | ("protects" | "backups" | "warnAfterMs" | "lint");

/** What the section of Limbeck's own options gives. */
function ownSettings(place: AlembicPlace): Pick<Settings, OwnSetting> {
  const given = ownOptions(place, {
    lock_timeout_ms: milliseconds,
    statement_lock_timeout_ms: milliseconds,
    statement_timeout_ms: milliseconds,
    warn_after_ms: milliseconds,
    blocking: flag,
    protected: flag,
    backups: oneOf("table", "dump", "off"),
    backup_max_rows: count,
    backup_directory: words,
    backup_program: words,
    lint_rules: wordsByName(oneOf("error", "warning", "note", "off")),
    lint_fail_on: oneOf("error", "warning", "note"),
  });
  const backups = backupPolicy(
    {
      backups: given.backups,
      backupMaxRows: given.backup_max_rows,
      backupDirectory: given.backup_directory,
      backupProgram: given.backup_program,
    },
    {
      path: place.ini?.path ?? place.toml?.path ?? place.cwd,
      directory: place.cwd,
      spelled: (key) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    },
  );
  const { statement_lock_timeout_ms: lockMs, statement_timeout_ms: wholeMs } = given;
  const statementTimeouts = {
    ...(lockMs === undefined ? {} : { lockMs }),
    ...(wholeMs === undefined ? {} : { wholeMs }),
  };
  return {
    lockTimeoutMs: given.lock_timeout_ms ?? DEFAULT_LOCK_TIMEOUT_MS,
    ...(Object.keys(statementTimeouts).length === 0 ? {} : { statementTimeouts }),
    blocking: given.blocking ?? false,
    protects: given.protected ?? false,
    ...(backups === undefined ? {} : { backups }),
    warnAfterMs: given.warn_after_ms ?? DEFAULT_WARN_AFTER_MS,
    lint: { rules: given.lint_rules ?? {}, failOn: given.lint_fail_on ?? DEFAULT_LINT.failOn },
  };
}

/** An option that has no meaning here is refused rather than passed over. */
function refuseUnknownForms(options: AlembicOptions): void {
  if (options.flag("sourceless")) {
    throw options.invalid("sourceless", "is true, and revisions without their source can't be read");
  }
  const encoding = options.text("output_encoding");
  if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) {
    throw options.invalid("output_encoding", `is "${encoding}", and Limbeck writes UTF-8`);
  }
}

/** Where a package lies that has the file in it, such as `src` for `src/shop/alembic.ini` and `shop.db`. */
function rootAbove(file: string, name: string): readonly string[] {
  const [first = ""] = name.split(".");
  const parts = dirname(file).split(/[\\/]/);
  const place = parts.lastIndexOf(first);
  return place < 1 ? [] : [parts.slice(0, place).join("/") || "/"];
}

/**
 * Absolute path of a directory that is written as a path, or as `package:path` inside of a Python package, where further colons part
 * directories as slashes do (Alembic 1.20, `coerce_resource_to_filename`).
 */
function placeOf(
  text: string,
  {
    cwd,
    file,
    key,
    options,
    env,
  }: Pick<AlembicPlace, "cwd" | "env"> & {
    readonly file: string;
    readonly key: string;
    readonly options: AlembicOptions;
  },
): string {
  const found = /^(?<package>[A-Za-z_][\w.]+):(?<rest>(?![\\/]).*)$/.exec(text)?.groups;
  const name = found?.["package"];
  if (name === undefined) return resolve(cwd, text);
  const inside = `${name.replaceAll(".", "/")}/${(found?.["rest"] ?? "").replaceAll(":", "/")}`;
  const searched = (env["PYTHONPATH"] ?? "").split(delimiter).filter((root) => root !== "");
  const given = [...(options.list("prepend_sys_path") ?? []), ".", "src", ...searched, ...rootAbove(file, name)];
  const roots = given.map((root) => resolve(cwd, root));
  const place = roots.map((root) => join(root, inside)).find((path) => existsSync(path));
  if (place !== undefined) return place;
  const where = [...new Set(roots)].map((root) => `"${root}"`).join(", ");
  throw options.invalid(
    key,
    `is inside of the Python package of "${text}", which isn't in ${where}; write it as a path`,
  );
}

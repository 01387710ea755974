import type { TimedEvent } from "../run/event.ts";
import type { AutogenerateHooks } from "./autogenerate-hooks.ts";

/**
 * The config of a project, as `limbeck.config.ts` exports it. Paths in it are relative to the directory of the config
 * (the one above, when it lies in `.config/`). Unknown keys are errors.
 */
export interface Config extends EnvironmentConfig {
  /** Named variants, chosen by `-e/--env NAME` or LIMBECK_ENV: their keys replace those above. */
  readonly environments?: Readonly<Record<string, EnvironmentConfig>> | undefined;
}

export interface EnvironmentConfig extends AutogenerateHooks {
  /**
   * The database, such as `sqlite:///app.db`. `{ env: "NAME" }` reads an environment variable.
   * `--url` goes before it; DATABASE_URL is used when there is none here.
   */
  readonly url?: string | { readonly env: string } | undefined;
  /** Path or paths of the models: files that export tables, or a `.sql` file. */
  readonly models?: string | readonly string[] | undefined;
  /** The Python interpreter of models in SQLAlchemy: a path, or a name in PATH. Default: that of the project's virtual environment. */
  readonly python?: string | undefined;
  /** Directory of the migrations; the revisions are in `versions` inside it. Default: `migrations`. */
  readonly migrations?: string | undefined;
  /** Directories of the revisions, in place of the one in `migrations`. */
  readonly versionLocations?: readonly string[] | undefined;
  /** Whether revisions may lie in subdirectories of a version location. Default: false. */
  readonly recursiveVersionLocations?: boolean | undefined;
  /** Alembic's template of file names. Default: `%(rev)s_%(slug)s`. */
  readonly fileTemplate?: string | undefined;
  /** IANA name of the time zone of dates in file names and comments. Default: local time. */
  readonly timezone?: string | undefined;
  /** Longest slug in a file name, in characters. Default: 40. */
  readonly truncateSlugLength?: number | undefined;
  /** Default: `alembic_version`, which is Alembic's own. */
  readonly versionTable?: string | undefined;
  /** Namespace of the version table, where the server has namespaces. */
  readonly versionTableSchema?: string | undefined;
  /** Language of new revisions. Default: `ts`. */
  readonly format?: "ts" | "sql" | "py" | undefined;
  /** Programs that run on each new revision file, in order; one that fails, fails the command. */
  readonly postWriteHooks?: readonly HookConfig[] | undefined;
  /** How long to wait for another runner, in milliseconds. Default: 60000. */
  readonly lockTimeoutMs?: number | undefined;
  /** How long a statement in a transaction may wait for a lock, in milliseconds, where the server can limit that. Default: as the server is set. */
  readonly statementLockTimeoutMs?: number | undefined;
  /** How long a statement in a transaction may take in all, in milliseconds, where the server can limit that. Default: as the server is set. */
  readonly statementTimeoutMs?: number | undefined;
  /** How often a transaction is tried that didn't get a lock in time, or met a deadlock; what it did is undone between. Default: 5. */
  readonly lockTries?: number | undefined;
  /** How long to wait before the second try, in milliseconds; doubled before each one after. Default: 1000. */
  readonly lockRetryDelayMs?: number | undefined;
  /** How long a batch of a backfill shall take, in milliseconds: it has more rows or fewer accordingly. Default: 500. */
  readonly backfillBatchMs?: number | undefined;
  /** How long a backfill pauses between two batches, in milliseconds, where the revision doesn't say. Default: 10. */
  readonly backfillPauseMs?: number | undefined;
  /**
   * Whether the database takes only revisions that are reviewed, verified, committed and without an error of lint; or the patterns of the URLs
   * of those that do, such as `*.example.com/*`. Default: false.
   */
  readonly protected?: boolean | readonly string[] | undefined;
  /**
   * What becomes of the rows and values that a revision drops: `table` copies them to a table of Limbeck's own first, `dump` writes the table
   * to a file by the server's own program, and the downgrade puts them back; `off` lets them go. Default: `table`.
   */
  readonly backups?: "table" | "dump" | "off" | undefined;
  /** Where `dump` puts its files; from the directory of the config. Default: `limbeck-backups`. */
  readonly backupDirectory?: string | undefined;
  /** The program of `dump`, a path or a name in PATH. Default: `pg_dump`, `mysqldump`, `mariadb-dump`; SQLite needs none. */
  readonly backupProgram?: string | undefined;
  /** The most rows that are copied; a revision that drops more is refused. Default: 1000000. */
  readonly backupMaxRows?: number | undefined;
  /** How long a statement may take before a warning says so, in milliseconds. Default: 60000. */
  readonly warnAfterMs?: number | undefined;
  /**
   * Called with each event of an upgrade or a downgrade, in order, as `--events` writes them. It may be asynchronous; nothing waits for it
   * but the end of the command. What it throws is a warning and stops nothing.
   */
  readonly onEvent?: ((event: TimedEvent) => void | Promise<void>) | undefined;
  /**
   * `"demand"` lets statements demand the algorithm and lock that they are known to need (MySQL, MariaDB), so that the server refuses
   * rather than keep writers waiting; `"prefer"` leaves the way to the server. Default: `"demand"`.
   */
  readonly onlineDdl?: "demand" | "prefer" | undefined;
  /** The role that acts in the database, where the server has roles (`SET ROLE`). Default: the account of the URL. */
  readonly role?: string | undefined;
  /** Namespaces in which names without one are looked for, and made in the first one, whatever the role's own search path is. Default: as the role and the URL are set. */
  readonly searchPath?: readonly string[] | undefined;
  /** Patterns of the tables and views that autogenerate and `check` look at; `app.*` is all of a namespace. Default: all. */
  readonly include?: readonly string[] | undefined;
  /** Patterns of objects that they leave alone, and don't read; goes before `include`. */
  readonly exclude?: readonly string[] | undefined;
  /** True writes autogenerated changes of existing tables in their plain form, which may keep readers and writers waiting, and not in the safe one. Default: false. */
  readonly blocking?: boolean | undefined;
  /** How `limbeck lint` counts what it finds. */
  readonly lint?: LintConfig | undefined;
}

export interface LintConfig {
  /** Rules by their ids: how much each weighs, or `off`. Default: as each says itself. */
  readonly rules?: Readonly<Record<string, "error" | "warning" | "note" | "off">> | undefined;
  /** The weight from which on findings make `limbeck lint` exit with 1. Default: `error`. */
  readonly failOn?: "error" | "warning" | "note" | undefined;
}

export interface HookConfig {
  /** For messages. Default: the first word of the command. */
  readonly name?: string | undefined;
  /** A command line, or the program and its arguments. REVISION_SCRIPT_FILENAME in it stands for the path of the file, which otherwise comes last. */
  readonly command: string | readonly string[];
  /** Default: the directory of the config. */
  readonly cwd?: string | undefined;
}

/** What a config may be: the object, or a function that returns it. */
export type ConfigExport = Config | ((context: ConfigContext) => Config | Promise<Config>);

export interface ConfigContext {
  /** The name that `-e/--env` or LIMBECK_ENV gives. */
  readonly environment: string | undefined;
}

/** Returns the config as it is; the editor then knows its keys. */
export function defineConfig(config: ConfigExport): ConfigExport {
  return config;
}

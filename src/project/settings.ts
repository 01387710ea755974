import type { StatementTimeouts } from "../dialects/contract.ts";
import type { Severity } from "../lint/finding.ts";
import type { RuleLevel } from "../lint/lint.ts";
import type { RevisionFormat } from "../revisions/revision.ts";
import type { BackupPolicy } from "../run/backup.ts";
import type { Pace } from "../run/pace.ts";
import type { Retries } from "../run/retry.ts";
import type { ObjectName } from "../schema/schema.ts";
import type { HookSet } from "./ask-hook.ts";
import type { EnvironmentConfig } from "./config.ts";

/** What a config comes to: every default filled in, every path absolute. */
export interface Settings {
  /** The file that it was read from, absolute. */
  readonly file: string;
  /** Where relative paths start: of the database, of a hook, of a message. Absolute. */
  readonly directory: string;
  readonly url: UrlSetting;
  /** Paths and patterns as given, relative to `directory`; or one URL. Empty when the config names none. */
  readonly models: readonly string[];
  /** Absolute directories of the revisions, at least one. */
  readonly locations: readonly string[];
  readonly recursive: boolean;
  readonly fileTemplate?: string;
  readonly timezone?: string;
  readonly truncateSlugLength?: number;
  readonly versionTable: ObjectName;
  /** Language of new revisions: Python in an Alembic project, which is not to get another one unasked. */
  readonly format: RevisionFormat;
  readonly hooks: readonly HookSettings[];
  readonly lockTimeoutMs: number;
  readonly statementTimeouts?: StatementTimeouts;
  readonly retries: Retries;
  /** How fast backfills go. */
  readonly pace: Pace;
  /** Whether the database is protected; or patterns of the URLs of those that are. */
  readonly protects: boolean | readonly string[];
  /** Present where the config protects a database of any environment: revisions then need an approval. */
  readonly demandsReviews?: true;
  /** Absent keeps nothing of what is dropped. */
  readonly backups?: BackupPolicy;
  readonly warnAfterMs: number;
  readonly onEvent?: NonNullable<EnvironmentConfig["onEvent"]>;
  /** Whether statements demand how they are carried out; absent is as they are. */
  readonly onlineDdl?: "demand" | "prefer";
  /** What the sessions are to be; names, not SQL. */
  readonly role?: string;
  readonly searchPath?: readonly string[];
  /** Patterns of tables; absent is all. */
  readonly include?: readonly string[];
  readonly exclude: readonly string[];
  /** Autogenerate writes plain forms, not the safe ones. */
  readonly blocking: boolean;
  readonly lint: LintSettings;
  /** Functions of the config that are asked while schemas are compared; absent where it has none. */
  readonly autogenerate?: HookSet;
  /** The interpreter that the config or --python names. */
  readonly python?: string;
  /** Present in an Alembic project. */
  readonly alembic?: AlembicProject;
}

/** What makes a project one of Alembic's. */
export interface AlembicProject {
  /** Absolute path of the ini; absent where a pyproject.toml says everything. */
  readonly ini?: string;
  /** Absolute path of the pyproject.toml that is read beside the ini or in its place. */
  readonly toml?: string;
  /** The section of the ini. */
  readonly section: string;
  /** Absolute directory of `env.py` and `script.py.mako`. */
  readonly scripts: string;
  /** `revision_environment`: env.py is run for each new revision, and asked about it, too where nothing is generated. */
  readonly runsEnv: boolean;
  /** False where there is no env.py, and the ini says all that there is to know. */
  readonly hasEnv: boolean;
  /** Whether the env.py is Flask-Migrate's, and wants an application. */
  readonly isFlask: boolean;
  /** `-x`, in order. */
  readonly x: readonly string[];
}

/** The URL of the database, with its password, and who named it; or why there is none. */
export type UrlSetting =
  | { readonly kind: "known"; readonly text: string; readonly from: string }
  | { readonly kind: "missing"; readonly why: string };

export interface HookSettings {
  readonly name: string;
  readonly command: string | readonly string[];
  /** Absolute. */
  readonly cwd: string;
}

export interface LintSettings {
  /** By the ids of rules. */
  readonly rules: Readonly<Record<string, RuleLevel>>;
  /** The weight from which on findings fail the command. */
  readonly failOn: Severity;
}

export const DEFAULT_LINT: LintSettings = { rules: {}, failOn: "error" };
export const DEFAULT_VERSION_TABLE = "alembic_version";
export const DEFAULT_MIGRATIONS = "migrations";
export const DEFAULT_LOCK_TIMEOUT_MS = 60_000;
export const DEFAULT_BACKUPS: BackupPolicy = { maxRows: 1_000_000 };
export const DEFAULT_WARN_AFTER_MS = 60_000;
/** A second, two, four and eight between. */
export const DEFAULT_RETRIES: Retries = { tries: 5, firstDelayMs: 1_000 };

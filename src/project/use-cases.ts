import type { EnvironmentContext } from "../bridge/model-commands.ts";
import type { RevisionFormat } from "../revisions/revision.ts";
import type { TimedEvent } from "../run/event.ts";
import type { CiCheckName, CiResult } from "./ci-result.ts";
import type * as Result from "./results.ts";

/**
 * Every verb: what it takes and what it returns. A verb is a file of its own here, named in kebab-case for the
 * function that it exports: `ensureVersion` is in `ensure-version.ts`. A caller imports that file when the verb is
 * used, so that a verb pays only for itself. Each call opens what it needs and closes it again.
 * Errors are LimbeckErrors; what a verb finds (drift, heads that are not reached) is in its result.
 */
export interface UseCases {
  init(options: GlobalOptions, input: InitInput): Promise<Result.InitResult>;
  listTemplates(): readonly Result.TemplateInfo[];
  revision(options: GlobalOptions, input: RevisionInput, talk?: Talk): Promise<Result.RevisionResult>;
  merge(options: GlobalOptions, input: MergeInput): Promise<Result.RevisionResult>;
  upgrade(options: GlobalOptions, input: RunInput, talk?: Talk): Promise<Result.RunResult>;
  downgrade(options: GlobalOptions, input: RunInput, talk?: Talk): Promise<Result.RunResult>;
  stamp(options: GlobalOptions, input: StampInput, talk?: Talk): Promise<Result.StampResult>;
  current(options: GlobalOptions): Promise<Result.CurrentResult>;
  /** Newest first. */
  history(options: GlobalOptions, input: HistoryInput): Promise<readonly Result.RevisionInfo[]>;
  heads(options: GlobalOptions, input: HeadsInput): Promise<readonly Result.RevisionInfo[]>;
  bases(options: GlobalOptions): Promise<readonly Result.RevisionInfo[]>;
  branches(options: GlobalOptions): Promise<readonly Result.BranchInfo[]>;
  show(options: GlobalOptions, input: TargetInput): Promise<readonly Result.RevisionInfo[]>;
  edit(options: GlobalOptions, input: TargetInput): Promise<Result.EditResult>;
  check(options: GlobalOptions, input: CheckInput): Promise<Result.CheckResult>;
  lint(options: GlobalOptions, input: LintInput): Promise<Result.LintResult>;
  verify(options: GlobalOptions, input: VerifyInput, talk?: Talk): Promise<Result.VerifyResult>;
  ci(options: GlobalOptions, input: CiInput, talk?: Talk): Promise<CiResult>;
  plan(options: GlobalOptions, input: PlanInput): Promise<Result.PlanResult>;
  ensureVersion(options: GlobalOptions, input: EnsureVersionInput): Promise<Result.EnsureVersionResult>;
  status(options: GlobalOptions): Promise<Result.StatusResult>;
  review(options: GlobalOptions, input: ReviewInput): Promise<Result.ReviewResult>;
  backups(options: GlobalOptions, input: BackupsInput, talk?: Talk): Promise<Result.BackupsResult>;
  watch(options: GlobalOptions, input: WatchInput): Promise<void>;
  repair(options: GlobalOptions, input: RepairInput, talk?: Talk): Promise<Result.RepairResult>;
  forget(options: GlobalOptions, talk?: Talk): Promise<Result.ForgetResult>;
  explain(input: { readonly code: string }): Result.Explanation;
  /** Every error that Limbeck has, by code. */
  explainAll(): readonly Result.Explanation[];
}

/** What every verb takes: where it is called, and the options that come before the verb. */
export interface GlobalOptions {
  /** Absolute directory in which the search for a config begins. */
  readonly cwd: string;
  /** The process's environment variables: LIMBECK_ENV, DATABASE_URL, VISUAL, EDITOR are read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `-c/--config FILE`, relative to `cwd`: a config, or an alembic.ini. */
  readonly config?: string;
  /** `-n/--name SECTION`: the section of an alembic.ini; `alembic` when absent. */
  readonly section?: string;
  /** `-e/--env NAME`: one of the config's `environments`. */
  readonly environment?: string;
  /** `--url URL`: overrides the config's. */
  readonly url?: string;
  /** `--python PATH`: the interpreter of the models, of env.py and of revisions in Python. */
  readonly python?: string;
  /** `--database NAME`: one of the databases that env.py works on, where it works on several. */
  readonly database?: string;
  /** `-x VALUE`, in order: what env.py reads with get_x_argument(). */
  readonly x?: readonly string[];
  /** What hooks of env.py print while they are asked, in pieces. */
  readonly onPrinted?: (text: string) => void;
  /** Keeps what env.py says for the next call, with the same options but for `database`. */
  readonly heard?: Heard;
}

/** What env.py has said; empty before it is asked. */
export interface Heard {
  environments?: Promise<readonly EnvironmentContext[]>;
}

/** How a verb speaks while it works; all of it may be left out. */
export interface Talk {
  readonly onProgress?: (progress: Result.Progress) => void;
  /** Called with each event of a run, in order. */
  readonly onEvent?: (event: TimedEvent) => void;
  /** Answers whether it is a rename; undefined leaves it open. Absent where nobody can answer. An open question is an error. */
  readonly ask?: (question: Result.RenameQuestion) => Promise<boolean | undefined>;
}

export interface LintInput {
  /** Revisions, ranges `start:end`, SQL files, directories and patterns; none is what the database doesn't have yet. */
  readonly targets: readonly string[];
  /** The name of the dialect of SQL files; that of the project's database when absent. */
  readonly dialect?: string;
  /** Every revision, applied or not. */
  readonly all?: boolean;
  /** Asks the database how many rows its tables have, by which findings weigh. */
  readonly live?: boolean;
}

export interface VerifyInput extends LintInput {
  /** Rows for each table; 20 when absent. */
  readonly rows?: number;
  /** Other rows for another seed; 1 when absent. */
  readonly seed?: number;
  /** Also what has evidence already. */
  readonly again?: boolean;
  /** Ends it early, and leaves no scratch database. */
  readonly signal?: AbortSignal;
}

/** What a pipeline asks. */
export interface CiInput {
  /** Only these checks; the others are said not to be asked. */
  readonly only?: readonly CiCheckName[];
  readonly skip?: readonly CiCheckName[];
  /** The branch that is merged into: what it hasn't is judged. What the pipeline's variables say when absent. */
  readonly base?: string;
  /** Judges every revision. */
  readonly all?: boolean;
  /** Judges what is to be committed, by the checks that take no database. */
  readonly staged?: boolean;
  /** Ends it early, and leaves no scratch database. */
  readonly signal?: AbortSignal;
}

interface InitInput {
  /** Directory of the revisions, relative to `cwd`; `migrations` when absent. */
  readonly directory?: string;
  /** A name of `listTemplates`; `ts` when absent. */
  readonly template?: string;
  /** Puts a hook before the commits of the repository; in a project that is there, this alone, by no template. */
  readonly hooks?: boolean;
}

export interface RevisionInput extends CompareInput {
  readonly message?: string;
  readonly autogenerate?: boolean;
  readonly revId?: string;
  /** What the new revision follows; `head` when absent, `base` for a new root. Several make a merge. */
  readonly heads?: readonly string[];
  readonly splice?: boolean;
  readonly branchLabels?: readonly string[];
  readonly versionPath?: string;
  readonly dependsOn?: readonly string[];
  /** The config's when absent. */
  readonly format?: RevisionFormat;
  /** Writes the file of an autogenerated revision although there is nothing to do. */
  readonly emptyOk?: boolean;
  /** Writes the plain forms of all operations; the config's `blocking` when absent. */
  readonly blocking?: boolean;
}

/** How autogenerate compares. */
export interface CompareInput {
  /** `--rename old=new`, `--rename table.old=new`. */
  readonly renames?: readonly string[];
  /** `--no-renames`: what looks like a rename is a drop and an addition. */
  readonly noRenames?: boolean;
  /** `--include PATTERN`, `--exclude PATTERN`: of what the config lets through, only this, and not that. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** `--from-url URL`: the schema of this database in place of the models. */
  readonly fromUrl?: string;
}

type CheckInput = CompareInput;

interface MergeInput {
  readonly revisions: readonly string[];
  readonly message?: string;
  readonly branchLabels?: readonly string[];
  readonly revId?: string;
  readonly splice?: boolean;
}

export interface RunInput {
  /** A target as Alembic's: `head`, `+1`, `label@head`, `base`; with `sql` also a range `from:to`. */
  readonly target: string;
  /** Returns the script and opens no database. */
  readonly sql?: boolean;
  /** Keeps nothing of what is dropped; the journal remembers why. */
  readonly withoutBackup?: string;
  /** Upgrades a protected database by unfit revisions; the journal remembers why. */
  readonly force?: string;
}

interface ReviewInput {
  /** What is pending when empty. */
  readonly targets: readonly string[];
  readonly approve?: boolean;
  /** Who approves; the account that runs it when absent. */
  readonly by?: string;
  /** Shows only what nobody has approved. */
  readonly pending?: boolean;
}

interface BackupsInput {
  /** Absent lists them. */
  readonly action?: "restore" | "drop";
  readonly ids?: readonly number[];
  /** Drops all of them. */
  readonly all?: boolean;
}

interface StampInput {
  readonly revisions: readonly string[];
  readonly purge?: boolean;
  readonly sql?: boolean;
}

interface HistoryInput {
  /** `[start]:[end]`, as Alembic's `-r`. */
  readonly range?: string;
  /** Asks the database and sets `isCurrent`. */
  readonly indicateCurrent?: boolean;
}

interface HeadsInput {
  /** Leaves out heads that other revisions depend on. */
  readonly resolveDependencies?: boolean;
}

interface TargetInput {
  readonly revision: string;
}

interface PlanInput {
  readonly direction: Result.Direction;
  readonly target: string;
  /** Also loads the revisions, and says what they would do: `changes` and `statements`. */
  readonly statements?: boolean;
}

interface EnsureVersionInput {
  readonly sql?: boolean;
}

interface WatchInput {
  /** Between two looks; a second when absent. */
  readonly everyMs?: number;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly onLook: (look: Result.WatchResult) => void;
}

/** One of the four. */
export interface RepairInput {
  /** Takes the changed files of these applied revisions as what was applied. */
  readonly accept?: readonly string[];
  /** This half-applied revision was finished by hand. */
  readonly done?: string;
  /** This half-applied revision was taken back by hand. */
  readonly undone?: string;
  /** Takes back what is committed of this half-applied revision. */
  readonly undo?: string;
  /** Only says what `undo` would run. */
  readonly dryRun?: boolean;
}

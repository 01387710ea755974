import { readFile } from "node:fs/promises";
import { isLimbeckError, messageOf } from "../base/error.ts";
import type { Dialect, Server } from "../dialects/contract.ts";
import type { Catalogue } from "../lint/catalogue.ts";
import { commentsIn } from "../lint/comments.ts";
import type { Place } from "../lint/finding.ts";
import { lint, type RuleLevel } from "../lint/lint.ts";
import { liveIn } from "../lint/live.ts";
import type { OpsToRead, ReadStep } from "../lint/read-step.ts";
import type { LintedStatement, NoWayBack } from "../lint/rule.ts";
import { type Suppressed, suppress } from "../lint/suppress.ts";
import type { Revision } from "../revisions/revision.ts";
import { readSqlSections } from "../revisions/sql-file.ts";
import type { LoadedStep } from "../run/run-input.ts";
import { emptySchema, type Schema } from "../schema/schema.ts";
import { linePlace, placesIn } from "./lint-places.ts";
import { readLoaded } from "./lint-step.ts";
import type { Project } from "./open.ts";
import type { StepToLoad } from "./record-step.ts";
import { loadSteps } from "./revision-ops.ts";

/** Revisions to lint, and the database that they are for. */
export interface RevisionsToLint {
  /** In the order in which they are applied; those that aren't `wanted` are read for the schema that they lead to. */
  readonly revisions: readonly Revision[];
  readonly wanted: ReadonlySet<string>;
  readonly dialect: Dialect;
  readonly server: Server;
  /** The schema before the first of them. */
  readonly start: Schema;
  /** True where all of them are applied one after the other: nobody works yet with what the first one makes. */
  readonly isOneRun: boolean;
  readonly levels: Readonly<Record<string, RuleLevel>>;
  readonly limitsLockWait: boolean;
  /** About how many rows each table has, by its name for people; absent where nobody was asked. */
  readonly rows?: ReadonlyMap<string, number>;
}

/** A revision's statements, as far as they can be told without carrying them out. */
export interface ReadRevision {
  readonly revision: Revision;
  readonly upgrade: readonly LintedStatement[];
  /** Absent where there is no way back, or none that can be read. */
  readonly downgrade?: readonly LintedStatement[];
}

export interface LintedRevisions extends Suppressed {
  readonly read: readonly ReadRevision[];
  /** Those before the wanted ones that nobody can read without a database, so that the schema which they lead to isn't known. */
  readonly unread: readonly Revision[];
}

/** What lint says of both directions of the revisions, and what it has read. Errors: those of loading the upgrade of a wanted one. */
export async function lintRevisions(project: Project, input: RevisionsToLint): Promise<LintedRevisions> {
  const { revisions, wanted, dialect, server, start, isOneRun } = input;
  const ups = await loadSteps(
    project,
    revisions.map((revision) => ({ revision, direction: "upgrade" })),
    async () => start,
    { withBlocks: true, mayFail: revisions.flatMap(({ id }) => (wanted.has(id) ? [] : [id])) },
  );
  const unread = revisions.filter(({ id }) => !ups.has(id));
  const upgrades: ReadUpgrade[] = [];
  let last: Catalogue = { schema: start, isWhole: true };
  for (const revision of revisions) {
    const before = ups.has(revision.id) ? last : { ...last, isWhole: false };
    const file = await fileOf(revision);
    const up = ups.get(revision.id) ?? NOTHING;
    const upgrade = await readDirection(up, file, { ...input, direction: "upgrade", before });
    upgrades.push({ revision, file, before, upgrade });
    last = upgrade.after;
  }
  const downs = await loadDowngrades(project, upgrades, wanted);
  const all: Suppressed[] = [];
  const read: ReadRevision[] = [];
  const made = new Set<string>();
  for (const { revision, file, before, upgrade } of upgrades) {
    const catalogue = upgrade.after;
    if (wanted.has(revision.id)) {
      const young = new Set(isOneRun ? [...made, ...upgrade.made] : upgrade.made);
      const down = downs.get(revision.id) ?? NO_FILE;
      const downgrade =
        "ops" in down
          ? await readDirection(down, file, { ...input, direction: "downgrade", before: catalogue })
          : undefined;
      read.push({
        revision,
        upgrade: upgrade.statements,
        ...(downgrade === undefined ? {} : { downgrade: downgrade.statements }),
      });
      const shared = {
        ...{ dialect, server, format: revision.format, revision: revision.id, levels: input.levels },
        ...{ place: file.place, comments: commentsIn(file.text), limitsLockWait: input.limitsLockWait },
        ...(input.rows === undefined ? {} : { rowsOf: (name: string) => input.rows?.get(name) }),
      };
      const findings = [
        ...lint({
          ...{ ...shared, direction: "upgrade", statements: upgrade.statements, before, after: catalogue },
          ...("ops" in down ? {} : { noWayBack: down }),
          ...(downgrade === undefined ? {} : { back: { ...downgrade, place: placeOfWayBack(file) } }),
          isLive: liveIn(before.schema, young),
        }),
        ...(downgrade === undefined
          ? []
          : lint({
              ...{ ...shared, direction: "downgrade", statements: downgrade.statements },
              ...{ before: catalogue, after: downgrade.after },
              isLive: liveIn(catalogue.schema, downgrade.made),
            })),
      ];
      const { path, id } = revision;
      all.push(suppress(findings, { path, text: file.text, revision: id, levels: input.levels }));
    }
    for (const name of upgrade.made) made.add(name);
  }
  return {
    findings: all.flatMap((each) => each.findings),
    accepted: all.flatMap((each) => each.accepted),
    read,
    unread,
  };
}

const NOTHING: LoadedStep = { ops: [], functions: new Map() };
const NO_FILE: NoWayBack = { kind: "missing", reason: "the file has none" };

/** A revision with its upgrade, and the schema before that. */
interface ReadUpgrade {
  readonly revision: Revision;
  readonly file: RevisionFile;
  readonly before: Catalogue;
  readonly upgrade: ReadStep;
}

/** The ways back, or why there is none, by revision. One that can't be loaded doesn't hide the others. */
async function loadDowngrades(
  project: Project,
  upgrades: readonly ReadUpgrade[],
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, LoadedStep | NoWayBack>> {
  const steps = upgrades
    .filter(({ revision: { id } }) => wanted.has(id))
    .map(({ revision, upgrade }) => ({ revision, direction: "downgrade" as const, start: upgrade.after.schema }));
  // The newest first, as they'd run; env.py then runs once for all that are in Python.
  const isTail = upgrades.slice(-steps.length).every(({ revision: { id } }) => wanted.has(id));
  const all = isTail ? await load(project, steps.toReversed(), steps.at(-1)?.start) : undefined;
  if (all !== undefined && !("kind" in all)) return all;
  const each = new Map<string, LoadedStep | NoWayBack>();
  for (const step of steps) {
    const { id } = step.revision;
    const found = await load(project, [step], step.start);
    each.set(id, "kind" in found ? found : (found.get(id) ?? NOTHING));
  }
  return each;
}

async function load(
  project: Project,
  steps: readonly StepToLoad[],
  start: Schema = emptySchema,
): Promise<ReadonlyMap<string, LoadedStep> | NoWayBack> {
  try {
    return await loadSteps(project, steps, async () => start, { withBlocks: true });
  } catch (error) {
    if (!isLimbeckError(error)) throw error;
    const reason = typeof error.details["reason"] === "string" ? error.details["reason"] : messageOf(error);
    if (error.code === "REVISION_NO_DOWNGRADE") return { kind: "missing", reason };
    return { kind: error.code === "OP_IRREVERSIBLE" ? "irreversible" : "unreadable", reason };
  }
}

/** The line on which the downgrade begins. */
function placeOfWayBack({ revision, text }: RevisionFile): Place {
  return linePlace(revision.path, text.split(/\r?\n/), startOf(revision, text, "downgrade"));
}

interface RevisionFile {
  readonly revision: Revision;
  readonly text: string;
  readonly place: ReturnType<typeof linePlace>;
}

async function fileOf(revision: Revision): Promise<RevisionFile> {
  const text = (await readFile(revision.path, "utf8")).replace(/^\ufeff/, "");
  return { revision, text, place: linePlace(revision.path, text.split(/\r?\n/), 1) };
}

async function readDirection(
  { ops, lineOf }: LoadedStep,
  { revision, text }: RevisionFile,
  {
    dialect,
    server,
    before,
    direction,
  }: Pick<RevisionsToLint, "dialect" | "server"> & {
    readonly before: Catalogue;
    readonly direction: "upgrade" | "downgrade";
  },
) {
  const placeOf = placesIn({
    path: revision.path,
    text,
    start: startOf(revision, text, direction),
    ...(lineOf === undefined ? {} : { lineOf }),
  });
  return readLoaded({ ops, dialect, server, before, placeOf, transactions: transactionsOf(revision, dialect) });
}

/** Alembic holds a revision in one transaction, where one holds changes of the schema. */
function transactionsOf({ format }: Revision, { traits }: Dialect): OpsToRead["transactions"] {
  return format === "py" && traits.transactionalDdl ? "guest" : "runner";
}

/** The 1-based line on which a direction begins: of SQL that of its first word, else that of its function. */
function startOf({ format, path }: Revision, text: string, direction: "upgrade" | "downgrade"): number {
  if (format === "sql") {
    const section = readSqlSections(text, path)[direction];
    if (section === undefined) return 1;
    const blank = section.sql.length - section.sql.trimStart().length;
    return section.line + section.sql.slice(0, blank).split("\n").length - 1;
  }
  const head = format === "py" ? new RegExp(`^def\\s+${direction}\\b`) : new RegExp(`\\b${direction}\\b.*[({=]`);
  const at = text.split(/\r?\n/).findIndex((line) => head.test(line));
  return at === -1 ? 1 : at + 1;
}

import { given } from "../base/given.ts";
import { sameData } from "../base/same-data.ts";
import { applyOps } from "../ops/behaviours.ts";
import type { RevisionFormat } from "../revisions/revision.ts";
import type { Schema } from "../schema/schema.ts";
import { changesOf } from "./changes.ts";
import { type Comparison, compareWithModels, refuseUndecided } from "./compare.ts";
import { type Database, withDatabase } from "./database.ts";
import { type Directions, directionsOf, type Manner, opsOf, safely } from "./directions.ts";
import { fail } from "./errors.ts";
import { withHooked } from "./hooked-ops.ts";
import { looseReferences } from "./loose-references.ts";
import { missingValues } from "./missing-values.ts";
import {
  type NewRevisionRequest,
  type PlacedRevision,
  parentsFor,
  placeRevision,
  writeRevision,
} from "./new-revision.ts";
import { openProject, type Project } from "./open.ts";
import { pythonFacts } from "./python-facts.ts";
import { whilePythonLoads } from "./python-models.ts";
import { spellerOf } from "./render-item.ts";
import { type DraftHeader, revisedDraft } from "./revised-draft.ts";
import { revisionBody } from "./revision-body.ts";
import type { Content } from "./revision-content.ts";
import { askRevisionHook, type HookedPart } from "./revision-hook.ts";
import type { DatabasePart } from "./several-databases.ts";
import type { GlobalOptions, RevisionInput, Talk, UseCases } from "./use-cases.ts";

const EMPTY: Content = { body: { upgrade: "", downgrade: "", imports: [] }, changes: [], warnings: [] };
const NOTHING: HookedPart = { upgrade: [], downgrade: [] };

/**
 * Writes a new revision: an empty one, or with `autogenerate` what lies between the database and the models. Where nothing does, no
 * file is written. Everything that can be refused is refused before the file is.
 * Errors: REVISION_*, TARGET_NOT_UP_TO_DATE, DIFF_RENAME_*, CONFIG_*, SOURCE_*, HOOK_FAILED.
 */
export const revision: UseCases["revision"] = async (options, input, talk = {}) => {
  refuseIdleOptions(input);
  const project = await openProject(options);
  const parents = parentsFor(await project.graph(), { heads: input.heads ?? [], splice: input.splice ?? false });
  const request: NewRevisionRequest = {
    parents,
    message: input.message ?? "",
    revId: input.revId,
    labels: input.branchLabels ?? [],
    dependsOn: input.dependsOn ?? [],
    versionPath: input.versionPath,
    format: input.format,
  };
  const placed = await placeRevision(project, options.cwd, request);
  const wanted = { input, talk, placed };
  const content =
    input.autogenerate === true
      ? await whilePythonLoads(project, input, () => generated(project, options, wanted))
      : await unwritten(project);
  if (content === undefined) return { kind: "unchanged" };
  const { changes, warnings, body, hooked, header = {} } = content;
  const headed = await again(placed, header);
  const answer =
    content.answer ??
    (hooked === undefined ? undefined : await askRevisionHook(project, input, { placed: headed, parts: hooked }));
  if (answer?.kind === "leftOut") return { kind: "unchanged" };
  const written = await writeRevision(project, options, {
    placed: await again(headed, answer?.changes ?? {}, header),
    body: { ...body, imports: [...new Set([...body.imports, ...(answer?.imports ?? [])])] },
  });
  return { kind: "written", ...written, changes, warnings };

  /** Placed anew where a hook asks for something else. */
  async function again(
    known: PlacedRevision,
    asked: Partial<NewRevisionRequest>,
    before: Partial<NewRevisionRequest> = {},
  ): Promise<PlacedRevision> {
    if (Object.keys(asked).length === 0) return known;
    return placeRevision(project, options.cwd, { ...request, ...before, ...asked });
  }
};

/** What is known of a revision before its file is. */
interface Wanted {
  readonly input: RevisionInput;
  readonly talk: Talk;
  readonly placed: PlacedRevision;
  readonly isOneOfSeveral?: boolean;
}

/** A revision that nobody generated, about which env.py is asked only where the project says so. */
async function unwritten(project: Project): Promise<Content> {
  if (project.settings.alembic?.runsEnv !== true) return EMPTY;
  const names = await project.python.databases();
  const parts = names.map((database) => ({ ...NOTHING, database }));
  return { ...EMPTY, hooked: parts.length === 0 ? [NOTHING] : parts };
}

/** What lies between the databases and their models; each database has its own part of the file where there are several. */
async function generated(project: Project, options: GlobalOptions, wanted: Wanted): Promise<Content | undefined> {
  const names = await project.python.databases();
  if (names.length === 0) return autogenerate(project, wanted);
  const { severalContent } = await import("./several-databases.ts");
  const parts: DatabasePart[] = [];
  for (const name of names) {
    const one = await openProject({ ...options, database: name });
    const environment = await one.python.environment();
    if (environment !== undefined) {
      parts.push({ environment, content: await autogenerate(one, { ...wanted, isOneOfSeveral: true }) });
    }
  }
  return severalContent(parts, wanted.placed.format);
}

/** What lies between the database and the models, printed; undefined when nothing does and no empty file is wanted. */
function autogenerate(project: Project, wanted: Wanted): Promise<Content | undefined> {
  const { input, placed } = wanted;
  const { settings } = project;
  return withDatabase(project, "readOrEmpty", async (database) => {
    const { ask } = wanted.talk;
    const found = await compareWithModels(project, database, { input, ...(ask === undefined ? {} : { ask }) });
    refuseUndecided(found.undecided);
    const { dialect, connection } = database;
    if (found.ops.length === 0 && input.emptyOk !== true) return undefined;
    const isPlain = input.blocking ?? settings.blocking;
    const isBound =
      !isPlain && placed.format === "py" && (await project.python.environment())?.isInTransaction === true;
    const manner: Manner = { dialect, server: connection.server, isBlocking: isPlain || isBound };
    const revised = await revisedDraft(
      settings.autogenerate,
      { header: headerOf(placed), directions: directionsOf(found.ops, found.have, manner) },
      { ...manner, before: found.have },
    );
    if (revised.kind === "leftOut") return undefined;
    const { directions: all, header } = revised;
    const seen = { placed, parts: [{ upgrade: all.upgrade, downgrade: opsOf(all.reversal), dialect }], mayTake: true };
    const isAsked = wanted.isOneOfSeveral !== true && all.upgrade.length > 0;
    const answer = isAsked ? await askRevisionHook(project, input, seen) : undefined;
    if (answer?.kind === "leftOut") return undefined;
    const directions =
      answer?.operations === undefined ? all : withHooked(all, answer.operations, { ...manner, before: found.have });
    if (directions.upgrade.length + opsOf(directions.reversal).length > 0) {
      const content = await contentOf(found, directions, { project, database, format: placed.format, manner });
      const bound = isBound ? boundWarnings(directions, found.have, manner) : [];
      return { ...content, header, warnings: [...bound, ...content.warnings], ...given({ answer }) };
    }
    return input.emptyOk === true ? { ...EMPTY, hooked: [NOTHING], header } : undefined;
  });
}

/** What the plain forms are for that nobody has asked for. */
function boundWarnings({ upgrade }: Directions, have: Schema, manner: Manner): readonly string[] {
  const plain = safely(upgrade, have, manner);
  if (sameData(safely(upgrade, have, { ...manner, isBlocking: false }), plain)) return [];
  return [
    "env.py has begun a transaction before context.configure(), in which Alembic can't run an autocommit_block: these are the plain forms, which may keep readers and writers waiting; with a connection.commit() there, those that don't are written",
  ];
}

function headerOf({ id, message, parents, labels, dependsOn }: PlacedRevision): DraftHeader {
  return { id, message, parents: parents.map((parent) => parent.id), branchLabels: labels, dependsOn };
}

async function contentOf(
  found: Comparison,
  directions: Directions,
  {
    project,
    database,
    format,
    manner,
  }: {
    readonly project: Project;
    readonly database: Database;
    readonly format: RevisionFormat;
    readonly manner: Manner;
  },
): Promise<Content> {
  const { have } = found;
  const { upgrade, reversal } = directions;
  const { connection, dialect } = database;
  // What the server doesn't have is refused now, with no file written, and not by the first upgrade.
  await dialect.ready?.([...upgrade, ...opsOf(reversal)], connection.server);
  dialect.plan(safely(upgrade, have, manner), have, connection.server);
  const python = format === "py" ? { python: await pythonFacts(project, database, found) } : {};
  const { server } = connection;
  const spelling = given({ speller: spellerOf(project.settings.autogenerate, format) });
  const { body, warnings } = revisionBody(directions, have, { ...manner, ...spelling, format, server, ...python });
  const loose = looseReferences(upgrade, applyOps(have, upgrade), dialect.traits);
  return {
    body,
    warnings: [...found.warnings, ...loose, ...missingValues(upgrade, have), ...warnings],
    changes: changesOf(upgrade, have),
    hooked: [{ upgrade, downgrade: opsOf(reversal), dialect }],
  };
}

/** Options that only autogenerate knows would have no effect without it. */
function refuseIdleOptions(input: RevisionInput): void {
  if (input.autogenerate === true) return;
  const idle = [
    ...(input.renames !== undefined && input.renames.length > 0 ? ["--rename"] : []),
    ...(input.noRenames === true ? ["--no-renames"] : []),
    ...((input.include ?? []).length > 0 ? ["--include"] : []),
    ...((input.exclude ?? []).length > 0 ? ["--exclude"] : []),
    ...(input.fromUrl === undefined ? [] : ["--from-url"]),
    ...(input.emptyOk === true ? ["--empty-ok"] : []),
    ...(input.blocking === true ? ["--blocking"] : []),
  ];
  if (idle.length > 0) throw fail("REVISION_OPTION", `${idle.join(" and ")} has no effect without --autogenerate`);
}

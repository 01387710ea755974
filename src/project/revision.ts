import { applyOps, reverseOps } from "../ops/behaviours.ts";
import type { RevisionFormat } from "../revisions/revision.ts";
import { changesOf } from "./changes.ts";
import { type Comparison, compareWithModels, refuseUndecided } from "./compare.ts";
import { type Database, withDatabase } from "./database.ts";
import { fail } from "./errors.ts";
import { looseReferences } from "./loose-references.ts";
import { type NewRevisionRequest, parentsFor, placeRevision, writeRevision } from "./new-revision.ts";
import { openProject, type Project } from "./open.ts";
import { pythonFacts } from "./python-facts.ts";
import { revisionBody, safely } from "./revision-body.ts";
import type { Content } from "./revision-content.ts";
import { askRevisionHook } from "./revision-hook.ts";
import type { GlobalOptions, RevisionInput, Talk, UseCases } from "./use-cases.ts";

const EMPTY: Content = { body: { upgrade: "", downgrade: "", imports: [] }, changes: [], warnings: [] };

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
  const content =
    input.autogenerate === true ? await generated(project, options, { input, talk, format: placed.format }) : EMPTY;
  if (content === undefined) return { kind: "unchanged" };
  const { changes, warnings, body, hooked } = content;
  const answer = hooked === undefined ? undefined : await askRevisionHook(project, input, { placed, ...hooked });
  if (answer?.kind === "leftOut") return { kind: "unchanged" };
  const asked = answer === undefined || Object.keys(answer.changes).length === 0 ? undefined : answer.changes;
  const written = await writeRevision(project, options, {
    placed: asked === undefined ? placed : await placeRevision(project, options.cwd, { ...request, ...asked }),
    body,
  });
  return { kind: "written", ...written, changes, warnings };
};

/** What lies between the databases and their models; each database has its own part of the file where there are several. */
async function generated(
  project: Project,
  options: GlobalOptions,
  { input, talk, format }: { readonly input: RevisionInput; readonly talk: Talk; readonly format: RevisionFormat },
): Promise<Content | undefined> {
  const names = await project.python.databases();
  if (names.length === 0) return autogenerate(project, input, { talk, format });
  const { severalContent } = await import("./several-databases.ts");
  return severalContent(names, format, async (name) => {
    const one = await openProject({ ...options, database: name });
    return { environment: await one.python.environment(), content: await autogenerate(one, input, { talk, format }) };
  });
}

/** What lies between the database and the models, printed; undefined when nothing does and no empty file is wanted. */
function autogenerate(
  project: Project,
  input: RevisionInput,
  { talk, format }: { readonly talk: Talk; readonly format: RevisionFormat },
): Promise<Content | undefined> {
  return withDatabase(project, "readOrEmpty", async (database) => {
    const ask = talk.ask;
    const found = await compareWithModels(project, database, { input, ...(ask === undefined ? {} : { ask }) });
    refuseUndecided(found.undecided);
    if (found.ops.length > 0) {
      return contentOf(found, { project, database, format, isBlocking: input.blocking ?? project.settings.blocking });
    }
    const hooked = { upgrade: [], downgrade: [], dialect: database.dialect };
    return input.emptyOk === true ? { ...EMPTY, hooked } : undefined;
  });
}

async function contentOf(
  found: Comparison,
  {
    project,
    database,
    format,
    isBlocking,
  }: {
    readonly project: Project;
    readonly database: Database;
    readonly format: RevisionFormat;
    readonly isBlocking: boolean;
  },
): Promise<Content> {
  const { have, ops } = found;
  const { connection, dialect } = database;
  // What the server doesn't have is refused now, with no file written, and not by the first upgrade.
  await dialect.ready?.(ops, connection.server);
  dialect.plan(safely(ops, have, { dialect, isBlocking }), have, connection.server);
  const python = format === "py" ? { python: await pythonFacts(project, database, found) } : {};
  const { body, warnings } = revisionBody(ops, have, {
    format,
    dialect,
    server: connection.server,
    isBlocking,
    ...python,
  });
  const loose = looseReferences(ops, applyOps(have, ops));
  const reversal = reverseOps(ops, have);
  return {
    body,
    warnings: [...found.warnings, ...loose, ...warnings],
    changes: changesOf(ops, have),
    hooked: { upgrade: ops, downgrade: reversal.kind === "irreversible" ? [] : reversal.ops, dialect },
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

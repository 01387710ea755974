import { dirname, join, resolve, sep } from "node:path";
import { DEFAULT_FILE_TEMPLATE, newRevisionId, revisionFileName } from "../revisions/file-name.ts";
import { headsOf, nodeOf, type RevisionGraph } from "../revisions/graph.ts";
import type { NewRevision, RevisionSection } from "../revisions/new-revision.ts";
import { runPostWriteHooks } from "../revisions/post-write-hooks.ts";
import type { Revision, RevisionFormat } from "../revisions/revision.ts";
import { checkNewLabel } from "../revisions/revision-id.ts";
import { resolveRevisions } from "../revisions/target.ts";
import { revisionText, writeNewFile } from "../revisions/write-file.ts";
import { alembicFile } from "./alembic-file.ts";
import { fail } from "./errors.ts";
import { openProject, type Project } from "./open.ts";
import type { HookRun, RevisionInfo } from "./results.ts";
import { infoOf } from "./revision-info.ts";
import type { GlobalOptions } from "./use-cases.ts";

/** What is asked of a new revision; absent is as little as possible. */
export interface NewRevisionRequest {
  readonly parents: readonly Revision[];
  readonly message: string;
  readonly revId?: string | undefined;
  readonly labels: readonly string[];
  /** As given: ids, beginnings of ids, labels. */
  readonly dependsOn: readonly string[];
  readonly versionPath?: string | undefined;
  readonly format?: RevisionFormat | undefined;
}

/** Where a new revision will stand in the history and on the disk. */
export interface PlacedRevision {
  readonly id: string;
  readonly parents: readonly Revision[];
  readonly dependsOn: readonly string[];
  readonly labels: readonly string[];
  readonly message: string;
  readonly format: RevisionFormat;
  /** Absolute path of the file to be. */
  readonly path: string;
  readonly date: Date;
}

/** What a revision does, printed in its language. */
export interface RevisionBody {
  readonly upgrade: string;
  readonly downgrade: string;
  /** Names that the two take from "limbeck", and whole lines of other imports; in Python, whole lines. */
  readonly imports: readonly string[];
  readonly sections?: readonly RevisionSection[];
}

/**
 * The revisions that a new one is to follow: those that the targets name, or the only head. Only a splice may follow another one.
 * Errors: REVISION_HEADS_SEVERAL, REVISION_NOT_A_HEAD, and what a target's lookup throws.
 */
export function parentsFor(
  graph: RevisionGraph,
  { heads, splice }: { readonly heads: readonly string[]; readonly splice: boolean },
): readonly Revision[] {
  const present = headsOf(graph);
  if (heads.length === 0 && present.length > 1) {
    const ids = present.map((head) => `"${head.id}"`).join(", ");
    throw fail("REVISION_HEADS_SEVERAL", `The history has several heads: ${ids}`, {
      details: { heads: present.map((head) => head.id) },
    });
  }
  const targets = heads.length === 0 ? ["head"] : heads;
  const parents = [...new Set(targets.flatMap((target) => resolveRevisions(graph, target)))];
  const inner = splice ? undefined : parents.find((parent) => nodeOf(graph, parent).children.length > 0);
  if (inner === undefined) return parents;
  throw fail("REVISION_NOT_A_HEAD", `Revision "${inner.id}" is not a head: another one follows it already`, {
    details: { revision: inner.id },
  });
}

/**
 * Decides id, file and dependencies of a new revision, and writes nothing.
 * Errors: REVISION_ID_TAKEN, REVISION_LOCATION, REVISION_FILE_ID_INVALID, REVISION_FILE_TEMPLATE.
 */
export async function placeRevision(
  project: Project,
  cwd: string,
  request: NewRevisionRequest,
): Promise<PlacedRevision> {
  const { settings } = project;
  const graph = await project.graph();
  const id = request.revId ?? newRevisionId();
  const format = request.format ?? settings.format;
  checkFree(graph, id, "revision");
  for (const label of request.labels) {
    checkNewLabel(label);
    checkFree(graph, label, "branch label");
  }
  const location = locationFor(project, cwd, request);
  const date = new Date();
  const name = revisionFileName(settings.fileTemplate ?? DEFAULT_FILE_TEMPLATE, {
    rev: id,
    message: request.message,
    date,
    format,
    ...(settings.timezone === undefined ? {} : { timezone: settings.timezone }),
    ...(settings.truncateSlugLength === undefined ? {} : { truncateSlugLength: settings.truncateSlugLength }),
  });
  if (name.includes("/") && !settings.recursive) {
    throw fail(
      "REVISION_LOCATION",
      `The file name template puts the file into a subdirectory ("${name}"), which isn't read`,
      {
        hint: `Set \`${settings.alembic === undefined ? "recursiveVersionLocations" : "recursive_version_locations"}\` in the config.`,
      },
    );
  }
  const dependsOn = request.dependsOn.flatMap((target) =>
    graph.byLabel.has(target) ? [target] : resolveRevisions(graph, target).map((revision) => revision.id),
  );
  const { parents, labels, message } = request;
  return { id, parents, labels, message, format, date, dependsOn, path: join(location, name) };
}

/** Writes the file, runs the hooks on it, and reads it back. Errors: REVISION_FILE_*, HOOK_*, BRIDGE_*. */
export async function writeRevision(
  project: Project,
  options: GlobalOptions,
  { placed, body }: { readonly placed: PlacedRevision; readonly body: RevisionBody },
): Promise<{ readonly revision: RevisionInfo; readonly hooks: readonly HookRun[] }> {
  const { settings } = project;
  const revisionFile: NewRevision = {
    id: placed.id,
    downRevisions: placed.parents.map((parent) => parent.id),
    dependsOn: placed.dependsOn,
    labels: placed.labels,
    message: placed.message,
    createDate: placed.date,
    ...(settings.timezone === undefined ? {} : { timezone: settings.timezone }),
    format: placed.format,
    ...body,
  };
  const own = await alembicFile(project, revisionFile);
  writeNewFile(placed.path, own?.text ?? revisionText(revisionFile));
  const hooks = await runPostWriteHooks(own?.hooks ?? settings.hooks, placed.path, {
    projectDirectory: settings.directory,
  });
  const graph = await (await openProject(options)).graph();
  const revision = resolveRevisions(graph, placed.id).at(0);
  if (revision === undefined)
    throw fail("REVISION_LOCATION", `The file "${placed.path}" was written, but isn't found again`);
  return { revision: infoOf(graph, revision), hooks };
}

function checkFree(graph: RevisionGraph, name: string, what: string): void {
  const taken = graph.byId.get(name) ?? graph.byLabel.get(name);
  if (taken === undefined) return;
  const { path } = taken.revision;
  throw fail("REVISION_ID_TAKEN", `There is already a ${what} "${name}": ${path}`, { details: { name, path } });
}

/** The version location of the new file: the one that is named, the only one, or that of the first parent. */
function locationFor({ settings }: Project, cwd: string, request: NewRevisionRequest): string {
  const { locations } = settings;
  const listed = locations.map((location) => `"${location}"`).join(", ");
  if (request.versionPath !== undefined) {
    const wanted = resolve(cwd, request.versionPath);
    const isKnown = locations.some(
      (location) => wanted === location || (settings.recursive && isInside(location, wanted)),
    );
    if (isKnown) return wanted;
    throw fail("REVISION_LOCATION", `"${wanted}" is not one of the version locations: ${listed}`, {
      details: { locations },
    });
  }
  const [only] = locations;
  if (only !== undefined && locations.length === 1) return only;
  for (const parent of request.parents) {
    const location = locations.find((one) => dirname(parent.path) === one || isInside(one, parent.path));
    if (location !== undefined) return location;
  }
  throw fail("REVISION_LOCATION", `There are several version locations: ${listed}`, { details: { locations } });
}

function isInside(directory: string, path: string): boolean {
  return path.startsWith(directory + sep);
}

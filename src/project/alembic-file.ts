import { existsSync } from "node:fs";
import { join } from "node:path";
import { isLimbeckError } from "../base/error.ts";
import { fail } from "../bridge/errors.ts";
import { createDateText } from "../revisions/create-date.ts";
import { headerPython } from "../revisions/header-python.ts";
import type { NewRevision } from "../revisions/new-revision.ts";
import type { PostWriteHook } from "../revisions/post-write-hooks.ts";
import { pythonBody } from "../revisions/python-file.ts";
import type { Project } from "./open.ts";
import { environmentRequest } from "./python.ts";

/** A new revision in Python as the Alembic project itself would have it. */
export interface AlembicFile {
  /** By the project's own script.py.mako; absent where it has none. */
  readonly text?: string;
  /** The post_write_hooks of the project. */
  readonly hooks: readonly PostWriteHook[];
}

/** A template may import what it likes. */
const WRITE_LIMIT_MS = 300_000;

/**
 * The file by the template and the hooks of the Alembic project; undefined for a project that is none, and for other languages.
 * Errors: BRIDGE_TEMPLATE, BRIDGE_WRITE_HOOK and others of the bridge.
 */
export async function alembicFile(project: Project, revision: NewRevision): Promise<AlembicFile | undefined> {
  const { alembic } = project.settings;
  if (alembic === undefined || revision.format !== "py") return undefined;
  // What env.py gives to configure() goes into the template; else only the hooks of a comparison have run it by now.
  if (alembic.runsEnv) await project.python.databases();
  const bridge = await project.python.bridge();
  const place = environmentRequest(project);
  const limit = { timeoutMs: WRITE_LIMIT_MS };
  const hooks = await bridge.call("hooks", place, limit);
  if (!existsSync(join(alembic.scripts, "script.py.mako"))) return { hooks };
  const text = await bridge.call(
    "template",
    { ...place, values: templateValues(revision), tokens: tokensOf(revision) },
    limit,
  );
  checkHeader(text, revision, join(alembic.scripts, "script.py.mako"));
  return { text, hooks };
}

/** What the template doesn't print of the header would be lost without a word. A header that isn't literal is told by running the file. */
function checkHeader(text: string, { id, downRevisions, labels, dependsOn }: NewRevision, template: string): void {
  const wrong = (what: string): Error =>
    fail("BRIDGE_TEMPLATE", `"${template}" makes a file ${what}`, { details: { path: template } });
  const header = readHeader(text, wrong);
  if ("problem" in header) return;
  const wanted = { revision: [id], down_revision: downRevisions, branch_labels: labels, depends_on: dependsOn };
  const found: Readonly<Record<keyof typeof wanted, readonly string[]>> = {
    revision: [header.id],
    down_revision: header.downRevisions,
    branch_labels: header.labels,
    depends_on: header.dependsOn,
  };
  for (const [name, values] of Object.entries(wanted)) {
    const missing = values.find((value) => !found[name as keyof typeof wanted].includes(value));
    if (missing !== undefined) throw wrong(`whose \`${name}\` is without "${missing}"`);
  }
}

function readHeader(text: string, wrong: (what: string) => Error): ReturnType<typeof headerPython> {
  try {
    return headerPython(text, "script.py.mako");
  } catch (error) {
    if (!isLimbeckError(error)) throw error;
    throw wrong(`that can't be read: ${error.message}`);
  }
}

/** What Alembic gives to the template (script/base.py, `generate_revision`, 1.20). */
function templateValues({ id, downRevisions, labels, dependsOn, message, createDate, timezone, ...body }: NewRevision) {
  return {
    message: message === "" ? "empty message" : message,
    up_revision: id,
    down_revision: scalar(downRevisions),
    branch_labels: labels.length === 0 ? null : labels,
    depends_on: scalar(dependsOn),
    create_date: createDateText(createDate ?? new Date(), timezone),
    imports: body.imports.join("\n"),
    upgrades: body.upgrade === "" ? "" : pythonBody(body.upgrade),
    downgrades: body.downgrade === "" ? "" : pythonBody(body.downgrade),
  };
}

function tokensOf({ sections = [] }: NewRevision): Readonly<Record<string, string>> {
  const tokens = sections.flatMap(({ upgradeToken, upgrade, downgradeToken, downgrade }) => [
    [upgradeToken, upgrade],
    [downgradeToken, downgrade],
  ]);
  return Object.fromEntries(tokens.map(([token = "", body = ""]) => [token, body === "" ? "pass" : pythonBody(body)]));
}

function scalar(list: readonly string[]): string | readonly string[] | null {
  const [only] = list;
  if (only === undefined) return null;
  return list.length === 1 ? only : list;
}

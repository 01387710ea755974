import { readFile } from "node:fs/promises";
import type { Op } from "../ops/op.ts";
import type { Revision } from "../revisions/revision.ts";
import { readSqlSections } from "../revisions/sql-file.ts";
import type { LoadedStep } from "../run/run-input.ts";
import { emptySchema, type Schema } from "../schema/schema.ts";
import { fail } from "./errors.ts";
import { loadModules } from "./load-module.ts";
import type { Project } from "./open.ts";
import type { MixedSteps } from "./python-scripts.ts";
import { recordStep, type StepToLoad } from "./record-step.ts";

/**
 * What each step does, by the revision's id; no revision may come twice. TypeScript revisions are all translated in one go, and their
 * functions run, to record what they'd do. Of revisions in Python Alembic writes the SQL, for which it may have to know the schema
 * before the first step: `start`, which is empty when absent. One of them that has failed, and might, is missing.
 * Errors: REVISION_PYTHON, BRIDGE_*, REVISION_EXPORTS, REVISION_NO_DOWNGRADE, REVISION_RECORDING, REVISION_FILE_*, OP_*.
 */
export async function loadSteps(
  project: Project,
  steps: readonly StepToLoad[],
  start: () => Promise<Schema> = async () => emptySchema,
  more: Pick<MixedSteps, "withBlocks" | "from" | "mayFail"> = {},
): Promise<ReadonlyMap<string, LoadedStep>> {
  refusePython(project, steps);
  const modules = await loadModules(
    steps.filter(({ revision }) => revision.format === "ts").map(({ revision }) => revision.path),
    project.settings.directory,
  );
  const loaded = new Map<string, LoadedStep>();
  for (const step of steps) {
    const { id, format, path } = step.revision;
    if (format === "sql") loaded.set(id, await sqlStep(step));
    if (format === "ts") loaded.set(id, recordStep(step, modules.get(path) ?? {}));
  }
  if (!steps.some(({ revision }) => revision.format === "py")) return loaded;
  const { pythonScripts } = await import("./python-scripts.ts");
  for (const [id, step] of await pythonScripts(project, { steps, loaded, start, ...more })) {
    loaded.set(id, { ...step, functions: new Map() });
  }
  return loaded;
}

/** What a step does, of those that `loadSteps` has loaded. */
export function loadedStep(loaded: ReadonlyMap<string, LoadedStep>, { revision }: StepToLoad): LoadedStep {
  return loaded.get(revision.id) ?? { ops: [], functions: new Map() };
}

/** Refuses revisions in Python where there is no env.py to run them. Errors: REVISION_PYTHON. */
export function refusePython({ settings }: Project, steps: readonly StepToLoad[]): void {
  const first = steps.find(({ revision }) => revision.format === "py")?.revision;
  if (first === undefined || settings.alembic?.hasEnv === true) return;
  const where =
    settings.alembic === undefined
      ? `"${settings.file}" is no config of Alembic`
      : `there is no "${settings.alembic.scripts}/env.py"`;
  throw fail("REVISION_PYTHON", `Revision "${first.id}" is in Python, and ${where}: ${first.path}`, {
    details: { revision: first.id, path: first.path },
  });
}

async function sqlStep({ revision, direction }: StepToLoad): Promise<LoadedStep> {
  const section = readSqlSections(await textOf(revision), revision.path)[direction];
  if (section === undefined) {
    throw fail(
      "REVISION_NO_DOWNGRADE",
      `Revision "${revision.id}" has no \`-- limbeck:downgrade\` section: ${revision.path}`,
      {
        details: { revision: revision.id, path: revision.path },
      },
    );
  }
  const isEmpty = section.sql.replaceAll(/--[^\n]*|\s+/g, "") === "";
  const ops: readonly Op[] = isEmpty ? [] : [{ kind: "execute", sql: section.sql.trim() }];
  return { ops, functions: new Map() };
}

async function textOf({ path }: Revision): Promise<string> {
  return readFile(path, "utf8");
}

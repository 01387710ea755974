import { readFile } from "node:fs/promises";
import type { Op } from "../ops/op.ts";
import type { Revision } from "../revisions/revision.ts";
import { readSqlSections } from "../revisions/sql-file.ts";
import type { LoadedStep } from "../run/run-input.ts";
import { fail } from "./errors.ts";
import { loadModules } from "./load-module.ts";
import type { Project } from "./open.ts";
import { recordStep, type StepToLoad } from "./record-step.ts";

/**
 * What each step does, by the revision's id; no revision may come twice. TypeScript revisions are all translated in one go, and their
 * functions run, to record what they'd do.
 * Errors: REVISION_PYTHON, REVISION_EXPORTS, REVISION_NO_DOWNGRADE, REVISION_RECORDING, REVISION_FILE_*, OP_*.
 */
export async function loadSteps(
  project: Project,
  steps: readonly StepToLoad[],
): Promise<ReadonlyMap<string, LoadedStep>> {
  refusePython(steps);
  const modules = await loadModules(
    steps.filter(({ revision }) => revision.format === "ts").map(({ revision }) => revision.path),
    project.settings.directory,
  );
  const loaded = new Map<string, LoadedStep>();
  for (const step of steps) {
    const { id, format, path } = step.revision;
    loaded.set(id, format === "sql" ? await sqlStep(step) : recordStep(step, modules.get(path) ?? {}));
  }
  return loaded;
}

function refusePython(steps: readonly StepToLoad[]): void {
  const first = steps.find(({ revision }) => revision.format === "py")?.revision;
  if (first === undefined) return;
  throw fail(
    "REVISION_PYTHON",
    `Revision "${first.id}" is a Python file, which this version can't run: ${first.path}`,
    {
      details: { revision: first.id, path: first.path },
    },
  );
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

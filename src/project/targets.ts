import { openProject, type Project } from "./open.ts";
import type { GlobalOptions } from "./use-cases.ts";

/** True when a target or range speaks of what a database holds, so that one must be asked. */
export function namesCurrent(target: string): boolean {
  return /(?:^|[@:])current(?:$|[+:-])/.test(target.trim());
}

/** The project, and the rows of its version table if `isNeeded`; no rows are read otherwise. */
export async function projectWithRows(
  options: GlobalOptions,
  isNeeded: boolean,
): Promise<{ readonly project: Project; readonly rows: readonly string[] | undefined }> {
  const project = await openProject(options);
  if (!isNeeded) return { project, rows: undefined };
  const { readRowsOf } = await import("./database.ts");
  return { project, rows: await readRowsOf(project) };
}

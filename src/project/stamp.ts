import { planStamp, splitSqlRange } from "../revisions/path.ts";
import { withDatabase } from "./database.ts";
import { fail } from "./errors.ts";
import { openProject } from "./open.ts";
import { progressOf } from "./progress.ts";
import { thisRunner } from "./runner.ts";
import type { UseCases } from "./use-cases.ts";

/** Writes into the version table that the database is at these revisions, and runs nothing. */
export const stamp: UseCases["stamp"] = async (options, input, talk = {}) => {
  const project = await openProject(options);
  const graph = await project.graph();
  const { revisions, purge = false } = input;
  if (input.sql === true) {
    if (purge) throw fail("STAMP_OPTION", "--purge can't be used with --sql");
    const { stampScript } = await import("./offline.ts");
    return stampScript(project, revisions.map(splitSqlRange));
  }
  const { runStamp } = await import("../run/stamp.ts");
  return withDatabase(project, "write", async ({ connection, dialect, names, display }) => {
    const outcome = await runStamp({
      connection,
      dialect,
      names,
      purge,
      planFrom: (heads) => planStamp(graph, heads, revisions, { purge }),
      runner: thisRunner(),
      lockTimeoutMs: project.settings.lockTimeoutMs,
      onEvent: progressOf(graph, talk.onProgress),
    });
    return { kind: "stamped", database: display, ...outcome };
  });
};

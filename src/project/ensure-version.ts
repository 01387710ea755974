import { displayName } from "../schema/names.ts";
import { withDatabase } from "./database.ts";
import { openProject } from "./open.ts";
import type { UseCases } from "./use-cases.ts";

/** Makes the version table where there is none. */
export const ensureVersion: UseCases["ensureVersion"] = async (options, input) => {
  const project = await openProject(options);
  if (input.sql === true) {
    const { versionTableScript } = await import("./offline.ts");
    return versionTableScript(project);
  }
  const { ensureVersionTable } = await import("../run/version-table.ts");
  return withDatabase(project, "write", async ({ connection, dialect, names, display }) => ({
    kind: "ensured",
    table: displayName(names.versionTable),
    created: await ensureVersionTable(connection, dialect, names),
    database: display,
  }));
};

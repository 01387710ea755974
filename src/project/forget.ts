import { forgetBooks } from "../run/forget.ts";
import { withDatabase } from "./database.ts";
import { openProject } from "./open.ts";
import type { UseCases } from "./use-cases.ts";

/** Takes Limbeck's own table out of the database, which then has nothing that Alembic doesn't know. Errors: JOURNAL_DIRTY, LOCK_TIMEOUT. */
export const forget: UseCases["forget"] = async (options, talk = {}) => {
  const project = await openProject(options);
  const { lockTimeoutMs } = project.settings;
  return withDatabase(project, "writeExisting", async (database) => {
    const onWait = (message: string): void => talk.onProgress?.({ kind: "waiting", message });
    const dropped = await forgetBooks(database, { lockTimeoutMs, onWait });
    return { database: database.display, ...(dropped === undefined ? {} : { dropped }) };
  });
};

import { readBackups } from "../run/backup-registry.ts";
import { dropBackups, restoreBackups } from "../run/settle-backup.ts";
import { withDatabase } from "./database.ts";
import { fail } from "./errors.ts";
import { openProject } from "./open.ts";
import type { UseCases } from "./use-cases.ts";

/**
 * Lists what was kept of what revisions dropped, puts some of it back, or drops it for good.
 * Errors: BACKUP_*, BACKUPS_OPTION, CONNECT_*, LOCK_TIMEOUT.
 */
export const backups: UseCases["backups"] = async (options, { action, ids = [], all = false }, talk = {}) => {
  if (action === undefined && (ids.length > 0 || all)) {
    throw fail("BACKUPS_OPTION", "Backups are listed all; `restore` and `drop` take numbers");
  }
  if (action === "restore" && all) throw fail("BACKUPS_OPTION", "`backups restore` takes numbers, not --all");
  if (action !== undefined && !all && ids.length === 0)
    throw fail("BACKUPS_OPTION", `\`backups ${action}\` needs the number of a backup`);
  const project = await openProject(options);
  return withDatabase(project, action === undefined ? "read" : "writeExisting", async (database) => {
    const wait = {
      lockTimeoutMs: project.settings.lockTimeoutMs,
      onWait: (message: string) => talk.onProgress?.({ kind: "waiting", message }),
      onNote: (line: string) => talk.onProgress?.({ kind: "output", line }),
    };
    const known = await readBackups(database);
    if (action === undefined) return { database: database.display, backups: known, done: [] };
    const meant = all ? known.map(({ id }) => id) : ids;
    const directory = project.settings.backups?.dump?.directory;
    const settle = () =>
      action === "restore" ? restoreBackups(database, meant, wait, directory) : dropBackups(database, meant, wait);
    const done = meant.length === 0 ? [] : await settle();
    return { database: database.display, backups: await readBackups(database), done };
  });
};

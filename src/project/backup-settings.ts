import { resolve } from "node:path";
import { given } from "../base/given.ts";
import type { BackupPolicy } from "../run/backup.ts";
import { fail } from "./errors.ts";
import { DEFAULT_BACKUPS } from "./settings.ts";

/** What a config says of backups. */
export interface BackupWords {
  readonly backups?: "table" | "dump" | "off" | undefined;
  readonly backupMaxRows?: number | undefined;
  readonly backupDirectory?: string | undefined;
  readonly backupProgram?: string | undefined;
}

/** Where files of backups go when the config doesn't say, in its directory. */
const DEFAULT_BACKUP_DIRECTORY = "limbeck-backups";

/** The policy of backups; undefined keeps nothing. A relative path starts at `directory`. Errors: CONFIG_VALUE_INVALID for words that nothing heeds. */
export function backupPolicy(
  { backups, backupMaxRows, backupDirectory, backupProgram }: BackupWords,
  {
    path,
    directory,
    spelled,
  }: { readonly path: string; readonly directory: string; readonly spelled: (key: keyof BackupWords) => string },
): BackupPolicy | undefined {
  const idle = (["backupDirectory", "backupProgram"] as const).find(
    (key) => backups !== "dump" && { backupDirectory, backupProgram }[key] !== undefined,
  );
  if (idle !== undefined) {
    const message = `"${path}": "${spelled(idle)}" is for backups that are written to files, and "${spelled("backups")}" isn't "dump"`;
    throw fail("CONFIG_VALUE_INVALID", message, { details: { path, key: spelled(idle) } });
  }
  if (backups === "off") return undefined;
  const maxRows = backupMaxRows ?? DEFAULT_BACKUPS.maxRows;
  if (backups !== "dump") return { maxRows };
  // A name alone is looked for in PATH.
  const program = backupProgram?.includes("/") === true ? resolve(directory, backupProgram) : backupProgram;
  return {
    maxRows,
    dump: { directory: resolve(directory, backupDirectory ?? DEFAULT_BACKUP_DIRECTORY), ...given({ program }) },
  };
}

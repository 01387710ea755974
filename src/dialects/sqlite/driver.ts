import { fail } from "../errors.ts";
import type { Driver } from "./database.ts";
import { loadBetterSqlite3 } from "./driver-better-sqlite3.ts";
import { loadNodeSqlite, loadPhotostructure } from "./driver-node.ts";

/** Looks for a package; a string says why it can't be used. */
type Loader = (directories: readonly string[]) => Promise<Driver | string>;

/** In the order of preference; all three respect the locks of other processes. */
const LOADERS: readonly Loader[] = [loadNodeSqlite, loadBetterSqlite3, loadPhotostructure];

/**
 * The driver to use: Node's own, else the `better-sqlite3` of the project, else `@photostructure/sqlite`.
 * `directories` are where the project's packages are looked for. Errors: CONNECT_DRIVER_MISSING.
 */
export async function loadDriver(
  directories: readonly string[],
  loaders: readonly Loader[] = LOADERS,
): Promise<Driver> {
  const reasons: string[] = [];
  for (const load of loaders) {
    const found = await load(directories);
    if (typeof found !== "string") return found;
    reasons.push(found);
  }
  throw fail("CONNECT_DRIVER_MISSING", `No package that opens SQLite databases can be used: ${reasons.join("; ")}.`, {
    hint: "Run `npm install @photostructure/sqlite`, or use Node 22.13 or newer, which has SQLite built in.",
    details: { reasons },
  });
}

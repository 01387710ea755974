import { createRequire } from "node:module";
import { join } from "node:path";
import type * as mysql from "mysql2/promise";
import { messageOf } from "../../base/error.ts";
import { fail } from "../errors.ts";

/** The package `mysql2`, as far as it is used. */
export type Driver = Pick<typeof mysql, "createConnection">;

/** The oldest major version of `mysql2` that Limbeck is used with. */
const OLDEST_MAJOR = 3;
const INSTALL = "Run `npm install mysql2` in your project.";

/** The package `mysql2` of the first directory that has one, else the one beside Limbeck itself. Errors: CONNECT_DRIVER_MISSING. */
export function loadDriver(directories: readonly string[]): Driver {
  for (const place of [...directories.map((directory) => join(directory, "package.json")), import.meta.url]) {
    const require = createRequire(place);
    const version = versionOf(require);
    if (version === undefined) continue;
    if (Number.parseInt(version, 10) < OLDEST_MAJOR) {
      throw fail("CONNECT_DRIVER_MISSING", `mysql2 ${version} is too old; Limbeck needs ${OLDEST_MAJOR} or newer.`, {
        hint: INSTALL,
        details: { version },
      });
    }
    try {
      return require("mysql2/promise") as Driver;
    } catch (cause) {
      const message = `The package mysql2 ${version} can't be loaded: ${messageOf(cause)}.`;
      throw fail("CONNECT_DRIVER_MISSING", message, { cause, hint: INSTALL });
    }
  }
  throw fail("CONNECT_DRIVER_MISSING", "The package mysql2, which talks to MySQL and MariaDB, is not installed.", {
    hint: INSTALL,
  });
}

function versionOf(require: NodeJS.Require): string | undefined {
  try {
    return String((require("mysql2/package.json") as { readonly version?: unknown }).version);
  } catch {
    return undefined;
  }
}

import { createRequire } from "node:module";
import { join } from "node:path";
import type * as pg from "pg";
import { messageOf } from "../../base/error.ts";
import { fail } from "../errors.ts";

/** The package `pg`, as far as it is used. */
export type Driver = Pick<typeof pg, "Client" | "types">;

/** The oldest `pg` that can be told to send one statement and no more (`queryMode`). Source: its CHANGELOG, 8.12.0. */
const OLDEST: readonly [number, number] = [8, 12];
const INSTALL = "Run `npm install pg` in your project.";

/**
 * The package `pg` of the first directory that has one, else the one beside Limbeck itself.
 * Errors: CONNECT_DRIVER_MISSING.
 */
export function loadDriver(directories: readonly string[]): Driver {
  for (const place of [...directories.map((directory) => join(directory, "package.json")), import.meta.url]) {
    const require = createRequire(place);
    const version = versionOf(require);
    if (version === undefined) continue;
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
      throw fail("CONNECT_DRIVER_MISSING", `pg ${version} is too old; Limbeck needs ${OLDEST.join(".")} or newer.`, {
        hint: INSTALL,
        details: { version },
      });
    }
    try {
      return named(() => require("pg") as Driver);
    } catch (cause) {
      const message = `The package pg ${version} can't be loaded: ${messageOf(cause)}.`;
      throw fail("CONNECT_DRIVER_MISSING", message, { cause, hint: INSTALL });
    }
  }
  throw fail("CONNECT_DRIVER_MISSING", "The package pg, which talks to PostgreSQL, is not installed.", {
    hint: INSTALL,
  });
}

/**
 * With the `navigator` that Node has from 21 on, for the time of a call: to find out that it isn't run by Cloudflare, the driver would else
 * make a `Response`, and Node 20 would load all of `fetch` for that. Source: pg 8, lib/stream.js.
 */
function named<T>(load: () => T): T {
  if ("navigator" in globalThis) return load();
  Object.defineProperty(globalThis, "navigator", { value: { userAgent: "Node.js" }, configurable: true });
  try {
    return load();
  } finally {
    Reflect.deleteProperty(globalThis, "navigator");
  }
}

function versionOf(require: NodeJS.Require): string | undefined {
  try {
    return String((require("pg/package.json") as { readonly version?: unknown }).version);
  } catch {
    return undefined;
  }
}

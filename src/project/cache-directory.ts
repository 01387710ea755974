import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/**
 * Where the cache of a project in `directory` is: `.cache/limbeck` in the nearest node_modules, so that what is cached there can import
 * the project's packages; without one, in the user's own cache directory (XDG_CACHE_HOME, else `~/.cache`).
 */
export function cacheDirectory(directory: string, env: Readonly<Record<string, string | undefined>>): string {
  for (let at = directory; ; at = dirname(at)) {
    const modules = join(at, "node_modules");
    if (existsSync(modules)) return join(modules, ".cache", "limbeck");
    if (dirname(at) === at) break;
  }
  return join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "limbeck");
}

import { isAbsolute, resolve } from "node:path";
import { didYouMean } from "../../base/nearest.ts";
import type { ConnectionTarget } from "../contract.ts";
import { fail } from "../errors.ts";
import { names } from "./names.ts";

/** How a file may be opened. `rw` never makes one, `rwc` may. */
type OpenMode = "ro" | "rw" | "rwc";

/** What the query of a URL asks for. */
export interface UrlOptions {
  readonly mode?: OpenMode;
  /** How long a statement waits for another process's lock. */
  readonly busyTimeoutMs?: number;
}

/** Query keys that speak to Python's driver about Python's threads and types; the database is the same with and without them. */
const PYTHON_ONLY: readonly string[] = [
  "check_same_thread",
  "cached_statements",
  "detect_types",
  "isolation_level",
  "uri",
];
const MEMORY = ":memory:";
const EXAMPLES =
  "Write sqlite:///relative.db, sqlite:////absolute/path.db, file:relative.db, or sqlite:// for a database in memory.";

/**
 * Reads a database URL: `sqlite:///relative.db`, `sqlite:////absolute.db`, `file:path`, and `sqlite://` or `:memory:` for a
 * database in memory, which has no `file`. A relative path starts at `directory`. `%20` and the like are decoded.
 * Errors: CONNECT_URL_INVALID.
 */
export function target(url: string, directory: string): ConnectionTarget {
  const { scheme, path, query } = cut(url);
  const file = scheme === "file" ? filePath(url, path) : databasePath(url, path);
  const inMemory = file === "" || file === MEMORY || new URLSearchParams(query).get("mode") === "memory";
  optionsOf(url, query, inMemory);
  const base = { dialect: "sqlite", display: url, directory };
  if (inMemory) return { ...base, url: "sqlite://" };
  const absolute = resolve(directory, file);
  return { ...base, url: `sqlite:///${encodePath(absolute)}${query === "" ? "" : `?${query}`}`, file: absolute };
}

/** What the query of a target's URL asks for. Errors: CONNECT_URL_INVALID. */
export function urlOptions(target: ConnectionTarget): UrlOptions {
  return optionsOf(target.display, cut(target.url).query, target.file === undefined);
}

function cut(url: string): { readonly scheme: string; readonly path: string; readonly query: string } {
  const parts = /^([a-z][a-z0-9+.-]*):([^?]*)(?:\?(.*))?$/is.exec(url.trim());
  const scheme = (parts?.[1] ?? "").toLowerCase();
  if (!names.schemes.includes(scheme)) {
    const message = parts === null ? `"${url}" is not a database URL.` : `"${scheme}:" is not a URL scheme of SQLite.`;
    throw fail("CONNECT_URL_INVALID", message, { hint: EXAMPLES });
  }
  const [path = "", query = ""] = [parts?.[2], parts?.[3]];
  // SQLAlchemy's way to hand an SQLite URI on: `sqlite:///file:path?mode=ro&uri=true`.
  const inner = /^\/\/\/(file:.*)$/is.exec(path)?.[1];
  return inner === undefined ? { scheme, path, query } : { scheme: "file", path: inner.slice("file:".length), query };
}

/** The path of `sqlite://[host]/path`: what follows the third slash. */
function databasePath(url: string, path: string): string {
  if (!path.startsWith("//"))
    throw fail("CONNECT_URL_INVALID", `"${url}" lacks the slashes after its scheme.`, { hint: EXAMPLES });
  const slash = path.indexOf("/", 2);
  const host = slash === -1 ? path.slice(2) : path.slice(2, slash);
  if (host !== "") {
    const display = host.replace(/^.*@/s, "");
    throw fail("CONNECT_URL_INVALID", `The SQLite URL names a host or a user ("${display}"); a file has none.`, {
      hint: EXAMPLES,
    });
  }
  return slash === -1 ? "" : decode(url, path.slice(slash + 1));
}

/** The path of SQLite's own `file:path`, `file:/path` and `file:///path`. */
function filePath(url: string, path: string): string {
  const authority = /^\/\/([^/]*)(\/.*)?$/s.exec(path);
  if (authority === null) return decode(url, path);
  const [host = "", rest = ""] = [authority[1], authority[2]];
  if (host !== "" && host !== "localhost") {
    throw fail("CONNECT_URL_INVALID", `The URL "${url}" names a host ("${host}"); a file has none.`, {
      hint: EXAMPLES,
    });
  }
  return decode(url, rest);
}

function decode(url: string, path: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch (cause) {
    const hint = "A % that is part of the file's name is written %25.";
    throw fail("CONNECT_URL_INVALID", `The URL "${url}" has a % that no two hexadecimal digits follow.`, {
      hint,
      cause,
    });
  }
  if (decoded.includes("\0"))
    throw fail("CONNECT_URL_INVALID", `The path in the URL "${url}" contains a NUL character.`);
  return decoded;
}

/** An absolute path as it stands in a URL; on Windows it begins with a drive, which needs no slash before it. */
function encodePath(path: string): string {
  const slashed = isAbsolute(path) && !path.startsWith("/") ? path.replaceAll("\\", "/") : path;
  return slashed.split("/").map(encodeURIComponent).join("/");
}

function optionsOf(url: string, query: string, inMemory: boolean): UrlOptions {
  const options: { mode?: OpenMode; busyTimeoutMs?: number } = {};
  for (const [key, value] of new URLSearchParams(query)) {
    if (key === "mode") {
      const mode = modeOf(url, value, inMemory);
      if (mode !== undefined) options.mode = mode;
    } else if (key === "timeout") {
      options.busyTimeoutMs = timeoutOf(url, value);
    } else if (!PYTHON_ONLY.includes(key)) {
      const known = ["mode", "timeout", ...PYTHON_ONLY];
      const hint = `Known keys: ${known.join(", ")}.`;
      throw fail(
        "CONNECT_URL_INVALID",
        `The query of the SQLite URL has an unknown key "${key}"${didYouMean(key, known)}.`,
        {
          hint,
        },
      );
    }
  }
  return options;
}

function modeOf(url: string, value: string, inMemory: boolean): OpenMode | undefined {
  if (value === "ro" || value === "rw" || value === "rwc") return value;
  if (value === "memory" && inMemory) return undefined;
  throw fail("CONNECT_URL_INVALID", `The URL "${url}" has an unknown mode "${value}".`, {
    hint: "Modes are ro (read only), rw (must exist), rwc (made if missing) and memory.",
  });
}

/** Python's driver counts the timeout in seconds. */
function timeoutOf(url: string, value: string): number {
  const seconds = Number(value);
  if (value.trim() !== "" && Number.isFinite(seconds) && seconds >= 0) return Math.round(seconds * 1000);
  throw fail("CONNECT_URL_INVALID", `The URL "${url}" has a timeout of "${value}"; it is a number of seconds.`);
}

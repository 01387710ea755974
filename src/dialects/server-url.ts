import { didYouMean } from "../base/nearest.ts";
import { fail } from "./errors.ts";

/** The parts of `scheme://user:password@host:port/database?key=value`, still as they are written. */
export interface UrlParts {
  readonly scheme: string;
  readonly user?: string;
  readonly password?: string;
  /** With its port. */
  readonly host: string;
  readonly database?: string;
  readonly query: readonly (readonly [key: string, value: string])[];
}

/** What a dialect's URLs are called, for messages. */
export interface UrlKind {
  readonly title: string;
  readonly schemes: readonly string[];
  /** How one is written. */
  readonly examples: string;
}

/** What to do about signs that mean something in a URL. */
export const URL_ESCAPES =
  "In a user, password or database the characters : / ? # @ % are written %3A %2F %3F %23 %40 %25.";

/** Cuts a URL; every part but the scheme may be missing. Errors: CONNECT_URL_INVALID, which never shows the password. */
export function cutUrl(url: string, { title, schemes, examples }: UrlKind): UrlParts {
  const found = /^([a-z][a-z0-9+._-]*):(\/\/)?([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?(#.*)?$/is.exec(url.trim());
  if (found === null) throw invalidUrl("The text is not a database URL", examples);
  const [, scheme = "", slashes, authority = "", database, query = "", fragment] = found;
  if (!schemes.includes(scheme.toLowerCase())) {
    throw invalidUrl(`"${scheme}:" is not a URL scheme of ${title}${didYouMean(scheme, schemes)}`, examples);
  }
  if (slashes === undefined) throw invalidUrl("The database URL lacks the slashes after its scheme", examples);
  if (fragment !== undefined) throw invalidUrl("The database URL has a #, which begins no part of it", URL_ESCAPES);
  const at = authority.lastIndexOf("@");
  const account = at === -1 ? "" : authority.slice(0, at);
  const colon = account.indexOf(":");
  const user = colon === -1 ? account : account.slice(0, colon);
  return {
    scheme: scheme.toLowerCase(),
    host: authority.slice(at + 1),
    ...(user === "" ? {} : { user }),
    ...(colon === -1 ? {} : { password: account.slice(colon + 1) }),
    ...(database === undefined || database === "" ? {} : { database }),
    query: query === "" ? [] : query.split("&").map(pairOf),
  };
}

/** The URL of another database on the same server; the database's name in its query, where it has any, is left out. */
export function urlOfDatabase(url: string, name: string): string {
  const [place = "", query = ""] = url.trim().split("?");
  const [server = place] = /^[^:]+:\/\/[^/]*/.exec(place) ?? [];
  const keys = query.split("&").filter((pair) => pair !== "" && !/^(?:dbname|database)=/.test(pair));
  return `${server}/${encodeURIComponent(name)}${keys.length === 0 ? "" : `?${keys.join("&")}`}`;
}

/** The URL without what is secret. */
export function displayUrl({ scheme, user, host, database, query }: UrlParts): string {
  const shown = query.filter(([key]) => !/passw/i.test(key)).map(([key, value]) => `${key}=${value}`);
  const account = user === undefined ? "" : `${user}@`;
  const path = database === undefined && host !== "" ? "" : `/${database ?? ""}`;
  return `${scheme}://${account}${host}${path}${shown.length === 0 ? "" : `?${shown.join("&")}`}`;
}

/** A part of a URL without its escapes; `part` names it in errors: CONNECT_URL_INVALID. */
export function decodedPart(text: string | undefined, part: string): string | undefined {
  if (text === undefined) return undefined;
  try {
    const value = decodeURIComponent(text);
    if (value.includes("\0")) throw invalidUrl(`The ${part} in the database URL contains a NUL character`, URL_ESCAPES);
    return value;
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause;
    throw invalidUrl(`The ${part} in the database URL has a % that is no escape of UTF-8 text`, URL_ESCAPES);
  }
}

/** The keys behind the question mark, without their escapes; none may come twice. Errors: CONNECT_URL_INVALID. */
export function queryOf({ query }: UrlParts): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [rawKey, rawValue] of query) {
    const key = decodedPart(rawKey, "query") ?? "";
    if (found.has(key)) throw invalidUrl(`The database URL has the key "${key}" twice`, "Each key is written once.");
    found.set(key, decodedPart(rawValue.replaceAll("+", " "), `key "${key}"`) ?? "");
  }
  return found;
}

/** The error for a URL that can't be used. */
export function invalidUrl(message: string, hint: string): Error {
  return fail("CONNECT_URL_INVALID", `${message}.`, { hint });
}

function pairOf(text: string): readonly [string, string] {
  const equals = text.indexOf("=");
  return equals === -1 ? [text, ""] : [text.slice(0, equals), text.slice(equals + 1)];
}

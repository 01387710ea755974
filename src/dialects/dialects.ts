import { didYouMean } from "../base/nearest.ts";
import type { Dialect } from "./contract.ts";
import { fail } from "./errors.ts";
import { mariadb, mysql } from "./mysql/mysql.ts";
import { postgres } from "./postgres/postgres.ts";
import { sqlite } from "./sqlite/sqlite.ts";

/** Every dialect that Limbeck has, the one of a new project first. */
export const dialects: readonly Dialect[] = [sqlite, postgres, mysql, mariadb];

/** The dialect of a URL's scheme, or of this name. Errors: CONNECT_URL_INVALID. */
export function dialectFor(urlOrName: string): Dialect {
  const text = urlOrName.trim();
  const scheme = /^([a-z][a-z0-9+._-]*):/i.exec(text)?.[1];
  const word = (scheme ?? text).toLowerCase();
  const found = dialects.find(({ name, schemes }) => (scheme === undefined ? name === word : schemes.includes(word)));
  if (found !== undefined) return found;
  const known = scheme === undefined ? dialects.map(({ name }) => name) : dialects.flatMap(({ schemes }) => schemes);
  throw fail("CONNECT_URL_INVALID", `${whatIsWrong(scheme, text)}${didYouMean(word, known)}.`, {
    hint: `A URL looks like ${dialects.map(({ traits }) => traits.exampleUrl).join(" or ")}; schemes: ${schemesText()}.`,
    details: scheme === undefined ? {} : { scheme },
  });
}

/** Never the URL itself, which may hold a password. */
function whatIsWrong(scheme: string | undefined, text: string): string {
  if (scheme !== undefined) return `no dialect has the URL scheme "${scheme}:"`;
  return /^[\w-]*$/.test(text) ? `there is no dialect "${text}"` : "the database URL has no scheme";
}

function schemesText(): string {
  return dialects.flatMap(({ schemes }) => schemes).join(", ");
}

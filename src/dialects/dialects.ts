import { didYouMean } from "../base/nearest.ts";
import type { Dialect, DialectNames } from "./contract.ts";
import { fail } from "./errors.ts";
import { mariadbNames, mysqlNames } from "./mysql/names.ts";
import { names as postgresNames } from "./postgres/names.ts";
import { names as sqliteNames } from "./sqlite/names.ts";

/** A dialect as it stands in the list: its code is loaded when it is wanted. */
export interface ListedDialect extends DialectNames {
  readonly load: () => Promise<Dialect>;
}

/** Every dialect that Limbeck has, the one of a new project first. */
export const dialects: readonly ListedDialect[] = [
  { ...sqliteNames, load: async () => (await import("./sqlite/sqlite.ts")).sqlite },
  { ...postgresNames, load: async () => (await import("./postgres/postgres.ts")).postgres },
  { ...mysqlNames, load: async () => (await import("./mysql/mysql.ts")).mysql },
  { ...mariadbNames, load: async () => (await import("./mysql/mysql.ts")).mariadb },
];

/** The dialect of a URL's scheme, or of this name. Errors: CONNECT_URL_INVALID. */
export async function dialectFor(urlOrName: string): Promise<Dialect> {
  const text = urlOrName.trim();
  const scheme = /^([a-z][a-z0-9+._-]*):/i.exec(text)?.[1];
  const word = (scheme ?? text).toLowerCase();
  const found = dialects.find(({ name, schemes }) => (scheme === undefined ? name === word : schemes.includes(word)));
  if (found !== undefined) return found.load();
  const known = scheme === undefined ? dialects.map(({ name }) => name) : dialects.flatMap(({ schemes }) => schemes);
  throw fail("CONNECT_URL_INVALID", `${whatIsWrong(scheme, text)}${didYouMean(word, known)}.`, {
    hint: `A URL looks like ${dialects.map(({ exampleUrl }) => exampleUrl).join(" or ")}; schemes: ${schemesText()}.`,
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

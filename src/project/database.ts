import { isLimbeckError } from "../base/error.ts";
import type { Connection, ConnectionTarget, Dialect } from "../dialects/contract.ts";
import type { BookNames } from "../run/books.ts";
import { bookNames } from "../run/books.ts";
import { placeJournal } from "../run/place-journal.ts";
import { readHeads } from "../run/version-table.ts";
import { fail } from "./errors.ts";
import type { Project } from "./open.ts";
import type { UrlSetting } from "./settings.ts";

/** The project's database while it is open, and what the run room calls its books. */
export interface Database {
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly names: BookNames;
  /** The URL without its password, for messages. */
  readonly display: string;
  /** True when there is no database, and this is an empty one in its place. */
  readonly isMissing: boolean;
}

/**
 * What a verb does with the database: `write` makes one where there is none; `read` and `writeExisting` refuse then;
 * `readOrEmpty` reads an empty one in its place, and makes none.
 */
export type DatabaseUse = "read" | "readOrEmpty" | "write" | "writeExisting";

/** What else is done while a database is opened. */
interface Opening {
  /** Comes before one is made. */
  readonly beforeMaking?: () => Promise<void>;
  /** Loads what will be needed while the server is being connected to. */
  readonly meanwhile?: () => Promise<unknown>;
}

/** Opens the database, hands it to `work`, and closes it whatever happens. Errors: CONFIG_URL_MISSING, CONNECT_*; what `beforeMaking` throws. */
export async function withDatabase<Result>(
  project: Project,
  use: DatabaseUse,
  work: (database: Database) => Promise<Result>,
  { beforeMaking, meanwhile }: Opening = {},
): Promise<Result> {
  const { dialect, target } = await databaseTarget(project);
  const opened = connect(dialect, target, use, beforeMaking);
  // Its failure is told where that is needed.
  meanwhile?.().catch(() => undefined);
  const { connection, isMissing } = await opened;
  try {
    const names = await placeJournal({ connection, dialect, names: await namesOf(project) });
    return await work({ connection, dialect, names, display: target.display, isMissing });
  } finally {
    await connection.close();
  }
}

/** A second connection, which only looks. Errors: CONFIG_URL_MISSING, CONNECT_*. */
export async function openObserver(project: Project): Promise<Connection> {
  const { dialect, target } = await databaseTarget(project);
  return dialect.connect(target, { create: false, readOnly: true });
}

/** The dialect and place of the project's database; opens nothing. Errors: CONFIG_URL_MISSING, CONNECT_URL_INVALID. */
export async function databaseTarget(
  project: Project,
): Promise<{ readonly dialect: Dialect; readonly target: ConnectionTarget }> {
  const { directory } = project.settings;
  const url = await urlOf(project);
  if (url.kind === "missing") throw fail("CONFIG_URL_MISSING", `There is no database URL: ${url.why}`);
  const { dialectFor } = await import("../dialects/dialects.ts");
  const dialect = await dialectFor(url.text);
  return {
    dialect,
    target: {
      ...dialect.target(url.text, directory),
      ...(await sessionOf(project, dialect)),
      ...demandsOf(project, dialect),
    },
  };
}

/** Whether statements demand nothing, by the config. Errors: CONFIG_VALUE_INVALID where they never do. */
export function demandsOf({ settings }: Project, dialect: Dialect): { readonly undemanding?: true } {
  const { onlineDdl, file } = settings;
  if (onlineDdl === undefined) return {};
  if (dialect.traits.demands !== true) {
    throw fail("CONFIG_VALUE_INVALID", `${file}: "onlineDdl" means nothing to ${dialect.title}: take it out.`);
  }
  return onlineDdl === "prefer" ? { undemanding: true } : {};
}

/** The role and the search path of env.py's session, or of the config. Errors: CONFIG_VALUE_INVALID where the server has no such thing. */
async function sessionOf({ settings, python }: Project, dialect: Dialect): Promise<Pick<ConnectionTarget, "session">> {
  const { role, searchPath, file } = settings;
  if (role === undefined && searchPath === undefined) {
    const session = dialect.traits.sessions === true ? (await python.place())?.session : undefined;
    return session === undefined ? {} : { session };
  }
  if (dialect.traits.sessions !== true) {
    const key = role === undefined ? "searchPath" : "role";
    throw fail("CONFIG_VALUE_INVALID", `${file}: "${key}" means nothing to ${dialect.title}: take it out.`);
  }
  const path = searchPath?.map((name) => dialect.quoteName(name)).join(", ");
  return {
    session: { ...(role === undefined ? {} : { role }), ...(path === undefined ? {} : { searchPath: path }) },
  };
}

/** The rows of the version table, read from the project's database. */
export function readRowsOf(project: Project): Promise<readonly string[]> {
  return withDatabase(project, "read", rowsOf);
}

/** The rows of the version table of an open database; none when it has no such table. */
export async function rowsOf({ connection, dialect, names }: Database): Promise<readonly string[]> {
  return (await readHeads(connection, dialect, names)).heads;
}

/** The names of the version table and of the journal beside it; env.py has the last word. Errors: BRIDGE_*. */
export async function namesOf(project: Project): Promise<BookNames> {
  const said = await project.python.place();
  const { name, schema } =
    said === undefined ? project.settings.versionTable : { name: said.versionTable, schema: said.versionTableSchema };
  const primaryKey = said?.versionTablePk ?? true;
  const isNamed = schema !== undefined && schema !== (await databaseInUrl(project));
  return bookNames({ versionTable: name, primaryKey, ...(isNamed ? { schema } : {}) });
}

/** Undefined also where objects can't be called by it. */
async function databaseInUrl(project: Project): Promise<string | undefined> {
  const url = await urlOf(project);
  return url.kind === "missing" ? undefined : (await databaseTarget(project)).target.database;
}

/** --url, else what env.py connects to, which may have made it of anything, else the config's. */
async function urlOf({ settings, python }: Project): Promise<UrlSetting> {
  const { url, alembic } = settings;
  if (url.kind === "known" && url.from === "--url") return url;
  const said = await python.place();
  if (said?.url === undefined || alembic === undefined) return url;
  return { kind: "known", text: said.url, from: `${alembic.scripts}/env.py` };
}

async function connect(
  dialect: Dialect,
  target: ConnectionTarget,
  use: DatabaseUse,
  beforeMaking: Opening["beforeMaking"],
): Promise<Pick<Database, "connection" | "isMissing">> {
  const readOnly = use === "write" || use === "writeExisting" ? {} : { readOnly: true };
  try {
    return { connection: await dialect.connect(target, { create: false, ...readOnly }), isMissing: false };
  } catch (error) {
    if (!isLimbeckError(error, "CONNECT_DATABASE_MISSING") || use === "read" || use === "writeExisting") throw error;
  }
  if (use === "readOrEmpty") return { connection: await dialect.scratch(target), isMissing: true };
  await beforeMaking?.();
  return { connection: await dialect.connect(target, { create: true }), isMissing: false };
}

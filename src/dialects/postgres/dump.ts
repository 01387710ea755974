import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Table } from "../../schema/schema.ts";
import type { Connection, ConnectionTarget } from "../connection.ts";
import type { DumpWay } from "../dump.ts";
import { type FoundProgram, findPrograms, programMissing, runDump } from "../dump-program.ts";
import { fail } from "../errors.ts";
import { quoteName, quoteObject, quoteString } from "./quote.ts";
import { sessionSettings } from "./session-settings.ts";

/**
 * pg_dump, which reads servers of its own major version and older ones: of several the first that does is taken.
 * Source: https://www.postgresql.org/docs/18/app-pgdump.html (Notes), 13 to 18.
 */
export const dump: DumpWay = {
  async program(connection, given) {
    const major = majorOf(connection.server.version);
    const commands = given === undefined ? ["pg_dump", ...packaged()] : [given];
    const found = await findPrograms(commands);
    if (found.length === 0) throw programMissing(commands, "PostgreSQL");
    const program = found.find(({ said }) => programMajor(said) >= major) ?? unfit(found, major);
    return {
      write: async (table, into, { isAlone } = {}) => {
        const tables = await withHeirs(connection, table, isAlone === true);
        await runDump({
          command: program.command,
          words: wordsFor(connection, tables),
          env: envFor(connection.target),
          into,
        });
      },
    };
  },
  escapes: false,
  before: [],
  after: [],
};

/** Where packages of several versions lie beside each other: Debian's, and the PostgreSQL project's own for others. The newest first. */
function packaged(): readonly string[] {
  const parents = [
    { parent: "/usr/lib/postgresql", name: /^\d+$/ },
    { parent: "/usr", name: /^pgsql-\d+$/ },
  ];
  const paths = parents.flatMap(({ parent, name }) =>
    existsSync(parent)
      ? readdirSync(parent)
          .filter((entry) => name.test(entry))
          .map((entry) => join(parent, entry, "bin", "pg_dump"))
      : [],
  );
  return paths.filter((path) => existsSync(path)).sort((a, b) => majorIn(b) - majorIn(a));
}

const majorIn = (path: string): number => Number(/(\d+)\/bin\//.exec(path)?.[1]);

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}

/** 0 for a program that doesn't call itself pg_dump. */
function programMajor(said: string): number {
  return Number(/^pg_dump \(PostgreSQL\) (\d+)/.exec(said)?.[1] ?? 0);
}

function unfit(found: readonly FoundProgram[], major: number): never {
  const [first] = found;
  const isOther = found.every(({ said }) => programMajor(said) === 0);
  const why = isOther ? `is no pg_dump: it says "${first?.said}"` : `is "${first?.said}", and the server is ${major}`;
  throw fail("DUMP_PROGRAM_UNFIT", `"${first?.command}", which is to write backups, ${why}`, {
    ...(isOther
      ? {}
      : {
          hint: `Install pg_dump ${major} (Debian: postgresql-client-${major}), or name one by \`backupProgram\` in the config; or let \`backups\` be "table".`,
        }),
    details: { programs: found, server: major },
  });
}

interface Relation {
  readonly schema: string;
  readonly name: string;
}

/** The table, unless alone with its partitions and heirs, whose rows are its own too; by their namespaces, for pg_dump has a search path of its own. */
async function withHeirs(connection: Connection, table: Table, isAlone: boolean): Promise<readonly Relation[]> {
  const rows = await connection.query(
    `WITH RECURSIVE kin (oid) AS (
       SELECT ${quoteString(quoteObject(table))}::pg_catalog.regclass::pg_catalog.oid
       UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN kin ON i.inhparent = kin.oid AND ${!isAlone})
     SELECT n.nspname AS schema, c.relname AS name, c.relkind = 'f' AS "isForeign"
     FROM kin JOIN pg_catalog.pg_class c ON c.oid = kin.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     ORDER BY 1, 2`,
  );
  const foreign = rows.find(({ isForeign }) => isForeign === true);
  if (foreign === undefined) return rows.map(({ schema, name }) => ({ schema: String(schema), name: String(name) }));
  throw fail("DUMP_FAILED", `"${String(foreign["name"])}" is a foreign table, whose rows pg_dump doesn't write`, {
    hint: 'Let `backups` be "table" for this revision, or say `--without-backup REASON`.',
  });
}

/** INSERTs of so many rows: few statements, none of them large. */
const ROWS_PER_INSERT = 200;

function wordsFor({ target }: Connection, tables: readonly Relation[]): readonly string[] {
  const role = target.session?.role;
  return [
    ...["--no-password", "--column-inserts", `--rows-per-insert=${ROWS_PER_INSERT}`, "--encoding=UTF8"],
    // Whoever holds the table keeps the program waiting: the revision itself, perhaps.
    `--lock-wait-timeout=${LOCK_WAIT_MS}`,
    ...(role === undefined ? [] : [`--role=${role}`]),
    ...tables.map(({ schema, name }) => `--table=${patternOf(schema)}.${patternOf(name)}`),
  ];
}

const LOCK_WAIT_MS = 10_000;

/** In double quotes a pattern's letters stand for themselves. Source: https://www.postgresql.org/docs/18/app-psql.html#APP-PSQL-PATTERNS. */
const patternOf = quoteName;

/** What libpq is told by its variables, the password among them, and by nothing else. */
function envFor(target: ConnectionTarget): Readonly<Record<string, string | undefined>> {
  const hosts = sessionSettings(target);
  const [first] = hosts;
  if (first === undefined) return process.env;
  const { database, user, password, given } = first;
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^PG[A-Z]/.test(name)));
  const ours: Readonly<Record<string, string | undefined>> = {
    PGHOST: hosts.map(({ host }) => host).join(","),
    PGPORT: hosts.map(({ port }) => port).join(","),
    PGDATABASE: database,
    PGUSER: user,
    PGPASSWORD: password.password,
    PGSSLMODE: first.sslMode,
    PGSSLROOTCERT: given.sslrootcert,
    PGSSLCERT: given.sslcert,
    PGSSLKEY: given.sslkey,
    PGSSLNEGOTIATION: given.sslnegotiation,
    PGCHANNELBINDING: given.channel_binding,
    PGCONNECT_TIMEOUT: given.connect_timeout,
    PGOPTIONS: given.options,
    PGTARGETSESSIONATTRS: given.target_session_attrs,
    PGAPPNAME: "limbeck",
  };
  return { ...own, ...ours };
}

import type { Connection, Facts } from "../../src/dialects/contract.ts";

/** Modes from the weakest to the strongest, by the server's name in `pg_locks`. */
const modes = [
  ...["RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock"],
  ...["ExclusiveLock", "AccessExclusiveLock"],
];

export interface Relation {
  readonly name: string;
  readonly isIndex: boolean;
}

/** Relations that are there before the statement, by oid; the sequences of columns are parts of their tables. */
export async function relationsOf(connection: Connection): Promise<ReadonlyMap<string, Relation>> {
  const found = await connection.query(
    `SELECT oid::text AS oid, relname AS name, relkind AS kind FROM pg_class WHERE relnamespace = 'public'::regnamespace
     AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND relkind = 'S' AND deptype IN ('a', 'i'))`,
  );
  return new Map(
    found.map(({ oid, name, kind }) => [String(oid), { name: String(name), isIndex: kind === "i" || kind === "I" }]),
  );
}

/** The strongest lock on each that a session has, or waits for. */
export async function locksOf(
  connection: Connection,
  relations: ReadonlyMap<string, Relation>,
  pid?: number,
): Promise<Readonly<Record<string, string>>> {
  const held = await connection.query(
    `SELECT relation::text AS oid, mode FROM pg_locks WHERE pid = ${pid ?? "pg_backend_pid()"} AND locktype = 'relation'`,
  );
  let locks: Record<string, string> = {};
  for (const { oid, mode } of held) {
    const name = relations.get(String(oid))?.name;
    if (name !== undefined && modes.includes(String(mode))) locks = together(locks, { [name]: String(mode) });
  }
  return locks;
}

/** Locks on indexes count only where the statement is about the index alone. */
export function withoutIndexes(
  locks: Readonly<Record<string, string>>,
  relations: ReadonlyMap<string, Relation>,
  stated: readonly string[],
): Readonly<Record<string, string>> {
  const indexes = [...relations.values()].filter(({ isIndex }) => isIndex).map(({ name }) => name);
  const counts = (name: string) => !indexes.includes(name) || stated.includes(name);
  return Object.fromEntries(Object.entries(locks).filter(([name]) => counts(name)));
}

export function locksIn({ locks }: Facts): Readonly<Record<string, string>> {
  if (locks === "unknown") throw new Error("the locks are unknown");
  const named = locks.map(({ relation, mode }) => [relation.replace(/^public\./, ""), modeName(mode)] as const);
  return Object.fromEntries(named);
}

/** `SHARE UPDATE EXCLUSIVE` as `pg_locks` writes it. */
function modeName(mode: string): string {
  const words = mode.toLowerCase().split(" ");
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")}Lock`;
}

export function together(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): Record<string, string> {
  const sum: Record<string, string> = { ...a };
  for (const [name, mode] of Object.entries(b)) {
    if (modes.indexOf(mode) > modes.indexOf(sum[name] ?? "")) sum[name] = mode;
  }
  return sum;
}

export interface State {
  /** By table; the server adds up those of several transactions. */
  readonly scans: Readonly<Record<string, number>>;
  /** `table file` of each table. */
  readonly files: readonly string[];
  readonly tables: readonly string[];
}

export async function stateOf(connection: Connection): Promise<State> {
  const counted = await connection.query(
    "SELECT relid::text AS table, seq_scan::int AS scans FROM pg_stat_xact_user_tables WHERE schemaname = 'public'",
  );
  const found = await connection.query(
    "SELECT oid || ' ' || pg_relation_filenode(oid) AS file FROM pg_class WHERE relkind IN ('r', 'm') AND relnamespace = 'public'::regnamespace",
  );
  const files = found.map(({ file }) => String(file));
  const scans = Object.fromEntries(counted.map((row) => [String(row["table"]), Number(row["scans"])]));
  return { scans, files, tables: files.map(tableIn) };
}

export function tableIn(file: string): string {
  return file.split(" ")[0] ?? "";
}

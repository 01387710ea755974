import { createRequire } from "node:module";
import { join } from "node:path";
import { messageOf } from "../../base/error.ts";
import type { Database, Driver, OpenOptions } from "./database.ts";
import { type Bindable, bindable, plainRows } from "./driver-values.ts";

/** What `node:sqlite` and `@photostructure/sqlite` have in common. Source: https://nodejs.org/api/sqlite.html, Node 22.13. */
interface SqliteModule {
  readonly DatabaseSync: new (
    path: string,
    options: { readonly readOnly: boolean; readonly timeout: number },
  ) => DatabaseSync;
}

interface DatabaseSync {
  prepare(sql: string): StatementSync;
  exec(sql: string): void;
  close(): void;
}

interface StatementSync {
  setReadBigInts(on: boolean): void;
  all(...parameters: Bindable[]): unknown[];
  run(...parameters: Bindable[]): { readonly changes: number | bigint };
}

/** Node's own SQLite: in Node 22.13 and newer. */
export async function loadNodeSqlite(): Promise<Driver | string> {
  const module = withoutWarning(() => process.getBuiltinModule("node:sqlite") as SqliteModule | undefined);
  return module === undefined ? `Node ${process.versions.node} has no node:sqlite` : driverOf("node:sqlite", module);
}

/** The package that is installed beside Limbeck, else the project's own. */
export async function loadPhotostructure(directories: readonly string[]): Promise<Driver | string> {
  const name = "@photostructure/sqlite";
  const loads: readonly (() => Promise<SqliteModule>)[] = [
    () => import("@photostructure/sqlite"),
    ...directories.map((directory) => async () => createRequire(join(directory, "package.json"))(name) as SqliteModule),
  ];
  const reasons: string[] = [];
  for (const load of loads) {
    try {
      return driverOf(name, await load());
    } catch (error) {
      reasons.push(messageOf(error).split("\n")[0] ?? "");
    }
  }
  return `${name} can't be loaded (${[...new Set(reasons)].join("; ")})`;
}

function driverOf(name: string, module: SqliteModule): Driver {
  return { name, open: (path, options) => open(module, path, options) };
}

function open(module: SqliteModule, path: string, { readOnly, busyTimeoutMs }: OpenOptions): Database {
  const database = new module.DatabaseSync(path, { readOnly, timeout: busyTimeoutMs });
  const prepare = (sql: string) => {
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    return statement;
  };
  return {
    all: (sql, parameters) => plainRows(prepare(sql).all(...bindable(parameters))),
    run: (sql, parameters) => Number(prepare(sql).run(...bindable(parameters)).changes),
    close: () => database.close(),
  };
}

/** Loads without the warning that SQLite is experimental; every other warning is given as ever. */
function withoutWarning<T>(load: () => T): T {
  const emitWarning = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    const isOurs = rest[0] === "ExperimentalWarning" && String(warning).startsWith("SQLite");
    if (!isOurs) Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}

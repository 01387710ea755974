import { createRequire } from "node:module";
import { join } from "node:path";
import { messageOf } from "../../base/error.ts";
import type { Database, Driver, OpenOptions } from "./database.ts";
import { type Bindable, bindable, plainRows } from "./driver-values.ts";

/** The part of better-sqlite3 that is used here. Source: its docs/api.md, versions 8 to 13. */
interface BetterSqlite3 {
  new (path: string, options: { readonly readonly: boolean; readonly timeout: number }): BetterDatabase;
}

interface BetterDatabase {
  prepare(sql: string): BetterStatement;
  close(): void;
}

interface BetterStatement {
  /** True when it returns rows; then `run` is refused, else `all` is. */
  readonly reader: boolean;
  safeIntegers(on: boolean): BetterStatement;
  all(...parameters: Bindable[]): unknown[];
  run(...parameters: Bindable[]): { readonly changes: number };
}

const NAME = "better-sqlite3";

/** The `better-sqlite3` of the project. Its version 13 crashes the process on Node 20, so it is not even loaded there. */
export async function loadBetterSqlite3(directories: readonly string[]): Promise<Driver | string> {
  let reason = `${NAME} is not installed`;
  for (const directory of directories) {
    const require = createRequire(join(directory, "package.json"));
    const version = versionOf(require);
    if (version === undefined) continue;
    if (major(version) >= 13 && major(process.versions.node) < 22) {
      reason = `${NAME} ${version} needs Node 22 or newer`;
      continue;
    }
    try {
      const Constructor = require(NAME) as BetterSqlite3;
      // The native part is loaded with the first database, so a build for another Node shows only here.
      new Constructor(":memory:", { readonly: false, timeout: 0 }).close();
      return { name: NAME, open: (path, options) => open(Constructor, path, options) };
    } catch (error) {
      reason = `${NAME} ${version} can't be loaded (${messageOf(error).split("\n")[0]})`;
    }
  }
  return reason;
}

function versionOf(require: NodeJS.Require): string | undefined {
  try {
    return String((require(`${NAME}/package.json`) as { readonly version?: unknown }).version);
  } catch {
    return undefined;
  }
}

function major(version: string): number {
  return Number.parseInt(version, 10);
}

function open(Constructor: BetterSqlite3, path: string, { readOnly, busyTimeoutMs }: OpenOptions): Database {
  const database = new Constructor(path, { readonly: readOnly, timeout: busyTimeoutMs });
  const all = (statement: BetterStatement, parameters: readonly unknown[]) =>
    plainRows(statement.safeIntegers(true).all(...bindable(parameters)));
  return {
    all: (sql, parameters) => {
      const statement = database.prepare(sql);
      if (statement.reader) return all(statement, parameters);
      statement.run(...bindable(parameters));
      return [];
    },
    run: (sql, parameters) => {
      const statement = database.prepare(sql);
      return statement.reader
        ? all(statement, parameters).length
        : Number(statement.run(...bindable(parameters)).changes);
    },
    close: () => database.close(),
  };
}

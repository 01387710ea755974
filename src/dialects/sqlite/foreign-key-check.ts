import { isLimbeckError } from "../../base/error.ts";
import type { Connection, Statement } from "../contract.ts";
import { isKeyword } from "../ddl-token.ts";
import { fail } from "../errors.ts";
import { fold, sameFolded } from "./fold.ts";
import { quoteName } from "./quote.ts";
import { tokenize } from "./tokens.ts";

/** Rows that point to a parent that isn't there, counted by child and parent table. */
export type DanglingCounts = ReadonlyMap<string, Dangling>;

interface Dangling {
  readonly child: string;
  readonly parent: string;
  readonly rows: number;
  /** Why the rows couldn't be counted: a key that doesn't fit its parent. */
  readonly mismatch?: string;
}

/**
 * True when the statements might leave a row pointing nowhere, or a key without the unique index it needs: all but those that only
 * create something, drop a view or a trigger, or add a column that refers to nothing.
 */
export function mayDangle(statements: readonly Statement[]): boolean {
  return statements.some((statement) => statement.check === undefined && !isHarmless(statement.sql));
}

function isHarmless(sql: string): boolean {
  const tokens = tokenize(sql);
  const is = (at: number, ...words: readonly string[]) => words.some((word) => isKeyword(tokens[at], word));
  if (is(0, "CREATE")) return true;
  if (is(0, "DROP")) return is(1, "VIEW", "TRIGGER");
  const adds = is(0, "ALTER") && tokens.some((token) => isKeyword(token, "ADD"));
  return adds && !tokens.some((token) => isKeyword(token, "REFERENCES"));
}

/** Counts what `PRAGMA foreign_key_check` finds in the whole database. */
export async function countDangling(connection: Connection): Promise<DanglingCounts> {
  try {
    return counts(await connection.query(`${COUNT} FROM pragma_foreign_key_check GROUP BY 1, 2`));
  } catch (error) {
    if (!isLimbeckError(error, "STATEMENT_FAILED")) throw error;
    // One key that doesn't fit its parent fails the whole check, so the tables are asked one by one.
    return countByTable(connection);
  }
}

const COUNT = "SELECT \"table\" AS child, coalesce(parent, '') AS parent, count(*) AS rows";

async function countByTable(connection: Connection): Promise<DanglingCounts> {
  const found = new Map<string, Dangling>();
  const tables = await connection.query(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'create virtual%'",
  );
  for (const { name } of tables) {
    const child = String(name);
    try {
      const rows = await connection.query(`${COUNT} FROM pragma_foreign_key_check(?) GROUP BY 1, 2`, [child]);
      for (const [key, value] of counts(rows)) found.set(key, value);
    } catch (error) {
      if (!isLimbeckError(error, "STATEMENT_FAILED")) throw error;
      found.set(keyOf(child, ""), { child, parent: "", rows: 0, mismatch: error.message });
    }
  }
  return found;
}

function counts(rows: readonly Readonly<Record<string, unknown>>[]): Map<string, Dangling> {
  return new Map(
    rows.map((row) => {
      const dangling = { child: String(row["child"]), parent: String(row["parent"]), rows: Number(row["rows"]) };
      return [keyOf(dangling.child, dangling.parent), dangling];
    }),
  );
}

function keyOf(child: string, parent: string): string {
  return `${fold(child)}\u0000${fold(parent)}`;
}

/**
 * Refuses when more rows dangle than before `statements` ran, or a key stopped fitting its parent. What dangled before is left as it
 * is, under the new name where a table was renamed. Errors: CHECK_FAILED.
 */
export async function checkDangling(
  connection: Connection,
  before: DanglingCounts,
  statements: readonly Statement[],
): Promise<void> {
  const allowed = renamed(before, statements);
  for (const [key, now] of await countDangling(connection)) {
    const old = allowed.get(key);
    if (now.mismatch !== undefined && old?.mismatch === undefined) {
      throw fail("CHECK_FAILED", `A foreign key of "${now.child}" no longer fits its parent. ${now.mismatch}`, {
        hint: "The parent's columns need a primary key or a unique index over exactly them.",
        details: { table: now.child },
      });
    }
    if (now.rows > (old?.rows ?? 0)) throw await danglingError(connection, now, old?.rows ?? 0);
  }
}

function renamed(before: DanglingCounts, statements: readonly Statement[]): DanglingCounts {
  let found = before;
  const ops = new Set(statements.map((statement) => statement.op));
  for (const op of ops) {
    if (op.kind !== "renameTable") continue;
    const newName = (name: string) => (sameFolded(name, op.table) ? op.to : name);
    found = new Map(
      [...found.values()].map((dangling) => {
        const moved = { ...dangling, child: newName(dangling.child), parent: newName(dangling.parent) };
        return [keyOf(moved.child, moved.parent), moved];
      }),
    );
  }
  return found;
}

async function danglingError(connection: Connection, now: Dangling, before: number): Promise<Error> {
  const rows = await connection.query(
    "SELECT rowid FROM pragma_foreign_key_check(?) WHERE coalesce(parent, '') = ? LIMIT 5",
    [now.child, now.parent],
  );
  const ids = rows.map((row) => row["rowid"]).filter((id) => id !== null);
  const which = ids.length === 0 ? "" : `, among them the ones with rowid ${ids.join(", ")}`;
  const earlier = before === 0 ? "" : ` (${before} did before)`;
  const subject = now.rows === 1 ? "1 row" : `${now.rows} rows`;
  return fail(
    "CHECK_FAILED",
    `${subject} of "${now.child}" would refer to rows of "${now.parent}" that aren't there${earlier}${which}.`,
    {
      hint: `Correct or delete these rows first; PRAGMA foreign_key_check(${quoteName(now.child)}) lists them.`,
      details: { table: now.child, parent: now.parent, rows: now.rows, before, rowids: ids },
    },
  );
}

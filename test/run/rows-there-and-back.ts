import { expect } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection, Dialect } from "../../src/dialects/contract.ts";
import { withNames } from "../../src/diff/safer-forms.ts";
import { wayBack } from "../../src/diff/way-back.ts";
import type { Op } from "../../src/ops/op.ts";
import { safely } from "../../src/project/directions.ts";
import { registryName, sideName } from "../../src/run/backup-registry.ts";
import { bookTables } from "../../src/run/books.ts";
import { conducted } from "../../src/run/execute.ts";
import { lossesOf, narrowingIn } from "../../src/run/losses.ts";
import { hasPosition } from "../../src/run/position.ts";
import { takeBack } from "../../src/run/take-back.ts";
import { readState } from "../../src/run/transaction.ts";
import { nameKey } from "../../src/schema/names.ts";
import type { ObjectName, Schema } from "../../src/schema/schema.ts";
import { names, projectOn, runner } from "./project.ts";

/** What lies in the tables, row by row, each by column as JSON has it; by `nameKey` of the table. */
export type Rows = ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;

/** A database with rows in it, and how its server is asked. */
export interface RowGround {
  readonly connection: Connection;
  readonly dialect: Dialect;
  opsBetween(have: Schema, want: Schema): Promise<readonly Op[]>;
  rowsIn(schema: Schema): Promise<Rows>;
}

/** What servers say of a key that is there twice: PostgreSQL's state, MySQL's number. */
const DUPLICATE = /23505|1062/;

/** The schema of a ground without what the runner keeps there. */
export function schemaOfGround({ connection, dialect }: RowGround): Promise<Schema> {
  const sides = Array.from({ length: 50 }, (_, id) => sideName(names, id));
  return dialect.inspect(connection, { exclude: [...bookTables(names), registryName(names), ...sides] });
}

/**
 * Takes the database to another schema by a revision, and back by its downgrade: the rows must be what they were, but for what the plan says
 * is lost; so they must where the revision is refused on the way, and what it had done is taken back. Returns what came of it, in words.
 */
export async function rowsThereAndBack(ground: RowGround, before: Schema, to: Schema): Promise<string> {
  const { connection, dialect, opsBetween, rowsIn } = ground;
  const found = await opsBetween(before, to);
  const was = await rowsIn(before);
  const lost = new Lost();
  let up: readonly Op[];
  try {
    up = withNames(found, before, dialect);
    for (const loss of lossesOf(up, before, narrowingIn(up, before, dialect, connection.server))) {
      if (loss.kind === "values") lost.add(loss.table, loss.columns);
    }
  } catch (error) {
    if (isLimbeckError(error)) return `refused: ${error.message}`;
    throw error;
  }
  const back = wayBack(up, before, dialect, connection.server);
  if (back.kind === "irreversible") return `no way back: ${back.reason}`;
  const given = { id: "r1", up: safely(up, before, { dialect, isBlocking: false }), down: back.ops };
  const { upgrade, downgrade, events } = projectOn(connection, [given], { dialect, backups: { maxRows: 1_000 } });
  try {
    await upgrade();
  } catch (error) {
    if (!isLimbeckError(error)) throw error;
    const refusal = await takenBack(ground, given.up, before);
    if (refusal !== undefined) return `half-applied: ${error.message}, ${refusal}`;
    expect(await opsBetween(await schemaOfGround(ground), before), error.message).toEqual([]);
    expect(await rowsIn(before), error.message).toEqual(was);
    return `failed: ${error.message}`;
  }
  // Columns of rows that nothing tells apart are kept, and can't be put back.
  for (const event of events) {
    if (event.kind !== "kept" || event.backup.kind !== "columns" || event.backup.key.length > 0) continue;
    lost.add(event.backup.table, event.backup.columns);
  }
  try {
    await downgrade("base");
  } catch (error) {
    if (isLimbeckError(error) && lost.isSome && DUPLICATE.test(error.message)) return `not unique: ${error.message}`;
    throw error;
  }
  expect(await opsBetween(await schemaOfGround(ground), before)).toEqual([]);
  expect(without(await rowsIn(before), lost)).toEqual(without(was, lost));
  return "there and back";
}

/** Takes back what the failed revision has committed; why it can't, where it can't. */
async function takenBack(
  { connection, dialect }: RowGround,
  ops: readonly Op[],
  before: Schema,
): Promise<string | undefined> {
  const row = (await readState({ connection, dialect, names })).open;
  if (row === undefined || !hasPosition(row)) return undefined;
  const given = { connection, dialect, names, lockTimeoutMs: 5_000, onEvent: () => undefined };
  try {
    await conducted(given, (conduct) => takeBack(conduct, { row, ops, before, isEdited: false }, runner));
  } catch (error) {
    if (isLimbeckError(error, "RUN_NOT_UNDOABLE")) return error.message;
    throw error;
  }
  return undefined;
}

/** Columns whose values need not come back. */
class Lost {
  readonly #columns = new Map<string, Set<string>>();

  get isSome(): boolean {
    return this.#columns.size > 0;
  }

  add(table: ObjectName, columns: readonly { readonly name: string }[]): void {
    const found = this.#columns.get(nameKey(table)) ?? new Set();
    for (const { name } of columns) found.add(name);
    this.#columns.set(nameKey(table), found);
  }

  has(table: string, column: string): boolean {
    return this.#columns.get(table)?.has(column) === true;
  }
}

/** The rows, each in words, without such columns. */
function without(rows: Rows, lost: Lost): readonly string[] {
  return [...rows].flatMap(([table, all]) =>
    all
      .map((row) => `${table}: ${JSON.stringify(Object.entries(row).filter(([name]) => !lost.has(table, name)))}`)
      .sort(),
  );
}

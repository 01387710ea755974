import { expect } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection, Statement } from "../../src/dialects/contract.ts";
import { mysql } from "../../src/dialects/mysql/mysql.ts";
import { diff } from "../../src/diff/diff.ts";
import { reverseOps } from "../../src/ops/behaviours.ts";
import type { Op } from "../../src/ops/op.ts";
import type { Schema } from "../../src/schema/schema.ts";
import { empty, schemaOf } from "./mysql-writer.ts";

/** Two empty databases of one server. */
export interface Ground {
  readonly work: Connection;
  readonly wanted: Connection;
}

/**
 * Makes both schemas, takes the first to the second and back, and expects of each way that the server writes of the tables what it should
 * and that nothing is left to do. False where Limbeck refuses the way there.
 */
export async function goThereAndBack(
  { work, wanted }: Ground,
  [from, to]: readonly [from: readonly string[], to: readonly string[]],
): Promise<boolean> {
  await make(work, from);
  await make(wanted, to);
  const before = await schemaOf(work);
  const textsBefore = await textsOf(work);
  const want = await schemaOf(wanted);
  const ops = await opsBetween(work, before, want);
  const there = supported(() => mysql.plan(ops, before, work.server));
  if (there === undefined) return false;
  await perform(work, there);
  const after = await schemaOf(work);
  expect(await opsBetween(work, after, want)).toEqual([]);
  expect(await textsOf(work)).toEqual(await textsOf(wanted));
  const back = reverseOps(ops, before);
  if (back.kind === "irreversible") return true;
  const home = supported(() => mysql.plan(back.ops, after, work.server));
  if (home === undefined) return true;
  await perform(work, home);
  expect(await opsBetween(work, await schemaOf(work), before)).toEqual([]);
  expect(await textsOf(work)).toEqual(textsBefore);
  return true;
}

export async function make(connection: Connection, script: readonly string[]): Promise<void> {
  await empty(connection);
  for (const sql of script) await connection.execute(sql);
}

export async function opsBetween(connection: Connection, have: Schema, said: Schema): Promise<readonly Op[]> {
  const want = mysql.asKept?.(said, have, connection.server) ?? said;
  const canonical = { have: mysql.normalise(have), want: mysql.normalise(want) };
  const settled = await mysql.settle?.(connection, { have, want, canonical });
  return diff(have, want, { canonical: settled ?? canonical, traits: mysql.traits, renames: [] }).ops;
}

async function perform(connection: Connection, statements: readonly Statement[]): Promise<void> {
  for (const { sql } of statements) await connection.execute(sql);
}

function supported(planned: () => readonly Statement[]): readonly Statement[] | undefined {
  try {
    return planned();
  } catch (error) {
    if (isLimbeckError(error, "DIALECT_UNSUPPORTED")) return undefined;
    throw error;
  }
}

/** What the server itself writes of the tables, the keys in no order. */
async function textsOf(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.query(
    "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY 1",
  );
  const texts: string[] = [];
  for (const row of rows) {
    const [made] = await connection.query(`SHOW CREATE TABLE \`${String(row["name"]).replaceAll("`", "``")}\``);
    texts.push(plain(String(made?.["Create Table"])).split(/,?\n/).sort().join("\n"));
  }
  return texts;
}

/** Without the database's own name, the size of blocks that keys of MariaDB have of what their table once was, what a foreign key does anyway, a character set beside its own collation, what Aria shows anyway, and a collation that is the table's anyway. */
function plain(text: string): string {
  const bare = text
    .replaceAll(/`limbeck_test_\w+`\./g, "")
    .replaceAll(/ CHARACTER SET \w+(?= COLLATE)| PAGE_CHECKSUM=1| TRANSACTIONAL=1| COMPRESSION='NONE'/g, "")
    .replaceAll(/(KEY .*\)) KEY_BLOCK_SIZE=\d+/g, "$1")
    .replaceAll(/ ON (?:DELETE|UPDATE) (?:NO ACTION|RESTRICT)/g, "");
  const isLatin = /DEFAULT CHARSET=latin1(?! COLLATE)/.test(bare);
  return isLatin ? bare.replaceAll(" COLLATE latin1_swedish_ci", "") : bare;
}

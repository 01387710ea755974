import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection, Statement } from "../../src/dialects/contract.ts";
import { mysql } from "../../src/dialects/mysql/mysql.ts";
import { diff } from "../../src/diff/diff.ts";
import { reverseOps } from "../../src/ops/behaviours.ts";
import type { Op } from "../../src/ops/op.ts";
import type { Schema } from "../../src/schema/schema.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { mysqlScriptPairs } from "./mysql-schemas.ts";
import { empty, openFresh, schemaOf } from "./mysql-writer.ts";

/** How many pairs; `LIMBECK_TEST_PAIRS=300 LIMBECK_TEST_SEED=any` draws others. */
const PAIRS = Number(process.env["LIMBECK_TEST_PAIRS"] ?? 6);

describe.each(wantedFlavors)("random schemas on %s", (flavor) => {
  let work: Connection;
  let wanted: Connection;
  beforeAll(async () => {
    work = await openFresh(flavor);
    wanted = await openFresh(flavor);
  }, 90_000);
  afterAll(async () => {
    await work.close();
    await wanted.close();
  });

  it("become each other, need nothing more, and go back", async () => {
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(mysqlScriptPairs(flavor), async ([from, to]) => {
        await make(work, from);
        await make(wanted, to);
        const before = await schemaOf(work);
        const want = await schemaOf(wanted);
        const ops = await opsBetween(work, before, want);
        const there = supported(() => mysql.plan(ops, before, work.server));
        if (there === undefined) return;
        await perform(work, there);
        const after = await schemaOf(work);
        expect(await opsBetween(work, after, want)).toEqual([]);
        expect(await textsOf(work)).toEqual(await textsOf(wanted));
        changed++;
        const back = reverseOps(ops, before);
        if (back.kind === "irreversible") return;
        const home = supported(() => mysql.plan(back.ops, after, work.server));
        if (home === undefined) return;
        await perform(work, home);
        expect(await opsBetween(work, await schemaOf(work), before)).toEqual([]);
      }),
      { numRuns: PAIRS, endOnFailure: true },
    );
    expect(changed).toBeGreaterThan(PAIRS / 2);
  }, 3_600_000);
});

async function make(connection: Connection, script: readonly string[]): Promise<void> {
  await empty(connection);
  for (const sql of script) await connection.execute(sql);
}

async function opsBetween(connection: Connection, have: Schema, said: Schema): Promise<readonly Op[]> {
  const want = mysql.asKept?.(said, have) ?? said;
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
    "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY 1",
  );
  const texts: string[] = [];
  for (const row of rows) {
    const [made] = await connection.query(`SHOW CREATE TABLE \`${String(row["name"]).replaceAll("`", "``")}\``);
    // A character set beside its own collation says nothing.
    const text = String(made?.["Create Table"]).replaceAll(/ CHARACTER SET \w+(?= COLLATE)/g, "");
    texts.push(text.split(/,?\n/).sort().join("\n"));
  }
  return texts;
}

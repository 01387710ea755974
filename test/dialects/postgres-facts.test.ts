import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { connect } from "../../src/dialects/postgres/connect.ts";
import { plan } from "../../src/dialects/postgres/plan.ts";
import { applyOp } from "../../src/ops/behaviours.ts";
import type { Schema } from "../../src/schema/schema.ts";
import { wantedMajors } from "../servers/postgres.ts";
import { apart, cases, fixture, laterFixture, rows } from "./postgres-facts-cases.ts";
import {
  locksIn,
  locksOf,
  type Relation,
  relationsOf,
  stateOf,
  tableIn,
  together,
  withoutIndexes,
} from "./postgres-measure.ts";
import { carryOut, openFresh } from "./postgres-writer.ts";

/** What the server did. */
interface Measured {
  /** The strongest mode by relation, ACCESS SHARE left out. */
  readonly locks: Readonly<Record<string, string>>;
  readonly scans: boolean;
  readonly rewrites: boolean;
}

describe.each(wantedMajors)("PostgreSQL %i", (major) => {
  let connection: Connection;
  let before: Schema;

  beforeAll(async () => {
    connection = await openFresh({ major });
    const later = laterFixture.filter(({ since }) => since <= major).map(({ op }) => op);
    before = (await carryOut(connection, [...fixture, ...later])).after;
    for (const sql of rows) await connection.execute(sql);
  }, 90_000);
  afterAll(() => connection.close());

  it.each(cases.filter(({ since = 13 }) => since <= major))("does as stated: $claim", async ({ op }) => {
    const statements = plan([op], before, connection.server);
    expect(statements).not.toEqual([]);
    await connection.execute("BEGIN");
    try {
      const relations = await relationsOf(connection);
      let stated: Record<string, string> = {};
      let seen = await stateOf(connection);
      for (const { sql, facts } of statements) {
        await connection.execute(sql);
        stated = together(stated, locksIn(facts));
        const now = await stateOf(connection);
        const measured: Measured = {
          locks: withoutIndexes(await locksOf(connection, relations), relations, Object.keys(stated)),
          scans: Object.entries(now.scans).some(([table, count]) => count > (seen.scans[table] ?? count)),
          rewrites: now.files.some(
            (file) => seen.files.includes(file) === false && seen.tables.includes(tableIn(file)),
          ),
        };
        expect({ sql, ...measured }).toEqual({
          sql,
          locks: stated,
          scans: facts.scans === "unknown" ? measured.scans : facts.scans,
          rewrites: facts.rewrites === "unknown" ? measured.rewrites : facts.rewrites,
        });
        seen = now;
      }
    } finally {
      await connection.execute("ROLLBACK");
    }
  });

  it("does as stated apart from any transaction", async () => {
    const writer = await connect(connection.target, { create: false });
    let state = before;
    for (const { op, claim, writes } of apart.filter(({ since = 13 }) => since <= major)) {
      const left = [...writes];
      for (const { sql, facts } of plan([op], state, connection.server)) {
        const stated = locksIn(facts);
        const relations = await relationsOf(connection);
        const held = facts.transactional
          ? await locksInside(connection, sql, relations)
          : await locksWhileWaiting(connection, writer, { sql, write: left.shift() ?? "" }, relations);
        const locks = withoutIndexes(held, relations, Object.keys(stated));
        expect({ claim, sql, locks }).toEqual({ claim, sql, locks: stated });
      }
      expect(left, claim).toEqual([]);
      state = applyOp(state, op);
    }
    await writer.close();
    expect(state).toEqual(before);
  });
});

/** True when the server refuses the statement in a transaction. */
async function refusedInside(connection: Connection, sql: string): Promise<boolean> {
  await connection.execute("BEGIN");
  try {
    await connection.execute(sql);
    return false;
  } catch (error) {
    return String(error).includes("cannot run inside a transaction block");
  } finally {
    await connection.execute("ROLLBACK");
  }
}

async function locksInside(
  connection: Connection,
  sql: string,
  relations: ReadonlyMap<string, Relation>,
): Promise<Readonly<Record<string, string>>> {
  await connection.execute("BEGIN");
  await connection.execute(sql);
  const locks = await locksOf(connection, relations);
  await connection.execute("COMMIT");
  return locks;
}

/** The server refuses the statement in a transaction; outside it waits for a writer, who looks at the locks that it has and is waiting for. */
async function locksWhileWaiting(
  connection: Connection,
  writer: Connection,
  { sql, write }: { readonly sql: string; readonly write: string },
  relations: ReadonlyMap<string, Relation>,
): Promise<Readonly<Record<string, string>>> {
  expect(await refusedInside(connection, sql), sql).toBe(true);
  const [row] = await connection.query("SELECT pg_backend_pid() AS pid");
  await writer.execute("BEGIN");
  await writer.execute(write);
  const running = connection.execute(sql);
  for (;;) {
    const waits = await writer.query(`SELECT 1 FROM pg_locks WHERE pid = ${row?.["pid"]} AND NOT granted`);
    if (waits.length > 0) break;
    await sleep(5);
  }
  const locks = await locksOf(writer, relations, Number(row?.["pid"]));
  await writer.execute("ROLLBACK");
  await running;
  return locks;
}

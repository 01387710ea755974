import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { classify } from "../../src/dialects/postgres/classify.ts";
import { loadParser } from "../../src/dialects/postgres/syntax-tree.ts";
import { wantedMajors } from "../servers/postgres.ts";
import { locksIn, locksOf, relationsOf, stateOf, tableIn, together, withoutIndexes } from "./postgres-measure.ts";
import { rawCases, setting } from "./postgres-raw-facts-cases.ts";
import { openFresh } from "./postgres-writer.ts";

beforeAll(loadParser);

/** What the text of a statement tells, against what the server does: in `pg_locks`, the tables' files and their scan counters. */
describe.each(wantedMajors)("PostgreSQL %i", (major) => {
  let connection: Connection;

  beforeAll(async () => {
    connection = await openFresh({ major });
    for (const sql of setting) await connection.execute(sql);
  }, 90_000);
  afterAll(() => connection.close());

  const cases = rawCases.filter(({ since = 13 }) => since <= major);
  it.each(cases)("$sql", async ({ sql, more = {} }) => {
    const facts = classify(sql, connection.server);
    expect(facts.transactional).toBe(true);
    if (facts.since !== undefined) expect(Number(facts.since)).toBeLessThanOrEqual(major);
    await connection.execute("BEGIN");
    try {
      const relations = await relationsOf(connection);
      const before = await stateOf(connection);
      await connection.execute(sql);
      const after = await stateOf(connection);
      const stated = facts.locks === "unknown" ? undefined : together(locksIn(facts), more);
      const locks = withoutIndexes(await locksOf(connection, relations), relations, Object.keys(stated ?? {}));
      const isNewFile = (file: string) => !before.files.includes(file) && before.tables.includes(tableIn(file));
      const measured = {
        locks,
        scans: Object.entries(after.scans).some(([table, count]) => count > (before.scans[table] ?? count)),
        rewrites: after.files.some(isNewFile),
      };
      expect(measured).toEqual({
        locks: stated ?? locks,
        scans: facts.scans === "unknown" ? measured.scans : facts.scans,
        rewrites: facts.rewrites === "unknown" ? measured.rewrites : facts.rewrites,
      });
    } finally {
      await connection.execute("ROLLBACK");
    }
  });
});

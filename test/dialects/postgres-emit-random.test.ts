import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection } from "../../src/dialects/contract.ts";
import { plan } from "../../src/dialects/postgres/plan.ts";
import type { Schema } from "../../src/schema/schema.ts";
import { wantedMajors } from "../servers/postgres.ts";
import { postgresSchemaPairs, postgresSchemas } from "./postgres-schemas.ts";
import { empty, openFresh, opsBetween, perform, schemaOf } from "./postgres-writer.ts";

describe.each(wantedMajors)("random schemas on PostgreSQL %i", (major) => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await openFresh({ major });
  }, 90_000);
  afterAll(() => connection.close());

  it("are made, and found to be what they should be", async () => {
    await fc.assert(
      fc.asyncProperty(postgresSchemas({ major, names: "wild" }), async (schema) => {
        await empty(connection);
        await becomes(connection, schema);
      }),
      { numRuns: 30, endOnFailure: true },
    );
  }, 120_000);

  it("become each other", async () => {
    let changed = 0;
    const pairs = postgresSchemaPairs({ major, names: "plain" });
    await fc.assert(
      fc.asyncProperty(pairs, async ([from, to]) => {
        await empty(connection);
        await becomes(connection, from);
        if (await becomes(connection, to)) changed++;
      }),
      { numRuns: 25, endOnFailure: true },
    );
    expect(changed).toBeGreaterThan(10);
  }, 120_000);
});

/** Makes of the database what a schema says, and looks whether it is so; false when it says what the server has no way to do. */
async function becomes(connection: Connection, want: Schema): Promise<boolean> {
  const before = await schemaOf(connection);
  const ops = await opsBetween(connection, before, want);
  try {
    await perform(connection, plan(ops, before, connection.server));
  } catch (error) {
    if (isLimbeckError(error, "DIALECT_UNSUPPORTED")) return false;
    throw error;
  }
  expect(await opsBetween(connection, await schemaOf(connection), want)).toEqual([]);
  return true;
}

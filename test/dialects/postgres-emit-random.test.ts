import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection, Statement } from "../../src/dialects/contract.ts";
import { plan } from "../../src/dialects/postgres/plan.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import { saferForms, withNames } from "../../src/diff/safer-forms.ts";
import { applyOps, reverseOps } from "../../src/ops/behaviours.ts";
import { omit } from "../../src/ops/edit.ts";
import type { Op } from "../../src/ops/op.ts";
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

  it("become each other in the forms that keep nobody waiting, and go back", async () => {
    let changed = 0;
    const pairs = postgresSchemaPairs({ major, names: "plain" });
    await fc.assert(
      fc.asyncProperty(pairs, async ([from, to]) => {
        await empty(connection);
        await becomes(connection, from);
        if (await goesSafely(connection, to)) changed++;
      }),
      { numRuns: 25, endOnFailure: true },
    );
    expect(changed).toBeGreaterThan(10);
  }, 120_000);
});

/** Makes of the database what a schema says, and looks whether it is so. */
async function becomes(connection: Connection, want: Schema): Promise<void> {
  const before = await schemaOf(connection);
  const ops = await opsBetween(connection, before, want);
  const there = supported(() => plan(ops, before, connection.server));
  if (there === undefined) return;
  await perform(connection, there);
  expect(await opsBetween(connection, await schemaOf(connection), want)).toEqual([]);
}

/** The same in the forms of autogenerate, and back to what was there. */
async function goesSafely(connection: Connection, want: Schema): Promise<boolean> {
  const before = await schemaOf(connection);
  const ops = withNames(await opsBetween(connection, before, want), before, postgres);
  const back = reverseOps(ops, before);
  const there = supported(() => plan(saferForms(ops, before, postgres), before, connection.server));
  if (there === undefined) return false;
  await perform(connection, there);
  const after = await schemaOf(connection);
  expect(await opsBetween(connection, after, want)).toEqual([]);
  if (back.kind === "irreversible") return true;
  const safe = saferForms(back.ops.map(withoutPosition), applyOps(before, ops), postgres);
  const home = supported(() => plan(safe, after, connection.server));
  if (home === undefined) return true;
  await perform(connection, home);
  expect(await opsBetween(connection, await schemaOf(connection), before)).toEqual([]);
  return true;
}

/** What is planned; undefined for what the server has no way to do. */
function supported(planned: () => readonly Statement[]): readonly Statement[] | undefined {
  try {
    return planned();
  } catch (error) {
    if (isLimbeckError(error, "DIALECT_UNSUPPORTED")) return undefined;
    throw error;
  }
}

function withoutPosition(op: Op): Op {
  return op.kind === "addColumn" ? omit(op, "position") : op;
}

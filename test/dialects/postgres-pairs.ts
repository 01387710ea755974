import { expect } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection, Statement } from "../../src/dialects/contract.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import { ready } from "../../src/dialects/postgres/ready.ts";
import { withNames } from "../../src/diff/safer-forms.ts";
import { wayBack } from "../../src/diff/way-back.ts";
import { applyOps } from "../../src/ops/behaviours.ts";
import type { Op } from "../../src/ops/op.ts";
import { safely } from "../../src/project/directions.ts";
import type { Schema } from "../../src/schema/schema.ts";
import { catalogueOf } from "./postgres-catalogue.ts";
import { opsBetween, perform, schemaOf } from "./postgres-writer.ts";

/** `refused` in words, before anything was changed; `no way back` where the revision says that it has none, and why. */
export type Outcome = "there and back" | "refused" | "no way back";

/**
 * Makes of the database what a schema says, in the forms of autogenerate, and then again what was there, unless the way is to be gone one
 * way only. After each way nothing is left to do, and after the way back the server's catalogue says what it said before.
 */
export async function goesThereAndBack(
  connection: Connection,
  want: Schema,
  { isOneWay = false }: { readonly isOneWay?: boolean } = {},
): Promise<Outcome> {
  const before = await schemaOf(connection);
  const catalogue = isOneWay ? [] : await catalogueOf(connection);
  const found = await opsBetween(connection, before, want);
  const there = plannedOrRefused(() => {
    const ops = withNames(found, before, postgres);
    return { ops, statements: planned(connection, ops, before) };
  });
  if (there === undefined) return "refused";
  const { ops } = there;
  const back = wayBack(ops, before, postgres);
  await go(connection, ops, there.statements);
  const after = await schemaOf(connection);
  expect(await opsBetween(connection, after, want)).toEqual([]);
  if (back.kind === "irreversible") {
    expect(back.reason).toMatch(/PostgreSQL (?:has no|doesn't turn)/);
    return "no way back";
  }
  if (isOneWay) return "there and back";
  await go(connection, back.ops, planned(connection, back.ops, applyOps(before, ops)));
  expect(await opsBetween(connection, await schemaOf(connection), before)).toEqual([]);
  expect(await catalogueOf(connection)).toEqual(catalogue);
  return "there and back";
}

function planned(connection: Connection, ops: readonly Op[], before: Schema): readonly Statement[] {
  return postgres.plan(safely(ops, before, { dialect: postgres, isBlocking: false }), before, connection.server);
}

async function go(connection: Connection, ops: readonly Op[], statements: readonly Statement[]): Promise<void> {
  await ready(ops, connection.server);
  await perform(connection, statements);
}

/** Undefined for what the server has no way to do: a type that becomes one of another kind, a table that is partitioned in another way. */
function plannedOrRefused<T>(plans: () => T): T | undefined {
  try {
    return plans();
  } catch (error) {
    if (isLimbeckError(error, "DIALECT_UNSUPPORTED")) return undefined;
    if (isLimbeckError(error) && /the partitioning depends on it/.test(error.message)) return undefined;
    throw error;
  }
}

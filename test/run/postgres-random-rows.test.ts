import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection } from "../../src/dialects/contract.ts";
import { inspect } from "../../src/dialects/postgres/inspect.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
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
import { emptySchema, type ObjectName, type Schema } from "../../src/schema/schema.ts";
import { fill, type Rows, rowsIn } from "../dialects/postgres-rows.ts";
import { postgresSchemaPairs } from "../dialects/postgres-schemas.ts";
import { carryOut, empty, openFresh, opsBetween } from "../dialects/postgres-writer.ts";
import { drawn } from "../schema/draw.ts";
import { wantedMajors } from "../servers/postgres.ts";
import { postgresProject } from "./postgres-project.ts";
import { names, runner } from "./project.ts";

/** How many draws for each style of names; LIMBECK_TEST_PAIRS=1000 looks longer. */
const numRuns = Number(process.env["LIMBECK_TEST_PAIRS"] ?? 3);

describe("rows on PostgreSQL", () => {
  let connection: Connection;
  const major = wantedMajors.at(-1) ?? 18;
  beforeAll(async () => {
    connection = await openFresh({ major });
  }, 90_000);
  afterAll(() => connection.close());

  it.each(["plain", "wild"] as const)(
    "are what they were after a revision between random schemas with %s names and its way back, or after it was refused",
    async (style) => {
      const outcomes: string[] = [];
      const cases = fc.tuple(
        postgresSchemaPairs({ major, names: style, span: "whole" }),
        drawn((draw) => (schema: Schema) => fill(connection, schema, draw)),
      );
      await fc.assert(
        fc.asyncProperty(cases, async ([[from, to], filled]) => {
          await empty(connection);
          await carryOut(connection, await opsBetween(connection, emptySchema, from));
          const before = await schemaOf();
          await filled(before);
          outcomes.push(await goesThereAndBack(before, to));
        }),
        { numRuns, endOnFailure: true },
      );
      const whole = outcomes.filter((outcome) => outcome === "there and back");
      expect(whole.length, outcomes.join("\n")).toBeGreaterThanOrEqual(outcomes.length / 3);
    },
    60_000 + numRuns * 3_000,
  );

  const schemaOf = () =>
    inspect(connection, {
      exclude: [...bookTables(names), registryName(names), ...Array.from({ length: 50 }, (_, i) => sideName(names, i))],
    });

  /** What came of it, in words. */
  async function goesThereAndBack(before: Schema, to: Schema): Promise<string> {
    const found = await opsBetween(connection, before, to);
    const was = await rowsIn(connection, before);
    const lost = new Lost();
    let up: readonly Op[];
    try {
      up = withNames(found, before, postgres);
      for (const loss of lossesOf(up, before, narrowingIn(up, before, postgres, connection.server))) {
        if (loss.kind === "values") lost.add(loss.table, loss.columns);
      }
    } catch (error) {
      if (isLimbeckError(error)) return `refused: ${error.message}`;
      throw error;
    }
    const back = wayBack(up, before, postgres);
    if (back.kind === "irreversible") return `no way back: ${back.reason}`;
    const given = { id: "r1", up: safely(up, before, { dialect: postgres, isBlocking: false }), down: back.ops };
    const { upgrade, downgrade, events } = postgresProject(connection, [given], { backups: { maxRows: 1_000 } });
    try {
      await upgrade();
    } catch (error) {
      if (!isLimbeckError(error)) throw error;
      const refusal = await takenBack(given.up, before);
      if (refusal !== undefined) return `half-applied: ${error.message}, ${refusal}`;
      expect(await opsBetween(connection, await schemaOf(), before)).toEqual([]);
      expect(await rowsIn(connection, before)).toEqual(was);
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
      if (isLimbeckError(error) && lost.isSome && /23505/.test(error.message)) return `not unique: ${error.message}`;
      throw error;
    }
    expect(await opsBetween(connection, await schemaOf(), before)).toEqual([]);
    expect(without(await rowsIn(connection, before), lost)).toEqual(without(was, lost));
    return "there and back";
  }

  /** Takes back what the failed revision has committed; why it can't, where it can't. */
  async function takenBack(ops: readonly Op[], before: Schema): Promise<string | undefined> {
    const row = (await readState({ connection, dialect: postgres, names })).open;
    if (row === undefined || !hasPosition(row)) return undefined;
    const given = { connection, dialect: postgres, names, lockTimeoutMs: 5_000, onEvent: () => undefined };
    try {
      await conducted(given, (conduct) => takeBack(conduct, { row, ops, before, isEdited: false }, runner));
    } catch (error) {
      if (isLimbeckError(error, "RUN_NOT_UNDOABLE")) return error.message;
      throw error;
    }
    return undefined;
  }
});

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

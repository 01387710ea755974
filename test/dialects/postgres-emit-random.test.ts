import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { wantedMajors } from "../servers/postgres.ts";
import { goesThereAndBack, type Outcome } from "./postgres-pairs.ts";
import { postgresSchemaPairs, postgresSchemas } from "./postgres-schemas.ts";
import { empty, openFresh } from "./postgres-writer.ts";

/** How many draws on each server; LIMBECK_TEST_PAIRS=1000 looks longer. */
const given = process.env["LIMBECK_TEST_PAIRS"];
const drawsOn = (major: number) => Number(given ?? (major === 13 ? 2 : 6));

/** A dropped thing comes back without its rows, so nearly all of these lose something, and say so. */
describe.each(wantedMajors)("random schemas on PostgreSQL %i", (major) => {
  let connection: Connection;
  const numRuns = drawsOn(major);
  const limit = 60_000 + numRuns * 3000;
  beforeAll(async () => {
    connection = await openFresh({ major });
  }, 90_000);
  afterAll(() => connection.close());

  it(
    "are made, found to be what they should be, and go away again",
    async () => {
      await fc.assert(
        fc.asyncProperty(postgresSchemas({ major, names: "wild", span: "whole" }), async (schema) => {
          await empty(connection);
          expect(await goesThereAndBack(connection, schema)).toBe("there and back");
        }),
        { numRuns, endOnFailure: true },
      );
    },
    limit,
  );

  it.each(["plain", "wild"] as const)(
    "with %s names become each other in the forms that keep nobody waiting, and what was there comes back",
    async (names) => {
      const outcomes: Outcome[] = [];
      const pairs = postgresSchemaPairs({ major, names, span: "whole" });
      await fc.assert(
        fc.asyncProperty(pairs, async ([from, to]) => {
          await empty(connection);
          await goesThereAndBack(connection, from, { isOneWay: true });
          outcomes.push(await goesThereAndBack(connection, to));
        }),
        { numRuns, endOnFailure: true },
      );
      const whole = outcomes.filter((outcome) => outcome === "there and back");
      expect(whole.length, outcomes.join()).toBeGreaterThanOrEqual(outcomes.length / 2);
    },
    limit,
  );
});

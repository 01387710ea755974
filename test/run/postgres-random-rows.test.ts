import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import { fill, rowsIn } from "../dialects/postgres-rows.ts";
import { postgresSchemaPairs } from "../dialects/postgres-schemas.ts";
import { carryOut, empty, openFresh, opsBetween } from "../dialects/postgres-writer.ts";
import { drawn } from "../schema/draw.ts";
import { wantedMajors } from "../servers/postgres.ts";
import { type RowGround, rowsThereAndBack, schemaOfGround } from "./rows-there-and-back.ts";

/** How many draws for each style of names; LIMBECK_TEST_PAIRS=1000 looks longer. */
const numRuns = Number(process.env["LIMBECK_TEST_PAIRS"] ?? 6);

describe("rows on PostgreSQL", () => {
  let ground: RowGround;
  const major = wantedMajors.at(-1) ?? 18;
  beforeAll(async () => {
    const connection = await openFresh({ major });
    ground = {
      connection,
      dialect: postgres,
      opsBetween: (have, want) => opsBetween(connection, have, want),
      rowsIn: (schema) => rowsIn(connection, schema),
    };
  }, 90_000);
  afterAll(() => ground.connection.close());

  it.each(["plain", "wild"] as const)(
    "are what they were after a revision between random schemas with %s names and its way back, or after it was refused",
    async (style) => {
      const outcomes: string[] = [];
      const cases = fc.tuple(
        postgresSchemaPairs({ major, names: style, span: "whole" }),
        drawn((draw) => (schema: Schema) => fill(ground.connection, schema, draw)),
      );
      await fc.assert(
        fc.asyncProperty(cases, async ([[from, to], filled]) => {
          await empty(ground.connection);
          await carryOut(ground.connection, await ground.opsBetween(emptySchema, from));
          const before = await schemaOfGround(ground);
          await filled(before);
          outcomes.push(await rowsThereAndBack(ground, before, to));
        }),
        { numRuns, endOnFailure: true },
      );
      const whole = outcomes.filter((outcome) => outcome === "there and back");
      expect(whole.length, outcomes.join("\n")).toBeGreaterThanOrEqual(outcomes.length / 6);
    },
    60_000 + numRuns * 3_000,
  );
});

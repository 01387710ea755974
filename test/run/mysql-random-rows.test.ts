import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { mysql } from "../../src/dialects/mysql/mysql.ts";
import type { Schema } from "../../src/schema/schema.ts";
import { make, opsBetween } from "../dialects/mysql-pair.ts";
import { fill, rowsIn } from "../dialects/mysql-rows.ts";
import { mysqlScriptPairs } from "../dialects/mysql-schemas.ts";
import { openFresh, schemaOf } from "../dialects/mysql-writer.ts";
import { drawn } from "../schema/draw.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { type RowGround, rowsThereAndBack, schemaOfGround } from "./rows-there-and-back.ts";

/** How many draws; LIMBECK_TEST_PAIRS=300 looks longer. */
const numRuns = Number(process.env["LIMBECK_TEST_PAIRS"] ?? 6);

describe.each(wantedFlavors)("rows on %s", (flavor) => {
  let ground: RowGround;
  let wanted: Connection;
  beforeAll(async () => {
    const connection = await openFresh(flavor);
    wanted = await openFresh(flavor);
    ground = {
      connection,
      dialect: mysql,
      opsBetween: (have, want) => opsBetween(connection, have, want),
      rowsIn: (schema) => rowsIn(connection, schema),
    };
  }, 90_000);
  afterAll(async () => {
    await ground.connection.close();
    await wanted.close();
  });

  it(
    "are what they were after a revision between random schemas and its way back, or after it was refused",
    async () => {
      const outcomes: string[] = [];
      const cases = fc.tuple(
        mysqlScriptPairs(flavor),
        drawn((draw) => (schema: Schema) => fill(ground.connection, schema, draw)),
      );
      await fc.assert(
        fc.asyncProperty(cases, async ([[from, to], filled]) => {
          await make(ground.connection, from);
          await make(wanted, to);
          const before = await schemaOfGround(ground);
          await filled(before);
          outcomes.push(await rowsThereAndBack(ground, before, await schemaOf(wanted)));
        }),
        { numRuns, endOnFailure: true },
      );
      const whole = outcomes.filter((outcome) => outcome === "there and back");
      expect(whole.length, outcomes.join("\n")).toBeGreaterThanOrEqual(outcomes.length / 6);
    },
    60_000 + numRuns * 5_000,
  );
});

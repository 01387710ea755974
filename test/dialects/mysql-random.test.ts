import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { type Ground, goThereAndBack } from "./mysql-pair.ts";
import { mysqlScriptPairs } from "./mysql-schemas.ts";
import { openFresh } from "./mysql-writer.ts";

/** How many pairs; `LIMBECK_TEST_PAIRS=300 LIMBECK_TEST_SEED=any` draws others. */
const PAIRS = Number(process.env["LIMBECK_TEST_PAIRS"] ?? 6);

describe.each(wantedFlavors)("random schemas on %s", (flavor) => {
  let ground: Ground;
  beforeAll(async () => {
    ground = { work: await openFresh(flavor), wanted: await openFresh(flavor) };
  }, 90_000);
  afterAll(async () => {
    await ground.work.close();
    await ground.wanted.close();
  });

  it("become each other, need nothing more, and go back", async () => {
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(mysqlScriptPairs(flavor), async (pair) => {
        if (await goThereAndBack(ground, pair)) changed++;
      }),
      { numRuns: PAIRS, endOnFailure: true },
    );
    expect(changed).toBeGreaterThan(PAIRS / 2);
  }, 3_600_000);
});

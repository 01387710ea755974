import fc from "fast-check";
import { expect, it } from "vitest";
import type { Schema } from "../../src/schema/schema.ts";
import { pairsOf } from "../diff/helpers.ts";
import { arbitrarySchema, sqliteFeatures } from "../schema/arbitraries.ts";
import { changedSchemas, isPossible, type Outcome, proveChange } from "./sqlite-pairs.ts";
import { versions } from "./sqlite-writer.ts";

/** How many pairs each test draws; LIMBECK_TEST_PAIRS=1000 looks longer. */
const numRuns = Number(process.env["LIMBECK_TEST_PAIRS"] ?? 20);

const plain = { ...sqliteFeatures, names: "plain" as const };
const kinds: readonly (readonly [string, fc.Arbitrary<readonly [have: Schema, want: Schema]>])[] = [
  ["any schema with plain names becomes any other", pairsOf(arbitrarySchema(plain))],
  ["any schema with wild names becomes any other", pairsOf(arbitrarySchema(sqliteFeatures))],
  ["any schema becomes what a few changes make of it", changedSchemas(sqliteFeatures)],
];

it.each(versions.flatMap((version) => kinds.map(([claim, pairs]) => [version, claim, pairs] as const)))(
  "planned for SQLite %s, %s, and back, and what nothing drops is kept",
  async (version, _claim, pairs) => {
    const outcomes = new Set<Outcome>();
    await fc.assert(
      fc.asyncProperty(pairs, async ([have, want]) => {
        fc.pre(await isPossible(want));
        outcomes.add(await proveChange(have, want, version));
      }),
      { numRuns },
    );
    expect(outcomes).toContain("there and back");
  },
  60_000 + numRuns * 1000,
);

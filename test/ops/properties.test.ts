import fc from "fast-check";
import { expect, test } from "vitest";
import { stableJson } from "../../src/base/hash.ts";
import { applyOp, applyOps, describeOp, reverseOp, reverseOps } from "../../src/ops/behaviours.ts";
import { canonicalSchema } from "../../src/schema/canonical.ts";
import type { Schema } from "../../src/schema/schema.ts";
import { sqliteFeatures } from "../schema/features.ts";
import { arbitraryOps } from "./arbitraries.ts";
import { readBack } from "./read-back.ts";

test("an operation and its reversal leave the schema as it was", () => {
  fc.assert(
    fc.property(arbitraryOps(1), ({ schema, ops }) => {
      for (const op of ops) {
        const reversal = reverseOp(op, schema);
        if (reversal.kind === "irreversible") continue;
        expect(canonical(applyOps(applyOp(schema, op), reversal.ops)), describeOp(op)).toBe(canonical(schema));
      }
    }),
    { numRuns: 600 },
  );
});

test("a list of operations and its reversal leave the schema as it was", () => {
  fc.assert(
    fc.property(arbitraryOps(8), ({ schema, ops }) => {
      const reversal = reverseOps(ops, schema);
      if (reversal.kind === "irreversible") return;
      expect(canonical(applyOps(applyOps(schema, ops), reversal.ops))).toBe(canonical(schema));
    }),
    { numRuns: 200 },
  );
});

test("printed operations, read back, are the same operations, and their imports are complete", () => {
  fc.assert(
    fc.property(arbitraryOps(6), ({ ops }) => {
      expect(stableJson(readBack(ops))).toBe(stableJson(ops));
    }),
    { numRuns: 300 },
  );
});

test("so are printed tables of whole schemas", () => {
  fc.assert(
    fc.property(arbitraryOps(3, sqliteFeatures), ({ schema }) => {
      const ops = schema.tables.map((table) => ({ kind: "createTable" as const, table }));
      expect(stableJson(readBack(ops))).toBe(stableJson(ops));
    }),
    { numRuns: 100 },
  );
});

test("every operation has words that begin with a verb", () => {
  fc.assert(
    fc.property(arbitraryOps(6), ({ ops }) => {
      for (const op of ops) expect(describeOp(op)).toMatch(/^[A-Z][a-z]+ ./s);
    }),
    { numRuns: 100 },
  );
});

function canonical(schema: Schema): string {
  return stableJson(canonicalSchema(schema));
}

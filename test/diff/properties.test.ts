import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyOps, reverseOps } from "../../src/ops/behaviours.ts";
import { canonicalSchema, sameSchema } from "../../src/schema/canonical.ts";
import type { Schema, Table } from "../../src/schema/schema.ts";
import { arbitrarySchema } from "../schema/arbitraries.ts";
import { brief, compare, laxTraits, pairsOf, strictTraits } from "./helpers.ts";

const runs = { numRuns: 150 };
const anyOrder = { columnOrder: false };
const schemas = fc.oneof(arbitrarySchema({ names: "plain" }), arbitrarySchema());

describe.each([
  ["a server that checks references at once", strictTraits],
  ["a server that doesn't", laxTraits],
])("on %s", (_server, traits) => {
  it("the ops lead from any schema to any other", () => {
    fc.assert(
      fc.property(pairsOf(schemas), ([have, want]) => {
        const after = applyOps(have, compare(have, want, { traits }).ops);
        const shown = (schema: Schema) => canonicalSchema(withoutConstraintNames(schema), anyOrder);
        expect(shown(after)).toEqual(shown(want));
        expect(brief(compare(after, want, { traits }).ops)).toEqual([]);
      }),
      runs,
    );
  });

  it("the ops can be undone, down to the order of the columns", () => {
    fc.assert(
      fc.property(pairsOf(schemas), ([have, want]) => {
        const { ops } = compare(have, want, { traits });
        const reversal = reverseOps(ops, have);
        if (reversal.kind === "irreversible") throw new Error(reversal.reason);
        expect(canonicalSchema(applyOps(applyOps(have, ops), reversal.ops))).toEqual(canonicalSchema(have));
      }),
      runs,
    );
  });
});

it("a schema differs from itself in nothing, whatever the order of its objects", () => {
  fc.assert(
    fc.property(schemas, (schema) => {
      expect(brief(compare(schema, reversed(schema)).ops)).toEqual([]);
    }),
    runs,
  );
});

it("the order of unordered objects doesn't show in the ops", () => {
  fc.assert(
    fc.property(pairsOf(schemas), ([have, want]) => {
      const ops = brief(compare(have, want).ops);
      expect(brief(compare(reversed(have), reversed(want)).ops)).toEqual(ops);
    }),
    runs,
  );
});

it("names alone don't make two constraints differ unless both have one", () => {
  fc.assert(
    fc.property(schemas, (schema) => {
      expect(brief(compare(schema, withoutConstraintNames(schema)).ops)).toEqual([]);
      expect(brief(compare(withoutConstraintNames(schema), schema).ops)).toEqual([]);
      expect(sameSchema(schema, reversed(schema), anyOrder)).toBe(true);
    }),
    runs,
  );
});

/** The same objects, those without an order the other way round; triggers have one. */
function reversed(schema: Schema): Schema {
  return {
    ...schema,
    namespaces: schema.namespaces.toReversed(),
    enums: schema.enums.toReversed(),
    sequences: schema.sequences.toReversed(),
    tables: schema.tables.toReversed().map((table) => ({
      ...table,
      uniques: table.uniques.toReversed(),
      checks: table.checks.toReversed(),
      foreignKeys: table.foreignKeys.toReversed(),
      exclusions: table.exclusions.toReversed(),
      indexes: table.indexes.toReversed(),
    })),
    views: schema.views.toReversed(),
    routines: schema.routines.toReversed(),
    triggers: schema.triggers,
    policies: schema.policies.toReversed(),
  };
}

function withoutConstraintNames(schema: Schema): Schema {
  return { ...schema, tables: schema.tables.map(withoutNames) };
}

function withoutNames({ primaryKey, ...table }: Table): Table {
  const unnamed = <T extends { readonly name?: string }>({ name: _name, ...rest }: T) => rest as T;
  return {
    ...table,
    ...(primaryKey === undefined ? {} : { primaryKey: unnamed(primaryKey) }),
    uniques: table.uniques.map(unnamed),
    checks: table.checks.map(unnamed),
    foreignKeys: table.foreignKeys.map(unnamed),
    exclusions: table.exclusions.map(unnamed),
  };
}

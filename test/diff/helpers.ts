import fc from "fast-check";
import type { Traits } from "../../src/dialects/contract.ts";
import { type DiffOptions, type DiffResult, diff } from "../../src/diff/diff.ts";
import { applyOps } from "../../src/ops/behaviours.ts";
import { onTable } from "../../src/ops/edit.ts";
import type { Op } from "../../src/ops/op.ts";
import { emptySchema, type Schema, type Table } from "../../src/schema/schema.ts";

/** A server that checks references at once. */
export const strictTraits: Traits = {
  transactionalDdl: true,
  namespaces: true,
  comments: true,
  columnPosition: true,
  forwardReferences: false,
};

/** A server that doesn't. */
export const laxTraits: Traits = { ...strictTraits, forwardReferences: true };

export function schemaOf(tables: readonly Table[], rest: Partial<Schema> = {}): Schema {
  return { ...emptySchema, tables, ...rest };
}

/** Compares the schemas as they are. */
export function compare(have: Schema, want: Schema, options: Partial<DiffOptions> = {}): DiffResult {
  return diff(have, want, { canonical: { have, want }, traits: strictTraits, renames: [], ...options });
}

/** Pairs of schemas; in most of them many tables of one have namesakes of another make in the other. */
export function pairsOf(schemas: fc.Arbitrary<Schema>): fc.Arbitrary<readonly [have: Schema, want: Schema]> {
  // Two draws of one arbitrary made with fc.gen() in one tuple are the same value: each is drawn from a seed of its own.
  const seed = () => fc.noShrink(fc.noBias(fc.integer()));
  return fc.tuple(seed(), seed(), fc.integer({ min: 0, max: 3 })).map(([first, second, related]) => {
    const [have, want] = [drawn(schemas, first), drawn(schemas, second)];
    return [have, related === 0 ? want : onTheSameTables(have, want)] as const;
  });
}

function drawn(schemas: fc.Arbitrary<Schema>, seed: number): Schema {
  return fc.sample(schemas, { seed, numRuns: 1 })[0] ?? emptySchema;
}

function onTheSameTables(have: Schema, want: Schema): Schema {
  return want.tables.reduce((schema, { name, schema: place }, i) => {
    const to = have.tables[i]?.name ?? name;
    const relations = [...schema.tables, ...schema.views, ...schema.tables.flatMap(({ indexes }) => indexes)];
    const taken = relations.some((other) => other.name.toLowerCase() === to.toLowerCase());
    return taken ? schema : applyOps(schema, [{ kind: "renameTable", ...onTable({ name, ...given(place) }), to }]);
  }, want);
}

function given(schema: string | undefined) {
  return schema === undefined ? {} : { schema };
}

/** The ops in a few words each: `addColumn users.email`. */
export function brief(ops: readonly Op[]): readonly string[] {
  return ops.map((op) => {
    const words = [op.kind, "table" in op && typeof op.table === "string" ? op.table : "", ...subject(op)];
    return words.filter((word) => word !== "").join(" ");
  });
}

function subject(op: Op): readonly string[] {
  const { kind: _kind, table, schema: _schema, ...rest } = { table: undefined, schema: undefined, ...op };
  if (typeof table === "object") return [(table as Table).name];
  return Object.entries(rest).flatMap(([key, value]): string[] => {
    if (value === true) return [key];
    if (typeof value === "string") return [value];
    if (Array.isArray(value)) return [`(${value.join(", ")})`];
    if (key === "changes") return [`{${Object.entries(value).map(([name, to]) => `${name}: ${show(to)}`)}}`];
    return [nameOf(value)];
  });
}

function show(value: unknown): string {
  return typeof value === "object" && value !== null && "kind" in value ? String(value.kind) : JSON.stringify(value);
}

function nameOf(value: unknown): string {
  const record = value as Readonly<Record<string, unknown>>;
  return String(record["name"] ?? record["expression"] ?? `(${record["columns"] ?? ""})`);
}

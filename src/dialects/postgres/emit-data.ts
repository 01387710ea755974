import type { DataOp } from "../../ops/data-ops.ts";
import type { OpOf } from "../../ops/op.ts";
import { classify } from "./classify.ts";
import { type Draft, draft } from "./draft.ts";
import { backfill } from "./emit-backfill.ts";
import { usesValue } from "./enum-use.ts";
import { facts, factsOf, opaque } from "./facts.ts";
import { literal, quoteNames, quoteObject } from "./quote.ts";
import { locked, oldTable, referents, type Scene, tableOf } from "./scene.ts";
import { split } from "./split.ts";
import { as, parse } from "./syntax-tree.ts";
import { validity } from "./validity.ts";

type Emitters<K extends DataOp["kind"]> = { readonly [P in K]: (op: OpOf<P>, scene: Scene) => readonly Draft[] };

/** The statements of ops on rows, and of raw SQL. */
export const dataEmitters: Emitters<DataOp["kind"]> = {
  bulkInsert,
  backfill,
  execute: executeRaw,
  run: () => [draft("", opaque)],
};

/**
 * A value of an enum that something later uses is added outside of the transaction, for a new one can't be used before it is committed. So
 * is a constraint validated that the same script adds as not valid: the lock of that lasts as long as its transaction.
 */
function executeRaw({ sql: script }: OpOf<"execute">, scene: Scene): readonly Draft[] {
  const texts = split(script).map(({ sql }) => sql);
  const added = new Set<string>();
  return texts.map((sql, i) => {
    const facts = classify(sql, scene.server);
    const value = addedValue(sql);
    const isUsed =
      value !== undefined &&
      (scene.usesLater(value) || texts.slice(i + 1).some((later) => usesValue({ kind: "execute", sql: later }, value)));
    const { notValid, validated } = validity(sql);
    for (const constraint of notValid) added.add(constraint);
    const isApart = isUsed || (validated !== undefined && added.has(validated));
    return draft(sql, isApart ? { ...facts, transactional: false } : facts);
  });
}

/** The value of `ALTER TYPE … ADD VALUE`. */
function addedValue(sql: string): string | undefined {
  const parsed = parse(sql);
  const change = parsed.kind === "tree" ? as("AlterEnumStmt", parsed.node) : undefined;
  return change?.oldVal === undefined ? change?.newVal : undefined;
}

const rowsPerInsert = 500;

interface Batch {
  readonly columns: readonly string[];
  readonly rows: string[];
}

/** Rows stay in their order: only neighbours with the same columns share an INSERT. A number given to an identity column is taken. */
function bulkInsert(op: OpOf<"bulkInsert">, scene: Scene): readonly Draft[] {
  const table = oldTable(scene, op);
  const name = tableOf(op);
  const numbered = (table?.columns ?? [])
    .filter(({ identity }) => identity?.always === true)
    .map((column) => column.name);
  const insertFacts = factsOf(facts.insert, locked(scene, name, referents(table?.foreignKeys ?? [])));
  const into = `INSERT INTO ${quoteObject(name)}`;
  return batchesOf(op.rows).flatMap(({ columns, rows }) => {
    if (columns.length === 0) return rows.map(() => draft(`${into} DEFAULT VALUES`, insertFacts));
    const overriding = columns.some((column) => numbered.includes(column)) ? " OVERRIDING SYSTEM VALUE" : "";
    const sql = `${into} ${quoteNames(columns)}${overriding} VALUES\n  ${rows.join(",\n  ")}`;
    return [draft(sql, insertFacts)];
  });
}

function batchesOf(rows: OpOf<"bulkInsert">["rows"]): readonly Batch[] {
  const batches: Batch[] = [];
  for (const row of rows) {
    const last = batches.at(-1);
    const columns = Object.keys(row);
    const joins = last !== undefined && last.rows.length < rowsPerInsert && sameSet(last.columns, columns);
    const batch = joins ? last : { columns, rows: [] };
    if (!joins) batches.push(batch);
    batch.rows.push(`(${batch.columns.map((column) => literal(row[column] ?? null)).join(", ")})`);
  }
  return batches;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

import type { DataOp } from "../../ops/data-ops.ts";
import type { OpOf } from "../../ops/op.ts";
import { classify } from "./classify.ts";
import { type Draft, draft } from "./draft.ts";
import { facts, factsOf, opaque } from "./facts.ts";
import { literal, quoteNames, quoteObject } from "./quote.ts";
import { locked, oldTable, referents, type Scene, tableOf } from "./scene.ts";
import { split } from "./split.ts";

type Emitters<K extends DataOp["kind"]> = { readonly [P in K]: (op: OpOf<P>, scene: Scene) => readonly Draft[] };

/** The statements of ops on rows, and of raw SQL. */
export const dataEmitters: Emitters<DataOp["kind"]> = {
  bulkInsert,
  execute: (op) => split(op.sql).map(({ sql }) => draft(sql, classify(sql))),
  run: () => [draft("", opaque)],
};

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

import type { OpOf } from "../../ops/op.ts";
import { findTable } from "../../schema/names.ts";
import type { Column, Table } from "../../schema/schema.ts";
import { type Draft, draft } from "./draft.ts";
import { type Fact, factsOf } from "./facts.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { lockedTree, oldTable, type Scene, tableOf } from "./scene.ts";

/** A column before and after, and what writes its part of ALTER TABLE. */
export interface Alteration {
  readonly op: OpOf<"alterColumn">;
  readonly table: Table;
  readonly from: Column;
  readonly to: Column;
  readonly scene: Scene;
  /** `ALTER TABLE … ALTER COLUMN …` with this behind it. */
  readonly alter: (what: string, fact: Fact, loses?: string) => Draft;
}

/** What an op does to its column, or undefined when there is no such column. */
export function alterationOf(op: OpOf<"alterColumn">, scene: Scene): Alteration | undefined {
  const table = oldTable(scene, op);
  const find = (each: Table | undefined) => each?.columns.find((column) => column.name === op.column);
  const [from, to] = [find(table), find(findTable(scene.after, tableOf(op)))];
  if (table === undefined || from === undefined || to === undefined) return undefined;
  return alterationIn(op, { table, from, to }, scene);
}

/** The same of a column that the table has in these ways. */
export function alterationIn(
  op: OpOf<"alterColumn">,
  { table, from, to }: Pick<Alteration, "table" | "from" | "to">,
  scene: Scene,
): Alteration {
  const head = `ALTER TABLE ${quoteObject(table)} ALTER COLUMN ${quoteName(op.column)}`;
  const alter = (what: string, fact: Fact, loses?: string) =>
    draft(`${head} ${what}`, factsOf(fact, lockedTree(scene, table)), loses);
  return { op, table, from, to, scene, alter };
}

import { isOnTable, tableNameOf } from "../ops/edit.ts";
import { nameKey } from "../schema/names.ts";
import type { Schema } from "../schema/schema.ts";
import { mustFollow, type Node, nodesOf, type Step } from "./form-steps.ts";

/**
 * The steps with those that fill a column before the checks of its table: under a check, rows that break it could not be filled, and nobody
 * could write those that are not filled yet. They stay where they wait for what they would pass. Pure.
 */
export function withFillsFirst(steps: readonly Step[], before: Schema): readonly Step[] {
  if (!steps.some(({ isFill }) => isFill)) return steps;
  const nodes = nodesOf(steps, before);
  let order = nodes;
  for (const fill of nodes) if (fill.isFill === true) order = moved(fill, order);
  return order.map(({ at }) => steps[at]).filter((step) => step !== undefined);
}

function moved(fill: Node, order: readonly Node[]): readonly Node[] {
  const [from, to] = [order.findIndex((node) => isCheckOf(node, fill)), order.indexOf(fill)];
  if (from === -1 || from > to) return order;
  const between = order.slice(from, to + 1);
  const own = between.filter(({ of }) => of === fill.of);
  const passed = between.filter(({ of }) => of !== fill.of);
  const waits = passed.some((each) => own.some((node) => node !== fill && mustFollow(node, each)));
  return waits ? order : [...order.slice(0, from), ...own, ...passed, ...order.slice(to + 1)];
}

function isCheckOf({ op }: Node, { op: fill }: Node): boolean {
  return op.kind === "createCheck" && isOnTable(fill) && nameKey(tableNameOf(op)) === nameKey(tableNameOf(fill));
}

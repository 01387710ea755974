import type { Op } from "../ops/op.ts";
import type { Effects } from "./effect.ts";
import { dependenciesFirst } from "./order.ts";

/**
 * The ops in an order that a server takes: what is made comes before its use, what is let go goes before it is taken away or
 * changed, and a name is freed before another takes it. Otherwise the order stays.
 */
export function orderOps(ops: readonly Op[], effectsOf: (op: Op) => Effects): readonly Op[] {
  const nodes = ops.map((op, at) => ({ op, at, effects: effectsOf(op) }));
  const by = (list: (effects: Effects) => readonly string[]) => {
    const map = new Map<string, number[]>();
    for (const { at, effects } of nodes) {
      for (const key of list(effects)) {
        const bucket = map.get(key);
        if (bucket === undefined) map.set(key, [at]);
        else bucket.push(at);
      }
    }
    return map;
  };
  const makers = by((effects) => effects.makes);
  const enders = by((effects) => effects.ends);
  const freers = by((effects) => effects.frees);
  const columns = new Map<string, number>();
  const earlier = nodes.map(({ op, at }) => {
    if (op.kind !== "alterColumn") return [];
    const key = JSON.stringify([op.schema, op.table, op.column]);
    const last = columns.get(key);
    columns.set(key, at);
    return last === undefined ? [] : [last];
  });
  return dependenciesFirst(
    nodes,
    ({ at }) => String(at),
    ({ at, effects }) => {
      const found = [
        ...(earlier[at] ?? []),
        ...effects.ruins.flatMap((key) => enders.get(key) ?? []),
        ...effects.takes.flatMap((key) => freers.get(key) ?? []),
        ...effects.uses.flatMap((key) => makers.get(key) ?? []),
      ];
      return [...new Set(found)].sort((a, b) => a - b).map(String);
    },
  ).items.map(({ op }) => op);
}

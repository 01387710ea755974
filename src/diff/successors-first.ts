import { isOnTable, omit, onTable, tableNameOf } from "../ops/edit.ts";
import type { OpOf } from "../ops/op.ts";
import { nameKey } from "../schema/names.ts";
import type { Schema } from "../schema/schema.ts";
import { isMadeAgain, mustFollow, type Node, nodesOf, type Step } from "./form-steps.ts";

/** Of an index, in bytes: no server that knows the forms has less. */
const LONGEST_NAME = 63;

/**
 * An index that takes the place of one of its name is made under another name, before the old one goes, so that there is always one. Where
 * something between the two waits for the old one to go, that goes with it, if it is of the same table, and the new one comes next.
 */
export function withNewIndexFirst(steps: readonly Step[], before: Schema): readonly Step[] {
  const nodes = nodesOf(steps, before);
  const pairs = nodes.flatMap((drop): readonly IndexPair[] => {
    const { op } = drop;
    if (op.kind !== "dropIndex") return [];
    const create = nodes.slice(drop.at + 1).find((node) => node.isApart && isMadeAgain(op, node.op));
    if (create === undefined) return [];
    const waiting = nodes.slice(drop.at + 1, create.at).filter((node) => mustFollow(node, drop));
    const name = freeName(`${op.index}_new`, before);
    if (waiting.length === 0) return name === undefined ? [] : [{ drop, create, name }];
    return waiting.every((node) => isWithin(node, op)) ? [{ drop, create }] : [];
  });
  return nodes.flatMap(({ op, of, at }): readonly Step[] => {
    const step = steps[at];
    const pair = pairs.find(({ drop, create }) => drop.at === at || create.at === at);
    if (pair === undefined) return step === undefined ? [] : [step];
    const { drop, name } = pair;
    if (op.kind === "dropIndex") return name === undefined ? [{ op: omit(op, "concurrently"), of }] : [];
    if (op.kind !== "createIndex") return [];
    if (name === undefined) return [{ op, of, isDue: true }];
    const rename: OpOf<"renameIndex"> = {
      kind: "renameIndex",
      ...onTable(tableNameOf(op)),
      index: name,
      to: op.index.name,
    };
    return [{ ...op, index: { ...op.index, name } }, drop.op, rename].map((each) => ({ op: each, of }));
  });
}

interface IndexPair {
  readonly drop: Node;
  readonly create: Node;
  /** Of the new one until the old one is gone; absent where that goes first. */
  readonly name?: string;
}

/** True for an op of a transaction on the same table, which keeps others from that as the drop of an index does. */
function isWithin({ op, isApart }: Node, drop: OpOf<"dropIndex">): boolean {
  return !isApart && isOnTable(op) && nameKey(tableNameOf(op)) === nameKey(tableNameOf(drop));
}

/**
 * A key that takes the place of another one, and is made of an index, does so in one transaction: the old one goes when the index is there,
 * which has another name until then, and what waits for it to go comes behind. It stays as it is where the new one waits for that, and where
 * what waits is of another such key, which may take the name of this one.
 */
export function withNewKeyFirst(steps: readonly Step[], before: Schema): readonly Step[] {
  const nodes = nodesOf(steps, before);
  const found = nodes.flatMap((drop) => {
    const { op } = drop;
    if (op.kind !== "dropConstraint") return [];
    const key = nodes.slice(drop.at + 1).find((node) => isNewKey(node, op));
    const index = nodes
      .slice(drop.at + 1, key?.at)
      .find((node) => node.of === key?.of && node.op.kind === "createIndex");
    if (key === undefined || index?.op.kind !== "createIndex") return [];
    const late: Node[] = [];
    for (const node of nodes.slice(drop.at + 1, key.at)) {
      if (node.of !== key.of && [drop, ...late].some((each) => mustFollow(node, each))) late.push(node);
    }
    const old = index.op.index.name;
    // A key without a name, as a partition has it from its table, may have that one.
    const name = op.name === undefined || old === op.name ? freeName(`${old}_new`, before) : old;
    const waits = late.some((each) => mustFollow(key, each) || mustFollow(index, each));
    const moved = [drop, key, index, ...late].map((node) => node.at);
    return name === undefined || waits ? [] : [{ drop, key, index, name, late, moved }];
  });
  const pairs = found.filter(
    ({ moved }, i) => !found.slice(0, i).some((other) => other.moved.some((at) => moved.includes(at))),
  );
  return nodes.flatMap(({ op, of, at }): readonly Step[] => {
    const step = steps[at];
    const pair = pairs.find(({ moved }) => moved.includes(at));
    if (pair === undefined) return step === undefined ? [] : [step];
    if (pair.late.some((node) => node.at === at)) return [];
    if (at === pair.index.at && op.kind === "createIndex") {
      return [{ op: { ...op, index: { ...op.index, name: pair.name } }, of }];
    }
    if (op.kind !== "createUnique" && op.kind !== "createPrimaryKey") return [];
    return [{ op: pair.drop.op, of }, { op: { ...op, usingIndex: pair.name }, of }, ...pair.late];
  });
}

/** A table has one primary key, whatever its name. */
function isNewKey({ op }: Node, drop: OpOf<"dropConstraint">): boolean {
  if (op.kind !== "createUnique" && op.kind !== "createPrimaryKey") return false;
  if (op.usingIndex === undefined || nameKey(tableNameOf(op)) !== nameKey(tableNameOf(drop))) return false;
  if (op.kind === "createPrimaryKey") return drop.type === "primary";
  return drop.type === "unique" && drop.name !== undefined && op.unique.name === drop.name;
}

/** The name, if no table, no view and no index has it. */
function freeName(name: string, { tables, views }: Schema): string | undefined {
  const isTaken = [...tables, ...views].some(
    (owner) => owner.name === name || owner.indexes?.some((index) => index.name === name),
  );
  return isTaken || Buffer.byteLength(name) > LONGEST_NAME ? undefined : name;
}

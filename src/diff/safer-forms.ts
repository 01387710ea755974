import { given } from "../base/given.ts";
import { hashText, stableJson } from "../base/hash.ts";
import type { Dialect } from "../dialects/contract.ts";
import { applyOp, applyOps } from "../ops/behaviours.ts";
import { isOnTable, omit, onTable, tableNameOf } from "../ops/edit.ts";
import type { Op, OpKind, OpOf } from "../ops/op.ts";
import { mentionsIdentifier } from "../schema/identifiers.ts";
import { findTable, nameKey } from "../schema/names.ts";
import type { Schema } from "../schema/schema.ts";
import { type Effects, effectsOf } from "./effects.ts";
import { keys } from "./keys.ts";
import { sidesOf } from "./sides.ts";

/** What a dialect knows of ops that keep nobody waiting. */
export type SaferForms = Pick<Dialect, "named" | "saferForm">;

/**
 * The ops with a name for each constraint that is given to a table of `before`: a form that makes it in several steps has to name it.
 * Their reversal names it too. Pure.
 */
export function withNames(ops: readonly Op[], before: Schema, { named }: SaferForms): readonly Op[] {
  if (named === undefined) return ops;
  const isPlain = plainOnes(ops);
  let schema = before;
  return ops.map((op) => {
    const one = isPlain(op) ? op : named(op, schema);
    schema = applyOp(schema, one);
    return one;
  });
}

/**
 * The ops with the safer form of each that has one, on tables that are there before all of them and after. What runs outside of
 * transactions is put together, so that as few transactions as possible are cut: an op is moved behind the others, or before them, where
 * none that it would pass needs it, or it needs. Pure.
 */
export function saferForms(ops: readonly Op[], before: Schema, { saferForm }: SaferForms): readonly Op[] {
  if (saferForm === undefined) return ops;
  const steps = stepsOf(ops, before, saferForm);
  if (steps.length === ops.length && steps.every(({ op }, i) => op === ops[i])) return ops;
  return inFewParts(withNewIndexFirst(withNewKeyFirst(steps, before), before), before);
}

/** Of an index, in bytes: no server that knows the forms has less. */
const LONGEST_NAME = 63;

/** An op, and the number of the op that it carries out, alone or with others. */
interface Step {
  readonly op: Op;
  readonly of: number;
  /** True for a backfill that a form is made with: of it is known what it does. */
  readonly isFill?: true;
}

function stepsOf(ops: readonly Op[], before: Schema, saferForm: NonNullable<Dialect["saferForm"]>): readonly Step[] {
  const isPlain = plainOnes(ops);
  let schema = before;
  return ops.flatMap((op, of) => {
    const form = isPlain(op) ? undefined : saferForm(op, schema);
    schema = applyOp(schema, op);
    return (form ?? [op]).map((each) => ({
      op: each,
      of,
      ...(form !== undefined && each.kind === "backfill" ? { isFill: true as const } : {}),
    }));
  });
}

/** Ops on tables that the others make, or take away: nobody reads those, or everybody waits in any case. */
function plainOnes(ops: readonly Op[]): (op: Op) => boolean {
  const comeOrGo = new Set(
    ops.flatMap((op) => {
      if (op.kind === "createTable") return op.ifNotExists === true ? [] : [nameKey(op.table)];
      if (op.kind === "createView") return [nameKey(op.view)];
      if (op.kind === "dropView") return [nameKey(op)];
      return op.kind === "dropTable" ? [nameKey(tableNameOf(op))] : [];
    }),
  );
  return (op) => isOnTable(op) && comeOrGo.has(nameKey(tableNameOf(op)));
}

interface Node extends Step {
  readonly at: number;
  readonly isApart: boolean;
  /** Nothing passes it. */
  readonly isFixed: boolean;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/**
 * An index that takes the place of one of its name is made under another name, before the old one goes, so that there is always one. It stays
 * as it is where something between the two waits for the old one to go.
 */
function withNewIndexFirst(steps: readonly Step[], before: Schema): readonly Step[] {
  const nodes = nodesOf(steps, before);
  const pairs = nodes.flatMap((drop) => {
    const { op } = drop;
    if (op.kind !== "dropIndex") return [];
    const create = nodes.slice(drop.at + 1).find((node) => isReplacement(node, op));
    const between = create === undefined ? [] : nodes.slice(drop.at + 1, create.at);
    const waits = between.some((node) => mustFollow(node, drop));
    const name = create && freeName(`${op.index}_${drop.isApart ? "new" : ofItsOwn(create)}`, before);
    return create === undefined || name === undefined || waits ? [] : [{ drop, create, name }];
  });
  return nodes.flatMap(({ op, of, at, isFill }): readonly Step[] => {
    if (pairs.some(({ drop }) => drop.at === at)) return [];
    const pair = pairs.find(({ create }) => create.at === at);
    if (pair === undefined || op.kind !== "createIndex") return [{ op, of, ...given({ isFill }) }];
    const { drop, name } = pair;
    const rename: OpOf<"renameIndex"> = {
      kind: "renameIndex",
      ...onTable(tableNameOf(op)),
      index: name,
      to: op.index.name,
    };
    return [{ ...op, index: { ...op.index, name } }, drop.op, rename].map((each) => ({ op: each, of }));
  });
}

/**
 * A word for an index as it is. The parts of the index of a partitioned table are named after it, and stay so when it gets its name: the next
 * one needs other names.
 */
function ofItsOwn({ op }: Node): string {
  return op.kind === "createIndex" ? hashText(stableJson(omit(op.index, "name", "comment"))).slice(0, 6) : "new";
}

function isReplacement({ op, isApart }: Node, drop: OpOf<"dropIndex">): boolean {
  if (op.kind !== "createIndex" || !isApart) return false;
  return op.index.name === drop.index && nameKey(tableNameOf(op)) === nameKey(tableNameOf(drop));
}

/**
 * A key that takes the place of another one, and is made of an index, does so in one transaction: the old one goes when the index is there,
 * which has another name until then, and what waits for it to go comes behind. It stays as it is where the new one waits for that.
 */
function withNewKeyFirst(steps: readonly Step[], before: Schema): readonly Step[] {
  const nodes = nodesOf(steps, before);
  const pairs = nodes.flatMap((drop) => {
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
    const name = old === op.name ? freeName(`${old}_new`, before) : old;
    const waits = late.some((each) => mustFollow(key, each) || mustFollow(index, each));
    return name === undefined || waits ? [] : [{ drop, key, index, name, late }];
  });
  return nodes.flatMap(({ op, of, at, isFill }): readonly Step[] => {
    const pair = pairs.find(({ drop, key, index, late }) => [drop, key, index, ...late].some((node) => node.at === at));
    if (pair === undefined) return [{ op, of, ...given({ isFill }) }];
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

/** Parts in turn: those with an even number are transactions, those with an odd one stand outside. */
function inFewParts(steps: readonly Step[], before: Schema): readonly Op[] {
  const nodes = nodesOf(steps, before);
  const parts: number[] = [];
  for (const node of nodes) {
    const earlier = nodes.slice(0, node.at).filter((each) => mustFollow(node, each));
    const least = earlier.map(({ at, isApart }) => (parts[at] ?? 0) + (isApart === node.isApart ? 0 : 1));
    parts.push(Math.max(firstPart(node, nodes), ...least));
  }
  // What is made again later is there until the first that waits for it to go.
  for (const node of nodes.toReversed()) {
    const later = nodes.slice(node.at + 1);
    if (node.isApart || !later.some(({ op }) => isMadeAgain(node.op, op))) continue;
    const waiting = later.filter((each) => mustFollow(each, node));
    const latest = waiting.map(({ at, isApart }) => (parts[at] ?? 0) - (isApart ? 1 : 0));
    parts[node.at] = Math.max(parts[node.at] ?? 0, Math.min(...latest));
  }
  return nodes.toSorted((a, b) => (parts[a.at] ?? 0) - (parts[b.at] ?? 0) || a.at - b.at).map(({ op }) => op);
}

/** True for the drop of a constraint or a view, and for what makes one of its name. */
function isMadeAgain(drop: Op, op: Op): boolean {
  if (drop.kind === "dropView") return op.kind === "createView" && nameKey(op.view) === nameKey(drop);
  if (drop.kind !== "dropConstraint" || drop.name === undefined || !isOnTable(op)) return false;
  if (nameKey(tableNameOf(op)) !== nameKey(tableNameOf(drop))) return false;
  const made =
    (op.kind === "createForeignKey" && op.foreignKey) ||
    (op.kind === "createCheck" && op.check) ||
    (op.kind === "createUnique" && op.unique) ||
    (op.kind === "createPrimaryKey" && op.primaryKey) ||
    (op.kind === "createExclusion" && op.exclusion);
  return made !== false && made.name === drop.name;
}

function nodesOf(steps: readonly Step[], before: Schema): readonly Node[] {
  const after = applyOps(
    before,
    steps.map(({ op }) => op),
  );
  const sides = sidesOf({ have: before, want: after, forwardReferences: false, pinsColumns: false });
  let schema = before;
  return steps.map(({ op, of, isFill }, at): Node => {
    const { makes, takes, ruins, frees, uses, ends } = effectsOf(op, schema, sides) satisfies Effects;
    const computed = computedFrom(op, schema);
    const isStill = isFill !== true && (fixed.has(op.kind) || changesPartitioning(op, schema));
    schema = applyOp(schema, op);
    return {
      op,
      of,
      ...given({ isFill }),
      at,
      isApart: isFill === true || isApart(op),
      isFixed: isStill,
      reads: [...uses, ...ends, ...(op.kind === "alterColumn" ? [keys.column(tableNameOf(op), op.column)] : [])],
      writes: [
        ...makes,
        ...takes,
        ...ruins,
        ...frees,
        ...computed,
        ...(op.kind === "alterColumn" ? [alteration(op)] : []),
      ],
    };
  });
}

/** The columns that a server may have to make anew with a column of another type, for they are computed from it. */
function computedFrom(op: Op, schema: Schema): readonly string[] {
  if (op.kind !== "alterColumn" || op.changes.type === undefined) return [];
  const columns = findTable(schema, tableNameOf(op))?.columns ?? [];
  return columns
    .filter(({ generated }) => generated !== undefined && mentionsIdentifier(generated.expression, op.column))
    .map(({ name }) => keys.column(tableNameOf(op), name));
}

/** Changes of one column stay in their order. */
function alteration(op: OpOf<"alterColumn">): string {
  return JSON.stringify(["altered", op.schema, op.table, op.column]);
}

/** What is made apart is made last; an index that is in the way of a later op goes first. */
function firstPart(node: Node, nodes: readonly Node[]): number {
  if (!node.isApart) return 0;
  const isInTheWay = nodes.slice(node.at + 1).some((later) => !later.isApart && mustFollow(later, node));
  return node.op.kind === "dropIndex" && isInTheWay ? -1 : 1;
}

/** The parts of one form follow each other. An op that may do anything follows all, and all follow it. */
function mustFollow(later: Node, earlier: Node): boolean {
  if (later.of === earlier.of || later.isFixed || earlier.isFixed) return true;
  if (later.isFill === true || earlier.isFill === true) return minds(later, earlier.op) || minds(earlier, later.op);
  if (isUnlinked(later) || isUnlinked(earlier)) {
    return commentsOn(later.op, earlier.op) || (!later.isApart && !earlier.isApart);
  }
  const shares = (a: readonly string[], b: readonly string[]) => a.some((key) => b.includes(key));
  // An index takes nothing but its name from a constraint that goes.
  if (later.op.kind === "createIndex" && earlier.op.kind === "dropConstraint") {
    return shares(earlier.writes, later.writes);
  }
  return (
    shares(earlier.writes, later.reads) || shares(earlier.reads, later.writes) || shares(earlier.writes, later.writes)
  );
}

/** True for an op of which no effect is known: among those of a transaction it keeps its place. A check of a form is known by the form. */
function isUnlinked({ op, reads, writes }: Node): boolean {
  return op.kind !== "dropConstraint" && reads.length === 0 && writes.length === 0;
}

function commentsOn(op: Op, made: Op): boolean {
  return op.kind === "setComment" && made.kind === "createIndex" && op.on.name === made.index.name;
}

/** What may be done to a table outside of transactions depends on that. */
function changesPartitioning(op: Op, schema: Schema): boolean {
  if (op.kind !== "setTableOptions") return false;
  return op.options.partitionBy !== findTable(schema, tableNameOf(op))?.options.partitionBy;
}

/**
 * What only adds to a table is done before its rows are filled, so that what may fail does so first; other changes keep their place. A form
 * fills a new column, on which no index is that goes.
 */
function minds({ op: fill, isFill }: Node, other: Op): boolean {
  if (isFill !== true || !isOnTable(fill) || !isOnTable(other) || additions.has(other.kind)) return false;
  return nameKey(tableNameOf(fill)) === nameKey(tableNameOf(other));
}

const additions: ReadonlySet<OpKind> = new Set<OpKind>(["addColumn", "createCheck", "createForeignKey", "dropIndex"]);

const fixed: ReadonlySet<OpKind> = new Set<OpKind>([
  ...(["renameTable", "renameColumn", "attachPartition", "detachPartition"] as const),
  ...(["addInheritance", "dropInheritance", "bulkInsert", "backfill", "execute", "run"] as const),
]);

/** True for an op that a server carries out outside of transactions. */
function isApart(op: Op): boolean {
  return op.kind === "validateConstraint" || ("concurrently" in op && op.concurrently === true);
}

import { given } from "../base/given.ts";
import { applyOp, applyOps } from "../ops/behaviours.ts";
import { isOnTable, tableNameOf } from "../ops/edit.ts";
import type { Op, OpKind, OpOf } from "../ops/op.ts";
import { mentionsIdentifier } from "../schema/identifiers.ts";
import { findTable, nameKey } from "../schema/names.ts";
import type { Schema } from "../schema/schema.ts";
import { type Effects, effectsOf } from "./effects.ts";
import { keys } from "./keys.ts";
import { sidesOf } from "./sides.ts";

/** An op, and the number of the op that it carries out, alone or with others. */
export interface Step {
  readonly op: Op;
  readonly of: number;
  /** True for a backfill that a form is made with: of it is known what it does. */
  readonly isFill?: true;
}

/** A step among the others. */
export interface Node extends Step {
  readonly at: number;
  readonly isApart: boolean;
  /** Nothing passes it. */
  readonly isFixed: boolean;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** The steps with what each is to the others. */
export function nodesOf(steps: readonly Step[], before: Schema): readonly Node[] {
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

/** The parts of one form follow each other. An op that may do anything follows all, and all follow it. */
export function mustFollow(later: Node, earlier: Node): boolean {
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

import { given } from "../base/given.ts";
import { applyOp, applyOps } from "../ops/behaviours.ts";
import { isOnTable, tableNameOf } from "../ops/edit.ts";
import type { Op, OpKind, OpOf } from "../ops/op.ts";
import { mentionsIdentifier } from "../schema/identifiers.ts";
import { findTable, nameKey } from "../schema/names.ts";
import type { ObjectName, Schema } from "../schema/schema.ts";
import type { Effects } from "./effect.ts";
import { effectsOf } from "./effects.ts";
import { keys } from "./keys.ts";
import { sidesOf } from "./sides.ts";

/** An op, and the number of the op that it carries out, alone or with others. */
export interface Step {
  readonly op: Op;
  readonly of: number;
  /** True for a backfill that a form is made with: of it is known what it does. */
  readonly isFill?: true;
  /** True for an index whose table is without one of its name until it is there. */
  readonly isDue?: true;
}

/** A step among the others. */
export interface Node extends Step {
  readonly at: number;
  readonly isApart: boolean;
  /** Nothing passes it. */
  readonly isFixed: boolean;
  /** True for what need not wait until the rows of its table are filled. */
  readonly isAddition: boolean;
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
  return steps.map(({ op, of, isFill, isDue }, at): Node => {
    const { makes, takes, ruins, frees, uses, ends } = effectsOf(op, schema, sides) satisfies Effects;
    const computed = computedFrom(op, schema);
    const isStill = isFill !== true && (fixed.has(op.kind) || changesPartitioning(op, schema));
    schema = applyOp(schema, op);
    return {
      op,
      of,
      ...given({ isFill, isDue }),
      at,
      isApart: isFill === true || isApart(op),
      isFixed: isStill,
      isAddition: isDue === true || isAddition(op, steps),
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
  if (later.isFill === true || earlier.isFill === true) return minds(later, earlier) || minds(earlier, later);
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

/** Changes of a table keep their place behind what fills its rows, or before it, but for what only adds to the table. */
function minds({ op: fill, isFill }: Node, { op, isAddition: passes }: Node): boolean {
  const table = tableOf(op);
  if (isFill !== true || !isOnTable(fill) || table === undefined || passes) return false;
  return nameKey(tableNameOf(fill)) === nameKey(table);
}

function tableOf(op: Op): ObjectName | undefined {
  if (op.kind === "createTrigger") return tableNameOf(op.trigger);
  if (op.kind === "createRule") return tableNameOf(op.rule);
  return isOnTable(op) ? tableNameOf(op) : undefined;
}

/**
 * A check is none: it refuses each row that isn't filled yet to whoever writes that. Nor is a new trigger, which fires for each row that is
 * filled, nor a rule, which may write something else instead. A form fills a new column, on which no index is that goes.
 */
function isAddition(op: Op, steps: readonly Step[]): boolean {
  if (op.kind === "alterColumn")
    return Object.keys(op.changes).every((key) => key === "default" || key === "autoincrement");
  if (op.kind === "createTrigger") return steps.some((step) => isMadeAgain(step.op, op));
  return additions.has(op.kind);
}

const additions: ReadonlySet<OpKind> = new Set<OpKind>(["addColumn", "createForeignKey", "dropIndex"]);

/** True for the drop of a view, a trigger, a rule, statistics, an index or a constraint, and for what makes one of its name. */
export function isMadeAgain(drop: Op, op: Op): boolean {
  if (drop.kind === "dropView") return op.kind === "createView" && nameKey(op.view) === nameKey(drop);
  if (drop.kind === "dropStatistics") {
    return op.kind === "createStatistics" && nameKey(op.statistics) === nameKey(drop);
  }
  const table = tableOf(op);
  if (!isOnTable(drop) || table === undefined || nameKey(tableNameOf(drop)) !== nameKey(table)) return false;
  if (drop.kind === "dropTrigger") return op.kind === "createTrigger" && op.trigger.name === drop.name;
  if (drop.kind === "dropRule") return op.kind === "createRule" && op.rule.name === drop.name;
  if (drop.kind === "dropIndex") return op.kind === "createIndex" && op.index.name === drop.index;
  if (drop.kind !== "dropConstraint" || drop.name === undefined) return false;
  const made =
    (op.kind === "createForeignKey" && op.foreignKey) ||
    (op.kind === "createCheck" && op.check) ||
    (op.kind === "createUnique" && op.unique) ||
    (op.kind === "createPrimaryKey" && op.primaryKey) ||
    (op.kind === "createExclusion" && op.exclusion);
  return made !== false && made.name === drop.name;
}

const fixed: ReadonlySet<OpKind> = new Set<OpKind>([
  ...(["renameTable", "renameColumn", "attachPartition", "detachPartition"] as const),
  ...(["addInheritance", "dropInheritance", "bulkInsert", "backfill", "execute", "run"] as const),
]);

/** True for an op that a server carries out outside of transactions. */
function isApart(op: Op): boolean {
  return op.kind === "validateConstraint" || ("concurrently" in op && op.concurrently === true);
}

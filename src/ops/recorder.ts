import { type AlterTableDirective, alterTableDirective } from "./alter-table.ts";
import { type ColumnDirectives, columnDirectives } from "./column-directives.ts";
import { type ConstraintDirectives, constraintDirectives } from "./constraint-directives.ts";
import { type DataDirectives, dataDirectives, type RunFunction } from "./data-directives.ts";
import { fail } from "./errors.ts";
import { type IndexDirectives, indexDirectives } from "./index-directives.ts";
import { type ObjectDirectives, objectDirectives } from "./object-directives.ts";
import type { Op } from "./op.ts";
import { type OwnTypeDirectives, ownTypeDirectives } from "./own-type-directives.ts";
import { type PartitionDirectives, partitionDirectives } from "./partition-directives.ts";
import { type PolicyDirectives, policyDirectives } from "./policy-directives.ts";
import { type StatisticsDirectives, statisticsDirectives } from "./statistics-directives.ts";
import { type TableDirectives, tableDirectives } from "./table-directives.ts";

/**
 * What a revision's `upgrade` and `downgrade` are given: each call records an operation and changes nothing yet.
 * Every option is checked; errors: SCHEMA_*, OP_*.
 */
export interface Recorder
  extends TableDirectives,
    AlterTableDirective,
    ColumnDirectives,
    ConstraintDirectives,
    IndexDirectives,
    PartitionDirectives,
    PolicyDirectives,
    StatisticsDirectives,
    ObjectDirectives,
    OwnTypeDirectives,
    DataDirectives {}

/** What a function recorded: the operations in their order, and the functions of its `run` steps by their labels. */
export interface Recording {
  readonly ops: readonly Op[];
  readonly functions: ReadonlyMap<string, RunFunction>;
  /** For each operation an error that nobody throws, made in the call that recorded it: its stack tells the place. */
  readonly calls: ReadonlyMap<Op, Error>;
}

/**
 * Operations as data, of the calls that a revision would make: `operations((op) => op.dropTable("old"))`. Those that need a function,
 * `op.run`, are no data. Errors: OP_*, SCHEMA_*; OP_NOT_PRINTABLE for `op.run`.
 */
export function operations(record: (op: Recorder) => void): readonly Op[] {
  const { ops, functions } = recordOps(record);
  const [label] = functions.keys();
  if (label === undefined) return ops;
  throw fail("OP_NOT_PRINTABLE", `The step "${label}" of op.run is a function, and no data.`);
}

/**
 * Runs a revision's function and returns what it recorded. What the function itself throws passes through.
 * Errors: OP_ASYNC when it returns a promise; SCHEMA_* and OP_* for calls that can't be meant.
 */
export function recordOps(upgrade: (op: Recorder) => unknown): Recording {
  const ops: Op[] = [];
  const functions = new Map<string, RunFunction>();
  const calls = new Map<Op, Error>();
  let open = true;
  const record = (op: Op) => {
    if (!open)
      throw fail("OP_RECORDED_LATE", `The operation "${op.kind}" was recorded after the function had returned.`);
    ops.push(op);
    calls.set(op, new Error(op.kind));
  };
  try {
    refusePromise(upgrade(recorderOf(record, functions)));
  } finally {
    open = false;
  }
  return { ops, functions, calls };
}

function recorderOf(record: (op: Op) => void, functions: Map<string, RunFunction>): Recorder {
  return {
    ...tableDirectives(record),
    ...alterTableDirective(record),
    ...columnDirectives(record),
    ...constraintDirectives(record),
    ...indexDirectives(record),
    ...partitionDirectives(record),
    ...policyDirectives(record),
    ...statisticsDirectives(record),
    ...objectDirectives(record),
    ...ownTypeDirectives(record),
    ...dataDirectives(record, functions),
  };
}

function refusePromise(returned: unknown): void {
  if (typeof returned !== "object" || returned === null || !("then" in returned)) return;
  // Its own failure would end the process later; the error below is the one to correct first.
  if (returned instanceof Promise) returned.catch(() => undefined);
  throw fail("OP_ASYNC", "The function of the revision is asynchronous: it returned a promise.");
}

import { omit } from "../../ops/edit.ts";
import type { Op, OpOf } from "../../ops/op.ts";
import { findTable } from "../../schema/names.ts";
import type { Schema, Table } from "../../schema/schema.ts";
import type { Resolved } from "../contract.ts";
import { droppedCheck, droppedForeignKey, droppedUnique } from "./dropped-name.ts";
import { applyWhole } from "./implied-index.ts";
import { isDroppedIn } from "./segment.ts";

/** What the ops mean to a server that looks like `before`, and what it looks like behind them. */
export function resolve(given: readonly Op[], before: Schema): Resolved {
  let after = before;
  const ops = given.map((op, i) => {
    const meant = op.kind === "dropConstraint" && op.name === undefined ? withName(op, after) : op;
    after = applyWhole(after, meant, isDroppedIn(given.slice(i), "table" in op ? String(op.table) : ""));
    return meant;
  });
  return { ops, after };
}

/** The op with the name of the constraint that it drops by what it says, where the schema has a name for that. */
function withName(op: OpOf<"dropConstraint">, schema: Schema): Op {
  const table = findTable(schema, { name: op.table });
  const name = table === undefined ? undefined : nameOf(table, op);
  return name === undefined ? op : { ...omit(omit(op, "columns"), "expression"), name };
}

function nameOf(table: Table, op: OpOf<"dropConstraint">): string | undefined {
  switch (op.type) {
    case "unique":
      return droppedUnique(table, op)?.name;
    case "check":
      return droppedCheck(table, op)?.name;
    case "foreignkey":
      return droppedForeignKey(table, op)?.name;
    // A table has one primary key, and no server of the family has exclusion constraints.
    case "primary":
    case "exclude":
      return undefined;
  }
}

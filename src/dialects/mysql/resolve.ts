import { omit } from "../../ops/edit.ts";
import type { Op, OpOf } from "../../ops/op.ts";
import { findTable } from "../../schema/names.ts";
import type { Schema, Table } from "../../schema/schema.ts";
import type { Resolved } from "../contract.ts";
import { droppedCheck, droppedForeignKey, droppedUnique } from "./dropped-name.ts";
import { applyWhole } from "./implied-index.ts";

/** What the ops mean to a server that looks like `before`, and what it looks like behind them. */
export function resolve(given: readonly Op[], before: Schema): Resolved {
  let after = before;
  const ops = given.map((op, i) => {
    const meant = meantBy(op, after);
    after = applyWhole(after, meant, given.slice(i + 1));
    return meant;
  });
  return { ops, after };
}

function meantBy(op: Op, schema: Schema): Op {
  if (op.kind === "dropIndex") return asKey(op, findTable(schema, { name: op.table }));
  return op.kind === "dropConstraint" && op.name === undefined ? withName(op, schema) : op;
}

/** A unique index and a unique constraint are one thing to the servers, which tell of both as constraints. */
function asKey(op: OpOf<"dropIndex">, table: Table | undefined): Op {
  const isKey = table?.uniques.some(({ name }) => name === op.index) === true;
  if (!isKey || table.indexes.some(({ name }) => name === op.index)) return op;
  return { kind: "dropConstraint", table: op.table, type: "unique", name: op.index };
}

/** The op with the name of the constraint that it drops by what it says, where the schema has a name for that. */
function withName(op: OpOf<"dropConstraint">, schema: Schema): Op {
  const table = findTable(schema, { name: op.table });
  const name = table === undefined ? undefined : nameOf(table, op);
  if (name === undefined) return op;
  // With a foreign key that had no name when it was made goes the index that the server made.
  return { ...(op.type === "foreignkey" ? op : omit(omit(op, "columns"), "expression")), name };
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

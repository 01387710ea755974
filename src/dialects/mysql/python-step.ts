import { applyOp } from "../../ops/behaviours.ts";
import type { Op, OpOf } from "../../ops/op.ts";
import type { PythonStep } from "../../ops/python-dialect.ts";
import { dependentsOf } from "../../ops/table-parts.ts";
import type { Schema, Table } from "../../schema/schema.ts";
import { droppedForeignKey } from "./dropped-name.ts";
import type { ChangeKind } from "./emit-change.ts";
import { goesWith, indexesFor, isThere } from "./implied-index.ts";
import { segmentAt, tableOf } from "./segment.ts";

/**
 * How Alembic carries out the first of these ops: what the dialect's statement does beside, such as dropping the index that the server made
 * for a foreign key, is a directive of its own; what one statement must do has none.
 */
export function step(ops: readonly Op[], before: Schema): PythonStep {
  const [op] = ops;
  const segment = segmentAt(ops, before);
  if (op === undefined) return { count: 0, after: before };
  if (segment === undefined) return { count: 1, ops: [op], after: applyOp(before, op) };
  const { after } = segment;
  const [change] = segment.ops;
  const [table, final] = [tableOf(change, before), tableOf(change, after)];
  if (segment.ops.length > 1 || change === undefined || table === undefined || final === undefined) {
    return { count: segment.ops.length, after };
  }
  const directives = directivesOf(change, { table, final, coming: ops.slice(1) });
  return { count: 1, after, ...(directives === undefined ? {} : { ops: directives }) };
}

interface Scene {
  readonly table: Table;
  readonly final: Table;
  readonly coming: readonly Op[];
}

function directivesOf(op: OpOf<ChangeKind>, scene: Scene): readonly Op[] | undefined {
  if (op.kind === "dropConstraint" && op.type === "foreignkey") return dropForeignKey(op, scene);
  if (op.kind === "createIndex" && isThere(scene.table, op.index)) return [];
  if (op.kind === "dropIndex") return dropKey(op, op.index, scene);
  if (op.kind === "dropConstraint" && op.type === "unique" && op.name !== undefined) return dropKey(op, op.name, scene);
  if (op.kind === "dropColumn") return dropColumn(op, scene);
  return [op];
}

function dropForeignKey(op: OpOf<"dropConstraint">, { table, coming }: Scene): readonly Op[] {
  const key = droppedForeignKey(table, op);
  const index = key && goesWith(key, table, { op, later: coming });
  return index === undefined ? [op] : [op, { kind: "dropIndex", table: table.name, index }];
}

/** Before a foreign key loses its only index it gets another. */
function dropKey(op: Op, name: string, { table, final }: Scene): readonly Op[] {
  const needed = indexesFor(table, final);
  if (needed.has(name)) return [];
  const made = [...needed].map(([index, columns]): Op => {
    const parts = columns.map((column) => ({ column }));
    return { kind: "createIndex", table: table.name, index: { name: index, parts } };
  });
  return [...made, op];
}

/** MySQL takes a column out of the keys that have others too, and refuses where a foreign key needs it. */
function dropColumn(op: OpOf<"dropColumn">, { table }: Scene): readonly Op[] | undefined {
  const { primaryKey, foreignKeys, uniques, indexes } = dependentsOf(table, op.column);
  const isNumbered = table.columns.find(({ name }) => name === op.column)?.autoincrement === true;
  if (primaryKey !== undefined || isNumbered || foreignKeys.length > 0) return undefined;
  if (uniques.some(({ name }) => name === undefined)) return undefined;
  const on = { table: table.name };
  return [
    ...uniques.flatMap(({ name }): readonly Op[] =>
      name === undefined ? [] : [{ kind: "dropConstraint", ...on, type: "unique", name }],
    ),
    ...indexes.map(({ name }): Op => ({ kind: "dropIndex", ...on, index: name })),
    op,
  ];
}

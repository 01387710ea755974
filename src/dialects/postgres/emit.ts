import type { Op, OpKind, OpOf } from "../../ops/op.ts";
import type { Draft } from "./draft.ts";
import { alterColumn } from "./emit-alter-column.ts";
import { addColumn, dropColumn, renameColumn } from "./emit-column.ts";
import { emitComment } from "./emit-comment.ts";
import { addConstraint, dropConstraint, validateConstraint } from "./emit-constraint.ts";
import { dataEmitters } from "./emit-data.ts";
import { extensionEmitters } from "./emit-extension.ts";
import { createIndex, dropIndex, renameIndex } from "./emit-index.ts";
import { objectEmitters } from "./emit-object.ts";
import { addInheritance, attachPartition, detachPartition, dropInheritance } from "./emit-partition.ts";
import { policyEmitters } from "./emit-policy.ts";
import { statisticsEmitters } from "./emit-statistics.ts";
import { createTable, dropTable, renameTable, setTableComment, setTableOptions } from "./emit-table.ts";
import { ownTypeEmitters } from "./emit-type.ts";
import type { Scene } from "./scene.ts";

/** The statements of an op: all that PostgreSQL has a statement for. */
export function emit(op: Op, scene: Scene): readonly Draft[] {
  const emitter = emitters[op.kind] as (op: Op, scene: Scene) => readonly Draft[];
  return emitter(op, scene);
}

const emitters: { readonly [K in OpKind]: (op: OpOf<K>, scene: Scene) => readonly Draft[] } = {
  ...{ createTable, dropTable, renameTable, setTableOptions, setTableComment },
  ...{ addColumn, dropColumn, renameColumn, alterColumn },
  ...{ createPrimaryKey: addConstraint, createUnique: addConstraint, createCheck: addConstraint },
  ...{ createForeignKey: addConstraint, createExclusion: addConstraint, validateConstraint, dropConstraint },
  ...{ createIndex, dropIndex, renameIndex },
  ...{ attachPartition, detachPartition, addInheritance, dropInheritance },
  ...policyEmitters,
  ...statisticsEmitters,
  ...objectEmitters,
  ...ownTypeEmitters,
  ...extensionEmitters,
  setComment: emitComment,
  ...dataEmitters,
};

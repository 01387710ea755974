import { omit, onTable, tableNameOf } from "./edit.ts";
import type { Op } from "./op.ts";
import type { OnTable } from "./table-ops.ts";

/** Alembic makes no comment of a constraint or an index: it is said by a statement of its own, which finds them by their names. */
export function withCommentsApart(op: Op): readonly Op[] {
  if ("ifNotExists" in op && op.ifNotExists === true) return [op];
  const comments: Op[] = [];
  const apart = withoutComments(op, (kind, on, object) => {
    const { name, comment } = object;
    if (name === undefined || comment === undefined) return object;
    const { table } = on;
    comments.push({ kind: "setComment", on: { kind, ...tableNameOf(on), name, table }, comment });
    return omit(object, "comment") as typeof object;
  });
  return [apart, ...comments];
}

interface Commented {
  readonly name?: string;
  readonly comment?: string;
}

type Plain = <T extends Commented>(kind: "constraint" | "index", on: OnTable, object: T) => T;

function withoutComments(op: Op, plain: Plain): Op {
  switch (op.kind) {
    case "createTable": {
      const on = onTable(op.table);
      const all = <T extends Commented>(list: readonly T[]) => list.map((each) => plain("constraint", on, each));
      const { primaryKey, uniques, checks, foreignKeys, exclusions } = op.table;
      const [key] = all(primaryKey === undefined ? [] : [primaryKey]);
      const lists = {
        uniques: all(uniques),
        checks: all(checks),
        foreignKeys: all(foreignKeys),
        exclusions: all(exclusions),
      };
      return { ...op, table: { ...op.table, ...(key === undefined ? {} : { primaryKey: key }), ...lists } };
    }
    case "createPrimaryKey":
      return { ...op, primaryKey: plain("constraint", op, op.primaryKey) };
    case "createUnique":
      return { ...op, unique: plain("constraint", op, op.unique) };
    case "createCheck":
      return { ...op, check: plain("constraint", op, op.check) };
    case "createForeignKey":
      return { ...op, foreignKey: plain("constraint", op, op.foreignKey) };
    case "createExclusion":
      return { ...op, exclusion: plain("constraint", op, op.exclusion) };
    case "createIndex":
      return { ...op, index: plain("index", op, op.index) };
    default:
      return op;
  }
}

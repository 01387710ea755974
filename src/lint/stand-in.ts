import { isOnTable, tableNameOf } from "../ops/edit.ts";
import type { Op } from "../ops/op.ts";
import { findTable } from "../schema/names.ts";
import type { ObjectName, Schema, Table } from "../schema/schema.ts";

/**
 * The schema with tables that stand in for those which an op names and nobody has seen, with the columns that it names: enough to say how the
 * op is written otherwise. The schema itself where all of them are there.
 */
export function withStandIns(schema: Schema, op: Op): Schema {
  const columns = columnsIn(op);
  if (columns === undefined || !isOnTable(op) || findTable(schema, tableNameOf(op)) !== undefined) return schema;
  const tables = [standIn(tableNameOf(op), columns)];
  if (op.kind === "createForeignKey") {
    const { table: name, schema: home, columns: referred } = op.foreignKey.references;
    const other = home === undefined ? { name } : { name, schema: home };
    if (findTable(schema, other) === undefined && name !== op.table) tables.push(standIn(other, referred));
  }
  return { ...schema, tables: [...schema.tables, ...tables] };
}

function columnsIn(op: Op): readonly string[] | undefined {
  switch (op.kind) {
    case "createIndex":
      return op.index.parts.flatMap((part) => ("column" in part ? [part.column] : []));
    case "createUnique":
      return op.unique.columns;
    case "createForeignKey":
      return op.foreignKey.columns;
    case "alterColumn":
      return [op.column];
    case "createCheck":
      return [];
    default:
      return undefined;
  }
}

function standIn(name: ObjectName, columns: readonly string[]): Table {
  return {
    ...name,
    columns: columns.map((column) => ({ name: column, type: { kind: "text" }, nullable: true })),
    ...{ uniques: [], checks: [], foreignKeys: [], exclusions: [], indexes: [], options: {} },
  };
}

import { stableJson } from "../base/hash.ts";
import type { PythonColumn } from "../bridge/write-commands.ts";
import type { Dialect } from "../dialects/contract.ts";
import type { Op } from "../ops/op.ts";
import type { PythonOptions } from "../ops/python-dialect.ts";
import { nameKey } from "../schema/names.ts";
import type { ObjectName } from "../schema/schema.ts";
import type { Comparison } from "./compare.ts";

/**
 * How the models spell the types of the columns of the tables that the ops are about. A spelling holds for a column whose type is the
 * very one that SQLAlchemy makes of it. Errors: BRIDGE_*.
 */
export async function modelTypes({ ops, spell }: Comparison, dialect: Dialect): Promise<ModelType> {
  const tables = tablesOf(ops);
  const columns = tables.length === 0 ? [] : await spell(tables);
  const known = new Map(columns.map((column) => [placeKey(tableOf(column), column.column), column]));
  return ({ table, column, type }) => {
    const found = known.get(placeKey(table, column));
    return found !== undefined && stableJson(dialect.readType(found.sql)) === stableJson(type) ? found : undefined;
  };
}

type ModelType = NonNullable<PythonOptions["modelType"]>;

function tablesOf(ops: readonly Op[]): readonly ObjectName[] {
  const tables = ops.flatMap((op): readonly ObjectName[] => {
    if (op.kind === "createTable") return [named(op.table.name, op.table.schema)];
    return op.kind === "addColumn" || op.kind === "alterColumn" ? [named(op.table, op.schema)] : [];
  });
  return [...new Map(tables.map((table) => [nameKey(table), table])).values()];
}

function tableOf({ table, schema }: PythonColumn): ObjectName {
  return named(table, schema);
}

function named(name: string, schema: string | undefined): ObjectName {
  return schema === undefined ? { name } : { name, schema };
}

function placeKey(table: ObjectName, column: string): string {
  return JSON.stringify([nameKey(table), column]);
}

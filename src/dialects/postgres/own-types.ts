import type { Op } from "../../ops/op.ts";
import { sameName } from "../../schema/names.ts";
import type { Column, ObjectName, Schema } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import { cursorAt, readName } from "./read-cursor.ts";

/** The op with the types that the schema defines itself, of which a statement only tells the names. */
export function withOwnTypes(op: Op, schema: Schema): Op {
  switch (op.kind) {
    case "createTable":
      return { ...op, table: { ...op.table, columns: op.table.columns.map((column) => typed(column, schema)) } };
    case "addColumn":
      return { ...op, column: typed(op.column, schema) };
    case "createDomain":
      return { ...op, domain: { ...op.domain, type: ownType(op.domain.type, schema) } };
    case "alterColumn": {
      const { type } = op.changes;
      return type === undefined ? op : { ...op, changes: { ...op.changes, type: ownType(type, schema) } };
    }
    default:
      return op;
  }
}

function typed(column: Column, schema: Schema): Column {
  return { ...column, type: ownType(column.type, schema) };
}

function ownType(type: ColumnType, schema: Schema): ColumnType {
  if (type.kind === "array") return { ...type, of: ownType(type.of, schema) };
  if (type.kind !== "raw") return type;
  const name = nameIn(type.sql);
  const { enums, domains, composites, ranges } = schema;
  const isOwn =
    name !== undefined && [...enums, ...domains, ...composites, ...ranges].some((each) => sameName(each, name));
  return isOwn ? { kind: "named", ...name } : type;
}

function nameIn(sql: string): ObjectName | undefined {
  if (!/^(?:[\w$]+|"[^"]+")(?:\s*\.\s*(?:[\w$]+|"[^"]+"))?$/.test(sql)) return undefined;
  return readName(cursorAt(sql));
}

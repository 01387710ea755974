import type { OpOf } from "../../ops/op.ts";
import { dependentsOf } from "../../ops/table-parts.ts";
import { displayName, sameName } from "../../schema/names.ts";
import type { Column, ObjectName, Schema, Table } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import { setKeeping } from "./column-keeping.ts";
import { commentOnColumn } from "./comments.ts";
import { type Draft, draft } from "./draft.ts";
import { type Fact, facts, factsOf } from "./facts.ts";
import { isConstrained } from "./own-conversions.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { refuse } from "./refuse.ts";
import { lockedTree, oldTable, referents, referrers, type Scene, tableOf } from "./scene.ts";
import { columnSql, notNullSql } from "./table-sql.ts";
import { isVolatile } from "./volatility.ts";

/** A new column is the last one. With IF NOT EXISTS a column that is there stays as it is. */
export function addColumn(op: OpOf<"addColumn">, scene: Scene): readonly Draft[] {
  const { column, position } = op;
  const name = tableOf(op);
  const columns = oldTable(scene, op)?.columns ?? [];
  const isThere = columns.some((each) => each.name === column.name);
  const isLast = typeof position === "object" && columns.at(-1)?.name === position.after;
  if (position !== undefined && !isLast && !isThere) {
    const subject = `column "${displayName(name)}.${column.name}"`;
    refuse(op, subject, "place for a new column but the last", "Leave `first` and `after` out.");
  }
  const guard = op.ifNotExists === true ? "IF NOT EXISTS " : "";
  const sql = `ALTER TABLE ${quoteObject(name)} ADD COLUMN ${guard}${columnSql(column)}`;
  const add = draft(sql, factsOf(factOfNew(column, scene.before), lockedTree(scene, name)));
  return isThere ? [add] : [add, ...finishColumn(name, column, scene)];
}

/** What the definition of a new column doesn't say: that a serial column may be NULL, a NOT NULL that isn't valid, how it is kept, the comment. */
export function finishColumn(table: ObjectName, column: Column, scene: Scene): readonly Draft[] {
  const { name, comment, notNull } = column;
  const head = `ALTER TABLE ${quoteObject(table)}`;
  const alter = (what: string, fact: Fact) =>
    draft(`${head} ALTER COLUMN ${quoteName(name)} ${what}`, factsOf(fact, lockedTree(scene, table)));
  return [
    ...(column.autoincrement === true && column.nullable ? [alter("DROP NOT NULL", facts.dropNotNull)] : []),
    ...(notNull?.notValid === true
      ? [draft(`${head} ADD ${notNullSql(name, notNull)}`, factsOf(facts.addNotNullNotValid, lockedTree(scene, table)))]
      : []),
    ...setKeeping(alter, {}, column),
    ...(comment === undefined ? [] : [commentOnColumn(table, name, comment, scene)]),
  ];
}

/** Whether the rows that are there must be written anew. */
export function factOfNew(column: Column, schema: Schema): Fact {
  const { generated, nullable } = column;
  if (generated?.stored === false) return nullable ? facts.addVirtualColumn : facts.addVirtualColumnNotNull;
  if (generated !== undefined || column.identity !== undefined || column.autoincrement === true) {
    return facts.addColumnRewrite;
  }
  const rewrites = column.default === undefined ? false : isVolatile(column.default);
  if (rewrites === true) return facts.addColumnRewrite;
  const tested = isTested(column.type, schema);
  if (tested === true) return facts.addColumnRewrite;
  const unknown = rewrites === "unknown" || tested === "unknown";
  return unknown ? { ...facts.addColumn, scans: "unknown", rewrites: "unknown" } : facts.addColumn;
}

/** A domain with a constraint is checked in each row, which writes the table anew (11 to 18). */
function isTested(type: ColumnType, schema: Schema): boolean | "unknown" {
  // Whatever the elements are, a list is stored as it is.
  if (type.kind === "array")
    return type.of.kind === "raw" || type.of.kind === "named" ? isTested(type.of, schema) : false;
  if (type.kind !== "named") return type.kind === "raw" ? "unknown" : false;
  const { enums, composites, ranges, domains } = schema;
  const domain = domains.find((each) => sameName(each, type));
  if (domain !== undefined) return isConstrained(domain, schema);
  return [...enums, ...composites, ...ranges].some((each) => sameName(each, type)) ? false : "unknown";
}

/** The tables at the other end of its foreign keys are locked too, for the triggers of those are dropped. */
export function dropColumn(op: OpOf<"dropColumn">, scene: Scene): readonly Draft[] {
  const name = tableOf(op);
  const table = oldTable(scene, op);
  const guard = op.ifExists === true ? "IF EXISTS " : "";
  const sql = `ALTER TABLE ${quoteObject(name)} DROP COLUMN ${guard}${quoteName(op.column)}`;
  const computed = table?.columns.find((column) => column.name === op.column)?.generated !== undefined;
  const loses = computed ? undefined : `the values of "${displayName(name)}.${op.column}"`;
  const objects = lockedTree(scene, name, linkedBy(scene.before, table, op.column));
  return [draft(sql, factsOf(facts.dropColumn, objects), loses)];
}

/** The tables that a column is linked to by foreign keys, its own and those of others. */
export function linkedBy(schema: Schema, table: Table | undefined, column: string): readonly ObjectName[] {
  if (table === undefined) return [];
  const { foreignKeys } = dependentsOf(table, column);
  const isKey = table.primaryKey?.columns.includes(column) === true;
  const others = referrers(schema, table).filter((other) =>
    other.foreignKeys.some(
      ({ references }) => references.columns.includes(column) || (isKey && references.columns.length === 0),
    ),
  );
  return [...referents(foreignKeys), ...others];
}

export function renameColumn(op: OpOf<"renameColumn">, scene: Scene): readonly Draft[] {
  const name = tableOf(op);
  const sql = `ALTER TABLE ${quoteObject(name)} RENAME COLUMN ${quoteName(op.column)} TO ${quoteName(op.to)}`;
  return [draft(sql, factsOf(facts.renameColumn, lockedTree(scene, name)))];
}

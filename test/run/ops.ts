import type { Op } from "../../src/ops/op.ts";
import type { Column, Table } from "../../src/schema/schema.ts";

/** A table with an integer primary key `id` and these columns, for tests that only need some table. */
export function tableOf(name: string, columns: readonly Column[] = []): Table {
  return {
    name,
    columns: [{ name: "id", type: { kind: "integer" }, nullable: false }, ...columns],
    primaryKey: { columns: ["id"] },
    uniques: [],
    checks: [],
    foreignKeys: [],
    exclusions: [],
    indexes: [],
    options: {},
  };
}

export function textColumn(name: string, more: Partial<Column> = {}): Column {
  return { name, type: { kind: "text" }, nullable: true, ...more };
}

export function createTable(name: string, ...columns: readonly Column[]): Op {
  return { kind: "createTable", table: tableOf(name, columns) };
}

export function execute(sql: string): Op {
  return { kind: "execute", sql };
}

export function addColumn(table: string, column: Column): Op {
  return { kind: "addColumn", table, column };
}

/** A change that needs the table's rebuild on any version. */
export function addCheck(table: string, name: string, expression: string): Op {
  return { kind: "createCheck", table, check: { name, expression } };
}

export function rows(table: string, ...values: readonly Readonly<Record<string, string | number | null>>[]): Op {
  return { kind: "bulkInsert", table, rows: values };
}

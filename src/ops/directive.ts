import { invalidValue, readFlag, readName, readText } from "../schema/options.ts";
import type { Op } from "./op.ts";
import type { OnTable } from "./table-ops.ts";

/** Takes an operation that a revision's function asks for. */
export type RecordOp = (op: Op) => void;

/** Passes over the operation when there is no such object. */
export interface IfExists {
  readonly ifExists?: boolean;
}

/** Passes over the operation when there is such an object already, whatever it looks like. */
export interface IfNotExists {
  readonly ifNotExists?: boolean;
}

/** Says that data may go with the operation, and why: `limbeck lint` reports each loss without such a word. */
export interface DataLoss {
  readonly dataLoss?: string;
}

/** Reader of the option of operations that may lose data. */
export const dataLoss = { dataLoss: readReason };

function readReason(value: unknown, where: string): string {
  const text = readText(value, where);
  if (text.trim() === "") throw invalidValue(where, "a text that says why", value);
  return text;
}

/** Reader of the option of many operations that drop. */
export const ifExists = { ifExists: readFlag };
/** Reader of the option of many operations that create. */
export const ifNotExists = { ifNotExists: readFlag };

/** How messages call an operation: `op.dropTable("users")`. */
export function directive(name: string, subject: unknown): string {
  return typeof subject === "string" ? `op.${name}(${JSON.stringify(subject)})` : `op.${name}()`;
}

/** The table that an operation is about. Errors: SCHEMA_NAME_INVALID. */
export function on(table: unknown, schema: string | undefined, where: string): OnTable {
  return { table: readName(table, `${where}: the table`), ...(schema === undefined ? {} : { schema }) };
}

/** The name of an object that isn't a table. Errors: SCHEMA_NAME_INVALID. */
export function called(name: unknown, schema: string | undefined, where: string) {
  return { name: readName(name, `${where}: the name`), ...(schema === undefined ? {} : { schema }) };
}

import { column } from "../../../src/schema/column-builder.ts";
import { table } from "../../../src/schema/table-builders.ts";
import { integer, text } from "../../../src/schema/type-builders.ts";

export const users = table("users", [column("id", integer(), { primaryKey: true }), column("name", text())]);

/** Not a part of the schema. */
export const settings = { name: "shop", version: 1 };
export function notATable() {
  return users;
}

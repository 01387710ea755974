import { displayName, sameName } from "../schema/names.ts";
import type { ObjectName, Schema } from "../schema/schema.ts";
import type { ColumnType } from "../schema/types.ts";
import { fail } from "./errors.ts";

/** True when a type is this one of the schema's own, or a list of it. */
export function isOfType(type: ColumnType, name: ObjectName): boolean {
  if (type.kind === "array") return isOfType(type.of, name);
  return type.kind === "named" && sameName(type, name);
}

/** Refuses to drop a type that a column or another type is made of. Errors: OP_OBJECT_IN_USE. */
export function refuseUsedType(schema: Schema, what: string, name: ObjectName): void {
  const columns = schema.tables.flatMap((table) =>
    table.columns.map(({ name: column, type }) => ({ where: `the column "${displayName(table)}.${column}"`, type })),
  );
  const inTypes = [
    ...schema.domains.map((domain) => ({ where: `the domain "${displayName(domain)}"`, type: domain.type })),
    ...schema.composites.flatMap((composite) =>
      composite.attributes.map(({ type }) => ({ where: `the composite type "${displayName(composite)}"`, type })),
    ),
    ...schema.ranges.map((range) => ({ where: `the range type "${displayName(range)}"`, type: range.subtype })),
  ];
  const user = [...columns, ...inTypes].find(({ type }) => isOfType(type, name));
  if (user === undefined) return;
  const message = `The ${what} "${displayName(name)}" can't be dropped: ${user.where} is made of it.`;
  throw fail("OP_OBJECT_IN_USE", message, { details: { type: displayName(name), user: user.where } });
}

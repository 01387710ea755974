import { sameName } from "../../schema/names.ts";
import type { Domain, ObjectName, Schema } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import { type Conversion, conversionOf } from "./conversions.ts";

/**
 * How a type changes into another one where either may be one of the schema's own. Values of a domain change as those of the type under
 * it, and the constraints of one are tested by writing each row anew (`ATColumnChangeRequiresRewrite`, src/backend/commands/tablecmds.c). A composite or range type has no casts but those from and to a text.
 * Source: https://www.postgresql.org/docs/current/sql-createcast.html, "uses the casts associated with its underlying type" (13 to 18).
 */
export function conversionIn(schema: Schema, from: ColumnType, to: ColumnType): Conversion {
  const [under, over] = [from, to].map((type) => named(schema.domains, type));
  if (under !== undefined || over !== undefined) {
    const conversion = conversionIn(schema, under?.type ?? from, over?.type ?? to);
    const isSame = under !== undefined && over !== undefined && sameName(under, over);
    return !isSame && over !== undefined && isConstrained(over, schema) ? { ...conversion, cost: "table" } : conversion;
  }
  const isEnum = (type: ColumnType) => named(schema.enums, type) !== undefined;
  const conversion = conversionOf(from, to, isEnum);
  const isBare = [from, to].some((type) => isWithoutCasts(type, schema));
  return isBare && conversion.way === "unknown" ? { ...conversion, way: wayOfBare(from, to) } : conversion;
}

/** True for a domain that not every value of its type fits, by itself or by one under it. */
export function isConstrained(domain: Domain, schema: Schema): boolean {
  const under = named(schema.domains, domain.type);
  return !domain.nullable || domain.checks.length > 0 || (under !== undefined && isConstrained(under, schema));
}

function isWithoutCasts(type: ColumnType, { composites, ranges }: Schema): boolean {
  return named(composites, type) !== undefined || named(ranges, type) !== undefined;
}

function wayOfBare(from: ColumnType, to: ColumnType): Conversion["way"] {
  const isSame = from.kind === "named" && to.kind === "named" && sameName(from, to);
  return isSame || isText(to) ? "automatic" : "none";
}

/** A type of texts: every type has a cast to it. */
function isText({ kind }: ColumnType): boolean {
  return kind === "text" || kind === "varchar" || kind === "char";
}

function named<T extends ObjectName>(list: readonly T[], type: ColumnType): T | undefined {
  return type.kind === "named" ? list.find((each) => sameName(each, type)) : undefined;
}

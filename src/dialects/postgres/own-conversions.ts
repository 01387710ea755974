import { sameName } from "../../schema/names.ts";
import type { ObjectName, Schema } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import { type Conversion, conversionOf } from "./conversions.ts";

/**
 * How a type changes into another one where either may be one of the schema's own. Values of a domain change as those of the type under
 * it, and what the server writes anew isn't known then. A composite or range type has no casts but those from and to a text.
 * Source: https://www.postgresql.org/docs/current/sql-createcast.html, "uses the casts associated with its underlying type" (13 to 18).
 */
export function conversionIn(schema: Schema, from: ColumnType, to: ColumnType): Conversion {
  const [under, over] = [from, to].map((type) => named(schema.domains, type)?.type);
  if (under !== undefined || over !== undefined) {
    return { ...conversionIn(schema, under ?? from, over ?? to), cost: "unknown" };
  }
  const isEnum = (type: ColumnType) => named(schema.enums, type) !== undefined;
  const conversion = conversionOf(from, to, isEnum);
  const isBare = [from, to].some((type) => isWithoutCasts(type, schema));
  return isBare && conversion.way === "unknown" ? { ...conversion, way: wayOfBare(from, to) } : conversion;
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

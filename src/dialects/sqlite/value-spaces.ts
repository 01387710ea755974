import type { ColumnType } from "../../schema/types.ts";
import type { ValueSpace } from "../../schema/value-space.ts";
import { decimalsOf, integersOf } from "../value-spaces.ts";

/**
 * What applications keep in columns of these declared types; SQLite itself takes any value but in STRICT tables.
 * Source: https://www.sqlite.org/datatype3.html §3.1 (3.53), whose rules decide for types that are none of SQL's.
 */
export function valueSpace(type: ColumnType): ValueSpace {
  switch (type.kind) {
    case "boolean":
      return { kind: "booleans" };
    case "tinyint":
      return integersOf(8);
    case "smallint":
      return integersOf(16);
    case "mediumint":
      return integersOf(24);
    case "integer":
    case "bigint":
      return integersOf(64);
    case "year":
      return { kind: "integers", min: "1901", max: "2155" };
    case "numeric":
      // A number beyond 15 digits is rounded: https://www.sqlite.org/datatype3.html §3.
      return decimalsOf(type, { digits: 12, scale: 3 });
    case "real":
    case "double":
    case "float":
      return { kind: "fractions", exponent: 300 };
    case "char":
    case "varchar":
      return { kind: "texts", characters: "all", ...(type.length === undefined ? {} : { maxLength: type.length }) };
    case "binary":
    case "varbinary":
      return { kind: "bytes", ...(type.length === undefined ? {} : { maxLength: type.length }) };
    case "blob":
      return { kind: "bytes" };
    case "date":
      return { kind: "dates", min: "0001-01-01", max: "9999-12-31" };
    case "datetime":
    case "timestamp":
      return { kind: "moments", min: "0001-01-01", max: "9999-12-31" };
    case "time":
      return { kind: "times" };
    case "uuid":
      return { kind: "uuids" };
    case "json":
    case "jsonb":
      return { kind: "json" };
    case "raw":
      return byAffinity(type.sql);
    default:
      return { kind: "texts", characters: "all" };
  }
}

function byAffinity(declared: string): ValueSpace {
  if (/int/i.test(declared)) return integersOf(64);
  if (/char|clob|text|any/i.test(declared)) return { kind: "texts", characters: "all" };
  if (/blob/i.test(declared) || declared === "") return { kind: "bytes" };
  if (/real|floa|doub/i.test(declared)) return { kind: "fractions", exponent: 300 };
  return { kind: "decimals", digits: 12, scale: 3 };
}

/** SQL for bytes. Source: https://www.sqlite.org/lang_expr.html §3. */
export function bytes(hex: string): string {
  return `X'${hex}'`;
}

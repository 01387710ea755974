import type { ColumnType } from "../../schema/types.ts";
import type { ValueSpace } from "../../schema/value-space.ts";
import { decimalsOf, integersOf, quotedSamples } from "../value-spaces.ts";

/** The values of the types of MySQL and MariaDB. Source: https://dev.mysql.com/doc/refman/9.7/en/data-types.html. */
export function valueSpace(type: ColumnType): ValueSpace {
  switch (type.kind) {
    case "boolean":
      return { kind: "booleans" };
    case "tinyint":
    case "smallint":
    case "mediumint":
    case "integer":
    case "bigint":
      return integersOf(BITS[type.kind], type.unsigned ?? type.zerofill);
    case "year":
      return { kind: "integers", min: "1901", max: "2155" };
    case "bit":
      return integersOf(type.length ?? 1, true);
    case "numeric":
      return decimalsOf({ precision: 10, ...type, ...(type.zerofill === true ? { unsigned: true } : {}) }, USUAL);
    case "real":
    case "double":
      return { kind: "fractions", exponent: 300, ...signOf(type) };
    case "float":
      return { kind: "fractions", exponent: (type.precision ?? 0) <= 24 ? 30 : 300, ...signOf(type) };
    case "char":
    case "varchar":
      return textsOf(type.length ?? 1, type.charset);
    case "text":
      return textsOf(type.size === "tiny" ? 63 : undefined, type.charset);
    case "binary":
    case "varbinary":
      return { kind: "bytes", maxLength: type.length ?? 1 };
    case "blob":
      return { kind: "bytes", ...(type.size === "tiny" ? { maxLength: 255 } : {}) };
    case "date":
      return { kind: "dates", min: "1000-01-01", max: "9999-12-31" };
    case "datetime":
      return { kind: "moments", min: "1000-01-01", max: "9999-12-30" };
    case "timestamp":
      // From 1970-01-01 00:00:01 to 2038-01-19 03:14:07 UTC, of any time zone: https://dev.mysql.com/doc/refman/9.7/en/datetime.html.
      return { kind: "moments", min: "1970-01-03", max: "2038-01-17" };
    case "time":
      return { kind: "times" };
    case "json":
      return { kind: "json" };
    case "uuid":
      return { kind: "uuids" };
    case "enum":
      return { kind: "choices", values: type.values };
    case "set":
      return { kind: "choices", values: ["", ...type.values, type.values.join(",")] };
    case "raw":
      return addresses[type.sql.toLowerCase()] ?? { kind: "unknown" };
    default:
      return shapes[type.kind] ?? { kind: "unknown" };
  }
}

const USUAL = { digits: 10, scale: 0 };
const BITS = { tinyint: 8, smallint: 16, mediumint: 24, integer: 32, bigint: 64 };

/** MariaDB's. Source: https://mariadb.com/docs/server/reference/data-types/string-data-types/inet6. */
const addresses: { readonly [type: string]: ValueSpace | undefined } = {
  inet4: quotedSamples("192.0.2.1", "0.0.0.0", "255.255.255.255"),
  inet6: quotedSamples("2001:db8::1", "::", "::ffff:192.0.2.1"),
};

/** Shapes have no constants. Source: https://dev.mysql.com/doc/refman/9.7/en/gis-wkt-functions.html. */
const shapes: { readonly [kind: string]: ValueSpace | undefined } = {
  ...shape("point", "POINT(1 2)"),
  ...shape("geometry", "POINT(1 2)"),
  ...shape("linestring", "LINESTRING(0 0, 1 1)"),
  ...shape("polygon", "POLYGON((0 0, 1 0, 1 1, 0 0))"),
  ...shape("multipoint", "MULTIPOINT(0 0, 1 1)"),
  ...shape("multilinestring", "MULTILINESTRING((0 0, 1 1))"),
  ...shape("multipolygon", "MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)))"),
  ...shape("geometrycollection", "GEOMETRYCOLLECTION(POINT(1 2))"),
};

function shape(kind: string, text: string): Readonly<Record<string, ValueSpace>> {
  return { [kind]: { kind: "samples", values: [`ST_GeomFromText('${text}')`] } };
}

function textsOf(maxLength: number | undefined, charset: string | undefined): ValueSpace {
  const characters =
    charset === undefined || charset === "utf8mb4" ? "all" : charset.startsWith("utf8") ? "basic" : "ascii";
  return { kind: "texts", characters, ...(maxLength === undefined ? {} : { maxLength }) };
}

function signOf({ unsigned, zerofill }: { readonly unsigned?: true; readonly zerofill?: true }): { unsigned?: true } {
  return unsigned === true || zerofill === true ? { unsigned: true } : {};
}

/** SQL for bytes. Source: https://dev.mysql.com/doc/refman/9.7/en/hexadecimal-literals.html. */
export function bytes(hex: string): string {
  return `X'${hex}'`;
}

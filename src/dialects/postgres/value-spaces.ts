import type { ColumnType } from "../../schema/types.ts";
import type { ValueSpace } from "../../schema/value-space.ts";
import { decimalsOf, integersOf, quotedSamples } from "../value-spaces.ts";
import { renderType } from "./types.ts";

/**
 * The values of PostgreSQL's types; not all of them where that would be of no use: years of four digits.
 * Source: https://www.postgresql.org/docs/18/datatype.html.
 */
export function valueSpace(type: ColumnType): ValueSpace {
  switch (type.kind) {
    case "boolean":
      return { kind: "booleans" };
    case "smallint":
      return integersOf(16);
    case "integer":
      return integersOf(32);
    case "bigint":
      return integersOf(64);
    case "oid":
      return { kind: "integers", min: "0", max: "4294967295" };
    case "numeric":
      return decimalsOf(type, { digits: 20, scale: 5 });
    case "money":
      return { kind: "decimals", digits: 15, scale: 2 };
    case "real":
      return { kind: "fractions", exponent: 37 };
    case "double":
      return { kind: "fractions", exponent: 300 };
    case "float":
      return { kind: "fractions", exponent: (type.precision ?? 53) <= 24 ? 37 : 300 };
    case "char":
      return { kind: "texts", characters: "all", maxLength: type.length ?? 1 };
    case "varchar":
      return { kind: "texts", characters: "all", ...(type.length === undefined ? {} : { maxLength: type.length }) };
    case "text":
    case "citext":
      return { kind: "texts", characters: "all" };
    case "blob":
      return { kind: "bytes" };
    case "bit":
      return bitsOf(type.length, type.varying === true);
    case "date":
      return { kind: "dates", min: "0001-01-01", max: "9999-12-31" };
    case "timestamp":
      return { kind: "moments", min: "0001-01-02", max: "9999-12-30" };
    case "time":
      return { kind: "times" };
    case "uuid":
      return { kind: "uuids" };
    case "json":
    case "jsonb":
      return { kind: "json" };
    case "interval":
      return quotedSamples("0", "1 year 2 months", "3 days 04:05:06", "-1 day");
    case "array":
      return { kind: "lists", of: valueSpace(type.of), cast: renderType(type) };
    default:
      return samples[type.kind] ?? { kind: "unknown" };
  }
}

/** A few of each kind of value that has no order of its own, or a rare one. */
const samples: { readonly [kind: string]: ValueSpace | undefined } = {
  inet: quotedSamples("192.0.2.1", "2001:db8::1", "198.51.100.0/24", "0.0.0.0"),
  cidr: quotedSamples("192.0.2.0/24", "2001:db8::/32", "0.0.0.0/0", "198.51.100.7/32"),
  macaddr: quotedSamples("08:00:2b:01:02:03", "ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00"),
  macaddr8: quotedSamples("08:00:2b:01:02:03:04:05", "ff:ff:ff:ff:ff:ff:ff:ff"),
  xml: quotedSamples("<a/>", '<a b="c">d</a>'),
  hstore: quotedSamples("a=>1", "", "a=>NULL, b=>x"),
  ltree: quotedSamples("a", "a.b", "a.b.c_1"),
  tsvector: quotedSamples("a fat cat", ""),
  tsquery: quotedSamples("fat & cat", "rat"),
  point: quotedSamples("(0,0)", "(1.5,-2)"),
  line: quotedSamples("{1,-1,0}"),
  lseg: quotedSamples("[(0,0),(1,1)]"),
  box: quotedSamples("(1,1),(0,0)"),
  path: quotedSamples("[(0,0),(1,1)]", "((0,0),(1,1),(1,0))"),
  polygon: quotedSamples("((0,0),(1,1),(1,0))"),
  circle: quotedSamples("<(0,0),1>"),
  ...ranges(["int4range", "int8range", "numrange"], ["[1,5)", "[10,20)", "(,0)"]),
  ...ranges(["tsrange", "tstzrange", "daterange"], ["[2024-01-01,2024-02-01)", "[2025-01-01,)"]),
};

/** Types of ranges, and their types of lists of ranges, with these values. */
function ranges(names: readonly string[], values: readonly string[]): Readonly<Record<string, ValueSpace>> {
  const lists = values.map((value) => `{${value}}`);
  return Object.fromEntries(
    names.flatMap((name) => [
      [name, quotedSamples(...values, "empty")],
      [name.replace("range", "multirange"), quotedSamples(...lists, "{}")],
    ]),
  );
}

function bitsOf(length: number | undefined, varying: boolean): ValueSpace {
  if (varying) return { kind: "bits", minLength: 0, maxLength: length ?? 64 };
  return { kind: "bits", minLength: length ?? 1, maxLength: length ?? 1 };
}

/** SQL for bytes. Source: https://www.postgresql.org/docs/18/datatype-binary.html §8.4.1. */
export function bytes(hex: string): string {
  return `'\\x${hex}'`;
}

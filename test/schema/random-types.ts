import type { SequenceOptions } from "../../src/schema/numbering.ts";
import type { Column, EnumType } from "../../src/schema/schema.ts";
import type { ColumnType } from "../../src/schema/types.ts";
import type { Draw } from "./draw.ts";
import type { SchemaFeatures } from "./features.ts";

/** A random type. */
export function drawType(draw: Draw, features: SchemaFeatures, enums: readonly EnumType[]): ColumnType {
  const kind = draw.pick(features.types);
  const more = features.typeParameters;
  const flag = <K extends string>(key: K) => (more ? draw.maybe(4, key, () => true as const) : {});
  const digits = <K extends string>(key: K, max: number) => draw.maybe(2, key, () => draw.int(1, max));
  const charset = () => (more ? draw.maybe(4, "charset", () => "utf8mb4") : {});
  const size = () => (more ? draw.maybe(3, "size", () => draw.pick(["tiny", "medium", "long"] as const)) : {});
  switch (kind) {
    case "tinyint":
    case "smallint":
    case "mediumint":
    case "integer":
    case "bigint":
      return { kind, ...flag("unsigned"), ...flag("zerofill"), ...(more ? digits("width", 20) : {}) };
    case "numeric":
      return draw.oneIn(3)
        ? { kind }
        : { kind, precision: draw.int(5, 30), scale: draw.int(0, 5), ...flag("unsigned") };
    case "real":
    case "double":
      return { kind, ...flag("unsigned") };
    case "float":
      return { kind, ...digits("precision", 53), ...flag("zerofill") };
    case "char":
    case "varchar":
      return { kind, ...digits("length", 400), ...charset() };
    case "text":
      return { kind, ...size(), ...charset() };
    case "binary":
    case "varbinary":
      return { kind, ...digits("length", 400) };
    case "blob":
      return { kind, ...size() };
    case "bit":
      return { kind, ...digits("length", 64), ...flag("varying") };
    case "time":
    case "timestamp":
      return { kind, ...(more ? digits("precision", 6) : {}), ...flag("timezone") };
    case "datetime":
      return { kind, ...(more ? digits("precision", 6) : {}) };
    case "interval":
      return { kind, ...draw.maybe(3, "fields", () => "day to second"), ...digits("precision", 6) };
    case "enum":
    case "set":
      return { kind, values: ["a", "it's", 'b"'].slice(0, draw.int(1, 3)), ...charset() };
    case "named": {
      if (enums.length === 0) return { kind, name: "email_address" };
      const { name, schema } = draw.pick(enums);
      return { kind, name, ...(schema === undefined ? {} : { schema }) };
    }
    case "array":
      return { kind, of: { kind: "text" }, ...draw.maybe(3, "dimensions", () => draw.int(2, 3)) };
    case "raw":
      return { kind, sql: draw.pick(["NVARCHAR(160)", "MONEY", "double  precision"]) };
    default:
      return { kind };
  }
}

/** Random options of a sequence. */
export function drawSequenceOptions(draw: Draw): SequenceOptions {
  return {
    ...draw.maybe(3, "type", () => draw.pick(["smallint", "integer", "bigint"] as const)),
    ...draw.maybe(3, "start", () => draw.pick(["1", "1000", "9007199254740993"])),
    ...draw.maybe(3, "increment", () => draw.pick(["-1", "10"])),
    ...draw.maybe(4, "max", () => "9223372036854775807"),
    ...draw.maybe(4, "cache", () => "20"),
    ...draw.maybe(4, "cycle", () => true as const),
  };
}

/** Random default. */
export function drawDefault(draw: Draw): NonNullable<Column["default"]> {
  const constants = [0, -1.5, 1e21, true, false, "", "it's", awkward, "naïve 名"];
  const expressions = ["CURRENT_TIMESTAMP", "(1 + 2)", "(lower('A`\\'))"];
  return draw.oneIn(3) ? { sql: draw.pick(expressions) } : draw.pick(constants);
}

/** A comment, in some cases. */
export function drawComment(draw: Draw, features: SchemaFeatures): { readonly comment?: string } {
  return features.comments ? draw.maybe(5, "comment", () => draw.pick(["", "whose?", 'it\'s\r\n"two" lines'])) : {};
}

/** What strings and templates of JavaScript stumble over. */
const awkward = `a "b"\n\`$\{c}\`\\`;

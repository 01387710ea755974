import type { ColumnType } from "../schema/types.ts";
import { type Code, call, optional, record, text, texts, word } from "./code.ts";

/** The code of a type: `varchar(255)`. */
export function typeCode(type: ColumnType): Code {
  return { ...usualCode(type), of: { kind: "type", item: type } };
}

function usualCode(type: ColumnType): Code {
  switch (type.kind) {
    case "tinyint":
    case "smallint":
    case "mediumint":
    case "integer":
    case "bigint":
      return call(type.kind, record({ ...sign(type), width: optional(type.width, word) }));
    case "numeric":
      return call("numeric", optional(type.precision, word), optional(type.scale, word), record(sign(type)));
    case "real":
    case "double":
      return call(type.kind, record(sign(type)));
    case "float":
      return call("float", optional(type.precision, word), record(sign(type)));
    case "char":
    case "varchar":
      return call(type.kind, optional(type.length, word), record(charset(type)));
    case "text":
      return call("text", record({ size: optional(type.size, text), ...charset(type) }));
    case "binary":
    case "varbinary":
      return call(type.kind, optional(type.length, word));
    case "blob":
      return call("blob", record({ size: optional(type.size, text) }));
    case "bit":
      return call("bit", optional(type.length, word), record({ varying: optional(type.varying, word) }));
    case "time":
    case "timestamp": {
      const { precision, timezone } = type;
      return call(type.kind, record({ precision: optional(precision, word), timezone: optional(timezone, word) }));
    }
    case "datetime":
      return call("datetime", record({ precision: optional(type.precision, word) }));
    case "interval": {
      const { fields, precision } = type;
      return call("interval", record({ fields: optional(fields, text), precision: optional(precision, word) }));
    }
    case "enum":
      return call("enumOf", texts(type.values), record(charset(type)));
    case "set":
      return call("setOf", texts(type.values), record(charset(type)));
    case "named":
      return call("named", text(type.name), record({ schema: optional(type.schema, text) }));
    case "array":
      return call("array", typeCode(type.of), record({ dimensions: optional(type.dimensions, word) }));
    case "raw":
      return call("raw", text(type.sql));
    default:
      return call(type.kind);
  }
}

function sign(type: { readonly unsigned?: true; readonly zerofill?: true }) {
  return { unsigned: optional(type.unsigned, word), zerofill: optional(type.zerofill, word) };
}

function charset(type: { readonly charset?: string }) {
  return { charset: optional(type.charset, text) };
}

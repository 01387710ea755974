import type { ColumnStorage } from "../../schema/column-keeping.ts";
import { sameName } from "../../schema/names.ts";
import type { Schema } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";

/** Where the server keeps long values of a type, unless the column says otherwise; undefined for a type that Limbeck doesn't know. Source: `pg_type.typstorage` (13 to 18). */
export function storageOfType(type: ColumnType, schema: Schema): ColumnStorage | undefined {
  if (type.kind === "array") return "extended";
  if (type.kind !== "named") return storages[type.kind];
  const domain = schema.domains.find((each) => sameName(each, type));
  if (domain !== undefined) return storageOfType(domain.type, schema);
  if (schema.enums.some((each) => sameName(each, type))) return "plain";
  return [...schema.composites, ...schema.ranges].some((each) => sameName(each, type)) ? "extended" : undefined;
}

const storages: { readonly [kind: string]: ColumnStorage | undefined } = {
  ...{ text: "extended", varchar: "extended", char: "extended", blob: "extended", binary: "extended" },
  ...{ varbinary: "extended", json: "extended", jsonb: "extended", xml: "extended", bit: "extended" },
  ...{ tsvector: "extended", path: "extended", polygon: "extended" },
  ...{ int4range: "extended", int8range: "extended", numrange: "extended", tsrange: "extended" },
  ...{ tstzrange: "extended", daterange: "extended", int4multirange: "extended", int8multirange: "extended" },
  ...{ nummultirange: "extended", tsmultirange: "extended", tstzmultirange: "extended", datemultirange: "extended" },
  ...{ numeric: "main", inet: "main", cidr: "main" },
  ...{ smallint: "plain", integer: "plain", bigint: "plain", real: "plain", double: "plain", float: "plain" },
  ...{ boolean: "plain", date: "plain", time: "plain", timestamp: "plain", interval: "plain", uuid: "plain" },
  ...{ money: "plain", oid: "plain", macaddr: "plain", macaddr8: "plain", tsquery: "plain", point: "plain" },
  ...{ line: "plain", lseg: "plain", box: "plain", circle: "plain" },
};

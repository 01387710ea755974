import type { DefaultValue } from "../schema/schema.ts";
import type { ColumnType } from "../schema/types.ts";

/** A value of the type that stands for none: 0, an empty text, the first day of 2000 (which every server has). Absent for types that have no such value of their own. */
export function zeroValue(type: ColumnType): DefaultValue | undefined {
  return Object.hasOwn(zeros, type.kind) ? zeros[type.kind] : undefined;
}

const zeros: { readonly [K in ColumnType["kind"]]?: DefaultValue } = {
  ...{ tinyint: 0, smallint: 0, mediumint: 0, integer: 0, bigint: 0 },
  ...{ numeric: 0, real: 0, double: 0, float: 0, money: 0 },
  ...{ char: "", varchar: "", text: "", citext: "" },
  boolean: false,
  date: "2000-01-01",
  time: "00:00:00",
  timestamp: "2000-01-01 00:00:00",
  datetime: "2000-01-01 00:00:00",
  ...{ json: "{}", jsonb: "{}" },
  uuid: "00000000-0000-0000-0000-000000000000",
};

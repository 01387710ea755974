import type { Column, NotNull } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import type { Row } from "../contract.ts";
import { notNullName } from "./constraint-names.ts";
import { readDefault } from "./default-value.ts";
import { withoutOuterParentheses } from "./expression-text.ts";
import { maybeText, textOf } from "./inspect-rows.ts";
import type { OwnedSequence } from "./inspect-sequences.ts";
import { typeOf } from "./named-type.ts";
import { statedOptions } from "./sequence-options.ts";

/** The column that a row says; `sequence` is its own one. */
export function columnOf(row: Row, table: string, sequence: OwnedSequence | undefined): Column {
  const type = typeOf(row);
  const collation = maybeText(row, "collation");
  const comment = maybeText(row, "comment");
  const notNull = notNullOf(row, table);
  const statistics = maybeText(row, "statistics");
  const compression = maybeText(row, "compression");
  const storage = maybeText(row, "storage") as Column["storage"];
  return {
    name: textOf(row, "name"),
    type,
    nullable: row["required"] !== true,
    ...(notNull === undefined ? undefined : { notNull }),
    ...sourceOf(row, type, sequence),
    ...(collation === undefined ? undefined : { collation }),
    ...(compression === undefined ? undefined : { compression }),
    ...(storage === undefined ? undefined : { storage }),
    ...(statistics === undefined ? undefined : { statistics: Number(statistics) }),
    ...(comment === undefined ? undefined : { comment }),
  };
}

/** What a row says of the constraint behind NOT NULL; undefined where that is the usual one. The usual name, with or without a number behind it, says nothing. */
export function notNullOf(row: Row, table: string): NotNull | undefined {
  const name = maybeText(row, "not_null");
  if (name === undefined) return undefined;
  const usual = notNullName(table, textOf(row, "name"));
  const isUsual = name.startsWith(usual) && /^\d*$/.test(name.slice(usual.length));
  const notNull: NotNull = {
    ...(isUsual ? {} : { name }),
    ...(row["not_null_valid"] === false ? { notValid: true } : {}),
    ...(row["not_null_alone"] === true ? { noInherit: true } : {}),
  };
  return Object.keys(notNull).length === 0 ? undefined : notNull;
}

/** Where the value of a column comes from when a row doesn't give it. */
function sourceOf(
  row: Row,
  type: ColumnType,
  sequence: OwnedSequence | undefined,
): Pick<Column, "default" | "generated" | "identity" | "autoincrement"> | undefined {
  const identity = maybeText(row, "identity") ?? "";
  if (identity !== "") {
    const options = sequence === undefined ? {} : statedOptions(sequence.options);
    return { identity: { always: identity === "a", ...(Object.keys(options).length === 0 ? {} : { options }) } };
  }
  const expression = maybeText(row, "expression");
  if (expression === undefined) return undefined;
  const generated = maybeText(row, "generated") ?? "";
  if (generated !== "") {
    return { generated: { expression: withoutOuterParentheses(expression), stored: generated === "s" } };
  }
  if (sequence?.use === "serial") return { autoincrement: true };
  const value = readDefault(expression, type);
  return value === undefined ? undefined : { default: value };
}

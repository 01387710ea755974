import { stableJson } from "../base/hash.ts";
import type { ColumnType, LargeSize } from "../schema/types.ts";

/** True unless it is certain that every value of a type keeps its meaning in another one, and comes back unchanged. */
export function conversionLoses(from: ColumnType, to: ColumnType): boolean {
  if (stableJson(from) === stableJson(to)) return false;
  const size = integerBytes[from.kind];
  const newSize = integerBytes[to.kind];
  if (size !== undefined && newSize !== undefined) return newSize < size || sign(from) !== sign(to);
  if (isText(from) && isText(to)) return !hasLettersOf(from, to) || textLoses(from, to);
  if (isChoice(from) && isChoice(to) && from.kind === to.kind)
    return !hasLettersOf(from, to) || from.values.some((value) => !to.values.includes(value));
  if (from.kind === "numeric" && to.kind === "numeric") return !holds(to, from);
  return !(from.kind === "real" && to.kind === "double");
}

const integerBytes: { readonly [kind: string]: number | undefined } = {
  tinyint: 1,
  smallint: 2,
  mediumint: 3,
  integer: 4,
  bigint: 8,
};

type TextType =
  | { readonly kind: "varchar"; readonly length?: number; readonly charset?: string }
  | { readonly kind: "text"; readonly size?: LargeSize; readonly charset?: string };
type ChoiceType = Extract<ColumnType, { readonly kind: "enum" | "set" }>;
type InLetters = { readonly charset?: string };
type NumericType = Extract<ColumnType, { readonly kind: "numeric" }>;

function isText(type: ColumnType): type is TextType {
  return type.kind === "varchar" || type.kind === "text";
}

function isChoice(type: ColumnType): type is ChoiceType {
  return type.kind === "enum" || type.kind === "set";
}

/** MySQL's utf8mb4 has the letters of every character set. */
function hasLettersOf({ charset }: InLetters, { charset: next }: InLetters): boolean {
  return next === charset || next === "utf8mb4";
}

/** A text with a size of its own is MySQL's, where one without is the second smallest. */
function textLoses(from: TextType, to: TextType): boolean {
  if (from.kind === "text" && from.size !== undefined) {
    return to.kind !== "text" || textSizes.indexOf(to.size) < textSizes.indexOf(from.size);
  }
  return textRoom(to) < textRoom(from);
}

const textSizes = ["tiny", undefined, "medium", "long"] as const;

/** In characters; a size is in bytes, of which a character has up to 4. */
function textRoom(type: TextType): number {
  if (type.kind === "varchar") return type.length ?? Number.POSITIVE_INFINITY;
  return { tiny: 63, medium: 4_194_303, long: Number.POSITIVE_INFINITY }[type.size ?? "long"];
}

function sign(type: ColumnType): boolean {
  return "unsigned" in type && type.unsigned === true;
}

/** Digits before and after the point both fit, and the sign is the same. A numeric without a precision holds any. */
function holds(wide: NumericType, narrow: NumericType): boolean {
  if (sign(wide) !== sign(narrow)) return false;
  if (wide.precision === undefined) return true;
  if (narrow.precision === undefined) return false;
  const scale = wide.scale ?? 0;
  const narrowScale = narrow.scale ?? 0;
  return scale >= narrowScale && wide.precision - scale >= narrow.precision - narrowScale;
}

import { invalidValue, oneOf, readFlag } from "./options.ts";

/** A whole number, which may exceed 2^53 as a bigint or as text. */
export type NumberText = number | bigint | string;

/** What a sequence can be told; absent is the server's default. */
export interface SequenceSettings {
  readonly type?: "smallint" | "integer" | "bigint";
  readonly start?: NumberText;
  readonly increment?: NumberText;
  readonly min?: NumberText;
  readonly max?: NumberText;
  readonly cache?: NumberText;
  readonly cycle?: boolean;
}

/** Readers of the options of a sequence. */
export const sequenceReaders = {
  type: oneOf(["smallint", "integer", "bigint"]),
  start: readNumberText,
  increment: readNumberText,
  min: readNumberText,
  max: readNumberText,
  cache: readNumberText,
  cycle: readFlag,
};

function readNumberText(value: unknown, where: string): string {
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "string" && /^-?\d+$/.test(value)) return value;
  throw invalidValue(where, "a whole number", value, "A number beyond 2^53 is written as text.");
}

import { nearest } from "../base/nearest.ts";
import { fail } from "./errors.ts";
import {
  type OptionReaders,
  oneOf,
  readCount,
  readFlag,
  readList,
  readName,
  readOptions,
  readSqlText,
  readText,
  show,
} from "./options.ts";
import { type ColumnType, plainTypes } from "./types.ts";

/** The tag of a type. */
export type TypeKind = ColumnType["kind"];

/**
 * Checks a type that a person gave and returns it. Errors: SCHEMA_TYPE_INVALID when it isn't one,
 * SCHEMA_OPTION_UNKNOWN and SCHEMA_VALUE_INVALID for its parameters.
 */
export function readType(value: unknown, where: string): ColumnType {
  if (typeof value !== "object" || value === null || !("kind" in value)) throw notAType(value, where);
  const { kind, ...parameters } = value;
  if (!isTypeKind(kind)) throw notAType(kind, where);
  return typeOf(kind, parameters, where);
}

/** The type of this kind with these parameters, checked. Errors: as `readType`. */
export function typeOf(kind: TypeKind, parameters: unknown, where: string): ColumnType {
  const read = readOptions(parameters, readersOf(kind), where);
  for (const name of required[kind] ?? []) {
    if (!Object.hasOwn(read, name)) throw fail("SCHEMA_TYPE_INVALID", `${where}: the type ${kind} needs its ${name}.`);
  }
  return { kind, ...read } as ColumnType;
}

function notAType(value: unknown, where: string) {
  const word =
    typeof value === "function" ? value.name : typeof value === "string" ? /^\w*/.exec(value)?.[0] : undefined;
  const known = word === undefined ? undefined : nearest(word, [...plainTypes, ...Object.keys(parameterised)]);
  const message = `${where} must be a type, not ${show(value)}.`;
  if (known === undefined) return fail("SCHEMA_TYPE_INVALID", message);
  return fail("SCHEMA_TYPE_INVALID", message, { hint: `Write ${known}(…), without quotes and with parentheses.` });
}

function isTypeKind(kind: unknown): kind is TypeKind {
  return typeof kind === "string" && (plain.has(kind) || Object.hasOwn(parameterised, kind));
}

function readersOf(kind: string): OptionReaders {
  const table: Readonly<Record<string, OptionReaders>> = parameterised;
  return (plain.has(kind) ? undefined : table[kind]) ?? {};
}

const plain: ReadonlySet<string> = new Set(plainTypes);

const sign = { unsigned: readFlag, zerofill: readFlag };
const integerParameters = { ...sign, width: readCount };
const length = { length: readCount };
const size = { size: oneOf(["tiny", "medium", "long"]) };
const charset = { charset: readText };
const values = { values: (value: unknown, where: string) => readList(value, where, readText) };
const clock = { precision: readCount, timezone: readFlag };

const parameterised: { readonly [K in Exclude<TypeKind, (typeof plainTypes)[number]>]: OptionReaders } = {
  tinyint: integerParameters,
  smallint: integerParameters,
  mediumint: integerParameters,
  integer: integerParameters,
  bigint: integerParameters,
  numeric: { precision: readCount, scale: readScale, ...sign },
  real: sign,
  double: sign,
  float: { precision: readCount, ...sign },
  char: { ...length, ...charset },
  varchar: { ...length, ...charset },
  text: { ...size, ...charset },
  binary: length,
  varbinary: length,
  blob: size,
  bit: { ...length, varying: readFlag },
  time: clock,
  timestamp: clock,
  datetime: { precision: readCount },
  interval: { fields: readText, precision: readCount },
  enum: { ...values, ...charset },
  set: { ...values, ...charset },
  named: { name: readName, schema: readName },
  array: { of: readType, dimensions: readCount },
  raw: { sql: readTypeText },
};

const required: { readonly [kind: string]: readonly string[] | undefined } = {
  enum: ["values"],
  set: ["values"],
  named: ["name"],
  array: ["of"],
  raw: ["sql"],
};

/** SQL of a type; empty for a column without one, which SQLite has (https://www.sqlite.org/datatype3.html, 3.53). */
function readTypeText(value: unknown, where: string): string {
  return value === "" ? value : readSqlText(value, where);
}

/** PostgreSQL 15 has negative scales: digits before the point that are rounded away. */
function readScale(value: unknown, where: string): number {
  return typeof value === "number" && value < 0 ? -readCount(-value, where) : readCount(value, where);
}

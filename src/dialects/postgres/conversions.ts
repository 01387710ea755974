import type { ColumnType } from "../../schema/types.ts";
import { typeText } from "./types.ts";

/** What becomes of the values of a column whose type changes. */
export interface Conversion {
  /**
   * How the server gets from one type to the other: `automatic` by itself; `cast` only by an explicit cast, or by two, which keep
   * the value or fail; `none` without an expression that says how; `unknown` for types that Limbeck doesn't know.
   */
  readonly way: "automatic" | "cast" | "cast through text" | "none" | "unknown";
  /** True when the server rounds or cuts values without an error. */
  readonly rounds: boolean;
  /** What the server writes anew: nothing, the indexes of the column, or the table and all its indexes. */
  readonly cost: "nothing" | "indexes" | "table" | "unknown";
}

/** How a type changes into another one. `isEnum` tells whether a named type is an enum. */
export function conversionOf(from: ColumnType, to: ColumnType, isEnum: (type: ColumnType) => boolean): Conversion {
  const words = [from, to].map(({ kind }) => kind);
  if (words.includes("citext") && from.kind !== to.kind && words.every((kind) => foldedTexts.has(kind))) {
    const isCut = to.kind === "varchar" && to.length !== undefined;
    return { way: "automatic", rounds: false, cost: isCut ? "table" : "indexes" };
  }
  const [a, b] = [formOf(from), formOf(to)];
  if (a === undefined || b === undefined || !isKnown(from, isEnum) || !isKnown(to, isEnum)) {
    return { way: "unknown", rounds: false, cost: typeText(from) === typeText(to) ? "nothing" : "unknown" };
  }
  return { way: wayOf(a, b, isEnum), rounds: roundsOf(a, b), cost: costOf(a, b) };
}

/** A type taken apart; `array` has its element alone, for its number of dimensions is no part of the type. */
interface Form {
  readonly type: ColumnType;
  readonly name: string;
  readonly isArray: boolean;
  /** The number in parentheses: a length or a precision. */
  readonly size?: number;
  readonly scale?: number;
}

function formOf(type: ColumnType): Form | undefined {
  if (type.kind === "array") {
    const element = formOf(type.of);
    return element === undefined || element.isArray ? undefined : { ...element, isArray: true };
  }
  const text = typeText(type);
  if (text === undefined || (type.kind === "raw" && text !== "regclass")) return undefined;
  if (type.kind === "named") return { type, name: text, isArray: false };
  const [, head = text, first, second, tail = ""] =
    /^([a-z0-9 ]+?)(?:\((\d+)(?:,(-?\d+))?\))?( with.*)?$/.exec(text) ?? [];
  const name = type.kind === "interval" ? "interval" : head + tail;
  const implied = name === "character" || name === "bit" ? 1 : undefined;
  const size = first === undefined ? implied : Number(first);
  return {
    ...{ type, name, isArray: false },
    ...(size === undefined ? {} : { size }),
    ...(first === undefined || type.kind !== "numeric" ? {} : { scale: Number(second ?? 0) }),
  };
}

/** Types of extensions and types that the schema defines may have casts of their own; those of an enum, of citext and of hstore are known. */
function isKnown(type: ColumnType, isEnum: (type: ColumnType) => boolean): boolean {
  if (type.kind === "array") return isKnown(type.of, isEnum);
  return type.kind === "named" ? isEnum(type) : !extensionTypes.has(type.kind);
}

/** Texts whose bytes are the same, and that citext orders in its own way. Source: contrib/citext/citext--1.4.sql (13 to 18). */
const foldedTexts: ReadonlySet<string> = new Set(["citext", "text", "varchar"]);

const extensionTypes: ReadonlySet<string> = new Set(["ltree", "geometry"]);

function wayOf(from: Form, to: Form, isEnum: (type: ColumnType) => boolean): Conversion["way"] {
  if (from.isArray !== to.isArray) return from.isArray && texts.has(to.name) ? "automatic" : "none";
  if (from.name === to.name || automatic[from.name]?.includes(to.name) === true) return "automatic";
  if (texts.has(to.name)) return "automatic";
  if (texts.has(from.name) && (isEnum(to.type) || to.name === "uuid" || to.name === "json")) return "cast";
  if (isEnum(from.type) && isEnum(to.type)) return "cast through text";
  return "none";
}

const texts: ReadonlySet<string> = new Set(["text", "character varying", "character", "citext"]);

/**
 * Casts that the server applies by itself when a type changes, beside those to a text, which every type has.
 * Source: `pg_cast` with `castcontext` `i` and `a`, the same from 13 to 18; https://www.postgresql.org/docs/current/catalog-pg-cast.html.
 */
const automatic: { readonly [from: string]: readonly string[] | undefined } = {
  smallint: ["integer", "bigint", "numeric", "real", "double precision", "oid"],
  integer: ["smallint", "bigint", "numeric", "real", "double precision", "oid", "money"],
  bigint: ["smallint", "integer", "numeric", "real", "double precision", "oid", "money"],
  numeric: ["smallint", "integer", "bigint", "real", "double precision", "money"],
  real: ["smallint", "integer", "bigint", "numeric", "double precision"],
  "double precision": ["smallint", "integer", "bigint", "numeric", "real"],
  oid: ["integer", "bigint", "regclass"],
  regclass: ["oid", "integer", "bigint"],
  money: ["numeric"],
  bit: ["bit varying"],
  "bit varying": ["bit"],
  cidr: ["inet"],
  inet: ["cidr"],
  date: ["timestamp without time zone", "timestamp with time zone"],
  "time without time zone": ["time with time zone", "interval"],
  "time with time zone": ["time without time zone"],
  "timestamp without time zone": ["date", "time without time zone", "timestamp with time zone"],
  "timestamp with time zone": [
    ...["date", "time without time zone", "time with time zone", "timestamp without time zone"],
  ],
  interval: ["time without time zone"],
  json: ["jsonb"],
  jsonb: ["json"],
  macaddr: ["macaddr8"],
  macaddr8: ["macaddr"],
  box: ["polygon"],
  path: ["polygon"],
  point: ["box"],
  polygon: ["path"],
};

/** Casts among different types that keep less than there was. */
const rounding: { readonly [from: string]: readonly string[] | undefined } = {
  integer: ["real"],
  bigint: ["real", "double precision"],
  numeric: ["smallint", "integer", "bigint", "real", "double precision", "money"],
  real: ["smallint", "integer", "bigint"],
  "double precision": ["smallint", "integer", "bigint", "numeric", "real"],
  inet: ["cidr"],
  "time with time zone": ["time without time zone"],
  "timestamp without time zone": ["date", "time without time zone"],
  "timestamp with time zone": ["date", "time without time zone", "time with time zone"],
  interval: ["time without time zone"],
  json: ["jsonb"],
  path: ["polygon"],
};

function roundsOf(from: Form, to: Form): boolean {
  if (from.name !== to.name) return rounding[from.name]?.includes(to.name) === true || cutsScale(from, to);
  if (from.type.kind === "numeric") return cutsScale(from, to);
  if (leastField(to) > leastField(from)) return true;
  return clocks.test(from.name) && to.size !== undefined && room(from) > to.size;
}

/** A numeric of a given scale rounds what has more digits behind the point; integers have none. */
function cutsScale(from: Form, to: Form): boolean {
  if (to.scale === undefined) return false;
  if (from.type.kind === "numeric") return from.scale === undefined || from.scale > to.scale;
  return from.name === "real" || from.name === "double precision" || to.scale < 0;
}

/** The greatest length or precision that a value can have. */
function room(form: Form): number {
  if (leastField(form) > 0) return 0;
  return form.size ?? (clocks.test(form.name) ? LONGEST_FRACTION : Number.POSITIVE_INFINITY);
}

/** The place of the finest field that a type keeps; 0 for the finest of all, seconds, and for what is no interval. */
function leastField({ type }: Form): number {
  const least = type.kind === "interval" ? type.fields?.toLowerCase().split(" ").at(-1) : undefined;
  return Math.max(0, ["second", "minute", "hour", "day", "month", "year"].indexOf(least ?? "second"));
}

const clocks = /^(?:time|timestamp|interval)/;
/** Digits of a fraction of a second without a precision. */
const LONGEST_FRACTION = 6;

/** Measured on 11 to 18. A change that isn't listed writes the table anew. */
function costOf(from: Form, to: Form): Conversion["cost"] {
  if (from.isArray !== to.isArray) return "table";
  if (from.name === to.name) return isWider(from, to) ? "nothing" : "table";
  if (from.isArray) return "table";
  const pair = `${from.name} > ${to.name}`;
  if (sameBytes.has(pair)) return to.size === undefined ? "nothing" : "table";
  if (sameBytesOtherOrder.has(pair)) return to.size === undefined ? "indexes" : "table";
  // By the time zone of the session: in UTC the bytes stay.
  if (betweenZones.has(pair)) return isWider(from, to) ? "unknown" : "table";
  return "table";
}

/** True when each value of the one, as it is stored, is one of the other. */
function isWider(from: Form, to: Form): boolean {
  if (from.size === to.size && from.scale === to.scale && typeText(from.type) === typeText(to.type)) return true;
  if (from.isArray || from.name === "character" || from.name === "bit") return false;
  if (leastField(to) > leastField(from)) return false;
  const fits = to.size === undefined || room(from) <= to.size;
  return fits && (to.size === undefined || from.scale === to.scale);
}

const sameBytes: ReadonlySet<string> = new Set([
  ...["character varying > text", "text > character varying", "cidr > inet", "xml > text", "xml > character varying"],
  ...["regclass > oid", "oid > regclass"],
]);
const sameBytesOtherOrder: ReadonlySet<string> = new Set(["integer > oid", "oid > integer", "bit > bit varying"]);
const betweenZones: ReadonlySet<string> = new Set([
  "timestamp without time zone > timestamp with time zone",
  "timestamp with time zone > timestamp without time zone",
]);

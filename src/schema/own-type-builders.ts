import { readDefault } from "./column-builder.ts";
import { readType } from "./column-type.ts";
import type { ConstraintPart } from "./constraint-builders.ts";
import { fail } from "./errors.ts";
import { type InSchema, inSchema } from "./object-builders.ts";
import { invalidValue, readBoolean, readList, readName, readOptions, readText, show } from "./options.ts";
import type { Attribute, Check, CompositeType, DefaultValue, Domain, RangeType } from "./schema.ts";
import type { ColumnType } from "./types.ts";

/** What a domain can have beside its type. */
export interface DomainOptions extends InSchema {
  readonly default?: DefaultValue;
  /** True is the default. */
  readonly nullable?: boolean;
  readonly collation?: string;
  /** `check(sql`VALUE > 0`)`. */
  readonly checks?: readonly ConstraintPart[];
  readonly comment?: string;
}

/** What an attribute of a composite type can have beside its type. */
export interface AttributeOptions {
  readonly collation?: string;
  readonly comment?: string;
}

/** What a range type can have beside its subtype. */
export interface RangeOptions extends InSchema {
  /** Operator class that orders the subtype. */
  readonly opclass?: string;
  readonly collation?: string;
  /** Name of the function that tells how far apart two values are. */
  readonly difference?: string;
  /** Name of the type of lists of ranges. */
  readonly multirange?: string;
  readonly comment?: string;
}

/** A domain, a type with conditions of its own: domain("email", text(), { checks: [check(sql`VALUE LIKE '%@%'`)] }). */
export function domain(name: string, type: ColumnType, options?: DomainOptions): Domain {
  const where = `domain() ${JSON.stringify(name)}`;
  const { nullable, checks, ...read } = readOptions(options, domainReaders, where);
  return {
    name: readName(name, `${where}: the name`),
    type: readType(type, where),
    ...read,
    nullable: nullable ?? true,
    checks: withCheckNames(name, checks ?? []),
  };
}

/** The checks of a domain; one without a name gets the one that the server would give to it, for they are dropped by their names. */
export function withCheckNames(domainName: string, checks: readonly Check[]): readonly Check[] {
  const done: Check[] = [];
  for (const one of checks) done.push({ ...one, name: one.name ?? domainCheckName(domainName, done) });
  return done;
}

/** The name of a domain's check that is given none. */
export function domainCheckName(domainName: string, others: readonly Check[]): string {
  const taken = new Set(others.map((other) => other.name));
  const candidates = Array.from({ length: taken.size + 1 }, (_, i) => `${domainName}_check${i === 0 ? "" : i}`);
  return candidates.find((each) => !taken.has(each)) ?? `${domainName}_check`;
}

/** An attribute of a composite type: `attribute("street", text())`. */
export function attribute(name: string, type: ColumnType, options?: AttributeOptions): Attribute {
  const where = `attribute() ${JSON.stringify(name)}`;
  const read = readOptions(options, attributeReaders, where);
  return { name: readName(name, `${where}: the name`), type: readType(type, where), ...read };
}

/** A composite type: `compositeType("address", [attribute("street", text()), attribute("town", text())])`. */
export function compositeType(
  name: string,
  attributes: readonly Attribute[],
  options?: InSchema & { readonly comment?: string },
): CompositeType {
  const where = `compositeType() ${JSON.stringify(name)}`;
  const read = readOptions(options, compositeReaders, where);
  const list = readList(attributes, `${where}: the attributes`, readAttribute);
  const twice = list.find((one, i) => list.findIndex((other) => other.name === one.name) !== i);
  if (twice !== undefined) throw invalidValue(`${where}: the attributes`, "of different names", twice.name);
  return { name: readName(name, `${where}: the name`), ...read, attributes: list };
}

/** A type of ranges over another type: `rangeType("floats", double())`. */
export function rangeType(name: string, subtype: ColumnType, options?: RangeOptions): RangeType {
  const where = `rangeType() ${JSON.stringify(name)}`;
  const read = readOptions(options, rangeReaders, where);
  return { name: readName(name, `${where}: the name`), ...read, subtype: readType(subtype, where) };
}

/** What `attribute` makes. Errors: SCHEMA_VALUE_INVALID. */
export function readAttribute(value: unknown, where: string): Attribute {
  if (typeof value !== "object" || value === null || !("name" in value) || !("type" in value)) {
    throw invalidValue(where, "an attribute: attribute(…)", value);
  }
  const { name, type, ...options } = value;
  return { name: readName(name, where), type: readType(type, where), ...readOptions(options, attributeReaders, where) };
}

/** What `check` makes, several times. Errors: SCHEMA_VALUE_INVALID. */
export function readChecks(value: unknown, where: string): readonly Check[] {
  return readList(value, where, (part, place) => {
    if (typeof part === "object" && part !== null && "check" in part) return (part as { readonly check: Check }).check;
    throw fail("SCHEMA_VALUE_INVALID", `${place} must be a check, not ${show(part)}.`, {
      hint: "Write check(sql`VALUE …`).",
    });
  });
}

/** Readers of the options of a domain. */
export const domainReaders = {
  ...inSchema,
  default: readDefault,
  nullable: readBoolean,
  collation: readText,
  checks: readChecks,
  comment: readText,
};
const attributeReaders = { collation: readText, comment: readText };
const compositeReaders = { ...inSchema, comment: readText };
/** Readers of the options of a range type. */
export const rangeReaders = {
  ...inSchema,
  opclass: readText,
  collation: readText,
  difference: readText,
  multirange: readName,
  comment: readText,
};

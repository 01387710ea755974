import { given } from "../../base/given.ts";
import { nameKey } from "../../schema/names.ts";
import type { Attribute, CompositeType, Domain, RangeType, Schema } from "../../schema/schema.ts";
import { normaliseText } from "./expression-text.ts";
import { multirangeName } from "./multirange-name.ts";
import { normaliseCheck } from "./normalise-check.ts";
import { normaliseDefault, normaliseType } from "./normalise-column.ts";

/** The keys of the types that the schema defines: enums, domains, composite types, ranges and the lists of those. */
export function ownTypes({ enums, domains, composites, ranges }: Schema): ReadonlySet<string> {
  const lists = ranges.map((range) => ({ ...range, name: range.multirange ?? multirangeName(range.name) }));
  return new Set([...enums, ...domains, ...composites, ...ranges, ...lists].map(nameKey));
}

/** A domain as it is compared. */
export function normaliseDomain(domain: Domain, own: ReadonlySet<string>): Domain {
  const { default: value, comment, ...rest } = domain;
  const type = normaliseType(domain.type, own);
  return {
    ...rest,
    type,
    checks: domain.checks.map(normaliseCheck),
    ...given({
      default: value === undefined ? undefined : normaliseDefault(value, type),
      comment: comment === "" ? undefined : comment,
    }),
  };
}

/** A composite type as it is compared. */
export function normaliseComposite(type: CompositeType, own: ReadonlySet<string>): CompositeType {
  const { comment, ...rest } = type;
  return {
    ...rest,
    attributes: type.attributes.map((attribute) => normaliseAttribute(attribute, own)),
    ...given({ comment: comment === "" ? undefined : comment }),
  };
}

function normaliseAttribute({ comment, ...rest }: Attribute, own: ReadonlySet<string>): Attribute {
  return {
    ...rest,
    type: normaliseType(rest.type, own),
    ...given({ comment: comment === "" ? undefined : comment }),
  };
}

/** A range type as it is compared: names in one spelling, and without the name that its lists have anyway. */
export function normaliseRange(range: RangeType, own: ReadonlySet<string>): RangeType {
  const { comment, opclass, difference, multirange, ...rest } = range;
  return {
    ...rest,
    subtype: normaliseType(range.subtype, own),
    ...given({
      opclass: opclass === undefined ? undefined : normaliseText(opclass),
      difference: difference === undefined ? undefined : normaliseText(difference),
      multirange: multirange === multirangeName(range.name) ? undefined : multirange,
      comment: comment === "" ? undefined : comment,
    }),
  };
}

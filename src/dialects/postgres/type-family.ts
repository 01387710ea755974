import { isOfType } from "../../ops/type-users.ts";
import { sameName } from "../../schema/names.ts";
import type { ObjectName, Schema } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import { multirangeName } from "./multirange-name.ts";
import { beside } from "./scene.ts";

/**
 * A type of the schema and all that are made of it, in an order in which they can be made: domains over it, composite types with it,
 * ranges of it, and so on. The lists of ranges are made with their ranges, and stand behind them.
 */
export function typeFamily(root: ObjectName, schema: Schema): readonly ObjectName[] {
  const found: ObjectName[] = [...lists(root, schema), root];
  for (let at = 0; at < found.length; at++) {
    const users = usersOf(found[at] ?? root, schema);
    for (const user of users) {
      const old = found.findIndex((each) => sameName(each, user));
      // A type that is made of two of them comes behind both.
      if (old >= 0 && old <= at) continue;
      if (old >= 0) found.splice(old, 1);
      found.push(user, ...lists(user, schema));
    }
  }
  const [first, ...rest] = found.filter((each) => !sameName(each, root));
  return [root, ...(first === undefined ? [] : [first, ...rest])];
}

/** True when a type is one of these, or a list of one. */
export function isOfFamily(type: ColumnType, family: readonly ObjectName[]): boolean {
  return family.some((name) => isOfType(type, name));
}

/** The name of the type of lists of ranges. */
export function multirangeOf(range: { readonly multirange?: string } & ObjectName): ObjectName {
  return beside(range, range.multirange ?? multirangeName(range.name));
}

function lists(name: ObjectName, { ranges }: Schema): readonly ObjectName[] {
  return ranges.filter((range) => sameName(range, name)).map(multirangeOf);
}

function usersOf(name: ObjectName, { domains, composites, ranges }: Schema): readonly ObjectName[] {
  return [
    ...domains.filter(({ type }) => isOfType(type, name)),
    ...composites.filter(({ attributes }) => attributes.some(({ type }) => isOfType(type, name))),
    ...ranges.filter(({ subtype }) => isOfType(subtype, name)),
  ];
}

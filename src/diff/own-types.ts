import { sameData } from "../base/same-data.ts";
import type { Op } from "../ops/op.ts";
import type { DomainChanges } from "../ops/own-type-ops.ts";
import { nameKey, nameOf } from "../schema/names.ts";
import type { Attribute, Check, CompositeType, Domain, ObjectName, RangeType, Schema } from "../schema/schema.ts";
import { changeComment, withoutComment } from "./comments.ts";
import { byName, type Matching, matchBy, type Sided, sameObject, sidedOf } from "./pairs.ts";

/** What makes and changes domains, composite types and range types, and what drops them. */
export function diffOwnTypes(
  have: Sided<Schema>,
  want: Sided<Schema>,
): { readonly create: readonly Op[]; readonly drop: readonly Op[] } {
  const domains = matched(have, want, (schema) => schema.domains);
  const composites = matched(have, want, (schema) => schema.composites);
  const ranges = matched(have, want, (schema) => schema.ranges);
  return {
    create: [
      ...domains.added.map(({ given }): Op => ({ kind: "createDomain", domain: given })),
      ...composites.added.map(({ given }): Op => ({ kind: "createComposite", composite: given })),
      ...ranges.added.map(({ given }): Op => ({ kind: "createRange", range: given })),
      ...domains.both.flatMap((pair) => changeDomain(pair.have, pair.want)),
      ...composites.both.flatMap((pair) => changeComposite(pair.have, pair.want)),
      ...ranges.both.flatMap((pair) => changeRange(pair.have, pair.want)),
    ],
    drop: [
      ...domains.removed.map(({ given }): Op => ({ kind: "dropDomain", ...nameOf(given) })),
      ...composites.removed.map(({ given }): Op => ({ kind: "dropComposite", ...nameOf(given) })),
      ...ranges.removed.map(({ given }): Op => ({ kind: "dropRange", ...nameOf(given) })),
    ],
  };
}

function matched<T extends ObjectName>(
  have: Sided<Schema>,
  want: Sided<Schema>,
  list: (schema: Schema) => readonly T[],
): Matching<Sided<T>> {
  return matchBy(byName(sidedOf(have, list)), byName(sidedOf(want, list)), ({ given }) => nameKey(given));
}

/** A domain of another type is made anew with its checks; else each of them comes and goes by itself. */
function changeDomain(have: Sided<Domain>, want: Sided<Domain>): readonly Op[] {
  const name = nameOf(want.given);
  const checks = matchBy(
    sidedOf(have, (domain) => domain.checks),
    sidedOf(want, (domain) => domain.checks),
    ({ given }) => given.name ?? "",
  );
  const remade = checks.both.filter((pair) => !sameObject(withoutComment(pair.have), withoutComment(pair.want)));
  const drop = ({ given }: Sided<Check>): Op => ({ kind: "dropDomainCheck", ...name, check: given.name ?? "" });
  const isRemade = differ(have, want, ({ type, collation }) => ({ type, collation }));
  const changes: DomainChanges = {
    ...(differ(have, want, (domain) => domain.type) ? { type: want.given.type } : {}),
    ...(differ(have, want, (domain) => domain.collation) ? { collation: want.given.collation ?? null } : {}),
    ...(isRemade && differ(have, want, (domain) => domain.checks) ? { checks: want.given.checks } : {}),
    ...(differ(have, want, (domain) => domain.default) ? { default: want.given.default ?? null } : {}),
    ...(differ(have, want, (domain) => domain.nullable) ? { nullable: want.given.nullable } : {}),
  };
  const alter: readonly Op[] = Object.keys(changes).length === 0 ? [] : [{ kind: "alterDomain", ...name, changes }];
  if (isRemade) return [...alter, ...commentOf(name, have, want)];
  return [
    ...[...checks.removed, ...remade.map((pair) => pair.have)].map(drop),
    ...alter,
    ...[...checks.added, ...remade.map((pair) => pair.want)].map(
      ({ given }): Op => ({ kind: "createDomainCheck", ...name, check: given }),
    ),
    ...checks.both
      .filter((pair) => !remade.includes(pair))
      .flatMap((pair) => {
        const { name: check = "" } = pair.want.given;
        const on = { kind: "domainCheck", ...name, name: check, domain: name.name } as const;
        return changeComment(pair.have.given, pair.want.given, on);
      }),
    ...commentOf(name, have, want),
  ];
}

function changeComposite(have: Sided<CompositeType>, want: Sided<CompositeType>): readonly Op[] {
  const name = nameOf(want.given);
  const attributes = (type: CompositeType) => type.attributes;
  const { both, removed, added } = matchBy(
    sidedOf(have, attributes),
    sidedOf(want, attributes),
    ({ given }) => given.name,
  );
  const isChanged = (pair: { readonly have: Sided<Attribute>; readonly want: Sided<Attribute> }) =>
    differ(pair.have, pair.want, ({ type, collation }) => ({ type, collation }));
  return [
    ...removed.map(({ given }): Op => ({ kind: "dropAttribute", ...name, attribute: given.name })),
    ...both.filter(isChanged).map(({ want: { given } }): Op => {
      const { name: attribute, type, collation } = given;
      return { kind: "alterAttribute", ...name, attribute, type, ...(collation === undefined ? {} : { collation }) };
    }),
    ...added.map(({ given }): Op => ({ kind: "addAttribute", ...name, attribute: given })),
    ...commentOf(name, have, want),
    ...both.flatMap((pair): readonly Op[] => {
      if (!differ(pair.have, pair.want, ({ comment }) => comment)) return [];
      const { name: attribute, comment } = pair.want.given;
      return [
        {
          kind: "setComment",
          on: { kind: "attribute", ...name, attribute },
          ...(comment === undefined ? {} : { comment }),
        },
      ];
    }),
  ];
}

function changeRange(have: Sided<RangeType>, want: Sided<RangeType>): readonly Op[] {
  if (sameObject(have, want)) return [];
  const isComment = !differ(have, want, ({ comment: _, ...range }) => range);
  if (isComment) return commentOf(nameOf(want.given), have, want);
  return [{ kind: "replaceRange", range: want.given }];
}

function commentOf(
  name: ObjectName,
  have: Sided<{ readonly comment?: string }>,
  want: Sided<{ readonly comment?: string }>,
): readonly Op[] {
  if (!differ(have, want, ({ comment }) => comment)) return [];
  const { comment } = want.given;
  return [{ kind: "setComment", on: { kind: "type", ...name }, ...(comment === undefined ? {} : { comment }) }];
}

function differ<T>(have: Sided<T>, want: Sided<T>, part: (object: T) => unknown): boolean {
  return !sameData(part(have.comparable), part(want.comparable));
}

import { sameData } from "../base/same-data.ts";
import { onTable } from "../ops/edit.ts";
import { dropOf, tableOfPolicy } from "../ops/policy-behaviours.ts";
import type { PolicyChanges } from "../ops/policy-ops.ts";
import { nameKey, nameOf } from "../schema/names.ts";
import type { Policy, Schema } from "../schema/schema.ts";
import type { Around, AttachedOps } from "./attached.ts";
import { changeComment } from "./comments.ts";
import { compareTexts, matchBy, type Sided, sidedOf } from "./pairs.ts";
import { usesOfPolicy } from "./uses.ts";

/**
 * What a server can change of a policy is changed in its place: whom it is about, and conditions that are there. With another command or
 * kind, or a condition less, it is dropped and created again, and so is one that uses what others ruin, such as a column that changes.
 * Those that go with their table are dropped too, so that the way back makes them again.
 */
export function diffPolicies(have: Sided<Schema>, want: Sided<Schema>, { ruined, sides }: Around): AttachedOps {
  const policies = (schema: Schema) => schema.policies;
  const { both } = matchBy(sidedOf(have, policies), sidedOf(want, policies), ({ given }) => identity(given));
  const staying = both.flatMap((pair) => {
    const isStirred = usesOfPolicy(pair.have.given, sides.have).some((key) => ruined.has(key));
    const changes = isStirred ? undefined : changesBetween(pair.have.comparable, pair.want);
    return changes === undefined ? [] : [{ old: pair.have.given, policy: pair.want.given, changes }];
  });
  const kept = new Set(staying.map(({ policy }) => identity(policy)));
  return {
    drop: have.given.policies
      .filter((policy) => !kept.has(identity(policy)))
      .sort((a, b) => compareTexts(identity(a), identity(b)))
      .map(dropOf),
    create: want.given.policies
      .filter((policy) => !kept.has(identity(policy)))
      .sort((a, b) => compareTexts(identity(a), identity(b)))
      .map((policy) => ({ kind: "createPolicy", policy })),
    alter: staying
      .filter(({ changes }) => Object.keys(changes).length > 0)
      .map(({ policy, changes }) => ({
        ...{ kind: "alterPolicy", name: policy.name },
        ...onTable(tableOfPolicy(policy)),
        changes,
      })),
    comment: staying.flatMap(({ old, policy }) =>
      changeComment(old, policy, { kind: "policy", ...nameOf(policy), table: policy.table }),
    ),
  };
}

/** Undefined where it can't be changed in its place. */
function changesBetween(old: Policy, { given, comparable }: Sided<Policy>): PolicyChanges | undefined {
  if (old.command !== comparable.command || old.restrictive !== comparable.restrictive) return undefined;
  const { using, check } = given;
  if ((old.using !== undefined && using === undefined) || (old.check !== undefined && check === undefined)) {
    return undefined;
  }
  const isSame = (part: "roles" | "using" | "check") => sameData(old[part], comparable[part]);
  return {
    ...(isSame("roles") ? {} : { roles: given.roles ?? null }),
    ...(isSame("using") || using === undefined ? {} : { using }),
    ...(isSame("check") || check === undefined ? {} : { check }),
  };
}

/** A policy's name is its table's own. */
function identity(policy: Policy): string {
  return `${nameKey(tableOfPolicy(policy))}\u0000${policy.name}`;
}

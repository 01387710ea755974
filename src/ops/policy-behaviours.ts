import { didYouMean } from "../base/nearest.ts";
import { displayName, nameOf, sameName } from "../schema/names.ts";
import type { ObjectName, Policy, Schema } from "../schema/schema.ts";
import { type Behaviours, exact } from "./behaviour.ts";
import { omit, onTable, requireTable, tableNameOf } from "./edit.ts";
import { fail } from "./errors.ts";
import type { Op } from "./op.ts";
import type { PolicyChanges, PolicyOp } from "./policy-ops.ts";
import type { OnTable } from "./table-ops.ts";

/** What the operations on policies mean. */
export const policyBehaviours: Behaviours<PolicyOp["kind"]> = {
  createPolicy: {
    apply(schema, { policy }) {
      requireTable(schema, onTable(tableOfPolicy(policy)));
      if (!schema.policies.some((each) => samePolicy(each, policy))) {
        return { ...schema, policies: [...schema.policies, policy] };
      }
      const owner = displayName(tableOfPolicy(policy));
      throw fail("OP_OBJECT_EXISTS", `"${owner}" has a policy "${policy.name}" already.`);
    },
    reverse: ({ policy }) => exact(dropOf(policy)),
    describe: ({ policy }) => `Create policy ${policy.name} on ${displayName(tableOfPolicy(policy))}`,
  },

  dropPolicy: {
    apply(schema, op) {
      if (op.ifExists && !schema.policies.some((each) => samePolicy(each, op))) return schema;
      const gone = requirePolicy(schema, op);
      return { ...schema, policies: schema.policies.filter((each) => each !== gone) };
    },
    reverse(op, before) {
      const policy = before.policies.find((each) => samePolicy(each, op));
      return policy === undefined ? exact() : exact({ kind: "createPolicy", policy });
    },
    describe: (op) => `Drop policy ${op.name} of ${displayName(tableNameOf(op))}`,
  },

  alterPolicy: {
    apply(schema, op) {
      const found = requirePolicy(schema, op);
      const { roles, ...conditions } = op.changes;
      const kept = roles === undefined ? found : omit(found, "roles");
      const changed = { ...kept, ...conditions, ...(roles === undefined || roles === null ? {} : { roles }) };
      return { ...schema, policies: schema.policies.map((each) => (each === found ? changed : each)) };
    },
    reverse(op, before) {
      const policy = requirePolicy(before, op);
      const changes = oldChanges(policy, op.changes);
      if (changes !== undefined) return exact({ ...op, changes });
      return exact(dropOf(policy), { kind: "createPolicy", policy });
    },
    describe(op) {
      const what = Object.keys(op.changes).join(", ");
      return `Alter policy ${op.name} of ${displayName(tableNameOf(op))}: ${what}`;
    },
  },
};

/** The table of a policy. */
export function tableOfPolicy(policy: Policy): ObjectName {
  return { ...nameOf(policy), name: policy.table };
}

/** The op that drops a policy. */
export function dropOf(policy: Policy): Op {
  return { kind: "dropPolicy", name: policy.name, ...onTable(tableOfPolicy(policy)) };
}

/** True for policies of one name on one table. */
export function samePolicy(a: PolicyName, b: PolicyName): boolean {
  return sameName(a, b) && a.table === b.table;
}

type PolicyName = OnTable & { readonly name: string };

/** Undefined where a condition would have to go. */
function oldChanges(policy: Policy, changes: PolicyChanges): PolicyChanges | undefined {
  const { roles, using, check } = policy;
  if ((changes.using !== undefined && using === undefined) || (changes.check !== undefined && check === undefined)) {
    return undefined;
  }
  return {
    ...(changes.roles === undefined ? {} : { roles: roles ?? null }),
    ...(changes.using === undefined || using === undefined ? {} : { using }),
    ...(changes.check === undefined || check === undefined ? {} : { check }),
  };
}

function requirePolicy(schema: Schema, op: PolicyName): Policy {
  const found = schema.policies.find((each) => samePolicy(each, op));
  if (found !== undefined) return found;
  const table = tableNameOf(op);
  const names = schema.policies.filter((each) => sameName(tableOfPolicy(each), table)).map((each) => each.name);
  const guess = didYouMean(op.name, names);
  throw fail("OP_OBJECT_MISSING", `"${displayName(table)}" has no policy "${op.name}"${guess}.`);
}

import type { Policy } from "../schema/schema.ts";
import type { OnTable } from "./table-ops.ts";

export interface CreatePolicy {
  readonly kind: "createPolicy";
  readonly policy: Policy;
}

export interface DropPolicy extends OnTable {
  readonly kind: "dropPolicy";
  readonly name: string;
  readonly ifExists?: true;
}

/** Gives a policy these roles and conditions in place of those that it had. */
export interface AlterPolicy extends OnTable {
  readonly kind: "alterPolicy";
  readonly name: string;
  readonly changes: PolicyChanges;
}

/** Absent stays as it is. A condition can't be taken away: the policy is made anew without. */
export interface PolicyChanges {
  /** Null is everybody. */
  readonly roles?: readonly string[] | null;
  readonly using?: string;
  readonly check?: string;
}

export type PolicyOp = CreatePolicy | DropPolicy | AlterPolicy;

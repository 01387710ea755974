import type { OpOf } from "../../ops/op.ts";
import { tableOfPolicy } from "../../ops/policy-behaviours.ts";
import type { PolicyOp } from "../../ops/policy-ops.ts";
import { nameOf } from "../../schema/names.ts";
import type { Policy } from "../../schema/schema.ts";
import { type Draft, draft } from "./draft.ts";
import { commentOfNew } from "./emit-comment.ts";
import { facts, factsOf } from "./facts.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { locked, type Scene, tableOf } from "./scene.ts";
import { inParentheses } from "./table-sql.ts";

type Emitters<K extends PolicyOp["kind"]> = { readonly [P in K]: (op: OpOf<P>, scene: Scene) => readonly Draft[] };

/** The statements of ops on policies. */
export const policyEmitters: Emitters<PolicyOp["kind"]> = {
  createPolicy({ policy }, scene) {
    const table = tableOfPolicy(policy);
    return [
      draft(createPolicySql(policy), factsOf(facts.createPolicy, locked(scene, table))),
      ...commentOfNew({ kind: "policy", ...nameOf(policy), table: policy.table }, policy, scene),
    ];
  },

  dropPolicy(op, scene) {
    const table = tableOf(op);
    const guard = op.ifExists === true ? "IF EXISTS " : "";
    const sql = `DROP POLICY ${guard}${quoteName(op.name)} ON ${quoteObject(table)}`;
    return [draft(sql, factsOf(facts.dropPolicy, locked(scene, table)))];
  },

  alterPolicy(op, scene) {
    const table = tableOf(op);
    const { roles, using, check } = op.changes;
    const words = [...(roles === undefined ? [] : [`TO ${rolesSql(roles ?? [])}`]), ...conditionsSql({ using, check })];
    if (words.length === 0) return [];
    const sql = `ALTER POLICY ${quoteName(op.name)} ON ${quoteObject(table)} ${words.join(" ")}`;
    return [draft(sql, factsOf(facts.alterPolicy, locked(scene, table)))];
  },
};

/** `CREATE POLICY … ON …`. */
export function createPolicySql(policy: Policy): string {
  const { name, command, roles, restrictive, using, check } = policy;
  const words = [
    `CREATE POLICY ${quoteName(name)} ON ${quoteObject(tableOfPolicy(policy))}`,
    ...(restrictive === true ? ["AS RESTRICTIVE"] : []),
    ...(command === undefined ? [] : [`FOR ${command.toUpperCase()}`]),
    ...(roles === undefined ? [] : [`TO ${rolesSql(roles)}`]),
    ...conditionsSql({ using, check }),
  ];
  return words.join(" ");
}

interface Conditions {
  readonly using: string | undefined;
  readonly check: string | undefined;
}

function conditionsSql({ using, check }: Conditions): readonly string[] {
  return [
    ...(using === undefined ? [] : [`USING ${inParentheses(using)}`]),
    ...(check === undefined ? [] : [`WITH CHECK ${inParentheses(check)}`]),
  ];
}

/** In quotes each is a role, whatever its name; no role can be called `public`, so that stands for everybody. */
function rolesSql(roles: readonly string[]): string {
  return roles.length === 0 ? "PUBLIC" : roles.map(quoteName).join(", ");
}

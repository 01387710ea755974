import { type InSchema, inSchema } from "../schema/object-builders.ts";
import { readName, readOptions, type SqlText } from "../schema/options.ts";
import { conditionReaders, type PolicyOptions, policy, policyReaders } from "../schema/policy-builder.ts";
import { directive, type IfExists, ifExists, on, type RecordOp } from "./directive.ts";

/** Operations on policies of row-level security, as a revision writes them (PostgreSQL). */
export interface PolicyDirectives {
  /** op.createPolicy("own", "documents", { using: sql`owner = current_user` }) */
  createPolicy(name: string, table: string, options?: PolicyOptions): void;
  dropPolicy(name: string, table: string, options?: InSchema & IfExists): void;
  /** Gives a policy these roles (null: everybody) and conditions in place of those that it had; what isn't named stays. */
  alterPolicy(name: string, table: string, changes: InSchema & PolicyAlterations): void;
}

export interface PolicyAlterations {
  readonly roles?: readonly string[] | null;
  readonly using?: SqlText;
  readonly check?: SqlText;
}

/** Directives that record operations on policies. */
export function policyDirectives(record: RecordOp): PolicyDirectives {
  return {
    createPolicy(name, table, options) {
      const read = readOptions(options, policyReaders, directive("createPolicy", name));
      record({ kind: "createPolicy", policy: { ...policy(name, table, read) } });
    },

    dropPolicy(name, table, options) {
      const where = directive("dropPolicy", name);
      const { schema, ...flags } = readOptions(options, { ...inSchema, ...ifExists }, where);
      const named = readName(name, `${where}: the name`);
      record({ kind: "dropPolicy", name: named, ...on(table, schema, where), ...flags });
    },

    alterPolicy(name, table, given) {
      const where = directive("alterPolicy", name);
      const { schema, ...changes } = readOptions(given, { ...inSchema, ...changeReaders }, where);
      const named = readName(name, `${where}: the name`);
      record({ kind: "alterPolicy", name: named, ...on(table, schema, where), changes });
    },
  };
}

const changeReaders = {
  ...conditionReaders,
  roles: (value: unknown, where: string) => (value === null ? null : conditionReaders.roles(value, where)),
};

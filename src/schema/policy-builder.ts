import { type InSchema, inSchema } from "./object-builders.ts";
import {
  invalidValue,
  oneOf,
  readFlag,
  readName,
  readNames,
  readOptions,
  readSqlText,
  readText,
  type SqlText,
} from "./options.ts";
import type { Policy, PolicyCommand } from "./schema.ts";

/** What a policy says beside its name and its table. */
export interface PolicyOptions extends InSchema {
  /** Absent is all commands. */
  readonly command?: PolicyCommand;
  /** Absent is everybody. */
  readonly roles?: readonly string[];
  readonly using?: SqlText;
  readonly check?: SqlText;
  readonly restrictive?: boolean;
  readonly comment?: string;
}

/** A policy of row-level security: policy("own", "documents", { using: sql`owner = current_user` }). */
export function policy(name: string, table: string, options?: PolicyOptions): Policy {
  const where = `policy() ${JSON.stringify(name)}`;
  const built = {
    name: readName(name, `${where}: the name`),
    table: readName(table, `${where}: the table`),
    ...readOptions(options, policyReaders, where),
  };
  return Object.defineProperty(built, policyMark, { value: true });
}

/** True for what `policy` has made: the record alone, which may be no more than two names, doesn't tell. */
export function isPolicy(value: object): boolean {
  return policyMark in value;
}

/** Shared by several copies of this package in one process; not enumerable, so neither copied nor written. */
const policyMark = Symbol.for("limbeck.policy");

/** Readers of whom a policy is about and of its conditions. */
export const conditionReaders = { roles: readRoles, using: readSqlText, check: readSqlText };
/** Readers of the options of a policy. */
export const policyReaders = {
  ...inSchema,
  command: oneOf<PolicyCommand>(["select", "insert", "update", "delete"]),
  ...conditionReaders,
  restrictive: readFlag,
  comment: readText,
};

function readRoles(value: unknown, where: string): readonly string[] {
  const roles = readNames(value, where);
  if (roles.length > 0) return roles;
  throw invalidValue(where, "names of roles", value, "Leave it out to mean everybody.");
}

import { type Code, call, optional, record, sqlText, text, texts, word } from "./code.ts";
import type { OpOf } from "./op.ts";
import type { PolicyOp } from "./policy-ops.ts";

/** The code of operations on policies. */
export const policyPrinters: { readonly [K in PolicyOp["kind"]]: (op: OpOf<K>) => Code } = {
  createPolicy({ policy }) {
    const { name, table, schema, command, roles, using, check, restrictive, comment } = policy;
    const options = record({
      ...inSchema({ schema }),
      command: optional(command, text),
      roles: optional(roles, texts),
      using: optional(using, sqlText),
      check: optional(check, sqlText),
      restrictive: optional(restrictive, word),
      comment: optional(comment, text),
    });
    return call("op.createPolicy", text(name), text(table), options);
  },

  dropPolicy(op) {
    const options = record({ ...inSchema(op), ifExists: optional(op.ifExists, word) });
    return call("op.dropPolicy", text(op.name), text(op.table), options);
  },

  alterPolicy(op) {
    const { roles, using, check } = op.changes;
    const options = record({
      ...inSchema(op),
      roles: roles === null ? word(null) : optional(roles, texts),
      using: optional(using, sqlText),
      check: optional(check, sqlText),
    });
    return call("op.alterPolicy", text(op.name), text(op.table), options ?? word("{}"));
  },
};

function inSchema(op: { readonly schema?: string | undefined }) {
  return { schema: optional(op.schema, text) };
}

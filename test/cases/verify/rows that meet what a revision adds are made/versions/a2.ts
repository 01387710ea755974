import type { Op } from "limbeck";

export const revision = "a2";
export const downRevision = "a1";

export function upgrade(op: Op) {
  op.createUniqueConstraint("uq_users_email", "users", ["email"]);
}

export function downgrade(op: Op) {
  op.dropConstraint("uq_users_email", "users", { type: "unique" });
}

import type { Op } from "limbeck";

export const revision = "a4";
export const downRevision = "a3";

export function upgrade(op: Op) {
  op.setNotNull("users", "verified_at");
}

export function downgrade(op: Op) {
  op.alterColumn("users", "verified_at", { nullable: true });
}

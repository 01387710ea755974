import type { Op } from "limbeck";

export const revision = "a2";
export const downRevision = "a1";

export function upgrade(op: Op) {
  op.alterColumn("users", "name", { nullable: false });
}

export function downgrade(op: Op) {
  op.alterColumn("users", "name", { nullable: true });
}

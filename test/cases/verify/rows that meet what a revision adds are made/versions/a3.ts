import type { Op } from "limbeck";

export const revision = "a3";
export const downRevision = "a2";

export function upgrade(op: Op) {
  op.createForeignKey("fk_orders_user", "orders", "users", ["user_id"], ["id"]);
}

export function downgrade(op: Op) {
  op.dropConstraint("fk_orders_user", "orders", { type: "foreignkey" });
}

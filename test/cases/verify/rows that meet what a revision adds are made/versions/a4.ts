import { type Op, sql } from "limbeck";

export const revision = "a4";
export const downRevision = "a3";

export function upgrade(op: Op) {
  op.createCheckConstraint("ck_orders_amount", "orders", sql`amount > 5`);
}

export function downgrade(op: Op) {
  op.dropConstraint("ck_orders_amount", "orders", { type: "check" });
}

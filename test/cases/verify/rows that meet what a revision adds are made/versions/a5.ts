import type { Op } from "limbeck";

export const revision = "a5";
export const downRevision = "a4";

export function upgrade(op: Op) {
  op.createIndex("ux_orders_amount", "orders", ["amount"], { unique: true });
}

export function downgrade(op: Op) {
  op.dropIndex("ux_orders_amount", "orders");
}

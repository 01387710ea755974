import { column, type Op, sql, timestamp } from "limbeck";

export const revision = "a2";
export const downRevision = "a1";

export function upgrade(op: Op) {
  op.addColumn("users", column("verified_at", timestamp()));
  op.backfill("users", { set: { verified_at: sql`created_at` } });
}

export function downgrade(op: Op) {
  op.dropColumn("users", "verified_at");
}

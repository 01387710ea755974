import { column, type Op, sql, timestamp } from "limbeck";

export const revision = "1975ea83b712";
export const downRevision = "ae1027a6acf1";
export const branchLabels = null;
export const dependsOn = null;

export function upgrade(op: Op) {
  op.addColumn("users", column("verified_at", timestamp()));
  // For new rows: the application of today, which doesn't know the column, goes on writing.
  op.alterColumn("users", "verified_at", { default: sql`now()` });
  op.createIndex("ix_users_email", "users", ["email"], { concurrently: true });
  op.backfill("users", { set: { verified_at: sql`created_at` }, where: sql`verified_at IS NULL`, batchSize: 10_000 });
  op.setNotNull("users", "verified_at");
}

export function downgrade(op: Op) {
  op.dropIndex("ix_users_email", "users", { concurrently: true });
  op.dropColumn("users", "verified_at");
}

import { column, integer, type Op, sql, timestamp } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("users", [column("id", integer(), { primaryKey: true }), column("created_at", timestamp())]);
}

export function upgrade(op: Op) {
  op.addColumn("users", column("verified_at", timestamp()));
  op.backfill("users", { set: { verified_at: sql`created_at` }, where: sql`verified_at IS NULL` });
  // Then verified_at becomes NOT NULL.
  op.setNotNull("users", "verified_at");
}

import { column, integer, type Op, sql, timestamp } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("users", [column("id", integer(), { primaryKey: true }), column("created_at", timestamp())]);
}

export function upgrade(op: Op) {
  // created_at is NOT NULL where it matters; this one isn't asked for.
  op.addColumn("users", column("verified_at", timestamp()));
  op.execute(sql`SELECT 1`);
}

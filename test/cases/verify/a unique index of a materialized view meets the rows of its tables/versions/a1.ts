import { column, index, integer, type Op, sql, varchar } from "limbeck";

export const revision = "a1";
export const downRevision = null;

export function upgrade(op: Op) {
  op.createTable("users", [column("id", integer(), { primaryKey: true }), column("name", varchar(60))]);
  op.createView("members", sql`SELECT id, 1 AS one FROM users`, {
    materialized: true,
    indexes: [index("ix_members_id", ["id"], { unique: true })],
  });
  op.createView("lengths", sql`SELECT one FROM members`, { materialized: true });
}

export function downgrade(op: Op) {
  op.dropView("lengths", { materialized: true });
  op.dropView("members", { materialized: true });
  op.dropTable("users");
}

import { column, integer, type Op, timestamp } from "limbeck";

export const revision = "a1";
export const downRevision = null;

export function upgrade(op: Op) {
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("created_at", timestamp(), { nullable: false }),
  ]);
}

export function downgrade(op: Op) {
  op.dropTable("users");
}

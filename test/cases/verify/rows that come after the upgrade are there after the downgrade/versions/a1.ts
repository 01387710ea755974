import { column, integer, type Op, varchar } from "limbeck";

export const revision = "a1";
export const downRevision = null;

export function upgrade(op: Op) {
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("email", varchar(100), { nullable: false }),
    column("name", varchar(60)),
  ]);
  op.createIndex("ix_users_email", "users", ["email"]);
}

export function downgrade(op: Op) {
  op.dropTable("users");
}

import { column, integer, type Op, varchar } from "limbeck";

export const revision = "a1";
export const downRevision = null;

export function upgrade(op: Op) {
  op.createTable("users", [column("id", integer(), { primaryKey: true }), column("email", varchar(100))]);
  op.createTable("orders", [
    column("id", integer(), { primaryKey: true }),
    column("user_id", integer()),
    column("amount", integer()),
  ]);
}

export function downgrade(op: Op) {
  op.dropTable("orders");
  op.dropTable("users");
}

import { column, integer, type Op, varchar } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("email", varchar(80)),
    column("org_id", integer()),
  ]);
  op.createIndex("ix_users_email", "users", ["email"]);
}

export function upgrade(op: Op) {
  op.dropIndex("ix_users_email", "users");
  op.dropColumn("users", "org_id", { dataLoss: "nobody has one" });
}

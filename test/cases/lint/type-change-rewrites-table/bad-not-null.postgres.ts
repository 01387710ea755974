import { column, integer, type Op, sql, varchar } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("email", varchar(80), { nullable: false }),
    column("org_id", integer(), { nullable: false }),
  ]);
  op.createIndex("ix_users_org", "users", ["org_id"]);
}

export function upgrade(op: Op) {
  op.alterColumn("users", "email", { type: integer(), using: sql`length(email)` });
}

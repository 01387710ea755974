import { bigint, column, integer, type Op, varchar } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("email", varchar(80), { nullable: false }),
    column("org_id", integer(), { nullable: false }),
  ]);
  op.createIndex("ix_users_org", "users", ["org_id"]);
}

export function upgrade(op: Op) {
  op.alterColumn("users", "org_id", { type: bigint() });
}

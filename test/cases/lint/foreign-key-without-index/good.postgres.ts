import { column, integer, type Op, varchar } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("orgs", [column("id", integer(), { primaryKey: true })]);
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("email", varchar(80)),
    column("org_id", integer()),
  ]);
}

export function upgrade(op: Op) {
  op.createIndex("ix_users_org_id", "users", ["org_id"], { concurrently: true });
  op.createForeignKey("fk_users_org", "users", "orgs", ["org_id"], ["id"], { notValid: true });
}

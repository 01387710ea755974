import { column, integer, type Op, varchar } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("orgs", [column("id", integer(), { primaryKey: true })]);
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("email", varchar(80)),
    column("org_id", integer()),
  ]);
  op.createIndex("ix", "users", ["org_id"]);
  op.alterColumn("users", "org_id", { nullable: false });
}

export function upgrade(op: Op) {
  op.createForeignKey("fk_users_org", "users", "orgs", ["org_id"], ["id"], { notValid: true, onDelete: "set null" });
}

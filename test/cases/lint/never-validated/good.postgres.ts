import { column, integer, type Op, sql, varchar } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("email", varchar(80)),
    column("org_id", integer()),
  ]);
}

export function upgrade(op: Op) {
  op.createCheckConstraint("ck_users_email", "users", sql`email <> ''`, { notValid: true });
  op.validateConstraint("ck_users_email", "users", { type: "check" });
}

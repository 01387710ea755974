import { column, integer, type Op, sql, varchar } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("email", varchar(80)),
    column("org_id", integer()),
  ]);
}

export function upgrade(op: Op) {
  op.createCheckConstraint("users_email_not_null", "users", sql`email IS NOT NULL`, { notValid: true });
  op.validateConstraint("users_email_not_null", "users", { type: "check" });
  op.alterColumn("users", "email", { nullable: false });
  op.dropConstraint("users_email_not_null", "users", { type: "check" });
}

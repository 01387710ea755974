import { column, integer, type Op, sql, text, varchar } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("email", varchar(80)),
    column("org_id", integer()),
  ]);
  op.createCheckConstraint("ck_users_email", "users", sql`email <> ''`);
}

export function upgrade(op: Op) {
  op.alterColumn("users", "email", { type: text() });
}

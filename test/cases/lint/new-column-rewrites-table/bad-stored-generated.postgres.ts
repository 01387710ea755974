import { column, integer, type Op, sql, varchar } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("email", varchar(80)),
    column("org_id", integer()),
  ]);
}

export function upgrade(op: Op) {
  op.addColumn(
    "users",
    column("domain", varchar(80), { generated: { as: sql`split_part(email, '@', 2)`, stored: true } }),
  );
}

import { column, integer, type Op, text, varchar } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("email", varchar(80)),
    column("org_id", integer()),
  ]);
}

export function upgrade(op: Op) {
  op.addColumn("users", column("note", text()));
}

export function downgrade(op: Op) {
  op.dropColumn("users", "note");
}

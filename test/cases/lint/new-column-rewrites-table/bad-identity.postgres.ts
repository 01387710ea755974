import { column, integer, type Op, varchar } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("email", varchar(80)),
    column("org_id", integer()),
  ]);
}

export function upgrade(op: Op) {
  op.addColumn("users", column("number", integer(), { identity: { always: true } }));
}

import { column, integer, type Op, varchar } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("users", [column("id", integer(), { primaryKey: true }), column("email", varchar(80))]);
}

export function upgrade(op: Op) {
  op.execute("ALTER TABLE users DROP COLUMN email");
}

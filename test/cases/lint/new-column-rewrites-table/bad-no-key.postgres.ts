import { column, integer, type Op, varchar } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("events", [column("kind", varchar(80)), column("org_id", integer())]);
}

export function upgrade(op: Op) {
  op.addColumn("events", column("number", integer(), { nullable: false, autoincrement: true }));
}

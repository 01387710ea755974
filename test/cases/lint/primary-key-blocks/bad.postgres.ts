import { bigint, column, type Op, text } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("events", [column("id", bigint(), { nullable: false }), column("kind", text())]);
}

export function upgrade(op: Op) {
  op.createPrimaryKey("events_pkey", "events", ["id"]);
}

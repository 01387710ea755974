import { bigint, column, integer, type Op } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("users", [column("id", integer(), { primaryKey: true }), column("org_id", integer())]);
}

export function upgrade(op: Op) {
  op.addColumn("users", column("org_id_new", bigint()));
  op.renameColumn("users", "org_id", "org_id_old");
  op.renameColumn("users", "org_id_new", "org_id");
}

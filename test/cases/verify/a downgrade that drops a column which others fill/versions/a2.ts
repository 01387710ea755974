import { column, integer, type Op } from "limbeck";

export const revision = "a2";
export const downRevision = "a1";

export function upgrade(op: Op) {
  op.addColumn("users", column("age", integer()));
}

export function downgrade(op: Op) {
  op.dropColumn("users", "age");
  op.dropColumn("users", "name");
}

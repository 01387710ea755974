import { column, integer, type Op } from "limbeck";

export const revision = "a3";
export const downRevision = "a2";

export function upgrade(op: Op) {
  op.addColumn("users", column("age", integer()));
}

export function downgrade(op: Op) {
  op.dropColumn("users", "age");
}

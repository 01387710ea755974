import { column, type Op, varchar } from "limbeck";

export const revision = "a2";
export const downRevision = "a1";

export function upgrade(op: Op) {
  op.dropColumn("users", "name");
}

export function downgrade(op: Op) {
  op.addColumn("users", column("name", varchar(60)));
}

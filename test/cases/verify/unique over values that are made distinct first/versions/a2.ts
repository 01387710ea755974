import { column, type Op, varchar } from "limbeck";

export const revision = "a2";
export const downRevision = "a1";

export function upgrade(op: Op) {
  op.addColumn("users", column("handle", varchar(40)));
  op.execute("UPDATE users SET handle = concat('user-', id)");
  op.createUniqueConstraint("uq_users_handle", "users", ["handle"]);
}

export function downgrade(op: Op) {
  op.dropConstraint("uq_users_handle", "users", { type: "unique" });
  op.dropColumn("users", "handle");
}

import { type Op, sql } from "limbeck";

export const revision = "a2";
export const downRevision = "a1";

export function upgrade(op: Op) {
  op.execute("UPDATE users SET name = NULL", { dataLoss: "nobody asked for names" });
  op.backfill("users", {
    set: { email: sql`concat('user-', id)` },
    dataLoss: "the addresses were made up",
  });
}

export function downgrade(op: Op) {
  op.execute("SELECT 1");
}

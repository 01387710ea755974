import { bigint, column, type Op, sql, timestamp, varchar } from "limbeck";

export const revision = "ae1027a6acf1";
export const downRevision = null;
export const branchLabels = null;
export const dependsOn = null;

export function upgrade(op: Op) {
  op.createTable("users", [
    column("id", bigint(), { primaryKey: true, autoincrement: true }),
    column("email", varchar(255), { nullable: false }),
    column("created_at", timestamp(), { nullable: false, default: sql`now()` }),
  ]);
}

export function downgrade(op: Op) {
  op.dropTable("users");
}

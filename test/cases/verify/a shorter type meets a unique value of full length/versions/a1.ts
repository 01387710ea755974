import { column, integer, type Op, varchar } from "limbeck";

export const revision = "a1";
export const downRevision = null;

export function upgrade(op: Op) {
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("handle", varchar(30), { nullable: false, unique: true }),
  ]);
}

export function downgrade(op: Op) {
  op.dropTable("users");
}

import { column, integer, type Op, text } from "limbeck";

export const revision = "a1";
export const downRevision = null;

export function upgrade(op: Op) {
  op.createTable("teams", [column("id", integer(), { primaryKey: true }), column("name", text())]);
  op.createTable("members", [
    column("id", integer(), { primaryKey: true }),
    column("team_id", integer(), { references: { table: "teams", column: "id", onDelete: "cascade" } }),
  ]);
}

export function downgrade(op: Op) {
  op.dropTable("members");
  op.dropTable("teams");
}

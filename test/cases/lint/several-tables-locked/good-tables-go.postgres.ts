import { column, foreignKey, integer, type Op } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("orgs", [column("id", integer(), { primaryKey: true })]);
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("org_id", integer()),
    foreignKey("fk_users_org", ["org_id"], "orgs", ["id"]),
  ]);
}

export function upgrade(op: Op) {
  op.dropTable("users", { dataLoss: "the users have moved to another service" });
  op.dropTable("orgs", { dataLoss: "the users have moved to another service" });
}

import { column, foreignKey, integer, type Op, varchar } from "../../../../src/limbeck.ts";

export function before(op: Op) {
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("email", varchar(80)),
    column("org_id", integer()),
  ]);
  op.createTable("posts", [
    column("id", integer(), { primaryKey: true }),
    column("user_id", integer()),
    foreignKey(["user_id"], "users", ["id"], { onDelete: "cascade" }),
  ]);
}

export function upgrade(op: Op) {
  op.execute(
    "CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT); INSERT INTO users_new SELECT id, email FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users",
  );
}

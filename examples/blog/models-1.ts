import { column, foreignKey, index, integer, sql, table, text, timestamp, unique, varchar } from "limbeck";

export const users = table("users", [
  column("id", integer(), { primaryKey: true }),
  column("email", varchar(255), { nullable: false }),
  column("name", varchar(100)),
  column("created_at", timestamp(), { nullable: false, default: sql`CURRENT_TIMESTAMP` }),
  unique("uq_users_email", ["email"]),
]);

export const posts = table("posts", [
  column("id", integer(), { primaryKey: true }),
  column("author_id", integer(), { nullable: false }),
  column("title", varchar(200)),
  column("body", text()),
  foreignKey("fk_posts_author", ["author_id"], "users", ["id"], { onDelete: "cascade" }),
  index("ix_posts_author", ["author_id"]),
]);

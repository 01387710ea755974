import {
  check,
  column,
  desc,
  foreignKey,
  index,
  integer,
  primaryKey,
  sql,
  table,
  text,
  timestamp,
  unique,
  varchar,
} from "limbeck";

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
  column("title", varchar(200), { nullable: false }),
  column("body", text()),
  column("published_at", timestamp()),
  check("ck_posts_title", sql`length(title) > 0`),
  foreignKey("fk_posts_author", ["author_id"], "users", ["id"], { onDelete: "cascade" }),
  index("ix_posts_author", ["author_id"]),
  index("ix_posts_published", [desc("published_at")], { where: sql`published_at IS NOT NULL` }),
]);

export const postTags = table("post_tags", [
  column("post_id", integer(), { nullable: false }),
  column("tag", varchar(40), { nullable: false }),
  primaryKey(["post_id", "tag"]),
  foreignKey("fk_post_tags_post", ["post_id"], "posts", ["id"], { onDelete: "cascade" }),
]);

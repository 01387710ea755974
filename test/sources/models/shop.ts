import { column } from "../../../src/schema/column-builder.ts";
import { check } from "../../../src/schema/constraint-builders.ts";
import { extension } from "../../../src/schema/extension-builder.ts";
import { namespace } from "../../../src/schema/namespace-builder.ts";
import { enumType, routine, rule, sequence, trigger } from "../../../src/schema/object-builders.ts";
import { attribute, compositeType, domain, rangeType } from "../../../src/schema/own-type-builders.ts";
import { policy } from "../../../src/schema/policy-builder.ts";
import { sql } from "../../../src/schema/sql.ts";
import { statistics } from "../../../src/schema/statistics-builder.ts";
import { table } from "../../../src/schema/table-builders.ts";
import { citext, double, integer, text } from "../../../src/schema/type-builders.ts";
import { view } from "../../../src/schema/view-builder.ts";
import { users } from "./users.ts";

const orders = table("orders", [column("user_id", integer(), { references: "users.id" })], { schema: "shop" });

export * as people from "./users.ts";
export { users };
export const rest = [
  [orders],
  view("names", sql`SELECT name FROM users`),
  enumType("mood", ["sad", "happy"]),
  sequence("numbers"),
  extension("citext"),
  namespace("shop", { comment: "what is sold" }),
  namespace("empty"),
  domain("email", citext(), { checks: [check(sql`VALUE LIKE '%@%'`)] }),
  compositeType("address", [attribute("street", text())]),
  rangeType("floats", double()),
];
export default {
  policies: [policy("own", "users"), policy("own", "orders", { schema: "shop" })],
  audit: trigger("audit", "users", sql`CREATE TRIGGER audit AFTER INSERT ON users BEGIN SELECT 1; END;`),
  keep: rule("keep", "users", sql`CREATE RULE keep AS ON DELETE TO users DO INSTEAD NOTHING`),
  known: statistics("known", "orders", ["user_id", sql`user_id % 7`], { schema: "shop" }),
  next: routine("function", "next", "integer", "CREATE FUNCTION next (integer) RETURNS integer RETURN $1 + 1"),
};

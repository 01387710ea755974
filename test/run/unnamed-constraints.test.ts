import { afterEach, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { type Recorder, recordOps } from "../../src/ops/recorder.ts";
import { column } from "../../src/schema/column-builder.ts";
import { sql } from "../../src/schema/sql.ts";
import { integer } from "../../src/schema/type-builders.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { freshDatabase } from "../servers/postgres.ts";
import { dialectOf, open, projectAt } from "./backfill-places.ts";
import { newFile } from "./files.ts";

let db: Connection;
afterEach(() => db.close());

const start = [
  "CREATE TABLE orgs (id int NOT NULL PRIMARY KEY)",
  "CREATE TABLE users (id int NOT NULL PRIMARY KEY, n int, org_id int)",
  "CREATE INDEX ix_org ON users (org_id)",
  "INSERT INTO orgs VALUES (1)",
  "INSERT INTO users VALUES (1, 1, 1), (2, 2, 1)",
];
const up = (op: Recorder) => {
  op.createUniqueConstraint(null, "users", ["n"]);
  op.createCheckConstraint(null, "users", sql`n > 0`);
  op.createForeignKey(null, "users", "orgs", ["org_id"], ["id"]);
  op.createIndex("ux_users", "users", ["n", "id"], { unique: true });
  op.addColumn("users", column("extra", integer()));
};
/** What is dropped with its rows makes the schema be read, in which the server has named all that it has. */
const down = (op: Recorder) => {
  op.dropColumn("users", "extra");
  op.dropIndex("ux_users", "users");
  op.dropConstraint(null, "users", { type: "foreignkey", columns: ["org_id"] });
  op.dropConstraint(null, "users", { type: "check", expression: "n > 0" });
  op.dropConstraint(null, "users", { type: "unique", columns: ["n"] });
};
const revisions = [{ id: "r1", up: recordOps(up).ops, down: recordOps(down).ops }];

describe.each([
  { name: "sqlite", fresh: async () => `sqlite:///${newFile()}` },
  { name: "postgres", fresh: () => freshDatabase() },
  ...wantedFlavors.map((flavor) => ({ name: flavor, fresh: () => freshMysqlDatabase(flavor) })),
])("constraints without a name on $name", ({ fresh }) => {
  it("go again where the server has named them", async () => {
    const url = await fresh();
    db = await open(url);
    for (const text of start) await db.execute(text);
    const looked = () => dialectOf(url).inspect(db, { exclude: [], only: [{ name: "users" }] });
    const before = await looked();
    const project = projectAt(url, db, revisions, { backups: { maxRows: 1000 } });
    await project.upgrade();
    expect(await looked()).not.toEqual(before);
    await project.downgrade("base");
    expect(await looked()).toEqual(before);
  }, 120_000);
});

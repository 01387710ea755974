import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { type Recorder, recordOps } from "../../src/ops/recorder.ts";
import { column } from "../../src/schema/column-builder.ts";
import { sql } from "../../src/schema/sql.ts";
import { bigint, integer, varchar } from "../../src/schema/type-builders.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { freshDatabase } from "../servers/postgres.ts";
import { dialectOf, open, projectAt } from "./backfill-places.ts";
import { newFile } from "./files.ts";

let url = "";
let db: Connection;
afterEach(() => db.close());

const together = (op: Recorder) =>
  op.alterTable("users", (t) => {
    t.dropConstraint("ck", { type: "check" });
    t.dropColumn("old");
    t.alterColumn("n", { type: bigint(), nullable: false });
    t.addColumn(column("m", integer()));
    t.createCheckConstraint("ck_m", sql`m > 0`);
    t.createUniqueConstraint("uq", ["n", "m"]);
    t.createForeignKey("fk", "orgs", ["org_id"], ["id"], { onDelete: "cascade" });
  });
const oneByOne = (op: Recorder) => {
  op.dropConstraint("ck", "users", { type: "check" });
  op.dropColumn("users", "old");
  op.alterColumn("users", "n", { type: bigint(), nullable: false });
  op.addColumn("users", column("m", integer()));
  op.createCheckConstraint("ck_m", "users", sql`m > 0`);
  op.createUniqueConstraint("uq", "users", ["n", "m"]);
  op.createForeignKey("fk", "users", "orgs", ["org_id"], ["id"], { onDelete: "cascade" });
};
const start = [
  "CREATE TABLE orgs (id int NOT NULL PRIMARY KEY)",
  "CREATE TABLE users (id int NOT NULL PRIMARY KEY, n int, old int, org_id int, CONSTRAINT ck CHECK (n > 0))",
  "INSERT INTO users (id, n, old) VALUES (1, 1, 1), (2, 2, 2)",
];
const revision = (up: (op: Recorder) => void) => [{ id: "r1", up: recordOps(up).ops }];

describe.each([
  { name: "sqlite", fresh: async () => `sqlite:///${newFile()}` },
  { name: "postgres", fresh: () => freshDatabase() },
  ...wantedFlavors.map((flavor) => ({ name: flavor, fresh: () => freshMysqlDatabase(flavor) })),
])("op.alterTable on $name", ({ name, fresh }) => {
  beforeEach(async () => {
    url = await fresh();
    db = await open(url);
    for (const text of start) await db.execute(text);
  }, 120_000);

  const madeBy = async (up: (op: Recorder) => void) => {
    const other = await open(await fresh());
    for (const text of start) await other.execute(text);
    await projectAt(other.target.url, other, revision(up)).upgrade();
    const { tables } = await dialectOf(url).inspect(other, { exclude: [] });
    const rows = await other.query("SELECT id, n, m FROM users ORDER BY id");
    await other.close();
    return { users: tables.find((table) => table.name === "users"), rows };
  };

  it("does what the changes do one by one", async () => {
    expect(await madeBy(together)).toEqual(await madeBy(oneByOne));
  });

  it("is one statement that changes the table", async () => {
    const before = await dialectOf(url).inspect(db, { exclude: [] });
    const changes = (up: (op: Recorder) => void) =>
      dialectOf(url)
        .plan(recordOps(up).ops, before, db.server)
        .filter(
          ({ sql: text, check, facts }) =>
            check === undefined && (/^ALTER TABLE/.test(text) || facts.rewrites === true),
        );
    const [one, ...more] = changes(together).filter(({ sql: text }) => !/RENAME TO|^DROP/.test(text));
    expect(more).toEqual([]);
    expect(one?.facts).toMatchObject({ rewrites: true, scans: true });
    if (name === "sqlite") return;
    expect(one?.sql.split("\n")).toHaveLength(name === "postgres" ? 9 : 8);
    expect(one?.facts.loses).toContain("old");
  });
});

describe("op.alterTable on postgres", () => {
  beforeEach(async () => {
    url = await freshDatabase();
    db = await open(url);
    for (const text of start) await db.execute(text);
  });

  it("writes each row once for two new types", async () => {
    const before = await dialectOf(url).inspect(db, { exclude: [] });
    const up = (op: Recorder) =>
      op.alterTable("users", (t) => {
        t.alterColumn("n", { type: bigint() });
        t.alterColumn("old", { type: varchar(20) });
      });
    const statements = dialectOf(url).plan(recordOps(up).ops, before, db.server);
    expect(statements.map(({ sql: text }) => text)).toEqual([
      'ALTER TABLE "users"\n  ALTER COLUMN "n" TYPE bigint,\n  ALTER COLUMN "old" TYPE character varying(20)',
    ]);
    await projectAt(url, db, revision(up)).upgrade();
  });

  it("leaves an index, which is no change of the table to the server, a statement of its own", async () => {
    const before = await dialectOf(url).inspect(db, { exclude: [] });
    const up = (op: Recorder) =>
      op.alterTable("users", (t) => {
        t.addColumn(column("a", integer()));
        t.createIndex("ix", ["a"]);
        t.dropColumn("old");
      });
    const statements = dialectOf(url).plan(recordOps(up).ops, before, db.server);
    expect(statements.map(({ sql: text }) => text.split(" ").slice(0, 2).join(" "))).toEqual([
      "ALTER TABLE",
      "CREATE INDEX",
      "ALTER TABLE",
    ]);
  });
});

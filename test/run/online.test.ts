import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import type { Recorder } from "../../src/ops/recorder.ts";
import { recordOps } from "../../src/ops/recorder.ts";
import { sql } from "../../src/schema/sql.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { freshDatabase } from "../servers/postgres.ts";
import { dialectOf, open, projectAt } from "./backfill-places.ts";
import { failureOf } from "./failure.ts";
import { newFile } from "./files.ts";

let url = "";
let db: Connection;

afterEach(() => db.close());

const revision = (up: (op: Recorder) => void) => [{ id: "r1", up: recordOps(up).ops }];
const rows = async (text: string) => (await db.query(text)).map((row) => Object.values(row)[0]);
const start = [
  "CREATE TABLE orgs (id int NOT NULL PRIMARY KEY)",
  "CREATE TABLE users (id int NOT NULL PRIMARY KEY, org_id int, name varchar(50))",
  "INSERT INTO orgs VALUES (1)",
  "INSERT INTO users VALUES (1, 1, 'a'), (2, 1, NULL)",
];

/** Statements on the table that already has rows, with who waits while rows are read or written. */
function longOnes(
  given: ReturnType<typeof revision>,
  before: Awaited<ReturnType<ReturnType<typeof dialectOf>["inspect"]>>,
) {
  return dialectOf(url)
    .plan(given[0]?.up ?? [], before, db.server)
    .filter(({ facts }) => facts.scans !== false && facts.locks !== "unknown")
    .flatMap(({ facts }) => (facts.locks === "unknown" ? [] : facts.locks))
    .map(({ blocks }) => blocks);
}

describe.each([
  { name: "sqlite", fresh: async () => `sqlite:///${newFile()}` },
  { name: "postgres", fresh: () => freshDatabase() },
  { name: "postgres", fresh: () => freshDatabase({ major: 18 }) },
  ...wantedFlavors.map((flavor) => ({ name: flavor, fresh: () => freshMysqlDatabase(flavor) })),
])("on $name", ({ name, fresh }) => {
  beforeEach(async () => {
    url = await fresh();
    db = await open(url);
    for (const text of start) await db.execute(text);
  }, 120_000);

  const filled = revision((op) => {
    op.backfill("users", { set: { name: "nobody" }, where: sql`name IS NULL` });
    op.setNotNull("users", "name");
  });

  it("op.setNotNull makes a filled column NOT NULL, and leaves nothing behind", async () => {
    await projectAt(url, db, filled).upgrade();
    const { tables } = await dialectOf(url).inspect(db, { exclude: [] });
    const users = tables.find((table) => table.name === "users");
    expect(users?.columns.find((column) => column.name === "name")?.nullable).toBe(false);
    expect(users?.checks).toEqual([]);
  });

  it("op.setNotNull is refused while there are NULLs, which stay", async () => {
    const error = await failureOf(
      projectAt(
        url,
        db,
        revision((op) => op.setNotNull("users", "name")),
      ).upgrade(),
    );
    expect(error.message).toMatch(
      name === "postgres" ? /is violated by some row|contains null values/ : /can't become NOT NULL while it has NULLs/,
    );
    expect(await rows("SELECT id FROM users WHERE name IS NULL")).toEqual([2]);
  });

  it("op.setNotNull keeps no writer waiting while it reads", async () => {
    if (name === "sqlite") return;
    const before = await dialectOf(url).inspect(db, { exclude: [] });
    const found = longOnes(filled, before);
    expect(new Set(found)).toEqual(new Set(["schema changes"]));
  });

  it("constraints that are asked for online are made so, or refused", async () => {
    const given = revision((op) => {
      op.createForeignKey("fk", "users", "orgs", ["org_id"], ["id"], { online: true });
      op.createCheckConstraint("ck", "users", sql`id > 0`, { online: true });
      op.createUniqueConstraint("uq", "users", ["org_id", "id"], { online: true });
    });
    const before = await dialectOf(url).inspect(db, { exclude: [] });
    if (name === "postgres") {
      expect(new Set(longOnes(given, before))).toEqual(new Set(["schema changes"]));
      await projectAt(url, db, given).upgrade();
      const valid =
        "SELECT conname FROM pg_constraint WHERE conrelid = 'users'::regclass AND convalidated AND contype <> 'n' ORDER BY 1";
      expect(await rows(valid)).toEqual(["ck", "fk", "uq", "users_pkey"]);
    } else {
      const error = await failureOf(projectAt(url, db, given).upgrade());
      expect(error.details["code"]).toBe("DIALECT_UNSUPPORTED");
      expect(error.message).toMatch(name === "sqlite" ? /beside writers/ : /no online way/);
    }
  });

  it("a unique constraint is made online where the server can", async () => {
    const given = revision((op) => op.createUniqueConstraint("uq", "users", ["name"], { online: true }));
    if (name === "sqlite")
      expect((await failureOf(projectAt(url, db, given).upgrade())).details["code"]).toBe("DIALECT_UNSUPPORTED");
    else expect((await projectAt(url, db, given).upgrade()).heads).toEqual(["r1"]);
  });
});

describe("on postgres", () => {
  beforeEach(async () => {
    url = await freshDatabase();
    db = await open(url);
    for (const text of start) await db.execute(text);
  });

  it("what has no online way is refused: a primary key of columns that may be NULL", async () => {
    await db.execute("CREATE TABLE loose (a int)");
    const given = revision((op) => op.createPrimaryKey("pk", "loose", ["a"], { online: true }));
    const error = await failureOf(projectAt(url, db, given).upgrade());
    expect(error.message).toContain("PostgreSQL has no online way to do this");
  });

  it("a run that fails in the validation is gone on with when the rows are right", async () => {
    const given = revision((op) => op.createForeignKey("fk", "users", "orgs", ["org_id"], ["id"], { online: true }));
    await db.execute("UPDATE users SET org_id = 7 WHERE id = 2");
    const error = await failureOf(projectAt(url, db, given).upgrade());
    expect(error.message).toContain("The first statement of this revision is committed");
    await db.execute("UPDATE users SET org_id = 1");
    expect((await projectAt(url, db, given).upgrade()).heads).toEqual(["r1"]);
  });
});

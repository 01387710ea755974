import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { dialectFor } from "../../src/dialects/dialects.ts";
import { dumpProgram } from "../servers/dump-programs.ts";
import { administerMysql, freshMysqlDatabase } from "../servers/mysql.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";
import { directoryWith, limbeck } from "./project.ts";

interface Place {
  readonly name: string;
  readonly fresh: () => Promise<string>;
}

const places: readonly Place[] = [
  { name: "SQLite", fresh: async () => "sqlite:///app.db" },
  { name: "PostgreSQL", fresh: () => freshDatabase() },
  { name: "MariaDB", fresh: () => freshMysqlDatabase("mariadb-10.11") },
  { name: "MySQL", fresh: () => freshMysqlDatabase("mysql-9") },
];

/** In tables of the database, and in files by the server's own program. */
const modes = ["table", "dump"] as const;

const header = (id: string, down: string | null) =>
  `import { column, foreignKey, integer, primaryKey, text, varchar } from "limbeck";
export const revision = "${id}";
export const downRevision = ${JSON.stringify(down)};\n`;

const POSTS = `op.createTable("posts", [
  column("id", integer(), { nullable: false, autoincrement: true }), column("user_id", integer(), { nullable: false }), column("title", varchar(80)),
  primaryKey("posts_pkey", ["id"]), foreignKey("posts_user_fk", ["user_id"], "users", ["id"]),
]);`;

const first = `${header("a1aaaaaaaaaa", null)}
export function upgrade(op) {
  op.createTable("users", [
    column("id", integer(), { nullable: false, autoincrement: true }), column("email", varchar(80), { nullable: false }), column("note", text()),
    primaryKey("users_pkey", ["id"]),
  ]);
  ${POSTS}
}
export function downgrade(op) {
  op.dropTable("posts");
  op.dropTable("users");
}\n`;

const second = `${header("b1bbbbbbbbbb", "a1aaaaaaaaaa")}
export function upgrade(op) {
  op.dropColumn("users", "email");
  op.dropColumn("users", "note");
  op.dropTable("posts");
}
export function downgrade(op) {
  ${POSTS}
  op.addColumn("users", column("email", varchar(80), { nullable: false }));
  op.addColumn("users", column("note", text()));
}\n`;

const ROWS = [
  "INSERT INTO users (email, note) VALUES ('a@x', 'n1'), ('b''@x', NULL), ('c@x', 'n3')",
  "INSERT INTO posts (user_id, title) VALUES (1, 'p1'), (3, 'p2')",
];

async function executed(connection: Connection, sql: string): Promise<readonly []> {
  await connection.execute(sql);
  return [];
}

const kept = places.flatMap((place) => modes.map((mode) => ({ ...place, mode })));

describe.each(kept)("backups in a $mode on $name", ({ name, fresh, mode }) => {
  let url = "";
  let directory = "";
  let backupProgram: string | undefined;

  beforeAll(async () => {
    if (mode === "dump") backupProgram = await dumpProgram(name);
  });
  beforeEach(async () => {
    url = await fresh();
    directory = projectWith({});
  });

  function projectWith(config: object, files: Readonly<Record<string, string>> = {}): string {
    return directoryWith({
      "limbeck.config.json": JSON.stringify({ url, backups: mode, backupProgram, ...config }),
      "migrations/versions/a1.ts": first,
      "migrations/versions/b1.ts": second,
      ...files,
    });
  }

  async function ask(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    if (name === "PostgreSQL") return administer(url, sql);
    if (name !== "SQLite") return administerMysql(url, sql);
    const dialect = await dialectFor(url);
    const connection = await dialect.connect(dialect.target(url, directory), { create: true });
    const rows = /^SELECT/.test(sql) ? await connection.query(sql) : await executed(connection, sql);
    await connection.close();
    return rows;
  }

  const values = async (sql: string) => (await ask(sql)).map((row) => Object.values(row));

  async function run(line: string): Promise<string> {
    const { exit, out, err } = await limbeck(directory, line);
    return `${exit} ${out}${err}`;
  }

  async function filled(): Promise<void> {
    await run("upgrade a1");
    for (const sql of ROWS) await ask(sql);
  }

  it("a downgrade puts back what the upgrade dropped, and numbers go on behind it", async () => {
    await filled();
    expect(await run("upgrade head")).toMatch(/Keeping backup \d: 3 rows of users \(email, note\)/);
    expect(await run("downgrade -1")).toMatch(/^0 [\s\S]*Putting back backup/);
    expect(await values("SELECT id, email, note FROM users ORDER BY id")).toEqual([
      [1, "a@x", "n1"],
      [2, "b'@x", null],
      [3, "c@x", "n3"],
    ]);
    await ask("INSERT INTO posts (user_id, title) VALUES (2, 'new')");
    expect(await values("SELECT id, user_id, title FROM posts ORDER BY id")).toEqual([
      [1, 1, "p1"],
      [2, 3, "p2"],
      [3, 2, "new"],
    ]);
  });

  it("a column is NOT NULL again behind its values", async () => {
    await filled();
    await run("upgrade head");
    await run("downgrade -1");
    await expect(ask("INSERT INTO users (email) VALUES (NULL)")).rejects.toThrow(/null/i);
  });

  it("are seen by no comparison", async () => {
    directory = projectWith(
      { models: "models.ts" },
      {
        "models.ts":
          'import { column, integer, table } from "limbeck";\nexport const things = table("things", [column("id", integer())]);\n',
      },
    );
    await filled();
    await run("upgrade head");
    const { changes } = JSON.parse((await limbeck(directory, "check --json")).out);
    expect(changes.map(({ text }: { text: string }) => text)).toEqual(["Create table things", "Drop table users"]);
  });

  it("of nothing there are none", async () => {
    await run("upgrade head");
    expect(await run("backups list")).toMatch(/^0 Nothing is kept in /);
  });

  it("are listed, put back by hand and dropped", async () => {
    await filled();
    await run("downgrade base");
    expect(await run("backups list")).toMatch(/users, 3 rows, by the downgrade of a1aaaaaaaaaa/);
    await run("upgrade a1");
    const { backups } = JSON.parse((await limbeck(directory, "backups list --json")).out);
    const ids: Record<string, number> = Object.fromEntries(
      backups.map(({ id, table }: { id: number; table: { name: string } }) => [table.name, id]),
    );
    expect(await run(`backups restore ${ids["users"]} ${ids["posts"]}`)).toMatch(/^0 Put back/);
    expect(await values("SELECT COUNT(*) FROM posts JOIN users ON users.id = user_id")).toEqual([
      [expect.toSatisfy((n) => Number(n) === 2)],
    ]);
    expect(await run(`backups restore ${ids["users"]}`)).toMatch(/^0 /);
    expect(await run("backups drop --all")).toMatch(/^0 Dropped 1, 2/);
    expect(await run("backups list")).toMatch(/^0 Nothing is kept/);
  });

  it("what goes by raw SQL is kept too", async () => {
    const raw = second.replace('op.dropTable("posts");', 'op.execute("DROP TABLE posts");');
    directory = projectWith({}, { "migrations/versions/b1.ts": raw });
    await filled();
    expect(await run("upgrade head")).toMatch(/Keeping backup \d: 2 rows of posts/);
    await run("downgrade -1");
    expect(await values("SELECT title FROM posts ORDER BY id")).toEqual([["p1"], ["p2"]]);
  });

  it("what a narrower type cuts is kept, for whoever wants it back", async () => {
    const narrower = `${header("b1bbbbbbbbbb", "a1aaaaaaaaaa").replace("import {", "import { numeric,")}
export function upgrade(op) {
  op.alterColumn("prices", "amount", { type: numeric(8, 0), dataLoss: "no cents" });
}
export function downgrade(op) {
  op.alterColumn("prices", "amount", { type: numeric(8, 2) });
}\n`;
    directory = projectWith({}, { "migrations/versions/b1.ts": narrower });
    await run("upgrade a1");
    await ask("CREATE TABLE prices (id int NOT NULL PRIMARY KEY, amount numeric(8, 2))");
    await ask("INSERT INTO prices VALUES (1, 1.25), (2, NULL)");
    const out = await run("upgrade head");
    // SQLite keeps the values as they are, whatever the type.
    if (name === "SQLite") return expect(out).not.toContain("Keeping");
    expect(out).toContain("Keeping backup 1: 1 row of prices (amount)");
    expect(await run("backups list")).toMatch(/prices \(amount, as before\), 1 row,/);
    expect(await run("downgrade -1")).not.toContain("Putting back");
    expect(await run("backups restore 1")).toMatch(/^0 /);
    expect((await values("SELECT amount FROM prices WHERE id = 1")).map(Number)).toEqual([1.25]);
    return undefined;
  });

  it("names that change in the revision are followed", async () => {
    const renamed = `${header("b1bbbbbbbbbb", "a1aaaaaaaaaa")}
export function upgrade(op) {
  op.renameColumn("users", "note", "remark");
  op.dropColumn("users", "remark");
}
export function downgrade(op) {
  op.addColumn("users", column("note", text()));
}\n`;
    directory = projectWith({}, { "migrations/versions/b1.ts": renamed });
    await filled();
    await run("upgrade head");
    await run("downgrade -1");
    expect(await values("SELECT note FROM users ORDER BY id")).toEqual([["n1"], [null], ["n3"]]);
  });

  it("`forget` leaves none behind, and a script says that it makes none", async () => {
    await filled();
    await run("upgrade head");
    expect(await run("forget")).toMatch(/^2 [\s\S]*BACKUPS_LEFT/);
    await run("backups drop --all");
    expect(await run("forget")).toMatch(/^0 /);
    const list =
      {
        SQLite: "sqlite_master WHERE type = 'table' AND name",
        PostgreSQL: "information_schema.tables WHERE table_name",
      }[name] ?? "information_schema.tables WHERE table_schema = DATABASE() AND table_name";
    expect(await values(`SELECT 1 FROM ${list} LIKE 'limbeck%'`)).toEqual([]);
    expect(await run("upgrade a1:head --sql")).toMatch(
      /-- This loses the rows of .?posts.?; the script keeps no backup/,
    );
  });

  it("more rows than backupMaxRows are refused, and nothing is dropped", async () => {
    directory = projectWith({ backupMaxRows: 2 });
    await filled();
    expect(await run("upgrade head")).toMatch(/^3 .*BACKUP_TOO_LARGE|more than 2 rows/);
    expect(await values("SELECT email FROM users ORDER BY id")).toEqual([["a@x"], ["b'@x"], ["c@x"]]);
  });

  it("--without-backup keeps nothing, and the journal remembers why", async () => {
    await filled();
    expect(await run('upgrade head --without-backup "dumped by hand"')).not.toContain("Keeping");
    expect(await run("backups list")).toMatch(/Nothing is kept/);
    expect(await run("status")).toContain("without a backup: dumped by hand");
  });

  it("backups: off keeps nothing", async () => {
    directory = projectWith({ backups: "off", backupProgram: undefined });
    await filled();
    await run("upgrade head");
    expect(await run("backups list")).toMatch(/Nothing is kept/);
  });

  it.each([
    ["backups restore 7", /BACKUP_UNKNOWN[\s\S]*there is none/],
    ["backups drop", /BACKUPS_OPTION/],
    ["backups restore x", /is not the number of a backup/],
    ["backups restore --all", /BACKUPS_OPTION/],
  ])("%s is refused", async (line, message) => {
    await run("upgrade a1");
    expect(await run(line)).toMatch(new RegExp(`^2 [\\s\\S]*${message.source}`));
  });

  it("what has no place is refused, with where it is", async () => {
    await filled();
    await run("upgrade head");
    const place = mode === "table" ? "limbeck_backup_" : "limbeck-backups/20\\d+T";
    expect(await run("backups restore 1 2")).toMatch(new RegExp(`^3 [\\s\\S]*BACKUP_NO_PLACE[\\s\\S]*${place}`));
  });
});

describe("backups on PostgreSQL", () => {
  const tables = `CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text);
    CREATE TABLE p (id serial, a_id int REFERENCES a, up int, PRIMARY KEY (id), FOREIGN KEY (up) REFERENCES p) PARTITION BY RANGE (id);
    CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
    CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20) PARTITION BY RANGE (id); CREATE TABLE p2a PARTITION OF p2 DEFAULT;
    CREATE TABLE h (id serial PRIMARY KEY, note text); CREATE TABLE h1 (more int) INHERITS (h);`;
  const filling = `INSERT INTO a (note) VALUES ('x'), ('y'); INSERT INTO p (a_id) SELECT 1 FROM generate_series(1, 12); UPDATE p SET up = 12 WHERE id = 1;
    INSERT INTO h (note) VALUES ('own'); INSERT INTO h1 (note, more) VALUES ('below', 7);`;
  const all =
    "SELECT 'p' AS t, tableoid::regclass::text AS of, count(*)::int AS n FROM p GROUP BY 2 UNION SELECT 'h', tableoid::regclass::text, count(*)::int FROM h GROUP BY 2 UNION SELECT 'more', more::text, id FROM h1 ORDER BY 1, 2";

  it.each([
    ["dropped by operations, kept in tables", "ops", "table"],
    ["dropped by operations, kept in files", "ops", "dump"],
    ["dropped by raw SQL", "raw", "table"],
  ] as const)(
    "rows of partitions and of tables that inherit come back to where they were: %s",
    async (_, way, mode) => {
      const url = await freshDatabase();
      const directory = directoryWith({
        "limbeck.config.json": JSON.stringify({
          ...{ url, models: "schema.sql", backups: mode },
          ...(mode === "dump" ? { backupProgram: await dumpProgram("PostgreSQL") } : {}),
        }),
        "schema.sql": tables,
        "migrations/versions/.keep": "",
      });
      const run = async (line: string) => {
        const { exit, out, err } = await limbeck(directory, line);
        expect(`${exit} ${out}${err}`).toMatch(/^0 /);
      };
      await run("revision --autogenerate -m one --rev-id a1");
      await run("upgrade head");
      await administer(url, filling);
      const before = await administer(url, all);
      writeFileSync(join(directory, "schema.sql"), "CREATE TABLE other (id int PRIMARY KEY)");
      await run("revision --autogenerate -m two --rev-id b1");
      if (way === "raw") {
        const path = join(directory, "migrations/versions/b1_two.ts");
        const raw = [
          "CREATE TABLE other (id int PRIMARY KEY)",
          ...["h1", "h", "p", "a"].map((name) => `DROP TABLE ${name}`),
        ];
        const up = /(?<=function upgrade\(op: Op\) \{\n)[\s\S]*?(?=\n\}\n)/;
        writeFileSync(
          path,
          readFileSync(path, "utf8").replace(up, raw.map((sql) => `op.execute("${sql}");`).join("\n")),
        );
      }
      await run("upgrade head");
      await run("downgrade -1");
      expect(await administer(url, all)).toEqual(before);
      expect(await administer(url, "SELECT up FROM p WHERE id = 1")).toEqual([{ up: 12 }]);
      expect(await administer(url, "INSERT INTO p (a_id) VALUES (1) RETURNING id")).toEqual([{ id: 13 }]);
      expect(await administer(url, "INSERT INTO h1 (note) VALUES ('z') RETURNING id")).toEqual([{ id: 3 }]);
    },
    120_000,
  );

  it("a column whose type goes with it comes back with both", async () => {
    const url = await freshDatabase();
    await administer(
      url,
      "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE people (id int PRIMARY KEY, mood mood NOT NULL)",
    );
    await administer(url, "INSERT INTO people VALUES (1, 'sad'), (2, 'ok')");
    const directory = directoryWith({
      "limbeck.config.json": JSON.stringify({ url }),
      "migrations/versions/a1.ts": `import { column, named } from "limbeck";
export const revision = "a1aaaaaaaaaa";
export const downRevision = null;
export function upgrade(op) {
  op.dropColumn("people", "mood");
  op.dropEnum("mood");
}
export function downgrade(op) {
  op.createEnum("mood", ["sad", "ok"]);
  op.addColumn("people", column("mood", named("mood"), { nullable: false }));
}\n`,
    });
    expect((await limbeck(directory, "upgrade head")).exit).toBe(0);
    expect((await limbeck(directory, "downgrade base")).exit).toBe(0);
    expect(await administer(url, "SELECT id, mood FROM people ORDER BY id")).toEqual([
      { id: 1, mood: "sad" },
      { id: 2, mood: "ok" },
    ]);
  });
});

import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dialectFor } from "../../src/dialects/dialects.ts";
import { downgrade } from "../../src/project/downgrade.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import { pythonProject } from "../project/python-project.ts";
import { dumpProgram } from "../servers/dump-programs.ts";
import { administerMysql, freshMysqlDatabase } from "../servers/mysql.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";
import { directoryWith, limbeck, sqlRevision } from "./project.ts";

/** Values that a file may bend: quotes, ends of statements and lines, escapes, bytes, times. `held` is what each of them is, as hexadecimal digits or text. */
const servers = {
  SQLite: {
    fresh: async () => "sqlite:///app.db",
    create: `CREATE TABLE "odd; t'able" (id integer PRIMARY KEY, "a ""b" text, -- it's; "so"
      c blob, d real, e numeric)`,
    rows: [
      `INSERT INTO "odd; t'able" VALUES (1, 'it''s; "x"' || char(10) || 'INSERT INTO t (a) VALUES (1);\\', x'00ff3b27', 0.1, '007')`,
      `INSERT INTO "odd; t'able" VALUES (-2, 'a' || char(0) || 'b', NULL, 1e300, 9007199254740993)`,
    ],
    held: `SELECT id, hex("a ""b"), hex(c), quote(d), quote(e) FROM "odd; t'able" ORDER BY id`,
    drop: `DROP TABLE "odd; t'able"`,
  },
  PostgreSQL: {
    fresh: () => freshDatabase(),
    create: `CREATE TABLE "odd; t'able" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "a ""b" text DEFAULT E'x\\\\;''', c bytea, d double precision,
      e numeric, f timestamptz, g jsonb, h text[], i interval, j bit(3), k boolean, l bigint GENERATED ALWAYS AS (id * 2) STORED)`,
    rows: [
      `INSERT INTO "odd; t'able" ("a ""b", c, d, e, f, g, h, i, j, k) VALUES (E'it''s; "x"\\nINSERT INTO t (a) VALUES (1);\\\\', '\\x00ff3b27', 0.1,
       'NaN', '2026-03-29 01:30:00.123456+00', '{"a": "\\";"}', ARRAY['a;b', NULL, '"'], '-1 day +02:03:04.5', B'101', true)`,
      `INSERT INTO "odd; t'able" ("a ""b", d) VALUES (NULL, 'Infinity')`,
    ],
    held: `SELECT concat_ws('|', id, encode(convert_to("a ""b", 'UTF8'), 'hex'), c, d, e, f AT TIME ZONE 'UTC', g, h, i, j, k, l) AS held FROM "odd; t'able" ORDER BY id`,
    drop: `DROP TABLE "odd; t'able"`,
  },
  MariaDB: {
    fresh: () => freshMysqlDatabase("mariadb-10.11"),
    ...mysqlTable(),
  },
  MySQL: {
    fresh: () => freshMysqlDatabase("mysql-9"),
    ...mysqlTable(),
  },
} as const;

function mysqlTable() {
  return {
    create:
      "CREATE TABLE `odd; t'able` (id bigint AUTO_INCREMENT PRIMARY KEY, `a ``b` text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, c varbinary(20), d double, e decimal(30, 10), f timestamp(6) NULL, g bit(3), h double AS (e * 2) STORED, i json)",
    rows: [
      "INSERT INTO `odd; t'able` (`a ``b`, c, d, e, f, g, i) VALUES ('it''s; \"x\"\\nINSERT INTO t (a) VALUES (1);\\\\', x'00ff3b27', 0.1, 1.5, '2026-03-29 01:30:00.123456', b'101', '{\"a\": \"\\\\\";\"}')",
      "INSERT INTO `odd; t'able` (id, d) VALUES (-2, 1e300)",
    ],
    held: "SELECT concat_ws('|', id, hex(`a ``b`), hex(c), d, e, f, hex(g), h, i) AS held FROM `odd; t'able` ORDER BY id",
    drop: "DROP TABLE `odd; t'able`",
  };
}

const revisionOf = (table: (typeof servers)[keyof typeof servers]) => ({
  "migrations/versions/a1.sql": sqlRevision("a1aaaaaaaaaa", "none", { up: `${table.drop};`, back: `${table.create};` }),
});

describe.each(Object.entries(servers))("a dump on %s", (name, server) => {
  let url = "";
  let directory = "";
  let backupProgram: string | undefined;

  beforeAll(async () => {
    backupProgram = await dumpProgram(name);
  });
  beforeEach(async () => {
    url = await server.fresh();
    directory = projectWith({});
    for (const sql of [server.create, ...server.rows]) await ask(sql);
  });

  function projectWith(config: object): string {
    return directoryWith({
      "limbeck.config.json": JSON.stringify({ url, backups: "dump", backupProgram, ...config }),
      ...revisionOf(server),
    });
  }

  async function ask(sql: string): Promise<readonly unknown[]> {
    if (name === "PostgreSQL") return administer(url, sql);
    if (name !== "SQLite") return administerMysql(url, sql);
    const dialect = await dialectFor(url);
    const connection = await dialect.connect(dialect.target(url, directory), { create: true });
    try {
      return sql.startsWith("SELECT") ? await connection.query(sql) : [await connection.execute(sql)];
    } finally {
      await connection.close();
    }
  }

  async function run(line: string): Promise<string> {
    const { exit, out, err } = await limbeck(directory, line);
    return `${exit} ${out}${err}`;
  }

  const dumps = () =>
    readdirSync(join(directory, "limbeck-backups"))
      .filter((file) => file.endsWith(".sql"))
      .map((file) => join(directory, "limbeck-backups", file));

  it("has the table as it was, and only this account may read it; a downgrade puts it back, `drop` deletes it", async () => {
    const before = await ask(server.held);
    expect(await run("upgrade head")).toMatch(/Keeping backup 1: 2 rows of odd; t'able in .*limbeck-backups/);
    const [file = ""] = dumps();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(directory, "limbeck-backups", ".gitignore"), "utf8")).toBe("*\n");
    expect(await run("backups list")).toContain(`, in ${file}`);
    const out = await run("downgrade base");
    expect(out).toMatch(/^0 [\s\S]*Putting back backup 1/);
    expect(await ask(server.held)).toEqual(before);
    expect(await run("backups drop 1")).toMatch(/^0 /);
    expect(existsSync(file)).toBe(false);
  });

  it("that was changed is not put back, nor one that isn't there; one that was moved is", async () => {
    await run("upgrade head");
    const [file = ""] = dumps();
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("INSERT", "insert"));
    expect(await run("downgrade base")).toMatch(/^3 [\s\S]*BACKUP_FILE_CHANGED/);
    renameSync(file, `${file}.elsewhere`);
    expect(await run("downgrade base")).toMatch(/^3 [\s\S]*BACKUP_FILE_MISSING/);
    await expect(ask(server.held)).rejects.toThrow();
    expect(await run("current")).toContain("a1aaaaaaaaaa");
    const place = directoryWith({});
    writeFileSync(join(place, file.split("/").at(-1) ?? ""), text);
    writeFileSync(
      join(directory, "limbeck.config.json"),
      JSON.stringify({ url, backups: "dump", backupProgram, backupDirectory: place }),
    );
    expect(await run("downgrade base")).toMatch(/^0 /);
    expect(await ask(server.held)).toHaveLength(2);
  });
});

it("nothing is written for what can't be carried out; of a table with partitions all rows are", async () => {
  const url = await freshDatabase();
  await administer(
    url,
    `CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE log (id int, mood mood) PARTITION BY RANGE (id);
     CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (1) TO (5); CREATE TABLE log_rest PARTITION OF log DEFAULT;
     INSERT INTO log VALUES (1, 'sad'), (9, 'ok'), (10, NULL)`,
  );
  await dumpProgram("PostgreSQL");
  const revision = (drop: string) => `export const revision = "a1aaaaaaaaaa";
export const downRevision = null;
export function upgrade(op) {
  ${drop}
  op.dropEnum("mood");
}
export function downgrade(op) {
  op.createEnum("mood", ["sad", "ok"]);
  op.execute("CREATE TABLE log (id int, mood mood) PARTITION BY RANGE (id)");
  op.execute("CREATE TABLE log_rest PARTITION OF log DEFAULT");
}\n`;
  const directory = directoryWith({
    "limbeck.config.json": JSON.stringify({ url, backups: "dump" }),
    "migrations/versions/a1.ts": revision('op.dropTable("log");'),
  });
  const refused = await limbeck(directory, "upgrade head");
  expect(refused.err).toMatch(/"log_1" is a partition of it/);
  expect(refused.err).not.toContain("Keeping");
  writeFileSync(join(directory, "migrations/versions/a1.ts"), revision('op.execute("DROP TABLE log");'));
  expect((await limbeck(directory, "upgrade head")).err).toContain("Keeping backup 1: 3 rows of log");
  expect((await limbeck(directory, "downgrade base")).exit).toBe(0);
  expect(await administer(url, "SELECT * FROM log ORDER BY id")).toEqual([
    { id: 1, mood: "sad" },
    { id: 9, mood: "ok" },
    { id: 10, mood: null },
  ]);
});

describe("the program of a dump", () => {
  const { PostgreSQL, MariaDB } = servers;

  /** A program that does what the lines say; `$real` is the server's own. */
  async function script(title: string, lines: string): Promise<string> {
    const real = (await dumpProgram(title)) ?? { PostgreSQL: "pg_dump", MariaDB: "mariadb-dump" }[title];
    const path = join(directoryWith({}), "dump program");
    writeFileSync(path, `#!/bin/sh\nreal=${real}\n${lines}\n`, { mode: 0o700 });
    return path;
  }

  async function onPostgres(backupProgram: string, url?: string) {
    const database = url ?? (await freshDatabase());
    for (const sql of [PostgreSQL.create, ...PostgreSQL.rows]) await administer(database, sql);
    const directory = directoryWith({
      "limbeck.config.json": JSON.stringify({ url: database, backups: "dump", backupProgram }),
      ...revisionOf(PostgreSQL),
    });
    const { exit, err } = await limbeck(directory, "upgrade head");
    const files = existsSync(join(directory, "limbeck-backups")) ? readdirSync(join(directory, "limbeck-backups")) : [];
    const rows = await administer(database, "SELECT to_regclass('\"odd; t''able\"') IS NOT NULL AS there");
    return {
      said: `${exit} ${err}`,
      files: files.filter((file) => file.endsWith(".sql")),
      isThere: rows[0]?.["there"],
    };
  }

  it.each([
    ["isn't there", "no-such-pg_dump", /^3 [\s\S]*DUMP_PROGRAM_MISSING/],
    ["is older than the server", 'echo "pg_dump (PostgreSQL) 12.9"', /^3 [\s\S]*DUMP_PROGRAM_UNFIT[\s\S]*12\.9/],
    ["is another program", 'echo "GNU something 1.0"', /^3 [\s\S]*DUMP_PROGRAM_UNFIT[\s\S]*is no pg_dump/],
    ["can't say what it is", "echo 'no library' >&2; exit 127", /^3 [\s\S]*DUMP_PROGRAM_UNFIT[\s\S]*no library/],
  ])("that %s is refused before anything runs", async (_, lines, message) => {
    const program = lines.startsWith("no-such") ? lines : await script("PostgreSQL", lines);
    expect(await onPostgres(program)).toEqual({ said: expect.stringMatching(message), files: [], isThere: true });
  });

  it("that fails leaves no file, and nothing is dropped", async () => {
    const program = await script(
      "PostgreSQL",
      'case "$1" in --version) exec $real --version ;; esac\necho "half of it"\necho "no room" >&2\nexit 1',
    );
    const { said, files, isThere } = await onPostgres(program);
    expect(said).toMatch(/^3 [\s\S]*no room/);
    expect({ files, isThere }).toEqual({ files: [], isThere: true });
  });

  it("rows that come while it runs are not lost", async () => {
    const url = await freshDatabase();
    const insert = `psql -q '${url}' -c 'INSERT INTO "odd; t'"''"'able" (d) VALUES (1)' >&2`.replaceAll(
      "'\"''\"'",
      `'\\''`,
    );
    const program = await script("PostgreSQL", `$real "$@"\ncase "$1" in --version) ;; *) ${insert} ;; esac`);
    const { said, files, isThere } = await onPostgres(program, url);
    expect(said).toMatch(/^3 [\s\S]*had 2 rows when its backup was written, and has another number now/);
    expect({ files, isThere }).toEqual({ files: [], isThere: true });
  });

  it("is given the password where no other account can read it", async () => {
    const words = join(directoryWith({}), "words");
    const program = await script("MariaDB", `echo "$@" >> '${words}'\nexec $real "$@"`);
    const url = await freshMysqlDatabase("mariadb-10.11");
    const account = `dump_${process.pid}`;
    await administerMysql(url, `CREATE USER '${account}'@'%' IDENTIFIED BY 'p"a #s\\\\n'`);
    await administerMysql(url, `GRANT ALL ON ${url.split("/").at(-1)}.* TO '${account}'@'%'`);
    for (const sql of [MariaDB.create, ...MariaDB.rows]) await administerMysql(url, sql);
    const directory = directoryWith({
      "limbeck.config.json": JSON.stringify({
        url: url.replace("root@", `${account}:${encodeURIComponent('p"a #s\\n')}@`),
        ...{ backups: "dump", backupProgram: program },
      }),
      ...revisionOf(MariaDB),
    });
    const { exit, err } = await limbeck(directory, "upgrade head");
    await administerMysql(url, `DROP USER '${account}'@'%'`);
    expect(`${exit} ${err}`).toMatch(/^0 /);
    expect(readFileSync(words, "utf8")).not.toContain("#s");
  });
});

describe("the config of dumps", () => {
  it.each([
    [{ backupDirectory: "x" }, /CONFIG_VALUE_INVALID[\s\S]*"backupDirectory" is for backups that are written to files/],
    [{ backups: "dump", backupProgram: "x" }, /DUMP_PROGRAM_UNFIT[\s\S]*SQLite has no program/],
    [{ backups: "dump", backupDirectory: "limbeck.config.json" }, /BACKUP_DIRECTORY/],
  ])("%j is refused", async (config, message) => {
    const directory = directoryWith({
      "limbeck.config.json": JSON.stringify({ url: "sqlite:///app.db", ...config }),
      ...revisionOf(servers.SQLite),
    });
    expect((await limbeck(directory, "upgrade head")).err).toMatch(message);
  });

  it("an Alembic project has it in its ini, and its revisions are kept in files", async () => {
    const url = (await freshDatabase()).replace("postgresql:", "postgresql+psycopg:");
    const project = await pythonProject({
      a1: {
        up: 'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer))\nop.execute("INSERT INTO t VALUES (1, 2), (3, 4)")',
        back: 'op.drop_table("t")',
      },
      b2: {
        down: "a1",
        up: 'op.drop_table("t")',
        back: 'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer))',
      },
    });
    const ini = join(project.cwd, "alembic.ini");
    writeFileSync(ini, `${readFileSync(ini, "utf8")}\n[limbeck]\nbackups = dump\nbackup_directory = kept\n`);
    await dumpProgram("PostgreSQL");
    const options = { ...project, url };
    await upgrade(options, { target: "b2" });
    expect(readdirSync(join(project.cwd, "kept")).filter((file) => /-b2-t-1\.sql$/.test(file))).toHaveLength(1);
    await downgrade(options, { target: "a1" });
    expect(await administer(url, "SELECT * FROM t ORDER BY id")).toEqual([
      { id: 1, n: 2 },
      { id: 3, n: 4 },
    ]);
    expect(await administer(url, "SELECT to_regclass('limbeck.limbeck_backup_1')::text AS side")).toEqual([
      { side: null },
    ]);
  });
});

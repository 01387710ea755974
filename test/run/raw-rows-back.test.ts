import { afterEach, describe, expect, it } from "vitest";
import type { Connection, Dialect } from "../../src/dialects/contract.ts";
import { mysql } from "../../src/dialects/mysql/mysql.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { readBackups } from "../../src/run/backup-registry.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { freshDatabase } from "../servers/postgres.ts";
import { execute } from "./ops.ts";
import { names, openFile, projectOn } from "./project.ts";

interface Case {
  readonly claim: string;
  readonly make: readonly string[];
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** All that must be the same again. */
  readonly rows: readonly string[];
}

const plain: readonly Case[] = [
  {
    claim: "a column comes back before its unique index, and the table that another refers to before the reference",
    make: [
      "CREATE TABLE org (id int PRIMARY KEY)",
      "CREATE TABLE t (id int PRIMARY KEY, name varchar(20) NOT NULL, org_id int NOT NULL, CONSTRAINT t_org FOREIGN KEY (org_id) REFERENCES org (id))",
      "CREATE UNIQUE INDEX t_name ON t (name)",
      "INSERT INTO org VALUES (7), (8)",
      "INSERT INTO t VALUES (1, 'a', 7), (2, 'it''s 100%', 8)",
    ],
    up: [
      "DROP INDEX t_name /* on */",
      "ALTER TABLE t DROP CONSTRAINT t_org",
      "ALTER TABLE t DROP COLUMN name",
      "ALTER TABLE t DROP COLUMN org_id",
      "DROP TABLE org",
    ],
    down: [
      "CREATE TABLE org (id int PRIMARY KEY)",
      "ALTER TABLE t ADD COLUMN org_id int NOT NULL",
      "ALTER TABLE t ADD COLUMN name varchar(20) NOT NULL DEFAULT ''",
      "ALTER TABLE t ALTER COLUMN name DROP DEFAULT",
      "CREATE UNIQUE INDEX t_name ON t (name)",
      "ALTER TABLE t ADD CONSTRAINT t_org FOREIGN KEY (org_id) REFERENCES org (id)",
    ],
    rows: ["SELECT id, name, org_id FROM t ORDER BY id", "SELECT id FROM org ORDER BY id"],
  },
  {
    claim: "by a key that has its name again at the end only",
    make: ["CREATE TABLE t (id int PRIMARY KEY, a varchar(9))", "INSERT INTO t VALUES (1, 'x'), (2, 'y')"],
    up: ["ALTER TABLE t DROP COLUMN a", "ALTER TABLE t RENAME COLUMN id TO k"],
    down: ["ALTER TABLE t ADD COLUMN a varchar(9)", "ALTER TABLE t RENAME COLUMN k TO id"],
    rows: ["SELECT id, a FROM t ORDER BY id"],
  },
];

/** As Limbeck writes a check into a script. */
const checked: readonly Case[] = [
  {
    claim: "a column that has no default takes them before it is strict, whatever rows there are",
    make: [
      "CREATE TABLE t (id int PRIMARY KEY, a varbinary(9) NOT NULL, b varbinary(9) NOT NULL)",
      "INSERT INTO t VALUES (1, 'x', 'p'), (2, 'y', 'q')",
    ],
    up: ["ALTER TABLE t DROP COLUMN a", "ALTER TABLE t DROP COLUMN b"],
    down: ["a", "b"].flatMap((name) => [
      `-- back\nSET @limbeck_check = IF(EXISTS (SELECT 1 AS \`has rows\` FROM \`t\` LIMIT 1\n), 'it has', 'DO 0')`,
      "SELECT @limbeck_check AS refused FROM (SELECT 1) one WHERE @limbeck_check <> 'DO 0'",
      "PREPARE limbeck_check FROM @limbeck_check",
      "EXECUTE limbeck_check",
      "DEALLOCATE PREPARE limbeck_check",
      `ALTER TABLE t ADD COLUMN ${name} varbinary(9) NOT NULL`,
    ]),
    rows: ["SELECT id, a, b FROM t ORDER BY id"],
  },
];

const anew: readonly Case[] = [
  {
    claim: "a table that is made anew takes them with its rows",
    make: [
      "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, note TEXT DEFAULT 'd', x INT)",
      "INSERT INTO t VALUES (1, 'a', NULL, 1), (2, 'b, FROM (c)', 'n', 2)",
    ],
    up: [
      "CREATE TABLE t_new (id INTEGER PRIMARY KEY, x INT)",
      "INSERT INTO t_new (id, x) SELECT t.id, t.x FROM t",
      "DROP TABLE t",
      "ALTER TABLE t_new RENAME TO t",
    ],
    down: [
      "CREATE TABLE t_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, note TEXT DEFAULT 'd', x INT)",
      "INSERT INTO t_new (id, name, x) SELECT t.id, (''), max(t.x, 0) FROM t",
      "DROP TABLE t",
      "ALTER TABLE t_new RENAME TO t",
    ],
    rows: ["SELECT id, name, note, x FROM t ORDER BY id"],
  },
];

const grounds: Readonly<
  Record<string, { readonly dialect: Dialect; url(): Promise<string>; readonly cases: readonly Case[] }>
> = {
  SQLite: { dialect: sqlite, url: async () => ":memory:", cases: anew },
  PostgreSQL: { dialect: postgres, url: freshDatabase, cases: plain },
  MariaDB: { dialect: mysql, url: () => freshMysqlDatabase("mariadb-10.11"), cases: [...plain, ...checked] },
};

let connection: Connection | undefined;
afterEach(async () => connection?.close());

describe.each(Object.entries(grounds))(
  "what raw SQL of a downgrade makes a place for, on %s",
  (_, { dialect, url, cases }) => {
    it.each(cases)("$claim", async ({ make, up, down, rows }) => {
      const at = await url();
      connection =
        dialect === sqlite ? await openFile(at) : await dialect.connect(dialect.target(at, "/"), { create: false });
      const open = connection;
      const own = (sql: string) => (dialect === mysql ? sql.replace("/* on */", "ON t") : sql);
      for (const sql of make) await open.execute(own(sql));
      const read = async () => JSON.stringify(await Promise.all(rows.map((sql) => open.query(sql))));
      const was = await read();
      const given = { id: "r1", up: up.map((sql) => execute(own(sql))), down: down.map((sql) => execute(own(sql))) };
      const { upgrade, downgrade } = projectOn(open, [given], { dialect, backups: { maxRows: 1_000 } });
      await upgrade();
      await downgrade("base");
      expect(await read()).toBe(was);
      const left = (await readBackups({ connection: open, dialect, names })).filter(
        (each) => each.restoredAt === undefined,
      );
      expect(left).toEqual([]);
    });
  },
);

it("a table that is made anew by hand with a narrower type is one whose values are kept before", async () => {
  connection = await openFile(":memory:");
  await connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT NOT NULL, x REAL, n INTEGER)");
  await connection.execute("INSERT INTO t VALUES (1, '007', 1.5, 1), (2, 'a', NULL, 2)");
  const up = [
    "CREATE TABLE t_new (id INTEGER PRIMARY KEY, code INTEGER NOT NULL, x REAL, n TEXT)",
    "INSERT INTO t_new (id, code, x, n) SELECT id, code, x, n FROM t",
    "DROP TABLE t",
    "ALTER TABLE t_new RENAME TO t",
  ];
  const given = { id: "r1", up: up.map((sql) => execute(sql)) };
  await projectOn(connection, [given], { dialect: sqlite, backups: { maxRows: 1_000 } }).upgrade();
  expect(await readBackups({ connection, dialect: sqlite, names })).toMatchObject([
    { kind: "values", table: { name: "t" }, columns: [{ name: "code" }], rows: 2 },
  ]);
});

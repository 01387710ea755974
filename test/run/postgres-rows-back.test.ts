import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { inspect } from "../../src/dialects/postgres/inspect.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import { wayBack } from "../../src/diff/way-back.ts";
import type { Op } from "../../src/ops/op.ts";
import { ask, empty, openFresh } from "../dialects/postgres-writer.ts";
import { administer } from "../servers/postgres.ts";
import { postgresProject } from "./postgres-project.ts";

const drop = (column: string, table = "t"): Op => ({ kind: "dropColumn", table, column });
const unique = (name: string): Op => ({ kind: "dropConstraint", table: "t", type: "unique", name });

interface Case {
  readonly claim: string;
  readonly sql: string;
  readonly up: readonly Op[];
  /** `t` when absent. */
  readonly table?: string;
  /** What a row that comes afterwards gets. */
  readonly next?: readonly [sql: string, row: readonly unknown[]];
}

/** Each would have been refused, or have lost values, where these come back behind all that the downgrade does. */
const cases: readonly Case[] = [
  {
    claim: "before a unique constraint that the default of the column would break",
    sql: `CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL DEFAULT 0 UNIQUE, b int CHECK (b > 0) NOT NULL);
      INSERT INTO t VALUES (1, 5, 1), (2, 6, 2)`,
    up: [
      unique("t_a_key"),
      { kind: "dropConstraint", table: "t", type: "check", name: "t_b_check" },
      drop("a"),
      drop("b"),
    ],
  },
  {
    claim: "into a column that the server alone numbers, which goes on behind them",
    sql: `CREATE TABLE t (id int PRIMARY KEY, a int GENERATED ALWAYS AS IDENTITY (START 40), s serial);
      INSERT INTO t VALUES (1), (2), (3); DELETE FROM t WHERE id = 1`,
    up: [drop("a"), drop("s")],
    next: ["INSERT INTO t VALUES (4) RETURNING id, a, s", [4, 43, 4]],
  },
  {
    claim: "into a table that has checks of its rows to come, and gets an index",
    sql: `CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p VALUES (1);
      CREATE TABLE t (id int PRIMARY KEY, p int REFERENCES p DEFERRABLE INITIALLY DEFERRED); CREATE INDEX ix ON t (p); INSERT INTO t VALUES (1, 1)`,
    up: [{ kind: "dropTable", table: "t" }],
  },
  {
    claim: "by a key that stays where the primary key goes too",
    sql: `CREATE TABLE t (id int PRIMARY KEY, a text, k text NOT NULL UNIQUE); INSERT INTO t VALUES (1, 'one', 'x'), (2, 'two', 'y')`,
    up: [{ kind: "dropConstraint", table: "t", type: "primary" }, drop("id"), drop("a")],
  },
  {
    claim: "where rules would have something else be done",
    sql: `CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL, b int); CREATE RULE r AS ON UPDATE TO t DO INSTEAD NOTHING; CREATE RULE "i s" AS ON INSERT TO t DO INSTEAD NOTHING;
      CREATE RULE d AS ON DELETE TO t DO INSTEAD NOTHING; ALTER TABLE t DISABLE RULE "i s"; INSERT INTO t VALUES (1, 'one', 1), (2, 'two', 2); ALTER TABLE t DISABLE RULE d; ALTER TABLE t ENABLE ALWAYS RULE "i s"`,
    up: [drop("a"), drop("b")],
  },
  {
    claim: "by a key that has another name and another type until the end",
    sql: "CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL); INSERT INTO t VALUES (1, 'one'), (2, 'two')",
    up: [
      { kind: "renameColumn", table: "t", column: "id", to: "key" },
      { kind: "alterColumn", table: "t", column: "key", changes: { type: { kind: "bigint" } } },
      drop("a"),
    ],
  },
  {
    claim: "each in its own row, whatever the table is called",
    sql: "CREATE TABLE b (id int PRIMARY KEY, a text); INSERT INTO b VALUES (1, 'one'), (2, 'two')",
    up: [drop("a", "b")],
    table: "b",
  },
];

let connection: Connection;
beforeAll(async () => {
  connection = await openFresh();
}, 90_000);
afterAll(() => connection.close());
beforeEach(() => empty(connection));

it.each(cases)("values come back $claim", async ({ sql, up, next, table = "t" }) => {
  await administer(connection.target.url, sql);
  const rows = () => ask(connection, `SELECT to_jsonb(x)::text FROM ${table} x ORDER BY 1`);
  const was = await rows();
  const back = wayBack(up, await inspect(connection, { exclude: [] }), postgres);
  if (back.kind === "irreversible") throw new Error(back.reason);
  const { upgrade, downgrade } = postgresProject(connection, [{ id: "r1", up, down: back.ops }], {
    backups: { maxRows: 10 },
  });
  await upgrade();
  await downgrade("base");
  expect(await rows()).toEqual(was);
  if (next !== undefined) expect(await ask(connection, next[0])).toEqual([next[1]]);
});

it("rows that came, went and changed while a revision was interrupted come back as they were when it dropped them", async () => {
  const tables = ["t", "gone", "late"];
  await administer(
    connection.target.url,
    `CREATE TABLE t (id int PRIMARY KEY, a int, w text); CREATE TABLE gone (id int PRIMARY KEY, a int); CREATE TABLE late (id int PRIMARY KEY);
    INSERT INTO gone VALUES (1, 1), (2, 2); INSERT INTO t VALUES (1, 5, 'old'), (2, 5, 'stays')`,
  );
  const index = { name: "ux", unique: true, parts: [{ column: "a" }] } as const;
  const up: readonly Op[] = [
    { kind: "createIndex", table: "t", index, concurrently: true },
    drop("w"),
    ...tables.slice(1).map((table): Op => ({ kind: "dropTable", table })),
  ];
  const back = wayBack(up, await inspect(connection, { exclude: [] }), postgres);
  if (back.kind === "irreversible") throw new Error(back.reason);
  const given = [{ id: "r1", up, down: back.ops }];
  const { upgrade, downgrade } = postgresProject(connection, given, { backups: { maxRows: 10 } });
  await expect(upgrade()).rejects.toThrow("duplicated");
  await administer(
    connection.target.url,
    "UPDATE t SET a = id, w = 'new' || id; DELETE FROM gone WHERE id = 1; INSERT INTO gone VALUES (3, 3); INSERT INTO late VALUES (7)",
  );
  const rows = () => Promise.all(tables.map((table) => ask(connection, `SELECT * FROM ${table} ORDER BY id`)));
  const before = await rows();
  await upgrade();
  await downgrade("base");
  expect(await rows()).toEqual(before);
});

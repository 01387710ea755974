import { beforeAll, expect, it } from "vitest";
import type { Progress } from "../../src/project/results.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { freshDatabase } from "../servers/postgres.ts";
import { testPython } from "../servers/python.ts";
import { type PythonRevision, pythonProject } from "./python-project.ts";

beforeAll(async () => void (await testPython()), 300_000);

/** A history in which one revision after the other may drop something, and what is kept of it. */
interface Case {
  readonly claim: string;
  readonly revisions: readonly string[];
  readonly kept: readonly string[];
}

const make = (name: string, columns = 'sa.Column("v", sa.String(20))') =>
  `op.create_table(${JSON.stringify(name)}, sa.Column("id", sa.Integer, primary_key=True), ${columns})`;
const fill = (name: string) =>
  `op.bulk_insert(sa.table(${JSON.stringify(name)}, sa.column("id", sa.Integer), sa.column("v", sa.String)), [{"id": 1, "v": "x"}])`;

const everywhere: readonly Case[] = [
  {
    claim: "a table without rows, and a column of one",
    revisions: [make("e1"), 'op.drop_column("e1", "v")', 'op.drop_table("e1")'],
    kept: [],
  },
  {
    claim: "rows that the revision before has inserted",
    revisions: [`${make("e2")}\n${fill("e2")}`, 'op.drop_column("e2", "v")', 'op.execute("DROP TABLE e2")'],
    kept: ["1 row of e2 (v)", "1 row of e2"],
  },
  {
    claim: "rows of a table with an odd name",
    revisions: [`${make('odd "e 3%')}\n${fill('odd "e 3%')}`, `op.drop_column('odd "e 3%', "v")`],
    kept: ['1 row of odd "e 3% (v)'],
  },
  {
    claim: "a table that the revision itself has made and filled",
    revisions: [`${make("e4")}\n${fill("e4")}\nop.drop_table("e4")`],
    kept: [],
  },
  {
    claim: "the rows of a table under the name that it was given before, and under the one of another",
    revisions: [
      `${make("e5")}\n${fill("e5")}\n${make("e5b")}`,
      'op.rename_table("e5", "e5c")\nop.rename_table("e5b", "e5")\nop.drop_table("e5")',
      'op.rename_table("e5c", "e5d")\nop.drop_table("e5d")',
    ],
    kept: ["1 row of e5c"],
  },
  {
    claim: "a table that isn't there",
    revisions: [
      'op.execute("DROP TABLE IF EXISTS e6")',
      'op.execute("UPDATE alembic_version SET version_num = version_num")',
    ],
    kept: [],
  },
];

const onPostgres: readonly Case[] = [
  {
    claim: "rows of a partition",
    revisions: [
      `op.execute("CREATE TABLE p1 (id int PRIMARY KEY, v text) PARTITION BY LIST (id)")
op.execute("CREATE TABLE p1a PARTITION OF p1 FOR VALUES IN (1)")
op.execute("INSERT INTO p1 VALUES (1, 'x')")`,
      'op.drop_column("p1", "v")',
    ],
    kept: ["1 row of p1 (v)"],
  },
  {
    claim: "values that a narrower type rounds, and no others",
    revisions: [
      `${make("p2", 'sa.Column("v", sa.Numeric(10, 4)), sa.Column("w", sa.String(9))')}
op.execute("INSERT INTO p2 VALUES (1, 1.2345, 'w')")`,
      'op.alter_column("p2", "w", type_=sa.String(99))',
      'op.alter_column("p2", "v", type_=sa.Numeric(10, 2))',
    ],
    kept: ["1 row of p2 (v)"],
  },
  {
    claim: "rows of what is dropped with CASCADE",
    revisions: [
      `${make("p4")}\n${fill("p4")}\nop.execute("CREATE VIEW p4v AS SELECT v FROM p4")`,
      'op.execute("ALTER TABLE p4 DROP COLUMN v CASCADE")',
      'op.execute("DROP TABLE p4 CASCADE")',
    ],
    kept: ["1 row of p4 (v)", "1 row of p4"],
  },
  {
    claim: "rows of a table in another schema",
    revisions: [
      "op.execute('CREATE SCHEMA \"An Other\"')\nop.execute('CREATE TABLE \"An Other\".p3 AS SELECT 1 AS id')",
      'op.drop_table("p3", schema="An Other")',
    ],
    kept: ["1 row of An Other.p3"],
  },
];

const databases: readonly (readonly [string, () => Promise<string>, readonly Case[]])[] = [
  ["SQLite", async () => "sqlite:///app.db", everywhere],
  ["PostgreSQL", () => onServer("psycopg2"), [...everywhere, ...onPostgres]],
  ["PostgreSQL by psycopg 3", () => onServer("psycopg"), everywhere],
  ...wantedFlavors.map((flavor) => {
    const urlOf = async () => (await freshMysqlDatabase(flavor)).replace("mysql:", "mysql+pymysql:");
    return [flavor, urlOf, everywhere] as const;
  }),
];

async function onServer(driver: string): Promise<string> {
  return (await freshDatabase()).replace("postgresql:", `postgresql+${driver}:`);
}

it.each(databases)(
  "what revisions in Python drop that are handed out at once is kept, on %s",
  async (_, urlOf, cases) => {
    const bodies = cases.flatMap(({ revisions }) => revisions);
    const revisions = bodies.map((up, i): readonly [string, PythonRevision] => [
      `r${i}`,
      { up, ...(i === 0 ? {} : { down: `r${i - 1}` }) },
    ]);
    const options = { ...(await pythonProject(Object.fromEntries(revisions))), url: await urlOf() };
    const said: string[] = [];
    const onProgress = (progress: Progress): void => {
      if (progress.kind === "output") said.push(progress.line);
    };
    await upgrade(options, { target: "head" }, { onProgress });
    expect(said.map((line) => line.replace(/^Keeping backup \d+: /, ""))).toEqual(cases.flatMap(({ kept }) => kept));
  },
  120_000,
);

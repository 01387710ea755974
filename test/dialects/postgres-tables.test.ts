import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import { split } from "../../src/dialects/postgres/split.ts";
import { diff } from "../../src/diff/diff.ts";
import { withNames } from "../../src/diff/safer-forms.ts";
import { wayBack } from "../../src/diff/way-back.ts";
import { applyOps, describeOp, reverseOps } from "../../src/ops/behaviours.ts";
import { omit } from "../../src/ops/edit.ts";
import type { Op } from "../../src/ops/op.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import { readBack } from "../ops/read-back.ts";
import { wantedMajors } from "../servers/postgres.ts";
import { catalogueOf } from "./postgres-catalogue.ts";
import { type PairCase, pairs } from "./postgres-tables-cases.ts";
import { openFresh, schemaOf } from "./postgres-writer.ts";

describe.each(wantedMajors)("PostgreSQL %i", (major) => {
  let connection: Connection;
  let nothing: readonly string[];
  beforeAll(async () => {
    connection = await openFresh({ major });
    nothing = await catalogueOf(connection);
  }, 90_000);
  afterAll(() => connection.close());

  const states = new Map<string, Promise<Schema>>();
  /** What the script makes, read once. */
  function stateOf(script: string): Promise<Schema> {
    const known = states.get(script) ?? undone(connection, () => made(connection, script));
    states.set(script, known);
    return known;
  }

  describe.each(pairs.filter(({ since = 13 }) => since <= major))("$claim", (pair) => {
    test("is made of nothing, and goes", async () => {
      for (const script of [pair.from, pair.to]) {
        const want = await stateOf(script);
        await undone(connection, async () => {
          for (const sql of globalsOf(script)) await connection.execute(sql);
          await turn(connection, { ...emptySchema }, want);
          const gone = reversed(opsBetween(emptySchema, want), emptySchema);
          await perform(connection, gone, want);
          expect(await catalogueOf(connection)).toEqual(nothing);
        });
      }
    });

    test("is turned into the other state, and back", async () => {
      const [have, want] = [await stateOf(pair.from), await stateOf(pair.to)];
      await undone(connection, async () => {
        await carriedOut(connection, pair.from);
        const catalogue = await catalogueOf(connection);
        const names = await partNamesOf(connection);
        const ops = opsBetween(have, want);
        if (pair.ops !== undefined) expect(ops.map(describeOp)).toEqual(pair.ops);
        expect(readBack(ops)).toEqual(ops);
        const after = await turn(connection, have, want);
        const back = reversed(ops, have);
        if (pair.partNames === true) expect(readBack(back)).toEqual(back);
        await perform(connection, back, after);
        expect(opsBetween(await schemaOf(connection), have)).toEqual([]);
        expect(await catalogueOf(connection)).toEqual(catalogue);
        if (pair.partNames === true) expect(await partNamesOf(connection)).toEqual(names);
      });
    });
  });

  test("a table begins to inherit checks that the models have not named, of a table that is there and of one that is new", async () => {
    const a = "CREATE TABLE a (x int, CONSTRAINT old CHECK (x > 0), CHECK (x > 1), CHECK (x > 2)";
    const from = `${a}); CREATE TABLE b (y int)`;
    const to = `${a}, CHECK (x > 5), CHECK (x > 4)); CREATE TABLE c (z int, CHECK (z > 0)); CREATE TABLE b (y int) INHERITS (a, c)`;
    const [have, want] = await bothOf(connection, { claim: "", from, to });
    const tables = want.tables.map((table) => ({ ...table, checks: table.checks.map((check) => omit(check, "name")) }));
    await undone(connection, async () => {
      await made(connection, from);
      await perform(connection, opsBetween(have, { ...want, tables }), have);
      expect(opsBetween(await schemaOf(connection), want)).toEqual([]);
    });
  });

  test("a table joins partitions whose table gets checks that the models have not named", async () => {
    const rest = "PARTITION BY LIST (x); CREATE TABLE m PARTITION OF p DEFAULT PARTITION BY LIST (x);";
    const from = `CREATE TABLE p (x int, CHECK (x > 1)) ${rest} COMMENT ON CONSTRAINT p_x_check ON p IS 'kept'; CREATE TABLE q (x int)`;
    const to = `CREATE TABLE p (x int, CHECK (x > 1), CHECK (x > 5), CHECK (x > 4)) ${rest} COMMENT ON CONSTRAINT p_x_check ON p IS 'kept';
      CREATE TABLE q PARTITION OF m DEFAULT`;
    const [have, want] = await bothOf(connection, { claim: "", from, to });
    const tables = want.tables.map((table) => ({
      ...table,
      checks: table.checks.map((check) => omit(check, "name", "comment")),
    }));
    await undone(connection, async () => {
      await made(connection, from);
      await perform(connection, opsBetween(have, { ...want, tables }), have);
      expect(opsBetween(await schemaOf(connection), want)).toEqual([]);
    });
  });

  test("a partition goes to another place with keys that the models have not named, and back", async () => {
    const from = `CREATE TABLE r (n int PRIMARY KEY); CREATE TABLE e (id int, n int, m int) PARTITION BY RANGE (id);
      CREATE TABLE e1 PARTITION OF e FOR VALUES FROM (1) TO (10)`;
    const to = `CREATE TABLE r (n int PRIMARY KEY); CREATE TABLE e (id int, n int, m int, UNIQUE (id, n), FOREIGN KEY (m) REFERENCES r, FOREIGN KEY (n) REFERENCES r) PARTITION BY RANGE (id);
      CREATE TABLE e1 PARTITION OF e FOR VALUES FROM (1) TO (20)`;
    const [have, want] = await bothOf(connection, { claim: "", from, to });
    const tables = want.tables.map((table) => ({
      ...table,
      uniques: table.uniques.map((unique) => omit(unique, "name")),
      foreignKeys: table.foreignKeys.map((key) => omit(key, "name")),
    }));
    await undone(connection, async () => {
      await made(connection, from);
      const ops = withNames(opsBetween(have, { ...want, tables }), have, postgres);
      const back = wayBack(ops, have, postgres);
      await perform(connection, ops, have);
      const after = await schemaOf(connection);
      expect(opsBetween(after, want)).toEqual([]);
      if (back.kind === "irreversible") throw new Error(back.reason);
      await perform(connection, back.ops, after);
      expect(opsBetween(await schemaOf(connection), have)).toEqual([]);
    });
  });

  test("what is new has the name of a constraint that the models have not named", async () => {
    const t = (
      key: string,
      one: string,
      none: string,
    ) => `CREATE TABLE r (a int ${key} PRIMARY KEY, b int ${one} UNIQUE, c int4range,
      CONSTRAINT ${none} EXCLUDE USING gist (c WITH &&)); CREATE TABLE s (a int REFERENCES r, b int REFERENCES r (b))`;
    const from = t("CONSTRAINT one", "CONSTRAINT two", "three");
    const to = `${t("", "", "r_excl")}; CREATE TABLE one (a int CONSTRAINT two PRIMARY KEY); CREATE INDEX three ON one (a)`;
    const [have, want] = await bothOf(connection, { claim: "", from, to });
    const tables = want.tables.map((table) =>
      table.name === "r"
        ? {
            ...table,
            primaryKey: { columns: ["a"] },
            ...{ uniques: [{ columns: ["b"] }], exclusions: table.exclusions.map((each) => omit(each, "name")) },
          }
        : table,
    );
    await undone(connection, async () => {
      await made(connection, from);
      const ops = opsBetween(have, { ...want, tables });
      expect(ops.map(({ kind }) => kind)).toEqual([
        ...["renameIndex", "renameIndex", "renameIndex"],
        ...["createTable", "createIndex"],
      ]);
      await turn(connection, have, { ...want, tables });
      expect(opsBetween(await schemaOf(connection), want)).toEqual([]);
      await perform(connection, reversed(ops, have), await schemaOf(connection));
      expect(await schemaOf(connection)).toEqual(have);
    });
  });

  describe("partitions call their parts after an op as the schema says that they do", () => {
    const script = `CREATE TABLE r (n int PRIMARY KEY);
      CREATE TABLE e (id int, n int CONSTRAINT e_r REFERENCES r, m int, PRIMARY KEY (id), UNIQUE (id, m)) PARTITION BY RANGE (id);
      CREATE INDEX one ON e (n) WHERE n > 0; CREATE INDEX two ON e (n); CREATE INDEX three ON e (m);
      CREATE TABLE a (id int NOT NULL, n int, m int, CONSTRAINT a_key PRIMARY KEY (id), CONSTRAINT a_fk FOREIGN KEY (n) REFERENCES r); CREATE INDEX a_two ON a (n);
      ALTER TABLE e ATTACH PARTITION a FOR VALUES FROM (1) TO (10); CREATE TABLE b PARTITION OF e FOR VALUES FROM (10) TO (20) PARTITION BY LIST (id);
      CREATE INDEX own ON b (m, n); CREATE TABLE c PARTITION OF b FOR VALUES IN (10); CREATE TABLE d PARTITION OF b DEFAULT; ALTER INDEX d_m_n_idx RENAME TO deep;
      ALTER TABLE d RENAME CONSTRAINT e_r TO deep_r; CREATE TABLE f (id int NOT NULL, m int, n int); CREATE INDEX f_m ON f (m)`;
    test.each<{ readonly claim: string; readonly ops: readonly Op[] }>([
      { claim: "another name of a partition", ops: [{ kind: "renameTable", table: "a", to: "x" }] },
      { claim: "another name of one with partitions", ops: [{ kind: "renameTable", table: "b", to: "x" }] },
      { claim: "another name of the table", ops: [{ kind: "renameTable", table: "e", to: "x" }] },
      { claim: "another name of a column", ops: [{ kind: "renameColumn", table: "e", column: "n", to: "x" }] },
      { claim: "another name of a whole", ops: [{ kind: "renameIndex", table: "e", index: "two", to: "x" }] },
      { claim: "another name of a whole key", ops: [{ kind: "renameIndex", table: "e", index: "e_pkey", to: "x" }] },
      { claim: "another name of a part", ops: [{ kind: "renameIndex", table: "a", index: "a_two", to: "a_m_idx2" }] },
      { claim: "the usual name of a part", ops: [{ kind: "renameIndex", table: "a", index: "a_key", to: "a_pkey" }] },
      { claim: "a whole goes whose neighbour has a number", ops: [{ kind: "dropIndex", table: "e", index: "one" }] },
      {
        claim: "a whole comes again",
        ops: [
          { kind: "dropIndex", table: "e", index: "two" },
          { kind: "createIndex", table: "e", index: { name: "two", parts: [{ column: "n" }] } },
        ],
      },
      { claim: "a foreign key goes", ops: [{ kind: "dropConstraint", table: "e", type: "foreignkey", name: "e_r" }] },
      { claim: "a column goes", ops: [{ kind: "dropColumn", table: "e", column: "m" }] },
      {
        claim: "a partition stands by itself",
        ops: [{ kind: "detachPartition", table: "e", partition: { name: "b" } }],
      },
      {
        claim: "a partition stands by itself, gets another name, and comes back",
        ops: [
          { kind: "detachPartition", table: "e", partition: { name: "b" } },
          { kind: "renameTable", table: "b", to: "x" },
          { kind: "attachPartition", table: "e", partition: { name: "x" }, bound: "DEFAULT" },
        ],
      },
      {
        claim: "a table becomes a partition of a partition",
        ops: [
          { kind: "dropTable", table: "c" },
          { kind: "attachPartition", table: "b", partition: { name: "f" }, bound: "FOR VALUES IN (10)" },
        ],
      },
    ])("$claim", async ({ ops }) => {
      await undone(connection, async () => {
        const have = await made(connection, script);
        const catalogue = await partNamesOf(connection);
        await perform(connection, ops, have);
        const after = await schemaOf(connection);
        const names = ({ tables }: Schema) => tables.map(({ name, partNames }) => ({ name, partNames }));
        expect(names(applyOps(have, ops))).toEqual(expect.arrayContaining(names(after)));
        const isLossless = reverseOps(ops, have).kind === "exact" && ops.every(({ kind }) => !kind.startsWith("drop"));
        await perform(connection, reversed(ops, have), after);
        if (isLossless) expect(await partNamesOf(connection)).toEqual(catalogue);
      });
    });
  });

  test("a value of an enum gets another name wherever it stands, and back", async () => {
    const script = (value: string, text: string) => `CREATE TYPE e AS ENUM ('a', '${value}');
      CREATE TABLE t (x e DEFAULT '${value}', y e[] DEFAULT '{a,${text}}', z e[] DEFAULT ARRAY['${value}'::e], g boolean GENERATED ALWAYS AS (x = '${value}') STORED, CHECK (x <> '${value}'));
      CREATE INDEX i ON t (y) WHERE x = '${value}'; CREATE INDEX j ON t ((x = '${value}')); CREATE TABLE h () INHERITS (t); ALTER TABLE h ALTER x SET DEFAULT '${value}', ALTER y SET DEFAULT '{}';
      CREATE VIEW v AS SELECT y FROM t WHERE x = '${value}'; CREATE POLICY p ON t USING (x = '${value}')`;
    const [from, to] = [script("b", "b"), script("it''s so", `"it''s so"`)];
    const [have, want] = await bothOf(connection, { claim: "", from, to });
    const canonical = { have: postgres.normalise(have), want: postgres.normalise(want) };
    const renames = [{ kind: "value", enum: "e", from: "b", to: "it's so" } as const];
    const { ops } = diff(have, want, { canonical, traits: postgres.traits, renames });
    expect(ops.map(describeOp)).toEqual([`Rename value "b" of enum e to "it's so"`]);
    await undone(connection, async () => {
      await made(connection, from);
      const catalogue = await catalogueOf(connection);
      await perform(connection, ops, have);
      const after = await schemaOf(connection);
      expect(opsBetween(after, want)).toEqual([]);
      await perform(connection, reversed(ops, have), after);
      expect(await catalogueOf(connection)).toEqual(catalogue);
    });
  });

  test("a table goes, and its index is made beside writers, where all of its partitions are known", async () => {
    const script = `CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw; CREATE TABLE h (n int, m int) PARTITION BY LIST (n);
      CREATE TABLE h2 PARTITION OF h FOR VALUES IN (2)`;
    const foreign = "CREATE FOREIGN TABLE h1 PARTITION OF h FOR VALUES IN (1) SERVER s";
    const index = { name: "i", parts: [{ column: "m" }] };
    const goes: Op[] = ["h2", "h"].map((table) => ({ kind: "dropTable", table }));
    const comes: Op[] = [{ kind: "createIndex", table: "h", index, concurrently: true }];
    const faults = async (ops: readonly Op[], schema: Schema) => {
      const checks = postgres.plan(ops, schema, connection.server).filter(({ check }) => check !== undefined);
      return (await Promise.all(checks.map(({ sql }) => connection.query(sql)))).flat();
    };
    await undone(connection, async () => {
      const schema = await made(connection, script);
      expect(await faults(comes, schema)).toEqual([]);
      await connection.execute(foreign);
      expect(await schemaOf(connection)).toEqual(schema);
      expect(await faults(comes, schema)).toEqual([{ partition: "h1" }]);
      await connection.execute("DROP TABLE h2");
      expect(await faults(goes, schema)).toEqual([{ partition: "h1" }]);
    });
  });

  test.runIf(major < 16)("a table that computes a column which the one above doesn't", async () => {
    const from = "CREATE TABLE a (x int, y int)";
    const to = `${from}; CREATE TABLE b (x int GENERATED ALWAYS AS (y * 2) STORED) INHERITS (a)`;
    const [have, want] = await bothOf(connection, { claim: "", from, to });
    await undone(connection, async () => {
      await made(connection, from);
      await turn(connection, have, want);
    });
  });

  test("a new table says NOT NULL itself of a column that is so above under another name", async () => {
    const from = `CREATE TABLE a (x int ${major < 18 ? "" : "CONSTRAINT mine"} NOT NULL)`;
    const to = `${from}; CREATE TABLE b (y int) INHERITS (a)`;
    const [have, want] = await bothOf(connection, { claim: "", from, to });
    const tables = want.tables.map((table) =>
      table.name === "b" ? { ...table, ownColumns: { x: { nullable: false as const } } } : table,
    );
    await undone(connection, async () => {
      await made(connection, from);
      await turn(connection, have, { ...want, tables });
    });
  });
});

/** What the operations need that is no part of a schema: access methods and roles. */
function globalsOf(script: string): readonly string[] {
  return split(script).flatMap(({ sql }) => (/^CREATE (?:ACCESS METHOD|ROLE)/.test(sql) ? [sql] : []));
}

async function bothOf(connection: Connection, { from, to }: PairCase): Promise<readonly [Schema, Schema]> {
  return [await undone(connection, () => made(connection, from)), await undone(connection, () => made(connection, to))];
}

async function made(connection: Connection, script: string): Promise<Schema> {
  await carriedOut(connection, script);
  return await schemaOf(connection);
}

async function carriedOut(connection: Connection, script: string): Promise<void> {
  for (const { sql } of split(script)) await connection.execute(sql);
}

/** Carries out what the difference of the two says, and looks whether nothing is left of it, by the ops and by the server, whose schema it returns. */
async function turn(connection: Connection, have: Schema, want: Schema): Promise<Schema> {
  const ops = opsBetween(have, want);
  await perform(connection, ops, have);
  expect(opsBetween(applyOps(have, ops), want)).toEqual([]);
  const after = await schemaOf(connection);
  expect(opsBetween(after, want)).toEqual([]);
  return after;
}

/** What partitions call their parts of indexes and foreign keys. */
async function partNamesOf(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.query(`
    SELECT format('%s of %s', inhrelid::regclass, inhparent::regclass) AS line FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE relkind IN ('i', 'I')
    UNION ALL SELECT format('%s %s', conrelid::regclass, conname) FROM pg_constraint WHERE contype = 'f' AND confrelid <> 0 AND conname !~ '\\d$'`);
  return rows.map(({ line }) => String(line)).sort();
}

async function perform(connection: Connection, ops: readonly Op[], before: Schema): Promise<void> {
  for (const { sql } of postgres.plan(ops, before, connection.server)) await connection.execute(sql);
}

function reversed(ops: readonly Op[], before: Schema): readonly Op[] {
  const reversal = reverseOps(ops, before);
  if (reversal.kind === "irreversible") throw new Error(reversal.reason);
  // As autogenerate does where the server has no places for columns.
  return reversal.ops.map((op) => (op.kind === "addColumn" ? omit(op, "position") : op));
}

function opsBetween(have: Schema, want: Schema): readonly Op[] {
  const canonical = { have: postgres.normalise(have), want: postgres.normalise(want) };
  return diff(have, want, { canonical, traits: postgres.traits, renames: [] }).ops;
}

async function undone<T>(connection: Connection, act: () => Promise<T>): Promise<T> {
  await connection.execute("BEGIN");
  try {
    return await act();
  } finally {
    await connection.execute("ROLLBACK");
  }
}

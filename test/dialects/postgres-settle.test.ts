import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Connection, Settled } from "../../src/dialects/contract.ts";
import { connect } from "../../src/dialects/postgres/connect.ts";
import { inspect } from "../../src/dialects/postgres/inspect.ts";
import { normalise } from "../../src/dialects/postgres/normalise.ts";
import { settle } from "../../src/dialects/postgres/settle.ts";
import { target } from "../../src/dialects/postgres/url.ts";
import { sameSchema } from "../../src/schema/canonical.ts";
import type { Column, Schema, Table } from "../../src/schema/schema.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";

const TABLES = `
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (
  id int, name varchar(20), state varchar(9) DEFAULT 'new', m mood DEFAULT 'ok', at timestamptz, n numeric(6, 2), tags text[], r int4range, j jsonb
);`;

let url = "";
const open: Connection[] = [];

beforeAll(async () => {
  url = await freshDatabase();
});

beforeEach(async () => {
  await administer(
    url,
    `DROP SCHEMA IF EXISTS other CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${TABLES}`,
  );
});

afterEach(async () => {
  for (const connection of open.splice(0)) await connection.close();
});

async function connected(readOnly = false): Promise<Connection> {
  const connection = await connect(target(url, process.cwd()), { create: false, readOnly });
  open.push(connection);
  return connection;
}

interface Verdict extends Settled {
  readonly isSame: boolean;
  /** Whether the words alone are the same. */
  readonly wasSame: boolean;
}

/** What comes of comparing the database after `sql` with the same schema in the words of `edit`. */
async function verdict(sql: string, edit: (schema: Schema) => Schema): Promise<Verdict> {
  await administer(url, sql);
  return verdictOn(await connected(true), edit);
}

async function verdictOn(connection: Connection, edit: (schema: Schema) => Schema): Promise<Verdict> {
  const have = await inspect(connection, { exclude: [] });
  const want = edit(have);
  const canonical = { have: normalise(have), want: normalise(want) };
  const found = await settle(connection, { have, want, canonical });
  return { ...found, isSame: sameSchema(found.have, found.want), wasSame: sameSchema(canonical.have, canonical.want) };
}

function editTable(change: (table: Table) => Table): (schema: Schema) => Schema {
  return (schema) => ({
    ...schema,
    tables: schema.tables.map((table) => (table.name === "t" ? change(table) : table)),
  });
}

function editColumn(name: string, change: Partial<Column>): (schema: Schema) => Schema {
  return editTable((table) => ({
    ...table,
    columns: table.columns.map((column) => (column.name === name ? { ...column, ...change } : column)),
  }));
}

const check = (expression: string) => editTable((table) => ({ ...table, checks: [{ name: "c", expression }] }));

describe("the server takes for the same", () => {
  const checks: readonly (readonly [made: string, wanted: string])[] = [
    ["state IN ('new', 'old')", "state in ('new','old')"],
    ["id IN (1, 2)", "id = ANY (ARRAY[1, 2])"],
    ["id BETWEEN 1 AND 5", "id >= 1 AND id <= 5"],
    ["name LIKE 'a%'", "name ~~ 'a%'"],
    ["NOT id IS NULL", "not (id is null)"],
    ["id > 0 AND (n > 0 OR n < -1)", "((id > 0)) and (n > 0 or n < - 1)"],
    ["length(name) > 2", "length(name) > 2 -- a comment"],
    ["extract(year FROM at) > 2000", "EXTRACT('year' FROM at) > 2000"],
    ["m <> 'sad'", "m != 'sad'::mood"],
    ["coalesce(n, 0) >= 0.5", "COALESCE(n, 0) >= .5"],
  ];
  it.each(checks)("the check %s and %s", async (made, wanted) => {
    const found = await verdict(`ALTER TABLE t ADD CONSTRAINT c CHECK (${made})`, check(wanted));
    expect(found).toMatchObject({ isSame: true, unknown: [] });
  });

  type Row = readonly [column: string, made: string, wanted: string];
  const defaults: readonly Row[] = [
    ["at", "now() - interval '1 day'", "now() - '1 day'::interval"],
    ["n", "1.0 + 2", "(1.0+2)"],
    ["j", `'{"a": 1}'`, `'{"a": 1}'::jsonb`],
    ["name", "lower('A')", "LOWER('A'::text)"],
    ["tags", "'{}'", "'{}'::text[]"],
  ];
  it.each(defaults)("the default of %s, %s and %s", async (column, made, wanted) => {
    const found = await verdict(
      `ALTER TABLE t ALTER ${column} SET DEFAULT ${made}`,
      editColumn(column, { default: { sql: wanted } }),
    );
    expect(found).toMatchObject({ isSame: true, unknown: [] });
  });

  const others: readonly Row[] = [
    ["tags", "'{}'", "ARRAY[]::text[]"],
    ["r", "int4range(1, 5)", "int4range(1, 5, '[)')"],
    ["at", "now()", "CURRENT_TIMESTAMP"],
  ];
  it.each(others)("not the default of %s, %s and %s, though they come to the same", async (column, made, wanted) => {
    const found = await verdict(
      `ALTER TABLE t ALTER ${column} SET DEFAULT ${made}`,
      editColumn(column, { default: { sql: wanted } }),
    );
    expect(found).toMatchObject({ isSame: false, unknown: [] });
  });

  it("a default of NULL and none", async () => {
    expect(await verdict("", editColumn("id", { default: { sql: "NULL::int" } }))).toMatchObject({ isSame: true });
  });

  it("a type by another name of it", async () => {
    const found = await verdict("", editColumn("at", { type: { kind: "raw", sql: "pg_catalog.timestamptz" } }));
    expect(found).toMatchObject({ isSame: true, unknown: [] });
  });

  it("generated columns", async () => {
    const generated = { expression: "coalesce(N,0)*2", stored: true };
    const found = await verdict(
      "ALTER TABLE t ADD twice numeric GENERATED ALWAYS AS (COALESCE(n, 0) * 2) STORED",
      editColumn("twice", { generated }),
    );
    expect(found).toMatchObject({ isSame: true, wasSame: false, unknown: [] });
  });

  it("indexes", async () => {
    const found = await verdict(
      "CREATE UNIQUE INDEX i ON t (lower(name) text_ops DESC, (id + 1)) WHERE state IN ('new', 'old')",
      editTable((table) => ({
        ...table,
        indexes: [
          {
            name: "i",
            unique: true,
            parts: [{ expression: "LOWER(name)", descending: true }, { expression: "id+1" }],
            where: "state in ('new','old')",
          },
        ],
      })),
    );
    expect(found).toMatchObject({ isSame: true, wasSame: false, unknown: [] });
  });

  it("exclusion constraints", async () => {
    const found = await verdict(
      "ALTER TABLE t ADD CONSTRAINT apart EXCLUDE USING gist (r WITH &&) WHERE (id BETWEEN 1 AND 9)",
      editTable((table) => ({
        ...table,
        exclusions: [
          { name: "apart", method: "gist", elements: [{ expression: "r", operator: "&&" }], where: "id>=1 and id<=9" },
        ],
      })),
    );
    expect(found).toMatchObject({ isSame: true, wasSame: false, unknown: [] });
  });

  const views =
    "CREATE VIEW v (a, b) AS SELECT id, lower(name) FROM t WHERE state IN ('x', 'y'); CREATE MATERIALIZED VIEW w AS SELECT * FROM v";
  it("views, one of them of another one", async () => {
    const definitions = ["select t.id, lower(t.name) from t where t.state in ('x','y')", "select a, b from v"];
    const found = await verdict(views, (schema) => ({
      ...schema,
      views: schema.views.map((view, i) => ({
        ...view,
        definition: definitions[i] ?? "",
        ...(view.name === "v" ? { columns: ["a", "b"] } : {}),
      })),
    }));
    expect(found).toMatchObject({ isSame: true, wasSame: false, unknown: [] });
  });

  it("a view that says its check option at the end of its query, and defaults of its columns", async () => {
    const found = await verdict(
      "CREATE VIEW v AS SELECT id, name FROM t WHERE id > 0 WITH CHECK OPTION; ALTER VIEW v ALTER name SET DEFAULT 'x'",
      (schema) => ({
        ...schema,
        views: [
          {
            name: "v",
            definition: "select id, name from t where id > 0 with cascaded check option",
            columnDefaults: { name: "'x'" },
          },
        ],
      }),
    );
    expect(found).toMatchObject({ isSame: true, wasSame: false, unknown: [] });
  });

  it("indexes of a materialized view", async () => {
    const found = await verdict(
      "CREATE MATERIALIZED VIEW w AS SELECT id, lower(name) AS n, state FROM t; CREATE UNIQUE INDEX i ON w (id, upper(n) DESC) WHERE state IN ('x', 'y'); COMMENT ON INDEX i IS 'why'",
      (schema) => ({
        ...schema,
        views: schema.views.map((view) => ({
          ...view,
          definition: "select id, lower(name) as n, state from t",
          indexes: [
            {
              name: "i",
              unique: true,
              parts: [{ expression: "id" }, { expression: "UPPER(n)", descending: true }],
              where: "state in ('x','y')",
              comment: "why",
            },
          ],
        })),
      }),
    );
    expect(found).toMatchObject({ isSame: true, wasSame: false, unknown: [] });
  });

  const routines = `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
    CREATE TRIGGER "a trigger" BEFORE UPDATE OF name, id ON t FOR EACH ROW WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION touch()`;
  it("routines and triggers", async () => {
    const found = await verdict(routines, (schema) => ({
      ...schema,
      routines: schema.routines.map((routine) => ({
        ...routine,
        definition: "CREATE FUNCTION touch() RETURNS trigger AS $$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql",
      })),
      triggers: schema.triggers.map((trigger) => ({
        ...trigger,
        definition: `create trigger "a trigger" before update of name, id on public.t for row when (old.id != new.id) execute procedure touch()`,
      })),
    }));
    expect(found).toMatchObject({ isSame: true, wasSame: false, unknown: [] });
  });

  it("rules of a table and of a view", async () => {
    const found = await verdict(
      `CREATE VIEW "a view" AS SELECT id FROM t; CREATE RULE a AS ON DELETE TO t WHERE OLD.id > 1 DO ALSO DELETE FROM t WHERE id BETWEEN 1 AND OLD.id;
       CREATE RULE b AS ON INSERT TO "a view" DO INSTEAD (INSERT INTO t (id) VALUES (NEW.id); NOTIFY x)`,
      (schema) => ({
        ...schema,
        rules: [
          {
            ...{ name: "a", table: "t" },
            definition:
              "create rule a as on delete to public.t where (old.id>1) do delete from t where id>=1 and id<=old.id",
          },
          {
            ...{ name: "b", table: "a view" },
            definition:
              'CREATE OR REPLACE RULE b AS ON INSERT TO "a view" DO INSTEAD (insert into t(id) select new.id; NOTIFY x)',
          },
        ],
      }),
    );
    expect(found).toMatchObject({ wasSame: false, unknown: [] });
  });

  it("statistics of expressions", async () => {
    const found = await verdict("CREATE STATISTICS s ON (id BETWEEN 1 AND 9), lower(name), id FROM t", (schema) => ({
      ...schema,
      statistics: [
        {
          ...{ name: "s", table: { name: "t" }, kinds: ["mcv", "ndistinct", "dependencies"] },
          parts: [{ column: "id" }, { expression: "LOWER (name)" }, { expression: "((id >= 1) and id<=9)" }],
        },
      ],
    }));
    expect(found).toMatchObject({ isSame: true, wasSame: false, unknown: [] });
  });

  it("policies, two of one name, one that asks the table by its name", async () => {
    const found = await verdict(
      `CREATE SCHEMA other; CREATE TABLE other.t (id int, kind text);
       CREATE POLICY own ON t USING (state IN ('a', 'b') AND EXISTS (SELECT FROM other.t o WHERE o.id = t.id)) WITH CHECK (id BETWEEN 1 AND 9);
       CREATE POLICY own ON other.t FOR UPDATE USING (kind LIKE 'x%')`,
      (schema) => ({
        ...schema,
        policies: [
          {
            ...{ name: "own", table: "t", check: "id>=1 and id<=9" },
            using: "state in ('a','b') and exists (select from other.t o where o.id=t.id)",
          },
          { name: "own", schema: "other", table: "t", command: "update", using: "t.kind LIKE 'x%'" },
        ],
      }),
    );
    expect(found).toMatchObject({ isSame: true, wasSame: false, unknown: [] });
  });

  const parted = `CREATE TABLE e (at timestamptz, n int, k text) PARTITION BY RANGE (at, lower(k));
    CREATE TABLE e1 PARTITION OF e FOR VALUES FROM ('2024-01-01', MINVALUE) TO ('2025-01-01', 'b') PARTITION BY LIST (abs(n));
    CREATE TABLE e11 PARTITION OF e1 FOR VALUES IN (1, 2, 3); CREATE TABLE e12 PARTITION OF e1 DEFAULT;
    CREATE TABLE e2 PARTITION OF e FOR VALUES FROM ('2025-01-01', 'b') TO (MAXVALUE, MAXVALUE)`;
  it("how tables are partitioned, and the bounds of partitions", async () => {
    const keys = new Map([
      ["e", "range (at timestamptz_ops, lower(k::text))"],
      ["e1", "LIST ((abs( n )))"],
    ]);
    const bounds = new Map([
      ["e1", "FOR VALUES FROM (timestamptz '2024-01-01', MINVALUE) TO ('2025-01-01 00:00', 'b')"],
      ["e11", "for values in (1, 1+1, '3')"],
      ["e2", "FOR VALUES FROM ('2025-01-01', 'b') TO (MAXVALUE, MAXVALUE)"],
    ]);
    const found = await verdict(parted, (schema) => ({
      ...schema,
      tables: schema.tables.map((table): Table => {
        const [partitionBy, bound] = [keys.get(table.name), bounds.get(table.name)];
        return {
          ...table,
          ...(table.partitionOf && bound ? { partitionOf: { ...table.partitionOf, bound } } : {}),
          options: { ...table.options, ...(partitionBy ? { partitionBy } : {}) },
        };
      }),
    }));
    expect(found).toMatchObject({ isSame: true, wasSame: false, unknown: [] });
  });

  it("a text that the server has printed, read and printed once more", async () => {
    await administer(url, "ALTER TABLE t ADD CONSTRAINT c CHECK (state IN ('new', 'old'))");
    const connection = await connected();
    const [first = ""] = (await inspect(connection, { exclude: [] })).tables.flatMap((table) =>
      table.checks.map((one) => one.expression),
    );
    await administer(url, `ALTER TABLE t DROP CONSTRAINT c, ADD CONSTRAINT c CHECK (${first})`);
    const [second = ""] = (await inspect(connection, { exclude: [] })).tables.flatMap((table) =>
      table.checks.map((one) => one.expression),
    );
    expect(second).not.toBe(first);
    for (const wanted of ["state IN ('new','old')", first, second]) {
      expect(await verdictOn(connection, check(wanted))).toMatchObject({ isSame: true });
    }
  });

  it("objects of a namespace with other names than usual", async () => {
    await administer(
      url,
      `CREATE SCHEMA other; CREATE TABLE other."A ""b""" ("C d" int DEFAULT 1 + 1, CONSTRAINT "e f" CHECK ("C d" IN (1, 2)))`,
    );
    const edit = (schema: Schema): Schema => ({
      ...schema,
      tables: schema.tables.map((table) => ({
        ...table,
        checks: table.checks.map((one) => ({ ...one, expression: `"C d" in (1,2)` })),
        columns: table.columns.map((column) =>
          column.name === "C d" ? { ...column, default: { sql: "1+1" } } : column,
        ),
      })),
    });
    expect(await verdictOn(await connected(), edit)).toMatchObject({ isSame: true, wasSame: false });
  });
});

describe("tables that are alike", () => {
  /** Each with the column `a` of this type and a check that the server prints in its own words for that type. */
  const types = { t1: "int", t2: "int", t3: "numeric", t4: "text", t5: "int" };
  const make = Object.entries(types).map(
    ([name, type]) => `CREATE TABLE ${name} (a ${type}, other text, CONSTRAINT c CHECK (a IN ('1', '2')))`,
  );
  const withChecks = (expression: (name: string) => string) => (schema: Schema) => ({
    ...schema,
    tables: schema.tables.map((table) =>
      table.name in types ? { ...table, checks: [{ name: "c", expression: expression(table.name) }] } : table,
    ),
  });

  it("are asked about in the same words, whatever the types of their columns", async () => {
    const found = await verdict(
      make.join(";"),
      withChecks(() => "A in ('1','2')"),
    );
    expect(found).toMatchObject({ isSame: true, wasSame: false, unknown: [] });
  });

  it("differ one by one", async () => {
    const found = await verdict(
      make.join(";"),
      withChecks((name) => (name === "t5" ? "a in ('1','3')" : "a in ('1','2')")),
    );
    const differing = found.want.tables.filter(
      ({ name }, i) =>
        found.have.tables[i]?.checks[0]?.expression !== found.want.tables[i]?.checks[0]?.expression && name !== "",
    );
    expect(differing.map(({ name }) => name)).toEqual(["t5"]);
  });

  it("have a reason each, where the server gives no verdict", async () => {
    const found = await verdict(
      make.join(";"),
      withChecks(() => "a = 'x'"),
    );
    expect(found.unknown.map(({ what }) => what)).toEqual(
      ["t1", "t2", "t5", "t3"].map((name) => `check "c" of "${name}"`),
    );
  });
});

describe("a check names columns", () => {
  it.each(['"A ""b" > 0', "t.id>0", "lower(\"N\")=''", "u&\"n\\0061me\" = ''"])(
    "in whatever spelling: %s",
    async (wanted) => {
      const found = await verdict(
        `ALTER TABLE t ADD "A ""b" int, ADD "N" text, ADD CONSTRAINT c CHECK (${wanted})`,
        check(wanted),
      );
      expect(found).toMatchObject({ isSame: true, unknown: [] });
    },
  );
});

describe("a real difference stays", () => {
  it("of a check", async () => {
    const found = await verdict("ALTER TABLE t ADD CONSTRAINT c CHECK (id > 0)", check("id > 1"));
    expect(found).toMatchObject({ isSame: false, unknown: [] });
  });

  it("of the bound of a partition", async () => {
    const found = await verdict(
      "CREATE TABLE e (at date) PARTITION BY RANGE (at); CREATE TABLE e1 PARTITION OF e FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
      (schema) => ({
        ...schema,
        tables: schema.tables.map((table) =>
          table.partitionOf === undefined
            ? table
            : {
                ...table,
                partitionOf: { ...table.partitionOf, bound: "FOR VALUES FROM ('2024-01-01'::date) TO ('2025-01-02')" },
              },
        ),
      }),
    );
    expect(found).toMatchObject({ isSame: false, unknown: [] });
  });

  it("of an index of a materialized view", async () => {
    const found = await verdict(
      "CREATE MATERIALIZED VIEW w AS SELECT id FROM t; CREATE INDEX i ON w (id) WHERE id > 0",
      (schema) => ({
        ...schema,
        views: schema.views.map((view) => ({
          ...view,
          indexes: [{ name: "i", parts: [{ column: "id" }], where: "id > 1" }],
        })),
      }),
    );
    expect(found).toMatchObject({ isSame: false, unknown: [] });
  });

  it("of a policy", async () => {
    const found = await verdict("CREATE POLICY own ON t USING (id > 0)", (schema) => ({
      ...schema,
      policies: [{ name: "own", table: "t", using: "id > 1" }],
    }));
    expect(found).toMatchObject({ isSame: false, unknown: [] });
  });

  it("while the spelling beside it is settled", async () => {
    const { have, want, unknown } = await verdict(
      "ALTER TABLE t ADD CONSTRAINT c CHECK (id > 0), ADD CONSTRAINT d CHECK (state IN ('a', 'b'))",
      editTable((table) => ({
        ...table,
        checks: [
          { name: "c", expression: "id > 1" },
          { name: "d", expression: "state in ('a','b')" },
        ],
        columns: [...table.columns, { name: "new", type: { kind: "named", name: "not_yet" }, nullable: true }],
      })),
    );
    const checksOf = ({ tables }: Schema) => tables[0]?.checks;
    expect(checksOf(want)?.[1]).toEqual(checksOf(have)?.[1]);
    expect(checksOf(want)?.[0]).not.toEqual(checksOf(have)?.[0]);
    expect(unknown).toEqual([]);
  });

  it("and needs no word when it names what isn't there", async () => {
    for (const wanted of ["nothing > 0", "no_function(id)", "id > ", "id::no_type IS NULL"]) {
      const found = await verdict(
        "ALTER TABLE t DROP CONSTRAINT IF EXISTS c, ADD CONSTRAINT c CHECK (id > 0)",
        check(wanted),
      );
      expect(found).toMatchObject({ isSame: false, unknown: [] });
    }
  });
});

describe("afterwards", () => {
  const routine = "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'";
  const state = `SELECT (SELECT count(*) FROM pg_namespace)::int AS namespaces, (SELECT count(*) FROM pg_class)::int AS classes,
    (SELECT prosrc FROM pg_proc WHERE proname = 'f') AS source, current_setting('search_path') AS path, current_setting('datestyle') AS style`;

  it("nothing is left, and the session is as it was", async () => {
    await administer(url, `${routine}; ALTER TABLE t ADD CONSTRAINT c CHECK (id > 0)`);
    const connection = await connected();
    await connection.execute("SET datestyle = 'German, DMY'");
    const before = await connection.query(state);
    const found = await verdictOn(connection, (schema) => ({
      ...check("id > 1")(schema),
      routines: schema.routines.map((one) => ({ ...one, definition: one.definition.replace("SELECT 1", "SELECT 2") })),
    }));
    expect(found.isSame).toBe(false);
    expect(await connection.query(state)).toEqual(before);
    await connection.execute("CREATE TABLE outside_of_any_transaction ()");
  });

  it("a constant number of queries was enough", async () => {
    await administer(
      url,
      Array.from({ length: 40 }, (_, i) => `CREATE TABLE t${i} (a int, CHECK (a IN (1, ${i + 2})))`).join(";"),
    );
    const connection = await connected();
    let count = 0;
    const counted: Connection = {
      ...connection,
      query: (sql, parameters) => {
        count++;
        return connection.query(sql, parameters);
      },
      execute: (sql, parameters) => {
        count++;
        return connection.execute(sql, parameters);
      },
    };
    const have = await inspect(connection, { exclude: [] });
    const want: Schema = {
      ...have,
      tables: have.tables.map((table, i) => ({
        ...table,
        checks: table.checks.map((one) => ({ ...one, expression: `a in (1,${i + 1})` })),
      })),
    };
    const found = await settle(counted, { have, want, canonical: { have: normalise(have), want: normalise(want) } });
    expect(sameSchema(found.have, found.want)).toBe(true);
    expect(count).toBeLessThan(30);
  });
});

describe("where the server may not be asked", () => {
  it("what is doubtful counts as different, and the reason is said", async () => {
    await administer(
      url,
      `ALTER TABLE t ADD CONSTRAINT c CHECK (state IN ('a', 'b'));
       DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'limbeck_reader') THEN CREATE ROLE limbeck_reader; END IF; END $$;
       GRANT USAGE ON SCHEMA public TO limbeck_reader; REVOKE CREATE ON DATABASE ${new URL(url).pathname.slice(1)} FROM PUBLIC`,
    );
    const connection = await connected();
    await connection.execute("SET ROLE limbeck_reader");
    const found = await verdictOn(connection, check("state in ('a','b')"));
    expect(found.isSame).toBe(false);
    expect(found.unknown).toEqual([{ what: "every expression", reason: expect.stringContaining("permission denied") }]);
  });

  it("nothing is asked when nothing is doubtful", async () => {
    const connection = await connected();
    const have = await inspect(connection, { exclude: [] });
    const canonical = { have: normalise(have), want: normalise(have) };
    await connection.close();
    expect(await settle(connection, { have, want: have, canonical })).toEqual({ ...canonical, unknown: [] });
  });
});

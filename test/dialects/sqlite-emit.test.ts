import { describe, expect, it } from "vitest";
import { dialectFor, dialects } from "../../src/dialects/dialects.ts";
import { plan } from "../../src/dialects/sqlite/plan.ts";
import { applyOp } from "../../src/ops/behaviours.ts";
import type { Op } from "../../src/ops/op.ts";
import { type Column, emptySchema } from "../../src/schema/schema.ts";
import { ask, comparable, databaseOf, migrate, rebuildsIn, runScript, schemaOf } from "./sqlite-writer.ts";

const text = { kind: "text" } as const;
const integer = { kind: "integer" } as const;

const setup = `CREATE TABLE p (id INTEGER PRIMARY KEY);
  CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT NOT NULL DEFAULT 0, c INT, d TEXT, p INT REFERENCES p,
    CONSTRAINT positive CHECK (c > 0), CHECK (c < 100), UNIQUE (d));
  CREATE INDEX ix ON t (a) WHERE b > 0;
  CREATE VIEW v AS SELECT id, a FROM t;
  INSERT INTO p VALUES (1); INSERT INTO t VALUES (1, 'x', 1, 1, 'd', 1), (2, 'y', 2, 2, 'e', 1)`;

interface Way {
  readonly claim: string;
  readonly ops: readonly Op[];
  /** The first words of each statement that isn't a check, or "rebuild". */
  readonly old: readonly string[];
  /** The same on 3.53, where it differs. */
  readonly new?: readonly string[];
}

function add(column: Partial<Column>): Op {
  return { kind: "addColumn", table: "t", column: { name: "z", type: text, nullable: true, ...column } };
}

const ways: readonly Way[] = [
  { claim: "a nullable column is added", ops: [add({})], old: ["ALTER TABLE"] },
  {
    claim: "a NOT NULL column with a constant",
    ops: [add({ nullable: false, default: "it's" })],
    old: ["ALTER TABLE"],
  },
  {
    claim: "a default that is a number as SQL",
    ops: [add({ nullable: false, default: { sql: "-1.5e3" } })],
    old: ["ALTER TABLE"],
  },
  {
    claim: "a default of false",
    ops: [add({ type: { kind: "boolean" }, nullable: false, default: false })],
    old: ["ALTER TABLE"],
  },
  {
    claim: "a virtual generated column",
    ops: [add({ generated: { expression: "a || '!'", stored: false } })],
    old: ["ALTER TABLE"],
  },
  {
    claim: "a column behind the last one",
    ops: [{ ...add({}), position: { after: "p" } } as Op],
    old: ["ALTER TABLE"],
  },
  { claim: "a column that is there already", ops: [{ ...add({ name: "a" }), ifNotExists: true } as Op], old: [] },
  { claim: "a column in another place", ops: [{ ...add({}), position: { after: "a" } } as Op], old: ["rebuild"] },
  {
    claim: "a stored generated column",
    ops: [add({ generated: { expression: "b + 1", stored: true } })],
    old: ["rebuild"],
  },
  {
    claim: "a generated column that is NOT NULL",
    ops: [add({ nullable: false, generated: { expression: "b", stored: false } })],
    old: ["rebuild"],
  },
  { claim: "a default that is the clock", ops: [add({ default: { sql: "CURRENT_TIMESTAMP" } })], old: ["rebuild"] },
  { claim: "a default that is an expression", ops: [add({ default: { sql: "1 + 1" } })], old: ["rebuild"] },
  { claim: "a collated column", ops: [add({ collation: "NOCASE" })], old: ["ALTER TABLE"] },
  {
    claim: "a column that nothing names is dropped",
    ops: [{ kind: "dropColumn", table: "t", column: "b" }].slice(1) as Op[],
    old: [],
  },
  { claim: "a unique column is dropped", ops: [{ kind: "dropColumn", table: "t", column: "d" }], old: ["rebuild"] },
  {
    claim: "a column that is a foreign key is dropped",
    ops: [{ kind: "dropColumn", table: "t", column: "p" }],
    old: ["rebuild"],
  },
  {
    claim: "an index is dropped, then its column",
    ops: [
      { kind: "dropView", name: "v" },
      { kind: "dropIndex", table: "t", index: "ix" },
      { kind: "dropColumn", table: "t", column: "a" },
    ],
    old: ["DROP VIEW", "DROP INDEX", "ALTER TABLE"],
  },
  {
    claim: "a column gets another name",
    ops: [{ kind: "renameColumn", table: "t", column: "c", to: "z" }],
    old: ["ALTER TABLE"],
  },
  { claim: "a table gets another name", ops: [{ kind: "renameTable", table: "t", to: "z" }], old: ["ALTER TABLE"] },
  {
    claim: "NOT NULL is set",
    ops: [{ kind: "alterColumn", table: "t", column: "a", changes: { nullable: false } }],
    old: ["rebuild"],
    new: ["ALTER TABLE"],
  },
  {
    claim: "NOT NULL is dropped",
    ops: [{ kind: "alterColumn", table: "t", column: "b", changes: { nullable: true } }],
    old: ["rebuild"],
    new: ["ALTER TABLE"],
  },
  {
    claim: "NOT NULL and a default",
    ops: [{ kind: "alterColumn", table: "t", column: "a", changes: { nullable: false, default: "" } }],
    old: ["rebuild"],
  },
  {
    claim: "a change that changes nothing",
    ops: [{ kind: "alterColumn", table: "t", column: "a", changes: { nullable: true, comment: null } }],
    old: [],
  },
  {
    claim: "a named check is added",
    ops: [{ kind: "createCheck", table: "t", check: { name: "small ones", expression: "b < 9" } }],
    old: ["rebuild"],
    new: ["ALTER TABLE"],
  },
  {
    claim: "a check without a name is added",
    ops: [{ kind: "createCheck", table: "t", check: { expression: "b < 9" } }],
    old: ["rebuild"],
    new: ["ALTER TABLE"],
  },
  {
    claim: "a check that is NULL for some rows is added",
    ops: [{ kind: "createCheck", table: "t", check: { expression: "a <> 'none'" } }],
    old: ["rebuild"],
  },
  {
    claim: "a named check is dropped",
    ops: [{ kind: "dropConstraint", table: "t", type: "check", name: "positive" }],
    old: ["rebuild"],
    new: ["ALTER TABLE"],
  },
  {
    claim: "a check whose name needs quotes is dropped",
    ops: [
      { kind: "createCheck", table: "t", check: { name: "key", expression: "b < 9 -- few" } },
      { kind: "renameTable", table: "t", to: "s" },
      { kind: "dropConstraint", table: "s", type: "check", name: "key" },
    ],
    old: ["rebuild", "ALTER TABLE", "rebuild"],
    new: ["ALTER TABLE", "ALTER TABLE", "rebuild"],
  },
  {
    claim: "a check without a name is dropped",
    ops: [{ kind: "dropConstraint", table: "t", type: "check", expression: "c < 100" }],
    old: ["rebuild"],
  },
  {
    claim: "a unique constraint without a name is dropped",
    ops: [{ kind: "dropConstraint", table: "t", type: "unique", columns: ["d"] }],
    old: ["rebuild"],
  },
  {
    claim: "a primary key is dropped and another one made",
    ops: [
      { kind: "dropConstraint", table: "t", type: "primary" },
      { kind: "createPrimaryKey", table: "t", primaryKey: { columns: ["d"] } },
    ],
    old: ["rebuild"],
  },
  { claim: "STRICT", ops: [{ kind: "setTableOptions", table: "t", options: { strict: true } }], old: ["rebuild"] },
  {
    claim: "a unique constraint gets another name, which is that of its index elsewhere",
    ops: [
      { kind: "createUnique", table: "t", unique: { name: "ua", columns: ["a"] } },
      { kind: "renameIndex", table: "t", index: "ua", to: "ub" },
    ],
    old: ["rebuild"],
  },
  {
    claim: "an index gets another name",
    ops: [{ kind: "renameIndex", table: "t", index: "ix", to: "iy" }],
    old: ["DROP INDEX", "CREATE INDEX"],
  },
  {
    claim: "many changes of one table, one rebuild; those after the last that needs it are done without",
    ops: [
      add({ name: "first", nullable: false, default: 1 }),
      { kind: "alterColumn", table: "t", column: "a", changes: { type: { kind: "varchar", length: 9 } } },
      { kind: "dropConstraint", table: "t", type: "unique", columns: ["d"] },
      {
        kind: "createIndex",
        table: "t",
        index: { name: "inside", unique: true, parts: [{ column: "first" }, { column: "id" }] },
      },
      { kind: "dropIndex", table: "t", index: "ix" },
      { kind: "createUnique", table: "t", unique: { name: "u", columns: ["a", "first"] } },
      {
        kind: "createForeignKey",
        table: "t",
        foreignKey: { columns: ["c"], references: { table: "t", columns: ["id"] } },
      },
      { kind: "dropColumn", table: "t", column: "d" },
      add({ name: "last" }),
      { kind: "createIndex", table: "t", index: { name: "after", parts: [{ column: "last" }] } },
    ],
    old: ["rebuild", "CREATE UNIQUE", "ALTER TABLE", "CREATE INDEX"],
  },
  {
    claim: "changes of two tables, two rebuilds",
    ops: [
      { kind: "alterColumn", table: "t", column: "a", changes: { type: { kind: "blob" } } },
      { kind: "createUnique", table: "p", unique: { columns: ["id"] } },
      { kind: "alterColumn", table: "p", column: "id", changes: { default: null } },
    ],
    old: ["rebuild", "CREATE INDEX", "CREATE TEMP", "rebuild", "DROP TABLE"],
  },
  {
    claim: "a column is dropped and one of its name added: its values are not the old ones",
    ops: [{ kind: "dropColumn", table: "t", column: "d" }, add({ name: "d", default: "new" })],
    old: ["rebuild", "ALTER TABLE"],
  },
];

/** The way as a list of words. */
function wayOf(statements: readonly { readonly sql: string; readonly check?: object }[]): readonly string[] {
  const done = statements.filter(({ check }) => check === undefined).map(({ sql }) => sql);
  const words: string[] = [];
  let isInside = false;
  for (const sql of done) {
    if (sql.startsWith('CREATE TABLE "limbeck_new_')) isInside = true;
    if (!isInside) words.push(sql.split(" ").slice(0, 2).join(" "));
    if (isInside && sql === "PRAGMA legacy_alter_table = OFF") {
      isInside = false;
      words.push("rebuild");
    }
  }
  return words;
}

describe.each(["3.37.0", "3.53.0"])("on SQLite %s", (version) => {
  it.each(ways)("$claim", async ({ ops, old, new: newer = old }) => {
    const connection = await databaseOf(setup);
    const before = await schemaOf(connection);
    const statements = await migrate(connection, ops, version);
    const expected = version === "3.53.0" ? newer : old;
    const seen = wayOf(statements).filter((word) => expected.includes("CREATE INDEX") || word !== "CREATE INDEX");
    expect(seen).toEqual(expected);
    expect(comparable(await schemaOf(connection))).toEqual(comparable(ops.reduce(applyOp, before)));
    expect(statements.every(({ facts, check }) => check !== undefined || facts.source.startsWith("https://"))).toBe(
      true,
    );
    expect(plan(ops, before, { version })).toEqual(statements);
    await connection.close();
  });

  it("a rename before a rebuild: triggers and views follow", async () => {
    const connection = await databaseOf(`${setup};
      CREATE TABLE log (a TEXT, what TEXT);
      CREATE TRIGGER tr AFTER UPDATE OF a, "b" ON t WHEN NEW.a <> OLD . a BEGIN
        INSERT INTO log (a, what) SELECT 'a', t.a FROM t WHERE t.id = NEW.id; UPDATE [t] SET c = 3 WHERE id = OLD.id; END;
      CREATE TRIGGER other AFTER INSERT ON log BEGIN UPDATE t SET b = 0 WHERE a = NEW.what; END`);
    const widen: Op = {
      kind: "alterColumn",
      table: "u",
      column: "z",
      changes: { type: { kind: "bigint" } },
    };
    const statements = await migrate(
      connection,
      [
        { kind: "renameTable", table: "t", to: "u" },
        { kind: "renameColumn", table: "u", column: "b", to: "bee" },
        { kind: "renameColumn", table: "u", column: "c", to: "z" },
        widen,
      ],
      version,
    );
    expect(rebuildsIn(statements)).toBe(1);
    await runScript(connection, "UPDATE u SET a = 'new' WHERE id = 1");
    expect(await ask(connection, "SELECT a, what FROM log")).toEqual([["a", "new"]]);
    expect(await ask(connection, "SELECT * FROM u ORDER BY id")).toEqual([
      [1, "new", 0, 3, "d", 1],
      [2, "y", 2, 2, "e", 1],
    ]);
    await connection.close();
  });

  it("a renamed column whose trigger can't be told by its text stops the rebuild", async () => {
    const connection = await databaseOf(`${setup};
      CREATE TABLE log (a TEXT, note TEXT);
      CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log (a, note) SELECT a, c FROM t; END`);
    const ops: readonly Op[] = [
      { kind: "renameColumn", table: "t", column: "a", to: "z" },
      { kind: "alterColumn", table: "t", column: "d", changes: { type: { kind: "blob" } } },
    ];
    await expect(migrate(connection, ops, version)).rejects.toThrow(
      /a trigger that the revisions don't know of, or .* in other words/,
    );
    await connection.close();
  });
});

describe("values of rows", () => {
  it("that an expression gives", async () => {
    const connection = await databaseOf(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT); INSERT INTO t VALUES (1, '12 EUR', 'x')",
    );
    await migrate(connection, [
      { kind: "alterColumn", table: "t", column: "b", changes: { nullable: true, default: "y" } },
      {
        kind: "alterColumn",
        table: "t",
        column: "a",
        changes: { type: integer, nullable: false },
        using: "CAST(a AS INTEGER)",
      },
    ]);
    expect(await ask(connection, "SELECT a, typeof(a), b FROM t")).toEqual([[12, "integer", "x"]]);
    await connection.close();
  });

  it("that an expression makes NULL stop a NOT NULL", async () => {
    const connection = await databaseOf("CREATE TABLE t (a TEXT NOT NULL); INSERT INTO t VALUES ('x')");
    const op: Op = {
      kind: "alterColumn",
      table: "t",
      column: "a",
      changes: { type: integer },
      using: "nullif(a, 'x')",
    };
    await expect(migrate(connection, [op])).rejects.toThrow(/gives NULL for rows/);
    await connection.close();
  });

  it("that a dropped and added column gets are its default", async () => {
    const connection = await databaseOf("CREATE TABLE t (a TEXT UNIQUE, b); INSERT INTO t VALUES ('old', 1)");
    await migrate(connection, [
      { kind: "dropColumn", table: "t", column: "a" },
      {
        kind: "addColumn",
        table: "t",
        column: { name: "a", type: text, nullable: true, default: { sql: "upper('new')" } },
        position: "first",
      },
    ]);
    expect(await ask(connection, "SELECT * FROM t")).toEqual([["NEW", 1]]);
    await connection.close();
  });

  it("that an INTEGER key added to a table gets are the rowids", async () => {
    const connection = await databaseOf(
      "CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('a'), ('b'); DELETE FROM t WHERE a = 'a'",
    );
    await migrate(connection, [
      {
        kind: "addColumn",
        table: "t",
        column: { name: "id", type: integer, nullable: false, autoincrement: true },
        position: "first",
      },
      { kind: "createPrimaryKey", table: "t", primaryKey: { columns: ["id"] } },
    ]);
    await runScript(connection, "INSERT INTO t (a) VALUES ('c')");
    expect(await ask(connection, "SELECT * FROM t")).toEqual([
      [2, "b"],
      [3, "c"],
    ]);
    await connection.close();
  });

  it("of a generated column that becomes a plain one are kept", async () => {
    const connection = await databaseOf("CREATE TABLE t (a INT, b INT AS (a * 2)); INSERT INTO t (a) VALUES (4)");
    await migrate(connection, [{ kind: "alterColumn", table: "t", column: "b", changes: { generated: null } }]);
    await runScript(connection, "UPDATE t SET a = 0");
    expect(await ask(connection, "SELECT * FROM t")).toEqual([[0, 8]]);
    await connection.close();
  });

  it("take their type's affinity when it changes, and nothing else", async () => {
    const connection = await databaseOf(
      "CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('007'), ('x'), (NULL), ('1.5')",
    );
    await migrate(connection, [{ kind: "alterColumn", table: "t", column: "a", changes: { type: integer } }]);
    expect(await ask(connection, "SELECT a FROM t")).toEqual([[7], ["x"], [null], [1.5]]);
    await connection.close();
  });
});

describe("a rebuild refuses to lose what the revisions don't know of:", () => {
  const widen: Op = { kind: "alterColumn", table: "t", column: "a", changes: { type: { kind: "varchar", length: 9 } } };
  it.each([
    {
      claim: "a column",
      sql: "ALTER TABLE t ADD COLUMN extra TEXT",
      says: /something that the revisions don't know of/,
    },
    { claim: "an index", sql: "CREATE INDEX extra ON t (a)", says: /something that the revisions don't know of/ },
    {
      claim: "a trigger",
      sql: "CREATE TRIGGER extra AFTER INSERT ON t BEGIN SELECT 1; END",
      says: /a trigger that the revisions don't know of/,
    },
    {
      claim: "another form of a trigger",
      sql: "DROP TRIGGER tr; CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 2; END",
      says: /a trigger that the revisions don't know of/,
    },
  ])("$claim", async ({ sql, says }) => {
    const connection = await databaseOf(
      "CREATE TABLE t (a TEXT, b TEXT UNIQUE); CREATE INDEX ix ON t (b); CREATE TRIGGER IF NOT EXISTS main.tr AFTER INSERT ON t BEGIN SELECT 1; END",
    );
    const statements = plan([widen], await schemaOf(connection), connection.server);
    await runScript(connection, sql);
    const { perform } = await import("./sqlite-writer.ts");
    await expect(perform(connection, statements)).rejects.toThrow(says);
    await connection.close();
  });

  it("children, when foreign keys are enforced", async () => {
    const connection = await databaseOf(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE TABLE c (t INT REFERENCES t ON DELETE CASCADE)",
    );
    const statements = plan([widen], await schemaOf(connection), connection.server);
    const checks = statements.filter(({ check }) => check !== undefined);
    expect(await ask(connection, checks[0]?.sql ?? "")).toEqual([[1]]);
    const counts = checks.at(-1)?.sql ?? "";
    await runScript(connection, "INSERT INTO t VALUES (1, 'x'); INSERT INTO c VALUES (1)");
    await runScript(connection, statements.find(({ sql }) => sql.startsWith("CREATE TEMP"))?.sql ?? "");
    expect(await ask(connection, counts)).toEqual([]);
    await runScript(connection, "UPDATE c SET t = NULL");
    expect(await ask(connection, counts)).toEqual([["c", 1, 1]]);
    await connection.close();
  });

  it("a row, when not all are copied", async () => {
    const connection = await databaseOf("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('x'), ('y')");
    const statements = plan([widen], await schemaOf(connection), connection.server);
    const copy = statements.findIndex(({ sql }) => sql.startsWith("INSERT OR ABORT"));
    for (const { sql } of statements.slice(0, copy + 1)) await connection.query(sql);
    const count = statements[copy + 1];
    expect(count?.check?.message).toBe('not every row of table "t" was copied');
    expect(await ask(connection, count?.sql ?? "")).toEqual([]);
    await runScript(connection, "DELETE FROM limbeck_new_t WHERE a = 'y'");
    expect(await ask(connection, count?.sql ?? "")).toEqual([[2, 1]]);
    await connection.close();
  });
});

describe("rows of a revision", () => {
  it("are inserted in their order, those with the same columns together", async () => {
    const connection = await databaseOf("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'none', b)");
    const rows = [
      { a: "it's", b: 1.5 },
      { b: true, a: null },
      {},
      { a: { sql: "upper('x')" } },
      ...Array.from({ length: 501 }, (_, i) => ({ b: i })),
    ];
    const statements = await migrate(connection, [{ kind: "bulkInsert", table: "t", rows }]);
    expect(statements.length).toBe(5);
    expect(await ask(connection, "SELECT a, b FROM t ORDER BY id LIMIT 5")).toEqual([
      ["it's", 1.5],
      [null, 1],
      ["none", null],
      ["X", null],
      ["none", 0],
    ]);
    expect(await ask(connection, "SELECT count(*) FROM t")).toEqual([[505]]);
    await connection.close();
  });

  it("and raw SQL keep their place", () => {
    const ops: readonly Op[] = [
      { kind: "execute", sql: "INSERT INTO t VALUES (';'); UPDATE t SET a = 1;" },
      { kind: "run", label: "fill" },
    ];
    const statements = plan(ops, emptySchema, { version: "3.53.0" });
    expect(statements.map(({ sql, op }) => [sql, op.kind])).toEqual([
      ["INSERT INTO t VALUES (';')", "execute"],
      ["UPDATE t SET a = 1", "execute"],
      ["", "run"],
    ]);
    expect(statements.at(-1)?.facts.locks).toBe("unknown");
  });
});

describe("views", () => {
  it("that are replaced keep their triggers", async () => {
    const connection = await databaseOf(`CREATE TABLE t (a TEXT, b TEXT); CREATE VIEW v AS SELECT a FROM t;
      CREATE TRIGGER tr INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (NEW.a); END`);
    const view = { name: "v", columns: ["a", "other name"], definition: "SELECT a, b FROM t" };
    await migrate(connection, [{ kind: "createView", view, replace: true }]);
    await runScript(connection, "INSERT INTO v (a) VALUES ('x')");
    expect(await ask(connection, `SELECT a, "other name" FROM v`)).toEqual([["x", null]]);
    await connection.close();
  });
});

describe("virtual tables", () => {
  it("are created and dropped", async () => {
    const connection = await databaseOf("");
    const before = await schemaOf(connection);
    const table = { name: "f", columns: [], uniques: [], checks: [], foreignKeys: [], exclusions: [], indexes: [] };
    const create: Op = { kind: "createTable", table: { ...table, options: { virtual: "fts5(title, body)" } } };
    await migrate(connection, [create]);
    expect(comparable(await schemaOf(connection))).toEqual(comparable(applyOp(before, create)));
    await migrate(connection, [{ kind: "dropTable", table: "f" }]);
    expect(await schemaOf(connection)).toEqual(before);
    await connection.close();
  });

  it("can't be altered", async () => {
    const connection = await databaseOf("CREATE VIRTUAL TABLE t USING fts5(a)");
    await expect(migrate(connection, [add({})])).rejects.toThrow(
      'addColumn, table "t": SQLite can\'t alter a virtual table.',
    );
    await connection.close();
  });
});

describe("the list of dialects", () => {
  it.each(["sqlite:///app.db", "sqlite+pysqlite:///app.db", "SQLITE:///app.db", "file:app.db", "sqlite", " sqlite "])(
    "finds %s",
    async (url) => expect((await dialectFor(url)).name).toBe("sqlite"),
  );
  it.each([
    { url: "sqllite:///app.db", says: 'no dialect has the URL scheme "sqllite:" (did you mean "sqlite"?).' },
    { url: "sqlit", says: 'there is no dialect "sqlit" (did you mean "sqlite"?).' },
    { url: "oracle://u:secret@h/d", says: 'no dialect has the URL scheme "oracle:".' },
    { url: "/some/app.db", says: "the database URL has no scheme." },
    { url: "", says: 'there is no dialect "".' },
  ])("refuses $url", ({ url, says }) => expect(dialectFor(url)).rejects.toThrow(says));
  it("has an example of each that it takes itself, and loads what it names", async () => {
    for (const { name, exampleUrl, load } of dialects) {
      expect(await dialectFor(exampleUrl)).toBe(await load());
      expect((await load()).name).toBe(name);
    }
  });
});

import { describe, expect, it } from "vitest";
import { applyOp } from "../../src/ops/behaviours.ts";
import type { Op } from "../../src/ops/op.ts";
import {
  ask,
  catalogue,
  comparable,
  databaseOf,
  migrate,
  rebuildsIn,
  runScript,
  schemaOf,
  versions,
} from "./sqlite-writer.ts";

/** A change that SQLite has no ALTER for in any version. */
const widen: Op = {
  kind: "alterColumn",
  table: "t",
  column: "note",
  changes: { type: { kind: "varchar", length: 50 } },
};

interface Kept {
  /** What must not be lost. */
  readonly claim: string;
  readonly setup: string;
  readonly ops?: readonly Op[];
  /** Run after the change. */
  readonly act?: string;
  readonly ask: string;
  readonly answer: readonly (readonly unknown[])[];
}

const kept: readonly Kept[] = [
  {
    claim: "a trigger fires",
    setup: `CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT); CREATE TABLE log (what TEXT);
      CREATE TRIGGER noted AFTER INSERT ON t WHEN NEW.note IS NOT NULL BEGIN INSERT INTO log VALUES ('; ' || NEW.note); END;
      INSERT INTO t VALUES (1, 'a')`,
    act: "INSERT INTO t VALUES (2, 'b')",
    ask: "SELECT what FROM log",
    answer: [["; a"], ["; b"]],
  },
  {
    claim: "rows keep the default with which a column was added, when the same rebuild takes that default away",
    setup: "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT); INSERT INTO t VALUES (1, 'a')",
    ops: [
      widen,
      {
        kind: "addColumn",
        table: "t",
        column: { name: "n", type: { kind: "integer" }, nullable: false, default: 7 },
      },
      { kind: "alterColumn", table: "t", column: "n", changes: { default: null } },
    ],
    ask: "SELECT id, note, n FROM t",
    answer: [[1, "a", 7]],
  },
  {
    claim: "a column that is there already keeps its values, whatever default it would have been added with",
    setup: "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT); INSERT INTO t VALUES (1, 'a')",
    ops: [
      widen,
      {
        kind: "addColumn",
        table: "t",
        column: { name: "note", type: { kind: "text" }, nullable: true, default: "lost" },
        ifNotExists: true,
      },
    ],
    ask: "SELECT id, note FROM t",
    answer: [[1, "a"]],
  },
  {
    claim: "the rebuild itself fires no trigger",
    setup: `CREATE TABLE t (note TEXT); CREATE TABLE log (what TEXT);
      CREATE TRIGGER a AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('insert'); END;
      CREATE TRIGGER b BEFORE DELETE ON t BEGIN INSERT INTO log VALUES ('delete'); END;
      INSERT INTO t VALUES ('a'); DELETE FROM log`,
    ask: "SELECT count(*) FROM log",
    answer: [[0]],
  },
  {
    claim: "a trigger of another table writes into the table",
    setup: `CREATE TABLE t (note TEXT); CREATE TABLE other (x);
      CREATE TRIGGER copy AFTER INSERT ON other BEGIN INSERT INTO t (note) VALUES (NEW.x); END`,
    act: "INSERT INTO other VALUES ('hello')",
    ask: "SELECT note FROM t",
    answer: [["hello"]],
  },
  {
    claim: "AUTOINCREMENT gives no number twice",
    setup: `CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT);
      INSERT INTO t (note) VALUES ('a'), ('b'), ('c'); DELETE FROM t WHERE id = 3`,
    act: "INSERT INTO t (note) VALUES ('d')",
    ask: "SELECT max(id) FROM t",
    answer: [[4]],
  },
  {
    claim: "the AUTOINCREMENT counter of a table that has become empty",
    setup: `CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT);
      INSERT INTO t (note) VALUES ('a'), ('b'); DELETE FROM t`,
    ask: "SELECT name, seq FROM sqlite_sequence",
    answer: [["t", 2]],
  },
  {
    claim: "COLLATE of a column",
    setup: "CREATE TABLE t (note TEXT, name TEXT COLLATE NOCASE); INSERT INTO t VALUES ('a', 'Ada')",
    ask: "SELECT count(*) FROM t WHERE name = 'ADA'",
    answer: [[1]],
  },
  {
    claim: "COLLATE and DESC of keys",
    setup: `CREATE TABLE t (note TEXT, a TEXT, b TEXT, PRIMARY KEY (a COLLATE NOCASE, b DESC), UNIQUE (b COLLATE RTRIM DESC));
      INSERT INTO t VALUES ('n', 'A', 'x'), ('n', 'B', 'y')`,
    ask: `SELECT l.origin, x.name, x."desc", x.coll FROM pragma_index_list('t') l JOIN pragma_index_xinfo(l.name) x WHERE x.key ORDER BY 1, x.seqno`,
    answer: [
      ["pk", "a", 0, "NOCASE"],
      ["pk", "b", 1, "BINARY"],
      ["u", "b", 1, "RTRIM"],
    ],
  },
  {
    claim: "ON CONFLICT REPLACE of a unique constraint",
    setup:
      "CREATE TABLE t (note TEXT, name TEXT, UNIQUE (name) ON CONFLICT REPLACE); INSERT INTO t VALUES ('a', 'x'), ('b', 'y')",
    act: "INSERT INTO t VALUES ('c', 'x')",
    ask: "SELECT note FROM t ORDER BY note",
    answer: [["b"], ["c"]],
  },
  {
    claim: "ON CONFLICT of a primary key and of NOT NULL",
    setup: `CREATE TABLE t (id TEXT, note TEXT, name TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'none', PRIMARY KEY (id) ON CONFLICT IGNORE);
      INSERT INTO t VALUES ('1', 'a', 'x')`,
    act: "INSERT INTO t VALUES ('1', 'b', 'y'); INSERT INTO t VALUES ('2', 'c', NULL)",
    ask: "SELECT * FROM t ORDER BY id",
    answer: [
      ["1", "a", "x"],
      ["2", "c", "none"],
    ],
  },
  {
    claim: "DESC and COLLATE in an index",
    setup: "CREATE TABLE t (note TEXT, a INT, b TEXT); CREATE INDEX ix ON t (a DESC, b COLLATE NOCASE)",
    ask: `SELECT name, "desc", coll FROM pragma_index_xinfo('ix') WHERE key`,
    answer: [
      ["a", 1, "BINARY"],
      ["b", 0, "NOCASE"],
    ],
  },
  {
    claim: "an index of an expression is used",
    setup:
      "CREATE TABLE t (note TEXT, name TEXT); CREATE INDEX ix ON t (lower(name) DESC, name || 'x', upper(name) COLLATE NOCASE, (name || 'y') COLLATE RTRIM)",
    ask: `SELECT count(*) FROM t INDEXED BY ix WHERE lower(name) = 'ada'`,
    answer: [[0]],
  },
  {
    claim: "a partial unique index",
    setup: `CREATE TABLE t (note TEXT, name TEXT, gone INT); CREATE UNIQUE INDEX ix ON t (name) WHERE gone IS NULL;
      INSERT INTO t VALUES ('a', 'x', 1), ('b', 'x', 1), ('c', 'x', NULL)`,
    act: "INSERT OR IGNORE INTO t VALUES ('d', 'x', NULL), ('e', 'x', 1)",
    ask: "SELECT group_concat(note, '') FROM t",
    answer: [["abce"]],
  },
  {
    claim: "generated columns, stored and virtual",
    setup: `CREATE TABLE t (a INT, s INT AS (a * 2) STORED, note TEXT, v TEXT GENERATED ALWAYS AS (note || '!') VIRTUAL UNIQUE);
      INSERT INTO t (a, note) VALUES (1, 'x'), (2, 'y')`,
    act: "UPDATE t SET a = 5 WHERE a = 2",
    ask: "SELECT a, s, note, v FROM t",
    answer: [
      [1, 2, "x", "x!"],
      [5, 10, "y", "y!"],
    ],
  },
  {
    claim: "a view, a view of the view, and its INSTEAD OF trigger",
    setup: `CREATE TABLE t (note TEXT); INSERT INTO t VALUES ('a'); CREATE VIEW v (n) AS SELECT note FROM t;
      CREATE VIEW w AS SELECT upper(n) AS u FROM v;
      CREATE TRIGGER i INSTEAD OF INSERT ON w BEGIN INSERT INTO t (note) VALUES (lower(NEW.u)); END`,
    act: "INSERT INTO w VALUES ('B')",
    ask: "SELECT u FROM w",
    answer: [["A"], ["B"]],
  },
  {
    claim: "another view that is broken stops nothing",
    setup:
      "CREATE TABLE t (note TEXT); CREATE TABLE gone (x); CREATE VIEW v AS SELECT * FROM gone; DROP TABLE gone; INSERT INTO t VALUES ('a')",
    ask: "SELECT note FROM t",
    answer: [["a"]],
  },
  {
    claim: "child rows under ON DELETE CASCADE and SET NULL, with foreign keys on",
    setup: `CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT);
      CREATE TABLE child (id INTEGER PRIMARY KEY, t_id INT REFERENCES t ON DELETE CASCADE);
      CREATE TABLE grandchild (child_id INT REFERENCES child (id) ON DELETE CASCADE);
      CREATE TABLE friend (t_id INT REFERENCES T (id) ON DELETE SET NULL ON UPDATE CASCADE);
      INSERT INTO t VALUES (1, 'a'), (2, 'b'); INSERT INTO child VALUES (10, 1), (11, 1), (12, 2);
      INSERT INTO grandchild VALUES (10), (12); INSERT INTO friend VALUES (1), (2)`,
    ask: `SELECT (SELECT count(*) FROM child), (SELECT count(*) FROM grandchild), (SELECT count(t_id) FROM friend), foreign_keys FROM pragma_foreign_keys`,
    answer: [[3, 2, 2, 1]],
  },
  {
    claim: "the actions of foreign keys that refer to the table",
    setup: `CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT); CREATE TABLE child (t_id INT REFERENCES t ON DELETE CASCADE);
      INSERT INTO t VALUES (1, 'a'), (2, 'b'); INSERT INTO child VALUES (1), (1), (2)`,
    act: "DELETE FROM t WHERE id = 1",
    ask: "SELECT t_id FROM child",
    answer: [[2]],
  },
  {
    claim: "a foreign key to the table itself",
    setup: `CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT, up INT REFERENCES t (id) ON DELETE CASCADE);
      INSERT INTO t VALUES (1, 'root', NULL), (2, 'leaf', 1), (3, 'leaf', 2)`,
    act: "DELETE FROM t WHERE id = 2",
    ask: "SELECT id, up FROM t",
    answer: [[1, null]],
  },
  {
    claim: "a cycle of foreign keys",
    setup: `CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT, u_id INT REFERENCES u DEFERRABLE INITIALLY DEFERRED);
      CREATE TABLE u (id INTEGER PRIMARY KEY, t_id INT NOT NULL REFERENCES t ON DELETE CASCADE);
      BEGIN; INSERT INTO t VALUES (1, 'a', 7); INSERT INTO u VALUES (7, 1); COMMIT`,
    ask: "SELECT t.u_id, u.t_id FROM t JOIN u ON u.id = t.u_id",
    answer: [[7, 1]],
  },
  {
    claim: "checks without a name",
    setup: "CREATE TABLE t (note TEXT, a INT CHECK (a > 0), CHECK (a < 100)); INSERT INTO t VALUES ('n', 5)",
    act: "INSERT OR IGNORE INTO t VALUES ('n', 0), ('n', 100), ('n', 50)",
    ask: "SELECT a FROM t",
    answer: [[5], [50]],
  },
  {
    claim: "a check that names its column with the table",
    setup: `CREATE TABLE t (note TEXT, a INT, CHECK (t.a > 0 AND "t" . "note" <> 't.a')); INSERT INTO t VALUES ('n', 5)`,
    act: "INSERT OR IGNORE INTO t VALUES ('n', 0), ('t.a', 1), ('n', 50)",
    ask: "SELECT a FROM t",
    answer: [[5], [50]],
  },
  {
    claim: "STRICT and WITHOUT ROWID",
    setup:
      "CREATE TABLE t (id INT PRIMARY KEY, note TEXT, a ANY) STRICT, WITHOUT ROWID; INSERT INTO t VALUES (1, 'x', '007')",
    ops: [{ kind: "alterColumn", table: "t", column: "note", changes: { default: "none" } }],
    act: "INSERT INTO t (id) VALUES (2)",
    ask: `SELECT l.strict, l.wr, t.* FROM t, pragma_table_list('t') l`,
    answer: [
      [1, 1, 1, "x", "007"],
      [1, 1, 2, "none", null],
    ],
  },
  {
    claim: "rowids of a table without an INTEGER primary key",
    setup: "CREATE TABLE t (note TEXT); INSERT INTO t VALUES ('a'), ('b'), ('c'); DELETE FROM t WHERE note <> 'c'",
    ask: "SELECT rowid, note FROM t",
    answer: [[3, "c"]],
  },
  {
    claim: "rowids behind a column that is called rowid",
    setup: `CREATE TABLE t (note TEXT, rowid TEXT); INSERT INTO t VALUES ('a', 'x'), ('b', 'y'); DELETE FROM t WHERE note = 'a'`,
    ask: "SELECT _rowid_ AS id, rowid, note FROM t",
    answer: [[2, "y", "b"]],
  },
  {
    claim: "rows of a table whose columns take all the names of the rowid",
    setup: "CREATE TABLE t (note TEXT, rowid, _rowid_, oid); INSERT INTO t VALUES ('a', 1, 2, 3)",
    ask: "SELECT * FROM t",
    answer: [["a", 1, 2, 3]],
  },
  {
    claim: "a descending INTEGER key is no rowid",
    setup: "CREATE TABLE t (id INTEGER PRIMARY KEY DESC, note TEXT); INSERT INTO t VALUES (5, 'a')",
    act: "INSERT INTO t (note) VALUES ('b')",
    ask: "SELECT rowid, id FROM t ORDER BY 1",
    answer: [
      [1, 5],
      [2, null],
    ],
  },
  {
    claim: "a full-text index that keeps its content in the table finds its rows",
    setup: `CREATE TABLE t (note TEXT); CREATE VIRTUAL TABLE f USING fts5 (note, content='t');
      INSERT INTO t VALUES ('zero'), ('one'), ('two'); DELETE FROM t WHERE note = 'zero';
      INSERT INTO f (f) VALUES ('rebuild')`,
    ask: "SELECT note FROM f WHERE f MATCH 'two'",
    answer: [["two"]],
  },
  {
    claim: "defaults: constants and expressions",
    setup: `CREATE TABLE t (note TEXT, a TEXT DEFAULT 'it''s', b INT DEFAULT -1, c DEFAULT (1 + 1), d TEXT DEFAULT CURRENT_DATE, e BLOB DEFAULT x'00ff')`,
    act: "INSERT INTO t (note) VALUES ('n')",
    ask: "SELECT a, b, c, d = date('now'), hex(e) FROM t",
    answer: [["it's", -1, 2, 1, "00FF"]],
  },
  {
    claim: "the number of rows, when none of their columns stays",
    setup: "CREATE TABLE t (note TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO t VALUES ('a'), ('b')",
    ops: [
      { kind: "dropConstraint", table: "t", type: "primary" },
      { kind: "addColumn", table: "t", column: { name: "id", type: { kind: "integer" }, nullable: false } },
      { kind: "dropColumn", table: "t", column: "note" },
      { kind: "createPrimaryKey", table: "t", primaryKey: { columns: ["id"] } },
      { kind: "setTableOptions", table: "t", options: {} },
    ],
    ask: "SELECT id FROM t",
    answer: [[1], [2]],
  },
  {
    claim: "values of every storage class",
    setup: `CREATE TABLE t (note TEXT, v); INSERT INTO t VALUES ('a', 1), ('b', 1.5), ('c', '1'), ('d', x'01'), ('e', NULL), ('f', 9223372036854775807)`,
    ask: "SELECT note, typeof(v), quote(v) FROM t",
    answer: [
      ["a", "integer", "1"],
      ["b", "real", "1.5"],
      ["c", "text", "'1'"],
      ["d", "blob", "X'01'"],
      ["e", "null", "NULL"],
      ["f", "integer", "9223372036854775807"],
    ],
  },
  {
    claim: "names with quotes and spaces",
    setup: `CREATE TABLE "a ""b"" 'c'" ("x y" INTEGER PRIMARY KEY AUTOINCREMENT, "n""o'te" TEXT, [select] INT CHECK ("select" > 0));
      CREATE INDEX "i ""x""" ON "a ""b"" 'c'" ("n""o'te");
      CREATE TABLE "k'id" (p INT REFERENCES "a ""b"" 'c'" ON DELETE CASCADE);
      CREATE TRIGGER "t ""r""" AFTER INSERT ON "a ""b"" 'c'" BEGIN UPDATE "a ""b"" 'c'" SET "select" = 9; END;
      INSERT INTO "a ""b"" 'c'" VALUES (1, 'v', 1); INSERT INTO "k'id" VALUES (1)`,
    ops: [
      {
        kind: "alterColumn",
        table: `a "b" 'c'`,
        column: `n"o'te`,
        changes: { type: { kind: "varchar", length: 50 } },
      },
    ],
    act: `INSERT INTO "a ""b"" 'c'" VALUES (NULL, 'w', 3)`,
    ask: `SELECT *, (SELECT count(*) FROM "k'id") FROM "a ""b"" 'c'" INDEXED BY "i ""x""" ORDER BY "n""o'te"`,
    answer: [
      [1, "v", 9, 1],
      [2, "w", 9, 1],
    ],
  },
];

describe.each(versions)("a rebuild planned for SQLite %s keeps", (version) => {
  it.each(kept)("$claim", async ({ setup, ops = [widen], act = "", ask: question, answer }) => {
    const connection = await databaseOf(setup);
    const before = await schemaOf(connection);
    const statements = await migrate(connection, ops, version);
    expect(rebuildsIn(statements)).toBe(1);
    await runScript(connection, act);
    expect(await ask(connection, question)).toEqual(answer);
    expect(comparable(await schemaOf(connection))).toEqual(comparable(ops.reduce(applyOp, before)));
    expect(await ask(connection, "PRAGMA foreign_key_check")).toEqual([]);
    expect(await ask(connection, "PRAGMA integrity_check")).toEqual([["ok"]]);
    expect(await ask(connection, "SELECT name FROM sqlite_temp_master")).toEqual([]);
    await connection.close();
  });
});

interface Refused {
  readonly claim: string;
  readonly setup: string;
  readonly ops: readonly Op[];
  readonly says: RegExp;
}

const refused: readonly Refused[] = [
  {
    claim: "a copy that breaks a new unique constraint",
    setup: "CREATE TABLE t (note TEXT); INSERT INTO t VALUES ('a'), ('a')",
    ops: [{ kind: "createUnique", table: "t", unique: { columns: ["note"] } }],
    says: /UNIQUE constraint failed/,
  },
  {
    claim: "a new unique constraint whose ON CONFLICT would leave rows out",
    setup: "CREATE TABLE t (note TEXT); INSERT INTO t VALUES ('a'), ('a')",
    ops: [{ kind: "createUnique", table: "t", unique: { columns: ["note"], onConflict: "ignore" } }],
    says: /UNIQUE constraint failed/,
  },
  {
    claim: "NOT NULL on a column with NULLs, though it has a default to replace them by",
    setup: "CREATE TABLE t (note TEXT NULL, x); INSERT INTO t VALUES (NULL, 1), ('a', 2), (NULL, 3)",
    ops: [
      {
        kind: "alterColumn",
        table: "t",
        column: "note",
        changes: { nullable: false, default: "", onNullConflict: "replace" },
      },
    ],
    says: /column "t.note" can't become NOT NULL while it has NULLs/,
  },
  {
    claim: "NOT NULL alone on a column with NULLs",
    setup: "CREATE TABLE t (note TEXT, x); INSERT INTO t VALUES (NULL, 1)",
    ops: [{ kind: "alterColumn", table: "t", column: "note", changes: { nullable: false } }],
    says: /column "t.note" can't become NOT NULL while it has NULLs/,
  },
  {
    claim: "a new NOT NULL column without a default on a table with rows",
    setup: "CREATE TABLE t (note TEXT); INSERT INTO t VALUES ('a')",
    ops: [{ kind: "addColumn", table: "t", column: { name: "c", type: { kind: "text" }, nullable: false } }],
    says: /table "t" has rows, which have no value for its new column "c"/,
  },
  {
    claim: "a new check that rows break",
    setup: "CREATE TABLE t (note TEXT); INSERT INTO t VALUES ('a')",
    ops: [{ kind: "createCheck", table: "t", check: { name: "long", expression: "length(note) > 1" } }],
    says: /break the check "long"|CHECK constraint failed: long/,
  },
  {
    claim: "a foreign key that rows break",
    setup: "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (note TEXT, p INT); INSERT INTO t VALUES ('a', 7)",
    ops: [
      {
        kind: "createForeignKey",
        table: "t",
        foreignKey: { columns: ["p"], references: { table: "p", columns: ["id"] } },
      },
    ],
    says: /refer to rows of "p" that aren't there/,
  },
  {
    claim: "a table of the name that the copy would have",
    setup: "CREATE TABLE t (note TEXT); CREATE TABLE LIMBECK_NEW_T (x)",
    ops: [widen],
    says: /"limbeck_new_t" is already there/,
  },
  {
    claim: "a dropped column that a view names",
    setup: "CREATE TABLE t (a INT, note TEXT UNIQUE); CREATE VIEW v AS SELECT note FROM t",
    ops: [{ kind: "dropColumn", table: "t", column: "note" }],
    says: /note/,
  },
  {
    claim: "a dropped column that a trigger names",
    setup: `CREATE TABLE t (a INT, note TEXT UNIQUE); CREATE TABLE log (x);
      CREATE TRIGGER r AFTER UPDATE OF a ON t BEGIN INSERT INTO log VALUES (OLD.note); END`,
    ops: [{ kind: "dropColumn", table: "t", column: "note" }],
    says: /note/,
  },
  {
    claim: "a dropped column that a trigger of another table writes to",
    setup: `CREATE TABLE t (a INT, note TEXT UNIQUE); CREATE TABLE other (x INT GENERATED ALWAYS AS (1), y);
      CREATE TRIGGER r AFTER INSERT ON other BEGIN INSERT INTO t (note) VALUES (NEW.y); END`,
    ops: [{ kind: "dropColumn", table: "t", column: "note" }],
    says: /note/,
  },
];

describe.each(versions)("planned for SQLite %s, a change fails and leaves nothing behind:", (version) => {
  it.each(refused)("$claim", async ({ setup, ops, says }) => {
    const connection = await databaseOf(setup);
    const before = await catalogue(connection);
    const rows = await ask(connection, "SELECT * FROM t");
    await expect(migrate(connection, ops, version)).rejects.toThrow(says);
    expect(await catalogue(connection)).toEqual(before);
    expect(await ask(connection, "SELECT * FROM t")).toEqual(rows);
    expect(await ask(connection, "SELECT name FROM sqlite_temp_master")).toEqual([]);
    expect(await ask(connection, "PRAGMA legacy_alter_table")).toEqual([[0]]);
    expect(await ask(connection, "PRAGMA foreign_keys")).toEqual([[1]]);
    await connection.close();
  });
});

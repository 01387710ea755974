import { describe, expect, it } from "vitest";
import { scratch } from "../../src/dialects/sqlite/connect.ts";
import { inspect } from "../../src/dialects/sqlite/inspect.ts";
import { normalise } from "../../src/dialects/sqlite/normalise.ts";
import { parseIndex } from "../../src/dialects/sqlite/parse-index.ts";
import { parseTable } from "../../src/dialects/sqlite/parse-table.ts";
import { split } from "../../src/dialects/sqlite/split.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import type { ColumnType } from "../../src/schema/types.ts";

const PARENT = 'CREATE TABLE Parent (Id INTEGER PRIMARY KEY, "Full Name" TEXT);';

/** The schema of a script, without a database: the tables and indexes as they are parsed. */
function parsed(script: string): Schema {
  const tables = [];
  for (const { sql } of split(PARENT + script)) {
    const last = tables.at(-1);
    if (/^create (unique )?index/i.test(sql) && last !== undefined)
      tables.splice(-1, 1, { ...last, indexes: [parseIndex(sql)] });
    else tables.push(parseTable(sql));
  }
  return { ...emptySchema, tables };
}

const columns = (text: string, options = "") => `CREATE TABLE t (${text}) ${options}`;
const check = (text: string) => columns(`age INT, name TEXT, "Full Name", CHECK (${text})`);
const index = (text: string) => `CREATE TABLE t (a, b, c COLLATE NOCASE); CREATE INDEX i ON t ${text}`;

describe("equal are", () => {
  const rows: readonly (readonly [a: string, b: string])[] = [
    [columns("a VARCHAR(20)"), columns("a varchar( 20 )")],
    [columns("a NUMERIC(10,2)"), columns("a numeric (10, 2)")],
    [columns("a unsigned  big int"), columns("a UNSIGNED BIG /* */ INT")],
    [check('"age" > 0'), check("age>0")],
    [check("[age] > 0 AND name IS NOT NULL"), check("`Age` > 0 and NAME is not null")],
    [check("((age > 0))"), check("age > 0")],
    [check("age <> 1 AND age == 2"), check("age != 1 AND age = 2")],
    [check("length ( name ) /* long */ > 3"), check("LENGTH(name)>3")],
    [check('"Full Name" > 1'), check("[full name] > 1")],
    [check('name IN ("a", "B")'), check("name IN ('a', 'B')")],
    [check("t.\"age\" > X'0F'"), check("T.age > x'0f'")],
    [columns("a, b AS (a+1)"), columns('a, b GENERATED ALWAYS AS ( "A" + 1 ) VIRTUAL')],
    [columns("a DEFAULT 1"), columns("a DEFAULT (1)")],
    [columns("a DEFAULT -1"), columns("a DEFAULT ((- 1))")],
    [columns("a DEFAULT 1"), columns("a DEFAULT TRUE")],
    [columns("a DEFAULT 0"), columns("a DEFAULT false")],
    [columns("a DEFAULT 1.5"), columns("a DEFAULT 1.50")],
    [columns("a DEFAULT 'x'"), columns('a DEFAULT "x"')],
    [columns("a DEFAULT 'x'"), columns("a DEFAULT ('x')")],
    [columns("a DEFAULT NULL"), columns("a DEFAULT (null)")],
    [columns("a DEFAULT CURRENT_TIMESTAMP"), columns("a DEFAULT (current_timestamp)")],
    [columns("a COLLATE nocase"), columns("a COLLATE NOCASE")],
    [columns("a COLLATE binary"), columns("a")],
    [columns("a NOT NULL ON CONFLICT ABORT UNIQUE ON CONFLICT ABORT"), columns("a NOT NULL UNIQUE")],
    [columns("id INTEGER PRIMARY KEY"), columns("id INTEGER NOT NULL, PRIMARY KEY (ID DESC)")],
    [columns("a TEXT PRIMARY KEY", "WITHOUT ROWID"), columns("a TEXT NOT NULL PRIMARY KEY", "WITHOUT ROWID")],
    [columns("a TEXT PRIMARY KEY", "STRICT"), columns("a TEXT NOT NULL PRIMARY KEY", "STRICT")],
    [columns("a, PRIMARY KEY (a COLLATE BINARY)"), columns("a PRIMARY KEY")],
    [columns("a REFERENCES parent"), columns("a REFERENCES PARENT (ID)")],
    [columns("a REFERENCES parent ON DELETE NO ACTION"), columns("a REFERENCES parent")],
    [index("(a)"), index('("A" COLLATE BINARY ASC)')],
    [index("(a)"), index("((a))")],
    [index("(c)"), index("(c COLLATE nocase)")],
    [index("((a + 1)) WHERE (b > 1)"), index('("a"+1) WHERE b>1')],
  ];
  it.each(rows)("%s · %s", (a, b) => expect(normalise(parsed(a))).toEqual(normalise(parsed(b))));
});

describe("different are", () => {
  const rows: readonly (readonly [a: string, b: string])[] = [
    [columns("a INT"), columns("a INTEGER")],
    [columns("a VARCHAR(20)"), columns("a VARCHAR(21)")],
    [columns("a DEFAULT '1'"), columns("a DEFAULT 1")],
    [columns("a DEFAULT 1.0"), columns("a DEFAULT 1")],
    [columns("a DEFAULT 'NULL'"), columns("a")],
    [columns("a DEFAULT 'current_timestamp'"), columns("a DEFAULT current_timestamp")],
    [columns("a DEFAULT 9007199254740993"), columns("a DEFAULT 9007199254740992")],
    [check("name = 'A'"), check("name = 'a'")],
    [check('name = "A"'), check('name = "a"')],
    [check("(age > 0) AND (name > 0)"), check("age > 0 AND name > 0")],
    [check("age > 0"), check("age >= 0")],
    [columns("a TEXT PRIMARY KEY"), columns("a TEXT NOT NULL PRIMARY KEY")],
    [columns("id INTEGER PRIMARY KEY"), columns("id INTEGER PRIMARY KEY DESC")],
    [columns("a COLLATE NOCASE, PRIMARY KEY (a COLLATE BINARY)"), columns("a COLLATE NOCASE PRIMARY KEY")],
    [columns("a REFERENCES parent"), columns("a REFERENCES parent MATCH FULL")],
    [columns("a REFERENCES parent"), columns("a REFERENCES parent DEFERRABLE INITIALLY DEFERRED")],
    [index("(c)"), index("(c COLLATE BINARY)")],
    [index("(a)"), index("(a DESC)")],
    [index("(a || b COLLATE NOCASE)"), index("((a || b) COLLATE NOCASE)")],
  ];
  it.each(rows)("%s · %s", (a, b) => expect(normalise(parsed(a))).not.toEqual(normalise(parsed(b))));
});

describe("of views and triggers, equal are texts", () => {
  async function read(script: string): Promise<Schema> {
    const connection = await scratch();
    for (const { sql } of split(PARENT + script)) await connection.execute(sql);
    const schema = normalise(await inspect(connection, { exclude: [] }));
    await connection.close();
    return schema;
  }
  const trigger = (head: string, body: string) => `CREATE TRIGGER ${head} BEGIN ${body} END;`;
  const rows: readonly (readonly [a: string, b: string, equal: boolean])[] = [
    ["CREATE VIEW v AS SELECT id FROM parent", 'create view v as select "id"\n from [parent] -- all\n', true],
    [
      "CREATE VIEW v AS SELECT id FROM parent WHERE id<>1",
      "CREATE VIEW v AS SELECT id FROM parent WHERE id != 1",
      true,
    ],
    ["CREATE VIEW v AS SELECT id AS Total FROM parent", "CREATE VIEW v AS SELECT id AS total FROM parent", false],
    ["CREATE VIEW v AS SELECT 'a' AS x", "CREATE VIEW v AS SELECT 'A' AS x", false],
    [
      trigger("tr AFTER INSERT ON parent", "DELETE FROM parent;"),
      trigger('IF NOT EXISTS main."tr" after insert on "parent" for each row', "delete from parent ;"),
      true,
    ],
    [
      trigger("tr AFTER INSERT ON parent", "DELETE FROM parent WHERE id = new.id;"),
      trigger("tr AFTER INSERT ON parent", "DELETE FROM parent WHERE id = new.Id + 1;"),
      false,
    ],
  ];
  it.each(rows)("%s · %s: %s", async (a, b, equal) => {
    const [first, second] = [await read(a), await read(b)];
    if (equal) expect(first).toEqual(second);
    else expect(first).not.toEqual(second);
  });
});

describe("types of the models:", () => {
  const rows: readonly (readonly [type: ColumnType, declared: string])[] = [
    [{ kind: "uuid" }, "char(36)"],
    [{ kind: "varchar", length: 20 }, "varchar( 20 )"],
    [{ kind: "raw", sql: "numeric(10,2)" }, "NUMERIC(10, 2)"],
    [{ kind: "boolean" }, "boolean"],
  ];
  it.each(rows)("%o is %s", (type, declared) => {
    const schema = parsed(columns(`a ${declared}`));
    const [parent, table] = schema.tables;
    const model = {
      ...schema,
      tables: [parent, { ...table, columns: [{ name: "a", type, nullable: true }] }],
    } as Schema;
    expect(normalise(model)).toEqual(normalise(schema));
  });

  it("one that SQLite doesn't have stays as it is, for the plan to refuse", () => {
    const schema = parsed(columns("a"));
    const type = { kind: "jsonb" } as const;
    const model = {
      ...schema,
      tables: schema.tables.map((table) => ({ ...table, columns: [{ name: "a", type, nullable: true }] })),
    };
    expect(normalise(model).tables[0]?.columns[0]?.type).toEqual(type);
  });
});

it("what is in the form stays in it", () => {
  const once = normalise(parsed(check("((\"age\" <> 1)) AND name IN ('a')")));
  expect(normalise(once)).toEqual(once);
});

import type { Connection } from "../../src/dialects/contract.ts";
import { inspect } from "../../src/dialects/mysql/inspect.ts";
import type { Op } from "../../src/ops/op.ts";
import { addCheck, addColumn, createTable, execute, rows, tableOf, textColumn } from "./ops.ts";
import type { Given } from "./project.ts";

const on = { table: "people" } as const;
const varchar = (length: number) => ({ kind: "varchar", length }) as const;
const email = { name: "email", type: varchar(80), nullable: true };

/** Twelve steps, of all kinds; what is done twice shows in the rows. */
const steps: readonly Op[] = [
  {
    kind: "createTable",
    table: {
      ...tableOf("pets", [{ name: "owner", type: { kind: "integer" }, nullable: false }, textColumn("name")]),
      foreignKeys: [
        { name: "fk_owner", columns: ["owner"], references: { table: "people", columns: ["id"] }, onDelete: "cascade" },
      ],
    },
  },
  execute("INSERT INTO pets (id, owner, name) SELECT id, id, CONCAT('pet of ', name) FROM people"),
  addColumn("people", { name: "nick", type: varchar(40), nullable: true }),
  execute("UPDATE people SET nick = CONCAT(COALESCE(nick, ''), UPPER(name))"),
  { kind: "alterColumn", ...on, column: "nick", changes: { nullable: false, type: varchar(60) } },
  { kind: "createIndex", ...on, index: { name: "ix_email", parts: [{ column: "email" }, { column: "nick" }] } },
  {
    kind: "createView",
    view: { name: "owners", definition: "SELECT p.nick, o.name FROM people p JOIN pets o ON o.owner = p.id" },
  },
  execute("CREATE TRIGGER tr AFTER DELETE ON people FOR EACH ROW INSERT INTO gone (id) VALUES (old.id)"),
  execute("DELETE FROM pets WHERE id % 3 = 0"),
  { kind: "renameTable", table: "pets", to: "animals" },
  addCheck("people", "ck_nick", "`nick` <> ''"),
  { kind: "dropColumn", ...on, column: "email" },
];

/** A revision of those twelve between two others. */
export const history: readonly Given[] = [
  {
    id: "r1",
    up: [
      createTable("people", { name: "name", type: varchar(40), nullable: false }, email),
      createTable("gone"),
      rows("people", ...Array.from({ length: 200 }, (_, i) => ({ id: i + 1, name: `p${i}`, email: `p${i}@x` }))),
    ],
  },
  { id: "r2", up: steps },
  { id: "r3", up: [rows("gone", { id: 1 }), { kind: "setTableComment", table: "gone", comment: "done" }] },
];

/** A revision of raw SQL that stands on what it has made of its session. */
export const sessionHistory: readonly Given[] = [
  {
    id: "r1",
    up: [
      execute("SET @n = 5, @label = CONCAT('a', 'b'), @old_mode = @@sql_mode"),
      execute("SET sql_mode = '', @n = @n + 1"),
      execute("CREATE TABLE s (id INT PRIMARY KEY, v VARCHAR(20), d DATE)"),
      execute("INSERT INTO s VALUES (@n, @label, '2020-02-30')"),
      execute("ALTER TABLE s ADD COLUMN w INT NOT NULL"),
      // Under a strict mode this is no date.
      execute("INSERT INTO s (id, v, d) VALUES (@n + 1, @label, '2020-02-31')"),
      execute("ALTER TABLE s MODIFY v VARCHAR(30)"),
      execute("SET sql_mode = @old_mode"),
      addColumn("s", textColumn("x")),
      execute("ALTER TABLE s COMMENT = 'x'; UPDATE s SET w = @n, x = @@sql_mode WHERE id = 7"),
    ],
  },
];

/** All that the database holds but its journal, as far as it doesn't say when. */
export async function contentOf(connection: Connection): Promise<unknown> {
  const schema = await inspect(connection, { exclude: [{ name: "limbeck_journal" }] });
  const content: Record<string, unknown> = {};
  for (const { name } of schema.tables) content[name] = await connection.query(`SELECT * FROM \`${name}\` ORDER BY 1`);
  // Which of two was made first is told in whole seconds.
  const tables = [...schema.tables].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { schema: { ...schema, tables }, content };
}

import { addCheck, addColumn, createTable, execute, rows, tableOf, textColumn } from "./ops.ts";
import type { Given } from "./project.ts";

const ROWS = 1000;

/** Twelve revisions with rebuilds, rows, a function, and one that is committed in parts. */
export const history: readonly Given[] = [
  {
    id: "r01",
    up: [
      createTable("people", textColumn("name", { nullable: false }), textColumn("email")),
      {
        kind: "createTable",
        table: {
          ...tableOf("pets", [{ name: "owner", type: { kind: "integer" }, nullable: false }, textColumn("name")]),
          foreignKeys: [{ columns: ["owner"], references: { table: "people", columns: ["id"] }, onDelete: "cascade" }],
        },
      },
    ],
  },
  {
    id: "r02",
    up: [many("people", "name, email", "'p' || i, 'p' || i || '@x'"), many("pets", "owner, name", "i, 'pet ' || i")],
  },
  { id: "r03", up: [addCheck("people", "ck_name", "name <> ''")] },
  { id: "r04", up: [addColumn("people", textColumn("nick")), execute("UPDATE people SET nick = upper(name)")] },
  { id: "r05", up: [{ kind: "alterColumn", table: "people", column: "nick", changes: { nullable: false } }] },
  {
    id: "r06",
    up: [execute("DELETE FROM pets WHERE id % 3 = 0"), execute("VACUUM"), addCheck("pets", "ck_owner", "owner > 0")],
  },
  {
    id: "r07",
    up: [{ kind: "createIndex", table: "people", index: { name: "ix_email", parts: [{ column: "email" }] } }],
  },
  {
    id: "r08",
    up: [{ kind: "renameTable", table: "pets", to: "animals" }, rows("animals", { id: 9001, owner: 1, name: "Rex" })],
  },
  {
    id: "r09",
    up: [{ kind: "run", label: "shout" }],
    functions: new Map([["shout", async (db) => void (await db.execute("UPDATE animals SET name = upper(name)"))]]),
  },
  {
    id: "r10",
    up: [{ kind: "alterColumn", table: "animals", column: "name", changes: { nullable: false, default: "?" } }],
  },
  {
    id: "r11",
    up: [execute("CREATE TRIGGER tr AFTER DELETE ON people BEGIN DELETE FROM animals WHERE owner = old.id; END")],
  },
  {
    id: "r12",
    up: [addCheck("people", "ck_nick", "nick <> ''"), { kind: "dropColumn", table: "people", column: "email" }],
  },
];

function many(table: string, columns: string, values: string) {
  const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})`;
  return execute(`INSERT INTO ${table} (id, ${columns}) ${numbers} SELECT i, ${values} FROM n`);
}

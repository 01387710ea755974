import type { Connection } from "../../src/dialects/contract.ts";
import type { Op } from "../../src/ops/op.ts";
import { catalogueOf } from "../dialects/postgres-catalogue.ts";
import { addColumn, createTable, execute, rows, tableOf, textColumn } from "./ops.ts";
import type { Given } from "./project.ts";

const people = { table: "people" } as const;
const integer = { kind: "integer" } as const;
const check = { name: "ck_nick", expression: "nick <> ''", notValid: true } as const;
const owner = {
  name: "fk_owner",
  columns: ["owner"],
  references: { table: "people", columns: ["id"] },
  notValid: true,
} as const;

/** Transactions around a backfill and a check that is validated beside the readers; what is done twice shows in the rows. */
const nicks: readonly Op[] = [
  addColumn("people", textColumn("nick")),
  addColumn("people", { name: "visits", type: integer, nullable: false, default: 0 }),
  { kind: "backfill", ...people, set: { nick: { sql: "upper(name)" }, visits: { sql: "visits + 1" } }, batchSize: 90 },
  execute("UPDATE people SET visits = visits + 10"),
  { kind: "createCheck", ...people, check },
  { kind: "validateConstraint", ...people, type: "check", name: "ck_nick" },
  { kind: "alterColumn", ...people, column: "nick", changes: { nullable: false } },
  execute("UPDATE people SET visits = visits + 100 WHERE id = 1"),
];

/** Indexes that come and go concurrently, a key of a unique one, and a foreign key that is validated, with transactions in between. */
const pets: readonly Op[] = [
  {
    kind: "createTable",
    table: tableOf("pets", [{ name: "owner", type: integer, nullable: false }, textColumn("name", { default: "" })]),
  },
  execute("INSERT INTO pets (id, owner, name) SELECT id, id, 'pet of ' || name FROM people"),
  { kind: "createIndex", table: "pets", index: { name: "ix_owner", parts: [{ column: "owner" }] }, concurrently: true },
  { kind: "dropIndex", ...people, index: "ix_name", concurrently: true },
  execute("UPDATE pets SET name = name || '!'"),
  {
    kind: "createIndex",
    table: "pets",
    index: { name: "uq_name", unique: true, parts: [{ column: "name" }] },
    concurrently: true,
  },
  { kind: "createUnique", table: "pets", unique: { name: "uq_name", columns: ["name"] }, usingIndex: "uq_name" },
  { kind: "createForeignKey", table: "pets", foreignKey: owner },
  { kind: "validateConstraint", table: "pets", type: "foreignkey", name: "fk_owner" },
  execute("DELETE FROM pets WHERE id % 3 = 0"),
];

/** Two branches of one revision, and their merge. */
export const history: readonly Given[] = [
  {
    id: "r1",
    up: [
      createTable("people", textColumn("name", { nullable: false })),
      execute("INSERT INTO people SELECT i, 'p' || i FROM generate_series(1, 400) i"),
      { kind: "createIndex", ...people, index: { name: "ix_name", parts: [{ column: "name" }] } },
    ],
  },
  { id: "a1", parents: ["r1"], up: nicks },
  { id: "b1", parents: ["r1"], up: pets },
  {
    id: "a2",
    parents: ["a1"],
    up: [
      execute("CREATE TYPE mood AS ENUM ('sad')"),
      execute("ALTER TYPE mood ADD VALUE 'ok'"),
      execute("CREATE TABLE moods (id int PRIMARY KEY, m mood DEFAULT 'ok')"),
    ],
  },
  {
    id: "m",
    parents: ["a2", "b1"],
    up: [rows("moods", { id: 1 }), { kind: "setTableComment", table: "pets", comment: "done" }],
  },
];

/** All that the server has, and every row but those of the journal, which says when. */
export async function contentOf(connection: Connection): Promise<unknown> {
  const content: unknown[] = [await catalogueOf(connection)];
  for (const name of ["alembic_version", "people", "pets", "moods"]) {
    content.push(await connection.query(`SELECT * FROM ${name} ORDER BY 1`));
  }
  return content;
}

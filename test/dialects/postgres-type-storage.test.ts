import { expect, it } from "vitest";
import { storageOfType } from "../../src/dialects/postgres/type-storage.ts";
import { renderType } from "../../src/dialects/postgres/types.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import { type ColumnType, plainTypes } from "../../src/schema/types.ts";
import { ask, openFresh } from "./postgres-writer.ts";

const schema: Schema = {
  ...emptySchema,
  enums: [{ name: "mood", values: ["a"] }],
  domains: [{ name: "amount", type: { kind: "numeric" }, nullable: true, checks: [] }],
  composites: [{ name: "pair", attributes: [{ name: "a", type: { kind: "integer" } }] }],
};

const types: readonly ColumnType[] = [
  ...plainTypes.map((kind): ColumnType => ({ kind })),
  ...(["smallint", "integer", "bigint", "numeric", "real", "double", "text", "varchar", "char"] as const).map(
    (kind): ColumnType => ({ kind }),
  ),
  ...(["blob", "bit", "time", "timestamp", "interval"] as const).map((kind): ColumnType => ({ kind })),
  ...[...schema.enums, ...schema.domains, ...schema.composites].map(
    ({ name }): ColumnType => ({ kind: "named", name }),
  ),
  { kind: "array", of: { kind: "integer" } },
];

const names: Readonly<Record<string, string>> = { p: "plain", m: "main", e: "external", x: "extended" };

it("long values of each type whose storage is stated are kept so by PostgreSQL", async () => {
  const connection = await openFresh();
  await connection.execute("CREATE TYPE mood AS ENUM ('a')");
  await connection.execute("CREATE DOMAIN amount AS numeric");
  await connection.execute("CREATE TYPE pair AS (a integer)");
  const stated = types.flatMap((type) => {
    const storage = storageOfType(type, schema);
    return storage === undefined ? [] : [{ type: renderType(type), storage }];
  });
  const columns = stated.map(({ type }, i) => `c${i} ${type}`).join(", ");
  await connection.execute(`CREATE TABLE t (${columns})`);
  const rows = await ask(
    connection,
    "SELECT attstorage FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum",
  );
  expect(stated.map(({ type }, i) => ({ type, storage: names[String(rows[i]?.[0])] }))).toEqual(stated);
  expect(stated.length).toBeGreaterThan(40);
  await connection.close();
});

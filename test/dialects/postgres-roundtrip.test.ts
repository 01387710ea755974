import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import { diff } from "../../src/diff/diff.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import { administer, freshDatabase, wantedMajors } from "../servers/postgres.ts";

const SINK = new URL("postgres-kitchen-sink.sql", import.meta.url);

test.each(wantedMajors)(
  "PostgreSQL %i: what is read makes the same database again, and goes away again",
  async (major) => {
    const [given, made] = [await freshDatabase({ major }), await freshDatabase({ major })];
    await administer(given, readFileSync(SINK, "utf8"));
    const have = await open(given);
    const schema = await postgres.inspect(have, { exclude: [{ name: "alembic_version" }] });
    await have.close();
    const connection = await open(made);
    await carryOut(connection, emptySchema, schema);
    const again = await postgres.inspect(connection, { exclude: [] });
    expect(opsBetween(again, schema)).toEqual([]);
    await carryOut(connection, again, emptySchema);
    expect(await postgres.inspect(connection, { exclude: [] })).toEqual(emptySchema);
    await connection.close();
  },
  120_000,
);

function open(url: string): Promise<Connection> {
  return postgres.connect(postgres.target(url, process.cwd()), { create: false });
}

async function carryOut(connection: Connection, have: Schema, want: Schema): Promise<void> {
  for (const { sql } of postgres.plan(opsBetween(have, want), have, connection.server)) await connection.execute(sql);
}

function opsBetween(have: Schema, want: Schema) {
  const canonical = { have: postgres.normalise(have), want: postgres.normalise(want) };
  return diff(have, want, { canonical, traits: postgres.traits, renames: [] }).ops;
}

import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection } from "../../src/dialects/contract.ts";
import { inspect } from "../../src/dialects/postgres/inspect.ts";
import { reverseOps } from "../../src/ops/behaviours.ts";
import type { Op } from "../../src/ops/op.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";
import { execute } from "./ops.ts";
import { openUrl, postgresProject } from "./postgres-project.ts";
import type { Given } from "./project.ts";

const TABLES = `CREATE SCHEMA s;
  CREATE TABLE e (id int, n int, "The k" text) PARTITION BY RANGE (id);
  CREATE TABLE "e 1" PARTITION OF e FOR VALUES FROM (1) TO (1000);
  CREATE TABLE s.e2 PARTITION OF e FOR VALUES FROM (1000) TO (3000) PARTITION BY LIST (n);
  CREATE TABLE s.e2a PARTITION OF s.e2 FOR VALUES IN (0); CREATE TABLE s.e2b PARTITION OF s.e2 DEFAULT;
  CREATE INDEX "e 1_ix_984fc8_idx" ON "e 1" (n);
  INSERT INTO e SELECT i, i % 2, 'k' || i FROM generate_series(1, 2999) i`;
const create: Op = {
  kind: "createIndex",
  table: "e",
  index: { name: "ix", unique: true, parts: [{ column: "id" }, { column: "n" }, { column: "The k" }], comment: "why" },
  concurrently: true,
};
const INDEXES = `SELECT c.relname AS name, x.indisvalid AS valid, coalesce(inhparent::regclass::text, '-') AS of
  FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid LEFT JOIN pg_inherits ON inhrelid = c.oid
  WHERE c.relname ~ 'ix' ORDER BY c.oid`;
/** The name that is taken is not given again. */
const WHOLE = [
  { name: "e 1_ix_984fc8_idx", valid: true, of: "-" },
  { name: "ix", valid: true, of: "-" },
  { name: "e 1_ix_984fc8_idx1", valid: true, of: "ix" },
  { name: "e2_ix_984fc8_idx", valid: true, of: "ix" },
  { name: "e2a_ix_984fc8_idx", valid: true, of: "s.e2_ix_984fc8_idx" },
  { name: "e2b_ix_984fc8_idx", valid: true, of: "s.e2_ix_984fc8_idx" },
];

let url = "";
let connection: Connection;

beforeEach(async () => {
  url = await freshDatabase();
  await administer(url, TABLES);
  connection = await openUrl(url);
});

afterEach(() => connection.close());

/** Upgrades; the error if it failed. */
async function upgraded(history: readonly Given[]): Promise<unknown> {
  const own = await openUrl(url);
  try {
    await postgresProject(own, history).upgrade();
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await own.close();
  }
}

async function tables() {
  return (await inspect(connection, { exclude: [] })).tables.filter(({ name }) => !/^(?:alembic|limbeck)_/.test(name));
}

describe("an index of a partitioned table, built concurrently", () => {
  it("is one with those of the partitions, of partitions of partitions too; the way back drops it", async () => {
    const before = await inspect(connection, { exclude: [] });
    const back = reverseOps([create], before);
    expect(await upgraded([{ id: "r1", up: [create] }])).toBeUndefined();
    expect(await administer(url, INDEXES)).toEqual(WHOLE);
    expect((await tables()).find(({ name }) => name === "e")?.indexes).toEqual([create.index]);
    if (back.kind === "irreversible") throw new Error(back.reason);
    expect(
      await upgraded([
        { id: "r1", up: [create] },
        { id: "r2", up: back.ops },
      ]),
    ).toBeUndefined();
    expect(await tables()).toEqual(before.tables);
  });

  it("goes on where a build was broken off", async () => {
    const history: readonly Given[] = [{ id: "r1", up: [create, execute("UPDATE e SET n = n")] }];
    const older = await openUrl(url);
    await older.execute("BEGIN");
    await older.execute("UPDATE s.e2a SET n = n WHERE id = 1000");
    const running = upgraded(history);
    const building = `SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index
      WHERE relid = 's.e2a'::regclass AND phase LIKE 'waiting for writers%'`;
    while ((await administer(url, building)).length === 0) await sleep(5);
    expect(isLimbeckError(await running, "RUN_REVISION_FAILED")).toBe(true);
    await older.close();
    expect(await administer(url, INDEXES)).toMatchObject([{}, { name: "ix", valid: false }, { of: "ix" }, {}, {}]);
    expect(await upgraded(history)).toBeUndefined();
    const found = await administer(url, INDEXES);
    expect(found.map(({ name, valid, of }) => `${name} ${valid} ${of}`).sort()).toEqual(
      WHOLE.map(({ name, valid, of }) => `${name} ${valid} ${of}`).sort(),
    );
  });

  it("that two rows keep from being unique leaves nothing that the next run can't complete", async () => {
    await administer(url, "INSERT INTO s.e2b VALUES (1001, 1, 'k1001')");
    const history: readonly Given[] = [{ id: "r1", up: [create] }];
    expect(String(await upgraded(history))).toMatch(/could not create unique index "e2b_ix_984fc8_idx"/);
    await administer(url, "DELETE FROM s.e2b WHERE ctid = (SELECT max(ctid) FROM s.e2b WHERE id = 1001)");
    expect(await upgraded(history)).toBeUndefined();
    expect(await administer(url, INDEXES)).toEqual(WHOLE);
  });
});

it("a partition whose detaching was broken off is detached to the end", async () => {
  const detach: Op = {
    ...{ kind: "detachPartition", table: "e", partition: { name: "e 1" } },
    concurrently: true,
  };
  const history: readonly Given[] = [{ id: "r1", up: [detach, execute(`ALTER TABLE "e 1" ADD done int`)] }];
  const older = await openUrl(url);
  await older.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
  await older.query("SELECT * FROM e LIMIT 1");
  const running = upgraded(history);
  const pending = "SELECT 1 FROM pg_inherits WHERE inhdetachpending";
  while ((await administer(url, pending)).length === 0) await sleep(5);
  await administer(
    url,
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%CONCURRENTLY' AND pid <> pg_backend_pid()",
  );
  expect(isLimbeckError(await running, "RUN_REVISION_FAILED")).toBe(true);
  await older.close();
  expect(await upgraded(history)).toBeUndefined();
  const [own] = (await tables()).filter(({ name }) => name === "e 1");
  expect(own).toMatchObject({ columns: [{ name: "id" }, { name: "n" }, { name: "The k" }, { name: "done" }] });
  expect(await administer(url, pending)).toEqual([]);
});

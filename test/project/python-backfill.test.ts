import { afterAll, beforeAll, expect, it } from "vitest";
import { recordOps } from "../../src/ops/recorder.ts";
import { revisionBody } from "../../src/project/revision-body.ts";
import { pythonText } from "../../src/revisions/python-file.ts";
import { column } from "../../src/schema/column-builder.ts";
import { sql } from "../../src/schema/sql.ts";
import { integer } from "../../src/schema/type-builders.ts";
import { dialectOf, open } from "../run/backfill-places.ts";
import { newFile } from "../run/files.ts";
import { type Alembic, startAlembic } from "../servers/alembic.ts";
import { freshDatabase } from "../servers/postgres.ts";

let alembic: Alembic;
beforeAll(async () => {
  alembic = await startAlembic();
}, 300_000);
afterAll(() => alembic.close());

const { ops } = recordOps((op) => {
  op.addColumn("t", column("a", integer()));
  op.backfill("t", { set: { a: sql`id + 1` }, where: sql`a IS NULL AND 'x :y' <> '%s'`, batchSize: 7 });
  op.setNotNull("t", "a");
});

it.each([
  { name: "SQLite", fresh: async () => `sqlite:///${newFile()}`, batches: 0 },
  { name: "PostgreSQL, in batches that commit", fresh: () => freshDatabase(), batches: 1 },
])("a backfill in Python is run by real Alembic on $name", async ({ fresh, batches }) => {
  const url = await fresh();
  const db = await open(url);
  await db.execute("CREATE TABLE t (id int NOT NULL PRIMARY KEY)");
  await db.execute(`INSERT INTO t VALUES ${Array.from({ length: 30 }, (_, i) => `(${i})`).join(", ")}`);
  const dialect = dialectOf(url);
  const before = await dialect.inspect(db, { exclude: [] });
  const directions = { upgrade: ops, reversal: { kind: "exact", ops: [] } } as const;
  const manner = { dialect, isBlocking: true, server: db.server };
  const { body } = revisionBody(directions, before, { ...manner, format: "py" });
  const header = { id: "abc", downRevisions: [], dependsOn: [], labels: [], message: "m", createDate: undefined };
  const text = pythonText({ ...header, format: "py", ...body });
  expect(text.split("COMMIT;")).toHaveLength(batches + 1);
  await alembic.run(url.replace(/^postgres(?:ql)?:/, "postgresql+psycopg2:"), text, "upgrade");
  expect(await db.query("SELECT count(*) AS n FROM t WHERE a = id + 1")).toEqual([{ n: 30 }]);
  const { tables } = await dialect.inspect(db, { exclude: [] });
  expect(tables[0]?.columns.find(({ name }) => name === "a")?.nullable).toBe(false);
  expect(tables[0]?.checks).toEqual([]);
  await db.close();
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import type { Op } from "../../src/ops/op.ts";
import { column } from "../../src/schema/column-builder.ts";
import { sql } from "../../src/schema/sql.ts";
import { table } from "../../src/schema/table-builders.ts";
import { integer } from "../../src/schema/type-builders.ts";
import { databaseSource } from "../../src/sources/database.ts";
import { replayHistory } from "../../src/sources/history.ts";
import type { SourceContext } from "../../src/sources/source.ts";
import { sqlFileSource } from "../../src/sources/sql-file.ts";

let context: SourceContext;

beforeAll(() => {
  context = {
    dialect: sqlite,
    directory: mkdtempSync(join(tmpdir(), "limbeck-scratch-")),
    exclude: [{ name: "alembic_version" }],
    loadModule: () => Promise.resolve({}),
  };
});

afterAll(() => rmSync(context.directory, { recursive: true }));

function write(file: string, text: string): string {
  const path = join(context.directory, file);
  writeFileSync(path, text);
  return path;
}

describe("SQL files", () => {
  it("are run in their order and read back, without the excluded tables", async () => {
    const paths = [
      write("1.sql", "\uFEFF-- tables\nCREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE TABLE alembic_version (v);\n"),
      write(
        "2.sql",
        "INSERT INTO a VALUES (1);\nCREATE TABLE b (a_id REFERENCES a);\nCREATE VIEW v AS SELECT id FROM a;\n",
      ),
    ];
    const schema = await sqlFileSource(paths, "*.sql").read(context);
    expect(schema.tables.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(schema.views.map(({ name }) => name)).toEqual(["v"]);
  });

  it("name the file and the line of a statement that fails, with the server's words", async () => {
    const path = write("bad.sql", "CREATE TABLE a (id);\n\nCREATE TABLE b (\n  id,\n  id\n);\n");
    await expect(sqlFileSource([path], "bad.sql").read(context)).rejects.toMatchObject({
      code: "SOURCE_SQL_FAILED",
      message: expect.stringMatching(/^bad\.sql:3: .*duplicate column name: id/s),
    });
  });

  it("name the file that can't be cut into statements", async () => {
    const path = write("open.sql", "CREATE TABLE a (id);\nINSERT INTO a VALUES ('x");
    await expect(sqlFileSource([path], "open.sql").read(context)).rejects.toMatchObject({
      code: "SOURCE_SQL_FAILED",
      message: expect.stringMatching(/^open\.sql: /),
    });
  });
});

describe("a database", () => {
  it("is read from its URL and left as it is", async () => {
    const made = await sqlite.connect(sqlite.target("sqlite:///app.db", context.directory), { create: true });
    await made.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    await made.execute("CREATE TABLE alembic_version (v)");
    await made.close();
    const schema = await databaseSource("sqlite:///app.db").read(context);
    expect(schema.tables.map(({ name }) => name)).toEqual(["t"]);
  });

  it("is never made", async () => {
    await expect(databaseSource("sqlite:///absent.db").read(context)).rejects.toMatchObject({
      code: "CONNECT_DATABASE_MISSING",
    });
  });

  it("is the project's own without a URL", async () => {
    const connection: Connection = await sqlite.scratch();
    await connection.execute("CREATE TABLE own (id)");
    const schema = await databaseSource().read({ ...context, connection });
    expect(schema.tables.map(({ name }) => name)).toEqual(["own"]);
    await connection.close();
    await expect(databaseSource().read(context)).rejects.toMatchObject({ code: "SOURCE_NO_CONNECTION" });
  });
});

describe("a history", () => {
  const users = table("users", [column("id", integer(), { primaryKey: true })]);
  const step = (id: string, ...ops: Op[]) => ({ id, path: `versions/${id}.ts`, ops });
  const create = step("a1", { kind: "createTable", table: users });
  const alter = step("c3", { kind: "addColumn", table: "users", column: column("age", integer()).column });

  it("of ops is folded", async () => {
    const { schema, opaque } = await replayHistory([create, alter], sqlite, { exclude: [] });
    expect(schema.tables).toEqual([{ ...users, columns: [...users.columns, column("age", integer()).column] }]);
    expect(opaque).toEqual([]);
  });

  it("with raw SQL is carried out and read", async () => {
    const raw = step("b2", { kind: "execute", sql: "ALTER TABLE users ADD COLUMN name TEXT; CREATE TABLE logs (id)" });
    const { schema } = await replayHistory([create, raw, alter], sqlite, { exclude: [] });
    expect(schema.tables.map(({ name, columns }) => [name, ...columns.map((own) => own.name)])).toEqual([
      ["users", "id", "name", "age"],
      ["logs", "id"],
    ]);
  });

  it("says which revisions have functions, and leaves those out", async () => {
    const run = step("d4", { kind: "run", label: "fill" });
    expect((await replayHistory([create, run], sqlite, { exclude: [] })).opaque).toEqual(["d4"]);
    const raw = step("e5", { kind: "execute", sql: "UPDATE users SET id = 1" });
    expect((await replayHistory([create, run, raw], sqlite, { exclude: [] })).opaque).toEqual(["d4"]);
  });

  it("names the revision whose SQL fails", async () => {
    const raw = step("b2", { kind: "execute", sql: "DROP TABLE absent" });
    await expect(replayHistory([create, raw], sqlite, { exclude: [] })).rejects.toMatchObject({
      code: "SOURCE_HISTORY_FAILED",
      message: expect.stringMatching(/^Revision "b2" \(versions\/b2\.ts\) can't be replayed: .*no such table: absent/s),
    });
  });

  it("keeps what was inserted for the SQL after it", async () => {
    const fill = step("b2", { kind: "bulkInsert", table: "users", rows: [{ id: 1 }, { id: 2 }] });
    const copy = step("c3", {
      kind: "execute",
      sql: sql`CREATE TABLE copy AS SELECT id FROM users`.sql,
    });
    const { schema } = await replayHistory([create, fill, copy], sqlite, { exclude: [] });
    expect(schema.tables.map(({ name }) => name)).toEqual(["users", "copy"]);
  });
});

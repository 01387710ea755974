import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { offline } from "../../src/dialects/sqlite/offline.ts";
import { plan } from "../../src/dialects/sqlite/plan.ts";
import type { Op } from "../../src/ops/op.ts";
import { databaseOf, schemaOf } from "./sqlite-writer.ts";

/** The shell is no part of Node; where there is none, the scripts aren't run. */
const shell = spawnSync("sqlite3", ["--version"], { encoding: "utf8" });
const hasShell = shell.status === 0;
const version = hasShell ? (shell.stdout.split(" ")[0] ?? "") : "3.40.1";

const directory = mkdtempSync(join(tmpdir(), "limbeck-offline-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function run(
  file: string,
  script: string,
): { readonly status: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync("sqlite3", [join(directory, file)], { input: script, encoding: "utf8" });
  return { status, out: stdout, err: stderr };
}

async function scriptOf(setup: string, ops: readonly Op[]): Promise<string> {
  const connection = await databaseOf(setup);
  const statements = plan(ops, await schemaOf(connection), { version });
  await connection.close();
  const body = statements.flatMap(({ sql, check }) =>
    check === undefined ? [`${sql};`] : offline.check(sql, check.message),
  );
  return [...offline.header, ...offline.begin, ...body, ...offline.commit, ...offline.footer, ""].join("\n");
}

const tables = `PRAGMA foreign_keys = OFF; CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT, "it's ""x""" TEXT);
  CREATE TABLE child (t INT REFERENCES t ON DELETE CASCADE);
  CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET note = note || '; done' WHERE id = NEW.id; END;
  INSERT INTO t VALUES (1, 'a', 'q'), (2, NULL, 'r'); INSERT INTO child VALUES (1), (2), (2)`;

const strict: Op = { kind: "alterColumn", table: "t", column: "note", changes: { nullable: false } };
const widen: Op = {
  kind: "alterColumn",
  table: "t",
  column: `it's "x"`,
  changes: { type: { kind: "varchar", length: 9 } },
};
const dump = "SELECT * FROM t; SELECT * FROM child; SELECT sql FROM sqlite_master;";

describe.runIf(hasShell)("a script in the server's own shell", () => {
  it("rebuilds a table and keeps its children", async () => {
    run("a.db", `${tables};`);
    const script = await scriptOf(tables, [
      { kind: "execute", sql: "UPDATE t SET note = '' WHERE note IS NULL" },
      strict,
      widen,
      { kind: "bulkInsert", table: "t", rows: [{ note: "new" }] },
    ]);
    expect(run("a.db", script)).toEqual({ status: 0, out: "", err: "" });
    expect(run("a.db", "SELECT id, note FROM t; SELECT count(*) FROM child;").out).toBe(
      "1|a; done\n2|\n3|new; done\n3\n",
    );
    expect(run("a.db", "SELECT sql FROM sqlite_master WHERE name = 't';").out).toContain("NOT NULL");
  });

  it.each([
    {
      claim: "NULLs in the way",
      ops: [widen, strict],
      more: "",
      says: `column "t.note" can't become NOT NULL while it has NULLs`,
    },
    {
      claim: "a column that only the database has",
      ops: [widen],
      more: "ALTER TABLE t ADD COLUMN x;",
      says: "something that the revisions don't know of",
    },
    {
      claim: "a statement that fails",
      ops: [widen, { kind: "execute", sql: "INSERT INTO gone VALUES (1)" }],
      more: "",
      says: "no such table: gone",
    },
    {
      claim: "rows that would refer to nothing",
      ops: [{ kind: "execute", sql: "INSERT INTO child VALUES (77)" }],
      more: "",
      says: "rows would refer to rows that are not there",
    },
  ] satisfies readonly { claim: string; ops: readonly Op[]; more: string; says: string }[])(
    "stops at $claim and leaves nothing behind",
    async ({ claim, ops, more, says }) => {
      const file = `${claim}.db`;
      run(file, `${tables};${more}`);
      const before = run(file, dump).out;
      const { status, err } = run(file, await scriptOf(tables, ops));
      expect(status).not.toBe(0);
      expect(err).toContain(says);
      expect(run(file, dump).out).toBe(before);
    },
  );

  it("goes on beside rows that referred to nothing before", async () => {
    run("b.db", `${tables}; INSERT INTO child VALUES (88);`);
    expect(run("b.db", await scriptOf(tables, [widen])).status).toBe(0);
  });
});

describe("a check as SQL", () => {
  it("fails with its message, and passes without a trace", async () => {
    const connection = await databaseOf("CREATE TABLE t (a)");
    const lines = offline.check("SELECT a FROM t WHERE a IS NULL", `it's "bad"`);
    for (const line of lines) await connection.execute(line);
    await connection.execute("INSERT INTO t VALUES (NULL)");
    await connection.execute(lines[0] ?? "");
    await expect(connection.execute(lines[1] ?? "")).rejects.toThrow(`it's "bad"`);
    await connection.close();
  });
});

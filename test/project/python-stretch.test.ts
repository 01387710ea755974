import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { downgrade } from "../../src/project/downgrade.ts";
import { status } from "../../src/project/status.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import type { TimedEvent } from "../../src/run/event.ts";
import { testPython } from "../servers/python.ts";
import { thrownBy } from "./project-directory.ts";
import { envPy, type PythonRevision, pythonProject, rowsIn, tablesIn, versionFile } from "./python-project.ts";

beforeAll(async () => void (await testPython()), 300_000);

const table = (name: string, more = ""): PythonRevision => ({
  up: `op.create_table("${name}", sa.Column("id", sa.Integer, primary_key=True))${more}`,
});
/** Revisions one above the other. */
function chain(given: Readonly<Record<string, PythonRevision>>): Readonly<Record<string, PythonRevision>> {
  const ids = Object.keys(given);
  return Object.fromEntries(
    Object.entries(given).map(([id, revision], i) => [
      id,
      i === 0 ? revision : { down: ids[i - 1] ?? "", ...revision },
    ]),
  );
}
const THREE = chain({ a1: table("one"), a2: table("two"), a3: table("three") });

/** Upgrades, and returns what happened to which revision. */
async function told(options: GlobalOptions): Promise<{ readonly lines: readonly string[]; readonly error: string }> {
  const events: TimedEvent[] = [];
  const error = await thrownBy(() => upgrade(options, { target: "head" }, { onEvent: (event) => events.push(event) }));
  return {
    lines: events.map((event) => ("revision" in event ? `${event.kind} ${event.revision}` : event.kind)),
    error,
  };
}
const done = (id: string) => [`started ${id}`, `ended ${id}`, `finished ${id}`];
const JOURNAL = "SELECT revision || ' ' || outcome || ' ' || statements_done FROM limbeck_journal ORDER BY id";
const journal = async (options: GlobalOptions) => (await rowsIn(options, JOURNAL)).flat();

describe("revisions in Python that are handed out at once", () => {
  test("are told of where no file can be made that they are noted in", async () => {
    const options = await pythonProject(THREE);
    vi.stubEnv("TMPDIR", "/nowhere");
    const { lines, error } = await told(options);
    vi.unstubAllEnvs();
    expect({ lines, error }).toEqual({ lines: [...["a1", "a2", "a3"].flatMap(done), "done"], error: "nothing" });
  });

  test("are told of one by one, and each has its row", async () => {
    const options = await pythonProject(THREE);
    expect(await told(options)).toEqual({
      lines: [...done("a1"), ...done("a2"), ...done("a3"), "done"],
      error: "nothing",
    });
    expect(await journal(options)).toEqual(["a1 done 1", "a2 done 1", "a3 done 1"]);
    const [row] = await rowsIn(
      options,
      "SELECT direction, length(checksum), path, started_at, finished_at, duration_ms, tool, plan FROM limbeck_journal WHERE revision = 'a2'",
    );
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(row).toEqual(["upgrade", 64, "a2_.py", time, time, expect.any(Number), expect.any(String), null]);
  });

  test("stop at the one that fails, and go on there when it is corrected", async () => {
    const options = await pythonProject(
      chain({ a1: table("one"), a2: table("two"), a3: table("three", '\nraise ValueError("no")'), a4: table("four") }),
    );
    const { lines, error } = await told(options);
    expect(lines).toEqual([...done("a1"), ...done("a2"), "started a3", "failed a3"]);
    expect(error).toMatch(/^RUN_REVISION_FAILED .*a3_\.py:13\) failed.*ValueError: no.*the database is at a2/s);
    expect(await tablesIn(options)).toEqual(["one", "two"]);
    expect(await journal(options)).toEqual(["a1 done 1", "a2 done 1", "a3 failed 0"]);
    rmSync(join(options.cwd, versionFile("a3")));
    writeFileSync(
      join(options.cwd, versionFile("a3")),
      'from alembic import op\nrevision = "a3"\ndown_revision = "a2"\ndef upgrade():\n    op.execute("CREATE TABLE three (id INTEGER)")\n',
    );
    expect((await told(options)).lines).toEqual([...done("a3"), ...done("a4"), "done"]);
    expect(await tablesIn(options)).toEqual(["four", "one", "three", "two"]);
  });

  test("are as good as one by one where they take long, commit parts of themselves, and make tables anew", async () => {
    const options = await pythonProject(
      chain({
        a1: table("one", "\n__import__('time').sleep(0.6)"),
        a2: table("two", "\n__import__('time').sleep(0.6)"),
        a3: table("three", '\nwith op.get_context().autocommit_block():\n    op.execute("VACUUM")'),
        a4: {
          up: 'with op.batch_alter_table("one") as batch:\n    batch.add_column(sa.Column("name", sa.String(9)))\n',
        },
        a5: table("five"),
      }),
    );
    const ids = ["a1", "a2", "a3", "a4", "a5"];
    expect(await told(options)).toEqual({ lines: [...ids.flatMap(done), "done"], error: "nothing" });
    expect(await journal(options)).toEqual(["a1 done 1", "a2 done 1", "a3 done 2", "a4 done 1", "a5 done 1"]);
    expect(await rowsIn(options, "SELECT COUNT(*) FROM limbeck_journal WHERE plan IS NOT NULL")).toEqual([[0]]);
  });
});

/** An env.py in which `then` happens behind the commit of the second revision. */
const behindTheSecond = (then: string) =>
  `import os, sqlite3
from sqlalchemy.engine.default import DefaultDialect

commit = DefaultDialect.do_commit
def do_commit(self, connection):
    commit(self, connection)
    if os.path.exists("now") and sqlite3.connect("app.db").execute("SELECT 1 FROM sqlite_master WHERE name = 'two'").fetchall():
        os.remove("now")
        ${then}
DefaultDialect.do_commit = do_commit

${envPy()}`;

describe("between two of them", () => {
  test("another process moves the database: what it has done is not done again", async () => {
    const env = behindTheSecond(`with sqlite3.connect("app.db") as other:
            other.executescript("CREATE TABLE three (mine INTEGER); UPDATE alembic_version SET version_num = 'a3'")`);
    const options = await pythonProject(
      { ...THREE, a4: { down: "a3", ...table("four") } },
      { "migrations/env.py": env, now: "" },
    );
    const { lines } = await told(options);
    expect(lines).toEqual([...done("a1"), ...done("a2"), "overtaken", ...done("a4"), "done"]);
    expect(await rowsIn(options, "SELECT name FROM pragma_table_info('three')")).toEqual([["mine"]]);
    expect(await tablesIn(options)).toEqual(["four", "one", "three", "two"]);
  });

  test("another process changes something else: they go on", async () => {
    const env = behindTheSecond('sqlite3.connect("app.db").execute("CREATE TABLE other (id INTEGER)")');
    const options = await pythonProject(THREE, { "migrations/env.py": env, now: "" });
    expect((await told(options)).lines).toEqual([...done("a1"), ...done("a2"), ...done("a3"), "done"]);
    expect(await tablesIn(options)).toEqual(["one", "other", "three", "two"]);
  });

  test("Python is killed: what is committed is done, and the next run completes it", async () => {
    const options = await pythonProject(THREE, {
      "migrations/env.py": behindTheSecond("os.kill(os.getpid(), 9)"),
      now: "",
    });
    const { lines, error } = await told(options);
    expect(lines).toEqual([...done("a1"), ...done("a2")]);
    expect(error).toMatch(/^BRIDGE_CRASHED .*SIGKILL/s);
    expect(await journal(options)).toEqual(["a1 done 1", "a2 done 1"]);
    expect((await status(options)).unfinished).toBeUndefined();
    expect((await told(options)).lines).toEqual([...done("a3"), "done"]);
  });
});

test("one that drops what is worth a backup is preceded by that", async () => {
  const options = await pythonProject(
    chain({
      a1: table("one", '\nop.bulk_insert(sa.table("one", sa.column("id", sa.Integer)), [{"id": 1}])'),
      a2: { up: 'op.drop_table("one")' },
      a3: table("three"),
    }),
  );
  const lines = [...done("a1"), "kept a2", ...done("a2"), ...done("a3"), "done"];
  expect(await told(options)).toEqual({ lines, error: "nothing" });
  expect(await rowsIn(options, "SELECT * FROM limbeck_backup_1")).toEqual([[1]]);
});

test("the reason why nothing is kept is in the journal's rows", async () => {
  const options = await pythonProject(chain({ a1: table("one"), a2: { up: 'op.drop_table("one")' } }));
  await upgrade(options, { target: "head", withoutBackup: "no room" });
  const message = "SELECT message FROM limbeck_journal";
  expect(await rowsIn(options, message)).toEqual([["without a backup: no room"], ["without a backup: no room"]]);
});

test.each([
  ["updating 'a1' to 'a2'", { a2: { down: "a1", up: 'op.execute("DELETE FROM alembic_version")' } }],
  [
    "deleting 'a3'",
    {
      a2: { down: "a1", ...table("two") },
      a3: { down: "a1", ...table("three") },
      a4: { down: ["a2", "a3"], up: 'op.execute("DELETE FROM alembic_version")' },
    },
  ],
] as const)("a row that is gone from the version table is missed when %s", async (doing, revisions) => {
  const { error } = await told(await pythonProject({ a1: table("one"), ...revisions }));
  expect(error).toContain(`expected to match one row when ${doing} in 'alembic_version'; 0 found`);
});

test("a downgrade is in one go, but for what brings back what was kept", async () => {
  // Each question of Python's is one more stretch.
  const asking = `import sys
from alembic import context
def ask(self, ask=sys.modules["limbeck_bridge"].Channel.ask, **question):
    with open("asked", "a") as file:
        file.write(question["kind"] + " ")
    return ask(self, **question)
if not context.is_offline_mode():
    sys.modules["limbeck_bridge"].Channel.ask = ask
`;
  const options = await pythonProject(
    chain({
      a1: table("one", '\nop.bulk_insert(sa.table("one", sa.column("id", sa.Integer)), [{"id": 1}])'),
      a2: table("two"),
      a3: { up: 'op.drop_table("one")', back: 'op.create_table("one", sa.Column("id", sa.Integer, primary_key=True))' },
      a4: table("four"),
      a5: table("five"),
      a6: table("six"),
    }),
    { "migrations/env.py": asking + envPy() },
  );
  await upgrade(options, { target: "head" });
  rmSync(join(options.cwd, "asked"));
  await downgrade(options, { target: "a1" });
  expect(await rowsIn(options, "SELECT * FROM one")).toEqual([[1]]);
  expect(readFileSync(join(options.cwd, "asked"), "utf8").trim().split(" ")).toEqual([
    "ready",
    "next",
    ...["a6, a5 and a4", "a3", "a2"].map(() => "next"),
  ]);
});

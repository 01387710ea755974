import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ci } from "../../src/project/ci.ts";
import { downgrade } from "../../src/project/downgrade.ts";
import { lint } from "../../src/project/lint.ts";
import { review } from "../../src/project/review.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import { verify } from "../../src/project/verify.ts";
import { type AlembicCli, startAlembicCli } from "../servers/alembic-cli.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";
import { testPython } from "../servers/python.ts";
import { commitAll, repositoryIn } from "./git-project.ts";

/** A million shows more, and takes a minute. */
const ROWS = Number(process.env["LIMBECK_TEST_SAFE_ROWS"] ?? 20_000);
/** The longest that a statement of the application may wait for a lock; it fails when it must wait longer. */
const PATIENCE_MS = 1_000;

const examples = fileURLToPath(new URL("../../examples/safe-production", import.meta.url));
const copies: string[] = [];
let url = "";
let python = "";
let alembic: AlembicCli;

beforeAll(async () => {
  python = await testPython();
});

beforeEach(async () => {
  url = await freshDatabase();
  alembic = await startAlembicCli({ DATABASE_URL: sqlalchemyUrl() });
});
afterEach(async () => {
  await alembic.close();
  for (const directory of copies.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** A copy of one of the projects, for a run leaves caches beside it. */
function copyOf(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), "limbeck-safe-"));
  copies.push(directory);
  cpSync(join(examples, name), directory, { recursive: true });
  mkdirSync(join(directory, "node_modules"));
  return directory;
}

const sqlalchemyUrl = () => url.replace(/^postgres(?:ql)?:/, "postgresql+psycopg2:");

function optionsIn(directory: string, isPython: boolean): GlobalOptions {
  const env = { ...process.env, DATABASE_URL: isPython ? sqlalchemyUrl() : url };
  return { cwd: directory, env, ...(isPython ? { python } : {}) };
}

async function fill(): Promise<void> {
  await administer(
    url,
    `INSERT INTO users (email, created_at) SELECT 'user' || i || '@example.org', now() - i * interval '1 s' FROM generate_series(1, ${ROWS}) AS i`,
  );
}

interface Application {
  /** Ends it, and says how many transactions it made, and what the longest took in milliseconds. */
  readonly end: () => Promise<{ readonly transactions: number; readonly longestMs: number }>;
}

/** The application of today, which knows nothing of the new column: it writes all the time, and fails where it waits too long for a lock. */
async function application(): Promise<Application> {
  const client = new Client({ connectionString: url, application_name: "the application" });
  await client.connect();
  await client.query(`SET lock_timeout = ${PATIENCE_MS}`);
  let isOver = false;
  let transactions = 0;
  let longestMs = 0;
  const writing = (async () => {
    while (!isOver) {
      const began = performance.now();
      const id = 1 + ((transactions * 7919) % ROWS);
      await client.query("BEGIN");
      await client.query("UPDATE users SET email = email || '.' WHERE id = $1", [id]);
      await client.query("INSERT INTO users (email) VALUES ($1)", [`new${transactions}@example.org`]);
      await client.query("COMMIT");
      longestMs = Math.max(longestMs, performance.now() - began);
      transactions++;
    }
  })();
  // Its failure is seen when it ends.
  writing.catch(() => undefined);
  return {
    end: async () => {
      isOver = true;
      try {
        await writing;
      } finally {
        await client.end();
      }
      return { transactions, longestMs };
    },
  };
}

/** What the catalogue says of the column and the index. */
async function found() {
  const [row] = await administer(
    url,
    `SELECT (SELECT attnotnull FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'verified_at' AND NOT attisdropped) AS required,
       (SELECT indisvalid FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE relname = 'ix_users_email') AS indexed,
       (SELECT count(*)::int FROM pg_constraint WHERE conrelid = 'users'::regclass AND contype = 'c') AS checks`,
  );
  return row;
}

const before = { required: null, indexed: null, checks: 0 };
const after = { required: true, indexed: true, checks: 0 };

describe("examples/safe-production", () => {
  it("as found: the server refuses the first statement, and nothing of the revision is applied", async () => {
    const directory = copyOf("as-found");
    await upgrade(optionsIn(directory, true), { target: "ae1027a6acf1" }, {});
    await fill();
    const { ok, output } = await alembic.run(directory, "upgrade", "head");
    expect(ok).toBe(false);
    expect(output).toContain("CREATE INDEX CONCURRENTLY cannot run inside a transaction block");
    await expect(upgrade(optionsIn(directory, true), { target: "head" }, {})).rejects.toThrow(/CONCURRENTLY/);
    expect(await found()).toEqual(before);
  });

  it("as found: lint finds the four faults", async () => {
    const { findings } = await lint(optionsIn(copyOf("as-found"), true), { targets: ["1975ea83b712"] });
    expect(findings.map(({ rule, direction, place }) => `${direction} ${place.line}: ${rule}`)).toEqual(
      expect.arrayContaining([
        "upgrade 13: not-in-transaction",
        "upgrade 15: not-null-promised",
        "upgrade 18: server-refuses",
        "downgrade 24: drop-index-blocks",
      ]),
    );
  });

  it.each(["typescript", "python"])("in %s: lint finds nothing", async (name) => {
    const { findings } = await lint(optionsIn(copyOf(name), name === "python"), { targets: [], all: true });
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });

  it.each(["typescript", "python"])(
    "in %s: verify brings each revision back whole, and ci passes",
    async (name) => {
      const directory = copyOf(name);
      const options = optionsIn(directory, name === "python");
      repositoryIn(directory);
      const { revisions } = await verify(options, { targets: [], all: true });
      expect(revisions.flatMap(({ revision, findings }) => findings.map((finding) => ({ revision, finding })))).toEqual(
        [],
      );
      await review(options, { targets: [], approve: true });
      commitAll(directory, "judged");
      const { checks } = await ci(options, { all: true });
      expect(checks.map(({ name: check, status }) => `${check} ${status}`)).toEqual([
        ...["heads passed", "files passed", "lint passed", "reviews passed", "verify passed", "drift notAsked"],
      ]);
      // Rows that were made behind the backfill are not those that it has filled.
      const [last] = (await verify(options, { targets: ["head"], again: true })).revisions;
      expect(last?.findings).toEqual([]);
    },
    120_000,
  );

  it.each(["typescript", "python"])(
    "in %s: Limbeck goes there and back while the application writes",
    async (name) => {
      const options = optionsIn(copyOf(name), name === "python");
      await upgrade(options, { target: "ae1027a6acf1" }, {});
      await fill();
      const app = await application();
      await upgrade(options, { target: "head" }, {});
      expect(await found()).toEqual(after);
      const [wrong] = await administer(
        url,
        "SELECT count(*)::int AS n FROM users WHERE verified_at IS DISTINCT FROM created_at AND email LIKE 'user%'",
      );
      expect(wrong).toEqual({ n: 0 });
      await downgrade(options, { target: "ae1027a6acf1" }, {});
      const { transactions, longestMs } = await app.end();
      expect(await found()).toEqual(before);
      expect(transactions).toBeGreaterThan(0);
      if (ROWS >= 1_000_000) console.log(`${name}: ${transactions} transactions, the longest ${longestMs} ms`);
    },
    600_000,
  );

  it("in Python: real Alembic goes there and back while the application writes", async () => {
    const directory = copyOf("python");
    const run = async (...words: readonly string[]) => {
      const { ok, output } = await alembic.run(directory, ...words);
      expect(output, output).not.toContain("Traceback");
      expect(ok).toBe(true);
    };
    await run("upgrade", "ae1027a6acf1");
    await fill();
    const app = await application();
    await run("upgrade", "head");
    expect(await found()).toEqual(after);
    await run("downgrade", "ae1027a6acf1");
    const { transactions } = await app.end();
    expect(await found()).toEqual(before);
    expect(transactions).toBeGreaterThan(0);
  }, 600_000);
});

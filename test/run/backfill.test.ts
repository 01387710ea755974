import { spawn } from "node:child_process";
import { once } from "node:events";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Client } from "pg";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection } from "../../src/dialects/contract.ts";
import type { Backfill } from "../../src/ops/data-ops.ts";
import type { Op } from "../../src/ops/op.ts";
import { planUpgrade } from "../../src/revisions/path.ts";
import type { RunEvent } from "../../src/run/event.ts";
import { readJournal } from "../../src/run/journal.ts";
import { offlineScript } from "../../src/run/offline.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { freshDatabase } from "../servers/postgres.ts";
import { counted, counting, dialectOf, open, projectAt } from "./backfill-places.ts";
import { failureOf } from "./failure.ts";
import { newDirectory, newFile } from "./files.ts";
import { type Given, graphOf, loadedOf, names } from "./project.ts";

/** MariaDB counts no further than 1000 in a query. */
const ROWS = 950;

interface Place {
  readonly name: string;
  readonly fresh: () => Promise<string>;
}

const sqlitePlace: Place = { name: "sqlite", fresh: async () => `sqlite:///${newFile()}` };
const postgresPlace: Place = { name: "postgres", fresh: () => freshDatabase() };
const places: readonly Place[] = [
  sqlitePlace,
  postgresPlace,
  ...wantedFlavors.map((flavor): Place => ({ name: flavor, fresh: () => freshMysqlDatabase(flavor) })),
];

/** Inserts that give `t` rows with the keys of `key`, which are SQL about the number `i`. */
function fill(key: readonly string[], from = 1, to = ROWS, table = "t"): string {
  const numbers = `WITH RECURSIVE s (i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM s WHERE i < ${to})`;
  return `INSERT INTO ${table} ${numbers} SELECT ${[...key, "0"].join(", ")} FROM s`;
}

type Keys = Readonly<Record<string, readonly [columns: string, ...key: readonly string[]]>>;

function everyKey(place: string): Keys {
  const isMysql = place !== "sqlite" && place !== "postgres";
  return {
    "two columns": ["a int NOT NULL, b int NOT NULL, n int NOT NULL, PRIMARY KEY (a, b)", "i % 7", "i"],
    "three columns, the first the same in all rows": [
      "a int NOT NULL, b int NOT NULL, c int NOT NULL, n int NOT NULL, PRIMARY KEY (a, b, c)",
      ...(["1", "i / 100", "i"] as const),
    ],
    "numbers beyond 2^53": ["a bigint NOT NULL PRIMARY KEY, n int NOT NULL", "9007199254740992 + i"],
    "texts with quotes, backslashes and other scripts": [
      "a varchar(60) NOT NULL PRIMARY KEY, n int NOT NULL",
      isMysql ? "CONCAT('it''s \\\\ ü 字 \"x\" ', i)" : "'it''s \\ ü 字 \"x\" ' || i",
    ],
    decimals: ["a numeric(30, 10) NOT NULL PRIMARY KEY, n int NOT NULL", "i / 7.0 + 12345678901"],
    "a unique constraint": ["a int NOT NULL UNIQUE, n int NOT NULL", "i"],
  };
}

const ownKeys: Readonly<Record<string, Keys>> = {
  postgres: {
    uuids: ["a uuid PRIMARY KEY, n int NOT NULL", "md5(i::text)::uuid"],
    "moments to the microsecond": [
      "a timestamptz PRIMARY KEY, n int NOT NULL",
      "'2024-10-27 00:00:00.000001+00'::timestamptz + i * interval '13 s'",
    ],
    bytes: ["a bytea PRIMARY KEY, n int NOT NULL", "decode(md5(i::text), 'hex')"],
    fractions: ["a float8 PRIMARY KEY, n int NOT NULL", "i / 3.0"],
  },
  sqlite: {
    "no key but the rowid": ["a text, n int NOT NULL", "'x'"],
    "no rowid": ["a text PRIMARY KEY, n int NOT NULL) WITHOUT ROWID --", "'x' || i"],
    "values of several types": [
      "a NOT NULL PRIMARY KEY, n int NOT NULL",
      "CASE i % 3 WHEN 0 THEN i WHEN 1 THEN 'x' || i ELSE CAST(i AS BLOB) END",
    ],
  },
  mariadb: mysqlKeys(),
  mysql: mysqlKeys(),
};

function mysqlKeys(): Keys {
  return {
    bytes: ["a binary(28) PRIMARY KEY, n int NOT NULL", "UNHEX(SHA2(i, 224))"],
    "moments to the microsecond": [
      "a datetime(6) PRIMARY KEY, n int NOT NULL",
      "TIMESTAMPADD(MICROSECOND, i, '2024-10-27 02:00:00')",
    ],
    "texts of another character set": [
      "a varchar(60) CHARACTER SET latin1 PRIMARY KEY, n int NOT NULL",
      "CONCAT('ü', i)",
    ],
  };
}

let url = "";
let db: Connection;

afterEach(() => db.close());

async function make(columns: string, ...key: readonly string[]): Promise<void> {
  await db.execute(`CREATE TABLE t (${columns})`);
  if (key.length > 0) await db.execute(fill(key));
}

const plain = "id int NOT NULL PRIMARY KEY, n int NOT NULL";
const only = (...up: readonly Op[]): readonly Given[] => [{ id: "r1", up }];
/** How many rows were changed how often. */
const counts = async (table = "t") =>
  Object.fromEntries(
    (await db.query(`SELECT n, count(*) AS c FROM ${table} GROUP BY n`)).map((row) => [
      Number(row["n"]),
      Number(row["c"]),
    ]),
  );
const batchesIn = (events: readonly RunEvent[]) => events.flatMap((event) => (event.kind === "filled" ? [event] : []));

describe.each(places)("a backfill on $name", ({ name, fresh }) => {
  beforeEach(async () => {
    url = await fresh();
    db = await open(url);
  }, 120_000);

  it("sets the rows that it shall in batches, and the journal knows the end", async () => {
    await make(plain, "i");
    const op: Backfill = { ...counted, where: "id % 2 = 0 -- the even ones" } as Backfill;
    const { upgrade, events } = projectAt(url, db, only(op));
    expect((await upgrade()).heads).toEqual(["r1"]);
    expect(await counts()).toEqual({ 0: 475, 1: 475 });
    const batches = batchesIn(events);
    expect(batches.map(({ batches: count }) => count)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(batches.at(-1)).toMatchObject({ rows: 475, index: 1 });
    const [row] = await readJournal(db, dialectOf(url), names);
    expect(row).toMatchObject({ outcome: "done", statementsDone: 1, statementsTotal: 1 });
    expect(row?.plan).toBeUndefined();
  });

  it("has nothing to do in an empty table, and goes on", async () => {
    await make(plain);
    expect((await projectAt(url, db, counting).upgrade()).heads).toEqual(["r1"]);
  });

  it("meets each row once, whatever the key", async () => {
    const keys = Object.entries({ ...everyKey(name), ...(ownKeys[name.split("-")[0] ?? ""] ?? {}) });
    for (const [i, [, [columns, ...key]]] of keys.entries()) {
      await db.execute(`CREATE TABLE t${i} (${columns})`);
      await db.execute(fill(key, 1, ROWS, `t${i}`));
    }
    const ops = keys.map((_, i): Backfill => ({ ...(counted as Backfill), table: `t${i}` }));
    const { upgrade, events } = projectAt(url, db, only(...ops));
    await upgrade();
    const found = [];
    for (const [i, [claim]] of keys.entries()) found.push([claim, await counts(`t${i}`)]);
    expect(found).toEqual(keys.map(([claim]) => [claim, { 1: ROWS }]));
    expect(batchesIn(events)).toHaveLength(10 * keys.length);
  });

  it("sees to the rows that come to the end meanwhile", async () => {
    await make(plain, "i");
    const other = await open(url);
    const { upgrade, events } = projectAt(url, db, only(counted));
    const execute = db.execute.bind(db);
    let more = [fill(["i"], ROWS + 1, ROWS + 150), fill(["i"], ROWS + 151, ROWS + 170)];
    Object.assign(db, {
      execute: async (sql: string) => {
        const done = await execute(sql);
        const [next, ...others] = more;
        if (sql !== "COMMIT" || next === undefined || batchesIn(events).length !== (others.length === 1 ? 3 : 10))
          return done;
        more = others;
        await other.execute(next);
        return done;
      },
    });
    await upgrade();
    await other.close();
    expect(more).toEqual([]);
    expect(await counts()).toEqual({ 1: ROWS + 170 });
  });

  it("is gone on with after SIGKILL, and no row is changed twice", async () => {
    await make(plain, "i");
    await db.close();
    for (const batches of [1, 3, 4]) {
      const running = spawn(process.execPath, [child, url, String(batches)], { stdio: "inherit" });
      const [code, signal] = (await once(running, "exit")) as [number | null, string | null];
      expect([code, signal]).toEqual([null, "SIGKILL"]);
    }
    db = await open(url);
    const found = await counts();
    expect(found).toEqual({ 0: 150, 1: 800 });
    const { upgrade, events } = projectAt(url, db, counting);
    await upgrade();
    expect(await counts()).toEqual({ 1: ROWS });
    expect(batchesIn(events)[0]).toMatchObject({ batches: 9 });
  }, 60_000);

  it("is carried out once by two runners at once", async () => {
    await make(plain, "i");
    const other = await open(url);
    const runs = [db, other].map((connection) => projectAt(url, connection, counting).upgrade());
    const ends = await Promise.all(runs);
    await other.close();
    expect(ends.map(({ heads }) => heads)).toEqual([["r1"], ["r1"]]);
    expect(await counts()).toEqual({ 1: ROWS });
  });

  it("says what is committed when a batch fails, and goes on from there", async () => {
    await make("id int NOT NULL PRIMARY KEY, n int NOT NULL, CHECK (id < 500 OR n = 0)", "i");
    const error = await failureOf(projectAt(url, db, counting).upgrade());
    expect(error.message).toContain("(Fill t.n in batches)");
    expect(error.message).toMatch(/4 batches of statement 2 are committed/);
    expect(error.hint).toContain("Run the same command again");
    expect(await counts()).toEqual({ 0: 550, 1: 400 });
  });

  it("is refused on a table whose rows have no key", async () => {
    await make(name === "sqlite" ? "id int, n int, rowid int, oid int, _rowid_ int" : "id int UNIQUE, n int");
    const error = await failureOf(projectAt(url, db, only(counted)).upgrade());
    expect(error.details["code"]).toBe("BACKFILL_NO_KEY");
    expect(error.message).toContain('The table "t" can\'t be filled in batches: it has no primary key');
  });

  it("is refused when it changes the only key", async () => {
    await make("id int NOT NULL, n int NOT NULL, PRIMARY KEY (n)");
    const found = projectAt(
      url,
      db,
      only({ ...counted, set: { n: 1, ...(name === "sqlite" ? {} : {}) } } as Op),
    ).upgrade();
    if (name === "sqlite") expect((await found).heads).toEqual(["r1"]);
    else expect((await failureOf(found)).message).toContain("the backfill changes its primary key (n)");
  });

  it("names the column that isn't there before anything is changed", async () => {
    await make(plain, "i");
    const error = await failureOf(projectAt(url, db, only({ ...counted, set: { m: 1 } } as Op)).upgrade());
    expect(error.details["code"]).toBe("OP_COLUMN_MISSING");
  });

  it("is a script that the server runs", async () => {
    await make(plain, "i");
    const dialect = dialectOf(url);
    const graph = graphOf(counting);
    const steps = planUpgrade(graph, [], "heads").steps;
    const script = await offlineScript({
      ...{ dialect, server: db.server, names, tool: "1" },
      steps: steps.map((step) => ({ step, ...loadedOf(counting, step) })),
      from: [],
      schemaAfter: () => dialect.inspect(db, { exclude: [] }),
    });
    for (const { sql } of dialect.split(script.replaceAll(/^[\\.].*$/gm, ""))) await db.execute(sql);
    expect(await counts()).toEqual({ 1: ROWS });
  });
});

let child = "";

beforeAll(async () => {
  const directory = newDirectory();
  symlinkSync(fileURLToPath(new URL("../../node_modules", import.meta.url)), join(directory, "node_modules"));
  child = join(directory, "child.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("./backfill-child.ts", import.meta.url))],
    outfile: child,
    ...{ bundle: true, platform: "node", format: "esm", packages: "external" },
  });
});

describe("a batch of a backfill on postgres", () => {
  beforeEach(async () => {
    url = await postgresPlace.fresh();
    db = await open(url);
  });

  it("that doesn't get its rows in time is tried again by itself", async () => {
    await make(plain, "i");
    const other = new Client({ connectionString: url });
    await other.connect();
    await other.query("BEGIN; SELECT * FROM t WHERE id = 250 FOR UPDATE");
    const { upgrade, events } = projectAt(url, db, only(counted), {
      statementTimeouts: { lockMs: 100 },
      retries: { tries: 3, firstDelayMs: 50 },
      onEvent: (event) => {
        events.push(event);
        if (event.kind === "retried" && event.nextTry === 3) void other.end();
      },
    });
    await upgrade();
    expect(events.filter(({ kind }) => kind === "retried")).toHaveLength(2);
    expect(await counts()).toEqual({ 1: ROWS });
  });

  it("that never gets them fails after as many tries as it may have", async () => {
    await make(plain, "i");
    const other = new Client({ connectionString: url });
    await other.connect();
    await other.query("BEGIN; SELECT * FROM t WHERE id = 250 FOR UPDATE");
    const { upgrade } = projectAt(url, db, only(counted), {
      statementTimeouts: { lockMs: 50 },
      retries: { tries: 2, firstDelayMs: 10 },
    });
    const error = await failureOf(upgrade());
    await other.end();
    expect([error.details["code"], isLimbeckError(error.cause)]).toEqual(["LOCK_TIMEOUT", true]);
    expect(error.message).toContain("2 batches of statement 1 are committed");
  });
});

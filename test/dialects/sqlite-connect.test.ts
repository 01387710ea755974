import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection } from "../../src/dialects/contract.ts";
import { connect, scratch } from "../../src/dialects/sqlite/connect.ts";
import { loadDriver } from "../../src/dialects/sqlite/driver.ts";
import { loadBetterSqlite3 } from "../../src/dialects/sqlite/driver-better-sqlite3.ts";
import { target } from "../../src/dialects/sqlite/url.ts";
import { asNobody } from "../as-nobody.ts";

let directory: string;
const open: Connection[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "limbeck-connect-"));
});

afterEach(async () => {
  for (const connection of open.splice(0)) await connection.close();
  rmSync(directory, { recursive: true });
});

async function connected(url: string, create = true): Promise<Connection> {
  const connection = await connect(target(url, directory), { create });
  open.push(connection);
  return connection;
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  return isLimbeckError(error) ? error.code : `not refused: ${String(error)}`;
}

describe("a connection", () => {
  it("makes the file where it may, and finds it again", async () => {
    const first = await connected("sqlite:///app.db");
    await first.execute("CREATE TABLE t (a)");
    await first.execute("INSERT INTO t VALUES (?)", ["x"]);
    await first.close();
    const second = await connected("sqlite:///app.db?mode=rw", false);
    expect(await second.query("SELECT * FROM t")).toEqual([{ a: "x" }]);
  });

  it("opens a file with any name", async () => {
    const connection = await connected("sqlite:///a%3Fb%23%20%25.db");
    await connection.execute("CREATE TABLE t (a)");
    await connection.close();
    expect(readFileSync(join(directory, "a?b# %.db")).subarray(0, 15).toString()).toBe("SQLite format 3");
  });

  it("knows its server's version and its target", async () => {
    const connection = await connected("sqlite:///app.db");
    expect(connection.server.version).toMatch(/^3\.\d+\.\d+$/);
    expect(connection.target.file).toBe(join(directory, "app.db"));
  });

  it("enforces foreign keys", async () => {
    expect(await (await connected("sqlite://")).query("PRAGMA foreign_keys")).toEqual([{ foreign_keys: 1 }]);
  });

  it("may be closed twice", async () => {
    const connection = await scratch();
    await connection.close();
    await connection.close();
  });

  it("in memory is empty, and alone", async () => {
    const [one, two] = [await connected("sqlite://"), await connected("sqlite://")];
    await one.execute("CREATE TABLE t (a)");
    expect(await two.query("SELECT * FROM sqlite_master")).toEqual([]);
  });
});

describe("values go in and out unchanged:", () => {
  const rows: readonly (readonly [what: string, value: unknown, type: string, back?: unknown])[] = [
    ["an integer, as an integer", 1, "integer"],
    ["the greatest exact number", Number.MAX_SAFE_INTEGER, "integer"],
    ["a bigger integer, as a bigint", 9007199254740993n, "integer"],
    ["a small bigint, as a number", 5n, "integer", 5],
    ["a fraction", 1.5, "real"],
    ["a text", "ü", "text"],
    ["NULL", null, "null"],
    ["a boolean, as 1", true, "integer", 1],
    ["bytes", new Uint8Array([0, 255]), "blob"],
  ];
  it.each(rows.map(([what, value, type, back = value]) => ({ what, value, type, back })))(
    "$what",
    async ({ value, type, back }) => {
      const connection = await connected("sqlite://");
      const [row] = await connection.query("SELECT ? AS value, typeof(?) AS type", [value, value]);
      expect(row?.["type"]).toBe(type);
      const found = row?.["value"];
      expect(found instanceof Uint8Array ? new Uint8Array(found) : found).toEqual(back);
    },
  );

  it("what SQLite has no type for is refused", async () => {
    const connection = await connected("sqlite://");
    expect(await codeOf(connection.query("SELECT ?", [new Date()]))).toBe("STATEMENT_FAILED");
    expect(await codeOf(connection.query("SELECT ?", [undefined]))).toBe("STATEMENT_FAILED");
  });
});

it("the count of changed rows is that of the statement itself", async () => {
  const connection = await connected("sqlite://");
  await connection.execute("CREATE TABLE t (a)");
  expect(await connection.execute("INSERT INTO t VALUES (1), (2), (3)")).toBe(3);
  expect(await connection.execute("CREATE TABLE u (a)")).toBe(0);
  expect(await connection.execute("UPDATE t SET a = 0 WHERE a > 1")).toBe(2);
  expect(await connection.execute("PRAGMA user_version = 1")).toBe(0);
  expect(await connection.execute("DELETE FROM t")).toBe(3);
});

describe("a statement that fails says", () => {
  it("the server's words, the first line, and all of it in the details", async () => {
    const connection = await connected("sqlite://");
    const sql = "SELECT *\nFROM nowhere";
    const error = await connection.query(sql).catch((caught: unknown) => caught);
    expect(isLimbeckError(error, "STATEMENT_FAILED")).toBe(true);
    expect(String(error)).toContain("no such table: nowhere, in: SELECT * …");
    expect(isLimbeckError(error) && error.details["sql"]).toBe(sql);
  });

  it("when there are two, for a driver would run the first alone", async () => {
    const connection = await connected("sqlite://");
    expect(await codeOf(connection.execute("CREATE TABLE a (x); CREATE TABLE b (x)"))).toBe("STATEMENT_FAILED");
    expect(await connection.query("SELECT * FROM sqlite_master")).toEqual([]);
  });

  it("nothing when the second semicolon belongs to a trigger or a string", async () => {
    const connection = await connected("sqlite://");
    await connection.execute("CREATE TABLE a (x)");
    await connection.execute("CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM a; SELECT 1; END;");
    await connection.execute("INSERT INTO a VALUES ('1; 2');");
  });
});

describe("a database is refused that", () => {
  it("isn't there, when it may not be made", async () => {
    expect(await codeOf(connected("sqlite:///missing.db", false))).toBe("CONNECT_DATABASE_MISSING");
    expect(await codeOf(connected("sqlite:///missing.db?mode=rw"))).toBe("CONNECT_DATABASE_MISSING");
    expect(await codeOf(connected("sqlite:///missing.db?mode=ro"))).toBe("CONNECT_DATABASE_MISSING");
    expect(await codeOf(connected("sqlite:///no/where/missing.db", false))).toBe("CONNECT_DATABASE_MISSING");
  });

  it("would be in a directory that isn't there", async () => {
    expect(await codeOf(connected("sqlite:///no/where/app.db"))).toBe("CONNECT_FAILED");
  });

  it("would be inside of a file", async () => {
    writeFileSync(join(directory, "file"), "");
    expect(await codeOf(connected("sqlite:///file/app.db"))).toBe("CONNECT_FAILED");
  });

  it("is a directory", async () => {
    mkdirSync(join(directory, "app.db"));
    expect(await codeOf(connected("sqlite:///app.db"))).toBe("CONNECT_NOT_A_DATABASE");
  });

  it("isn't a database, and leaves it as it is", async () => {
    const text = "Dear diary, ".repeat(100);
    writeFileSync(join(directory, "diary.db"), text);
    expect(await codeOf(connected("sqlite:///diary.db"))).toBe("CONNECT_NOT_A_DATABASE");
    expect(readFileSync(join(directory, "diary.db"), "utf8")).toBe(text);
  });

  it("another process has locked whole", async () => {
    const url = "sqlite:///app.db?timeout=0";
    const first = await connected(url);
    await first.execute("CREATE TABLE t (a)");
    await first.execute("BEGIN EXCLUSIVE");
    expect(await codeOf(connected(url))).toBe("LOCK_TIMEOUT");
  });

  it("is opened to be read, as soon as it is written to", async () => {
    await (await connected("sqlite:///app.db")).execute("CREATE TABLE t (a)");
    const connection = await connected("sqlite:///app.db?mode=ro", false);
    expect(await connection.query("SELECT * FROM t")).toEqual([]);
    expect(await codeOf(connection.execute("INSERT INTO t VALUES (1)"))).toBe("CONNECT_READ_ONLY");
    const readOnly = await connect(target("sqlite:///app.db", directory), { create: false, readOnly: true });
    open.push(readOnly);
    expect(await codeOf(readOnly.execute("INSERT INTO t VALUES (1)"))).toBe("CONNECT_READ_ONLY");
  });

  it("rows that break a constraint while a table is made anew are said to be the table's", async () => {
    const connection = await connected("sqlite://");
    await connection.execute("CREATE TABLE limbeck_new_t (a UNIQUE)");
    await expect(connection.execute("INSERT INTO limbeck_new_t VALUES (1), (1)")).rejects.toMatchObject({
      message: expect.stringContaining("UNIQUE constraint failed: t.a,"),
      hint: expect.stringContaining("Correct the rows"),
    });
  });

  it("a full disk is said to be one", async () => {
    const connection = await connected("sqlite:///app.db");
    await connection.query("PRAGMA max_page_count = 4");
    await connection.execute("CREATE TABLE t (a)");
    await expect(connection.execute("INSERT INTO t VALUES (zeroblob(100000))")).rejects.toMatchObject({
      message: expect.stringContaining("disk is full"),
      hint: expect.stringContaining("Make room"),
    });
  });

  it("a file that a killed writer left with its journal is restored for a reader", async () => {
    const writer = await connected("sqlite:///app.db");
    await writer.execute("CREATE TABLE t (a)");
    await writer.execute("INSERT INTO t VALUES (zeroblob(200000))");
    // With so small a cache the pages reach the file before the commit.
    await writer.query("PRAGMA cache_size = 1");
    await writer.execute("BEGIN IMMEDIATE");
    await writer.execute("UPDATE t SET a = randomblob(200000)");
    for (const end of ["", "-journal"]) {
      copyFileSync(join(directory, `app.db${end}`), join(directory, `killed.db${end}`));
    }
    await writer.execute("ROLLBACK");
    const reader = await connect(target("sqlite:///killed.db", directory), { create: false, readOnly: true });
    open.push(reader);
    expect(await reader.query("SELECT a = zeroblob(200000) AS old FROM t")).toEqual([{ old: 1 }]);
    expect(await codeOf(reader.execute("DELETE FROM t"))).toBe("CONNECT_READ_ONLY");
  });

  it("is a file that can only be read, as soon as it is written to", async () => {
    const first = await connected("sqlite:///app.db");
    await first.execute("CREATE TABLE t (a)");
    chmodSync(directory, 0o755);
    chmodSync(join(directory, "app.db"), 0o444);
    await asNobody(async () => {
      const connection = await connected("sqlite:///app.db");
      expect(await codeOf(connection.execute("INSERT INTO t VALUES (1)"))).toBe("CONNECT_READ_ONLY");
    });
  });
});

describe("the driver is", () => {
  it("Node's own where it has one, without a warning", async () => {
    const hasOwn = process.getBuiltinModule("node:sqlite") !== undefined;
    const driver = await loadDriver([directory]);
    expect(driver.name).toBe(hasOwn ? "node:sqlite" : "@photostructure/sqlite");
  });

  it("the better-sqlite3 of the project, never one that would crash this Node", async () => {
    fakePackage("13.2.0");
    const found = await loadBetterSqlite3([directory]);
    const isOld = Number.parseInt(process.versions.node, 10) < 22;
    expect(found).toMatch(isOld ? /better-sqlite3 13\.2\.0 needs Node 22/ : /can't be loaded \(wrong build\)/);
  });

  it("another one when the project's was built for another Node", async () => {
    fakePackage("12.0.0");
    expect(await loadBetterSqlite3([directory])).toBe("better-sqlite3 12.0.0 can't be loaded (wrong build)");
  });

  it("missing, with each reason and the command that installs one", async () => {
    const loaders = [async () => "no a", async () => "no b"];
    const error = await loadDriver([directory], loaders).catch((caught: unknown) => caught);
    expect(isLimbeckError(error, "CONNECT_DRIVER_MISSING")).toBe(true);
    expect(String(error)).toContain("no a; no b");
    expect(isLimbeckError(error) && error.hint).toContain("npm install @photostructure/sqlite");
  });

  function fakePackage(version: string): void {
    const place = join(directory, "node_modules", "better-sqlite3");
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "package.json"), JSON.stringify({ name: "better-sqlite3", version, main: "index.js" }));
    writeFileSync(
      join(place, "index.js"),
      'module.exports = class { constructor() { throw new Error("wrong build\\nand more"); } };',
    );
  }
});

it("the locks of other processes are respected", async () => {
  const connection = await connected("sqlite:///app.db?timeout=0");
  await connection.execute("CREATE TABLE t (a)");
  await connection.execute("BEGIN IMMEDIATE");
  const program = `
    const { DatabaseSync } = require("@photostructure/sqlite");
    const db = new DatabaseSync(process.argv[1], { timeout: 0 });
    try { db.exec("INSERT INTO t VALUES (1)"); console.log("written"); } catch (error) { console.log(error.message); }`;
  const child = spawn(process.execPath, ["-e", program, join(directory, "app.db")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (data: Buffer) => {
    said += data.toString();
  });
  await once(child, "close");
  expect(said).toContain("database is locked");
});

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { connect } from "../../src/dialects/mysql/connect.ts";
import { scratch } from "../../src/dialects/mysql/scratch.ts";
import { isMariadb } from "../../src/dialects/mysql/server.ts";
import { restore } from "../../src/dialects/mysql/session-modes.ts";
import { begin, commit, rollback } from "../../src/dialects/mysql/transaction.ts";
import { target } from "../../src/dialects/mysql/url.ts";
import { administerMysql, freshMysqlDatabase, mysqlServer } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";

const directory = mkdtempSync(join(tmpdir(), "limbeck-mysql-connect-"));
afterAll(() => rmSync(directory, { recursive: true }));

const place = (url: string) => target(url, directory);
const open = (url: string, options = { create: false }) => connect(place(url), options);

describe.each(wantedFlavors)("%s", (flavor) => {
  let url: string;
  let connection: Connection;

  beforeAll(async () => {
    url = await freshMysqlDatabase(flavor);
    connection = await open(url);
    return () => connection.close();
  });

  it("tells its product and version", () => {
    expect(connection.server.version).toMatch(flavor === "mysql-9" ? /^9\.\d+\.\d+$/ : /^1\d\.\d+\.\d+-MariaDB$/);
    expect(isMariadb(connection.server)).toBe(flavor !== "mysql-9");
  });

  it("values come as they are", async () => {
    const [row] = await connection.query(
      "SELECT CAST(7 AS SIGNED) AS small, CAST(9007199254740993 AS SIGNED) AS big, CAST('1.50' AS DECIMAL(5,2)) AS exact, CAST('2024-02-30' AS CHAR) AS text, TIMESTAMP('2024-02-28 01:02:03.456789') AS moment, NULL AS nothing, '😀' AS sign, ? AS given",
      ["a'b\\"],
    );
    expect(row).toEqual({
      small: 7,
      big: 9007199254740993n,
      exact: "1.50",
      text: "2024-02-30",
      moment: "2024-02-28 01:02:03.456789",
      nothing: null,
      sign: "😀",
      given: "a'b\\",
    });
  });

  it("the session is strict and reads quotes as MySQL does", async () => {
    const [row] = await connection.query('SELECT @@SESSION.sql_mode AS mode, "a\\tb" AS text');
    expect(String(row?.["mode"]).split(",")).toEqual(expect.arrayContaining(["STRICT_TRANS_TABLES"]));
    expect(String(row?.["mode"])).not.toContain("ANSI");
    expect(row?.["text"]).toBe("a\tb");
  });

  it("an error has the server's words and number", async () => {
    await expect(connection.execute("SELEC 1")).rejects.toMatchObject({
      code: "STATEMENT_FAILED",
      message: expect.stringMatching(/You have an error in your SQL syntax.*\(1064, ER_PARSE_ERROR\), in: SELEC 1/s),
      details: { errno: 1064, sqlState: "42000" },
    });
  });

  it("one text is one statement", async () => {
    await expect(connection.execute("SELECT 1; SELECT 2")).rejects.toMatchObject({ code: "STATEMENT_FAILED" });
  });

  it("a connection that breaks says so", async () => {
    const other = await open(url);
    const [row] = await other.query("SELECT CONNECTION_ID() AS id");
    await administerMysql(url, `KILL ${row?.["id"]}`);
    await expect(other.query("SELECT 1")).rejects.toMatchObject({ code: "CONNECT_FAILED" });
    await other.close();
  });

  it("a reader can't write", async () => {
    const reader = await connect(place(url), { create: false, readOnly: true });
    await expect(reader.execute("CREATE TABLE t (a INT)")).rejects.toMatchObject({ code: "CONNECT_READ_ONLY" });
    await reader.close();
  });

  it("a scratch database is beside, empty and gone afterwards", async () => {
    const made = await scratch(place(url));
    const [row] = await made.query("SELECT DATABASE() AS name");
    await made.execute("CREATE TABLE t (a INT)");
    await made.close();
    expect(row?.["name"]).toMatch(/^limbeck_scratch_/);
    expect(await connection.query("SHOW DATABASES LIKE ?", [row?.["name"]])).toEqual([]);
  });

  it("one runner works at a time, and who waits is told for whom", async () => {
    const [first, second] = [await open(url), await open(url)];
    const said: string[] = [];
    const wait = { lockTimeoutMs: 200, onWait: (message: string) => said.push(message) };
    await begin(first, [], wait);
    await commit(first, { keepsLock: true });
    await expect(begin(second, [], wait)).rejects.toMatchObject({ code: "LOCK_TIMEOUT" });
    expect(said).toEqual([expect.stringMatching(/Another runner works on .*connection \d+, user "root"/)]);
    await rollback(first);
    await begin(second, [], wait);
    await rollback(second);
    for (const each of [first, second]) await each.close();
  });

  it("a table's definition is waited for no longer than the limit", async () => {
    const [holder, runner] = [await open(url), await open(url)];
    await runner.execute("CREATE TABLE held (a INT)");
    await holder.execute("START TRANSACTION");
    await holder.query("SELECT * FROM held");
    const wait = { lockTimeoutMs: 1000, statementTimeouts: { lockMs: 1000 }, onWait: () => undefined };
    await begin(runner, [], wait);
    await commit(runner, { keepsLock: true });
    await expect(runner.execute("ALTER TABLE held ADD b INT")).rejects.toMatchObject({ code: "LOCK_TIMEOUT" });
    await rollback(runner);
    for (const each of [holder, runner]) await each.close();
  });
});

describe.each(wantedFlavors)("a session on %s", (flavor) => {
  it("may be quiet for hours, where the server ends others sooner", async () => {
    const url = await freshMysqlDatabase(flavor);
    const limits = ["wait_timeout", ...(flavor === "mysql-9" ? [] : ["idle_transaction_timeout"])];
    // Still longer than any test.
    for (const name of limits) await administerMysql(url, `SET GLOBAL ${name} = 20000`);
    try {
      const connection = await open(url);
      const [row] = await connection.query(`SELECT ${limits.map((name) => `@@SESSION.${name} AS ${name}`).join(", ")}`);
      expect(row).toEqual({ wait_timeout: 28_800, ...(flavor === "mysql-9" ? {} : { idle_transaction_timeout: 0 }) });
      await connection.close();
    } finally {
      for (const name of limits) await administerMysql(url, `SET GLOBAL ${name} = DEFAULT`);
    }
  });

  it("checks references, where the server doesn't by itself, also behind raw SQL", async () => {
    const url = await freshMysqlDatabase(flavor);
    await administerMysql(url, "SET GLOBAL foreign_key_checks = 0");
    try {
      const connection = await open(url);
      const asked = () => connection.query("SELECT @@SESSION.foreign_key_checks AS is_on");
      expect(await asked()).toEqual([{ is_on: 1 }]);
      await connection.execute("SET foreign_key_checks = 0");
      await restore(connection, true);
      expect(await asked()).toEqual([{ is_on: 1 }]);
      await connection.close();
    } finally {
      await administerMysql(url, "SET GLOBAL foreign_key_checks = 1");
    }
  });

  it("is told when the server has no room", async () => {
    const connection = await open(await freshMysqlDatabase(flavor));
    await connection.execute("SET SESSION max_heap_table_size = 16384");
    await connection.execute("CREATE TABLE small (a CHAR(200)) ENGINE=MEMORY");
    const rows = Array.from({ length: 2000 }, () => "('a')").join(", ");
    await expect(connection.execute(`INSERT INTO small VALUES ${rows}`)).rejects.toMatchObject({
      code: "STATEMENT_FAILED",
      message: expect.stringContaining("has no room"),
    });
    await connection.close();
  });

  it("is told when the server ends a statement at a limit of its own", async () => {
    const connection = await open(await freshMysqlDatabase(flavor));
    const limit = flavor === "mysql-9" ? "max_execution_time = 1" : "max_statement_time = 0.001";
    await connection.execute(`SET SESSION ${limit}`);
    const slow = `SELECT COUNT(*) FROM ${Array.from({ length: 4 }, (_, i) => `information_schema.COLLATIONS c${i}`).join(", ")}`;
    await expect(connection.query(slow)).rejects.toMatchObject({
      code: "STATEMENT_FAILED",
      message: expect.stringContaining("took too long"),
    });
    await connection.close();
  });
});

describe("what can't be opened is told in words", () => {
  it("an account that may have no more connections", async () => {
    const url = new URL(await freshMysqlDatabase());
    await administerMysql(
      url.href,
      `CREATE USER IF NOT EXISTS 'one'@'%' WITH MAX_USER_CONNECTIONS 1; GRANT ALL ON \`${url.pathname.slice(1)}\`.* TO 'one'@'%'`,
    );
    const only = `mysql://one@127.0.0.1:${url.port}${url.pathname}`;
    const first = await open(only);
    await expect(open(only)).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      message: expect.stringContaining('takes no more connections of user "one"'),
    });
    await first.close();
  });

  it.each<readonly [claim: string, url: (base: URL) => string, code: string, words: RegExp]>([
    ["no such database", (base) => `${base.href}none`, "CONNECT_DATABASE_MISSING", /has no database "none"/],
    [
      "a wrong password",
      ({ port }) => `mysql://who:secret@127.0.0.1:${port}/x`,
      "CONNECT_FAILED",
      /"who" in with this password/,
    ],
    ["nobody listens", () => "mysql://root@127.0.0.1:1/x", "CONNECT_FAILED", /Nothing answers.*ECONNREFUSED/],
    ["no database in the URL", (base) => base.href, "CONNECT_URL_INVALID", /names no database/],
    ["no socket", () => "mysql:///x?socket=/nowhere/sock", "CONNECT_FAILED", /at the socket "\/nowhere\/sock"/],
    ["an unknown key", () => "mysql://h/x?socke=1", "CONNECT_URL_INVALID", /unknown key "socke".*"socket"/],
    ["another scheme", () => "mysq://h/x", "CONNECT_URL_INVALID", /not a URL scheme.*"mysql"/],
    [
      "an option file that isn't there",
      () => "mysql://h/x?defaults-file=none.cnf",
      "CONNECT_FAILED",
      /none\.cnf" can't be read/,
    ],
  ])("%s", async (_, urlOf, code, words) => {
    const base = new URL("/", (await mysqlServer()).url);
    const error = await (async () => open(urlOf(base)))().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code, message: expect.stringMatching(words) });
    expect(String((error as Error).message)).not.toContain("secret");
  });
});

describe("ways to the server", () => {
  it("a socket, and an option file with the password", async () => {
    const server = await mysqlServer();
    await administerMysql(
      server.url,
      "CREATE USER IF NOT EXISTS 'by file'@'localhost' IDENTIFIED BY 'p#\"w'; GRANT ALL ON *.* TO 'by file'@'localhost'",
    );
    const file = join(directory, "my.cnf");
    writeFileSync(file, `[mysqld]\nport = 1\n[client]\nuser = "by file"\npassword = 'p#"w'\nsocket=${server.socket}\n`);
    chmodSync(file, 0o600);
    const database = new URL(await freshMysqlDatabase()).pathname;
    const connection = await open(`mysql+pymysql://${database}?defaults-file=my.cnf`);
    expect(await connection.query("SELECT USER() AS user")).toEqual([{ user: "by file@localhost" }]);
    await connection.close();
  });

  it("TLS where the server has it", async () => {
    const url = await freshMysqlDatabase("mysql-9");
    for (const [query, isSafe] of [
      ["", true],
      ["?ssl-mode=REQUIRED", true],
      ["?ssl-mode=disabled", false],
    ] as const) {
      const connection = await open(`${url}${query}`);
      const [row] = await connection.query("SHOW SESSION STATUS LIKE 'Ssl_cipher'");
      expect(row?.["Value"] !== "", query).toBe(isSafe);
      await connection.close();
    }
    await expect(open(`${url}?ssl-mode=VERIFY_IDENTITY`)).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      message: expect.stringMatching(/^The certificate of MySQL at .* can't be trusted: /),
      hint: expect.stringContaining("ssl-ca="),
    });
  });
});

import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { connect } from "../../src/dialects/postgres/connect.ts";
import { target } from "../../src/dialects/postgres/url.ts";
import {
  administer,
  databaseUrl,
  freshDatabase,
  isOwnServer,
  type PostgresServer,
  postgresServer,
} from "../servers/postgres.ts";

let server: PostgresServer;
let url: string;
let connection: Connection;

beforeAll(async () => {
  server = await postgresServer();
  url = await freshDatabase();
  connection = await open(url);
  await administer(
    server.url,
    "DROP ROLE IF EXISTS with_password; CREATE ROLE with_password LOGIN PASSWORD 'p:a/s@s%'",
  );
}, 120_000);

afterAll(async () => {
  await connection?.close();
  await administer(server.url, "DROP ROLE IF EXISTS with_password");
});

function open(text: string, readOnly = false): Promise<Connection> {
  return connect(target(text, process.cwd()), { create: false, readOnly });
}

test("a pooler without transactions is told as one, in PgBouncer's words", async () => {
  const words = "transaction blocks not allowed in statement pooling mode";
  const said = connection.execute(`DO $$ BEGIN RAISE '${words}' USING ERRCODE = '08P01'; END $$`);
  await expect(said).rejects.toMatchObject({ code: "CONNECT_FAILED", hint: expect.stringContaining("pool_mode") });
});

describe("values", () => {
  test.each([
    ["1::smallint", 1],
    ["9007199254740991::bigint", 9007199254740991],
    ["9007199254740993::bigint", 9007199254740993n],
    ["1.10::numeric", "1.10"],
    ["0.5::double precision", 0.5],
    ["true", true],
    ["NULL::text", null],
    ["'{\"a\": 1}'::jsonb", { a: 1 }],
    ["ARRAY[1, NULL]::bigint[]", [1, null]],
    ["ARRAY['a b', 'c,d', NULL]::text[]", ["a b", "c,d", null]],
    ["ARRAY['a']::name[]", ["a"]],
    ["ARRAY['2020-01-02']::date[]", ["2020-01-02"]],
    ["'2020-01-02'::date", "2020-01-02"],
    ["'2020-01-02 03:04:05.678901'::timestamp", "2020-01-02 03:04:05.678901"],
    ["'1 year 2 days'::interval", "1 year 2 days"],
    ["'\\x00ff'::bytea", Buffer.from([0, 255])],
  ])("%s", async (sql, expected) => {
    const [row] = await connection.query(`SELECT ${sql} AS value`);
    expect(row?.["value"]).toEqual(expected);
  });

  test("parameters", async () => {
    expect(await connection.query("SELECT $1::int + 1 AS n, $2::text AS t", [1, "a'b"])).toEqual([{ n: 2, t: "a'b" }]);
  });
});

describe("a session", () => {
  test("says which server it is, and its own name to it", async () => {
    expect(connection.server.version).toMatch(/^\d+\.\d+$/);
    expect(await connection.query("SHOW application_name")).toEqual([{ application_name: "limbeck" }]);
  });

  test("reads string constants by the standard, whatever the role is set to", async () => {
    const [row] = await connection.query("SELECT 'a\\b' AS text");
    expect(row).toEqual({ text: "a\\b" });
  });

  test("counts the rows that change, and only those", async () => {
    await connection.execute("CREATE TABLE counted (n integer)");
    expect(await connection.execute("INSERT INTO counted SELECT * FROM generate_series(1, 3)")).toBe(3);
    expect(await connection.execute("SELECT * FROM counted")).toBe(0);
    expect(await connection.execute("UPDATE counted SET n = 0 WHERE n > 1")).toBe(2);
    expect(await connection.execute("ALTER TABLE counted ADD m integer")).toBe(0);
  });

  test("is as the URL wants it", async () => {
    const session = await open(`${url}?options=-c%20lock_timeout%3D7s&application_name=app&schema=Shop`);
    const [row] = await session.query(
      "SELECT current_setting('lock_timeout') AS timeout, current_setting('application_name') AS name, current_setting('search_path') AS path",
    );
    expect(row).toEqual({ timeout: "7s", name: "app", path: '"Shop"' });
    await session.close();
  });

  test("that only reads refuses to write", async () => {
    const session = await open(url, true);
    await expect(session.execute("CREATE TABLE t ()")).rejects.toMatchObject({
      code: "CONNECT_READ_ONLY",
      hint: expect.stringMatching(/URL of the primary where this is a standby/),
    });
    await session.close();
  });

  test("can be closed twice", async () => {
    const session = await open(url);
    await session.close();
    await session.close();
  });

  test("over a Unix socket", async ({ skip }) => {
    if (server.socketDirectory === undefined) skip("The directory for temporary files is too long for a socket.");
    const { port, username } = new URL(server.url);
    const path = `postgresql://${username}@/postgres?host=${server.socketDirectory}&port=${port}`;
    const session = await open(path);
    expect(await session.query("SELECT inet_client_addr() IS NULL AS local")).toEqual([{ local: true }]);
    await session.close();
  });

  test.runIf(isOwnServer)("with a password full of signs", async () => {
    const session = await open(withUser("with_password", "p%3Aa%2Fs%40s%25"));
    expect(await session.query("SELECT current_user::text AS name")).toEqual([{ name: "with_password" }]);
    await session.close();
  });
});

function withUser(user: string, password?: string): string {
  const { host } = new URL(server.url);
  return `postgresql://${user}${password === undefined ? "" : `:${password}`}@${host}/postgres`;
}

describe("connecting fails with a code, and without the password", () => {
  test("no such database", async () => {
    const missing = open(databaseUrl(server, "not_there"));
    await expect(missing).rejects.toMatchObject({
      code: "CONNECT_DATABASE_MISSING",
      message: expect.stringContaining('no database "not_there"'),
      hint: expect.stringContaining('CREATE DATABASE "not_there"'),
    });
  });

  test.runIf(isOwnServer)("a wrong password", async () => {
    const error = await open(withUser("with_password", "wr0ng")).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "CONNECT_FAILED",
      message: expect.stringContaining('refused the password of user "with_password"'),
      details: { code: "28P01" },
    });
    const { message, hint, details } = error as { message: string; hint: string; details: object };
    expect(JSON.stringify([message, hint, details])).not.toContain("wr0ng");
  });

  test.runIf(isOwnServer)("no password", async () => {
    await expect(open(`${withUser("with_password")}?passfile=%2Fnot%2Fthere`)).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      message: expect.stringMatching(/asks for a password .* \(there is no file "\/not\/there"\)/),
      hint: expect.stringContaining("PGPASSWORD"),
    });
  });

  test.runIf(isOwnServer)("no such role", async () => {
    await expect(open(withUser("nobody_here"))).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      details: { code: "28000" },
    });
  });

  test("nothing listens", async () => {
    const port = await unusedPort();
    await expect(open(`postgresql://ann@127.0.0.1:${port}/shop`)).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      message: expect.stringContaining(`Nothing answers where PostgreSQL at 127.0.0.1:${port}`),
    });
  });

  test("no socket", async () => {
    await expect(open("postgresql://ann@/shop?host=/not/there")).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      message: expect.stringContaining('the socket "/not/there/.s.PGSQL.5432"'),
    });
  });

  test("a server that never answers", async () => {
    const silent = createServer(() => undefined);
    const port = await new Promise<number>((resolve) => {
      silent.listen(0, "127.0.0.1", () => resolve((silent.address() as { port: number }).port));
    });
    const waiting = open(`postgresql://ann@127.0.0.1:${port}/shop?connect_timeout=1&sslmode=disable`);
    await expect(waiting).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      message: expect.stringContaining("did not answer within connect_timeout, 1 s"),
    });
    silent.close();
  });

  test.runIf(isOwnServer).each(["require", "verify-ca", "verify-full"])(
    "sslmode=%s, and the server has no TLS",
    async (mode) => {
      await expect(open(`${server.url}?sslmode=${mode}`)).rejects.toMatchObject({
        code: "CONNECT_FAILED",
        message: expect.stringContaining(`has no TLS, and sslmode=${mode}`),
      });
    },
  );

  test.each(["disable", "allow", "prefer"])("sslmode=%s does without TLS", async (mode) => {
    const session = await open(`${server.url}?sslmode=${mode}`);
    await session.close();
  });

  test("a certificate that isn't there", async () => {
    await expect(open(`${server.url}?sslmode=verify-ca&sslrootcert=/not/there.crt`)).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      message: expect.stringContaining('"/not/there.crt" of sslrootcert'),
    });
  });

  test.runIf(isOwnServer)("channel binding is required and there is none", async () => {
    await expect(open(`${server.url}?channel_binding=require`)).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      message: expect.stringContaining("channel_binding=require"),
    });
  });
});

describe("a statement that the server refuses", () => {
  test("is shown with the line and the place in it", async () => {
    await expect(connection.query("SELECT 1,\n  '😀' AS smile,\n  nme\nFROM pg_class")).rejects.toMatchObject({
      code: "STATEMENT_FAILED",
      message: 'PostgreSQL refused a statement: column "nme" does not exist (42703), at 3:3:\n    nme\n    ^',
      details: { sqlState: "42703", at: "3:3" },
    });
  });

  test("characters beyond the first plane count as one", async () => {
    await expect(connection.query("SELECT '😀😀', nme")).rejects.toMatchObject({ details: { at: "1:14" } });
  });

  test("brings the server's detail and hint", async () => {
    await connection.execute("CREATE TABLE keyed (id integer PRIMARY KEY, title text)");
    await connection.execute("INSERT INTO keyed VALUES (1, 'a')");
    await expect(connection.execute("INSERT INTO keyed VALUES (1, 'b')")).rejects.toMatchObject({
      code: "STATEMENT_FAILED",
      message: expect.stringContaining("Key (id)=(1) already exists."),
      details: { sqlState: "23505", table: "keyed", constraint: "keyed_pkey" },
    });
    await expect(connection.query("SELECT titel FROM keyed")).rejects.toMatchObject({
      hint: 'Perhaps you meant to reference the column "keyed.title".',
    });
  });

  test("several statements in one text are refused, and none is run", async () => {
    const several = connection.execute("CREATE TABLE first_one (); CREATE TABLE second_one ()");
    await expect(several).rejects.toMatchObject({ code: "STATEMENT_FAILED", details: { sqlState: "42601" } });
    expect(await connection.query("SELECT to_regclass('first_one') AS name")).toEqual([{ name: null }]);
  });

  test("a lock that another session keeps", async () => {
    const other = await open(url);
    await connection.execute("CREATE TABLE locked ()");
    await other.execute("BEGIN");
    await other.execute("LOCK TABLE locked");
    await connection.execute("SET lock_timeout = '50ms'");
    await expect(connection.execute("ALTER TABLE locked ADD n integer")).rejects.toMatchObject({
      code: "LOCK_TIMEOUT",
    });
    await connection.execute("SET lock_timeout = 0");
    await other.close();
  });

  test("a connection that the server ends", async () => {
    const session = await open(url);
    const [row] = await session.query("SELECT pg_backend_pid() AS pid");
    await connection.query("SELECT pg_terminate_backend($1)", [row?.["pid"]]);
    await expect(session.query("SELECT pg_sleep(1)")).rejects.toMatchObject({
      code: "CONNECT_FAILED",
      message: expect.stringContaining("broke while a statement ran"),
    });
    await session.close();
  });
});

function unusedPort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

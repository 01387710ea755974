import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection, ConnectionTarget } from "../../src/dialects/contract.ts";
import { connect } from "../../src/dialects/postgres/connect.ts";
import { inspect } from "../../src/dialects/postgres/inspect.ts";
import { scratch } from "../../src/dialects/postgres/scratch.ts";
import { restore } from "../../src/dialects/postgres/session-path.ts";
import { target } from "../../src/dialects/postgres/url.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";

let url = "";
const open: Connection[] = [];

beforeAll(async () => {
  url = await freshDatabase();
});

afterEach(async () => {
  for (const connection of open.splice(0)) await connection.close();
});

function near(more = ""): ConnectionTarget {
  return target(url + more, process.cwd());
}

async function scratched(more = ""): Promise<Connection> {
  const connection = await scratch(near(more));
  open.push(connection);
  return connection;
}

async function thrown(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "nothing";
  } catch (error) {
    return isLimbeckError(error) ? `${error.code} ${error.message}` : String(error);
  }
}

const databases = async (pattern: string) =>
  (await administer(url, `SELECT datname AS name FROM pg_database WHERE datname ~ '${pattern}'`)).map(
    ({ name }) => name,
  );

describe("a scratch database", () => {
  it("is another one than the project's, empty, of its encoding and locale", async () => {
    await administer(url, "CREATE TABLE of_the_project ()");
    const connection = await scratched();
    const kind = "SELECT encoding, datcollate, datctype FROM pg_database WHERE datname = current_database()";
    expect(await connection.query(kind)).toEqual(await administer(url, kind));
    expect((await inspect(connection, { exclude: [] })).tables).toEqual([]);
    await connection.execute("CREATE TABLE of_its_own ()");
    expect(await administer(url, "SELECT to_regclass('of_its_own') AS t")).toEqual([{ t: null }]);
  });

  it("is gone when it is closed, also with a transaction open in it", async () => {
    const connection = await scratched();
    const [row] = await connection.query("SELECT current_database() AS name");
    await connection.execute("BEGIN");
    expect(await databases(`^${row?.["name"]}$`)).toHaveLength(1);
    await connection.close();
    await connection.close();
    expect(await databases(`^${row?.["name"]}$`)).toEqual([]);
  });

  it("has the project's search_path, so that names without a namespace mean the same", async () => {
    const connection = await scratched("?options=-csearch_path%3Dapp,public");
    await administer(url, "CREATE SCHEMA app");
    const again = await scratched("?options=-csearch_path%3Dapp,public");
    await again.execute("CREATE TABLE t ()");
    expect((await inspect(again, { exclude: [] })).tables).toMatchObject([{ name: "t" }]);
    expect(await again.query("SELECT to_regclass('app.t')::text AS t")).toEqual([{ t: "t" }]);
    await connection.execute("CREATE TABLE t ()");
    expect(await connection.query("SELECT to_regclass('public.t')::text AS t")).toEqual([{ t: "t" }]);
  });

  it("that a killed process left behind is dropped two hours later, and not before", async () => {
    const hour = Math.floor(Date.now() / 3_600_000);
    for (const age of [1, 3]) await administer(url, `CREATE DATABASE limbeck_scratch_${hour - age}_abc`);
    await scratched();
    expect(await databases("^limbeck_scratch_.*_abc$")).toEqual([`limbeck_scratch_${hour - 1}_abc`]);
    await administer(url, `DROP DATABASE limbeck_scratch_${hour - 1}_abc`);
  });

  /** The URL for a role that has no rights. */
  async function withPoorRole(): Promise<URL> {
    await administer(
      url,
      "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'limbeck_poor') THEN CREATE ROLE limbeck_poor LOGIN; END IF; END $$",
    );
    const poor = new URL(url);
    poor.username = "limbeck_poor";
    return poor;
  }

  it("needs a role that may make databases, and says so", async () => {
    const poor = await withPoorRole();
    expect(await thrown(scratch(target(poor.href, process.cwd())))).toMatch(
      /^CONNECT_FAILED A scratch database can't be made beside .*: permission denied to create database\.$/,
    );
  });

  it("a right that the role lacks is a matter of rights, not of the revision", async () => {
    await administer(url, "CREATE TABLE theirs (id int)");
    const poor = await withPoorRole();
    const connection = await connect(target(poor.href, process.cwd()), { create: false });
    open.push(connection);
    await expect(connection.query("SELECT * FROM theirs")).rejects.toMatchObject({
      code: "STATEMENT_FAILED",
      hint: expect.stringMatching(/^Let the owner GRANT the right.*as `role` in the config/),
    });
  });

  it("needs a server, and a database there to ask", async () => {
    expect(await thrown(scratch())).toMatch(/^CONNECT_FAILED .* needs a server/);
    const missing = target(`${url}_missing`, process.cwd());
    expect(await thrown(scratch(missing))).toMatch(/^CONNECT_DATABASE_MISSING /);
  });
});

describe("the search_path is set back", () => {
  it("to that of the URL, and in a transaction with it", async () => {
    const connection = await connect(near("?options=-csearch_path%3Dpg_catalog"), { create: false });
    open.push(connection);
    const shown = async () => (await connection.query("SELECT current_setting('search_path') AS path"))[0]?.["path"];
    await connection.execute("SELECT pg_catalog.set_config('search_path', '', false)");
    expect(await shown()).toBe("");
    await restore(connection);
    expect(await shown()).toBe("pg_catalog");
  });
});

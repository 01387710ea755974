import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import type { Op } from "../../src/ops/op.ts";
import { administer, freshDatabase, wantedMajors } from "../servers/postgres.ts";
import { failureOf } from "./failure.ts";
import { execute } from "./ops.ts";
import { openUrl, postgresProject } from "./postgres-project.ts";
import { column } from "./project.ts";

describe.each(wantedMajors)("a statement that was refused, on PostgreSQL %i", (major) => {
  let url: string;
  let connection: Connection;
  beforeAll(async () => {
    url = await freshDatabase({ major });
  }, 90_000);
  beforeEach(async () => {
    await administer(url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE s (id int, other int)");
    connection = await openUrl(url);
  });
  afterEach(() => connection.close());

  it("isn't taken for done by the next run, for what has its name is somebody else's", async () => {
    const index = "CREATE UNIQUE INDEX CONCURRENTLY ix ON s (id)";
    await administer(url, "CREATE INDEX ix ON s (other)");
    const project = postgresProject(connection, [
      { id: "r1", up: [execute("CREATE TABLE a (id int)"), execute(index)] },
    ]);
    for (const _ of ["first", "second"])
      expect((await failureOf(project.upgrade())).message).toContain('relation "ix" already exists');
    await administer(url, "DROP INDEX ix");
    expect((await project.upgrade()).heads).toEqual(["r1"]);
    expect(await column(connection, "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix'")).toEqual([
      expect.stringContaining("(id)"),
    ]);
  });

  it("as rows have a value that an enum loses says what to do", async () => {
    await administer(
      url,
      "DROP TYPE IF EXISTS e; CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE u (x e); INSERT INTO u VALUES ('a')",
    );
    const alter: Op = { kind: "alterEnum", name: "e", values: ["b"] };
    const failure = await failureOf(postgresProject(connection, [{ id: "r1", up: [alter] }]).upgrade());
    expect(failure.message).toContain('invalid input value for enum e: "a"');
    expect(failure.hint).toContain("give the rows another one");
    const update = execute("UPDATE u SET x = 'b' WHERE x = 'a'");
    await postgresProject(connection, [{ id: "r1", up: [update, alter] }]).upgrade();
    expect(await column(connection, "SELECT x FROM u")).toEqual(["b"]);
  });

  // 13 has no DETACH PARTITION … CONCURRENTLY.
  it.skipIf(major < 14)("that breaks off the detaching of a partition is carried to its end", async () => {
    await administer(
      url,
      "CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9)",
    );
    const detach = execute("ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY");
    const project = postgresProject(connection, [{ id: "r1", up: [execute("CREATE TABLE a (id int)"), detach] }]);
    const [reader, onlooker] = [await openUrl(url), await openUrl(url)];
    await reader.execute("BEGIN");
    await reader.query("SELECT * FROM p");
    const failure = failureOf(project.upgrade());
    const detaching =
      "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND wait_event_type = 'Lock' AND query LIKE 'ALTER%'";
    while ((await column(onlooker, `SELECT pg_cancel_backend(pid) ${detaching}`)).length === 0) await sleep(50);
    expect((await failure).message).toContain("canceling statement due to user request");
    await reader.execute("ROLLBACK");
    await Promise.all([reader.close(), onlooker.close()]);
    expect((await project.upgrade()).heads).toEqual(["r1"]);
    expect(await column(connection, "SELECT inhrelid FROM pg_inherits WHERE inhparent = 'p'::regclass")).toEqual([]);
  });
});

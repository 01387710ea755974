import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { Connection } from "../../src/dialects/contract.ts";
import { isMariadb } from "../../src/dialects/mysql/server.ts";
import type { RunEvent } from "../../src/run/event.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import { administerMysql, freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { failureOf } from "./failure.ts";
import { mysqlProject, openUrl } from "./mysql-project.ts";
import { addColumn, execute, textColumn } from "./ops.ts";
import { column } from "./project.ts";

const ADDED = addColumn("old", textColumn("y"));
const impatient: Partial<RunInput> = {
  // The shortest that the servers take.
  statementTimeouts: { lockMs: 1_000 },
  retries: { tries: 3, firstDelayMs: 10 },
};

describe.each(wantedFlavors)("a lock that isn't got in time on %s", (flavor) => {
  let url: string;
  let connection: Connection;
  let other: Connection;
  let hasPlugin: boolean;
  beforeAll(async () => {
    url = await freshMysqlDatabase(flavor);
    await administerMysql(url, "CREATE TABLE log (x INT)");
    [connection, other] = await Promise.all([openUrl(url), openUrl(url)]);
    const plugins = "SELECT 1 FROM information_schema.PLUGINS WHERE PLUGIN_NAME = 'METADATA_LOCK_INFO'";
    hasPlugin = (await connection.query(plugins)).length > 0;
  }, 90_000);
  afterAll(() => Promise.all([connection.close(), other.close()]));
  afterEach(() => other.execute("ROLLBACK"));

  /** The other session has read the table, and its transaction is open. */
  async function holds(sql = "SELECT * FROM old"): Promise<string> {
    await administerMysql(url, "DROP TABLE IF EXISTS old; CREATE TABLE old (x INT); INSERT INTO old VALUES (1)");
    await other.execute("START TRANSACTION");
    await other.query(sql);
    return String((await column(other, "SELECT CONNECTION_ID()"))[0]);
  }

  const held = () => {
    if (!isMariadb(connection.server)) return /SHARED_READ on "old"/;
    return hasPlugin ? /MDL_SHARED_READ on "old"/ : /a transaction open since /;
  };

  it("is given up after the last try, and who has it is said, with what of it", async () => {
    const session = await holds();
    const { upgrade, events } = mysqlProject(connection, [{ id: "a", up: [ADDED] }], impatient);
    const error = await failureOf(upgrade());
    expect(error.details["code"]).toBe("LOCK_TIMEOUT");
    const words = new RegExp(`session ${session} of root@\\S+ \\(Sleep for \\d+ s\\) has ${held().source}`);
    expect(error.message).toMatch(words);
    const retried = events.filter((event) => event.kind === "retried");
    expect(retried.map(({ nextTry }) => nextTry)).toEqual([2, 3]);
    expect(retried[0]?.message).toMatch(words);
    // Neither the session itself nor those that have no lock on the table are named.
    expect(error.message.match(/^ *session /gm)).toHaveLength(1);
  });

  it("is got by a later try, once its holder is done", async () => {
    await holds();
    const retried: RunEvent[] = [];
    const { upgrade } = mysqlProject(connection, [{ id: "b", up: [ADDED] }], {
      ...impatient,
      onEvent: (event) => {
        if (event.kind === "retried" && retried.push(event) === 1) void other.execute("ROLLBACK");
      },
    });
    await administerMysql(url, "DELETE FROM alembic_version");
    expect((await upgrade()).heads).toEqual(["b"]);
    expect(retried).toHaveLength(1);
  });

  it("is said of raw SQL, too", async () => {
    const session = await holds();
    await administerMysql(url, "DELETE FROM alembic_version");
    const given = [{ id: "c", up: [execute("RENAME TABLE old TO older")] }];
    const error = await failureOf(
      mysqlProject(connection, given, { ...impatient, retries: { tries: 1, firstDelayMs: 1 } }).upgrade(),
    );
    expect(error.message).toContain(`session ${session} of root@`);
  });

  it("of rows is a lock of a transaction that is named where the server tells", async () => {
    const session = await holds("SELECT * FROM old FOR UPDATE");
    await administerMysql(url, "DELETE FROM alembic_version");
    const given = [{ id: "d", up: [execute("UPDATE old SET x = 2")] }];
    const error = await failureOf(
      mysqlProject(connection, given, { ...impatient, retries: { tries: 1, firstDelayMs: 1 } }).upgrade(),
    );
    expect(isLimbeckError(error.cause, "LOCK_TIMEOUT")).toBe(true);
    expect(error.message).toContain(`session ${session} of root@`);
  });
});

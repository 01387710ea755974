import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Connection, Statement } from "../../src/dialects/contract.ts";
import { classify } from "../../src/dialects/mysql/classify.ts";
import { recover } from "../../src/dialects/mysql/recover.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { empty, openFresh } from "./mysql-writer.ts";

const T = "CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT NOT NULL, KEY k (a), CONSTRAINT c CHECK (id > 0))";

describe.each(wantedFlavors)("recovery on %s", (flavor) => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await openFresh(flavor);
  }, 90_000);
  afterAll(() => connection.close());
  beforeEach(() => empty(connection));

  const statement = (sql: string): Statement => ({
    ...{ sql, op: { kind: "execute", sql } },
    facts: classify(sql, connection.server),
  });

  it.each([
    "CREATE TABLE other (id INT)",
    "DROP TABLE t",
    "RENAME TABLE t TO u",
    "ALTER TABLE t ADD COLUMN n INT, ALGORITHM=INSTANT",
    "ALTER TABLE t DROP COLUMN b",
    "ALTER TABLE t RENAME COLUMN a TO z",
    "ALTER TABLE t CHANGE b z BIGINT",
    "ALTER TABLE t ADD KEY n (a, b)",
    "CREATE UNIQUE INDEX n ON t (b)",
    "ALTER TABLE t DROP INDEX k",
    "ALTER TABLE t RENAME INDEX k TO z",
    "ALTER TABLE t DROP PRIMARY KEY",
    "ALTER TABLE t\n  DROP PRIMARY KEY,\n  ADD PRIMARY KEY (b, id)",
    "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id)",
    "ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES t (id)",
    "ALTER TABLE t ADD CONSTRAINT d CHECK (b > 1)",
    "ALTER TABLE t DROP CONSTRAINT c",
    "CREATE VIEW v AS SELECT 1 AS x",
    "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1",
    "CREATE PROCEDURE p () SELECT 1",
  ])("the catalogue tells whether it was carried out: %s", async (sql) => {
    await connection.execute(T);
    const asked = statement(sql);
    expect(asked.facts.transactional).toBe(false);
    const answer = () => recover(connection, asked, "cut off").catch((error: unknown) => error);
    expect(await answer()).toBe(false);
    await connection.execute(sql);
    expect(await answer()).toBe(true);
    expect(await recover(connection, asked, "now")).toBe(false);
  });

  it.each([
    "ALTER TABLE t MODIFY b BIGINT NOT NULL",
    "ALTER TABLE t COMMENT='x'",
    "CREATE OR REPLACE VIEW v AS SELECT 1 AS x",
  ])("what does no harm is done again: %s", async (sql) => {
    await connection.execute(T);
    await connection.execute(sql);
    expect(await recover(connection, statement(sql), "cut off")).toBe(false);
    await connection.execute(sql);
  });

  it.each(["TRUNCATE TABLE t", "CALL p()", "CREATE USER u", "DROP TABLE t, u"])(
    "nothing is guessed: %s",
    async (sql) => {
      await expect(recover(connection, statement(sql), "cut off")).rejects.toMatchObject({
        code: "STATEMENT_UNSETTLED",
      });
    },
  );
});

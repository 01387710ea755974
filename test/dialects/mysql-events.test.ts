import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import type { Connection } from "../../src/dialects/contract.ts";
import { asleep, awake, keptEvent, normaliseEvent } from "../../src/dialects/mysql/event-text.ts";
import { scratch } from "../../src/dialects/mysql/scratch.ts";
import { printOps } from "../../src/ops/print-typescript.ts";
import { operations } from "../../src/ops/recorder.ts";
import { event } from "../../src/schema/object-builders.ts";
import { sql } from "../../src/schema/sql.ts";
import { modelKind } from "../../src/sources/model-kind.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { openFresh, schemaOf } from "./mysql-writer.ts";

describe("texts of events", () => {
  test.each([
    [
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1",
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1",
    ],
    [
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY ENABLE DO SELECT 1",
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1",
    ],
    [
      "CREATE EVENT `do` ON SCHEDULE AT NOW() COMMENT 'enable do' DO BEGIN SELECT 'ENABLE'; END",
      "CREATE EVENT `do` ON SCHEDULE AT NOW() DISABLE COMMENT 'enable do' DO BEGIN SELECT 'ENABLE'; END",
    ],
    ["ALTER EVENT e ENABLE", "ALTER EVENT e DISABLE"],
    ["ALTER EVENT e COMMENT 'x'", "ALTER EVENT e COMMENT 'x'"],
    [
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1",
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1",
    ],
  ])("%s doesn't happen", (given, asked) => {
    expect(asleep(given)).toBe(asked);
  });

  it("is shown as it was", () => {
    expect(awake("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 'DISABLE'")).toBe(
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY ENABLE DO SELECT 'DISABLE'",
    );
  });

  test.each([
    [
      "create event E on schedule every 1 day do SELECT 1",
      "CREATE EVENT `e` ON SCHEDULE EVERY 1 DAY ON COMPLETION NOT PRESERVE ENABLE DO SELECT 1",
    ],
    [
      "CREATE OR REPLACE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1",
      "CREATE EVENT IF NOT EXISTS e ON SCHEDULE EVERY 1 DAY ENABLE DO SELECT 1",
    ],
    [
      "CREATE DEFINER = CURRENT_USER() EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT  1",
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1",
    ],
  ])("%s says the same", (one, other) => {
    expect(normaliseEvent(one)).toBe(normaliseEvent(other));
  });

  test.each([
    [
      "another schedule",
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1",
      "CREATE EVENT e ON SCHEDULE EVERY 2 DAY DO SELECT 1",
    ],
    [
      "asleep or not",
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1",
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1",
    ],
    [
      "another body",
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 'A'",
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 'a'",
    ],
    [
      "kept when it is over",
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY ON COMPLETION PRESERVE DO SELECT 1",
      "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1",
    ],
  ])("%s is a difference", (_, one, other) => {
    expect(normaliseEvent(one)).not.toBe(normaliseEvent(other));
    expect(keptEvent(one, other)).toBe(one);
  });

  it("has the moments that the server has set where the models say none, and those alone", () => {
    const shown =
      "CREATE EVENT `e` ON SCHEDULE EVERY 1 DAY STARTS '2026-01-02 03:04:05' ON COMPLETION NOT PRESERVE ENABLE DO SELECT 1";
    expect(keptEvent("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1", shown)).toBe(shown);
    expect(keptEvent("CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS NOW() + INTERVAL 1 HOUR DO SELECT 1", shown)).toBe(
      shown,
    );
    const stated = "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2027-01-01 00:00:00' DO SELECT 1";
    expect(keptEvent(stated, shown)).toBe(stated);
    const once = "CREATE EVENT e ON SCHEDULE AT '2036-01-02 03:04:05' ON COMPLETION NOT PRESERVE ENABLE DO SELECT 1";
    expect(keptEvent("CREATE EVENT e ON SCHEDULE AT NOW() + INTERVAL 1 DAY DO SELECT 1", once)).toBe(once);
  });
});

it("is a model, and has operations of its own", () => {
  const model = event("e", sql`CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1;`);
  expect(modelKind(model)?.kind).toBe("routines");
  const ops = operations((op) => {
    op.createEvent("e", model.definition, { replace: true });
    op.dropEvent("e", { ifExists: true });
  });
  expect(ops).toEqual([
    { kind: "createRoutine", routine: model, replace: true },
    { kind: "dropRoutine", name: "e", routine: "event", arguments: "", ifExists: true },
  ]);
  const { body } = printOps(ops);
  expect(body).toContain(
    'op.createEvent("e", sql`CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1`, { replace: true });',
  );
  expect(body).toContain('op.dropEvent("e", { ifExists: true });');
});

describe.each(wantedFlavors)("events on %s", (flavor) => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await openFresh(flavor);
  }, 90_000);
  afterAll(() => connection.close());

  it("are read", async () => {
    await connection.execute(
      "CREATE EVENT `it's` ON SCHEDULE EVERY 1 DAY STARTS '2036-01-02' COMMENT 'x' DO BEGIN SELECT 1; END",
    );
    const { routines } = await schemaOf(connection);
    expect(routines).toMatchObject([{ name: "it's", kind: "event", arguments: "" }]);
    expect(routines[0]?.definition).toMatch(
      /^CREATE EVENT `it's` ON SCHEDULE .* ENABLE COMMENT 'x' DO BEGIN SELECT 1; END$/,
    );
  });

  it("begin when they are made where nothing is said, and say so where something is", async () => {
    await connection.execute("CREATE EVENT now ON SCHEDULE EVERY 1 DAY COMMENT 'STARTS' DO SELECT 'STARTS'");
    await connection.execute("CREATE EVENT later ON SCHEDULE EVERY 1 DAY STARTS '2036-01-02 03:04:05' DO SELECT 1");
    const { routines } = await schemaOf(connection);
    const text = (name: string) => routines.find((each) => each.name === name)?.definition;
    expect(text("now")).toMatch(/EVERY 1 DAY ON COMPLETION .* COMMENT 'STARTS' DO SELECT 'STARTS'$/);
    expect(text("later")).toContain(" STARTS '2036-01-02 03:04:05' ");
  });

  it("don't happen in a scratch database, and read as if they did", async () => {
    const place = await scratch(connection.target);
    try {
      await place.execute("CREATE EVENT e ON SCHEDULE EVERY 1 SECOND DO SELECT 1");
      const states = () =>
        place.query("SELECT STATUS AS status FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()");
      expect(await states()).toMatchObject([{ status: "DISABLED" }]);
      expect((await schemaOf(place)).routines[0]?.definition).toMatch(/ ENABLE DO SELECT 1$/);
      await place.execute("ALTER EVENT e DISABLE");
      expect((await schemaOf(place)).routines[0]?.definition).toMatch(/ DISABLE DO SELECT 1$/);
      await place.execute("ALTER EVENT e ENABLE");
      expect(await states()).toMatchObject([{ status: "DISABLED" }]);
      expect((await schemaOf(place)).routines[0]?.definition).toMatch(/ ENABLE DO SELECT 1$/);
    } finally {
      await place.close();
    }
  });
});

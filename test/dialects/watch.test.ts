import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection, Dialect, SessionView, SessionWatch } from "../../src/dialects/contract.ts";
import { mysql } from "../../src/dialects/mysql/mysql.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { freshDatabase } from "../servers/postgres.ts";

interface Place {
  readonly name: string;
  readonly dialect: Dialect;
  readonly fresh: () => Promise<string>;
  /** What a session does in a transaction to keep changes of `t` waiting. */
  readonly hold: string;
}

const places: readonly Place[] = [
  { name: "PostgreSQL", dialect: postgres, fresh: () => freshDatabase(), hold: "LOCK TABLE t IN ACCESS SHARE MODE" },
  ...wantedFlavors.map(
    (flavor): Place => ({
      name: flavor,
      dialect: mysql,
      fresh: () => freshMysqlDatabase(flavor),
      hold: "SELECT * FROM t",
    }),
  ),
];

describe.each(places)("what another connection sees on $name", ({ dialect, fresh, hold }) => {
  let url = "";
  const open: Connection[] = [];
  const watch = watchOf(dialect);

  async function connection(): Promise<Connection> {
    const made = await dialect.connect(dialect.target(url, process.cwd()), { create: false });
    open.push(made);
    return made;
  }

  beforeAll(async () => {
    url = await fresh();
    await (await connection()).execute("CREATE TABLE t (id int PRIMARY KEY)");
  });

  afterAll(async () => {
    for (const one of open) await one.close();
  });

  it("a statement that waits: what it is, who is in its way, and whom it keeps waiting", async () => {
    const [holder, runner, other, observer] = await Promise.all([1, 2, 3, 4].map(() => connection()));
    if (!holder || !runner || !other || !observer) throw new Error("four connections were opened");
    await holder.execute("BEGIN");
    await holder.query(hold);
    const session = await watch.sessionOf(runner);
    const reader = String(await watch.sessionOf(other));
    const changing = runner.execute("ALTER TABLE  t ADD COLUMN x int");
    const waiting = seen(observer, session, (view) => view.blockedBy.length > 0 && view.waitsFor !== undefined);
    const { sql, elapsedMs, waitsFor, blockedBy } = await waiting;
    expect(sql).toBe("ALTER TABLE t ADD COLUMN x int");
    expect(elapsedMs).toBeGreaterThanOrEqual(0);
    expect(waitsFor).toMatch(/lock/);
    expect(blockedBy).toHaveLength(1);
    expect(blockedBy[0]).toContain(String(await watch.sessionOf(holder)));
    const reading = other.query("SELECT * FROM t");
    const { blocks } = await seen(observer, session, (view) => view.blocks.length > 0);
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toContain(reader);
    await holder.execute("ROLLBACK");
    await Promise.all([changing, reading]);
  });

  it("a session that does nothing does nothing", async () => {
    const [runner, observer] = [await connection(), await connection()];
    const view = await watch.look(observer, String(await watch.sessionOf(runner)));
    expect(view).toEqual({ blockedBy: [], blocks: [] });
  });

  it("a session that is gone isn't seen", async () => {
    const [runner, observer] = [await connection(), await connection()];
    const session = String(await watch.sessionOf(runner));
    await runner.close();
    while ((await watch.look(observer, session)) !== undefined) await sleep(20);
    expect(await watch.look(observer, session)).toBeUndefined();
  });

  it("the runner at work, and nobody else", async () => {
    const [runner, observer] = [await connection(), await connection()];
    expect(await watch.runners(observer, "alembic_version")).toEqual([]);
    await dialect.begin(runner, [], { scope: "alembic_version", lockTimeoutMs: 1000, onWait: () => undefined });
    expect(await watch.runners(observer, "alembic_version")).toEqual([await watch.sessionOf(runner)]);
    await dialect.rollback(runner);
  });

  /** Looks until the server shows what is awaited. */
  async function seen(
    observer: Connection,
    session: string | undefined,
    isAwaited: (view: SessionView) => boolean,
  ): Promise<SessionView> {
    for (;;) {
      const view = await watch.look(observer, session ?? "");
      if (view !== undefined && isAwaited(view)) return view;
      await sleep(20);
    }
  }
});

function watchOf({ watch }: Dialect): SessionWatch {
  if (watch === undefined) throw new Error("the dialect has no sessions");
  return watch;
}

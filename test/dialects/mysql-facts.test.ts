import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Connection, Facts } from "../../src/dialects/contract.ts";
import { plan } from "../../src/dialects/mysql/plan.ts";
import { rawFacts } from "../../src/dialects/mysql/raw-facts.ts";
import { isMariadb } from "../../src/dialects/mysql/server.ts";
import type { Op } from "../../src/ops/op.ts";
import { wantedFlavors } from "../servers/mysql-flavors.ts";
import { factsCases } from "./mysql-facts-cases.ts";
import { rawFactsCases } from "./mysql-raw-facts-cases.ts";
import { empty, openFresh, schemaOf } from "./mysql-writer.ts";

/** A way to carry out a statement. */
type Way = readonly [algorithm: string, lock: string];

describe.each(wantedFlavors)("facts on %s", (flavor) => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await openFresh(flavor);
  }, 90_000);
  afterAll(() => connection.close());
  beforeEach(() => empty(connection));

  it.each(factsCases)("$claim", async ({ made, op }) => {
    await connection.execute(made);
    const ops: readonly Op[] = "kind" in op ? [op] : op;
    const statements = plan(ops, await schemaOf(connection), connection.server);
    expect(statements.length).toBeGreaterThan(0);
    for (const statement of statements.filter(({ check }) => check === undefined)) {
      const taken: string[] = [];
      for (const [algorithm, lock] of betterThan(statement.facts, connection)) {
        const demand = `, ALGORITHM=${algorithm}${lock === "" ? "" : `, LOCK=${lock}`}`;
        const isTaken = await tries(`${bare(statement.sql)}${demand}`);
        if (isTaken) taken.push(`${algorithm} ${lock}`.trim());
      }
      expect({ sql: statement.sql, taken }).toEqual({ sql: statement.sql, taken: [] });
      // What the facts state is what the server takes, whether the statement demands it or not.
      const [algorithm, lock] = wayOf(statement.facts);
      await connection.execute(`${bare(statement.sql)}, ALGORITHM=${algorithm}${lock === "" ? "" : `, LOCK=${lock}`}`);
    }
  });

  it.each(rawFactsCases.filter(({ only }) => only === undefined || (only === "mysql") === flavor.startsWith("mysql")))(
    "raw SQL: $claim",
    async ({ made, sql, isAlwaysCopied }) => {
      await connection.execute(made);
      const facts = rawFacts(sql, connection.server, await schemaOf(connection));
      const demand = (way: Way) => {
        const words = [`ALGORITHM=${way[0]}`, ...(way[1] === "" ? [] : [`LOCK=${way[1]}`])];
        // In front of the actions, for some take all that stands behind them.
        const comma = /^ALTER TABLE t (?:PARTITION BY|REMOVE)/.test(sql) ? "" : ",";
        const isAltered = sql.startsWith("ALTER TABLE t ");
        return isAltered
          ? sql.replace("TABLE t ", `TABLE t ${words.join(", ")}${comma} `)
          : `${sql} ${words.join(" ")}`;
      };
      const asked = /ALGORITHM=|LOCK=/.test(sql);
      const taken: string[] = [];
      const isTold = asked || (isAlwaysCopied === true && flavor === "mariadb-10.11");
      for (const way of isTold ? [] : betterThan(facts, connection))
        if (await tries(demand(way))) taken.push(way.join(" "));
      expect({ ...facts, taken }).toEqual({ ...facts, taken: [] });
      expect(facts).not.toMatchObject({ scans: "unknown" });
      await connection.execute(asked ? sql : demand(wayOf(facts)));
    },
  );

  async function tries(sql: string): Promise<boolean> {
    try {
      await connection.execute(sql);
      return true;
    } catch {
      return false;
    }
  }
});

function bare(sql: string): string {
  return sql.replace(/, (?:ALGORITHM|LOCK)=\w+(?:, LOCK=\w+)?$/, "");
}

/** The way that the facts state. */
function wayOf({ locks, scans, rewrites }: Facts): Way {
  const mode = locks === "unknown" ? "?" : (locks.at(-1)?.mode ?? "?");
  if (mode === "EXCLUSIVE" && scans === false) return ["INSTANT", ""];
  return [rewrites === true && mode === "SHARED" ? "COPY" : "INPLACE", mode];
}

/** The ways that are better than what the facts say, the best first. */
function betterThan(facts: Facts, { server }: Connection): readonly Way[] {
  const lock = facts.locks === "unknown" ? undefined : facts.locks.at(-1);
  if (lock === undefined || lock.mode === "EXCLUSIVE") return [];
  const instant: Way = ["INSTANT", ""];
  const free: Way = ["INPLACE", "NONE"];
  const inEngine: readonly Way[] = isMariadb(server) ? [["NOCOPY", "NONE"]] : [];
  if (facts.rewrites === true && lock.mode === "NONE") return [instant, ...inEngine];
  if (lock.mode === "NONE") return [instant];
  return [instant, ...inEngine, free];
}

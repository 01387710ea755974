import type { Connection, Dialect } from "../../src/dialects/contract.ts";
import { mysql } from "../../src/dialects/mysql/mysql.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import type { Op } from "../../src/ops/op.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import { type Given, projectOn } from "./project.ts";

const dialects: Readonly<Record<string, Dialect>> = { sqlite, postgres, mysql };

/** The dialect of a URL. */
export function dialectOf(url: string): Dialect {
  const scheme = new URL(url).protocol.slice(0, -1);
  const found = Object.values(dialects).find(({ schemes }) => schemes.includes(scheme));
  if (found === undefined) throw new Error(`no dialect has the scheme ${scheme}`);
  return found;
}

export function open(url: string): Promise<Connection> {
  const dialect = dialectOf(url);
  return dialect.connect(dialect.target(url, "/"), { create: true });
}

/** Each row counts how often it was changed, so that nothing tells a row that is done from one that isn't. */
export const counted: Op = {
  kind: "backfill",
  table: "t",
  set: { n: { sql: "n + 1" } },
  ...{ batchSize: 100, pauseMs: 0 },
};

/** A revision that counts, with something before and behind it. */
export const counting: readonly Given[] = [
  {
    id: "r1",
    up: [
      { kind: "addColumn", table: "t", column: { name: "note", type: { kind: "integer" }, nullable: true } },
      counted,
      { kind: "addColumn", table: "t", column: { name: "after", type: { kind: "integer" }, nullable: true } },
    ],
  },
];

export function projectAt(url: string, connection: Connection, given: readonly Given[], more: Partial<RunInput> = {}) {
  return projectOn(connection, given, { dialect: dialectOf(url), ...more });
}

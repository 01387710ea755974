import { join } from "node:path";
import { hashText, stableJson } from "../../src/base/hash.ts";
import type { Connection } from "../../src/dialects/contract.ts";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import type { Op } from "../../src/ops/op.ts";
import { buildGraph, type RevisionGraph } from "../../src/revisions/graph.ts";
import { planDowngrade, planUpgrade, type Step } from "../../src/revisions/path.ts";
import type { Revision } from "../../src/revisions/revision.ts";
import { bookNames } from "../../src/run/books.ts";
import type { RunEvent } from "../../src/run/event.ts";
import { runSteps } from "../../src/run/execute.ts";
import type { LoadedStep, RunInput, RunOutcome } from "../../src/run/run-input.ts";

/** A revision of a test, with what its file would do. */
export interface Given {
  readonly id: string;
  /** The one before it in the list when absent. */
  readonly parents?: readonly string[];
  readonly up: readonly Op[];
  readonly down?: readonly Op[];
  readonly functions?: LoadedStep["functions"];
}

export const names = bookNames({});
export const runner = { user: "ann", host: "desk", tool: "1.2.3" };
export const wait = { lockTimeoutMs: 5_000, onWait: () => undefined };

export function openFile(file: string): Promise<Connection> {
  return sqlite.connect(sqlite.target(`sqlite:///${file}`, "/"), { create: true });
}

export function revisionsOf(given: readonly Given[]): readonly Revision[] {
  return given.map(({ id, parents, up, down }, i) => ({
    id,
    downRevisions: parents ?? given.slice(i === 0 ? 0 : i - 1, i).map((before) => before.id),
    dependsOn: [],
    labels: [],
    message: `make ${id}`,
    path: join("/project/versions", `${id}.ts`),
    format: "ts",
    checksum: hashText(stableJson({ up, down })),
  }));
}

export function graphOf(given: readonly Given[]): RevisionGraph {
  return buildGraph(revisionsOf(given));
}

/** What runs the revisions of a test on an open database; `events` grows with each run. */
export function projectOn(connection: Connection, given: readonly Given[], more: Partial<RunInput> = {}) {
  const graph = graphOf(given);
  const events: RunEvent[] = [];
  const go = (next: RunInput["next"]): Promise<RunOutcome> =>
    runSteps({
      connection,
      dialect: sqlite,
      names,
      next,
      opsOf: async (step) => loadedOf(given, step),
      runner,
      lockTimeoutMs: 5_000,
      onEvent: (event) => events.push(event),
      ...more,
    });
  return {
    graph,
    events,
    upgrade: (target = "heads") => go(async (heads) => planUpgrade(graph, heads, target).steps),
    downgrade: (target: string) => go(async (heads) => planDowngrade(graph, heads, target).steps),
  };
}

/** What a step of a test's revision does. */
export function loadedOf(given: readonly Given[], step: Step): LoadedStep {
  const found = given.find(({ id }) => id === step.revision.id);
  const ops = step.direction === "upgrade" ? found?.up : found?.down;
  return { ops: ops ?? [], functions: found?.functions ?? new Map() };
}

/** Everything in a database but its journal: the catalogue's texts, and every row. */
export async function dump(connection: Connection): Promise<readonly string[]> {
  const catalogue = await connection.query(
    "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '%limbeck_journal%' ORDER BY type, name",
  );
  const lines = catalogue.map((row) => JSON.stringify(row));
  for (const { name } of catalogue.filter((row) => row["type"] === "table")) {
    const rows = await connection.query(`SELECT * FROM "${String(name)}"`);
    lines.push(...rows.map((row) => `${String(name)}: ${JSON.stringify(row)}`).sort());
  }
  return lines;
}

/** The first column of a query's rows. */
export async function column(connection: Connection, sql: string): Promise<readonly unknown[]> {
  return (await connection.query(sql)).map((row) => Object.values(row)[0]);
}

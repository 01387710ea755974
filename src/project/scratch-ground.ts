import { nodesOfRows } from "../revisions/lookup.ts";
import type { Step } from "../revisions/path.ts";
import type { Revision } from "../revisions/revision.ts";
import { rowState } from "../revisions/version-rows.ts";
import { bookTables } from "../run/books.ts";
import { runSteps } from "../run/execute.ts";
import { placeJournal } from "../run/place-journal.ts";
import { emptySchema } from "../schema/schema.ts";
import type { OpenGround } from "../verify/verify-revisions.ts";
import { databaseTarget, namesOf } from "./database.ts";
import type { Project } from "./open.ts";
import { loadedStep, loadSteps } from "./revision-ops.ts";
import { thisRunner } from "./runner.ts";

/** A new scratch database on the server of the project's own, in which the project's revisions run as they do there. Errors: CONNECT_*. */
export async function openScratchGround(project: Project): Promise<OpenGround> {
  const { dialect, target } = await databaseTarget(project);
  const graph = await project.graph();
  const connection = await dialect.scratch(target);
  try {
    const base = await namesOf(project);
    const namespace = base.versionTable.schema;
    if (namespace !== undefined) {
      const op = { kind: "createNamespace", name: namespace } as const;
      for (const { sql } of dialect.plan([op], emptySchema, connection.server)) await connection.execute(sql);
    }
    const names = await placeJournal({ connection, dialect, names: base });
    const move: OpenGround["move"] = async (direction, revisions) => {
      const steps = (heads: readonly string[]): readonly Step[] => {
        const state = rowState(nodesOfRows(graph, heads));
        return revisions.flatMap(({ id }: Revision) => {
          const node = graph.byId.get(id);
          if (node === undefined) return [];
          return [
            { revision: node.revision, direction, rows: direction === "upgrade" ? state.up(node) : state.down(node) },
          ];
        });
      };
      const exclude = bookTables(names);
      const loaded = await loadSteps(
        project,
        revisions.map((revision) => ({ revision, direction })),
        () => dialect.inspect(connection, { exclude }),
      );
      const { statementTimeouts, lockTimeoutMs, pace } = project.settings;
      await runSteps({
        connection,
        dialect,
        names,
        next: async (heads) => steps(heads),
        opsOf: async (step) => loadedStep(loaded, step),
        runner: thisRunner(),
        lockTimeoutMs,
        ...(statementTimeouts === undefined ? {} : { statementTimeouts }),
        pace: { ...pace, pauseMs: 0 },
        onEvent: () => undefined,
      });
    };
    return { connection, dialect, exclude: bookTables(names), move, close: () => connection.close() };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

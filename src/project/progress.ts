import { describeOp } from "../ops/behaviours.ts";
import { getRevision, type RevisionGraph } from "../revisions/graph.ts";
import type { RunEvent } from "../run/event.ts";
import { displayName } from "../schema/names.ts";
import type { Direction, Progress } from "./results.ts";

/** Turns what the runner tells into progress as a verb's caller gets it. */
export function progressOf(
  graph: RevisionGraph,
  onProgress: ((progress: Progress) => void) | undefined,
): (event: RunEvent) => void {
  if (onProgress === undefined) return () => undefined;
  let sql: string | undefined;
  const running = new Map<string, Extract<Progress, { kind: "stepStarted" }>>();
  return (event) => {
    if (event.kind === "waiting") onProgress({ kind: "waiting", message: event.message });
    if (event.kind === "retried") {
      const { message, delayMs, nextTry, tries } = event;
      onProgress({ kind: "retrying", message, delayMs, nextTry, tries });
    }
    if (event.kind === "statement") sql = event.sql;
    if (event.kind === "watched") onProgress({ kind: "watched", elapsedMs: event.elapsedMs, view: event.view });
    if (event.kind === "kept" || event.kind === "restored") onProgress({ kind: "output", line: backupLine(event) });
    if (event.kind === "noted") onProgress({ kind: "output", line: event.message });
    if (event.kind === "unwatched") {
      onProgress({ kind: "output", line: `The running statement can't be looked at: ${event.reason}` });
    }
    if (event.kind === "slow") {
      onProgress({ kind: "slow", elapsedMs: event.elapsedMs, ...(sql === undefined ? {} : { sql }) });
    }
    if (event.kind === "undoing") {
      const { statements, isAsked = false } = event;
      onProgress({ kind: "undoing", statements, isAsked });
    }
    if (event.kind === "statement" && event.undoes === true) {
      onProgress({ kind: "output", line: `    ${event.index}. ${event.sql ?? describeOp(event.op)}` });
    }
    if (event.kind === "filled") {
      const { op, rows, passed, passedNow, about, elapsedMs: ms } = event;
      const rate = Math.round((passedNow * 1000) / Math.max(1, ms));
      onProgress({
        ...{ kind: "filled", text: describeOp(op), rows, passed, rate, ms },
        ...(about === undefined ? {} : { about }),
      });
    }
    if (event.kind === "started") {
      const step = {
        kind: "stepStarted",
        revision: event.revision,
        direction: event.direction,
        message: event.message,
        ...wayOf(graph, event),
        number: event.index,
        total: event.total,
      } as const;
      running.set(event.revision, step);
      onProgress(step);
    }
    const started = event.kind === "finished" ? running.get(event.revision) : undefined;
    if (event.kind === "finished" && started !== undefined) {
      onProgress({ ...started, kind: "stepDone", ms: event.durationMs });
    }
  };
}

function backupLine({ kind, backup }: Extract<RunEvent, { readonly kind: "kept" | "restored" }>): string {
  const columns = backup.kind === "table" ? "" : ` (${backup.columns.map(({ name }) => name).join(", ")})`;
  const what = `backup ${backup.id}: ${backup.rows} ${backup.rows === 1 ? "row" : "rows"} of ${displayName(backup.table)}${columns}`;
  const into = "directory" in backup ? ` in ${backup.directory}` : "";
  if (kind === "restored") return `Putting back ${what}`;
  const isLoose = backup.kind !== "table" && backup.key.length === 0;
  const warning = isLoose ? "; no downgrade puts it back: the table has no key left to find its rows by" : "";
  return `Keeping ${what}${into}${warning}`;
}

/** From where to where a step goes, as Alembic's log shows it. */
function wayOf(
  graph: RevisionGraph,
  { revision, direction }: { readonly revision: string; readonly direction: Direction },
): { readonly from: readonly string[]; readonly to: readonly string[] } {
  const below = getRevision(graph, revision)?.downRevisions ?? [];
  return direction === "upgrade" ? { from: below, to: [revision] } : { from: [revision], to: below };
}

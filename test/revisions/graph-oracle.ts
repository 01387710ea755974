import { isLimbeckError } from "../../src/base/error.ts";
import { basesOf, buildGraph, headsOf, type RevisionGraph } from "../../src/revisions/graph.ts";
import { historyRange, type MovePlan, planDowngrade, planStamp, planUpgrade } from "../../src/revisions/path.ts";
import { resolveRevisions } from "../../src/revisions/target.ts";
import { revision } from "./revision-maker.ts";

/** One line of graph_cases.jsonl: a history, and what Alembic answers to questions about it. */
export interface OracleCase {
  readonly revisions: readonly {
    readonly revision: string;
    readonly down_revision: readonly string[];
    readonly depends_on: readonly string[];
    readonly branch_labels: readonly string[];
  }[];
  readonly queries: readonly OracleQuery[];
}

export interface OracleQuery {
  readonly cmd: "upgrade" | "downgrade" | "stamp" | "heads" | "bases" | "history" | "show";
  readonly current: readonly string[];
  readonly target: string;
  readonly expect: Answer;
}

/** The revisions that are run or named, the version table afterwards, or the refusal. */
interface Answer {
  readonly revisions?: readonly string[];
  readonly heads?: readonly string[];
  readonly error?: string;
}

/** The graph of a case. */
export function graphOfCase(oracle: OracleCase): RevisionGraph {
  return buildGraph(
    oracle.revisions.map((each) =>
      revision(each.revision, each.down_revision, { dependsOn: each.depends_on, labels: each.branch_labels }),
    ),
  );
}

/** What is wrong with Limbeck's answer; undefined when it is Alembic's. */
export function faultOf(graph: RevisionGraph, query: OracleQuery): string | undefined {
  const got = answer(graph, query);
  const want = query.expect;
  const asked = `${query.cmd} ${query.target} from [${query.current.join(" ")}]`;
  if ((got.error === undefined) !== (want.error === undefined)) return `${asked}: ${text(got)}, not ${text(want)}`;
  if (got.error !== undefined) return undefined;
  const same =
    sorted(got.heads) === sorted(want.heads) &&
    (want.revisions === undefined || sorted(got.revisions) === sorted(want.revisions));
  if (!same) return `${asked}: ${text(got)}, not ${text(want)}`;
  return inOrder(graph, query, got.revisions ?? []) ? undefined : `${asked}: out of order: ${text(got)}`;
}

function answer(graph: RevisionGraph, query: OracleQuery): Answer {
  const { current, target } = query;
  const named = (revisions: readonly { readonly id: string }[]): Answer => ({
    revisions: revisions.map(({ id }) => id),
  });
  const moved = (plan: MovePlan): Answer => ({ ...named(plan.steps.map((step) => step.revision)), heads: plan.heads });
  try {
    const asked: Readonly<Record<OracleQuery["cmd"], () => Answer>> = {
      upgrade: () => moved(planUpgrade(graph, current, target)),
      downgrade: () => moved(planDowngrade(graph, current, target)),
      stamp: () => ({ heads: planStamp(graph, current, [target], {}).heads }),
      heads: () => named(headsOf(graph)),
      bases: () => named(basesOf(graph)),
      history: () => named(historyRange(graph, target, current)),
      show: () => named(resolveRevisions(graph, target, current)),
    };
    return asked[query.cmd]();
  } catch (error) {
    if (!isLimbeckError(error)) throw error;
    return { error: `${error.code} ${error.message}` };
  }
}

function inOrder(graph: RevisionGraph, query: OracleQuery, ids: readonly string[]): boolean {
  const downwards = query.cmd === "downgrade" || query.cmd === "history";
  if (!downwards && query.cmd !== "upgrade") return true;
  const seen = new Set<string>();
  const among = new Set(ids);
  return (downwards ? ids.toReversed() : ids).every((id) => {
    seen.add(id);
    return graph.byId.get(id)?.needs.every((need) => !among.has(need.revision.id) || seen.has(need.revision.id));
  });
}

function sorted(ids: readonly string[] | undefined): string {
  return (ids ?? []).toSorted().join(" ");
}

function text(given: Answer): string {
  return given.error ?? `[${sorted(given.revisions)}] heads [${sorted(given.heads)}]`;
}

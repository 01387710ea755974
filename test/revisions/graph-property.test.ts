import fc from "fast-check";
import { describe, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import { buildGraph, headsOf, nodeOf, type RevisionGraph, realHeadsOf } from "../../src/revisions/graph.ts";
import { historyRange, type MovePlan, planDowngrade, planStamp, planUpgrade } from "../../src/revisions/path.ts";
import type { Revision } from "../../src/revisions/revision.ts";
import { applyRowChange, reverseRowChange } from "../../src/revisions/version-rows.ts";
import { revision } from "./revision-maker.ts";

/** How one revision hangs on those before it: indexes into them, taken modulo their number. */
interface Choice {
  readonly parents: readonly number[];
  readonly dependsOn: readonly number[];
  readonly labelled: boolean;
}

const choice: fc.Arbitrary<Choice> = fc.record({
  parents: fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 5, arbitrary: fc.tuple(fc.constant(0)) },
    { weight: 3, arbitrary: fc.tuple(fc.nat()) },
    { weight: 2, arbitrary: fc.array(fc.nat(), { minLength: 2, maxLength: 3 }) },
  ),
  dependsOn: fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.tuple(fc.nat()) }),
  labelled: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
});

/** Histories with several bases, branches, merges, labels and dependencies; a parent index of 0 is the one before. */
const histories: fc.Arbitrary<readonly Revision[]> = fc.array(choice, { minLength: 1, maxLength: 25 }).map((choices) =>
  choices.map(({ parents, dependsOn, labelled }, i) => {
    const name = (back: number): readonly string[] => (i === 0 ? [] : [`r${i - 1 - (back % i)}`]);
    const down = [...new Set(parents.flatMap(name))];
    const deps = dependsOn.flatMap(name).filter((id) => !down.includes(id));
    return revision(`r${i}`, down, { dependsOn: deps, labels: labelled ? [`label${i}`] : [] });
  }),
);

/** A history, and two revisions of it. */
interface Question {
  readonly revisions: readonly Revision[];
  readonly graph: RevisionGraph;
  readonly target: string;
  readonly other: string;
}

const questions: fc.Arbitrary<Question> = fc.tuple(histories, fc.nat(), fc.nat()).map(([revisions, a, b]) => ({
  revisions,
  graph: buildGraph(revisions),
  target: `r${a % revisions.length}`,
  other: `r${b % revisions.length}`,
}));

const holds = (claim: (question: Question) => boolean): void =>
  fc.assert(fc.property(questions, claim), { numRuns: 300 });

const stepIds = (plan: MovePlan): readonly string[] => plan.steps.map((step) => step.revision.id);
const same = (a: readonly string[], b: readonly string[]): boolean => a.toSorted().join() === b.toSorted().join();

function needsOf(graph: RevisionGraph, id: string): readonly string[] {
  return (graph.byId.get(id)?.needs ?? []).map((need) => need.revision.id);
}

/** All that the ids need, with the ids. */
function closure(graph: RevisionGraph, ids: readonly string[]): ReadonlySet<string> {
  const seen = new Set(ids);
  for (const id of seen) for (const need of needsOf(graph, id)) seen.add(need);
  return seen;
}

function tidy(graph: RevisionGraph, rows: readonly string[]): boolean {
  const below = closure(
    graph,
    rows.flatMap((row) => needsOf(graph, row)),
  );
  return rows.every((row) => !below.has(row));
}

function rowsOfSteps(plan: MovePlan): readonly string[] {
  return plan.steps.reduce((rows, step) => applyRowChange(rows, step.rows), plan.current);
}

/** A downgrade; undefined where the target is not below the rows, or only through a dependency. */
function downgrade(graph: RevisionGraph, rows: readonly string[], target: string): MovePlan | undefined {
  try {
    return planDowngrade(graph, rows, target);
  } catch (error) {
    if (isLimbeckError(error, "GRAPH_NOT_BELOW")) return undefined;
    throw error;
  }
}

describe("in any history", () => {
  it("an upgrade runs all that the target needs, each once, after what it rests on", () => {
    holds(({ graph, target, other }) => {
      const rows = planUpgrade(graph, [], other).heads;
      const run = new Set(closure(graph, rows));
      const plan = planUpgrade(graph, rows, target);
      const inTurn = stepIds(plan).every((id) => {
        const ready = !run.has(id) && needsOf(graph, id).every((need) => run.has(need));
        run.add(id);
        return ready;
      });
      return inTurn && same([...run], [...closure(graph, [...rows, target])]);
    });
  });

  it("the rows after an upgrade stand for what has been run, and none includes another", () => {
    holds(({ graph, target, other }) => {
      const plan = planUpgrade(graph, planUpgrade(graph, [], other).heads, target);
      return tidy(graph, plan.heads) && same([...closure(graph, plan.heads)], [...closure(graph, [target, other])]);
    });
  });

  it("the steps' row changes lead from the rows before to the rows after", () => {
    holds(({ graph, target, other }) => {
      const up = planUpgrade(graph, planUpgrade(graph, [], other).heads, target);
      const down = downgrade(graph, up.heads, target);
      return same(rowsOfSteps(up), up.heads) && (down === undefined || same(rowsOfSteps(down), down.heads));
    });
  });

  it("taking back an upgrade's row changes gives the rows before", () => {
    holds(({ graph, target, other }) => {
      const plan = planUpgrade(graph, planUpgrade(graph, [], other).heads, target);
      const back = plan.steps.toReversed().map((step) => reverseRowChange(step.rows));
      return same(back.reduce(applyRowChange, plan.heads), plan.current);
    });
  });

  it("upgrade heads, then downgrade base: the same steps backwards, and no row", () => {
    holds(({ graph }) => {
      const up = planUpgrade(graph, [], "heads");
      const down = planDowngrade(graph, up.heads, "base");
      return down.heads.length === 0 && stepIds(down).toReversed().join() === stepIds(up).join();
    });
  });

  it("a downgrade takes down what stands above its target, in turn, and the rest stays run", () => {
    holds(({ graph, target, other }) => {
      const rows = planUpgrade(graph, planUpgrade(graph, [], other).heads, target).heads;
      const plan = downgrade(graph, rows, other);
      if (plan === undefined) return true;
      const run = new Set(closure(graph, rows));
      const inTurn = stepIds(plan).every((id) => {
        run.delete(id);
        return [...run].every((each) => !needsOf(graph, each).includes(id));
      });
      return inTurn && run.has(other) && same([...closure(graph, plan.heads)], [...run]);
    });
  });

  it("a downgrade and the same upgrade again give the rows before", () => {
    holds(({ graph, target }) => {
      const rows = planUpgrade(graph, [], "heads").heads;
      const down = downgrade(graph, rows, target);
      if (down === undefined) return true;
      const up = planUpgrade(graph, down.heads, "heads");
      return same(up.heads, rows) && same(stepIds(up), stepIds(down));
    });
  });

  it("a row that another includes is only ever left by a downgrade past a merge of a revision with its ancestor", () => {
    holds(({ graph, target }) => {
      const merged = graph.nodes.some(({ needs }) =>
        needs.some((need) =>
          needs.some((next) => closure(graph, needsOf(graph, next.revision.id)).has(need.revision.id)),
        ),
      );
      const down = downgrade(graph, planUpgrade(graph, [], "heads").heads, target);
      return merged || down === undefined || tidy(graph, down.heads);
    });
  });

  it("stamp heads and upgrade heads give the same rows, the real heads", () => {
    holds(({ graph, target }) => {
      const rows = planUpgrade(graph, [], target).heads;
      const heads = realHeadsOf(graph).map(({ id }) => id);
      return (
        same(planStamp(graph, rows, ["heads"], {}).heads, heads) && same(planUpgrade(graph, rows, "heads").heads, heads)
      );
    });
  });

  it("a stamp's rows hold its target and none that it includes", () => {
    holds(({ graph, target, other }) => {
      const { heads } = planStamp(graph, planUpgrade(graph, [], other).heads, [target], {});
      return heads.includes(target) && tidy(graph, heads);
    });
  });

  it("the order of the files changes no plan", () => {
    holds(({ revisions, graph, target }) => {
      const plans = [graph, buildGraph(revisions.toReversed())].map((each) => {
        const up = planUpgrade(each, [], "heads");
        return JSON.stringify([up, planDowngrade(each, up.heads, "base"), downgrade(each, up.heads, target) ?? null]);
      });
      return plans[0] === plans[1];
    });
  });

  it("the whole history is every revision once, and its heads include the real ones", () => {
    holds(({ revisions, graph }) => {
      const all = historyRange(graph, undefined, []).map(({ id }) => id);
      const heads = headsOf(graph);
      return (
        same(
          all,
          revisions.map(({ id }) => id),
        ) && realHeadsOf(graph).every((head) => heads.includes(head) && nodeOf(graph, head).neededBy.length === 0)
      );
    });
  });
});

import { fail } from "./errors.ts";
import { type GraphNode, idsOf, inOrder, reaches, withNeeds } from "./graph-node.ts";

/** One row of the version table that goes from one revision to another. */
interface RowUpdate {
  readonly from: string;
  readonly to: string;
}

/**
 * What one step does to the rows of the version table, in the order delete, insert, update.
 * Every deleted row and every `from` is expected to be there, exactly once; every inserted row and `to` not to be.
 */
export interface RowChange {
  readonly delete: readonly string[];
  readonly insert: readonly string[];
  readonly update: readonly RowUpdate[];
}

/** The ids that a change puts into the version table. */
export function idsIn({ insert, update }: RowChange): readonly string[] {
  return [...insert, ...update.map(({ to }) => to)];
}

/** The change that replaces the rows `removed` by the rows `added`, updating as many as it can. */
export function replaceRows(removed: readonly string[], added: readonly string[]): RowChange {
  const kept = Math.min(removed.length, added.length);
  const from = removed.slice(removed.length - kept);
  const to = added.slice(added.length - kept);
  return {
    delete: removed.slice(0, removed.length - kept),
    insert: added.slice(0, added.length - kept),
    update: from.flatMap((row, i) => to.slice(i, i + 1).map((other) => ({ from: row, to: other }))),
  };
}

/** The change that takes this one back. */
export function reverseRowChange(change: RowChange): RowChange {
  return {
    delete: change.insert,
    insert: change.delete,
    update: change.update.map(({ from, to }) => ({ from: to, to: from })),
  };
}

/** The rows after the change. Throws GRAPH_ROWS_CHANGED where they are not what the change expects. */
export function applyRowChange(rows: readonly string[], change: RowChange): readonly string[] {
  const after = new Set(rows);
  for (const id of [...change.delete, ...change.update.map((row) => row.from)]) {
    if (!after.delete(id)) throw fail("GRAPH_ROWS_CHANGED", `The version table should hold "${id}", but does not`);
  }
  for (const id of [...change.insert, ...change.update.map((row) => row.to)]) {
    if (after.has(id)) throw fail("GRAPH_ROWS_CHANGED", `The version table should not hold "${id}" yet, but does`);
    after.add(id);
  }
  return [...after];
}

/**
 * What a database has run, and the rows that stand for it: the revisions that no other one of them needs.
 * As in Alembic, a row may also be there that another one includes: `down` leaves such rows, `up` clears them.
 */
export interface RowState {
  /** Runs a revision all of whose needs have been run. */
  readonly up: (node: GraphNode) => RowChange;
  /** Takes back a revision that nothing else that has been run needs. */
  readonly down: (node: GraphNode) => RowChange;
  /** The ids of the rows, in the graph's order. */
  readonly ids: () => readonly string[];
}

/** The state of a database whose version table holds `rows`. */
export function rowState(rows: readonly GraphNode[]): RowState {
  const current = new Set(rows);
  const run = new Set(withNeeds(rows));
  const needers = new Map<GraphNode, number>();
  const countNeeders = (node: GraphNode, change: 1 | -1): void => {
    for (const need of node.needs) needers.set(need, (needers.get(need) ?? 0) + change);
  };
  for (const node of run) countNeeders(node, 1);
  let included: readonly GraphNode[] = rows.filter((row) => (needers.get(row) ?? 0) > 0);
  return {
    up: (node) => {
      const covered = inOrder([...node.needs.filter((need) => current.has(need)), ...included]);
      included = [];
      countNeeders(node, 1);
      run.add(node);
      for (const row of covered) current.delete(row);
      current.add(node);
      return replaceRows(idsOf(covered), [node.revision.id]);
    },
    down: (node) => {
      countNeeders(node, -1);
      run.delete(node);
      current.delete(node);
      const freed = node.needs.filter((need) => needers.get(need) === 0 && !current.has(need));
      const kept = current.size === 0 ? [] : includedNeeds(node, freed, run, current);
      const uncovered = inOrder([...freed, ...kept]);
      for (const need of uncovered) current.add(need);
      return replaceRows([node.revision.id], idsOf(uncovered));
    },
    ids: () => idsOf(inOrder(current)),
  };
}

/**
 * Needs of a revision that only its freed needs still include. Alembic gives such a need a row of its own when the
 * table holds rows of other branches, and Alembic's rows are what both tools must agree on.
 */
function includedNeeds(
  node: GraphNode,
  freed: readonly GraphNode[],
  run: ReadonlySet<GraphNode>,
  current: ReadonlySet<GraphNode>,
): readonly GraphNode[] {
  if (freed.length === 0 || freed.length === node.needs.length) return [];
  return node.needs.filter(
    (need) =>
      !freed.includes(need) &&
      !current.has(need) &&
      isBelow(need, freed) &&
      !isImpliedDependency(node, need) &&
      !reaches(
        [need],
        (each) => each.neededBy.filter((needer) => run.has(needer)),
        (each) => current.has(each),
      ),
  );
}

/** True when one of the nodes needs `need`. What lies beneath it in the graph's order or depth can't lead to it. */
function isBelow(need: GraphNode, nodes: readonly GraphNode[]): boolean {
  return reaches(
    nodes,
    (each) => each.needs.filter((next) => next === need || (next.position > need.position && next.depth > need.depth)),
    (each) => each === need,
  );
}

/** True when an ancestor of the node depends on the need already, so that the node's own dependency adds nothing. */
function isImpliedDependency(node: GraphNode, need: GraphNode): boolean {
  if (node.parents.includes(need)) return false;
  return reaches(
    node.parents,
    (each) => each.parents,
    (each) => each.needs.includes(need) && !each.parents.includes(need),
  );
}

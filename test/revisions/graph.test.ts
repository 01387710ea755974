import { describe, expect, it } from "vitest";
import {
  ancestorsOf,
  basesOf,
  buildGraph,
  getRevision,
  headsOf,
  labelsOf,
  nodeOf,
  type RevisionGraph,
  realHeadsOf,
} from "../../src/revisions/graph.ts";
import { type GraphNode, idsOf } from "../../src/revisions/graph-node.ts";
import type { Revision } from "../../src/revisions/revision.ts";
import { errorOf, graphOf, history, revision } from "./revision-maker.ts";

const ids = (revisions: readonly Revision[]): readonly string[] => revisions.map(({ id }) => id);
const get = (graph: RevisionGraph, id: string): Revision => {
  const found = getRevision(graph, id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
};

const forks = "a, b < a, c1 < b # left, c2 < b # right, d1 < c1, d2 < c2, m < d1 d2, x # other, y < x & c1, lone & m";

describe("a graph knows", () => {
  const graph = graphOf(forks);

  it("its heads, the real ones and its bases", () => {
    expect(ids(headsOf(graph)).toSorted()).toEqual(["lone", "m", "y"]);
    expect(ids(realHeadsOf(graph)).toSorted()).toEqual(["lone", "y"]);
    expect(ids(basesOf(graph)).toSorted()).toEqual(["a", "lone", "x"]);
  });

  it("what each revision follows and needs, and what follows and needs it", () => {
    const sides = (id: string): readonly (readonly string[])[] => {
      const { parents, needs, children, neededBy }: GraphNode = nodeOf(graph, get(graph, id));
      return [parents, needs, children, neededBy].map((nodes) => idsOf(nodes).toSorted());
    };
    expect(sides("b")).toEqual([["a"], ["a"], ["c1", "c2"], ["c1", "c2"]]);
    expect(sides("c1")).toEqual([["b"], ["b"], ["d1"], ["d1", "y"]]);
    expect(sides("y")).toEqual([["x"], ["c1", "x"], [], []]);
    expect(sides("m")).toEqual([["d1", "d2"], ["d1", "d2"], [], ["lone"]]);
    expect(sides("lone")).toEqual([[], ["m"], [], []]);
    expect(ids(ancestorsOf(graph, get(graph, "y"))).toSorted()).toEqual(["a", "b", "c1", "x"]);
  });

  it("nothing of a revision that isn't its own", () => {
    expect(getRevision(graph, "nosuch")).toBeUndefined();
    expect(errorOf(() => nodeOf(graph, revision("nosuch")))?.code).toBe("REVISION_UNKNOWN");
  });

  it("an order that doesn't depend on how the files were read", () => {
    const order = graph.nodes.map((node) => node.revision.id);
    for (const turned of [history(forks).toReversed(), history(forks).toSorted((a, b) => (a.id < b.id ? 1 : -1))]) {
      expect(buildGraph(turned).nodes.map((node) => node.revision.id)).toEqual(order);
    }
  });

  it("an empty history", () => {
    expect(headsOf(buildGraph([]))).toEqual([]);
    expect(basesOf(buildGraph([]))).toEqual([]);
  });
});

describe("labels spread", () => {
  it.each([
    ["to descendants", "a, b < a # x, c < b, d < a", { a: [], b: ["x"], c: ["x"], d: [] }],
    ["back along a plain line", "a, b < a, c < b # x, d < c", { a: ["x"], b: ["x"], c: ["x"], d: ["x"] }],
    [
      "back to the branch point, not onto it",
      "a, b < a, c < b # x, d < a # y",
      { a: [], b: ["x"], c: ["x"], d: ["y"] },
    ],
    ["back to the merge point, not onto it", "a, b, m < a b, c < m # x", { a: [], m: [], c: ["x"] }],
    ["not back from below a branch point", "a, b < a # x, c < b, d < b", { a: [], b: ["x"], c: ["x"], d: ["x"] }],
    ["not back where something depends on the line", "a, b < a, c < b # x, d & b", { b: [], c: ["x"], d: [] }],
    ["onto a merge from both sides", "a # x, b # y, m < a b", { a: ["x"], m: ["x", "y"] }],
  ])("%s", (_claim, text, want) => {
    const graph = graphOf(text);
    for (const [id, labels] of Object.entries(want))
      expect([id, ...labelsOf(graph, get(graph, id))]).toEqual([id, ...labels]);
  });
});

describe("dependencies may be written as", () => {
  it.each([
    ["an id", "a, b < a, z & b"],
    ["a branch label", "a, b < a # side, z & side"],
    ["the beginning of an id", "a, b < a, bbbb1 < b, z & bbbb"],
    ["the parent again", "a, b < a, z < b & b"],
  ])("%s", (_claim, text) => {
    const graph = graphOf(text);
    expect(ids(ancestorsOf(graph, get(graph, "z")))).toContain("b");
  });
});

describe("a history is refused when", () => {
  it.each<[claim: string, revisions: readonly Revision[], code: string, says: readonly string[]]>([
    [
      "two files have one id",
      [revision("a", [], { path: "v/1.ts" }), revision("a", [], { path: "v/2.py" })],
      "REVISION_DUPLICATE",
      ['"a"', "v/1.ts", "v/2.py"],
    ],
    [
      "a parent is missing",
      history("abcd1, b < abcd2"),
      "REVISION_PARENT_MISSING",
      ["abcd2", 'mean "abcd1"', "versions/b.ts"],
    ],
    [
      "a dependency is missing",
      history("a, b < a & nosuch"),
      "REVISION_DEPENDENCY_MISSING",
      ["nosuch", "versions/b.ts"],
    ],
    [
      "a dependency begins several ids",
      history("aaaa1, aaaa2, b & aaaa"),
      "REVISION_DEPENDENCY_MISSING",
      ["aaaa1, aaaa2"],
    ],
    ["a revision follows itself", history("a < a"), "REVISION_SELF_LOOP", ["Self-loop", '"a"', "versions/a.ts"]],
    ["a revision depends on itself", history("a & a"), "REVISION_SELF_LOOP", ["Dependency self-loop"]],
    ["a revision depends on its own label", history("a # x & x"), "REVISION_SELF_LOOP", ["Dependency self-loop"]],
    [
      "revisions go round",
      history("a, b < a d, c < b, d < c"),
      "REVISION_CYCLE",
      ["Cycle", "(b, c, d)", "versions/c.ts"],
    ],
    ["all revisions go round", history("a < b, b < a"), "REVISION_CYCLE", ["Cycle", "(a, b)"]],
    ["dependencies go round", history("a & b, b < a"), "REVISION_CYCLE", ["Dependency cycle", "(a, b)"]],
    [
      "two revisions have one label",
      history("a # x, b # x"),
      "REVISION_LABEL_TAKEN",
      ["'x'", "versions/a.ts", "versions/b.ts"],
    ],
    ["a label is an id", history("a # b, b"), "REVISION_LABEL_TAKEN", ["'b'"]],
    ["a label is its own id", history("a # a"), "REVISION_LABEL_TAKEN", ["'a'"]],
    ["an id is empty", [revision("", [], { path: "v/1.ts" })], "REVISION_ID_INVALID", ["v/1.ts"]],
    ["an id has a dash", history("x-y"), "REVISION_ID_INVALID", ["Character(s) '-' not allowed", "'x-y'"]],
    ["an id has @, + and :", history("x@+:y"), "REVISION_ID_INVALID", ["'+, :, @'"]],
    ["an id is a word for targets", history("head"), "REVISION_ID_INVALID", ['"head"']],
    ["a label has an @", history("a # x@y"), "REVISION_ID_INVALID", ['"x@y"']],
    ["a label is a word for targets", history("a # base"), "REVISION_ID_INVALID", ['"base"']],
  ])("%s", (_claim, revisions, code, says) => {
    const error = errorOf(() => buildGraph(revisions));
    expect(error?.code).toBe(code);
    for (const word of says) expect(error?.message).toContain(word);
  });

  it("but not for ids that only contain each other", () => {
    expect(ids(headsOf(graphOf("user_foo, user < user_foo")))).toEqual(["user"]);
  });
});

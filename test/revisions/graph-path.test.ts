import { describe, expect, it } from "vitest";
import { planDowngrade, planUpgrade } from "../../src/revisions/path.ts";
import { errorOf, graphOf } from "./revision-maker.ts";

/** `up +1` or `down base`, from rows. */
function move(text: string, rows: string, command: string): string {
  const [verb, target = ""] = command.split(" ");
  const graph = graphOf(text);
  const current = rows.split(" ").filter((row) => row !== "");
  const run = () => (verb === "up" ? planUpgrade(graph, current, target) : planDowngrade(graph, current, target));
  const error = errorOf(run);
  if (error !== undefined) return error.code;
  const plan = run();
  return `${plan.steps.map((step) => step.revision.id).join(" ")} => ${plan.heads.toSorted().join(" ")}`.trim();
}

const line = "a, b < a, c < b, d < c";
const forest = "a1 # core, a2 < a1, b1 # side, b2 < b1";
const merged = "a, b < a, c1 < b # left, d1 < c1, c2 < b # right, d2 < c2, e < d1 d2, f < e";
const open = "a, b < a, c1 < b # left, d1 < c1, c2 < b # right, d2 < c2";
const dependent = "a1, a2 < a1, b1, b2 < b1, b3 < b2 & a2";

describe("a line goes", () => {
  it.each([
    ["", "up head", "a b c d => d"],
    ["b", "up heads", "c d => d"],
    ["", "up +2", "a b => b"],
    ["a", "up +2", "b c => c"],
    ["", "up a+2", "a b c => c"],
    ["", "up head-1", "a b c => c"],
    ["", "up base+2", "a b => b"],
    ["", "up a+0", "a => a"],
    ["", "up a-1", "=>"],
    ["c", "up base", "=> c"],
    ["c", "up b", "=> c"],
    ["d", "down base", "d c b a =>"],
    ["d", "down -1", "d => c"],
    ["d", "down -4", "d c b a =>"],
    ["d", "down b", "d c => b"],
    ["d", "down c-1", "d c => b"],
    ["d", "down b+1", "d => c"],
    ["d", "down base+1", "d c b => a"],
    ["d", "down a-1", "d c b a =>"],
    ["d", "down head", "=> d"],
    ["", "down base", "=>"],
  ])("from %j by %s: %s", (rows, command, want) => expect(move(line, rows, command)).toBe(want.trim()));
});

describe("a line refuses", () => {
  it.each([
    ["", "up -1", "GRAPH_TOO_FAR"],
    ["b", "up -1", "GRAPH_TOO_FAR"],
    ["b", "up +0", "GRAPH_TOO_FAR"],
    ["", "up +9", "GRAPH_TOO_FAR"],
    ["", "up base-1", "GRAPH_TOO_FAR"],
    ["", "up a:b", "GRAPH_RANGE_REFUSED"],
    ["", "up nosuch", "REVISION_UNKNOWN"],
    ["d", "down +1", "GRAPH_TOO_FAR"],
    ["d", "down -5", "GRAPH_TOO_FAR"],
    ["", "down -1", "GRAPH_TOO_FAR"],
    ["d", "down a-2", "GRAPH_TOO_FAR"],
    ["d", "down a:b", "GRAPH_RANGE_REFUSED"],
    ["b", "down d", "GRAPH_NOT_BELOW"],
    ["", "down a", "GRAPH_NOT_BELOW"],
  ])("from %j %s: %s", (rows, command, code) => expect(move(line, rows, command)).toBe(code));
});

describe("branches go", () => {
  it.each([
    ["several bases up", forest, "", "up heads", "a1 a2 b1 b2 => a2 b2"],
    ["one label up", forest, "", "up side@head", "b1 b2 => b2"],
    ["one label a step, from base", forest, "a2", "up side@+1", "b1 => a2 b1"],
    ["one label a step, from its row", forest, "a2 b1", "up side@+1", "b2 => a2 b2"],
    ["one label a step, from the branch point", open, "d1", "up right@+1", "c2 => c2 d1"],
    ["one label a step, from its row", open, "d1 c2", "up right@+1", "d2 => d1 d2"],
    ["a label down to base", forest, "a2 b2", "down side@base", "b2 b1 => a2"],
    ["a label a step down", forest, "a2 b2", "down side@-1", "b2 => a2 b1"],
    ["a revision as the branch, down", forest, "a2 b2", "down b2@-1", "b2 => a2 b1"],
    ["one side of a branch point down", open, "d1 d2", "down left@b", "d1 c1 => d2"],
    ["one side by a revision in it", open, "d1 d2", "down d2@b", "d2 c2 => d1"],
    ["both sides down", open, "d1 d2", "down b", "d2 c2 d1 c1 => b"],
    ["a branch's base+2, one side only", open, "d1 d2", "down right@base+2", "d2 c2 => d1"],
    ["base+2, all that stands above", open, "d1 d2", "down base+2", "d2 c2 d1 c1 => b"],
    ["d2-1, the other head stays", open, "d1 d2", "down d2-1", "d2 => c2 d1"],
    ["over a merge up", merged, "", "up head", "a b c2 d2 c1 d1 e f => f"],
    ["over a merge down", merged, "f", "down b", "f e d1 c1 d2 c2 => b"],
    ["to one arm of a merge", merged, "f", "down e", "f => e"],
    ["to a row of several: nothing", open, "d1 d2", "down d1", "=> d1 d2"],
    ["dependencies first", dependent, "", "up b3", "b1 b2 a1 a2 b3 => b3"],
    ["dependents with what they depend on", dependent, "b3", "down a1", "b3 a2 => a1 b2"],
    ["a dependency's row comes back", dependent, "b3", "down b2", "b3 => a2 b2"],
    ["a branch's implied head a step down", "a1 # a, a2 < a1, b1 # b & a2", "b1", "down a@-1", "b1 a2 => a1"],
    ["the label on a shared root: all above the root", open, "d1 d2", "down left@base", "d2 c2 d1 c1 b a =>"],
  ])("%s", (_claim, text, rows, command, want) => {
    const got = move(text, rows, command);
    const [steps = "", heads] = got.split("=>");
    const [wantSteps = "", wantHeads] = want.split("=>");
    expect([steps.trim().split(" ").toSorted(), heads?.trim()]).toEqual([
      wantSteps.trim().split(" ").toSorted(),
      wantHeads?.trim(),
    ]);
  });
});

describe("branches refuse", () => {
  it.each([
    ["head, when there are two", open, "", "up head", "GRAPH_MULTIPLE_HEADS"],
    ["a label's head, when there are two", "a # x, b < a, c < a", "", "up x@head", "GRAPH_MULTIPLE_HEADS"],
    ["+1 from two rows", forest, "a1 b1", "up +1", "GRAPH_AMBIGUOUS_START"],
    ["+1 over a branch point", open, "b", "up +1", "GRAPH_AMBIGUOUS_WALK"],
    ["+1 from base, with two bases", forest, "", "up +1", "GRAPH_AMBIGUOUS_WALK"],
    ["-1 at a merge", merged, "e", "down -1", "GRAPH_AMBIGUOUS_WALK"],
    ["a branch off the target", open, "d1 d2", "down a@b", "GRAPH_NOT_BELOW"],
    ["a branch that nobody knows", open, "d1", "down nosuch@b", "REVISION_BRANCH_UNKNOWN"],
    ["heads of a label that include each other", "a # x, b < a, c < a & b", "", "up x@heads", "GRAPH_OVERLAP"],
  ])("%s", (_claim, text, rows, command, code) => expect(move(text, rows, command)).toBe(code));
});

describe("where Alembic goes wrong", () => {
  it("rev-N onto base takes down its own lineage only (Alembic: every lineage)", () => {
    expect(move(forest, "a2 b2", "down b1-1")).toBe("b2 b1 => a2");
    expect(move(forest, "a2 b2", "down b2-2")).toBe("b2 b1 => a2");
    expect(move(forest, "a2 b2", "down side@b1-1")).toBe("b2 b1 => a2");
  });

  it("-1 from several rows is refused (Alembic: from whichever the server lists first)", () => {
    const error = errorOf(() => planDowngrade(graphOf(forest), ["a2", "b2"], "-1"));
    expect(error?.code).toBe("GRAPH_AMBIGUOUS_START");
    expect(error?.message).toContain('"a2", "b2"');
  });

  it("label@-1 from several rows of the branch, or none, is refused (Alembic: AssertionError)", () => {
    expect(move("a # x, b < a, c < a", "b c", "down x@-1")).toBe("GRAPH_AMBIGUOUS_START");
    expect(move(forest, "a2", "down side@-1")).toBe("GRAPH_TOO_FAR");
  });

  it("rev+N past the head is refused (Alembic: AssertionError)", () => {
    expect(move(line, "", "up c+2")).toBe("GRAPH_TOO_FAR");
    expect(move(line, "", "up head+1")).toBe("GRAPH_TOO_FAR");
    expect(move(line, "d", "down c+2")).toBe("GRAPH_TOO_FAR");
  });

  it("rev-N onto base is a target of upgrade, with nothing to do (Alembic: AssertionError)", () => {
    expect(move(line, "b", "up b-2")).toBe("=> b");
  });

  it("a row that no file has is refused by name", () => {
    for (const plan of [planUpgrade, planDowngrade]) {
      const error = errorOf(() => plan(graphOf(line), ["b", "gone"], "base"));
      expect(error?.code).toBe("REVISION_NOT_IN_FILES");
      expect(error?.message).toContain('"gone"');
    }
  });

  it("a row that another row includes is no dead end (Alembic: 'overlaps with other requested revisions')", () => {
    expect(move(line, "a c", "up head")).toBe("d => d");
    expect(move(line, "a c", "down base")).toBe("c b a =>");
  });

  it("a target that has only been run as a dependency is refused, saying what depends on it", () => {
    const error = errorOf(() => planDowngrade(graphOf("a1, b1 & a1"), ["b1"], "a1"));
    expect(error).toMatchObject({
      code: "GRAPH_NOT_BELOW",
      hint: expect.stringContaining('because "b1" depends on it'),
    });
  });

  it("a merge of a revision and its own ancestor is taken up and down", () => {
    const related = "a, b < a, m < a b, z # other";
    expect(move(related, "z", "up heads")).toBe("a b m => m z");
    expect(move(related, "m", "down b")).toBe("m => b");
    // Beside rows of other branches Alembic gives the ancestor a row too, and both tools must find the same rows.
    expect(move(related, "m z", "down b")).toBe("m => a b z");
    expect(move(related, "a b z", "up heads")).toBe("m => m z");
  });
});

describe("the version table", () => {
  const rowsOf = (text: string, rows: string, verb: "up" | "down", target: string): readonly string[] => {
    const plan = (verb === "up" ? planUpgrade : planDowngrade)(
      graphOf(text),
      rows === "" ? [] : rows.split(" "),
      target,
    );
    return plan.steps.map(({ revision, rows: change }) => {
      const updates = change.update.map(({ from, to }) => `${from}>${to}`);
      return [
        revision.id,
        ...change.delete.map((id) => `-${id}`),
        ...change.insert.map((id) => `+${id}`),
        ...updates,
      ].join(" ");
    });
  };

  it.each<[string, string, string, "up" | "down", string, readonly string[]]>([
    ["inserts a base, then updates", line, "", "up", "b", ["a +a", "b a>b"]],
    ["updates on the way down, then deletes", line, "b", "down", "base", ["b b>a", "a -a"]],
    ["inserts a branch beside the row", open, "c1", "up", "c2", ["c2 +c2"]],
    ["deletes all but one at a merge", merged, "d1 d2", "up", "e", ["e -d2 d1>e"]],
    ["inserts all but one at an unmerge", merged, "e", "down", "d1", ["e +d2 e>d1"]],
    ["merges the row of a dependency away", dependent, "a2 b2", "up", "b3", ["b3 -a2 b2>b3"]],
    ["keeps a parent that another row includes", "a, b < a, c < a, m < b c, d < c", "b d", "up", "m", ["m b>m"]],
    ["deletes where other rows include all parents", "a, b < a, c < a", "b c", "down", "c@a", ["c -c"]],
    [
      "a dependency that an ancestor has already is no row",
      "a1, a2 < a1, b1, b2 < b1 & a2, b3 < b2 & a2",
      "b3",
      "down",
      "b2",
      ["b3 b3>b2"],
    ],
  ])("%s", (_claim, text, rows, verb, target, want) => expect(rowsOf(text, rows, verb, target)).toEqual(want));
});

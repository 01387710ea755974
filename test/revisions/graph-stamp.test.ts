import { describe, expect, it } from "vitest";
import { planStamp, planUpgrade } from "../../src/revisions/path.ts";
import { applyRowChange } from "../../src/revisions/version-rows.ts";
import { codeOf, graphOf } from "./revision-maker.ts";

const forest = "a1 # core, a2 < a1, b1 # side, b2 < b1";
const open = "a, b < a, c1 < b # left, d1 < c1, c2 < b # right, d2 < c2";
const effective = "a1 # a, a2 < a1, b1 # b, b2 < b1, n1 # n, n2 < n1 & b2";
const words = (text: string): readonly string[] => text.split(" ").filter((word) => word !== "");

describe("a stamp writes", () => {
  it.each([
    ["a head into an empty table", forest, "", "core@head", "a2"],
    ["all heads", forest, "", "heads", "a2 b2"],
    ["nothing where all is right", forest, "a2 b2", "heads", "a2 b2"],
    ["upwards over rows", open, "c1 c2", "d1", "c2 d1"],
    ["downwards over rows", open, "d1 d2", "b", "b"],
    ["a new branch beside the others", forest, "a2", "b1", "a2 b1"],
    ["base: an empty table", forest, "a2 b2", "base", ""],
    ["label@base: that branch away", forest, "a2 b2", "side@base", "a2"],
    ["several targets", forest, "a1", "a2 b1", "a2 b1"],
    ["one target twice", forest, "", "a2 a2", "a2"],
    ["a label's lineage away beside a new target", forest, "a2 b2", "side@base a1", "a1"],
    ["-1 on an empty table: below the heads", "a, b < a, c < b", "", "-1", "b"],
    ["the branch as a whole with branch@rev", "a # x, b < a, c < a, d < c", "b c", "x@d", "d"],
  ])("%s", (_claim, text, rows, targets, want) => {
    const plan = planStamp(graphOf(text), words(rows), words(targets), {});
    expect(plan.heads.toSorted()).toEqual(words(want));
    expect(plan.changes.reduce(applyRowChange, words(rows)).toSorted()).toEqual(words(want));
  });

  it("nothing and no change when the rows are right", () => {
    expect(planStamp(graphOf(forest), ["b2", "a2"], ["heads"], {}).changes).toEqual([]);
  });

  it("with purge, whatever was there, known or not", () => {
    const plan = planStamp(graphOf(forest), ["gone", "a2"], ["b1"], { purge: true });
    expect(plan.heads).toEqual(["b1"]);
    expect(plan.changes).toEqual([{ delete: ["gone", "a2"], insert: ["b1"], update: [] }]);
  });
});

describe("where Alembic goes wrong", () => {
  it("stamp heads keeps every row that is needed (Alembic: loses a2 here)", () => {
    const graph = graphOf(effective);
    const rows = planStamp(graph, ["a2", "b2"], ["heads"], {}).heads;
    expect(rows.toSorted()).toEqual(["a2", "n2"]);
    expect(rows).toEqual(planUpgrade(graph, ["a2", "b2"], "heads").heads);
  });

  it.each([
    ["a revision with two that rest on it (Alembic: takes it)", open, "", "a d1 d2"],
    ["a revision with its dependency", effective, "", "b2 n2"],
    ["base with a revision", forest, "", "base a1"],
    ["a branch's base with a revision of it", forest, "a2", "core@base a2"],
  ])("a nonsensical stamp is refused: %s", (_claim, text, rows, targets) => {
    expect(codeOf(() => planStamp(graphOf(text), words(rows), words(targets), {}))).toBe("GRAPH_STAMP_CONFLICT");
  });

  it.each([
    ["an unknown row, without purge", ["gone"], "b1", "REVISION_NOT_IN_FILES"],
    ["a relative target over rows", ["a1"], "-1", "GRAPH_RELATIVE_REFUSED"],
    ["a relative target upwards", [], "+1", "GRAPH_RELATIVE_REFUSED"],
    ["head, when there are several", [], "head", "GRAPH_MULTIPLE_HEADS"],
    ["a range", [], "a1:a2", "GRAPH_RANGE_REFUSED"],
    ["an unknown branch's base", [], "nosuch@base", "REVISION_BRANCH_UNKNOWN"],
  ])("refused: %s", (_claim, rows, target, code) => {
    expect(codeOf(() => planStamp(graphOf(forest), rows, [target], {}))).toBe(code);
  });
});

describe("a row change is refused when the table is another than expected", () => {
  it.each([
    ["a row to be deleted is gone", { delete: ["x"], insert: [], update: [] }],
    ["a row to be updated is gone", { delete: [], insert: [], update: [{ from: "x", to: "y" }] }],
    ["a row to be inserted is there", { delete: [], insert: ["a"], update: [] }],
    ["a row to be updated to is there", { delete: [], insert: [], update: [{ from: "b", to: "a" }] }],
  ])("%s", (_claim, change) => expect(codeOf(() => applyRowChange(["a", "b"], change))).toBe("GRAPH_ROWS_CHANGED"));
});

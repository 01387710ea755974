import { describe, expect, it } from "vitest";
import { currentRevisions, resolveRevisions } from "../../src/revisions/target.ts";
import { codeOf, errorOf, graphOf } from "./revision-maker.ts";

// a100 - a200 - a300 ┐                    b100 - b200 (billing)
//            \- c300 - d400 (merge)       x100, depends on b200
const graph = graphOf(
  "a100 # core, a200 < a100, a300 < a200, c300 < a200 # side, d400 < a300 c300, b100 # billing, b200 < b100, x100 & b200 # extra, shop1 < x100 # shopping-cart",
);

describe("a target names", () => {
  it.each<[target: string, ids: string]>([
    ["a200", "a200"],
    ["a2", "a200"],
    ["c3", "c300"],
    ["billing", "b100"],
    ["bill", "b100"],
    ["shopping-cart", "shop1"],
    ["shopping-cart@head", "shop1"],
    ["shopping-cart@-1", "x100"],
    ["heads", "d400 shop1"],
    ["base", ""],
    ["core@base", ""],
    ["core@head", "d400"],
    ["billing@head", "b200"],
    ["billing@heads", "b200"],
    ["a300@head", "d400"],
    ["a30@a1", "a100"],
    ["side@side", "c300"],
    ["side@a", "a100 !REVISION_AMBIGUOUS"],
    ["a300@a300", "a300"],
    ["-1", "x100 !GRAPH_AMBIGUOUS_WALK"],
    ["extra@-1", "x100"],
    ["extra@-9", ""],
    ["current", "a200 b100"],
    ["core@current", "a200"],
  ])("%s", (target, want) => {
    const [first, error] = want.split(" !");
    const found = errorOf(() => resolveRevisions(graph, target));
    if (error !== undefined) expect(found?.code).toBe(error);
    else
      expect(
        resolveRevisions(graph, target, ["a200", "b100"])
          .map(({ id }) => id)
          .toSorted()
          .join(" "),
      ).toBe(first);
  });

  it("nothing in an empty history", () => {
    for (const target of ["head", "heads", "base", "-1"]) expect(resolveRevisions(graphOf(""), target)).toEqual([]);
  });
});

describe("current shows", () => {
  it.each([
    ["the rows", "a300 b100", "a300 b100"],
    ["heads that have been run as dependencies", "shop1", "b200 shop1"],
    ["nothing at base", "", ""],
  ])("%s", (_claim, rows, want) => {
    const ids = currentRevisions(graph, rows === "" ? [] : rows.split(" ")).map(({ id }) => id);
    expect(ids.toSorted().join(" ")).toBe(want);
  });

  it("no row that no file has", () => {
    expect(codeOf(() => currentRevisions(graph, ["gone"]))).toBe("REVISION_NOT_IN_FILES");
  });
});

describe("a target is refused", () => {
  it.each<[target: string, code: string, says: string]>([
    ["head", "GRAPH_MULTIPLE_HEADS", '"d400"'],
    ["nosuchrev", "REVISION_UNKNOWN", "Can't locate revision identified by 'nosuchrev'"],
    ["a3000", "REVISION_UNKNOWN", 'did you mean "a300"'],
    ["hed", "REVISION_UNKNOWN", 'did you mean "head"'],
    ["biling", "REVISION_UNKNOWN", 'did you mean "billing"'],
    ["b", "REVISION_AMBIGUOUS", '"b100", "b200"'],
    ["c", "REVISION_AMBIGUOUS", '"core"'],
    ["billing@a200", "REVISION_NOT_ON_BRANCH", "not a member of branch 'billing'"],
    ["billing@a2", "REVISION_NOT_ON_BRANCH", "Revision a200"],
    ["nosuch@head", "REVISION_BRANCH_UNKNOWN", "No such branch: 'nosuch'"],
    ["nosuch@base", "REVISION_BRANCH_UNKNOWN", "No such branch: 'nosuch'"],
    ["biling@head", "REVISION_BRANCH_UNKNOWN", 'did you mean "billing"'],
    ["current", "GRAPH_CURRENT_UNKNOWN", '"current"'],
    ["a100+1", "GRAPH_RELATIVE_REFUSED", "a100+1"],
    ["a200-1", "GRAPH_RELATIVE_REFUSED", "a200-1"],
    ["+1", "GRAPH_RELATIVE_REFUSED", "+1"],
    ["a100:a200", "GRAPH_RANGE_REFUSED", "Range revision not allowed"],
    ["", "GRAPH_TARGET_SYNTAX", '""'],
    ["@head", "GRAPH_TARGET_SYNTAX", '"@head"'],
    ["core@", "GRAPH_TARGET_SYNTAX", '"core@"'],
    ["a@b@head", "GRAPH_TARGET_SYNTAX", '"a@b@head"'],
  ])("%s", (target, code, says) => {
    const error = errorOf(() => resolveRevisions(graph, target));
    expect(error?.code).toBe(code);
    expect(error?.message).toContain(says);
  });
});

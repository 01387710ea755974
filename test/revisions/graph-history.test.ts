import { describe, expect, it } from "vitest";
import { historyRange, splitSqlRange } from "../../src/revisions/path.ts";
import { errorOf, graphOf } from "./revision-maker.ts";

const line = "a # x, b < a, c < b, d < c, e < d";
const effective = "a1 # a, a2 < a1, b1 # b, b2 < b1, n1 # n, n2 < n1 & b2";
const open = "a, b < a, c1 < b # left, d1 < c1, c2 < b # right, d2 < c2";

describe("a history range shows", () => {
  it.each<[text: string, range: string | undefined, rows: string, want: string]>([
    [line, undefined, "", "e d c b a"],
    [line, ":", "", "e d c b a"],
    [line, "b:d", "", "d c b"],
    [line, " b:d ", "", "d c b"],
    [line, "c:", "", "e d c"],
    [line, ":c", "", "c b a"],
    [line, "-2:", "", "e d c"],
    [line, "-9:", "", "e d c b a"],
    [line, "-2:d", "", "d c b"],
    [line, "-1:current", "c", "c b"],
    [line, "current:+2", "b", "d c b"],
    [line, "current:", "c", "e d c"],
    [line, "current:", "", "e d c b a"],
    [line, ":current", "", ""],
    [line, "b:+1", "", "c b"],
    [line, "b:+99", "", "e d c b"],
    [line, ":+2", "", "b a"],
    [line, "b+1:e-1", "", "d c"],
    [line, "a+1:a+1", "", "b"],
    [line, "x:", "", "e d c b a"],
    [open, "left:", "", "d1 c1"],
    [open, "b:left@head", "", "d1 c1 b"],
    [effective, ":n@head", "", "n2 n1 b2 b1"],
    [effective, "b@base:", "", "b2 b1"],
    [open, "-1:current", "c1 d2", "c1 c2 d2 b"],
  ])("%s | %s | %s", (text, range, rows, want) => {
    const current = rows === "" ? [] : rows.split(" ");
    const got = historyRange(graphOf(text), range, current).map(({ id }) => id);
    expect(got.toSorted()).toEqual(
      want
        .split(" ")
        .filter((id) => id !== "")
        .toSorted(),
    );
    if (text === line) expect(got.join(" ")).toBe(want);
  });

  it("label:, whose head is only an effective one (Alembic: AssertionError)", () => {
    const got = historyRange(graphOf(effective), "b:", []).map(({ id }) => id);
    expect(got).toEqual(["b2", "b1"]);
  });
});

describe("a history range is refused", () => {
  it.each([
    ["b", "GRAPH_RANGE_SYNTAX", "History range requires"],
    ["a:b:c", "GRAPH_RANGE_SYNTAX", "History range requires"],
    ["d:b", "GRAPH_RANGE_ORDER", "d:b does not refer to ancestor/descendant"],
    ["nosuch:", "REVISION_UNKNOWN", "nosuch"],
    [":-2", "GRAPH_TOO_FAR", "counted up"],
    ["+2:", "GRAPH_TOO_FAR", "counted down"],
    ["current:", "REVISION_NOT_IN_FILES", "gone"],
  ])("%s", (range, code, says) => {
    const error = errorOf(() => historyRange(graphOf(line), range, ["gone"]));
    expect(error?.code).toBe(code);
    expect(error?.message).toContain(says);
  });
});

describe("a range for an SQL script", () => {
  it.each([
    ["head", { to: "head" }],
    ["base:head", { from: "base", to: "head" }],
    ["a1:side@head", { from: "a1", to: "side@head" }],
  ])("%s", (text, want) => expect(splitSqlRange(text)).toEqual(want));

  it.each(["", ":", "a:", ":b", "a:b:c"])("%j is refused", (text) => {
    expect(errorOf(() => splitSqlRange(text))?.code).toBe("GRAPH_RANGE_SYNTAX");
  });
});

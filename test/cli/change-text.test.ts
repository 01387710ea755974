import { expect, it } from "vitest";
import { changeLines } from "../../src/cli/change-text.ts";

it.each([
  ["a name with a line break", "Drop table new\nline", "Drop table new line"],
  ["a check of several lines", "Create check on t: a\r\n  > b", "Create check on t: a > b"],
  ["a name that would colour the terminal", "Drop table \u001b[31mt", "Drop table \\x1b[31mt"],
  ["any other name", "Drop table 漢字 \\ 'x'", "Drop table 漢字 \\ 'x'"],
])("%s takes one plain line", (_claim, text, line) => {
  expect(changeLines([{ kind: "dropTable", text }])).toEqual([`  - ${line}`]);
});

it("what a change loses stands in the same line", () => {
  expect(changeLines([{ kind: "dropTable", text: "Drop table t", loses: "the rows of t" }])).toEqual([
    "  - Drop table t (loses the rows of t)",
  ]);
});

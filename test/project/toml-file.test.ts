import { describe, expect, test } from "vitest";
import { parseToml } from "../../src/project/toml-file.ts";
import { thrownBy } from "./project-directory.ts";

const READ: readonly { claim: string; text: string; gives: object }[] = [
  { claim: "nothing", text: "\n# only a comment\r\n", gives: {} },
  {
    claim: "texts, numbers and truth",
    text: "a = \"x\"\nb = 'y'\nc = -1_000\nd = true # no",
    gives: { a: "x", b: "y", c: -1000, d: true },
  },
  {
    claim: "what isn't whole or is a date stays as it is written",
    text: "a = 1.5\nb = 1979-05-27 07:32:00\nc = 0xff",
    gives: { a: "1.5", b: "1979-05-27 07:32:00", c: "0xff" },
  },
  {
    claim: "escapes",
    text: `${String.raw`a = "\t\"\\\u00e9\U0001F600"`}\nb = 'no \\escape'`,
    gives: { a: '\t"\\é😀', b: "no \\escape" },
  },
  {
    claim: "texts of several lines",
    text: "a = \"\"\"\none\n  two \\\n   three\"\"\"\nb = '''\nx # y\\'''",
    gives: { a: "one\n  two three", b: "x # y\\" },
  },
  { claim: "quotes at the end of a text of several lines", text: 'a = """x"""""', gives: { a: 'x""' } },
  {
    claim: "tables, dotted and quoted keys",
    text: '[a.b]\n"c d" = 1\ne.f = 2\n[ a . "g.h" ]\ni = 3',
    gives: { a: { b: { "c d": 1, e: { f: 2 } }, "g.h": { i: 3 } } },
  },
  {
    claim: "arrays over several lines, with comments and a comma at the end",
    text: 'a = [\n  "x", # one\n  # two\n  "y",\n]\nb = []\nc = [[1], [2, 3]]',
    gives: { a: ["x", "y"], b: [], c: [[1], [2, 3]] },
  },
  { claim: "inline tables", text: 'a = { b = 1, c.d = "x" }\ne = {}', gives: { a: { b: 1, c: { d: "x" } }, e: {} } },
  {
    claim: "arrays of tables, and a table in the last of them",
    text: "[[a]]\nx = 1\n[[a]]\nx = 2\n[a.b]\ny = 3",
    gives: { a: [{ x: 1 }, { x: 2, b: { y: 3 } }] },
  },
  {
    claim: "a name that JavaScript has for itself",
    text: '[a]\nconstructor = "x"\n[toString]\nb = 1',
    gives: { a: { constructor: "x" }, toString: { b: 1 } },
  },
];

describe("read", () => {
  test.each(READ)("$claim", ({ text, gives }) => {
    expect(parseToml(text, "p.toml")).toEqual(gives);
  });
});

const REFUSED: readonly { claim: string; text: string; says: string }[] = [
  { claim: "a key without a value", text: "a = 1\nb =\n", says: "p.toml:2" },
  { claim: "a line without =", text: "\n\na b\n", says: "p.toml:3" },
  { claim: "a text that doesn't end", text: 'a = "x\n', says: "doesn't end" },
  { claim: "a list that doesn't end", text: "a = [1,\n", says: "needs a value" },
  { claim: "a header that doesn't end", text: "[a\nb = 1", says: "p.toml:1" },
  { claim: "a key twice", text: "a = 1\na = 2", says: "second time" },
  { claim: "a value used as a table", text: "a = 1\n[a.b]\nc = 1", says: "as a table and as a value" },
  { claim: "more behind a value", text: 'a = "x" y', says: "more on the line" },
  { claim: "an unknown escape", text: String.raw`a = "\q"`, says: String.raw`\q` },
];

describe("refused", () => {
  test.each(REFUSED)("$claim", async ({ text, says }) => {
    const said = await thrownBy(() => parseToml(text, "p.toml"));
    expect(said).toContain("CONFIG_UNREADABLE");
    expect(said).toContain(says);
  });
});

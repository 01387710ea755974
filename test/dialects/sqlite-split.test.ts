import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import { split } from "../../src/dialects/sqlite/split.ts";
import { tokenize } from "../../src/dialects/sqlite/tokens.ts";

const TRIGGER = `CREATE TRIGGER t AFTER UPDATE ON a BEGIN
  UPDATE a SET x = CASE WHEN new.x > 1 THEN 2 ELSE 3 END;
  SELECT CASE WHEN 1 THEN 2 END;
END`;

describe("a script is cut", () => {
  const rows: readonly (readonly [claim: string, script: string, ...statements: string[]])[] = [
    ["at semicolons", "SELECT 1; SELECT 2", "SELECT 1", "SELECT 2"],
    ["with or without the last semicolon", "SELECT 1;\n", "SELECT 1"],
    ["leaving out the empty ones", ";; SELECT 1 ;;\n;", "SELECT 1"],
    ["into nothing when there is nothing", " -- only a comment\n/* and another */ "],
    ["not in a string", "SELECT 'a;b''c;'; SELECT 2", "SELECT 'a;b''c;'", "SELECT 2"],
    ["not in a quoted name", 'SELECT "a;b", [c;d], `e;f`; SELECT 2', 'SELECT "a;b", [c;d], `e;f`', "SELECT 2"],
    ["not in a comment", "SELECT 1 -- a;b\n + /* c;d */ 2; SELECT 3", "SELECT 1 -- a;b\n + /* c;d */ 2", "SELECT 3"],
    ["without the comments between statements", "-- first\nSELECT 1;\n-- second\nSELECT 2;", "SELECT 1", "SELECT 2"],
    ["keeping a trigger whole, CASE … END inside", `${TRIGGER}; SELECT 1;`, TRIGGER, "SELECT 1"],
    [
      "keeping a temporary trigger whole",
      `${TRIGGER.replace("CREATE", "create temp")};`,
      TRIGGER.replace("CREATE", "create temp"),
    ],
    [
      "keeping an explained trigger whole",
      `EXPLAIN QUERY PLAN ${TRIGGER};SELECT 1`,
      `EXPLAIN QUERY PLAN ${TRIGGER}`,
      "SELECT 1",
    ],
    ["after a trigger that has no body", "CREATE TRIGGER t; SELECT 1", "CREATE TRIGGER t", "SELECT 1"],
    [
      "at the semicolon of BEGIN outside of triggers",
      "BEGIN; INSERT INTO a VALUES (1); END;",
      "BEGIN",
      "INSERT INTO a VALUES (1)",
      "END",
    ],
    ["not behind a dot inside a statement", "SELECT a\n.b FROM a; SELECT 1", "SELECT a\n.b FROM a", "SELECT 1"],
    ["behind a byte order mark", "\ufeffSELECT 1;", "SELECT 1"],
  ];
  it.each(rows)("%s", (_, script, ...statements) => {
    expect(split(script).map(({ sql }) => sql)).toEqual(statements);
  });

  it("with the line on which each statement starts", () => {
    const script = `-- one\n\nSELECT 1;\nSELECT\n2; SELECT 3;\n${TRIGGER};\n\nSELECT 4`;
    expect(split(script).map(({ line }) => line)).toEqual([3, 4, 5, 6, 11]);
  });
});

describe("a script is refused that", () => {
  const rows: readonly (readonly [what: string, script: string, code: string, line: number])[] = [
    ["ends in a string", "SELECT 1;\nSELECT 'a", "DIALECT_SCRIPT_UNTERMINATED", 2],
    ["ends in a quoted name", 'SELECT 1;\n\nSELECT "a', "DIALECT_SCRIPT_UNTERMINATED", 3],
    ["ends in a name in brackets", "SELECT [a", "DIALECT_SCRIPT_UNTERMINATED", 1],
    ["ends in a comment", "SELECT 1;\n/* never\nclosed", "DIALECT_SCRIPT_UNTERMINATED", 2],
    [
      "ends in a trigger",
      "SELECT 1;\nCREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;",
      "DIALECT_SCRIPT_UNTERMINATED",
      2,
    ],
    ["has a command of the shell", "SELECT 1;\n.mode csv\nSELECT 2;", "DIALECT_SCRIPT_SHELL_COMMAND", 2],
  ];
  it.each(rows)("%s", (_, script, code, line) => {
    try {
      split(script);
    } catch (error) {
      expect(isLimbeckError(error, code)).toBe(true);
      expect(isLimbeckError(error) && error.details["line"]).toBe(line);
      return;
    }
    expect.unreachable();
  });
});

describe("whatever the script,", () => {
  const pieces = [
    "SELECT",
    "a",
    '"q;"',
    "'s''t;'",
    "[b;]",
    "`c;`",
    "1.5e3",
    "x'0f'",
    "?1",
    ":p",
    "->>",
    "||",
    "(",
    ")",
    "\n",
    "--c;\n",
    "/*;*/",
    ";",
  ];
  const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(" "));

  it("the statements joined are the script", () => {
    fc.assert(
      fc.property(soup, (script) => {
        const texts = (sql: string) => tokenize(sql).map((token) => token.text);
        const joined = split(script)
          .map(({ sql }) => sql)
          .join("\n;\n");
        expect(texts(joined).filter((text) => text !== ";")).toEqual(texts(script).filter((text) => text !== ";"));
      }),
      { numRuns: 300 },
    );
  });

  it("tokens cover all text but space and comments, in order", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        const tokens = tokenize(text);
        let at = 0;
        for (const token of tokens) {
          expect(text.slice(at, token.start)).toMatch(/^(?:[ \t\n\f\r\ufeff]|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*$/);
          expect(token.text).toBe(text.slice(token.start, token.end));
          expect(token.end).toBeGreaterThan(token.start);
          at = token.end;
        }
      }),
      { numRuns: 300 },
    );
  });
});

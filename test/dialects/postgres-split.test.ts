import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import { split } from "../../src/dialects/postgres/split.ts";
import { tokenize } from "../../src/dialects/postgres/tokens.ts";

const ATOMIC = `CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql
BEGIN ATOMIC
  SELECT CASE WHEN a > 1 THEN 2 ELSE 3 END;
  SELECT 1;
END`;
const BODY = `CREATE FUNCTION f() RETURNS int AS $body$ BEGIN; RETURN 'it''s $$'; END; $body$ LANGUAGE plpgsql`;

describe("a script is cut", () => {
  const rows: readonly (readonly [claim: string, script: string, ...statements: string[]])[] = [
    ["at semicolons", "SELECT 1; SELECT 2", "SELECT 1", "SELECT 2"],
    ["with or without the last semicolon", "SELECT 1;\n", "SELECT 1"],
    ["leaving out the empty ones", ";; SELECT 1 ;;\n;", "SELECT 1"],
    ["into nothing when there is nothing", " -- only a comment\n/* and another */ "],
    ["not in a string", "SELECT 'a;b''c;'; SELECT 2", "SELECT 'a;b''c;'", "SELECT 2"],
    ["where a plain string ends in a backslash", "SELECT 'a\\'; SELECT 2", "SELECT 'a\\'", "SELECT 2"],
    ["not behind an escaped quote", "SELECT E'a\\';b'; SELECT 2", "SELECT E'a\\';b'", "SELECT 2"],
    ["not behind an escaped quote with a small e", "SELECT e'\\\\\\';'; SELECT 2", "SELECT e'\\\\\\';'", "SELECT 2"],
    ["not in a Unicode string", "SELECT U&'\\0041;'''; SELECT 2", "SELECT U&'\\0041;'''", "SELECT 2"],
    ["where a word ends in e before a string", "SELECT date'a\\'; SELECT 2", "SELECT date'a\\'", "SELECT 2"],
    ["not in a quoted name", 'SELECT "a;""b"; SELECT 2', 'SELECT "a;""b"', "SELECT 2"],
    ["not in a Unicode name", 'SELECT U&"a;"; SELECT 2', 'SELECT U&"a;"', "SELECT 2"],
    ["not in a comment", "SELECT 1 -- a;b\n + /* c;d */ 2; SELECT 3", "SELECT 1 -- a;b\n + /* c;d */ 2", "SELECT 3"],
    ["not in a comment in a comment", "SELECT /* a /* b;*/ ;*/ 1; SELECT 2", "SELECT /* a /* b;*/ ;*/ 1", "SELECT 2"],
    ["without the comments between statements", "-- first\nSELECT 1;\n-- second\nSELECT 2;", "SELECT 1", "SELECT 2"],
    ["not in a dollar-quoted text", `${BODY}; SELECT 2`, BODY, "SELECT 2"],
    ["not in one without a tag", "DO $$ BEGIN NULL; END $$; SELECT 2", "DO $$ BEGIN NULL; END $$", "SELECT 2"],
    ["not behind another tag", "SELECT $a$ $b$;$a$; SELECT 2", "SELECT $a$ $b$;$a$", "SELECT 2"],
    ["where a dollar sign is part of a name", "SELECT a$b$; SELECT 2", "SELECT a$b$", "SELECT 2"],
    ["where a parameter stands", "PREPARE p AS SELECT $1; SELECT 2", "PREPARE p AS SELECT $1", "SELECT 2"],
    ["keeping the SQL body of a function whole", `${ATOMIC}; SELECT 1;`, ATOMIC, "SELECT 1"],
    [
      "keeping a rule whole",
      "CREATE RULE r AS ON INSERT TO a DO (SELECT 1; SELECT 2); SELECT 3",
      "CREATE RULE r AS ON INSERT TO a DO (SELECT 1; SELECT 2)",
      "SELECT 3",
    ],
    ["at the semicolon of BEGIN outside of functions", "BEGIN; SELECT 1; END;", "BEGIN", "SELECT 1", "END"],
    ["without the marks of pg_dump", "\\restrict aZ09\n\nSELECT 1;\n\\unrestrict aZ09\n", "SELECT 1"],
    ["behind a byte order mark", "\ufeffSELECT 1;", "SELECT 1"],
    ["where COPY reads a file", "COPY a FROM '/a.csv'; SELECT 1", "COPY a FROM '/a.csv'", "SELECT 1"],
  ];
  it.each(rows)("%s", (_, script, ...statements) => {
    expect(split(script).map(({ sql }) => sql)).toEqual(statements);
  });

  it("with the line on which each statement starts", () => {
    const script = `-- one\n\nSELECT 1;\nSELECT\n2; SELECT 3;\n${ATOMIC};\n\nSELECT 4`;
    expect(split(script).map(({ line }) => line)).toEqual([3, 4, 5, 6, 12]);
  });
});

describe("a script is refused that", () => {
  const rows: readonly (readonly [what: string, script: string, code: string, line: number])[] = [
    ["ends in a string", "SELECT 1;\nSELECT 'a", "DIALECT_SCRIPT_UNTERMINATED", 2],
    ["ends in a string behind an escaped quote", "SELECT E'a\\'", "DIALECT_SCRIPT_UNTERMINATED", 1],
    ["ends in a quoted name", 'SELECT 1;\n\nSELECT "a', "DIALECT_SCRIPT_UNTERMINATED", 3],
    ["ends in a comment", "SELECT 1;\n/* /* never */\nclosed", "DIALECT_SCRIPT_UNTERMINATED", 2],
    ["ends in a dollar-quoted text", "SELECT 1;\nSELECT $a$ x $$", "DIALECT_SCRIPT_UNTERMINATED", 2],
    [
      "ends in the body of a function",
      "SELECT 1;\nCREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;",
      "DIALECT_SCRIPT_UNTERMINATED",
      2,
    ],
    ["has a command of the shell", "SELECT 1;\n\\set a 1\nSELECT 2;", "DIALECT_SCRIPT_SHELL_COMMAND", 2],
    ["has a command of the shell in place of a semicolon", "SELECT 1\n\\gexec", "DIALECT_SCRIPT_SHELL_COMMAND", 2],
    ["has more behind a mark of pg_dump", "SELECT 1;\n\\restrict a \\! ls\n", "DIALECT_SCRIPT_SHELL_COMMAND", 2],
    ["has rows in it", "SELECT 1;\nCOPY a (b) FROM stdin;\nit's\t\\N\n\\.\n", "DIALECT_SCRIPT_SHELL_COMMAND", 2],
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

describe("a token stands for", () => {
  const rows: readonly (readonly [text: string, kind: string, value: string])[] = [
    ["'it''s \\n'", "string", "it's \\n"],
    ["E'a\\tb\\'c\\\\\\x41\\u00e9\\101'", "string", "a\tb'c\\A\u00e9A"],
    ["U&'d\\0061t\\+000061\\\\'", "string", "data\\"],
    ["$x$a'b$x$", "string", "a'b"],
    ["b'01'", "bits", "01"],
    ['"a""B"', "quoted", 'a"B'],
    ['U&"d\\0061t"', "quoted", "dat"],
    ["Ünï$1", "word", "Ünï$1"],
    ["1_000.5e-3", "number", "1_000.5e-3"],
    ["0xFF_FF", "number", "0xFF_FF"],
    ["$12", "parameter", "$12"],
    ["::", "operator", "::"],
    ["->>", "operator", "->>"],
    ["@-", "operator", "@-"],
  ];
  it.each(rows)("%s", (text, kind, value) => {
    expect(tokenize(text).map((token) => [token.kind, token.value])).toEqual([[kind, value]]);
  });

  const cut: readonly (readonly [text: string, ...tokens: string[]])[] = [
    ["1-- x", "1"],
    ["a*-1", "a", "*", "-", "1"],
    ["a@-1", "a", "@-", "1"],
    ["a<-b", "a", "<", "-", "b"],
    ["a=/*x*/b", "a", "=", "b"],
    ["1..10", "1", "..", "10"],
    ["x[1:2]", "x", "[", "1", ":", "2", "]"],
    ["a:=1", "a", ":=", "1"],
  ];
  it.each(cut)("each part of %s", (text, ...tokens) => {
    expect(tokenize(text).map((token) => token.text)).toEqual(tokens);
  });
});

describe("whatever the script,", () => {
  const pieces = [
    ...["SELECT", "CREATE", "FUNCTION", "BEGIN", "END", "CASE", "a", '"q;"', "'s''t;'", "E'\\';'", "$$;$$", "$t$;$t$"],
    ...["1.5e3", "x'0f'", "$1", "->>", "||", "(", ")", "\n", "--c;\n", "/*;/*;*/*/", ";"],
  ];
  const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(" "));

  it("the statements joined are the script", () => {
    fc.assert(
      fc.property(soup, (script) => {
        const texts = (sql: string) =>
          tokenize(sql)
            .map((token) => token.text)
            .filter((text) => text !== ";");
        expect(statementsOf(script).flatMap(texts)).toEqual(texts(script));
      }),
      { numRuns: 300 },
    );
  });

  it("tokens cover all text but space and comments, in order", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        let at = 0;
        for (const token of tokenize(text)) {
          expect(text.slice(at, token.start)).toMatch(/^(?:[ \t\n\v\f\r\ufeff]|--[^\r\n]*|\/\*[\s\S]*\*\/)*$/);
          expect(token.text).toBe(text.slice(token.start, token.end));
          expect(token.end).toBeGreaterThan(token.start);
          at = token.end;
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** The statements; a script that ends inside a function's body is one whole. */
function statementsOf(script: string): readonly string[] {
  try {
    return split(script).map(({ sql }) => sql);
  } catch (error) {
    if (isLimbeckError(error, "DIALECT_SCRIPT_UNTERMINATED")) return [script];
    throw error;
  }
}

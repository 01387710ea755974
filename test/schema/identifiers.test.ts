import { describe, expect, test } from "vitest";
import { mentionsIdentifier, renameIdentifier } from "../../src/schema/identifiers.ts";
import { renameTableIn } from "../../src/schema/table-mentions.ts";

describe("mentionsIdentifier", () => {
  test.each<readonly [claim: string, text: string, name: string, found: boolean]>([
    ["finds a bare name", "age > 0", "age", true],
    ["finds a bare name in another case", "AGE > 0", "age", true],
    ["finds no part of a name", "average > 0", "age", false],
    ["finds a name in double quotes", '"age" > 0', "age", true],
    ["finds a name in backticks", "`age` > 0", "age", true],
    ["finds a name in brackets", "[age] > 0", "age", true],
    ["takes brackets behind a name for a subscript", "prices[age] > 0", "prices[age]", false],
    ["finds the name inside of a subscript", "prices[age] > 0", "age", true],
    ["minds the case of a quoted name", '"Age" > 0', "age", false],
    ["finds a name with quotes in it", '"a ""b""" > 0', 'a "b"', true],
    ["passes over strings", "kind = 'age'", "age", false],
    ["passes over strings with quotes in them", "kind = 'it''s age'", "age", false],
    ["passes over line comments", "kind -- age\n = 1", "age", false],
    ["passes over block comments", "kind /* age */ = 1", "age", false],
    ["goes on behind a comment", "kind -- x\n = age", "age", true],
    ["finds a qualified name", "users.age > 0", "age", true],
    ["finds a qualifier", "users.age > 0", "users", true],
    ["takes a call for a mention", "lower(email)", "lower", true],
    ["never takes a keyword for a bare name", "a IS NOT NULL OR b", "or", false],
    ["finds a quoted keyword", 'a IS NOT NULL AND "or"', "or", true],
    ["finds the first name of a text in dollars", "AS $f$age > 0 $f$", "age", true],
    ["finds the last name of a text in dollars", "AS $f$SELECT max(x) FROM age$f$", "age", true],
    ["finds the last name of a text in bare dollars", "AS $$SELECT max(x) FROM age$$", "age", true],
    ["finds a name with a dollar in it", "a$1 > 0", "a$1", true],
    ["finds a name of another script", "名前 <> ''", "名前", true],
  ])("%s", (_claim, text, name, found) => {
    expect(mentionsIdentifier(text, name)).toBe(found);
  });

  test.each<readonly [claim: string, text: string, renamed: string]>([
    ["a function", "date (date)", "date (day)"],
    ["the type of a cast", "date::date > CAST(date AS date)", "day::date > CAST(day AS date)"],
    ["a collation", "date COLLATE date", "day COLLATE date"],
  ])("for a column, leaves out %s", (_claim, text, renamed) => {
    expect(renameIdentifier(text, "date", "day", { as: "column" })).toBe(renamed);
    expect(mentionsIdentifier(text.replaceAll(/date(?=::| AS|\)| COLLATE)/g, "x"), "date", { as: "column" })).toBe(
      false,
    );
  });
});

describe("renameIdentifier", () => {
  test.each<readonly [claim: string, text: string, from: string, to: string, renamed: string]>([
    ["renames bare names", "age > 0 AND Age < 9", "age", "years", "years > 0 AND years < 9"],
    ["keeps double quotes", '"age" > 0', "age", "years", '"years" > 0'],
    ["keeps backticks", "`age` > 0", "age", "a`b", "`a``b` > 0"],
    ["keeps brackets", "[age] > 0", "age", "years old", "[years old] > 0"],
    ["leaves brackets that the new name would end", "[age] > 0", "age", "a]b", '"a]b" > 0'],
    ["puts quotes where the new name needs them", "age > 0", "age", "Years old", '"Years old" > 0'],
    ["puts quotes around a keyword", "age > 0", "age", "order", '"order" > 0'],
    ["leaves strings and comments", "age = 'age' -- age", "age", "years", "years = 'age' -- age"],
  ])("%s", (_claim, text, from, to, renamed) => {
    expect(renameIdentifier(text, from, to)).toBe(renamed);
  });
});

describe("renameTableIn", () => {
  test.each<readonly [claim: string, text: string, renamed: string]>([
    ["renames behind FROM", "SELECT * FROM users", "SELECT * FROM people"],
    ["renames behind JOIN", "SELECT * FROM a JOIN users ON 1", "SELECT * FROM a JOIN people ON 1"],
    ["renames in a list of FROM", "SELECT 1 FROM a, users u WHERE 1", "SELECT 1 FROM a, people u WHERE 1"],
    ["renames a qualifier", "SELECT users.id FROM users", "SELECT people.id FROM people"],
    ["keeps a column of the same name", "SELECT users, a FROM users", "SELECT users, a FROM people"],
    ["keeps a qualified column of the same name", "SELECT a.users FROM a", "SELECT a.users FROM a"],
    ["renames behind a namespace", "SELECT 1 FROM app.users", "SELECT 1 FROM app.people"],
    [
      "keeps columns in a list behind WHERE",
      "SELECT 1 FROM a WHERE x IN (b, users)",
      "SELECT 1 FROM a WHERE x IN (b, users)",
    ],
    [
      "renames in a subquery",
      "SELECT 1 WHERE EXISTS (SELECT 1 FROM a, users)",
      "SELECT 1 WHERE EXISTS (SELECT 1 FROM a, people)",
    ],
    ["renames quoted", 'SELECT 1 FROM "users"', 'SELECT 1 FROM "people"'],
    [
      "renames the table of a trigger, and what its body writes to",
      "CREATE TRIGGER users AFTER INSERT ON users BEGIN INSERT INTO users(a) VALUES (1); UPDATE users SET a = new.b; END",
      "CREATE TRIGGER users AFTER INSERT ON people BEGIN INSERT INTO people(a) VALUES (1); UPDATE people SET a = new.b; END",
    ],
  ])("%s", (_claim, text, renamed) => {
    expect(renameTableIn(text, "users", "people")).toBe(renamed);
  });
});

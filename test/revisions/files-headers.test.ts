import { describe, expect, it } from "vitest";
import { isLimbeckError } from "../../src/base/error.ts";
import type { RevisionHeader } from "../../src/revisions/header.ts";
import { headerPython } from "../../src/revisions/header-python.ts";
import { headerSql } from "../../src/revisions/header-sql.ts";
import { headerTypescript } from "../../src/revisions/header-typescript.ts";
import { readSqlSections } from "../../src/revisions/sql-file.ts";

/** What a row expects of a header; what is absent is a base without needs, labels or message. */
type Expected = Partial<RevisionHeader> & { readonly id: string };

const plain: RevisionHeader = { id: "", downRevisions: [], dependsOn: [], labels: [], message: "" };
const down = "export const downRevision = null;\n";

const typescript: readonly (readonly [string, string, Expected])[] = [
  ["double quotes", `export const revision = "a1";\n${down}`, { id: "a1" }],
  ["single quotes", `export const revision = 'a1';\n${down}`, { id: "a1" }],
  ["a template without substitutions", `export const revision = \`a1\`;\n${down}`, { id: "a1" }],
  [
    "no semicolons",
    `export const revision = "a1"\nexport const downRevision = "b2"\nexport function upgrade() {}`,
    {
      id: "a1",
      downRevisions: ["b2"],
    },
  ],
  ["escapes", `export const revision = "a\\x31\\u{5f}\\u0062";\n${down}`, { id: "a1_b" }],
  [
    "type annotations",
    `export const revision: string = "a1";\nexport const downRevision: string | null = "b2";`,
    {
      id: "a1",
      downRevisions: ["b2"],
    },
  ],
  [
    "a generic annotation",
    `export const revision = "a1";\nexport const downRevision: ReadonlyArray<string | (() => void)> = ["b2"];`,
    {
      id: "a1",
      downRevisions: ["b2"],
    },
  ],
  [
    "as const",
    `export const revision = "a1" as const;\nexport const downRevision = ["b", "c"] as const\n`,
    {
      id: "a1",
      downRevisions: ["b", "c"],
    },
  ],
  [
    "satisfies, and a type over two lines",
    `export const revision = "a1" satisfies string\nexport const downRevision = null as\n  | string\n  | null;`,
    { id: "a1" },
  ],
  [
    "parentheses",
    `export const revision = ("a1");\nexport const downRevision = (null as string | null);`,
    { id: "a1" },
  ],
  ["undefined is none", `export const revision = "a1";\nexport const downRevision = undefined;`, { id: "a1" }],
  [
    "a list over several lines with comments and a last comma",
    `export const revision = "a1";\nexport const downRevision = [\n  "b", // left\n  /* right */ "c",\n];`,
    {
      id: "a1",
      downRevisions: ["b", "c"],
    },
  ],
  ["an empty list", `export const revision = "a1"; export const downRevision = [];`, { id: "a1" }],
  [
    "labels and needs",
    `${down}export const revision = "a1";\nexport const branchLabels = ["x", "y-z"];\nexport const dependsOn = "x@head";`,
    {
      id: "a1",
      labels: ["x", "y-z"],
      dependsOn: ["x@head"],
    },
  ],
  [
    "several in one declaration",
    `export const revision = "a1", downRevision = "b2", dependsOn = ["c"];`,
    {
      id: "a1",
      downRevisions: ["b2"],
      dependsOn: ["c"],
    },
  ],
  ["let", `export let revision = "a1";\nexport var downRevision = "b2";`, { id: "a1", downRevisions: ["b2"] }],
  [
    "a decoy in a template",
    `const s = \`\nexport const revision = "no";\n\${ \`}\` + "}" }\n\`;\nexport const revision = "a1";\n${down}`,
    { id: "a1" },
  ],
  [
    "a decoy in comments",
    `// export const revision = "no"\n/* export const revision = "no" */\nexport const revision = "a1";\n${down}`,
    {
      id: "a1",
      message: 'export const revision = "no"',
    },
  ],
  [
    "a decoy in a string over two lines",
    `const s = "x \\\nexport const revision = 'no'";\nexport const revision = "a1";\n${down}`,
    { id: "a1" },
  ],
  [
    "a decoy in a namespace",
    `namespace N {\n  export const revision = "no";\n}\nexport const revision = "a1";\n${down}`,
    { id: "a1" },
  ],
  [
    "a name that isn't exported",
    `const revision = "no";\nexport const revision2 = "no";\nexport const revision = "a1";\n${down}`,
    { id: "a1" },
  ],
  [
    "regular expressions with quotes and slashes",
    `const a = /["'\`/]\\/export/g, b = 4 / 2 / 1;\nif (b) /"/.test("");\nfunction f() { return /'/ }\nexport const revision = "a1";\n${down}`,
    { id: "a1" },
  ],
  [
    "other exports before it, without semicolons",
    `export const { a, b } = { a: [1], b: 2 }\nexport const f = (x: number): number => x / 2\nexport type T = { revision: string }\nexport const revision = "a1"\n${down}`,
    { id: "a1" },
  ],
  [
    "a header at the end of the file",
    `export function upgrade() { if (1) { return "}" } }\nexport const revision = "a1"\nexport const downRevision = "b2"`,
    {
      id: "a1",
      downRevisions: ["b2"],
    },
  ],
  [
    "a byte order mark, a hashbang and CRLF",
    `\ufeff#!/usr/bin/env node\r\n/**\r\n * Hello\r\n * there\r\n *\r\n * More.\r\n */\r\nexport const revision = "a1";\r\n${down}`,
    {
      id: "a1",
      message: "Hello there",
    },
  ],
  [
    "the message of a doc comment after a directive",
    `// @ts-check\n// eslint-disable-next-line\n/** Add users. */\nimport "x";\nexport const revision = "a1";\n${down}`,
    {
      id: "a1",
      message: "Add users.",
    },
  ],
  [
    "the message of line comments",
    `// Add users\n// and roles\n//\n// Long story.\nimport "x";\nexport const revision = "a1";\n${down}`,
    {
      id: "a1",
      message: "Add users and roles",
    },
  ],
  [
    "the message above the id",
    `import "x";\n\n/** Add users */\nexport const revision = "a1";\n/** no */\n${down}`,
    {
      id: "a1",
      message: "Add users",
    },
  ],
  [
    "no message in a comment of another declaration",
    `import "x";\n/** no */\nconst a = 1;\nexport const revision = "a1";\n${down}`,
    { id: "a1" },
  ],
  [
    "an empty message",
    `/**\n * Revision ID: a1\n * Revises:\n */\nexport const revision = "a1";\n${down}`,
    { id: "a1" },
  ],
];

const pyDown = "down_revision = None\n";
const python: readonly (readonly [string, string, Expected])[] = [
  [
    "Alembic's own file",
    `"""Add users\n\nRevision ID: a1\nRevises: b2\nCreate Date: 2026-01-01\n\n"""\nfrom typing import Sequence, Union\n\nfrom alembic import op\nimport sqlalchemy as sa\n\n\n# revision identifiers, used by Alembic.\nrevision: str = 'a1'\ndown_revision: Union[str, Sequence[str], None] = 'b2'\nbranch_labels: Union[str, Sequence[str], None] = None\ndepends_on: Union[str, Sequence[str], None] = None\n\n\ndef upgrade() -> None:\n    pass\n`,
    {
      id: "a1",
      downRevisions: ["b2"],
      message: "Add users",
    },
  ],
  ["a tuple", `revision = "a1"\ndown_revision = ("b", "c")\n`, { id: "a1", downRevisions: ["b", "c"] }],
  ["a tuple of one", `revision = "a1"\ndown_revision = ("b",)\n`, { id: "a1", downRevisions: ["b"] }],
  [
    "a tuple without parentheses",
    `revision = "a1"\ndown_revision = "b", "c"\n`,
    { id: "a1", downRevisions: ["b", "c"] },
  ],
  ["an empty tuple", `revision = "a1"\ndown_revision = ()\n`, { id: "a1" }],
  [
    "a list over lines, with comments",
    `revision = "a1"\ndown_revision = [\n    "b",  # left ]\n    "c",\n]\n`,
    {
      id: "a1",
      downRevisions: ["b", "c"],
    },
  ],
  ["a set", `revision = "a1"\n${pyDown}branch_labels = {"x"}`, { id: "a1", labels: ["x"] }],
  ["a string in parentheses", `revision = (\n  "a1"\n)\ndown_revision = ("b")`, { id: "a1", downRevisions: ["b"] }],
  ["None in parentheses", `revision = "a1"\ndown_revision = (None)`, { id: "a1" }],
  ["implicit concatenation", `revision = "a" '1' """x"""\n${pyDown}`, { id: "a1x" }],
  ["prefixes", `revision = r"a1"\ndown_revision = (u'b', F"c")\n`, { id: "a1", downRevisions: ["b", "c"] }],
  ["octal escapes", `revision = "a\\0611"\n${pyDown}`, { id: "a11" }],
  [
    "an escape that Python doesn't know",
    `"""back\\slash \\d"""\nrevision = "a1"\n${pyDown}`,
    { id: "a1", message: "back\\slash \\d" },
  ],
  ["a backslash at the line's end", `revision \\\n  = "a1"\n${pyDown}`, { id: "a1" }],
  [
    "semicolons",
    `revision = "a1"; down_revision = "b"; depends_on = "c"`,
    {
      id: "a1",
      downRevisions: ["b"],
      dependsOn: ["c"],
    },
  ],
  ["a later assignment wins", `revision = "no"\n${pyDown}depends_on = None\nrevision = "a1"\n`, { id: "a1" }],
  [
    "a decoy in the docstring",
    `'''Title\nrevision = "no"\n'''\nrevision = "a1"\n${pyDown}`,
    {
      id: "a1",
      message: 'Title revision = "no"',
    },
  ],
  [
    "a decoy in a function, a comment and a string",
    `def f():\n    revision = "no"\n# revision = "no"\ns = """\nrevision = "no"\n"""\nrevision = "a1"\n${pyDown}`,
    { id: "a1" },
  ],
  ["a decoy among keyword arguments", `f(\nrevision="no",\n)\nrevision = "a1"\n${pyDown}`, { id: "a1" }],
  ["a bare annotation is no value", `revision: str\nrevision = "a1"\n${pyDown}`, { id: "a1" }],
  ["other names that begin alike", `revision_date = 1\nrevision = "a1"\n${pyDown}`, { id: "a1" }],
  [
    "a docstring after a comment and a byte order mark",
    `\ufeff# -*- coding: utf-8 -*-\r\n"""Añadir\r\nusuarios\r\n\r\nmás"""\r\nrevision = "a1"\r\n${pyDown}`,
    {
      id: "a1",
      message: "Añadir usuarios",
    },
  ],
  ["a string that is no docstring", `import x\n"""no"""\nrevision = "a1"\n${pyDown}`, { id: "a1" }],
];

const sql: readonly (readonly [string, string, Expected | undefined])[] = [
  [
    "all keys",
    "-- message: Add  users\n-- revision: a1\n-- down revision: b, c\n-- branch labels: x\n-- depends on: d,e\n-- create date: 2026-01-01\n\n-- limbeck:upgrade\nSELECT 1;\n",
    {
      id: "a1",
      downRevisions: ["b", "c"],
      labels: ["x"],
      dependsOn: ["d", "e"],
      message: "Add users",
    },
  ],
  [
    "none, and keys in other spellings",
    "--Revision: a1\n-- DOWN_REVISION: None\n-- branch-labels:\n-- limbeck:upgrade\n",
    { id: "a1" },
  ],
  [
    "prose without a colon, CRLF, a byte order mark",
    "\ufeff-- Made by hand\r\n--\r\n-- revision: a1\r\n-- down revision: none\r\n\r\n-- limbeck:upgrade\r\n",
    { id: "a1" },
  ],
  [
    "comments below the marker are no header",
    "-- revision: a1\n-- down revision: none\n-- limbeck:upgrade\n-- note: hello\n-- revision: no\n",
    { id: "a1" },
  ],
  ["SQL without a header is no revision", "-- Note: used by a revision\nSELECT 1;\n", undefined],
];

describe("headers are read without running the file", () => {
  it.each(typescript)("TypeScript: %s", (_name, text, expected) => {
    expect(headerTypescript(text, "f.ts")).toEqual({ ...plain, ...expected });
  });
  it.each(python)("Python: %s", (_name, text, expected) => {
    expect(headerPython(text, "f.py")).toEqual({ ...plain, ...expected });
  });
  it.each(sql)("SQL: %s", (_name, text, expected) => {
    expect(headerSql(text, "f.sql")).toEqual(expected && { ...plain, ...expected });
  });
  it("Python: a file named by hex digits needs no id, as in Alembic", () => {
    expect(headerPython(pyDown, "/v/1975ea83b712.py")).toMatchObject({ id: "1975ea83b712" });
  });
});

/** As where no Python is there to be asked. */
function headerPythonAlone(text: string, path: string): unknown {
  const header = headerPython(text, path);
  if ("problem" in header) throw header.problem;
  return header;
}

const readers = { ts: headerTypescript, py: headerPythonAlone, sql: headerSql, sections: readSqlSections };
const refused: readonly (readonly [string, keyof typeof readers, string, string, string])[] = [
  ["no id in TypeScript", "ts", down, "REVISION_FILE_NO_ID", '"f" has no `revision` in its header'],
  ["no id in Python", "py", pyDown, "REVISION_FILE_NO_ID", '"f" has no `revision` in its header'],
  ["no id in SQL", "sql", "-- limbeck:upgrade\n", "REVISION_FILE_NO_ID", '"f" has no `revision` in its header'],
  [
    "sections below statements in SQL without a header",
    "sql",
    "SELECT 1;\n-- limbeck:upgrade\n",
    "REVISION_FILE_NO_ID",
    '"f" has no `revision`',
  ],
  [
    "no parent in TypeScript",
    "ts",
    'export const revision = "a";',
    "REVISION_FILE_HEADER",
    'f:1: revision "a" does not say what it follows: `downRevision` is missing',
  ],
  ["no parent in Python", "py", '\nrevision = "a"', "REVISION_FILE_HEADER", "f:2: "],
  ["no parent in SQL", "sql", "-- revision: a\n", "REVISION_FILE_HEADER", "`down revision` is missing"],
  [
    "a sum in TypeScript",
    "ts",
    '\nexport const revision = "a" + "b";',
    "REVISION_FILE_HEADER",
    "f:2: `revision` must be a literal",
  ],
  ["a sum on the next line", "ts", 'export const revision = "a"\n  + "b";', "REVISION_FILE_HEADER", "f:1: "],
  ["a sum behind a cast", "ts", 'export const revision = "a" as string + "b";', "REVISION_FILE_HEADER", "f:1: "],
  ["a call", "ts", "export const revision = id();", "REVISION_FILE_HEADER", "f:1: "],
  ["a method of a literal", "ts", 'export const revision = "a".trim();', "REVISION_FILE_HEADER", "f:1: "],
  ["a template with a substitution", "ts", `export const revision = \`a\${1}\`;`, "REVISION_FILE_HEADER", "f:1: "],
  [
    "a name in a list",
    "ts",
    'export const revision = "a";\nexport const downRevision = ["b", other];',
    "REVISION_FILE_HEADER",
    "f:2: `downRevision`",
  ],
  [
    "a list for the id",
    "ts",
    `export const revision = ["a"];\n${down}`,
    "REVISION_FILE_HEADER",
    "f:1: `revision` must be one string",
  ],
  [
    "an empty parent",
    "ts",
    'export const revision = "a";\nexport const downRevision = "";',
    "REVISION_FILE_HEADER",
    "f:2: `downRevision` has an empty string",
  ],
  ["a call in Python", "py", 'revision = str("a")', "REVISION_FILE_HEADER", "f:1: `revision` must be a literal"],
  ["a sum in Python", "py", 'revision = "a" + "b"', "REVISION_FILE_HEADER", "f:1: "],
  ["an f-string with a field", "py", 'revision = f"a{1}"', "REVISION_FILE_HEADER", "f:1: "],
  ["bytes", "py", 'revision = b"a"', "REVISION_FILE_HEADER", "f:1: "],
  ["a number among the parents", "py", 'revision = "a"\ndown_revision = ("b", 1)', "REVISION_FILE_HEADER", "f:2: "],
  [
    "a character that targets use",
    "ts",
    `export const revision = "a-b";\n${down}`,
    "REVISION_FILE_ID_INVALID",
    'f:1: revision id "a-b" has the character "-"',
  ],
  [
    "an open string",
    "ts",
    '\nexport const revision = "a;\n',
    "REVISION_FILE_SYNTAX",
    "f:2: a string that is never closed",
  ],
  ["an open comment", "ts", "\n\n/* export", "REVISION_FILE_SYNTAX", "f:3: a comment that is never closed"],
  ["an open template", "ts", "const a = `${", "REVISION_FILE_SYNTAX", "f:1: a template literal that is never closed"],
  ["an open string in Python", "py", '"""\nrevision', "REVISION_FILE_SYNTAX", "f:1: a string that is never closed"],
  [
    "a misspelt key",
    "sql",
    "-- revison: a\nSELECT 1;",
    "REVISION_FILE_HEADER",
    'f:1: unknown header key "revison" (did you mean "revision"?)',
  ],
  [
    "a key of another kind",
    "sql",
    "-- revision: a\n-- author: me\n",
    "REVISION_FILE_HEADER",
    'f:2: unknown header key "author"',
  ],
  ["a key twice", "sql", "-- revision: a\n-- Revision: b\n", "REVISION_FILE_HEADER", 'f:2: "revision" stands twice'],
  [
    "a list with a hole",
    "sql",
    "-- revision: a\n-- down revision: b,,c\n",
    "REVISION_FILE_HEADER",
    "f:2: `down revision` has an empty string",
  ],
  [
    "a misspelt section",
    "sections",
    "-- limbeck:upgrade\nSELECT 1;\n  -- limbeck: downgrad\nSELECT 2;",
    "REVISION_FILE_SECTION",
    'f:3: "-- limbeck: downgrad" begins no section (did you mean "downgrade"?)',
  ],
  [
    "a section twice",
    "sections",
    "-- limbeck:upgrade\n-- limbeck:upgrade\n",
    "REVISION_FILE_SECTION",
    "f:2: a second upgrade section; the first is on line 1",
  ],
  [
    "a statement before the sections",
    "sections",
    "-- revision: a\nSELECT 1;\n-- limbeck:upgrade\n",
    "REVISION_FILE_SECTION",
    'f:2: "SELECT 1;" stands before',
  ],
  [
    "no upgrade section",
    "sections",
    "-- limbeck:downgrade\n",
    "REVISION_FILE_SECTION",
    "f:1: there is no `-- limbeck:upgrade` section",
  ],
];

describe("a header that can't be read is refused with its place", () => {
  it.each(refused)("%s", (_name, kind, text, code, message) => {
    let thrown: unknown;
    try {
      readers[kind](text, "f");
    } catch (error) {
      thrown = error;
    }
    expect(isLimbeckError(thrown, code), String(thrown)).toBe(true);
    expect(String(thrown)).toContain(message);
  });
});

describe("the sections of an SQL revision", () => {
  it("keep their text and say where it begins", () => {
    const text =
      "-- revision: a\n/* more\n words */\n-- limbeck:upgrade\n\nCREATE TABLE t (a);\n--LIMBECK: DOWNGRADE\r\nDROP TABLE t;\n";
    expect(readSqlSections(text, "f")).toEqual({
      upgrade: { sql: "\nCREATE TABLE t (a);", line: 5 },
      downgrade: { sql: "DROP TABLE t;\n", line: 8 },
    });
  });

  it("can stand in either order, and a missing downgrade is absent", () => {
    expect(readSqlSections("-- limbeck:downgrade\nB\n-- limbeck:upgrade\nA", "f").upgrade).toEqual({
      sql: "A",
      line: 4,
    });
    expect(readSqlSections("-- limbeck:upgrade\nA", "f").downgrade).toBeUndefined();
  });
});

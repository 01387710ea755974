import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FileNameValues, newRevisionId, revisionFileName } from "../../src/revisions/file-name.ts";
import { headerSql } from "../../src/revisions/header-sql.ts";
import { headerTypescript } from "../../src/revisions/header-typescript.ts";
import type { NewRevision } from "../../src/revisions/new-revision.ts";
import { checkNewLabel } from "../../src/revisions/revision-id.ts";
import { readSqlSections } from "../../src/revisions/sql-file.ts";
import { firstParagraph } from "../../src/revisions/text-place.ts";
import { revisionText, writeNewFile } from "../../src/revisions/write-file.ts";

const date = new Date("2026-03-04T23:06:07.890Z");
const values: FileNameValues = {
  rev: "1975ea83b712",
  message: "Add user's e-mail",
  date,
  timezone: "UTC",
  format: "ts",
};

const names: readonly (readonly [string, string, Partial<FileNameValues>, string])[] = [
  ["the default", "%(rev)s_%(slug)s", {}, "1975ea83b712_add_user_s_e_mail.ts"],
  [
    "every token",
    "%(epoch)s-%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d%(second).2d-%(rev)s",
    {},
    "1772665567-2026_03_04_230607-1975ea83b712.ts",
  ],
  [
    "another zone",
    "%(year)d%(month)02d%(day)02d%(hour)02d_%(rev)s",
    { timezone: "Europe/Vienna" },
    "2026030500_1975ea83b712.ts",
  ],
  ["a zone in small letters", "%(hour)s_%(rev)s", { timezone: "utc" }, "23_1975ea83b712.ts"],
  ["directories", "%(year)d/%(month).2d/%(rev)s", { format: "sql" }, "2026/03/1975ea83b712.sql"],
  ["a percent sign and cut text", "%%%(rev).4s", {}, "%1975.ts"],
  ["an empty message, as Alembic has it", "%(rev)s_%(slug)s", { message: "" }, "1975ea83b712_.ts"],
  ["letters of any script", "%(slug)s", { message: "Añadir: Größe, 名前!" }, "añadir_größe_名前.ts"],
  [
    "a long message, cut at a word",
    "%(slug)s",
    { message: "this is a very long message that goes on and on" },
    "this_is_a_very_long_message_that_goes_.ts",
  ],
  [
    "a long message, cut inside a word back to its beginning",
    "%(slug)s",
    { message: "one two three", truncateSlugLength: 10 },
    "one_two_.ts",
  ],
  ["one long word", "%(slug)s", { message: "x".repeat(50) }, `${"x".repeat(40)}_.ts`],
];

const refusedNames: readonly (readonly [string, string, Partial<FileNameValues>, string, string])[] = [
  ["an unknown token", "%(reb)s", {}, "REVISION_FILE_TEMPLATE", 'did you mean "rev"?'],
  ["a token of every object", "%(toString)s", {}, "REVISION_FILE_TEMPLATE", "unknown token"],
  ["a stray percent sign", "100%_%(rev)s", {}, "REVISION_FILE_TEMPLATE", "begins no token"],
  ["a number of text", "%(rev)d", {}, "REVISION_FILE_TEMPLATE", "only s can follow"],
  ["a way out", "../%(rev)s", {}, "REVISION_FILE_TEMPLATE", "no path inside"],
  ["an absolute path", "/%(rev)s", {}, "REVISION_FILE_TEMPLATE", "no path inside"],
  ["an empty name", "x/%(slug)s", { message: "" }, "REVISION_FILE_TEMPLATE", "no path inside"],
  ["a name that reading passes over", "%(rev)s.test", {}, "REVISION_FILE_TEMPLATE", "not read as a revision"],
  ["an unknown zone", "%(rev)s", { timezone: "Middle/Earth" }, "REVISION_FILE_TIMEZONE", '"Middle/Earth"'],
  ["an id with a slash", "%(rev)s", { rev: "a/b" }, "REVISION_FILE_ID_INVALID", '"/"'],
  ["an id that is too long", "%(rev)s", { rev: "a".repeat(256) }, "REVISION_FILE_ID_INVALID", "255"],
  ["an id that is a target", "%(rev)s", { rev: "head" }, "REVISION_FILE_ID_INVALID", "targets"],
];

describe("the name of a new file", () => {
  it.each(names)("%s", (_name, template, more, expected) => {
    expect(revisionFileName(template, { ...values, ...more })).toBe(expected);
  });
  it.each(refusedNames)("refuses %s", (_name, template, more, code, message) => {
    const make = () => revisionFileName(template, { ...values, ...more });
    expect(make).toThrow(expect.objectContaining({ code }));
    expect(make).toThrow(message);
  });
  it("has an id of 12 hex digits, each time another", () => {
    expect(newRevisionId()).toMatch(/^[0-9a-f]{12}$/);
    expect(newRevisionId()).not.toBe(newRevisionId());
  });
  it("a label may have a dash, an @ not", () => {
    expect(() => checkNewLabel("my-branch")).not.toThrow();
    expect(() => checkNewLabel("a@b")).toThrow(expect.objectContaining({ code: "REVISION_FILE_ID_INVALID" }));
  });
});

const revision: NewRevision = {
  id: "1975ea83b712",
  downRevisions: ["ae1027a6acf1"],
  dependsOn: [],
  labels: [],
  message: "Add user e-mail",
  createDate: date,
  timezone: "UTC",
  format: "ts",
  upgrade:
    'op.addColumn("users", column("email", varchar(255)));\nop.execute(sql`\n  SELECT 1\n`);\nif (x) {\n  y();\n}\n',
  downgrade: "",
  imports: ["varchar", "column", "sql", "column"],
};

describe("the text of a new file", () => {
  it("TypeScript is formatted, and a template literal keeps its lines", () => {
    expect(revisionText(revision)).toBe(`/**
 * Add user e-mail
 *
 * Revision ID: 1975ea83b712
 * Revises: ae1027a6acf1
 * Create Date: 2026-03-04 23:06:07+00:00
 */
import { column, type Op, sql, varchar } from "limbeck";

export const revision = "1975ea83b712";
export const downRevision = "ae1027a6acf1";
export const branchLabels = null;
export const dependsOn = null;

export function upgrade(op: Op) {
  op.addColumn("users", column("email", varchar(255)));
  op.execute(sql\`
  SELECT 1
\`);
  if (x) {
    y();
  }
}

export function downgrade(op: Op) {}
`);
  });

  it("a merge lists its parents; many imports stand one a line; no date, no line", () => {
    const imports = ["bigint", "boolean", "column", "foreignKey", "integer", "primaryKey", "timestamp", "varchar"];
    const { createDate: _, ...rest } = revision;
    const text = revisionText({
      ...rest,
      createDate: undefined,
      downRevisions: ["a", "b"],
      labels: ["x", "y"],
      imports,
    });
    expect(text).toContain("import {\n  bigint,\n  boolean,\n  column,\n  foreignKey,\n  integer,\n  type Op,\n");
    expect(text).toContain(" * Revises: a, b\n */\n");
    expect(text).toContain('export const downRevision = ["a", "b"];\nexport const branchLabels = ["x", "y"];');
  });

  it("without statements only the type is imported", () => {
    expect(revisionText({ ...revision, imports: [] })).toContain('\nimport type { Op } from "limbeck";\n');
  });

  it("SQL has its header in comments and two sections", () => {
    const text = revisionText({
      ...revision,
      format: "sql",
      upgrade: "CREATE TABLE t (a);\n",
      downgrade: "DROP TABLE t;",
    });
    expect(text).toBe(`-- message: Add user e-mail
-- revision: 1975ea83b712
-- down revision: ae1027a6acf1
-- branch labels: none
-- depends on: none
-- create date: 2026-03-04 23:06:07+00:00

-- limbeck:upgrade
CREATE TABLE t (a);

-- limbeck:downgrade
DROP TABLE t;
`);
    expect(readSqlSections(text, "f").downgrade).toEqual({ sql: "DROP TABLE t;\n", line: 12 });
  });

  const refused: readonly (readonly [string, Partial<NewRevision>, string])[] = [
    [
      "SQL with a marker among the statements",
      { format: "sql", upgrade: "A;\n -- limbeck:downgrade\nB;" },
      "REVISION_FILE_SECTION",
    ],
    [
      "SQL with a parent that the header can't hold",
      { format: "sql", downRevisions: ["a,b"] },
      "REVISION_FILE_ID_INVALID",
    ],
    ["an id with a dash", { id: "a-b" }, "REVISION_FILE_ID_INVALID"],
    ["a label that is a target", { labels: ["heads"] }, "REVISION_FILE_ID_INVALID"],
    ["statements with an open string", { upgrade: 'op.execute("' }, "REVISION_FILE_SYNTAX"],
  ];
  it.each(refused)("refuses %s", (_name, more, code) => {
    expect(() => revisionText({ ...revision, ...more })).toThrow(expect.objectContaining({ code }));
  });

  it("reads back to the same header", () => {
    const id = fc
      .stringMatching(/^[a-zA-Z0-9_é][a-zA-Z0-9_.é]{0,14}$/)
      .filter((text) => !/^(heads?|base|current|none)$/i.test(text));
    const ids = fc.uniqueArray(id, { maxLength: 3 });
    const nasty = fc.constantFrom(
      "*/",
      "*\\/",
      "/**",
      "\n",
      "\n\n",
      "\r\n",
      "\u2028",
      " ",
      "* ",
      "//",
      "`${",
      "'",
      '"',
      "@ts-check",
      "a",
      "\\",
      "--",
      ":",
      "\t",
      "revision: no",
    );
    const message = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.array(nasty).map((parts) => parts.join("")),
    );
    const format = fc.constantFrom("ts" as const, "sql" as const);
    const property = fc.property(
      id,
      ids,
      ids,
      ids,
      message,
      format,
      (own, downRevisions, dependsOn, labels, text, kind) => {
        const header = { id: own, downRevisions, dependsOn, labels, message: text };
        const written = revisionText({ ...revision, ...header, format: kind });
        const read = kind === "ts" ? headerTypescript(written, "f") : headerSql(written, "f");
        expect(read).toEqual({ ...header, message: firstParagraph(text) });
      },
    );
    fc.assert(property, { numRuns: 500 });
  });
});

describe("writing a new file", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "limbeck-write-"));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it("makes its directories and leaves nothing else", () => {
    writeNewFile(join(root, "2026/03/a.ts"), "text\n");
    expect(readFileSync(join(root, "2026/03/a.ts"), "utf8")).toBe("text\n");
    expect(readdirSync(join(root, "2026/03"))).toEqual(["a.ts"]);
  });

  it("refuses to overwrite, and keeps what was there", () => {
    const path = join(root, "a.ts");
    writeFileSync(path, "mine");
    expect(() => writeNewFile(path, "text")).toThrow(expect.objectContaining({ code: "REVISION_FILE_EXISTS" }));
    expect(readFileSync(path, "utf8")).toBe("mine");
    expect(readdirSync(root)).toEqual(["a.ts"]);
  });

  it("says so when the place can't be written", () => {
    writeFileSync(join(root, "file"), "");
    const write = () => writeNewFile(join(root, "file/a.ts"), "text");
    expect(write).toThrow(expect.objectContaining({ code: "REVISION_FILE_UNWRITABLE" }));
    mkdirSync(join(root, "b.ts"));
    expect(() => writeNewFile(join(root, "b.ts"), "")).toThrow(
      expect.objectContaining({ code: "REVISION_FILE_EXISTS" }),
    );
  });
});

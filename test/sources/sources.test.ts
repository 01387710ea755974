import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqlite } from "../../src/dialects/sqlite/sqlite.ts";
import { findFiles } from "../../src/sources/files.ts";
import { sourceFor } from "../../src/sources/sources.ts";

let directory = "";

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "limbeck-sources-"));
  const files = [
    ...["schema.sql", "sql/2.sql", "sql/1.sql", "sql/deep/3.sql", "models.ts", "app/models/b.ts", "app/models/a.ts"],
    ...["app/models/a.test.ts", "app/models/a.d.ts", "app/node_modules/x/index.ts", "app/.cache/x.ts", "app/[id].ts"],
    ...["mixed/a.ts", "mixed/a.sql", "notes.txt", "empty/readme.md"],
  ];
  for (const file of files) {
    mkdirSync(join(directory, file, ".."), { recursive: true });
    writeFileSync(join(directory, file), "");
  }
});

afterAll(() => rmSync(directory, { recursive: true }));

const found: readonly (readonly [spec: string, files: readonly string[]])[] = [
  ["schema.sql", ["schema.sql"]],
  ["./models.ts", ["models.ts"]],
  ["sql", ["sql/1.sql", "sql/2.sql", "sql/deep/3.sql"]],
  ["sql/*.sql", ["sql/1.sql", "sql/2.sql"]],
  ["sql/?.sql", ["sql/1.sql", "sql/2.sql"]],
  ["sql/**/*.sql", ["sql/1.sql", "sql/2.sql", "sql/deep/3.sql"]],
  ["**/3.sql", ["sql/deep/3.sql"]],
  ["app", ["app/[id].ts", "app/models/a.ts", "app/models/b.ts"]],
  ["app/[id].ts", ["app/[id].ts"]],
  ["app/*/b.ts", ["app/models/b.ts"]],
  ["nowhere/*.ts", []],
  ["absent.sql", []],
];

describe("findFiles", () => {
  it.each(found)("%s", (spec, files) => {
    expect(findFiles(spec, directory).map((path) => relative(directory, path).replaceAll("\\", "/"))).toEqual(files);
  });
});

const sources: readonly (readonly [spec: string | readonly string[], name: string])[] = [
  ["schema.sql", "SQL schema.sql"],
  ["sql", "SQL sql"],
  ["models.ts", "models models.ts"],
  ["app/models/*.ts", "models app/models/*.ts"],
  [["models.ts", "app/models"], "models models.ts, app/models"],
  ["sqlite:///other.db", "database"],
];

const refused: readonly (readonly [spec: string | readonly string[], code: string, says: RegExp])[] = [
  ["absent.ts", "SOURCE_NOT_FOUND", /^"absent\.ts" doesn't exist\.$/],
  ["nowhere/*.ts", "SOURCE_NOT_FOUND", /^"nowhere\/\*\.ts" matches no module/],
  ["empty", "SOURCE_NOT_FOUND", /^"empty" has no module/],
  ["notes.txt", "SOURCE_UNKNOWN", /"notes\.txt" \(\.txt\)\. There are files \(\.sql \.ts .*URLs \(sqlite:/],
  ["mixed", "SOURCE_UNKNOWN", /\.sql and \.ts/],
  [["models.ts", "schema.sql"], "SOURCE_UNKNOWN", /\.ts and \.sql/],
  ["oracle://user:secret@host/db", "SOURCE_UNKNOWN", /scheme "oracle"/],
];

describe("sourceFor", () => {
  it.each(sources)("%s is %s", (spec, name) => {
    expect(sourceFor(spec, { dialect: sqlite, directory }).name).toBe(name);
  });

  it.each(refused)("%s is %s", (spec, code, says) => {
    const read = () => sourceFor(spec, { dialect: sqlite, directory });
    expect(read).toThrow(expect.objectContaining({ code }));
    expect(read).toThrow(says);
    expect(read).not.toThrow(/secret/);
  });
});

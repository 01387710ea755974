import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLockFile, writeLockFile } from "../../src/project/lock-file.ts";
import { verify } from "../../src/project/verify.ts";
import { inDirectory, projectDirectory, thrownBy } from "./project-directory.ts";

const record = { checksum: "c", limbeck: "1", rows: 20, seed: 1, standsOn: "s" };

describe("limbeck.lock", () => {
  it("has a line for each record, sorted, and is read as it was written", () => {
    const path = join(projectDirectory({}), "limbeck.lock");
    const file = { ...readLockFile(path), verified: { "b2 on sqlite 3": record, "a1 on sqlite 3": record } };
    writeLockFile(path, file);
    const text = readFileSync(path, "utf8");
    expect(
      text
        .split("\n")
        .filter((line) => line.startsWith("    "))
        .map((line) => line.trim().slice(0, 4)),
    ).toEqual(['"a1 ', '"b2 ']);
    writeLockFile(path, readLockFile(path));
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  it.each([
    ["marks of a merge", '{\n<<<<<<< HEAD\n  "verified": {},\n=======\n', /^LOCK_FILE_CONFLICT .*limbeck\.lock:2"/],
    ["what isn't JSON", "{", /^LOCK_FILE_INVALID .*isn't JSON/],
    ["a list", "[]", /^LOCK_FILE_INVALID .*isn't an object/],
    ["another version", '{"version": 2}', /^LOCK_FILE_INVALID .*is of version 2/],
    ["an unknown section", '{"version": 1, "verifid": {}}', /^LOCK_FILE_INVALID .*unknown section "verifid"/],
    ["an unknown key", JSON.stringify({ version: 1, verified: { a: { ...record, more: 1 } } }), /"more" is unknown/],
    [
      "a missing key",
      JSON.stringify({ version: 1, verified: { a: { ...record, seed: undefined } } }),
      /"seed" is unknown, missing/,
    ],
  ])("refuses %s", async (_, text, error) => {
    const path = join(projectDirectory({ "limbeck.lock": text }), "limbeck.lock");
    expect(await thrownBy(() => readLockFile(path))).toMatch(error);
  });
});

const sqlRevision = (id: string, down: string, up: string, back: string) =>
  `-- revision: ${id}\n-- down_revision: ${down}\n-- limbeck:upgrade\n${up}\n-- limbeck:downgrade\n${back}\n`;

describe("evidence", () => {
  const files = {
    "limbeck.config.json": JSON.stringify({ url: "sqlite:///app.db", migrations: "migrations" }),
    "migrations/versions/a1.sql": sqlRevision("a1", "", "CREATE TABLE t (a int);", "DROP TABLE t;"),
    "migrations/versions/b2.sql": sqlRevision("b2", "a1", "CREATE INDEX i ON t (a);", "DROP INDEX i;"),
  };
  const verifyAll = async (directory: string) => {
    const { revisions, known } = await verify(inDirectory(directory), { targets: [], all: true });
    return { verified: revisions.map(({ revision }) => revision), known };
  };

  it("spares a round trip until the revision, or one that it stands on, is edited", async () => {
    const directory = projectDirectory(files);
    expect(await verifyAll(directory)).toEqual({ verified: ["a1", "b2"], known: [] });
    expect(await verifyAll(directory)).toEqual({ verified: [], known: ["a1", "b2"] });
    writeFileSync(join(directory, "migrations/versions/b2.sql"), `${files["migrations/versions/b2.sql"]}-- edited\n`);
    expect(await verifyAll(directory)).toEqual({ verified: ["b2"], known: ["a1"] });
    writeFileSync(join(directory, "migrations/versions/a1.sql"), `${files["migrations/versions/a1.sql"]}-- edited\n`);
    expect(await verifyAll(directory)).toEqual({ verified: ["a1", "b2"], known: [] });
  });

  it("goes when a round trip finds something", async () => {
    const directory = projectDirectory(files);
    await verifyAll(directory);
    const path = join(directory, "migrations/versions/b2.sql");
    writeFileSync(path, sqlRevision("b2", "a1", "CREATE INDEX i ON t (a);", "SELECT 1;"));
    await verifyAll(directory);
    expect(Object.keys(readLockFile(join(directory, "migrations/limbeck.lock")).verified)).toEqual(["a1 on sqlite 3"]);
  });
});

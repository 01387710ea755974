import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import { main } from "../../src/cli/cli.ts";
import { dialectFor } from "../../src/dialects/dialects.ts";
import { recordingIo, type World } from "./recording-io.ts";

const made: string[] = [];

afterEach(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** What came of a command line. The escape character of a terminal is spelt `<esc>`. */
export interface Answer {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** A SQL revision: what it follows, its two directions, and more of its header. */
export function sqlRevision(
  id: string,
  down: string,
  { up = "", back = "", more = "" }: { readonly up?: string; readonly back?: string; readonly more?: string } = {},
): string {
  return `-- message: ${id} is made\n-- revision: ${id}\n-- down revision: ${down}\n${more}\n-- limbeck:upgrade\n${up}\n\n-- limbeck:downgrade\n${back}\n`;
}

const config = '{ "url": "sqlite:///app.db", "lockTimeoutMs": 50, "models": "models.sql", "format": "sql" }';

/** Three revisions in a line. */
export const inLine: Readonly<Record<string, string>> = {
  "limbeck.config.json": config,
  "models.sql":
    "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);\nCREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES people (id));\nCREATE INDEX ix_posts_author ON posts (author);",
  "migrations/versions/a1_people.sql": sqlRevision("a1a1", "none", {
    up: "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);",
    back: "DROP TABLE people;",
  }),
  "migrations/versions/b2_posts.sql": sqlRevision("b2b2", "a1a1", {
    up: "CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES people (id));",
    back: "DROP TABLE posts;",
  }),
  "migrations/versions/c3_index.sql": sqlRevision("c3c3", "b2b2", {
    up: "CREATE INDEX ix_posts_author ON posts (author);",
    back: "DROP INDEX ix_posts_author;",
  }),
};

/** As `inLine`, and a branch `billing` with one revision behind a1a1. */
export const inBranches: Readonly<Record<string, string>> = {
  ...inLine,
  "migrations/versions/d4_invoices.sql": sqlRevision("d4d4", "a1a1", {
    up: "CREATE TABLE invoices (id INTEGER PRIMARY KEY);",
    back: "DROP TABLE invoices;",
    more: "-- branch labels: billing\n",
  }),
};

/** A new directory with these files in it, gone after the test. Others may read it. */
export function directoryWith(files: Readonly<Record<string, string>>): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "limbeck-cli-")));
  made.push(directory);
  chmodSync(directory, 0o755);
  // The loader keeps what it translates in the nearest node_modules: here, not in that of Limbeck itself.
  mkdirSync(join(directory, "node_modules"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return directory;
}

/** The words of a line as a shell would split them, with quotes around what has spaces. */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([word, ...quoted]) => quoted.find((part) => part !== undefined) ?? word,
  );
}

/** Runs a command line, written without the program's name, in a directory. */
export async function limbeck(directory: string, line: string, world: World = {}): Promise<Answer> {
  const io = recordingIo(directory, world);
  const exit = await main(wordsOf(line), io);
  const spelt = (text: string): string => text.replaceAll("\u001b", "<esc>");
  return { exit, out: spelt(io.stdout()), err: spelt(io.stderr()) };
}

/** Opens the project's database, makes it where there is none, and runs statements in it. */
export async function runSql(directory: string, ...statements: readonly string[]): Promise<void> {
  const { execute, close } = await openDatabase(directory);
  for (const statement of statements) await execute(statement);
  await close();
}

/** A connection to the project's database beside that of the command line. */
export async function openDatabase(
  directory: string,
): Promise<{ readonly execute: (sql: string) => Promise<unknown>; readonly close: () => Promise<void> }> {
  const dialect = await dialectFor("sqlite:///app.db");
  const connection = await dialect.connect(dialect.target("sqlite:///app.db", directory), { create: true });
  return { execute: (sql) => connection.execute(sql), close: () => connection.close() };
}

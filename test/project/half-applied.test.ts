import { expect, test } from "vitest";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import { lint } from "../../src/project/lint.ts";
import { plan } from "../../src/project/plan.ts";
import { repair } from "../../src/project/repair.ts";
import { review } from "../../src/project/review.ts";
import { status } from "../../src/project/status.ts";
import { upgrade } from "../../src/project/upgrade.ts";
import type { GlobalOptions } from "../../src/project/use-cases.ts";
import type { TimedEvent } from "../../src/run/event.ts";
import { administer, freshDatabase } from "../servers/postgres.ts";
import { inDirectory, projectDirectory, thrownBy, writeFiles } from "./project-directory.ts";

const file = (id: string, down: string | null, body: string) =>
  `import { bigint, column, enumType, integer, named, sql, text } from "limbeck";
export const revision = "${id}";
export const downRevision = ${JSON.stringify(down)};
export function upgrade(op) {
${body}
}
export function downgrade(op) { op.irreversible("a test"); }\n`;

const FIRST = `
  op.createEnum("role", ["owner", "member"]);
  op.createTable("users", [
    column("id", integer(), { primaryKey: true }),
    column("full name", text()),
    column("role", named("role"), { nullable: false, default: sql\`'member'::role\` }),
  ]);
  op.createView("names", sql\`SELECT id, "full name" FROM users\`);
  op.bulkInsert("users", [{ id: 1, "full name": "Ann" }, { id: 2, "full name": "Ann" }]);`;

/** Its index can't be built while two rows have one name. */
const UNIQUE = `op.createIndex("ux_name", "users", ["name"], { unique: true, concurrently: true });`;
const SECOND = `
  op.dropView("names");
  op.renameColumn("users", "full name", "name");
  op.addEnumValue("role", "guest");
  op.addColumn("users", column("note", text()));
  op.alterColumn("users", "role", { default: sql\`'guest'::role\` });
  ${UNIQUE}
  op.createView("names", sql\`SELECT id, name FROM users\`);`;

interface Ground {
  readonly options: GlobalOptions;
  readonly url: string;
  readonly edit: (body: string) => void;
  readonly sql: (text: string) => ReturnType<typeof administer>;
}

/** A database with the first revision, and a second one that has failed. */
async function halfWay(body: string, first = FIRST): Promise<Ground & { readonly message: string }> {
  const url = await freshDatabase();
  const directory = projectDirectory({
    "limbeck.config.json": JSON.stringify({ url }),
    "migrations/versions/a1.ts": file("a1", null, first),
    "migrations/versions/b1.ts": file("b1", "a1", body),
  });
  const options = inDirectory(directory);
  const edit = (text: string) => writeFiles(directory, { "migrations/versions/b1.ts": file("b1", "a1", text) });
  await upgrade(options, { target: "a1" });
  const failed = upgrade(options, { target: "head" });
  const { message, hint } = await failed.then(
    () => ({ message: "nothing", hint: "" }),
    (error: Error & { hint: string }) => error,
  );
  return { options, url, edit, sql: (text) => administer(url, text), message: `${message}\n${hint}` };
}

async function schemaOf(url: string) {
  const connection = await postgres.connect(postgres.target(url, "/"), { create: false, readOnly: true });
  const { tables, namespaces: _, ...others } = await postgres.inspect(connection, { exclude: [] });
  await connection.close();
  return { ...others, tables: tables.filter(({ name }) => !/^(?:limbeck|alembic)_|^journal$/.test(name)) };
}

const undo = { undo: "b1" };

test("a half-applied revision is taken back, and its corrected file begins anew", async () => {
  const { options, url, edit, message } = await halfWay(SECOND);
  expect(message).toContain("are committed, the others are not");
  expect(message).toContain("`limbeck repair --undo b1`");
  const { open } = await repair(options, {});
  expect(open).toEqual([
    'the upgrade of revision "b1" is half-applied: --undo b1 takes it back; by hand: --done b1 or --undone b1',
  ]);
  const dry = await repair(options, { ...undo, dryRun: true });
  const texts = dry.undo?.statements.map(({ sql }) => sql) ?? [];
  expect(texts[0]).toContain("ALTER TABLE");
  expect(texts.at(-1)).toBe('CREATE VIEW "names" AS\nSELECT id, "full name" FROM users');
  expect((await status(options)).unfinished).toBeDefined();
  const events: TimedEvent[] = [];
  const { settled } = await repair(options, undo, { onEvent: (event) => events.push(event) });
  expect(settled).toEqual([`the upgrade of revision "b1" is taken back, by ${texts.length} statements`]);
  expect(events.flatMap((event) => (event.kind === "statement" && event.undoes === true ? [event.sql] : []))).toEqual(
    texts,
  );
  const other = await freshDatabase();
  await upgrade({ ...options, url: other }, { target: "a1" });
  expect(await schemaOf(url)).toEqual(await schemaOf(other));
  const { unfinished, lastRuns } = await status(options);
  expect([unfinished, lastRuns[0]?.outcome]).toEqual([undefined, "undone"]);
  edit(SECOND.replace("unique: true, ", ""));
  expect(await upgrade(options, { target: "head" })).toMatchObject({ heads: ["b1"] });
});

test("its plan tells what is done and what is left, without the schema as it is now", async () => {
  const { options, edit } = await halfWay(SECOND);
  const whole = await freshDatabase();
  await upgrade({ ...options, url: whole }, { target: "a1" });
  const all = await plan({ ...options, url: whole }, { direction: "upgrade", target: "head", statements: true });
  const half = await plan(options, { direction: "upgrade", target: "head", statements: true });
  const texts = ({ steps }: typeof half) => steps[0]?.statements?.map(({ sql }) => sql);
  expect(texts(half)).toEqual(texts(all));
  expect(half.steps[0]?.statements?.map(({ isDone }) => isDone === true)).toEqual([
    ...Array(5).fill(true),
    false,
    false,
  ]);
  expect(half.steps[0]?.halfApplied).toEqual({ done: 5, total: 7 });
  expect(await plan(options, { direction: "upgrade", target: "head" })).toMatchObject({
    steps: [{ revision: "b1", halfApplied: { done: 5, total: 7 } }],
  });
  const back = () => plan(options, { direction: "downgrade", target: "base" });
  expect(await thrownBy(back)).toMatch(/^JOURNAL_DIRTY .* what was asked for doesn't begin with the upgrade of it/);
  const { notes, findings } = await lint(options, { targets: [], live: true });
  expect(notes).toEqual([expect.stringContaining('The upgrade of revision "b1" is half-applied, 5 of 7 statements')]);
  expect(findings.filter(({ rule }) => rule === "not-supported")).toEqual([]);
  expect((await review(options, { targets: [] })).pages[0]?.upgrade.statements.map(({ sql }) => sql)).toEqual(
    texts(all),
  );
  edit(SECOND.replace("unique: true, ", ""));
  const corrected = await plan(options, { direction: "upgrade", target: "head", statements: true });
  expect(corrected.steps[0]?.halfApplied).toEqual({ done: 5 });
  expect(corrected.steps[0]?.statements?.at(-2)?.sql).toBe('CREATE INDEX CONCURRENTLY "ux_name" ON "users" ("name")');
});

test("stages before the one that it is in are planned from the history", async () => {
  const body = `op.execute("CREATE TABLE raw (x integer)");
    op.addColumn("raw", column("y", integer()));
    ${UNIQUE.replace('"name"]', '"full name"]')}
    op.execute("ALTER TABLE raw ADD z integer");
    op.addColumn("raw", column("w", integer()));`;
  // Rows that no replay has.
  const insert = `op.run("rows", (db) => db.execute("INSERT INTO users VALUES (1, 'Ann'), (2, 'Ann')"));`;
  const { options } = await halfWay(body, FIRST.replace(/op\.bulkInsert.*$/, insert));
  const { steps } = await plan(options, { direction: "upgrade", target: "head", statements: true });
  expect(steps[0]?.statements?.map(({ sql, isDone }) => `${isDone === true ? "done " : ""}${sql}`)).toEqual([
    "done CREATE TABLE raw (x integer)",
    'done ALTER TABLE "raw" ADD COLUMN "y" integer',
    'CREATE UNIQUE INDEX CONCURRENTLY "ux_name" ON "users" ("full name")',
    "ALTER TABLE raw ADD z integer",
    'ALTER TABLE "raw" ADD COLUMN "w" integer',
  ]);
});

test("it goes on by a file that was corrected behind what is committed, and by no other", async () => {
  const { options, edit, url } = await halfWay(SECOND);
  edit(SECOND.replace('"note"', '"notes"').replace("unique: true, ", ""));
  const toHead = () => upgrade(options, { target: "head" });
  expect(await thrownBy(toHead)).toMatch(
    /^JOURNAL_DIRTY .* its file was changed since, and not only behind what is committed/,
  );
  edit(SECOND.replace("unique: true, ", "").replace("SELECT id, name", "SELECT id, name, note"));
  const events: TimedEvent[] = [];
  expect(await upgrade(options, { target: "head" }, { onEvent: (event) => events.push(event) })).toMatchObject({
    heads: ["b1"],
  });
  expect(events.flatMap((event) => (event.kind === "noted" ? [event.message] : []))).toEqual([
    'The file of revision "b1" was changed since its upgrade began; its first 5 statements, which are committed, stayed the same: it goes on with the new rest.',
  ]);
  expect(events.find(({ kind }) => kind === "started")).toMatchObject({ resumedAt: 5 });
  const { views, tables } = await schemaOf(url);
  expect(views[0]?.definition).toContain("note");
  expect(tables[0]?.indexes).toMatchObject([{ name: "ux_name" }]);
  expect((await status(options)).edited).toEqual([]);
});

test("what was filled of a new column goes with it", async () => {
  const { options, url, sql } = await halfWay(`
    op.addColumn("users", column("n", integer()));
    op.backfill("users", { set: { n: sql\`id * 2\` } });
    op.createIndex("ix_n", "users", ["n"], { concurrently: true });
    op.renameColumn("users", "full name", "name");
    ${UNIQUE}`);
  expect(await sql("SELECT n FROM users ORDER BY 1")).toEqual([{ n: 2 }, { n: 4 }]);
  await repair(options, undo);
  const [table] = (await schemaOf(url)).tables;
  expect(table?.columns.map(({ name }) => name)).toEqual(["id", "full name", "role"]);
  expect(table?.indexes).toEqual([]);
});

test("nothing is taken back that a row has use for, and the undoing can be tried again", async () => {
  const { options, url, sql } = await halfWay(SECOND);
  await sql("UPDATE users SET role = 'guest' WHERE id = 2");
  const before = await schemaOf(url);
  const said = await thrownBy(() => repair(options, undo));
  expect(said).toMatch(/^RUN_UNDO_FAILED Undoing the upgrade of revision "b1" failed at statement \d+ of \d+/);
  expect(said).toContain('invalid input value for enum role: "guest"');
  expect(await schemaOf(url)).toEqual(before);
  await sql("UPDATE users SET role = 'member' WHERE id = 2");
  await repair(options, undo);
  expect((await status(options)).unfinished).toBeUndefined();
});

test.each<readonly [string, string, RegExp]>([
  [
    "raw SQL",
    `op.execute("CREATE TABLE raw (x integer)"); op.addColumn("users", column("n", integer()));`,
    /raw SQL or a function is among it/,
  ],
  [
    "values of an old column",
    `op.backfill("users", { set: { role: sql\`'owner'::role\` } });`,
    /the values that users\.role had before the backfill/,
  ],
  ["rows of an old table", `op.bulkInsert("users", [{ id: 9 }]);`, /which rows were inserted into users/],
  [
    "a column that is gone",
    `op.dropView("names"); op.dropColumn("users", "full name");`,
    /a statement has destroyed .*"users\.full name"/,
  ],
])("%s can't be taken back: what is committed is listed", async (_, first, reason) => {
  const { options, url, message } = await halfWay(`${first}
    op.createIndex("ux_role", "users", ["role"], { unique: true, concurrently: true });`);
  expect(message).toContain("Run the same command again to go on");
  expect(message).not.toContain("--undo ");
  const before = await schemaOf(url);
  for (const more of [{ dryRun: true }, {}]) {
    const said = await thrownBy(() => repair(options, { ...undo, ...more }));
    expect(said).toMatch(/^RUN_NOT_UNDOABLE The upgrade of revision "b1" can't be undone by Limbeck/);
    expect(said).toMatch(reason);
    expect(said).toMatch(/Committed are:\n {4}1/);
  }
  expect(await schemaOf(url)).toEqual(before);
});

test("what others have written isn't taken back", async () => {
  const { options, sql } = await halfWay(SECOND);
  await sql("UPDATE users SET note = 'theirs' WHERE id = 1");
  expect(await thrownBy(() => repair(options, undo))).toMatch(
    /^RUN_NOT_UNDOABLE .*: others have written values of the new column "users\.note" meanwhile\. Committed are:\n {4}1\. DROP VIEW "names"\n/,
  );
});

test("an index that others have made where the revision's own failed stays", async () => {
  const { options, url, sql } = await halfWay(SECOND);
  await sql("CREATE INDEX ux_name ON users (role)");
  expect(await thrownBy(() => repair(options, undo))).toContain("statement 6 has failed, and yet its effect is there");
  expect((await schemaOf(url)).tables[0]?.indexes.map(({ name }) => name)).toEqual(["ux_name"]);
});

test("only the revision that is half-applied is taken back", async () => {
  const { options } = await halfWay(SECOND);
  expect(await thrownBy(() => repair(options, { undo: "a1" }))).toMatch(/^REPAIR_NOTHING .*"b1" is/);
  expect(await thrownBy(() => repair(options, { undo: "b1", done: "b1" }))).toMatch(/^REPAIR_OPTION/);
  expect(await thrownBy(() => repair(options, { dryRun: true }))).toMatch(/^REPAIR_OPTION/);
});

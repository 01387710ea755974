// Against Alembic, on the same files of the same project, in one run: `heads` and `history` of 1,000 and 10,000 revisions in Python, and
// `upgrade head` over 1,000 on SQLite and on PostgreSQL, and there over 300 that also alter and drop. LIMBECK_TEST_PYTHON names an interpreter
// with Alembic; else that of the tests is taken, or made. LIMBECK_TEST_POSTGRES_URL names a server (a role that may make databases); else that
// of the tests is started.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { Client } from "pg";
import { environment, medians, report } from "./measure.mjs";

const limbeck = [process.execPath, fileURLToPath(new URL("../bin/limbeck.js", import.meta.url))];
const root = fileURLToPath(new URL("..", import.meta.url));
/** Inside the repository, for the packages that the sources use are found from there. */
const built = mkdtempSync(join(root, "dist-bench-"));
const { testPython, embeddedServer } = await sources();
const python = await testPython();
const alembic = [join(dirname(python), "alembic")];
const scratch = mkdtempSync(join(tmpdir(), "limbeck-bench-"));
const env = { ...environment, XDG_CACHE_HOME: join(scratch, "cache"), VIRTUAL_ENV: dirname(dirname(python)) };

/** Functions of the tests; their sources are TypeScript. */
async function sources() {
  const entry = `export { testPython } from "./test/servers/python.ts";
export { embeddedServer } from "./test/servers/postgres-embedded.ts";`;
  await build({
    stdin: { contents: entry, resolveDir: root, loader: "ts" },
    outfile: join(built, "sources.mjs"),
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
  });
  return import(pathToFileURL(join(built, "sources.mjs")).href);
}

function run(command, cwd) {
  const { status, stderr } = spawnSync(command[0], command.slice(1), { cwd, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command.join(" ")} exited with ${status}: ${stderr}`);
}

/** Does these on the server, one after the other. */
async function administer(connectionString, ...statements) {
  const client = new Client({ connectionString });
  await client.connect();
  for (const sql of statements) await client.query(sql);
  await client.end();
}

/** Whatever the project's ini says, its database is this one. */
function pointTo(project, url) {
  const ini = join(project, "alembic.ini");
  writeFileSync(ini, readFileSync(ini, "utf8").replace(/^sqlalchemy.url = .*$/m, `sqlalchemy.url = ${url}`));
}

/** A revision that makes the table `t<i>`. */
const making = (i) => `    op.create_table(
        't${i}',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=50), nullable=True),
        sa.PrimaryKeyConstraint('id'),
    )`;

/** What revisions of an application do, in turn, from the tenth on: to one of the first ten tables, and every tenth makes one more. */
const CHANGES = [
  making,
  (i, t) => `    op.add_column('${t}', sa.Column('c${i}', sa.String(40), nullable=True))`,
  (i, t) => `    op.alter_column('${t}', 'name', existing_type=sa.String(), type_=sa.String(${100 + i}))`,
  (_, t) => `    op.execute("UPDATE ${t} SET name = 'x' WHERE name IS NULL")`,
  (i, t) => `    op.create_index('ix_${i}', '${t}', ['name'])\n    op.drop_index('ix_${i}', '${t}')`,
  (_, t) => `    op.add_column('${t}', sa.Column('gone', sa.Integer()))`,
  (_, t) =>
    `    with op.batch_alter_table('${t}') as batch:\n        batch.alter_column('gone', type_=sa.BigInteger())`,
  (_, t) => `    op.drop_column('${t}', 'gone')`,
  (i, t) =>
    `    op.create_unique_constraint('uq_${i}', '${t}', ['name'])\n    op.drop_constraint('uq_${i}', '${t}', type_='unique')`,
  (i, t) =>
    `    op.alter_column('${t}', 'name', existing_type=sa.String(), nullable=${i % 20 < 10 ? "False" : "True"})`,
];
const changing = (i) => (i < 10 ? making(i) : CHANGES[i % 10](i, `t${Math.floor(i / 10) % 10}`));

/** A project of `alembic init` with a history in which of every ten revisions two stand side by side. */
function projectOf(count, { name = String(count), upgrade = making } = {}) {
  const project = join(scratch, name);
  mkdirSync(project);
  run([...alembic, "init", "migrations"], project);
  pointTo(project, "sqlite:///app.db");
  // As ids are: in no order.
  const id = (i) => (((i + 1) * 0x9e3779b1) % 2 ** 32).toString(16).padStart(12, "0");
  for (let i = 0; i < count; i++) {
    const down =
      i === 0 ? "None" : i % 10 === 4 ? `('${id(i - 1)}', '${id(i - 2)}')` : `'${id(i - (i % 10 === 3 ? 2 : 1))}'`;
    writeFileSync(
      join(project, "migrations", "versions", `${id(i)}_step_${i}.py`),
      `"""step ${i}\n\nRevision ID: ${id(i)}\nRevises: ${down}\nCreate Date: 2026-01-01 00:00:00.000000\n\n"""\nfrom typing import Sequence, Union\n\nfrom alembic import op\nimport sqlalchemy as sa\n\n\n# revision identifiers, used by Alembic.\nrevision: str = '${id(i)}'\ndown_revision: Union[str, Sequence[str], None] = ${down}\nbranch_labels: Union[str, Sequence[str], None] = None\ndepends_on: Union[str, Sequence[str], None] = None\n\n\ndef upgrade() -> None:\n${upgrade(i)}\n\n\ndef downgrade() -> None:\n    pass\n`,
    );
  }
  return project;
}

/** Both tools in turn, as often as said: the figure that counts is how much longer Alembic takes. */
async function compare(title, [verb, ...args], { cwd, runs, bound, before }) {
  const figures = await medians(
    {
      [`limbeck ${verb}`]: [...limbeck, verb, ...args],
      [`alembic ${verb}`]: [...alembic, verb, ...args],
    },
    { cwd, runs, env, before },
  );
  report(title, figures, bound === undefined ? {} : { [`alembic ${verb}`]: { least: bound } });
}

try {
  for (const { count, bound, runs } of [
    { count: 1_000, bound: 5, runs: 7 },
    { count: 10_000, bound: 15, runs: 1 },
  ]) {
    const cwd = projectOf(count);
    // A file that was just written is read again: its time could be that of a later change, too.
    spawnSync("sleep", ["2.1"]);
    await compare(`heads of ${count} revisions in Python`, ["heads"], { cwd, runs, bound });
    await compare(`history of ${count} revisions in Python`, ["history"], { cwd, runs, bound });
  }
  const cwd = join(scratch, "1000");
  const before = () => rmSync(join(cwd, "app.db"), { force: true });
  const upgrade = ["upgrade", "head"];
  await compare("upgrade head over 1000 revisions in Python, SQLite", upgrade, { cwd, runs: 5, bound: 1, before });
  const named = process.env.LIMBECK_TEST_POSTGRES_URL ?? "";
  const given = named === "" ? (await embeddedServer({ major: 15 })).url : named;
  const url = new URL(given);
  url.pathname = "/limbeck_bench";
  pointTo(cwd, url.href.replace(/^[^:]+/, "postgresql+psycopg2"));
  const drop = "DROP DATABASE IF EXISTS limbeck_bench WITH (FORCE)";
  const anew = () => administer(given, drop, "CREATE DATABASE limbeck_bench");
  // Alembic has one transaction around all of them there, and Limbeck one for each with a row of its journal.
  await compare("upgrade head over 1000 revisions in Python, PostgreSQL", upgrade, {
    ...{ cwd, runs: 5, bound: 0.95, before: anew },
  });
  const mixed = projectOf(300, { name: "mixed", upgrade: changing });
  pointTo(mixed, url.href.replace(/^[^:]+/, "postgresql+psycopg2"));
  await compare("upgrade head over 300 revisions that alter and drop, with backups, PostgreSQL", upgrade, {
    ...{ cwd: mixed, runs: 5, bound: 0.7, before: anew },
  });
  await administer(given, drop);
} finally {
  rmSync(built, { recursive: true, force: true });
  rmSync(scratch, { recursive: true, force: true });
}

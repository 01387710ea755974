// Against Alembic, on the same files of the same project, in one run: `heads` and `history` of 1,000 and 10,000 revisions in Python, and
// `upgrade head` over 1,000. LIMBECK_TEST_PYTHON names an interpreter with Alembic; else that of the tests is taken, or made.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { environment, medians, report } from "./measure.mjs";

const limbeck = [process.execPath, fileURLToPath(new URL("../bin/limbeck.js", import.meta.url))];
const python = await testPython();
const alembic = [join(dirname(python), "alembic")];
const scratch = mkdtempSync(join(tmpdir(), "limbeck-bench-"));
const env = { ...environment, XDG_CACHE_HOME: join(scratch, "cache"), VIRTUAL_ENV: dirname(dirname(python)) };

/** The function that the tests have for it; the sources are TypeScript. */
async function testPython() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../test/servers/python.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
  });
  const module = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  return module.testPython();
}

function run(command, cwd) {
  const { status, stderr } = spawnSync(command[0], command.slice(1), { cwd, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command.join(" ")} exited with ${status}: ${stderr}`);
}

/** A project of `alembic init` with a history in which of every ten revisions two stand side by side. */
function projectOf(count) {
  const project = join(scratch, String(count));
  mkdirSync(project);
  run([...alembic, "init", "migrations"], project);
  const ini = join(project, "alembic.ini");
  writeFileSync(ini, readFileSync(ini, "utf8").replace(/^sqlalchemy.url = .*$/m, "sqlalchemy.url = sqlite:///app.db"));
  // As ids are: in no order.
  const id = (i) => (((i + 1) * 0x9e3779b1) % 2 ** 32).toString(16).padStart(12, "0");
  for (let i = 0; i < count; i++) {
    const down =
      i === 0 ? "None" : i % 10 === 4 ? `('${id(i - 1)}', '${id(i - 2)}')` : `'${id(i - (i % 10 === 3 ? 2 : 1))}'`;
    writeFileSync(
      join(project, "migrations", "versions", `${id(i)}_step_${i}.py`),
      `"""step ${i}\n\nRevision ID: ${id(i)}\nRevises: ${down}\nCreate Date: 2026-01-01 00:00:00.000000\n\n"""\nfrom typing import Sequence, Union\n\nfrom alembic import op\nimport sqlalchemy as sa\n\n\n# revision identifiers, used by Alembic.\nrevision: str = '${id(i)}'\ndown_revision: Union[str, Sequence[str], None] = ${down}\nbranch_labels: Union[str, Sequence[str], None] = None\ndepends_on: Union[str, Sequence[str], None] = None\n\n\ndef upgrade() -> None:\n    op.create_table(\n        't${i}',\n        sa.Column('id', sa.Integer(), nullable=False),\n        sa.Column('name', sa.String(length=50), nullable=True),\n        sa.PrimaryKeyConstraint('id'),\n    )\n\n\ndef downgrade() -> None:\n    op.drop_table('t${i}')\n`,
    );
  }
  return project;
}

/** Both tools in turn, as often as said: the figure that counts is how much longer Alembic takes. */
function compare(title, [verb, ...args], { cwd, runs, bound, before }) {
  const figures = medians(
    {
      [`limbeck ${verb}`]: [...limbeck, verb, ...args],
      [`alembic ${verb}`]: [...alembic, verb, ...args],
    },
    { cwd, runs, env, before },
  );
  report(title, figures, { [`alembic ${verb}`]: { least: bound } });
}

try {
  for (const { count, bound, runs } of [
    { count: 1_000, bound: 5, runs: 7 },
    { count: 10_000, bound: 15, runs: 1 },
  ]) {
    const cwd = projectOf(count);
    // A file that was just written is read again: its time could be that of a later change, too.
    spawnSync("sleep", ["2.1"]);
    compare(`heads of ${count} revisions in Python`, ["heads"], { cwd, runs, bound });
    compare(`history of ${count} revisions in Python`, ["history"], { cwd, runs, bound });
  }
  const cwd = join(scratch, "1000");
  const before = () => rmSync(join(cwd, "app.db"), { force: true });
  compare("upgrade head over 1000 revisions in Python", ["upgrade", "head"], { cwd, runs: 3, bound: 1, before });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

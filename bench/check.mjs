// `check` of many tables on PostgreSQL against `alembic check`, on the same database in one run: models in TypeScript, in SQL and in Python; and
// the time to inspect them against psql running the same queries. Arguments are numbers of tables, 1000 without any.
// LIMBECK_TEST_POSTGRES_URL names a server (a role that may make databases); else that of the tests is started. LIMBECK_TEST_PYTHON as for
// alembic.mjs.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { Client } from "pg";
import { environment, median, medians, report } from "./measure.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const limbeck = [process.execPath, join(root, "bin", "limbeck.js")];
const scratch = mkdtempSync(join(tmpdir(), "limbeck-bench-"));
/** Inside the repository, for the packages that the sources use are found from there. */
const built = mkdtempSync(join(root, "dist-bench-"));
const RUNS = 5;
const name = (i) => `t${String(i).padStart(5, "0")}`;

/** The schema, in the words of each kind of models: a key, a foreign key to the table before, a unique, a check and two indexes. */
const languages = {
  ts: {
    head: 'import { bigint, boolean, check, column, foreignKey, index, numeric, primaryKey, sql, table, text, timestamp, unique, varchar } from "limbeck";\n',
    table: (t, before) => `export const ${t} = table("${t}", [
  column("id", bigint(), { autoincrement: true }), column("code", varchar(40), { nullable: false }), column("title", text()),
  column("amount", numeric(12, 2), { nullable: false, default: sql\`0\` }), column("active", boolean(), { nullable: false, default: true }),
  column("made_at", timestamp({ timezone: true }), { nullable: false, default: sql\`now()\` }), column("parent_id", bigint()),
  primaryKey("${t}_pkey", ["id"]), unique("${t}_code_key", ["code"]), check("${t}_amount_check", sql\`amount >= 0\`),
  foreignKey("${t}_parent_id_fkey", ["parent_id"], "${before}", ["id"]),
  index("${t}_made_at_idx", ["made_at"]), index("${t}_parent_id_idx", ["parent_id", "active"]),
]);\n`,
  },
  sql: {
    head: "",
    table: (
      t,
      before,
    ) => `CREATE TABLE ${t} (id bigserial, code varchar(40) NOT NULL, title text, amount numeric(12, 2) NOT NULL DEFAULT 0,
  active boolean NOT NULL DEFAULT true, made_at timestamptz NOT NULL DEFAULT now(), parent_id bigint, PRIMARY KEY (id), UNIQUE (code),
  CHECK (amount >= 0), FOREIGN KEY (parent_id) REFERENCES ${before} (id));
CREATE INDEX ${t}_made_at_idx ON ${t} (made_at);
CREATE INDEX ${t}_parent_id_idx ON ${t} (parent_id, active);\n`,
  },
  py: {
    head: "import sqlalchemy as sa\n\nmetadata = sa.MetaData()\n",
    table: (t, before) => `sa.Table("${t}", metadata,
    sa.Column("id", sa.BigInteger, autoincrement=True), sa.Column("code", sa.String(40), nullable=False), sa.Column("title", sa.Text),
    sa.Column("amount", sa.Numeric(12, 2), nullable=False, server_default=sa.text("0")),
    sa.Column("active", sa.Boolean, nullable=False, server_default=sa.text("true")),
    sa.Column("made_at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=sa.text("now()")), sa.Column("parent_id", sa.BigInteger),
    sa.PrimaryKeyConstraint("id", name="${t}_pkey"), sa.UniqueConstraint("code", name="${t}_code_key"),
    sa.CheckConstraint("amount >= 0", name="${t}_amount_check"), sa.ForeignKeyConstraint(["parent_id"], ["${before}.id"], name="${t}_parent_id_fkey"),
    sa.Index("${t}_made_at_idx", "made_at"), sa.Index("${t}_parent_id_idx", "parent_id", "active"))\n`,
  },
};

function models(language, count, from = 0) {
  const { head, table } = languages[language];
  const numbers = Array.from({ length: count - from }, (_, i) => from + i);
  return head + numbers.map((i) => table(name(i), name(Math.max(0, i - 1)))).join("");
}

/** Functions of the tests and of the product; their sources are TypeScript. */
async function sources() {
  const entry = `export { testPython } from "./test/servers/python.ts";
export { embeddedServer } from "./test/servers/postgres-embedded.ts";
export { postgres } from "./src/dialects/postgres/postgres.ts";`;
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

function run(command, { cwd, env = environment, input } = {}) {
  const { status, stderr, stdout } = spawnSync(command[0], command.slice(1), { cwd, env, input, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command.join(" ")} exited with ${status}: ${stderr}${stdout}`);
}

async function administer(url, sql) {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** A project of each kind on one database, which has the schema already; no revision lies in between. */
function projectsOf(count, url, alembic) {
  const projects = Object.fromEntries(
    ["ts", "sql", "py"].map((language) => {
      const project = join(scratch, `${count}-${language}`);
      mkdirSync(project);
      writeFileSync(join(project, `models.${language}`), models(language, count));
      return [language, project];
    }),
  );
  for (const language of ["ts", "sql"]) {
    writeFileSync(
      join(projects[language], "limbeck.config.json"),
      JSON.stringify({ url, models: `models.${language}` }),
    );
    mkdirSync(join(projects[language], "migrations"));
  }
  run([alembic, "init", "migrations"], { cwd: projects.py });
  const ini = join(projects.py, "alembic.ini");
  const spelled = url.replace("postgresql:", "postgresql+psycopg2:");
  writeFileSync(ini, readFileSync(ini, "utf8").replace(/^sqlalchemy.url = .*$/m, `sqlalchemy.url = ${spelled}`));
  const env = join(projects.py, "migrations", "env.py");
  const named = readFileSync(env, "utf8").replace(
    /^target_metadata = None$/m,
    "from models import metadata as target_metadata",
  );
  writeFileSync(env, named);
  return projects;
}

/** The queries of one reading, with their parameters written into them, as a script for psql. */
async function queriesOf(postgres, url) {
  const connection = await postgres.connect(postgres.target(url, scratch), { create: false });
  const lines = [];
  const literal = (value) => (value === null ? "NULL" : `'${String(value).replaceAll("'", "''")}'`);
  const noted = (method) => (sql, values) => {
    lines.push(`${sql.replace(/\$(\d+)/g, (_, n) => literal(values?.[n - 1] ?? null))};`);
    return connection[method](sql, values);
  };
  await postgres.inspect({ ...connection, query: noted("query"), execute: noted("execute") }, { exclude: [] });
  await connection.close();
  return lines.join("\n");
}

/** Both in turn: a connection, the queries and the schema made of their rows in this process; and a process of psql. */
async function inspectAgainstPsql(title, postgres, url) {
  const script = await queriesOf(postgres, url);
  const times = { inspect: [], psql: [] };
  const timed = async (list, work) => {
    const start = process.hrtime.bigint();
    await work();
    list.push(Number(process.hrtime.bigint() - start) / 1e6);
  };
  for (let i = 0; i < 2 * RUNS; i++) {
    await timed(times.psql, () =>
      run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", url], { input: script }),
    );
    await timed(times.inspect, async () => {
      const connection = await postgres.connect(postgres.target(url, scratch), { create: false });
      await postgres.inspect(connection, { exclude: [] });
      await connection.close();
    });
  }
  const figures = { "psql, the same queries": median(times.psql), "connect and inspect": median(times.inspect) };
  report(title, figures, { "connect and inspect": { most: 1.5 } });
}

async function compareAt(count, server, { postgres, python }) {
  const database = `limbeck_bench_${process.pid}_${count}`;
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  const alembic = join(dirname(python), "alembic");
  await administer(server.url, `CREATE DATABASE ${database}`);
  try {
    // In parts: a transaction holds a lock on all that it makes, and the server has room for some thousands.
    for (let from = 0; from < count; from += 500)
      await administer(url.href, models("sql", Math.min(from + 500, count), from));
    const projects = projectsOf(count, url.href, alembic);
    const cache = join(scratch, "cache");
    const env = {
      ...environment,
      VIRTUAL_ENV: dirname(dirname(python)),
      PYTHONPATH: projects.py,
      XDG_CACHE_HOME: cache,
    };
    const check = (project) => [limbeck[0], limbeck[1], "-C", project, "check"];
    const figures = await medians(
      {
        "limbeck check, models in TypeScript": check(projects.ts),
        "limbeck check, models in SQL": check(projects.sql),
        "limbeck check, models in Python": check(projects.py),
        "alembic check": [alembic, "check"],
      },
      { cwd: projects.py, runs: RUNS, env },
    );
    const { "alembic check": theirs, ...ours } = figures;
    for (const [each, ms] of Object.entries(ours)) {
      const least = each.endsWith("Python") ? 4 : 10;
      report(
        `check of ${count} tables, load ${loadavg()[0]?.toFixed(1)}`,
        { [each]: ms, "alembic check": theirs },
        { "alembic check": { least } },
      );
    }
    const anew = await medians(
      { "models in TypeScript": check(projects.ts), "models in SQL": check(projects.sql) },
      { cwd: projects.py, runs: 3, env, before: () => rmSync(cache, { recursive: true, force: true }) },
    );
    report(`check of ${count} tables where nothing is kept`, anew);
    await inspectAgainstPsql(`inspect of ${count} tables`, postgres, url.href);
  } finally {
    await administer(server.url, `DROP DATABASE ${database} WITH (FORCE)`);
  }
}

try {
  const { embeddedServer, postgres, testPython } = await sources();
  const given = process.env.LIMBECK_TEST_POSTGRES_URL ?? "";
  const server = given === "" ? await embeddedServer({ major: 15 }) : { url: given };
  const python = await testPython();
  const counts = process.argv.slice(2).map(Number);
  for (const count of counts.length === 0 ? [1_000] : counts) await compareAt(count, server, { postgres, python });
} finally {
  rmSync(built, { recursive: true, force: true });
  rmSync(scratch, { recursive: true, force: true });
}

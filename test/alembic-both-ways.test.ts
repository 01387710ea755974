import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../src/cli/cli.ts";
import type { GlobalOptions } from "../src/project/use-cases.ts";
import { recordingIo } from "./cli/recording-io.ts";
import { type PythonRevision, pythonProject, rowsIn, tablesIn } from "./project/python-project.ts";
import { type AlembicCli, startAlembicCli } from "./servers/alembic-cli.ts";
import { administerMysql, freshMysqlDatabase } from "./servers/mysql.ts";
import { administer, freshDatabase } from "./servers/postgres.ts";

/** Random histories on each server, and random moves in each; more of both, and other ones, by the environment. */
const HISTORIES = Number(process.env["LIMBECK_TEST_HISTORIES"] ?? 1);
const SEED = process.env["LIMBECK_TEST_SEED"];
const MOVES = 10;
const REVISIONS = 8;

let alembic: AlembicCli;
beforeAll(async () => {
  alembic = await startAlembicCli();
}, 300_000);
afterAll(() => alembic.close());

/** Where the two tools meet. */
interface Place {
  readonly name: string;
  /** True where a change makes the whole table anew. */
  readonly isAnew: boolean;
  /** URL of a new database for a project in its own directory. */
  readonly url: () => Promise<string>;
  readonly state: (project: GlobalOptions) => Promise<State>;
}

interface State {
  /** Rows of the version table. */
  readonly versions: readonly unknown[];
  readonly rest: unknown;
}

const PLACES: readonly Place[] = [
  { name: "SQLite", isAnew: true, url: async () => "sqlite:///app.db", state: sqliteState },
  { name: "PostgreSQL", isAnew: false, url: freshDatabase, state: postgresState },
  {
    name: "MariaDB",
    isAnew: false,
    url: async () => (await freshMysqlDatabase("mariadb-10.11")).replace("mysql:", "mariadb+pymysql:"),
    state: mariadbState,
  },
];

describe("Limbeck and Alembic on one database", () => {
  it.each(PLACES)(
    "go on where the other one stopped, at any point of a branching history: schema, rows and version table are those of Alembic alone, on $name",
    (place) =>
      fc.assert(
        fc.asyncProperty(histories(place), fc.array(moves(), { minLength: MOVES, maxLength: MOVES }), (history, path) =>
          alternate(place, history, path),
        ),
        { numRuns: HISTORIES, endOnFailure: true, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
      ),
    180_000 * Math.max(1, HISTORIES),
  );
});

type History = Readonly<Record<string, PythonRevision>>;

/** Where to go, with what: `place` is one of the revisions, or beyond them `heads` or `base`. */
interface Move {
  readonly verb: "upgrade" | "downgrade" | "stamp" | "merge";
  readonly tool: "limbeck" | "alembic";
  readonly place: number;
}

async function alternate({ url, state }: Place, history: History, path: readonly Move[]): Promise<void> {
  // Limbeck makes no database for a downgrade, where Alembic does.
  const project = async () => {
    const place = await url();
    const { cwd, ...options } = await pythonProject(history, { "app.db": "", "alembic.ini": iniOf(place) });
    return { ...options, cwd, url: place };
  };
  const [both, alone] = [await project(), await project()];
  const ids = Object.keys(history);
  for (const [i, { verb, tool, place }] of path.entries()) {
    const at = verb === "stamp" ? (await state(both)).versions.map(String) : [];
    for (const [step, words] of wordsOf({ verb, place }, { ids, at, i }).entries()) {
      // Where Alembic doesn't go, there is nothing to compare with.
      if (!(await alembic.run(alone.cwd, ...words)).ok) break;
      // The way back from a stamp is the other tool's.
      const isAlembic = (tool === "alembic") === (step === 0);
      const { ok, output } = isAlembic ? await alembic.run(both.cwd, ...words) : await limbeck(both, words);
      expect(ok, `${words.join(" ")}: ${output}`).toBe(true);
      expect(await state(both), `${tool} ${words.join(" ")}`).toEqual(await state(alone));
    }
  }
}

/** Command lines of a move; a stamp is taken back, for what is stamped without being there can't be downgraded. */
function wordsOf(
  { verb, place }: Pick<Move, "verb" | "place">,
  { ids, at, i }: { readonly ids: readonly string[]; readonly at: readonly string[]; readonly i: number },
): readonly (readonly string[])[] {
  const target = ids[place] ?? (verb === "downgrade" ? "base" : "heads");
  if (verb === "merge") return [["merge", "-m", "both", "--rev-id", `m${i}00`, "heads"]];
  if (verb !== "stamp") return [[verb, target]];
  return [
    ["stamp", "--purge", target],
    ["stamp", "--purge", ...(at.length === 0 ? ["base"] : at)],
  ];
}

async function limbeck({ cwd, python, url }: GlobalOptions, words: readonly string[]) {
  const io = recordingIo(cwd, { env: process.env });
  const exit = await main([...words, "--python", String(python), "--url", String(url)], io);
  return { ok: exit === 0, output: io.stdout() + io.stderr() };
}

/** Alembic keeps nothing of what it drops. */
function iniOf(url: string): string {
  return `[alembic]\nscript_location = %(here)s/migrations\nprepend_sys_path = .\npath_separator = os\nsqlalchemy.url = ${url.replaceAll("%", "%%")}\n\n[limbeck]\nbackups = off\n`;
}

/** Tables with their columns in any order, indexes, rows, and the version table; the texts of the catalogue may differ. */
async function sqliteState(options: GlobalOptions): Promise<State> {
  const exists = await rowsIn(options, "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'");
  const versions =
    exists.length === 0 ? [] : (await rowsIn(options, "SELECT version_num FROM alembic_version ORDER BY 1")).flat();
  const tables = [];
  // What Limbeck has kept of dropped columns and tables is beside what is compared.
  const theirs = (await tablesIn(options)).filter((table) => !String(table).startsWith("limbeck_backup"));
  for (const table of theirs) {
    const columns = await rowsIn(
      options,
      `SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info('${table}') ORDER BY name`,
    );
    const names = columns.map(([name]) => name).join(", ");
    const indexes = await rowsIn(
      options,
      `SELECT name, "unique", origin FROM pragma_index_list('${table}') ORDER BY name`,
    );
    tables.push({ table, columns, indexes, rows: await rowsIn(options, `SELECT ${names} FROM ${table} ORDER BY id`) });
  }
  return { versions, rest: tables };
}

/** The same of PostgreSQL, without the schema that is Limbeck's. */
async function postgresState({ url = "" }: GlobalOptions): Promise<State> {
  const tables = await administer(
    url,
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  const columns = await administer(
    url,
    "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version' ORDER BY 1, 2",
  );
  const indexes = await administer(
    url,
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1",
  );
  const rows = new Map<unknown, readonly unknown[]>();
  for (const { name } of tables) {
    rows.set(
      name,
      (await administer(url, `SELECT to_jsonb(t) AS row FROM ${name} t ORDER BY 1`)).map(({ row }) => row),
    );
  }
  const versions = (rows.get("alembic_version") ?? []).map((row) => Object.values(Object(row))[0]);
  rows.delete("alembic_version");
  return { versions, rest: { columns, indexes, rows } };
}

/** The same of MariaDB, where the journal is beside the version table. */
async function mariadbState({ url = "" }: GlobalOptions): Promise<State> {
  const ask = (sql: string) => administerMysql(url.replace("mariadb+pymysql:", "mysql:"), sql);
  const theirs = "table_schema = DATABASE() AND table_name NOT LIKE 'limbeck%' AND table_name <> 'alembic_version'";
  const tables = await ask(`SELECT table_name AS name FROM information_schema.tables WHERE ${theirs} ORDER BY 1`);
  const columns = await ask(
    `SELECT table_name, column_name, column_type, is_nullable, column_default, extra FROM information_schema.columns WHERE ${theirs} ORDER BY 1, 2`,
  );
  const indexes = await ask(
    `SELECT table_name, index_name, seq_in_index, column_name, non_unique FROM information_schema.statistics WHERE ${theirs} ORDER BY 1, 2, 3`,
  );
  const rows = new Map<unknown, unknown>();
  for (const { name } of tables) rows.set(name, await ask(`SELECT * FROM \`${name}\` ORDER BY id`));
  const known = await ask(
    "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'alembic_version'",
  );
  const versions = known.length === 0 ? [] : await ask("SELECT version_num FROM alembic_version ORDER BY 1");
  return { versions: versions.map((row) => Object.values(row)[0]), rest: { columns, indexes, rows } };
}

function moves(): fc.Arbitrary<Move> {
  return fc.record({
    verb: fc.constantFrom("upgrade", "upgrade", "upgrade", "downgrade", "downgrade", "stamp", "merge"),
    tool: fc.constantFrom("limbeck", "alembic"),
    place: fc.nat({ max: REVISIONS }),
  });
}

/** Histories with several roots, branches, merges and dependencies across branches. */
function histories({ isAnew }: Place): fc.Arbitrary<History> {
  const choice = fc.record({ kind: fc.nat({ max: 9 }), first: fc.nat(), second: fc.nat() });
  return fc.array(choice, { minLength: REVISIONS, maxLength: REVISIONS }).map((choices) => {
    const history: Record<string, PythonRevision> = {};
    for (const [i, { kind, first, second }] of choices.entries()) {
      const ids = Object.keys(history);
      const parents = parentsFor({ kind, first, second }, history);
      const strangers = ids.filter((id) => !parents.some((parent) => ancestors(history, parent).has(id)));
      const needed = kind % 4 === 3 ? strangers[second % strangers.length] : undefined;
      history[`r${i}00`] = revisionOn(`r${i}00`, parents, { needed, isAnew });
    }
    return history;
  });
}

function parentsFor(
  { kind, first, second }: { readonly kind: number; readonly first: number; readonly second: number },
  history: History,
): readonly string[] {
  const ids = Object.keys(history);
  const heads = ids.filter((id) => !Object.values(history).some((each) => downOf(each).includes(id)));
  if (ids.length === 0 || kind === 0) return [];
  const one = heads[first % heads.length] ?? "";
  const other = heads[second % heads.length] ?? "";
  if (kind <= 2 && one !== other) return [one, other];
  return [kind <= 6 ? one : (ids[second % ids.length] ?? "")];
}

/** A revision with a table of its own, and a change of each parent's table, which may make it anew. */
function revisionOn(
  id: string,
  parents: readonly string[],
  { needed, isAnew }: { readonly needed: string | undefined; readonly isAnew: boolean },
): PythonRevision {
  const changes = parents.map(
    (parent) => `with op.batch_alter_table("t_${parent}", recreate="${isAnew ? "always" : "auto"}") as batch:
    batch.add_column(sa.Column("c_${id}", sa.Integer, nullable=False, server_default="0"))
op.get_bind().execute(sa.text("UPDATE t_${parent} SET c_${id} = id * 2"))`,
  );
  const undone = parents.map(
    (parent) => `with op.batch_alter_table("t_${parent}") as batch:
    batch.drop_column("c_${id}")`,
  );
  return {
    ...(parents.length === 0 ? {} : { down: parents.length === 1 ? (parents[0] ?? "") : parents }),
    ...(needed === undefined ? {} : { dependsOn: needed }),
    up: [
      `made = op.create_table("t_${id}", sa.Column("id", sa.Integer, primary_key=True), sa.Column("v", sa.String(9)))`,
      `op.create_index("ix_${id}", "t_${id}", ["v"])`,
      'op.bulk_insert(made, [{"v": "x"}, {"v": "y"}])',
      ...changes,
    ].join("\n"),
    back: [...undone, `op.drop_table("t_${id}")`].join("\n"),
  };
}

function downOf({ down }: PythonRevision): readonly string[] {
  if (down === undefined) return [];
  return typeof down === "string" ? [down] : down;
}

function ancestors(history: History, id: string): ReadonlySet<string> {
  const seen = new Set([id]);
  for (const each of seen) {
    const { [each]: revision } = history;
    if (revision === undefined) continue;
    for (const need of [...downOf(revision), ...(revision.dependsOn === undefined ? [] : [revision.dependsOn])])
      seen.add(need);
  }
  return seen;
}

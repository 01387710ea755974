import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { downgrade } from "../src/project/downgrade.ts";
import { upgrade } from "../src/project/upgrade.ts";
import type { GlobalOptions } from "../src/project/use-cases.ts";
import { type PythonRevision, pythonProject, rowsIn, tablesIn } from "./project/python-project.ts";
import { type AlembicCli, startAlembicCli } from "./servers/alembic-cli.ts";

/** Random histories, and random moves in each. */
const HISTORIES = 3;
const MOVES = 8;
const REVISIONS = 8;

let alembic: AlembicCli;
beforeAll(async () => {
  alembic = await startAlembicCli();
}, 300_000);
afterAll(() => alembic.close());

describe("Limbeck and Alembic on one database", () => {
  it(
    "go on where the other one stopped, at any point of a branching history: schema, rows and version table are those of Alembic alone",
    () =>
      fc.assert(fc.asyncProperty(histories(), fc.array(moves(), { minLength: MOVES, maxLength: MOVES }), alternate), {
        numRuns: HISTORIES,
        endOnFailure: true,
      }),
    180_000,
  );
});

type History = Readonly<Record<string, PythonRevision>>;

/** Where to go, with what: `place` is one of the revisions, or beyond them `heads` or `base`. */
interface Move {
  readonly verb: "upgrade" | "downgrade";
  readonly tool: "limbeck" | "alembic";
  readonly place: number;
}

async function alternate(history: History, path: readonly Move[]): Promise<void> {
  // Limbeck makes no database for a downgrade, where Alembic does.
  const projects = [1, 2].map(() => pythonProject(history, { "app.db": "" }));
  const [both, alone] = [await projects[0]!, await projects[1]!];
  const ids = Object.keys(history);
  for (const { verb, tool, place } of path) {
    const target = ids[place] ?? (verb === "upgrade" ? "heads" : "base");
    // Where Alembic doesn't go, there is nothing to compare with.
    if (!(await alembic.run(alone.cwd, verb, target)).ok) continue;
    if (tool === "alembic") {
      const { ok, output } = await alembic.run(both.cwd, verb, target);
      expect(ok, output).toBe(true);
    } else await { upgrade, downgrade }[verb](both, { target });
    expect(await stateOf(both), `${tool} ${verb} ${target}`).toEqual(await stateOf(alone));
  }
}

/** Tables with their columns in any order, indexes, rows, and the version table; the texts of the catalogue may differ. */
async function stateOf(options: GlobalOptions): Promise<unknown> {
  const exists = await rowsIn(options, "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'");
  const versions =
    exists.length === 0 ? [] : await rowsIn(options, "SELECT version_num FROM alembic_version ORDER BY 1");
  const tables = [];
  for (const table of await tablesIn(options)) {
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
  return { versions, tables };
}

function moves(): fc.Arbitrary<Move> {
  return fc.record({
    verb: fc.constantFrom("upgrade", "upgrade", "downgrade"),
    tool: fc.constantFrom("limbeck", "alembic"),
    place: fc.nat({ max: REVISIONS }),
  });
}

/** Histories with several roots, branches, merges and dependencies across branches. */
function histories(): fc.Arbitrary<History> {
  const choice = fc.record({ kind: fc.nat({ max: 9 }), first: fc.nat(), second: fc.nat() });
  return fc.array(choice, { minLength: REVISIONS, maxLength: REVISIONS }).map((choices) => {
    const history: Record<string, PythonRevision> = {};
    for (const [i, { kind, first, second }] of choices.entries()) {
      const ids = Object.keys(history);
      const parents = parentsFor({ kind, first, second }, history);
      const strangers = ids.filter((id) => !parents.some((parent) => ancestors(history, parent).has(id)));
      const needed = kind % 4 === 3 ? strangers[second % strangers.length] : undefined;
      history[`r${i}00`] = revisionOn(`r${i}00`, parents, needed);
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

/** A revision with a table of its own, and a change of each parent's table that makes it anew. */
function revisionOn(id: string, parents: readonly string[], needed: string | undefined): PythonRevision {
  const changes = parents.map(
    (parent) => `with op.batch_alter_table("t_${parent}", recreate="always") as batch:
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

import { stableJson } from "../base/hash.ts";
import type { RemadeTable } from "../bridge/write-commands.ts";
import type { Op } from "../ops/op.ts";
import type { PythonOptions } from "../ops/python-dialect.ts";
import { findTable, nameKey, nameOf } from "../schema/names.ts";
import { emptySchema, type ObjectName, type Schema, type Table } from "../schema/schema.ts";
import type { Comparison } from "./compare.ts";
import type { Database } from "./database.ts";
import type { Project } from "./open.ts";

/** What the project's Python says of the models and the database. */
type PythonFacts = Pick<PythonOptions, "modelType" | "isMisread">;

/** A database may have many tables. */
const REMAKE_LIMIT_MS = 300_000;

/** What a revision in Python is to be written with. A project without Python has no batch mode: nothing would tell what it loses. Errors: BRIDGE_*. */
export async function pythonFacts(project: Project, database: Database, found: Comparison): Promise<PythonFacts> {
  const tables = changedTables(found.ops);
  const modelType = found.spell === undefined ? {} : { modelType: await modelTypes(found.spell, database, tables) };
  if (database.dialect.python?.batch === undefined) return modelType;
  if (project.settings.alembic === undefined && found.spell === undefined)
    return { ...modelType, isMisread: () => true };
  const misread = await misreadTables(project, database, { have: found.have, tables });
  return { ...modelType, isMisread: (table) => misread.has(nameKey(table)) };
}

/** A spelling holds for a column whose type is the very one that SQLAlchemy makes of it. */
async function modelTypes(
  spell: NonNullable<Comparison["spell"]>,
  { dialect }: Database,
  tables: readonly ObjectName[],
): Promise<NonNullable<PythonFacts["modelType"]>> {
  const columns = tables.length === 0 ? [] : await spell(tables);
  const known = new Map(columns.map((column) => [placeKey(named(column.table, column.schema), column.column), column]));
  return ({ table, column, type }) => {
    const found = known.get(placeKey(table, column));
    return found !== undefined && stableJson(dialect.readType(found.sql)) === stableJson(type) ? found : undefined;
  };
}

/** The tables of which SQLAlchemy would make others than they are: it makes them in an empty database, where they are read back. */
async function misreadTables(
  project: Project,
  { connection, dialect }: Database,
  { have, tables }: { readonly have: Schema; readonly tables: readonly ObjectName[] },
): Promise<ReadonlySet<string>> {
  const present = tables.filter((table) => findTable(have, table) !== undefined);
  const name = dialect.python?.name ?? dialect.name;
  if (present.length === 0) return new Set();
  const bridge = await project.python.bridge();
  const request = { url: connection.target.url, dialect: name, tables: present.map(nameOf) };
  const remade = await bridge.call("remake", request, { timeoutMs: REMAKE_LIMIT_MS });
  const misread = new Set<string>();
  for (const table of remade) {
    if (!(await isFaithful(table, dialect, have))) misread.add(nameKey(nameOf(table)));
  }
  return misread;
}

async function isFaithful(
  { statements, ...name }: RemadeTable,
  dialect: Database["dialect"],
  have: Schema,
): Promise<boolean> {
  const table = findTable(have, nameOf(name));
  if (statements === null || table === undefined) return false;
  const scratch = await dialect.scratch();
  try {
    for (const sql of statements) await scratch.execute(sql);
    const { tables } = await scratchSchema(scratch, dialect);
    const made = tables.find((other) => other.name === name.name);
    return made !== undefined && comparable(made, dialect, have) === comparable(table, dialect, have);
  } finally {
    await scratch.close();
  }
}

function scratchSchema(scratch: Database["connection"], dialect: Database["dialect"]): Promise<Schema> {
  return dialect.inspect(scratch, { exclude: [] });
}

/** A table in its normal form, among the others, whose keys its own may refer to; the order of its constraints says nothing. */
function comparable(table: Table, dialect: Database["dialect"], { tables }: Schema): string {
  const others = tables.filter((other) => other.name !== table.name);
  const [normal] = dialect.normalise({ ...emptySchema, tables: [table, ...others] }).tables;
  const { uniques = [], checks = [], foreignKeys = [], indexes = [], ...rest } = normal ?? {};
  const lists = [uniques, checks, foreignKeys, indexes].map((list) => list.map((part) => stableJson(part)).sort());
  return stableJson([rest, lists]);
}

function changedTables(ops: readonly Op[]): readonly ObjectName[] {
  const tables = ops.flatMap((op): readonly ObjectName[] => {
    if (op.kind === "createTable") return [nameOf(op.table)];
    return "table" in op && typeof op.table === "string"
      ? [named(op.table, "schema" in op ? op.schema : undefined)]
      : [];
  });
  return [...new Map(tables.map((table) => [nameKey(table), table])).values()];
}

function named(name: string, schema: string | undefined): ObjectName {
  return schema === undefined ? { name } : { name, schema };
}

function placeKey(table: ObjectName, column: string): string {
  return JSON.stringify([nameKey(table), column]);
}

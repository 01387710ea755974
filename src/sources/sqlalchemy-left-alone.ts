import type { EnvironmentContext, LeftAlone } from "../bridge/model-commands.ts";
import { displayName } from "../schema/names.ts";
import type { Column, Table } from "../schema/schema.ts";

/** What isn't compared: each of these is in the wanted schema as the database has it, or isn't in it where the database hasn't. */
export interface LeavingAlone {
  /** What hooks of env.py have said of single objects. */
  readonly leftAlone: readonly LeftAlone[];
  /** What env.py says of all of them; undefined compares all. */
  readonly environment: Pick<EnvironmentContext, "compareType" | "compareServerDefault"> | undefined;
}

/** The tables that are wanted, of the models' and those of the database. */
export function leaveAlone(
  models: readonly Table[],
  have: readonly Table[],
  { leftAlone, environment }: LeavingAlone,
): readonly Table[] {
  const decisions = byTable(leftAlone);
  const old = new Map(have.map((table) => [displayName(table), table]));
  const ours = new Set(models.map(displayName));
  const isWhole = (table: Table): boolean =>
    decisions.get(displayName(table))?.some(({ kind }) => kind === undefined) === true;
  const wanted = models.flatMap((table): readonly Table[] => {
    const before = old.get(displayName(table));
    if (isWhole(table)) return before === undefined ? [] : [before];
    if (before === undefined) return [table];
    return [withMembers(withParts(table, before, environment), before, decisions.get(displayName(table)) ?? [])];
  });
  return [...wanted, ...have.filter((table) => !ours.has(displayName(table)) && isWhole(table))];
}

function byTable(leftAlone: readonly LeftAlone[]): ReadonlyMap<string, readonly LeftAlone[]> {
  const found = new Map<string, LeftAlone[]>();
  for (const decision of leftAlone) {
    const list = found.get(decision.table) ?? [];
    list.push(decision);
    found.set(decision.table, list);
  }
  return found;
}

/** With the types and defaults of the database where they aren't compared at all. */
function withParts(table: Table, before: Table, environment: LeavingAlone["environment"]): Table {
  const parts = [
    ...(environment?.compareType === false ? (["type"] as const) : []),
    ...(environment?.compareServerDefault === false ? (["default"] as const) : []),
  ];
  if (parts.length === 0) return table;
  const columns = table.columns.map((column) => {
    const old = before.columns.find(({ name }) => name === column.name);
    return old === undefined ? column : parts.reduce((one, part) => withPart(one, old, part), column);
  });
  return { ...table, columns };
}

function withMembers(table: Table, before: Table, decisions: readonly LeftAlone[]): Table {
  if (decisions.length === 0) return table;
  const of = (wanted: LeftAlone["kind"]): readonly Member[] =>
    decisions.flatMap((decision) => (decision.kind !== undefined && decision.kind === wanted ? [decision] : []));
  const columns = of("columns").filter(({ part }) => part !== undefined);
  const adjusted = table.columns.map((column, at) =>
    columns
      .filter(({ want }) => want === at)
      .reduce((one, { have, part }) => withPart(one, before.columns[have ?? -1], part), column),
  );
  const whole = of("columns").filter(({ part }) => part === undefined);
  return {
    ...table,
    columns: replaced(adjusted, before.columns, whole),
    indexes: replaced(table.indexes, before.indexes, of("indexes")),
    uniques: replaced(table.uniques, before.uniques, of("uniques")),
    foreignKeys: replaced(table.foreignKeys, before.foreignKeys, of("foreignKeys")),
    checks: replaced(table.checks, before.checks, of("checks")),
  };
}

type Member = Extract<LeftAlone, { readonly have: number | null }>;

/** The list with the database's members in the place of the models', or behind them where the models have none. */
function replaced<T>(list: readonly T[], before: readonly T[], decisions: readonly Member[]): readonly T[] {
  const kept = list.flatMap((item, at) => {
    const decision = decisions.find(({ want }) => want === at);
    return decision === undefined ? [item] : memberAt(before, decision.have);
  });
  return [...kept, ...decisions.flatMap(({ have, want }) => (want === null ? memberAt(before, have) : []))];
}

function memberAt<T>(list: readonly T[], at: number | null): readonly T[] {
  return at === null ? [] : list.slice(at, at + 1);
}

function withPart(column: Column, before: Column | undefined, part: Member["part"]): Column {
  if (before === undefined) return column;
  if (part === "type") return { ...column, type: before.type };
  const { default: _, ...rest } = column;
  return before.default === undefined ? rest : { ...rest, default: before.default };
}

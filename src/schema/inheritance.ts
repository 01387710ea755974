import { nameKey, sameName } from "./names.ts";
import type { Column, DefaultValue, ObjectName, OwnColumn, Schema, Table } from "./schema.ts";

/** The tables that a table has columns from. */
export function parentsOf({ partitionOf, inherits = [] }: Table): readonly ObjectName[] {
  if (partitionOf === undefined) return inherits;
  const { table, schema } = partitionOf;
  return [schema === undefined ? { name: table } : { name: table, schema }];
}

/** True when its columns are all that the table has: not of a table that a module makes, nor of one that has others from elsewhere. */
export function hasAllItsColumns(table: Table): boolean {
  return table.options.virtual === undefined && parentsOf(table).length === 0;
}

/** The columns of a table, those that come from others behind its own; without those of tables that aren't in the schema. */
export function allColumns(table: Table, schema: Pick<Schema, "tables">): readonly Column[] {
  const parents = parentsOf(table);
  if (parents.length === 0) return table.columns;
  const found = new Map(table.columns.map((column) => [column.name, column]));
  for (const parent of parents) {
    const from = schema.tables.find((each) => sameName(each, parent));
    if (from === undefined || from === table) continue;
    for (const column of allColumns(from, schema)) {
      if (!found.has(column.name)) found.set(column.name, withOwn(column, table));
    }
  }
  return [...found.values()];
}

/** What a record by the names of columns says under one: a column may be called as what every object has, `constructor` say. */
export function under<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** A column that comes from another table with what this one says itself of it. */
export function withOwn(column: Column, { ownDefaults, ownColumns }: Table): Column {
  const own = under(ownColumns, column.name);
  const plain = withDefault(column, under(ownDefaults, column.name));
  return own === undefined ? plain : withOwnParts(plain, own);
}

function withOwnParts(column: Column, { nullable, notNull, generated, statistics }: OwnColumn): Column {
  const { notNull: given, statistics: usual, ...others } = column;
  const detail = statistics === undefined ? usual : (statistics ?? undefined);
  // Where the other table says so too, its words stand: what comes from there has its name, and no other.
  const words = nullable === false && column.nullable && column.identity === undefined ? notNull : given;
  return {
    ...others,
    ...(nullable === false ? { nullable } : {}),
    ...(words === undefined ? {} : { notNull: words }),
    ...(generated === undefined ? {} : { generated }),
    ...(detail === undefined ? {} : { statistics: detail }),
  };
}

/** What is to be said of a column that a table has as `column`, and from another one as `given`; undefined where that is the same. */
export function ownOf(column: Column, given: Column): OwnColumn | undefined {
  const isStricter = !column.nullable && given.nullable && given.identity === undefined;
  const expression = column.generated?.expression;
  const isOther =
    expression !== undefined && given.generated !== undefined && given.generated.expression !== expression;
  const own: OwnColumn = {
    ...(isStricter ? { nullable: false, ...(column.notNull === undefined ? {} : { notNull: column.notNull }) } : {}),
    ...(isOther && column.generated !== undefined ? { generated: column.generated } : {}),
    ...(column.statistics === given.statistics ? {} : { statistics: column.statistics ?? null }),
  };
  return Object.keys(own).length === 0 ? undefined : own;
}

/** A column of which nothing is known but what a table says itself of it. */
export function ownColumnAlone(name: string, own: OwnColumn): Column {
  return withOwnParts({ name, type: { kind: "raw", sql: "" }, nullable: true }, own);
}

/** The column with another default; null is none, undefined leaves it. */
function withDefault(column: Column, value: DefaultValue | null | undefined): Column {
  if (value === undefined) return column;
  const { default: _, autoincrement: __, ...others } = column;
  return value === null ? others : { ...others, default: value };
}

/** A column that a table has from another, as the table has it; undefined for one of its own, and for none. */
export function inheritedColumn(table: Table, name: string, schema: Pick<Schema, "tables">): Column | undefined {
  if (parentsOf(table).length === 0 || table.columns.some((column) => column.name === name)) return undefined;
  return allColumns(table, schema).find((column) => column.name === name);
}

/** The same as the tables that it comes from have it. */
export function givenColumn(table: Table, name: string, schema: Pick<Schema, "tables">): Column | undefined {
  const { ownDefaults: _, ownColumns: __, ...bare } = table;
  return inheritedColumn(bare, name, schema);
}

/** The tables that have columns from this one, and those that have them from these, each after the one it has them from. */
export function descendantsOf(table: ObjectName, schema: Pick<Schema, "tables">): readonly Table[] {
  const children = new Map<string, Table[]>();
  for (const child of schema.tables) {
    for (const parent of parentKeys(child)) {
      const known = children.get(parent);
      if (known === undefined) children.set(parent, [child]);
      else known.push(child);
    }
  }
  const found = new Set<Table>();
  const visit = (parent: ObjectName): void => {
    for (const child of children.get(nameKey(parent)) ?? []) {
      if (found.has(child)) continue;
      found.add(child);
      visit(child);
    }
  };
  visit(table);
  return [...found];
}

/** The tables that this one has columns from, and those that these have them from; without those that the schema doesn't have. */
export function ancestorsOf(table: Table, schema: Pick<Schema, "tables">): readonly Table[] {
  const found: Table[] = [];
  const visit = (child: Table): void => {
    for (const name of parentsOf(child)) {
      const parent = schema.tables.find((each) => sameName(each, name));
      if (parent === undefined || found.includes(parent)) continue;
      found.push(parent);
      visit(parent);
    }
  };
  visit(table);
  return found;
}

/** As `descendantsOf`, without what lies outside partitioning: a table that merely inherits. */
export function partitionsOf(table: ObjectName, schema: Pick<Schema, "tables">): readonly Table[] {
  return descendantsOf(table, schema).filter(({ partitionOf }) => partitionOf !== undefined);
}

/** The table with all of its columns, as `allColumns`. */
export function withAllColumns(table: Table, schema: Pick<Schema, "tables">): Table {
  return parentsOf(table).length === 0 ? table : { ...table, columns: allColumns(table, schema) };
}

/** Keys of the tables that a table has columns from. */
export function parentKeys(table: Table): readonly string[] {
  return parentsOf(table).map(nameKey);
}

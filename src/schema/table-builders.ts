import { didYouMean } from "../base/nearest.ts";
import { type ColumnPart, type GeneratedSettings, readDefault, readGenerated, readNotNull } from "./column-builder.ts";
import type { ConstraintPart } from "./constraint-builders.ts";
import { fail } from "./errors.ts";
import type { IndexTablePart } from "./index-builder.ts";
import { hasAllItsColumns } from "./inheritance.ts";
import {
  invalidValue,
  type OptionsOf,
  oneOf,
  readBoolean,
  readCount,
  readFlag,
  readList,
  readName,
  readOptions,
  readRecord,
  readSqlText,
  readText,
  readTexts,
  type SqlText,
} from "./options.ts";
import type {
  Column,
  DefaultValue,
  Index,
  NotNull,
  ObjectName,
  OwnColumn,
  PartitionOf,
  PartNames,
  Table,
} from "./schema.ts";
import type { ReplicaIdentity } from "./table-options.ts";

/** What a table is made of. */
export type TablePart = ColumnPart | ConstraintPart | IndexTablePart;

/** What `table` can be told beside its parts: as TableOptions, the comment, and the namespace. */
export interface TableSettings extends TableProperties {
  readonly comment?: string;
  readonly schema?: string;
  /** PostgreSQL: the table that this is a partition of, which gives it its columns. */
  readonly partitionOf?: PartitionSettings;
  /** PostgreSQL: what a partition calls its parts of indexes and foreign keys from above, by the names there; else the server names them. */
  readonly partNames?: PartNames;
  /** PostgreSQL: the tables that it inherits from, by name. */
  readonly inherits?: readonly (string | ObjectName)[];
  /** PostgreSQL: defaults of its own of columns that come from another table, by their names; null is none. */
  readonly ownDefaults?: Readonly<Record<string, DefaultValue | null>>;
  /** PostgreSQL: what else it says itself of such columns: `{ nullable: false }`, another expression, the detail of statistics. */
  readonly ownColumns?: Readonly<Record<string, OwnColumnSettings>>;
}

/** What a table makes of a column that comes from another one. */
export interface OwnColumnSettings {
  readonly nullable?: false;
  readonly notNull?: NotNull;
  readonly generated?: GeneratedSettings;
  readonly statistics?: number | null;
}

/** The partitioned table, and which rows the partition has: sql`FOR VALUES …`, sql`DEFAULT`. */
export interface PartitionSettings {
  readonly table: string;
  readonly schema?: string;
  readonly bound: SqlText;
}

/** The options of a table as a person gives them: TableOptions with flags that may be false. */
export interface TableProperties {
  readonly strict?: boolean;
  readonly withoutRowid?: boolean;
  readonly virtual?: string;
  readonly engine?: string;
  readonly charset?: string;
  readonly collation?: string;
  readonly rowFormat?: string;
  readonly systemVersioned?: boolean;
  readonly unlogged?: boolean;
  readonly tablespace?: string;
  readonly partitionBy?: string;
  readonly storage?: Readonly<Record<string, string>>;
  readonly accessMethod?: string;
  readonly rowSecurity?: boolean;
  readonly forceRowSecurity?: boolean;
  readonly replicaIdentity?: ReplicaIdentity;
  /** PostgreSQL: a composite type, by name, of which this is a table. */
  readonly ofType?: string | ObjectName;
}

/** A table: `table("users", [column("id", integer(), { primaryKey: true }), unique(["email"])], { strict: true })`. */
export function table(name: string, parts: readonly TablePart[], settings?: TableSettings): Table {
  const where = `table() ${JSON.stringify(name)}`;
  return buildTable(name, parts, readOptions(settings, tableReaders, where), where);
}

/** Readers of the options of a table as a whole. */
export const tablePropertyReaders = {
  strict: readFlag,
  withoutRowid: readFlag,
  virtual: readText,
  engine: readText,
  charset: readText,
  collation: readText,
  rowFormat: readText,
  systemVersioned: readFlag,
  unlogged: readFlag,
  tablespace: readText,
  partitionBy: readText,
  storage: readTexts,
  accessMethod: readText,
  rowSecurity: readFlag,
  forceRowSecurity: readFlag,
  replicaIdentity: oneOf<ReplicaIdentity>(["full", "nothing"]),
  ofType: readObjectName,
};

/** Readers of all that can be told of a table beside its parts. */
export const tableReaders = {
  ...tablePropertyReaders,
  comment: readText,
  schema: readName,
  partitionOf: readPartitionOf,
  partNames: readPartNames,
  inherits: readObjectNames,
  ownDefaults: readDefaults,
  ownColumns: readOwnColumns,
};

function readPartitionOf(value: unknown, where: string): PartitionOf {
  const {
    table: name,
    bound,
    ...schema
  } = readOptions(readRecord(value, where), { table: readName, schema: readName, bound: readSqlText }, where);
  return {
    table: readName(name, `${where}, the table`),
    ...schema,
    bound: readSqlText(bound, `${where}, the bound`),
  };
}

/** Names of parts by those of their wholes. */
function readPartNames(value: unknown, where: string): PartNames | undefined {
  const lists = { indexes: readNames, foreignKeys: readNames };
  const names = readOptions(readRecord(value, where), lists, where);
  return Object.keys(names).length === 0 ? undefined : names;
}

function readNames(value: unknown, where: string): Readonly<Record<string, string>> | undefined {
  const entries = Object.entries(readRecord(value, where)).map(
    ([whole, name]) => [whole, readName(name, `${where}: ${JSON.stringify(whole)}`)] as const,
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Reader of the names of tables: a name alone, or with its namespace. */
export function readObjectName(value: unknown, where: string): ObjectName {
  if (typeof value === "string") return { name: readName(value, where) };
  const { name, schema } = readOptions(readRecord(value, where), { name: readName, schema: readName }, where);
  const checked = readName(name, `${where}, the name`);
  return schema === undefined ? { name: checked } : { name: checked, schema };
}

/** At least one, or there is nothing to say. */
function readObjectNames(value: unknown, where: string): readonly ObjectName[] | undefined {
  const names = readList(value, where, readObjectName);
  return names.length === 0 ? undefined : names;
}

/** Defaults by the names of their columns. */
function readDefaults(value: unknown, where: string): Readonly<Record<string, DefaultValue | null>> | undefined {
  const entries = Object.entries(readRecord(value, where)).map(
    ([name, each]) => [name, each === null ? null : readDefault(each, `${where}: ${JSON.stringify(name)}`)] as const,
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** What is said of columns from elsewhere, by their names. */
function readOwnColumns(value: unknown, where: string): Readonly<Record<string, OwnColumn>> | undefined {
  const entries = Object.entries(readRecord(value, where)).map(([name, each]) => {
    const at = `${where}: ${JSON.stringify(name)}`;
    const { nullable, ...own } = readOptions(readRecord(each, at), ownColumnReaders, at);
    if (nullable === true) {
      const hint = "Leave it out: the column may be NULL where it may in the other table.";
      throw fail("SCHEMA_VALUE_INVALID", `${at}: a column from another table can't be less strict there.`, { hint });
    }
    return [name, { ...(nullable === undefined ? {} : { nullable }), ...own }] as const;
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const ownColumnReaders = {
  nullable: readBoolean,
  notNull: readNotNull,
  generated: readGenerated,
  statistics: (value: unknown, where: string) => (value === null ? null : readCount(value, where)),
};

/** A table of what was given. Errors: SCHEMA_*. */
export function buildTable(
  name: unknown,
  given: unknown,
  settings: OptionsOf<typeof tableReaders>,
  where: string,
): Table {
  const { comment, schema, partitionOf, partNames, inherits, ownDefaults, ownColumns, ...options } = settings;
  const parts = readList(given, `${where}: the parts`, readPart);
  const constraints = parts.flatMap((part): readonly Exclude<TablePart, ColumnPart>[] =>
    part.kind === "column" ? part.constraints : [part],
  );
  const [primaryKey, second] = constraints.flatMap((part) => (part.kind === "primaryKey" ? [part.primaryKey] : []));
  if (second !== undefined) throw fail("SCHEMA_PRIMARY_KEY_DUPLICATE", `${where} has two primary keys.`);
  const built: Table = {
    name: readName(name, `${where}: the name`),
    ...(schema === undefined ? {} : { schema }),
    ...(partitionOf === undefined ? {} : { partitionOf }),
    ...(partNames === undefined ? {} : { partNames }),
    ...(inherits === undefined ? {} : { inherits }),
    ...(ownDefaults === undefined ? {} : { ownDefaults }),
    ...(ownColumns === undefined ? {} : { ownColumns }),
    columns: parts.flatMap((part) => (part.kind === "column" ? [columnOf(part, primaryKey?.columns ?? [])] : [])),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniques: constraints.flatMap((part) => (part.kind === "unique" ? [part.unique] : [])),
    checks: constraints.flatMap((part) => (part.kind === "check" ? [part.check] : [])),
    foreignKeys: constraints.flatMap((part) => (part.kind === "foreignKey" ? [part.foreignKey] : [])),
    exclusions: constraints.flatMap((part) => (part.kind === "exclusion" ? [part.exclusion] : [])),
    indexes: constraints.flatMap((part) => (part.kind === "index" ? [part.index] : [])),
    ...(comment === undefined ? {} : { comment }),
    options,
  };
  refuseDuplicates(built, where);
  if (partitionOf !== undefined && (built.columns.length > 0 || inherits !== undefined)) {
    const hint = "Leave them out: a partition has the columns of its table.";
    throw fail("SCHEMA_VALUE_INVALID", `${where}: a partition has no columns of its own.`, { hint });
  }
  if (partNames !== undefined && partitionOf === undefined) {
    const hint = "Give them to its indexes and constraints themselves.";
    throw fail("SCHEMA_VALUE_INVALID", `${where}: partNames is for a partition.`, { hint });
  }
  const own = ownDefaults === undefined ? ownColumns && "ownColumns" : "ownDefaults";
  if (own !== undefined && partitionOf === undefined && inherits === undefined) {
    const hint = "Say it of the column itself.";
    throw fail("SCHEMA_VALUE_INVALID", `${where}: ${own} is for columns that come from another table.`, { hint });
  }
  if (hasAllItsColumns(built)) refuseUnknownColumns(built, where);
  return built;
}

/** Columns that an index names: of its keys, and those that it includes. */
export function columnsOfIndex(index: Index): readonly string[] {
  return [...index.parts.flatMap((part) => ("column" in part ? [part.column] : [])), ...(index.include ?? [])];
}

const partKinds: { readonly [K in TablePart["kind"]]: true } = {
  column: true,
  primaryKey: true,
  unique: true,
  check: true,
  foreignKey: true,
  exclusion: true,
  index: true,
};

function readPart(value: unknown, where: string): TablePart {
  if (typeof value === "object" && value !== null && "kind" in value && Object.hasOwn(partKinds, String(value.kind))) {
    return value as TablePart;
  }
  throw invalidValue(where, "a part of a table: column(…), primaryKey(…), unique(…), index(…) …", value);
}

/** A column of a primary key isn't nullable unless it is said to be, which SQLite allows. */
function columnOf(part: ColumnPart, key: readonly string[]): Column {
  if (part.nullableAssumed === undefined || !key.includes(part.column.name)) return part.column;
  return { ...part.column, nullable: false };
}

function refuseDuplicates(built: Table, where: string): void {
  const column = duplicateIn(built.columns);
  if (column !== undefined) throw fail("SCHEMA_COLUMN_DUPLICATE", `${where} has two columns "${column}".`);
  const index = duplicateIn(built.indexes);
  if (index !== undefined) throw fail("SCHEMA_INDEX_DUPLICATE", `${where} has two indexes "${index}".`);
}

function duplicateIn(named: readonly { readonly name: string }[]): string | undefined {
  const seen = new Set<string>();
  return named.find(({ name }) => seen.size === seen.add(name).size)?.name;
}

function refuseUnknownColumns(built: Table, where: string): void {
  const known = built.columns.map((column) => column.name);
  const keys: readonly (readonly [string, readonly string[]])[] = [
    ...(built.primaryKey === undefined ? [] : [keyOf("the primary key", built.primaryKey)]),
    ...built.uniques.map((unique) => keyOf(`the unique constraint${quoted(unique.name)}`, unique)),
    ...built.foreignKeys.map((key) => keyOf(`the foreign key${quoted(key.name)}`, key)),
    ...built.indexes.map((index) => [`the index${quoted(index.name)}`, columnsOfIndex(index)] as const),
  ];
  for (const [what, columns] of keys) {
    const unknown = columns.find((name) => !known.includes(name));
    if (unknown === undefined) continue;
    const message = `${where}: ${what} names a column "${unknown}" that the table doesn't have${didYouMean(unknown, known)}.`;
    throw fail("SCHEMA_COLUMN_UNKNOWN", message, { details: { table: built.name, column: unknown } });
  }
}

function keyOf(what: string, key: { readonly columns: readonly string[]; readonly include?: readonly string[] }) {
  return [what, [...key.columns, ...(key.include ?? [])]] as const;
}

function quoted(name: string | undefined): string {
  return name === undefined ? "" : ` "${name}"`;
}

import type { ColumnStorage } from "./column-keeping.ts";
import { readType } from "./column-type.ts";
import {
  buildCheck,
  buildForeignKey,
  buildPrimaryKey,
  buildUnique,
  type ConstraintPart,
  type ForeignKeyRules,
  foreignKeyReaders,
  readConflictAction,
  readReferentialAction,
} from "./constraint-builders.ts";
import { fail } from "./errors.ts";
import {
  invalidValue,
  isSqlRecord,
  type OptionsOf,
  oneOf,
  readBoolean,
  readCount,
  readFlag,
  readName,
  readOptions,
  readSqlText,
  readText,
  type SqlText,
} from "./options.ts";
import type {
  Column,
  ConflictAction,
  DefaultValue,
  Generated,
  Identity,
  NotNull,
  ReferentialAction,
  Sql,
} from "./schema.ts";
import { type SequenceSettings, sequenceReaders } from "./sequence-options.ts";
import type { ColumnType } from "./types.ts";

/** A column among the parts of a table, with the constraints that were written with it. */
export interface ColumnPart {
  readonly kind: "column";
  readonly column: Column;
  /** Nobody said whether it may be NULL: a primary key decides. */
  readonly nullableAssumed?: true;
  readonly constraints: readonly ConstraintPart[];
}

/** A column whose values are computed: its expression, and whether they are kept in the row. */
export interface GeneratedSettings {
  readonly as: SqlText;
  /** False, which is the default, computes at each read. */
  readonly stored?: boolean;
}

/** A column that the server numbers, as in the SQL standard. */
export interface IdentitySettings extends SequenceSettings {
  /** True refuses values of one's own; false is the default. */
  readonly always?: boolean;
}

/** The constraint behind a column that is not nullable (PostgreSQL 18). */
export interface NotNullSettings {
  readonly name?: string;
  readonly notValid?: boolean;
  readonly noInherit?: boolean;
}

/** What a column refers to, with the rules of the foreign key. An absent column: the primary key of the table. */
export interface ReferenceSettings extends ForeignKeyRules {
  readonly table: string;
  readonly schema?: string;
  readonly column?: string;
  /** The name of the constraint. */
  readonly name?: string;
}

/** Properties that a column has of itself. */
export interface ColumnProperties {
  readonly default?: DefaultValue;
  readonly generated?: GeneratedSettings;
  readonly identity?: IdentitySettings;
  readonly autoincrement?: boolean;
  readonly collation?: string;
  /** MySQL: expression set on each update of the row. */
  readonly onUpdate?: SqlText;
  /** MySQL: left out of `SELECT *`. */
  readonly invisible?: boolean;
  readonly comment?: string;
  /** SQLite: what happens when NULL is written to a column that is not nullable. */
  readonly onNullConflict?: ConflictAction;
  readonly notNull?: NotNullSettings;
  /** PostgreSQL: how long values are compressed: `pglz`, `lz4`. */
  readonly compression?: string;
  /** PostgreSQL: where long values are kept. */
  readonly storage?: ColumnStorage;
  /** PostgreSQL: how detailed the planner's statistics of the column are, from 0 to 10,000. */
  readonly statistics?: number;
}

/** What `column` can be told. */
export interface ColumnSettings extends ColumnProperties {
  /** True is the default, except for columns of the primary key. */
  readonly nullable?: boolean;
  /** True, or the name of the constraint. */
  readonly primaryKey?: true | string | false;
  /** True, or the name of the constraint. */
  readonly unique?: true | string | false;
  /** `"users.id"`, `"schema.users.id"`, or a record. */
  readonly references?: string | ReferenceSettings;
  /** Of the foreign key of `references`; its other rules are written in the record. */
  readonly onDelete?: ReferentialAction;
  readonly check?: Sql;
}

/** A column: `column("email", varchar(255), { nullable: false, unique: true })`. */
export function column(name: string, type: ColumnType, settings?: ColumnSettings): ColumnPart {
  const where = `column() ${JSON.stringify(name)}`;
  const read = readOptions(settings, settingReaders, where);
  const { nullable, primaryKey, unique, references, onDelete, check, ...properties } = read;
  const key = { name: readName(name, "column(): the name"), type: readType(type, where) };
  const whole = { ...key, nullable: nullable ?? primaryKey === undefined, ...properties };
  const constraints = inlineConstraints(name, { primaryKey, unique, references, onDelete, check }, where);
  if (nullable !== undefined) return { kind: "column", column: whole, constraints };
  return { kind: "column", column: whole, nullableAssumed: true, constraints };
}

/** Reader of a default: a constant or sql`…`. */
export function readDefault(value: unknown, where: string): DefaultValue {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (isSqlRecord(value)) return { sql: readSqlText(value, where) };
  const hint =
    value === null ? "Leave it out: a column without a default has NULL." : "Write any other value as sql`…`.";
  throw invalidValue(where, "a string, a number, a boolean or sql`…`", value, hint);
}

/** Reader of `generated`. */
export function readGenerated(value: unknown, where: string): Generated {
  const { as, stored } = readOptions(value, { as: readSqlText, stored: readBoolean }, where);
  return { expression: readSqlText(as, `${where}, "as"`), stored: stored ?? false };
}

/** Reader of `identity`. */
export function readIdentity(value: unknown, where: string): Identity {
  const { always, ...options } = readOptions(value, { always: readBoolean, ...sequenceReaders }, where);
  return { always: always ?? false, ...(Object.keys(options).length === 0 ? {} : { options }) };
}

/** Reader of `notNull`. */
export function readNotNull(value: unknown, where: string): NotNull {
  return readOptions(value, { name: readName, notValid: readFlag, noInherit: readFlag }, where);
}

/** Reader of where long values are kept. */
export const readColumnStorage = oneOf<ColumnStorage>(["plain", "external", "extended", "main"]);

/** Readers of how the values of a column are kept. */
export const columnKeepingReaders = { compression: readText, storage: readColumnStorage, statistics: readCount };

/** Readers of what a column has of itself. */
export const columnReaders = {
  nullable: readBoolean,
  default: readDefault,
  generated: readGenerated,
  identity: readIdentity,
  autoincrement: readFlag,
  collation: readText,
  onUpdate: readOnUpdate,
  invisible: readFlag,
  comment: readText,
  onNullConflict: readConflictAction,
  notNull: readNotNull,
  ...columnKeepingReaders,
};

const inlineReaders = {
  primaryKey: readFlagOrName,
  unique: readFlagOrName,
  references: readReference,
  onDelete: readReferentialAction,
  check: readSqlText,
};

const settingReaders = { ...columnReaders, ...inlineReaders };

function readOnUpdate(value: unknown, where: string): string {
  if (isSqlRecord(value)) return readSqlText(value, where);
  const hint = 'The rule of a foreign key is written with it: references: { table: "orgs", onUpdate: "cascade" }.';
  throw invalidValue(where, "an expression: sql`…`", value, hint);
}

function readFlagOrName(value: unknown, where: string): true | string | undefined {
  return typeof value === "string" ? readName(value, where) : readFlag(value, where);
}

const referenceReaders = { table: readName, schema: readName, column: readName, name: readName, ...foreignKeyReaders };

function readReference(value: unknown, where: string): OptionsOf<typeof referenceReaders> {
  if (typeof value !== "string") return readOptions(value, referenceReaders, where);
  const words = value.split(".");
  if (words.length > 3 || words.includes("")) {
    throw invalidValue(where, 'like "users.id"', value, "A name with a dot in it is written { table, column }.");
  }
  const [table, column, deeper] = words;
  if (deeper !== undefined) return { schema: `${table}`, table: `${column}`, column: deeper };
  return column === undefined ? { table: `${table}` } : { table: `${table}`, column };
}

type Inline = { readonly [K in keyof typeof inlineReaders]: ReturnType<(typeof inlineReaders)[K]> | undefined };

function inlineConstraints(name: string, inline: Inline, where: string): readonly ConstraintPart[] {
  const parts: ConstraintPart[] = [];
  if (inline.primaryKey !== undefined) {
    parts.push({ kind: "primaryKey", primaryKey: buildPrimaryKey(nameIn(inline.primaryKey), [name], {}, where) });
  }
  if (inline.unique !== undefined) {
    parts.push({ kind: "unique", unique: buildUnique(nameIn(inline.unique), [name], {}, where) });
  }
  if (inline.check !== undefined) parts.push({ kind: "check", check: buildCheck(null, inline.check, {}, where) });
  if (inline.references !== undefined) {
    const { name: constraint, table, schema, column: referent, ...rules } = inline.references;
    const target = { table, schema, columns: referent === undefined ? [] : [referent] };
    const onDelete = inline.onDelete === undefined ? {} : { onDelete: inline.onDelete };
    const foreignKey = buildForeignKey(constraint, [name], target, { ...onDelete, ...rules }, where);
    parts.push({ kind: "foreignKey", foreignKey });
  } else if (inline.onDelete !== undefined) {
    throw fail(
      "SCHEMA_VALUE_INVALID",
      `${where}: option "onDelete" is of a foreign key, and there is no "references".`,
    );
  }
  return parts;
}

function nameIn(given: true | string): string | undefined {
  return given === true ? undefined : given;
}

import {
  invalidValue,
  isSqlRecord,
  type OptionsOf,
  oneOf,
  readFlag,
  readList,
  readName,
  readNames,
  readOptions,
  readSqlText,
  readText,
  type SqlText,
} from "./options.ts";
import type {
  Check,
  ConflictAction,
  Deferrable,
  Exclusion,
  ForeignKey,
  KeyColumnOptions,
  PrimaryKey,
  ReferentialAction,
  Sql,
  Unique,
} from "./schema.ts";

/** A constraint among the parts of a table. */
export type ConstraintPart =
  | { readonly kind: "primaryKey"; readonly primaryKey: PrimaryKey }
  | { readonly kind: "unique"; readonly unique: Unique }
  | { readonly kind: "check"; readonly check: Check }
  | { readonly kind: "foreignKey"; readonly foreignKey: ForeignKey }
  | { readonly kind: "exclusion"; readonly exclusion: Exclusion };

/** A column of a key: its name, or with how the key orders and compares it. */
export type KeyColumn =
  | string
  | { readonly column: string; readonly descending?: boolean; readonly collation?: string };

/** What a primary key can have beside its columns. */
export interface PrimaryKeyOptions {
  readonly onConflict?: ConflictAction;
  readonly deferrable?: Deferrable;
  readonly include?: readonly string[];
  readonly withoutOverlaps?: boolean;
  readonly comment?: string;
}

/** What a unique constraint can have beside its columns. */
export interface UniqueOptions extends PrimaryKeyOptions {
  readonly nullsNotDistinct?: boolean;
}

/** What a check can have beside its expression. */
export interface CheckOptions {
  readonly notValid?: boolean;
  readonly notEnforced?: boolean;
  readonly noInherit?: boolean;
  readonly comment?: string;
}

/** What a foreign key can have beside its columns. */
export interface ForeignKeyRules {
  readonly onDelete?: ReferentialAction;
  readonly onUpdate?: ReferentialAction;
  readonly setColumns?: readonly string[];
  readonly match?: "full" | "partial";
  readonly deferrable?: Deferrable;
  readonly notValid?: boolean;
  readonly notEnforced?: boolean;
  readonly period?: boolean;
  readonly comment?: string;
}

/** The rules of a foreign key, and `schema`: the namespace of the table that it refers to. */
export interface ForeignKeyOptions extends ForeignKeyRules {
  readonly schema?: string;
}

/** What an exclusion constraint can have beside its elements. */
export interface ExclusionOptions {
  readonly method?: string;
  readonly where?: SqlText;
  readonly deferrable?: Deferrable;
  readonly comment?: string;
}

/** One element of an exclusion constraint: an expression, and the operator that no two rows may satisfy. */
export type ExclusionElement = readonly [expression: SqlText, operator: string];

/** The primary key of a table: `primaryKey(["id"])`, `primaryKey("pk_users", ["id"])`. */
export function primaryKey(columns: readonly KeyColumn[], options?: PrimaryKeyOptions): ConstraintPart;
export function primaryKey(name: string, columns: readonly KeyColumn[], options?: PrimaryKeyOptions): ConstraintPart;
export function primaryKey(...given: readonly unknown[]): ConstraintPart {
  const [name, columns, options] = withName(given);
  const where = labelled("primaryKey()", name);
  const read = readOptions(options, primaryKeyReaders, where);
  return { kind: "primaryKey", primaryKey: buildPrimaryKey(name, columns, read, where) };
}

/** A unique constraint: `unique(["email"])`, `unique("uq_users_email", ["email"])`. */
export function unique(columns: readonly KeyColumn[], options?: UniqueOptions): ConstraintPart;
export function unique(name: string, columns: readonly KeyColumn[], options?: UniqueOptions): ConstraintPart;
export function unique(...given: readonly unknown[]): ConstraintPart {
  const [name, columns, options] = withName(given);
  const where = labelled("unique()", name);
  return { kind: "unique", unique: buildUnique(name, columns, readOptions(options, uniqueReaders, where), where) };
}

/** A check: check(sql`age > 0`), check("ck_users_age", sql`age > 0`). */
export function check(expression: Sql, options?: CheckOptions): ConstraintPart;
export function check(name: string, expression: SqlText, options?: CheckOptions): ConstraintPart;
export function check(...given: readonly unknown[]): ConstraintPart {
  const [name, expression, options] = isSqlRecord(given[0]) ? [undefined, ...given] : given;
  const where = labelled("check()", name);
  return { kind: "check", check: buildCheck(name, expression, readOptions(options, checkReaders, where), where) };
}

/** A foreign key: `foreignKey(["org_id"], "orgs", ["id"])`, or with its name before. No columns of the referent: its primary key. */
export function foreignKey(
  columns: readonly string[],
  referent: string,
  referentColumns: readonly string[],
  options?: ForeignKeyOptions,
): ConstraintPart;
export function foreignKey(
  name: string,
  columns: readonly string[],
  referent: string,
  referentColumns: readonly string[],
  options?: ForeignKeyOptions,
): ConstraintPart;
export function foreignKey(...given: readonly unknown[]): ConstraintPart {
  const [name, columns, referent, referentColumns, options] = withName(given);
  const where = labelled("foreignKey()", name);
  const { schema, ...rules } = readOptions(options, { ...foreignKeyReaders, schema: readName }, where);
  const target = { table: referent, schema, columns: referentColumns };
  return { kind: "foreignKey", foreignKey: buildForeignKey(name, columns, target, rules, where) };
}

/** An exclusion constraint: exclude([[sql`room`, "="], [sql`during`, "&&"]], { method: "gist" }), or with its name before. */
export function exclude(elements: readonly ExclusionElement[], options?: ExclusionOptions): ConstraintPart;
export function exclude(
  name: string,
  elements: readonly ExclusionElement[],
  options?: ExclusionOptions,
): ConstraintPart;
export function exclude(...given: readonly unknown[]): ConstraintPart {
  const [name, elements, options] = withName(given);
  const where = labelled("exclude()", name);
  const read = readOptions(options, exclusionReaders, where);
  return { kind: "exclusion", exclusion: buildExclusion(name, elements, read, where) };
}

const conflictActions = ["rollback", "abort", "fail", "ignore", "replace"] as const;
const actions = ["no action", "restrict", "cascade", "set null", "set default"] as const;

/** Reader of what SQLite does with a row that breaks a constraint. */
export const readConflictAction = oneOf<ConflictAction>(conflictActions);
/** Reader of what happens to the rows that refer to a changed row. */
export const readReferentialAction = oneOf<ReferentialAction>(actions);
/** Reader of when a deferrable constraint is checked. */
export const readDeferrable = oneOf<Deferrable>(["initially immediate", "initially deferred"]);

/** Readers of the options of each kind of constraint. */
export const primaryKeyReaders = {
  onConflict: readConflictAction,
  deferrable: readDeferrable,
  include: readNames,
  withoutOverlaps: readFlag,
  comment: readText,
};
export const uniqueReaders = { ...primaryKeyReaders, nullsNotDistinct: readFlag };
export const checkReaders = { notValid: readFlag, notEnforced: readFlag, noInherit: readFlag, comment: readText };
export const foreignKeyReaders = {
  onDelete: readReferentialAction,
  onUpdate: readReferentialAction,
  setColumns: readNames,
  match: oneOf(["full", "partial"]),
  deferrable: readDeferrable,
  notValid: readFlag,
  notEnforced: readFlag,
  period: readFlag,
  comment: readText,
};
export const exclusionReaders = { method: readText, where: readSqlText, deferrable: readDeferrable, comment: readText };

/** A primary key of what was given; a name of null or undefined is none. Errors: SCHEMA_*. */
export function buildPrimaryKey(
  name: unknown,
  columns: unknown,
  options: OptionsOf<typeof primaryKeyReaders>,
  where: string,
): PrimaryKey {
  return { ...optionalName(name, where), ...keyColumns(columns, where), ...options };
}

/** A unique constraint of what was given; a name of null or undefined is none. Errors: SCHEMA_*. */
export function buildUnique(
  name: unknown,
  columns: unknown,
  options: OptionsOf<typeof uniqueReaders>,
  where: string,
): Unique {
  return { ...optionalName(name, where), ...keyColumns(columns, where), ...options };
}

/** A check of what was given; a name of null or undefined is none. Errors: SCHEMA_*. */
export function buildCheck(
  name: unknown,
  expression: unknown,
  options: OptionsOf<typeof checkReaders>,
  where: string,
): Check {
  return { ...optionalName(name, where), expression: readSqlText(expression, `${where}: the expression`), ...options };
}

/** A foreign key of what was given; a name of null or undefined is none. Errors: SCHEMA_*. */
export function buildForeignKey(
  name: unknown,
  columns: unknown,
  referent: { readonly table: unknown; readonly schema: string | undefined; readonly columns: unknown },
  rules: OptionsOf<typeof foreignKeyReaders>,
  where: string,
): ForeignKey {
  const own = atLeastOne(readNames(columns, `${where}: the columns`), `${where}: the columns`);
  const table = readName(referent.table, `${where}: the table that it refers to`);
  const theirs = readNames(referent.columns, `${where}: the columns that it refers to`);
  if (theirs.length > 0 && theirs.length !== own.length) {
    throw invalidValue(`${where}: the columns that it refers to`, `as many as its own (${own.length})`, theirs.length);
  }
  const schema = referent.schema === undefined ? {} : { schema: referent.schema };
  return { ...optionalName(name, where), columns: own, references: { table, ...schema, columns: theirs }, ...rules };
}

/** An exclusion constraint of what was given; a name of null or undefined is none. Errors: SCHEMA_*. */
export function buildExclusion(
  name: unknown,
  elements: unknown,
  options: OptionsOf<typeof exclusionReaders>,
  where: string,
): Exclusion {
  const read = readList(elements, `${where}: the elements`, readElement);
  return { ...optionalName(name, where), elements: atLeastOne(read, `${where}: the elements`), ...options };
}

function readElement(value: unknown, where: string) {
  if (!Array.isArray(value) || value.length !== 2) throw invalidValue(where, 'a pair [expression, "operator"]', value);
  const [expression, operator] = value as readonly unknown[];
  return { expression: readSqlText(expression, where), operator: readText(operator, `${where}, the operator`) };
}

function keyColumns(value: unknown, where: string) {
  const read = readList(value, `${where}: the columns`, readKeyColumn);
  const columns = atLeastOne(read, `${where}: the columns`).map((key) => key.column);
  const special = read.filter((key) => Object.keys(key.options).length > 0);
  if (special.length === 0) return { columns };
  const keyOptions = Object.fromEntries(special.map((key): [string, KeyColumnOptions] => [key.column, key.options]));
  return { columns, keyOptions };
}

function readKeyColumn(value: unknown, where: string): { readonly column: string; readonly options: KeyColumnOptions } {
  if (typeof value === "string") return { column: readName(value, where), options: {} };
  const readers = { column: readName, descending: readFlag, collation: readText };
  const { column, ...options } = readOptions(value, readers, where);
  return { column: readName(column, `${where}, the column`), options };
}

function atLeastOne<T>(list: readonly T[], where: string): readonly T[] {
  if (list.length === 0) throw invalidValue(where, "at least one", "none");
  return list;
}

function optionalName(name: unknown, where: string): { readonly name?: string } {
  return name === undefined || name === null ? {} : { name: readName(name, `${where}: the name`) };
}

function withName(given: readonly unknown[]): readonly unknown[] {
  return Array.isArray(given[0]) ? [undefined, ...given] : given;
}

function labelled(builder: string, name: unknown): string {
  return typeof name === "string" ? `${builder} "${name}"` : builder;
}

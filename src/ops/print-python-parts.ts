import { nameOf } from "../schema/names.ts";
import type {
  Check,
  Column,
  DefaultValue,
  Exclusion,
  ForeignKey,
  Identity,
  Index,
  ObjectName,
  PrimaryKey,
  Schema,
  Table,
  Unique,
} from "../schema/schema.ts";
import type { Op } from "./op.ts";
import { type PythonCode, pyCall, pyRaw, pySql, pySqlText, pyText, pyTexts, pyWord } from "./python-code.ts";
import type { PythonOptions, PythonType } from "./python-dialect.ts";
import { parsePython } from "./python-parse.ts";
import type { Spelled } from "./spelling.ts";

/** How one body is printed: the options, the schema at this point, and the imports as they are found. */
export interface PythonContext extends PythonOptions {
  readonly schema: Schema;
  readonly imports: Set<string>;
  /** The ops behind these, where they decide how these are carried out. */
  readonly later?: readonly Op[];
  /** What the directives are methods of: `op`, or `batch_op`, which is about one table. */
  readonly on: "op" | "batch_op";
}

type Maybe<T> = T | undefined;

/** The name of a constraint or an index, which no naming convention is to change. */
export function nameCode(name: string | undefined, { on }: Pick<PythonContext, "on">): PythonCode {
  return name === undefined ? pyWord(null) : pyCall(`${on}.f`, [pyText(name)]);
}

/** The type of a column, as the models have it where they do. Its imports are kept. */
export function typeCode(
  column: Pick<Column, "name" | "type" | "collation">,
  table: ObjectName,
  context: PythonContext,
): Maybe<PythonCode> {
  const { dialect, modelType, schema } = context;
  const own = spelled({ kind: "type", item: column.type }, context);
  if (own != null) return own;
  const found =
    (column.collation === undefined ? modelType?.({ table, column: column.name, type: column.type }) : undefined) ??
    dialect.type(column, schema);
  if (found === undefined) return undefined;
  return written(found, context);
}

/** What somebody wants to write otherwise than usual; null for what is left out. */
export function spelled(item: Spelled, context: PythonContext): PythonCode | null | undefined {
  const spelling = context.speller?.(item);
  return spelling && written(spelling, context);
}

/** Code that somebody else has written. Its imports are kept. */
function written({ code, imports }: PythonType, context: PythonContext): PythonCode {
  for (const line of imports) context.imports.add(line);
  return parsePython(code);
}

/** `sa.Column(…)`. */
export function columnCode(column: Column, table: Table, context: PythonContext): Maybe<PythonCode> {
  const own = spelled({ kind: "column", item: column }, context);
  if (own != null) return own;
  const type = typeCode(column, nameOf(table), context);
  const more = context.dialect.keywords.column(column, table);
  const identity = column.identity === undefined ? [] : [identityCode(column.identity)];
  if (type === undefined || more === undefined || identity.includes(undefined)) return undefined;
  const positional = [
    pyText(column.name),
    type,
    ...generatedCode(column),
    ...identity.filter((code) => code !== undefined),
  ];
  return pyCall("sa.Column", positional, {
    server_default: columnDefault(column, context),
    ...more,
    nullable: pyWord(column.nullable),
    comment: column.comment === undefined ? undefined : pyText(column.comment),
  });
}

/** The server default of a column: a constant string as it is, everything else as SQL; undefined for none. */
export function columnDefault(column: Column, context: PythonContext): Maybe<PythonCode> {
  const { dialect } = context;
  const value: Maybe<DefaultValue> =
    dialect.serverDefault === undefined ? column.default : dialect.serverDefault(column);
  if (value === undefined) return undefined;
  const own = spelled({ kind: "default", item: value }, context);
  if (own !== undefined) return own ?? pyWord(null);
  return typeof value === "string" ? pyText(value) : pySql(dialect.defaultSql(value));
}

/** The parts of a table in the order in which Alembic prints them, or undefined when one of them has no spelling. */
export function tableParts(table: Table, context: PythonContext): Maybe<readonly PythonCode[]> {
  return all([
    ...table.columns.map((column) => columnCode(column, table, context)),
    ...table.checks.map((check) => checkCode(check, context)),
    ...table.foreignKeys.map((key) => foreignKeyCode(key, context)),
    ...(table.primaryKey === undefined ? [] : [primaryKeyCode(table.primaryKey, table, context)]),
    ...table.uniques.map((unique) => uniqueCode(unique, context)),
    ...table.exclusions.map((exclusion) => exclusionCode(exclusion, context)),
  ]);
}

/** Keywords of a foreign key beside its name and columns; undefined for what SQLAlchemy can't say. */
export function foreignKeyKeywords(key: ForeignKey, { dialect }: PythonContext): Maybe<Record<string, PythonCode>> {
  const more = dialect.keywords.foreignKey(key);
  if (more === undefined || key.references.columns.length === 0) return undefined;
  return given({
    onupdate: key.onUpdate && pyText(key.onUpdate.toUpperCase()),
    ondelete: key.onDelete && pyText(key.onDelete.toUpperCase()),
    match: key.match && pyText(key.match.toUpperCase()),
    ...deferrableKeywords(key),
    ...more,
  });
}

/** When a constraint is checked. */
export function deferrableKeywords({ deferrable }: Pick<Unique, "deferrable">): Record<string, PythonCode> {
  if (deferrable === undefined) return {};
  const initially = deferrable === "initially deferred" ? "DEFERRED" : "IMMEDIATE";
  return { deferrable: pyWord(true), initially: pyText(initially) };
}

/** Keys of an index: names of columns, and SQL. */
export function indexKeys(index: Index, { dialect }: PythonContext): PythonCode {
  return {
    kind: "list",
    items: index.parts.map((part) =>
      dialect.isNamedKey(part, index) ? pyText(part.column) : pySql(dialect.indexKeySql(part)),
    ),
  };
}

/** Properties that have a value. */
export function given(fields: Readonly<Record<string, PythonCode | "" | undefined>>): Record<string, PythonCode> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined || value === "" ? [] : [[key, value]])),
  );
}

/** The codes, or undefined when one is. */
function all(codes: readonly Maybe<PythonCode>[]): Maybe<readonly PythonCode[]> {
  const present = codes.filter((code) => code !== undefined);
  return present.length === codes.length ? present : undefined;
}

function generatedCode({ generated }: Column): readonly PythonCode[] {
  if (generated === undefined) return [];
  return [pyCall("sa.Computed", [pySqlText(generated.expression)], { persisted: pyWord(generated.stored) })];
}

function identityCode({ always, options = {} }: Identity): Maybe<PythonCode> {
  // The type of the sequence is that of the column.
  const { start, increment, min, max, cycle, cache, type } = options;
  if (type !== undefined) return undefined;
  return pyCall("sa.Identity", [], {
    always: pyWord(always),
    start: start === undefined ? undefined : pyRaw(start),
    increment: increment === undefined ? undefined : pyRaw(increment),
    minvalue: min === undefined ? undefined : pyRaw(min),
    maxvalue: max === undefined ? undefined : pyRaw(max),
    cycle: cycle === undefined ? undefined : pyWord(cycle),
    cache: cache === undefined ? undefined : pyRaw(cache),
  });
}

function primaryKeyCode(key: PrimaryKey, table: Table, context: PythonContext): Maybe<PythonCode> {
  const more = context.dialect.keywords.primaryKey(key, table);
  if (more === undefined) return undefined;
  return pyCall("sa.PrimaryKeyConstraint", key.columns.map(pyText), {
    ...named(key, context),
    ...deferrableKeywords(key),
    ...more,
  });
}

function uniqueCode(unique: Unique, context: PythonContext): Maybe<PythonCode> {
  const more = context.dialect.keywords.unique(unique);
  if (more === undefined) return undefined;
  const keywords = { ...named(unique, context), ...deferrableKeywords(unique), ...more };
  return pyCall("sa.UniqueConstraint", unique.columns.map(pyText), keywords);
}

function checkCode(check: Check, context: PythonContext): Maybe<PythonCode> {
  const more = context.dialect.keywords.check(check);
  if (more === undefined) return undefined;
  return pyCall("sa.CheckConstraint", [pySqlText(check.expression)], { ...named(check, context), ...more });
}

function exclusionCode(exclusion: Exclusion, context: PythonContext): Maybe<PythonCode> {
  const code = context.dialect.exclusion?.(exclusion);
  if (code === undefined) return undefined;
  for (const line of code.imports) context.imports.add(line);
  return pyCall(code.callee, code.parameters, {
    ...named(exclusion, context),
    ...deferrableKeywords(exclusion),
    ...code.keywords,
  });
}

/** The referred columns are named by one text, in which a dot would be read as the end of a name. */
function foreignKeyCode(key: ForeignKey, context: PythonContext): Maybe<PythonCode> {
  const keywords = foreignKeyKeywords(key, context);
  const { schema, table, columns } = key.references;
  if (keywords === undefined || [schema ?? "", table, ...columns].some((name) => name.includes("."))) return undefined;
  const owner = schema === undefined ? table : `${schema}.${table}`;
  const referred = pyTexts(columns.map((column) => `${owner}.${column}`));
  return pyCall("sa.ForeignKeyConstraint", [pyTexts(key.columns), referred], { ...named(key, context), ...keywords });
}

function named({ name }: { readonly name?: string }, context: PythonContext): Record<string, PythonCode> {
  return name === undefined ? {} : { name: nameCode(name, context) };
}

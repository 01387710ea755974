import type {
  Check,
  Column,
  DefaultValue,
  Deferrable,
  Exclusion,
  ForeignKey,
  Generated,
  Identity,
  Index,
  IndexPart,
  NotNull,
  ObjectName,
  PartitionOf,
  PrimaryKey,
  Table,
  Unique,
} from "../../schema/schema.ts";
import { isSql } from "../../schema/sql.ts";
import type { TableOptions } from "../../schema/table-options.ts";
import { isIndexKey, isSimple } from "./expression-shape.ts";
import { literal, quoteName, quoteNames, quoteObject, quoteString } from "./quote.ts";
import { sequenceOptionsSql } from "./sequence-sql.ts";
import { renderType } from "./types.ts";

/**
 * The whole definition of a table without its indexes, and without the constraints that are not valid: in a new table the
 * server would take them for valid. `merged` are columns from elsewhere that the table computes in its own way. Source: https://www.postgresql.org/docs/current/sql-createtable.html (13 to 18).
 */
export function createTableSql(table: Table, ifNotExists = false, merged: readonly Column[] = []): string {
  const { options } = table;
  const lines = [
    ...merged.map((column) => (table.partitionOf === undefined ? mergedSql(column) : partSql(column))),
    ...table.columns.map(columnSql),
    ...(table.primaryKey === undefined ? [] : [primaryKeySql(table.primaryKey)]),
    ...table.uniques.map(uniqueSql),
    ...table.checks.filter((check) => check.notValid !== true).map(checkSql),
    ...table.foreignKeys.filter((key) => key.notValid !== true).map(foreignKeySql),
    ...table.exclusions.map(exclusionSql),
  ];
  const { partitionOf } = table;
  const body = lines.length === 0 ? (partitionOf === undefined ? " ()" : "") : ` (\n  ${lines.join(",\n  ")}\n)`;
  const of = partitionOf === undefined ? "" : ` PARTITION OF ${quoteObject(parentName(partitionOf))}`;
  const inherits = table.inherits === undefined ? "" : `\nINHERITS (${table.inherits.map(quoteObject).join(", ")})`;
  const bound = partitionOf === undefined ? "" : `\n${partitionOf.bound}`;
  const head = `CREATE ${options.unlogged === true ? "UNLOGGED " : ""}TABLE ${ifNotExists ? "IF NOT EXISTS " : ""}`;
  return `${head}${quoteObject(table)}${of}${body}${inherits}${bound}${tableTail(options)}`;
}

/** With all that must be as it is in the other table. */
function mergedSql({ name, type, collation, generated }: Column): string {
  return columnSql({ name, type, nullable: true, ...(collation && { collation }), ...(generated && { generated }) });
}

/** A partition doesn't repeat the type. */
function partSql({ name, generated }: Column): string {
  return `${quoteName(name)} ${generated === undefined ? "" : generatedSql(generated)}`;
}

/** The partitioned table of a partition. */
export function parentName({ table: name, schema }: PartitionOf): ObjectName {
  return schema === undefined ? { name } : { name, schema };
}

function tableTail({ partitionBy, accessMethod, storage, tablespace }: TableOptions): string {
  const parts = [
    ...(partitionBy === undefined ? [] : [`PARTITION BY ${partitionBy}`]),
    ...(accessMethod === undefined ? [] : [`USING ${quoteName(accessMethod)}`]),
    ...(storage === undefined ? [] : [`WITH ${storageSql(storage)}`]),
    ...(tablespace === undefined ? [] : [`TABLESPACE ${quoteName(tablespace)}`]),
  ];
  return parts.map((part) => `\n${part}`).join("");
}

/**
 * The definition of a column as CREATE TABLE and ADD COLUMN take it. Identity and serial columns are never NULL here; a NOT NULL
 * that isn't valid, the storage and the statistics target have no place in it.
 */
export function columnSql(column: Column): string {
  const words = [
    quoteName(column.name),
    column.autoincrement === true ? serialTypes[column.type.kind] : renderType(column.type),
    ...(column.compression === undefined ? [] : [`COMPRESSION ${quoteName(column.compression)}`]),
    ...(column.collation === undefined ? [] : [`COLLATE ${quoteName(column.collation)}`]),
    ...notNullWords(column),
    ...(column.default === undefined ? [] : [`DEFAULT ${defaultSql(column.default)}`]),
    ...(column.generated === undefined ? [] : [generatedSql(column.generated)]),
    ...(column.identity === undefined ? [] : [`GENERATED ${identitySql(column.identity)}`]),
  ];
  return words.join(" ");
}

function notNullWords({ nullable, notNull, identity, autoincrement }: Column): readonly string[] {
  if (notNull === undefined) return nullable || identity !== undefined || autoincrement === true ? [] : ["NOT NULL"];
  if (notNull.notValid === true) return [];
  return [`${nameSql(notNull)}NOT NULL${notNull.noInherit === true ? " NO INHERIT" : ""}`];
}

/** A NOT NULL as ALTER TABLE ADD takes it. */
export function notNullSql(column: string, { name, notValid, noInherit }: NotNull): string {
  const words = [...(noInherit === true ? [" NO INHERIT"] : []), ...(notValid === true ? [" NOT VALID"] : [])];
  return `${nameSql(name === undefined ? {} : { name })}NOT NULL ${quoteName(column)}${words.join("")}`;
}

/** The words for an integer column with a sequence of its own, by the type of the column. */
export const serialTypes: { readonly [kind: string]: string | undefined } = {
  smallint: "smallserial",
  integer: "serial",
  bigint: "bigserial",
};

/** A default as `DEFAULT` takes it, which isn't any expression. */
export function defaultSql(value: DefaultValue): string {
  const text = literal(value);
  return isSql(value) && !isSimple(text) ? inParentheses(text) : text;
}

function generatedSql({ expression, stored }: Generated): string {
  return `GENERATED ALWAYS AS ${inParentheses(expression)} ${stored ? "STORED" : "VIRTUAL"}`;
}

/** `ALWAYS AS IDENTITY (…)`, after GENERATED. */
export function identitySql({ always, options = {} }: Identity): string {
  const sequence = sequenceOptionsSql(options);
  const tail = sequence.length === 0 ? "" : ` (${sequence.join(" ")})`;
  return `${always ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY${tail}`;
}

export function primaryKeySql(key: PrimaryKey): string {
  return `${nameSql(key)}PRIMARY KEY ${keyColumnsSql(key)}${includeSql(key)}${deferrableSql(key)}`;
}

export function uniqueSql(unique: Unique): string {
  const nulls = unique.nullsNotDistinct === true ? " NULLS NOT DISTINCT" : "";
  return `${nameSql(unique)}UNIQUE${nulls} ${keyColumnsSql(unique)}${includeSql(unique)}${deferrableSql(unique)}`;
}

/** A key made of an index, whose columns are its own. */
export function usingIndexSql(what: "PRIMARY KEY" | "UNIQUE", key: PrimaryKey | Unique, index: string): string {
  return `${nameSql(key)}${what} USING INDEX ${quoteName(index)}${deferrableSql(key)}`;
}

function keyColumnsSql({ columns, withoutOverlaps }: PrimaryKey | Unique): string {
  return withoutOverlaps === true ? `(${columns.map(quoteName).join(", ")} WITHOUT OVERLAPS)` : quoteNames(columns);
}

export function checkSql(check: Check): string {
  const words = [
    ...(check.noInherit === true ? [" NO INHERIT"] : []),
    ...(check.notEnforced === true ? [" NOT ENFORCED"] : []),
    ...(check.notValid === true ? [" NOT VALID"] : []),
  ];
  return `${nameSql(check)}CHECK ${inParentheses(check.expression)}${words.join("")}`;
}

export function foreignKeySql(key: ForeignKey): string {
  const { table: name, schema, columns } = key.references;
  const target = quoteObject(schema === undefined ? { name } : { name, schema });
  const words = [
    `${nameSql(key)}FOREIGN KEY ${referenceSql(key.columns, key)} REFERENCES ${target}`,
    ...(columns.length === 0 ? [] : [referenceSql(columns, key)]),
    ...(key.match === undefined ? [] : [`MATCH ${key.match.toUpperCase()}`]),
    ...(key.onDelete === undefined ? [] : [`ON DELETE ${key.onDelete.toUpperCase()}`]),
    ...(key.setColumns === undefined ? [] : [quoteNames(key.setColumns)]),
    ...(key.onUpdate === undefined ? [] : [`ON UPDATE ${key.onUpdate.toUpperCase()}`]),
  ];
  const enforced = key.notEnforced === true ? " NOT ENFORCED" : "";
  return `${words.join(" ")}${deferrableSql(key)}${enforced}${key.notValid === true ? " NOT VALID" : ""}`;
}

function referenceSql(columns: readonly string[], { period }: ForeignKey): string {
  const last = columns.length - 1;
  return `(${columns.map((name, i) => `${period === true && i === last ? "PERIOD " : ""}${quoteName(name)}`).join(", ")})`;
}

export function exclusionSql(exclusion: Exclusion): string {
  const elements = exclusion.elements.map(({ expression, operator }) => `${elementSql(expression)} WITH ${operator}`);
  const method = exclusion.method === undefined ? "" : `USING ${quoteName(exclusion.method)} `;
  const where = exclusion.where === undefined ? "" : ` WHERE ${inParentheses(exclusion.where)}`;
  return `${nameSql(exclusion)}EXCLUDE ${method}(${elements.join(", ")})${where}${deferrableSql(exclusion)}`;
}

/** CREATE INDEX, without its comment. Source: https://www.postgresql.org/docs/current/sql-createindex.html (13 to 18). */
export function createIndexSql(
  table: { readonly name: string; readonly schema?: string },
  index: Index,
  how: { readonly concurrently?: boolean; readonly ifNotExists?: boolean; readonly only?: boolean } = {},
): string {
  const words = [
    `CREATE ${index.unique === true ? "UNIQUE " : ""}INDEX`,
    ...(how.concurrently === true ? ["CONCURRENTLY"] : []),
    ...(how.ifNotExists === true ? ["IF NOT EXISTS"] : []),
    `${quoteName(index.name)} ON ${how.only === true ? "ONLY " : ""}${quoteObject(table)}`,
    ...(index.method === undefined ? [] : [`USING ${quoteName(index.method)}`]),
    `(${index.parts.map(indexPartSql).join(", ")})`,
    ...(index.include === undefined ? [] : [`INCLUDE ${quoteNames(index.include)}`]),
    ...(index.nullsNotDistinct === true ? ["NULLS NOT DISTINCT"] : []),
    ...(index.storage === undefined ? [] : [`WITH ${storageSql(index.storage)}`]),
    ...(index.tablespace === undefined ? [] : [`TABLESPACE ${quoteName(index.tablespace)}`]),
    ...(index.where === undefined ? [] : [`WHERE ${inParentheses(index.where)}`]),
  ];
  return words.join(" ");
}

/** Storage parameters in parentheses: `("fillfactor" = 70)`. */
export function storageSql(storage: Readonly<Record<string, string>>): string {
  const entries = Object.entries(storage).map(([name, value]) => `${parameterName(name)} = ${parameterValue(value)}`);
  return `(${entries.join(", ")})`;
}

/** `toast.fillfactor` is a name of two parts. */
export function parameterName(name: string): string {
  return name.split(".").map(quoteName).join(".");
}

/** An expression in parentheses, which a comment at its end doesn't swallow. */
export function inParentheses(text: string): string {
  return text.includes("--") ? `(${text}\n)` : `(${text})`;
}

function parameterValue(value: string): string {
  return /^(?:-?\d+(?:\.\d+)?|true|false)$/.test(value) ? value : quoteString(value);
}

/** A key of an index as CREATE INDEX takes it. */
export function indexPartSql(part: IndexPart): string {
  const words = [
    "column" in part ? quoteName(part.column) : inParentheses(part.expression),
    ...(part.collation === undefined ? [] : [`COLLATE ${quoteName(part.collation)}`]),
    ...(part.opclass === undefined ? [] : [opclassSql(part.opclass)]),
    ...(part.descending === true ? ["DESC"] : []),
    ...(part.nulls === undefined ? [] : [`NULLS ${part.nulls.toUpperCase()}`]),
  ];
  return words.join(" ");
}

/** A name, with or without its namespace; with parameters behind it the text stays as it is. */
function opclassSql(opclass: string): string {
  return /^[\w$]+(?:\.[\w$]+)?$/.test(opclass) ? opclass.split(".").map(quoteName).join(".") : opclass;
}

/** A key with its options, or an expression, which needs parentheses. */
export function elementSql(expression: string): string {
  return isIndexKey(expression) ? expression.trim() : inParentheses(expression);
}

function includeSql({ include }: { readonly include?: readonly string[] }): string {
  return include === undefined ? "" : ` INCLUDE ${quoteNames(include)}`;
}

function deferrableSql({ deferrable }: { readonly deferrable?: Deferrable }): string {
  return deferrable === undefined ? "" : ` DEFERRABLE ${deferrable.toUpperCase()}`;
}

function nameSql({ name }: { readonly name?: string }): string {
  return name === undefined ? "" : `CONSTRAINT ${quoteName(name)} `;
}

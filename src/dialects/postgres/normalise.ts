import { given } from "../../base/given.ts";
import { stableJson } from "../../base/hash.ts";
import { givenColumn, inheritedColumn, ownOf, parentsOf, withAllColumns } from "../../schema/inheritance.ts";
import { sameName } from "../../schema/names.ts";
import type { SequenceOptions } from "../../schema/numbering.ts";
import type {
  Exclusion,
  ForeignKey,
  Index,
  IndexPart,
  ObjectName,
  Policy,
  PrimaryKey,
  Routine,
  Rule,
  Schema,
  Sequence,
  Statistics,
  Table,
  Trigger,
  Unique,
  View,
} from "../../schema/schema.ts";
import { withReplace } from "./definition-names.ts";
import { normaliseExpression, normaliseText } from "./expression-text.ts";
import { normaliseCheck } from "./normalise-check.ts";
import { normaliseColumn, normaliseDefault } from "./normalise-column.ts";
import { normaliseComposite, normaliseDomain, normaliseRange, ownTypes } from "./normalise-types.ts";
import { quoteName } from "./quote.ts";
import { completeOptions, statedOptions } from "./sequence-options.ts";
import { canonicalType } from "./type-synonyms.ts";
import { typeText } from "./types.ts";

/**
 * The schema in the form in which two are compared: spellings that the server holds equal are made one. Every object stays at its place,
 * under its name. Pure: what only the server can tell, such as `x IN (1, 2)` from `x = ANY (ARRAY[1, 2])`, stays apart.
 * Types by `canonicalType` · constant defaults by `readDefault` · expressions and queries by their tokens · columns of the primary
 * key, identity and serial ones are never NULL · a foreign key without columns refers to the primary key · options that say what the
 * server does anyway: NO ACTION, btree, NULLS LAST after ASC and FIRST after DESC, a key's collation that is its column's, the bounds
 * of a sequence · an empty comment is none · CREATE with and without OR REPLACE.
 */
export function normalise(schema: Schema): Schema {
  const own = ownTypes(schema);
  const normalTable = tablesIn(schema, own);
  const { tables } = schema;
  return {
    ...schema,
    enums: schema.enums.map((type) => withoutEmptyComment(type)),
    domains: schema.domains.map((domain) => normaliseDomain(domain, own)),
    composites: schema.composites.map((type) => normaliseComposite(type, own)),
    ranges: schema.ranges.map((range) => normaliseRange(range, own)),
    sequences: schema.sequences.map(normaliseSequence),
    tables: schema.tables.map(normalTable),
    views: schema.views.map(normaliseView),
    routines: schema.routines.map(normaliseRoutine),
    triggers: schema.triggers.map(normaliseTrigger),
    rules: schema.rules.map(normaliseRule),
    policies: schema.policies.map(normalisePolicy),
    statistics: schema.statistics.map((each) => normaliseStatistics(each, tables)),
  };
}

/** The normal form of a table by itself, and the types that the schema defined then. */
interface NormalTable {
  readonly own: string;
  readonly table: Table;
}

const known = new WeakMap<Table, NormalTable>();

/** What normalises the tables of a schema; one that is the very same object as before, and says all by itself, is so again. */
function tablesIn({ tables }: Schema, own: ReadonlySet<string>): (table: Table) => Table {
  const names = [...own].sort().join("\n");
  return (table) => {
    const found = known.get(table);
    if (found?.own === names) return found.table;
    const normal = normaliseTable(table, tables, own);
    const isByItself =
      parentsOf(table).length === 0 && table.foreignKeys.every(({ references }) => references.columns.length > 0);
    if (isByItself) known.set(table, { own: names, table: normal });
    return normal;
  };
}

function withoutEmptyComment<T extends { readonly comment?: string }>(object: T): T {
  if (object.comment !== "") return object;
  const { comment: _, ...rest } = object;
  return rest as T;
}

function normaliseSequence(sequence: Sequence): Sequence {
  const { schema, name, ownedBy, ...options } = sequence;
  return { name, ...given({ schema, ownedBy }), ...normaliseOptions(options) };
}

/** Without what the server takes anyway; the type of a sequence is bigint unless it says otherwise. */
function normaliseOptions(options: SequenceOptions): SequenceOptions {
  const { type } = options;
  return { ...given({ type: type === "bigint" ? undefined : type }), ...statedOptions(completeOptions(options)) };
}

function normaliseTable(stated: Table, tables: readonly Table[], own: ReadonlySet<string>): Table {
  const table = withoutEmptyComment(stated);
  const whole = withAllColumns(table, { tables });
  const key = new Set(table.primaryKey?.columns);
  const normal: Table = {
    ...table,
    columns: table.columns.map((column) => normaliseColumn(column, key.has(column.name), own)),
    ...(table.primaryKey === undefined ? undefined : { primaryKey: normaliseKey(table.primaryKey) }),
    uniques: table.uniques.map(normaliseKey),
    checks: table.checks.map(normaliseCheck),
    foreignKeys: table.foreignKeys.map((foreignKey) => normaliseForeignKey(foreignKey, table, tables)),
    exclusions: table.exclusions.map(normaliseExclusion),
    indexes: table.indexes.map((index) => normaliseIndex(index, whole)),
    options: normaliseOptionsOf(table),
  };
  if (parentsOf(table).length === 0 && table.ownDefaults === undefined && table.ownColumns === undefined) return normal;
  const { partitionOf, ownDefaults: _, ownColumns: __, ...bare } = normal;
  return {
    ...bare,
    ...given({
      partitionOf: partitionOf && { ...partitionOf, bound: normaliseBound(partitionOf.bound) },
      ownDefaults: normaliseOwnDefaults(table, tables, own),
      ownColumns: normaliseOwnColumns(table, tables, own),
    }),
  };
}

/** Without what tables have that say none. */
function normaliseOptionsOf({ options }: Table): Table["options"] {
  const { accessMethod, partitionBy } = options;
  if (accessMethod === undefined && partitionBy === undefined) return options;
  const { accessMethod: _, partitionBy: __, ...others } = options;
  return {
    ...others,
    ...given({
      accessMethod: accessMethod === "heap" ? undefined : accessMethod,
      partitionBy: partitionBy && normaliseText(partitionBy),
    }),
  };
}

/** Without those that say what the other table says. */
function normaliseOwnDefaults(table: Table, tables: readonly Table[], own: ReadonlySet<string>): Table["ownDefaults"] {
  const entries = Object.entries(table.ownDefaults ?? {}).flatMap(([name, value]) => {
    const column = givenColumn(table, name, { tables });
    if (column === undefined) return [[name, value] as const];
    const from = normaliseColumn(column, false, own);
    const normal = (value === null ? undefined : normaliseDefault(value, from.type)) ?? null;
    const isGiven = from.autoincrement !== true && stableJson(normal) === stableJson(from.default ?? null);
    return isGiven ? [] : [[name, normal] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The same of what else it says. A column of a primary key is never NULL by that. */
function normaliseOwnColumns(table: Table, tables: readonly Table[], own: ReadonlySet<string>): Table["ownColumns"] {
  const key = new Set(table.primaryKey?.columns);
  const entries = Object.entries(table.ownColumns ?? {}).flatMap(([name, said]) => {
    const [whole, from] = [inheritedColumn(table, name, { tables }), givenColumn(table, name, { tables })];
    if (whole === undefined || from === undefined) return [[name, said] as const];
    const differs = ownOf(normaliseColumn(whole, false, own), normaliseColumn(from, key.has(name), own));
    return differs === undefined ? [] : [[name, differs] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The server quotes the numbers of some types and not of others, whichever way they are given. */
function normaliseBound(bound: string): string {
  return normaliseText(bound).replaceAll(/'(-?\d+(?:\.\d+)?)'/g, "$1");
}

function normaliseKey<K extends PrimaryKey | Unique>(key: K): K {
  if (key.include === undefined || key.include.length > 0) return key;
  const { include: _, ...rest } = key;
  return rest as K;
}

function normaliseForeignKey(key: ForeignKey, table: Table, tables: readonly Table[]): ForeignKey {
  if (isNormal(key)) return key;
  const { onDelete, onUpdate, references, notValid, setColumns, ...rest } = key;
  const columns = references.columns.length === 0 ? primaryColumns(references, table, tables) : references.columns;
  return {
    ...rest,
    references: { ...references, columns },
    ...given({
      onDelete: onDelete === "no action" ? undefined : onDelete,
      onUpdate: onUpdate === "no action" ? undefined : onUpdate,
      notValid: key.notEnforced === true ? undefined : notValid,
      setColumns: setColumns === undefined || setColumns.length === 0 ? undefined : [...setColumns].sort(),
    }),
  };
}

/** True for one that says nothing that could be said otherwise, as most do: it is itself what is compared. */
function isNormal({ onDelete, onUpdate, references, notValid, setColumns }: ForeignKey): boolean {
  const saysUsual = onDelete === "no action" || onUpdate === "no action";
  return !saysUsual && references.columns.length > 0 && notValid === undefined && setColumns === undefined;
}

/** The columns of the primary key of the table that a foreign key refers to, which may be its own. */
function primaryColumns(
  references: ForeignKey["references"],
  table: Table,
  tables: readonly Table[],
): readonly string[] {
  const target: ObjectName = { name: references.table, ...given({ schema: references.schema }) };
  const parent = sameName(target, table) ? table : tables.find((other) => sameName(other, target));
  return parent?.primaryKey?.columns ?? [];
}

function normaliseExclusion(exclusion: Exclusion): Exclusion {
  const { method, where, ...rest } = exclusion;
  return {
    ...rest,
    elements: exclusion.elements.map(({ expression, operator }) => ({
      expression: normaliseExpression(expression),
      operator: normaliseText(operator),
    })),
    ...given({ method: normaliseMethod(method), where: where === undefined ? undefined : normaliseExpression(where) }),
  };
}

function normaliseMethod(method: string | undefined): string | undefined {
  return method?.toLowerCase() === "btree" ? undefined : method;
}

function normaliseIndex(index: Index, table: Pick<Table, "columns">): Index {
  const saysMore = index.where !== undefined || index.method !== undefined || index.include !== undefined;
  if (!saysMore && index.comment !== "" && index.parts.every(isColumnAlone)) return index;
  const { where, method, include, ...rest } = withoutEmptyComment(index);
  return {
    ...rest,
    parts: index.parts.map((part) => normalisePart(part, table)),
    ...given({
      where: where === undefined ? undefined : normaliseExpression(where),
      method: normaliseMethod(method),
      include: include?.length === 0 ? undefined : include,
    }),
  };
}

function isColumnAlone(part: IndexPart): boolean {
  return "column" in part && Object.keys(part).length === 1;
}

function normalisePart(part: IndexPart, table: Pick<Table, "columns">): IndexPart {
  const { descending, nulls, collation, opclass } = part;
  const key = "column" in part ? { column: part.column } : keyOf(normaliseExpression(part.expression), table);
  const column = "column" in key ? table.columns.find(({ name }) => name === key.column) : undefined;
  const assumed = descending === true ? "first" : "last";
  return {
    ...key,
    ...given({
      descending,
      nulls: nulls === assumed ? undefined : nulls,
      collation: column !== undefined && collation === column.collation ? undefined : collation,
      opclass: opclass === undefined ? undefined : normaliseText(opclass),
      length: part.length,
    }),
  };
}

/** An expression that is a column and nothing else is the column. */
function keyOf(
  expression: string,
  table: Pick<Table, "columns">,
): { readonly column: string } | { readonly expression: string } {
  const column = table.columns.find(({ name }) => normaliseText(quoteName(name)) === expression);
  return column === undefined ? { expression } : { column: column.name };
}

/** The columns of a view are known to the server alone. */
function normaliseView(stated: View): View {
  const { indexes, accessMethod, columnDefaults, ...view } = withoutEmptyComment(stated);
  return {
    ...view,
    definition: normaliseText(view.definition),
    ...given({
      indexes: indexes?.map((index) => normaliseIndex(index, { columns: [] })),
      columnDefaults: columnDefaults && normaliseTexts(columnDefaults),
      accessMethod: accessMethod === "heap" ? undefined : accessMethod,
    }),
  };
}

function normaliseTexts(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, normaliseExpression(text)]));
}

function normaliseRoutine(routine: Routine): Routine {
  return {
    ...routine,
    arguments: routine.arguments.trim() === "" ? "" : routine.arguments.split(",").map(argumentType).join(", "),
    definition: normaliseText(withReplace(routine.definition, false)),
  };
}

function argumentType(text: string): string {
  return typeText(canonicalType({ kind: "raw", sql: text.trim() })) ?? text.trim();
}

/** The order of roles means nothing, and `public` among them is everybody. */
function normalisePolicy({ roles, using, check, ...rest }: Policy): Policy {
  return {
    ...rest,
    ...given({
      roles: roles === undefined || roles.includes("public") ? undefined : [...new Set(roles)].sort(),
      using: using === undefined ? undefined : normaliseExpression(using),
      check: check === undefined ? undefined : normaliseExpression(check),
    }),
  };
}

/** What the server prints over several lines is the same in one. */
function normaliseRule(rule: Rule): Rule {
  return { ...rule, definition: normaliseText(withReplace(rule.definition, false)) };
}

/** The order of columns means nothing, nor that of kinds. */
function normaliseStatistics(stated: Statistics, tables: readonly Table[]): Statistics {
  const { kinds, ...statistics } = withoutEmptyComment(stated);
  const table = tables.find((each) => sameName(each, statistics.table)) ?? { columns: [] };
  const parts = statistics.parts.map((part) =>
    "column" in part ? part : keyOf(normaliseExpression(part.expression), table),
  );
  return {
    ...statistics,
    parts: parts
      .map((part) => [stableJson(part), part] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, part]) => part),
    ...given({ kinds: kinds === undefined || new Set(kinds).size === 3 ? undefined : [...new Set(kinds)].sort() }),
  };
}

/** EXECUTE PROCEDURE is the old word for EXECUTE FUNCTION. */
function normaliseTrigger(trigger: Trigger): Trigger {
  const text = normaliseText(withReplace(trigger.definition, false));
  const definition = text.replaceAll(
    /('(?:[^']|'')*'|"(?:[^"]|"")*")|\bexecute procedure\b/g,
    (_, quoted?: string) => quoted ?? "execute function",
  );
  return { ...trigger, definition };
}

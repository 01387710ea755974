import type { Check, Exclusion, ForeignKey, Index, IndexPart, PrimaryKey, Table, Unique } from "../schema/schema.ts";
import type { TableOptions } from "../schema/table-options.ts";
import { type Code, call, list, optional, record, sqlText, text, texts, word } from "./code.ts";
import { columnCode, type KeyPlace } from "./print-columns.ts";
import { objectCode } from "./print-partition-ops.ts";

/** The code of the parts of a table: its columns, constraints and indexes. */
export function partsCode(table: Table): Code {
  const { primaryKey } = table;
  const alone = primaryKey !== undefined && primaryKey.columns.length === 1 && Object.keys(primaryKey).length === 1;
  const place = (column: string): KeyPlace => {
    if (primaryKey === undefined || !primaryKey.columns.includes(column)) return "outside";
    return alone ? "alone" : "among";
  };
  return list([
    ...table.columns.map((column) => columnCode(column, place(column.name))),
    ...(primaryKey === undefined || alone
      ? []
      : [namedCall("primaryKey", primaryKey, ...primaryKeyParameters(primaryKey))]),
    ...table.uniques.map((unique) => namedCall("unique", unique, ...uniqueParameters(unique))),
    ...table.checks.map((check) => namedCall("check", check, ...checkParameters(check))),
    ...table.foreignKeys.map(foreignKeyCode),
    ...table.exclusions.map((exclusion) => namedCall("exclude", exclusion, ...exclusionParameters(exclusion))),
    ...table.indexes.map(indexCode),
  ]);
}

/** The codes of the options of a table. */
export function tableOptions(options: TableOptions) {
  return {
    strict: optional(options.strict, word),
    withoutRowid: optional(options.withoutRowid, word),
    virtual: optional(options.virtual, text),
    engine: optional(options.engine, text),
    charset: optional(options.charset, text),
    collation: optional(options.collation, text),
    rowFormat: optional(options.rowFormat, text),
    systemVersioned: optional(options.systemVersioned, word),
    unlogged: optional(options.unlogged, word),
    tablespace: optional(options.tablespace, text),
    partitionBy: optional(options.partitionBy, text),
    storage: optional(options.storage, textsByName),
    accessMethod: optional(options.accessMethod, text),
    rowSecurity: optional(options.rowSecurity, word),
    forceRowSecurity: optional(options.forceRowSecurity, word),
    replicaIdentity: optional(options.replicaIdentity, text),
    ofType: optional(options.ofType, objectCode),
  };
}

type Properties = { readonly [key: string]: Code | undefined };

/** What follows the name of a primary key: its columns, and its options with these others. */
export function primaryKeyParameters(key: PrimaryKey, more: Properties = {}) {
  const { onConflict, deferrable, include, withoutOverlaps, comment } = key;
  const options = { ...more, onConflict: optional(onConflict, text), deferrable: optional(deferrable, text) };
  const others = { include: optional(include, texts), withoutOverlaps: optional(withoutOverlaps, word) };
  return [keyColumns(key), record({ ...options, ...others, comment: optional(comment, text) })] as const;
}

/** As `primaryKeyParameters`, of a unique constraint. */
export function uniqueParameters(unique: Unique, more: Properties = {}) {
  return primaryKeyParameters(unique, { ...more, nullsNotDistinct: optional(unique.nullsNotDistinct, word) });
}

/** As `primaryKeyParameters`, of a check. */
export function checkParameters(check: Check, more: Properties = {}) {
  const { notValid, notEnforced, noInherit, comment } = check;
  const options = { notValid: optional(notValid, word), notEnforced: optional(notEnforced, word) };
  const others = { noInherit: optional(noInherit, word), comment: optional(comment, text) };
  return [sqlText(check.expression), record({ ...more, ...options, ...others })] as const;
}

/** The codes of the rules of a foreign key. */
export function foreignKeyRules(key: ForeignKey) {
  return {
    onDelete: optional(key.onDelete, text),
    onUpdate: optional(key.onUpdate, text),
    setColumns: optional(key.setColumns, texts),
    match: optional(key.match, text),
    deferrable: optional(key.deferrable, text),
    notValid: optional(key.notValid, word),
    notEnforced: optional(key.notEnforced, word),
    period: optional(key.period, word),
    comment: optional(key.comment, text),
  };
}

/** As `primaryKeyParameters`, of an exclusion constraint. */
export function exclusionParameters(exclusion: Exclusion, more: Properties = {}) {
  const elements = exclusion.elements.map((each) => list([sqlText(each.expression), text(each.operator)]));
  const { method, where, deferrable, comment } = exclusion;
  const options = { method: optional(method, text), where: optional(where, sqlText) };
  const others = { deferrable: optional(deferrable, text), comment: optional(comment, text) };
  return [list(elements), record({ ...more, ...options, ...others })] as const;
}

/** The code of an index as a part of what it is on. */
export function indexCode(index: Index): Code {
  return call("index", text(index.name), keysCode(index), record(indexOptions(index)));
}

/** The code of the keys of an index. */
export function keysCode(index: Index): Code {
  return list(index.parts.map(indexPartCode));
}

/** The codes of the options of an index. */
export function indexOptions(index: Index) {
  return {
    unique: optional(index.unique, word),
    where: optional(index.where, sqlText),
    method: optional(index.method, text),
    include: optional(index.include, texts),
    nullsNotDistinct: optional(index.nullsNotDistinct, word),
    storage: optional(index.storage, textsByName),
    tablespace: optional(index.tablespace, text),
    invisible: optional(index.invisible, word),
    comment: optional(index.comment, text),
  };
}

/** The code of a name that may be absent, where the operation wants null for none. */
export function nameCode(named: { readonly name?: string }): Code {
  return named.name === undefined ? word(null) : text(named.name);
}

function namedCall(
  callee: string,
  named: { readonly name?: string },
  ...parameters: readonly (Code | undefined)[]
): Code {
  return named.name === undefined ? call(callee, ...parameters) : call(callee, text(named.name), ...parameters);
}

function foreignKeyCode(key: ForeignKey): Code {
  const { table, schema, columns } = key.references;
  const options = record({ schema: optional(schema, text), ...foreignKeyRules(key) });
  return namedCall("foreignKey", key, texts(key.columns), text(table), texts(columns), options);
}

function keyColumns(key: PrimaryKey | Unique): Code {
  const columns = key.columns.map((column) => {
    const { descending, collation } =
      key.keyOptions !== undefined && Object.hasOwn(key.keyOptions, column) ? (key.keyOptions[column] ?? {}) : {};
    if (descending && collation === undefined) return call("desc", text(column));
    const how = { descending: optional(descending, word), collation: optional(collation, text) };
    return record(how) === undefined ? text(column) : withFirst("column", text(column), how);
  });
  return list(columns);
}

function indexPartCode(part: IndexPart): Code {
  const key = "column" in part ? text(part.column) : sqlText(part.expression);
  const { descending, nulls, collation, opclass, length } = part;
  const how = {
    nulls: optional(nulls, text),
    collation: optional(collation, text),
    opclass: optional(opclass, text),
    length: optional(length, word),
  };
  if (record(how) === undefined) return descending ? call("desc", key) : key;
  return withFirst("column" in part ? "column" : "expression", key, { descending: optional(descending, word), ...how });
}

function withFirst(key: string, value: Code, more: Properties): Code {
  return record({ [key]: value, ...more }) ?? value;
}

/** The code of texts by their names. */
export function textsByName(named: Readonly<Record<string, string>>): Code {
  return { kind: "record", entries: Object.entries(named).map(([key, value]) => [key, text(value)] as const) };
}

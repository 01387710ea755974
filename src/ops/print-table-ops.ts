import type { DefaultValue, OwnColumn, PartitionOf, PartNames } from "../schema/schema.ts";
import { type Code, call, list, optional, record, sqlText, text, texts, word } from "./code.ts";
import type { ColumnChanges, ColumnOp } from "./column-ops.ts";
import type { ConstraintOp } from "./constraint-ops.ts";
import type { IndexOp } from "./index-ops.ts";
import type { OpKind, OpOf } from "./op.ts";
import { columnCode, defaultCode, generatedCode, identityCode, notNullCode, valueCode } from "./print-columns.ts";
import { objectCode } from "./print-partition-ops.ts";
import {
  checkParameters,
  exclusionParameters,
  foreignKeyRules,
  indexOptions,
  keysCode,
  nameCode,
  partsCode,
  primaryKeyParameters,
  tableOptions,
  textsByName,
  uniqueParameters,
} from "./print-tables.ts";
import { typeCode } from "./print-types.ts";
import type { LosesData, TableOp } from "./table-ops.ts";

type Printers<K extends OpKind> = { readonly [P in K]: (op: OpOf<P>) => Code };

/** The code of operations on tables and what is in them. */
export const tablePrinters: Printers<(TableOp | ColumnOp | ConstraintOp | IndexOp)["kind"]> = {
  createTable({ table, ifNotExists }) {
    const options = record({
      ...inSchema(table),
      partitionOf: optional(table.partitionOf, partitionOfCode),
      partNames: optional(table.partNames, partNamesCode),
      inherits: optional(table.inherits, (names) => list(names.map(objectCode))),
      ownDefaults: optional(table.ownDefaults, ownDefaultsCode),
      ownColumns: optional(table.ownColumns, ownColumnsCode),
      ...tableOptions(table.options),
      comment: optional(table.comment, text),
      ifNotExists: optional(ifNotExists, word),
    });
    return call("op.createTable", text(table.name), partsCode(table), options);
  },

  dropTable: (op) =>
    call("op.dropTable", text(op.table), record({ ...inSchema(op), ...ifExists(op), ...dataLoss(op) })),

  renameTable: (op) => call("op.renameTable", text(op.table), text(op.to), record(inSchema(op))),

  setTableOptions(op) {
    const settings = record(tableOptions(op.options)) ?? empty;
    return call("op.setTableOptions", text(op.table), settings, record(inSchema(op)));
  },

  setTableComment(op) {
    if (op.comment === undefined) return call("op.dropTableComment", text(op.table), record(inSchema(op)));
    return call("op.createTableComment", text(op.table), text(op.comment), record(inSchema(op)));
  },

  addColumn(op) {
    const options = record({
      ...inSchema(op),
      ...placeOf(op.position),
      ifNotExists: optional(op.ifNotExists, word),
    });
    return call("op.addColumn", text(op.table), columnCode(op.column, "outside"), options);
  },

  dropColumn(op) {
    return call(
      "op.dropColumn",
      text(op.table),
      text(op.column),
      record({ ...inSchema(op), ...ifExists(op), ...dataLoss(op) }),
    );
  },

  renameColumn: (op) => call("op.renameColumn", text(op.table), text(op.column), text(op.to), record(inSchema(op))),

  alterColumn(op) {
    if (op.online === true) return call("op.setNotNull", text(op.table), text(op.column), record(inSchema(op)));
    const options = record({
      ...changesCode(op.changes),
      using: optional(op.using, sqlText),
      ...dataLoss(op),
      ...inSchema(op),
    });
    return call("op.alterColumn", text(op.table), text(op.column), options);
  },

  createPrimaryKey(op) {
    const parameters = primaryKeyParameters(op.primaryKey, { ...inSchema(op), ...usingIndex(op), ...online(op) });
    return call("op.createPrimaryKey", nameCode(op.primaryKey), text(op.table), ...parameters);
  },

  createUnique(op) {
    const parameters = uniqueParameters(op.unique, { ...inSchema(op), ...usingIndex(op), ...online(op) });
    return call("op.createUniqueConstraint", nameCode(op.unique), text(op.table), ...parameters);
  },

  createCheck(op) {
    const parameters = checkParameters(op.check, { ...inSchema(op), ...online(op) });
    return call("op.createCheckConstraint", nameCode(op.check), text(op.table), ...parameters);
  },

  createForeignKey(op) {
    const { columns, references } = op.foreignKey;
    const schemas = { ...inSchema(op), referentSchema: optional(references.schema, text) };
    return call(
      "op.createForeignKey",
      nameCode(op.foreignKey),
      text(op.table),
      text(references.table),
      texts(columns),
      texts(references.columns),
      record({ ...schemas, ...foreignKeyRules(op.foreignKey), ...online(op) }),
    );
  },

  createExclusion(op) {
    const parameters = exclusionParameters(op.exclusion, inSchema(op));
    return call("op.createExcludeConstraint", nameCode(op.exclusion), text(op.table), ...parameters);
  },

  validateConstraint(op) {
    const { type, columns, expression } = op;
    const found = { columns: optional(columns, texts), expression: optional(expression, sqlText) };
    return call(
      "op.validateConstraint",
      nameCode(op),
      text(op.table),
      record({ type: text(type), ...found, ...inSchema(op) }),
    );
  },

  dropConstraint(op) {
    const options = record({
      type: text(op.type),
      columns: optional(op.columns, texts),
      expression: optional(op.expression, sqlText),
      ...inSchema(op),
      ...ifExists(op),
    });
    return call("op.dropConstraint", nameCode(op), text(op.table), options);
  },

  createIndex(op) {
    const options = record({
      ...indexOptions(op.index),
      concurrently: optional(op.concurrently, word),
      ifNotExists: optional(op.ifNotExists, word),
      ...inSchema(op),
    });
    return call("op.createIndex", text(op.index.name), text(op.table), keysCode(op.index), options);
  },

  dropIndex(op) {
    const options = { concurrently: optional(op.concurrently, word), ...ifExists(op), ...inSchema(op) };
    return call("op.dropIndex", text(op.index), text(op.table), record(options));
  },

  renameIndex: (op) => call("op.renameIndex", text(op.index), text(op.table), text(op.to), record(inSchema(op))),
};

function dataLoss(op: LosesData): { readonly dataLoss?: Code | undefined } {
  return { dataLoss: optional(op.dataLoss, text) };
}

const empty: Code = { kind: "word", text: "{}" };

function inSchema(op: { readonly schema?: string }) {
  return { schema: optional(op.schema, text) };
}

function usingIndex(op: { readonly usingIndex?: string }) {
  return { usingIndex: optional(op.usingIndex, text) };
}

function online(op: { readonly online?: true }) {
  return { online: optional(op.online, word) };
}

function ifExists(op: { readonly ifExists?: true }) {
  return { ifExists: optional(op.ifExists, word) };
}

function partitionOfCode({ table, schema, bound }: PartitionOf): Code {
  return record({ table: text(table), schema: optional(schema, text), bound: sqlText(bound) }) ?? empty;
}

function placeOf(position: OpOf<"addColumn">["position"]) {
  if (position === "first") return { first: word(true) };
  return { after: optional(position?.after, text) };
}

function changesCode(changes: ColumnChanges) {
  return {
    type: optional(changes.type, typeCode),
    nullable: optional(changes.nullable, word),
    default: orNull(changes.default, defaultCode),
    generated: orNull(changes.generated, generatedCode),
    identity: orNull(changes.identity, identityCode),
    autoincrement: optional(changes.autoincrement, (on) => word(on === true)),
    collation: orNull(changes.collation, text),
    onUpdate: orNull(changes.onUpdate, sqlText),
    invisible: optional(changes.invisible, (on) => word(on === true)),
    onNullConflict: orNull(changes.onNullConflict, text),
    notNull: orNull(changes.notNull, notNullCode),
    compression: orNull(changes.compression, text),
    storage: orNull(changes.storage, text),
    statistics: orNull(changes.statistics, word),
    comment: orNull(changes.comment, text),
  };
}

function orNull<T>(value: T | null | undefined, code: (value: T) => Code): Code | undefined {
  return optional(value, (given) => (given === null ? word(null) : code(given)));
}

function partNamesCode({ indexes, foreignKeys }: PartNames): Code {
  return record({ indexes: optional(indexes, textsByName), foreignKeys: optional(foreignKeys, textsByName) }) ?? empty;
}

function ownDefaultsCode(defaults: Readonly<Record<string, DefaultValue | null>>): Code {
  const entries = Object.entries(defaults).map(([name, value]) => [name, valueCode(value)] as const);
  return record(Object.fromEntries(entries)) ?? empty;
}

function ownColumnsCode(columns: Readonly<Record<string, OwnColumn>>): Code {
  const entries = Object.entries(columns).map(([name, { nullable, notNull, generated, statistics }]) => {
    const said = {
      nullable: optional(nullable, word),
      notNull: optional(notNull, notNullCode),
      generated: optional(generated, generatedCode),
      statistics: orNull(statistics, word),
    };
    return [name, record(said) ?? empty] as const;
  });
  return record(Object.fromEntries(entries)) ?? empty;
}

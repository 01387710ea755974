import type { ColumnKeeping } from "../schema/column-keeping.ts";
import type { SequenceOwner } from "../schema/numbering.ts";
import type { Rule, Trigger } from "../schema/schema.ts";
import type { ViewProperties } from "../schema/view-properties.ts";
import { type Code, call, list, optional, record, sqlText, text, texts, word } from "./code.ts";
import type { DataOp, RowValue } from "./data-ops.ts";
import { fail } from "./errors.ts";
import type { ObjectOp } from "./object-ops.ts";
import type { OpKind, OpOf } from "./op.ts";
import { sequenceOptions, valueCode } from "./print-columns.ts";
import { indexCode } from "./print-tables.ts";

type Printers<K extends OpKind> = { readonly [P in K]: (op: OpOf<P>) => Code };

/** The code of operations on objects beside tables, and on data. */
export const objectPrinters: Printers<(ObjectOp | DataOp)["kind"]> = {
  createNamespace: (op) => call("op.createSchema", text(op.name), record({ ...commentOf(op), ...ifNotExists(op) })),
  dropNamespace: (op) => call("op.dropSchema", text(op.name), record(ifExists(op))),

  createView({ view, replace, withoutData }) {
    const options = record({
      ...inSchema(view),
      columns: optional(view.columns, texts),
      materialized: optional(view.materialized, word),
      ...viewProperties(view),
      indexes: optional(view.indexes, (indexes) => list(indexes.map(indexCode))),
      ...commentOf(view),
      columnComments: optional(view.columnComments, textRecord),
      replace: optional(replace, word),
      withoutData: optional(withoutData, word),
    });
    return call("op.createView", text(view.name), sqlText(view.definition), options);
  },

  dropView(op) {
    const options = { ...inSchema(op), materialized: optional(op.materialized, word), ...ifExists(op) };
    return call("op.dropView", text(op.name), record(options));
  },

  setViewOptions(op) {
    const properties = record(viewProperties(op.options)) ?? word("{}");
    return call("op.setViewOptions", text(op.name), properties, record(inSchema(op)));
  },

  createTrigger: ({ trigger }) => createCode("op.createTrigger", trigger),
  dropTrigger: (op) => dropCode("op.dropTrigger", op),
  setTriggerState: (op) => stateCode("op.setTriggerState", op),
  createRule: ({ rule }) => createCode("op.createRule", rule),
  dropRule: (op) => dropCode("op.dropRule", op),
  setRuleState: (op) => stateCode("op.setRuleState", op),

  createRoutine({ routine, replace }) {
    if (routine.kind === "event") {
      const options = record({ replace: optional(replace, word) });
      return call("op.createEvent", text(routine.name), sqlText(routine.definition), options);
    }
    const options = record({ ...inSchema(routine), ...commentOf(routine), replace: optional(replace, word) });
    const identity = [text(routine.kind), text(routine.name), text(routine.arguments)] as const;
    return call("op.createRoutine", ...identity, sqlText(routine.definition), options);
  },

  dropRoutine(op) {
    if (op.routine === "event") return call("op.dropEvent", text(op.name), record(ifExists(op)));
    const options = record({ ...inSchema(op), ...ifExists(op) });
    return call("op.dropRoutine", text(op.routine), text(op.name), text(op.arguments), options);
  },

  createEnum(op) {
    const { name, values, comment } = op.enum;
    const options = record({ ...inSchema(op.enum), comment: optional(comment, text), ...ifNotExists(op) });
    return call("op.createEnum", text(name), texts(values), options);
  },

  dropEnum: (op) => call("op.dropEnum", text(op.name), record({ ...inSchema(op), ...ifExists(op) })),

  addEnumValue(op) {
    const options = record({ before: optional(op.before, text), ...inSchema(op) });
    return call("op.addEnumValue", text(op.name), text(op.value), options);
  },

  alterEnum(op) {
    const options = record({ ...inSchema(op), comment: optional(op.comment, text) });
    return call("op.alterEnum", text(op.name), texts(op.values), options);
  },

  renameEnumValue: (op) => call("op.renameEnumValue", text(op.name), text(op.value), text(op.to), record(inSchema(op))),

  createSequence(op) {
    const options = record({
      ...inSchema(op.sequence),
      ...sequenceOptions(op.sequence),
      ownedBy: optional(op.sequence.ownedBy, ownerCode),
      ...commentOf(op.sequence),
      ...ifNotExists(op),
    });
    return call("op.createSequence", text(op.sequence.name), options);
  },

  dropSequence: (op) => call("op.dropSequence", text(op.name), record({ ...inSchema(op), ...ifExists(op) })),

  alterSequence(op) {
    const options = record({ ...sequenceOptions(op.options), ...inSchema(op) });
    return call("op.alterSequence", text(op.name), options ?? word("{}"));
  },

  setSequenceOwner(op) {
    const owner = op.ownedBy === undefined ? word(null) : ownerCode(op.ownedBy);
    return call("op.setSequenceOwner", text(op.name), owner, record(inSchema(op)));
  },

  bulkInsert(op) {
    return call("op.bulkInsert", text(op.table), list(op.rows.map(rowCode)), record(inSchema(op)));
  },

  backfill(op) {
    const options = record({
      set: rowCode(op.set),
      where: optional(op.where, sqlText),
      batchSize: optional(op.batchSize, word),
      pauseMs: optional(op.pauseMs, word),
      ...inSchema(op),
      dataLoss: optional(op.dataLoss, text),
    });
    return call("op.backfill", text(op.table), options);
  },

  execute(op) {
    const code = sqlText(op.sql);
    const options = record({ dataLoss: optional(op.dataLoss, text) });
    return call("op.execute", code.kind === "sql" ? code : text(op.sql), options);
  },

  run(op) {
    throw fail("OP_NOT_PRINTABLE", `The function of the step "${op.label}" can't be written as text.`);
  },
};

function createCode(callee: string, object: Trigger | Rule): Code {
  const { name, table, definition, state } = object;
  const options = record({ ...inSchema(object), state: optional(state, text), ...commentOf(object) });
  return call(callee, text(name), text(table), sqlText(definition), options);
}

function dropCode(callee: string, op: OpOf<"dropTrigger" | "dropRule">): Code {
  return call(callee, text(op.name), text(op.table), record({ ...inSchema(op), ...ifExists(op) }));
}

function stateCode(callee: string, op: OpOf<"setTriggerState" | "setRuleState">): Code {
  const options = record({ ...inSchema(op), state: optional(op.state, text) });
  return call(callee, text(op.name), text(op.table), options);
}

function rowCode(row: Readonly<Record<string, RowValue>>): Code {
  return { kind: "record", entries: Object.entries(row).map(([column, value]) => [column, valueCode(value)] as const) };
}

function ownerCode({ table, column }: SequenceOwner): Code {
  return {
    kind: "record",
    entries: [
      ["table", text(table)],
      ["column", text(column)],
    ],
  };
}

function viewProperties(view: ViewProperties) {
  const {
    security,
    algorithm,
    barrier,
    checkOption,
    columnDefaults,
    storage,
    tablespace,
    accessMethod,
    columnOptions,
  } = view;
  return {
    security: optional(security, text),
    algorithm: optional(algorithm, text),
    barrier: optional(barrier, word),
    checkOption: optional(checkOption, text),
    columnDefaults: optional(columnDefaults, sqlRecord),
    storage: optional(storage, textRecord),
    tablespace: optional(tablespace, text),
    accessMethod: optional(accessMethod, text),
    columnOptions: optional(columnOptions, keepingRecord),
  };
}

function inSchema(op: { readonly schema?: string }) {
  return { schema: optional(op.schema, text) };
}

function commentOf({ comment }: { readonly comment?: string }) {
  return { comment: optional(comment, text) };
}

function sqlRecord(texts: Readonly<Record<string, string>>): Code {
  return { kind: "record", entries: Object.entries(texts).map(([key, value]) => [key, sqlText(value)] as const) };
}

function keepingRecord(columns: Readonly<Record<string, ColumnKeeping>>): Code {
  const code = ({ compression, storage, statistics }: ColumnKeeping) => ({
    compression: optional(compression, text),
    storage: optional(storage, text),
    statistics: optional(statistics, word),
  });
  return {
    kind: "record",
    entries: Object.entries(columns).map(([name, each]) => [name, record(code(each)) ?? emptyRecord] as const),
  };
}

const emptyRecord: Code = { kind: "record", entries: [] };

function textRecord(texts: Readonly<Record<string, string>>): Code {
  return { kind: "record", entries: Object.entries(texts).map(([key, value]) => [key, text(value)] as const) };
}

function ifExists(op: { readonly ifExists?: true }) {
  return { ifExists: optional(op.ifExists, word) };
}

function ifNotExists(op: { readonly ifNotExists?: true }) {
  return { ifNotExists: optional(op.ifNotExists, word) };
}

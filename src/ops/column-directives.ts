import { given } from "../base/given.ts";
import {
  type ColumnPart,
  type ColumnProperties,
  type GeneratedSettings,
  type IdentitySettings,
  type NotNullSettings,
  readColumnStorage,
  readDefault,
  readGenerated,
  readIdentity,
  readNotNull,
} from "../schema/column-builder.ts";
import type { ColumnStorage } from "../schema/column-keeping.ts";
import { readType } from "../schema/column-type.ts";
import { readConflictAction } from "../schema/constraint-builders.ts";
import { type InSchema, inSchema } from "../schema/object-builders.ts";
import {
  invalidValue,
  type Reader,
  readBoolean,
  readCount,
  readFlag,
  readName,
  readOptions,
  readSqlText,
  readText,
  type SqlText,
} from "../schema/options.ts";
import type { ConflictAction, DefaultValue } from "../schema/schema.ts";
import type { ColumnType } from "../schema/types.ts";
import type { AddColumn } from "./column-ops.ts";
import { constraintOp } from "./constraint-directives.ts";
import {
  type DataLoss,
  dataLoss,
  directive,
  type IfExists,
  type IfNotExists,
  ifExists,
  ifNotExists,
  on,
  type RecordOp,
} from "./directive.ts";
import { fail } from "./errors.ts";

/** Where a new column goes; the default is behind the last one. */
export interface ColumnPlace {
  /** Behind this column. */
  readonly after?: string;
  /** Before all others. */
  readonly first?: boolean;
}

/** What changes about a column: what is absent stays as it is, null takes the property away. */
export interface AlterColumnOptions extends InSchema, DataLoss {
  readonly type?: ColumnType;
  /** The expression that makes the new value of the old one (PostgreSQL). */
  readonly using?: SqlText;
  readonly nullable?: boolean;
  readonly default?: DefaultValue | null;
  /** Renames the column after everything else. */
  readonly newName?: string;
  readonly generated?: GeneratedSettings | null;
  readonly identity?: IdentitySettings | null;
  readonly autoincrement?: ColumnProperties["autoincrement"];
  readonly collation?: string | null;
  readonly onUpdate?: SqlText | null;
  readonly invisible?: boolean;
  readonly comment?: string | null;
  readonly onNullConflict?: ConflictAction | null;
  readonly notNull?: NotNullSettings | null;
  readonly compression?: string | null;
  readonly storage?: ColumnStorage | null;
  readonly statistics?: number | null;
}

/** Operations on columns, as a revision writes them. */
export interface ColumnDirectives {
  /** Adds a column; constraints that were written with it are created after it. */
  addColumn(table: string, column: ColumnPart, options?: InSchema & ColumnPlace & IfNotExists): void;
  /** Drops a column, and with it the keys and indexes of its table that name it. */
  dropColumn(table: string, column: string, options?: InSchema & IfExists & DataLoss): void;
  renameColumn(table: string, column: string, to: string, options?: InSchema): void;
  alterColumn(table: string, column: string, options: AlterColumnOptions): void;
  /** Makes a column NOT NULL; rows are looked at beside readers and writers where the server can, and NULLs are refused everywhere. */
  setNotNull(table: string, column: string, options?: InSchema): void;
}

/** Directives that record operations on columns. */
export function columnDirectives(record: RecordOp): ColumnDirectives {
  return {
    addColumn(table, part, options) {
      const where = directive("addColumn", table);
      if (part?.kind !== "column") throw invalidValue(`${where}: the column`, "what column(…) makes", part);
      const readers = { ...inSchema, ...ifNotExists, after: readName, first: readFlag };
      const { schema, after, first, ...flags } = readOptions(options, readers, where);
      const target = on(table, schema, where);
      if (flags.ifNotExists && part.constraints.length > 0) throw unclear(where);
      record({ kind: "addColumn", ...target, column: part.column, ...place(after, first, where), ...flags });
      for (const constraint of part.constraints) record(constraintOp(target, constraint));
    },

    dropColumn(table, column, options) {
      const where = directive("dropColumn", table);
      const { schema, ...flags } = readOptions(options, { ...inSchema, ...ifExists, ...dataLoss }, where);
      const name = readName(column, `${where}: the column`);
      record({ kind: "dropColumn", ...on(table, schema, where), column: name, ...flags });
    },

    renameColumn(table, column, to, options) {
      const where = directive("renameColumn", table);
      const { schema } = readOptions(options, inSchema, where);
      const names = { column: readName(column, `${where}: the column`), to: readName(to, `${where}: the new name`) };
      record({ kind: "renameColumn", ...on(table, schema, where), ...names });
    },

    alterColumn(table, column, options) {
      const where = directive("alterColumn", table);
      const readers = { ...changeReaders, ...inSchema, ...dataLoss, using: readSqlText, newName: readName };
      const { schema, using, newName, dataLoss: reason, ...changes } = readOptions(options, readers, where);
      const target = { ...on(table, schema, where), column: readName(column, `${where}: the column`) };
      const changed = Object.keys(changes).length > 0;
      if (!changed && newName === undefined) {
        throw fail("OP_NOTHING_TO_CHANGE", `${where} says nothing that changes about the column "${column}".`);
      }
      if (using !== undefined && changes.type === undefined) {
        throw fail("OP_COMBINATION", `${where}: option "using" goes with "type", which isn't given.`);
      }
      if (reason !== undefined && !changed) {
        throw fail("OP_COMBINATION", `${where}: option "dataLoss" goes with a change, and a new name loses nothing.`);
      }
      if (changed) record({ kind: "alterColumn", ...target, changes, ...given({ using, dataLoss: reason }) });
      if (newName !== undefined) record({ kind: "renameColumn", ...target, to: newName });
    },

    setNotNull(table, column, options) {
      const where = directive("setNotNull", table);
      const { schema } = readOptions(options, inSchema, where);
      const name = readName(column, `${where}: the column`);
      const changes = { nullable: false };
      record({ kind: "alterColumn", ...on(table, schema, where), column: name, changes, online: true });
    },
  };
}

const changeReaders = {
  type: readType,
  nullable: readBoolean,
  default: orNull(readDefault),
  generated: orNull(readGenerated),
  identity: orNull(readIdentity),
  autoincrement: readSwitch,
  collation: orNull(readText),
  onUpdate: orNull(readSqlText),
  invisible: readSwitch,
  comment: orNull(readText),
  onNullConflict: orNull(readConflictAction),
  notNull: orNull(readNotNull),
  compression: orNull(readText),
  storage: orNull(readColumnStorage),
  statistics: orNull(readCount),
};

function orNull<T>(reader: Reader<T>): Reader<T | null> {
  return (value, where) => (value === null ? null : reader(value, where));
}

/** True, or null for false: the property is taken away. */
function readSwitch(value: unknown, where: string): true | null {
  return value === null ? null : readBoolean(value, where) || null;
}

function place(after: string | undefined, first: true | undefined, where: string): Pick<AddColumn, "position"> {
  if (after !== undefined && first)
    throw fail("OP_COMBINATION", `${where}: a column is either "first" or "after" another.`);
  if (first) return { position: "first" };
  return after === undefined ? {} : { position: { after } };
}

function unclear(where: string) {
  const message = `${where}: with "ifNotExists" a column can't have constraints of its own; it isn't known whether they exist.`;
  return fail("OP_COMBINATION", message, { hint: "Write the constraints as operations of their own." });
}

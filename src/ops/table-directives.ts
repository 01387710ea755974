import { type InSchema, inSchema } from "../schema/object-builders.ts";
import { readName, readOptions, readText } from "../schema/options.ts";
import {
  buildTable,
  type TablePart,
  type TableProperties,
  type TableSettings,
  tablePropertyReaders,
  tableReaders,
} from "../schema/table-builders.ts";
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

/** Operations on whole tables, as a revision writes them. */
export interface TableDirectives {
  /** Creates a table with its columns, constraints and indexes. */
  createTable(name: string, parts: readonly TablePart[], options?: TableSettings & IfNotExists): void;
  dropTable(name: string, options?: InSchema & IfExists & DataLoss): void;
  renameTable(name: string, to: string, options?: InSchema): void;
  createTableComment(table: string, comment: string, options?: InSchema): void;
  dropTableComment(table: string, options?: InSchema): void;
  /** Gives a table these options in place of all that it had. */
  setTableOptions(table: string, settings: TableProperties, options?: InSchema): void;
}

/** Directives that record operations on tables. */
export function tableDirectives(record: RecordOp): TableDirectives {
  return {
    createTable(name, parts, options) {
      const where = directive("createTable", name);
      const { ifNotExists: unlessThere, ...settings } = readOptions(
        options,
        { ...tableReaders, ...ifNotExists },
        where,
      );
      const table = buildTable(name, parts, settings, where);
      record({ kind: "createTable", table, ...(unlessThere === undefined ? {} : { ifNotExists: unlessThere }) });
    },

    dropTable(name, options) {
      const where = directive("dropTable", name);
      const { schema, ...flags } = readOptions(options, { ...inSchema, ...ifExists, ...dataLoss }, where);
      record({ kind: "dropTable", ...on(name, schema, where), ...flags });
    },

    renameTable(name, to, options) {
      const where = directive("renameTable", name);
      const { schema } = readOptions(options, inSchema, where);
      record({ kind: "renameTable", ...on(name, schema, where), to: readName(to, `${where}: the new name`) });
    },

    createTableComment(table, comment, options) {
      const where = directive("createTableComment", table);
      const { schema } = readOptions(options, inSchema, where);
      const text = readText(comment, `${where}: the comment`);
      record({ kind: "setTableComment", ...on(table, schema, where), comment: text });
    },

    dropTableComment(table, options) {
      const where = directive("dropTableComment", table);
      const { schema } = readOptions(options, inSchema, where);
      record({ kind: "setTableComment", ...on(table, schema, where) });
    },

    setTableOptions(table, settings, options) {
      const where = directive("setTableOptions", table);
      const { schema } = readOptions(options, inSchema, where);
      const read = readOptions(settings, tablePropertyReaders, where);
      record({ kind: "setTableOptions", ...on(table, schema, where), options: read });
    },
  };
}

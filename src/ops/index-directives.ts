import { buildIndex, type IndexColumn, type IndexOptions, indexReaders } from "../schema/index-builder.ts";
import { type InSchema, inSchema } from "../schema/object-builders.ts";
import { readFlag, readName, readOptions } from "../schema/options.ts";
import { directive, type IfExists, type IfNotExists, ifExists, ifNotExists, on, type RecordOp } from "./directive.ts";

/** Without keeping writers out; not inside a transaction (PostgreSQL). */
export interface Concurrently {
  readonly concurrently?: boolean;
}

/** Operations on indexes, as a revision writes them. */
export interface IndexDirectives {
  createIndex(
    name: string,
    table: string,
    columns: readonly IndexColumn[],
    options?: InSchema & IndexOptions & Concurrently & IfNotExists,
  ): void;
  dropIndex(name: string, table: string, options?: InSchema & Concurrently & IfExists): void;
  renameIndex(name: string, table: string, to: string, options?: InSchema): void;
}

/** Directives that record operations on indexes. */
export function indexDirectives(record: RecordOp): IndexDirectives {
  return {
    createIndex(name, table, columns, options) {
      const where = directive("createIndex", name);
      const readers = { ...indexReaders, ...inSchema, ...concurrently, ...ifNotExists };
      const { schema, concurrently: online, ifNotExists: unlessThere, ...read } = readOptions(options, readers, where);
      record({
        kind: "createIndex",
        ...on(table, schema, where),
        index: buildIndex(name, columns, read, where),
        ...(online === undefined ? {} : { concurrently: online }),
        ...(unlessThere === undefined ? {} : { ifNotExists: unlessThere }),
      });
    },

    dropIndex(name, table, options) {
      const where = directive("dropIndex", name);
      const { schema, ...flags } = readOptions(options, { ...inSchema, ...concurrently, ...ifExists }, where);
      const index = readName(name, `${where}: the name`);
      record({ kind: "dropIndex", ...on(table, schema, where), index, ...flags });
    },

    renameIndex(name, table, to, options) {
      const where = directive("renameIndex", name);
      const { schema } = readOptions(options, inSchema, where);
      const names = { index: readName(name, `${where}: the name`), to: readName(to, `${where}: the new name`) };
      record({ kind: "renameIndex", ...on(table, schema, where), ...names });
    },
  };
}

const concurrently = { concurrently: readFlag };

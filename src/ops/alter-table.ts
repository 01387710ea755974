import type { ColumnPart } from "../schema/column-builder.ts";
import type {
  CheckOptions,
  ForeignKeyRules,
  KeyColumn,
  PrimaryKeyOptions,
  UniqueOptions,
} from "../schema/constraint-builders.ts";
import type { IndexColumn, IndexOptions } from "../schema/index-builder.ts";
import { type InSchema, inSchema } from "../schema/object-builders.ts";
import { invalidValue, readOptions, type SqlText } from "../schema/options.ts";
import { type AlterColumnOptions, type ColumnPlace, columnDirectives } from "./column-directives.ts";
import { constraintDirectives, type DropConstraintOptions } from "./constraint-directives.ts";
import { directive, type IfExists, type RecordOp } from "./directive.ts";
import { fail } from "./errors.ts";
import { indexDirectives } from "./index-directives.ts";
import type { Op, OpKind } from "./op.ts";

/** The changes of a table that may share a statement: as the operations of the same names, without the table. */
export interface TableChanges {
  addColumn(column: ColumnPart, options?: ColumnPlace): void;
  dropColumn(column: string, options?: IfExists): void;
  alterColumn(column: string, options: Omit<AlterColumnOptions, "schema" | "newName">): void;
  createPrimaryKey(name: string | null, columns: readonly KeyColumn[], options?: PrimaryKeyOptions): void;
  createUniqueConstraint(name: string | null, columns: readonly KeyColumn[], options?: UniqueOptions): void;
  createCheckConstraint(name: string | null, expression: SqlText, options?: CheckOptions): void;
  createForeignKey(
    name: string | null,
    referent: string,
    columns: readonly string[],
    referentColumns: readonly string[],
    options?: ForeignKeyRules & { readonly referentSchema?: string },
  ): void;
  dropConstraint(name: string | null, options: Omit<DropConstraintOptions, "schema">): void;
  createIndex(name: string, columns: readonly IndexColumn[], options?: IndexOptions): void;
  dropIndex(name: string, options?: IfExists): void;
}

/** Several changes of one table, as a revision writes them. */
export interface AlterTableDirective {
  /**
   * Several changes of a table as one statement, where the server has it: each row is read or written once for all of them.
   * `op.alterTable("users", (t) => { t.addColumn(…); t.dropColumn("old"); })`
   */
  alterTable(table: string, changes: (t: TableChanges) => void, options?: InSchema): void;
}

const JOINABLE: ReadonlySet<OpKind> = new Set<OpKind>([
  ...(["addColumn", "dropColumn", "alterColumn", "dropConstraint"] as const),
  ...(["createPrimaryKey", "createUnique", "createCheck", "createForeignKey"] as const),
  ...(["createIndex", "dropIndex"] as const),
]);

/** The directive that records changes which belong together. Errors: OP_COMBINATION for one that needs a statement of its own. */
export function alterTableDirective(record: RecordOp): AlterTableDirective {
  return {
    alterTable(table, changes, options) {
      const where = directive("alterTable", table);
      const place = readOptions(options, inSchema, where);
      if (typeof changes !== "function")
        throw invalidValue(`${where}: the changes`, "a function: (t) => { … }", changes);
      let count = 0;
      const collect = (op: Op): void => {
        const isApart = ("online" in op && op.online) || ("concurrently" in op && op.concurrently);
        if (!JOINABLE.has(op.kind) || isApart === true) {
          const what = isApart === true ? "What keeps nobody waiting is done" : "A column is renamed";
          throw fail("OP_COMBINATION", `${where}: ${what} by a statement of its own.`, {
            hint: "Write it as an operation before or behind this one.",
          });
        }
        record((count++ === 0 ? op : { ...op, joined: true }) as Op);
      };
      changes(changesOf(table, place, collect));
      if (count === 0) throw fail("OP_NOTHING_TO_CHANGE", `${where} says nothing that changes about the table.`);
    },
  };
}

function changesOf(table: string, place: InSchema, record: RecordOp): TableChanges {
  const column = columnDirectives(record);
  const constraint = constraintDirectives(record);
  const index = indexDirectives(record);
  return {
    addColumn: (part, options) => column.addColumn(table, part, { ...options, ...place }),
    dropColumn: (name, options) => column.dropColumn(table, name, { ...options, ...place }),
    alterColumn: (name, options) => column.alterColumn(table, name, { ...options, ...place }),
    createPrimaryKey: (name, columns, options) =>
      constraint.createPrimaryKey(name, table, columns, { ...options, ...place }),
    createUniqueConstraint: (name, columns, options) =>
      constraint.createUniqueConstraint(name, table, columns, { ...options, ...place }),
    createCheckConstraint: (name, expression, options) =>
      constraint.createCheckConstraint(name, table, expression, { ...options, ...place }),
    createForeignKey: (name, referent, columns, referentColumns, options) =>
      constraint.createForeignKey(name, table, referent, columns, referentColumns, { ...options, ...place }),
    createIndex: (name, columns, options) => index.createIndex(name, table, columns, { ...options, ...place }),
    dropIndex: (name, options) => index.dropIndex(name, table, { ...options, ...place }),
    dropConstraint: (name, options) => constraint.dropConstraint(name, table, { ...options, ...place }),
  };
}

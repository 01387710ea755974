import type { ColumnChanges } from "../../ops/column-ops.ts";
import type { Op } from "../../ops/op.ts";
import type { ObjectName } from "../../schema/schema.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { isKeyword } from "../ddl-token.ts";
import { type ColumnDefinition, readColumn, readDefault } from "./parse-column.ts";
import { readTablePart, type TablePart } from "./parse-constraint.ts";
import { type ReadOptions, readTableOptions } from "./parse-options.ts";
import { readPartitioning } from "./parse-table.ts";

/** One action of an ALTER TABLE. */
export type AlterAction =
  /** Exactly this operation. */
  | { readonly kind: "op"; readonly op: Op }
  /** ADD, with all that stands in the column's definition. */
  | { readonly kind: "addColumn"; readonly definition: ColumnDefinition; readonly ifNotExists: boolean }
  /** MODIFY or CHANGE: the column becomes what the definition says, and loses what it doesn't say. */
  | { readonly kind: "redefine"; readonly column: string; readonly definition: ColumnDefinition }
  /** What the name stands for is known from the table. */
  | { readonly kind: "dropKey"; readonly name: string; readonly of: "index" | "check" | "foreign key" | "constraint" }
  | { readonly kind: "options"; readonly options: ReadOptions }
  | { readonly kind: "convert"; readonly charset: string; readonly collation?: string }
  /** Anything else, by its words in capitals: `REMOVE PARTITIONING`, `FORCE`; with the names of partitions that stand behind them. */
  | { readonly kind: "other"; readonly words: string; readonly of?: string };

/** How the server is to carry out a change. */
export interface Demands {
  /** In capitals: `INSTANT`, `NOCOPY`, `INPLACE`, `COPY`, `DEFAULT`. */
  readonly algorithm?: string;
  /** In capitals: `NONE`, `SHARED`, `EXCLUSIVE`, `DEFAULT`. */
  readonly lock?: string;
}

/**
 * Reads the actions of an ALTER TABLE, to the end of the statement. Errors: DIALECT_DDL_UNREADABLE.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/alter-table.html, https://mariadb.com/kb/en/alter-table/.
 */
export function readActions(
  cursor: Cursor,
  table: ObjectName,
): { readonly actions: readonly AlterAction[]; readonly demands: Demands } {
  const actions: AlterAction[] = [];
  let demands: Demands = {};
  for (;;) {
    const demand = readDemand(cursor);
    if (demand === undefined) actions.push(...readAction(cursor, table));
    else demands = { ...demands, ...demand };
    if (cursor.isAtEnd()) return { actions, demands };
    // Partitioning stands behind the other actions, without a comma.
    if (!cursor.acceptOperator(",") && !isPartitioning(cursor)) throw cursor.unreadable("an action");
  }
}

/** `ALGORITHM = …` or `LOCK = …`; undefined where neither stands. */
export function readDemand(cursor: Cursor): Demands | undefined {
  const isAlgorithm = isKeyword(cursor.peek(), "ALGORITHM");
  if (!isAlgorithm && !isKeyword(cursor.peek(), "LOCK")) return undefined;
  cursor.next();
  cursor.acceptOperator("=");
  const value = cursor.name().toUpperCase();
  return isAlgorithm ? { algorithm: value } : { lock: value };
}

function isPartitioning(cursor: Cursor): boolean {
  return isKeyword(cursor.peek(), "PARTITION") || isKeyword(cursor.peek(), "REMOVE");
}

function readAction(cursor: Cursor, table: ObjectName): readonly AlterAction[] {
  const on = { table: table.name, ...(table.schema === undefined ? {} : { schema: table.schema }) };
  const verb = cursor.peek().text.toUpperCase();
  const read = ACTIONS[verb];
  if (read === undefined || cursor.peek().kind !== "word") return readOptions(cursor);
  return read(cursor, on);
}

interface OnTable {
  readonly table: string;
  readonly schema?: string;
}

type ReadAction = (cursor: Cursor, on: OnTable) => readonly AlterAction[];

const ACTIONS: Readonly<Record<string, ReadAction>> = {
  ADD: readAdd,
  DROP: readDrop,
  MODIFY(cursor) {
    cursor.expect("MODIFY");
    cursor.accept("COLUMN");
    cursor.accept("IF", "EXISTS");
    const definition = readColumn(cursor);
    return [{ kind: "redefine", column: definition.column.name, definition }];
  },
  CHANGE(cursor) {
    cursor.expect("CHANGE");
    cursor.accept("COLUMN");
    cursor.accept("IF", "EXISTS");
    const column = cursor.name();
    return [{ kind: "redefine", column, definition: readColumn(cursor) }];
  },
  RENAME: readRename,
  ALTER: readAlter,
  CONVERT(cursor) {
    cursor.expect("CONVERT", "TO");
    if (!cursor.accept("CHARSET")) cursor.expect("CHARACTER", "SET");
    const charset = cursor.name().toLowerCase();
    const collation = cursor.accept("COLLATE") ? { collation: cursor.name().toLowerCase() } : {};
    return [{ kind: "convert", charset, ...collation }];
  },
  ORDER(cursor) {
    cursor.expect("ORDER", "BY");
    do cursor.name();
    while (cursor.acceptOperator(","));
    return other("ORDER BY");
  },
  PARTITION(cursor) {
    if (readPartitioning(cursor) === undefined) throw cursor.unreadable("an action");
    return other("PARTITION BY");
  },
};

/** Actions that are told by their words alone; what stands behind them is passed up to the end. */
const WHOLE: readonly (readonly string[])[] = [
  ["REMOVE", "PARTITIONING"],
  ["FORCE"],
  ["ENABLE", "KEYS"],
  ["DISABLE", "KEYS"],
  ["DISCARD", "TABLESPACE"],
  ["IMPORT", "TABLESPACE"],
  ["WITH", "VALIDATION"],
  ["WITHOUT", "VALIDATION"],
  ["DISCARD", "PARTITION"],
  ["IMPORT", "PARTITION"],
  ["TRUNCATE", "PARTITION"],
  ["COALESCE", "PARTITION"],
  ["REORGANIZE", "PARTITION"],
  ["EXCHANGE", "PARTITION"],
  ["ANALYZE", "PARTITION"],
  ["CHECK", "PARTITION"],
  ["OPTIMIZE", "PARTITION"],
  ["REBUILD", "PARTITION"],
  ["REPAIR", "PARTITION"],
  ["SECONDARY_LOAD"],
  ["SECONDARY_UNLOAD"],
];

function readOptions(cursor: Cursor): readonly AlterAction[] {
  const words = WHOLE.find((candidate) => cursor.accept(...candidate));
  if (words !== undefined) {
    const of = words[1] === "PARTITION" ? cursor.rest() : "";
    return other(words.join(" "), of === "" ? {} : { of });
  }
  const before = cursor.peek();
  const options = readTableOptions(cursor);
  if (cursor.peek() === before) throw cursor.unreadable("an action");
  return [{ kind: "options", options }];
}

function readAdd(cursor: Cursor, on: OnTable): readonly AlterAction[] {
  cursor.expect("ADD");
  if (isKeyword(cursor.peek(), "PARTITION")) {
    cursor.rest();
    return other("ADD PARTITION");
  }
  if (cursor.accept("SYSTEM", "VERSIONING")) return other("ADD SYSTEM VERSIONING");
  const isColumn = cursor.accept("COLUMN");
  const part = isColumn ? undefined : readTablePart(cursor);
  if (part !== undefined) return [partAction(part, on)];
  const ifNotExists = cursor.accept("IF", "NOT", "EXISTS");
  if (!cursor.acceptOperator("(")) return [{ kind: "addColumn", definition: readColumn(cursor), ifNotExists }];
  const added: AlterAction[] = [];
  do {
    const inner = readTablePart(cursor);
    added.push(
      inner === undefined ? { kind: "addColumn", definition: readColumn(cursor), ifNotExists } : partAction(inner, on),
    );
  } while (cursor.acceptOperator(","));
  cursor.expectOperator(")");
  return added;
}

function partAction(part: TablePart, on: OnTable): AlterAction {
  switch (part.kind) {
    case "primaryKey":
      return opAction({ kind: "createPrimaryKey", ...on, primaryKey: part.primaryKey });
    case "unique":
      return opAction({ kind: "createUnique", ...on, unique: part.unique });
    case "check":
      return opAction({ kind: "createCheck", ...on, check: part.check });
    case "foreignKey":
      return opAction({ kind: "createForeignKey", ...on, foreignKey: part.foreignKey });
    case "index":
      return opAction({ kind: "createIndex", ...on, index: part.index });
    case "period":
      return { kind: "other", words: "ADD PERIOD" };
  }
}

function readDrop(cursor: Cursor, on: OnTable): readonly AlterAction[] {
  cursor.expect("DROP");
  if (cursor.accept("PRIMARY", "KEY")) return [opAction({ kind: "dropConstraint", ...on, type: "primary" })];
  if (cursor.accept("PARTITION")) {
    cursor.accept("IF", "EXISTS");
    return other("DROP PARTITION", { of: cursor.rest() });
  }
  if (cursor.accept("SYSTEM", "VERSIONING")) return other("DROP SYSTEM VERSIONING");
  if (cursor.accept("PERIOD", "FOR")) {
    cursor.next();
    return other("DROP PERIOD");
  }
  for (const [words, of] of DROPPED) {
    if (!cursor.accept(...words)) continue;
    cursor.accept("IF", "EXISTS");
    return [{ kind: "dropKey", name: cursor.name(), of }];
  }
  cursor.accept("COLUMN");
  const ifExists = cursor.accept("IF", "EXISTS") ? ({ ifExists: true } as const) : {};
  const column = cursor.name();
  if (!cursor.accept("RESTRICT")) cursor.accept("CASCADE");
  return [opAction({ kind: "dropColumn", ...on, column, ...ifExists })];
}

const DROPPED: readonly (readonly [readonly string[], "index" | "check" | "foreign key" | "constraint"])[] = [
  [["INDEX"], "index"],
  [["KEY"], "index"],
  [["FOREIGN", "KEY"], "foreign key"],
  [["CHECK"], "check"],
  [["CONSTRAINT"], "constraint"],
];

function readRename(cursor: Cursor, on: OnTable): readonly AlterAction[] {
  cursor.expect("RENAME");
  if (cursor.accept("COLUMN")) {
    cursor.accept("IF", "EXISTS");
    const column = cursor.name();
    cursor.expect("TO");
    return [opAction({ kind: "renameColumn", ...on, column, to: cursor.name() })];
  }
  if (cursor.accept("INDEX") || cursor.accept("KEY")) {
    cursor.accept("IF", "EXISTS");
    const index = cursor.name();
    cursor.expect("TO");
    return [opAction({ kind: "renameIndex", ...on, index, to: cursor.name() })];
  }
  if (!cursor.accept("TO") && !cursor.accept("AS")) cursor.acceptOperator("=");
  const first = cursor.name();
  if (!cursor.acceptOperator(".")) return [opAction({ kind: "renameTable", ...on, to: first })];
  const to = cursor.name();
  return first === on.schema ? [opAction({ kind: "renameTable", ...on, to })] : other("RENAME TO");
}

function readAlter(cursor: Cursor, on: OnTable): readonly AlterAction[] {
  cursor.expect("ALTER");
  if (cursor.accept("INDEX") || cursor.accept("KEY")) {
    cursor.accept("IF", "EXISTS");
    cursor.name();
    cursor.accept("NOT");
    cursor.next();
    return other("ALTER INDEX");
  }
  if (cursor.accept("CHECK") || cursor.accept("CONSTRAINT")) {
    cursor.name();
    const isOff = cursor.accept("NOT");
    cursor.expect("ENFORCED");
    return other(isOff ? "ALTER CHECK NOT ENFORCED" : "ALTER CHECK ENFORCED");
  }
  cursor.accept("COLUMN");
  cursor.accept("IF", "EXISTS");
  const column = cursor.name();
  const altered = (changes: ColumnChanges) => [opAction({ kind: "alterColumn", ...on, column, changes })];
  if (cursor.accept("DROP", "DEFAULT")) return altered({ default: null });
  if (cursor.accept("SET", "INVISIBLE")) return altered({ invisible: true });
  if (cursor.accept("SET", "VISIBLE")) return altered({ invisible: null });
  cursor.expect("SET", "DEFAULT");
  return altered({ default: readDefault(cursor) ?? null });
}

function opAction(op: Op): AlterAction {
  return { kind: "op", op };
}

function other(words: string, more: { readonly of?: string } = {}): readonly AlterAction[] {
  return [{ kind: "other", words, ...more }];
}

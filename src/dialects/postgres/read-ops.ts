import { isLimbeckError } from "../../base/error.ts";
import { given } from "../../base/given.ts";
import { applyOp } from "../../ops/behaviours.ts";
import { onTable } from "../../ops/edit.ts";
import type { Op } from "../../ops/op.ts";
import { type Part, partList } from "../../ops/part-names.ts";
import { usualIndexName } from "../../schema/joined-name.ts";
import type { Indexed } from "../../schema/names.ts";
import {
  emptySchema,
  type IndexPart,
  type NotNull,
  type ObjectName,
  type Schema,
  type Table,
} from "../../schema/schema.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { isKeyword, isOperator } from "../ddl-token.ts";
import { withOwnTypes } from "./own-types.ts";
import { readAlterTable } from "./read-alter-table.ts";
import { type ReadConstraints, readColumn, readConstraint } from "./read-column.ts";
import { cursorAt, ends, isAt, readName, readUntil } from "./read-cursor.ts";
import { readAlterDomain, readDomain } from "./read-domain.ts";
import { readAlterStatistics, readCreateStatistics, readDropStatistics } from "./read-statistics.ts";
import { named } from "./safer-form.ts";
import { withServerNames } from "./server-names.ts";

/**
 * The ops that one statement of SQL amounts to, in a database that looks like `before`; empty for one that changes no table; undefined where
 * ops don't say all that it does. Source: https://www.postgresql.org/docs/current/sql-commands.html (18), the page of each statement.
 */
export function readOps(sql: string, before: Schema): readonly Op[] | undefined {
  const cursor = cursorAt(sql);
  const verb = cursor.next().text.toUpperCase();
  if (ROWS_ONLY.has(verb)) return [];
  try {
    const ops = VERBS[verb]?.(cursor, before);
    return cursor.isAtEnd()
      ? ops &&
          withConstraintNames(
            ops.map((op) => withOwnTypes(op, before)),
            before,
          )
      : undefined;
  } catch (error) {
    // A text that isn't understood is no fault here: the server knows it.
    if (!isLimbeckError(error, "DIALECT_DDL_UNREADABLE")) throw error;
    return undefined;
  }
}

/** A constraint without a name gets the one that the server gives to it, by which later statements call it. */
function withConstraintNames(ops: readonly Op[], before: Schema): readonly Op[] {
  let schema = before;
  return ops.map((op) => {
    if (op.kind === "createTable") {
      const [table = op.table] = withServerNames({ ...emptySchema, tables: [op.table] }).tables;
      return { ...op, table };
    }
    try {
      const one = named(op, schema);
      schema = applyOp(schema, one);
      return one;
    } catch (error) {
      // Of a table that isn't in the schema no name is known.
      if (!isLimbeckError(error)) throw error;
      return op;
    }
  });
}

/** Statements on rows, rights, the session and what tidies up. */
const ROWS_ONLY: ReadonlySet<string> = new Set(
  "INSERT UPDATE DELETE MERGE TRUNCATE SELECT VALUES WITH SET RESET SHOW COPY VACUUM ANALYZE REINDEX CLUSTER REFRESH LOCK GRANT REVOKE COMMENT NOTIFY LISTEN PREPARE DEALLOCATE CHECKPOINT EXPLAIN SAVEPOINT RELEASE".split(
    " ",
  ),
);

/** Objects that are no tables, and what makes them. */
const BESIDE_TABLES = (
  "OR VIEW MATERIALIZED RECURSIVE FUNCTION PROCEDURE ROUTINE AGGREGATE TRIGGER EVENT EXTENSION SEQUENCE POLICY RULE ROLE USER GROUP " +
  "PUBLICATION SUBSCRIPTION COLLATION OPERATOR CAST SERVER FOREIGN TEXT LANGUAGE TRUSTED DATABASE SYSTEM DEFAULT LARGE ACCESS"
).split(" ");

/** No table is changed by what stands here. */
function passed(cursor: Cursor): readonly Op[] {
  cursor.rest();
  return [];
}

type Read = (cursor: Cursor, before: Schema) => readonly Op[] | undefined;

const VERBS: Readonly<Record<string, Read>> = {
  CREATE(cursor, before) {
    if (cursor.accept("TABLE")) return readTable(cursor);
    if (cursor.accept("TYPE")) return readEnum(cursor);
    if (cursor.accept("DOMAIN")) return readDomain(cursor);
    if (cursor.accept("SCHEMA")) return readNamespace(cursor);
    if (cursor.accept("STATISTICS")) return readCreateStatistics(cursor, before);
    const unique = cursor.accept("UNIQUE");
    if (cursor.accept("INDEX")) return readIndex(cursor, unique);
    return isAt(cursor, "TEMP", "TEMPORARY", ...BESIDE_TABLES) ? passed(cursor) : undefined;
  },
  ALTER(cursor, before) {
    if (cursor.accept("TABLE")) return readAlterTable(cursor, before);
    if (cursor.accept("TYPE")) return readAlterType(cursor);
    if (cursor.accept("DOMAIN")) return readAlterDomain(cursor);
    if (cursor.accept("STATISTICS")) return readAlterStatistics(cursor, before);
    if (!cursor.accept("INDEX")) return isAt(cursor, ...BESIDE_TABLES) ? passed(cursor) : undefined;
    cursor.accept("IF", "EXISTS");
    const index = readName(cursor);
    if (!cursor.accept("RENAME", "TO")) return passed(cursor);
    const table = tableOfIndex(before, index) ?? tableOfPart(before, index);
    return table && [{ kind: "renameIndex", ...onTable(table), index: index.name, to: cursor.name() }];
  },
  DROP(cursor, before) {
    if (cursor.accept("TABLE")) {
      const ifExists = readIfExists(cursor);
      const names = readList(cursor);
      if (cursor.accept("CASCADE")) return undefined;
      cursor.accept("RESTRICT");
      return names.map((name) => ({ kind: "dropTable", ...onTable(name), ...ifExists }));
    }
    if (cursor.accept("TYPE")) {
      const ifExists = readIfExists(cursor);
      const names = readList(cursor);
      const areEnums = names.every(({ name }) => before.enums.some((each) => each.name === name));
      return areEnums ? names.map((name) => ({ kind: "dropEnum", ...name, ...ifExists })) : undefined;
    }
    if (cursor.accept("STATISTICS")) return readDropStatistics(cursor, before);
    if (!cursor.accept("INDEX")) {
      const isBeside = isAt(cursor, ...BESIDE_TABLES);
      return isBeside && !/\bcascade\b/i.test(cursor.rest()) ? [] : undefined;
    }
    const concurrently = cursor.accept("CONCURRENTLY") ? ({ concurrently: true } as const) : {};
    const ifExists = readIfExists(cursor);
    const names = readList(cursor);
    cursor.accept("RESTRICT");
    const ops = names.flatMap((name): readonly Op[] => {
      const table = tableOfIndex(before, name);
      return table ? [{ kind: "dropIndex", ...onTable(table), index: name.name, ...concurrently, ...ifExists }] : [];
    });
    return ops.length === names.length ? ops : undefined;
  },
};

function readTable(cursor: Cursor): readonly Op[] | undefined {
  const ifNotExists = cursor.accept("IF", "NOT", "EXISTS") ? ({ ifNotExists: true } as const) : {};
  const name = readName(cursor);
  const found: ReadConstraints = { uniques: [], checks: [], foreignKeys: [] };
  const columns: Table["columns"][number][] = [];
  const notNull = new Map<string, NotNull>();
  if (cursor.accept("PARTITION", "OF")) return readPartition(cursor, { name, ...ifNotExists });
  cursor.expectOperator("(");
  while (!isOperator(cursor.peek(), ")")) {
    const constraint = readConstraint(cursor);
    if (constraint === undefined) columns.push(readColumn(cursor, found));
    else if (constraint.kind === "primary") found.primaryKey = constraint.primaryKey;
    else if (constraint.kind === "unique") found.uniques.push(constraint.unique);
    else if (constraint.kind === "check") found.checks.push(constraint.check);
    else if (constraint.kind === "notNull") notNull.set(constraint.column, constraint.notNull);
    else found.foreignKeys.push(constraint.foreignKey);
    if (!cursor.acceptOperator(",")) break;
  }
  cursor.expectOperator(")");
  const partitionBy = cursor.accept("PARTITION", "BY") ? readUntil(cursor, ends(AFTER_PARTITIONING)) : undefined;
  if (cursor.accept("WITH")) cursor.parenthesised();
  if (cursor.accept("TABLESPACE")) cursor.name();
  const { primaryKey, uniques, checks, foreignKeys } = found;
  const isKey = (column: string) => primaryKey?.columns.includes(column) === true;
  const table: Table = {
    ...name,
    columns: columns.map((column) => {
      const words = notNull.get(column.name);
      if (words !== undefined)
        return { ...column, nullable: false, ...(words.name === undefined ? {} : { notNull: words }) };
      return isKey(column.name) ? { ...column, nullable: false } : column;
    }),
    ...given({ primaryKey }),
    ...{ uniques, checks, foreignKeys, exclusions: [], indexes: [] },
    options: given({ partitionBy }),
  };
  return [{ kind: "createTable", table, ...ifNotExists }];
}

/** A partition as its table is, to the last column. */
function readPartition(
  cursor: Cursor,
  { name, ...ifNotExists }: { readonly name: ObjectName; readonly ifNotExists?: true },
): readonly Op[] | undefined {
  const { name: parent, ...home } = readName(cursor);
  if (!isAt(cursor, "FOR", "DEFAULT")) return undefined;
  const bound = readUntil(cursor, ends(AFTER_BOUND));
  const partitionBy = cursor.accept("PARTITION", "BY") ? readUntil(cursor, ends(AFTER_PARTITIONING)) : undefined;
  if (cursor.accept("WITH")) cursor.parenthesised();
  if (cursor.accept("TABLESPACE")) cursor.name();
  const table: Table = {
    ...name,
    partitionOf: { table: parent, ...home, bound },
    ...{ columns: [], uniques: [], checks: [], foreignKeys: [], exclusions: [], indexes: [] },
    options: given({ partitionBy }),
  };
  return [{ kind: "createTable", table, ...ifNotExists }];
}

const AFTER_BOUND: ReadonlySet<string> = new Set(["PARTITION", "USING", "TABLESPACE"]);

const AFTER_PARTITIONING: ReadonlySet<string> = new Set(["WITH", "TABLESPACE", "USING"]);

function readEnum(cursor: Cursor): readonly Op[] | undefined {
  const name = readName(cursor);
  if (!cursor.accept("AS", "ENUM")) return undefined;
  const values: string[] = [];
  cursor.expectOperator("(");
  while (cursor.peek().kind === "string") {
    values.push(cursor.next().value);
    cursor.acceptOperator(",");
  }
  cursor.expectOperator(")");
  return [{ kind: "createEnum", enum: { ...name, values } }];
}

function readAlterType(cursor: Cursor): readonly Op[] | undefined {
  const name = readName(cursor);
  if (cursor.accept("RENAME", "VALUE")) {
    const value = cursor.next().value;
    cursor.expect("TO");
    return [{ kind: "renameEnumValue", ...name, value, to: cursor.next().value }];
  }
  if (!cursor.accept("ADD", "VALUE")) return undefined;
  cursor.accept("IF", "NOT", "EXISTS");
  const value = cursor.next().value;
  if (cursor.accept("AFTER")) cursor.next();
  const before = cursor.accept("BEFORE") ? { before: cursor.next().value } : {};
  return [{ kind: "addEnumValue", ...name, value, ...before }];
}

function readNamespace(cursor: Cursor): readonly Op[] | undefined {
  const ifNotExists = cursor.accept("IF", "NOT", "EXISTS") ? ({ ifNotExists: true } as const) : {};
  const name = cursor.name();
  return name === "public" ? [] : [{ kind: "createNamespace", name, ...ifNotExists }];
}

function readIndex(cursor: Cursor, isUnique: boolean): readonly Op[] | undefined {
  const concurrently = cursor.accept("CONCURRENTLY") ? ({ concurrently: true } as const) : {};
  const ifNotExists = cursor.accept("IF", "NOT", "EXISTS") ? ({ ifNotExists: true } as const) : {};
  const own = isKeyword(cursor.peek(), "ON") ? undefined : readName(cursor).name;
  cursor.expect("ON");
  if (cursor.accept("ONLY")) return undefined;
  const table = readName(cursor);
  const method = cursor.accept("USING") ? cursor.name() : undefined;
  cursor.expectOperator("(");
  const parts: IndexPart[] = [];
  do parts.push(readPart(cursor));
  while (cursor.acceptOperator(","));
  cursor.expectOperator(")");
  const include = cursor.accept("INCLUDE") ? readUntil(cursor, ends(AFTER_KEYS)) : undefined;
  const nullsNotDistinct = cursor.accept("NULLS", "NOT", "DISTINCT") ? (true as const) : undefined;
  if (cursor.accept("WITH")) cursor.parenthesised();
  if (cursor.accept("TABLESPACE")) cursor.name();
  const where = cursor.accept("WHERE") ? cursor.rest() : undefined;
  const included = include?.replaceAll(/[()\s]/g, "").split(",");
  const index = {
    name: own ?? usualIndexName(table.name, { parts, ...given({ include: included }) }),
    ...(isUnique ? { unique: true as const } : {}),
    parts,
    ...given({
      method: method === "btree" ? undefined : method,
      include: included,
      nullsNotDistinct,
      where,
    }),
  };
  return [{ kind: "createIndex", ...onTable(table), index, ...concurrently, ...ifNotExists }];
}

const AFTER_KEYS: ReadonlySet<string> = new Set(["NULLS", "WITH", "TABLESPACE", "WHERE"]);
const AFTER_KEY: ReadonlySet<string> = new Set(["ASC", "DESC", "NULLS", "COLLATE"]);

function readPart(cursor: Cursor): IndexPart {
  const first = cursor.peek();
  const isName = first.kind === "word" || first.kind === "quoted";
  const isColumn = isName && !isOperator(cursor.peek(1), "(");
  const key = isColumn
    ? { column: cursor.name() }
    : { expression: withoutParentheses(readUntil(cursor, ends(AFTER_KEY))) };
  const collation = cursor.accept("COLLATE") ? cursor.name() : undefined;
  const isOpclass = !isAt(cursor, "ASC", "DESC", "NULLS") && cursor.peek().kind === "word";
  const opclass = isOpclass ? cursor.name() : undefined;
  const descending = cursor.accept("DESC") ? true : undefined;
  cursor.accept("ASC");
  const nulls = cursor.accept("NULLS", "FIRST") ? "first" : cursor.accept("NULLS", "LAST") ? "last" : undefined;
  return { ...key, ...given({ collation, opclass, descending, nulls }) };
}

function withoutParentheses(text: string): string {
  return text.startsWith("(") && text.endsWith(")") ? text.slice(1, -1) : text;
}

function readIfExists(cursor: Cursor): { readonly ifExists?: true } {
  return cursor.accept("IF", "EXISTS") ? { ifExists: true } : {};
}

function readList(cursor: Cursor): readonly ObjectName[] {
  const names = [readName(cursor)];
  while (cursor.acceptOperator(",")) names.push(readName(cursor));
  return names;
}

function tableOfIndex({ tables, views }: Schema, { name, schema }: ObjectName): Indexed | undefined {
  return [...tables, ...views].find(
    (owner) => owner.schema === schema && owner.indexes?.some((index) => index.name === name),
  );
}

/** The partition whose part of an index from above is called so. */
function tableOfPart(before: Schema, { name, schema }: ObjectName): Indexed | undefined {
  const isIt = (part: Part) => part.list === "indexes" && part.name === name;
  return before.tables.find((table) => table.schema === schema && partList(table, before).some(isIt));
}

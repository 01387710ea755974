import type { ColumnChanges } from "../../ops/column-ops.ts";
import { onTable } from "../../ops/edit.ts";
import type { Op } from "../../ops/op.ts";
import { findTable } from "../../schema/names.ts";
import type { ObjectName, Schema, Table } from "../../schema/schema.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { findDropped } from "./dropped-constraint.ts";
import { type ReadConstraint, type ReadConstraints, readColumn, readConstraint, readDefault } from "./read-column.ts";
import { ends, isAt, readName, readUntil } from "./read-cursor.ts";
import { withServerNames } from "./server-names.ts";
import { canonicalType } from "./type-synonyms.ts";

/** What stands behind ALTER TABLE; undefined where ops don't say all of it. Errors: DIALECT_DDL_UNREADABLE. */
export function readAlterTable(cursor: Cursor, before: Schema): readonly Op[] | undefined {
  cursor.accept("IF", "EXISTS");
  const isOnly = cursor.accept("ONLY");
  const table = readName(cursor);
  if (cursor.accept("RENAME")) return readRename(cursor, table);
  const place: Place = { table, before, found: findTable(withServerNames(before), table) };
  if (isOnly && place.found?.options.partitionBy !== undefined) return undefined;
  const ops: Op[] = [];
  do {
    const part = readAction(cursor, place);
    if (part === undefined) return undefined;
    ops.push(...part);
  } while (cursor.acceptOperator(","));
  // Whatever their order in the text, the server drops first (`AT_PASS_DROP`, src/backend/commands/tablecmds.c, 13 to 18).
  return [...ops.filter(isDrop), ...ops.filter((op) => !isDrop(op))];
}

function isDrop({ kind }: Op): boolean {
  return kind === "dropColumn" || kind === "dropConstraint";
}

interface Place {
  readonly table: ObjectName;
  readonly before: Schema;
  readonly found: Table | undefined;
}

function readRename(cursor: Cursor, table: ObjectName): readonly Op[] | undefined {
  if (cursor.accept("TO")) return [{ kind: "renameTable", ...onTable(table), to: cursor.name() }];
  if (cursor.accept("CONSTRAINT")) return undefined;
  cursor.accept("COLUMN");
  const column = cursor.name();
  cursor.expect("TO");
  return [{ kind: "renameColumn", ...onTable(table), column, to: cursor.name() }];
}

function readAction(cursor: Cursor, place: Place): readonly Op[] | undefined {
  if (cursor.accept("ADD")) return readAdd(cursor, place);
  if (cursor.accept("DROP")) return readDrop(cursor, place);
  if (cursor.accept("ALTER")) return readAlter(cursor, place);
  if (cursor.accept("ATTACH", "PARTITION")) {
    const partition = readName(cursor);
    return [{ kind: "attachPartition", ...onTable(place.table), partition, bound: cursor.rest() }];
  }
  if (cursor.accept("DETACH", "PARTITION")) {
    const partition = readName(cursor);
    const concurrently = cursor.accept("CONCURRENTLY") ? ({ concurrently: true } as const) : {};
    return [{ kind: "detachPartition", ...onTable(place.table), partition, ...concurrently }];
  }
  if (cursor.accept("VALIDATE", "CONSTRAINT")) {
    const name = cursor.name();
    const named = place.found?.columns.find(({ notNull }) => notNull?.notValid === true && notNull.name === name);
    if (named !== undefined)
      return [{ kind: "alterColumn", ...onTable(place.table), column: named.name, changes: { notNull: { name } } }];
    const found = typeOf(place, name);
    if (found !== "check" && found !== "foreignkey") return undefined;
    return [{ kind: "validateConstraint", ...onTable(place.table), type: found, name }];
  }
  if (!isAt(cursor, ...BESIDE_COLUMNS) || cursor.accept("SET", "SCHEMA")) return undefined;
  readUntil(cursor, ends(new Set()));
  return [];
}

/** Actions on a table as a whole that leave its columns, keys and indexes as they are. */
const BESIDE_COLUMNS = "OWNER SET RESET ENABLE DISABLE FORCE NO REPLICA CLUSTER".split(" ");

function readAdd(cursor: Cursor, { table, found }: Place): readonly Op[] | undefined {
  const on = onTable(table);
  const constraint = readConstraint(cursor);
  if (constraint !== undefined) return [constraintOp(constraint, { table, found })];
  cursor.accept("COLUMN");
  const ifNotExists = cursor.accept("IF", "NOT", "EXISTS") ? ({ ifNotExists: true } as const) : {};
  const parts: ReadConstraints = { uniques: [], checks: [], foreignKeys: [] };
  const column = readColumn(cursor, parts);
  const { primaryKey, uniques, checks, foreignKeys } = parts;
  return [
    { kind: "addColumn", ...on, column, ...ifNotExists },
    ...(primaryKey === undefined ? [] : [{ kind: "createPrimaryKey", ...on, primaryKey } as const]),
    ...uniques.map((unique): Op => ({ kind: "createUnique", ...on, unique })),
    ...checks.map((check): Op => ({ kind: "createCheck", ...on, check })),
    ...foreignKeys.map((foreignKey): Op => ({ kind: "createForeignKey", ...on, foreignKey })),
  ];
}

function constraintOp(constraint: ReadConstraint, { table, found }: Pick<Place, "table" | "found">): Op {
  const on = onTable(table);
  const columnsOf = (index: string): readonly string[] =>
    found?.indexes
      .find(({ name }) => name === index)
      ?.parts.flatMap((part) => ("column" in part ? [part.column] : [])) ?? [];
  switch (constraint.kind) {
    case "primary": {
      const { primaryKey, usingIndex } = constraint;
      if (usingIndex === undefined) return { kind: "createPrimaryKey", ...on, primaryKey };
      return {
        kind: "createPrimaryKey",
        ...on,
        primaryKey: { ...primaryKey, columns: columnsOf(usingIndex) },
        usingIndex,
      };
    }
    case "unique": {
      const { unique, usingIndex } = constraint;
      if (usingIndex === undefined) return { kind: "createUnique", ...on, unique };
      return { kind: "createUnique", ...on, unique: { ...unique, columns: columnsOf(usingIndex) }, usingIndex };
    }
    case "check":
      return { kind: "createCheck", ...on, check: constraint.check };
    case "notNull": {
      const { column, notNull } = constraint;
      return { kind: "alterColumn", ...on, column, changes: { nullable: false, notNull } };
    }
    case "foreign":
      return { kind: "createForeignKey", ...on, foreignKey: constraint.foreignKey };
  }
}

function readDrop(cursor: Cursor, place: Place): readonly Op[] | undefined {
  const on = onTable(place.table);
  const isConstraint = cursor.accept("CONSTRAINT");
  if (!isConstraint) cursor.accept("COLUMN");
  const ifExists = cursor.accept("IF", "EXISTS") ? ({ ifExists: true } as const) : {};
  const name = cursor.name();
  // What else goes isn't in the text.
  if (cursor.accept("CASCADE")) return undefined;
  cursor.accept("RESTRICT");
  if (!isConstraint) return [{ kind: "dropColumn", ...on, column: name, ...ifExists }];
  const type = typeOf(place, name);
  return type && [{ kind: "dropConstraint", ...on, type, name, ...ifExists }];
}

type Dropped = Extract<Op, { readonly kind: "dropConstraint" }>["type"];

function typeOf({ found, table }: Place, name: string): Dropped | undefined {
  const types: readonly Dropped[] = ["primary", "unique", "check", "foreignkey", "exclude"];
  return (
    found &&
    types.find((type) => findDropped(found, { kind: "dropConstraint", ...onTable(table), type, name }) !== undefined)
  );
}

function readAlter(cursor: Cursor, { table }: Place): readonly Op[] | undefined {
  if (cursor.accept("CONSTRAINT")) return undefined;
  cursor.accept("COLUMN");
  const column = cursor.name();
  const altered = (changes: ColumnChanges): readonly Op[] => [
    { kind: "alterColumn", ...onTable(table), column, changes },
  ];
  if (cursor.accept("SET", "NOT", "NULL")) return altered({ nullable: false });
  if (cursor.accept("DROP", "NOT", "NULL")) return altered({ nullable: true });
  if (cursor.accept("DROP", "DEFAULT")) return altered({ default: null });
  if (cursor.accept("SET", "DEFAULT")) return altered({ default: readDefault(cursor) ?? null });
  if (
    isAt(cursor, "SET") &&
    ["STATISTICS", "STORAGE", "COMPRESSION", "("].includes(cursor.peek(1).text.toUpperCase())
  ) {
    readUntil(cursor, ends(new Set()));
    return [];
  }
  if (!cursor.accept("SET", "DATA", "TYPE") && !cursor.accept("TYPE")) return undefined;
  const type = canonicalType({ kind: "raw", sql: readUntil(cursor, ends(AFTER_TYPE)) });
  const collation = cursor.accept("COLLATE") ? { collation: cursor.name() } : {};
  const using = cursor.accept("USING") ? { using: readUntil(cursor, ends(new Set())) } : {};
  return [{ kind: "alterColumn", ...onTable(table), column, changes: { type, ...collation }, ...using }];
}

const AFTER_TYPE: ReadonlySet<string> = new Set(["COLLATE", "USING"]);

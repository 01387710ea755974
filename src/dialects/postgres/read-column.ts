import { given } from "../../base/given.ts";
import type {
  Check,
  Column,
  DefaultValue,
  ForeignKey,
  Identity,
  NotNull,
  PrimaryKey,
  Unique,
} from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import { readNames, readReferences } from "../ddl-clauses.ts";
import type { Cursor } from "../ddl-cursor.ts";
import { isOperator } from "../ddl-token.ts";
import { ends, isAt, readUntil } from "./read-cursor.ts";
import { canonicalType } from "./type-synonyms.ts";

/** The constraints of a table, wherever in its definition they stand. */
export interface ReadConstraints {
  primaryKey?: PrimaryKey;
  readonly uniques: Unique[];
  readonly checks: Check[];
  readonly foreignKeys: ForeignKey[];
}

/** Words that a column's definition goes on with behind its type or an expression. */
const CLAUSES: ReadonlySet<string> = new Set(
  "CONSTRAINT NOT NULL CHECK DEFAULT GENERATED UNIQUE PRIMARY REFERENCES COLLATE STORAGE COMPRESSION DEFERRABLE INITIALLY USING".split(
    " ",
  ),
);
const isClause = ends(CLAUSES);

const SERIALS: Readonly<Record<string, ColumnType>> = {
  ...{ smallserial: { kind: "smallint" }, serial2: { kind: "smallint" }, serial: { kind: "integer" } },
  ...{ serial4: { kind: "integer" }, bigserial: { kind: "bigint" }, serial8: { kind: "bigint" } },
};

/**
 * `name type clauses…`; the constraints in it are added to `found`. Errors: DIALECT_DDL_UNREADABLE.
 * Source: https://www.postgresql.org/docs/current/sql-createtable.html (18), column_constraint.
 */
export function readColumn(cursor: Cursor, found: ReadConstraints): Column {
  const name = cursor.name();
  const words = readUntil(cursor, isClause);
  const serial = SERIALS[words.toLowerCase()];
  const type = serial ?? canonicalType({ kind: "raw", sql: words });
  let column: Column = {
    name,
    type,
    nullable: serial === undefined,
    ...(serial === undefined ? {} : { autoincrement: true }),
  };
  while (!isEnd(cursor)) column = readClause(cursor, column, found);
  return column;
}

function isEnd(cursor: Cursor): boolean {
  return cursor.isAtEnd() || isOperator(cursor.peek(), ",") || isOperator(cursor.peek(), ")");
}

function readClause(cursor: Cursor, column: Column, found: ReadConstraints): Column {
  const columns = [column.name];
  const named = cursor.accept("CONSTRAINT") ? { name: cursor.name() } : {};
  if (cursor.accept("NOT", "NULL")) return { ...column, nullable: false };
  if (cursor.accept("NULL")) return column;
  if (cursor.accept("DEFAULT")) return { ...column, ...given({ default: readDefault(cursor) }) };
  if (cursor.accept("COLLATE")) return { ...column, collation: cursor.name() };
  if (cursor.accept("COMPRESSION")) return { ...column, compression: cursor.name() };
  if (cursor.accept("CHECK")) {
    found.checks.push({ ...named, expression: cursor.parenthesised() });
    readState(cursor);
  } else if (cursor.accept("UNIQUE")) found.uniques.push({ ...named, columns, ...readNulls(cursor) });
  else if (cursor.accept("PRIMARY", "KEY")) {
    found.primaryKey = { ...named, columns };
    return { ...column, nullable: false };
  } else if (cursor.accept("REFERENCES")) {
    found.foreignKeys.push({ ...named, columns, ...withHome(readReferences(cursor)), ...readState(cursor) });
  } else if (cursor.accept("GENERATED")) return readGenerated(cursor, column);
  else throw cursor.unreadable("a clause of a column");
  return column;
}

function readGenerated(cursor: Cursor, column: Column): Column {
  const always = cursor.accept("ALWAYS");
  if (!always) cursor.expect("BY", "DEFAULT");
  cursor.expect("AS");
  if (cursor.accept("IDENTITY")) {
    if (isOperator(cursor.peek(), "(")) cursor.parenthesised();
    const identity: Identity = { always };
    return { ...column, nullable: false, identity };
  }
  const expression = cursor.parenthesised();
  const stored = cursor.accept("STORED");
  if (!stored) cursor.accept("VIRTUAL");
  return { ...column, generated: { expression, stored } };
}

/** The value behind DEFAULT; undefined for NULL, which is the absence of one. */
export function readDefault(cursor: Cursor): DefaultValue | undefined {
  const first = cursor.peek();
  const sql = readUntil(cursor, isClause);
  if (/^null$/i.test(sql)) return undefined;
  if (/^(?:true|false)$/i.test(sql)) return sql.toLowerCase() === "true";
  if (first.kind === "string" && sql === first.text && sql.startsWith("'")) return first.value;
  return String(Number(sql)) === sql ? Number(sql) : { sql };
}

/** `NULLS NOT DISTINCT`, which is said of a unique constraint. */
function readNulls(cursor: Cursor): Pick<Unique, "nullsNotDistinct"> {
  if (cursor.accept("NULLS", "NOT", "DISTINCT")) return { nullsNotDistinct: true };
  cursor.accept("NULLS", "DISTINCT");
  return {};
}

/** What stands behind a constraint: when and whether it is checked. */
function readState(cursor: Cursor): Pick<ForeignKey, "deferrable" | "notValid" | "notEnforced"> {
  let state: Pick<ForeignKey, "deferrable" | "notValid" | "notEnforced"> = {};
  for (;;) {
    if (cursor.accept("NOT", "VALID")) state = { ...state, notValid: true };
    else if (cursor.accept("NOT", "ENFORCED")) state = { ...state, notEnforced: true };
    else if (cursor.accept("NOT", "DEFERRABLE")) continue;
    else if (cursor.accept("DEFERRABLE")) state = { ...state, deferrable: state.deferrable ?? "initially immediate" };
    else if (cursor.accept("INITIALLY", "DEFERRED")) state = { ...state, deferrable: "initially deferred" };
    else if (!cursor.accept("INITIALLY", "IMMEDIATE") && !cursor.accept("ENFORCED")) return state;
  }
}

function withHome(key: Omit<ForeignKey, "columns">): Omit<ForeignKey, "columns"> {
  const { schema, ...references } = key.references;
  return schema === "public" ? { ...key, references } : key;
}

/** A constraint of a table as an operation would make it, without the table. */
export type ReadConstraint =
  | { readonly kind: "primary"; readonly primaryKey: PrimaryKey; readonly usingIndex?: string }
  | { readonly kind: "unique"; readonly unique: Unique; readonly usingIndex?: string }
  | { readonly kind: "check"; readonly check: Check }
  | { readonly kind: "notNull"; readonly column: string; readonly notNull: NotNull }
  | { readonly kind: "foreign"; readonly foreignKey: ForeignKey };

/**
 * `[CONSTRAINT name] PRIMARY KEY …` and the like; undefined where a column begins. Errors: DIALECT_DDL_UNREADABLE.
 * Source: https://www.postgresql.org/docs/current/sql-createtable.html (18), table_constraint.
 */
export function readConstraint(cursor: Cursor): ReadConstraint | undefined {
  const named = cursor.accept("CONSTRAINT") ? { name: cursor.name() } : {};
  if (cursor.accept("PRIMARY", "KEY")) {
    const usingIndex = readUsing(cursor);
    if (usingIndex !== undefined) return { kind: "primary", primaryKey: { ...named, columns: [] }, usingIndex };
    const key = { ...named, columns: readNames(cursor), ...readInclude(cursor) };
    return { kind: "primary", primaryKey: { ...key, ...deferrableOf(readState(cursor)) } };
  }
  if (cursor.accept("UNIQUE")) {
    const usingIndex = readUsing(cursor);
    if (usingIndex !== undefined) return { kind: "unique", unique: { ...named, columns: [] }, usingIndex };
    const nulls = readNulls(cursor);
    const key = { ...named, columns: readNames(cursor), ...nulls, ...readInclude(cursor) };
    return { kind: "unique", unique: { ...key, ...deferrableOf(readState(cursor)) } };
  }
  if (cursor.accept("CHECK")) {
    const expression = cursor.parenthesised();
    const noInherit = cursor.accept("NO", "INHERIT") ? ({ noInherit: true } as const) : {};
    const { deferrable: _, ...state } = readState(cursor);
    return { kind: "check", check: { ...named, expression, ...noInherit, ...state } };
  }
  if (cursor.accept("FOREIGN", "KEY")) {
    const columns = readNames(cursor);
    cursor.expect("REFERENCES");
    return {
      kind: "foreign",
      foreignKey: { ...named, columns, ...withHome(readReferences(cursor)), ...readState(cursor) },
    };
  }
  if (cursor.accept("NOT", "NULL")) {
    const column = cursor.name();
    const noInherit = cursor.accept("NO", "INHERIT") ? ({ noInherit: true } as const) : {};
    const notValid = readState(cursor).notValid === true ? ({ notValid: true } as const) : {};
    return { kind: "notNull", column, notNull: { ...named, ...noInherit, ...notValid } };
  }
  if (isAt(cursor, "EXCLUDE", "LIKE") || "name" in named) throw cursor.unreadable("a constraint");
  return undefined;
}

function readUsing(cursor: Cursor): string | undefined {
  return cursor.accept("USING", "INDEX") ? cursor.name() : undefined;
}

function readInclude(cursor: Cursor): { readonly include?: readonly string[] } {
  return cursor.accept("INCLUDE") ? { include: readNames(cursor) } : {};
}

function deferrableOf({ deferrable }: Pick<ForeignKey, "deferrable">): Pick<ForeignKey, "deferrable"> {
  return given({ deferrable });
}

import { flat } from "../../ops/code-layout.ts";
import { typeCode } from "../../ops/print-types.ts";
import { columnsOfKey } from "../../ops/table-parts.ts";
import { mentionsIdentifier } from "../../schema/identifiers.ts";
import { displayName } from "../../schema/names.ts";
import type { Column, DefaultValue, Table } from "../../schema/schema.ts";
import { isSql } from "../../schema/sql.ts";
import { columnsOfIndex } from "../../schema/table-builders.ts";
import type { ColumnType } from "../../schema/types.ts";
import { fail } from "../errors.ts";
import type { Alteration } from "./alteration.ts";
import type { Conversion } from "./conversions.ts";
import { type Draft, draft } from "./draft.ts";
import { linkedBy } from "./emit-column.ts";
import { targetsAgain } from "./emit-statistics.ts";
import { type Fact, facts, factsOf } from "./facts.ts";
import { conversionIn } from "./own-conversions.ts";
import { refuseInPartitionKey } from "./partition-key.ts";
import { quoteName, quoteObject } from "./quote.ts";
import { lockedTree } from "./scene.ts";
import { inParentheses } from "./table-sql.ts";
import { canonicalType } from "./type-synonyms.ts";
import { renderType } from "./types.ts";

/** The change of a column's type or collation, and what becomes of its default. */
export interface TypeChange {
  readonly drafts: readonly Draft[];
  /** True when the default is dropped before and set after: taken along, it would keep the cast of the old type, or could not be cast. */
  readonly dropsDefault: boolean;
  /** What it becomes afterwards, unless the op says so. */
  readonly defaultAfter?: DefaultValue;
  /** The expression that makes the new value, where the server needs to be told. */
  readonly using?: string;
}

/**
 * `ALTER COLUMN … TYPE`, with the USING of the op, or with a cast where only an explicit one exists that keeps the value or
 * fails. Errors: DIALECT_UNSUPPORTED where the server needs to be told how the new value is made.
 */
export function changeType(change: Alteration): TypeChange {
  const { op, from, to, scene } = change;
  const type = renderType(to.type);
  const isSame = renderType(from.type) === type;
  if (isSame && from.collation === to.collation && op.using === undefined) return { drafts: [], dropsDefault: false };
  refuseInPartitionKey(change.table, to.name);
  const conversion = conversionIn(scene.before, from.type, to.type);
  if (conversion.way === "none" && op.using === undefined && !isSame) throw needsUsing(change);
  const collate = to.collation === undefined ? "" : ` COLLATE ${quoteName(to.collation)}`;
  const sql = `ALTER TABLE ${quoteObject(change.table)} ALTER COLUMN ${quoteName(to.name)} TYPE ${type}${collate}`;
  const using = usingOf(change, conversion, type);
  const written = draft(
    using === undefined ? sql : `${sql} USING ${op.using === undefined ? using : inParentheses(using)}`,
    factsOf(
      factOf(change, conversion, isSame),
      lockedTree(scene, change.table, linkedBy(scene.before, change.table, to.name)),
    ),
    loses(change, conversion),
  );
  return {
    drafts: [written, ...targetsAgain(change.table, op.column, scene)],
    dropsDefault: from.default !== undefined && !isSame,
    ...(using === undefined ? {} : { using }),
    ...(to.default === undefined ? {} : { defaultAfter: withoutCast(to.default, from.type, conversion) }),
  };
}

function usingOf({ op, to }: Alteration, { way }: Conversion, type: string): string | undefined {
  if (op.using !== undefined) return op.using;
  if (way === "cast through text") return `${quoteName(to.name)}::text${arrayMark(to.type)}::${type}`;
  return way === "cast" ? `${quoteName(to.name)}::${type}` : undefined;
}

function arrayMark(type: ColumnType): string {
  return type.kind === "array" ? "[]" : "";
}

function needsUsing({ op, table, from, to }: Alteration): Error {
  const column = `"${displayName(table)}.${op.column}"`;
  const message = `alterColumn, column ${column}: PostgreSQL doesn't turn ${renderType(from.type)} into ${renderType(to.type)} by itself.`;
  return fail("DIALECT_UNSUPPORTED", message, {
    hint: handWritten({ op, to }),
    details: { op: op.kind, table: displayName(table), column: op.column },
  });
}

/** Models have no place for it. */
function handWritten({ op, to }: Pick<Alteration, "op" | "to">): string {
  const inSchema = op.schema === undefined ? "" : `, schema: ${JSON.stringify(op.schema)}`;
  const names = `${JSON.stringify(op.table)}, ${JSON.stringify(op.column)}`;
  const call = `op.alterColumn(${names}, { type: ${flat(typeCode(to.type))}, using: sql\`…\`${inSchema} })`;
  return `Say how, in a revision of your own (\`limbeck revision -m "…"\`): ${call}, in Python by postgresql_using. Where the server has that cast, and it says what you mean, … is ${quoteName(op.column)}::${renderType(to.type)}.`;
}

/**
 * `'a'::mood` was the value `a` of the old type; as a constant it is one of the new type. A cast to a third type stays,
 * where the server goes on from there by itself.
 */
function withoutCast(value: DefaultValue, from: ColumnType, { way }: Conversion): DefaultValue {
  const cast = isSql(value) ? /^\s*'((?:[^']|'')*)'::([^()]*(?:\([\d, ]*\)[^()]*)?)$/.exec(value.sql) : null;
  const [, constant, type = ""] = cast ?? [];
  if (constant === undefined || (way === "automatic" && plain(type) !== plain(renderType(from)))) return value;
  return constant.replaceAll("''", "'");
}

function plain(type: string): string {
  return type.replaceAll(/["\s]/g, "").toLowerCase();
}

function loses({ op, table, from }: Alteration, { rounds }: Conversion): string | undefined {
  if (from.generated !== undefined) return undefined;
  const values = `values of "${displayName(table)}.${op.column}"`;
  if (op.using !== undefined) return `the old ${values}, where the expression of \`using\` makes others`;
  return rounds ? `digits of the ${values}, which are rounded or cut to the new type` : undefined;
}

/**
 * No rewrite isn't no work: the indexes of the column may be built anew, and a check or a key that mentions it is
 * tested again, each by reading all rows.
 */
function factOf({ op, table, from, to }: Alteration, { cost }: Conversion, isSame: boolean): Fact {
  const whole = { ...facts.setType, scans: true, rewrites: true };
  if (op.using !== undefined && !isTrivial(op.using, to)) return whole;
  const paid = isSame ? "nothing" : cost;
  if (paid === "table") return whole;
  const rebuilds = paid === "indexes" || from.collation !== to.collation;
  const scans = isChecked(table, to.name) || (rebuilds ? isIndexed(table, to.name) : isInExpressions(table, to.name));
  if (paid === "unknown") return { ...facts.setType, scans: "unknown", rewrites: "unknown" };
  return scans ? { ...facts.setType, scans: true } : facts.setType;
}

/** The column itself, or cast to the type that it gets, as the server would cast it. */
function isTrivial(using: string, column: Column): boolean {
  const [value = "", ...casts] = using.split("::").map((part) => part.trim());
  if (value !== quoteName(column.name) && value !== column.name) return false;
  const [type] = casts;
  if (type === undefined || casts.length > 1) return type === undefined;
  return renderType(canonicalType({ kind: "raw", sql: type })) === renderType(canonicalType(column.type));
}

function isChecked(table: Table, column: string): boolean {
  return table.checks.some((check) => mentionsIdentifier(check.expression, column, { as: "column" }));
}

function isIndexed(table: Table, column: string): boolean {
  const keys = [table.primaryKey, ...table.uniques].flatMap((key) => (key === undefined ? [] : columnsOfKey(key)));
  const indexed = table.indexes.flatMap((index) => columnsOfIndex(index));
  return keys.includes(column) || indexed.includes(column) || isInExpressions(table, column);
}

function isInExpressions(table: Table, column: string): boolean {
  const texts = [
    ...table.indexes.flatMap(({ where, parts }) => [
      where ?? "",
      ...parts.map((part) => ("expression" in part ? part.expression : "")),
    ]),
    ...table.exclusions.flatMap(({ where, elements }) => [
      where ?? "",
      ...elements.map(({ expression }) => expression),
    ]),
  ];
  return texts.some((text) => mentionsIdentifier(text, column, { as: "column" }));
}

import { given } from "../../base/given.ts";
import { sameData } from "../../base/same-data.ts";
import { nameKey } from "../../schema/names.ts";
import type { Column, DefaultValue, Identity } from "../../schema/schema.ts";
import type { ColumnType } from "../../schema/types.ts";
import { readDefault } from "./default-value.ts";
import { normaliseExpression } from "./expression-text.ts";
import { literal } from "./quote.ts";
import { completeOptions, statedOptions } from "./sequence-options.ts";
import { isOperator, nameIn, tokenize } from "./tokens.ts";
import { canonicalType } from "./type-synonyms.ts";
import { parseType, typeText } from "./types.ts";

/** A column as it is compared; `own` are the keys of the types that the schema defines. */
export function normaliseColumn(column: Column, isInPrimaryKey: boolean, own: ReadonlySet<string>): Column {
  const { type: written, default: value, identity, generated, comment, ...rest } = column;
  const type = normaliseType(written, own);
  const isFilled = isInPrimaryKey || identity !== undefined || column.autoincrement === true;
  const nullable = column.nullable && !isFilled;
  const hasMore = identity !== undefined || generated !== undefined || comment === "";
  // As the server's are, mostly.
  if (!hasMore && type === written && nullable === column.nullable) {
    if (value === undefined || normaliseDefault(value, type) === value) return column;
  }
  return {
    ...rest,
    type,
    nullable,
    ...given({
      default: value === undefined ? undefined : normaliseDefault(value, type),
      generated: generated && { ...generated, expression: normaliseExpression(generated.expression) },
      identity: identity && normaliseIdentity(identity, type),
      comment: comment === "" ? undefined : comment,
    }),
  };
}

/** A bare name that is an own type's means that; a name in `named` that is none of them is the type that the server has under it. */
export function normaliseType(type: ColumnType, own: ReadonlySet<string>): ColumnType {
  const canonical = canonicalType(type);
  if (type.kind !== "raw" && canonical.kind !== "array" && canonical.kind !== "named") return oneOfAll(canonical);
  if (canonical.kind === "array") return { kind: "array", of: normaliseType(canonical.of, own) };
  if (canonical.kind === "named") {
    return own.has(nameKey(canonical)) ? canonical : canonicalType({ kind: "raw", sql: typeText(canonical) ?? "" });
  }
  if (type.kind !== "raw") return canonical;
  const name = nameOfType(type.sql);
  if (name !== undefined && own.has(nameKey(name))) return { kind: "named", ...name };
  return oneOfAll(canonical);
}

/** The same object for all types that say the same: it is found equal at a glance, and what is known of it is remembered. */
function oneOfAll(type: ColumnType): ColumnType {
  if (ones.has(type)) return type;
  const text = typeText(type);
  const one = text === undefined ? type : parseType(text);
  if (!sameData(one, type)) return type;
  ones.add(one);
  return one;
}

/** Those that are that object, as every type that the server has said is. */
const ones = new WeakSet<ColumnType>();

function nameOfType(sql: string): { readonly name: string; readonly schema?: string } | undefined {
  const [first, dot, second, ...more] = tokenize(sql);
  const [name, inner] = [nameIn(first), nameIn(second)];
  if (name === undefined || more.length > 0) return undefined;
  if (dot === undefined) return { name };
  return isOperator(dot, ".") && inner !== undefined ? { schema: name, name: inner } : undefined;
}

/** A default as it is compared, of a column or a domain of this type; undefined for NULL, which is none. */
export function normaliseDefault(value: DefaultValue, type: ColumnType): DefaultValue | undefined {
  const read = readDefault(literal(value), type);
  if (typeof read !== "object") return read;
  const sql = normaliseExpression(read.sql);
  return typeof value === "object" && value.sql === sql ? value : { sql };
}

function normaliseIdentity(identity: Identity, type: ColumnType): Identity {
  const kind = type.kind === "smallint" || type.kind === "integer" ? type.kind : "bigint";
  const options = statedOptions(completeOptions(identity.options ?? {}, kind));
  return { always: identity.always, ...(Object.keys(options).length === 0 ? {} : { options }) };
}

import { given } from "../../base/given.ts";
import type { Column, DefaultValue } from "../../schema/schema.ts";
import { isSql } from "../../schema/sql.ts";
import type { ColumnType } from "../../schema/types.ts";
import { isKeyword, isOperator } from "../ddl-token.ts";
import { fold } from "./fold.ts";
import { type KnownNames, normaliseExpression, withoutParentheses } from "./normalise-text.ts";
import { tokenize } from "./tokens.ts";
import { parseType, typeText } from "./types.ts";

/** A column in the form in which two are compared. `mustBe` says that it can't hold NULL whatever it declares. */
export function normaliseColumn(column: Column, mustBe: boolean, known: KnownNames): Column {
  const { default: value, collation, generated, onNullConflict, ...rest } = column;
  return {
    ...rest,
    type: normaliseType(column.type),
    nullable: column.nullable && !mustBe,
    ...given({
      default: value === undefined ? undefined : normaliseDefault(value, known),
      collation: normaliseCollation(collation),
      generated:
        generated === undefined
          ? undefined
          : { ...generated, expression: normaliseExpression(generated.expression, known) },
      // A column that may be NULL has no conflict.
      onNullConflict: onNullConflict === "abort" || column.nullable ? undefined : onNullConflict,
    }),
  };
}

/** The name of a collation in capitals; undefined for BINARY, which every column has unless it says otherwise. */
export function normaliseCollation(collation: string | undefined): string | undefined {
  const name = collation?.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
  return name === "BINARY" ? undefined : name;
}

/**
 * Types are equal when their texts are, but for case and white space: SQLite looks at the words only, and shows them to whoever asks.
 * A type that SQLite has no text for stays as it is; the plan refuses it.
 */
function normaliseType(type: ColumnType): ColumnType {
  const text = typeText(type);
  if (text === undefined) return type;
  const words = tokenize(text).map((token) => (token.kind === "word" ? token.text.toUpperCase() : token.text));
  return parseType(
    words
      .join(" ")
      .replaceAll(" ( ", "(")
      .replaceAll(" )", ")")
      .replaceAll(" ,", ",")
      .replaceAll(/([+-]) /g, "$1"),
  );
}

/** A constant where the SQL is one, so that `DEFAULT (1)` is 1 and TRUE is 1; undefined for NULL. */
function normaliseDefault(value: DefaultValue, known: KnownNames): DefaultValue | undefined {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (!isSql(value)) return value;
  const written = tokenize(value.sql);
  const tokens = withoutParentheses(written);
  const isNegative = isOperator(tokens[0], "-");
  const [token, ...others] = isNegative || isOperator(tokens[0], "+") ? tokens.slice(1) : tokens;
  if (token !== undefined && others.length === 0) {
    if (token.kind === "number")
      return numberOf(token.text, isNegative) ?? { sql: normaliseExpression(value.sql, known) };
    const isSigned = tokens.length > 1;
    if (!isSigned && token.kind === "string") return token.value;
    if (!isSigned && isKeyword(token, "NULL")) return undefined;
    if (!isSigned && (isKeyword(token, "TRUE") || isKeyword(token, "FALSE"))) return isKeyword(token, "TRUE") ? 1 : 0;
    // Without parentheses SQLite takes any other name for a string: https://www.sqlite.org/quirks.html#dblquote
    const isClock = CLOCKS.has(fold(token.text));
    if (!isSigned && written.length === 1 && (token.kind === "quoted" || (token.kind === "word" && !isClock)))
      return token.value;
  }
  return { sql: normaliseExpression(value.sql, known) };
}

const CLOCKS: ReadonlySet<string> = new Set(["current_timestamp", "current_date", "current_time"]);

/** The number, where it says all that the text does: an integer written without a point, or a fraction. */
function numberOf(text: string, isNegative: boolean): number | undefined {
  const number = Number(text) * (isNegative ? -1 : 1);
  const isPlain = String(Math.abs(number)) === text && !Object.is(number, -0);
  return isPlain || (Number.isFinite(number) && !Number.isInteger(number)) ? number : undefined;
}

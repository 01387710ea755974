import { mentionsIdentifier } from "../../schema/identifiers.ts";
import type { Table } from "../../schema/schema.ts";
import { isKeyword, nameIn, type Token, tokenize } from "./tokens.ts";

/**
 * True when a valid check says that the column is not NULL, alone or with others by AND: SET NOT NULL then reads no row.
 * Source: https://www.postgresql.org/docs/current/sql-altertable.html (12 to 18).
 */
export function provesNotNull(table: Table, column: string): boolean {
  return table.checks.some(
    (check) =>
      check.notValid !== true &&
      check.notEnforced !== true &&
      mentionsIdentifier(check.expression, column) &&
      says(tokenize(check.expression), column),
  );
}

function says(tokens: readonly Token[], column: string): boolean {
  if (tokens.some((token) => isKeyword(token, "OR") || isKeyword(token, "CASE"))) return false;
  const solid = tokens.filter(({ text }) => text !== "(" && text !== ")");
  return conjuncts(solid).some(
    ([first, is, not, nothing, ...rest]) =>
      nameIn(first) === column &&
      isKeyword(is, "IS") &&
      isKeyword(not, "NOT") &&
      isKeyword(nothing, "NULL") &&
      rest.length === 0,
  );
}

function conjuncts(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (isKeyword(token, "AND")) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

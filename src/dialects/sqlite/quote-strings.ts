import { given } from "../../base/given.ts";
import type { Table } from "../../schema/schema.ts";
import { fold } from "./fold.ts";
import { isNameToken, type KnownNames } from "./normalise-text.ts";
import { quoteString } from "./quote.ts";
import { tokenize } from "./tokens.ts";

/**
 * The table with '…' around the strings of its expressions that stand in "…". SQLite reads `"x"` as a string where there is no column x,
 * but only in definitions that are there already: the drivers refuse it in a new one, so that a table which has it could never be
 * rebuilt. Source: https://www.sqlite.org/quirks.html#dblquote
 */
export function quoteStrings(table: Table): Table {
  const known = ownNames(table);
  const quoted = (sql: string) => withStrings(sql, known);
  return {
    ...table,
    columns: table.columns.map((column) =>
      column.generated === undefined
        ? column
        : { ...column, generated: { ...column.generated, expression: quoted(column.generated.expression) } },
    ),
    checks: table.checks.map((check) => ({ ...check, expression: quoted(check.expression) })),
    indexes: table.indexes.map((index) => ({
      ...index,
      parts: index.parts.map((part) => ("column" in part ? part : { ...part, expression: quoted(part.expression) })),
      ...given({ where: index.where === undefined ? undefined : quoted(index.where) }),
    })),
  };
}

/** Folded names that an expression of the table may use. */
export function ownNames(table: Table): KnownNames {
  return new Set([table.name, "rowid", "oid", "_rowid_", ...table.columns.map(({ name }) => name)].map(fold));
}

function withStrings(sql: string, known: KnownNames): string {
  if (!sql.includes('"')) return sql;
  const tokens = tokenize(sql);
  let text = "";
  let at = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== "quoted" || isNameToken(token, tokens[i - 1], tokens[i + 1], known)) continue;
    text += sql.slice(at, token.start) + quoteString(token.value);
    at = token.end;
  }
  return text + sql.slice(at);
}

import type { OpOf } from "../ops/op.ts";
import { type SqlToken, sqlTokens } from "../schema/sql-tokens.ts";

/** The backfill that does what a plain `UPDATE table SET column = … [WHERE …]` does; undefined for any other statement. */
export function backfillOf(sql: string): OpOf<"backfill"> | undefined {
  return backfillFrom(sql, placed(sql));
}

/** The backfill in batches of n rows of which a plain `UPDATE table SET column = … [WHERE …] LIMIT n` is one; undefined for any other statement. */
export function backfillInstead(sql: string): OpOf<"backfill"> | undefined {
  const tokens = placed(sql);
  const [limit, rows] = tokens.slice(-2);
  const batchSize = Number(rows?.text);
  const backfill = backfillFrom(sql, tokens.slice(0, -2));
  const isBatch = isWord(limit, "LIMIT") && Number.isInteger(batchSize) && batchSize > 0;
  return isBatch && backfill !== undefined ? { ...backfill, batchSize } : undefined;
}

function backfillFrom(sql: string, tokens: readonly PlacedToken[]): OpOf<"backfill"> | undefined {
  const [verb, table, set] = tokens;
  if (!isWord(verb, "UPDATE") || !isWord(set, "SET") || table === undefined) return undefined;
  const name = nameOf(table);
  const where = outermost(tokens, (token) => isWord(token, "WHERE"))[0] ?? tokens.length;
  const stops = ["FROM", "RETURNING", "ORDER", "LIMIT"];
  if (name === undefined || outermost(tokens, (token) => stops.some((stop) => isWord(token, stop))).length > 0)
    return undefined;
  const commas = outermost(tokens, ({ text }) => text === ",").filter((at) => at < where);
  const bounds = [2, ...commas, where];
  const cells = bounds.slice(0, -1).map((from, i) => cellOf(sql, tokens.slice(from + 1, bounds[i + 1])));
  if (cells.length === 0 || !cells.every((cell) => cell !== undefined)) return undefined;
  const condition = textOf(sql, tokens.slice(where + 1));
  return {
    kind: "backfill",
    table: name,
    set: Object.fromEntries(cells),
    ...(condition === "" ? {} : { where: condition }),
  };
}

/** True for an UPDATE, behind what WITH defines too. */
export function isUpdate(sql: string): boolean {
  const tokens = placed(sql);
  const verbs = ["UPDATE", "INSERT", "DELETE", "SELECT"];
  const [at = -1] = outermost(tokens, (token) => verbs.some((verb) => isWord(token, verb)));
  return isWord(tokens[at], "UPDATE");
}

/** A token and where in the text it stands. */
interface PlacedToken extends SqlToken {
  readonly start: number;
  readonly end: number;
}

function placed(sql: string): readonly PlacedToken[] {
  let end = 0;
  return sqlTokens(sql)
    .map((token) => {
      const start = end;
      end += token.text.length;
      return { ...token, start, end };
    })
    .filter(({ kind }) => kind !== "blank");
}

/** `column = expression`. */
function cellOf(sql: string, tokens: readonly PlacedToken[]): readonly [string, { readonly sql: string }] | undefined {
  const [column, sign, ...value] = tokens;
  const name = column === undefined ? undefined : nameOf(column);
  const text = textOf(sql, value);
  return name === undefined || sign?.text !== "=" || text === "" ? undefined : [name, { sql: text }];
}

/** Indexes of the tokens outside of parentheses that are meant. */
function outermost(tokens: readonly PlacedToken[], isMeant: (token: PlacedToken) => boolean): readonly number[] {
  let depth = 0;
  return tokens.flatMap((token, i) => {
    if (token.text === "(") depth++;
    if (token.text === ")") depth--;
    return depth === 0 && isMeant(token) ? [i] : [];
  });
}

function isWord(token: SqlToken | undefined, word: string): boolean {
  return token?.kind === "word" && token.text.toUpperCase() === word;
}

function nameOf({ kind, text }: SqlToken): string | undefined {
  if (kind === "word") return text.toLowerCase();
  return kind === "name" ? text.slice(1, -1) : undefined;
}

function textOf(sql: string, tokens: readonly PlacedToken[]): string {
  const [first, last] = [tokens[0], tokens.at(-1)];
  return first === undefined || last === undefined ? "" : sql.slice(first.start, last.end).trim();
}

import type { Schema, Table } from "../schema/schema.ts";
import { type SqlToken, sqlTokens } from "../schema/sql-tokens.ts";
import type { Limits } from "./limits.ts";

/**
 * What the partitions of a table let into it: the values at which their bounds begin, and those of their lists. Nothing where a partition
 * takes all that no other does, nor where the key isn't one column. Pure.
 */
export function partitionLimits(table: Table, schema: Schema): ReadonlyMap<string, Limits> {
  const column = keyColumn(table.options.partitionBy);
  if (column === undefined) return new Map();
  const bounds = schema.tables.flatMap(({ partitionOf }) =>
    partitionOf?.table === table.name && partitionOf.schema === table.schema ? [partitionOf.bound] : [],
  );
  const only = bounds.flatMap(constantsOf);
  const isOpen = bounds.some((bound) => /^\s*(?:DEFAULT\b|FOR\s+VALUES\s+WITH\b)/i.test(bound));
  return isOpen || only.length === 0 ? new Map() : new Map([[column, { only }]]);
}

/** The one column of `RANGE (created_at)`. */
function keyColumn(partitionBy: string | undefined): string | undefined {
  const tokens = sqlTokens(partitionBy ?? "").filter(({ kind }) => kind !== "blank");
  const [, open, name, close, ...more] = tokens;
  if (open?.text !== "(" || close?.text !== ")" || more.length > 0) return undefined;
  if (name?.kind === "word") return name.text;
  return name?.kind === "name" ? name.text.slice(1, -1).replaceAll('""', '"') : undefined;
}

/** Constants of `FOR VALUES FROM (…) TO (…)`, without the end, which is outside; of `FOR VALUES IN (…)` all. */
function constantsOf(bound: string): readonly string[] {
  const tokens = sqlTokens(bound).filter(({ kind }) => kind !== "blank");
  const end = tokens.findIndex(({ kind, text }) => kind === "word" && text.toUpperCase() === "TO");
  const begin = end === -1 ? tokens : tokens.slice(0, end);
  return begin.flatMap((token, i) =>
    isConstant(token) ? [`${begin[i - 1]?.text === "-" ? "-" : ""}${token.text}`] : [],
  );
}

function isConstant({ kind, text }: SqlToken): boolean {
  return kind === "string" || /^\d/.test(text);
}

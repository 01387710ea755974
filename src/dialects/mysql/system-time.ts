import { isKeyword, type Token } from "../ddl-token.ts";
import { normaliseExpression } from "./expression-text.ts";
import { tokenize } from "./tokens.ts";

/**
 * What stands behind PARTITION BY, in the form in which it is compared. With AUTO the server makes partitions for the history by itself, and
 * which of them are there says nothing. Source: https://mariadb.com/kb/en/system-versioned-tables/ (MariaDB 10.9.1).
 */
export function normalisePartitioning(text: string): string {
  const tokens = tokenize(text);
  const auto = isBySystemTime(text) ? tokens.find((token) => isKeyword(token, "AUTO")) : undefined;
  return normaliseExpression(auto === undefined ? text : text.slice(0, auto.end));
}

/** The wanted partitions with the moment at which those of the database begin, where it was left to the server. */
export function keptStart(want: string, have: string | undefined): string {
  const [wanted, found] = [want, have ?? ""].map((text) => tokenize(text)) as [readonly Token[], readonly Token[]];
  const unit = wanted[3];
  const hasInterval = isBySystemTime(want) && isKeyword(wanted[1], "INTERVAL") && unit !== undefined;
  const at = found.findIndex((token) => isKeyword(token, "STARTS"));
  if (!hasInterval || isKeyword(wanted[4], "STARTS") || at === -1) return want;
  // STARTS TIMESTAMP'2026-01-01 00:00:00'
  const [first, last] = [found[at], found.find(({ kind }, i) => i > at && kind === "string")];
  return `${want.slice(0, unit.end)} ${have?.slice(first?.start, last?.end)}${want.slice(unit.end)}`;
}

/** True for partitions of history. */
export function isBySystemTime(partitionBy: string): boolean {
  return isKeyword(tokenize(partitionBy)[0], "SYSTEM_TIME");
}

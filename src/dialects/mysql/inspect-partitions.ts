import type { Row } from "../contract.ts";
import { isKeyword, isOperator } from "../ddl-token.ts";
import { expressionOf, groupBy, maybeText, textOf } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { parseStatement } from "./parse.ts";
import { quoteName, quoteText } from "./quote.ts";
import { tokenize } from "./tokens.ts";

/** Source: https://dev.mysql.com/doc/refman/9.7/en/information-schema-partitions-table.html. */
const QUERY = `
SELECT TABLE_NAME AS \`table\`, PARTITION_NAME AS name, SUBPARTITION_NAME AS sub_name, PARTITION_METHOD AS method,
  PARTITION_EXPRESSION AS expression, SUBPARTITION_METHOD AS sub_method, SUBPARTITION_EXPRESSION AS sub_expression,
  PARTITION_DESCRIPTION AS description, PARTITION_COMMENT AS comment
FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND PARTITION_NAME IS NOT NULL
ORDER BY TABLE_NAME, PARTITION_ORDINAL_POSITION, SUBPARTITION_ORDINAL_POSITION`;

/** How tables are partitioned, by the table's name: what stands behind PARTITION BY, with the partitions. */
export async function readPartitions(reading: Reading): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const [table, rows] of groupBy(await reading.rows(QUERY), "table")) {
    const isWhole = !reading.isMariadb || !reading.isWanted("table", table) || !rows.some(isSpoilt);
    const text = isWhole ? undefined : await statedFor(table, reading);
    found.set(table, text ?? textFor(rows, reading.isMariadb));
  }
  return found;
}

/**
 * True where MariaDB's catalogue doesn't tell what was said: INTERVAL and LIMIT of SYSTEM_TIME, and a DEFAULT among lists of numbers, which
 * is 0 there. Found out on MariaDB 10.11 and 11.8.
 */
function isSpoilt(row: Row): boolean {
  const method = textOf(row, "method");
  return method === "SYSTEM_TIME" || (method === "LIST" && textOf(row, "description") === "0");
}

/** What the statement of the whole table says, without the engine of each partition, which is the table's. */
async function statedFor(table: string, reading: Reading): Promise<string | undefined> {
  const [row = {}] = await reading.rows(`SHOW CREATE TABLE ${quoteName(table)}`);
  const parsed = parseStatement(textOf(row, "Create Table"));
  const text = parsed.kind === "createTable" ? parsed.definition.table.options.partitionBy : undefined;
  if (text === undefined) return undefined;
  const tokens = tokenize(text);
  return tokens.reduceRight((cut, token, i) => {
    const isEngine = isKeyword(token, "ENGINE") && isOperator(tokens[i + 1], "=");
    return isEngine ? cut.slice(0, token.start).trimEnd() + cut.slice(tokens[i + 2]?.end) : cut;
  }, text);
}

function textFor(rows: readonly Row[], isMariadb: boolean): string {
  const first = rows[0] ?? {};
  const method = textOf(first, "method");
  const partitions = [...groupBy(rows, "name").values()];
  const lines = [`${method} (${listOf(first, "expression", isMariadb)})`];
  const subMethod = maybeText(first, "sub_method");
  if (subMethod !== undefined) {
    lines.push(`SUBPARTITION BY ${subMethod} (${listOf(first, "sub_expression", isMariadb)})`);
    lines.push(`SUBPARTITIONS ${partitions[0]?.length ?? 1}`);
  }
  // Partitions by a hash are the server's to name: only their number counts.
  if (/HASH|KEY/.test(method)) return [...lines, `PARTITIONS ${partitions.length}`].join("\n");
  return [...lines, `(${partitions.map(([row = {}]) => partitionOf(row, method)).join(",\n ")})`].join("\n");
}

function listOf(row: Row, field: string, isMariadb: boolean): string {
  return expressionOf(maybeText(row, field) ?? "", isMariadb);
}

function partitionOf(row: Row, method: string): string {
  const values = valuesOf(maybeText(row, "description"), method);
  const comment = maybeText(row, "comment");
  const words = comment === undefined ? "" : ` COMMENT = ${quoteText(comment)}`;
  return `PARTITION ${quoteName(textOf(row, "name"))}${values}${words}`;
}

function valuesOf(description: string | undefined, method: string): string {
  if (description === undefined) return "";
  const isHighest = description === "MAXVALUE";
  if (method.startsWith("RANGE")) return ` VALUES LESS THAN ${isHighest ? "MAXVALUE" : `(${description})`}`;
  // So MariaDB tells DEFAULT among lists of columns.
  return isHighest ? " DEFAULT" : ` VALUES IN (${description})`;
}

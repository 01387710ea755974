import type { Row } from "../contract.ts";
import { expressionOf, groupBy, maybeText, textOf } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { quoteName, quoteText } from "./quote.ts";

/** Source: https://dev.mysql.com/doc/refman/9.7/en/information-schema-partitions-table.html. */
const QUERY = `
SELECT TABLE_NAME AS \`table\`, PARTITION_NAME AS name, SUBPARTITION_NAME AS sub_name, PARTITION_METHOD AS method,
  PARTITION_EXPRESSION AS expression, SUBPARTITION_METHOD AS sub_method, SUBPARTITION_EXPRESSION AS sub_expression,
  PARTITION_DESCRIPTION AS description, PARTITION_COMMENT AS comment
FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE() AND PARTITION_NAME IS NOT NULL
ORDER BY TABLE_NAME, PARTITION_ORDINAL_POSITION, SUBPARTITION_ORDINAL_POSITION`;

/** How tables are partitioned, by the table's name: what stands behind PARTITION BY, with the partitions. */
export async function readPartitions(reading: Reading): Promise<ReadonlyMap<string, string>> {
  const tables = groupBy(await reading.rows(QUERY), "table");
  return new Map([...tables].map(([table, rows]) => [table, textFor(rows, reading.isMariadb)]));
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
  const description = maybeText(row, "description");
  const values =
    description === undefined
      ? ""
      : method.startsWith("RANGE")
        ? ` VALUES LESS THAN ${description === "MAXVALUE" ? "MAXVALUE" : `(${description})`}`
        : ` VALUES IN (${description})`;
  const comment = maybeText(row, "comment");
  const words = comment === undefined ? "" : ` COMMENT = ${quoteText(comment)}`;
  return `PARTITION ${quoteName(textOf(row, "name"))}${values}${words}`;
}

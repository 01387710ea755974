import { given } from "../../base/given.ts";
import type { ObjectKind } from "../../schema/object-kind.ts";
import type { Column, Table } from "../../schema/schema.ts";
import type { TableOptions } from "../../schema/table-options.ts";
import type { Row } from "../contract.ts";
import { readColumns } from "./inspect-columns.ts";
import { readChecks, readForeignKeys } from "./inspect-constraints.ts";
import { readKeys } from "./inspect-indexes.ts";
import { readPartitions } from "./inspect-partitions.ts";
import { maybeText, textOf } from "./inspect-rows.ts";
import { type Reading, textForm } from "./inspect-session.ts";

/** Source: https://dev.mysql.com/doc/refman/9.7/en/information-schema-tables-table.html; kinds beside the first two are MariaDB's. */
const QUERY = `
SELECT TABLE_NAME AS name, TABLE_TYPE AS type, ENGINE AS engine, TABLE_COLLATION AS collation, CREATE_OPTIONS AS options,
  TABLE_COMMENT AS comment
FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY CREATE_TIME, TABLE_NAME`;

/** The tables, and the names of what the server lists among them. */
export interface ReadTables {
  readonly tables: readonly Table[];
  readonly views: readonly string[];
  /** MariaDB's. */
  readonly sequences: readonly string[];
}

/** Tables in the order in which they were made, as far as the server tells it by the second. */
export async function readTables(reading: Reading): Promise<ReadTables> {
  const rows = await reading.rows(QUERY);
  const found = rows.filter((row) => reading.isWanted(KINDS[textOf(row, "type")] ?? "table", textOf(row, "name")));
  const named = (type: string) => found.filter((row) => row["type"] === type).map((row) => textOf(row, "name"));
  const collations = new Map(found.map((row) => [textOf(row, "name"), maybeText(row, "collation")]));
  const columns = await readColumns(reading, (table) => collations.get(table));
  const keys = await readKeys(reading, new Map(found.map((row) => [textOf(row, "name"), textOf(row, "engine")])));
  const foreignKeys = await readForeignKeys(reading);
  const checks = await readChecks(reading);
  const partitions = await readPartitions(reading);
  const tables = found
    .filter((row) => TABLES.has(textOf(row, "type")))
    .map((row): Table => {
      const name = textOf(row, "name");
      const { checks: own = [], jsonColumns = new Set<string>() } = checks.get(name) ?? {};
      const { primaryKey, uniques = [], indexes = [] } = keys.get(name) ?? {};
      return {
        name,
        columns: (columns.get(name) ?? []).map((column) => (jsonColumns.has(column.name) ? asJson(column) : column)),
        ...given({ primaryKey }),
        uniques,
        checks: own,
        foreignKeys: foreignKeys.get(name) ?? [],
        exclusions: [],
        indexes,
        ...given({ comment: maybeText(row, "comment") }),
        options: optionsOf(row, reading, partitions.get(name)),
      };
    });
  return { tables, views: named("VIEW"), sequences: named("SEQUENCE") };
}

const KINDS: Readonly<Record<string, ObjectKind>> = { VIEW: "view", SEQUENCE: "sequence" };

const TABLES: ReadonlySet<string> = new Set(["BASE TABLE", "SYSTEM VERSIONED"]);

function asJson(column: Column): Column {
  const { collation: _, ...rest } = column;
  return { ...rest, type: { kind: "json" } };
}

/** What isn't the database's or the server's default. */
function optionsOf(row: Row, reading: Reading, partitionBy: string | undefined): TableOptions {
  const engine = maybeText(row, "engine");
  const { row_format: rowFormat, ...rest } = createOptions(textOf(row, "options"));
  const storage = reading.isMariadb ? withoutUsual(rest, engine) : rest;
  return given({
    engine: engine === reading.engine ? undefined : engine,
    ...textForm(maybeText(row, "collation"), reading.collation, reading),
    rowFormat: rowFormat?.toLowerCase(),
    partitionBy,
    storage: Object.keys(storage).length === 0 ? undefined : storage,
    systemVersioned: row["type"] === "SYSTEM VERSIONED" ? (true as const) : undefined,
  });
}

/** Aria's options, which it shows whether they were said or not, and which a table keeps in another engine. Found out on MariaDB 10.11. */
function withoutUsual(
  { transactional, page_checksum: checksum, ...rest }: Readonly<Record<string, string>>,
  engine: string | undefined,
): Readonly<Record<string, string>> {
  const said = (value: string | undefined) => (engine === "Aria" && value !== "1" ? value : undefined);
  return { ...rest, ...given({ transactional: said(transactional), page_checksum: said(checksum) }) };
}

/** What CREATE TABLE was given beside engine, character set and comment: `row_format=DYNAMIC max_rows=100 partitioned`. */
function createOptions(text: string): Readonly<Record<string, string>> {
  const found = text.matchAll(/`?([A-Za-z_]+)`?=(?:'((?:[^']|'')*)'|"((?:[^"]|"")*)"|(\S+))/g);
  return Object.fromEntries(
    [...found].map(([, name = "", single, double, plain]) => [name.toLowerCase(), single ?? double ?? plain ?? ""]),
  );
}

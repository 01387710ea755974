import type { Column, Table } from "../../schema/schema.ts";
import type { TableOptions } from "../../schema/table-options.ts";
import type { Server } from "../contract.ts";
import type { Alter } from "./alter.ts";
import { isMariadb } from "./server.ts";
import { isBySystemTime } from "./system-time.ts";
import { columnSql, optionWords, storageSql, USUAL_TEXTS } from "./table-sql.ts";
import { typeName } from "./types.ts";
import { copy, rebuild, type Verdict, verdictOf } from "./verdict.ts";

/** What takes a table from its options to others, each a statement of its own. */
export function optionChanges(table: Table, to: TableOptions, server: Server): readonly Alter[] {
  const from = table.options;
  return [
    ...(leavesPartitions(from, to) ? [{ clauses: ["REMOVE PARTITIONING"], verdict: copy }] : []),
    ...(from.systemVersioned === true && to.systemVersioned !== true
      ? [
          {
            clauses: ["DROP SYSTEM VERSIONING"],
            verdict: copy,
            loses: `the old versions of the rows of "${table.name}"`,
          },
        ]
      : []),
    ...(from.engine === to.engine ? [] : [{ clauses: [`ENGINE=${to.engine ?? "InnoDB"}`], verdict: copy }]),
    ...textChange(table, to, server),
    ...(to.tablespace === undefined || from.tablespace === to.tablespace
      ? []
      : [{ clauses: optionWords({ tablespace: to.tablespace }), verdict: copy }]),
    ...storageChanges(from, to, server),
    ...(to.systemVersioned === true && from.systemVersioned !== true
      ? [{ clauses: ["ADD SYSTEM VERSIONING"], verdict: copy }]
      : []),
    ...(to.partitionBy === undefined || from.partitionBy === to.partitionBy
      ? []
      : [{ clauses: [`PARTITION BY ${to.partitionBy}`], verdict: copy }]),
  ];
}

/** History goes together with its partitions, whatever others come. Source: https://mariadb.com/kb/en/system-versioned-tables/. */
function leavesPartitions(from: TableOptions, to: TableOptions): boolean {
  if (from.partitionBy === undefined) return false;
  return to.partitionBy === undefined || (to.systemVersioned !== true && isBySystemTime(from.partitionBy));
}

/** Numbers of which 0 is a choice. Source: https://dev.mysql.com/doc/refman/9.7/en/create-table.html. */
const HAS_DEFAULT: ReadonlySet<string> = new Set([
  ...["stats_persistent", "stats_auto_recalc", "stats_sample_pages", "pack_keys", "transactional"],
]);

/** What only the server reads, when it plans or counts. */
const NOTES: ReadonlySet<string> = new Set([
  ...["stats_persistent", "stats_auto_recalc", "stats_sample_pages", "max_rows", "min_rows", "avg_row_length"],
  ...["checksum", "delay_key_write", "pack_keys", "compression"],
]);
/** How the pages of the rows are written. */
const PAGES: ReadonlySet<string> = new Set([
  "key_block_size",
  "page_compressed",
  "page_compression_level",
  "row_format",
]);

/** Measured on MySQL 9.7, MariaDB 10.11 and 11.8. */
function verdictOfStorage(names: readonly string[], server: Server): Verdict {
  if (names.every((name) => NOTES.has(name))) return verdictOf.note(server);
  return names.every((name) => NOTES.has(name) || PAGES.has(name)) ? { ...rebuild, isSure: false } : copy;
}

/** An option that goes is set to what it is when nobody speaks of it. The row format is in one statement with the size of its blocks. */
function storageChanges(
  { rowFormat: oldFormat, storage: from = {} }: TableOptions,
  { rowFormat, storage: to = {} }: TableOptions,
  server: Server,
): readonly Alter[] {
  const changed = Object.entries(to).filter(([name, value]) => from[name] !== value);
  const gone = Object.entries(from).filter(([name]) => to[name] === undefined);
  const all = [...changed, ...gone.map(([name, value]) => [name, usualValue(name, value)] as const)];
  const format = oldFormat === rowFormat ? [] : [["row_format", rowFormat?.toUpperCase() ?? "DEFAULT"] as const];
  const words = [...format, ...all].map(([name, value]) => storageSql(name, value));
  const verdict = verdictOfStorage(
    [...format, ...all].map(([name]) => name),
    server,
  );
  return words.length === 0 ? [] : [{ clauses: [words.join(" ")], verdict }];
}

function usualValue(name: string, value: string): string {
  return USUAL_TEXTS[name] ?? (/^\d+$/.test(value) && !HAS_DEFAULT.has(name) ? "0" : "DEFAULT");
}

/**
 * A default that changes leaves the columns as they are; those that have no character set or collation of their own are to follow it.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/charset-table.html.
 */
function textChange(table: Table, { charset, collation }: TableOptions, server: Server): readonly Alter[] {
  const { options } = table;
  if (options.charset === charset && options.collation === collation) return [];
  const isDefault = charset === undefined && collation === undefined;
  if (isDefault && !isMariadb(server)) return databaseText(table, server);
  // MariaDB takes DEFAULT for the character set's own collation, whichever the database has. Found out on MariaDB 10.11 and 11.8.
  const usual = server.collation === undefined ? "DEFAULT CHARACTER SET=DEFAULT" : `COLLATE=${server.collation}`;
  const words = isDefault ? [usual] : [];
  const given = optionWords({
    ...(charset === undefined ? {} : { charset }),
    ...(collation === undefined ? {} : { collation }),
  });
  const followers = table.columns.filter((column) => follows(column));
  const columns = followers.map((column) => `MODIFY COLUMN ${columnSql(column, server)}`);
  const verdict = followers.length === 0 ? verdictOf.note(server) : copy;
  return [{ clauses: [[...words, ...given].join(" "), ...columns], verdict }];
}

/** MySQL takes the database's character set only together with all columns, which then get their own definitions again. */
function databaseText({ columns }: Table, server: Server): readonly Alter[] {
  const texts = columns.filter(isText);
  const clauses = texts.map((column) => `MODIFY COLUMN ${columnSql(column, server)}`);
  const verdict = texts.length === 0 ? verdictOf.note(server) : copy;
  const converted: Alter = { clauses: ["CONVERT TO CHARACTER SET DEFAULT"], verdict };
  return texts.length === 0 ? [converted] : [converted, { clauses, verdict: copy }];
}

const TEXTS: ReadonlySet<string> = new Set([
  ...["char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set"],
]);

function isText({ type }: Column): boolean {
  return TEXTS.has(typeName(type));
}

function follows(column: Column): boolean {
  const { type, collation } = column;
  const isOwn =
    type.kind === "raw" ? /\bcharacter set\b/i.test(type.sql) : "charset" in type && type.charset !== undefined;
  return isText(column) && collation === undefined && !isOwn;
}

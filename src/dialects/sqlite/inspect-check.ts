import type { ForeignKey, Index, Table } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { fail } from "../errors.ts";
import { fold, sameFolded } from "./fold.ts";
import type { Catalogue } from "./inspect-catalogue.ts";
import { impliedNotNull, rowidAliasOf } from "./rowid-alias.ts";

/**
 * Compares a parsed table with what SQLite itself says of it: columns, keys, NOT NULL, generated columns, foreign keys, the keys of
 * indexes, and the table's options. A parser that is wrong is found here, before anything is done on its word.
 * Errors: DIALECT_DDL_UNREADABLE.
 */
export function crossCheck(table: Table, catalogue: Catalogue): void {
  if (table.options.virtual !== undefined) return;
  const key = fold(table.name);
  const row = catalogue.tables.get(key);
  const options = `${row?.["wr"] === 1} ${row?.["strict"] === 1}`;
  agree(table, "its options", `${table.options.withoutRowid === true} ${table.options.strict === true}`, options);
  agree(table, "its columns", parsedColumns(table), (catalogue.columns.get(key) ?? []).map(columnLine).join("\n"));
  const foreignKeys = table.foreignKeys.map(foreignKeyLine).sort().join("\n");
  agree(table, "its foreign keys", foreignKeys, listedForeignKeys(catalogue.foreignKeys.get(key) ?? []));
  for (const index of table.indexes) {
    const rows = catalogue.indexParts.get(fold(index.name)) ?? [];
    agree(table, `index "${index.name}"`, parsedParts(index, table, rows), rows.map(partLine).join("\n"));
  }
}

function agree(table: Table, what: string, parsed: string, listed: string): void {
  if (parsed === listed) return;
  throw fail(
    "DIALECT_DDL_UNREADABLE",
    `Limbeck reads the definition of table "${table.name}" otherwise than SQLite does: ${what}.`,
    {
      details: { table: table.name, parsed, listed },
    },
  );
}

/** Name, NOT NULL, place in the primary key and `hidden`, which is 2 for a virtual and 3 for a stored generated column. */
function parsedColumns(table: Table): string {
  const key = (table.primaryKey?.columns ?? []).map(fold);
  const implied = new Set(impliedNotNull(table).map(fold));
  // SQLite calls the alias of the rowid nullable, though it can't hold NULL.
  const alias = rowidAliasOf(table);
  const isImplied = (name: string) => implied.has(fold(name)) && name !== alias;
  return table.columns
    .map(({ name, nullable, generated }) => {
      const hidden = generated === undefined ? 0 : generated.stored ? 3 : 2;
      return [fold(name), nullable && !isImplied(name) ? 0 : 1, key.indexOf(fold(name)) + 1, hidden].join(" ");
    })
    .join("\n");
}

function columnLine(row: Row): string {
  return [fold(String(row["name"])), row["notnull"], row["pk"], row["hidden"]].join(" ");
}

function foreignKeyLine({ columns, references, onDelete, onUpdate }: ForeignKey): string {
  const to = references.columns.length === 0 ? "null" : references.columns.map(fold).join(",");
  const actions = [onUpdate ?? "no action", onDelete ?? "no action"].join(" ");
  return [columns.map(fold).join(","), fold(references.table), to, actions].join(" ");
}

/** One line for each key; SQLite lists a row for each column of each key. */
function listedForeignKeys(rows: readonly Row[]): string {
  const lines: string[] = [];
  for (const first of rows.filter((row) => row["seq"] === 0)) {
    const own = rows.filter((row) => row["id"] === first["id"]);
    const from = own.map((row) => fold(String(row["from"]))).join(",");
    const to = first["to"] === null ? "null" : own.map((row) => fold(String(row["to"]))).join(",");
    const actions = `${first["on_update"]} ${first["on_delete"]}`.toLowerCase();
    lines.push([from, fold(String(first["table"])), to, actions].join(" "));
  }
  return lines.sort().join("\n");
}

/** An expression's collation is compared only where the index gives one: else it comes from what is inside. */
function parsedParts(index: Index, table: Table, rows: readonly Row[]): string {
  return index.parts
    .map((part, i) => {
      const column =
        "column" in part ? table.columns.find((candidate) => sameFolded(candidate.name, part.column)) : undefined;
      const inherited = "column" in part ? (column?.collation ?? "BINARY") : String(rows[i]?.["coll"]);
      const name = "column" in part ? fold(part.column) : "null";
      return [name, part.descending === true ? 1 : 0, fold(part.collation ?? inherited)].join(" ");
    })
    .join("\n");
}

/** `cid` is -2 for an expression, and -1 for the rowid, which then has no name here but may have one in the text. */
function partLine(row: Row): string {
  const name = row["name"] === null ? "null" : fold(String(row["name"]));
  return [name, row["desc"], fold(String(row["coll"]))].join(" ");
}

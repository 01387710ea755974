import type { Connection, Row } from "../contract.ts";
import { isKeyword } from "../ddl-token.ts";
import { fold } from "./fold.ts";
import { tokenize } from "./tokens.ts";

/** What SQLite says of a database: the texts of its objects, and its own reading of the tables. */
export interface Catalogue {
  /** In the order in which they were made. */
  readonly objects: readonly CatalogueObject[];
  /** Folded names of the tables that belong to a virtual table. */
  readonly shadows: ReadonlySet<string>;
  /** Rows of `PRAGMA table_list`, by folded name of the table. */
  readonly tables: ReadonlyMap<string, Row>;
  /** Rows of `PRAGMA table_xinfo`, by folded name of the table. */
  readonly columns: Grouped;
  /** Rows of `PRAGMA foreign_key_list`, by folded name of the table. */
  readonly foreignKeys: Grouped;
  /** The keys' rows of `PRAGMA index_xinfo`, by folded name of the index. */
  readonly indexParts: Grouped;
}

export interface CatalogueObject {
  readonly type: string;
  readonly name: string;
  /** The table or view that it belongs to; its own name, if it is one. */
  readonly table: string;
  /** Empty for an index that belongs to a constraint. */
  readonly sql: string;
}

type Grouped = ReadonlyMap<string, readonly Row[]>;

const REAL_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'create virtual%'";

/** Asks for the whole catalogue in six queries. */
export async function readCatalogue(connection: Connection): Promise<Catalogue> {
  const objects = await connection.query(
    "SELECT type, name, tbl_name AS \"table\", coalesce(sql, '') AS sql FROM sqlite_master ORDER BY rowid",
  );
  const tables = await connection.query("SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'");
  const columns = await connection.query(
    `SELECT t.name AS owner, x.name, x."notnull", x.pk, x.hidden
     FROM (${REAL_TABLES}) t JOIN pragma_table_xinfo(t.name, 'main') x ORDER BY t.name, x.cid`,
  );
  const foreignKeys = await connection.query(
    `SELECT t.name AS owner, x.id, x.seq, x."table", x."from", x."to", x.on_update, x.on_delete
     FROM (${REAL_TABLES}) t JOIN pragma_foreign_key_list(t.name, 'main') x ORDER BY t.name, x.id, x.seq`,
  );
  const indexParts = await connection.query(
    `SELECT i.name AS owner, x.cid, x.name, x."desc", x.coll
     FROM (SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL) i
     JOIN pragma_index_xinfo(i.name, 'main') x WHERE x.key ORDER BY i.name, x.seqno`,
  );
  const modules = await connection.query("SELECT name FROM pragma_module_list");
  const found = objects.map(objectOf);
  return {
    objects: found,
    shadows: shadowsOf(found, tables, modules),
    tables: new Map(tables.map((row) => [fold(String(row["name"])), row])),
    columns: grouped(columns),
    foreignKeys: grouped(foreignKeys),
    indexParts: grouped(indexParts),
  };
}

function objectOf(row: Row): CatalogueObject {
  const text = (key: string) => String(row[key]);
  return { type: text("type"), name: text("name"), table: text("table"), sql: text("sql") };
}

/**
 * SQLite names the shadow tables of a module that is loaded. One that isn't loaded can't be asked: there the tables that begin with the
 * name of the virtual table count, as they do by convention (source: https://www.sqlite.org/vtab.html#the_xshadowname_method).
 */
function shadowsOf(
  objects: readonly CatalogueObject[],
  tables: readonly Row[],
  modules: readonly Row[],
): ReadonlySet<string> {
  const shadows = tables.filter((row) => row["type"] === "shadow").map((row) => fold(String(row["name"])));
  const loaded = new Set(modules.map((row) => fold(String(row["name"]))));
  const orphans = objects.filter((object) => isVirtual(object) && !loaded.has(moduleOf(object)));
  for (const { name } of orphans) {
    const isBehind = (object: CatalogueObject) =>
      object.type === "table" && !isVirtual(object) && fold(object.name).startsWith(`${fold(name)}_`);
    shadows.push(...objects.filter(isBehind).map((object) => fold(object.name)));
  }
  return new Set(shadows);
}

function moduleOf({ sql }: CatalogueObject): string {
  const tokens = tokenize(sql);
  const using = tokens.findIndex((token) => isKeyword(token, "USING"));
  return fold(tokens[using + 1]?.value ?? "");
}

function isVirtual({ type, sql }: CatalogueObject): boolean {
  return type === "table" && /^create\s+virtual\b/i.test(sql);
}

function grouped(rows: readonly Row[]): Grouped {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const owner = fold(String(row["owner"]));
    const group = groups.get(owner);
    if (group === undefined) groups.set(owner, [row]);
    else group.push(row);
  }
  return groups;
}

import { dirname } from "node:path";
import { dialectFor } from "../src/dialects/dialects.ts";

/** The tables that keep Limbeck's and Alembic's own books. */
const books = ["alembic_version", "limbeck_journal"];

const queries: Readonly<Record<string, string>> = {
  table:
    "SELECT t.name, t.type, t.wr, t.strict FROM pragma_table_list t WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
  column: `SELECT m.name, c.cid, c.name AS col, upper(c.type) AS type, c."notnull", nullif(c.dflt_value, 'NULL') AS dflt_value, c.pk, c.hidden
           FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table'`,
  index: `SELECT m.name, CASE i.origin WHEN 'c' THEN i.name END AS ix, i."unique", i.origin, i.partial,
                 (SELECT group_concat(coalesce(x.name, '<expression>') || ' ' || x.desc || ' ' || coalesce(x.coll, '') || ' ' || x.key, ', ')
                  FROM pragma_index_xinfo(i.name) x) AS keys
          FROM sqlite_schema m JOIN pragma_index_list(m.name) i WHERE m.type = 'table'`,
  foreignKey: `SELECT m.name, f.seq, f."table", f."from", f."to", f.on_update, f.on_delete, f.match
               FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`,
  text: "SELECT m.name, m.type, m.sql FROM sqlite_schema m WHERE m.type IN ('view', 'trigger') OR (m.type = 'index' AND m.sql IS NOT NULL)",
};

/**
 * What SQLite's own pragmas say of a database's schema, a line for each fact, sorted; Limbeck's and Alembic's tables are left
 * out, and DEFAULT NULL is no default. Texts are compared by their tokens: spelled without space and quotes, in one case.
 */
export async function catalogueOf(file: string): Promise<readonly string[]> {
  const dialect = await dialectFor("sqlite");
  const connection = await dialect.connect(dialect.target(`sqlite:///${file}`, dirname(file)), { create: false });
  try {
    const lines: string[] = [];
    for (const [kind, query] of Object.entries(queries)) {
      for (const row of await connection.query(query)) {
        if (isBook(String(row["name"])) || String(row["sql"] ?? "").includes("alembic_version")) continue;
        const facts = Object.entries(row).map(
          ([key, value]) => `${key}=${key === "sql" ? squeeze(String(value)) : String(value)}`,
        );
        lines.push(`${kind} ${facts.join(" ")}`);
      }
    }
    const checks = await connection.query(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL",
    );
    for (const row of checks) {
      if (isBook(String(row["name"]))) continue;
      const count = squeeze(String(row["sql"])).match(/check\(/g)?.length ?? 0;
      lines.push(`checks name=${String(row["name"])} count=${count}`);
    }
    return lines.sort();
  } finally {
    await connection.close();
  }
}

function isBook(table: string): boolean {
  return books.includes(table) || table.startsWith("sqlite_");
}

function squeeze(sql: string): string {
  return sql
    .replace(/--[^\n]*/g, "")
    .replace(/[\s"`[\]]+/g, "")
    .toLowerCase();
}

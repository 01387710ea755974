import { describe, expect, it } from "vitest";
import { dialectFor } from "../../src/dialects/dialects.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import { freshDatabase } from "../servers/postgres.ts";

interface Place {
  readonly name: string;
  readonly url: () => Promise<string>;
  /** What makes the server count. */
  readonly analyze: string;
  /** The tables of which it knows something before. */
  readonly before: readonly string[];
}

const places: readonly Place[] = [
  { name: "PostgreSQL", url: freshDatabase, analyze: "ANALYZE people", before: [] },
  { name: "MariaDB", url: freshMysqlDatabase, analyze: "ANALYZE TABLE people", before: ["nobody", "people"] },
  { name: "SQLite", url: async () => "sqlite://", analyze: "ANALYZE", before: ["nobody", "people"] },
];

describe("about how many rows tables have", () => {
  it.each(places)("$name", async ({ url, analyze, before }) => {
    const text = await url();
    const dialect = await dialectFor(text);
    const connection = await dialect.connect(dialect.target(text, process.cwd()), { create: true });
    try {
      for (const name of ["people", "nobody"]) await connection.execute(`CREATE TABLE ${name} (id integer)`);
      await connection.execute(`INSERT INTO people VALUES ${"(1),".repeat(199)}(1)`);
      expect([...(await dialect.rowEstimates(connection)).keys()].sort()).toEqual(before);
      await connection.query(analyze);
      const found = await dialect.rowEstimates(connection);
      expect(found.get("people")).toBeGreaterThan(100);
      expect(found.get("people")).toBeLessThan(400);
    } finally {
      await connection.close();
    }
  });
});

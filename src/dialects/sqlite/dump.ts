import { once } from "node:events";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { messageOf } from "../../base/error.ts";
import type { Table } from "../../schema/schema.ts";
import type { Connection } from "../connection.ts";
import type { DumpWay } from "../dump.ts";
import { fail } from "../errors.ts";
import { quoteName, quoteObject } from "./quote.ts";

/** SQLite has no server whose program would be asked: the connection itself reads the rows, as the shell's `.dump` does. */
export const dump: DumpWay = {
  async program(connection, given) {
    if (given !== undefined) {
      throw fail(
        "DUMP_PROGRAM_UNFIT",
        `SQLite has no program that writes backups, and \`backupProgram\` is "${given}"`,
        {
          hint: "Leave `backupProgram` out: Limbeck writes the file itself.",
        },
      );
    }
    return {
      write: (table, into) => write(connection, table, into),
    };
  },
  escapes: false,
  before: [],
  after: [],
};

const ROWS_AT_ONCE = 1_000;

async function write(connection: Connection, table: Table, into: Writable): Promise<void> {
  const done = finished(into);
  try {
    // One view of the table for all of its pages, inside of a transaction or without one.
    await connection.execute("SAVEPOINT limbeck_dump");
    try {
      for await (const text of textOf(connection, table)) if (!into.write(text)) await once(into, "drain");
    } finally {
      await connection.execute("RELEASE limbeck_dump");
    }
    into.end();
    await done;
  } catch (cause) {
    into.destroy();
    await done.catch(() => undefined);
    throw fail(
      "DUMP_FAILED",
      `The backup of "${table.name}" was not written, and nothing was dropped: ${messageOf(cause)}`,
      {
        cause,
      },
    );
  }
}

async function* textOf(connection: Connection, table: Table): AsyncGenerator<string> {
  const made = await connection.query(
    "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE",
    [table.name],
  );
  for (const { sql } of made) yield `${String(sql)};\n`;
  const columns = table.columns.filter(({ generated }) => generated === undefined).map(({ name }) => quoteName(name));
  const into = `INSERT INTO ${quoteObject(table)} (${columns.join(", ")}) VALUES`;
  const list = columns.map((column, i) => `${literalOf(column)} AS c${i}`).join(", ");
  for (let from = 0; ; from += ROWS_AT_ONCE) {
    const rows = await connection.query(
      `SELECT ${list} FROM ${quoteObject(table)} LIMIT ${ROWS_AT_ONCE} OFFSET ${from}`,
    );
    if (rows.length > 0) yield `${into}\n${rows.map((row) => `(${Object.values(row).join(", ")})`).join(",\n")};\n`;
    if (rows.length < ROWS_AT_ONCE) return;
  }
}

/** `quote` ends a text at U+0000. Source: https://www.sqlite.org/lang_corefunc.html#quote, 3.37 to 3.53. */
function literalOf(column: string): string {
  const isCut = `typeof(${column}) = 'text' AND instr(${column}, char(0)) > 0`;
  return `CASE WHEN ${isCut} THEN 'CAST(X''' || hex(${column}) || ''' AS TEXT)' ELSE quote(${column}) END`;
}

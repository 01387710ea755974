import type { Writable } from "node:stream";
import type { Table } from "../schema/schema.ts";
import type { Connection } from "./connection.ts";

/** How tables are written to files that outlive the database: SQL that the server's own shell takes, rows as INSERTs with the names of their columns. */
export interface DumpWay {
  /** The program that writes them; `given` is a path or a name in PATH in place of the usual one. Errors: DUMP_PROGRAM_*. */
  program(connection: Connection, given: string | undefined): Promise<DumpProgram>;
  /** True where a backslash in a string of such a file takes the next character along. */
  readonly escapes: boolean;
  /** Statements before and behind the INSERTs, by which the session understands them as the file means them. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** A program that was found and fits the server. */
export interface DumpProgram {
  /**
   * Writes the table with all of its rows, and ends the stream; those of tables that inherit from it are its own too, unless it `isAlone`.
   * Errors: DUMP_FAILED.
   */
  write(table: Table, into: Writable, how?: { readonly isAlone?: true }): Promise<void>;
}

import { emptySchema, type Schema } from "../../schema/schema.ts";
import type { Connection, InspectOptions } from "../contract.ts";
import { readRoutines, readTriggers } from "./inspect-programs.ts";
import { readSequences } from "./inspect-sequences.ts";
import { readingOf } from "./inspect-session.ts";
import { readTables } from "./inspect-tables.ts";
import { refuseUnread } from "./inspect-unread.ts";
import { readViews } from "./inspect-views.ts";

/**
 * Reads the schema of the session's database: everything about all tables with nine queries, and one more for each view, trigger, routine
 * and table with a fulltext index, whose texts the catalogue doesn't have or spoils.
 * Left out: `options.exclude` with all that belongs to it. Not looked at: privileges, who made a view, where AUTO_INCREMENT stands,
 * tablespaces, directories, attributes for engines, and on MariaDB the reference systems of geometries and application-time periods.
 * Errors: DIALECT_UNREAD, which names what a Schema has no place for; DIALECT_DDL_UNREADABLE.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/information-schema.html, https://mariadb.com/kb/en/information-schema-tables/.
 */
export async function inspect(connection: Connection, options: InspectOptions): Promise<Schema> {
  const reading = await readingOf(connection, options);
  await refuseUnread(reading);
  const { tables, views, sequences } = await readTables(reading);
  if (reading.tablesAlone) return { ...emptySchema, tables };
  return {
    ...emptySchema,
    sequences: await readSequences(reading, sequences),
    tables,
    views: await readViews(reading, views),
    routines: await readRoutines(reading),
    triggers: await readTriggers(reading),
  };
}

import { fail } from "../errors.ts";
import { maybeText, textOf } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";

/** What it is, its name and, where it belongs to a table, the table. Source: the pages of information_schema. */
const QUERY = `
SELECT LOWER(ROUTINE_TYPE) AS what, ROUTINE_NAME AS name, NULL AS \`table\` FROM information_schema.ROUTINES
WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE NOT IN ('PROCEDURE', 'FUNCTION')
UNION ALL SELECT IF(EXTRA LIKE '%WITHOUT SYSTEM VERSIONING%', 'column without system versioning', 'period column'), COLUMN_NAME, TABLE_NAME
FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()
AND (EXTRA LIKE '%WITHOUT SYSTEM VERSIONING%' OR GENERATION_EXPRESSION IN ('ROW START', 'ROW END'))`;

const SHOWN = 10;

/** Refuses a schema of MariaDB with objects that would be lost. Errors: DIALECT_UNREAD, which names them. */
export async function refuseUnread(reading: Reading): Promise<void> {
  if (!reading.isMariadb) return;
  const found = (await reading.rows(QUERY)).flatMap((row) => {
    const [name, table] = [textOf(row, "name"), maybeText(row, "table")];
    const isWanted =
      table === undefined ? !reading.tablesAlone && reading.isWanted("other", name) : reading.isWanted("table", table);
    const isOverlooked = reading.isOverlooked(table === undefined ? "other" : "table", table ?? name);
    return isWanted && !isOverlooked
      ? [`${textOf(row, "what")} "${name}"${table === undefined ? "" : ` of "${table}"`}`]
      : [];
  });
  if (found.length === 0) return;
  const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : "";
  const shown = found.slice(0, SHOWN).join(", ");
  throw fail("DIALECT_UNREAD", `The database has what Limbeck has no place for yet: ${shown}${more}.`, {
    details: { objects: found },
  });
}

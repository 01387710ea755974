import type { Routine, Trigger } from "../../schema/schema.ts";
import type { Row } from "../contract.ts";
import { type Cursor, cursorOver } from "../ddl-cursor.ts";
import { fail } from "../errors.ts";
import { readDefiner } from "./definer.ts";
import { withoutStart } from "./event-text.ts";
import { maybeText, textOf } from "./inspect-rows.ts";
import type { Reading } from "./inspect-session.ts";
import { quoteName } from "./quote.ts";
import { tokenize } from "./tokens.ts";

/** Source: https://dev.mysql.com/doc/refman/9.7/en/information-schema-triggers-table.html. */
const TRIGGERS = `
SELECT TRIGGER_NAME AS name, EVENT_OBJECT_TABLE AS \`table\`, ACTION_TIMING AS timing, EVENT_MANIPULATION AS event
FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()
ORDER BY EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER`;

/**
 * Source: https://dev.mysql.com/doc/refman/9.7/en/information-schema-routines-table.html,
 * https://dev.mysql.com/doc/refman/9.7/en/information-schema-events-table.html.
 */
const ROUTINES = `
SELECT ROUTINE_NAME AS name, ROUTINE_TYPE AS type, 0 AS has_begun FROM information_schema.ROUTINES
WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE IN ('PROCEDURE', 'FUNCTION')
UNION ALL SELECT EVENT_NAME, 'EVENT', COALESCE(STARTS IN (CREATED, LAST_ALTERED), 0) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() ORDER BY name, type`;

/**
 * The triggers, those of one table and moment in the order in which they fire, with a query for each: information_schema of MySQL 9.7
 * has lost the doubled quotes of their texts. A trigger has no FOLLOWS: its place among the others is that of the list.
 */
export async function readTriggers(reading: Reading): Promise<readonly Trigger[]> {
  const triggers: Trigger[] = [];
  for (const row of await reading.rows(TRIGGERS)) {
    const [name, table] = [textOf(row, "name"), textOf(row, "table")];
    if (!reading.isWanted("other", name) || !reading.isWanted("table", table)) continue;
    const [program] = await reading.unlessOverlooked("table", table, () => readProgram(reading, "TRIGGER", name));
    if (program === undefined) continue;
    const { cursor, definer } = program;
    while (!cursor.accept("FOR", "EACH", "ROW")) cursor.next();
    if (cursor.accept("FOLLOWS") || cursor.accept("PRECEDES")) cursor.name();
    const moment = `${textOf(row, "timing")} ${textOf(row, "event")}`;
    const head = `CREATE ${definer}TRIGGER ${quoteName(name)} ${moment} ON ${quoteName(table)} FOR EACH ROW`;
    triggers.push({ name, table, definition: `${head}\n${cursor.rest()}` });
  }
  return triggers;
}

/**
 * The procedures, functions and events, with a query for each; an event that has begun when it was made says nothing of its beginning, as
 * the server gives it where nothing is said. A name alone is the identity of a routine: it has no arguments here.
 */
export async function readRoutines(reading: Reading): Promise<readonly Routine[]> {
  const routines: Routine[] = [];
  for (const row of await reading.rows(ROUTINES)) {
    const name = textOf(row, "name");
    if (!reading.isWanted("routine", name)) continue;
    const type = textOf(row, "type");
    const kind = type === "FUNCTION" ? "function" : type === "EVENT" ? "event" : "procedure";
    const [program] = await reading.unlessOverlooked("routine", name, () => readProgram(reading, type, name));
    if (program === undefined) continue;
    const { cursor, definer } = program;
    const definition = `CREATE ${definer}${cursor.rest()}`;
    const isUsual = Number(row["has_begun"]) === 1;
    routines.push({ name, kind, arguments: "", definition: isUsual ? withoutStart(definition) : definition });
  }
  return routines;
}

/** The statement of an object, behind its definer, which is text only where it isn't the session's account. */
interface Program {
  readonly cursor: Cursor;
  readonly definer: string;
}

/** Modes under which a text means something else than in Limbeck's sessions. */
const OTHER_WORDS = ["ANSI_QUOTES", "PIPES_AS_CONCAT", "NO_BACKSLASH_ESCAPES", "ORACLE", "MSSQL"];

async function readProgram(reading: Reading, type: string, name: string): Promise<Program> {
  const [row = {}] = await reading.rows(`SHOW CREATE ${type} ${quoteName(name)}`);
  const what = `${type.toLowerCase()} "${name}"`;
  const sql = statementIn(row);
  if (sql === undefined) {
    throw fail("DIALECT_UNREAD", `The account ${reading.account} may not see the text of the ${what}.`, {
      hint: "Let it see them, with GRANT SHOW_ROUTINE on MySQL or GRANT SELECT ON mysql.proc on MariaDB, or connect as who made it.",
      details: { objects: [what] },
    });
  }
  const mode = OTHER_WORDS.find((word) => textOf(row, "sql_mode").split(",").includes(word));
  if (mode !== undefined) {
    throw fail("DIALECT_UNREAD", `The ${what} was made under sql_mode ${mode}, which Limbeck has no place for.`, {
      details: { objects: [what] },
    });
  }
  const zone = maybeText(row, "time_zone");
  if (zone !== undefined && zone !== reading.timeZone) {
    throw fail("DIALECT_UNREAD", `The ${what} goes by the time zone ${zone}, and the session by ${reading.timeZone}.`, {
      hint: "Make it in a session of the server's own time zone, in which Limbeck works.",
      details: { objects: [what] },
    });
  }
  const cursor = cursorOver(sql, tokenize(sql), what);
  cursor.expect("CREATE");
  const definer = readDefiner(cursor);
  return { cursor, definer: definer === undefined || definer === reading.account ? "" : definerText(definer) };
}

/** In a column whose name depends on what is shown. */
function statementIn(row: Row): string | undefined {
  const column = ["SQL Original Statement", "Create Procedure", "Create Function", "Create Event"].find(
    (name) => name in row,
  );
  return column === undefined ? undefined : maybeText(row, column);
}

function definerText(account: string): string {
  const at = account.lastIndexOf("@");
  const [user, host] = at === -1 ? [account] : [account.slice(0, at), account.slice(at + 1)];
  return `DEFINER=${quoteName(user)}${host === undefined ? "" : `@${quoteName(host)}`} `;
}

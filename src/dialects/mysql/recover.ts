import type { Op } from "../../ops/op.ts";
import type { ForeignKey, ObjectName } from "../../schema/schema.ts";
import type { Connection, Row, Statement, Tried } from "../contract.ts";
import { fail } from "../errors.ts";
import { groupBy, textOf } from "./inspect-rows.ts";
import { type Parsed, parseStatement } from "./parse.ts";
import type { AlterAction } from "./parse-alter.ts";

/** Whether a statement has been carried out; `again` where a second time does no harm. */
type Answer = "done" | "not done" | "again" | "unknown";

/**
 * A failed statement leaves nothing: the server does all of it or nothing (atomic DDL, MySQL 8.0 and MariaDB 10.6). Where an earlier
 * run was cut off the catalogue is asked whether that has carried it out: for an ALTER TABLE one of its actions tells, as it is done as a whole.
 * Errors: STATEMENT_UNSETTLED where neither the catalogue nor the text tells.
 * Source: https://dev.mysql.com/doc/refman/9.7/en/atomic-ddl.html, https://mariadb.com/kb/en/atomic-ddl/.
 */
export async function recover(connection: Connection, { sql }: Statement, tried: Tried): Promise<boolean> {
  if (tried !== "cut off") return false;
  const answer = await answerOf(connection, parseStatement(sql, connection.server), sql);
  if (answer !== "unknown") return answer === "done";
  throw fail(
    "STATEMENT_UNSETTLED",
    `A run was cut off at a statement, and nothing tells whether it was carried out: ${sql}`,
    {
      hint: "Look whether its effect is there. Make the whole revision done, or undone, by hand, and say so with `limbeck repair`.",
      details: { sql },
    },
  );
}

async function answerOf(connection: Connection, parsed: Parsed, sql: string): Promise<Answer> {
  const isThere = (what: string, name: string) => exists(connection, THERE[what] ?? "", [name]);
  const whenThere = async (what: string, name: string): Promise<Answer> =>
    (await isThere(what, name)) ? "done" : "not done";
  const whenGone = async (what: string, name: string): Promise<Answer> =>
    (await isThere(what, name)) ? "not done" : "done";
  switch (parsed.kind) {
    case "createTable":
      if (parsed.temporary || parsed.replace) return "again";
      return whenThere("table", parsed.name.name);
    case "dropTable":
      // One by one: some of several may be gone.
      return parsed.names.length === 1 ? whenGone("table", parsed.names[0]?.name ?? "") : "unknown";
    case "renameTable": {
      const [first, ...others] = parsed.names;
      return first === undefined || others.length > 0 ? "unknown" : whenGone("table", first[0].name);
    }
    case "createIndex":
      return (await hasIndex(connection, parsed.table, parsed.index.name)) ? "done" : "not done";
    case "dropIndex":
      return (await hasIndex(connection, parsed.table, parsed.name)) ? "not done" : "done";
    case "alterTable":
      return answerOfActions(connection, parsed.name, parsed.actions);
    case "define":
      if (!(parsed.what in THERE)) return "unknown";
      if (parsed.verb === "create")
        return /^\s*CREATE\s+OR\s+REPLACE\b/i.test(sql) ? "again" : whenThere(parsed.what, parsed.name);
      return parsed.verb === "drop" ? whenGone(parsed.what, parsed.name) : "again";
    case "read":
    case "session":
    case "maintain":
      return "again";
    default:
      return "unknown";
  }
}

/** The first action that tells. What sets a value, whatever it was before, may be done once more. */
async function answerOfActions(
  connection: Connection,
  table: ObjectName,
  actions: readonly AlterAction[],
): Promise<Answer> {
  const answers: Answer[] = [];
  const isNewKey = (action: AlterAction) => action.kind === "op" && action.op.kind === "createPrimaryKey";
  const isOldKey = (action: AlterAction) => action.kind === "op" && action.op.kind === "dropConstraint";
  // Beside a new primary key the old one tells nothing.
  const telling = actions.some(isNewKey) ? actions.filter((action) => !isOldKey(action)) : actions;
  for (const action of telling) {
    const answer = await answerOfAction(connection, table, action);
    if (answer === "done" || answer === "not done") return answer;
    answers.push(answer);
  }
  return answers.includes("unknown") ? "unknown" : "again";
}

async function answerOfAction(connection: Connection, table: ObjectName, action: AlterAction): Promise<Answer> {
  const of = (is: boolean, whenTrue: Answer, otherwise: Answer) => (is ? whenTrue : otherwise);
  switch (action.kind) {
    case "addColumn":
      return of(await hasColumn(connection, table, action.definition.column.name), "done", "not done");
    case "redefine": {
      if (action.column === action.definition.column.name) return "again";
      return of(await hasColumn(connection, table, action.column), "not done", "done");
    }
    case "dropKey": {
      const isThere =
        action.of === "index"
          ? await hasIndex(connection, table, action.name)
          : await hasConstraint(connection, table, action.name);
      return of(isThere, "not done", "done");
    }
    case "options":
    case "convert":
      return "again";
    case "other":
      return REPEATABLE.has(action.words) ? "again" : "unknown";
    case "op":
      return answerOfOp(connection, table, action.op);
  }
}

const REPEATABLE: ReadonlySet<string> = new Set([
  ...["FORCE", "ORDER BY", "PARTITION BY", "ENABLE KEYS", "DISABLE KEYS", "ALTER INDEX"],
  ...["ALTER CHECK ENFORCED", "ALTER CHECK NOT ENFORCED"],
]);

async function answerOfOp(connection: Connection, table: ObjectName, op: Op): Promise<Answer> {
  const whenTrue = (is: boolean): Answer => (is ? "done" : "not done");
  switch (op.kind) {
    case "dropColumn":
      return whenTrue(!(await hasColumn(connection, table, op.column)));
    case "renameColumn":
      return whenTrue(!(await hasColumn(connection, table, op.column)));
    case "renameIndex":
      return whenTrue(!(await hasIndex(connection, table, op.index)));
    case "renameTable":
      return whenTrue(!(await exists(connection, THERE["table"] ?? "", [table.name])));
    case "alterColumn":
      return "again";
    case "createPrimaryKey":
      return whenTrue((await keyColumns(connection, table, "PRIMARY")) === JSON.stringify(op.primaryKey.columns));
    case "dropConstraint":
      return whenTrue(!(await hasIndex(connection, table, "PRIMARY")));
    case "createUnique":
      return op.unique.name === undefined ? "unknown" : whenTrue(await hasIndex(connection, table, op.unique.name));
    case "createIndex":
      return whenTrue(await hasIndex(connection, table, op.index.name));
    case "createCheck":
      return op.check.name === undefined ? "unknown" : whenTrue(await hasConstraint(connection, table, op.check.name));
    case "createForeignKey":
      return op.foreignKey.name === undefined
        ? whenTrue(await refersLike(connection, table, op.foreignKey))
        : whenTrue(await hasConstraint(connection, table, op.foreignKey.name));
    default:
      return "unknown";
  }
}

/** Queries that find an object of the session's database by its name. */
const THERE: Readonly<Record<string, string>> = {
  table: "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?",
  view: "SELECT 1 FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?",
  sequence: "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?",
  trigger: "SELECT 1 FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() AND TRIGGER_NAME = ?",
  procedure:
    "SELECT 1 FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE = 'PROCEDURE' AND ROUTINE_NAME = ?",
  function:
    "SELECT 1 FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE = 'FUNCTION' AND ROUTINE_NAME = ?",
  event: "SELECT 1 FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() AND EVENT_NAME = ?",
};

async function exists(connection: Connection, sql: string, parameters: readonly unknown[]): Promise<boolean> {
  return (await connection.query(sql, parameters)).length > 0;
}

const OF_TABLE = "TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?";

function hasColumn(connection: Connection, { name, schema = null }: Named, column: string): Promise<boolean> {
  const sql = `SELECT 1 FROM information_schema.COLUMNS WHERE ${OF_TABLE} AND COLUMN_NAME = ?`;
  return exists(connection, sql, [schema, name, column]);
}

function hasIndex(connection: Connection, { name, schema = null }: Named, index: string): Promise<boolean> {
  const sql = `SELECT 1 FROM information_schema.STATISTICS WHERE ${OF_TABLE} AND INDEX_NAME = ?`;
  return exists(connection, sql, [schema, name, index]);
}

function hasConstraint(connection: Connection, { name, schema = null }: Named, constraint: string): Promise<boolean> {
  const sql = `SELECT 1 FROM information_schema.TABLE_CONSTRAINTS WHERE ${OF_TABLE} AND CONSTRAINT_NAME = ?`;
  return exists(connection, sql, [schema, name, constraint]);
}

/** True where some foreign key of the table has these columns, and refers to those. */
async function refersLike(connection: Connection, table: Named, key: ForeignKey): Promise<boolean> {
  const { columns, references } = key;
  const sql = `SELECT CONSTRAINT_NAME AS name, COLUMN_NAME AS own, REFERENCED_COLUMN_NAME AS other FROM information_schema.KEY_COLUMN_USAGE
    WHERE ${OF_TABLE} AND REFERENCED_TABLE_SCHEMA = COALESCE(?, DATABASE()) AND REFERENCED_TABLE_NAME = ? ORDER BY CONSTRAINT_NAME, ORDINAL_POSITION`;
  const place = [table.schema ?? null, table.name, references.schema ?? null, references.table];
  const keys = [...groupBy(await connection.query(sql, place), "name").values()];
  const isList = (rows: readonly Row[], field: string, names: readonly string[]) =>
    rows.length === names.length && rows.every((row, i) => textOf(row, field) === names[i]);
  return keys.some((rows) => isList(rows, "own", columns) && isList(rows, "other", references.columns));
}

async function keyColumns(connection: Connection, { name, schema = null }: Named, index: string): Promise<string> {
  const sql = `SELECT COLUMN_NAME AS name FROM information_schema.STATISTICS WHERE ${OF_TABLE} AND INDEX_NAME = ? ORDER BY SEQ_IN_INDEX`;
  return JSON.stringify((await connection.query(sql, [schema, name, index])).map((row) => String(row["name"])));
}

type Named = { readonly name: string; readonly schema?: string | null };

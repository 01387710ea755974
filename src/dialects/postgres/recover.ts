import type { AlterEnumStmt, AlterTableStmt, DropStmt, IndexStmt, Node, RangeVar } from "libpg-query";
import type { ObjectName } from "../../schema/schema.ts";
import type { Connection, Row, Statement, Tried } from "../contract.ts";
import { fail } from "../errors.ts";
import { quoteObject } from "./quote.ts";
import { all, as, loadParser, parse } from "./syntax-tree.ts";

/**
 * Takes away what a failed `CREATE INDEX CONCURRENTLY` left: an index that isn't valid, which is kept up to date and used by nobody, and
 * whose name is in the way of the next try (with IF NOT EXISTS it would stay for good). One that a session is at work on is left alone.
 * A partition whose detaching an earlier run has left in its middle, which can't be begun again, is detached to the end. Where that run was
 * cut off returns true when the statement needn't run again: the valid index is there, the dropped one is gone, the value is in the enum,
 * the partition is detached, the constraint is validated. Errors: STATEMENT_UNSETTLED for a statement that takes a transaction, where nothing tells.
 * Sources: https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY,
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION (14).
 */
export async function recover(connection: Connection, statement: Statement, tried: Tried): Promise<boolean> {
  const { sql, facts } = statement;
  await loadParser();
  const parsed = parse(sql);
  if (parsed.kind !== "tree") return false;
  const { node } = parsed;
  const index = newIndex(as("IndexStmt", node));
  if (index !== undefined) return recoverIndex(connection, index, tried);
  const detached = detachedPartition(as("AlterTableStmt", node));
  if (detached !== undefined) return recoverDetached(connection, detached, tried);
  if (tried !== "cut off") return false;
  const value = newValue(as("AlterEnumStmt", node));
  if (value !== undefined) return isThere(connection, FIND_VALUE, [quoteObject(value.type), value.value]);
  const validated = validatedConstraint(as("AlterTableStmt", node));
  if (validated !== undefined)
    return isThere(connection, FIND_VALIDATED, [quoteObject(validated.table), validated.name]);
  if (facts.transactional) throw unsettled(sql);
  const dropped = droppedIndex(as("DropStmt", node));
  return dropped !== undefined && !(await isThere(connection, FIND_RELATION, [quoteObject(dropped)]));
}

function unsettled(sql: string): Error {
  const message = `A run was cut off at a statement, and nothing tells whether it was carried out: ${sql}`;
  return fail("STATEMENT_UNSETTLED", message, { details: { sql } });
}

interface NewIndex {
  readonly name: string;
  readonly table: ObjectName;
}

async function recoverIndex(connection: Connection, index: NewIndex, tried: Tried): Promise<boolean> {
  const [found] = await connection.query(FIND_INDEX, [quoteObject(index.table), index.name]);
  if (found === undefined) return false;
  if (found["valid"] === true) return tried === "cut off";
  if (found["busy"] !== true) await connection.execute(`DROP INDEX CONCURRENTLY ${indexName(found)}`);
  return false;
}

interface DetachedPartition {
  readonly table: ObjectName;
  readonly partition: ObjectName;
}

/** True when it is detached, or has been now. */
async function recoverDetached(
  connection: Connection,
  { table, partition }: DetachedPartition,
  tried: Tried,
): Promise<boolean> {
  if (tried === "now") return false;
  const names = [table, partition].map(quoteObject);
  const [found] = await connection.query(FIND_PARTITION, names);
  if (found === undefined) return tried === "cut off" && isThere(connection, FIND_RELATION, names.slice(1));
  if (found["pending"] !== true) return false;
  await connection.execute(`ALTER TABLE ${names[0]} DETACH PARTITION ${names[1]} FINALIZE`);
  return true;
}

const FIND_INDEX = `
SELECT n.nspname AS schema, c.relname AS name, i.indisvalid AND i.indisready AS valid,
  EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = c.oid OR p.relid = i.indrelid AND p.index_relid = 0) AS busy
FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE i.indrelid = to_regclass($1) AND c.relname = $2`;

/** 13 has no such field, and doesn't detach concurrently. */
const FIND_PARTITION = `
SELECT coalesce((to_jsonb(i) ->> 'inhdetachpending')::boolean, false) AS pending
FROM pg_catalog.pg_inherits i WHERE i.inhparent = to_regclass($1) AND i.inhrelid = to_regclass($2)`;

const FIND_VALUE = "SELECT 1 FROM pg_catalog.pg_enum WHERE enumtypid = to_regtype($1) AND enumlabel = $2";
const FIND_VALIDATED =
  "SELECT 1 FROM pg_catalog.pg_constraint WHERE conrelid = to_regclass($1) AND conname = $2 AND convalidated";
const FIND_RELATION = "SELECT 1 WHERE to_regclass($1) IS NOT NULL";

function indexName(row: Row): string {
  return quoteObject({ schema: String(row["schema"]), name: String(row["name"]) });
}

async function isThere(connection: Connection, sql: string, parameters: readonly string[]): Promise<boolean> {
  return (await connection.query(sql, parameters)).length > 0;
}

/** `CREATE [UNIQUE] INDEX CONCURRENTLY [IF NOT EXISTS] name ON table …`; undefined for another statement, or without a name. */
function newIndex(statement: IndexStmt | undefined): NewIndex | undefined {
  const { concurrent, idxname, relation } = statement ?? {};
  const table = objectOf(relation);
  return concurrent !== true || idxname === undefined || table === undefined ? undefined : { name: idxname, table };
}

/** `ALTER TYPE type ADD VALUE 'value' …`. */
function newValue(statement: AlterEnumStmt | undefined) {
  const { typeName, newVal, oldVal } = statement ?? {};
  const type = nameOf(typeName);
  return type === undefined || newVal === undefined || oldVal !== undefined ? undefined : { type, value: newVal };
}

/** `DROP INDEX CONCURRENTLY [IF EXISTS] name`, which takes one name. */
function droppedIndex(statement: DropStmt | undefined): ObjectName | undefined {
  const { concurrent, removeType, objects } = statement ?? {};
  if (concurrent !== true || removeType !== "OBJECT_INDEX") return undefined;
  return nameOf(as("List", objects?.[0])?.items);
}

/** `ALTER TABLE table VALIDATE CONSTRAINT name`, which is its only action. */
function validatedConstraint(statement: AlterTableStmt | undefined) {
  const [action, ...others] = all("AlterTableCmd", statement?.cmds);
  const table = objectOf(statement?.relation);
  return action?.subtype !== "AT_ValidateConstraint" ||
    action.name === undefined ||
    others.length > 0 ||
    table === undefined
    ? undefined
    : { table, name: action.name };
}

/** `ALTER TABLE table DETACH PARTITION partition CONCURRENTLY`, which is its only action. */
function detachedPartition(statement: AlterTableStmt | undefined): DetachedPartition | undefined {
  const [action] = all("AlterTableCmd", statement?.cmds);
  const command = action?.subtype === "AT_DetachPartition" ? as("PartitionCmd", action.def) : undefined;
  const [table, partition] = [objectOf(statement?.relation), objectOf(command?.name)];
  return command?.concurrent !== true || table === undefined || partition === undefined
    ? undefined
    : { table, partition };
}

function objectOf(relation: RangeVar | undefined): ObjectName | undefined {
  const { schemaname: schema, relname: name } = relation ?? {};
  if (name === undefined) return undefined;
  return schema === undefined ? { name } : { name, schema };
}

/** A name of one part, or the last two of it. */
function nameOf(parts: readonly Node[] | undefined): ObjectName | undefined {
  const [name, schema] = all("String", parts)
    .flatMap(({ sval }) => sval ?? [])
    .reverse();
  if (name === undefined) return undefined;
  return schema === undefined ? { name } : { name, schema };
}

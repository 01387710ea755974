import type { Connection, Statement } from "../../src/dialects/contract.ts";
import { connect } from "../../src/dialects/mysql/connect.ts";
import { inspect } from "../../src/dialects/mysql/inspect.ts";
import { plan } from "../../src/dialects/mysql/plan.ts";
import { target } from "../../src/dialects/mysql/url.ts";
import { applyOps } from "../../src/ops/behaviours.ts";
import type { Op } from "../../src/ops/op.ts";
import { emptySchema, type Schema } from "../../src/schema/schema.ts";
import { freshMysqlDatabase } from "../servers/mysql.ts";
import type { MysqlFlavor } from "../servers/mysql-packages.ts";

/** An empty database, and a connection to it. */
export async function openFresh(flavor: MysqlFlavor): Promise<Connection> {
  return connect(target(await freshMysqlDatabase(flavor), import.meta.dirname), { create: false });
}

/** Plans the ops on `before` and carries them out; returns the statements and the schema after them. */
export async function carryOut(
  connection: Connection,
  ops: readonly Op[],
  before: Schema = emptySchema,
): Promise<{ readonly statements: readonly Statement[]; readonly after: Schema }> {
  const statements = plan(ops, before, connection.server);
  for (const { sql } of statements) await connection.execute(sql);
  return { statements, after: applyOps(before, ops) };
}

export function schemaOf(connection: Connection): Promise<Schema> {
  return inspect(connection, { exclude: [] });
}

/** Drops everything that is in the database. */
export async function empty(connection: Connection): Promise<void> {
  await connection.execute("SET foreign_key_checks = 0");
  const rows = await connection.query(
    `SELECT TABLE_NAME AS name, IF(TABLE_TYPE IN ('VIEW', 'SEQUENCE'), TABLE_TYPE, 'TABLE') AS kind FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()
     UNION ALL SELECT ROUTINE_NAME, ROUTINE_TYPE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
     UNION ALL SELECT EVENT_NAME, 'EVENT' FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()`,
  );
  for (const { name, kind } of rows) await connection.execute(`DROP ${kind} \`${String(name).replaceAll("`", "``")}\``);
  await connection.execute("SET foreign_key_checks = 1");
}

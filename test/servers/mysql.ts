import { randomBytes } from "node:crypto";
import { createConnection } from "mysql2/promise";
import { afterAll } from "vitest";
import { embeddedMysql, type MysqlServer } from "./mysql-embedded.ts";
import type { MysqlFlavor } from "./mysql-packages.ts";

/** The server for tests, running; made and started where it isn't. Every failure to start is an error of the test: nothing is skipped. */
export function mysqlServer(flavor: MysqlFlavor = "mariadb-10.11"): Promise<MysqlServer> {
  return embeddedMysql(flavor);
}

const made: { readonly server: MysqlServer; readonly name: string }[] = [];

/** The URL of a new, empty database, dropped after the test file. */
export async function freshMysqlDatabase(flavor?: MysqlFlavor): Promise<string> {
  const server = await mysqlServer(flavor);
  const name = `limbeck_test_${randomBytes(6).toString("hex")}`;
  await administerMysql(server.url, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  made.push({ server, name });
  return `${server.url}/${name}`;
}

/** Rows of one statement, or of the last of several, run by the driver alone, without Limbeck. */
export async function administerMysql(url: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const connection = await createConnection({ uri: url, multipleStatements: true });
  try {
    const [result] = await connection.query(sql);
    const last: unknown = Array.isArray(result) && Array.isArray(result.at(-1)) ? result.at(-1) : result;
    return Array.isArray(last) ? (last as Readonly<Record<string, unknown>>[]) : [];
  } finally {
    await connection.end();
  }
}

afterAll(async () => {
  for (const { server, name } of made.splice(0)) {
    await administerMysql(server.url, `DROP DATABASE IF EXISTS ${name}`);
  }
});

import type { Connection } from "../../src/dialects/contract.ts";
import { mysql } from "../../src/dialects/mysql/mysql.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import { type Given, projectOn } from "./project.ts";

/** Opens a database of MySQL or MariaDB. */
export function openUrl(url: string): Promise<Connection> {
  return mysql.connect(mysql.target(url, process.cwd()), { create: false });
}

/** What runs the revisions of a test there. */
export function mysqlProject(connection: Connection, given: readonly Given[], more: Partial<RunInput> = {}) {
  return projectOn(connection, given, { dialect: mysql, ...more });
}

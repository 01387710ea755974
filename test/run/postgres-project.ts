import type { Connection, ConnectionTarget } from "../../src/dialects/contract.ts";
import { postgres } from "../../src/dialects/postgres/postgres.ts";
import type { RunInput } from "../../src/run/run-input.ts";
import { type Given, projectOn } from "./project.ts";

/** Opens a database of PostgreSQL. */
export function openUrl(url: string, session?: ConnectionTarget["session"]): Promise<Connection> {
  const target = postgres.target(url, process.cwd());
  return postgres.connect({ ...target, ...(session === undefined ? {} : { session }) }, { create: false });
}

/** What runs the revisions of a test there. */
export function postgresProject(connection: Connection, given: readonly Given[], more: Partial<RunInput> = {}) {
  return projectOn(connection, given, { dialect: postgres, ...more });
}

import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { afterAll } from "vitest";
import { type EmbeddedMajor, embeddedServer } from "./postgres-embedded.ts";

/**
 * PostgreSQL for tests. `LIMBECK_TEST_POSTGRES_URL` names a server to use (a role that may create databases); without it a server
 * of the wanted major version is started, once for a whole run of vitest, and stopped when that run ends.
 * Every failure to start is an error of the test: nothing is skipped.
 */
export interface PostgresServer {
  readonly major: number;
  /** A URL of the database `postgres`, as superuser. */
  readonly url: string;
  /** Where the files of a server are that the tests have started. */
  readonly directory?: string;
  /** Directory of its Unix socket, where it has one. */
  readonly socketDirectory?: string;
  /** Certificate to trust for `sslmode=verify-full`, where the server speaks TLS. */
  readonly rootCertificate?: string;
}

export interface DatabaseOptions {
  /** Absent is `LIMBECK_TEST_POSTGRES_MAJOR`, else 15. On a server that the environment names it only says what to expect of it. */
  readonly major?: EmbeddedMajor;
}

const GIVEN_URL = process.env["LIMBECK_TEST_POSTGRES_URL"];
/** True when the servers are the tests' own, with their rules about passwords and TLS. */
export const isOwnServer = GIVEN_URL === undefined || GIVEN_URL === "";
const majors: readonly EmbeddedMajor[] = [13, 15, 18];

/** The majors to run a test on: those of `LIMBECK_TEST_POSTGRES_MAJORS` (`15` or `13,15`), else all; one on a server that the environment names. */
export const wantedMajors: readonly EmbeddedMajor[] = majorsOf(process.env["LIMBECK_TEST_POSTGRES_MAJORS"]);

/** The server for tests, running. */
export async function postgresServer({ major = defaultMajor() }: DatabaseOptions = {}): Promise<PostgresServer> {
  if (GIVEN_URL === undefined || GIVEN_URL === "") return embeddedServer({ major });
  const [row] = await administer(GIVEN_URL, "SELECT current_setting('server_version_num')::int / 10000 AS major");
  return { major: Number(row?.["major"]), url: GIVEN_URL };
}

/** A server of its own that speaks TLS as `localhost`, whatever the environment names. */
export function tlsServer(): Promise<PostgresServer> {
  return embeddedServer({ major: defaultMajor(), tls: true });
}

/** A server of its own, which a test may restart. */
export function restartedServer(): Promise<PostgresServer> {
  return embeddedServer({ major: defaultMajor(), restarts: true });
}

const made: { readonly server: PostgresServer; readonly name: string }[] = [];

/** The URL of a new, empty database, dropped after the test file. */
export async function freshDatabase(options: DatabaseOptions = {}): Promise<string> {
  const server = await postgresServer(options);
  const name = `limbeck_test_${randomBytes(6).toString("hex")}`;
  await administer(server.url, `CREATE DATABASE ${name}`);
  made.push({ server, name });
  return databaseUrl(server, name);
}

/** The server's URL with another database in it. */
export function databaseUrl(server: PostgresServer, name: string): string {
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return url.href;
}

/** Rows of one or more statements run by the driver alone, without Limbeck. */
export async function administer(url: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new Client({ connectionString: url.replace(/^postgresql\+\w+:/, "postgresql:") });
  await client.connect();
  try {
    const result = await client.query(sql);
    const results = Array.isArray(result) ? result : [result];
    return results.at(-1)?.rows ?? [];
  } finally {
    await client.end();
  }
}

afterAll(async () => {
  for (const { server, name } of made.splice(0)) {
    await administer(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }
});

function defaultMajor(): EmbeddedMajor {
  return majorOf(process.env["LIMBECK_TEST_POSTGRES_MAJOR"] ?? "15");
}

function majorsOf(text: string | undefined): readonly EmbeddedMajor[] {
  if (text !== undefined) return text.split(",").map(majorOf);
  return isOwnServer && process.env["LIMBECK_TEST_POSTGRES_MAJOR"] === undefined ? majors : [defaultMajor()];
}

function majorOf(text: string): EmbeddedMajor {
  const found = majors.find((major) => String(major) === text.trim());
  if (found === undefined) throw new Error(`There is no embedded PostgreSQL ${text}; there are ${majors.join(", ")}.`);
  return found;
}

